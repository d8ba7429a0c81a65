"""What tells where somebody lives or how they sign, in so few letters that it could be taken for a subject.

A postcode and either half of it, a street, a house, a town; and of other lines of a signature, two words or more
that stand side by side. A town may be the authority's own too, and is then a subject like any other.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import combinations

from foibot.correspondence.traces import EMAIL, ORDINARY, POSTCODE, folded, tokens
from foibot.correspondence.words_of_letters import ASKS, CLOSING, TITLES, footer_in

STREETS = frozenset(
    {
        *("road", "street", "lane", "avenue", "close", "drive", "way", "court", "crescent", "terrace", "place", "hill"),
        *("gardens", "grove", "row", "walk", "mews", "square", "parade", "wharf", "quay", "rd", "st", "ave", "ln"),
    }
)
STREETS_BEFORE = frozenset({"ffordd", "heol", "stryd", "lon", "rhodfa", "clos", "maes", "rhes", "teras", "cwrt"})
"""Words for a street that stand before its name, as in Welsh."""
NOBODYS = frozenset(
    {
        *(*STREETS, *STREETS_BEFORE, *ORDINARY, *TITLES, "ty", "yr", "flat", "apartment", "floor", "room", "cottage"),
        *("farm", "lodge", "building", "estate", "great", "little", "upper", "lower", "upon", "under", "near", "city"),
        *("county", "wales", "cymru", "england", "scotland", "northern", "ireland", "united", "kingdom", "box"),
        *("tel", "telephone", "phone", "mobile", "mob", "email", "mail", "web", "www", "http", "https", "com"),
    }
)
"""Words of an address that tell of nobody where they stand alone."""
YEAR = re.compile(r"(?:19|20)\d\d")
SHORTEST_WORD, LONGEST_LINE = 3, 80


def told_by_address(lines: Iterable[str], ours: Iterable[str]) -> frozenset[str]:
    """Return what tells of where somebody lives, each folded and without any space; `ours` are the authority's lines.

    A single word that only stands in a line without number or street, as a town does, is not told where it is ours.
    """
    pieces = [piece for line in lines for piece in _pieces(line)]
    return _told(pieces, pieces, tuple(ours))


def told_by_signature(lines: Iterable[str], ours: Iterable[str]) -> frozenset[str]:
    """Return the like of a signature, in which a line of several words may be no address, but an office or a body."""
    pieces = [piece for line in lines if _may_tell(line) for piece in _pieces(line)]
    return _told(pieces, [piece for piece in pieces if len(piece) == 1 or _is_an_address(piece)], tuple(ours))


def _told(pieces: list[list[str]], places: list[list[str]], ours: tuple[str, ...]) -> frozenset[str]:
    our_pieces = [piece for line in ours for piece in _pieces(line)]
    our_runs = {run for piece in our_pieces for run in runs(piece)}
    theirs = [piece for piece in pieces if piece not in our_pieces]
    found = {run for piece in theirs for run in runs(piece, least=2) if _is_an_address(piece) or run not in our_runs}
    for piece in places:
        if piece not in our_pieces:
            found |= {word for word in piece if _tells_alone(word) and (_is_an_address(piece) or word not in our_runs)}
    return frozenset(found)


def runs(words: list[str], least: int = 1) -> Iterator[str]:
    """Yield every run of words that stand side by side, joined."""
    yield from (
        "".join(words[start:end]) for start, end in combinations(range(len(words) + 1), 2) if end >= start + least
    )


def _pieces(line: str) -> Iterator[list[str]]:
    """Yield the words of each part of a line: of its postcodes, and of what stands between them and commas."""
    plain = EMAIL.sub(" ", line[: 2 * LONGEST_LINE])
    for postcode in POSTCODE.findall(plain):
        joined = "".join(tokens(postcode))
        yield [joined[:-3], joined[-3:]]
    for part in re.split(r"[,;|\n]", POSTCODE.sub(",", plain)):
        yield from filter(None, _behind_the_street(tokens(part)))


def _behind_the_street(words: list[str]) -> tuple[list[str], list[str]]:
    """Part a line where its street ends: a town may follow without a comma."""
    end = next((at + 1 for at in reversed(range(1, len(words))) if words[at] in STREETS), len(words))
    return words[:end], words[end:]


def _is_an_address(words: list[str]) -> bool:
    numbered = any(sign.isdigit() for word in words for sign in YEAR.sub("", word))
    return numbered or words[0] in STREETS_BEFORE or any(word in STREETS for word in words[1:])


def _tells_alone(word: str) -> bool:
    return len(word) >= SHORTEST_WORD and not word.isdigit() and word not in NOBODYS


def _may_tell(line: str) -> bool:
    """Tell whether a line of a signature is neither closing words, a footer, nor a sentence that asks."""
    return len(line) <= LONGEST_LINE and not (CLOSING.match(line) or footer_in(line) or ASKS.search(line))


def is_letterhead(lines: Iterable[str]) -> bool:
    """Tell whether what stands above a greeting is an address."""
    return any(POSTCODE.search(folded(line)) for line in lines)
