"""Dating a letter anew: its words with the day of its approval where they bore the day of its draft."""

import re
from collections.abc import Callable
from datetime import date

from foibot.casework.case import Case
from foibot.casework.dating import Redated
from foibot.casework.decisions import Rewritten
from foibot.mail.render import long_day, welsh_day
from foibot.store import drafts
from foibot.store.database import Database

LINES_OF_THE_HEAD = 15
"""Among which the day stands in a line of its own: below it are words, and perhaps somebody else's."""


def _welsh_line(day: date) -> str:
    written = welsh_day(day)
    return written[0].upper() + written[1:]


STYLES: tuple[Callable[[date], str], ...] = (long_day, welsh_day, _welsh_line)
"""The ways in which our letters write a day."""


def dated_words(db: Database, case: Case, wanted: Redated) -> Rewritten:
    """Return the latest words of a draft with the days that are to stand in them."""
    lines = drafts.latest_revision(db, case.reference, wanted.draft).text.split("\n")
    head, words = lines[:LINES_OF_THE_HEAD], lines[LINES_OF_THE_HEAD:]
    text = "\n".join([*_with_day(head, wanted), *words])
    for old, new in wanted.promises:
        text = _with_promise(text, old, new)
    return Rewritten(wanted.draft, text)


def _with_day(head: list[str], wanted: Redated) -> list[str]:
    heirs = {style(day): style(wanted.on) for style in STYLES for day in wanted.written_on}
    at = next((number for number, line in enumerate(head) if line.strip() in heirs), None)
    return head if at is None else [*head[:at], heirs[head[at].strip()], *head[at + 1 :]]


def _with_promise(text: str, old: date, new: date) -> str:
    """Return the text with a day in place of the one that it promised first, be it wrapped or not."""
    for style in STYLES:
        written = re.compile(r"\s+".join(map(re.escape, style(old).split())))
        if written.search(text):
            return written.sub(style(new), text, count=1)
    return text
