"""A story: steps at their times, drawn from a seed; how one is played, and how one that fails is told in short.

Each step draws its choices from a seed of its own, so that leaving one out leaves the others as they are.
"""

import contextlib
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from simulated_faults import Fault, draw_fault
from simulated_oracle import OPEN, BrokenRuleError, Oracle, everything_was_seen_to
from simulated_people import ACTS
from simulated_world import SETTINGS, World

from foibot.errors import FoibotError
from foibot.jobs.rounds import Pass

STARTS = (
    datetime(2026, 12, 1, 9, 30, tzinfo=UTC),  # towards Christmas
    datetime(2026, 3, 3, 9, 0, tzinfo=UTC),  # the clocks go forward on 29 March; Easter
    datetime(2026, 10, 5, 8, 0, tzinfo=UTC),  # the clocks go back on 25 October
    datetime(2026, 5, 18, 15, 0, tzinfo=UTC),
)
STEPS = 50
PAUSES = (
    timedelta(minutes=5),
    timedelta(minutes=40),
    timedelta(hours=3),
    timedelta(hours=20),
    timedelta(days=3),
    timedelta(days=9),
)
QUIET_PASSES = 5
OPEN_CASES = f"SELECT count(*) FROM case_state WHERE status IN {OPEN}"  # noqa: S608 - words of ours


@dataclass(frozen=True, slots=True)
class Step:
    """Somebody does something at a moment; `faults` happen meanwhile."""

    at: datetime
    act: str
    name: str
    seed: int
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """What happens, and to an authority of which kind."""

    seed: int
    start: datetime
    setting: int
    steps: tuple[Step, ...]


def story_of(seed: int, count: int = STEPS) -> Story:
    """Draw the story of a seed."""
    chance = random.Random(seed)  # noqa: S311 - a story, no secret
    start, setting = chance.choice(STARTS), chance.randrange(len(SETTINGS))
    names, weights = list(ACTS), [weight for weight, _ in ACTS.values()]
    at, steps = start, list[Step]()
    for number in range(count):
        at += chance.choice(PAUSES) * chance.uniform(0.5, 1.5)
        act = "pass" if chance.random() < 0.42 or number == count - 1 else chance.choices(names, weights)[0]
        faults = tuple(draw_fault(chance) for _ in range(chance.choice((0, 1, 1, 1, 2)))) if act == "pass" else ()
        if act in ("approves", "commands") and chance.random() < 0.2:
            faults = (draw_fault(chance, ("disk",)),)
        at = at.replace(microsecond=0)
        steps.append(
            Step(at, "requests" if number == 0 else act, f"{seed}.{number}", chance.randrange(1 << 30), faults)
        )
    return Story(seed, start, setting, tuple(steps))


@dataclass(slots=True)
class Played:
    """How a story went: what was told of it, what broke, and how many case-days it had."""

    told: list[str] = field(default_factory=list)
    broken: BrokenRuleError | None = None
    case_days: float = 0
    passes: int = 0
    events: int = 0


def play(story: Story, *, make: Callable[..., World] = World, whole: bool = True) -> Played:
    """Play a story in a folder of its own, holding every rule after each step."""
    played = Played()
    with tempfile.TemporaryDirectory(prefix="foibot-story-", dir=memory()) as folder:
        world = make(Path(folder), story.start, story.setting)
        oracle = Oracle(world)
        try:
            for _ in days_of(story, world, oracle, played, whole):
                pass
        except BrokenRuleError as broken:
            played.broken = broken
        except Exception as error:  # noqa: BLE001 - whatever foibot ends with that is none of its own errors
            played.broken = BrokenRuleError(
                "foibot ends with no error of its own making", f"{type(error).__name__}: {error}"
            )
            played.broken.__cause__ = error
        finally:
            played.events = oracle.last_id
            world.close()
    return played


