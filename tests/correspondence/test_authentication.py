"""Whose word is taken about a sender: that of our own border, and of nobody else."""

import pytest

from foibot.correspondence.authentication import Authentication, authentication
from foibot.correspondence.message import InboundMessage

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


def test_several_headers_of_our_border_are_read_together() -> None:
    found = checked("mx.council.example 1; spf=softfail", "MX.council.example; dmarc=fail (p=reject dis=none)")
    assert (found.spf, found.dmarc, found.policy) == ("softfail", "fail", "reject")


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
