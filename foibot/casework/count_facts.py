"""What the statistics need of a case's history, folded from the log's own words: no letters, no people, no drafts.

The whole replay (`history`) makes everything of a case; a year's figures need a few dates of a hundred thousand. A
test holds the two against each other over random lives.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from datetime import date
from typing import Any

from foibot.casework.case import TRANSITIONS
from foibot.law.clock import ClockEvent
from foibot.lean import dataclass

Said = Mapping[str, Any]
"""A fact's fields as the log holds them: days as ISO dates, what is empty left out."""


@dataclass(slots=True)
class ReviewCounted:
    """A review that was asked for; `delays` are the letters of delay that left, as events of its clock."""

    asked_on: date
    decided_on: date | None = None
    outcome: str = ""
    delays: tuple[ClockEvent, ...] = ()


@dataclass(slots=True)
class Story:
    """What the statistics read of one case, as at a day."""

    reference: str
    regime: str = ""
    received_on: date = date.min
    status: str = ""
    closed_by: str = ""
    lapsed_for: str = ""
    clock: list[ClockEvent] = field(default_factory=list)
    responded_on: date | None = None
    outcome: str = ""
    sections: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    drafted: list[Said] = field(default_factory=list)
    reviews: list[ReviewCounted] = field(default_factory=list)
    regulator: list[tuple[str, str, date]] = field(default_factory=list)
    """The steps of the Commissioner's case: its reference, the step, the day."""
    tags: set[str] = field(default_factory=set)


def story_of(reference: str, facts: Iterable[tuple[str, Said]]) -> Story:
    """Return what the statistics read of a case, from its facts in order, each by name."""
    story = Story(reference)
    for kind, said in facts:
        moved = MOVES.get(kind)
        if moved is not None and story.status not in moved.stays:
            story.status = said.get("to") or moved.after[0].value
        change = CHANGES.get(kind)
        if change is not None:
            change(story, said)
    return story


MOVES = {kind.__name__: moved for kind, moved in TRANSITIONS.items()}


def _day(said: Said, name: str = "on") -> date:
    return date.fromisoformat(said[name])


def _opened(story: Story, said: Said) -> None:
    story.received_on, story.regime = _day(said, "received_on"), said["regime"]


def _receipt_corrected(story: Story, said: Said) -> None:
    story.received_on = _day(said, "received_on")


def _answered(story: Story, said: Said) -> None:
    """Take an answer up: the first gives the day; the last before any review asked for gives the outcome."""
    first = story.responded_on is None
    if first:
        story.responded_on = _day(said)
        story.clock.append(ClockEvent("answered", story.responded_on))
    if first or not story.reviews:
        story.outcome, story.sections = said["outcome"], tuple(said.get("sections", ()))
        story.parts = next((tuple(one["parts"]) for one in reversed(story.drafted) if _is_that(one, story)), ())


def _is_that(drafted: Said, story: Story) -> bool:
    return bool(drafted["outcome"] == story.outcome and tuple(drafted.get("sections", ())) == story.sections)


def _drafted(story: Story, said: Said) -> None:
    if said.get("parts"):
        story.drafted.append(said)


def _ticks(name: str) -> Callable[[Story, Said], None]:
    def tick(story: Story, said: Said) -> None:
        until = _day(said, "until") if "until" in said else None
        story.clock.append(ClockEvent(name, _day(said), until))

    return tick


def _disowned(story: Story, said: Said) -> None:
    del said
    last = max(at for at, one in enumerate(story.clock) if one.name == "clarification_received")
    del story.clock[last]


def _lapsed(story: Story, said: Said) -> None:
    story.lapsed_for = said["rule"]
    story.clock.append(ClockEvent("lapsed", _day(said)))


ENDS = frozenset({"answered", "withdrawn", "lapsed", "transferred", "reopened"})


def _reopened(story: Story, said: Said) -> None:
    story.closed_by = story.lapsed_for = ""
    last = next((one.name for one in reversed(story.clock) if one.name in ENDS), "")
    if last in ENDS - {"answered", "reopened"}:
        story.clock.append(ClockEvent("reopened", _day(said)))


def _closed(story: Story, said: Said) -> None:
    story.closed_by = said["rule"]


def _merged(story: Story, said: Said) -> None:
    del said
    story.closed_by = MERGED


def _regime_changed(story: Story, said: Said) -> None:
    story.regime = said["regime"]


def _review_asked(story: Story, said: Said) -> None:
    story.closed_by = ""
    story.reviews.append(ReviewCounted(_day(said)))


def _review_disowned(story: Story, said: Said) -> None:
    del said
    story.reviews.pop()


def _review_delayed(story: Story, said: Said) -> None:
    story.reviews[-1].delays += (ClockEvent("extension", _day(said), _day(said, "until")),)


def _review_decided(story: Story, said: Said) -> None:
    story.reviews[-1].decided_on, story.reviews[-1].outcome = _day(said), said["outcome"]


def _regulator(story: Story, said: Said) -> None:
    story.regulator.append((said["reference"], said["step"], _day(said)))


def _tagged(story: Story, said: Said) -> None:
    story.tags.update(said["tags"])


def _untagged(story: Story, said: Said) -> None:
    story.tags.difference_update(said["tags"])


MERGED, NOT_A_REQUEST = "merged", "not a request"
CHANGES: Mapping[str, Callable[[Story, Said], None]] = {
    "RequestReceived": _opened,
    "DateOfReceiptCorrected": _receipt_corrected,
    "RegimeChanged": _regime_changed,
    "AnswerDrafted": _drafted,
    "RequestAnswered": _answered,
    "ClarificationAsked": _ticks("clarification_asked"),
    "ClarificationReceived": _ticks("clarification_received"),
    "ClarificationDisowned": _disowned,
    "DeadlineExtended": _ticks("extension"),
    "FeesNoticeIssued": _ticks("fees_notice"),
    "FeePaid": _ticks("fee_paid"),
    "RequestTransferred": _ticks("transferred"),
    "RequestWithdrawn": _ticks("withdrawn"),
    "RequestLapsed": _lapsed,
    "CaseReopened": _reopened,
    "CaseClosed": _closed,
    "CaseMerged": _merged,
    "ReviewRequested": _review_asked,
    "ReviewDisowned": _review_disowned,
    "ReviewDelayed": _review_delayed,
    "ReviewDecided": _review_decided,
    "CommissionerWrote": _regulator,
    "CaseTagged": _tagged,
    "TagsRemoved": _untagged,
}
"""What each fact changes in the story of a case; every other fact changes no figure."""
COUNTED_FACTS: tuple[str, ...] = tuple(sorted(CHANGES))
"""The facts that the statistics read."""
