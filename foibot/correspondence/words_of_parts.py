"""How applicants number their questions, lead into a list, go on to the next, and begin and end a letter."""

# ruff: noqa: E501, RUF001 - one phrase a line, in the letters in which people write it

import re

ORDINALS = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth)(?:ly)?|finally|lastly|yn gyntaf|yn ail|yn drydydd|yn olaf"
MARKERS: dict[str, re.Pattern[str]] = {
    name: re.compile(rf"[ \t]*(?:{pattern})", re.IGNORECASE)
    for name, pattern in {
        "question": r"(?:q|question|cwestiwn|request|part)[ \t]?\d{1,2}\b[.:)]?(?=\s|$)",
        "point": r"\d{1,2}(?:\.\d{1,2})+[.)]?(?=\s)",
        "number": r"(?:\(\d{1,2}\)|\d{1,2}[.):](?!\d))(?=\s|\S)",
        "roman": r"(?:\([ivx]{1,4}\)|[ivx]{2,4}[.)])(?=\s|\S)",
        "letter": r"(?:\([a-z]\)|[a-z][.)])(?=\s|\S)",
        "bullet": r"(?:[-*•–—·▪●◦‣]|o(?=\t| {2,}))(?=\s)",
        "word": rf"(?:{ORDINALS})\s*[,:;]",
    }.items()
}
"""The marks that begin an item of a list, each kind by its name; the first that fits is what it is."""

GREETING = re.compile(
    r"\s*(?:dear|hello|hi|hey|good (?:morning|afternoon|evening|day)|to whom|to the|annwyl|helo|fao|f\.a\.o|attn)\b[^,.:!?\n]{0,80}(?:[,.:!]|\n|\Z)",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"[ \t]*(?:(?:with |many |very |kind |kindest |warm |best )*(?:regards|wishes|thanks)\b|yours\b|sincerely\b|faithfully\b|thank(?:s| you)\b|cheers\b"
    r"|(?:i|we)? ?look(?:ing)? forward\b|diolch\b|yn (?:gywir|ddiffuant)\b|cofion\b|gan ddiolch\b|edrychaf ymlaen\b)",
    re.IGNORECASE,
)
# What is said of how the answer should come, and is no question of its own.
MANNER = re.compile(
    r"\b(?:electronic(?:ally)?|by e-?mail|by post|spreadsheet|csv|excel|pdf|machine[- ]readable|format|acknowledge?|confirm receipt"
    r"|(?:confirm|acknowledge)(?: that)? you have received|within (?:20|twenty) working days|advice and assistance|section 16|cost limit|clarif\w+|narrow\w*|redact\w*|treat (?:it|this|my|the))\b",
    re.IGNORECASE,
)
# A question that lives off the one before it.
DEPENDENT = re.compile(
    r"(?:if (?:so|not|yes|no|any|they|it|there|this|that|these|you (?:do|did|don['’]t|have|are|can))\b|and\b|or\b|but\b|os (?:felly|na|oes)\b|why(?: not)?\?|when\?|how\?|who\?|where\?|which\?|how (?:many|much|often)\?)",
    re.IGNORECASE,
)
FURTHER = re.compile(
    rf"(?:{ORDINALS}|also|in addition|additionally|furthermore|moreover|next|i (?:would|['’]d) also|i also|we also|please (?:could you |can you )?also|(?:can|could|would|will) you also|please additionally|hefyd)\b",
    re.IGNORECASE,
)
# What a line says that only leads into a list.
LEADS = re.compile(r":\s*$|\b(?:following|below|these|canlynol|isod)\b[^?]*$", re.IGNORECASE)
# The Act is called upon, and nothing is asked yet.
FORMAL = re.compile(
    r"\s*(?:(?:this is|please (?:treat|consider|accept|regard) this|i am (?:making|writing to make|submitting)|i (?:would|['’]d) like to (?:make|submit)|i wish to (?:make|submit)|i (?:make|submit))"
    r"[^.?!:]{0,160}\brequest\b[^.?!:]{0,120}[.!])(?:\s|\Z)",
    re.IGNORECASE,
)
TOPIC = re.compile(r"\b(?:relat\w+ to|regarding|about|concerning|in respect of|for (?!information))\b", re.IGNORECASE)
# What a web site puts below a letter that it passes on, with questions of its own.
FOOTER = re.compile(r"^[ \t]*[-_=*]{10,}[ \t]*$", re.MULTILINE)
NAME = re.compile(r"(?:[A-Z][\w.'’-]*[ \t,]*){2,4}")
INLINE = re.compile(
    r"(?<=[^\d\s)(.])[,;:]?\s(?:and |or |a )?(\((?:\d{1,2}|[a-z]|[ivx]{1,4})\)|(?:\d{1,2}|[a-z])[.)])(?=\s?\S)"
)
INLINE_ORDERS: tuple[tuple[str, ...], ...] = (
    tuple(map(str, range(1, 31))),
    ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"),
    tuple("abcdefghijklmnopqrstuvwxyz"),
)
ENDS_SENTENCE = re.compile(r"[.?!][\"'”’)\]]*\s+(?=\S)")
