"""What our own border says of a sender: SPF, DKIM and DMARC as Authentication-Results reports them.

Only the topmost header whose authserv-id is ours counts: a border adds its own above all others, and anyone can write
the others in its name (RFC 8601 sections 5 and 7.1). No request is refused for a failing check.
"""

import re
from collections.abc import Iterator

from foibot.correspondence.message import InboundMessage
from foibot.lean import dataclass

READ = 10_000
WORDS = re.compile(r'"(?:[^"\\]|\\.)*"?|\\.?|[();]|[^()"\\;]+', re.DOTALL)
RESULT = re.compile(r"\s*(dmarc|spf|dkim)(?:\s*/\s*\d+)?\s*=\s*([a-z]+)", re.IGNORECASE)
POLICY = re.compile(r"\b(?:p|policy\.dmarc|policy)\s*=\s*(reject|quarantine|none)|\baction\s*=\s*(\w+)", re.IGNORECASE)
# Of several results of DMARC the first of these is believed: one domain of two that fails is enough.
WORST_FIRST = ("fail", "permerror", "temperror", "none")


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


def speaks_against(results: str) -> bool:
    """Tell whether results as `Authentication` writes them leave a sender without proof; where there are none, not.

    What a border writes of nobody, mail within the house, speaks against nobody.
    """
    said = dict(result.split("=", 1) for result in results.split())
    return said["dmarc"] != "pass" if "dmarc" in said else bool(said) and said.get("dkim") != "pass"


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between two semicolons: outside the comments, and all of it."""

    said: str
    whole: str


def pieces(value: str) -> Iterator[Piece]:
    """Return the pieces of an Authentication-Results header; comments may hold comments (RFC 5322 section 3.2.2)."""
    said, whole, depth = list[str](), list[str](), 0
    for word in WORDS.findall(value[:READ]):
        if word == ";" and not depth:
            yield Piece("".join(said), "".join(whole))
            said, whole = [], []
            continue
        depth += (word == "(") - (word == ")" and depth > 0)
        whole.append(word)
        if not depth:
            said.append(" " if word == ")" else word)
    yield Piece("".join(said), "".join(whole))


def of_our_border(message: InboundMessage, authserv_id: str) -> list[Piece]:
    """Return the results in the topmost header of our border; none where there is no such header."""
    for value in message.headers.get("authentication-results", ()) if authserv_id else ():
        server, *results = pieces(value)
        named = server.said.split()
        if named and named[0].strip('"').casefold() == authserv_id.casefold():
            return results
    return []


def rank(result: str) -> int:
    """Return how far a result of DMARC is from the worst."""
    return WORST_FIRST.index(result) if result in WORST_FIRST else len(WORST_FIRST)


def authentication(message: InboundMessage, authserv_id: str) -> Authentication:
    """Read the results of our own border; `authserv_id` empty means that nobody is believed."""
    found: dict[str, str] = {}
    policy = ""
    for piece in of_our_border(message, authserv_id):
        match = RESULT.match(piece.said)
        if match is None:
            continue
        method, result = match[1].lower(), match[2].lower()
        if method != "dmarc":
            found[method] = result if result == "pass" else found.get(method, result)
        elif method not in found or rank(result) < rank(found[method]):
            found[method] = result
            asked = POLICY.search(piece.whole)
            policy = (asked[1] or asked[2]).lower() if asked else ""
    return Authentication(found.get("dmarc", ""), found.get("spf", ""), found.get("dkim", ""), policy)
