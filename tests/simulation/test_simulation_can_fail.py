"""The simulation can fail: foibot with a fault of its own is caught by the rule that forbids it, in a short story.

Each faulty foibot comes through a seam: a line that does its work twice or not at all, or another job.
"""

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from simulated_mailbox import SimulatedImap
from simulated_smtp import SimulatedSmtp
from simulated_story import Step, Story, play, shortest, story_of, told
from simulated_world import SETTINGS, World

from foibot.errors import FoibotError
from foibot.jobs.chase import chase
from foibot.jobs.commanding import Door, carry_out
from foibot.jobs.desk import Desk
from foibot.jobs.rounds import Pass, one_pass
from foibot.store.register import writing

START = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
Make = Callable[..., World]
ANSWERED = 12
"""A seed in whose story approved answers leave."""


def a_story(*acts: str) -> Story:
    """Return a story of these acts, an hour after one another; a pass follows each."""
    steps = [one for act in acts for one in ((act, "pass") if act != "pass" else ("pass",))]
    return Story(1, START, 0, tuple(Step(START + timedelta(hours=n), act, f"1.{n}", n) for n, act in enumerate(steps)))


def faulty(job: Callable[[Desk], Pass] = one_pass, **lines: Any) -> Make:
    """Return what makes a world whose foibot has a fault: another job, or lines that misbehave."""

    def make(folder: Path, start: datetime, setting: int) -> World:
        world = World(folder, start, setting, job=job)
        given = {name: cast("Any", made(world)) for name, made in lines.items()}
        world.app = replace(world.app, lines=replace(world.app.lines, **given))
        return world

    return make


class SendingTwice(SimulatedSmtp):
    """Hands each letter in a second time."""

    def send(self, data: bytes) -> None:
        super().send(data)
        if data == b"\r\n.\r\n":
            self._office.take(self._recipient, self._undotted())


class AlteringLetters(SimulatedSmtp):
    """Sends other words than were approved."""

    def _undotted(self) -> bytes:
        return super()._undotted() + b"P.S. Something else.\r\n"


class AnsweringRobots(SimulatedSmtp):
    """Sends what was meant for somebody to a machine."""

    def _announced(self, recipient: str) -> None:
        del recipient
        super()._announced("noreply@lists.example")


class SkippingMail(SimulatedImap):
    """Overlooks every third message for ever."""

    def search(self, wanted: Any) -> list[int]:
        found = super().search(wanted)
        return [uid for uid in found if uid % 3 != 2] if wanted[0] == "UID" else found


class LosingMail(SimulatedImap):
    """Moves a message to nowhere."""

    def move(self, uids: str, to: str) -> None:
        super().move(uids, to)
        folder = self._office.folders[to]
        folder.remove(max(folder.messages))


def smtp(kind: type[SimulatedSmtp]) -> Callable[[World], Any]:
    return lambda world: lambda _: kind(world.sorting)


def imap(kind: type[SimulatedImap]) -> Callable[[World], Any]:
    return lambda world: lambda *_: kind(world.post, world.effects, world.clock, SETTINGS[0][1])


def and_then(sql: str) -> Callable[[Desk], Pass]:
    """Return a job that spoils a table after its work."""

    def job(desk: Desk) -> Pass:
        done = one_pass(desk)
        with writing(desk.db) as db:
            db.execute(sql)
        return done

    return job


def approving_by_itself(desk: Desk) -> Pass:
    """Approve in Pat's name whatever waits: another revision than Pat has seen, or one that Pat has never seen."""
    pat = desk.app.policy.officer("pat")
    assert pat is not None
    for (draft,) in desk.db.execute("SELECT id FROM drafts WHERE status = 'waiting'").fetchall():
        with contextlib.suppress(FoibotError):
            carry_out(desk.app, desk.db, "approve", str(draft), {"at-once": True}, Door(pat, "root", desk.clock()))
    return one_pass(desk)


def forgetting_to_chase_on_days_off(desk: Desk) -> Pass:
    """Chase by a clock that knows no week-end: whatever day it is, it is taken for the Tuesday before."""
    done = one_pass(desk)
    tuesday = desk.clock() + timedelta(days=28)
    chase(Desk(desk.app, desk.db, lambda: tuesday))
    with writing(desk.db) as db:
        db.execute("UPDATE outbox SET queued_at = '2026-03-08T10:00:00+00:00' WHERE letter = 'officer_chaser'")
    return done


FAULTS: dict[str, tuple[Make, tuple[str, ...], str]] = {
    "sends each letter twice": (faulty(smtp=smtp(SendingTwice)), ("requests",), "no letter leaves twice"),
    "overlooks a message": (
        faulty(imap=imap(SkippingMail)),
        ("requests", "requests", "requests"),
        "every message is accounted for",
    ),
    "loses a message it moves": (faulty(imap=imap(LosingMail)), ("requests",), "every message is accounted for"),
    "notes a due date that is none": (
        faulty(and_then("UPDATE case_state SET due_on = '2026-05-01'")),
        ("requests",),
        "the tables are what the log makes them",
    ),
    "forgets a case": (
        faulty(and_then("UPDATE messages SET reference = NULL, state = 'not_foi'")),
        ("requests",),
        "the tables are what the log makes them",
    ),
    "writes to people on a Sunday": (
        faulty(forgetting_to_chase_on_days_off),
        ("requests", "requests"),
        "nobody is chased on a day off",
    ),
    "loses a letter from the outbox": (
        faulty(and_then("UPDATE outbox SET status = 'cancelled' WHERE status = 'sent'")),
        ("requests", "requests"),
        "the tables are what the log makes them",
    ),
    "sends other words": (
        faulty(smtp=smtp(AlteringLetters)),
        ("requests",),
        "nothing leaves that was not approved in that revision",
    ),
    "writes to another than it should": (
        faulty(smtp=smtp(AnsweringRobots)),
        ("requests",),
        "nothing leaves that was not approved in that revision",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_foibot_at_fault_is_caught(fault: str) -> None:
    make, acts, rule = FAULTS[fault]

    assert play(a_story(*acts)).broken is None
    broken = play(a_story(*acts), make=make).broken

    assert broken is not None
    assert broken.rule == rule


def test_a_letter_that_nobody_approved_is_caught() -> None:
    assert play(story_of(ANSWERED)).broken is None
    broken = play(story_of(ANSWERED), make=faulty(approving_by_itself)).broken

    assert broken is not None
    assert broken.rule == "nothing leaves that was not approved in that revision"


def test_a_story_that_fails_is_told_as_short_as_can_be_with_what_plays_it_again() -> None:
    make = faulty(smtp=smtp(SendingTwice))
    story = story_of(3)
    broken = play(story, make=make).broken
    assert broken is not None

    short = shortest(story, broken.rule, lambda some: play(some, make=make))
    said = told(short, play(short, make=make))

    assert len(short.steps) <= 2
    assert sum(len(step.faults) for step in short.steps) == 0
    assert "a request of" in said
    assert "broken: no letter leaves twice" in said
    assert "again: python bench/simulation.py --seed 3 --steps " in said
