"""What in a text reads as a request for information, and whether a law is named.

A request need not name the Act (FOIA section 8): it needs to ask for information. So asking is looked for first, and
the law named is further evidence. English and Welsh; a text in another language is left to a person.
"""

# ruff: noqa: E501, RUF001 - one phrase a line, in the letters in which people write it

import re

from foibot.correspondence.folding import folded
from foibot.correspondence.wording import phrases
from foibot.lean import dataclass

READ = 20_000

LAW = phrases(
    "a law of access",
    ("freedom of info|freedom  of|freedom\nof|freedom of\ninfo", r"\bfreedom of info\w*"),
    ("foi|f.o.i", r"\bFo[iI](?:A|SA)?s?\b|\bF\.O\.I\b"),
    ("environmental info|environmental\ninfo", r"\benvironmental information\b"),
    ("eir", r"(?-i:\bEI[S]?Rs?\b)"),
    ("subject access|subject\naccess|dsar|sar", r"\bsubject access\b|\bDSAR\b|(?-i:\bSAR\b)"),
    ("data protection|gdpr", r"\bdata protection act\b|\b(?:UK )?GDPR\b"),
    ("right to know|right of access", r"\bright (?:to know|of access)\b"),
    ("of the act|under the act", r"\b(?:section|s\.?) ?(?:1|8|10) of the act\b|\bunder the act\b"),
    ("rhyddid|gwybodaeth amgylch", r"\brhyddid gwybodaeth\b|\bgwybodaeth amgylcheddol\b"),
)
# A law may be spoken of; who asks under it calls upon it.
CALLS_UPON_LAW = phrases(
    "calls upon a law of access",
    (
        "under|pursuant|accordance",
        r"\b(?:under|pursuant to|in accordance with) (?:section \d+ of )?(?:the )?(?:terms of the )?(?:FOI\w*|EIRs?|freedom of info\w*|environmental information|data protection|right to know)\b",
    ),
    (
        "request",
        r"\b(?:FOIA?|FOISA|EIR|freedom of information|environmental information|subject access) request\b(?![^.?!\n]{0,20}\b(?:software|system|training|webinar|course))",
    ),
    ("foi|eir", r"^\s*(?:FOIA?|FOISA|EIR)\s*(?:[-–:]|$)"),
    ("rhyddid", r"\b(?:o dan|dan) (?:y )?(?:ddeddf )?rhyddid gwybodaeth\b"),
)
ASK = phrases(
    "asks",
    (
        "like|wish|want|need|writ|love",
        r"\b(?:I|we|he|she|they|my client|our client) ?(?:would|should|['’]d)? (?:also |now |therefore |formally |hereby |just |really |be )*(?:like|love|wish(?:es)?|wants?|need|am writing|are writing|write) (?:to )?(?:formally |please )?(?:request|ask|enquire|inquire|know|see|obtain|receive|have|get|make an?|submit|be (?:told|sent|provided|given)|find out|learn|understand|view|inspect|access|a copy|copies|all|any|the following|information|details|sight of|disclosure|you to)\b",
    ),
    (
        "request|seek|ask|apply|enquir",
        r"\b(?:I|we)(?: am| are|['’]m|['’]re)? (?:also |hereby |formally |therefore |now )*(?:request(?:ing)?|seek(?:ing)?|ask(?:ing)?|apply(?:ing)?|enquiring)\b",
    ),
    (
        "please|kindly|pls|plz",
        r"\b(?:please|kindly|pls|plz) (?!see\b|share (?:this|our)\b|confirm (?:receipt|your|that you)\b|(?:provide|give|send|e-?mail|forward|tell|include|put) (?:us |me |in )?(?:with )?(?:your (?:\w+ )?(?:details|answers|feedback|views|identity|availability|address|password|passport)|this (?:e-?mail|link|newsletter|number|message|reference))\b)(?:can|could|would|will|may)? ?(?:you|I|we)? ?(?:kindly |also |now |therefore )?(?:provide|send|supply|disclose|tell|let (?:me|us) (?:know|have)|advise|state|list|give|forward|share|confirm|e-?mail|release|publish|treat|find out|detail|specify|explain|include|answer|set out|outline|have|see|get|identify|indicate|break|copy|consider this|accept this|regard this|direct me|point me|put|upload|attach|communicate|furnish)\b",
    ),
    (
        "can|could|would|will|may",
        r"\b(?:can|could|would|will|may) (?!(?:I|we) (?:please |just |also |perhaps )?(?:send|provide|supply|share|give|help|show|tell|forward|e-?mail) (?:you|u|over)\b)(?:you|I|we|u|someone|somebody|anyone) (?:please |kindly |pls |plz |also |possibly |perhaps |just |be able to |be so kind as to |therefore |now )*(?:provide|send|supply|disclose|tell|let (?:me|us) (?:know|have)|advise|state|list|give|forward|share|confirm|have|see|get|e-?mail|release|explain|be (?:sent|told|given|provided)|request|ask|obtain|know|find|put|upload|attach|help me|direct|point|access|view)\b",
    ),
    (
        "if you",
        r"\bif you (?:would|could|can|might|were able to) (?:please |kindly |perhaps )?(?:let me|let us|tell|send|provide|supply|inform|advise|confirm|explain)\b",
    ),
    (
        "treat",
        r"\btreat (?:this|it|my|the)(?: \w+){0,3} as (?:an? )?(?:formal |valid )?(?:FOI\w*|EIR|freedom of info\w*|information request|request)\b",
    ),
    (
        "requests|asks|seeks|wishes",
        r"\b(?:the|our) (?:[\w'’-]+ ){1,4}(?:requests|asks (?:for|you|the|that|how|what)|seeks|wishes to (?:request|ask|know|see|obtain|receive))\b",
    ),
    ("how many|how much|how often|how long", r"\bhow (?:many|much|often|long)\b"),
    (
        "copy of|copies of|breakdown of|list of|details of|sight of",
        r"\b(?:copy|copies|breakdown|list|details|sight) of\b",
    ),
    (
        "what is|what was|what are|what were|what has|who is|who are|which",
        r"\b(?:what|who|which) (?:is|was|are|were|has|have) the (?:total|current|annual|average|number|amount|cost|names?|budget|value|policy|process|procedure|date|reason|\w+)\b",
    ),
    (
        "following",
        r"\bthe following (?:\w+ )?(?:information|questions?|documents?|data|records?|recorded|details|items?)\b",
    ),
    (
        "request",
        r"\brequest(?:s|ing|ed)? (?:the following|for (?:\w+ )?information|information|access to|disclosure|copies|a copy|under|that you)\b",
    ),
    (
        "request",
        r"\b(?:this is|as|make|making|submit|submitting|my|following) (?:an? |this )?(?:formal |valid )?(?:freedom of information |foia? |foisa |eir |information |subject access )*request\b",
    ),
    (
        "require|after|interested in|looking for|trying to find",
        r"\b(?:I|we) (?:(?:now|also|therefore|hereby|still|formally) )*(?:require (?!you|that)|am after|['’]m after|am interested in|am looking for|am trying to find)\b",
    ),
    (
        "like the|like your|want the|want your|ask the|ask your",
        r"\b(?:like|want|ask)(?:ing)? (?:the|your) [\w ]{3,40}? (?:to|for) (?:tell|provide|send|supply|disclose|let|give|state|explain|confirm|information|details|copies|a copy)\b",
    ),
    (
        "give|send|tell|show|provide|supply|state|list|publish|disclose|confirm|explain",
        r"(?:^|[.!?:;]\s|\d[.)]|^[ \t]*[-*•])[ \t]*(?:so |and |then )?(?:give|send|tell|show|provide|supply|state|list|publish|disclose|confirm|explain) (?:me|us|the|them|whether|all|any|how|a|an|copies|details|which|what|who|when|locations|names|numbers)\b",
    ),
    (
        "tell me|send me|give me|show me",
        r"\b(?:tell|send|give|show) me (?:what|how|which|who|when|where|whether|why|the|all|any|a|copies|details)\b",
    ),
    ("chance", r"\bany chance (?:of|you|I|that|someone)\b"),
    (
        "need|want",
        r"\b(?:I|we) (?:need|want) (?:the|a|an|my|all|any|every|each|both|details|figures|copies|to see|to know|everything|information|you to)\b",
    ),
    ("need", r"\bneed (?:asap|by (?:\d|noon|mon|tue|wed|thu|fri|the end)|urgently)\b"),
    ("hoping", r"\b(?:am|was|were|are|['’]m) hoping (?:to|that|you|for)\b"),
    (
        "interested in",
        r"\binterested in (?:the|a|any|all|how|what|whether|obtaining|receiving|seeing|knowing|copies|getting)\b",
    ),
    (
        "number of|total",
        r"^[ \t]*(?:\(?\w{1,2}[.)][ \t]*|[-*•][ \t]*)?(?:the )?(?:total )?(?:number|amount|cost|total) of\b",
    ),
    (
        "right to|right of",
        r"\b(?:my|our) (?:statutory |legal )?right (?:to (?:know|see|access|receive|obtain|inspect|request)|of access)\b",
    ),
    (
        "grateful|appreciate",
        r"\b(?:grateful|appreciate)\b[^.?!]{0,60}\b(?:if you|for|receiv|could|would|send|provid|copy|copies|information)\b",
    ),
    (
        "gofyn|hoffwn|hoffem|fyddech|allech|wnewch|fedr|allwch|cais|faint|pa mor",
        r"\b(?:gofyn am|hoffwn|hoffem|(?:fyddech|allech|wnewch|fedrwch|allwch|gallwch|fedrech) (?:chi|cystal|ti|roi|anfon|ddweud)|cais am|faint o|pa (?:mor|faint))\b",
    ),
)
RECORDED = phrases(
    "recorded information",
    (
        "",
        r"\b(?:how (?:many|much|often|long)|information|figures?|data|numbers?|statistics|records?|documents?|documentation|correspondence|reports?|minutes|contracts?|polic(?:y|ies)|details|held|costs?|costings?|spend(?:ing)?|spent|paid|invoices?|receipts?|expenses|expenditure|budgets?|breakdown|totals?|dates?|names?|amounts?|e-?mails|memos?|letters|plans?|assessments?|logs?|footage|files?|guidance|cop(?:y|ies)|list|agendas?|notes|maps?|surveys?|advice|staff|complaints|incidents|salar(?:y|ies)|vacancies|licen[cs]es?|applications|inspections?|responses|findings|results|evidence|decisions?|reasons|registers?|tenders?|audits?|accounts|transcripts?|recordings?|photographs|drawings|specifications?|certificates?|payments?|fees|fines|grants?|tables?|spreadsheets?|databases?|gwybodaeth|nifer|cost|ffigurau|copi|dogfennau|cofnodion)\b",
    ),
)
# "Dear FOI Officer" names no law; a reply's subject is the old request's.
SALUTATION = re.compile(
    r"\A\s*(?:dear|hello|hi|good (?:morning|afternoon|evening)|to whom|to the|annwyl|helo|fao|attn)\b[^,.!?\n]{0,80}[,.!\n]",
    re.IGNORECASE,
)
REPLY_SUBJECT = re.compile(r"\s*(?:re|aw|antw|sv|vs|rv|rif|odp|ang|ymateb|ateb)\s*:", re.IGNORECASE)
QUESTION = re.compile(
    r"\b(?:who|what|when|where|why|how|which|do|does|did|is|are|has|have|was|were)\b[^.?!\n]{3,300}\?", re.IGNORECASE
)
LISTED = re.compile(r"^[ \t]*(?:\(?\d{1,2}[.):]|\(?[a-h][.)]|[-*•–])[ \t]*\S.{8,}", re.MULTILINE)
TITLED = phrases(
    "subject of a request",
    ("foi|foisa|eir|sar", r"\b(?:foi|foia|foisa|eirs?|dsar)\b(?![-/]\d)|(?-i:\bSAR\b(?![-/]\d))"),
    ("freedom", r"\bfreedom of info"),
    ("environmental info", r"\benvironmental information\b"),
    ("subject access", r"\bsubject access\b"),
    (
        "request",
        r"\b(?:information|data|records?|disclosure|access) request\b|\brequest (?:for|re|under|regarding|about)\b",
    ),
    ("rhyddid|cais", r"\brhyddid gwybodaeth\b|\bcais (?:am|dan|rhg)\b"),
)


