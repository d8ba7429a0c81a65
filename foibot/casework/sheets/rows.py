"""What a row says, as a case's facts; or everything that is wrong with it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

from foibot.casework.answers import Outcome
from foibot.casework.sheets.cells import Bad, Cell, Fault, folded, is_blank, text_of, why_unreadable
from foibot.casework.sheets.columns import ONE_END, Layout, Row
from foibot.casework.sheets.contradictions import contradicting, odd_about, with_wait
from foibot.casework.sheets.days import read_day
from foibot.casework.sheets.fields import FIELDS, KEPT, Holds
from foibot.casework.sheets.outcomes import ENDINGS, NO_ANSWER, Ended, only_regulations, provisions, with_grounds
from foibot.casework.sheets.sheet_case import Look, SheetCase
from foibot.casework.sheets.words import READ, Readers, Unread, cited
from foibot.errors import UsageError
from foibot.law.clock import ClockEvent

LONGEST = 100_000


def read_row(layout: Layout, row: Row, readers: Readers) -> SheetCase | tuple[Fault, ...]:
    """Return what a row says; everything that is wrong with it, where anything is."""
    number, cells = row
    if why_unreadable(cells):
        return (Fault(number, "", why_unreadable(cells)),)
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
    if folded(text_of(layout.cell(cells, "status")).replace("_", " ")) in readers.statuses:
        found[BY_HAND] = ("status",)
    try:
        case = _looked_at(layout, with_wait(_assembled(number, layout, cells, found)), law)
    except UsageError as error:
        return (Fault(number, layout.called("outcome"), str(error).rstrip(".")),)
    contradictions = [Fault(number, layout.called(name), why) for name, why in contradicting(case, readers.today)]
    return tuple(contradictions) or case


def _looked_at(layout: Layout, case: SheetCase, law: Look) -> SheetCase:
    """Return a case with everything of it that a person should look at, each under its heading."""
    odd = ((layout.called(name), why) for name, why in odd_about(case))
    assumed = ((layout.called(name) if name in FIELDS else name, why) for name, why in case.assumed)
    return replace(case, assumed=(*law, *assumed, *odd))


def _law_meant(layout: Layout, cells: Sequence[Cell], readers: Readers) -> tuple[Readers, Look]:
    """Take a row that names no law, and regulations alone, for one about environmental information."""
    named = [text_of(layout.cell(cells, one)) for one in ("outcome", "sections")]
    said = " ; ".join(one for one in named if one)
    other = OF_THE_ENVIRONMENT.get(readers.regime, "")
    if not is_blank(layout.cell(cells, "regime")) or other not in readers.regimes or not _of_law(other, said):
        return readers, ()
    remark = (layout.called("outcome"), f"“{said}” is a regulation: taken to be under {other}")
    return replace(readers, regime=other), (remark,)


def _of_law(regime: str, said: str) -> bool:
    """Tell whether words name regulations alone, and each is an exception under that law."""
    try:
        return only_regulations(said) and all(cited(regime, one, None) for one in provisions(said))
    except UsageError:
        return False


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
    if name == "request":
        return words  # “Nil” may be all that a team noted of it, and is its words
    return READ[name]("" if is_blank(cell) else words, found, readers)


def _bad_notes(layout: Layout, cells: Sequence[Cell]) -> Iterator[tuple[str, Bad]]:
    for column in layout.columns:
        cell = cells[column.place] if column.place < len(cells) else None
        if isinstance(cell, Bad) and column.field == KEPT:
            yield column.heading, cell


# -- the facts together


def _assembled(number: int, layout: Layout, cells: Sequence[Cell], found: dict[str, Any]) -> SheetCase:
    ended, look = _ended(layout, found)
    officer = found.pop("officer", "")
    outcome = ended.outcome
    if outcome == NO_ANSWER:
        outcome, look = "", (*look, *_closed_unanswered(layout, found))
    events = _clock_events(found)
    unused = bool(ended.sections) and outcome not in ANSWERS
    if unused:
        look = (*look, (layout.called("sections"), f"{'; '.join(ended.sections)} beside no answer: kept as a note"))
    more = {"outcome": ended.kept or unused, "sections": ended.kept or unused, "officer": officer[:1] == "?"}
    keeps = [*found.pop(BY_HAND, ()), *(name for name, kept in more.items() if kept)]
    notes = _notes(layout, cells, found.pop("notes", ""), keeps)
    known = {one.name for one in fields(SheetCase)}
    kept = {name: value for name, value in found.items() if name in known and value not in ("", None)}
    return SheetCase(
        **{
            **kept,
            "row": number,
            "outcome": outcome if outcome in ANSWERS else "",
            "ending": outcome if outcome in ENDINGS else "",
            "sections": () if unused else ended.sections,
            "officer": "" if officer[:1] == "?" else officer,
            "clock_events": events,
            "notes": notes,
            "assumed": look,
        }
    )


ANSWERS = frozenset(Outcome)
BY_HAND = "by hand"
"""The fields whose words were given their meaning by a person, so that the words are kept as well."""


def _ended(layout: Layout, found: dict[str, Any]) -> tuple[Ended, Look]:
    """Return how a row ended, by its outcome and the provisions in a column of their own, and what to look at."""
    ended: Ended = found.pop("outcome", Ended(""))
    written: tuple[str, ...] = found.pop("sections", ())
    regime, received_on = found.get("regime", ""), found.get("received_on")
    exemptions = [one for one in written if not one.startswith("=")]
    look: list[tuple[str, str]] = []
    for one in ended.sections:
        try:
            exemptions.append(cited(regime, one, received_on))
        except UsageError:
            if not ended.kept:
                raise
            look.append((layout.called("outcome"), f"{one} is no exemption of {regime}: kept as a note"))
    grounds = [one.removeprefix("=") for one in written if one.startswith("=")]
    ended = with_grounds(ended, grounds, exemptions=bool(exemptions))
    look += [(layout.called("outcome"), ended.look)] if ended.look else []
    return replace(ended, sections=tuple(dict.fromkeys(exemptions))), tuple(look)


def _closed_unanswered(layout: Layout, found: dict[str, Any]) -> Look:
    """Close a row whose outcome says no more than that; the day taken for its answer is then the day it was closed."""
    column = layout.of("responded_on")
    if column and column.how == ONE_END:
        found["closed_on"] = found.get("closed_on") or found.pop("responded_on", None)
    found["status"] = found.get("status") or "closed"
    return ((layout.called("outcome"), "says no more than that it is closed: taken over without an answer"),)


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


def _notes(layout: Layout, cells: Sequence[Cell], notes: str, keeps: Sequence[str]) -> str:
    """Return everything a row says that is no field of a case, or more than it, with the headings it stood under."""
    lines = [notes] if notes else []
    said = ((name, text_of(layout.cell(cells, name))) for name in keeps)
    lines += [f"{layout.called(name)}: {words}" for name, words in said if words]
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
