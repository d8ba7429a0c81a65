"""How personal data is written: the pattern of each kind, and the check or the word near it that keeps figures out."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

# HMRC, NIM39110: two letters, neither of D F I Q U V, the second not O; certain pairs are never used; six digits; a
# letter of A to D, which people leave out.
SIX = r"(?<![A-Z0-9])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d"
NATIONAL_INSURANCE = re.compile(SIX + r" ?[A-D](?![A-Z0-9])", re.IGNORECASE)
DIVIDED = re.compile(
    r"(?<![A-Z0-9])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?P<by>[.\-/]| {2,3})\d\d"
    r"(?P=by)\d\d(?P=by)\d\d(?P=by)[A-D](?![A-Z0-9])"
)
"""In capitals alone, and with the same mark throughout: `on 12.05.26 a meeting` is none."""
WITHOUT_SUFFIX = re.compile(
    r"(?:\b(?:NINO|National Insurance(?: (?:number|no\.?|num))?)\b|\bN\.?I\.? ?(?:number|num|no)\b\.?|\bN\.?I\.? ?:)"
    r"[\s:.,()\w]{0,20}?" + SIX + r"(?! ?[A-D]\b)(?![A-Z0-9])",
    re.IGNORECASE,
)
NHS_SPACED = re.compile(r"(?<![\d-])\d{3}[ -]\d{3}[ -]\d{4}(?![\d-])")
NHS_PLAIN = re.compile(r"(?<![\d.,/-])\d{10}(?![\d.,/-])")
BANK = re.compile(r"(?<!\d)(\d\d)-(\d\d)-\d\d(?!\d)\D{1,40}(?<!\d)\d{8}(?!\d)")
DASHED = re.compile(r"(?<![\d/-])(?P<first>\d\d)-(?P<second>\d\d)-\d\d(?![\d/-])")
SORT = r"\bsort[ -]?code\b\D{0,15}\d\d[ -]?\d\d[ -]?\d\d(?!\d)"
EIGHT = r"(?<!\d)\d{8}(?!\d)"
NAMED_ACCOUNT = rf"\b(?:account|acct?\b|a/c)\D{{0,40}}(?:{EIGHT}|(?<!\d)\d{{4}} \d{{4}}(?! ?\d))"
"""The number of an account called so; some write it in two groups, as other numbers are."""
BANK_IN_WORDS = re.compile(
    rf"{SORT}\D{{1,40}}{EIGHT}|{EIGHT}\D{{1,40}}{SORT}|{SORT}\D{{1,40}}?{NAMED_ACCOUNT}|{NAMED_ACCOUNT}\D{{1,40}}{SORT}",
    re.IGNORECASE,
)
SORT_IN_WORDS = re.compile(r"\bsort[ -]?code\b\D{0,30}(?P<code>\d\d[ -]?\d\d[ -]?\d\d)(?!\d)", re.IGNORECASE)
ACCOUNT, ACCOUNT_IN_WORDS = re.compile(EIGHT), re.compile(NAMED_ACCOUNT, re.IGNORECASE)
# SWIFT, IBAN Registry: how long the numbers of a country are.
LENGTHS = {
    **dict.fromkeys(("NO",), 15),
    **dict.fromkeys(("BE",), 16),
    **dict.fromkeys(("DK", "FI", "NL"), 18),
    **dict.fromkeys(("AT", "EE", "LT", "LU"), 20),
    **dict.fromkeys(("CH", "HR", "LI", "LV"), 21),
    **dict.fromkeys(("BG", "DE", "GB", "IE", "ME", "RS", "BH"), 22),
    **dict.fromkeys(("AE", "GI", "IL", "TL"), 23),
    **dict.fromkeys(("AD", "CZ", "ES", "MD", "PK", "RO", "SA", "SE", "SK", "TN"), 24),
    **dict.fromkeys(("PT",), 25),
    **dict.fromkeys(("IS", "TR"), 26),
    **dict.fromkeys(("FR", "GR", "IT", "MC", "SM"), 27),
    **dict.fromkeys(("AL", "CY", "HU", "LB", "PL"), 28),
    **dict.fromkeys(("MT",), 31),
}


def _iban_of(length: int) -> str:
    """Return how numbers of that length are written: in one, or in groups of four with blanks or dashes."""
    countries = "|".join(country for country, of in LENGTHS.items() if of == length)
    groups, left = divmod(length - 4, 4)
    return rf"(?:{countries})\d\d(?:[ -]?[A-Z0-9]{{4}}){{{groups}}}" + (rf"[ -]?[A-Z0-9]{{{left}}}" if left else "")


IBAN = re.compile(rf"(?<![A-Z0-9])({'|'.join(map(_iban_of, sorted({*LENGTHS.values()})))})(?![A-Z0-9])", re.IGNORECASE)
CARD = re.compile(r"(?<![\d.-])(?:[2456]\d{3}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}|3[47]\d{2}[ -]?\d{6}[ -]?\d{5})(?![\d.-])")
EMAIL = re.compile(r"[\w.+'-]{1,64}@([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+)", re.IGNORECASE)
POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}", re.IGNORECASE)
# Ofcom, National Telephone Numbering Plan: 01 and 02 geographic, 07 mobile. Services (03, 08) are nobody's own.
TELEPHONE = re.compile(
    r"(?<![\d.,/£-])(?:(?:\+|00)44[ -]?(?:\(0\) ?)?|\(?0)"
    r"(?:[17]\d{3}\)?[ -]?\d{3}[ -]?\d{3}|1\d\d\)?[ -]?\d{3}[ -]?\d{4}|2\d\)?[ -]?\d{4}[ -]?\d{4})(?!\d|[.,/-]\d)"
)
SAYS_TELEPHONE = re.compile(r"\b(?:tel|phone|telephone|mobile|mob|call|ring)\b", re.IGNORECASE)
STREETS: tuple[str, ...] = (
    *("road", "street", "lane", "avenue", "close", "drive", "way", "court", "crescent", "terrace", "place", "gardens"),
    *("grove", "hill", "row", "walk", "mews", "square", "rd", "st", "ave", "ln"),
)
HOUSEHOLD = re.compile(
    rf"(?<![\w./-])\d{{1,4}}[a-z]?,?[ \t]+[a-z][a-z' ]{{1,40}}?\b(?:{'|'.join(STREETS)})\b\.?.{{0,80}}?"
    rf"\b{POSTCODE.pattern}\b",
    re.IGNORECASE,
)
MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
DATE = (
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d\d)\b|\d{1,2} \d{1,2} (?:19|20)\d\d\b|\d{4}-\d\d-\d\d|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTHS},? \d{{4}}|{MONTHS} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})"
)
SAYS_BORN = r"\b(?:d\.?o\.?b\.?|date of birth|birth date)(?: ?\([dmy/. -]{4,14}\))?"
BIRTH = re.compile(rf"{SAYS_BORN}(?:\W{{1,6}}|\W{{1,3}}(?:is|was)\W{{1,3}}){DATE}", re.IGNORECASE)
PEOPLE = r"(?:employee|staff|patient|pupil|tenant|claimant|client|applicant|complainant|resident|customer)"
NUMBER = r"(?: number| no\.?| num\.?)"
ABOUT_PEOPLE = (
    r"(?:surname|full name|last name|family name|maiden name|middle names?|forenames?|first name|given name|"
    r"d\.?o\.?b\.?|date of birth|birth date|birthday|date born|nino|"
    rf"(?:ni|national insurance){NUMBER}?|(?:payroll|employee|staff)(?:{NUMBER}| id)|service{NUMBER}|"
    rf"nhs{NUMBER}|sort code|account{NUMBER}|iban|home address|next of kin|passport{NUMBER}?|driving licence{NUMBER}?|"
    r"enw cyntaf|enw llawn|cyfenw|dyddiad geni|cyfeiriad cartref|rhif yswiriant gwladol|rhif gig)"
)
HEADINGS = re.compile(
    # Databases write first_name, FirstName and firstname.
    rf"(?:(?:{PEOPLE}(?:['’]s)? )?{ABOUT_PEOPLE}|{PEOPLE}(?:['’]s)? name)(?: \([^()]{{1,20}}\))?".replace(" ", " ?"),  # noqa: RUF001 - as Word writes it
    re.IGNORECASE,
)
NAME = re.compile(rf"enw|name|{PEOPLE}", re.IGNORECASE)
OF_SOMEBODY = re.compile(
    r"ethnicity|ethnic ?(?:origin|group)|religion|disability|(?:sickness|absence) ?reason|"
    r"reason ?for ?(?:sickness|absence)|ethnigrwydd|crefydd|anabledd",
    re.IGNORECASE,
)
"""What is told of a person only beside a name: figures by ethnicity or by school are about nobody."""
UNDER: dict[str, re.Pattern[str]] = {
    kind: re.compile(pattern.replace(" ", " ?"), re.IGNORECASE)
    for kind, pattern in (
        ("nhs", rf"(?:{PEOPLE}(?:['’]s)? )?nhs(?:{NUMBER}| id)?|rhif gig"),  # noqa: RUF001 - as Word writes it
        ("sort", r"(?:bank )?sort code"),
        ("account", rf"(?:bank )?(?:account|acct|a/c){NUMBER}?"),
        ("telephone", rf"(?:\w+ )?(?:mobile|mob|tele?phone|phone|tel)\.?(?: phone)?{NUMBER}?"),
    )
}
"""What a heading says of the numbers below it, which are then known without the signs that divide them."""
IN_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_\s-]+")
MOBILE = re.compile(r"7[1-57-9]\d{8}")
"""A mobile number as a spreadsheet leaves it, without the nought before it (Ofcom: 070 and 076 are no mobiles)."""
OWN_TELEPHONE = re.compile(r"(?:(?:\+|00)?44|0)?\(?0?\)?([127]\d{8,9})")
SAYS_INSURANCE, SAYS_BIRTH = ("insurance", "nino", "n.i", "ni no", "ni num", "ni:", "ni :"), ("birth", "dob", "d.o.b")
"""Words without which a pattern is not worth trying: most lines of a table have a date and nothing else in them."""
LEAST_DIFFERENT = 3
"""How many different digits a number has that is no filler such as 4444."""
LAST_DAY, LAST_MONTH = 31, 12


def heading_of(cell: str) -> str:
    """Write a heading in words: `date_of_birth`, `dateOfBirth` and `DATE-OF-BIRTH` are one."""
    return " ".join(IN_WORDS.sub(" ", cell).split()).rstrip(" :*")


def is_about_people(heading: str) -> bool:
    """Tell whether a heading is about people, in one language or in both: `Cyfenw / Surname`."""
    return any(HEADINGS.fullmatch(one.strip()) for one in (heading, *heading.split("/")))


def kind_under(heading: str) -> str:
    """Return which numbers a heading announces; empty for any other."""
    return next((kind for kind, pattern in UNDER.items() if pattern.fullmatch(heading)), "")


INVISIBLE = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, *range(0x202A, 0x202F)))
AS_PLAIN = {
    **INVISIBLE,
    **dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2212), "-"),
    **dict.fromkeys((0xB9, 0xB2, 0xB3, 0x2070, *range(0x2074, 0x207A)), " "),
}
"""Marks of no width, dashes of every length, and the small numbers of footnotes, which are no digits."""
OTHERWISE = re.compile(f"[{''.join(map(chr, AS_PLAIN))}]")


def plain(text: str) -> str:
    """Write a text as its numbers are looked for: digits, blanks and dashes alike, no mark of no width."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", OTHERWISE.sub(lambda mark: AS_PLAIN[ord(mark[0])] or "", text))


