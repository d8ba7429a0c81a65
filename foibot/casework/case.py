"""A case: how a request stands. `history` computes it from what happened, and from nothing else."""

from dataclasses import field
from datetime import date
from enum import StrEnum

from foibot.casework.amending import amended
from foibot.casework.appeal import Appeal
from foibot.casework.events import (
    AnswerDrafted,
    ExtensionDrafted,
    FeeDrafted,
    IndependenceWaived,
    Person,
    RequestImported,
    RequestLinked,
    ReviewDelayDrafted,
    ReviewOutcomeDrafted,
    TimeSpent,
    TransferDrafted,
    WrittenByHand,
)
from foibot.casework.independence import Part
from foibot.casework.questions import Question
from foibot.casework.release import Release
from foibot.casework.review import Review
from foibot.casework.status import ENDINGS, TRANSITIONS, Transition
from foibot.casework.statuses import ACTIVE, ANSWERED, CARRIED, ENDED, UNANSWERED, WAITING, CaseStatus
from foibot.correspondence.acknowledging import ABOUT_THE_WRITER
from foibot.law.clock import ClockEvent
from foibot.lean import dataclass

__all__ = [
    "ACTIVE",
    "ANSWERED",
    "CARRIED",
    "ENDED",
    "ENDINGS",
    "OFFICE",
    "TRANSITIONS",
    "UNANSWERED",
    "WAITING",
    "WITHOUT_LAW",
    "Case",
    "CaseStatus",
    "Draft",
    "Drafted",
    "FiledMessage",
    "Letter",
    "LetterState",
    "Transition",
]

OFFICE = "office"
"""The stream of what belongs to no case: mail set apart, notices, hold and resume."""


class LetterState(StrEnum):
    """The fate of a letter; the words of the outbox."""

    QUEUED = "queued"
    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of the case that has left or is about to; one that came back had left before.

    One that is `doubted` may have left, though it is queued again: it leaves in the same bytes, or not at all.
    """

    name: str
    state: LetterState
    draft: int = 0
    revision: int = 0
    by_post: bool = False
    came_back: bool = False
    doubted: bool = False

    @property
    def surely_waits(self) -> bool:
        """Whether it is queued, and was never on its way."""
        return self.state is LetterState.QUEUED and not self.doubted


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter that waits for a person: waiting, approved, sent or rejected.

    `hands` are those who had it drafted or changed it. It goes by post, or in that many `mails`.
    `hands` are those who had it drafted or changed it; `approvals` those who approved this very revision, in order;
    `despite` whether one of them did so although the letter check had found fault. `regime` is the law of the case
    when it was drafted. `accepted` names the findings of the release guard with which its files may leave.
    """

    letter: str
    status: str
    hands: frozenset[str] = frozenset()
    revision: int = 1
    rules: tuple[str, ...] = ()
    by_post: bool = False
    mails: int = 1
    approvals: tuple[str, ...] = ()
    despite: bool = False
    regime: str = ""
    accepted: frozenset[str] = frozenset()

    def other_law(self, case: "Case") -> bool:
        """Tell whether it was drafted under another law than the case is under by now, and says so in its words."""
        return bool(self.regime) and self.regime != case.regime and self.letter not in WITHOUT_LAW


WITHOUT_LAW = frozenset({"acknowledgement", "name_wanted", "reply", "withdrawn"})
"""The letters that name no provision, or are written anew where the law changes."""


@dataclass(frozen=True, slots=True)
class FiledMessage:
    """A message on the case; the one that opened it included."""

    message: int
    kind: str
    confirmed: bool


Drafted = ExtensionDrafted | FeeDrafted | TransferDrafted | ReviewDelayDrafted | ReviewOutcomeDrafted
"""What a letter that is not an answer will make true once it has left."""


ENDS_OF_A_CLOCK = frozenset({"answered", "withdrawn", "lapsed", "transferred", "reopened"})


