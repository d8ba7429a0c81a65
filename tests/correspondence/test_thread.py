"""Threading: by what we sent, never by a subject alone, and no stranger speaks in a case."""

from dataclasses import replace

import pytest

from foibot.correspondence.known import Known, KnownCase, SentLetter
from foibot.correspondence.message import Address, DeliveryReport, InboundMessage
from foibot.correspondence.reference import ReferencePattern
from foibot.correspondence.thread import Thread, named_ids, thread_of

ADA = Address("Ada Field", "ada@reader.example")
STRANGER = Address("", "nosy@elsewhere.example")
FIRST, SECOND = "FOI-2026-0001", "FOI-2026-0002"
OURS, OTHERS = "<ours-1@council.example>", "<theirs-1@reader.example>"
KNOWN = Known(
    our_addresses=frozenset({"foi@council.example"}),
    pattern=ReferencePattern("FOI-{year}-{number:04d}"),
    sent={OURS: SentLetter(FIRST, "acknowledgement", "ada@reader.example")},
    received={OTHERS: SECOND},
    cases={
        FIRST: KnownCase(FIRST, applicant="ada@reader.example"),
        SECOND: KnownCase(SECOND, applicant="ada@reader.example"),
    },
)


def test_an_answer_to_a_letter_of_ours_belongs_to_its_case() -> None:
    found, others = thread_of(InboundMessage(sender=ADA, in_reply_to=(OURS,)), KNOWN)
    assert found == Thread(FIRST, "in-reply-to", confirmed=True, message_id=OURS)
    assert others == ()


def test_the_last_reference_counts_first_where_in_reply_to_says_nothing() -> None:
    message = InboundMessage(sender=ADA, in_reply_to=("<x@y.example>",), references=(OTHERS, OURS))
    found, _ = thread_of(message, KNOWN)
    assert found == Thread(FIRST, "references", confirmed=True, message_id=OURS)


def test_a_message_we_received_ties_another_that_names_it() -> None:
    found, _ = thread_of(InboundMessage(sender=ADA, references=(OTHERS,)), KNOWN)
    assert found == Thread(SECOND, "references", confirmed=True, message_id=OTHERS)


@pytest.mark.parametrize("subject", ["Re: [FOI-2026-0001] your request", "foi 2026 0001 - any news?"])
def test_the_reference_in_the_subject_ties_the_applicant(subject: str) -> None:
    found, _ = thread_of(InboundMessage(sender=ADA, subject=subject), KNOWN)
    assert found == Thread(FIRST, "subject reference", confirmed=True)


def test_the_reference_in_the_quoted_text_ties_the_applicant() -> None:
    found, _ = thread_of(InboundMessage(sender=ADA, text="Thanks\n> Our reference: FOI-2026-0001"), KNOWN)
    assert found == Thread(FIRST, "text reference", confirmed=True)


def test_the_reference_after_a_plus_in_our_address_comes_first() -> None:
    to = (Address("", "foi+FOI-2026-0002@council.example"),)
    found, others = thread_of(InboundMessage(sender=ADA, to=to, in_reply_to=(OURS,)), KNOWN)
    assert found == Thread(SECOND, "our address", confirmed=True)
    assert others == (FIRST,)


def test_a_plus_address_of_somebody_else_is_not_ours() -> None:
    to = (Address("", "ada+FOI-2026-0002@reader.example"),)
    assert thread_of(InboundMessage(sender=ADA, to=to), KNOWN) == (None, ())


def test_an_address_of_ours_that_has_a_plus_itself_takes_a_reference_too() -> None:
    known = replace(KNOWN, our_addresses=frozenset({"council+foi@council.example"}))
    to = (Address("", "council+foi+FOI-2026-0002@council.example"),)
    found, _ = thread_of(InboundMessage(sender=ADA, to=to), known)
    assert found == Thread(SECOND, "our address", confirmed=True)
    assert not known.is_ours(Address("", "council@council.example"))
    assert not known.is_ours(Address("", "council+bins@council.example"))


def test_a_reference_alone_ties_no_stranger() -> None:
    message = InboundMessage(sender=STRANGER, subject="FOI-2026-0001", text="FOI-2026-0001")
    assert thread_of(message, KNOWN) == (None, ())


def test_a_stranger_who_copies_our_message_id_stays_unconfirmed() -> None:
    found, _ = thread_of(InboundMessage(sender=STRANGER, in_reply_to=(OURS,)), KNOWN)
    assert found == Thread(FIRST, "in-reply-to", confirmed=False, message_id=OURS)


def test_an_applicant_writing_from_the_thread_of_another_case_is_shown_both() -> None:
    message = InboundMessage(sender=ADA, in_reply_to=(OURS,), subject="Re: [FOI-2026-0002]")
    found, others = thread_of(message, KNOWN)
    assert found is not None
    assert (found.reference, others) == (FIRST, (SECOND,))


def test_a_same_subject_alone_ties_nothing() -> None:
    assert thread_of(InboundMessage(sender=ADA, subject="Re: Bins"), KNOWN) == (None, ())


def test_whoever_a_letter_went_to_may_answer_it() -> None:
    holder = Address("Finance", "Finance@Council.example")
    asked = {"<h@council.example>": SentLetter(FIRST, "holder_request", "finance@council.example")}
    found, _ = thread_of(InboundMessage(sender=holder, in_reply_to=("<h@council.example>",)), Known(sent=asked))
    assert found is not None
    assert found.confirmed


def test_an_address_made_for_one_request_belongs_to_that_request() -> None:
    site = Address("Percy", "request-123456-0a1b2c3d@askinpublic.example")
    cases = {FIRST: KnownCase(FIRST, applicant=site.email)}
    found, _ = thread_of(InboundMessage(sender=site, subject="Re: Bins"), Known(cases=cases))
    assert found == Thread(FIRST, "request address", confirmed=True)


def test_every_id_a_bounce_names_can_be_looked_up_even_from_plain_text() -> None:
    inner = InboundMessage(message_id="<inner@council.example>")
    message = InboundMessage(
        in_reply_to=("<a@x.example>",),
        references=("<b@x.example>",),
        text="The message follows:\n\nMessage-Id: <ours-1@council.example>\nSubject: Your request",
        report=DeliveryReport("delivery-status", original_ids=("<reported@council.example>",)),
        enclosed=(inner,),
    )
    assert named_ids(message) == {
        "<a@x.example>",
        "<b@x.example>",
        "<ours-1@council.example>",
        "<reported@council.example>",
        "<inner@council.example>",
    }
