"""What a column of a sheet can be: the names in an export, which are fixed, and the headings that teams use.

Rows are in the order of an export. A new field is a row here, and a line in `exporting` or `rows`.
"""

from collections.abc import Mapping
from enum import StrEnum

from foibot.lean import dataclass


class Holds(StrEnum):
    """What the cells of a column hold."""

    WORDS = "words"
    DAY = "day"
    REFERENCE = "reference"
    NUMBER = "number"
    OUTCOME = "outcome"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Field:
    """A row: the name in an export, what it holds, what it means, and headings that teams use for it.

    What is `computed` is written by an export and never read as a fact by an import; `personal` names or quotes
    somebody.
    """

    name: str
    holds: Holds
    says: str
    headings: tuple[str, ...] = ()
    computed: bool = False
    personal: bool = False


def _words(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|"))


ROWS = (
    Field(
        "reference",
        Holds.REFERENCE,
        "the case's reference",
        _words(
            "ref|ref no|ref number|reference|reference no|reference number|foi no|foi number|foi ref|foi reference|"
            "foi id|case|case no|case number|case ref|case reference|case id|request no|request ref|request number|"
            "request id|id|no|log no|unique id|foi|our ref|our ref no|our reference|our reference number|log number|"
            "log ref|log reference|unique reference number|unique reference|unique ref|urn"
        ),
    ),
    Field(
        "their_reference",
        Holds.WORDS,
        "the reference it had elsewhere",
        _words("old ref|their ref|previous ref"),
        personal=True,
    ),
    Field("regime", Holds.WORDS, "the law it is under", _words("regime|legislation|act|law|foi or eir|foi/eir|type")),
    Field("status", Holds.WORDS, "where it stands", _words("status|state|current status|open closed|stage")),
    Field(
        "channel",
        Holds.WORDS,
        "how it came: email, letter, telephone, counter, web",
        _words("channel|how received|received by|method|received via|source|format received"),
    ),
    Field(
        "received_on",
        Holds.DAY,
        "the day of receipt",
        _words(
            "received|received on|date received|date recd|date rec d|recd|rec d|date in|received date|date of receipt|"
            "date of request|request date|date logged|date rcvd|rcvd|start date|date opened|in|"
            "date request received|request received|request received on|date received by us"
        ),
    ),
    Field("clock_from", Holds.DAY, "the day the clock counts from", computed=True),
    Field(
        "due_on",
        Holds.DAY,
        "the last day for the answer by law; an import only compares it",
        _words(
            "due|due on|due date|date due|deadline|deadline date|response due|target|target date|statutory deadline|"
            "20 day deadline|20 days|20 working days|respond by|response deadline|reply by|"
            "date response due|response due date|date due by|due by"
        ),
        computed=True,
    ),
    Field("owed_on", Holds.DAY, "the next day by which the applicant is owed anything", computed=True),
    Field(
        "days_to_answer",
        Holds.NUMBER,
        "how long the answer took since clock_from: working days, or all days where those count",
        computed=True,
    ),
    Field("clock_events", Holds.WORDS, "what moved the clock, as `foibot clock --event` is written, with ; between"),
    Field(
        "clarification_asked_on",
        Holds.DAY,
        "the day the applicant was asked what is meant",
        _words("clarification asked|clarification requested|clarification sought|date clarification sought"),
    ),
    Field(
        "clarification_received_on",
        Holds.DAY,
        "the day the clarification came",
        _words("clarification received|date clarified|clarified|clarification recd"),
    ),
    Field(
        "extended_on",
        Holds.DAY,
        "the day the applicant was told of more time",
        _words("extension sent|date of extension|extension letter sent|date extended"),
    ),
    Field(
        "extended_until",
        Holds.DAY,
        "the day until which the time was extended",
        _words("extended to|extended until|extended deadline|new deadline|extension date|revised deadline"),
    ),
    Field(
        "responded_on",
        Holds.DAY,
        "the day the answer left",
        _words(
            "responded|responded on|date responded|response date|response sent|date sent|sent|date answered|answered|"
            "date of response|reply sent|date replied|replied|completed|date completed|completion date|date out|out|"
            "sent out|date sent out|date issued|issued|date of issue|issued on|response issued|date response issued|"
            "date response sent|response sent on|date reply sent|reply date|date of reply|date of answer"
        ),
    ),
    Field(
        "outcome",
        Holds.OUTCOME,
        "how it was answered, or how it ended",
        _words("outcome|result|decision|response type|disclosure|disclosed|response|answer|final outcome"),
    ),
    Field(
        "sections",
        Holds.WORDS,
        "the provisions relied on, with ; between",
        _words(
            "sections|section|exemption|exemptions|exemptions used|exemption used|exemptions applied|"
            "exemption applied|exemptions cited|exemptions/exceptions|reason for refusal"
        ),
    ),
    Field(
        "holders",
        Holds.WORDS,
        "who holds the information, with ; between",
        _words("holder|holders|dept|department|service|service area|directorate|team|business area|division|unit"),
    ),
    Field(
        "officer",
        Holds.WORDS,
        "who carries the case",
        _words(
            "officer|owner|foi officer|case officer|handler|assigned to|lead|caseworker|allocated to|dealt with by|"
            "lead officer|responsible officer|allocated officer"
        ),
    ),
    Field(
        "review_asked_on",
        Holds.DAY,
        "the day a review was asked for",
        _words(
            "review asked|internal review|review requested|ir received|ir date|date of review request|review date|"
            "review request date|review received|ir requested|internal review date|internal review requested|"
            "internal review request date|internal review received|date of internal review|internal review asked|"
            "date internal review requested|date internal review received|date review requested"
        ),
    ),
    Field("review_channel", Holds.WORDS, "how the review was asked for"),
    Field("review_about", Holds.WORDS, "what the review is about: content, delay, handling"),
    Field("review_extended", Holds.WORDS, "the letter of delay in the review: day told..day until"),
    Field(
        "review_due_on",
        Holds.DAY,
        "the last day for the review's outcome",
        _words("review due|ir due|internal review due"),
        True,
    ),
    Field(
        "review_decided_on",
        Holds.DAY,
        "the day the review's outcome left",
        _words(
            "review completed|review decided|ir completed|ir sent|review sent|internal review completed|"
            "internal review decided|internal review sent|internal review closed|internal review response date|"
            "review response date|review outcome date|internal review outcome date|date of review outcome|"
            "ir response date|ir outcome date|date internal review completed|date review completed|"
            "internal review response sent|review response sent"
        ),
    ),
    Field(
        "review_outcome",
        Holds.WORDS,
        "upheld, partly_upheld, overturned (of the original decision)",
        _words(
            "review outcome|ir outcome|outcome of review|internal review outcome|outcome of internal review|"
            "internal review result|review result|internal review decision|review decision|ir result|ir decision"
        ),
    ),
    Field(
        "closed_on",
        Holds.DAY,
        "the day the case ended",
        _words("closed|closed on|date closed|closure date|closed date|end date|date finished"),
    ),
    Field("merged_into", Holds.REFERENCE, "the case that this one was merged into"),
    Field("language", Holds.WORDS, "the language of the answer (BCP 47)", _words("language")),
    Field(
        "applicant_name",
        Holds.WORDS,
        "the applicant's name",
        _words(
            "applicant|applicant name|name|requester|requester name|requestor|requestor name|name of applicant|"
            "name of requester|from|customer|full name|contact|requested by|request from|request made by"
        ),
        personal=True,
    ),
    Field(
        "applicant_email",
        Holds.EMAIL,
        "the applicant's e-mail address",
        _words("email|e mail|email address|e mail address|applicant email|requester email|contact email"),
        personal=True,
    ),
    Field(
        "applicant_address",
        Holds.WORDS,
        "the applicant's postal address",
        _words("address|postal address|applicant address"),
        personal=True,
    ),
    Field(
        "request",
        Holds.WORDS,
        "what was asked, in the applicant's words",
        _words(
            "request|subject|summary|description|details|request details|title|topic|question|nature of request|"
            "information requested|request summary|summary of request|subject matter|detail|what was asked|"
            "request subject|foi subject|subject of request|request description|description of request|query|"
            "brief description|details of request|request text|request wording|wording|what was requested|foi request"
        ),
        personal=True,
    ),
    Field(
        "notes",
        Holds.WORDS,
        "what else a sheet said, kept as it was",
        _words("notes|note|comments|comment|remarks|other|additional info"),
        personal=True,
    ),
)
FIELDS: Mapping[str, Field] = {one.name: one for one in ROWS}
EXPORTED = tuple(
    one for one in ROWS if one.name not in {"clarification_asked_on", "clarification_received_on", "extended_on"}
)
"""The columns of an export; what these three say stands in `clock_events`."""
KEPT = "-"
"""What a column is mapped to whose words are kept as notes and are no fact."""
