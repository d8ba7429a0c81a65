"""What those who hold the information are asked: without a word of who asks, by a working day that leaves time.

The question is the request's own words where it is sure that they tell of nobody, else an officer's.
"""

from datetime import date

from foibot.casework.case import Case
from foibot.casework.clocks import Statutes
from foibot.casework.events import Person
from foibot.casework.office_days import OfficeDays
from foibot.correspondence.blinding import blinded, known_by
from foibot.correspondence.reference import ReferencePattern
from foibot.correspondence.traces import Identity, traces_in
from foibot.errors import NotPermitted
from foibot.law.wording import plain_day
from foibot.lean import dataclass

SOON = 5
BEFORE_THE_END = 2
WORDS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it was written: its own words, the addresses it came from, and names that it was written under.

    `signed` are those besides the applicant's; `message` is all that the message says it came in, where one was split.
    """

    words: str = ""
    addresses: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    references: ReferencePattern | None = None
    message: str = ""


def identity(applicant: Person, request: Request, our_domains: frozenset[str]) -> Identity:
    """Return by what the applicant of a request could be known."""
    emails = {address.casefold() for address in (applicant.email, *request.addresses) if address}
    return Identity(
        names=tuple(name for name in (applicant.name, *request.signed) if name),
        emails=tuple(sorted(emails)),
        lines=tuple(line for line in applicant.postal_address.splitlines() if line.strip()),
        our_domains=our_domains,
    )


def question_of(case: Case, request: Request, given: str, our_domains: frozenset[str]) -> str:
    """Return the question that is sent; raises `NotPermitted` with the words that tell who asks, or may."""
    who = identity(case.applicant, request, our_domains)
    if given.strip():
        found = [*traces_in(given, known_by(request.words, who)), *_other_cases(given, request, case.reference)]
        if found:
            raise NotPermitted(
                f"The question tells who asks: {_listed(found)}. Holders are asked without that. Put it without these"
                " words; one that only means a thing here can be written in small letters."
            )
        return given.strip()
    if not request.words.strip():
        raise NotPermitted(
            f"{case.reference} has no words of its own: it may stand in a file. Put the question: --question TEXT"
        )
    made = blinded(request.words, who)
    doubts = [*made.doubts, *_other_cases(made.text, request, case.reference)]
    if made.text and not doubts:
        return made.text
    because = f"they may tell who asks: {_listed(doubts)}" if doubts else "nothing is left without what tells who asks"
    raise NotPermitted(f"The request's own words are not sent: {because}. Put the question yourself: --question TEXT")


def must_be_blind(text: str, who: Identity, ours: str = "") -> None:
    """Refuse words that tell who asks, whoever wrote them; `ours` are words of our own, such as a holder's name."""
    told = traces_in(ours, who)
    found = [words for words in traces_in(text, who) if words not in told]
    if found:
        raise NotPermitted(f"The letter tells who asks: {_listed(found)}. It is not written.")


def _other_cases(text: str, request: Request, reference: str) -> list[str]:
    if request.references is None:
        return []
    return [found for found in request.references.find_all(text) if found != reference]


def _listed(found: list[str]) -> str:
    shown = ", ".join(f"“{words}”" for words in dict.fromkeys(found[:WORDS_SHOWN]))
    return f"{shown} and more" if len(found) > WORDS_SHOWN else shown


def wanted_by(case: Case, given: date | None, today: date, statutes: Statutes, *, days: OfficeDays) -> date:
    """Return the day of work by which an answer is wanted: the one given, else half-way to the due date.

    `days` are those of work for the case. Raises `NotPermitted` for a day that is past or none of them, with the
    nearest ones that are.
    """
    if given is None:
        return _half_way(case, today, statutes, days)
    if given < today:
        raise NotPermitted(
            f"--by {plain_day(given)} is past. The next working day is {plain_day(days.after(today, 1))}."
        )
    if not days.is_open(given):
        why_not = days.calendar.why_not(given) or "the authority is closed, as [[calendar.closures]] says"
        near = [day for day in (days.on_or_before(given), days.on_or_after(given)) if day >= today]
        raise NotPermitted(
            f"--by {plain_day(given)} is no working day: {why_not}. The nearest: {' or '.join(map(plain_day, near))}."
        )
    return given


def _half_way(case: Case, today: date, statutes: Statutes, days: OfficeDays) -> date:
    """Return day 10 of 20, or five days of work from now if that is later, and time enough before the due date."""
    soon, tomorrow = days.after(today, SOON), days.after(today, 1)
    reading = statutes.read(case)
    if reading.due_on is None:
        return soon
    half = days.after(reading.clock_from, max(1, days.between(reading.clock_from, reading.due_on) // 2))
    latest = days.before(reading.due_on, BEFORE_THE_END)
    return max(tomorrow, min(max(half, soon), latest))
