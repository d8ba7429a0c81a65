"""A request inside the thread of another is not lost, whether or not it names the Act."""

import pytest

from foibot.correspondence.classify import Kind, Known, Verdict, classify
from foibot.correspondence.known import KnownCase, SentLetter
from foibot.correspondence.message import Address, InboundMessage

US, ADA = Address("FOI Team", "foi@council.example"), Address("Ada Field", "ada@reader.example")
CASE, OURS = "FOI-2026-0001", "<ours-1@council.example>"


def answer(text: str, *, status: str = "open") -> Verdict:
    """What an applicant's answer to a letter of ours is taken for."""
    known = Known(
        our_addresses=frozenset({US.email}),
        sent={OURS: SentLetter(CASE, "acknowledgement", ADA.email)},
        cases={CASE: KnownCase(CASE, status, ADA.email, answered=status == "responded")},
    )
    return classify(
        InboundMessage(sender=ADA, to=(US,), subject="Re: Bins", text=text, new_text=text, in_reply_to=(OURS,)), known
    )


def notes(verdict: Verdict) -> list[str]:
    return [note.rule for note in verdict.notes]


@pytest.mark.parametrize("status", ["open", "responded"])
@pytest.mark.parametrize(
    "text",
    [
        "I should also like to make a new request: please send me all complaints about smoke in 2025.",
        "I want to make another request as well. Please provide the parking complaints of 2023.",
        "Thank you. Please take this as a separate FOI request. How many lamps were repaired in May?",
    ],
)
def test_what_its_writer_calls_another_request_is_one(text: str, status: str) -> None:
    verdict = answer(text, status=status)
    assert (verdict.kind, verdict.certain, notes(verdict)) == (Kind.NEW_REQUEST, True, ["reply-or-new-request"])


@pytest.mark.parametrize(
    "text",
    [
        "Could you please also send me a copy of the 2025 lighting contract and all invoices?",
        "Could you also tell me how much was spent on chairs?",
        "Do I need to make a new request for the invoices of 2025?",
        "Any news? Could you also send me the 2025 lighting contract?",
    ],
)
def test_whoever_asks_for_more_in_an_answer_is_seen_by_a_person(text: str) -> None:
    verdict = answer(text)
    assert (verdict.reference, verdict.certain) == (CASE, False)
    assert "reply-or-new-request" in notes(verdict)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Please send me an update on my request.", Kind.PROGRESS_ENQUIRY),
        ("When can I expect a reply?", Kind.PROGRESS_ENQUIRY),
        ("Please send me an acknowledgement.", Kind.CORRESPONDENCE),
        ("Please send me a receipt.", Kind.CORRESPONDENCE),
        ("Could you confirm receipt of my request, please?", Kind.CORRESPONDENCE),
        ("Thank you, that is very helpful.", Kind.CORRESPONDENCE),
    ],
)
@pytest.mark.parametrize("status", ["open", "responded"])
def test_word_of_the_case_itself_is_no_further_request(text: str, kind: Kind, status: str) -> None:
    verdict = answer(text, status=status)
    assert (verdict.kind, verdict.certain, notes(verdict)) == (kind, True, [])


def test_an_answer_to_a_question_of_ours_that_makes_another_request_is_seen_by_a_person() -> None:
    verdict = answer(
        "The green ones. I also make a new request for the 2025 contracts.", status="awaiting_clarification"
    )
    assert (verdict.kind, verdict.certain) == (Kind.CLARIFICATION_REPLY, False)
    assert notes(verdict) == ["reply-or-new-request"]


def test_a_review_letter_that_asks_for_more_says_so_to_the_officer() -> None:
    review = "I request an internal review of your decision."
    both = answer(f"{review} Please also send me the 2025 contract under the FOI Act.", status="responded")
    assert both.kind is Kind.REVIEW_REQUEST
    assert [note.evidence for note in both.notes if note.rule == "also-asks"] == ["FOI; Please also send; contract"]
    alone = answer(f"{review} Please provide the information that I asked for.", status="responded")
    assert (alone.kind, notes(alone)) == (Kind.REVIEW_REQUEST, [])
