"""Which bounce is believed: anybody can write one, and what it says must not switch off a letter."""

from registers import make_arrival, make_verdict

from foibot.casework.arrivals import MessageState, decide_arrival
from foibot.casework.case import Case, Letter, LetterState
from foibot.casework.events import LetterBounced
from foibot.casework.policy import Policy
from foibot.correspondence.classify import Kind
from foibot.correspondence.thread import Thread

CASE = Case("FOI-2026-0001", letters=(Letter("acknowledgement", LetterState.SENT),))


def events_of(*, confirmed: bool) -> list[str]:
    """What happens on the case when a bounce of its acknowledgement comes."""
    thread = Thread(
        CASE.reference, "address written to lately", confirmed=confirmed, message_id="<ours@council.example>"
    )
    verdict = make_verdict(Kind.BOUNCE, thread=thread, reference=CASE.reference, certain=confirmed)
    decision = decide_arrival(make_arrival(verdict, bounced_letter=1), CASE, Policy())
    assert (decision.reference, decision.state) == (CASE.reference, MessageState.CASE)
    return [type(event).__name__ for event in decision.events]


def test_a_bounce_that_names_our_letter_is_believed() -> None:
    assert events_of(confirmed=True) == ["MessageFiled", LetterBounced.__name__]


def test_a_bounce_that_is_only_probably_of_our_letter_is_filed_and_changes_nothing() -> None:
    assert events_of(confirmed=False) == ["MessageFiled"]
