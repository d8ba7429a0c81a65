"""The header of a message or part: where it ends, its fields, and what one field says.

The standard library's own reader is not used for the block because it goes line by line through the body too, and
raises on some fields under its default policy; its functions for single values (addresses, dates) are used where
they hold. Bodies and parts do not belong here.
"""

import re
from dataclasses import field
from datetime import UTC, datetime
from email.utils import getaddresses, parsedate_tz
from urllib.parse import unquote_to_bytes

from foibot.correspondence.message import OUT_OF_BOUNDS, Address, ReceivedLine
from foibot.lean import dataclass
from foibot.mail.charsets import cleaned, decoded, undeclared, with_words_decoded

MAX_BLOCK = 1_000_000
MAX_VALUE = 64_000
MAX_FIELDS = 2_000
MAX_RECIPIENTS = 500
MAX_IDS = 200
TYPE_LENGTH = 4_000
ADDRESS_LENGTH = 320

FIELD = re.compile(rb"^([!-9;-~]{1,100})[ \t]*:[ \t]*([^\n]*)", re.MULTILINE)
FOLD = re.compile(rb"\r?\n[ \t]+")
# A parameter that some programs put on a line of its own without the white space that makes it a continuation.
STRAY_PARAMETER = re.compile(rb";[ \t]*\r?\n(?=(?:boundary|charset|name|filename)\*?=)", re.IGNORECASE)
BLANK_LINE = re.compile(rb"\n[ \t]*\r?\n")
NOT_A_FIELD = re.compile(rb"^(?![!-9;-~]{1,100}[ \t]*:|[ \t]|\r?$|>?From )", re.MULTILINE)
STANDARD = frozenset(["from", "to", "cc", "subject", "date", "message-id", "content-type", "mime-version", "received"])
STANDARD |= {"reply-to", "sender", "return-path", "in-reply-to", "references", "auto-submitted", "delivered-to"}
STANDARD |= {"content-transfer-encoding"}
WELL_KNOWN = re.compile(
    rb"^(?:" + b"|".join(sorted(name.encode() for name in STANDARD)) + rb")[ \t]*:", re.MULTILINE | re.IGNORECASE
)
WELL_KNOWN_FIELD = re.compile(WELL_KNOWN.pattern + rb"[^\n]*(?:\n[ \t][^\n]*){0,50}", re.MULTILINE | re.IGNORECASE)
LEADING_LINES = re.compile(rb"(?:[ \t]*\r?\n){0,500}(?:>?From [^\n]*\n)?(?:\xef\xbb\xbf)?")
PARAMETER = re.compile(r';\s*([^\s=;*"]{1,60})(\*\d{1,3})?(\*)?\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)', re.DOTALL)
CHARSET_AND_LANGUAGE = re.compile(r"[^']*'[^']*'")
PLAIN_ADDRESS = re.compile(
    r'\s*(?:(?P<name>[^"<>,;:()\\@\[\]]*|"[^"\\]*")\s*<(?P<inner>[^<>\s@,;"()]+@[^<>\s@,;"()]+)>'
    r'|(?P<bare>[^<>\s@,;"()]+@[^<>\s@,;"()]+))\s*'
)
UNROUTED = re.compile(r"<([^<>\s]+)>")
# One address of a list: commas and brackets inside quotes, comments, encoded words and <...> belong to it.
ONE_OF_A_LIST = re.compile(
    r'(?:"[^"]{0,500}"|\([^()]{0,500}\)|=\?[^?\s]{1,60}\?[bq]\?[^?\s]{0,500}\?=|<[^<>]{0,500}>|[^,])+', re.IGNORECASE
)
IN_BRACKETS = re.compile(r"(?P<name>.*)<(?:\s*@[^<>:]*:)?(?P<inner>[^<>]+@[^<>@]+)>\s*(?:\([^()]*\))?[\s;]*", re.DOTALL)
MAILTO = "mailto:"
GROUP = re.compile(r'^[^"<@:]*:')
ANY_ADDRESS = re.compile(r"[^<>\s@,;:\"()\[\]]{1,256}@[^<>\s@,;:\"()\[\]]{1,256}")
CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
MESSAGE_ID = re.compile(r"<\s*([^<>\s][^<>\r\n]{0,990}?)\s*>")
RECEIVED_BY = re.compile(r"(?:^|\s)by\s+([A-Za-z0-9._:\[\]-]+)")
RECEIVED_FOR = re.compile(r"(?:^|\s)for\s+<?([^<>\s;]+@[^<>\s;]+)>?")


