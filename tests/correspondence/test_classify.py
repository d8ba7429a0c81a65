"""What a message is taken for, where the register changes the answer; single voices stand in the labelled set."""

from dataclasses import replace

import pytest

from foibot.correspondence.classify import RULES, Kind, Verdict, classify
from foibot.correspondence.known import Known, KnownCase, SentLetter
from foibot.correspondence.message import (
    OUT_OF_BOUNDS,
    Address,
    Attachment,
    DeliveryReport,
    InboundMessage,
    ReportedRecipient,
)
from foibot.correspondence.reference import ReferencePattern

US = Address("FOI Team", "foi@council.example")
ADA = Address("Ada Field", "ada@reader.example")
FIRST = "FOI-2026-0001"
OURS = "<ours-1@council.example>"
ASKS = "Under the Freedom of Information Act please send me the number of bins in each ward."
OFFICE = Known(
    our_addresses=frozenset({US.email}),
    our_domains=frozenset({"council.example"}),
    officers=frozenset({"jane@council.example"}),
    holders=frozenset({"finance@council.example"}),
    authserv_id="mx.council.example",
    pattern=ReferencePattern("FOI-{year}-{number:04d}"),
)


def letter(text: str = ASKS, **facts: object) -> InboundMessage:
    usual = {"sender": ADA, "to": (US,), "subject": "Bins", "text": text, "new_text": text, "return_path": ADA.email}
    return InboundMessage(**{**usual, **facts})  # type: ignore[arg-type]


def office_with(status: str, *, letter_name: str = "acknowledgement", recipient: str = ADA.email) -> Known:
    case = KnownCase(FIRST, status, ADA.email, answered=status in ("responded", "closed", "review_decided"))
    return replace(OFFICE, sent={OURS: SentLetter(FIRST, letter_name, recipient)}, cases={FIRST: case})


def rule_of(verdict: Verdict) -> str:
    return verdict.reasons[0].rule


def test_every_answer_names_its_rule_and_the_words_it_saw() -> None:
    verdict = classify(letter(), OFFICE)
    assert (rule_of(verdict), verdict.kind, verdict.certain) == ("request", Kind.NEW_REQUEST, True)
    assert "Freedom of Information" in verdict.reasons[0].evidence


def test_each_rule_is_named_once_and_described() -> None:
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    assert all(rule.description for rule in RULES)


def test_anything_a_person_wrote_that_no_rule_knows_is_a_request_for_a_person_to_look_at() -> None:
    verdict = classify(letter("The heron was back on the canal this morning.", subject="Heron"), OFFICE)
    assert (rule_of(verdict), verdict.kind, verdict.certain) == ("otherwise", Kind.NEW_REQUEST, False)
    assert not verdict.acknowledge


@pytest.mark.parametrize(
    "defect", [f"{OUT_OF_BOUNDS}: more than 1000 parts", f"{OUT_OF_BOUNDS}: a header of 10000000 bytes"]
)
def test_a_request_that_was_not_read_whole_is_left_to_a_person(defect: str) -> None:
    verdict = classify(letter(defects=(defect,)), OFFICE)
    assert (verdict.kind, verdict.certain, verdict.acknowledge) == (Kind.NEW_REQUEST, False, False)


def bounce(recipient: str, *, original: str = OURS) -> InboundMessage:
    report = DeliveryReport(
        "delivery-status", (ReportedRecipient("", recipient, "failed", "5.1.1", ""),), original_ids=(original,)
    )
    return letter("Sorry.", sender=Address("", "mailer-daemon@mx.example"), return_path="", report=report)


def test_a_bounce_is_tied_to_the_very_letter_that_failed() -> None:
    verdict = classify(bounce(ADA.email), office_with("open"))
    assert (verdict.kind, verdict.certain, verdict.reference) == (Kind.BOUNCE, True, FIRST)
    assert verdict.thread is not None
    assert verdict.thread.message_id == OURS
    assert verdict.bounced_recipient == ADA.email


def test_a_bounce_of_a_letter_we_never_sent_is_left_to_a_person_and_changes_nothing() -> None:
    verdict = classify(bounce(ADA.email, original="<forged@council.example>"), replace(office_with("open"), sent={}))
    assert (verdict.kind, verdict.certain, verdict.reference) == (Kind.BOUNCE, False, None)


@pytest.mark.parametrize("original", ["", "<invented@council.example>"])
def test_a_bounce_that_names_only_the_address_is_tied_by_guess_and_says_that_it_changed_nothing(original: str) -> None:
    report = DeliveryReport(
        "delivery-status",
        (ReportedRecipient("", ADA.email, "failed", "5.1.1", ""),),
        original_ids=(original,) if original else (),
    )
    message = letter("Sorry.", sender=Address("", "anybody@elsewhere.example"), report=report)
    verdict = classify(message, office_with("open"))
    assert (verdict.kind, verdict.certain, verdict.reference) == (Kind.BOUNCE, False, FIRST)
    assert verdict.thread is not None
    assert not verdict.thread.confirmed
    assert verdict.reasons[0].evidence.startswith("it names no letter of ours and changed nothing: ")


