"""The last look before anything is published: whether a text still tells of a person.

Every text is looked through as it stands and as a program would decode it (HTML entities, URL coding, letters of full
width), line by line and with its lines joined. Findings name a kind and a line, never the words themselves.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from urllib.parse import unquote

from foibot.correspondence.traces import EMAIL, HANDLE, LEAST_DIGITS, PHONE, Identity, folded, tokens, traces_in
from foibot.correspondence.words_of_letters import TITLES
from foibot.lean import dataclass

APPLICANT = "words that tell who asked"
EMAIL_ADDRESS = "an e-mail address"
TELEPHONE = "a telephone number"
HANDLE_NAME = "a name on social media"
INSURANCE = "a National Insurance number"
NHS = "an NHS number"
OFFICER = "a colleague's name"

NI_NUMBER = re.compile(
    r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][\s.–-]{0,2}(?:\d[\s.–-]{0,2}){6}[A-D]\b",  # noqa: RUF001 - as people write it
    re.IGNORECASE,
)
NHS_NUMBER = re.compile(r"(?<![\d.,])\d{3}([ -]?)\d{3}\1\d{4}(?![\d,]|\.\d)")
JOINERS = re.compile(r"[\u200b-\u200d\u2060\ufeff\u00ad]")
SPACED = re.compile(r"(?<![^\W\d_])[^\W\d_](?:[ .·'\u2019_-]{1,3}[^\W\d_]){2,}(?![^\W\d_])")
BETWEEN = re.compile(r"[ .·'\u2019_-]+")
GLUED = re.compile(r"[^\W\d_]{5,}")
CAPITAL = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})")
"""A letter as JSON writes it."""
TIMES_CODED = 3
NHS_DIGITS, ELEVEN = 10, 11
SHORTEST_SECRET = 4


@dataclass(frozen=True, slots=True)
class Finding:
    """What kind of thing a text still tells, and in which of its lines, counted from 1."""

    kind: str
    line: int


@dataclass(frozen=True)
class Known:
    """Who must not be named, and what may be: `ours` are the authority's own words, addresses and numbers.

    `colleagues` are the names of officers.
    """

    who: Identity
    ours: str = ""
    colleagues: tuple[str, ...] = ()

    @cached_property
    def our_addresses(self) -> frozenset[str]:
        """The e-mail addresses that may stand on a page."""
        return frozenset(address.casefold() for address in EMAIL.findall(self.ours))

    @cached_property
    def our_numbers(self) -> frozenset[str]:
        """The telephone numbers that may stand on a page, their digits alone."""
        return frozenset(national(found[0]) for found in PHONE.finditer(self.ours))

    @cached_property
    def told_by_ours(self) -> frozenset[str]:
        """The words of our own that only look as if they told who asked."""
        return frozenset(traces_in(self.ours, self.who))


def find_personal(text: str, known: Known) -> tuple[Finding, ...]:
    """Return what a text still tells of people, by line; empty where it may be published.

    It is looked through as a whole first: most texts tell of nobody, and are done with then.
    """
    if not any(_found_in(piece, known) for piece in (_joined(text), _joints(text))):
        return ()
    lines = {(kind, number) for number, piece in _pieces(text) for kind in _found_in(piece, known)}
    lines = lines or {(kind, 1) for kind in _found_in(_joined(text), known)}
    return tuple(Finding(kind, line) for kind, line in sorted(lines, key=lambda one: (one[1], one[0])))


def _found_in(text: str, known: Known) -> frozenset[str]:
    return frozenset(kind for variant in _variants(text) for kind in _kinds(variant, known))


def _joined(text: str) -> str:
    """Return a text with the lines of each paragraph joined: mail breaks names, addresses and numbers."""
    return "\n\n".join(" ".join(part.split("\n")) for part in text.split("\n\n"))


def _joints(text: str) -> str:
    """Return the words at the ends of lines, each with the one it would make with the next line's first."""
    lines = [line.split() for line in text.split("\n")]
    return "\n\n".join(f"{one[-1]}{other[0]}" for one, other in pairwise(lines) if one and other)


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """Give each line with its number, then each with the next, joined in both ways."""
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        yield number, line
    for number, (line, after) in enumerate(pairwise(lines), 1):
        if line.strip() and after.strip():
            yield number, f"{line} {after.strip()}"
            yield number, _joints(f"{line}\n{after}")


