"""The questions of a request: where each begins in what the applicant wrote.

A question is a stretch of the text, from where it begins to where the next does, so that no word can be lost: what is
in no question stands before the first of them or after the last. In doubt words stay together: an officer splits two
questions more easily than they miss one.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from foibot.correspondence.asking import ASK
from foibot.correspondence.folding import folded
from foibot.correspondence.words_of_parts import (
    CLOSING,
    DEPENDENT,
    ENDS_SENTENCE,
    FOOTER,
    FORMAL,
    FURTHER,
    GREETING,
    INLINE,
    INLINE_ORDERS,
    LEADS,
    MANNER,
    MARKERS,
    NAME,
    TOPIC,
)
from foibot.lean import dataclass

LONGEST = 100_000
LONGEST_CLOSING_LINE = 90
LONGEST_LEAD = 300
NEAR = 500
MOST_CLOSING_LINES = 15
MOST_LINES_OF_A_NAME, LONGEST_LINE_OF_A_NAME = 5, 45
LONGEST_LISTED_LINE = 100
WORDS_OF_A_HEADING = 8
WORDS_OF_MANNER = 35
A_LIST = 2
"""A mark that stands there once begins no list: it may as well be a dash."""


@dataclass(frozen=True, slots=True)
class FoundParts:
    """What was asked, question by question, in the applicant's words; and what stands before and after all of them."""

    before: str
    questions: tuple[str, ...]
    after: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of a list or a paragraph, with where it begins; `kind` is the mark that it bears, if any."""

    start: int
    text: str
    kind: str = ""

    @property
    def asks(self) -> bool:
        """Whether it asks for something; what an item of a list says always does."""
        return bool(self.kind) or (asks(self.text) and not self.is_formal)

    @property
    def is_formal(self) -> bool:
        """Whether it only says that a request is made: what is asked comes next."""
        return FORMAL.fullmatch(_in_one_line(self.text)) is not None

    @property
    def is_name(self) -> bool:
        """Whether it is the name of a person, with what they are below it."""
        lines = self.text.strip().split("\n")
        is_short = len(lines) <= MOST_LINES_OF_A_NAME and all(len(line) <= LONGEST_LINE_OF_A_NAME for line in lines)
        return is_short and not self.kind and not asks(self.text) and NAME.fullmatch(lines[0].strip()) is not None


def find_parts(text: str) -> FoundParts:
    """Find the questions of a request; a text in which nothing seems to be asked is one question."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LONGEST:
        return FoundParts("", (text.strip(),), "")
    opening, end = _greeting_end(text), _closing_start(text)
    if not text[opening:end].strip():
        opening, end = 0, len(text)
    pieces = list(_pieces(text[:end], opening))
    if len(pieces) > 1 and pieces[-1].is_name and not _leads(pieces[-2], pieces[-1]):
        end = pieces.pop().start
    start = _first_asking(pieces, opening)
    cuts = sorted({start, *(cut for cut in _cuts(pieces) if cut > start), end})
    questions = tuple(text[here:there].strip() for here, there in pairwise(cuts))
    return FoundParts(text[:start].strip(), tuple(filter(None, questions)), text[end:].strip())


def asks(words: str) -> bool:
    """Tell whether words ask for something."""
    return "?" in words or bool(ASK.seen(folded(words)))


def _in_one_line(words: str) -> str:
    return " ".join(words.split())


def _greeting_end(text: str) -> int:
    found = GREETING.match(text)
    return found.end() if found and not asks(found[0]) else 0


def _closing_start(text: str) -> int:
    """Return where the letter takes its leave: the uppermost line that does, with nothing asked below it."""
    end = _footer_start(text)
    lines = _lines(text[:end])
    start = end
    for line in reversed(lines[-MOST_CLOSING_LINES:]):
        if asks(line[0]) or _marker(line[0]) in {"number", "letter", "question"}:
            break
        if CLOSING.match(line[0]) and len(line[0]) <= LONGEST_CLOSING_LINE:
            start = line.start()
    return start


def _footer_start(text: str) -> int:
    """Return where a web site's own words begin: below a rule, where the letter has taken its leave above it."""
    for rule in FOOTER.finditer(text):
        above = [line for line in text[max(0, rule.start() - NEAR) : rule.start()].split("\n") if line.strip()][
            -MOST_LINES_OF_A_NAME:
        ]
        if any(CLOSING.match(line) for line in above):
            return rule.start()
    return len(text)


# -- the pieces of a letter: its paragraphs, and the items of its lists


def _lines(text: str) -> list[re.Match[str]]:
    """Return the lines of a text that have words, each with its place."""
    return [line for line in re.finditer(r"[^\n]+", text) if line[0].strip()]


def _marker(line: str) -> str:
    return next((name for name, pattern in MARKERS.items() if pattern.match(line)), "")


def _pieces(text: str, start: int) -> Iterator[Piece]:
    """Yield the items and paragraphs of a text from a place on; a line that bears no mark goes on with what it is."""
    lines = [line for line in _lines(text) if line.end() > start]
    kinds = [_marker(line[0][max(0, start - line.start()) :]) for line in lines]
    often = Counter(kinds)
    marked = [kind if often[kind] >= A_LIST else "" for kind in kinds]
    if not lines:
        return
    begins = [
        (max(line.start(), start), kind)
        for line, kind, last in zip(lines, marked, [None, *lines], strict=False)
        if kind or last is None or "\n" in text[last.end() + 1 : line.start()]
    ]
    stops = [at for at, _ in begins[1:]] + [len(text)]
    width, led = max((len(line[0]) for line in lines), default=0), False
    for (at, kind), stop in zip(begins, stops, strict=True):
        piece = Piece(at, text[at:stop], kind)
        yield from [piece] if kind else _as_list(piece, width, led=led)
        led = not kind and piece.text.rstrip().endswith(":")


