"""Number formats (ECMA-376, 18.8.31): which values of a cell they do not show, and which they write in white or black.

A format has up to four sections, of positive numbers, negative ones, noughts and words; or sections with conditions.
"""

import operator
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from foibot.lean import dataclass

COLOURS = {"white": "light", "color2": "light", "black": "black", "color1": "black"}
COMPARISONS: Mapping[str, Callable[[float, float], bool]] = MappingProxyType(
    {"<": operator.lt, "<=": operator.le, "=": operator.eq, "<>": operator.ne, ">": operator.gt, ">=": operator.ge}
)
CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?[\d.]+)\]")
TOKEN = re.compile(r"""\"[^"]*\"?|\[[^\]]*\]|[\\_*].|.""", re.DOTALL)
WRITTEN = re.compile(r'"([^"]*)"|\\(.)|[_*].', re.DOTALL)
NOUGHTS, NUMBERS_ALONE = 2, 3
FLAGS = (0, 1, -1, None)
"""Numbers for which a format may write a word: yes and no."""


@dataclass(frozen=True, slots=True)
class Section:
    """What one section of a format does: shows the value, or words, or nothing; in which tone; on what condition."""

    shows: str
    tone: str
    condition: tuple[str, float] | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """A number format by its sections."""

    sections: tuple[Section, ...]

    @property
    def may_hide(self) -> bool:
        """Tell whether any value at all could be hidden; a format that leaves out noughts hides nothing."""
        all_count = any(one.condition for one in self.sections)
        return any(
            one.tone or (one.shows in {"words", "nothing"} and (all_count or at != NOUGHTS))
            for at, one in enumerate(self.sections)
        )

    def hides(self, value: str, *, words: bool, behind: str) -> bool:
        """Tell whether a value is not shown, or shown in the tone of what is behind it."""
        section = self._of_words() if words else self._of_number(_number(value))
        if section is None:
            return False
        if section.shows == "words" and not words:
            return _number(value) not in FLAGS
        return (words or _number(value) != 0) and (
            section.shows in {"words", "nothing"} or section.tone == behind != ""
        )

    def _of_words(self) -> Section | None:
        """Return the section of words; where there is none, words are shown as they are."""
        last = self.sections[-1]
        of_words = len(self.sections) > NUMBERS_ALONE or last.shows == "text"
        return last if of_words or (last.tone and len(self.sections) == 1) else None

    def _of_number(self, number: float | None) -> Section | None:
        sections = [one for one in self.sections[:NUMBERS_ALONE] if one.shows != "text"]
        if number is None or not sections:
            return None
        if any(one.condition for one in sections):
            return next((one for one in sections if _meets(one, number)), None)
        at = 1 if number < 0 else (0 if number > 0 else NOUGHTS)
        return sections[at] if at < len(sections) else sections[0]


def format_of(code: str) -> Format:
    """Read a number format."""
    sections = [""]
    for mark in TOKEN.findall(code):
        if mark == ";":
            sections.append("")
        else:
            sections[-1] += mark
    return Format(tuple(_section(one) for one in sections))


def _section(written: str) -> Section:
    brackets = {one.casefold() for one in re.findall(r"\[([^\]]*)\]", written)}
    tone = next((COLOURS[one] for one in brackets if one in COLOURS), "")
    condition = CONDITION.search(written)
    told = (condition[1], float(condition[2])) if condition else None
    return Section(_shows(written), tone, told)


def _shows(written: str) -> str:
    bare = re.sub(r"\[(?!h+\]|m+\]|s+\])[^\]]*\]", "", written, flags=re.IGNORECASE)
    left = WRITTEN.sub("", bare)
    if "@" in left:
        return "text"
    if re.search(r"[0#?a-z]", left, re.IGNORECASE):
        return "value"
    words = "".join(first or second for first, second in WRITTEN.findall(bare)) + left
    return "words" if words.strip() else "nothing"


def _meets(section: Section, number: float) -> bool:
    if section.condition is None:
        return True
    comparison, limit = section.condition
    return COMPARISONS[comparison](number, limit)


def _number(value: str) -> float | None:
    """Return a value as a number; None for words."""
    try:
        return float(value)
    except ValueError:
        return None
