"""What would tell who asks: the applicant's name, addresses, numbers, the lines they sign with, looked for in words.

Requests are considered without regard to who makes them (the Commissioner's guidance on applicant blindness), so
those who hold the information are asked without a word of it.
"""

# ruff: noqa: RUF001 - dashes and apostrophes as people type them

import re
import unicodedata
from collections.abc import Iterator
from itertools import permutations

from foibot.correspondence.words_of_letters import TITLES
from foibot.lean import dataclass

EMAIL = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
HANDLE = re.compile(r"(?<![\w.@])@\w{3,}")
PHONE = re.compile(r"(?<![\w£])(?:\+\d{1,3}[\s().-]*\d[\d\s().-]{6,}\d|\(?0\d[\d\s().-]{6,}\d)(?!\w)")
LEAST_DIGITS = 9
POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b", re.IGNORECASE)
TOKEN = re.compile(r"[^\W_]+")
ORDINARY = frozenset(
    {
        *(
            "will",
            "mark",
            "may",
            "grace",
            "hope",
            "park",
            "field",
            "hill",
            "bill",
            "rose",
            "june",
            "april",
            "may",
            "dean",
        ),
        *(
            "art",
            "pat",
            "frank",
            "grant",
            "miles",
            "rob",
            "sue",
            "jack",
            "bob",
            "ray",
            "heather",
            "ivy",
            "holly",
            "daisy",
        ),
        *("lane", "wood", "woods", "brook", "bridge", "church", "street", "house", "green", "brown", "white", "black"),
        *(
            "young",
            "long",
            "short",
            "best",
            "good",
            "king",
            "bishop",
            "price",
            "cook",
            "baker",
            "parish",
            "town",
            "north",
        ),
        *(
            "north",
            "south",
            "east",
            "west",
            "march",
            "august",
            "day",
            "banks",
            "bank",
            "cross",
            "ford",
            "hall",
            "mills",
            "pool",
        ),
        *("school", "waters", "stone", "marsh", "lake", "rivers", "moor", "heath", "clay", "carter", "porter", "page"),
        *("case", "law", "lay", "may", "more", "an", "so", "see", "do", "le", "he", "in", "on", "to", "no", "my", "we"),
        *("the", "and", "for", "of", "team", "office", "council", "group", "information", "research", "policy", "data"),
        *("unit", "desk", "helper", "records", "claims", "concerned", "citizen", "secretary", "branch", "year", "open"),
        *("request", "requests", "foi", "public", "accounts", "website", "reception", "services", "new", "service"),
    }
)
"""Words that are names too, or stand in a name for something else: in small letters they are only words."""
PROVIDERS = frozenset(
    {
        *("gmail", "googlemail", "outlook", "hotmail", "live", "msn", "yahoo", "ymail", "icloud", "me", "mac", "aol"),
        *("btinternet", "btopenworld", "sky", "virginmedia", "talktalk", "ntlworld", "protonmail", "proton", "mail"),
        *("post", "webmail", "gmx", "zoho", "fastmail", "tiscali", "plus", "email", "inbox", "co", "ac", "gov", "org"),
        *("reader", "sender", "writer", "posta", "council", "uni", "bank", "police", "parliament", "other"),
    }
)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks, as far as it is known: names, every address of theirs, and the lines they sign with.

    `our_domains` are the authority's own: addresses there tell of nobody outside.
    """

    names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    our_domains: frozenset[str] = frozenset()


def folded(text: str) -> str:
    """Return text for comparison: no accents, no apostrophes inside words, small letters."""
    if text.isascii():
        return (WITHIN_A_WORD.sub("", text) if "'" in text or "`" in text else text).casefold()
    plain = unicodedata.normalize("NFKD", text.replace("ł", "l").replace("Ł", "L").replace("ø", "o").replace("Ø", "O"))
    marks = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return WITHIN_A_WORD.sub("", marks).casefold()


WITHIN_A_WORD = re.compile(r"(?<=\w)['’`´ʼ](?=\w)")


def tokens(text: str) -> list[str]:
    """Return the words and numbers of a text, folded."""
    return TOKEN.findall(folded(text))


def name_parts(name: str) -> frozenset[str]:
    """Return the parts of a name that can tell whose it is: no titles, no initials."""
    return frozenset(part for part in tokens(name) if len(part) > 1 and part not in TITLES and not part.isdigit())


def traces_in(text: str, who: Identity) -> tuple[str, ...]:
    """Return the words of a text that tell who asks, as they stand there, each once."""
    found = [*_names(text, who), *_addresses(text, who), *_numbers(text), *_lines(text, who)]
    return tuple(dict.fromkeys(" ".join(words.split()) for words in found))


def _names(text: str, who: Identity) -> Iterator[str]:
    parts = frozenset().union(*map(name_parts, who.names)) if who.names else frozenset[str]()
    whole = frozenset(joined for name in who.names for joined in _as_one_word(name) if len(joined) >= SHORTEST_JOINED)
    for word in re.finditer(r"[^\W_]+(?:['’`´ʼ][^\W_]+)*", unicodedata.normalize("NFC", text)):
        owner = word[0] if word[0].casefold() in NO_POSSESSIVES else POSSESSIVE.sub("", word[0])
        said = {*tokens(word[0]), *(tokens(owner) if owner != word[0] else ())}
        told = said & parts - (ORDINARY if word[0].islower() else frozenset())
        if told or any(name in token for name in whole for token in said):
            yield word[0]
    low = folded(text)
    # names in scripts that write no spaces between words
    yield from (part for part in parts if not part.isascii() and part in low)


def _as_one_word(name: str) -> Iterator[str]:
    """Give a name as it is written without spaces: all of it, and any two of its parts, in either order."""
    yield "".join(tokens(name))
    yield from ("".join(two) for two in permutations(name_parts(name), 2))


SHORTEST_JOINED = 6
NO_POSSESSIVES = frozenset(
    {"this", "his", "was", "is", "as", "us", "has", "its", "does", "yes", "less", "plus", "bus", "gas", "pass", "class"}
)
"""Words that end in s and are nobody's: without it some would be names, as Thi, Ha, Doe and Les."""
POSSESSIVE = re.compile(r"(?:['’`´ʼ]?s|['’`´ʼ])$", re.IGNORECASE)


