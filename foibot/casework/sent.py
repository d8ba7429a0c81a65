"""What follows from a letter that has left: from that day on, and not before, what it says holds true."""

from datetime import date

from foibot.casework.case import Case
from foibot.casework.events import Event, RequestAnswered


def what_follows(case: Case, number: int, on: date) -> tuple[Event, ...]:
    """Return the facts that the sending of a letter makes true; `on` is the day it left, in Europe/London."""
    letter = case.letters[number - 1]
    for answer in case.answers:
        if letter.draft and answer.draft == letter.draft:
            return (RequestAnswered(on, answer.outcome, number, answer.sections, answer.supplement),)
    return ()
