"""What a row says, as a case's facts; or everything that is wrong with it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

from foibot.casework.answers import Outcome
from foibot.casework.sheets.cells import Bad, Cell, Fault, folded, is_blank, text_of
from foibot.casework.sheets.columns import ONE_END, Layout, Row
from foibot.casework.sheets.contradictions import contradicting
from foibot.casework.sheets.days import read_day
from foibot.casework.sheets.fields import FIELDS, KEPT, Holds
from foibot.casework.sheets.outcomes import ENDINGS, NO_ANSWER, Ended, only_regulations
from foibot.casework.sheets.sheet_case import SheetCase
from foibot.casework.sheets.words import READ, Readers, Unread
from foibot.errors import UsageError
from foibot.law.clock import ClockEvent
from foibot.law.exemptions import cited_as_written

LONGEST = 100_000


def read_row(layout: Layout, row: Row, readers: Readers) -> SheetCase | tuple[Fault, ...]:
    """Return what a row says; everything that is wrong with it, where anything is."""
    number, cells = row
    if _is_heading(layout, cells):
        return (Fault(number, "", "the headings again"),)
    found: dict[str, Any] = {}
    faults = []
    readers, law = _law_meant(layout, cells, readers)
    for name in _in_order(layout):
        cell = layout.cell(cells, name)
        try:
            found[name] = _read(name, cell, found, readers)
        except (Unread, UsageError) as error:
            faults.append(Fault(number, layout.called(name), str(error).rstrip(".")))
    for place, bad in _bad_notes(layout, cells):
        faults.append(Fault(number, place, bad.reason))
    if "received_on" in found and found["received_on"] is None:
        faults.append(Fault(number, layout.called("received_on"), "no day of receipt"))
    if faults:
        return tuple(faults)
    try:
        case = _assembled(number, layout, cells, found)
        case = replace(case, assumed=(*law, *case.assumed))
    except UsageError as error:
        return (Fault(number, layout.called("outcome"), str(error).rstrip(".")),)
    contradictions = [Fault(number, layout.called(name), why) for name, why in contradicting(case, readers.today)]
    return tuple(contradictions) or case


def _law_meant(layout: Layout, cells: Sequence[Cell], readers: Readers) -> tuple[Readers, tuple[tuple[str, str], ...]]:
    """Take a row that names no law, and regulations alone, for one about environmental information."""
    named = [text_of(layout.cell(cells, one)) for one in ("outcome", "sections")]
    said = " ; ".join(one for one in named if one)
    other = OF_THE_ENVIRONMENT.get(readers.regime, "")
    if not is_blank(layout.cell(cells, "regime")) or other not in readers.regimes or not only_regulations(said):
        return readers, ()
    remark = (layout.called("outcome"), f"“{said}” is a regulation: taken to be under {other}")
    return replace(readers, regime=other), (remark,)


OF_THE_ENVIRONMENT = {"FOIA": "EIR", "FOISA": "EISR"}
"""The law of environmental information beside that of all other."""


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
        raise Unread(cell.reason)
    if FIELDS[name].holds is Holds.DAY:
        day = read_day(cell)
        if isinstance(day, Bad):
            raise Unread(day.reason)
        return day
    words = text_of(cell)
    if len(words) > LONGEST:
        raise Unread(f"more than {LONGEST} letters")
    return READ[name]("" if is_blank(cell) else words, found, readers)


def _bad_notes(layout: Layout, cells: Sequence[Cell]) -> Iterator[tuple[str, Bad]]:
    for column in layout.columns:
        cell = cells[column.place] if column.place < len(cells) else None
        if isinstance(cell, Bad) and column.field == KEPT:
            yield column.heading, cell


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
    assumed: tuple[tuple[str, str], ...] = ()
    if outcome == NO_ANSWER:
        outcome, assumed = "", _closed_unanswered(layout, found)
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
            "assumed": assumed,
        }
    )


def _closed_unanswered(layout: Layout, found: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Close a row whose outcome says no more than that; the day taken for its answer is then the day it was closed."""
    column = layout.of("responded_on")
    if column and column.how == ONE_END:
        found["closed_on"] = found.get("closed_on") or found.pop("responded_on", None)
    found["status"] = found.get("status") or "closed"
    return ((layout.called("outcome"), "says no more than that it is closed: taken over without an answer"),)


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


UNKNOWN = re.compile("the (?P<what>outcome|status) “(?P<words>.*)” is not known", re.DOTALL)


def unknown_words(what: str, faults: Sequence[Fault]) -> dict[str, int]:
    """Return what is not known of a sheet's words for an outcome or a status, each with how many rows have it."""
    counted: dict[str, int] = {}
    for fault in faults:
        found = UNKNOWN.fullmatch(fault.reason)
        if found and found["what"] == what:
            counted[found["words"]] = counted.get(found["words"], 0) + 1
    return counted
