"""What a row says, as a case's facts; or everything that is wrong with it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from foibot.casework.answers import Outcome
from foibot.casework.policy import Officer
from foibot.casework.sheets.cells import Bad, Cell, Fault, folded, is_blank, text_of
from foibot.casework.sheets.columns import Layout, Row
from foibot.casework.sheets.days import read_day
from foibot.casework.sheets.fields import FIELDS, KEPT, Holds
from foibot.casework.sheets.outcomes import ENDINGS, NO_EXEMPTION, Ended, read_outcome
from foibot.errors import UsageError
from foibot.law.clock import ClockEvent
from foibot.law.exemptions import cited_as_written
from foibot.law.notation import read_event

ADDRESS = re.compile(r"[^@\s<>,;:\"()\[\]]+@[^@\s<>,;:\"()\[\]]+\.[^@\s<>,;:\"()\[\].]+")
CHANNELS: Mapping[str, str] = {
    **dict.fromkeys(("email", "e mail", "mail", "by email", "electronic", "inbox"), "email"),
    **dict.fromkeys(("letter", "post", "by post", "by letter", "hard copy", "fax"), "letter"),
    **dict.fromkeys(("telephone", "phone", "tel", "by phone", "verbal", "call"), "telephone"),
    **dict.fromkeys(("counter", "in person", "reception", "by hand"), "counter"),
    **dict.fromkeys(("web", "website", "web form", "online", "online form", "form", "portal", "wdtk"), "web"),
}
STATUSES: Mapping[str, str] = {
    **dict.fromkeys(("open", "live", "in progress", "ongoing", "overdue", "new", "active", "on extension"), "open"),
    **dict.fromkeys(("pending", "late", "with dept", "with department", "received", "acknowledged"), "open"),
    **dict.fromkeys(("closed", "close", "complete", "completed", "done", "finished", "archived"), "closed"),
    **dict.fromkeys(("responded", "answered", "sent", "response sent", "replied"), "responded"),
    **dict.fromkeys(("awaiting clarification", "clarification", "clarification requested"), "awaiting_clarification"),
    **dict.fromkeys(("on hold", "clarification sought", "clock stopped"), "awaiting_clarification"),
    **dict.fromkeys(("awaiting fee", "fee requested"), "awaiting_fee"),
    **dict.fromkeys(("in review", "internal review"), "in_review"),
    **dict.fromkeys(("review decided", "review completed"), "review_decided"),
    **{ending: ending for ending in ENDINGS},
}
REVIEW_OUTCOMES: Mapping[str, str] = {
    **dict.fromkeys(("upheld", "original decision upheld", "decision upheld"), "upheld"),
    **dict.fromkeys(("partly upheld", "partially upheld", "part upheld"), "partly_upheld"),
    **dict.fromkeys(("overturned", "not upheld", "original decision overturned"), "overturned"),
}
ABOUT = ("content", "delay", "handling")
LONGEST = 100_000


@dataclass(frozen=True, slots=True)
class SheetCase:
    """A row's facts. `due_on` is the sheet's own due date, `notes` everything that is no field of a case."""

    row: int
    received_on: date
    reference: str = ""
    their_reference: str = ""
    regime: str = ""
    status: str = ""
    channel: str = "email"
    due_on: date | None = None
    clock_events: tuple[ClockEvent, ...] = ()
    responded_on: date | None = None
    outcome: str = ""
    ending: str = ""
    sections: tuple[str, ...] = ()
    holders: str = ""
    officer: str = ""
    review_asked_on: date | None = None
    review_channel: str = ""
    review_about: str = ""
    review_extended: ClockEvent | None = None
    review_decided_on: date | None = None
    review_outcome: str = ""
    closed_on: date | None = None
    merged_into: str = ""
    language: str = ""
    applicant_name: str = ""
    applicant_email: str = ""
    applicant_address: str = ""
    request: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Readers:
    """What the words of a sheet are read with: the regimes, the officers, the team's own words, and the day it is."""

    today: date
    regime: str
    regimes: tuple[str, ...]
    officers: tuple[Officer, ...] = ()
    outcomes: Mapping[str, str] = field(default_factory=dict)


