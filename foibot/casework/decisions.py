"""What a decision is: facts to record, letters wanted, and what the person who asked is told."""

from dataclasses import replace
from datetime import timedelta

from foibot.casework.dating import Redated
from foibot.casework.events import Event
from foibot.casework.letters import LetterWanted
from foibot.lean import dataclass


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The new words of a draft of the case; recipients and attachments stay what they are."""

    draft: int
    text: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome of a command or of a message's arrival; nothing has been done yet.

    `reference` names the case (or the office) the facts belong to. `state` is the one visible state of the
    message concerned. `requeue` numbers letters of the case whose bytes go into the outbox again, `release`
    numbers drafts whose stored bytes go there for the first time,
    to leave once the time of `cooling_off` is over. `rewrite` makes a further revision of a draft, `redate` one that
    differs in its days alone. `keep` are files that the register keeps, known by their SHA-256.
    """

    reference: str
    events: tuple[Event, ...] = ()
    letters: tuple[LetterWanted, ...] = ()
    state: str = ""
    told: str = ""
    requeue: tuple[int, ...] = ()
    release: tuple[int, ...] = ()
    cooling_off: timedelta = timedelta()
    rewrite: Rewritten | None = None
    redate: Redated | None = None
    keep: tuple[bytes, ...] = ()

    def and_tell(self, sentence: str) -> "Decision":
        """Return the decision with a further sentence for the person who asked."""
        return replace(self, told=f"{self.told} {sentence}".strip())
