"""What an information holder's reply is worth: an answer, a promise of one, or something a person has to read.

Only what is plain is told apart: a question closes by itself where files came or where plain words were written; it
stays open where nothing but a promise came.
"""

# ruff: noqa: E501, RUF001 - one phrase a line, in the letters in which people write it

from enum import StrEnum

from foibot.correspondence.wording import phrases


class Worth(StrEnum):
    """What a reply is taken for; the words of the log."""

    ANSWER = "answer"
    PROMISE = "promise"
    UNSURE = "unsure"
    AUTOMATIC = "automatic"


PROMISE = phrases(
    "a promise and no answer",
    (
        "look into|looking into",
        r"\b(?:will|['’]ll|am|are|is|to) (?:have a )?look(?:ing)? (?:into|at) (?:this|it|that)\b",
    ),
    ("back to you|get back", r"\b(?:will|['’]ll|shall|to)? ?(?:get|come|be|revert) back (?:to you)?\b"),
    (
        "passed|forwarded|passing",
        r"\b(?:have |has |am |been )?(?:passed|forwarded|passing|forwarding|sent) (?:this|it|your (?:request|mail|message|question)) (?:on|over|to)\b",
    ),
    ("in touch", r"\bbe in touch\b"),
    ("leave it|leave this", r"\bleave (?:it|this) with (?:me|us)\b"),
    ("received|receipt|noted", r"\b(?:well )?(?:received|noted|acknowledge|acknowledged|confirm receipt)\b"),
    ("will do|on it|working on", r"\b(?:will do|on it|working on (?:it|this|that))\b"),
    (
        "more time|extension|by then",
        r"\b(?:need|require|give me|have) (?:some |a little |a bit )?(?:more time|longer|until)\b",
    ),
    (
        "will send|will reply|will respond|will let you know|ll send|ll reply",
        r"\b(?:will|['’]ll) (?:send|reply|respond|answer|let you know|forward|provide|check|find out|ask|try|dig)\b",
    ),
    ("chas|check", r"\b(?:will|['’]ll|am|are) (?:chas|check)(?:e|ing)?\b"),
    ("thanks|thank you", r"^\W*(?:many )?thank(?:s| you)[^.?!\n]{0,30}[.!]?\W*$"),
    ("ok|okay", r"^\W*(?:ok|okay|sure|fine|understood)\W*$"),
)
LATE_WORDS = 400


def worth_of(text: str, *, files: bool, certain: bool) -> Worth:
    """Return what a reply is taken for; `text` are its new words, `files` whether any came with it.

    Nobody knows better than the officer: what asks something back, and what says little beside a promise, is unsure.
    """
    words = text.strip()
    if not certain:
        return Worth.UNSURE
    promised = PROMISE.seen(words)
    if promised and not files and len(words) <= LATE_WORDS and not any(sign.isdigit() for sign in words):
        return Worth.PROMISE
    if promised or "?" in words or not (words or files):
        return Worth.UNSURE
    return Worth.ANSWER
