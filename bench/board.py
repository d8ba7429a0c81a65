"""How long the board takes over 100,000 cases, 2,000 of them open: less than a second of one core.

Run with `python bench/board.py [CASES] [OPEN]`, or with the folder of a register that `large_register.py` made. Prints
the seconds for reading and for writing the page, for the page of a case, and for the whole process.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import perf_counter, process_time

from chase import CASES, MORNING, OPEN, fill, make_app

from foibot.app import App, build
from foibot.cli.board_pages import Pages, in_words, path_of
from foibot.config import load_config
from foibot.jobs.calendar_keeping import keep_calendar
from foibot.jobs.desk import Desk
from foibot.store.copying import copy_register
from foibot.store.register import open_for_reading

LIMIT_SECONDS = 1.0
LATEST = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)
TRIES, PAGES = 5, 100


@contextmanager
def timed(what: str) -> Iterator[None]:
    wall, began = perf_counter(), process_time()
    yield
    print(f"{what:50} {process_time() - began:6.3f} s of one core, {perf_counter() - wall:6.3f} s")


def look(app: App, now: datetime) -> float:
    """Write the board a few times and some pages of cases; return the fewest seconds of one core for the board."""
    pages, best = Pages(app, now.date(), in_words(now), names=False), 99.0
    for _ in range(TRIES):
        began = process_time()
        with timed("reading, afresh"):
            db = open_for_reading(app.config.register.path)
            found = pages.board(db)
        with timed(f"writing the page of {len(found.cards)} cases"):
            pages.board_page(found, {card.reference: path_of(card.reference) for card in found.cards}, served=True)
        best = min(best, process_time() - began)
    with timed(f"{PAGES} pages of cases"):
        for card in found.cards[:PAGES]:
            pages.case_page(db, card.reference, card, home="/", served=True)
    db.close()
    return best


def whole_process(config: Path, folder: Path, now: datetime) -> None:
    """Run `foibot board` as officers do: one file, a folder for the first time, and once more."""
    for place in ("alone.html", "pages", "pages"):
        before, wall = getrusage(RUSAGE_CHILDREN), perf_counter()
        line = [sys.executable, "-m", "foibot", "-c", str(config), "board", str(folder / place)]
        ended = subprocess.run([*line, "--now", now.isoformat()], check=True, capture_output=True, text=True)
        after = getrusage(RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        said = " ".join(ended.stdout.split()).partition(": ")[2].partition(" Only")[0]
        print(f"whole process: {said:50} {cpu:6.2f} s of one core, {perf_counter() - wall:6.2f} s")


def measure(app: App, folder: Path, now: datetime) -> int:
    best = look(app, now)
    whole_process(app.config.path, folder, now)
    with timed("a masked copy for foibot explore"):
        copy_register(app.config.register.path, folder / "copy.db", personal=False)
    print(f"the board {best:.2f} s, limit {LIMIT_SECONDS} s")
    return int(best > LIMIT_SECONDS)


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if len(sys.argv) == 2:
            return measure(build(load_config(Path(sys.argv[1]) / "config.toml")), folder, LATEST)
        count, open_ones = (int(given) for given in sys.argv[1:3]) if len(sys.argv) > 2 else (CASES, OPEN)
        app = make_app(folder)
        db = app.open_register()
        keep_calendar(Desk(app, db, lambda: MORNING))
        fill(app, db, count - open_ones, open_ones)
        db.close()
        return measure(app, folder, MORNING)


if __name__ == "__main__":
    sys.exit(main())
