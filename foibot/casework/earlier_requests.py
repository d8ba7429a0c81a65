"""Earlier requests that bear on a new one, for the officer to weigh; nothing is merged or refused because of them.

The same text from somebody else is a round robin, and those who ask in concert may be counted together. What one
person asks within sixty working days may be added up for the cost limit (FOIA s.12(4), SI 2004/3244 reg 5); what is
substantially what they were already answered may be a repeated request (FOIA s.14(2)).
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum

from foibot.casework.events import RequestLinked
from foibot.correspondence.likeness import SAME_LETTER, SIMILAR, likeness
from foibot.law.regime import Regime
from foibot.law.working_days import WorkingCalendar
from foibot.lean import dataclass

ROUND_ROBIN_DAYS = timedelta(days=90)
NAMED_AT_MOST = 3
RUNS_TO_BE_TOLD_APART = 10


class Link(StrEnum):
    """Why two requests are linked."""

    SAME_TEXT = "same text"
    SAME_PERSON = "same person"
    SPLIT = "split from"


@dataclass(frozen=True, slots=True)
class EarlierRequest:
    """A request that is on the register already, as far as a new one is held against it."""

    reference: str
    received_on: date
    sketch: tuple[int, ...]
    same_person: bool
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A new request, as far as earlier ones are held against it."""

    sketch: tuple[int, ...]
    received_on: date


def links_to(
    asked: Asked, earlier: Iterable[EarlierRequest], regime: Regime, calendar: WorkingCalendar
) -> tuple[RequestLinked, ...]:
    """Return the links a new request gets: the first of its round robin, and what the same person asked before."""
    known = [one for one in earlier if one.received_on <= asked.received_on]
    others = sorted((one for one in known if not one.same_person), key=_first_first)
    theirs = sorted((one for one in known if one.same_person), key=_first_first, reverse=True)
    return (*_round_robin(asked, others), *_of_the_same_person(asked, theirs, regime, calendar))


def _first_first(one: EarlierRequest) -> tuple[date, str]:
    return one.received_on, one.reference


def _round_robin(asked: Asked, others: Iterable[EarlierRequest]) -> Iterator[RequestLinked]:
    if len(asked.sketch) < RUNS_TO_BE_TOLD_APART:
        return
    for one in others:
        alike = likeness(asked.sketch, one.sketch, at_least=SAME_LETTER)
        if alike >= SAME_LETTER and asked.received_on - one.received_on <= ROUND_ROBIN_DAYS:
            yield RequestLinked(one.reference, str(Link.SAME_TEXT), _per_cent(alike))
            return


def _of_the_same_person(
    asked: Asked, theirs: Iterable[EarlierRequest], regime: Regime, calendar: WorkingCalendar
) -> Iterator[RequestLinked]:
    named = 0
    for one in theirs:
        alike = likeness(asked.sketch, one.sketch)
        days = _days_apart(asked, one, regime, calendar)
        if (days is None and alike < SIMILAR) or named == NAMED_AT_MOST:
            continue
        named += 1
        yield RequestLinked(one.reference, str(Link.SAME_PERSON), _per_cent(alike), days, one.answered)


def _days_apart(asked: Asked, one: EarlierRequest, regime: Regime, calendar: WorkingCalendar) -> int | None:
    """Count the working days between two requests, where they are few enough to be added up."""
    term = regime.aggregated_within
    if term is None or asked.received_on - one.received_on > timedelta(days=2 * term.count + 14):
        return None
    days = calendar.working_days_between(one.received_on, asked.received_on)
    return days if days < term.count else None


def _per_cent(share: float) -> int:
    return int(share * 100)


def is_much_alike(link: RequestLinked) -> bool:
    """Tell whether two linked requests ask for substantially the same."""
    return link.alike >= SIMILAR * 100


def in_words(links: Iterable[RequestLinked], regime: Regime) -> list[str]:
    """Say, a sentence each, what the officer should weigh, with the section that makes it matter."""
    linked = list(links)
    theirs = [link for link in linked if link.how == Link.SAME_PERSON]
    split = [f"split from {link.to}, which came in the same message" for link in linked if link.how == Link.SPLIT]
    return [
        *split,
        *_said_of_same_text(linked, regime),
        *_said_of_cost(theirs, regime),
        *_said_of_repeating(theirs, regime),
    ]


def _said_of_same_text(links: Iterable[RequestLinked], regime: Regime) -> Iterator[str]:
    together = "; if they act together, the cost may be added up" if regime.aggregated_within else ""
    for link in links:
        if link.how == Link.SAME_TEXT:
            yield f"the same text came from somebody else as {link.to}: a round robin{together}"


def _said_of_cost(links: Iterable[RequestLinked], regime: Regime) -> Iterator[str]:
    near = [f"{link.to} ({_apart(link.days_apart)})" for link in links if link.days_apart is not None]
    if near and regime.aggregated_within:
        yield (
            f"the same person asked before in {', '.join(near)}; where it is for similar information the cost may be"
            f" added up ({regime.aggregated_within.source})"
        )


def _said_of_repeating(links: Iterable[RequestLinked], regime: Regime) -> Iterator[str]:
    for link in links:
        if not is_much_alike(link):
            continue
        same = f"much the same as {link.to} of the same person"
        section = f" ({regime.repeated})" if regime.repeated else ""
        repeated = f"which was answered: it may be a repeated request{section}"
        yield f"{same}, {repeated if link.answered else 'which is not answered yet'}"


def _apart(days: int) -> str:
    if days == 0:
        return "the same day"
    return f"{days} working day{'s' if days > 1 else ''} before"
