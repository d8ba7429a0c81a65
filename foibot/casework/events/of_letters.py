"""Drafts and letters: what was proposed, approved and sent, and what became of it."""

from datetime import date

from foibot.casework.events.base import NO_WORDS, Event, Words
from foibot.lean import dataclass


@dataclass(frozen=True, slots=True)
class DraftProposed(Event):
    """A letter was drafted and waits for a person; `rules` say why it did not leave by itself.

    `by` is the officer who had it drafted; empty where foibot did so itself. It goes in `mails` mails, or by post.
    """

    draft: int
    letter: str
    rules: tuple[str, ...] = ()
    by: str = ""
    by_post: bool = False
    mails: int = 1


@dataclass(frozen=True, slots=True)
class AnswerDrafted(Event):
    """What a drafted answer says; it holds true of the request once the letter has left.

    Of an answer question by question, `parts` are the outcomes of the questions in their order, `sections` those of
    all of them, and `also_referred_to` the authorities named beside the first.
    """

    draft: int
    outcome: str
    sections: tuple[str, ...] = ()
    referred_to: str = ""
    supplement: bool = False
    parts: tuple[str, ...] = ()
    also_referred_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestAnswered(Event):
    """The answer left: FOIA s.1(1), s.17. `on` is the day in Europe/London, `number` the letter that says it.

    A person answered by hand where `number` is 0; `message` is then what they sent, where foibot has seen it.
    """

    on: date
    outcome: str
    number: int
    sections: tuple[str, ...] = ()
    supplement: bool = False
    message: int | None = None


@dataclass(frozen=True, slots=True)
class DraftRevised(Event):
    """The words of a draft were changed: what was approved before is void. `by` is who changed them."""

    draft: int
    letter: str
    revision: int
    by: str


@dataclass(frozen=True, slots=True)
class DraftDated(Event):
    """A draft got the day of its last approval: a revision that differs from the approved one in its days alone."""

    draft: int
    letter: str
    revision: int
    on: date


@dataclass(frozen=True, slots=True)
class ApprovalGiven(Event):
    """A person gave one of several approvals that a draft needs: it waits for the next; `despite` as below."""

    draft: int
    letter: str
    by: str
    despite: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class DraftApproved(Event):
    """A person approved a draft; `despite` is why, where the letter check had found fault with it.

    `by` is the officer who did; empty in histories from before that was noted.
    """

    draft: int
    letter: str
    despite: Words = NO_WORDS
    by: str = ""


@dataclass(frozen=True, slots=True)
class FindingsAccepted(Event):
    """A person let a file leave with what the release guard had found in it, and said why.

    `findings` name what was found, each with the beginning of the file's digest: they hold for no other bytes.
    """

    draft: int
    letter: str
    by: str
    findings: tuple[str, ...]
    why: Words


@dataclass(frozen=True, slots=True)
class ApprovalWithdrawn(Event):
    """A person stopped an approved letter while it cooled off: the draft waits for approval again."""

    draft: int
    letter: str


@dataclass(frozen=True, slots=True)
class DraftRejected(Event):
    """A person rejected a draft."""

    draft: int
    letter: str
    why: Words


@dataclass(frozen=True, slots=True)
class LetterQueued(Event):
    """A letter was composed, its bytes and Message-ID fixed, and put in the outbox; `draft` is what it was before."""

    number: int
    letter: str
    draft: int = 0


@dataclass(frozen=True, slots=True)
class LetterSent(Event):
    """The other server took the letter."""

    number: int
    letter: str


@dataclass(frozen=True, slots=True)
class LetterPosted(Event):
    """A person posted the letter; `on` is that day, in Europe/London."""

    number: int
    letter: str
    on: date


@dataclass(frozen=True, slots=True)
class LetterRefused(Event):
    """The other server refused the letter for good; a person must act."""

    number: int
    letter: str
    code: int


@dataclass(frozen=True, slots=True)
class LetterBounced(Event):
    """A letter that had been taken came back as undeliverable."""

    number: int
    letter: str
    message: int


@dataclass(frozen=True, slots=True)
class LetterOutcomeUnknown(Event):
    """Nobody can say whether the letter left (RFC 1047): it is looked for before anything is sent again."""

    number: int
    letter: str


@dataclass(frozen=True, slots=True)
class LetterRequeued(Event):
    """The same letter, byte for byte, was put in the outbox again."""

    number: int
    letter: str


@dataclass(frozen=True, slots=True)
class LetterReleased(Event):
    """A person let a letter leave that waited because so many had left for the same address."""

    number: int
    letter: str


@dataclass(frozen=True, slots=True)
class LetterCancelled(Event):
    """A letter that had not left yet was taken out of the outbox: there was nobody to write to after all."""

    number: int
    letter: str


@dataclass(frozen=True, slots=True)
class OfficersTold(Event):
    """The officers were told of the new case; `notice` counts in the stream of the office."""

    notice: int
