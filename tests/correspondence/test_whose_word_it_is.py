"""Whether an answer to a notice is surely a colleague's: one sender, and our border vouches for that very domain."""

from datetime import UTC, datetime, timedelta

import pytest
from builders import make_mail

from foibot.correspondence.replying import Proof, why_not_believed
from foibot.mail.parse import parse

OURS, PAT = "mx.council.example", "pat.lowe@council.example"
CAME = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
PROOF = Proof(PAT, OURS, CAME - timedelta(hours=1), CAME)
PASS = "dmarc=pass header.from=council.example"


def why_not(writer: str, results: str) -> str:
    raw = make_mail(writer=f"Pat Lowe <{PAT}>", headers={"Authentication-Results": f"{OURS}; {results}"})
    head = f"From: {writer}".encode()
    lines = [head if line.startswith(b"From:") else line for line in raw.split(b"\r\n")]
    return why_not_believed(parse(b"\r\n".join(lines)), PROOF)


@pytest.mark.parametrize(
    "writer",
    [
        f"Pat Lowe <{PAT}>",
        PAT,
        f"<{PAT}>",
        f'"Lowe, Pat (Legal) <x@evil.example>" <{PAT}>',
        f"{PAT} (Pat Lowe)",
        f"=?utf-8?q?P=C3=A1t?= <{PAT.upper()}>",
    ],
)
@pytest.mark.parametrize(
    "results",
    [
        PASS,
        "spf=pass smtp.mailfrom=evil.example; dmarc=pass (p=none dis=none) header.from=Council.Example.",
        "dmarc=pass action=none header.from=council.example; compauth=pass reason=100",
        "dmarc=pass",
        "dkim=pass header.d=council.example",
        "dkim=pass header.i=@council.example; dkim=fail header.d=list.example",
    ],
)
def test_one_sender_of_whom_our_border_is_sure_is_believed(writer: str, results: str) -> None:
    assert why_not(writer, results) == ""


@pytest.mark.parametrize(
    "writer",
    [
        f"Pat Lowe <{PAT}>, Eve <eve@evil.example>",
        f"Eve <eve@evil.example>, Pat Lowe <{PAT}>",
        f"Pat Lowe <{PAT}>; eve@evil.example",
        f"{PAT} <eve@evil.example>",
        f"Pat <{PAT}> <eve@evil.example>",
        f"Team: {PAT}, eve@evil.example;",
        f'"Pat" <{PAT}> "<eve@evil.example',
        f"{'P' * 2_000} <{PAT}>",
        "Pat <pat.lowe@council.example.evil.example>",
        "Pat Lowe",
    ],
)
def test_who_may_be_one_of_two_is_believed_nothing(writer: str) -> None:
    assert "from no other" in why_not(writer, PASS)


@pytest.mark.parametrize(
    "results",
    [
        "dmarc=pass header.from=evil.example",
        "dmarc=pass header.from=council.example.evil.example",
        "dmarc=pass header.from=council.example_evil.example",
        "dmarc=pass header.from=evilcouncil.example",
        "dmarc=pass header.from=",
        f"{PASS}; dmarc=pass header.from=evil.example",
        f"{PASS}; dmarc=fail header.from=council.example",
        "dmarc=pass header.from=council.example.evil.example; dkim=pass header.d=council.example",
        "dkim=pass header.d=council.example_evil.example",
        "dkim=pass header.d=sub.council.example",
        "dkim=pass (header.d=council.example) header.d=evil.example",
        "spf=pass smtp.mailfrom=council.example",
        "none",
    ],
)
def test_a_verdict_of_another_domain_proves_nothing(results: str) -> None:
    assert "does not vouch for its sender" in why_not(f"Pat Lowe <{PAT}>", results)
