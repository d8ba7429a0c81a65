"""What a request asks, without a word of who asks: the question that those who hold the information are sent.

Removed are salutation, signature, contact lines, quoted mail, and sentences in which the writer speaks of themselves.
What is left is looked through again: where it might still tell who asks, that is said, and a person puts the question.
"""

# ruff: noqa: RUF001 - dashes and apostrophes as people type them

import re
from collections.abc import Iterator
from dataclasses import replace

from foibot.correspondence.places import is_letterhead
from foibot.correspondence.traces import Identity, is_contact, name_parts, tokens, traces_in
from foibot.correspondence.words_of_letters import (
    ASKS,
    CLOSING,
    GETTING_IN_TOUCH,
    GREETING,
    LAST_WORDS,
    SALUTATION,
    TITLES,
    footer_in,
    speaks_of_the_writer,
)
from foibot.lean import dataclass

QUOTED = re.compile(r"^\s*(?:>|\|\s)")
HEADER = re.compile(r"^\s*\*?(?:from|sent|to|cc|subject|date)\s*:", re.IGNORECASE)
RULE = re.compile(r"^\s*[_*=~+#-]{3,}\s*$")
ITEM = re.compile(r"^\s*(?:[-*•·–]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.):])\s*", re.IGNORECASE)
SENTENCE = re.compile(
    r"(?<!\bmr)(?<!\bmrs)(?<!\bms)(?<!\bdr)(?<!\bst)(?<!\brd)(?<!\bno)(?<!\be\.g)(?<!\bi\.e)(?<!\bltd)(?<!\bco)"
    r"(?<!\brev)(?<!\bprof)(?<!\bcllr)(?<=[.?!])[\"”’)]?\s+",
    re.IGNORECASE,
)
REFERENCE = re.compile(r"\b(?:our|your|my)?\s*ref(?:erence)?\b\s*(?:no\.?|number)?\s*[:.#]?\s*\S*\d", re.IGNORECASE)
INITIALS = re.compile(r"^\s*(?:[^\W\d_][. ]*){1,3}$")
LONGEST_LINE, LONGEST_SIGNATURE, LONGEST_HEAD, LONGEST_NAME = 80, 15, 12, 60
WORDS_OF_A_NAME = 8
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Blinded:
    """A question without its writer; `doubts` are words that may still tell who asks: it is sent only without any."""

    text: str
    doubts: tuple[str, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Tell whether there is a question, and nothing in it that may tell who asks."""
        return bool(self.text) and not self.doubts


@dataclass(frozen=True, slots=True)
class _Cut:
    """The lines of a letter, and those taken from its head and foot, by which its writer might be known."""

    kept: list[str]
    taken: list[str]


def blinded(text: str, who: Identity) -> Blinded:
    """Return what a letter asks, without what tells who asks."""
    if len(text) > LONGEST:
        return Blinded("", ("the request is very long",))
    lines = _lines(text)
    below = _without_foot(_without_head(lines), who)
    known = _known(lines, below.taken, who)
    said, doubts = _without_writer(below.kept, known)
    return Blinded(said, tuple(dict.fromkeys((*doubts, *traces_in(said, known)))))


def left_out_of(text: str, who: Identity) -> tuple[str, ...]:
    """Return what `blinded` takes out of a letter, by kind and never in its words."""
    if len(text) > LONGEST:
        return ()
    raw, lines = text.replace("\t", " ").splitlines(), _lines(text)
    headless = _without_head(lines)
    cut = _without_foot(headless, who)
    known, doubts = _known(lines, cut.taken, who), list[str]()
    whole = [sentence for block in _blocks(cut.kept) for sentence in SENTENCE.split(block) if sentence.strip()]
    kept = [_block(sentence, known, doubts) for sentence in whole]
    found = (
        ("quoted mail", _shorter(lines, raw)),
        ("the greeting and what stands above it", _shorter(headless, lines)),
        ("the closing words, the signature and what stands below it", _shorter(cut.kept, headless)),
        ("what is said about the person who asked", not all(one.strip() for one in kept)),
    )
    return tuple(words for words, taken in found if taken)


def _shorter(lines: list[str], before: list[str]) -> bool:
    return sum(len(line.split()) for line in lines) < sum(len(line.split()) for line in before)


def known_by(text: str, who: Identity) -> Identity:
    """Return by what the writer could be known besides: the name signed, and numbers and bodies below it."""
    if len(text) > LONGEST:
        return who
    lines = _lines(text)
    known = _known(lines, _without_foot(_without_head(lines), who).taken, who)
    telling = (part.strip() for line in known.lines for part in (line, *line.split(",")))
    return replace(
        known, lines=tuple(dict.fromkeys(part for part in telling if _has_a_number(part) or _is_a_body(part)))
    )


def signed_by(text: str, who: Identity) -> Identity:
    """Return how a letter is signed: the names known and signed, and every line of its signature and letterhead.

    Of a very long letter only its beginning and its end are read.
    """
    lines = _lines(text if len(text) <= LONGEST else f"{text[: LONGEST // 2]}\n{text[-LONGEST // 2 :]}")
    head, foot = _head_of(lines), _without_foot(_without_head(lines), who).taken
    signed = _known([], [line for line in foot if line.strip()], replace(who, lines=()))
    return replace(signed, lines=(*(head if is_letterhead(head) else ()), *signed.lines))


def _has_a_number(line: str) -> bool:
    return any(sign.isdigit() for sign in line)


def _is_a_body(line: str) -> bool:
    """Tell whether words are written as the name of a newspaper, a firm or a society is: two or more, in capitals."""
    words = re.findall(r"[^\W\d_][\w'’-]*", line)
    named = [word for word in words if word.casefold() not in NOT_A_NAME]
    return len(named) > 1 and len(words) <= WORDS_OF_A_NAME and all(word[:1].isupper() for word in named)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in _written(text.replace("\t", " ").splitlines())]


def _known(lines: list[str], foot: list[str], who: Identity) -> Identity:
    head_and_foot = (*who.lines, *(line for line in (*_head_of(lines), *foot) if line.strip()))
    signed = tuple(line for line in foot[:3] if len(line) <= LONGEST_NAME and len(tokens(line)) <= NAME_WORDS)
    return replace(who, lines=head_and_foot, names=(*who.names, *_names_signed(signed)))


NAME_WORDS = 4


def _names_signed(lines: tuple[str, ...]) -> Iterator[str]:
    """Give what stands where a letter is signed and is written as a name is."""
    for line in lines:
        words = [word for word in re.findall(r"[^\W\d_][\w'’-]*", line) if word.casefold() not in NOT_A_NAME]
        if words and all(word[:1].isupper() for word in words) and not CLOSING.match(line) and not is_contact(line):
            yield line
            return


NOT_A_NAME = frozenset({"from", "the", "of", "and", "for", "by"})


def _written(lines: list[str]) -> Iterator[str]:
    """Give the lines that the writer wrote: none that are quoted, nothing below the headers of another letter."""
    headers = 0
    for line in lines:
        headers = headers + 1 if HEADER.match(line) else 0
        if headers > 1:
            return
        if not QUOTED.match(line):
            yield line


def _head_of(lines: list[str]) -> list[str]:
    return lines[: _salutation(lines)]


def _salutation(lines: list[str]) -> int:
    """Return the number of the line that greets; 0 where none does near the beginning."""
    seen = 0
    for number, line in enumerate(lines):
        if SALUTATION.match(line):
            return number
        seen += bool(line.strip())
        if seen > LONGEST_HEAD or len(line) > LONGEST_LINE or "?" in line:
            break
    return 0


def _without_head(lines: list[str]) -> list[str]:
    """Return the lines without a letterhead and a salutation."""
    start = _salutation(lines)
    below = lines[start:]
    while below and not below[0].strip():
        below = below[1:]
    if not below or not SALUTATION.match(below[0]):
        return below
    first = below[0]
    rest = GREETING.sub("", first, count=1)
    if rest != first and ASKS.search(rest):
        return [rest, *below[1:]]
    return below[1:] if len(first) <= LONGEST_LINE and not ASKS.search(first) else [rest, *below[1:]]


def _without_foot(lines: list[str], who: Identity) -> _Cut:
    """Return the lines without closing words, signature and what programs add below them."""
    start = next((n for n in range(len(lines)) if _begins_foot(lines, n, who)), len(lines))
    cut = _Cut(lines[:start], lines[start:])
    while cut.kept and _is_foot(cut.kept, who):
        cut = _Cut(cut.kept[:-1], [cut.kept[-1], *cut.taken])
    return _without_last_words(cut, who)


def _begins_foot(lines: list[str], number: int, who: Identity) -> bool:
    line = lines[number]
    closes = bool(CLOSING.match(line)) and len(line) <= LONGEST_LINE
    if not closes and not _is_name(line, who):
        return False
    return any(before.strip() for before in lines[:number]) and _is_signature(lines[number + 1 :], who)


def _is_signature(lines: list[str], who: Identity) -> bool:
    """Tell whether lines are those of a signature: few, short, asking nothing; below a rule stands a footer."""
    count = 0
    for line in lines:
        if RULE.match(line):
            return True
        if not line.strip() or footer_in(line):
            continue
        count += 1
        if count > LONGEST_SIGNATURE or len(line) > LONGEST_LINE or "?" in line or _is_item(line, who):
            return False
    return True


def _is_item(line: str, who: Identity) -> bool:
    """Tell whether a line is an item of a list; an initial before the applicant's name numbers nothing."""
    return bool(ITEM.match(line)) and not _is_name(line, who) and not INITIALS.match(line)


def _is_name(line: str, who: Identity) -> bool:
    """Tell whether a line is the applicant's name, alone or with a title, an initial or a place behind it."""
    words = tokens(line.partition(",")[0].partition("|")[0])
    parts = frozenset().union(*map(name_parts, who.names)) if who.names else frozenset[str]()
    if not words or len(line) > LONGEST_NAME or not parts & set(words):
        return False
    return all(word in parts or word in TITLES or len(word) == 1 for word in words)


def _is_foot(lines: list[str], who: Identity) -> bool:
    """Tell whether the last line is no part of the request: empty, a footer, a way to be reached, or a name."""
    last = lines[-1]
    if not last.strip() or RULE.match(last) or footer_in(last) or _is_name(last, who) or INITIALS.match(last):
        return True
    if len(last) <= LONGEST_NAME and "?" not in last and (is_contact(last) or CLOSING.match(last)):
        return True
    start = next((n + 1 for n in range(len(lines) - 1, -1, -1) if not lines[n].strip()), 0)
    before = [line for line in lines[:start] if line.strip()]
    if before and not before[-1].rstrip().endswith(":") and all(_may_be_signed(line, who) for line in lines[start:]):
        return True
    return _stands_as_name(last, lines[:-1])


def _may_be_signed(line: str, who: Identity) -> bool:
    """Tell whether a line could stand in a signature: short, asking nothing, neither a sentence nor an item."""
    asks = ASKS.search(line) or line.rstrip().endswith((".", ";", ":"))
    return len(line) <= LONGEST_NAME and not _is_item(line, who) and not asks


def _stands_as_name(line: str, before: list[str]) -> bool:
    """Tell whether a last line stands where a name is signed, and is written like one."""
    words = line.split()
    if not before or ITEM.match(line) or len(line) > LONGEST_NAME or len(words) > WORDS_OF_A_NAME:
        return False
    if line.rstrip().endswith(("?", ":", ";")) or not any(one.strip() for one in before):
        return False
    ended = not before[-1].strip() or before[-1].rstrip().endswith((".", "?", "!", ":", "”", '"'))
    capital = line.strip()[:1].isupper() or line.strip().casefold().startswith("from ")
    return ended and (capital or len(words) <= NAME_WORDS) and not ASKS.search(line)


def _without_last_words(cut: _Cut, who: Identity) -> _Cut:
    """Return the lines without a name that stands behind the last sentence, on the same line."""
    if not cut.kept:
        return cut
    *before, last = cut.kept
    sentences = SENTENCE.split(last)
    end = sentences[-1]
    if len(sentences) > 1 and len(end.split()) <= WORDS_OF_A_NAME and not ASKS.search(end) and _is_signed(end, who):
        return _Cut([*before, last[: last.rindex(end)].rstrip()], [end, *cut.taken])
    thanked = LAST_WORDS.search(last)
    if thanked and thanked.start() and not ASKS.search(thanked[1]):
        return _Cut([*before, last[: thanked.start()].rstrip()], [thanked[1], *cut.taken])
    return cut


def _is_signed(end: str, who: Identity) -> bool:
    words = re.findall(r"[^\W\d_][\w'’.-]*", end)
    if _is_name(end, who) or CLOSING.match(end):
        return True
    return bool(words) and not end.rstrip().endswith(("?", "!")) and all(word[:1].isupper() for word in words)


def _without_writer(lines: list[str], who: Identity) -> tuple[str, list[str]]:
    """Return the letter without sentences about its writer, and what in the others may be about them."""
    doubts: list[str] = []
    blocks = ((block, _block(block, who, doubts)) for block in _blocks(lines))
    text = "\n".join(said for block, said in blocks if said or not block)
    return re.sub(r"\n{3,}", "\n\n", text).strip(), doubts


def _blocks(lines: list[str]) -> Iterator[str]:
    """Give paragraphs and items of lists, each as one line; an empty line between paragraphs stays."""
    current = ""
    for line in lines:
        if RULE.match(line) or not line.strip():
            yield from filter(None, (current,))
            yield ""
            current = ""
        elif ITEM.match(line) or current.rstrip().endswith(":"):
            yield from filter(None, (current,))
            current = line.strip()
        else:
            current = f"{current} {line.strip()}".strip()
    yield from filter(None, (current,))


def _block(block: str, who: Identity, doubts: list[str]) -> str:
    """Return what is left of a paragraph or an item; nothing where all that is left is the number of the item."""
    kept, sentences = [], SENTENCE.split(block)
    for sentence in sentences:
        told = _tells(sentence, who)
        if not told:
            kept.append(sentence)
        elif _asks_for_something(sentence, told):
            kept.append(sentence)
            doubts.append(told)
    said = " ".join(kept)
    return "" if len(kept) < len(sentences) and ITEM.fullmatch(said) else said


def _tells(sentence: str, who: Identity) -> str:
    """Return the words of a sentence that tell of its writer, or how to reach them."""
    found = traces_in(sentence, who)
    reference = REFERENCE.search(sentence)
    return speaks_of_the_writer(sentence) or (found[0] if found else "") or (reference[0].strip() if reference else "")


def _asks_for_something(sentence: str, told: str) -> bool:
    """Tell whether a sentence asks for information, and does not only say how to reach its writer."""
    if is_contact(told) and GETTING_IN_TOUCH.search(sentence) and "?" not in sentence:
        return False
    return bool(ASKS.search(sentence))