BOOK = re.compile(r"\bisbn(?:[ -]?10)?\W{0,3}\d{10}(?!\d)", re.IGNORECASE)
"""The number of a book (ISO 2108, before 2007), whose check is that of an NHS number."""


def valid_nhs_number(digits: str) -> bool:
    """Tell whether ten digits are an NHS number: NHS Data Dictionary, the tenth is a check modulo 11."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return int(digits[9]) == (11 - total % 11) % 11 and len(set(digits)) > 1


def valid_card(digits: str) -> bool:
    """Tell whether digits are the number of a payment card (ISO/IEC 7812, Luhn)."""
    doubled = [int(digit) * (1 + (at % 2 == 0)) for at, digit in enumerate(reversed(digits), 1)]
    return sum(sum(divmod(one, 10)) for one in doubled) % 10 == 0 and len(set(digits)) >= LEAST_DIFFERENT


def valid_iban(written: str) -> bool:
    """Tell whether letters and digits are an IBAN (ISO 13616): of its country's length, and 1 modulo 97."""
    plain = re.sub("[ -]", "", written).upper()
    if LENGTHS.get(plain[:2]) != len(plain):
        return False
    return int("".join(str(int(mark, 36)) for mark in plain[4:] + plain[:4])) % 97 == 1


def bank_accounts(text: str) -> int:
    """Count sort codes with their account numbers; what reads as a date too wants the words beside it."""
    dashed = sum(1 for match in BANK.finditer(text) if not _is_date(match[1], match[2]))
    if "sort" not in text.casefold():
        return dashed
    return max(dashed, sum(1 for _ in BANK_IN_WORDS.finditer(text)))


