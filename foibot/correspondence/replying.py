"""What a colleague says by answering a notice, and whether it is believed: a header is a claim, proof is our border's.

Two questions, both pure: is the sender surely that colleague (`why_not_believed`), and what does the first line say
(`said_in`)? Nothing here knows a register; who may do what is decided elsewhere.
"""

import re
from datetime import datetime, timedelta
from hashlib import sha256

from foibot.correspondence.authentication import RESULT, authentication, of_our_border
from foibot.correspondence.machine import signs_in
from foibot.correspondence.message import InboundMessage
from foibot.lean import dataclass

TOO_SOON = timedelta(seconds=60)
HARMLESS_SIGNS = frozenset({"suppress", "many-hops"})
"""Signs that forbid an automatic answer, and say nothing of who wrote."""
APPROVE = re.compile(r"APPROVE ([0-9]{8})")
REJECT = re.compile(r"REJECT (\S.*)")
COMMAND = re.compile(r"foibot (\S.*)")
JUDGED = re.compile(r"\bheader\.from\s*=\s*\"?([^\s;\"]*)", re.IGNORECASE)
SIGNED_FOR = re.compile(r"\bheader\.(?:d|i)\s*=\s*\"?([^\s;\"]*)", re.IGNORECASE)
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|\([^()]*\)')
ADDRESS = r"[^\s<>()\",;:@]+@[^\s<>()\",;:@]+"
ONE_ADDRESS = re.compile(rf"[^<>()\",;:@]*<\s*({ADDRESS})\s*>|({ADDRESS})")
LONGEST_FROM = 1_000
CHECK_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Said:
    """What the first line of a reply asks for: `approve` with the check, `reject` with the reason, or a command."""

    act: str
    words: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What a reply is held against: whose it must be, whose verdicts count, when the notice left and the reply came."""

    email: str
    authserv_id: str
    left_at: datetime | None
    arrived_at: datetime


def why_not_believed(message: InboundMessage, proof: Proof) -> str:
    """Say why a reply does not count as that colleague's own word; empty where it does."""
    sender = message.sender
    if sender is None or not sender.key == _only_sender(message) == proof.email.casefold():
        return "it does not come from the address to which the notice went, and from no other"
    automatic = [sign.name for sign in signs_in(message) if sign.name not in HARMLESS_SIGNS]
    if automatic:
        return "a machine or a list has sent it, not you"
    if proof.left_at is None or proof.arrived_at - proof.left_at < TOO_SOON:
        return "it came within a minute of the notice, which is how machines answer"
    if not is_authentic(message, proof.authserv_id):
        return "our mail server does not vouch for its sender (no DMARC pass, and no DKIM signature of your domain)"
    return ""


def _only_sender(message: InboundMessage) -> str:
    """Return the address in From where it is the only one; empty where there are more, or it can be read in two ways.

    A border judges one address (RFC 7489 section 6.6.1), and of two it may be the other.
    """
    written = message.headers.get("from", ())
    if len(written) != 1 or len(written[0]) > LONGEST_FROM:
        return ""
    found = ONE_ADDRESS.fullmatch(QUOTED.sub(" ", written[0]).strip())
    return (found[1] or found[2]).casefold() if found else ""


def is_authentic(message: InboundMessage, authserv_id: str) -> bool:
    """Tell whether our own border vouches for the address in From: DMARC passes, or DKIM does, for that very domain."""
    found, domain = authentication(message, authserv_id), message.sender.domain if message.sender else ""
    if not domain or (found.dmarc and found.dmarc != "pass"):
        return False
    said = [piece.said for piece in of_our_border(message, authserv_id)]
    if found.dmarc:
        return all(one == domain for one in _domains(said, "dmarc", JUDGED))
    return domain in _domains([one for one in said if _result(one) == ("dkim", "pass")], "dkim", SIGNED_FOR)


def _result(said: str) -> tuple[str, str]:
    found = RESULT.match(said)
    return (found[1].lower(), found[2].lower()) if found else ("", "")


def _domains(said: list[str], method: str, named: re.Pattern[str]) -> list[str]:
    """Return the domains that the results of a method are about, as far as they name them."""
    found = (named.search(one) for one in said if _result(one)[0] == method)
    return [one[1].rpartition("@")[2].casefold().rstrip(".") for one in found if one]


def said_in(text: str) -> Said | None:
    """Return what the first line of the new text asks for; None where it asks nothing, or more lines than one ask."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    asked = [said for line in lines if (said := _said(line))]
    return asked[0] if len(asked) == 1 and lines and _said(lines[0]) else None


def _said(line: str) -> Said | None:
    for act, form in (("approve", APPROVE), ("reject", REJECT), ("command", COMMAND)):
        if found := form.fullmatch(line):
            return Said(act, found[1])
    return None


def check_of(digest: str) -> str:
    """Return the eight digits by which an approval names the very revision; `digest` is that of its bytes."""
    return str(int(sha256(f"check {digest}".encode()).hexdigest()[:16], 16) % 10**CHECK_DIGITS).zfill(CHECK_DIGITS)
