"""The stems of words, as the index makes them: asked of SQLite itself, so that both always agree."""

import sqlite3
from collections.abc import Iterable

TABLES = """
CREATE VIRTUAL TABLE said USING fts5 (word, tokenize = 'porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE stem USING fts5vocab (said, instance);
"""


class Stems:
    """Words and their stems; each word is asked for once."""

    def __init__(self) -> None:
        """Make a small index in memory."""
        self._db = sqlite3.connect(":memory:")
        self._db.executescript(TABLES)
        self._known: dict[str, str] = {}

    def of(self, words: Iterable[str]) -> dict[str, str]:
        """Return the stem of each word; of one that is several words to the index, the first."""
        asked = list(dict.fromkeys(words))
        new = [word for word in asked if word not in self._known]
        self._db.executemany("INSERT INTO said (rowid, word) VALUES (?, ?)", list(enumerate(new, 1)))
        for stem, number in self._db.execute("SELECT term, doc FROM stem WHERE offset = 0"):
            self._known[new[number - 1]] = stem
        self._db.execute("DELETE FROM said")
        return {word: self._known.get(word, word) for word in asked}