class _Reason(Exception):
    """A cell that cannot be read."""


def read_row(layout: Layout, row: Row, readers: Readers) -> SheetCase | tuple[Fault, ...]:
    """Return what a row says; everything that is wrong with it, where anything is."""
    number, cells = row
    if _is_heading(layout, cells):
        return (Fault(number, "", "the headings again"),)
    found: dict[str, Any] = {}
    faults = []
    for name in _in_order(layout):
        cell = layout.cell(cells, name)
        try:
            found[name] = _read(name, cell, found, readers)
        except (_Reason, UsageError) as error:
            faults.append(Fault(number, layout.called(name), str(error).rstrip(".")))
    for place, bad in _bad_notes(layout, cells):
        faults.append(Fault(number, place, bad.reason))
    if "received_on" in found and found["received_on"] is None:
        faults.append(Fault(number, layout.called("received_on"), "no day of receipt"))
    if faults:
        return tuple(faults)
    try:
        case = _assembled(number, layout, cells, found)
    except UsageError as error:
        return (Fault(number, layout.called("clock_events"), str(error).rstrip(".")),)
    contradictions = [Fault(number, layout.called(name), why) for name, why in contradicting(case, readers.today)]
    return tuple(contradictions) or case


def _in_order(layout: Layout) -> list[str]:
    """Return the fields of the sheet, those first on which others rest: the law before its sections."""
    present = {one.field for one in layout.columns} - {KEPT}
    return [name for name in FIELDS if name in present | ALWAYS and (name in READ or name == "due_on")]


ALWAYS = frozenset({"received_on", "regime"})
"""What each case has: a row without it is no case, or the authority's own is meant."""


def _is_heading(layout: Layout, cells: Sequence[Cell]) -> bool:
    named = [one for one in layout.columns if one.place < len(cells)]
    same = [one for one in named if folded(text_of(cells[one.place])) == folded(one.heading)]
    return bool(named) and len(same) * 2 > len(named)


def _read(name: str, cell: Cell, found: Mapping[str, Any], readers: Readers) -> Any:
    if isinstance(cell, Bad):
        raise _Reason(cell.reason)
    if FIELDS[name].holds is Holds.DAY:
        day = read_day(cell)
        if isinstance(day, Bad):
            raise _Reason(day.reason)
        return day
    words = text_of(cell)
    if len(words) > LONGEST:
        raise _Reason(f"more than {LONGEST} letters")
    return READ[name]("" if is_blank(cell) else words, found, readers)


def _bad_notes(layout: Layout, cells: Sequence[Cell]) -> Iterator[tuple[str, Bad]]:
    for column in layout.columns:
        cell = cells[column.place] if column.place < len(cells) else None
        if isinstance(cell, Bad) and column.field == KEPT:
            yield column.heading, cell


def _as_written(words: str, *_: object) -> str:
    return words


def _known(table: Mapping[str, str], what: str) -> Callable[..., str]:
    def read(words: str, *_: object) -> str:
        name = folded(words.replace("_", " "))
        if name and name not in table:
            raise _Reason(f"“{words}” is no {what} that is known")
        return table.get(name, "")

    return read


def _regime(words: str, _: Mapping[str, Any], readers: Readers) -> str:
    by_name = {folded(name): name for name in readers.regimes}
    name = folded(words).removesuffix(" 2000").removesuffix(" 2004")
    name = {"foi": "foia", "freedom of information act": "foia", "environmental information regulations": "eir"}.get(
        name, name
    )
    if words and name not in by_name:
        raise _Reason(f"“{words}” is no law that is configured")
    return by_name.get(name, readers.regime)


def _outcome(words: str, _: Mapping[str, Any], readers: Readers) -> Ended:
    if not words:
        return Ended("")
    found = read_outcome(words, readers.outcomes)
    if found is None:
        raise _Reason(f"the outcome “{words}” is not known")
    return found


