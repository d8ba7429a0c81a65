"""What is due of the chasers: which step of which row, for a case on a day; and when something is due next.

A row gives a case a ladder of steps, each with its day. Only the last step that was reached counts, so that after a
standstill nobody gets all that was missed. A step that was taken is never taken again: its key stands in the log.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

from foibot.casework.case import ACTIVE, CARRIED, WAITING, Case, CaseStatus
from foibot.casework.chasers import USUAL_TIME, Chaser, Count, Of, To
from foibot.casework.clocks import Statutes
from foibot.casework.lapsing import NOTHING, asked_on, last_day_to_reply, replies_to_decide
from foibot.casework.office_days import OfficeDays
from foibot.casework.policy import Policy, Role
from foibot.errors import UsageError
from foibot.law.clock import ClockReading
from foibot.law.working_days import ONE_DAY
from foibot.lean import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a chaser: its day, its key in the log, and the draft or question it is about, if any.

    `counted_from` is the day since when something is awaited; `message` the one to decide about.
    """

    chaser: Chaser
    key: str
    on: date
    counted_from: date
    draft: int = 0
    question: int = 0
    message: int = 0


@dataclass(frozen=True, slots=True)
class _Footing:
    """What the steps of a case are counted by, read once."""

    case: Case
    policy: Policy
    days: OfficeDays
    reading: ClockReading
    last_reply: date | None
    asked: date | None
    drafted: Mapping[int, date]
    replies: Mapping[int, date]
    answer_due: date | None
    has_manager: bool


@dataclass(frozen=True, slots=True)
class Next:
    """When something is done about a case next; where nothing is, why not."""

    on: date | None
    why_not: str = ""


def office_days(case: Case, policy: Policy, statutes: Statutes) -> OfficeDays:
    """Return the days of work as they count for a case: those of its regime, less the authority's closures."""
    return OfficeDays(statutes.calendar(statutes.regime(case.regime)), policy.closures)


def due_chasers(
    case: Case,
    today: date,
    policy: Policy,
    statutes: Statutes,
    *,
    drafted: Mapping[int, date] = NOTHING,
    undecided: Mapping[int, date] = NOTHING,
) -> tuple[Step, ...]:
    """Return the steps that are due on that day in Europe/London, the most urgent first; none on a day off.

    `drafted` are the days on which the drafts of the case were written that wait for a person;
    `undecided` those on which messages came of which nobody has said yet whether they are what was asked for.
    """
    if case.status not in CARRIED and not drafted:
        return ()
    footing = _footing(case, policy, statutes, drafted=drafted, undecided=undecided)
    if footing is None or not footing.days.is_open(today) or _was_late_before(footing):
        return ()
    found = (_due_of(footing, list(ladder), today) for ladder in _ladders(footing))
    return tuple(step for step in found if step is not None)


def next_date(case: Case, policy: Policy, statutes: Statutes, reading: ClockReading | None = None) -> Next:
    """Return the next day on which something is done about a case by itself, whatever day it is today.

    A day that has passed means: with the next pass. `reading` is how the clock was just read, to save reading it again.
    """
    if case.status not in (*ACTIVE, *WAITING, CaseStatus.IN_REVIEW) and set_by_commissioner(case) is None:
        return Next(None, "nothing is owed")
    footing = _footing(case, policy, statutes, reading=reading)
    if footing is None:
        return Next(None, statutes.no_clock_for(case.regime))
    if _was_late_before(footing):
        return Next(None, "it was late before foibot, and nobody has taken it up")
    days = [step.on for ladder in _ladders(footing) for step in _next_step(footing, ladder)]
    days += _days_of_the_law(footing)
    return Next(min(days), "") if days else Next(None, _why_none(footing))


def set_by_commissioner(case: Case) -> date | None:
    """Return the day by which the Commissioner wants something; None where nothing is wanted."""
    return case.appeal.due_on if case.appeal and case.appeal.is_open and case.status in CARRIED else None


def is_chased_once_only(case: Case) -> bool:
    """Whether the case was there before foibot and nobody has taken it up: the digest lists it, and no more."""
    return case.history and not case.officer


def _was_late_before(footing: _Footing) -> bool:
    """Tell whether a case of history was late when foibot was told of it, and nobody has taken it up since.

    Of such a case nobody is reminded: thousands may come with the mail of years. `foibot history` lists them.
    """
    due, told = footing.reading.due_on, footing.case.taken_in_on
    return is_chased_once_only(footing.case) and due is not None and told is not None and due < told