@dataclass(slots=True)
class Header:
    """The fields of one header: lower-case names, unfolded text, those of one name in their order."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    defects: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, name: str, value: bytes) -> None:
        """Keep a field, within bounds; of too many, the first of each that matters."""
        self.count += 1
        if self.count > MAX_FIELDS:
            if self.count == MAX_FIELDS + 1:
                self.defects.append(f"{OUT_OF_BOUNDS}: more than {MAX_FIELDS} header fields")
            if name not in STANDARD or name in self.fields:
                return
        if len(value) > MAX_VALUE:
            self.defects.append(f"{OUT_OF_BOUNDS}: a header field of {len(value)} bytes")
            value = value[:MAX_VALUE]
        self.fields.setdefault(name, []).append(as_text(value.rstrip()))

    def first(self, name: str) -> str:
        """Return the first value of the field, or the empty string."""
        values = self.fields.get(name)
        return values[0] if values else ""

    def every(self, name: str) -> list[str]:
        """Return every value of the field."""
        return self.fields.get(name, [])


def split_block(raw: bytes, start: int, end: int) -> tuple[int, int, int]:
    """Find the header in raw[start:end]: (its start, its end, the start of the body)."""
    lead = LEADING_LINES.match(raw, start, end)
    begin = lead.end() if lead else start
    if FIELD.match(raw, begin, min(end, begin + 200)) is None and not WELL_KNOWN.search(
        raw, begin, min(end, begin + 10_000)
    ):
        return start, start, start
    blank = BLANK_LINE.search(raw, begin, end)
    stop, body = (blank.start() + 1, blank.end()) if blank else (end, end)
    stray = NOT_A_FIELD.search(raw, begin, min(stop, begin + MAX_BLOCK))
    if stray and not WELL_KNOWN.search(raw, stray.start(), stop):
        return begin, stray.start(), stray.start()
    return begin, stop, body


def as_text(value: bytes) -> str:
    """Return a header value as text: ASCII, else UTF-8, else Windows-1252."""
    return cleaned(value.decode("ascii") if value.isascii() else undeclared(value)[0])


def read_header(raw: bytes, start: int, end: int) -> tuple[Header, int]:
    """Read the header of raw[start:end]; also where the body begins."""
    begin, stop, body = split_block(raw, start, end)
    header = Header()
    block = raw[begin : min(stop, begin + MAX_BLOCK)]
    if stop - begin > MAX_BLOCK:
        header.defects.append(f"{OUT_OF_BOUNDS}: a header of {stop - begin} bytes")
        block += b"\n" + b"\n".join(found[0] for found in WELL_KNOWN_FIELD.finditer(raw, begin + MAX_BLOCK, stop))
    if b"\n " in block or b"\n\t" in block:
        block = FOLD.sub(b" ", block)
    if b"=" in block and STRAY_PARAMETER.search(block):
        block = STRAY_PARAMETER.sub(b"; ", block)
    for match in FIELD.finditer(block):
        header.add(match[1].decode("ascii").lower(), match[2])
    return header, body


def value_and_parameters(value: str) -> tuple[str, dict[str, str]]:
    """Split a Content-Type or Content-Disposition into its value and parameters (RFC 2045, RFC 2231)."""
    value = value[:TYPE_LENGTH]
    head, _, _ = value.partition(";")
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for match in PARAMETER.finditer(value):
        text = match[4].strip()
        if text.startswith('"'):
            text = re.sub(r"\\(.)", r"\1", text.strip('"'))
        number = int(match[2][1:]) if match[2] else 0
        pieces.setdefault(match[1].lower(), []).append((number, bool(match[3]), text))
    return head.strip().strip("\"'").lower(), {name: joined_parameter(found) for name, found in pieces.items()}


def joined_parameter(pieces: list[tuple[int, bool, str]]) -> str:
    """Join the pieces of one parameter; the encoded form wins over the plain one (RFC 2231 section 4)."""
    numbers = [number for number, _, _ in pieces]
    if len(set(numbers)) < len(numbers):
        pieces = [max(pieces, key=lambda piece: piece[1])]
    pieces = sorted(pieces)
    if not any(encoded for _, encoded, _ in pieces):
        return "".join(text for _, _, text in pieces)
    charset, first = "utf-8", pieces[0][2]
    if CHARSET_AND_LANGUAGE.match(first):
        charset, _, rest = first.split("'", 2)
        pieces[0] = (pieces[0][0], pieces[0][1], rest)
    raw = b"".join(unquote_to_bytes(text) if encoded else text.encode() for _, encoded, text in pieces)
    return decoded(raw, charset)[0]


def address(name: str, email: str) -> Address:
    """Return an address with its name decoded and its domain in lower case."""
    email = CONTROL.sub("", with_words_decoded(email)).strip().strip("<>")[:ADDRESS_LENGTH]
    email = email[len(MAILTO) :] if email[: len(MAILTO)].lower() == MAILTO else email
    if email[:1] in ("'", '"') and email.endswith(email[0]):
        email = email.strip("'\"")
    local, at, domain = email.rpartition("@")
    shown = with_words_decoded(name).strip().strip('"').strip()
    return Address(CONTROL.sub(" ", shown)[:200], f"{local}{at}{domain.lower().rstrip('.')}")


def addresses(value: str) -> list[Address]:
    """Read an address list (RFC 5322 section 3.4)."""
    plain = PLAIN_ADDRESS.fullmatch(value)
    if plain:
        return [address(plain["name"] or "", plain["inner"] or plain["bare"])]
    found = [one for piece in ONE_OF_A_LIST.finditer(value) for one in listed(piece[0])]
    if not found and not UNROUTED.search(value):
        found = [address("", match[0]) for match in ANY_ADDRESS.finditer(with_words_decoded(value))]
    return found


def listed(piece: str) -> list[Address]:
    """Read one entry of an address list: the address in <...> counts, whatever the name before it looks like."""
    if "@" not in piece:
        return []
    bracketed = IN_BRACKETS.fullmatch(piece)
    if bracketed:
        return [address(GROUP.sub("", bracketed["name"], count=1), bracketed["inner"])]
    if UNROUTED.search(piece):
        return []
    return [address(name, email) for name, email in getaddresses([piece]) if email and "@" in email]


def sender_of(value: str) -> Address | None:
    """Return the one address a message is from; a name without an address is kept, as a person must see it."""
    found = addresses(value)
    if found:
        return found[0]
    inner = UNROUTED.search(value)
    name = with_words_decoded(UNROUTED.sub("", value)).strip().strip('<>"').strip()
    return Address(name[:200], inner[1][:ADDRESS_LENGTH] if inner else "") if name or inner else None


def instant(value: str) -> datetime | None:
    """Return the moment a Date names, in UTC; None where it names none. Without a zone it is read as UTC."""
    parts = parsedate_tz(value[:200])
    if parts is None:
        return None
    try:
        moment = datetime(*parts[:6], tzinfo=UTC).timestamp() - (parts[9] or 0)
        return datetime.fromtimestamp(moment, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def message_ids(values: list[str]) -> tuple[str, ...]:
    """Every Message-ID in the fields as `<id>`, each once, in order; the first and the last of a long list."""
    found = [f"<{match[1]}>" for value in values for match in MESSAGE_ID.finditer(value)]
    if not found:
        found = [f"<{word.strip('<>,;')}>" for value in values for word in value.split() if "@" in word]
    unique = list(dict.fromkeys(found))
    if len(unique) > MAX_IDS:
        unique = [unique[0], *unique[1 - MAX_IDS :]]
    return tuple(unique)


def received_line(value: str) -> ReceivedLine:
    """Read one Received field."""
    by = RECEIVED_BY.search(value)
    return ReceivedLine(by[1].strip("[]").lower() if by else "", instant(value.rpartition(";")[2]), value[:500])