def _addresses(text: str, who: Identity) -> Iterator[str]:
    for address in EMAIL.findall(text):
        domain = address.rpartition("@")[2].casefold()
        if domain not in who.our_domains or address.casefold() in who.emails:
            yield address
    yield from HANDLE.findall(EMAIL.sub(" ", text))
    known = tokens(text)
    for email in who.emails:
        local, _, domain = email.casefold().rpartition("@")
        labels = [label for label in domain.split(".")[:-1] if len(label) >= SHORTEST_LABEL and label not in PROVIDERS]
        joined = ["".join(tokens(local))] if len("".join(tokens(local))) >= SHORTEST_LABEL else []
        told = {*joined, *("".join(tokens(label)) for label in labels)}
        if domain not in who.our_domains:
            yield from (token for token in known if token in told and token not in ORDINARY)
            yield from (label for label in labels if "-" in label and label in text.casefold())


SHORTEST_LABEL = 4


def _numbers(text: str) -> Iterator[str]:
    for found in PHONE.finditer(text):
        if sum(sign.isdigit() for sign in found[0]) >= LEAST_DIGITS:
            yield found[0]


def _lines(text: str, who: Identity) -> Iterator[str]:
    words = f" {' '.join(tokens(text))} "
    for line in who.lines:
        said = " ".join(tokens(line))
        if len(said) >= SHORTEST_LINE and said not in ORDINARY and f" {said} " in words:
            yield line.strip()
    for postcode in POSTCODE.findall("\n".join(who.lines)):  # an address may break it too
        if "".join(tokens(postcode)) in words.replace(" ", ""):
            yield postcode


SHORTEST_LINE = 4


def is_contact(line: str) -> bool:
    """Tell whether a line holds an address or a number by which somebody is reached."""
    return bool(EMAIL.search(line) or any(True for _ in _numbers(line)) or HANDLE.search(line))
