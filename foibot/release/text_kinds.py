"""Texts that are more than their words, whatever their ending: markup, mail, packed files, marks that hide what stands.

A program that opens one by its kind shows something else than its words.
"""

import codecs
import re

BYTE_ORDER = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
HEAD = 8_000
STARTS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (r"<[a-z!?]", "HTML, SVG or XML"),
        (r"\{\s*\\rtf", "Rich Text"),
        (r"%!ps|\x04%!ps", "PostScript"),
        (r"begin:v", "a visiting card or calendar"),
        (r"from \S+@\S+ ", "mail"),
        (r"id;p|table\s+0,1\s|0\s+section\s", "a table or drawing of another program"),
        (r"\[internetshortcut\]", "a link"),
        (r"\xffWPC|ÿwpc", "an old document"),
        (r"-----begin ", "a packed file"),
    )
)
FIELD = re.compile(r"([!-9;-~]+):(?: |\t|$)")
"""A header field of a mail (RFC 5322, 2.2)."""
OF_MAIL = re.compile(
    r"from|date|subject|to|cc|bcc|sender|reply-to|delivered-to|return-path|received|message-id|mime-version|"
    r"dkim-signature|arc-.*|authentication-results|content-type|snapshot-content-location|dn|x-.*",
    re.IGNORECASE,
)
FEWEST_FIELDS = 2
PACKED = re.compile(rb"(?:^[A-Za-z0-9+/]{60,76}\r?\n){4}|[A-Za-z0-9+/]{200}|^begin [0-7]{3} \S", re.MULTILINE)
CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1f\x7f]")
FLAGS = re.compile("\U0001f3f4[\U000e0020-\U000e007f]+")
UNSEEN = re.compile("[\U000e0000-\U000e01ef]")
MOST_UNSEEN = 3


def encoding_of(data: bytes) -> str:
    """Return how a text says itself that it is written; empty where it does not."""
    return next((name for mark, name in BYTE_ORDER if data.startswith(mark)), "")


def unread_kind(data: bytes) -> str:
    """Return of which kind a text is that has more to it than its words; empty for plain text and tables."""
    encoding = encoding_of(data)
    head = data[:HEAD].decode(encoding or "latin-1", "replace").lstrip("\ufeff\x00 \t\r\n")
    found = next((kind for start, kind in STARTS if start.match(head.removeprefix("ï»¿").lstrip())), "")
    if found or _is_mail(head):
        return found or "mail"
    if PACKED.search(data):
        return "a packed file within text"
    return "text with control marks" if not encoding.startswith(("utf-16", "utf-32")) and CONTROLS.search(data) else ""


def _is_mail(head: str) -> bool:
    """Tell whether a text begins with the fields of a mail, of which at least one is none of anything else."""
    fields: list[str] = []
    for line in head.splitlines()[:-1]:
        if line[:1] in {" ", "\t"} and fields:
            continue
        field = FIELD.match(line)
        if field is None:
            break
        fields.append(field[1])
    return len(fields) >= FEWEST_FIELDS and any(OF_MAIL.fullmatch(one) for one in fields)


def unseen_letters(text: str) -> int:
    """Count the marks of a text that no program shows and that can hold letters, but for those of flags."""
    count = 0 if text.isascii() else len(UNSEEN.findall(FLAGS.sub("", text)))
    return count if count > MOST_UNSEEN else 0
