"""How the words of a cell are read, field by field; `Unread` with the reason where they are not known."""

import re
from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date
from typing import Any

from foibot.casework.policy import Officer
from foibot.casework.sheets.cells import folded
from foibot.casework.sheets.fields import FIELDS, Holds
from foibot.casework.sheets.outcomes import ENDINGS, GROUNDS, Ended, read_outcome
from foibot.errors import UsageError
from foibot.law.clock import ClockEvent
from foibot.law.exemptions import cited_as_written, family_of
from foibot.law.notation import read_event
from foibot.lean import dataclass

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
    **dict.fromkeys(("outstanding", "in hand", "allocated", "assigned", "logged", "awaiting response"), "open"),
    **dict.fromkeys(("closed", "close", "complete", "completed", "done", "finished", "archived", "nfa"), "closed"),
    **dict.fromkeys(("responded", "answered", "sent", "response sent", "replied"), "responded"),
    **dict.fromkeys(("awaiting clarification", "clarification", "clarification requested"), "awaiting_clarification"),
    **dict.fromkeys(("clarification sought", "awaiting applicant"), "awaiting_clarification"),
    **dict.fromkeys(("awaiting fee", "fee requested"), "awaiting_fee"),
    **dict.fromkeys(("in review", "internal review"), "in_review"),
    **dict.fromkeys(("review decided", "review completed"), "review_decided"),
    **{ending: ending for ending in ENDINGS},
}
REVIEW_OUTCOMES: Mapping[str, str] = {
    **dict.fromkeys(("upheld", "original decision upheld", "decision upheld", "upheld in full"), "upheld"),
    **dict.fromkeys(("partly upheld", "partially upheld", "part upheld", "upheld in part", "varied"), "partly_upheld"),
    **dict.fromkeys(("overturned", "not upheld", "original decision overturned"), "overturned"),
}
STATUSES_KNOWN = tuple(sorted(set(STATUSES.values())))
ABOUT = ("content", "delay", "handling")


@dataclass(frozen=True, slots=True)
class Meanings:
    """What a team has said of its sheet: of headings, of words for an end and for where a case stands; all folded."""

    columns: Mapping[str, str] = field(default_factory=dict)
    outcomes: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Readers:
    """What the words of a sheet are read with: the regimes, the officers, the team's own words, and the day it is."""

    today: date
    regime: str
    regimes: tuple[str, ...]
    officers: tuple[Officer, ...] = ()
    outcomes: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)


class Unread(Exception):
    """A cell that cannot be read."""


def _as_written(words: str, *_: object) -> str:
    return words


def _known(table: Mapping[str, str], what: str) -> Callable[..., str]:
    def read(words: str, *_: object) -> str:
        name = folded(words.replace("_", " "))
        if name and name not in table:
            raise Unread(f"“{words}” is no {what} that is known")
        return table.get(name, "")

    return read


def _regime(words: str, _: Mapping[str, Any], readers: Readers) -> str:
    by_name = {folded(name): name for name in readers.regimes}
    name = folded(words).removesuffix(" 2000").removesuffix(" 2004")
    name = {"foi": "foia", "freedom of information act": "foia", "environmental information regulations": "eir"}.get(
        name, name
    )
    if words and name not in by_name:
        raise Unread(f"“{words}” is no law that is configured")
    return by_name.get(name, readers.regime)


def _status(words: str, _: Mapping[str, Any], readers: Readers) -> str:
    name = folded(words.replace("_", " "))
    known = {**STATUSES, **readers.statuses}
    if name and name not in known:
        raise Unread(f"the status “{words}” is not known")
    return known.get(name, "")


def _outcome(words: str, _: Mapping[str, Any], readers: Readers) -> Ended:
    if not words:
        return Ended("")
    found = read_outcome(words, readers.outcomes)
    if found is None:
        raise Unread(f"the outcome “{words}” is not known")
    return found


def _sections(words: str, found: Mapping[str, Any], readers: Readers) -> tuple[str, ...]:
    """Return the provisions in a cell as they are cited; `=12` for a section that is a ground and no exemption."""
    regime = found.get("regime") or readers.regime
    grounds = GROUNDS if family_of(regime) in OF_INFORMATION else {}
    kept = []
    for one in re.split(r"\s*(?:[;,/&\n+]|\band\b)\s*", words):
        bare = re.sub(r"(?i)^(?:s|ss|sec|sect|section|sections|reg|regs|regulation)\.?\s*", "", one.strip())
        number = re.sub(r"\s", "", bare)
        if number:
            kept.append(f"={number}" if number in grounds else cited(regime, one.strip(), found.get("received_on")))
    return tuple(dict.fromkeys(kept))


OF_INFORMATION = frozenset({"FOIA", "FOISA"})
UNTIL_2018 = date(2018, 5, 25)
SILENT_THEN = re.compile(r"(?i)(?:s|sect?|section)?[\s.]*40\s*(?P<parts>\(5\)(?:\(\w+\))*)")


def cited(regime: str, written: str, received_on: date | None) -> str:
    """Cite a provision of an answer long given, as the law was when the request came.

    FOIA s.40(5), neither confirm nor deny, is s.40(5A) and (5B) since 25 May 2018 (Data Protection Act 2018,
    Sch 19 para 58). Raises `UsageError` for what is none.
    """
    then = SILENT_THEN.fullmatch("".join(written.split()))
    if not then or family_of(regime) != "FOIA":
        return cited_as_written(regime, written)
    if received_on and received_on < UNTIL_2018:
        return f"s.40{then['parts']}"
    raise UsageError(f"“{written}” is s.40(5A) or s.40(5B) for a request received since 25 May 2018: say which.")


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
        raise Unread(f"“{words}” is no e-mail address")
    return address


READ: Mapping[str, Callable[..., Any]] = {
    **dict.fromkeys(("reference", "their_reference", "holders", "applicant_name", "request", "notes"), _as_written),
    **dict.fromkeys(("applicant_address", "merged_into", "language"), _as_written),
    **dict.fromkeys((name for name, one in FIELDS.items() if one.holds is Holds.DAY and not one.computed), _as_written),
    "regime": _regime,
    "status": _status,
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
