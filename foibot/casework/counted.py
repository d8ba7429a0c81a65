"""Where a request stands in the statistics: one status, one timeliness, one kind, one outcome, and its reasons.

The fields are those of the central bulletin (Cabinet Office, Freedom of Information statistics: FOI and EIR, by
quarter and year). What each word means here stands in docs/statistics.md; this module decides it.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import cache

from foibot.casework.clocks import Statutes
from foibot.casework.count_facts import MERGED, NOT_A_REQUEST, ReviewCounted, Story
from foibot.errors import UsageError
from foibot.law.clock import ClockEvent, ClockReading, day_number, read_clock
from foibot.law.exemptions import family_of
from foibot.law.regime import Unit
from foibot.lean import dataclass


class Standing(StrEnum):
    """The status of a request that was received."""

    PROCESSED = "processed"
    IN_TIME = "open_in_time"
    OVERDUE = "open_late"
    CLARIFICATION = "stopped_for_clarification"
    FEE = "stopped_for_fee"
    EXTENDED = "extension_running"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed_no_clarification"
    LAPSED_FEE = "lapsed_no_fee"
    TRANSFERRED = "transferred"
    INVALID = "closed_as_invalid"


class Timeliness(StrEnum):
    """When a processed request was answered."""

    WITHIN = "within_limit"
    EXTENDED = "with_permitted_extension"
    LATE = "late"
    UNKNOWN = "not_known"


class Kind(StrEnum):
    """Whether a substantive decision to give or to withhold was possible."""

    RESOLVABLE = "resolvable"
    NOT_HELD = "not_held"
    ADVICE = "clarification_sought"
    WITHDRAWN = "lapsed_or_withdrawn"
    TRANSFERRED = "transferred"


class Result(StrEnum):
    """The outcome of a resolvable request."""

    GRANTED = "granted_in_full"
    PARTLY = "partially_withheld"
    WITHHELD = "fully_withheld"
    OPEN = "not_yet_resolved"


class ReviewTime(StrEnum):
    """How long a completed review took."""

    WITHIN_20 = "within_20"
    WITHIN_40 = "within_40"
    LATE = "late"


OPEN_STANDINGS = frozenset(
    {Standing.IN_TIME, Standing.OVERDUE, Standing.CLARIFICATION, Standing.FEE, Standing.EXTENDED}
)
CLOSED_STANDINGS = frozenset(Standing) - OPEN_STANDINGS - {Standing.PROCESSED}
ENVIRONMENTAL = frozenset({"EIR", "EISR"})
SCOTTISH = frozenset({"FOISA", "EISR"})
TOGETHER = frozenset({"FOIA", "FOISA", *ENVIRONMENTAL})
"""The statutes that are counted together as FOI and EIR; a subject access request never is."""
STATED: dict[str, str] = {"cost_limit": "s.12", "vexatious": "s.14 vexatious", "repeated": "s.14 repeated"}
"""The reasons that an outcome itself states: FOIA and FOISA s.12 and s.14 alike."""
PROCEDURAL = frozenset(STATED.values())
PUBLIC: dict[str, str] = {"FOIA": "s.21", "FOISA": "s.25"}
"""Otherwise accessible: an exemption in the Acts, and tabulated apart."""
ENDED_AS = {
    "withdrawn": Standing.WITHDRAWN,
    "transferred": Standing.TRANSFERRED,
    "closed": Standing.INVALID,
}
RESULTS = {
    "disclosed": Result.GRANTED,
    "partly_withheld": Result.PARTLY,
    "withheld": Result.WITHHELD,
    "ncnd": Result.WITHHELD,
    "cost_limit": Result.WITHHELD,
    "vexatious": Result.WITHHELD,
    "repeated": Result.WITHHELD,
    "already_public": Result.WITHHELD,
}


@dataclass(frozen=True, slots=True)
class CountedReview:
    """A review as it is counted: the day asked for, the outcome of the original decision, and how long it took."""

    asked_on: date
    outcome: str = ""
    time: ReviewTime | None = None
    days: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """A request as it is counted as at a day; `days` are the working days its answer took, None where none are counted.

    `due_on` is the last day of the time for its answer, with an extension; None where no time ran or is known.
    `left` are the working days left of the time of an open one, None where none runs. `extension` is how many working
    days beyond the first limit an extension was used, None where there was none. `excluded` says why it is none to
    count: merged into another, or no request at all.
    """

    reference: str
    family: str
    received_on: date
    standing: Standing
    kind: Kind
    excluded: str = ""
    timeliness: Timeliness | None = None
    result: Result | None = None
    reasons: tuple[str, ...] = ()
    answered_on: date | None = None
    due_on: date | None = None
    days: int | None = None
    left: int | None = None
    extension: int | None = None
    reviews: tuple[CountedReview, ...] = ()
    regulator: tuple[tuple[str, str, date], ...] = ()
    tags: tuple[str, ...] = ()


class Counting:
    """Counts requests as at a day in Europe/London, under the law as it holds for this authority."""

    def __init__(self, statutes: Statutes, as_at: date) -> None:
        self._statutes, self._as_at = statutes, as_at
        self._plain = cache(self._plainly_due)

    def counted(self, story: Story) -> Counted:
        """Return the request as it is counted."""
        answered = story.responded_on is not None
        reading = self._reading(story)
        standing = Standing.PROCESSED if answered else self._standing(story, reading)
        kind = _kind(story, standing)
        return Counted(
            reference=story.reference,
            family=family_of(story.regime),
            received_on=story.received_on,
            standing=standing,
            kind=kind,
            excluded=story.closed_by if story.closed_by in (MERGED, NOT_A_REQUEST) else "",
            timeliness=self._timeliness(story, reading) if answered else None,
            result=_result(story) if kind is Kind.RESOLVABLE else None,
            reasons=tuple(dict.fromkeys(_reasons(story))) if answered else (),
            answered_on=story.responded_on,
            due_on=reading.last_due_on if reading else None,
            days=self._days(reading, story.responded_on) if story.responded_on else None,
            left=self._left(reading) if standing in OPEN_STANDINGS else None,
            extension=self._extension(story, reading),
            reviews=tuple(self._review(story, one) for one in story.reviews),
            regulator=tuple(story.regulator),
            tags=tuple(sorted(story.tags)),
        )

    def _reading(self, story: Story) -> ClockReading | None:
        """Return how the clock of a request stands; None where its regime is gone or no calendar reaches so far."""
        try:
            if any(one.name != "answered" for one in story.clock):
                return self._read(story.regime, story.received_on, tuple(story.clock))
            return self._plain(story.regime, story.received_on)
        except UsageError:
            return None

    def _read(self, regime: str, received_on: date, events: tuple[ClockEvent, ...]) -> ClockReading:
        law = self._statutes.regime(regime)
        return read_clock(law, self._statutes.calendar(law), received_on, events)

    def _plainly_due(self, regime: str, received_on: date) -> ClockReading:
        """Return the clock of a request to which nothing happened but its answer."""
        return self._read(regime, received_on, ())

    def _standing(self, story: Story, reading: ClockReading | None) -> Standing:
        if story.status == "lapsed":
            return Standing.LAPSED_FEE if story.lapsed_for == "fee" else Standing.LAPSED
        if story.status in ENDED_AS:
            return ENDED_AS[story.status]
        if reading is None:
            return Standing.IN_TIME
        if reading.waiting_for:
            return Standing.FEE if set(reading.waiting_for) == {"fee"} else Standing.CLARIFICATION
        if reading.due_on is not None and reading.due_on < self._as_at:
            return Standing.OVERDUE
        return Standing.EXTENDED if reading.extended else Standing.IN_TIME

    def _timeliness(self, story: Story, reading: ClockReading | None) -> Timeliness:
        answered = story.responded_on
        if reading is None or answered is None:
            return Timeliness.UNKNOWN
        due, first = reading.last_due_on, self._first_limit(story, reading)
        if first is None or answered <= first:
            return Timeliness.WITHIN
        return Timeliness.EXTENDED if due is None or answered <= due else Timeliness.LATE

    def _first_limit(self, story: Story, reading: ClockReading) -> date | None:
        """Return the last day of the time as it was without any extension; None where no time ran."""
        if not reading.extended:
            return reading.last_due_on
        without = tuple(one for one in story.clock if one.name != "extension")
        return self._read(story.regime, story.received_on, without).last_due_on

    def _extension(self, story: Story, reading: ClockReading | None) -> int | None:
        if reading is None or not reading.extended:
            return None
        first = self._first_limit(story, reading)
        end = story.responded_on or reading.ended_on or self._as_at
        if first is None:
            return 0
        return max(0, self._statutes.calendar(reading.regime).working_days_between(first, end))

    def _days(self, reading: ClockReading | None, day: date) -> int | None:
        """Return the number of the working day on which an answer left; None where the time is in no working days."""
        if reading is None or reading.regime.unit is not Unit.WORKING_DAYS:
            return None
        return day_number(reading, self._statutes.calendar(reading.regime), day)

    def _left(self, reading: ClockReading | None) -> int | None:
        if reading is None or reading.due_on is None:
            return None
        return self._statutes.calendar(reading.regime).working_days_between(self._as_at, reading.due_on)

    def _review(self, story: Story, review: ReviewCounted) -> CountedReview:
        if review.decided_on is None:
            return CountedReview(review.asked_on)
        law = self._statutes.regime(story.regime) if story.regime in self._statutes.regimes else None
        try:
            calendar = self._statutes.calendar(law or next(iter(self._statutes.regimes.values())))
            days = calendar.working_days_between(review.asked_on, review.decided_on)
        except UsageError:
            return CountedReview(review.asked_on, review.outcome)
        return CountedReview(review.asked_on, review.outcome, _review_time(days, family_of(story.regime)), days)


TARGET, AT_MOST = 20, 40
"""Working days of a review: s.45 Code ch. 5 (20, at most 40), EIR reg 11(4) (40), FOISA s.21, EISR reg 16 (20)."""


def _review_time(days: int, family: str) -> ReviewTime:
    if days <= TARGET:
        return ReviewTime.WITHIN_20
    return ReviewTime.LATE if days > AT_MOST or family in SCOTTISH else ReviewTime.WITHIN_40


def _kind(story: Story, standing: Standing) -> Kind:
    if standing is Standing.PROCESSED:
        return Kind.NOT_HELD if story.outcome == "not_held" else Kind.RESOLVABLE
    if standing in {Standing.CLARIFICATION, Standing.LAPSED}:
        return Kind.ADVICE
    if standing is Standing.TRANSFERRED:
        return Kind.TRANSFERRED
    return Kind.RESOLVABLE if standing in OPEN_STANDINGS else Kind.WITHDRAWN


def _result(story: Story) -> Result:
    if story.responded_on is None:
        return Result.OPEN
    if story.outcome == "already_public" and family_of(story.regime) in ENVIRONMENTAL:
        return Result.GRANTED  # EIR and EISR reg 6(1)(b) refuse a form alone, and no information
    return RESULTS.get(story.outcome, Result.GRANTED)


def _reasons(story: Story) -> Iterator[str]:
    """Give the reasons for withholding, each section once, its subsections left out: s.40(2) is s.40."""
    family = family_of(story.regime)
    for outcome in (story.outcome, *story.parts):
        if outcome in STATED:
            yield STATED[outcome]
        elif outcome == "already_public" and family in PUBLIC:
            yield PUBLIC[family]
    if story.outcome in {"partly_withheld", "withheld", "ncnd", "already_public"}:
        for section in story.sections:
            yield section if family in ENVIRONMENTAL else section.partition("(")[0]
