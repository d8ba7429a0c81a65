"""What a text may hold, told by its shape: a digit is a nought, a capital an A, a small letter an a.

Every number that is looked for has a form in it that is sought as it is. Most lines of a table have none, and to say
so takes a tenth of the time of the patterns.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from string import ascii_lowercase, ascii_uppercase, digits

from foibot.lean import dataclass

INSURANCE, IBAN, ACCOUNT, BIRTH = "national_insurance", "iban", "bank_account", "birth_date"
CARD, NHS, TELEPHONE, ADDRESS, HOUSEHOLD = "payment_card", "nhs_number", "telephone", "address", "household"
BOOKS = "books"
AS_WRITTEN = bytes.maketrans(f"{digits}{ascii_uppercase}{ascii_lowercase}".encode(), b"0" * 10 + b"A" * 26 + b"a" * 26)
CAPITALS, WORDS = AS_WRITTEN.upper(), bytes(range(256)).lower()
SPACED, DOTTED = AS_WRITTEN.replace(b"-", b" "), CAPITALS.replace(b"-", b".").replace(b"/", b".")
ODD = re.compile("[^\\D0-9]|[\u0130\u0131\u017f\u212a]")
"""Digits of other alphabets, and the letters that are an I, an S or a K where capitals and small ones are alike."""
FRACTION = re.compile(rb"\.0{9,}")
"""The shape of a long fraction: nothing that is looked for is within one."""


@dataclass(frozen=True, slots=True)
class Form:
    """What every match of a kind's pattern has in it, where signs are written so and what divides them is left out."""

    kind: str
    form: bytes
    signs: bytes = AS_WRITTEN
    without: bytes = b""


FORMS = (
    Form(INSURANCE, b"AA000000", CAPITALS, b" "),
    Form(INSURANCE, b"AA.00.00.00.A", DOTTED),
    Form(IBAN, b"AA00", CAPITALS),
    Form(ACCOUNT, b"0" * 8),
    Form(ACCOUNT, b"0000 0000"),
    Form(BIRTH, b"birth", WORDS),
    Form(BIRTH, b"dob", WORDS),
    Form(BIRTH, b"d.o.b", WORDS),
    Form(CARD, b"0" * 15, without=b" -"),
    Form(NHS, b"0" * 10),
    Form(NHS, b"000 000 0000", SPACED),
    Form(TELEPHONE, b"0" * 10, without=b" -()"),
    Form(ADDRESS, b"@"),
    Form(HOUSEHOLD, b"0AA", CAPITALS),
    Form(BOOKS, b"isbn", WORDS),
)


OF_SHAPES = tuple(one for one in FORMS if one.signs is not WORDS)
LONG = 200
"""From how many signs on it is not worth while to keep what a shape has."""


def forms_in(text: str, of: Sequence[Form] = FORMS) -> Sequence[Form]:
    """Return which of these forms a text has, all of them where its letters or digits are uncommon."""
    if not text.isascii() and ODD.search(text):
        return of
    signs = text.encode("ascii", "replace")
    shape = signs.translate(AS_WRITTEN)
    if len(shape) > LONG:
        # Lines of a table are alike: of so many few differ in their shape, and no form goes from one to the next.
        shape = b"\n".join({*shape.split(b"\n")})
    has = _held_against(shape) if len(shape) > LONG else _has(shape)
    words = signs.lower()
    return [one for one in of if (one.form in words if one.signs is WORDS else one in has)]


def _held_against(shape: bytes) -> frozenset[Form]:
    shape = FRACTION.sub(b".00", shape)
    return frozenset(one for one in OF_SHAPES if one.form in shape.translate(one.signs, one.without))


_has = lru_cache(maxsize=1 << 12)(_held_against)
