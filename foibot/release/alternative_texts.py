"""Alternative texts of pictures: programs write the path that a picture came from, and people whom it shows."""

import re

from foibot.release.patterns import tells_of_people
from foibot.release.report import Report

PATH = re.compile(r"(?<![a-z])[a-z]:[\\/]|\\\\\w|file:/|/(?:users|home)/\w", re.IGNORECASE)
FILE = re.compile(r"[^\s/\\][^/\\]*\.(?:jpe?g|png|gif|tiff?|bmp|heic|webp|docx?|xlsx?|pptx?|pdf|csv)", re.IGNORECASE)
PLAIN = re.compile(
    r"(?:image|img|picture|photo|pic|dscn?|pxl|screenshot|logo|chart|figure|map|page|slide)?[\d_() .-]*\.\w+",
    re.IGNORECASE,
)
"""Names of files that cameras and programs give, which tell of nobody."""


def note_alternative_text(report: Report, place: str, *texts: str | None) -> None:
    """Note the alternative texts of a picture that hold a path, the name of a file, or personal data."""
    for text in filter(None, texts):
        if tells(text.strip(), report):
            report.note("alt_text", place, text)


def tells(text: str, report: Report) -> bool:
    """Tell whether an alternative text, or a title, says more than what there is to see."""
    named = FILE.fullmatch(text) is not None and PLAIN.fullmatch(text) is None
    return named or PATH.search(text) is not None or tells_of_people(text, report.ours)
