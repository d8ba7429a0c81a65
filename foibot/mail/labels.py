"""Names of attachments as labels that are safe to show: no path, no control or direction marks, not too long."""

import re

from foibot.mail.charsets import cleaned, with_words_decoded

MAX_NAME = 150
# Controls, and the marks with which a name can be made to read backwards (the end of `exe.fdp` shown as `.pdf`).
UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")


def safe_name(name: str) -> str:
    """Return the last part of a file name, fit to be shown."""
    shown = cleaned(with_words_decoded(name))
    shown = UNSAFE.sub("", shown.replace("\\", "/").rpartition("/")[2] or shown).strip(" .")
    if len(shown) <= MAX_NAME:
        return shown
    stem, dot, ending = shown.rpartition(".")
    return f"{stem[: MAX_NAME - 11]}{dot}{ending}" if dot and len(ending) <= 10 else shown[:MAX_NAME]  # noqa: PLR2004 - no file type has a longer ending
