"""How long `search` and `similar` take on a large register, as calls and as processes, and what is due.

    python bench/large_register.py FOLDER 100000
    python bench/finding.py FOLDER [--copies N]

The first run indexes the register and says how long that took. `--copies` puts every case into it so many times more,
under other references and without the bytes of its letters: a million cases for what a hundred thousand cost. Prints
the median and the slowest, in ms by the clock and of CPU; other work on the machine shows in the first.
"""

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from foibot.correspondence.sought import expression
from foibot.jobs.finding import catch_up, similar_to
from foibot.store import finding, queries
from foibot.store.database import Database
from foibot.store.finding import Filters
from foibot.store.queries import CaseFilter
from foibot.store.register import open_register

ASKED = 40
WORDS = ("information", "number of", "council cost", '"freedom of information"', "pot*", "review -council")


def copy(db: Database, number: int) -> None:
    """Put a copy of every case of the first hundred thousand into what is searched."""
    shift = number * 10_000_000
    old, new = "reference NOT LIKE 'C%'", f"'C{number}-' || reference"
    columns = [row[1] for row in db.execute("PRAGMA table_info(case_state)")]
    taken = {
        "case_state": {"reference": new, "opening_message": f"opening_message + {shift}"},
        "messages": {"id": f"id + {shift}", "reference": new, "message_id": new, "raw": "NULL"},
        "drafts": {"id": f"id + {shift}", "reference": new, "message_id": f"message_id || {number}", "raw": "x''"},
        "search_docs": {
            "id": f"id + {shift}",
            "row": f"row + {shift}",
            "reference": f"CASE reference WHEN '' THEN '' ELSE {new} END",
        },
    }
    for table, other in taken.items():
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
        listed = ", ".join(other.get(column, column) for column in columns)
        first = old if table != "search_docs" else "id < 10000000"
        db.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {listed} FROM {table} WHERE {first}")  # noqa: S608
    db.execute(
        "INSERT INTO search_index (rowid, subject, message, letter, file) SELECT rowid + ?, subject, message, letter,"
        " file FROM search_index WHERE rowid < 10000000",
        (shift,),
    )


def timed(what: str, work: Callable[[str], object], each: list[str]) -> None:
    """Do a thing for each of some words, and print how long it took."""
    clock, cpu = list[float](), list[float]()
    for one in each:
        began, used = perf_counter(), process_time()
        work(one)
        clock.append(1_000 * (perf_counter() - began))
        cpu.append(1_000 * (process_time() - used))
    print(
        f"{what}: median {median(clock):.1f} ms, slowest {max(clock):.1f} ms;"
        f" CPU median {median(cpu):.1f} ms, slowest {max(cpu):.1f} ms"
    )


def main() -> int:
    folder = Path(sys.argv[1])
    db = open_register(folder / "foibot.db")
    began, used = perf_counter(), process_time()
    left = catch_up(db, 1e9)
    print(f"indexed in {perf_counter() - began:.0f} s, {process_time() - used:.0f} s of CPU; {left} rows left")
    if "--copies" in sys.argv:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("PRAGMA synchronous = OFF")
        for number in range(1, int(sys.argv[-1]) + 1):
            with db.conn:
                copy(db, number)
        print(f"copied in {perf_counter() - began:.0f} s")
    [(count,)] = db.execute("SELECT count(*) FROM case_state").fetchall()
    print(f"{count:,} cases, {(folder / 'foibot.db').stat().st_size / 1e9:.1f} GB")
    found = db.execute("SELECT reference FROM case_state WHERE reference LIKE 'F%' ORDER BY random() LIMIT ?", (ASKED,))
    references = [row[0] for row in found]
    measure(db, folder, references)
    db.close()
    return 0


def measure(db: Database, folder: Path, references: list[str]) -> None:
    """Measure what is asked of the register."""
    openings = {one: opening for one in references if (opening := finding.opening_of(db, one))}
    words = [opening.subject.split()[2] for opening in openings.values()]
    timed("similar, the first time", lambda one: similar_to(db, openings[one], 5), references)
    timed("similar, again", lambda one: similar_to(db, openings[one], 5), references)
    for filters in (Filters(), Filters(outcome="withheld"), Filters(since="2025-01-01", holder="finance")):
        timed(f"search, {filters.outcome or filters.holder or 'no filter'}", searching(db, filters), words)
    for word in WORDS:
        timed(f"search {word}", searching(db, Filters()), [word] * 5)
    timed("due within a week", lambda day: queries.due(db, date.fromisoformat(day)), ["2026-12-04"] * 5)
    timed("and their whole rows", lambda day: queries.cases(db, CaseFilter(due_by=day)), ["2026-12-04"] * 5)
    command = [sys.executable, "-m", "foibot", "-c", str(folder / "config.toml")]
    for ask in (["search", words[0]], ["similar", references[0]], ["cases", "--officer", "-"]):
        timed(f"process: foibot {ask[0]}", partial(run, [*command, *ask]), [""] * 3)


def searching(db: Database, filters: Filters) -> Callable[[str], object]:
    """Return a search under these filters."""
    return lambda word: finding.search(db, expression(word), filters, 20)


def run(command: list[str], _: str) -> None:
    """Run a command to its end."""
    subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())
