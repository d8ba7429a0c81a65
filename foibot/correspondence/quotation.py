"""What a person newly wrote, without the quotation and the signature below it.

For display and for judging only: the whole text is always kept and shown. When in doubt it keeps too much: an answer
written between or below quoted lines stays, and so does a signature that might be a paragraph.
"""

# ruff: noqa: RUF001 - dashes and apostrophes as people type them

import re

from foibot.correspondence.wording import lowered
from foibot.correspondence.words_of_quotations import (
    DELIMITER,
    DELIMITER_STEMS,
    MOBILE,
    MOBILE_STEMS,
    attribution_lines,
    header_block,
)
from foibot.lean import dataclass

# Left in the text where a mail program's HTML says that a quotation begins.
QUOTE_MARK = "\x1d"
QUOTED = re.compile(r"^\s*(?:>|\|(?:\s|$))")
SIGNATURE = re.compile(r"^\s*(?:--|—|–)\s*$")
RULE = re.compile(r"^\s*[_*=~+#-]{3,}\s*$|^\s*[ᐧ\u200b]+\s*$|^\s*--\s*$")
SIGNATURE_BEGINS = frozenset("-—–_")
UNDERLINE = re.compile(r"^\s*_{3,}\s*$")
LONGEST_SIGNATURE, LONGEST_FOOTER, MOST_QUOTATIONS = 15, 6, 20
MOST_TEXT = 300_000
# What a program puts above a quotation, or a telephone below a letter, is short; longer lines are somebody's words.
LONGEST_MARK = 500


@dataclass(frozen=True, slots=True)
class Marker:
    """Where a quotation begins, where the words end that introduce it, and whether all below belongs to it."""

    start: int
    end: int
    whole: bool


def without_marks(text: str) -> str:
    """Return the text without the marks of quotation."""
    return text.replace(QUOTE_MARK + "\n", "").replace(QUOTE_MARK, "") if QUOTE_MARK in text else text


def new_text(text: str) -> str:
    """Return the text without quotation and signature; one of great length is taken as it is."""
    if len(text) > MOST_TEXT:
        return without_marks(text).strip()
    lines = text.split("\n")
    marker = first_marker(lines, text)
    if marker is None:
        kept = without_trailing_quote(lines)
    elif any(is_text(line) for line in lines[: marker.start]):
        kept = above(lines, marker)
    else:
        kept = below(lines, marker)
    found = "\n".join(without_signature(kept)).strip()
    return without_marks(found) or without_marks(text).strip()


def is_text(line: str) -> bool:
    """Tell whether a line is somebody's words: not empty, not quoted, no rule."""
    return bool(line.strip()) and not QUOTED.match(line) and not RULE.match(line) and QUOTE_MARK not in line


def first_marker(lines: list[str], text: str) -> Marker | None:
    """Where the first quotation begins."""
    found: list[Marker] = []
    if QUOTE_MARK in text:
        number = next(number for number, line in enumerate(lines) if QUOTE_MARK in line)
        found.append(Marker(number, number + 1, whole=False))
    low = lowered(text)
    if any(stem in low for stem in DELIMITER_STEMS):
        rules = (number for number, line in enumerate(lines) if len(line) <= LONGEST_MARK and DELIMITER.match(line))
        found += [Marker(number, number + 1, whole=True) for number in rules][:1]
    block = header_block(lines)
    if block:
        found.append(Marker(block.start, block.end, whole=True))
    attribution = attribution_lines(lines)
    if attribution:
        found.append(Marker(*attribution, whole=False))
    if not found:
        return None
    first = min(found, key=lambda marker: (marker.start, not marker.whole))
    near = [marker for marker in found if marker.start - first.end <= 1]
    return Marker(first.start, max(marker.end for marker in near), any(marker.whole for marker in near))


def above(lines: list[str], marker: Marker) -> list[str]:
    """Return what stands above a quotation, and below its quoted lines too where somebody answered there."""
    before, after = lines[: marker.start], lines[marker.end :]
    if marker.whole or not any(QUOTED.match(line) for line in after):
        return before
    first_quoted = next(number for number, line in enumerate(after) if QUOTED.match(line))
    if any(is_text(line) for line in after[:first_quoted]):
        return before
    answered = without_signature(without_trailing_quote(after))
    if not any(is_text(line) for line in answered):
        return before
    return [*before, *without_attributions(answered)]


def below(lines: list[str], marker: Marker) -> list[str]:
    """Return what stands below words that introduce a quotation and have nothing above them."""
    after = lines[marker.end :]
    rest = without_trailing_quote(after)
    first = next((line for line in after if line.strip()), "")
    if not marker.whole and QUOTED.match(first):
        answers = leading_quote_removed(rest)
        return answers if any(is_text(line) for line in answers) else lines
    if marker.whole:
        return after
    return without_attributions(rest) if any(is_text(line) for line in rest) else lines


def leading_quote_removed(lines: list[str]) -> list[str]:
    """Return the lines from the first that is somebody's words."""
    start = next((number for number, line in enumerate(lines) if is_text(line)), len(lines))
    return lines[start:]


def without_attributions(lines: list[str]) -> list[str]:
    """Return the lines without those that introduce further quotations."""
    for _ in range(MOST_QUOTATIONS):
        found = attribution_lines(lines)
        if found is None:
            break
        lines = [*lines[: found[0]], *lines[found[1] :]]
    return lines


def without_trailing_quote(lines: list[str]) -> list[str]:
    """Return the lines without quoted ones at the end; all of them where nothing but a quotation is there."""
    end = len(lines)
    while end and not is_text(lines[end - 1]):
        end -= 1
    if not end:
        return lines
    return lines[:end] if any(QUOTED.match(line) for line in lines[end:]) else lines


def without_signature(lines: list[str]) -> list[str]:
    """Return the lines without a signature: below the usual mark, or what a telephone adds."""
    low = lowered("\n".join(lines))
    if any(stem in low for stem in MOBILE_STEMS):
        lines = [line for line in lines if len(line) > LONGEST_MARK or not MOBILE.match(line)]
    lines = lines[: signature_start(lines)]
    return without_empty_end(lines)


def without_empty_end(lines: list[str]) -> list[str]:
    """Return the lines without empty ones and rules at the end, however many."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or RULE.match(lines[end - 1])):
        end -= 1
    return lines[:end]


def signature_start(lines: list[str]) -> int:
    """Return where a signature begins: the uppermost mark with few lines below it, none of which asks anything."""
    start, below = len(lines), 0
    for number in range(len(lines) - 1, 0, -1):
        line = lines[number]
        if is_signature_mark(line, below):
            start = number
            continue
        below += bool(line.strip())
        if below > LONGEST_SIGNATURE or "?" in line:
            break
    return start


def is_signature_mark(line: str, below: int) -> bool:
    """Tell whether a line marks the beginning of a signature, `below` lines of words standing under it."""
    if line[:3].strip(" \t")[:1] not in SIGNATURE_BEGINS:
        return False
    return bool(SIGNATURE.match(line)) or (below <= LONGEST_FOOTER and bool(UNDERLINE.match(line)))
