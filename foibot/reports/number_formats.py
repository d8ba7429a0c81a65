"""Whole numbers as a sheet shows them: 7 that reads 007, or FOI-007, is the words that its reader sees.

Only formats of zeros and fixed words are read so; of any other (a day, an amount) the number itself counts.
"""

import re

FORMAT = re.compile(r'(?:0|"[^"]*"|\\.|[-/ ])+')
TOKEN = re.compile(r'(?P<zero>0)|"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<plain>[-/ ])')


def as_shown(number: float, form: str) -> str | None:
    """Return the words that a format of zeros makes of a whole number; None for any other number or format."""
    first = form.partition(";")[0]
    if number < 0 or number != int(number) or first == "0" or not FORMAT.fullmatch(first):
        return None
    zeros = first.count("0") - sum(one.count("0") for one in re.findall(r'"[^"]*"|\\.', first))
    return _filled(first, str(int(number)).zfill(zeros), zeros) if zeros else None


def _filled(form: str, digits: str, zeros: int) -> str:
    """Put digits in the places of zeros, from the right; those that are over stand in the first place."""
    places = [digits[: len(digits) - zeros + 1], *digits[len(digits) - zeros + 1 :]]
    found = []
    for token in TOKEN.finditer(form):
        if token["zero"]:
            found.append(places.pop(0))
        else:
            found.append(token["quoted"] or token["escaped"] or token["plain"] or "")
    return "".join(found)
