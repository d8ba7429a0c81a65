"""Regimes that an authority adds or changes itself, read from the tables of its configuration.

`[regimes.NAME]` describes a clock in the words of `regime`; with `based_on` (or under the name of a shipped
regime) it says only what differs. Every fault is told at once, with its key and its remedy. Opens no file.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from foibot.errors import ConfigError, Problem
from foibot.law.jurisdictions import LOCAL
from foibot.law.regime import EVENTS, Effect, Regime, Rule, Term, Unit
from foibot.law.regimes import REGIMES
from foibot.law.shared_events import ENDINGS, WITHOUT_EFFECT
from foibot.law.table_reader import TableReader
from foibot.law.working_days import COMMON, DIVISION_NAMES, UNION, WEEKDAYS, Division

OUR_CALENDARS = (UNION, COMMON, WEEKDAYS, LOCAL, *map(str, Division))
PLACE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
NAME = re.compile(r"[A-Z][A-Z0-9_]*")

WORDS = ("title", "cited_as", "counts_from", "calendar_source", "repeated", "name_wanted_by")
NEXT_CLOCKS = ("review", "review_window", "appeal_window", "fee_window")
KEYS = (
    *("based_on", "count", "source", "unit", "calendar", "ends_on_working_day", "extension", "outer_limit"),
    *("follows", "events", "aggregated_within"),
    *WORDS,
    *NEXT_CLOCKS,
)
REQUIRED = ("title", "count", "source", "unit", "calendar")


def regimes_from_tables(tables: Mapping[str, Any], file: str = "config.toml") -> Mapping[str, Regime]:
    """Give the shipped regimes with the authority's own beside them, or in their place.

    A table may be based on another, wherever that stands. Raises `ConfigError` with every problem.
    """
    regimes, problems = dict(REGIMES), list[Problem]()
    for name in _bases_first(tables):
        try:
            regimes[name] = _read(name, tables, regimes, file)
        except ConfigError as fault:
            problems.extend(fault.problems)
    if not problems:
        problems.extend(_missing_clocks(tables, regimes, file))
    if problems:
        raise ConfigError(problems)
    return {name: _following(regime, regimes) for name, regime in regimes.items()}


def _bases_first(tables: Mapping[str, Any]) -> list[str]:
    """Order the tables so that what one is based on, or follows, comes before it; a circle as it stands."""
    ordered: list[str] = []

    def put(name: str, above: tuple[str, ...]) -> None:
        if name in tables and name not in ordered and name not in above:
            for needed in _needed(tables, name):
                put(needed, (*above, name))
            ordered.append(name)

    for name in tables:
        put(name, ())
    return ordered


def _needed(tables: Mapping[str, Any], name: str) -> list[str]:
    table = tables.get(name)
    named = [table.get(key) for key in ("based_on", "follows")] if isinstance(table, Mapping) else []
    return [needed for needed in named if isinstance(needed, str) and needed != name]


def _read(name: str, tables: Mapping[str, Any], regimes: Mapping[str, Regime], file: str) -> Regime:
    """Read one table; a fault of the table it is based on is told there, and a circle by its name."""
    round_again = _circle(tables, name)
    if round_again:
        remedy = "Let one of them stand on a shipped regime, as FOIA, or on none."
        raise ConfigError([Problem(file, f"regimes.{name}.based_on", f"is circular: {round_again}", remedy)])
    base = tables[name].get("based_on") if isinstance(tables[name], Mapping) else None
    if isinstance(base, str) and base in tables and base not in regimes and base != name:
        remedy = f"Mend [regimes.{base}] first."
        raise ConfigError([Problem(file, f"regimes.{name}.based_on", f"{base} has a fault of its own", remedy)])
    return regime_from_table(name, tables[name], regimes, file)


def _circle(tables: Mapping[str, Any], name: str) -> str:
    """Write the way from a table back to itself, as `A, B, A`; empty where there is none."""
    way = [name]
    while True:
        table = tables.get(way[-1])
        base = table.get("based_on") if isinstance(table, Mapping) else None
        if not isinstance(base, str) or base not in tables or base == way[-1]:
            return ""
        way.append(base)
        if base == name:
            return ", ".join(way)
        if base in way[:-1]:
            return ""


def regime_from_table(
    name: str, table: object, regimes: Mapping[str, Regime] = REGIMES, file: str = "config.toml"
) -> Regime:
    """Read one table `[regimes.NAME]`, based on `regimes`. Raises `ConfigError` with its every problem."""
    reader = TableReader(file, f"regimes.{name}", table)
    if not NAME.fullmatch(name):
        reader.fault("", "is no name for a regime", "Write capitals, digits and _, as IRELAND_FOI.")
    reader.only(KEYS)
    base = _base(reader, name, regimes)
    if base is None and "based_on" not in reader.values:
        reader.require(REQUIRED)
    regime = _regime(reader, name, base or _blank(name), regimes)
    if base is not None and "source" not in reader.values and (regime.limit, regime.unit) != (base.limit, base.unit):
        remedy = 'Write source = "…": the section or the promise that gives this time.'
        reader.fault("source", f"is missing, and {base.time.source!r} gives another time", remedy)
    _check(reader, regime)
    reader.raise_problems()
    return regime


def further_places(regimes: Iterable[Regime]) -> tuple[str, ...]:
    """Name the places outside the UK whose holidays these regimes count by, as `IE` or `US-TX`."""
    return tuple(sorted({regime.calendar for regime in regimes} - set(OUR_CALENDARS)))


def _base(reader: TableReader, name: str, regimes: Mapping[str, Regime]) -> Regime | None:
    base = reader.one_of("based_on", regimes)
    return regimes[base] if base else regimes.get(name)


def _blank(name: str) -> Regime:
    return Regime(
        name=name,
        title=name,
        cited_as="",
        counts_from="the date of receipt",
        time=Term(1, ""),
        unit=Unit.WORKING_DAYS,
        calendar=WEEKDAYS,
        calendar_source="the authority's configuration",
        events=ENDINGS | WITHOUT_EFFECT,
    )


def _regime(reader: TableReader, name: str, base: Regime, regimes: Mapping[str, Regime]) -> Regime:
    words = {key: reader.text(key) or getattr(base, key) for key in WORDS}
    clocks = {key: reader.text(key) or getattr(base, key) for key in NEXT_CLOCKS}
    time = Term(reader.count("count") or base.time.count, reader.text("source") or base.time.source)
    unit = reader.one_of("unit", [str(unit) for unit in Unit])
    follows = reader.one_of("follows", regimes)
    words["cited_as"] = words["cited_as"] or words["title"]
    return replace(
        base,
        **words,
        **clocks,
        name=name,
        time=time,
        unit=Unit(unit) if unit else base.unit,
        calendar=_calendar(reader) or base.calendar,
        ends_on_working_day=reader.yes_or_no("ends_on_working_day", base.ends_on_working_day),
        extended=_term(reader, "extension", base.extended),
        outer_limit=_term(reader, "outer_limit", base.outer_limit),
        aggregated_within=_term(reader, "aggregated_within", base.aggregated_within),
        follows=regimes[follows] if follows else base.follows,
        events={**base.events, **_events(reader)},
    )


def _calendar(reader: TableReader) -> str | None:
    name = reader.text("calendar")
    if name is None or PLACE.fullmatch(name):
        return name
    if name in DIVISION_NAMES:
        return str(DIVISION_NAMES[name])
    if PLACE.fullmatch(name.upper()) and name not in OUR_CALENDARS:
        reader.fault("calendar", f"{name!r} is not known here", f"Did you mean {name.upper()}?")
        return None
    return reader.one_of("calendar", OUR_CALENDARS, "Or the ISO code of a place, as IE or US-TX.")


def _term(reader: TableReader, key: str, base: Term | None) -> Term | None:
    value = reader.values.get(key)
    if value is None or value is False:
        return base if value is None else None
    table = reader.table(key, 'Write { count = 40, source = "s.14" }, or false for none.')
    if table is None:
        return base
    table.only(("count", "source"))
    table.require(("count", "source"))
    return Term(table.count("count") or 1, table.text("source") or "")


def _events(reader: TableReader) -> dict[str, Rule]:
    if "events" not in reader.values:
        return {}
    events = reader.table("events", "Write [regimes.NAME.events] with a line an event.")
    if events is None:
        return {}
    events.only(tuple(EVENTS))
    return {name: _rule(events, name) for name in events.values if name in EVENTS}


def _rule(events: TableReader, name: str) -> Rule:
    effects = [str(effect) for effect in Effect]
    if isinstance(events.values[name], str):
        effect = events.one_of(name, effects)
        return Rule(Effect(effect) if effect else Effect.NOTHING, "the authority's configuration")
    remedy = 'Write an effect, as "stop", or { effect = "stop", source = "s.15(4)" }.'
    table = events.table(name, remedy)
    if table is None:
        return Rule(Effect.NOTHING, "")
    table.only(("effect", "source", "lapse", "lapse_unit"))
    table.require(("effect",))
    effect = table.one_of("effect", effects)
    source = table.text("source") or "the authority's configuration"
    lapse = table.count("lapse")
    unit = table.one_of("lapse_unit", [str(unit) for unit in Unit])
    return Rule(
        Effect(effect) if effect else Effect.NOTHING,
        source,
        lapse=Term(lapse, source) if lapse else None,
        lapse_unit=Unit(unit) if unit else Unit.MONTHS_BEGINNING_WITH_THE_DAY,
    )


def _check(reader: TableReader, regime: Regime) -> None:
    if regime.extended and regime.extended.count <= regime.time.count:
        reader.fault(
            "extension",
            f"{regime.extended.count} in all is no longer than the {regime.time.count} allowed without it",
            "Write the whole time once extended, as 40 for 20 and 20 more.",
        )
    if regime.outer_limit and regime.unit is not Unit.WORKING_DAYS:
        reader.fault("outer_limit", "is for working days only", 'Leave it out, or write unit = "working days".')
    for name, rule in regime.events.items():
        if rule.effect is Effect.EXTEND and regime.extended is None:
            reader.fault(f"events.{name}", "extends a time that has no extension", "Write extension = { … } too.")
        if rule.effect in (Effect.RESET, Effect.RESUME) and not _is_asked_for(regime, name):
            remedy = 'Give the event that asks for it the effect "stop" or "pause".'
            reader.fault(f"events.{name}", "replies to a question that stops nothing", remedy)


def _is_asked_for(regime: Regime, reply: str) -> bool:
    topic = EVENTS[reply].topic
    asked = [rule for name, rule in regime.events.items() if EVENTS[name].topic == topic and topic]
    return any(rule.effect in (Effect.STOP, Effect.PAUSE) for rule in asked)


def _missing_clocks(tables: Mapping[str, Any], regimes: Mapping[str, Regime], file: str) -> Iterable[Problem]:
    for name in tables:
        for key in NEXT_CLOCKS:
            wanted = getattr(regimes[name], key)
            if wanted and wanted not in regimes:
                remedy = f"Add [regimes.{wanted}], or leave the key out."
                yield Problem(file, f"regimes.{name}.{key}", f"there is no regime {wanted!r}", remedy)


def _following(regime: Regime, regimes: Mapping[str, Regime]) -> Regime:
    # A window follows the clock of its name as the authority has it, and not as it was shipped.
    return replace(regime, follows=regimes[regime.follows.name]) if regime.follows else regime