def sort_codes(text: str) -> Iterator[re.Match[str]]:
    """Yield the sort codes of a text, those that its words call so first; what reads as a date wants the words."""
    said = [*SORT_IN_WORDS.finditer(text)]
    yield from said
    known = {match.end() for match in said}
    for match in DASHED.finditer(text):
        if match.end() not in known and not _is_date(match["first"], match["second"]):
            yield match


def is_sure_code(code: re.Match[str]) -> bool:
    """Tell whether a sort code is called so, and written as one, or stands under headings of both numbers."""
    return code.re is SORT_IN_WORDS and ("-" in code["code"] or "acc" in code[0].casefold())


def is_account(sort: str, account: str) -> bool:
    """Tell whether two numbers are a sort code and its account, as headings say; a spreadsheet drops noughts."""
    return re.fullmatch(r"\d{5,6}", sort) is not None and re.fullmatch(r"\d{6,8}", account) is not None


def _is_date(first: str, second: str) -> bool:
    day, month = (int(first), int(second)) if int(second) <= LAST_MONTH else (int(second), int(first))
    return 1 <= day <= LAST_DAY and 1 <= month <= LAST_MONTH


def national_insurance(text: str) -> int:
    """Count National Insurance numbers; one without its last letter wants the words before it."""
    plain = text.casefold()
    wanted = (NATIONAL_INSURANCE, WITHOUT_SUFFIX) if any(word in plain for word in SAYS_INSURANCE) else ()
    return sum(1 for pattern in (DIVIDED, *(wanted or (NATIONAL_INSURANCE,))) for _ in pattern.finditer(text))


