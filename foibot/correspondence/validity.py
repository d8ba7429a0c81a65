"""Whether a request states a name and an address for correspondence (FOIA section 8(1)(b)).

Only what is plainly missing or plainly false is said; in doubt the name stands, as the Act favours the applicant. A company
or a society is a name too.
"""

import re

from foibot.correspondence.message import InboundMessage

NO_NAME = re.compile(
    r"^(?:an?\s+)?(?:anon(?:ymous)?|concerned|interested|curious|worried|local|angry|disgusted)?\s*"
    r"(?:anon(?:ymous)?|citizen|resident|taxpayer|tax payer|member of the public|public|parent|patient|whistle ?blower|requester|requestor|applicant"
    r"|someone|nobody|no ?one|user|admin|info|me|foi|foi request|unknown|n/?a|none|test)s?$",
    re.IGNORECASE,
)
FALSE_NAMES = frozenset(
    [
        "mickey mouse",
        "donald duck",
        "joe bloggs",
        "jane doe",
        "john doe",
        "a n other",
        "an other",
        "bugs bunny",
        "father christmas",
        "santa claus",
        "homer simpson",
        "darth vader",
        "james bond",
        "superman",
        "batman",
        "robin hood",
        "sherlock holmes",
        "harry potter",
        "scooby doo",
        "peter pan",
        "winnie the pooh",
        "spartacus",
    ]
)
CLOSING = re.compile(
    r"^\s*(?:yours(?:\s+(?:sincerely|faithfully|truly))?|(?:(?:kind|best|warm|many)\s+)?(?:regards|wishes)|kind(?:est)? regards|thanks?(?: you)?(?: in advance)?|many thanks|cheers|sincerely|faithfully|best|cofion(?: gorau)?|yn gywir|diolch)[\s,.!/]*(?:diolch|thank you)?[\s,.!]*$",
    re.IGNORECASE,
)
NAME = re.compile(
    r"^(?:(?:mr|mrs|ms|miss|mx|dr|prof|sir|rev|cllr)\.?\s+)?[^\W\d_][\w.'’-]*(?:\s+(?:[^\W\d_][\w.'’-]*|&)){0,5}$",
    re.UNICODE,
)


def signed_name(text: str) -> str:
    """The name below the closing words; empty where there is none."""
    lines = [line.strip() for line in text.strip().splitlines()]
    for number in range(len(lines) - 1, -1, -1):
        if CLOSING.match(lines[number]):
            below = [line for line in lines[number + 1 :] if line][:1]
            return below[0] if below and NAME.match(below[0]) and len(below[0]) <= 80 else ""  # noqa: PLR2004 - longer lines are sentences
    last = [line for line in lines if line][-1:]
    return last[0] if last and NAME.match(last[0]) and 3 <= len(last[0]) <= 40 and len(lines) > 1 else ""  # noqa: PLR2004 - a bare name


def names_given(message: InboundMessage) -> tuple[str, ...]:
    """Every name the message gives for its writer."""
    shown = message.sender.name if message.sender else ""
    return tuple(
        name
        for name in (shown, signed_name(message.new_text), signed_name(message.text))
        if name and "@" not in name
    )


def is_false(name: str) -> bool:
    """Tell whether a name is plainly none."""
    bare = re.sub(r"[^\w\s]", "", name).strip().casefold()
    return bare in FALSE_NAMES or bool(NO_NAME.match(bare)) or not re.search(r"[^\W\d_]{2,}", bare)


def missing_for_validity(message: InboundMessage) -> str:
    """What plainly is missing for a valid request, in words for the officer; empty where nothing is."""
    names = names_given(message)
    real = [name for name in names if not is_false(name)]
    if real:
        return ""
    if names:
        return f"the name given is plainly not a real one: {names[0][:60]}"
    local = message.sender.local if message.sender else ""
    if re.fullmatch(r"[a-z]{2,}[._-][a-z]{2,}\d{0,4}", local):
        return ""
    return "no name is given"
