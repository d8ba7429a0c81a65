"""Personal data that goes over several lines: bank details in a form, addresses as on an envelope, broken numbers.

Lines of one place are looked at together with the few before them. What stands on one line alone is counted there, and
not here.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from foibot.release import patterns, shapes

KEPT, FARTHEST = 5, 200
"""How many lines may lie between what belongs together, and how many signs."""
POSTCODE_AT_END = re.compile(
    rf"^[^\n]{{0,60}}?(?<![\w/-])({patterns.POSTCODE.pattern})(?=[ .,;]*[\n\t]|[ .,;]*\Z)", re.IGNORECASE | re.MULTILINE
)
LAST_STREET = re.compile(
    rf"(?<![\w./-])\d{{1,4}}[a-z]?,?[ \t]+[a-z][a-z' ]{{1,40}}?\b(?:{'|'.join(patterns.STREETS)})\b\.?"
    r"(?:,[^\d\n]{0,40})?[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
"""The line of a street with its number; the town may follow."""
BORN = re.compile(rf"^{patterns.SAYS_BORN}\s*:?\n({patterns.DATE})\s*$", re.IGNORECASE | re.MULTILINE)


def bank_accounts(text: str) -> int:
    """Count the sort codes that have an account number a few lines above or below."""
    plain = text.casefold()
    if not any(word in plain for word in ("sort", "acc", "a/c")):
        return 0
    return sum(1 for code in patterns.sort_codes(text) if _has_account(text, code))


def _has_account(text: str, code: re.Match[str]) -> bool:
    """Tell whether an account number stands near; one without its word, only by a sort code of both word and form."""
    before, after = text[max(0, code.start() - FARTHEST) : code.start()], text[code.end() : code.end() + FARTHEST]
    if patterns.ACCOUNT.search(before.rpartition("\n")[2] + after.partition("\n")[0]):
        return False
    wanted = (patterns.ACCOUNT_IN_WORDS, *((patterns.ACCOUNT,) if patterns.is_sure_code(code) else ()))
    near = (_lines(before, last=True), _lines(after, last=False))
    return any(one.search(lines) for one in wanted for lines in near)


def _lines(text: str, *, last: bool) -> str:
    lines = text.split("\n")
    return "\n".join(lines[-KEPT:] if last else lines[:KEPT])


def households(text: str) -> Iterator[str]:
    """Yield the addresses whose house number and street stand on a line above that of the postcode."""
    for found in POSTCODE_AT_END.finditer(text):
        before = _lines(text[max(0, found.start() - FARTHEST) : found.start()].rstrip("\n"), last=True)
        streets = LAST_STREET.findall(before)
        if streets and not patterns.HOUSEHOLD.search(found[0]):
            yield f"{streets[-1]} {found[1]}".casefold()


def birth_dates(text: str) -> int:
    """Count the dates of birth that stand on the line below that which says so, and alone."""
    return sum(1 for _ in BORN.finditer(text))


BLANK_LINES = re.compile(r"[ \r\t]*\n\s*")
LONGEST = 2 * FARTHEST


def joined(lines: Sequence[str]) -> str:
    """Join lines as they are looked at together: of long ones the beginning and the end."""
    return "\n".join(one if len(one) <= LONGEST else f"{one[:FARTHEST]} … {one[-FARTHEST:]}" for one in lines)


def without_blanks(text: str) -> str:
    """Return a text without its blank lines."""
    return BLANK_LINES.sub("\n", text)


COUNTED: Mapping[str, Callable[[str], int]] = {shapes.ACCOUNT: bank_accounts, shapes.BIRTH: birth_dates}


def broken_numbers(texts: Sequence[str]) -> int:
    """Count the National Insurance numbers that a break within a text, such as a cell, divides."""
    broken = (patterns.plain(one) for one in texts if "\n" in one.rstrip("\n"))
    return sum(
        patterns.national_insurance(re.sub(r"[ \t\r]*\n[ \t]*", " ", one)) > patterns.national_insurance(one)
        for one in broken
    )
