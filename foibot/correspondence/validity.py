"""Whether a request states a name and an address for correspondence (FOIA section 8(1)(b)).

Only what is plainly missing or plainly false is said; in doubt the name stands, as the Act favours the applicant. A
company or a society is a name too.
"""

# ruff: noqa: RUF001 - apostrophes as people type them

import re
from collections.abc import Iterator

from foibot.correspondence.message import InboundMessage
from foibot.correspondence.wording import lowered

NO_NAME = re.compile(
    r"^(?:an?\s+)?(?:anon(?:ymous)?|concerned|interested|curious|worried|local|angry|disgusted)?\s*"
    r"(?:anon(?:ymous)?|citizen|resident|taxpayer|tax payer|member of the public|public|parent|patient|requester"
    r"|whistle ?blower|requestor|applicant|someone|nobody|no ?one|user|admin|info|me|foi|foi request|unknown|n/?a"
    r"|none|test)s?$",
    re.IGNORECASE,
)
FALSE_NAME = re.compile(
    r"^(?:mickey mouse|donald duck|joe bloggs|jane doe|john doe|an? n? ?other|bugs bunny|father christmas|santa claus"
    r"|homer simpson|darth vader|superman|batman|sherlock holmes|scooby doo|peter pan|winnie the pooh|spartacus)$"
)
CLOSING_WORDS = (
    r"(?:yours(?:\s+(?:sincerely|faithfully|truly))?|(?:(?:kind|best|warm|many)\s+)?(?:regards|wishes)"
    r"|kindest regards|thanks?(?: you)?(?: in advance)?|many thanks|cheers|sincerely|faithfully|best"
    r"|cofion(?: gorau)?|yn gywir|diolch)"
)
CLOSING = re.compile(rf"^\s*{CLOSING_WORDS}[\s,.!/]*+(?:diolch|thank you)?[\s,.!]*$", re.IGNORECASE)
CLOSED_BY = re.compile(rf"^\s*{CLOSING_WORDS}\s*[,.!/-]+\s*(\S.*)$", re.IGNORECASE)
SAID = re.compile(
    r"(?:\bmy (?:full )?name is|\bfy enw i? ?yw|^[ \t]*(?:(?:full |your )?name|enw)[ \t]*:)\s*([^\n.,;]{2,60})",
    re.IGNORECASE | re.MULTILINE,
)
# What follows a name in its line: letters after it, a post, a firm.
AFTER_NAME = re.compile(r"\s*(?:[,(|]|\s[-–—]\s).*$")
NAME = re.compile(
    r"^(?:(?:mr|mrs|ms|miss|mx|dr|prof|sir|rev|cllr)\.?\s+)?[^\W\d_][\w.'’-]*(?:\s+(?:[^\W\d_][\w.'’-]*|&)){0,5}$",
    re.IGNORECASE,
)
NAME_IN_ADDRESS = re.compile(r"(?=.*[^\W\d_]{2})[^\W\d_]+(?:[._-][^\W\d_]+){1,3}\d{0,4}")
# One Latin letter is no name; one sign of another script can be a whole one.
SOME_NAME = re.compile(r"[^\W\d_].*[^\W\d_]|[^\W\d_a-zà-ž]", re.IGNORECASE)
NO_NAME_GIVEN = "no name is given"
LONGEST_NAME, LONGEST_BARE_NAME, READ = 80, 40, 20_000


def signed_name(text: str) -> str:
    """Return the name below the closing words, or behind them; empty where there is none."""
    lines = [line.strip() for line in text.strip().splitlines()]
    for number in range(len(lines) - 1, -1, -1):
        if CLOSING.match(lines[number]):
            below = next((line for line in lines[number + 1 :] if line), "")
            return as_name(below, LONGEST_NAME)
    behind = CLOSED_BY.match(lines[-1]) if lines else None
    last = behind[1] if behind else lines[-1] if len(lines) > 1 else ""
    return as_name(last, LONGEST_BARE_NAME)


def as_name(line: str, longest: int) -> str:
    """Return a line as the name it is, without what follows a name; empty where it is none."""
    name = AFTER_NAME.sub("", line).strip()
    return name if len(name) <= longest and NAME.match(name) else ""


def said_name(text: str) -> str:
    """Return the name that the writer says to have, in a sentence or in a form; empty where none is said."""
    text = text[:READ]
    low = lowered(text)
    found = SAID.search(text) if "name" in low or "enw" in low else None
    return found[1].strip() if found else ""


def names_given(message: InboundMessage) -> Iterator[str]:
    """Yield every name the message gives for its writer; the text is searched only if the sender's is not enough."""
    yield from filter(_can_be_a_name, [message.sender.name if message.sender else ""])
    written = (signed_name(message.new_text), signed_name(message.text), said_name(message.new_text))
    yield from filter(_can_be_a_name, written)


def _can_be_a_name(name: str) -> bool:
    return SOME_NAME.search(name) is not None and "@" not in name


def is_false(name: str) -> bool:
    """Tell whether a name is plainly none; initials may be somebody's name."""
    bare = re.sub(r"[^\w\s]", "", name).strip().casefold()
    return bool(FALSE_NAME.match(bare)) or bool(NO_NAME.match(bare))


def missing_for_validity(message: InboundMessage) -> str:
    """Return what plainly is missing for a valid request, in words for the officer; empty where nothing is."""
    names = list[str]()
    for name in names_given(message):
        if not is_false(name):
            return ""
        names.append(name)
    if names:
        return f"the name given is plainly not a real one: {names[0][:60]}"
    local = message.sender.local if message.sender else ""
    if NAME_IN_ADDRESS.fullmatch(local) and not is_false(re.sub(r"[._-]|\d", " ", local)):
        return ""
    return NO_NAME_GIVEN
