"""What in a text reads as a request for information, and under which law the sender puts it.

A request need not name the Act (FOIA section 8): it needs to ask for information. So asking is looked for first, and the
law named is further evidence. English and Welsh; other languages are left to a person.
"""

import re
from dataclasses import dataclass

from foibot.correspondence.message import InboundMessage

READ = 20_000

LAW = re.compile(
    r"\bfreedom\s+of\s+information\b|\bFo[iI]A?\b|\bFOISA?\b|\bF\.O\.I\.?|\benvironmental\s+information\b|\bEI[S]?Rs?\b"
    r"|\bsubject\s+access\b|\bS\.?A\.?R\b|\bDSAR\b|\bdata\s+protection\s+act\b|\b(?:UK\s+)?GDPR\b"
    r"|\b(?:right|request)\s+to\s+know\b|\bs(?:ection|\.)?\s*(?:1|8)\s+of\s+the\s+act\b"
    r"|\bfreedom\s+of\s+info\b|\brhyddid\s+gwybodaeth\b|\bgwybodaeth\s+amgylcheddol\b|\bdeddf\b",
    re.IGNORECASE,
)
ASK = re.compile(
    r"\b(?:I|we)(?:\s+would|\s+should|['’]d)?\s+(?:also\s+|now\s+|therefore\s+|formally\s+|hereby\s+)*(?:like|wish|want|need|am\s+writing|are\s+writing|write)\s+"
    r"(?:to\s+)?(?:request|ask|know|see|obtain|receive|have|make\s+a|submit|be\s+(?:told|sent|provided|given)|find\s+out|a\s+copy|copies|the\s+following|information|access|details)"
    r"|\b(?:I|we)(?:\s+am|\s+are|['’]m|['’]re)?\s+(?:also\s+|hereby\s+|formally\s+|therefore\s+)*(?:request(?:ing)?|seek(?:ing)?|ask(?:ing)?)\b"
    r"|\b(?:please|kindly|pls)\s+(?:can|could|would|will)?\s*(?:you\s+)?(?:kindly\s+|also\s+)?(?:provide|send|supply|disclose|tell|let\s+me\s+(?:know|have)|advise|state|list|give|forward|share|confirm|e-?mail|release|publish|treat|find|detail|specify|could|can|would|explain|include|answer)\b"
    r"|\b(?:can|could|would|will|may)\s+(?:you|I|we|u)\s+(?:please\s+|kindly\s+|pls\s+|also\s+|possibly\s+)*(?:provide|send|supply|disclose|tell|let\s+(?:me|us)\s+(?:know|have)|advise|state|list|give|forward|share|confirm|have|see|get|e-?mail|release|explain|be\s+(?:so\s+kind|sent|told|given)|request|ask|obtain|know|find)\b"
    r"|\bhow\s+(?:many|much|often|long)\b|\bcop(?:y|ies)\s+of\b|\b(?:a\s+)?(?:breakdown|list)\s+of\b"
    r"|\bwhat\s+(?:is|was|are|were)\s+the\s+(?:total|cost|number|amount|annual|average|name)"
    r"|\bthe\s+following\s+(?:information|questions|documents|data|records|recorded)\b"
    r"|\brequest(?:s|ing)?\s+(?:the\s+following|for\s+information|information|access\s+to|disclosure|copies|under)\b"
    r"|\bi'?d\s+like\s+to\s+(?:know|see|have|get|request|ask)\b|\bgrateful\s+(?:if|for)\b|\bi\s+require\b"
    r"|\bplease\s+treat\s+this\b"
    r"|\bgofyn\s+am\b|\bhoffwn\b|\bhoffem\b|\ba\s+(?:fyddech|allech|wnewch)\b|\b(?:a\s+)?fedrwch\b|\bcais\s+am\b|\bfaint\s+o\b|\bpa\s+(?:mor|faint)\b",
    re.IGNORECASE,
)
RECORDED = re.compile(
    r"\b(?:information|figures?|data|numbers?|statistics|cop(?:y|ies)|documents?|records?|correspondence|e-?mails|reports?"
    r"|minutes|contracts?|polic(?:y|ies)|spend(?:ing)?|spent|costs?|paid|invoices?|expenditure|budgets?|breakdown|total"
    r"|details|dates?|names?|amounts?|held|emails|memos?|letters|plans?|assessments?|logs?|footage|files?|guidance|gwybodaeth"
    r"|nifer|cost|ffigurau|copi|dogfennau|cofnodion)\b",
    re.IGNORECASE,
)
QUESTION = re.compile(
    r"\b(?:who|what|when|where|why|how|which|do|does|did|is|are|has|have|was|were)\b[^.?!\n]{3,300}\?",
    re.IGNORECASE,
)
LISTED = re.compile(r"^\s*(?:\(?\d{1,2}[.)]|\(?[a-h][.)]|[-*•–])\s+\S.{8,}", re.MULTILINE)
REQUEST_SUBJECT = re.compile(
    r"\b(?:foi|foia|foisa|eir|eirs|sar|dsar)\b|freedom\s+of\s+info|environmental\s+information|subject\s+access"
    r"|(?:request|cais)\s+(?:for|am|under|re)|\binformation\s+request|\bdata\s+request|rhyddid\s+gwybodaeth|cais\s+rhg",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asking:
    """How far a text reads as a request: the words seen, and how strong they are together (0 to 4)."""

    strength: int
    words: tuple[str, ...]

    @property
    def is_request(self) -> bool:
        """Tell whether it plainly asks for recorded information."""
        return self.strength >= 2  # noqa: PLR2004 - asking, and one thing more

    @property
    def is_likely(self) -> bool:
        """Tell whether it may ask for something."""
        return self.strength >= 1


def first(pattern: re.Pattern[str], text: str) -> str:
    """The words a pattern found, in one line; empty where it found none."""
    found = pattern.search(text)
    return " ".join(found[0].split())[:100] if found else ""


def asking(subject: str, text: str) -> Asking:
    """Judge a subject and a text."""
    text = text[:READ]
    law, ask = first(LAW, text), first(ASK, text)
    titled = first(REQUEST_SUBJECT, subject)
    recorded = first(RECORDED, text) if ask else ""
    question = "" if ask else first(QUESTION, text)
    listed = first(LISTED, text) if ask or law else ""
    strength = 0
    if ask:
        strength = 1 + bool(law or titled) + bool(recorded) + bool(listed)
    elif question:
        strength = 1 + bool(law or titled)
    elif law or titled:
        strength = 2 if titled and law else 1
    return Asking(strength, tuple(word for word in (titled, law, ask, question, recorded) if word))


def asking_in(message: InboundMessage) -> Asking:
    """Judge what a message newly says."""
    return asking(message.subject, message.new_text)
