"""Personal data by its pattern: numbers with a check, many addresses, columns whose heading is about people.

A pattern alone is weak: each is held against what its issuer says of it, so that figures and references are no find.
"""

import re
from collections import Counter
from collections.abc import Sequence

from foibot.release import patterns
from foibot.release.patterns import tells_of_people
from foibot.release.report import Report, names

__all__ = ["ROWS_SAMPLED", "Personal", "tells_of_people"]
MAY_HOLD = tuple(map(re.compile, (r"\d{10}", r"\d[ -]\d", r"\d{6} ?[A-Da-d]")))
"""What every number that is looked for has in it; most lines have none of them, and are not read any closer."""
MAY_SAY = ("@", *patterns.SAYS_INSURANCE, *patterns.SAYS_BIRTH)
"""What stands beside what is looked for and has nothing of that."""
NUMBERS = {
    "national_insurance": patterns.national_insurance,
    "bank_account": patterns.bank_accounts,
    "iban": patterns.ibans,
    "birth_date": patterns.birth_dates,
}
MANY_ADDRESSES, MANY_POSTCODES, SHARE, HEADING_ROWS, LEAST_PLAIN = 10, 5, 0.8, 10, 5
MANY_TELEPHONES, MANY_MOBILES, MANY_HOUSEHOLDS = 10, 5, 10
COLUMNS_LOOKED_AT, MOST_KEPT, AT_ONCE = 200, 5_000, 40
ROWS_SAMPLED = 500
"""How many rows are looked at column by column; the words of all of them are read."""
STREETS = tuple(f" {street}" for street in patterns.STREETS)


def may_hold(text: str) -> bool:
    """Tell whether a text is worth a closer look."""
    plain = text.casefold()
    return any(word in plain for word in MAY_SAY) or any(pattern.search(text) for pattern in MAY_HOLD)


def may_be_addresses(text: str) -> bool:
    """Tell whether a text may name streets."""
    plain = text.casefold()
    return any(street in plain for street in STREETS)


SPACES = re.compile("[\u00a0\u2007\u202f]")
"""Blanks that do not break: Word and Excel put them into numbers."""


class Personal:
    """Looks for personal data in one place, such as a sheet or a document; notes it down at the end."""

    def __init__(self, report: Report, place: str) -> None:
        self._report, self._place = report, place
        self._found: Counter[str] = Counter()
        self._addresses: set[str] = set()
        self._telephones: set[str] = set()
        self._households: set[str] = set()
        self._cards_like, self._plain, self._plain_valid = 0, 0, 0
        self._rows = 0
        self._waiting: list[str] = []
        self._headings: dict[int, str] = {}
        self._filled: Counter[int] = Counter()
        self._postcodes: Counter[int] = Counter()

    def line(self, text: str) -> None:
        """Look at a line of text."""
        self._waiting.append(text)
        if len(self._waiting) >= AT_ONCE:
            self._look_at_waiting()

    def lines(self, texts: Sequence[str]) -> None:
        """Look at many lines of text."""
        for at in range(0, len(texts), AT_ONCE):
            self._look_at_all(texts[at : at + AT_ONCE])

    def _look_at_waiting(self) -> None:
        self._look_at_all(self._waiting)
        self._waiting.clear()

    def _look_at_all(self, texts: Sequence[str]) -> None:
        """Look at lines one by one where all of them together are worth it."""
        together = SPACES.sub(" ", "\n".join(texts))
        looks = (self._look_at,) if may_hold(together) else ()
        for look in (*looks, self._look_for_households) if may_be_addresses(together) else looks:
            for text in texts:
                look(SPACES.sub(" ", text))

    def _look_at(self, text: str) -> None:
        if not may_hold(text):
            return
        for rule, count in NUMBERS.items():
            self._found[rule] += count(text)
        self._look_for_nhs(text)
        self._look_for_cards(text)
        if len(self._telephones) < MOST_KEPT:
            self._telephones.update(patterns.telephones(text))
        if "@" in text and len(self._addresses) < MOST_KEPT:
            found = patterns.EMAIL.finditer(text)
            self._addresses.update(one[0].casefold() for one in found if not patterns.is_of(one[1], self._report.ours))

    def _look_for_households(self, text: str) -> None:
        if len(self._households) < MOST_KEPT and may_be_addresses(text):
            self._households.update(match[0].casefold() for match in patterns.HOUSEHOLD.finditer(text))

    def row(self, cells: Sequence[str]) -> None:
        """Look at a row of a table."""
        self._rows += 1
        self.line("\t".join(cells))
        if self._rows > ROWS_SAMPLED:
            return
        if self._rows <= HEADING_ROWS:
            self._headings.update(
                {at: cell.strip() for at, cell in enumerate(cells) if patterns.HEADINGS.fullmatch(cell.strip())}
            )
        for at, cell in enumerate(cells[:COLUMNS_LOOKED_AT]):
            if cell:
                self._filled[at] += 1
                self._postcodes[at] += len(cell) < 10 and patterns.POSTCODE.fullmatch(cell) is not None  # noqa: PLR2004 - AB12 3CD

    def _look_for_nhs(self, text: str) -> None:
        near = "nhs" in text.casefold() or any("nhs" in heading.casefold() for heading in self._headings.values())
        spaced = (match[0].replace(" ", "").replace("-", "") for match in patterns.NHS_SPACED.finditer(text))
        self._found["nhs_number"] += sum(map(patterns.valid_nhs_number, spaced))
        plain = [patterns.valid_nhs_number(match[0]) for match in patterns.NHS_PLAIN.finditer(text)]
        if near:
            self._found["nhs_number"] += sum(plain)
        else:
            self._plain += len(plain)
            self._plain_valid += sum(plain)

    def _look_for_cards(self, text: str) -> None:
        like = [patterns.valid_card(re.sub(r"\D", "", match[0])) for match in patterns.CARD.finditer(text)]
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
        mobiles = sum(number.startswith("7") for number in self._telephones)
        if len(self._telephones) >= MANY_TELEPHONES or mobiles >= MANY_MOBILES:
            self._found["telephones"] = len(self._telephones)
        if len(self._households) >= MANY_HOUSEHOLDS:
            self._found["households"] = len(self._households)
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
