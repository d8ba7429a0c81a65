"""Personal data by its pattern: numbers with a check, many addresses, columns whose heading is about people.

A pattern alone is weak: each is held against what its issuer says of it, so that figures and references are no find.
"""

import re
from collections import Counter
from collections.abc import Sequence

from foibot.release import over_lines, patterns, shapes
from foibot.release.patterns import tells_of_people
from foibot.release.report import MANY, Report, are_many, names

__all__ = ["ROWS_SAMPLED", "Personal", "says_something", "tells_of_people"]
NUMBERS = {
    shapes.INSURANCE: patterns.national_insurance,
    shapes.ACCOUNT: patterns.bank_accounts,
    shapes.IBAN: patterns.ibans,
    shapes.BIRTH: patterns.birth_dates,
}
MANY_POSTCODES, SHARE, HEADING_ROWS, LEAST_PLAIN = 5, 0.8, 10, 5
MANY_NETWORKS, LONGEST_HEADING, NHS = 5, 60, 10
COLUMNS_LOOKED_AT, MOST_KEPT = 200, 5_000
AT_ONCE, FEW, LONG = 200, 20, 1 << 16
"""How many lines are held against the shapes together, where they are not too long; how many, where one has any."""
ROWS_SAMPLED = 500
"""How many rows are looked at column by column; the words of all of them are read."""
OF_PEOPLE = tuple(one for one in shapes.FORMS if one.kind != shapes.BOOKS)
FRACTION = re.compile(r"\.\d{9,}")
STREETS = tuple(f" {street}" for street in patterns.STREETS)


def _plain(text: str) -> str:
    """Write a text as its numbers are looked for, its long fractions cut as `shapes` does."""
    return FRACTION.sub(".00", patterns.plain(text))


def names_a_street(text: str) -> bool:
    """Tell whether a text may name a street."""
    return any(map(text.casefold().__contains__, STREETS))


def says_something(cell: str) -> bool:
    """Tell whether a cell is a heading about people, or one that says what the numbers below it are."""
    heading = patterns.heading_of(patterns.plain(cell)) if len(cell) <= LONGEST_HEADING else ""
    return patterns.is_about_people(heading) or patterns.kind_under(heading) != ""


