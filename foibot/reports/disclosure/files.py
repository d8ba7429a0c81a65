"""Files that go into the site: under a name that is harmless everywhere, of kinds that no browser runs."""

import re
import unicodedata

KINDS = frozenset(
    {"pdf", "csv", "txt", "xlsx", "docx", "pptx", "ods", "odt", "odp", "rtf", "png", "jpg", "jpeg", "gif", "json"}
)
"""The endings of files that may be published: none that a browser runs (no HTML, SVG, XML or script)."""
LONGEST_STEM = 60
UNSAFE = re.compile(r"[^a-z0-9]+")


def ending_of(name: str) -> str:
    """Return the ending of a file's name in small letters, without its dot."""
    return name.rpartition(".")[2].casefold() if "." in name else ""


def may_be_published(name: str) -> bool:
    """Tell whether a file is of a kind that may be published."""
    return ending_of(name) in KINDS


def safe_name(number: int, name: str) -> str:
    """Return the name under which a file is published: a number, small letters, digits and hyphens, and its ending.

    The number stands first, so that no name is one that Windows keeps for itself, and no two are the same.
    """
    stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().casefold()
    words = UNSAFE.sub("-", plain).strip("-")[:LONGEST_STEM].strip("-")
    return f"{number}-{words or 'file'}.{ending_of(name)}"
