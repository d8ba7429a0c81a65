"""Taking over a team's sheet: what each row would be, then the cases, in transactions of some hundred.

Planning writes nothing. A row that was imported before is known again and left; so an import that was cut short is
finished by running it again. So is one that says something else by now: what differs is listed. Nobody is mailed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, fields, replace
from datetime import date

from foibot.app import App
from foibot.casework.case import Case
from foibot.casework.decisions import Decision
from foibot.casework.events import Event
from foibot.casework.history import replay
from foibot.casework.sheets.cells import Fault, folded, text_of, why_unreadable
from foibot.casework.sheets.columns import Layout, Row, lay_out
from foibot.casework.sheets.compare import Difference, difference
from foibot.casework.sheets.days import is_american
from foibot.casework.sheets.facts import facts_of
from foibot.casework.sheets.fields import FIELDS, Holds
from foibot.casework.sheets.rows import read_row
from foibot.casework.sheets.sheet_case import SheetCase
from foibot.casework.sheets.words import Meanings, Readers
from foibot.errors import UsageError
from foibot.jobs.importing_again import differences_of, same_row
from foibot.jobs.presence import policy_now
from foibot.jobs.recording import Hand, new_reference, record
from foibot.lean import dataclass
from foibot.store import cases, imports
from foibot.store.database import Database
from foibot.store.register import writing

BATCH = 200
HIGHEST_NUMBER = 999_999


@dataclass(frozen=True, slots=True)
class Planned:
    """A row that becomes a case: its facts, what it is known by again, and its reference if the sheet's own serves.

    `same` is what it is known by when what may change has changed: how it stands, how it was answered, who has it.
    """

    row: SheetCase
    facts: tuple[Event, ...]
    key: str
    reference: str
    same: str = ""

    @property
    def keeps_reference(self) -> bool:
        """Whether the sheet's reference is the case's own, but for how its letters are written."""
        return folded(self.reference) == folded(self.row.reference)


@dataclass(slots=True)
class Plan:
    """What an import would do: the cases, the rows that cannot be read, and what a person should look at."""

    layout: Layout
    planned: list[Planned] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)
    before: int = 0
    changed: list[Fault] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Seen:
    """What of the sheet has been planned so far, and what it is planned with."""

    app: App
    db: Database
    references: dict[str, int] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)
    numbers: dict[int, int] = field(default_factory=dict)
    alike: Counter[str] = field(default_factory=Counter)


def plan_import(app: App, db: Database, rows: Sequence[Row], today: date, *, meanings: Meanings) -> Plan:
    """Return what an import of a sheet would do; raises `UsageError` where its columns are not known."""
    layout = lay_out(rows, meanings.columns)
    plan, seen = Plan(layout), _Seen(app, db)
    policy = policy_now(app, db)
    readers = Readers(
        today, policy.regime, tuple(app.statutes.regimes), policy.officers, meanings.outcomes, meanings.statuses
    )
    read = [read_row(layout, row, readers) for row in layout.rows]
    _reserve(seen, [text_of(layout.cell(cells, "reference")) for _, cells in layout.rows])
    seen.alike.update(same_row(one) for one in read if isinstance(one, SheetCase))
    for row, found in zip(layout.rows, read, strict=True):
        if isinstance(found, SheetCase):
            _plan_row(plan, seen, found)
        else:
            plan.faults.extend(found)
            _take_name(seen, layout, row)
    plan.remarks.extend(_american(layout))
    unread = f"it stands above the headings in row {layout.header}: not read"
    plan.faults.extend(Fault(number, "", why_unreadable(cells) or unread) for number, cells in layout.above)
    plan.faults.sort(key=lambda one: one.row)
    return plan


def _reserve(seen: _Seen, references: Iterable[str]) -> None:
    """Keep new numbers above all that the sheet itself uses, those of rows that cannot be read yet among them."""
    for written in references:
        numbers = _numbers(seen.app, written)
        if numbers:
            seen.numbers[numbers[0]] = max(seen.numbers.get(numbers[0], 0), numbers[1])


def _numbers(app: App, written: str) -> tuple[int, int] | None:
    """Return year and number of a reference that can be a case's own; None for any other."""
    found = app.references.find(written)
    numbers = app.references.numbers(found) if found and folded(found) == folded(written) else None
    if found and numbers is None:
        shape = app.references.searched.fullmatch(written.strip())
        numbers = app.references.numbers(found) if shape else None
    return numbers if numbers and numbers[1] <= HIGHEST_NUMBER else None


