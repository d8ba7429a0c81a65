"""What a person newly wrote, without the quotation and the signature below it.

For display and for judging only: the whole text is always kept and shown. When in doubt it keeps too much.
"""

import re

# Left in the text where a mail program's HTML says that a quotation begins.
QUOTE_MARK = "\x1d"

SPLITTERS = (
    re.compile(
        r"^\s*-{2,}\s*(original message|original appointment|ursprüngliche nachricht|message d'origine)\s*-{2,}",
        re.I,
    ),
    re.compile(r"^\s*on\b.{5,200}\bwrote\s*:?\s*$", re.I),
)
SIGNATURE = re.compile(r"^(-- ?|__+ ?)$")


def without_marks(text: str) -> str:
    """The text without the marks of quotation."""
    return text.replace(QUOTE_MARK + "\n", "").replace(QUOTE_MARK, "")


def new_text(text: str) -> str:
    """The text without quotation and signature."""
    kept: list[str] = []
    for line in text.split("\n"):
        if (
            QUOTE_MARK in line
            or SIGNATURE.match(line)
            or any(splitter.search(line) for splitter in SPLITTERS)
        ):
            break
        if not line.startswith(">"):
            kept.append(line)
    return "\n".join(kept).strip() or without_marks(text).strip()
