"""How letters begin, end and speak of their writers: what is left out where nobody must learn who asks."""

# ruff: noqa: E501, RUF001 - one phrase a line, in the letters in which people write it

import re

from foibot.correspondence.wording import Phrases, phrases

SALUTATION = re.compile(
    r"^\s*(?:dear\b|to whom it may concern|(?:hi|hiya|hello|hey|helo|greetings|f\.?a\.?o\.?)\b|annwyl\b"
    r"|good (?:morning|afternoon|evening|day)\b|(?:sirs?|madam|gentlemen)\s*[,:]?\s*$)",
    re.IGNORECASE,
)
GREETING = re.compile(
    r"^\s*(?:(?:hi|hiya|hello|hey|helo|good (?:morning|afternoon|evening|day))(?: (?:there|all|team|both|to you))?"
    r"|dear [^,!:.\n]{1,50})\s*[,!:.–-]+\s*|^\s*(?:hi|hiya|hello|hey|helo)\s+(?=[a-z])",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"^\s*(?:yours?\b[\w ,/]{0,30}|(?:with )?(?:kind|kindest|best|warm|warmest|many|good)?[ ,]*(?:regards|wishes|thanks)\b.{0,30}"
    r"|thank you(?: very much)?(?: so much)?(?: (?:in advance|again|for .{1,60}))?|thanks?\b.{0,30}|thank-you|cheers\b.{0,20}"
    r"|sincerely\b.{0,10}|faithfully|respectfully|best|rgds|ta|yn gywir|diolch\b.{0,20}|cofion.{0,15}|i look forward to .{1,60}"
    r"|we look forward to .{1,60})[\s,.!]*$",
    re.IGNORECASE,
)
LAST_WORDS = re.compile(
    r"(?:\b(?:many |kind |best )?(?:thanks|thank you|thankyou|cheers|regards|wishes|ta|diolch|sincerely|faithfully)\b)"
    r"[\s,.!-]*((?:[^\W\d_][\w.'’-]*[\s,.]*){0,5})$",
    re.IGNORECASE,
)
TITLES = frozenset(
    {
        *("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "revd", "sir", "dame", "lady", "lord"),
        *("cllr", "councillor", "mp", "ms", "am", "msp", "ba", "ma", "bsc", "msc", "phd", "obe", "mbe", "cbe", "jp"),
    }
)
FOOTER = phrases(
    "what stands below a letter",
    ("confidential", r"\bconfidential(?:ity)?\b"),
    ("intended", r"\bintended (?:solely|only|for)\b"),
    ("addressee|notify", r"\baddressee\b|\bnotify the sender\b"),
    ("environment", r"\bconsider the environment\b"),
    ("registered", r"\bregistered (?:in|office|charity|number|company)\b"),
    ("sent from|sent through|sent via", r"\bsent (?:from|through|via|with)\b"),
    ("virus", r"\bvirus"),
    ("published on", r"\bpublished on\b"),
    ("unsubscribe", r"\bunsubscribe\b"),
    ("all replies", r"\bfor all replies\b"),
    ("website", r"\b(?:visit|see) (?:our|my) website\b"),
)
ASKS_IN_PERSON = re.compile(
    r"\b(?:"
    r"(?:(?:please|kindly|can|could|would|will|may|u|you|to|and|also|then|or|grateful if you|if you)\s+)*"
    r"(?:send|give|tell|provide|supply|let|show|inform|furnish|email|e-mail|advise|get back to|assist|help|grant)\s+(?:me|us)"
    r"|(?:i|we)(?:['’]d| would| should|['’]ll| will)?(?: also| now| therefore| hereby| further| so| again)*"
    r"(?: respectfully| kindly| formally)?\s+"
    r"(?:like|love|want|wish|wud like|ask|request|require|need|seek|demand|appreciate|be (?:very |most )?(?:grateful|obliged|interested|happy|glad)"
    r"|be grateful)(?: to (?:ask|request|know|see|have|receive|make|submit|get|obtain|find out|be (?:told|given|sent|provided)))?"
    r"|(?:i|we)(?:['’]m| am|['’]re| are)(?: also| now| therefore| hereby)* (?:writing (?:to|under)|requesting|asking|seeking|looking for|interested in|trying to find out|making (?:this|a) request)"
    r"|(?:i|we) (?:am|are|was|were) wondering if"
    r"|(?:i|we) (?:make|submit|send|understand|expect|look forward|hope|believe|assume|prefer|request)"
    r"|(?:can|could|may|might) (?:i|we)(?: please| also)*(?: have| see| get| ask| request| receive| know| be given)?"
    r"|my (?:request|question|questions|freedom of information request|foi request|foi|preferred format|preference)"
    r"|our (?:request|question|questions)"
    r"|of interest to me|for me|to me"
    r")\b",
    re.IGNORECASE,
)
"""How a person asks for themselves without telling anything else of themselves."""
IN_PERSON = re.compile(
    r"\b(?:i|i['’](?:m|ve|d|ll)|im|ive|me|my|mine|myself|we|we['’](?:re|ve|d|ll)|our|ours|us|ourselves|undersigned)\b",
    re.IGNORECASE,
)
OF_SOMEBODY = phrases(
    "who asks, or for whom",
    ("behalf", r"\bon (?:the )?behalf of\b"),
    (
        "as a|as an|as the|as one",
        r"\bas (?:a|an|the|one of the) [^.?!\n]{0,40}?(?:journalist|reporter|resident|student|researcher|councillor|parent|tenant|member|owner|neighbou?r|employee|teacher|nurse|doctor|taxpayer|governor|trustee|solicitor|patient|carer|officer|academic|campaigner|blogger|lawyer|applicant|victim|widow|son|daughter|mother|father)\b",
    ),
    ("name", r"\bname is\b"),
    ("instruct", r"\b(?:instructed by|instructions of)\b"),
    ("insured", r"\binsured['’]s\b"),
    ("claimant", r"\bfor the claimant\b"),
    ("date of birth|dob|d.o.b", r"\b(?:date of birth|d\.?o\.?b\.?)\b"),
    (
        "piece|story|article|dissertation|thesis|documentary|campaign",
        r"\b(?:running|writing|working on|doing|for|making) (?:a|an|my|our) [^.?!\n]{0,30}?(?:piece|story|article|dissertation|thesis|documentary|campaign)\b",
    ),
    ("has asked", r"\bhas asked (?:us|me)\b"),
    ("account number|customer number|membership", r"\b(?:account|customer|membership|policy) (?:number|no)\b"),
)
ASKS = re.compile(
    r"\?|\b(?:please|provide|send|supply|request|copy|copies|how (?:many|much|long|often)|list of|disclose|want to know"
    r"|like to (?:know|see|have|receive)|number of|plese|pls|kindly|state|demand|grateful|gais?io|hoffwn)\b",
    re.IGNORECASE,
)
GETTING_IN_TOUCH = re.compile(
    r"\b(?:call|ring|phone|telephone|tel|text|mobile|mob|contact|e-?mail|reply|replies|respond|answer|write|post|send|reach|address|fax"
    r"|twitter|website|www)\b",
    re.IGNORECASE,
)


def speaks_of_the_writer(sentence: str) -> str:
    """Return the words by which a sentence tells something of whoever wrote it; empty where it only asks."""
    rest = ASKS_IN_PERSON.sub(" ", sentence)
    told = OF_SOMEBODY.seen(sentence)
    found = IN_PERSON.search(rest)
    return told or (found[0] if found else "")


def footer_in(text: str) -> str:
    """Return the words by which a line is the footer of a letter."""
    return FOOTER.seen(text)


__all__ = ["FOOTER", "Phrases", "footer_in", "speaks_of_the_writer"]