def _last_digits(number: str) -> set[str]:
    """Return a telephone number as its last ten digits; empty for what is none."""
    match = patterns.OWN_TELEPHONE.fullmatch(number)
    return {match[1]} if match else set()


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
        self._looks = {
            shapes.NHS: self._look_for_nhs,
            shapes.TELEPHONE: self._look_for_telephones,
            shapes.CARD: self._look_for_cards,
            shapes.ADDRESS: self._look_for_addresses,
            shapes.HOUSEHOLD: self._look_for_households,
        }
        self._waiting: list[str] = []
        self._waiting_length = 0
        self._books = False
        """Whether numbers of books are spoken of."""
        self._before: list[str] = []
        """The last lines before those that wait."""
        self._headings: dict[int, str] = {}
        self._of_somebody: dict[int, str] = {}
        self._named = False
        """Whether there is a heading of names, and which are of what is told of people."""
        self._filled: Counter[int] = Counter()
        self._postcodes: Counter[int] = Counter()
        self._announced: dict[int, str] = {}
        self._under: Counter[str] = Counter()
        self._like_mobiles: dict[int, set[str]] = {}

    def line(self, text: str) -> None:
        """Look at a line of text."""
        self._waiting.append(text)
        self._waiting_length += len(text)
        if len(self._waiting) >= AT_ONCE or self._waiting_length > LONG:
            self._look_at_waiting()

    def lines(self, texts: Sequence[str]) -> None:
        """Look at many lines of text."""
        for at in range(0, len(texts), AT_ONCE):
            self._look_at_some(texts[at : at + AT_ONCE])

    def _look_at_waiting(self) -> None:
        self._look_at_some(self._waiting)
        self._waiting.clear()
        self._waiting_length = 0

    def _look_at_some(self, texts: Sequence[str]) -> None:
        """Look at lines, and at what goes from one over to the next, where the last ones before them count too."""
        whole = [*self._before, *texts]
        short = sum(map(len, texts)) <= LONG
        together = patterns.plain("\n".join(whole) if short else over_lines.joined(whole))
        forms = shapes.forms_in(together)
        kinds = {one.kind for one in forms}
        self._look_over_lines(together, kinds)
        if shapes.BOOKS in kinds:
            self._books |= "isbn" in together.casefold()
        forms = [one for one in forms if one.kind != shapes.BOOKS]
        if together.count("\n") >= len(whole):
            self._found[shapes.INSURANCE] += over_lines.broken_numbers(texts)
        self._before = [one[-over_lines.FARTHEST :] for one in whole[-2 * over_lines.KEPT :] if one.strip()]
        if forms or not short:
            self._look_at_all(texts, forms if short else OF_PEOPLE)

    def _look_over_lines(self, text: str, kinds: set[str]) -> None:
        """Look at what no single line says; what the lines before say by themselves has been counted with them."""
        for kind in kinds & over_lines.COUNTED.keys():
            before = patterns.plain("\n".join(self._before))
            counted = (over_lines.COUNTED[kind](over_lines.without_blanks(one)) for one in (text, before))
            self._found[kind] += max(0, next(counted) - next(counted))
        if shapes.HOUSEHOLD in kinds and len(self._households) < MOST_KEPT and names_a_street(text):
            self._households.update(over_lines.households(over_lines.without_blanks(text)))

    def _look_at_all(self, texts: Sequence[str], forms: Sequence[shapes.Form]) -> None:
        """Look at lines one by one where all of them together, and then those around them, may hold anything."""
        short = len(texts) <= FEW or sum(map(len, texts)) <= LONG
        if short and not (forms := shapes.forms_in(patterns.plain("\n".join(texts)), forms)):
            return
        if len(texts) > FEW:
            for at in range(0, len(texts), FEW):
                self._look_at_all(texts[at : at + FEW], forms)
            return
        for text in texts:
            self._look_at(_plain(text), forms)

    def _look_at(self, text: str, forms: Sequence[shapes.Form]) -> None:
        for kind in {one.kind for one in shapes.forms_in(text, forms)}:
            if kind in NUMBERS:
                self._found[kind] += NUMBERS[kind](text)
            else:
                self._looks[kind](text)

    def _look_for_telephones(self, text: str) -> None:
        if len(self._telephones) < MOST_KEPT:
            self._telephones.update(patterns.telephones(text))

    def _look_for_addresses(self, text: str) -> None:
        if len(self._addresses) < MOST_KEPT:
            found = patterns.EMAIL.finditer(text)
            self._addresses.update(one[0].casefold() for one in found if not patterns.is_of(one[1], self._report.ours))

    def _look_for_households(self, text: str) -> None:
        if len(self._households) < MOST_KEPT and names_a_street(text):
            self._households.update(match[0].casefold() for match in patterns.HOUSEHOLD.finditer(text))

    def row(self, cells: Sequence[str]) -> None:
        """Look at a row of a table."""
        self._rows += 1
        self.line("\t".join(cells))
        if self._rows > ROWS_SAMPLED:
            return
        if self._rows <= HEADING_ROWS:
            self._look_for_headings(cells)
        self._note_postcodes(cells)
        self._look_under_headings(cells)

    def _look_for_headings(self, cells: Sequence[str]) -> None:
        for at, cell in enumerate(cells):
            heading = patterns.heading_of(patterns.plain(cell)) if len(cell) <= LONGEST_HEADING else ""
            if heading and patterns.is_about_people(heading):
                self._headings[at] = cell.strip()
            elif patterns.OF_SOMEBODY.fullmatch(heading):
                self._of_somebody[at] = cell.strip()
            self._named |= patterns.NAME.fullmatch(heading) is not None
            if kind := patterns.kind_under(heading):
                self._announced[at] = kind

    def _note_postcodes(self, cells: Sequence[str]) -> None:
        for at, cell in enumerate(cells[:COLUMNS_LOOKED_AT]):
            if cell:
                self._filled[at] += 1
                self._postcodes[at] += len(cell) < 10 and patterns.POSTCODE.fullmatch(cell) is not None  # noqa: PLR2004 - AB12 3CD

    def _look_under_headings(self, cells: Sequence[str]) -> None:
        """Look at the numbers of a row that are known by their headings, and at those that are like mobile numbers."""
        found: dict[str, str] = {}
        for at, cell in enumerate(cells[:COLUMNS_LOOKED_AT]):
            kind = self._announced.get(at, "")
            if kind:
                found[kind] = re.sub(r"[\s-]|\.0$", "", patterns.plain(cell))
            if kind == "telephone":
                self._telephones.update(_last_digits(found[kind]))
            elif patterns.MOBILE.fullmatch(cell):
                self._like_mobiles.setdefault(at, set()).add(cell)
        number = found.get("nhs", "")
        self._under["nhs_number"] += len(number) == NHS and number.isdecimal() and patterns.valid_nhs_number(number)
        self._under["bank_account"] += patterns.is_account(found.get("sort", ""), found.get("account", ""))

    def _look_for_nhs(self, text: str) -> None:
        near = "nhs" in text.casefold() or any("nhs" in heading.casefold() for heading in self._headings.values())
        text = patterns.BOOK.sub("", text) if self._books else text
        spaced = (match[0].replace(" ", "").replace("-", "") for match in patterns.NHS_SPACED.finditer(text))
        self._found["nhs_number"] += sum(map(patterns.valid_nhs_number, spaced))
        plain = [patterns.valid_nhs_number(match[0]) for match in patterns.NHS_PLAIN.finditer(text)]
        if near:
            self._found["nhs_number"] += sum(plain)
        elif not self._books:
            self._plain += len(plain)
            self._plain_valid += sum(plain)

    def _look_for_cards(self, text: str) -> None:
        like = [patterns.valid_card(re.sub(r"\D", "", match[0])) for match in patterns.CARD.finditer(text)]
        self._cards_like += len(like)
        self._found["payment_card"] += sum(like)

    def _note_like_mobiles(self) -> None:
        """Take a column for mobile numbers where it holds many, of many networks: references follow one another."""
        for at, numbers in self._like_mobiles.items():
            networks = {number[:4] for number in numbers}
            if (
                len(numbers) >= max(MANY["telephones"], SHARE * (self._filled[at] - 1))
                and len(networks) >= MANY_NETWORKS
            ):
                self._telephones |= numbers

    def _note_many(self) -> None:
        met = {"email_addresses": self._addresses, "telephones": self._telephones, "households": self._households}
        for rule, values in met.items():
            self._report.meet(rule, values)
            if are_many(rule, values):
                self._found[rule] = len(values)

    def finish(self) -> None:
        """Note what was found."""
        self._look_at_waiting()
        if self._plain_valid >= LEAST_PLAIN and self._plain_valid >= SHARE * self._plain:
            self._found["nhs_number"] += self._plain_valid
        for rule, count in self._under.items():
            self._found[rule] = max(self._found[rule], count)
        self._note_like_mobiles()
        if self._found["payment_card"] < self._cards_like / 2:
            self._found["payment_card"] = 0  # one number in ten has the right check digit by chance
        self._note_many()
        for rule in sorted(rule for rule, count in self._found.items() if count):
            self._report.note(rule, self._place, f"{self._found[rule]:,}")
        columns = [
            at for at, count in self._postcodes.items() if count >= max(MANY_POSTCODES, SHARE * self._filled[at])
        ]
        if columns:
            self._report.note("postcodes", self._place)
        if self._named or self._headings:
            self._headings |= self._of_somebody
        with_data = [heading for at, heading in self._headings.items() if self._filled[at] > 1]
        if with_data:
            self._report.note("personal_headings", self._place, names(with_data))
