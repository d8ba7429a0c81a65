"""Signs of machines: each seen for what it is, and people who share one are only not answered by themselves."""

import pytest

from foibot.correspondence.machine import SIGNS, signs_in
from foibot.correspondence.message import Address, DeliveryReport, InboundMessage, ReceivedLine
from foibot.correspondence.reasons import in_words


def headed(**fields: str) -> InboundMessage:
    headers = {name.replace("_", "-"): (value,) for name, value in fields.items()}
    return InboundMessage(sender=Address("Ada", "ada@reader.example"), headers=headers)


def sent_by(email: str, name: str = "") -> InboundMessage:
    return InboundMessage(sender=Address(name, email))


def names(message: InboundMessage) -> list[str]:
    return [sign.name for sign in signs_in(message)]


SEEN = [
    ("auto-submitted", headed(auto_submitted="auto-replied (vacation)")),
    ("auto-submitted", headed(auto_submitted="auto-generated")),
    ("report", InboundMessage(report=DeliveryReport("delivery-status"))),
    ("null-return-path", InboundMessage(return_path="")),
    ("daemon-sender", sent_by("MAILER-DAEMON@mx.example")),
    ("daemon-sender", sent_by("postmaster@mx.example")),
    ("daemon-sender", sent_by("x@mx.example", "Mail Delivery Subsystem")),
    ("failed-recipients", headed(x_failed_recipients="a@b.example")),
    ("automatic-header", headed(x_autoreply="")),
    ("automatic-header", headed(x_autorespond="yes")),
    ("precedence-auto", headed(precedence="auto_reply")),
    ("automatic-subject", InboundMessage(subject="Automatic reply: your letter")),
    ("automatic-subject", InboundMessage(subject="Out of Office: Bins")),
    ("automatic-subject", InboundMessage(subject="Abwesenheitsnotiz")),
    ("automatic-subject", InboundMessage(subject="Ateb awtomatig: Biniau")),
    ("answers-automatic", InboundMessage(subject="Re: Automatic reply: your letter")),
    ("our-mark", headed(x_foibot_loop="council")),
    ("list-header", headed(list_unsubscribe="<mailto:x@y.example>")),
    ("list-header", headed(list_id="<x.y.example>")),
    ("list-address", sent_by("owner-foi@lists.example")),
    ("list-address", sent_by("foi-request@lists.example")),
    ("no-reply-address", sent_by("no-reply@portal.example")),
    ("no-reply-address", sent_by("DoNotReply@portal.example")),
    ("precedence", headed(precedence="bulk")),
    ("many-hops", InboundMessage(received=(ReceivedLine("a", None, ""),) * 30)),
    ("suppress", headed(x_auto_response_suppress="DR, OOF, AutoReply")),
    ("suppress", headed(x_auto_response_suppress="All")),
]


@pytest.mark.parametrize(("name", "message"), SEEN, ids=[f"{name}-{at}" for at, (name, _) in enumerate(SEEN)])
def test_a_sign_is_seen_with_its_words(name: str, message: InboundMessage) -> None:
    (sign,) = signs_in(message)
    assert sign.name == name
    assert sign.evidence


def test_every_sign_of_the_table_is_shown_above() -> None:
    assert {name for name, _ in SEEN} == {sign.name for sign in SIGNS}


@pytest.mark.parametrize(
    "message",
    [
        headed(auto_submitted="no"),
        headed(x_auto_response_suppress="None"),
        headed(x_auto_response_suppress="OOF"),
        headed(x_autoreply="no"),
        headed(precedence="first-class"),
        InboundMessage(return_path="ada@reader.example"),
        InboundMessage(return_path=None),
        sent_by("request-123456-0a1b2c3d@askinpublic.example"),
        sent_by("norah.eply@reader.example"),
        sent_by("editor@daemonpress.example", "Postma, Sterre"),
        InboundMessage(subject="FOI: the automatic doors at the library"),
        InboundMessage(subject="Leave policy for staff"),
    ],
)
def test_mail_of_people_bears_no_sign(message: InboundMessage) -> None:
    assert names(message) == []


@pytest.mark.parametrize("message", [headed(x_auto_response_suppress="All"), headed(list_id="<foi.council.example>")])
def test_a_sign_that_people_share_does_not_make_them_machines(message: InboundMessage) -> None:
    assert [sign.automatic for sign in signs_in(message)] == [False]


def test_an_officer_reads_what_the_subject_says() -> None:
    assert in_words(["automatic-subject"]) == "its subject says that it is an automatic reply"
