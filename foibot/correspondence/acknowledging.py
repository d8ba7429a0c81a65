"""Whether an acknowledgement may leave by itself, and to whom: every sign that withholds it, with the words seen.

RFC 3834 sections 2 and 4. A withheld acknowledgement is a draft for a person; the request is logged all the same.
"""

from collections.abc import Iterator

from foibot.correspondence.authentication import Authentication
from foibot.correspondence.known import Known
from foibot.correspondence.machine import SIGNS, SeenSign
from foibot.correspondence.message import Address, InboundMessage
from foibot.lean import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that spoke, and the words it saw."""

    rule: str
    evidence: str


ABOUT_THE_WRITER = frozenset(
    (*(sign.name for sign in SIGNS), "from-us", "our-message-id", "authentication", "scattered-addresses")
)
"""What speaks against answering the address by itself in a later letter too, and not only that message."""


def reply_address(message: InboundMessage) -> Address | None:
    """Where an automatic answer goes: From, or a single Reply-To in the same domain."""
    sender = message.sender
    if sender is None or "@" not in sender.email:
        return None
    if len(message.reply_to) == 1 and message.reply_to[0].domain == sender.domain:
        return message.reply_to[0]
    return sender


def addressed_to_us(message: InboundMessage, known: Known) -> bool:
    """Tell whether one of our addresses stands in To, Cc or Resent-To; true where our addresses are not known."""
    if not known.our_addresses:
        return True
    if any(known.is_ours(address) for address in (*message.to, *message.cc)):
        return True
    resent = " ".join(message.headers.get("resent-to", ())).casefold()
    return any(ours in resent for ours in known.our_addresses)


def withheld_because(
    message: InboundMessage, known: Known, signs: tuple[SeenSign, ...], checked: Authentication
) -> Iterator[Reason]:
    """Every reason for which no acknowledgement leaves without a person."""
    for sign in signs:
        yield Reason(sign.name, sign.evidence)
    to = reply_address(message)
    if to is None:
        yield Reason("no-address", "nobody to answer")
        return
    if not addressed_to_us(message, known):
        yield Reason("not-addressed-to-us", "none of our addresses in To or Cc")
    if known.is_ours(message.sender) or known.is_ours(to):
        yield Reason("from-us", to.email)
    id_domain = message.message_id.rpartition("@")[2].strip("<> ").casefold()
    if id_domain and id_domain in known.our_domains:
        yield Reason("our-message-id", message.message_id)
    if checked.failed or (checked.dmarc == "fail" and message.sender and message.sender.domain in known.our_domains):
        yield Reason("authentication", f"{checked} policy={checked.policy}")
    yield from scattered(message, checked)


def scattered(message: InboundMessage, checked: Authentication) -> Iterator[Reason]:
    """Return-Path, From and Reply-To all in different domains, and DMARC did not pass."""
    if not message.sender or not message.return_path or not message.reply_to or checked.dmarc == "pass":
        return
    domains = {message.return_path.rpartition("@")[2], message.sender.domain, message.reply_to[0].domain}
    if len(domains) == 3:  # noqa: PLR2004 - one each
        yield Reason("scattered-addresses", ", ".join(sorted(domains)))
