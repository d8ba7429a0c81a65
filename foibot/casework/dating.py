"""A letter bears the day on which it was approved, however long its draft waited.

What is dated anew is the line that says the day, and the day up to which the letter says there is time. Nothing else
of what was approved is touched.
"""

from datetime import date

from foibot.casework.case import Case
from foibot.casework.clocks import Statutes
from foibot.casework.letters import LETTERS, Audience
from foibot.casework.policy import Policy
from foibot.law.clock import ClockEvent
from foibot.lean import dataclass

CLARIFICATION, FEES_NOTICE = "clarification", "fees_notice"


@dataclass(frozen=True, slots=True)
class Redated:
    """A draft that gets the day `on`; `written_on` are the days it may bear, `promises` pairs of a day and its heir."""

    draft: int
    on: date
    written_on: tuple[date, ...]
    promises: tuple[tuple[date, date], ...] = ()


def promised_day(case: Case, letter: str, on: date, policy: Policy, statutes: Statutes) -> date | None:
    """Return the last day to reply or to pay that a letter names which leaves on that day; None where it names none.

    For a fees notice it is the law's (FOIA s.9(2), EIR reg 8(5)), for a clarification the authority's own.
    """
    if letter == CLARIFICATION:
        return on + policy.lapse_after
    if letter == FEES_NOTICE:
        return statutes.read(case.after(ClockEvent(FEES_NOTICE, on))).lapses_on
    return None


def dated_anew(
    case: Case, number: int, written_on: tuple[date, ...], today: date, *, policy: Policy, statutes: Statutes
) -> Redated | None:
    """Return what to date anew in a draft that is approved today; None where it bears the day already."""
    letter = case.drafts[number - 1].letter
    if LETTERS[letter].audience is not Audience.APPLICANT or not written_on or set(written_on) == {today}:
        return None
    ends = {day: promised_day(case, letter, day, policy, statutes) for day in (*written_on, today)}
    promises = ((old, new) for day in written_on if (old := ends[day]) and (new := ends[today]) and old != new)
    return Redated(number, today, written_on, tuple(promises))