@dataclass(frozen=True, slots=True)
class Asking:
    """How far a text reads as a request: the words seen, and how strong they are together (0 to 4)."""

    strength: int
    words: tuple[str, ...]
    law: str = ""
    titled: str = ""

    @property
    def is_request(self) -> bool:
        """Tell whether it plainly asks for recorded information."""
        return self.strength >= 2  # noqa: PLR2004 - asking, and one thing more

    @property
    def is_likely(self) -> bool:
        """Tell whether it may ask for something."""
        return self.strength >= 1

    @property
    def is_strong(self) -> bool:
        """Tell whether it asks, and by more than one sign of what and under which law."""
        return self.strength >= 3  # noqa: PLR2004 - asking, and two things more

    def __str__(self) -> str:
        return "; ".join(self.words)[:200]


def first(pattern: re.Pattern[str], text: str) -> str:
    """Return the words a pattern found, in one line; empty where it found none."""
    found = pattern.search(text)
    return " ".join(found[0].split())[:100] if found else ""


def asking(subject: str, text: str) -> Asking:
    """Judge a subject and a text."""
    text = SALUTATION.sub("", folded(text)[:READ], count=1)
    law, ask = LAW.seen(text), ASK.seen(text)
    titled = "" if REPLY_SUBJECT.match(subject) else TITLED.seen(subject)
    recorded = RECORDED.seen(text) if ask else ""
    question = "" if ask or "?" not in text else first(QUESTION, text)
    strength = 0
    if ask:
        strength = 1 + bool(law or titled) + bool(recorded) + bool(LISTED.search(text))
    elif question:
        strength = 1 + bool(law or titled)
    elif law or titled:
        strength = 1 + bool(titled and law)
    return Asking(strength, tuple(word for word in (titled, law, ask, question, recorded) if word), law, titled)