def ibans(text: str) -> int:
    """Count the IBANs of a text."""
    return sum(1 for match in IBAN.finditer(text) if valid_iban(match[1]))


def birth_dates(text: str) -> int:
    """Count the dates that a text calls dates of birth."""
    plain = text.casefold()
    return sum(1 for _ in BIRTH.finditer(text)) if any(word in plain for word in SAYS_BIRTH) else 0


def telephones(text: str) -> Iterator[str]:
    """Yield the UK telephone numbers of a text by their last ten digits; without any division they want a word."""
    for match in TELEPHONE.finditer(text):
        if not match[0].isdecimal() or match[0].startswith("0044") or SAYS_TELEPHONE.search(text):
            yield re.sub(r"\D", "", match[0])[-10:]


def tells_of_people(text: str, ours: Iterable[str] = ()) -> bool:
    """Tell whether a name of a file, or of a thing in one, holds personal data by its pattern."""
    words = re.sub(r"[_/\\]|\.\w{1,5}$", " ", plain(text))
    spaced = (re.sub(r"\D", "", match[0]) for match in NHS_SPACED.finditer(words))
    nhs = (match[0] for match in NHS_PLAIN.finditer(words) if "nhs" in words.casefold())
    others = [match for match in EMAIL.finditer(words) if not is_of(match[1], ours)]
    counted = national_insurance(words) + bank_accounts(words) + ibans(words) + len(others)
    return counted > 0 or any(map(valid_nhs_number, (*spaced, *nhs))) or BIRTH.search(words) is not None


def is_of(domain: str, ours: Iterable[str]) -> bool:
    """Tell whether a mail domain is one of ours, or below it."""
    domain = domain.casefold()
    return any(domain == own or domain.endswith(f".{own}") for own in ours)