def memory() -> str | None:
    """Return a folder in memory where the system has one: here no power fails, and no disk need be waited for."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a folder with a random name is made in it


def days_of(story: Story, world: World, oracle: Oracle, played: Played, whole: bool) -> Iterator[None]:
    for step in story.steps:
        count_days(world, step.at, played)
        world.now = step.at
        played.told.append(f"{when(story, step.at)}: {take(world, step, played)}")
        oracle.look(whole=whole or step.act == "pass")
        yield
    settle(world, oracle, played, story)
    oracle.look(thorough=True)
    for seen in everything_was_seen_to(oracle):
        raise BrokenRuleError("everything was seen to in the end", seen)
    yield


def take(world: World, step: Step, played: Played) -> str:
    """Take one step; return what is told of it."""
    if step.act != "pass":
        chance = random.Random(step.seed)  # noqa: S311 - a story, no secret
        return ACTS[step.act][1](world, chance, step.name, step.faults)
    played.passes += 1
    done = world.a_pass(step.faults)
    fired = world.last_fired
    return f"foibot makes a pass{said_of(done)}" + "".join(f"; {fault}" for fault in fired)


def said_of(done: Pass | None) -> str:
    if done is None:
        return ", and is started anew"
    return "".join(f", {job} cannot be done ({why[:60]})" for job, why in done.faults.items())


def settle(world: World, oracle: Oracle, played: Played, story: Story) -> None:
    """Let some quiet days pass."""
    world.a_pass()  # which may find a message in the folder that holds everything
    oracle.look()
    with contextlib.suppress(FoibotError):
        world.command("mia", "resume", "", {})
    for _ in range(QUIET_PASSES):
        count_days(world, world.now + timedelta(hours=26), played)
        world.now += timedelta(hours=26)
        done = world.a_pass()
        played.passes += 1
        if done is None or done.faults:
            raise BrokenRuleError("a quiet pass works", str(done and done.faults))
        oracle.look()
    played.told.append(f"{when(story, world.now)}: some quiet days have passed")


def count_days(world: World, until: datetime, played: Played) -> None:
    [(count,)] = world.rows(OPEN_CASES)
    played.case_days += count * max(0.0, (until - world.now) / timedelta(days=1))


def when(story: Story, at: datetime) -> str:
    return f"day {(at - story.start).days + 1}, {at:%a %d %b %H:%M}"


# -- the shortest story that fails


def shortest(story: Story, rule: str, plays: Callable[[Story], Played], *, tries: int = 400) -> Story:
    """Leave out steps, then faults, as long as the same rule is broken (delta debugging, Zeller 1999)."""
    budget = [tries]

    def fails(candidate: Story) -> bool:
        budget[0] -= 1
        broken = plays(candidate).broken
        return broken is not None and broken.rule == rule

    steps = reduced(list(story.steps), lambda some: budget[0] > 0 and fails(replace(story, steps=tuple(some))))
    story = replace(story, steps=tuple(steps))
    for number, step in enumerate(story.steps):
        for fault in step.faults:
            fewer = replace(story.steps[number], faults=tuple(f for f in story.steps[number].faults if f != fault))
            candidate = replace(story, steps=(*story.steps[:number], fewer, *story.steps[number + 1 :]))
            if budget[0] > 0 and fails(candidate):
                story = candidate
    return story


def reduced(steps: list[Any], fails: Callable[[Sequence[Any]], bool]) -> list[Any]:
    """Return a shorter list that still fails, of which no single part can be left out."""
    parts = 2
    while len(steps) >= 2:
        size = max(1, len(steps) // parts)
        chunks = [steps[start : start + size] for start in range(0, len(steps), size)]
        for number in range(len(chunks)):
            rest = [one for other, chunk in enumerate(chunks) if other != number for one in chunk]
            if rest and fails(rest):
                steps, parts = rest, max(parts - 1, 2)
                break
        else:
            if size == 1:
                return steps
            parts = min(parts * 2, len(steps))
    return steps


def told(story: Story, played: Played) -> str:
    """Tell a story that fails, in sentences, and how to play it again."""
    numbers = ",".join(step.name.partition(".")[2] for step in story.steps)
    lines = [f"seed {story.seed}, the shortest story that fails:", *(f"  {line}" for line in played.told)]
    if played.broken is not None:
        lines += [f"broken: {played.broken.rule}", f"  {played.broken.seen}"]
    return "\n".join([*lines, f"again: python bench/simulation.py --seed {story.seed} --steps {numbers}"])
