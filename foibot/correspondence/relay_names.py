"""Which other Message-ID a relay gives a letter of ours, as far as its answer to the final dot says so.

Replies and reports name the letter by the Message-ID it arrived with. A queue id, which is what most servers answer
with, is no Message-ID and is left alone; a new relay is a row in `RELAYS`.
"""

import re

from foibot.lean import dataclass

SES_ID = r"[0-9a-f]{16}-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-\d{6}"
ANY_ID = r"<[^<>\s@]{1,200}@[^<>\s@]{1,200}>"
# One id, another domain in each region: email.amazonses.com, eu-west-1.amazonses.com.
BY_SES = re.compile(rf"<({SES_ID})@(?:[a-z0-9-]+\.){{0,3}}amazonses\.com>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Relay:
    """A relay: how its answer names the letter, and the Message-ID that makes of it (`{}` is what it named)."""

    name: str
    answer: re.Pattern[str]
    message_id: str = "{}"


RELAYS: tuple[Relay, ...] = (
    Relay("Amazon SES", re.compile(rf"250 Ok ({SES_ID})", re.IGNORECASE), "<{}@amazonses.com>"),
    Relay("Exchange", re.compile(rf"250 2\.[06]\.0 (?:OK )?({ANY_ID}) \[(?:InternalId|Hostname)=.*", re.IGNORECASE)),
    Relay("Brevo", re.compile(rf"250 2\.0\.0 OK: queued as ({ANY_ID})", re.IGNORECASE)),
)


def message_ids_told(answer: str) -> tuple[str, ...]:
    """Return the Message-IDs that a server's answer to a letter names, in the form in which they are kept."""
    found = ((relay, relay.answer.fullmatch(answer.strip())) for relay in RELAYS)
    return tuple(as_kept(relay.message_id.format(match[1])) for relay, match in found if match)


def as_kept(message_id: str) -> str:
    """Return a Message-ID as it is kept and looked for: one of Amazon SES without the region it went through."""
    match = BY_SES.fullmatch(message_id)
    return f"<{match[1].lower()}@amazonses.com>" if match else message_id
