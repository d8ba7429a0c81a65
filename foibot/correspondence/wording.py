"""Tables of phrases: how they are written and looked for. The phrases stand in the modules named words_….

A phrase is evidence, never a verdict. Each row is a stem and an expression: the expression is compiled and tried
only where the stem stands in the text, which makes looking for hundreds of phrases cost next to nothing.
"""

import re
from functools import lru_cache

from foibot.lean import dataclass

SPACES = re.compile(r"\[(?:\\.|[^\]\\])*\]| \?| ")


def spaced(match: re.Match[str]) -> str:
    """Return what a space in an expression stands for: white space, which a question mark makes optional."""
    if match[0].startswith("["):
        return match[0].replace(" ", r"\s")
    return r"\s*" if match[0] == " ?" else r"\s+"


@lru_cache(maxsize=2_000)
def compiled(expression: str) -> re.Pattern[str]:
    """Return an expression in which a space stands for any white space, in any case of letters."""
    return re.compile(SPACES.sub(spaced, expression), re.IGNORECASE | re.MULTILINE)


@lru_cache(maxsize=4)
def lowered(text: str) -> str:
    """Return a text in lower case, kept for the next tables: each message is held against dozens of them."""
    return text.lower()


@dataclass(frozen=True, slots=True)
class Row:
    """One phrase: the words of which one must stand in the text, and the expression."""

    stems: tuple[str, ...]
    expression: str

    def may_stand_in(self, low: str) -> bool:
        """Tell whether one of the stems stands in a text in lower case."""
        for stem in self.stems:  # noqa: SIM110 - any() takes twice as long, and this is asked hundreds of times a message
            if stem in low:
                return True
        return False


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases that mean one thing."""

    name: str
    rows: tuple[Row, ...]

    def search(self, text: str) -> re.Match[str] | None:
        """Return the first phrase of the table that stands in the text."""
        low = lowered(text)
        for row in self.rows:
            found = compiled(row.expression).search(text) if row.may_stand_in(low) else None
            if found:
                return found
        return None

    def seen(self, text: str) -> str:
        """Return the words found, in one line; empty where there are none."""
        found = self.search(text) if text else None
        return " ".join(found[0].split())[:120] if found else ""


def phrases(name: str, *rows: tuple[str, str]) -> Phrases:
    """Phrases from rows of (stems with | between them, expression)."""
    return Phrases(name, tuple(Row(tuple(stems.split("|")), expression) for stems, expression in rows))