def _why_none(footing: _Footing) -> str:
    if is_chased_once_only(footing.case):
        return "it was there before foibot, and nobody has taken it up"
    if footing.case.status in WAITING and footing.last_reply is None:
        return f"nothing ends the wait for the applicant under {footing.case.regime}"
    return "its chasers are switched off"


def _footing(
    case: Case,
    policy: Policy,
    statutes: Statutes,
    *,
    drafted: Mapping[int, date] = NOTHING,
    undecided: Mapping[int, date] = NOTHING,
    reading: ClockReading | None = None,
) -> _Footing | None:
    if statutes.no_clock_for(case.regime):
        return None
    return _Footing(
        case,
        policy,
        office_days(case, policy, statutes),
        statutes.read_review(case) if case.under_review else reading or statutes.read(case),
        last_day_to_reply(case, policy, statutes),
        asked_on(case),
        drafted,
        replies_to_decide(case, undecided),
        statutes.late_answer_due(case),
        bool(policy.with_role(Role.MANAGER)),
    )


def _days_of_the_law(footing: _Footing) -> Iterator[date]:
    """Give the days on which the law itself lets something happen: the limit passes, the request lapses."""
    if footing.last_reply is not None:
        yield footing.last_reply + ONE_DAY
    due = footing.reading.due_on
    noted = due in footing.case.limits_passed or footing.case.status is CaseStatus.IN_REVIEW
    if due is not None and not noted and not is_chased_once_only(footing.case):
        passes_on = _reachable(footing.days, due, 1)
        if passes_on is not None:
            yield passes_on


def limit_has_passed(case: Case, today: date, policy: Policy, statutes: Statutes) -> date | None:
    """Return the day on which the time of a case ended, where that has passed and was not noted yet."""
    if case.status not in (*ACTIVE, *WAITING) or statutes.no_clock_for(case.regime) or is_chased_once_only(case):
        return None
    due = statutes.due_on(case)
    passed = due is not None and due < today and due not in case.limits_passed
    return due if passed and office_days(case, policy, statutes).is_open(today) else None


# -- the ladders


SILENCE = frozenset({Of.ASKED, Of.LAST_REPLY})
"""What is counted by the applicant's silence: nothing of it is due while something of theirs waits for a person."""


def _ladders(footing: _Footing) -> Iterator[Iterable[Step]]:
    counted_from = {
        Of.RECEIPT: footing.reading.clock_from,
        Of.DUE: footing.reading.due_on,
        Of.ASKED: footing.asked,
        Of.LAST_REPLY: footing.last_reply,
        Of.SET: set_by_commissioner(footing.case),
        Of.ANSWER: footing.answer_due,
    }
    many = {Of.DRAFTED: footing.drafted, Of.WANTED: footing.case.open_questions, Of.REPLIED: footing.replies}
    for chaser in footing.policy.chasers:
        day = counted_from.get(chaser.of)
        there_is_one = day or many.get(chaser.of)
        if not there_is_one or footing.case.status not in chaser.states or not _applies(chaser, footing):
            continue
        if day:
            yield _climb(chaser, footing, day, _anchor(chaser, footing, day))
        else:
            yield from _ladders_of_many(chaser, footing)


def _applies(chaser: Chaser, footing: _Footing) -> bool:
    """Tell whether a row that is for cases of this status is for this one."""
    case = footing.case
    if (chaser.nobodys and case.officer) or (chaser.somebodys and not case.officer):
        return False
    if footing.replies and chaser.of in SILENCE:
        return False
    if chaser.to is To.MANAGER and not footing.has_manager:
        return False
    return chaser.to is not To.APPLICANT or (bool(case.applicant.email) and footing.policy.acknowledge != "off")


def _ladders_of_many(chaser: Chaser, footing: _Footing) -> Iterator[Iterable[Step]]:
    """Give a ladder for each draft, question or reply that waits."""
    case = footing.case
    if chaser.of is Of.DRAFTED:
        for number, day in footing.drafted.items():
            if case.drafts[number - 1].rules != LATE:
                yield [replace(step, draft=number) for step in _climb(chaser, footing, day, f"d{number}")]
        return
    if chaser.of is Of.WANTED:
        for one in case.open_questions:
            if chaser.to is To.HOLDER and not one.holder:
                continue  # a third party has a letter that somebody approved, and gets no more by itself
            ladder = _climb(chaser, replace(footing, asked=one.asked_on), one.by, f"q{one.number}:{one.by}")
            yield [replace(step, question=one.number) for step in ladder]
        return
    if chaser.of is Of.REPLIED:
        for message, day in sorted(footing.replies.items())[:1]:
            yield [replace(step, message=message) for step in _climb(chaser, footing, day, str(day))]


