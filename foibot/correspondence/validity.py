"""Whether a request states a name and an address for correspondence (FOIA section 8(1)(b)).

Only what is plainly missing or plainly false is said; in doubt the name stands, as the Act favours the applicant. A
company or a society is a name too.
"""

# ruff: noqa: RUF001 - apostrophes as people type them

import re

from foibot.correspondence.message import InboundMessage

NO_NAME = re.compile(
    r"^(?:an?\s+)?(?:anon(?:ymous)?|concerned|interested|curious|worried|local|angry|disgusted)?\s*"
    r"(?:anon(?:ymous)?|citizen|resident|taxpayer|tax payer|member of the public|public|parent|patient|requester"
    r"|whistle ?blower|requestor|applicant|someone|nobody|no ?one|user|admin|info|me|foi|foi request|unknown|n/?a"
    r"|none|test)s?$",
    re.IGNORECASE,
)
FALSE_NAME = re.compile(
    r"^(?:mickey mouse|donald duck|joe bloggs|jane doe|john doe|an? n? ?other|bugs bunny|father christmas|santa claus"
    r"|homer simpson|darth vader|james bond|superman|batman|robin hood|sherlock holmes|harry potter|scooby doo"
    r"|peter pan|winnie the pooh|spartacus)$"
)
CLOSING = re.compile(
    r"^\s*(?:yours(?:\s+(?:sincerely|faithfully|truly))?|(?:(?:kind|best|warm|many)\s+)?(?:regards|wishes)"
    r"|kindest regards|thanks?(?: you)?(?: in advance)?|many thanks|cheers|sincerely|faithfully|best"
    r"|cofion(?: gorau)?|yn gywir|diolch)[\s,.!/]*(?:diolch|thank you)?[\s,.!]*$",
    re.IGNORECASE,
)
NAME = re.compile(
    r"^(?:(?:mr|mrs|ms|miss|mx|dr|prof|sir|rev|cllr)\.?\s+)?[^\W\d_][\w.'’-]*(?:\s+(?:[^\W\d_][\w.'’-]*|&)){0,5}$",
    re.IGNORECASE,
)
NAME_IN_ADDRESS = re.compile(r"[a-z]{2,}[._-][a-z]{2,}\d{0,4}")
NO_NAME_GIVEN = "no name is given"
LONGEST_NAME, LONGEST_BARE_NAME = 80, 40


def signed_name(text: str) -> str:
    """Return the name below the closing words; empty where there is none."""
    lines = [line.strip() for line in text.strip().splitlines()]
    for number in range(len(lines) - 1, -1, -1):
        if CLOSING.match(lines[number]):
            below = next((line for line in lines[number + 1 :] if line), "")
            return below if NAME.match(below) and len(below) <= LONGEST_NAME else ""
    last = lines[-1] if len(lines) > 1 else ""
    return last if NAME.match(last) and len(last) <= LONGEST_BARE_NAME else ""


def names_given(message: InboundMessage) -> tuple[str, ...]:
    """Return every name the message gives for its writer."""
    shown = message.sender.name if message.sender else ""
    names = (shown, signed_name(message.new_text), signed_name(message.text))
    return tuple(name for name in names if name and "@" not in name)


def is_false(name: str) -> bool:
    """Tell whether a name is plainly none."""
    bare = re.sub(r"[^\w\s]", "", name).strip().casefold()
    return bool(FALSE_NAME.match(bare)) or bool(NO_NAME.match(bare)) or not re.search(r"[^\W\d_]{2,}", bare)


def missing_for_validity(message: InboundMessage) -> str:
    """Return what plainly is missing for a valid request, in words for the officer; empty where nothing is."""
    names = names_given(message)
    if any(not is_false(name) for name in names):
        return ""
    if names:
        return f"the name given is plainly not a real one: {names[0][:60]}"
    if message.sender and NAME_IN_ADDRESS.fullmatch(message.sender.local):
        return ""
    return NO_NAME_GIVEN
