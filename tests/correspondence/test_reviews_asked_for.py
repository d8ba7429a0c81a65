"""Any expression of dissatisfaction is looked at as a request for a review: in the thread, afresh, about delay too."""

from dataclasses import replace
from datetime import date

import pytest

from foibot.correspondence.classify import Kind, Verdict, classify
from foibot.correspondence.known import Known, KnownCase, SentLetter
from foibot.correspondence.message import Address, InboundMessage
from foibot.correspondence.reference import ReferencePattern

US = Address("", "foi@council.example")
ADA = Address("Ada Field", "ada.field@reader.example")
OURS = "<answer.1@council.example>"
TODAY = date(2021, 4, 26)
ANSWERED = KnownCase("FOI-2021-0001", "responded", ADA.email, answered=True)
OVERDUE = KnownCase("FOI-2021-0002", "open", ADA.email, due_on=date(2021, 4, 22))
RUNNING = KnownCase("FOI-2021-0003", "open", ADA.email, due_on=date(2021, 5, 22))
OFFICE = Known(
    our_addresses=frozenset({US.email}),
    our_domains=frozenset({"council.example"}),
    pattern=ReferencePattern("FOI-{year}-{number:04d}"),
    today=TODAY,
)


def judged(
    text: str, *cases: KnownCase, subject: str = "Your letter", replies: bool = False, sender: Address = ADA
) -> Verdict:
    known = replace(OFFICE, cases={case.reference: case for case in cases})
    if replies:
        known = replace(known, sent={OURS: SentLetter(cases[0].reference, "not_held", ADA.email)})
    message = InboundMessage(
        sender=sender, to=(US,), subject=subject, text=text, new_text=text, in_reply_to=(OURS,) if replies else ()
    )
    return classify(message, known)


@pytest.mark.parametrize(
    "text",
    [
        "I am not satisfied with your answer.",
        "I do not accept that section 43 applies.",
        "Your response was inadequate.",
        "I am disappointed with the way you handled my request.",
        "You have not answered my second question.",
        "I wish to complain about your handling of this request.",
        "This answer is unacceptable.",
    ],
)
def test_dissatisfaction_with_an_answer_is_proposed_with_the_words_it_was_seen_in(text: str) -> None:
    for subject, replies in (("Re: Your request [FOI-2021-0001]", True), ("My request about potholes", False)):
        verdict = judged(text, ANSWERED, subject=subject, replies=replies)
        assert (verdict.kind, verdict.certain, verdict.reference) == (Kind.REVIEW_REQUEST, False, "FOI-2021-0001")
        assert verdict.reasons[0].evidence.casefold() in text.casefold()


@pytest.mark.parametrize("text", ["Please conduct an internal review.", "I require a review of your decision."])
def test_a_review_under_a_fresh_subject_finds_the_one_case_it_can_mean(text: str) -> None:
    verdict = judged(text, ANSWERED, RUNNING, subject="Request for an internal review")
    assert (verdict.kind, verdict.certain, verdict.reference) == (Kind.REVIEW_REQUEST, True, "FOI-2021-0001")
    assert verdict.acknowledge


def test_a_review_that_can_mean_two_cases_is_for_a_person_with_both_listed() -> None:
    other = replace(ANSWERED, reference="FOI-2021-0009")
    verdict = judged("Please conduct an internal review.", ANSWERED, other, subject="Internal review")
    assert (verdict.kind, verdict.certain, verdict.reference) == (Kind.REVIEW_REQUEST, False, None)
    assert {note.evidence for note in verdict.notes if note.rule == "earlier-case"} == {
        "FOI-2021-0001",
        "FOI-2021-0009",
    }


@pytest.mark.parametrize(
    "text",
    [
        "You have failed to respond within 20 working days.",
        "I wish to complain about the delay.",
        "It is unacceptable to wait for six weeks for a reply.",
        "You are in breach of section 10 of the Act.",
    ],
)
def test_a_complaint_of_delay_is_one_of_an_overdue_case_and_of_no_other(text: str) -> None:
    assert judged(text, OVERDUE).kind is Kind.REVIEW_REQUEST
    assert judged(text, OVERDUE).reference == "FOI-2021-0002"
    assert judged(text, RUNNING).kind is not Kind.REVIEW_REQUEST


def test_a_stranger_who_is_not_satisfied_asks_for_no_review_of_anybodys_case() -> None:
    verdict = judged("I am not satisfied with your answer.", ANSWERED, sender=Address("Bo", "bo@writer.example"))
    assert verdict.reference is None


def test_a_new_request_about_reviews_is_a_request() -> None:
    text = "Under the Freedom of Information Act 2000, please send me the number of internal reviews of 2020."
    assert judged(text, ANSWERED, subject="Request for information").kind is Kind.NEW_REQUEST
