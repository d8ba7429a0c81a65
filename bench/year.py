"""A year of a large authority in one go: 10,000 requests, 60,000 messages, on the simulated mail servers.

Run with `python bench/year.py [REQUESTS] [--faults] [--days DAYS]`. Mail comes all day, officers ask, answer and
approve, holders and robots write, and foibot makes a pass; with `--faults` one pass in fifty meets one. Prints, month
by month, how much was done, in what time, and the memory held; at its end every rule of the house is held against all
of it.
"""

import argparse
import contextlib
import logging
import random
import resource
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time

TESTS = Path(__file__).resolve().parents[1] / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "simulation")]

from builders import make_request  # noqa: E402 - the path is set above
from simulated_faults import draw_fault  # noqa: E402
from simulated_oracle import Oracle  # noqa: E402
from simulated_people import (  # noqa: E402
    ANSWERS,
    answers_by_itself,
    forms,
    holder_answers,
    mark_in,
    writes_again,
)
from simulated_story import OPEN_CASES, memory  # noqa: E402
from simulated_world import World  # noqa: E402

from foibot.errors import FoibotError  # noqa: E402

START = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
DAYS, ROUNDS, APART = 364, 4, timedelta(hours=3)
FURTHER_MAIL = 5
"""Messages for each request, besides it: answers, chasers of theirs, machines, holders."""


class Year:
    """A year at one authority: `wanted` requests, spread over it."""

    def __init__(self, world: World, wanted: int, *, faults: bool, days: int = DAYS) -> None:
        self.world, self.wanted, self.faults, self.days = world, wanted, faults, days
        self.told = (0, 0.0)
        self.chance = random.Random(2026)  # noqa: S311 - a story, no secret
        self.written = self.asked = 0
        self.case_days = 0.0
        self.passes, self.sought = 0, ""

    def live(self) -> None:
        """Live through the year, or the first of its days, and tell of it at the end of each month."""
        began = process_time()
        for day in range(self.days):
            for turn in range(ROUNDS):
                self.world.now = START + timedelta(days=day) + turn * APART
                self.round(day * ROUNDS + turn)
            [(count,)] = self.world.rows(OPEN_CASES)
            self.case_days += count
            tomorrow = START + timedelta(days=day + 1)
            if tomorrow.day == 1 or day + 1 == self.days:
                self.tell(day + 1, process_time() - began)

    def round(self, number: int) -> None:
        """Let come what came in three hours, let officers work, and let foibot make a pass."""
        due = (number + 1) * self.wanted // (DAYS * ROUNDS)
        for _ in range(due - self.asked):
            self.world.deliver(make_request(self.asked), "request")
            self.asked, self.written = self.asked + 1, self.written + 1
            for _ in range(FURTHER_MAIL):
                self.further()
        if self.world.now.weekday() < 5:
            self.officers()
        self.passes += 1
        fault = (draw_fault(self.chance),) if self.faults and self.chance.random() < 0.02 else ()
        self.world.a_pass(fault)

    def further(self) -> None:
        """Let one more message come that is no request."""
        act = self.chance.choice((writes_again, writes_again, answers_by_itself, holder_answers, holder_answers))
        before = len(self.world.ledger.truth)
        act(self.world, self.chance, f"more.{self.written}", ())
        self.written += len(self.world.ledger.truth) - before

    def officers(self) -> None:
        """Let officers ask holders about what is new, answer what is old, and sign what waits."""
        for (reference,) in self.world.rows(NEW, self.sought):
            self.sought = reference
            self.command("jane", "seek", reference, holder=self.world.app.policy.holder("finance"))
        for (reference,) in self.world.rows(OLD, str((self.world.now - timedelta(days=20)).date())):
            self.command("jane", "respond", reference, **self.chance.choice(ANSWERS))
        for (reference,) in self.world.rows(ENDING, str((self.world.now - timedelta(days=60)).date())):
            self.command("mia", "close", reference, why="nothing further came")
        for folder, uid in forms(self.world, "FOI/To approve")[:20]:
            draft = mark_in(self.world.post.folders[folder].messages[uid].raw)
            self.world.sign(self.world.bytes_of_draft(draft), "pat")
            self.world.post.move(folder, uid, "FOI/Approved/pat")

    def command(self, who: str, verb: str, target: str, **said: object) -> None:
        """Give a command; what is refused changes nothing."""
        with contextlib.suppress(FoibotError):
            self.world.command(who, verb, target, said)

    def tell(self, day: int, seconds: float) -> None:
        """Print how far the year has come."""
        [(cases,)] = self.world.rows("SELECT count(*) FROM case_state")
        [(messages,)] = self.world.rows("SELECT count(*) FROM deliveries")
        before, then = self.told
        self.told = messages, seconds
        print(
            f"{self.world.now:%B}, day {day}: {cases} cases, {messages} messages ({messages / seconds:.0f} a second of"
            f" one core, {(messages - before) / (seconds - then):.0f} lately),"
            f" {len(self.world.sorting.taken)} letters, {self.passes} passes, {self.case_days:.0f} case-days in"
            f" {seconds:.0f} s ({self.case_days / seconds:.0f} a second); {own_memory()} MiB held,"
            f" of which about {self.world_memory()} MiB by the simulated servers",
            flush=True,
        )

    def world_memory(self) -> int:
        """Return about how much of the memory the simulated servers and the ledger hold, in MiB."""
        world, size = self.world, sys.getsizeof
        total = sum(size(letter.raw) + size(letter) + 100 for letter in world.sorting.taken)
        for folder in world.post.folders.values():
            total += size(folder.messages) + size(folder.index)
            total += sum(size(one.raw) + size(one) + 300 * len(one.known) for one in folder.messages.values())
            total += sum(size(found) + 64 for found in folder.index.values())
        ledger = world.ledger
        total += sum(size(kept) + 150 * len(kept) for kept in (ledger.truth, ledger.shown, ledger.signed))
        return total >> 20


NEW = """
SELECT reference FROM case_state WHERE status = 'open' AND reference > ? ORDER BY reference LIMIT 20
"""
OLD = """
SELECT s.reference FROM case_state s WHERE s.status = 'open' AND s.received_on <= ? AND NOT EXISTS
(SELECT 1 FROM drafts d WHERE d.reference = s.reference AND d.letter != 'acknowledgement') ORDER BY 1 LIMIT 20
"""
ENDING = "SELECT reference FROM case_state WHERE status = 'responded' AND responded_on <= ? ORDER BY reference LIMIT 20"


def own_memory() -> int:
    """Return the memory that this process holds now, in MiB."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) >> 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("requests", nargs="?", type=int, default=10_000)
    parser.add_argument("--faults", action="store_true")
    parser.add_argument("--days", type=int, default=DAYS, help="live only through so many of the year's days")
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory(prefix="foibot-year-", dir=memory()) as folder:
        world = World(Path(folder), START)
        Year(world, given.requests, faults=given.faults, days=given.days).live()
        Oracle(world).look()
        print("every rule holds at the end of the year")
        world.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