def _plan_row(plan: Plan, seen: _Seen, row: SheetCase) -> None:
    key = imports.key_of(seen.db, _as_text(row))
    fault = _twice_in_sheet(seen, row, key)
    if not fault and imports.case_of(seen.db, key):
        plan.before += 1
        return
    same = imports.key_of(seen.db, same_row(row)) if same_row(row) else ""
    known = "" if fault else _in_register(seen, row)
    if not known and same and not fault:
        known = imports.case_of(seen.db, same) or ""
        fault = ONE_OF_SEVERAL.format(known) if known and seen.alike[same_row(row)] > 1 else ""
    if known and not fault:
        plan.changed.append(Fault(row.row, known, differences_of(seen.app, seen.db, known, row)))
    elif fault:
        plan.faults.append(Fault(row.row, _name_column(plan.layout, row), fault))
    else:
        _plan_case(plan, seen, row, (key, same))


def _name_column(layout: Layout, row: SheetCase) -> str:
    return layout.called("reference" if row.reference else "their_reference") if _name_of(row) else ""


def _plan_case(plan: Plan, seen: _Seen, row: SheetCase, keys: tuple[str, str]) -> None:
    reference, row = _named(seen, row)
    try:
        facts = facts_of(row, reference, seen.app.statutes)
        case = replay(reference, facts)
        apart = difference(case, seen.app.statutes)
    except UsageError as error:
        plan.faults.append(Fault(row.row, "", str(error).rstrip(".")))
        return
    plan.planned.append(Planned(row, facts, keys[0], reference, keys[1]))
    plan.differences.extend([apart] if apart else [])
    plan.remarks.extend(_to_look_at(plan, seen, row))
    plan.statuses[str(case.status)] = plan.statuses.get(str(case.status), 0) + 1


def _as_text(row: SheetCase) -> str:
    """Return the facts of a row as one text, whatever row they stood in."""
    return "\x1f".join(f"{one.name}={getattr(row, one.name)!r}" for one in fields(row) if one.name not in APART)


APART = frozenset({"row", "assumed"})
ONE_OF_SEVERAL = (
    "of the same day, applicant and request as another row, and one of them is {} already: give each a reference"
)


def _name_of(row: SheetCase) -> str:
    """Return what a row is called in its sheet: its reference, or else the one it had elsewhere."""
    return row.reference or row.their_reference


def _twice_in_sheet(seen: _Seen, row: SheetCase, key: str) -> str:
    """Say of which other row a row is a second copy; empty where it is none."""
    name = _own_reference(seen.app, row) or folded(_name_of(row)) or _name_of(row)
    first = seen.references.setdefault(name, row.row) if name else seen.keys.setdefault(key, row.row)
    if first == row.row:
        return ""
    return f"the same reference as row {first}" if name else f"the same as row {first}"


def _in_register(seen: _Seen, row: SheetCase) -> str:
    """Return the case that the register has by what a row is called; empty where it has none."""
    own = _own_reference(seen.app, row)
    if own and imports.exists(seen.db, own):
        return own
    return (imports.known_elsewhere_as(seen.db, _name_of(row)) or "") if _name_of(row) else ""


def _take_name(seen: _Seen, layout: Layout, row: Row) -> None:
    """Keep the name of a row that cannot be read from being another row's."""
    written, elsewhere = (text_of(layout.cell(row[1], one)) for one in ("reference", "their_reference"))
    name = _of_ours(seen.app, written) or folded(written or elsewhere)
    if name:
        seen.references.setdefault(name, row[0])


