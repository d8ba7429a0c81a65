"""Failed deliveries: told by report, header, or words that agree; nothing else is one."""

import pytest

from foibot.correspondence.bounce import Failure, failure_in
from foibot.correspondence.machine import signs_in
from foibot.correspondence.message import Address, DeliveryReport, InboundMessage, ReportedRecipient

DAEMON = Address("Mail Delivery System", "mailer-daemon@mx.example")
PERSON = Address("Ada", "ada@reader.example")


def failure(message: InboundMessage, *, asks: bool = False) -> Failure | None:
    return failure_in(message, signs_in(message), asks=asks)


def reported(action: str, *, subject: str = "", text: str = "", kind: str = "delivery-status") -> InboundMessage:
    recipient = ReportedRecipient("", "gone@x.example", action, "", "")
    return InboundMessage(sender=DAEMON, subject=subject, text=text, report=DeliveryReport(kind, (recipient,)))


def test_a_report_of_failure_names_the_recipient() -> None:
    assert failure(reported("failed")) == Failure("failure-report", "Action: failed", "gone@x.example")


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_any_other_outcome_is_no_failure_whatever_the_words_say(action: str) -> None:
    message = reported(action, subject="Undelivered Mail Returned to Sender", text="550 5.1.1 user unknown")
    assert failure(message) is None


def test_one_failure_among_other_outcomes_is_a_failure() -> None:
    recipients = (
        ReportedRecipient("", "fine@x.example", "delivered", "", ""),
        ReportedRecipient("Gone@x.example", "moved@x.example", "failed", "", ""),
    )
    message = InboundMessage(sender=DAEMON, report=DeliveryReport("delivery-status", recipients))
    found = failure(message)
    assert found is not None
    assert found.recipient == "gone@x.example"


@pytest.mark.parametrize("kind", ["disposition-notification", "feedback-report"])
def test_a_receipt_or_a_complaint_is_no_failure(kind: str) -> None:
    assert failure(reported("failed", kind=kind, subject="Undeliverable")) is None


@pytest.mark.parametrize(
    ("status", "failed"), [("5.1.1", True), ("5.7.26", True), ("2.0.0", False), ("4.4.7", True), ("", True)]
)
def test_a_report_that_names_no_action_is_read_by_its_status(status: str, *, failed: bool) -> None:
    recipients = (ReportedRecipient("", "gone@x.example", "", status, ""),)
    message = InboundMessage(sender=DAEMON, report=DeliveryReport("delivery-status", recipients))
    assert (failure(message) is not None) == failed


def test_a_report_without_action_that_says_it_tries_again_is_no_failure() -> None:
    recipients = (ReportedRecipient("", "slow@x.example", "", "4.4.1", ""),)
    text = "Your message is delayed. It will be retried for two days."
    message = InboundMessage(sender=DAEMON, text=text, report=DeliveryReport("delivery-status", recipients))
    assert failure(message) is None


@pytest.mark.parametrize(("action", "failed"), [("failed", True), ("delayed", False), ("relayed", False)])
def test_a_report_whose_fields_stand_in_the_text_is_read_there(action: str, *, failed: bool) -> None:
    text = f"A kézbesítés eredménye:\n\nFinal-Recipient: rfc822; gone@x.example\nAction: {action}\n"
    found = failure(InboundMessage(sender=DAEMON, return_path="", subject="Postai jelentés", text=text))
    assert (found is not None) == failed
    assert found is None or found.recipient == "gone@x.example"


@pytest.mark.parametrize(("code", "failed"), [("", True), ("550 5.1.1 ismeretlen", True), ("451 4.3.0 később", False)])
def test_a_mail_system_that_returns_the_letter_in_any_language_reports_a_failure(code: str, *, failed: bool) -> None:
    letter = InboundMessage(message_id="<letter@ours.example>", sender=PERSON, subject="Your request")
    text = f"Sajnáljuk, a levél visszajött: gone@x.example {code}"
    message = InboundMessage(sender=DAEMON, return_path="", subject="Értesítés", text=text, enclosed=(letter,))
    assert (failure(message) is not None) == failed


def test_a_list_that_lets_only_members_write_reports_a_failure() -> None:
    text = "You are not a member of this mailing list <chat@lists.example>.\n\nPlease send mail with the word guide."
    admin = Address("", "chat-admin@lists.example")
    refused = InboundMessage(sender=admin, headers={"list-help": ("<mailto:x@lists.example>",)}, text=text)
    assert failure(refused, asks=True) is not None
    assert failure(InboundMessage(sender=PERSON, text=text), asks=True) is None


def test_the_header_of_failed_recipients_is_enough() -> None:
    message = InboundMessage(sender=DAEMON, headers={"x-failed-recipients": ("gone@x.example",)})
    assert failure(message) == Failure("failed-recipients", "gone@x.example", "gone@x.example")


@pytest.mark.parametrize(
    "text",
    [
        "I'm afraid I wasn't able to deliver your message. <gone@x.example>: no mailbox here by that name (#5.1.1)",
        "550 5.1.1 <gone@x.example>: Recipient address rejected: User unknown",
        "Ihre Nachricht konnte nicht zugestellt werden: gone@x.example",
        "Votre message n'a pas pu être remis à gone@x.example",
    ],
)
def test_a_mail_system_is_believed_by_its_words(text: str) -> None:
    found = failure(InboundMessage(sender=DAEMON, return_path="", text=text))
    assert found is not None
    assert (found.rule, found.recipient) == ("failure-told-by-a-mail-system", "gone@x.example")


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Delayed Mail (still being retried)", "Your message could not be delivered for 4 hours. It will be retried."),
        ("Warning: could not send message for past 4 hours", "THIS IS A WARNING ONLY"),
        ("Delivery Status Notification (Delay)", "Delivery to the following recipient has been delayed: a@x.example"),
        ("Delivered: your letter", "Your message has been delivered to a@x.example"),
    ],
)
def test_a_notice_of_delay_or_arrival_is_no_failure(subject: str, text: str) -> None:
    assert failure(InboundMessage(sender=DAEMON, return_path="", subject=subject, text=text)) is None


@pytest.mark.parametrize("subject", ["Undelivered letter", "Fwd: Undelivered Mail Returned to Sender", "Bins"])
def test_a_person_who_writes_about_failed_mail_has_sent_no_failure_report(subject: str) -> None:
    text = "My last e-mail was returned: 550 5.1.1 user unknown. Please send me the number of bins."
    assert failure(InboundMessage(sender=PERSON, subject=subject, text=text), asks=True) is None


def test_an_out_of_office_reply_with_a_null_path_is_no_failure() -> None:
    message = InboundMessage(sender=PERSON, return_path="", subject="Automatic reply", text="I am away until Monday.")
    assert failure(message) is None
