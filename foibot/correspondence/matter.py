"""What a request is about: its words without those that every request has, and the subjects it touches.

Salutation, closing words, the law it calls upon and what is asked of the answer's form are taken out first, so that
two requests are never alike because both are polite.
"""

import re
from collections.abc import Iterable, Iterator

from foibot.correspondence.likeness import body
from foibot.correspondence.words_alike import ALIKE
from foibot.correspondence.words_for_the_same import SAME
from foibot.correspondence.words_of_asking import FUNCTION, LAW, OF_EVERY_REQUEST, SENTENCE
from foibot.correspondence.words_of_services import SERVICES
from foibot.lean import dataclass

WORD = re.compile(r"[^\W_]+")
MARKS = re.compile(r"^(?:(?:re|fwd?|fw) ?:\s*|\[[^\]]*\]\s*|\s+)+", re.IGNORECASE)
Numbers = dict[str, tuple[int, ...]]
READ = 8_000
MOST_WORDS = 400
SHORTEST_BEGINNING, LONGEST_REST, LONGEST_PHRASE = 2, 9, 4


ROWS = tuple(tuple(line.split(" | ")) for line in (ALIKE + SAME + SERVICES).splitlines() if line)
"""The subjects, broad and narrow; each is known by its number here."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What a request is about: `words` in order, those of its `title`, and the subjects of `ROWS` that it touches."""

    words: tuple[str, ...]
    title: frozenset[str]
    subjects: frozenset[int]


def matter(subject: str, text: str) -> Matter:
    """Return what a request is about."""
    title, said = _words(MARKS.sub("", subject[:READ])), _words(_asked(body(text[:READ])))
    told = tuple(word for word in (*title, *said) if word not in FUNCTION)[:MOST_WORDS]
    return Matter(told, frozenset(title) - FUNCTION, frozenset(_subjects(title)) | frozenset(_subjects(said)))


def _asked(text: str) -> str:
    sentences = SENTENCE.split(text.casefold())
    return "\n".join(sentence for sentence in sentences if not OF_EVERY_REQUEST.search(sentence))


def _words(text: str) -> list[str]:
    return WORD.findall(LAW.sub(" ", text.casefold()))[: 2 * MOST_WORDS]


def _tables(rows: Iterable[tuple[str, ...]]) -> tuple[Numbers, Numbers, frozenset[str]]:
    """Give the numbers of the subjects by whole phrases and by beginnings, and the first words of longer phrases.

    Nearly every phrase is of one subject alone, and shares its tuple with the others of that.
    """
    whole, begun = Numbers(), Numbers()
    for number, phrases in enumerate(rows):
        alone = (number,)
        for phrase in phrases:
            table, key = (begun, phrase.rstrip("*")) if phrase.endswith("*") else (whole, phrase)
            table[key] = (*table[key], number) if key in table else alone
    firsts = frozenset(phrase.split()[0] for phrase in (*whole, *begun) if " " in phrase)
    return whole, begun, firsts


WHOLE, BEGUN, FIRSTS = _tables(ROWS)


def _subjects(words: list[str]) -> Iterator[int]:
    for at, word in enumerate(words):
        yield from _rows_of(word)
        if word in FIRSTS:
            for length in range(2, LONGEST_PHRASE + 1):
                yield from _rows_of(" ".join(words[at : at + length]))


def _rows_of(phrase: str) -> Iterator[int]:
    yield from WHOLE.get(phrase, ())
    for end in range(max(SHORTEST_BEGINNING, len(phrase) - LONGEST_REST), len(phrase) + 1):
        yield from BEGUN.get(phrase[:end], ())


def name_of_subject(row: int) -> str:
    """Return what a subject is called: the first of its words."""
    return ROWS[row][0].rstrip("*")


def other_words(asked: Matter) -> dict[int, list[str]]:
    """Return, of each subject, the single words by which others may have called it, a `*` for a beginning."""
    return {
        row: [word for word in ROWS[row] if " " not in word and len(word) > SHORTEST_BEGINNING]
        for row in sorted(asked.subjects)
    }
