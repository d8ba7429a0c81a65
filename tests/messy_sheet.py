"""A team's log of requests as it is: 300 rows with every kind of mess, and beside each what must come of it.

`made` gives the rows as cells and, for each, a `Must`: the case's facts, or a word of the reason why it is none.
Everything in it is invented.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

HEADINGS = (
    "FOI No",
    "Date recd",
    "Deadline",
    "Applicant",
    "E-mail",
    "Summary",
    "Dept",
    "How received",
    "FOI / EIR",
    "Date sent",
    "Outcome",
    "Exemptions used",
    "FOI Officer",
    "Status",
    "Review requested",
    "Review outcome",
    "Review completed",
    "Ext. sent",
    "Extended to",
    "Traffic light",
)
MAPPED = {"ext sent": "extended_on"}
FIRST_ROW = 5
COUNT = 300


@dataclass(frozen=True, slots=True)
class Must:
    """What must come of a row: a case with these values in an export, or a fault whose reason holds `why`."""

    row: int
    cells: tuple[Any, ...]
    why: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


DAYS = (
    lambda day: day,
    lambda day: datetime(day.year, day.month, day.day, 14, 30),  # noqa: DTZ001 - cells have no zone
    lambda day: f"{day.day}/{day.month}/{day:%y}",
    lambda day: f"{day:%d/%m/%Y}",
    lambda day: f"{day:%d.%m.%y}",
    lambda day: f"{day.day}{_th(day.day)} {day:%B %Y}",
    lambda day: f"{day:%d-%b-%y}",
    lambda day: f"{day:%a %d %b %Y}",
    lambda day: f"{day:%A} {day.day}{_th(day.day)} of {day:%B}, {day:%Y}",
    lambda day: f"{day:%Y-%m-%d}",
    lambda day: (day - date(1899, 12, 30)).days,
    lambda day: f"{day:%d/%m/%Y} 09:15",
    lambda day: f" {day:%d} / {day:%m} / {day:%Y} ",
    lambda day: f"{day:%B} {day.day}, {day:%Y}",
)
BAD_DAYS = {
    "31/02/2025": "does not exist",
    "29/2/2025": "does not exist",
    "3/25/2025": "no month 25",
    "w/c 3/3/25": "is a week",
    "week commencing 10 March 2025": "is a week",
    "3/4": "has no year",
    "12th March": "has no year",
    "March 2025": "has no day",
    "2025": "no day",
    "TBC": "is no day",
    "see e-mail": "is no day",
    "1/4/25 or 2/4/25": "is no day",
    "Fri 12 March 2025": "was a Wednesday",
    "12/3/1925": "before 2000",
    17: "is no day",
    "12/3/2030": "still to come",
    "0/4/25": "does not exist",
}
ANSWERS = (
    ("Full disclosure", "", "disclosed", ""),
    ("granted in full", "", "disclosed", ""),
    ("Part disclosed", "s40(2), s43(2)", "partly_withheld", "s.40(2); s.43(2)"),
    ("Partial", "Section 31 & S.40(2)", "partly_withheld", "s.31; s.40(2)"),
    ("Refused", "s.30(1) and s 40(2)", "withheld", "s.30(1); s.40(2)"),
    ("Refused - s40(2)", "", "withheld", "s.40(2)"),
    ("Info not held", "", "not_held", ""),
    ("NOT HELD", "n/a", "not_held", ""),
    ("s12", "", "cost_limit", ""),
    ("Refused", "s12", "cost_limit", ""),
    ("S.14(2)", "", "repeated", ""),
    ("Vexatious", "s14", "vexatious", ""),
    ("s21", "", "already_public", "s.21(1)"),
    ("NCND", "40(5B)", "ncnd", "s.40(5B)"),
    ("Sent out", "", "disclosed", ""),
)
BAD_ANSWERS = {
    ("Fobbed off", ""): "is not known",
    ("Refused", "s99"): "has no exemption",
    ("Refused", "data protection"): "is not a section",
    ("???", ""): "is not known",
    ("Refused", "s.31, reg 12(5)(b)"): "no",
}
CHANNELS = {
    "E-mail": "email",
    "by post": "letter",
    "Website": "web",
    "": "email",
    "WDTK": "web",
    "In person": "counter",
}
NAMES = ("Ada Field", "O’Brien, Siân", "=SUM(A1)", "+44 7700 900123", "@handle", "Bo  Marsh", "Łukasz Żak", "", "-")


def _th(day: int) -> str:
    return "th" if day in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


class Maker:
    """Makes rows of one kind after another; the same for the same seed."""

    def __init__(self, seed: int = 7) -> None:
        self.random = random.Random(seed)  # noqa: S311 - test data
        self.number = 0

    def row(self, at: int, **said: Any) -> list[Any]:
        """Return the cells of a row by heading, empty where nothing is said."""
        del at
        return [said.get(name) for name in HEADINGS]

    def written(self, day: date) -> Any:
        return self.random.choice(DAYS)(day)

    def good(self, at: int, **changed: Any) -> Must:
        """Return an answered request as it may well be written."""
        self.number += 1
        pick = self.random.choice
        received = date(2025, 1, 6) + timedelta(days=self.random.randrange(400))
        answered = received + timedelta(days=self.random.randrange(40))
        outcome, used, kept, sections = pick(ANSWERS)
        channel, name = pick(sorted(CHANNELS)), pick(NAMES)
        reference = f"FOI-{received.year}-{1000 + self.number}"
        cells: dict[str, Any] = {
            "FOI No": pick((reference, f"{reference} ", reference.lower())),
            "Date recd": self.written(received),
            "Applicant": name,
            "E-mail": pick((f"writer{self.number}@reader.example", "", f"mailto:w{self.number}@reader.example")),
            "Summary": pick(("Potholes", "Bins,\nand recycling", "=1+1", "Fines £", "")),
            "Dept": pick(("Highways", "Legal / HR", "")),
            "How received": channel,
            "Date sent": self.written(answered),
            "Outcome": outcome,
            "Exemptions used": used,
            "Status": pick(("", "Closed", "complete", "RESPONDED")),
            "Traffic light": pick(("green", "", "AMBER")),
        } | changed
        values = {
            "reference": reference,
            "received_on": received,
            "responded_on": answered,
            "outcome": kept,
            "sections": sections,
            "channel": CHANNELS[channel],
            "applicant_name": "" if name == "-" else name,
            "applicant_email": str(cells["E-mail"] or "").removeprefix("mailto:"),
            "request": cells["Summary"],
            "holders": cells["Dept"],
        }
        notes = tuple(f"{name}: {cells[name]}" for name in ("Traffic light",) if cells[name])
        return Must(at, tuple(self.row(at, **cells)), values=values, notes=notes)

    def bad_day(self, at: int, heading: str) -> Must:
        written, why = self.random.choice(list(BAD_DAYS.items()))
        return Must(at, self.good(at, **{heading: written}).cells, why=why)

    def bad_answer(self, at: int) -> Must:
        (outcome, used), why = self.random.choice(list(BAD_ANSWERS.items()))
        return Must(at, self.good(at, **{"Outcome": outcome, "Exemptions used": used}).cells, why=why)

    def open_one(self, at: int) -> Must:
        """Return a request that nobody has answered, with the team's own number and a deadline of its own."""
        self.number += 1
        received = date(2026, 10, 1) + timedelta(days=self.random.randrange(40))
        theirs = self.random.choice((f"FOI {self.number}/26", f"{self.number}", f"IR-{self.number}"))
        deadline = received + timedelta(days=28)
        cells = self.row(
            at,
            **{
                "FOI No": theirs,
                "Date recd": self.written(received),
                "Deadline": deadline,
                "Status": self.random.choice(("Open", "In progress", "OVERDUE", "")),
                "FOI Officer": self.random.choice(("Jane Quill", "jane", "Bob Old", "")),
                "Date sent": "n/a",
            },
        )
        officer = "jane" if "jane" in str(cells[HEADINGS.index("FOI Officer")]).casefold() else ""
        values = {"their_reference": theirs, "received_on": received, "responded_on": None, "outcome": ""}
        left = cells[HEADINGS.index("FOI Officer")]
        notes = (f"FOI Officer: {left}",) if left == "Bob Old" else ()
        return Must(at, tuple(cells), values={**values, "officer": officer, "status": "open"}, notes=notes)

    def ended(self, at: int) -> Must:
        word, status = self.random.choice((("Withdrawn", "withdrawn"), ("Withdrawn by applicant", "withdrawn")))
        made = self.good(at, **{"Outcome": word, "Exemptions used": "", "Status": ""})
        day = made.values["responded_on"]
        values = {**made.values, "responded_on": None, "outcome": "", "sections": "", "status": status}
        return Must(at, made.cells, values={**values, "closed_on": day}, notes=made.notes)

    def reviewed(self, at: int) -> Must:
        """Return an answered request with a review, and the time that was asked for before."""
        made = self.good(at, **{"Status": "", "Outcome": "Refused", "Exemptions used": "s40(2)"})
        asked = made.values["responded_on"] + timedelta(days=20)
        done = asked + timedelta(days=15)
        cells = list(made.cells)
        more = {"Review requested": self.written(asked), "Review outcome": "Not upheld"}
        for name, value in {**more, "Review completed": self.written(done)}.items():
            cells[HEADINGS.index(name)] = value
        values = {**made.values, "outcome": "withheld", "sections": "s.40(2)", "review_asked_on": asked}
        values |= {"review_decided_on": done, "review_outcome": "overturned", "status": "review_decided"}
        return Must(at, tuple(cells), values=values, notes=made.notes)

    def extended(self, at: int) -> Must:
        """Return a request whose time was extended, told before it was over."""
        made = self.good(at, Status="Closed")
        received = made.values["received_on"]
        told, until = received + timedelta(days=10), received + timedelta(days=56)
        cells = list(made.cells)
        cells[HEADINGS.index("Ext. sent")], cells[HEADINGS.index("Extended to")] = told, until
        cells[HEADINGS.index("Date sent")] = received + timedelta(days=50)
        values = {**made.values, "responded_on": received + timedelta(days=50), "extended_until": until}
        return Must(at, tuple(cells), values=values, notes=made.notes)

    def contradiction(self, at: int) -> Must:
        day = date(2025, 3, 3)
        early = {"Date recd": day, "Date sent": day - timedelta(days=5)}
        said, why = self.random.choice(
            (
                ({"Date sent": ""}, "not on which day"),
                ({"Outcome": "", "Exemptions used": ""}, "outcome is missing"),
                (early, "before the request came"),
                ({"Date recd": None}, "no day of receipt"),
                ({"Status": "Open"}, "stands open"),
                ({"E-mail": "ada at home"}, "no e-mail address"),
                ({"How received": "carrier pigeon"}, "no way in which a request comes"),
                ({"FOI / EIR": "Magna Carta"}, "no law that is configured"),
                ({"Status": "limbo"}, "is not known"),
                ({"Extended to": date(2025, 6, 2)}, "on which day the applicant was told"),
                ({"Review outcome": "upheld"}, "not on which day it left"),
            )
        )
        return Must(at, self.good(at, **said).cells, why=why)

    def heading_again(self, at: int) -> Must:
        return Must(at, HEADINGS, why="the headings again")

    def title(self, at: int) -> Must:
        return Must(at, tuple(self.row(at, **{"FOI No": "2025/26 requests"})), why="no day of receipt")


def made(seed: int = 7) -> Iterator[Must]:
    """Give the rows from `FIRST_ROW` on."""
    maker, seen = Maker(seed), list[Must]()
    kinds = (
        *[maker.good] * 9,
        *[maker.open_one] * 3,
        *[maker.contradiction] * 3,
        *[lambda at: maker.bad_day(at, "Date recd")] * 2,
        lambda at: maker.bad_day(at, "Date sent"),
        maker.bad_answer,
        maker.bad_answer,
        maker.ended,
        maker.reviewed,
        maker.extended,
        maker.heading_again,
        maker.title,
    )
    for place in range(COUNT):
        at = FIRST_ROW + place
        if place % 40 == 39:
            first = next(one for one in seen if one.values.get("reference"))
            row = Must(at, first.cells, why=f"the same reference as row {first.row}")
        else:
            row = kinds[place % len(kinds)](at)
        seen.append(row)
        yield row
