"""Bytes to text, whatever the sender declared; never raises.

Holds the choice of a charset, the encoded words of RFC 2047 and the cleaning of what SQLite and JSON cannot hold.
No knowledge of headers or parts stands here.
"""

import binascii
import codecs
import re
from functools import lru_cache

# What mail programs mean when they say these: a superset that decodes all the declared one can hold, and more.
MEANT = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
    "iso8859-8": "cp1255",
}
NICKNAMES = {
    "unicode-1-1-utf-7": "utf-7",
    "x-sjis": "cp932",
    "x-gbk": "gb18030",
    "cp-850": "cp850",
    "ansi": "cp1252",
}
# Not charsets of mail, or so slow on hostile input that a message could stop the queue.
REFUSED = {"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
UNFIT = re.compile("[\x00\ud800-\udfff]")
ENCODED_WORD = re.compile(r"=\?([^?\s]{0,60})\?([bBqQ])\?([^?]*)\?=")
BETWEEN_WORDS = re.compile(r"(\?=)[ \t\r\n]+(?==\?[^?\s]{0,60}\?[bBqQ]\?)")
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@lru_cache(maxsize=256)
def known_charset(declared: str) -> str:
    """Return the codec to use for a declared charset; empty where there is none that may be used."""
    name = declared.strip().strip("\"'").partition("*")[0].lower()
    if not name or "\x00" in name or not name.isascii():
        return ""
    try:
        found = codecs.lookup(NICKNAMES.get(name, name))
    except (LookupError, ValueError):
        return ""
    if not getattr(found, "_is_text_encoding", True) or found.name in REFUSED:
        return ""
    return MEANT.get(found.name, found.name)


def cleaned(text: str) -> str:
    """Return the text without NULs and lone surrogates, which SQLite and UTF-8 cannot hold; U+FFFD in their place."""
    if text.isascii():
        return text.replace("\0", "\ufffd")
    return UNFIT.sub("\ufffd", text) if UNFIT.search(text) else text


def undeclared(data: bytes) -> tuple[str, str]:
    """Decode bytes of which nothing is known: (text, the charset that was taken)."""
    for mark, name in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace"), name
    if b"\x1b$" in data and data.isascii():
        return data.decode("iso-2022-jp", "replace"), "iso-2022-jp"
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "cp1252"


def decoded(data: bytes, declared: str = "") -> tuple[str, str]:
    """Decode by the declared charset, else as UTF-8, else as Windows-1252: (text, what had to be guessed, or empty)."""
    charset = known_charset(declared) if declared else ""
    if not charset:
        text, guessed = undeclared(data)
        fallback = "" if data.isascii() and not declared else f"charset {declared[:40]!r} read as {guessed}"
        return cleaned(text), fallback
    if charset == "cp1252" and not data.isascii():
        return latin_or_utf8(data, declared)
    try:
        return cleaned(data.decode(charset)), ""
    except (UnicodeError, ValueError):
        return mostly(data, charset, declared)


def latin_or_utf8(data: bytes, declared: str) -> tuple[str, str]:
    """Decode what is declared Latin or ASCII: valid UTF-8 of several bytes is hardly ever meant as Latin."""
    try:
        return cleaned(data.decode("utf-8")), f"charset {declared[:40]!r} read as utf-8"
    except UnicodeDecodeError:
        return cleaned(data.decode("cp1252", "replace")), ""


def mostly(data: bytes, charset: str, declared: str) -> tuple[str, str]:
    """Decode what is not quite what it declares: keep the declaration where few characters are wrong."""
    text = data.decode(charset, "replace")
    if charset == "utf-8" and text.count("\ufffd") * 50 > len(text):
        return cleaned(data.decode("cp1252", "replace")), f"charset {declared[:40]!r} read as cp1252"
    return cleaned(text), f"some characters are not {declared[:40]!r}"


def from_base64(data: bytes) -> bytes:
    """Decode base64, however cut or littered."""
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
        usable = len(letters) - (1 if len(letters) % 4 == 1 else 0)
        return binascii.a2b_base64(letters[:usable] + b"=" * (-usable % 4))


def word_bytes(encoding: str, payload: str) -> bytes:
    """Return the bytes inside one encoded word."""
    raw = payload.encode("utf-8", "surrogateescape")
    return from_base64(raw) if encoding in "bB" else binascii.a2b_qp(raw, header=True)


def with_words_decoded(value: str) -> str:
    """Decode the encoded words of a header value (RFC 2047), those that break a character across words too."""
    if "=?" not in value:
        return value
    out: list[str] = []
    held, held_charset, end = b"", "", 0
    joined = BETWEEN_WORDS.sub(r"\1", value)
    for match in ENCODED_WORD.finditer(joined):
        charset = match[1].lower()
        if held and (match.start() > end or charset != held_charset):
            out.append(decoded(held, held_charset)[0])
            held = b""
        if match.start() > end:
            out.append(joined[end : match.start()])
        held, held_charset, end = held + word_bytes(match[2], match[3]), charset, match.end()
    out.append(decoded(held, held_charset)[0])
    out.append(joined[end:])
    return "".join(out)
