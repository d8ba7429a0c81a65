"""When the personal data of a case may go, and what holds them back: one table of holds, decided from the case alone.

No Act sets a time (UK GDPR art 5(1)(e): no longer than needed). What is needed longer: to answer, to review, for the
Commissioner and the tribunal. To erase a record so that nobody gets it who is entitled to it is an offence (FOIA
s.77, FOISA s.65), and no right to erasure holds against a legal duty or a claim (UK GDPR art 17(3)(b) and (e)).
"""

from collections.abc import Callable
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from foibot.casework.case import ENDED, UNANSWERED, Case, CaseStatus, LetterState
from foibot.law.wording import plain_day
from foibot.lean import dataclass

NOTHING_WITHHELD = frozenset({"", "disclosed", "already_public"})
WITHOUT_A_LAST_DAY = timedelta(days=60)
"""How long a review may still be asked for where no law sets a time: eight weeks and some days, on the safe side."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long data are kept: years after a case ended, and what time the Commissioner gives to complain."""

    closed_after_years: int = 3
    complaint_weeks: int = 6
    appeal_months: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """What a case is judged by: the day it is, the day it ended, the last day to ask for a review, where it was merged.

    Days are in Europe/London. `last_day_to_ask` is None where no law sets one.
    """

    today: date
    keeping: Keeping
    closed_on: date | None = None
    last_day_to_ask: date | None = None
    merged_into: Case | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """Why nothing of a case is erased: the rule, in words, and the last day of it where that is known."""

    rule: str
    why: str
    until: date | None = None


def ended_on(case: Case, closed_on: date | None) -> date | None:
    """Return the day on which the last thing that was owed was done; None while something is."""
    if case.status in UNANSWERED or case.status is CaseStatus.IN_REVIEW:
        return None
    review, appeal = case.review, case.appeal
    days = (
        case.responded_on,
        closed_on,
        review.decided_on if review else None,
        appeal.ended_on if appeal else None,
    )
    return max(filter(None, days), default=None)


def goes_on(case: Case, standing: Standing) -> date | None:
    """Return the day from which the schedule lets the data of a case go; None while it has not ended."""
    ended = ended_on(case, standing.closed_on)
    return ended + relativedelta(years=standing.keeping.closed_after_years) if ended else None


def holds(case: Case, standing: Standing) -> tuple[Hold, ...]:
    """Return everything that holds the data of a case back, whatever the schedule says; the weightiest first."""
    found = (rule(case, standing) for rule in HOLDS)
    return tuple(hold for hold in found if hold is not None)


def _not_answered(case: Case, _: Standing) -> Hold | None:
    if case.status not in UNANSWERED:
        return None
    return Hold("open", "the request is not answered yet")


def _in_review(case: Case, _: Standing) -> Hold | None:
    if case.status is not CaseStatus.IN_REVIEW:
        return None
    return Hold("review", "a review was asked for, and its outcome is owed")


def _with_the_commissioner(case: Case, _: Standing) -> Hold | None:
    if case.appeal is None or not case.appeal.is_open:
        return None
    return Hold("commissioner", f"the Commissioner's case {case.appeal.reference} about it goes on")


def _by_hand(case: Case, standing: Standing) -> Hold | None:
    if not case.retained or (case.retained_until and case.retained_until < standing.today):
        return None
    return Hold("retained", "it is held back by hand (foibot retain)", case.retained_until)


def _review_undecided(case: Case, _: Standing) -> Hold | None:
    asked = any(one.kind == "review_request" for one in case.messages)
    if not asked or case.review is not None:
        return None
    return Hold(
        "undecided", "mail on it may ask for a review, and nobody has said whether (foibot classify, or review)"
    )


def _letter_on_its_way(case: Case, _: Standing) -> Hold | None:
    if any(one.state in (LetterState.QUEUED, LetterState.UNKNOWN) for one in case.letters):
        return Hold("letter", "a letter is queued, or nobody knows whether it left (foibot letters)")
    if any(one.status in ("waiting", "approved") for one in case.drafts):
        return Hold("draft", "a draft of it waits (foibot drafts)")
    return None


def _time_to_complain(case: Case, standing: Standing) -> Hold | None:
    """Hold for as long as a review may be asked for, and then the Commissioner (s.45 Code 5.3, FOISA s.20(5), s.47)."""
    ended = ended_on(case, standing.closed_on)
    if ended is None:
        return None
    to_ask = standing.last_day_to_ask
    if to_ask is None and case.is_answered:
        to_ask = ended + WITHOUT_A_LAST_DAY
    last = max(ended, to_ask or ended)
    keeping = standing.keeping
    last += relativedelta(weeks=keeping.complaint_weeks, months=keeping.appeal_months)
    if standing.today > last:
        return None
    return Hold("review_period", f"a review, or the Commissioner, can be asked until {plain_day(last)}", last)


def _contested(case: Case, standing: Standing) -> Hold | None:
    """Hold a contested refusal for the whole of its schedule, whoever asks (FOIA s.77)."""
    last = goes_on(case, standing)
    contested = case.review is not None or case.appeal is not None
    if not contested or case.outcome in NOTHING_WITHHELD or last is None or standing.today >= last:
        return None
    why = "what was not given was contested: it is kept for the whole of its time (FOIA s.77, FOISA s.65)"
    return Hold("contested", why, last)


def _merged(_: Case, standing: Standing) -> Hold | None:
    """Hold a case whose mail is on another for as long as that other is carried."""
    other = standing.merged_into
    if other is None or other.erased_on is not None or other.status in ENDED or other.is_answered:
        return None
    return Hold("merged", f"its mail is on {other.reference}, which is not answered yet")


HOLDS: tuple[Callable[[Case, Standing], Hold | None], ...] = (
    _not_answered,
    _in_review,
    _with_the_commissioner,
    _by_hand,
    _review_undecided,
    _letter_on_its_way,
    _time_to_complain,
    _contested,
    _merged,
)
"""What holds a case back, a row each. A new reason is a function here."""