def _sections(words: str, found: Mapping[str, Any], readers: Readers) -> tuple[str, ...]:
    regime = found.get("regime") or readers.regime
    kept = []
    for one in re.split(r"\s*(?:[;,/&\n+]|\band\b)\s*", words):
        bare = re.sub(r"(?i)^(?:s|ss|sec|section|sections|reg|regs|regulation)\.?\s*", "", one.strip())
        number = re.sub(r"\s", "", bare)
        if not number:
            continue
        if number in NO_EXEMPTION:
            kept.append(f"={NO_EXEMPTION[number]}")
            continue
        kept.append(cited_as_written(regime, one.strip()))
    return tuple(dict.fromkeys(kept))


def _events(words: str, *_: object) -> tuple[ClockEvent, ...]:
    return tuple(read_event(one) for one in words.split(";") if one.strip())


def _extended(words: str, *_: object) -> ClockEvent | None:
    return read_event(f"extension@{words}") if words else None


def _officer(words: str, _: Mapping[str, Any], readers: Readers) -> str:
    for one in readers.officers:
        if folded(words) in {folded(one.id), folded(one.name), folded(one.email)} and words:
            return one.id
    return f"?{words}" if words else ""


def _email(words: str, *_: object) -> str:
    address = re.sub(r"^(?:mailto:|.*<)|>.*$", "", words).strip()
    if address and not ADDRESS.fullmatch(address):
        raise _Reason(f"“{words}” is no e-mail address")
    return address


READ: Mapping[str, Callable[..., Any]] = {
    **dict.fromkeys(("reference", "their_reference", "holders", "applicant_name", "request", "notes"), _as_written),
    **dict.fromkeys(("applicant_address", "merged_into", "language"), _as_written),
    **dict.fromkeys((name for name, one in FIELDS.items() if one.holds is Holds.DAY and not one.computed), _as_written),
    "regime": _regime,
    "status": _known(STATUSES, "status"),
    "channel": _known(CHANNELS, "way in which a request comes"),
    "clock_events": _events,
    "outcome": _outcome,
    "sections": _sections,
    "officer": _officer,
    "review_channel": _known(CHANNELS, "way in which a review is asked for"),
    "review_about": _known({one: one for one in ABOUT}, "reason for a review"),
    "review_extended": _extended,
    "review_outcome": _known(REVIEW_OUTCOMES, "outcome of a review"),
    "applicant_email": _email,
}
"""How the words of each field are read that are no day; the other columns of an export are computed again."""


# -- the facts together


def _assembled(number: int, layout: Layout, cells: Sequence[Cell], found: dict[str, Any]) -> SheetCase:
    ended: Ended = found.pop("outcome", Ended(""))
    written = found.pop("sections", ())
    named = [one.removeprefix("=") for one in written if one.startswith("=")]
    sections = tuple(one for one in written if not one.startswith("="))
    outcome = ended.outcome
    if named and outcome in {"", "withheld"} and not sections:
        outcome = named[0]
    officer = found.pop("officer", "")
    events = _clock_events(found)
    notes = _notes(layout, cells, found.pop("notes", ""), officer.removeprefix("?") if officer[:1] == "?" else "")
    ending = outcome if outcome in ENDINGS else ""
    known = {one.name for one in fields(SheetCase)}
    kept = {name: value for name, value in found.items() if name in known and value not in ("", None)}
    return SheetCase(
        **{
            **kept,
            "row": number,
            "outcome": outcome if outcome in set(Outcome) else "",
            "ending": ending,
            "sections": (*sections, *_cited(found.get("regime", ""), ended.sections)),
            "officer": "" if officer[:1] == "?" else officer,
            "clock_events": events,
            "notes": notes,
        }
    )


def _cited(regime: str, written: Sequence[str]) -> tuple[str, ...]:
    return tuple(cited_as_written(regime, one) for one in written)


def _clock_events(found: dict[str, Any]) -> tuple[ClockEvent, ...]:
    """Return what moved the clock: an export says it in one column, a team's own sheet in several."""
    asked, clarified = found.pop("clarification_asked_on", None), found.pop("clarification_received_on", None)
    told, until = found.pop("extended_on", None), found.pop("extended_until", None)
    if "clock_events" in found:
        return tuple(found.pop("clock_events"))
    several = (
        ClockEvent("clarification_asked", asked) if asked else None,
        ClockEvent("clarification_received", clarified) if clarified else None,
        ClockEvent("extension", told or date.min, until) if until else None,
    )
    return tuple(one for one in several if one)