def _own_reference(app: App, row: SheetCase) -> str:
    return _of_ours(app, row.reference)


def _of_ours(app: App, written: str) -> str:
    numbers = _numbers(app, written)
    return app.references.format(*numbers) if numbers else ""


def _named(seen: _Seen, row: SheetCase) -> tuple[str, SheetCase]:
    """Return the reference a case gets; the sheet's own where it is one of ours, else the year's next."""
    own = _own_reference(seen.app, row)
    if own:
        return own, row if own == row.reference else replace(row, their_reference=row.their_reference or row.reference)
    year = row.received_on.year
    number = max(seen.numbers.get(year, 0) + 1, cases.next_number(seen.db, year))
    seen.numbers[year] = number
    theirs = row.reference or row.their_reference
    return seen.app.references.format(year, number), replace(row, their_reference=theirs)


def _to_look_at(plan: Plan, seen: _Seen, row: SheetCase) -> Iterator[Fault]:
    yield from (Fault(row.row, where, why) for where, why in row.assumed)
    column = plan.layout.called("applicant_name")
    if row.applicant_email:
        other = imports.received_from(seen.db, row.applicant_email, row.received_on)
        if other:
            yield Fault(row.row, column, f"{other} is from the same applicant and day: the same request?")
    officer = plan.layout.called("officer")
    left = next((line for line in row.notes.splitlines() if line.startswith(f"{officer}: ")), "")
    if plan.layout.of("officer") and not row.officer and left:
        name = left.removeprefix(f"{officer}: ")
        yield Fault(row.row, officer, f"“{name}” is no officer of config.toml: kept as a note")


def _american(layout: Layout) -> Iterator[Fault]:
    """Ask about each column of days in which some can only be meant as in America, the month first."""
    for column in layout.columns:
        if column.field not in FIELDS or FIELDS[column.field].holds is not Holds.DAY:
            continue
        found = [row for row, cells in layout.rows if column.place < len(cells) and is_american(cells[column.place])]
        if found:
            said = f"{len(found)} written month first, this the first: are the others really day first?"
            yield Fault(found[0], column.heading, said)


# -- doing it


def carry_out_import(app: App, db: Database, plan: Plan, hand: Hand, *, size: int = BATCH) -> Iterator[list[str]]:
    """Write the planned cases, so many a transaction; gives the references of each once they are kept."""
    for start in range(0, len(plan.planned), size):
        batch = plan.planned[start : start + size]
        with writing(db):
            if start == 0:
                _keep_numbers(app, db, plan)
            opened = [_open(app, db, one, hand) for one in batch]
            imports.remember(db, opened)
            imports.remember(db, _known_by_the_rest(batch, opened))
        yield [reference for _, reference in opened]


def _known_by_the_rest(batch: Sequence[Planned], opened: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(one.same, reference) for one, (_, reference) in zip(batch, opened, strict=True) if one.same]


def _keep_numbers(app: App, db: Database, plan: Plan) -> None:
    highest: dict[int, int] = {}
    for one in plan.planned:
        year, number = app.references.numbers(one.reference) or (0, 0)
        if _own_reference(app, one.row) and year:
            highest[year] = max(highest.get(year, 0), number)
    for year, number in highest.items():
        cases.take_number(db, year, number)


def _open(app: App, db: Database, one: Planned, hand: Hand) -> tuple[str, str]:
    """Write a case; a reference that somebody else took since the plan is the year's next instead."""
    done = imports.case_of(db, one.key)
    if done:
        return one.key, done
    reference = one.reference
    if imports.exists(db, reference):
        if _own_reference(app, one.row):
            raise UsageError(f"{reference} was opened meanwhile. Run the import again: what is done stays done.")
        reference = new_reference(app, db, one.row.received_on.year)
    record(app, db, Decision(reference, one.facts), hand, Case(reference))
    return one.key, reference