@dataclass(frozen=True, slots=True)
class Case:
    """A request and everything that has been done about it."""

    reference: str
    version: int = 0
    status: CaseStatus | None = None
    regime: str = ""
    channel: str = ""
    applicant: Person = field(default_factory=Person)
    received_on: date | None = None
    clock_events: tuple[ClockEvent, ...] = ()
    certain: bool = True
    regime_suggested: tuple[str, ...] = ()
    officer: str = ""
    letters: tuple[Letter, ...] = ()
    drafts: tuple[Draft, ...] = ()
    messages: tuple[FiledMessage, ...] = ()
    links: tuple[RequestLinked, ...] = ()
    answers: tuple[AnswerDrafted, ...] = ()
    drafted: tuple[Drafted, ...] = ()
    merged_into: str = ""
    lapsed_for: str = ""
    clarified_by: int | None = None
    responded_on: date | None = None
    outcome: str = ""
    sections: tuple[str, ...] = ()
    """The provisions that the last answer relied on."""
    notes: int = 0
    officers_told: bool = False
    closed_by: str = ""
    language: str = "en"
    by_hand: tuple[WrittenByHand, ...] = ()
    answered_by_hand: date | None = None
    review: Review | None = None
    appeal: Appeal | None = None
    parts: tuple[Part, ...] = ()
    waivers: tuple[IndependenceWaived, ...] = ()
    history: bool = False
    taken_in_on: date | None = None
    """The day on which foibot was told of it; None where nobody said when that was."""
    imported: RequestImported | None = None
    ended_on: date | None = None
    """The day it ended, where a sheet said so that it was taken over from."""
    signs: tuple[str, ...] = ()
    """The signs of a machine in the message that opened it."""
    chased: tuple[str, ...] = ()
    limits_passed: tuple[date, ...] = ()
    reminders: tuple[tuple[int, int], ...] = ()
    """The letters that remind of a question to an information holder, each with the question's number."""
    questions: tuple[Question, ...] = ()
    time_spent: tuple[TimeSpent, ...] = ()
    cost_warnings: tuple[int, ...] = ()
    release: Release | None = None
    cleared: frozenset[str] = frozenset()
    """How it stands in the disclosure log; None where it does not."""
    answered_in: tuple[int, ...] = ()
    """The messages that people sent by hand, and by which the request was answered."""
    retained: bool = False
    retained_until: date | None = None
    erased_on: date | None = None
    tags: tuple[str, ...] = ()

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """The questions to information holders whose answer is awaited."""
        return tuple(one for one in self.questions if one.is_open)

    @property
    def minutes_spent(self) -> int:
        """The minutes spent on what counts for the cost limit."""
        return sum(spent.minutes for spent in self.time_spent)

    @property
    def is_answered(self) -> bool:
        """Whether the request has had an answer, whatever became of it since."""
        return self.responded_on is not None

    def was_answered_by(self, day: date) -> bool:
        """Whether the request had had an answer by the end of a day in Europe/London."""
        return self.responded_on is not None and self.responded_on <= day

    @property
    def parts_reviewed(self) -> tuple[Part, ...]:
        """The parts that people had in what is under review; in the answer so far, where that is still owed."""
        if self.review is None or not (self.review.answered or self.is_answered):
            return self.parts
        return self.parts[: self.review.parts]

    @property
    def judges(self) -> frozenset[str]:
        """Who decided, worded or approved the outcome of the review of a delay, while the answer itself is owed."""
        if self.review is None or self.review.answered or self.is_answered:
            return frozenset()
        outcomes = (one for one in self.drafts[self.review.first_draft :] if one.letter == "review_outcome")
        hands = (one.hands.union(one.approvals) for one in outcomes if one.status != "rejected")
        return frozenset().union(*hands) - self.waived

    @property
    def waived(self) -> frozenset[str]:
        """Whom a manager let review although they had a part in the first answer."""
        return frozenset(one.officer for one in self.waivers)

    @property
    def under_review(self) -> Review | None:
        """The review whose outcome is owed; None where none is."""
        return self.review if self.status is CaseStatus.IN_REVIEW else None

    @property
    def next_letter(self) -> int:
        """The number of the next letter of this case, counted from 1."""
        return len(self.letters) + 1

    @property
    def next_draft(self) -> int:
        """The number of the next draft of this case, counted from 1."""
        return len(self.drafts) + 1

    def after(self, event: ClockEvent) -> "Case":
        """Return the case as it would stand if that had happened to its clock."""
        return amended(self, clock_events=(*self.clock_events, event))

    @property
    def clock_ended_by(self) -> str:
        """What ended the clock, or opened it again, last; empty where nothing has."""
        return next((one.name for one in reversed(self.clock_events) if one.name in ENDS_OF_A_CLOCK), "")

    @property
    def clock_has_ended(self) -> bool:
        """Whether the clock was ended without an answer."""
        return self.clock_ended_by in ENDS_OF_A_CLOCK - {"answered", "reopened"}

    @property
    def clarification_asked_on(self) -> date | None:
        """The day the last clarification letter left; None where none has."""
        return next((one.on for one in reversed(self.clock_events) if one.name == "clarification_asked"), None)

    @property
    def awaits_fee(self) -> bool:
        """Whether a fees notice has left and no payment has come, whatever else is awaited."""
        last = next((one.name for one in reversed(self.clock_events) if one.name in ("fees_notice", "fee_paid")), "")
        return self.status in WAITING and last == "fees_notice"

    @property
    def lapsed_on(self) -> date | None:
        """The day on which it lapsed last; None where it never has."""
        return next((one.on for one in reversed(self.clock_events) if one.name == "lapsed"), None)

    @property
    def taken_up_by_reply(self) -> bool:
        """Whether the case had lapsed, and the applicant's reply took it up again."""
        last = tuple(one.name for one in self.clock_events[-2:])
        return self.clarified_by is not None and last == ("reopened", "clarification_received")

    @property
    def answers_by_hand(self) -> tuple[WrittenByHand, ...]:
        """What people sent that seems to answer the request, while nobody has said whether it does."""
        return tuple(one for one in self.by_hand if one.what == "answer") if self.status in UNANSWERED else ()

    @property
    def not_by_itself(self) -> tuple[str, ...]:
        """What speaks against writing to whoever asks without a person: signs of a machine, or a forged address.

        A person may have made a machine's mail a case; that lets nobody answer a machine unseen (RFC 3834).
        """
        withheld = next((draft.rules for draft in self.drafts if draft.letter == "acknowledgement"), ())
        return tuple(rule for rule in dict.fromkeys((*self.signs, *withheld)) if rule in ABOUT_THE_WRITER)

    @property
    def acknowledged(self) -> bool:
        """Whether an acknowledgement has been queued or has left: there is one a case, ever."""
        return self.has_left("acknowledgement")

    def has_left_since_asked(self, name: str) -> bool:
        """Whether a letter of that name has been queued or has left since the review was asked for."""
        since = self.letters[self.review.first_letter :] if self.review else ()
        return any(one.name == name and one.state is not LetterState.CANCELLED for one in since)

    def has_left(self, name: str) -> bool:
        """Whether a letter of that name has been queued or has left."""
        return any(one.name == name and one.state is not LetterState.CANCELLED for one in self.letters)