def _as_list(piece: Piece, width: int, *, led: bool) -> Iterator[Piece]:
    """Yield a paragraph, or where a colon led into it the lines of a list without marks."""
    lines = _lines(piece.text)
    colon = next((number for number, line in enumerate(lines, 1) if line[0].rstrip().endswith(":")), 0)
    listed = lines if led else lines[colon:] if colon else []
    if len(listed) < A_LIST or not all(_ends_its_line(line[0], after[0], width) for line, after in pairwise(listed)):
        yield piece
        return
    starts = [*([] if led else [(0, "")]), *((line.start(), "line") for line in listed)]
    stops = [at for at, _ in starts[1:]] + [len(piece.text)]
    for (at, kind), stop in zip(starts, stops, strict=True):
        yield Piece(piece.start + at, piece.text[at:stop], kind)


def _ends_its_line(line: str, after: str, width: int) -> bool:
    """Tell whether a line was ended by its writer, and not by a program for want of room."""
    wrapped = len(line) + 1 + len(after.split(maxsplit=1)[0]) > width - 2 and after[:1].islower()
    return len(line) <= LONGEST_LISTED_LINE and not wrapped


# -- where a question begins


def _first_asking(pieces: list[Piece], opening: int) -> int:
    """Return where the first piece begins that asks, leads into a list or is of one: what stands before introduces."""
    for piece, after in zip(pieces, [*pieces[1:], None], strict=False):
        begins = piece.asks or (piece.is_formal and TOPIC.search(piece.text))
        if begins or (after is not None and _leads(piece, after)):
            return piece.start
    return opening


def _leads(piece: Piece, after: Piece) -> bool:
    """Tell whether a paragraph only leads into the list that follows: its first item is asked with these words."""
    if piece.kind or not after.kind:
        return False
    last = _in_one_line(_sentences(piece.text)[-1][1])[-LONGEST_LEAD:]
    heading = len(last.split()) <= WORDS_OF_A_HEADING and not last.endswith((".", "?", "!", ","))
    return bool(LEADS.search(last)) or heading


def _cuts(pieces: list[Piece]) -> Iterator[int]:
    """Yield where questions begin: each item of a list of the first order, and each further sentence that asks.

    A list within a list has other marks and stays with its item; what leads into a list belongs to its first item.
    """
    order, led, goes_on = "", False, False
    for piece, after in zip(pieces, [*pieces[1:], None], strict=False):
        if piece.kind:
            order = order or piece.kind
            if piece.kind == order:
                yield from [] if led else [piece.start]
                yield from (piece.start + at for at in _inline(piece.text))
            led = False
        else:
            led = after is not None and _leads(piece, after)
            yield from (piece.start + at for at in _of_paragraph(piece, leads=led, goes_on=goes_on))
            order = "" if led or piece.asks else order
        goes_on = goes_on or led or piece.asks


def _of_paragraph(piece: Piece, *, leads: bool, goes_on: bool) -> Iterator[int]:
    """Yield where a question begins within a paragraph; `goes_on` where one stands before it that it may belong to."""
    listed = list(_inline(piece.text))
    if listed:
        yield 0
        yield from listed
        return
    asked = goes_on
    sentences = _sentences(piece.text)
    for number, (at, sentence) in enumerate(sentences):
        of_list = leads and number == len(sentences) - 1
        if asked and (of_list or _begins_another(sentence, first=number == 0)):
            yield at
        asked = asked or asks(sentence)
    yield from _after_a_colon(piece.text)


def _begins_another(sentence: str, *, first: bool) -> bool:
    """Tell whether a sentence is a question beside those before it, and not a word more about one of them."""
    said = _in_one_line(sentence)
    if DEPENDENT.match(said) or not asks(said):
        return False
    if MANNER.search(said) and len(said.split()) <= WORDS_OF_MANNER:
        return False
    return first or "?" in said or bool(FURTHER.match(said))


def _sentences(text: str) -> list[tuple[int, str]]:
    starts = [0, *(found.end() for found in ENDS_SENTENCE.finditer(text))]
    stops = [*starts[1:], len(text)]
    return [(at, text[at:stop]) for at, stop in zip(starts, stops, strict=True)]


def _inline(text: str) -> Iterator[int]:
    """Yield where the items after the first begin of a list within a line, as (a) … (b) … and 1. … 2. … do."""
    found = [
        (mark.start(1), re.sub(r"\W", "", mark[1]).casefold(), mark[1][-1]) for mark in INLINE.finditer(f" {text}")
    ]
    for order in INLINE_ORDERS:
        placed = [at - 1 for at, _ in _in_order(found, order)]
        if len(placed) >= A_LIST:
            yield from placed[1:]
            return


def _in_order(found: list[tuple[int, str, str]], order: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    awaited, style = iter(order), ""
    wanted = next(awaited)
    for at, mark, sign in found:
        if mark == wanted and style in ("", sign):
            yield at, mark
            wanted, style = next(awaited, ""), sign


def _after_a_colon(text: str) -> Iterator[int]:
    """Yield where the items after the first begin of a list set out by semicolons after what leads into it."""
    lead, colon, rest = text.partition(": ")
    if colon and asks(lead) and rest.count(";") >= A_LIST - 1:
        yield from (len(lead) + len(colon) + found.end() for found in re.finditer(r";\s+", rest))
