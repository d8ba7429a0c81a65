"""To whom an acknowledgement may leave by itself, and every reason for which it waits for a person."""

import pytest

from foibot.correspondence.acknowledging import reply_address, withheld_because
from foibot.correspondence.authentication import Authentication
from foibot.correspondence.known import Known
from foibot.correspondence.machine import signs_in
from foibot.correspondence.message import Address, InboundMessage

US = Address("FOI Team", "foi@council.example")
ADA = Address("Ada Field", "ada@reader.example")
KNOWN = Known(our_addresses=frozenset({US.email}), our_domains=frozenset({"council.example"}))


def reasons(message: InboundMessage, checked: Authentication | None = None) -> list[str]:
    found = withheld_because(message, KNOWN, signs_in(message), checked or Authentication())
    return [reason.rule for reason in found]


def from_ada(**facts: object) -> InboundMessage:
    return InboundMessage(**{"sender": ADA, "to": (US,), "message_id": "<1@reader.example>", **facts})  # type: ignore[arg-type]


def test_nothing_withholds_an_ordinary_letter() -> None:
    assert reasons(from_ada(return_path="ada@reader.example")) == []


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("auto-submitted", from_ada(headers={"auto-submitted": ("auto-replied",)})),
        ("suppress", from_ada(headers={"x-auto-response-suppress": ("AutoReply",)})),
        ("not-addressed-to-us", from_ada(to=(Address("", "everyone@lists.example"),))),
        ("no-address", from_ada(sender=Address("Ada", ""))),
        ("no-address", from_ada(sender=None)),
        ("from-us", from_ada(sender=US)),
        ("our-message-id", from_ada(message_id="<1@council.example>")),
    ],
)
def test_a_sign_withholds_it_and_is_named(rule: str, message: InboundMessage) -> None:
    assert rule in reasons(message)


def test_a_copy_or_a_resent_letter_is_addressed_to_us() -> None:
    assert reasons(from_ada(to=(), cc=(US,))) == []
    assert reasons(from_ada(to=(), headers={"resent-to": ("FOI@council.example",)})) == []
    assert reasons(from_ada(to=(Address("", "foi+bins@council.example"),))) == []


def test_a_sender_whose_domain_refuses_such_mail_is_not_answered() -> None:
    assert reasons(from_ada(), Authentication(dmarc="fail", policy="reject")) == ["authentication"]
    assert reasons(from_ada(), Authentication(dmarc="fail", policy="none")) == []


def test_a_failing_sender_in_our_own_domain_is_not_answered_whatever_its_policy() -> None:
    colleague = Address("", "someone@council.example")
    assert reasons(from_ada(sender=colleague), Authentication(dmarc="fail")) == ["authentication"]


def test_three_addresses_in_three_domains_wait_unless_dmarc_passed() -> None:
    message = from_ada(return_path="x@bulk.example", reply_to=(Address("", "y@third.example"),))
    assert reasons(message) == ["scattered-addresses"]
    assert reasons(message, Authentication(dmarc="pass")) == []


def test_an_answer_goes_to_reply_to_only_where_it_is_one_and_in_the_same_domain() -> None:
    office = Address("", "office@reader.example")
    assert reply_address(from_ada(reply_to=(office,))) == office
    assert reply_address(from_ada(reply_to=(office, ADA))) == ADA
    assert reply_address(from_ada(reply_to=(Address("", "ada@elsewhere.example"),))) == ADA
