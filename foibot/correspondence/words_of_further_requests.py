"""How applicants ask for something else inside the thread of a request they made: plainly, and in passing."""

# ruff: noqa: E501, RUF001 - one phrase a line, in the letters in which people write it

import re

from foibot.correspondence.asking import Asking, asking
from foibot.correspondence.wording import phrases

READ = 5_000
FURTHER = r"(?:new|another|further|separate|additional|second|different|fresh)"
OF_INFORMATION = r"(?:foia? |foisa |eir |freedom of information |information |formal )*"
FURTHER_REQUEST = phrases(
    "makes a further request",
    ("request", rf"\b(?:an?|one|the following|my|this) {FURTHER} {OF_INFORMATION}requests?\b"),
    ("another", rf"\banother {OF_INFORMATION}request\b"),
    ("requests", rf"\b(?:two|three|some|the following) (?:new|other|further|more) {OF_INFORMATION}requests\b"),
    ("cais", r"\bcais (?:newydd|arall|pellach)\b"),
)
NO_FURTHER_REQUEST = phrases(
    "speaks of a further request, and makes none",
    (
        "request",
        rf"(?:\b(?:not|no|never|whether|if|need to|have to|must|should I|do I|rather than|instead of|without|treated|treating|asked me to|told|said|why)\b|n['’]t\b)[^.?!]{{0,60}}\b{FURTHER} {OF_INFORMATION}requests?\b",
    ),
)
IN_PASSING = phrases(
    "asks beside something else",
    ("also|addition|further|as well", r"\b(?:also|additionally|in addition|furthermore|as well)\b"),
)
# What somebody wants of us about the request that is being dealt with already.
OF_THIS_CASE = re.compile(
    r"\b(?:(?:an?|the|your|any|my) )*(?:\w+ )?(?:updates?|acknowledge?ments?|confirmation|(?:reference|case) number|repl(?:y|ies)"
    r"|response|answer|receipt)\b",
    re.IGNORECASE,
)
SAME_MATTER = phrases(
    "about what was asked before",
    (
        "asked|requested",
        r"\b(?:I|we) (?:have |had |['’]ve )?(?:already |originally |first )?(?:asked|requested|sought)\b",
    ),
    ("request", r"\b(?:my|our|this|the|original|initial|first|earlier|previous) (?:\w+ ){0,4}requests?\b"),
    ("review|reconsider", r"\breviews?\b|\bre-?consider"),
    ("withheld|redact|refus|missing|exempt", r"\bwithheld\b|\bredact\w+|\brefus\w+|\bmissing\b|\bexempt\w*"),
    ("decision|handling", r"\b(?:your|the) (?:decision|handling)\b"),
)
SENTENCE_END = re.compile(r"(?<=[.?!])\s+|\n\n")


def asked_besides(text: str) -> Asking:
    """Return how far a letter about a case asks for information besides what the case is about."""
    sentences = (part for part in SENTENCE_END.split(text[:READ]) if part and not SAME_MATTER.seen(part))
    return asks_for_information("\n\n".join(sentences))


def asks_for_information(text: str) -> Asking:
    """Return how far a letter about a case asks for information, and not only for word of how the case stands."""
    return asking("", OF_THIS_CASE.sub(" ", text[:READ]))
