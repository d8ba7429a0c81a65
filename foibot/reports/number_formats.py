"""Whole numbers as a sheet shows them: 7 that reads 007, or FOI-007, is the words that its reader sees.

Only formats of zeros and fixed words are read so; of any other (a day, an amount) the number itself counts. Where
another has noughts before its point as well (`000/00` is a fraction), what is meant is not certain.
"""

import re

TOKEN = re.compile(r'(?P<zero>0)|"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<plain>[-+() ])|\[[^\]]*\]|[_*].')
"""A place for a digit, fixed words, and what only colours or spaces them (ECMA-376 part 1, 18.8.31)."""
FORMAT = re.compile(rf"(?:{re.sub(r'P<[a-z]+>', ':', TOKEN.pattern)})+")


def as_shown(number: float, form: str) -> str | None:
    """Return the words that a format of zeros makes of a whole number; None for any other number or format."""
    first = form.partition(";")[0]
    if number < 0 or number != int(number) or first == "0" or not FORMAT.fullmatch(first):
        return None
    tokens = list(TOKEN.finditer(first))
    zeros = sum(bool(token["zero"]) for token in tokens)
    return _filled(tokens, str(int(number)).zfill(zeros), zeros) if zeros else None


def is_uncertain(form: str) -> bool:
    """Tell whether a format that `as_shown` does not read shows noughts before a number all the same."""
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", form.partition(";")[0]).partition(".")[0]
    return "00" in bare and not re.search("[#ymdhs]", bare, re.IGNORECASE)


def _filled(tokens: list[re.Match[str]], digits: str, zeros: int) -> str:
    """Put digits in the places of zeros, from the right; those that are over stand in the first place."""
    over = len(digits) - zeros + 1
    places = iter([digits[:over], *digits[over:]])
    return "".join(next(places) if one["zero"] else _fixed(one) for one in tokens)


def _fixed(token: re.Match[str]) -> str:
    return token["quoted"] or token["escaped"] or token["plain"] or ""