def test_a_bounce_that_names_another_address_than_our_letter_went_to_changes_nothing_and_goes_to_a_person() -> None:
    verdict = classify(bounce("other@elsewhere.example"), office_with("open"))
    assert (verdict.kind, verdict.certain, verdict.reference) == (Kind.CORRESPONDENCE, False, None)
    assert verdict.bounced_recipient is None or verdict.bounced_recipient != ADA.email


@pytest.mark.parametrize(("named", "kind"), [("", Kind.CORRESPONDENCE), (f"To: <{ADA.email}>", Kind.BOUNCE)])
def test_a_bounce_in_words_is_believed_only_where_it_names_whom_our_letter_went_to(named: str, kind: Kind) -> None:
    message = letter(
        f"Your message could not be delivered. {named} Message-ID: {OURS}",
        sender=Address("", "mailer-daemon@mx.example"),
        return_path="",
        subject="Undelivered Mail Returned to Sender",
    )
    verdict = classify(message, office_with("open"))
    assert verdict.kind is kind
    assert (verdict.reference == FIRST) == (kind is Kind.BOUNCE)


def test_a_subject_access_request_and_one_under_a_false_name_wait_for_a_person() -> None:
    own = classify(letter(f"{ASKS} Please also send me my social work file."), OFFICE)
    false = classify(letter(sender=Address("Mickey Mouse", "m@reader.example")), OFFICE)
    assert ([reason.rule for reason in own.withheld], own.acknowledge) == (["subject-access"], False)
    assert ([reason.rule for reason in false.withheld], false.acknowledge) == (["name"], False)


def test_a_delay_of_our_letter_is_a_receipt_on_the_case_and_names_no_failed_address() -> None:
    report = DeliveryReport(
        "delivery-status", (ReportedRecipient("", ADA.email, "delayed", "4.4.1", ""),), original_ids=(OURS,)
    )
    message = letter("Still trying.", sender=Address("", "mailer-daemon@mx.example"), return_path="", report=report)
    verdict = classify(message, office_with("open"))
    assert (verdict.kind, verdict.bounced_recipient, verdict.reference) == (Kind.RECEIPT, None, FIRST)


def test_an_out_of_office_reply_to_our_letter_is_filed_on_the_case() -> None:
    message = letter(
        "I am out of the office until Monday.", in_reply_to=(OURS,), headers={"auto-submitted": ("auto-replied",)}
    )
    verdict = classify(message, office_with("open"))
    assert (verdict.kind, verdict.automatic, verdict.certain) == (Kind.AUTO_REPLY, True, True)
    assert verdict.reference == FIRST


@pytest.mark.parametrize("status", ["open", "awaiting_clarification", "responded", "in_review", "closed"])
def test_a_fresh_request_inside_an_old_thread_is_offered_as_new_whatever_the_case(status: str) -> None:
    text = f"Thank you. A new matter. {ASKS}\n1. the number of skips\n2. the cost of skips"
    verdict = classify(letter(text, in_reply_to=(OURS,)), office_with(status))
    if status == "awaiting_clarification":
        assert (verdict.kind, verdict.certain) == (Kind.CLARIFICATION_REPLY, False)
    else:
        assert (verdict.kind, verdict.certain) == (Kind.NEW_REQUEST, False)
        assert ("reply-or-new-request", FIRST) in [(note.rule, note.evidence) for note in verdict.notes]


def test_the_same_words_are_a_clarification_only_where_the_case_waits_for_one() -> None:
    message = letter("Only the green ones.", in_reply_to=(OURS,))
    assert classify(message, office_with("awaiting_clarification")).kind is Kind.CLARIFICATION_REPLY
    assert classify(message, office_with("open")).kind is Kind.CORRESPONDENCE


def test_dissatisfaction_asks_for_a_review_only_once_the_case_is_answered() -> None:
    message = letter("I am not happy with this response.", in_reply_to=(OURS,))
    assert classify(message, office_with("responded")).kind is Kind.REVIEW_REQUEST
    assert classify(message, office_with("open")).kind is Kind.CORRESPONDENCE


def test_a_review_request_of_a_sender_who_fails_authentication_is_left_to_a_person() -> None:
    failing = {"authentication-results": ("mx.council.example; dmarc=fail (p=reject)",)}
    message = letter("I request an internal review.", in_reply_to=(OURS,), subject="Internal review", headers=failing)
    verdict = classify(message, office_with("responded"))
    assert (verdict.kind, verdict.certain, verdict.acknowledge) == (Kind.REVIEW_REQUEST, False, False)
    assert verdict.authentication == "dmarc=fail"


