"""What a detector notes down while it reads, and what it raises where it cannot go on. Runs in the reader's process."""

from dataclasses import field

from foibot.lean import dataclass

MOST_NOTED = 200
MOST_MET = 5_000
LONGEST = 120
MANY = {"email_addresses": 10, "telephones": 10, "households": 10}
MANY_MOBILES = 5
"""How many different ones, in one place or in a whole file, are no accident; of mobile telephones fewer."""


class CannotLook(Exception):
    """Raised where a file cannot be looked into; `rule` is why."""

    def __init__(self, rule: str, said: str = "") -> None:
        super().__init__(rule)
        self.rule, self.said = rule, said


@dataclass(slots=True)
class Report:
    """What was seen in a file: rule, place and what it says; and the tables that are in it."""

    within: str = ""
    ours: frozenset[str] = frozenset()
    """The authority's names and the domains of its addresses, in lower case: they are no finding."""
    seen: list[tuple[str, str, str]] = field(default_factory=list)
    tables: list[tuple[str, int, int]] = field(default_factory=list)
    met: dict[str, set[str]] = field(default_factory=dict)
    """What of a kind was met anywhere in the file, and in those within it: few on each sheet are many together."""

    def note(self, rule: str, place: str = "", said: str = "") -> None:
        """Note a finding, once, at its place."""
        noted = (rule, printable(", ".join(filter(None, (self.within, place)))), printable(said))
        if noted not in self.seen and len(self.seen) < MOST_NOTED:
            self.seen.append(noted)

    def note_table(self, place: str, rows: int, columns: int) -> None:
        """Note how large a table is."""
        if rows > 1 and len(self.tables) < MOST_NOTED:
            self.tables.append((printable(", ".join(filter(None, (self.within, place)))), rows, columns))

    def inner(self, name: str) -> "Report":
        """Return a report on a file within this one, which notes into the same lists."""
        within = ", ".join(filter(None, (self.within, f"in {name}")))
        return Report(within, self.ours, self.seen, self.tables, self.met)

    def meet(self, rule: str, values: set[str]) -> None:
        """Keep what was met in one place."""
        met = self.met.setdefault(rule, set())
        if len(met) < MOST_MET:
            met |= values

    def note_together(self) -> None:
        """Note where many were met in all, and not in any one place."""
        noted = {rule for rule, _, _ in self.seen}
        for rule, values in self.met.items():
            if rule not in noted and are_many(rule, values):
                self.note(rule, "all of it together", f"{len(values):,}")


def are_many(rule: str, values: set[str]) -> bool:
    """Tell whether these are more than stand in an answer by accident."""
    mobiles = sum(one.startswith("7") for one in values) if rule == "telephones" else 0
    return len(values) >= MANY[rule] or mobiles >= MANY_MOBILES


def printable(text: str) -> str:
    """Return foreign words on one line, without control marks, and not too long."""
    plain = " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1]}…"


def names(values: "set[str] | list[str]", most: int = 4) -> str:
    """Write some of the values, and how many more there are."""
    listed = sorted({" ".join(value.split()) for value in values} - {""})
    more = f" and {len(listed) - most} more" if len(listed) > most else ""
    return f"{', '.join(listed[:most])}{more}"


def counted(count: int, what: str) -> str:
    """Write how many there are of something: one row, several rows."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"
