"""What our own border says of a sender: SPF, DKIM and DMARC as Authentication-Results reports them.

Only results whose authserv-id is ours count; anyone can write the others (RFC 8601 section 5). No request is refused
for a failing check.
"""

import re
from dataclasses import dataclass

from foibot.correspondence.message import InboundMessage

RESULT = re.compile(r"\b(dmarc|spf|dkim|arc|compauth)\s*=\s*([a-z]+)", re.IGNORECASE)
POLICY = re.compile(r"\b(?:p|policy\.dmarc|policy)\s*=\s*(reject|quarantine|none)|\baction\s*=\s*(\w+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Authentication:
    """Results by method, pass, fail or what the border wrote; empty where it wrote nothing."""

    dmarc: str = ""
    spf: str = ""
    dkim: str = ""
    policy: str = ""

    @property
    def failed(self) -> bool:
        """Tell whether the domain asked that such mail be refused or set aside."""
        return self.dmarc == "fail" and self.policy in ("reject", "quarantine", "oreject")

    def __str__(self) -> str:
        said = (("dmarc", self.dmarc), ("spf", self.spf), ("dkim", self.dkim))
        return " ".join(f"{name}={value}" for name, value in said if value)


def authentication(message: InboundMessage, authserv_id: str) -> Authentication:
    """Read the results of our own border; `authserv_id` empty means that nobody is believed."""
    found: dict[str, str] = {}
    policy = ""
    for value in message.headers.get("authentication-results", ()) if authserv_id else ():
        host = value.partition(";")[0].split()
        if not host or host[0].casefold() != authserv_id.casefold():
            continue
        for match in RESULT.finditer(value.partition(";")[2]):
            method, result = match[1].lower(), match[2].lower()
            if method not in found or result == "pass":
                found[method] = result
        asked = POLICY.search(value)
        policy = policy or ((asked[1] or asked[2]).lower() if asked else "")
    return Authentication(found.get("dmarc", ""), found.get("spf", ""), found.get("dkim", ""), policy)
