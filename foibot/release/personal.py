"""Personal data by its pattern: numbers with a check, many addresses, columns whose heading is about people.

A pattern alone is weak: each is held against what its issuer says of it, so that figures and references are no find.
"""

import re
from collections import Counter
from collections.abc import Sequence

from foibot.release.report import Report, names

MAY_HOLD = tuple(map(re.compile, (r"\d{10}", r"\d[ -]\d", r"\d{6} ?[A-Da-d]")))
"""What every number that is looked for has in it; most lines have none of them, and are not read any closer."""
# HMRC, NIM39110: two letters, neither of D F I Q U V, the second not O; certain pairs are never used; six digits; a
# letter of A to D.
NATIONAL_INSURANCE = re.compile(
    r"(?<![A-Z0-9])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D](?![A-Z0-9])",
    re.IGNORECASE,
)
NHS_SPACED = re.compile(r"(?<![\d-])\d{3}[ -]\d{3}[ -]\d{4}(?![\d-])")
NHS_PLAIN = re.compile(r"(?<![\d.,/-])\d{10}(?![\d.,/-])")
BANK = re.compile(r"(?<!\d)\d\d-\d\d-\d\d(?!\d)\D{1,40}(?<!\d)\d{8}(?!\d)")
CARD = re.compile(r"(?<![\d.-])(?:[2456]\d{3}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}|3[47]\d{2}[ -]?\d{6}[ -]?\d{5})(?![\d.-])")
EMAIL = re.compile(r"[\w.+'-]{1,64}@([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+)", re.IGNORECASE)
POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}", re.IGNORECASE)
HEADINGS = re.compile(
    r"(?:surname|last name|family name|forename|first name|d\.?o\.?b\.?|date of birth|birth date|nino|"
    r"(?:ni|national insurance)(?: number| no\.?)?|(?:payroll|employee|staff|service)(?: number| no\.?| id)|"
    r"nhs(?: number| no\.?)|sort code|account (?:number|no\.?)|home address|next of kin|passport(?: number| no\.?))",
    re.IGNORECASE,
)
MANY_ADDRESSES, MANY_POSTCODES, SHARE, HEADING_ROWS, LEAST_PLAIN = 10, 5, 0.8, 10, 5
LEAST_DIFFERENT = 3
"""How many different digits a number has that is no filler such as 4444."""
COLUMNS_LOOKED_AT, MOST_KEPT, AT_ONCE = 200, 5_000, 40
ROWS_SAMPLED = 500
"""How many rows are looked at column by column; the words of all of them are read."""


def may_hold(text: str) -> bool:
    """Tell whether a text is worth a closer look."""
    return "@" in text or any(pattern.search(text) for pattern in MAY_HOLD)


def valid_nhs_number(digits: str) -> bool:
    """Tell whether ten digits are an NHS number: NHS Data Dictionary, the tenth is a check modulo 11."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return int(digits[9]) == (11 - total % 11) % 11 and len(set(digits)) > 1


def valid_card(digits: str) -> bool:
    """Tell whether digits are the number of a payment card (ISO/IEC 7812, Luhn)."""
    doubled = [int(digit) * (1 + (at % 2 == 0)) for at, digit in enumerate(reversed(digits), 1)]
    return sum(sum(divmod(one, 10)) for one in doubled) % 10 == 0 and len(set(digits)) >= LEAST_DIFFERENT


SPACES = re.compile("[\u00a0\u2007\u202f]")
"""Blanks that do not break: Word and Excel put them into numbers."""


class Personal:
    """Looks for personal data in one place, such as a sheet or a document; notes it down at the end."""

    def __init__(self, report: Report, place: str) -> None:
        self._report, self._place = report, place
        self._found: Counter[str] = Counter()
        self._addresses: set[str] = set()
        self._cards_like, self._plain, self._plain_valid = 0, 0, 0
        self._rows = 0
        self._waiting: list[str] = []
        self._headings: dict[int, str] = {}
        self._filled: Counter[int] = Counter()
        self._postcodes: Counter[int] = Counter()

    def line(self, text: str) -> None:
        """Look at a line of text."""
        self._waiting.append(SPACES.sub(" ", text))
        if len(self._waiting) >= AT_ONCE:
            self._look_at_waiting()

    def _look_at_waiting(self) -> None:
        together = "\n".join(self._waiting)
        if may_hold(together):
            for text in self._waiting:
                self._look_at(text)
        self._waiting.clear()

    def _look_at(self, text: str) -> None:
        if not may_hold(text):
            return
        self._found["national_insurance"] += sum(1 for _ in NATIONAL_INSURANCE.finditer(text))
        self._found["bank_account"] += sum(1 for _ in BANK.finditer(text))
        self._look_for_nhs(text)
        self._look_for_cards(text)
        if "@" in text and len(self._addresses) < MOST_KEPT:
            self._addresses.update(match[0].casefold() for match in EMAIL.finditer(text) if not self._is_ours(match[1]))

    def row(self, cells: Sequence[str]) -> None:
        """Look at a row of a table."""
        self._rows += 1
        self.line("\t".join(cells))
        if self._rows > ROWS_SAMPLED:
            return
        if self._rows <= HEADING_ROWS:
            self._headings.update(
                {at: cell.strip() for at, cell in enumerate(cells) if HEADINGS.fullmatch(cell.strip())}
            )
        for at, cell in enumerate(cells[:COLUMNS_LOOKED_AT]):
            if cell:
                self._filled[at] += 1
                self._postcodes[at] += len(cell) < 10 and POSTCODE.fullmatch(cell) is not None  # noqa: PLR2004 - AB12 3CD

    def _is_ours(self, domain: str) -> bool:
        domain = domain.casefold()
        return any(domain == own or domain.endswith(f".{own}") for own in self._report.ours)

    def _look_for_nhs(self, text: str) -> None:
        near = "nhs" in text.casefold() or any("nhs" in heading.casefold() for heading in self._headings.values())
        spaced = (match[0].replace(" ", "").replace("-", "") for match in NHS_SPACED.finditer(text))
        self._found["nhs_number"] += sum(map(valid_nhs_number, spaced))
        plain = [valid_nhs_number(match[0]) for match in NHS_PLAIN.finditer(text)]
        if near:
            self._found["nhs_number"] += sum(plain)
        else:
            self._plain += len(plain)
            self._plain_valid += sum(plain)

    def _look_for_cards(self, text: str) -> None:
        like = [valid_card(re.sub(r"\D", "", match[0])) for match in CARD.finditer(text)]
        self._cards_like += len(like)
        self._found["payment_card"] += sum(like)

    def finish(self) -> None:
        """Note what was found."""
        self._look_at_waiting()
        if self._plain_valid >= LEAST_PLAIN and self._plain_valid >= SHARE * self._plain:
            self._found["nhs_number"] += self._plain_valid
        if self._found["payment_card"] < self._cards_like / 2:
            self._found["payment_card"] = 0  # one number in ten has the right check digit by chance
        if len(self._addresses) >= MANY_ADDRESSES:
            self._found["email_addresses"] = len(self._addresses)
        for rule in sorted(rule for rule, count in self._found.items() if count):
            self._report.note(rule, self._place, f"{self._found[rule]:,}")
        columns = [
            at for at, count in self._postcodes.items() if count >= max(MANY_POSTCODES, SHARE * self._filled[at])
        ]
        if columns:
            self._report.note("postcodes", self._place)
        with_data = [heading for at, heading in self._headings.items() if self._filled[at] > 1]
        if with_data:
            self._report.note("personal_headings", self._place, names(with_data))
