"""The words of a Rich Text body as Outlook packs it into winmail.dat: unpacked ([MS-OXRTFCP]), without controls.

Good enough to read a letter, never to lay one out.
"""

import re
from struct import unpack_from

# The text every packed body may refer back to before it has written anything ([MS-OXRTFCP] section 2.1.2.1).
PRELOADED = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans Serif"
    rb"SymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
WINDOW = 4096
HEADER = 16
MAX_RTF = 5_000_000
PACKED, PLAIN = b"LZFu", b"MELA"
TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<symbol>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)"
)
SKIPPED = frozenset([b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"header", b"footer", b"object"])
SKIPPED |= {b"generator", b"mmathPr", b"xmlnstbl", b"listtable", b"listoverridetable", b"themedata", b"latentstyles"}
BREAKS = {b"par": "\n", b"line": "\n", b"tab": "\t", b"cell": "\t", b"row": "\n", b"page": "\n"}
QUOTES = {
    b"lquote": "\u2018",
    b"rquote": "\u2019",
    b"ldblquote": "\u201c",
    b"rdblquote": "\u201d",
    b"bullet": "\u2022",
}
DASHES = {b"endash": "\u2013", b"emdash": "\u2014"}
WORDS = BREAKS | QUOTES | DASHES


def unpack_rtf(packed: bytes) -> bytes:
    """Unpack a compressed body; what is cut short is unpacked as far as it goes."""
    if len(packed) < HEADER:
        return b""
    kind = packed[8:12]
    if kind == PLAIN:
        return packed[HEADER:]
    size = min(unpack_from("<I", packed, 4)[0], MAX_RTF)
    if kind != PACKED:
        return b""
    out = bytearray(PRELOADED)
    at, start = HEADER, len(PRELOADED)
    while at < len(packed) and len(out) - start < size:
        control = packed[at]
        at += 1
        for bit in range(8):
            if at >= len(packed):
                break
            if not control >> bit & 1:
                out.append(packed[at])
                at += 1
                continue
            if at + 1 >= len(packed) or not copy_back(out, packed[at] << 8 | packed[at + 1]):
                return bytes(out[start : start + size])
            at += 2
    return bytes(out[start : start + size])


def copy_back(out: bytearray, reference: int) -> bool:
    """Repeat what was written before; False at the end mark, which refers to the place of writing itself."""
    offset, length = reference >> 4, (reference & 15) + 2
    distance = (len(out) - offset) % WINDOW
    if distance == 0 or distance > len(out):
        return False
    for _ in range(length):
        out.append(out[-distance])
    return True


def rtf_to_text(rtf: bytes) -> str:
    """Return the words of an RTF document."""
    out: list[str] = []
    stack: list[bool] = []
    skip = False
    for token in TOKEN.finditer(rtf[:MAX_RTF]):
        if token["brace"] == b"{":
            stack.append(skip)
        elif token["brace"] == b"}":
            skip = stack.pop() if stack else False
        elif token["symbol"] == b"*" or token["word"] in SKIPPED:
            skip = True
        elif not skip:
            out.append(spoken(token))
    return "".join(out).strip()


def spoken(token: re.Match[bytes]) -> str:
    """Return what one token adds to the text."""
    if token["text"] is not None:
        return token["text"].decode("cp1252", "replace")
    if token["hex"] is not None:
        return bytes.fromhex(token["hex"].decode()).decode("cp1252", "replace")
    if token["symbol"] is not None:
        return {b"~": " ", b"_": "-", b"-": ""}.get(token["symbol"], token["symbol"].decode("latin-1"))
    if token["word"] == b"u" and token["number"]:
        return chr(int(token["number"]) % 65536)
    return WORDS.get(token["word"] or b"", "")
