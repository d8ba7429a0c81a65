"""What relays answer to a letter: a Message-ID is learned where one is named, and a queue id never."""

import pytest

from foibot.correspondence.relay_names import as_kept, message_ids_told

SES = "0102018f2a3b4c5d-1a2b3c4d-5e6f-7081-92a3-b4c5d6e7f809-000000"


@pytest.mark.parametrize(
    ("answer", "named"),
    [
        (f"250 Ok {SES}", f"<{SES}@amazonses.com>"),
        (
            "250 2.0.0 OK <AB0PR01MB0123ABCD@AB0PR01MB0123.eurprd01.prod.outlook.com> "
            "[Hostname=AB0PR01MB0123.eurprd01.prod.outlook.com]",
            "<AB0PR01MB0123ABCD@AB0PR01MB0123.eurprd01.prod.outlook.com>",
        ),
        (
            "250 2.6.0 <1a2b@council.example> [InternalId=4711, Hostname=mx.council.example] 2042 bytes in 0.1, "
            "19 KB/sec Queued mail for delivery",
            "<1a2b@council.example>",
        ),
        ("250 2.0.0 OK: queued as <202603031000.4711@smtp-relay.example>", "<202603031000.4711@smtp-relay.example>"),
    ],
)
def test_a_relay_that_names_the_letters_message_id_is_understood(answer: str, named: str) -> None:
    assert message_ids_told(answer) == (named,)


@pytest.mark.parametrize(
    "answer",
    [
        "250 2.0.0 Ok: queued as 4XyZ1234abcd",
        "250 2.0.0 OK  1772532000 5b1f17b1804b1-4a0000000001si12345.67 - gsmtp",
        "250 OK id=1tABCD-0000000001-2abc",
        "250 2.1.5 <ada@reader.example> accepted",
        "250 2.0.0 OK <ada@reader.example> has it",
        "250 Ok",
        "250 Ok 0102018f2a3b4c5d",
        "",
    ],
)
def test_a_queue_id_or_an_address_is_no_message_id(answer: str) -> None:
    assert message_ids_told(answer) == ()


@pytest.mark.parametrize("domain", ["email.amazonses.com", "eu-west-1.amazonses.com", "amazonses.com"])
def test_an_id_of_amazon_ses_is_one_whatever_region_stands_in_it(domain: str) -> None:
    assert as_kept(f"<{SES}@{domain}>") == f"<{SES}@amazonses.com>"


@pytest.mark.parametrize(
    "message_id", [f"<{SES}@amazonses.com.other.example>", f"<x{SES}@email.amazonses.com>", "<a@email.amazonses.com>"]
)
def test_what_only_looks_like_one_is_kept_as_it_is(message_id: str) -> None:
    assert as_kept(message_id) == message_id
