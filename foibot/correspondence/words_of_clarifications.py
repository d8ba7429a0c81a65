"""How applicants answer our question without answering it: thanks, a promise, a question back."""

# ruff: noqa: E501, RUF001 - one phrase a line, in the letters in which people write it

import re

from foibot.correspondence.wording import phrases

PROMISES_LATER = phrases(
    "promises an answer later",
    (
        "get back|come back|be in touch|reply|respond|let you know|send|answer",
        r"\b(?:I|we)(?:['’]ll| will| shall|['’]m going to| am going to) (?:\w+ ){0,2}(?:get|come|be) (?:back|in touch)\b|\b(?:I|we)(?:['’]ll| will| shall) (?:\w+ ){0,2}(?:reply|respond|answer|let you know|send (?:you )?(?:this|it|that|the details|more))\b[^.?!]{0,60}\b(?:later|soon|shortly|tomorrow|next week|when|as soon as|in due course|once|after)\b",
    ),
    (
        "think|check|look into",
        r"\b(?:let me|I need to|I['’]ll have to|I (?:will )?have to|I must) (?:think|check|look|ask)\b",
    ),
    (
        "time",
        r"\b(?:need|give me|take me|bear with me)\b[^.?!]{0,30}\b(?:more time|a few days|a little time|a while)\b",
    ),
    ("bear with", r"\bbear with me\b"),
    ("yn ôl|cysylltu", r"\b(?:byddaf|bydda i|wna i)\b[^.?!]{0,40}\b(?:yn ôl|cysylltu|ateb)\b"),
)
PLEASANTRIES = re.compile(
    r"^(?:dear|hi|hello|hey|good (?:morning|afternoon|evening)|annwyl|helo|thanks?|many thanks|thank you|cheers|diolch"
    r"|(?:kind |best |warm )?regards|yours (?:sincerely|faithfully)|best(?: wishes)?|noted|ok(?:ay)?|received|will do|sure|of course|understood|great|perfect|brilliant|no problem|sorry|cofion|yn gywir"
    r"|sent from my)\b[^\n]{0,80}$",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"(?<=[.?!])\s+")
A_NAME = 4


def clarifies_nothing(text: str) -> str:
    """Return the words by which a reply plainly leaves our question open; empty where it may answer it.

    What holds a sentence of its own beside thanks, greetings, promises and questions back may be an answer: a person
    who thinks that it is none says so.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    said = [line for line in lines if not PLEASANTRIES.match(line)]
    sentences = [one for line in said for one in SENTENCE.split(line) if one.strip()]
    later = next((seen for one in sentences if (seen := PROMISES_LATER.seen(one))), "")
    if any(tells_something(one, first=one == lines[0]) for one in sentences):
        return ""
    asks = next((one for one in sentences if one.endswith("?")), "")
    return later or asks[:120] or " ".join(lines)[:120] or "no words"


def tells_something(sentence: str, *, first: bool) -> bool:
    """Tell whether a sentence says something of what is wanted: no promise, no question, no name under a letter.

    The `first` words of a letter are no signature, however few.
    """
    if sentence.endswith("?") or PROMISES_LATER.seen(sentence) or PLEASANTRIES.match(sentence):
        return False
    words = sentence.split()
    is_name = len(words) <= A_NAME and all(word[:1].isupper() for word in words)
    return first or sentence.endswith((".", "!")) or any(map(str.isdigit, sentence)) or not is_name