def _variants(text: str) -> dict[str, None]:
    """Return a text as it stands, and decoded as often as somebody may have coded it."""
    found = {text: None}
    current = text
    for _ in range(TIMES_CODED):
        current = ESCAPED.sub(_sign, unquote(html.unescape(current))).replace("\n", " ")
        found.setdefault(current)
    plain = unicodedata.normalize("NFKC", JOINERS.sub("", current))
    found.setdefault(plain)
    found.setdefault(plain.replace("+", " "))
    taken_apart = " | ".join(_apart(plain))
    return {**found, taken_apart: None} if taken_apart else found


def _sign(escaped: re.Match[str]) -> str:
    return chr(int(escaped[1], 16))


def _apart(text: str) -> Iterator[str]:
    """Give words whose letters are spaced out as one, and names that are written as one word as several."""
    words = [BETWEEN.sub("", found[0]) for found in SPACED.finditer(text)]
    words += [word for word in GLUED.findall(text) if CAPITAL.search(word)]
    yield from (CAPITAL.sub(" ", word) for word in dict.fromkeys(words))
    yield from (word for word in words if CAPITAL.search(word))


def _kinds(text: str, known: Known) -> Iterator[str]:
    yield from _of_anybody(text, known)
    yield from (OFFICER for name in known.colleagues if is_named(text, name))
    if any(is_named(text, name) for name in known.who.names) or _is_told_whole(text, known.who):
        yield APPLICANT
    seen = (words for words in traces_in(text, known.who) if words not in known.told_by_ours)
    yield from (APPLICANT for words in seen if not (EMAIL.search(words) or PHONE.search(words)))


def _of_anybody(text: str, known: Known) -> Iterator[str]:
    ours = known.our_addresses
    if any(address.casefold().strip(".") not in ours for address in EMAIL.findall(text)):
        yield EMAIL_ADDRESS
    if HANDLE.search(EMAIL.sub(" ", text)):
        yield HANDLE_NAME
    numbers = (national(found[0]) for found in PHONE.finditer(text))
    if any(len(number) >= LEAST_DIGITS - 1 and number not in known.our_numbers for number in numbers):
        yield TELEPHONE
    if NI_NUMBER.search(text):
        yield INSURANCE
    if any(_is_nhs_number(found[0], found[1], text) for found in NHS_NUMBER.finditer(text)):
        yield NHS


def national(number: str) -> str:
    """Return the digits of a telephone number without what stands before them abroad (+44, 0044, 0)."""
    digits = "".join(sign for sign in number.replace("(0)", "") if sign.isdigit())
    for prefix in ("0044", "44") if number.strip().startswith(("+", "00")) else ():
        digits = digits.removeprefix(prefix)
    return digits.lstrip("0")


def is_named(text: str, name: str) -> bool:
    """Tell whether a whole name stands in a text, however its parts are written and whatever stands between them."""
    parts = [part for part in tokens(name) if len(part) > 1 and part not in TITLES]
    if len("".join(parts)) < SHORTEST_SECRET or len(parts) < len(("first", "last")):
        return False
    said = f" {' '.join(word for word in tokens(text) if len(word) > 1)} "
    ways = (parts, parts[::-1])
    return any(f" {' '.join(way)} " in said or f" {''.join(way)} " in said for way in ways)


def _is_told_whole(text: str, who: Identity) -> bool:
    """Tell whether an address or a line of the applicant's stands in a text, in whatever letters."""
    said, digits = folded(text), "".join(sign for sign in text if sign.isdigit())
    if any(email and email.casefold() in said for email in who.emails):
        return True
    numbers = (national(found[0]) for line in who.lines for found in PHONE.finditer(line))
    return any(len(number) >= LEAST_DIGITS and number in digits for number in numbers)


def _is_nhs_number(number: str, separator: str, text: str) -> bool:
    """Tell whether ten digits are an NHS number: by their check digit, and written or named as one (NHS DD, mod 11)."""
    if not separator and "nhs" not in text.casefold():
        return False
    digits = [int(sign) for sign in number if sign.isdigit()]
    check = ELEVEN - sum(digit * (NHS_DIGITS - at) for at, digit in enumerate(digits[:-1])) % ELEVEN
    return digits[-1] == check % ELEVEN and check != NHS_DIGITS


def shown(findings: Iterable[Finding]) -> str:
    """Write findings as a person reads them: what, and in which line."""
    return "; ".join(f"line {one.line}: {one.kind}" for one in findings)
