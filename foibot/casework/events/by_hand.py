"""What people send by hand from our mailbox, past foibot."""

from datetime import date

from foibot.casework.events.base import Event
from foibot.lean import dataclass


@dataclass(frozen=True, slots=True)
class WrittenByHand(Event):
    """A person sent a letter about the request from our mailbox: filed, and no clock moves for it.

    `on` is the day in Europe/London. `what` and `outcome` are what it seems to be, until an officer says it; `tied`
    says whether it surely belongs to this case.
    """

    message: int
    on: date
    what: str
    outcome: str = ""
    sections: tuple[str, ...] = ()
    tied: bool = True
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoAnswerByHand(Event):
    """An officer said that what a person sent was no answer to the request."""

    message: int