LATE = ("limit-passed",)
"""Why the holding letter was drafted: the chasers about the answer speak of it."""


def _anchor(chaser: Chaser, footing: _Footing, day: date) -> str:
    """Name the time that a ladder belongs to: a new time begins a new ladder, a holiday that moves a date does not."""
    return str(footing.reading.clock_from if chaser.of is Of.DUE and not footing.reading.extended else day)


def _since(chaser: Chaser, footing: _Footing, day: date) -> date:
    """Return the day after which the steps of a ladder can lie."""
    if chaser.of is Of.SET and footing.case.appeal:
        return footing.case.appeal.since
    if chaser.of is not Of.DUE:
        return (footing.asked or day) if chaser.of in (Of.LAST_REPLY, Of.WANTED) else day
    review = footing.case.under_review
    events = review.clock_events if review else footing.case.clock_events
    told = (one.on for one in events if one.name == "extension" and footing.reading.extended)
    return max([footing.reading.clock_from, *told])


def _climb(chaser: Chaser, footing: _Footing, day: date, anchor: str) -> Iterator[Step]:
    since = _since(chaser, footing, day)
    for number in sorted(_numbers(chaser, footing), reverse=chaser.count is Count.BEFORE):
        on = _day_of(chaser, footing, day, number)
        if on is not None and (on > since or chaser.of is Of.DRAFTED):
            yield Step(chaser, f"{chaser.name}/{number}@{anchor}", on, since)


def _numbers(chaser: Chaser, footing: _Footing) -> tuple[int, ...]:
    return (footing.policy.lapse_after.days * chaser.share // 100,) if chaser.share else chaser.days


def _day_of(chaser: Chaser, footing: _Footing, day: date, number: int) -> date | None:
    """Return the day of a step; None where it lies beyond the calendar, or would come too late to be of use."""
    match chaser.count:
        case Count.OF_TWENTY:
            return _reachable(footing.days, day, number - USUAL_TIME)
        case Count.BEFORE:
            return _reachable(footing.days, day, -number)
        case Count.AFTER | Count.EACH_AFTER:
            return _reachable(footing.days, day, number)
        case Count.CALENDAR_DAYS:
            on = _reachable(footing.days, day + timedelta(days=number), 1, from_day_before=True)
            return on if on is None or footing.last_reply is None or on < footing.last_reply else None


def _reachable(days: OfficeDays, day: date, count: int, *, from_day_before: bool = False) -> date | None:
    """Return the day so many days of work later, or earlier; None where it lies beyond the calendar."""
    try:
        start = day - ONE_DAY if from_day_before else day
        return days.after(start, count) if count > 0 else days.before(start, -count)
    except UsageError:
        return None


# -- where a case stands on a ladder


def _due_of(footing: _Footing, ladder: list[Step], today: date) -> Step | None:
    if not ladder:
        return None
    if _repeats(footing, ladder):
        today_again = replace(ladder[0], key=_key_of_day(ladder[0], today), on=today)
        return today_again if ladder[0].on <= today and today_again.key not in footing.case.chased else None
    reached = [step for step in _open_steps(footing, ladder) if step.on <= today]
    return reached[-1] if reached else None


def _next_step(footing: _Footing, ladder: Iterable[Step]) -> Iterable[Step]:
    """Give the step that is taken next; of a case that nobody was reminded of, no further ones are worked out."""
    return islice(_open_steps(footing, list(ladder)) if footing.case.chased else ladder, 1)


def _open_steps(footing: _Footing, ladder: list[Step]) -> list[Step]:
    """Return the steps above the last one that was taken."""
    if ladder and _repeats(footing, ladder):
        return _each_from_then_on(footing, ladder[0])
    taken = [at for at, step in enumerate(ladder) if step.key in footing.case.chased]
    return ladder[max(taken, default=-1) + 1 :]


def _repeats(footing: _Footing, ladder: list[Step]) -> bool:
    return ladder[0].chaser.count is Count.EACH_AFTER and not is_chased_once_only(footing.case)


def _each_from_then_on(footing: _Footing, first: Step) -> list[Step]:
    prefix = f"{first.chaser.name}/"
    taken = [date.fromisoformat(key.removeprefix(prefix)) for key in footing.case.chased if _is_of_day(key, prefix)]
    following = _reachable(footing.days, max(taken), 1) if taken else None
    return [replace(first, on=max(first.on, following)) if following else first]


def _is_of_day(key: str, prefix: str) -> bool:
    return key.startswith(prefix) and "@" not in key


def _key_of_day(step: Step, day: date) -> str:
    return f"{step.chaser.name}/{day}"
