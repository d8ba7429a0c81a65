"""On which line of a TOML text a key stands. tomllib does not say, and people look for lines.

A guess from the shape of the lines, for showing only: where it does not know, it gives the nearest heading.
"""

import re

_HEADING = re.compile(r"\s*\[(\[?)\s*([^\]\[]+?)\s*\]")
_KEY = re.compile(r"\s*([\w.\"'-]+)\s*=")
_QUOTES = ('"""', "'''")


def lines_of_keys(text: str) -> dict[str, int]:
    """Return the line, counted from 1, of each heading and each key at the start of a line."""
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    heading, quoted = "", ""
    for number, line in enumerate(text.splitlines(), 1):
        inside, quoted = bool(quoted), _quoted_after(line, quoted)
        if inside:
            continue
        if opened := _HEADING.match(line):
            heading = _plain(opened[2])
            if opened[1]:
                counts[heading] = counts.get(heading, -1) + 1
                heading = f"{heading}[{counts[heading]}]"
            found.setdefault(heading, number)
        elif key := _KEY.match(line):
            found.setdefault(f"{heading}.{_plain(key[1])}".lstrip("."), number)
    return found


def line_of(key: str, found: dict[str, int]) -> int | None:
    """Return the line of the key, or of the nearest thing around it that has one."""
    while key:
        if key in found:
            return found[key]
        key = re.sub(r"(\.?[^.\[\]]+|\[\d+\])$", "", key)
    return None


def _quoted_after(line: str, quoted: str) -> str:
    for quote in _QUOTES:
        if quoted in ("", quote) and line.count(quote) % 2:
            return "" if quoted else quote
    return quoted


def _plain(key: str) -> str:
    return key.replace('"', "").replace("'", "").replace(" ", "")
