"""Who had a part in the first answer, and so neither reviews it nor approves what the review decides.

Computed from what happened and by whom, up to the day the review was asked for: who drafted, edited, approved, stopped
or sent back an answer. Nothing here is told by anybody; only a manager on the host can let somebody decide all the
same, and the outcome letter says it (s.45 Code ch. 5: somebody not involved in the original decision).
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from foibot.casework.answers import Outcome
from foibot.casework.events import (
    ApprovalGiven,
    ApprovalWithdrawn,
    DraftApproved,
    DraftProposed,
    DraftRejected,
    DraftRevised,
    Event,
    FindingsAccepted,
    RequestAnswered,
    WrittenByHand,
)
from foibot.casework.policy import Officer, Policy, Role
from foibot.law.clock import london_day
from foibot.law.wording import plain_day
from foibot.lean import dataclass

DECIDING = frozenset({*map(str, Outcome), "extension", "transfer", "fees_notice"})
"""The letters by which a request is decided."""
ANSWER, BY_HAND = "answer", "whoever sends from the mailbox"
REVIEWERS = frozenset({Role.REVIEWER, Role.MANAGER})


class Signed(NamedTuple):
    """Who did what happened, as the log has it: `jane`, `pat (folder FOI/Approved/pat)`; and when (UTC)."""

    actor: str = ""
    at: datetime | None = None

    @property
    def who(self) -> str:
        """The officer, without the door."""
        return self.actor.partition(" (")[0]


NOBODY = Signed()


@dataclass(frozen=True, slots=True)
class Part:
    """A part that somebody had in the first answer: what they did to which letter, in which revision, and when.

    `officer` is an officer's id; where a colleague is known by address alone, it is that address.
    """

    officer: str
    did: str
    letter: str = ""
    revision: int = 0
    on: date | None = None

    def __str__(self) -> str:
        named = f" '{self.letter.replace('_', '-')}'" if self.letter != ANSWER else ""
        what = f" the answer{named}" if self.letter else ""
        revision = f" (revision {self.revision})" if self.revision else ""
        when = f" on {plain_day(self.on)}" if self.on else ""
        return f"{self.did}{what}{revision}{when}"


DEEDS: dict[type[Event], str] = {
    DraftProposed: "drafted",
    DraftRevised: "edited",
    ApprovalGiven: "approved",
    FindingsAccepted: "accepted what was found in the files of",
    DraftApproved: "approved",
    ApprovalWithdrawn: "stopped",
    DraftRejected: "sent back",
}
"""What somebody does to a letter, by the fact that tells it."""


def part_in(event: Event, revision: int, signed: Signed) -> Part | None:
    """Return the part in an answer that a fact tells of, and whose it is; None for every other fact.

    `revision` is the one that the draft had at the time.
    """
    if isinstance(event, WrittenByHand) and event.what == ANSWER:
        return Part(BY_HAND, "sent by hand", event.outcome or ANSWER, 0, event.on)
    did = DEEDS.get(type(event), "")
    if not did and not isinstance(event, RequestAnswered):
        return None
    on = london_day(signed.at) if signed.at else None
    if isinstance(event, RequestAnswered) and not event.number:
        return Part(signed.who, "vouched for, as sent by hand,", event.outcome, 0, on) if signed.who else None
    letter = getattr(event, "letter", "")
    who = getattr(event, "by", "") or signed.who
    if not did or letter not in DECIDING or not who:
        return None
    return Part(who, did, letter, getattr(event, "revision", revision), on)


def parts_of(officer: Officer, parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return the parts that an officer had, known by id or by address."""
    known = {officer.id.casefold(), officer.email.casefold()} - {""}
    return tuple(part for part in parts if part.officer.casefold() in known)


def why_not(officer: Officer, parts: Iterable[Part], waived: Iterable[str], policy: Policy) -> str:
    """Say why somebody can neither decide a review nor approve its outcome; empty where nothing speaks against it.

    Somebody whom nobody knows by name may have had a part, and so cannot.
    """
    if policy.officer(officer.id) is None:
        return "nobody can tell who that is, and so whether they had a part in the first answer"
    theirs = parts_of(officer, parts)
    if not theirs or officer.id in waived:
        return ""
    done = "; ".join(dict.fromkeys(map(str, theirs)))
    return f"{officer.name or officer.id} had a part in the first answer: {done}"


def reviewers_left(policy: Policy, parts: Iterable[Part], waived: Iterable[str] = ()) -> tuple[Officer, ...]:
    """Return the reviewers and managers who had no part in the first answer, reviewers first."""
    known = tuple(parts)
    left = [one for one in policy.officers if one.roles & REVIEWERS and not why_not(one, known, waived, policy)]
    return tuple(sorted(left, key=lambda one: Role.REVIEWER not in one.roles))


def approvers_left(policy: Policy, parts: Iterable[Part], waived: Iterable[str] = ()) -> tuple[Officer, ...]:
    """Return those who may approve the outcome and had no part in the first answer."""
    known = tuple(parts)
    able = [one for one in policy.officers if one.roles & {Role.APPROVER, Role.MANAGER}]
    return tuple(one for one in able if not why_not(one, known, waived, policy))