def _notes(layout: Layout, cells: Sequence[Cell], notes: str, officer: str) -> str:
    """Return everything a row says that is no field of a case, with the headings it stood under."""
    lines = [notes] if notes else []
    if officer:
        lines.append(f"{layout.called('officer')}: {officer}")
    for column in layout.columns:
        words = text_of(cells[column.place]) if column.field == KEPT and column.place < len(cells) else ""
        if words:
            lines.append(f"{column.heading}: {words}")
    return "\n".join(lines)


def contradicting(case: SheetCase, today: date) -> Iterator[tuple[str, str]]:
    """Give each field that contradicts another, or is missing beside it, with the reason."""
    yield from _days_out_of_order(case, today)
    yield from _ends_that_disagree(case)
    for one in case.clock_events:
        if one.on == date.min:
            yield "extended_until", "extended, but the sheet does not say on which day the applicant was told"
    if case.review_decided_on and not case.review_asked_on:
        yield "review_decided_on", "a review decided, but none asked for"
    if bool(case.review_outcome) != bool(case.review_decided_on):
        yield "review_outcome", "a review's outcome and its day go together: one is missing"


def _days_out_of_order(case: SheetCase, today: date) -> Iterator[tuple[str, str]]:
    if case.received_on > today:
        yield "received_on", f"{case.received_on:%d %b %Y} is still to come"
    for name in ("responded_on", "closed_on", "review_asked_on", "review_decided_on"):
        day: date | None = getattr(case, name)
        if day and day < case.received_on:
            yield name, f"{day:%d %b %Y} is before the request came ({case.received_on:%d %b %Y})"
        if day and day > today:
            yield name, f"{day:%d %b %Y} is still to come"
    if case.review_decided_on and case.review_asked_on and case.review_decided_on < case.review_asked_on:
        yield "review_decided_on", "the review was decided before it was asked for"
    if any(date.min < one.on < case.received_on for one in case.clock_events):
        yield "clock_events", "the clock was moved before the request came"


OVER = frozenset({"closed", *ENDINGS})


def _ends_that_disagree(case: SheetCase) -> Iterator[tuple[str, str]]:
    if case.outcome and not case.responded_on:
        yield "responded_on", f"answered ({case.outcome.replace('_', ' ')}), but not on which day"
    if case.responded_on and not case.outcome and not (case.ending or case.status in ENDINGS):
        yield "outcome", "answered, but the outcome is missing"
    if case.status in {"open", "awaiting_clarification", "awaiting_fee"} and (case.responded_on or case.ending):
        yield "status", "it stands open, and has an end beside it"
    if case.status == "responded" and not case.responded_on:
        yield "status", "answered, but not on which day"
    if (case.status in OVER or case.ending) and not (case.responded_on or case.closed_on or _ends(case)):
        yield "status", f"{case.ending or case.status}, but not on which day"
    if case.closed_on and case.status in {"open", "awaiting_clarification"}:
        yield "status", "it stands open, and has a day on which it was closed"
    if case.status == "awaiting_clarification" and not any("clarification" in one.name for one in case.clock_events):
        yield "status", "it waits for clarification, but not since which day"
    if case.ending and case.status in ENDINGS and case.ending != case.status:
        yield "status", f"{case.status} here, {case.ending} there"


def _ends(case: SheetCase) -> bool:
    return any(one.name in ENDINGS for one in case.clock_events)


UNKNOWN = re.compile("the outcome “(?P<words>.*)” is not known", re.DOTALL)


def unknown_outcomes(faults: Sequence[Fault]) -> dict[str, int]:
    """Return the outcomes that are not known, as the sheet writes them, each with how many rows have it."""
    counted: dict[str, int] = {}
    for fault in faults:
        if found := UNKNOWN.fullmatch(fault.reason):
            counted[found["words"]] = counted.get(found["words"], 0) + 1
    return counted
