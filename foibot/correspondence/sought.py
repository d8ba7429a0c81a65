"""What a person types to find something, made into an expression of SQLite's FTS5 that cannot be faulty.

Words are all wanted; `"several words"` stand together; `word*` is a beginning; `-word` must not be there. Everything
else a person types is only text: nothing of FTS5's own language is understood.
"""

import re

from foibot.errors import UsageError

PART = re.compile(r'(?P<without>-)?(?:["“”](?P<phrase>[^"“”]*)["“”]?|(?P<word>[^\s"“”]+))')
MOST = 32
SECTION = re.compile(r"(s|ss|sec|section|r|reg|regs|regulation)\.? ?(\d+[A-Z]?(?:\(\w+\))*)", re.IGNORECASE)
WRITTEN = {"s": ("s", "section", "sections"), "r": ("reg", "regulation", "regulations")}
"""How letters write a provision: whichever way it is sought, each is found."""
LONGEST = 1_000


def expression(text: str) -> str:
    """Return what is sought as an expression; raises `UsageError` where there is no word to look for."""
    wanted, unwanted = list[str](), list[str]()
    for found in PART.finditer(text[:LONGEST].replace("\x00", " ")):
        term = _term(found["phrase"], found["word"])
        if term:
            (unwanted if found["without"] else wanted).append(term)
    if not wanted:
        raise UsageError(
            f"There is no word to look for in '{text.strip()}'. Write at least one, as: foibot search parking"
        )
    found_in = " AND ".join(wanted[:MOST])
    return f"({found_in}) NOT ({' OR '.join(unwanted[:MOST])})" if unwanted else found_in


def _term(phrase: str | None, word: str | None) -> str:
    words = phrase if phrase is not None else word or ""
    if not any(letter.isalnum() for letter in words):
        return ""
    beginning = phrase is None and words.endswith("*")
    section = SECTION.fullmatch(words.strip())
    if section:
        return f"({' OR '.join(quoted(f'{word} {section[2]}') for word in WRITTEN[section[1][0].casefold()])})"
    return f"{quoted(words)} *" if beginning else quoted(words)


def quoted(words: str) -> str:
    """Return words as one string of FTS5."""
    return '"' + words.replace('"', '""') + '"'


def any_of(words: list[str]) -> str:
    """Return an expression for texts that hold any of these words."""
    return " OR ".join(map(quoted, words))
