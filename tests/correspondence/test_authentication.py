"""Whose word is taken about a sender: that of our own border, and of nobody else."""

import pytest

from foibot.correspondence.authentication import Authentication, authentication
from foibot.correspondence.message import InboundMessage
from foibot.mail.parse import parse

OURS = "mx.council.example"


def checked(*results: str, authserv_id: str = OURS) -> Authentication:
    return authentication(InboundMessage(headers={"authentication-results": results}), authserv_id)


def test_our_border_is_believed() -> None:
    found = checked("mx.council.example; spf=pass smtp.mailfrom=x.example; dkim=fail; dmarc=pass header.from=x.example")
    assert str(found) == "dmarc=pass spf=pass dkim=fail"


def test_results_that_anyone_else_wrote_are_not_read() -> None:
    assert checked("mx.attacker.example; dmarc=pass; dkim=pass") == Authentication()


def test_nobody_is_believed_where_no_border_is_configured() -> None:
    assert checked("mx.council.example; dmarc=pass", authserv_id="") == Authentication()


def test_only_the_topmost_header_of_our_border_counts_whatever_a_sender_writes_below_it() -> None:
    found = checked(
        "mx.elsewhere.example; dmarc=pass", f"{OURS}; dmarc=fail (p=reject)", f"{OURS}; dmarc=pass; spf=pass"
    )
    assert (found.dmarc, found.policy, found.spf, found.failed) == ("fail", "reject", "", True)


def test_the_headers_of_a_message_are_read_in_the_order_in_which_they_stand() -> None:
    lines = [f"Authentication-Results: {OURS}; dmarc=fail (p=reject)", f"Authentication-Results: {OURS}; dmarc=pass"]
    head = "\r\n".join(["Received: from a by b", lines[0], "From: a@b.example", lines[1], "Subject: x"])
    assert authentication(parse(f"{head}\r\n\r\nx\r\n".encode()), OURS).failed


@pytest.mark.parametrize(
    "results",
    ["dmarc=pass; dmarc=fail (p=reject)", "dmarc=fail (p=reject); dmarc=pass", "dmarc/1 = fail (p=reject)"],
)
def test_the_worst_of_several_results_of_dmarc_is_believed(results: str) -> None:
    assert checked(f"{OURS}; {results}").failed


@pytest.mark.parametrize(
    "server", [f"(a; (nested) comment) {OURS} 1", f"{OURS} (by us)", "MX.council.example 1", f'"{OURS}"']
)
def test_a_comment_and_a_version_beside_our_name_are_read_over(server: str) -> None:
    assert checked(f"{server}; dmarc=fail (p=reject dis=none)", f"{OURS}; dmarc=pass").failed


@pytest.mark.parametrize(
    "result",
    [
        'spf=fail smtp.mailfrom="x; dmarc=pass"@a.example',
        "spf=fail (sent by x; dmarc=pass)",
        "spf=fail reason=dmarc=pass",
    ],
)
def test_what_a_sender_put_into_a_result_of_our_border_is_no_result(result: str) -> None:
    assert str(checked(f"{OURS}; {result}")) == "spf=fail"


@pytest.mark.parametrize(
    ("result", "failed"),
    [
        ("dmarc=fail (p=reject dis=reject)", True),
        ("dmarc=fail action=quarantine header.from=x.example", True),
        ("dmarc=fail action=oreject header.from=x.example", True),
        ("dmarc=fail (p=none dis=none)", False),
        ("dmarc=pass (p=reject)", False),
        ("spf=fail; dmarc=none", False),
    ],
)
def test_only_what_the_domain_asked_to_refuse_has_failed(result: str, failed: bool) -> None:
    assert checked(f"{OURS}; {result}").failed is failed