def test_a_sure_review_request_may_be_acknowledged() -> None:
    message = letter("I request an internal review.", in_reply_to=(OURS,), subject="Internal review")
    verdict = classify(message, office_with("responded"))
    assert (verdict.certain, verdict.acknowledge, verdict.acknowledge_to) == (True, True, ADA)


def test_an_applicant_who_answers_in_a_new_thread_is_offered_the_only_open_case() -> None:
    message = letter("It was the green ones that I meant.", subject="bins")
    verdict = classify(message, office_with("awaiting_clarification"))
    assert (verdict.kind, verdict.certain, verdict.reference) == (Kind.CLARIFICATION_REPLY, False, FIRST)
    notes = {note.rule: note.evidence for note in verdict.notes}
    assert notes["guessed-case"] == "the only open case of the sender"
    assert "unconfirmed-sender" not in notes


def test_a_new_request_of_a_known_applicant_is_new_and_the_earlier_case_noted() -> None:
    verdict = classify(letter(), office_with("responded"))
    assert (verdict.kind, verdict.certain, verdict.reference) == (Kind.NEW_REQUEST, True, None)
    assert ("earlier-case", FIRST) in [(note.rule, note.evidence) for note in verdict.notes]


def test_our_own_acknowledgement_quoted_back_in_a_subject_is_never_answered() -> None:
    verdict = classify(letter(subject=f"Case 12: Acknowledgement of your request [{FIRST}]"), OFFICE)
    assert not verdict.acknowledge
    assert "our-subject" in [reason.rule for reason in verdict.withheld]


def test_an_answer_of_an_information_holder_is_known_by_the_letter_it_answers() -> None:
    known = office_with("open", letter_name="holder_request", recipient="consulted@firm.example")
    message = letter(
        "Please find the figures attached.", sender=Address("", "consulted@firm.example"), in_reply_to=(OURS,)
    )
    verdict = classify(message, known)
    assert (verdict.kind, verdict.certain, verdict.reference) == (Kind.HOLDER_REPLY, True, FIRST)


def test_a_colleague_who_passes_on_an_attached_mail_is_not_the_applicant() -> None:
    inner = InboundMessage(sender=ADA, subject="Bins", text=ASKS, new_text=ASKS)
    message = letter("One for you.", sender=Address("Post room", "post@council.example"), enclosed=(inner,))
    verdict = classify(message, OFFICE)
    assert (verdict.kind, verdict.certain, verdict.applicant) == (Kind.NEW_REQUEST, False, ADA)


def test_an_attachment_alone_may_be_a_request_and_is_left_to_a_person() -> None:
    attached = (Attachment("request.docx", "application/msword", 20_000, "0" * 64),)
    verdict = classify(letter("", attachments=attached), OFFICE)
    assert (verdict.kind, verdict.certain) == (Kind.UNCLEAR, False)
    assert verdict.reasons[0].evidence == "no text, and attached: request.docx"


def test_a_commissioner_whose_domain_our_border_does_not_vouch_for_is_left_to_a_person() -> None:
    passing = {"authentication-results": ("mx.council.example; dmarc=pass",)}
    failing = {"authentication-results": ("mx.council.example; dmarc=fail (p=reject)",)}
    known = replace(OFFICE, commissioner_domains=frozenset({"regulator.example"}))
    real = letter("About your decision.", sender=Address("", "casework@mail.regulator.example"))
    assert classify(replace(real, headers=passing), known).certain
    assert not classify(real, known).certain
    assert not classify(real, replace(known, authserv_id="")).certain
    forged = replace(real, headers=failing)
    assert (classify(forged, known).kind, classify(forged, known).certain) == (Kind.COMMISSIONER, False)


def test_a_request_typed_from_our_own_mailbox_is_shown_to_a_person() -> None:
    verdict = classify(letter(sender=US), OFFICE)
    assert (verdict.kind, verdict.certain, verdict.acknowledge) == (Kind.OWN, False, False)


def test_two_cases_named_at_once_are_for_a_person_to_part() -> None:
    second = KnownCase("FOI-2026-0002", applicant=ADA.email)
    known = office_with("awaiting_clarification")
    known = replace(known, cases={**known.cases, "FOI-2026-0002": second})
    verdict = classify(letter("The green ones.", in_reply_to=(OURS,), subject="Re: [FOI-2026-0002]"), known)
    assert not verdict.certain
    assert ("names-another-case", "FOI-2026-0002") in [(note.rule, note.evidence) for note in verdict.notes]
