"""The simulation of the whole system in large numbers: how many stories hold, and how many case-days a second.

Run with `python bench/simulation.py [--seeds FIRST LAST] [--large]`; a story that fails is told as short as can be,
with the command that plays it again. A case-day is one open case for one simulated day. Exits with 1 where a rule was
broken.
"""

import argparse
import logging
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import process_time

TESTS = Path(__file__).resolve().parents[1] / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "simulation")]

from simulated_office import a_large_office  # noqa: E402 - the path is set above
from simulated_story import Played, Story, play, shortest, story_of, told  # noqa: E402
from simulated_world import World  # noqa: E402

EVERY = 100
Plays = Callable[[Story], Played]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", nargs=2, type=int, metavar=("FIRST", "LAST"), default=(0, 99))
    parser.add_argument("--seed", type=int, help="play one story, and tell it")
    parser.add_argument("--steps", help="only these steps of it, by number, as a shortest story names them")
    parser.add_argument("--as-it-is", action="store_true", help="do not look for the shortest story that fails")
    parser.add_argument("--large", action="store_true", help="let each story begin in an office with 60 open cases")
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    plays = partial(play, make=a_large_office if given.large else World)
    if given.seed is not None:
        return one(chosen(story_of(given.seed), given.steps), plays)
    return many(range(given.seeds[0], given.seeds[1] + 1), plays, shorten=not given.as_it_is)


def chosen(story: Story, steps: str | None) -> Story:
    """Return a story with only the steps of these numbers; all of them where none is named."""
    wanted = {f"{story.seed}.{number}" for number in (steps or "").split(",")}
    return story if not steps else replace(story, steps=tuple(step for step in story.steps if step.name in wanted))


def one(story: Story, plays: Plays) -> int:
    played = plays(story)
    print("\n".join(played.told) if played.broken is None else told(story, played))
    return int(played.broken is not None)


def many(seeds: range, plays: Plays, *, shorten: bool) -> int:
    began, days, passes, events, failed = process_time(), 0.0, 0, 0, 0
    for count, seed in enumerate(seeds, 1):
        story = story_of(seed)
        played = plays(story)
        days, passes, events = days + played.case_days, passes + played.passes, events + played.events
        if played.broken is not None:
            failed += 1
            print(as_short_as_can_be(story, played, plays) if shorten else f"seed {seed}: {played.broken}", flush=True)
        if count % EVERY == 0 or count == len(seeds):
            seconds = process_time() - began
            print(
                f"{count} stories, {failed} of them failed; {passes} passes, {events} facts, {days:.0f} case-days in"
                f" {seconds:.0f} s of one core: {days / seconds:.0f} case-days/s",
                flush=True,
            )
    return int(failed > 0)


def as_short_as_can_be(story: Story, played: Played, plays: Plays) -> str:
    """Return the shortest story that breaks the same rule, told in sentences."""
    if played.broken is None:
        return ""
    shorter = shortest(story, played.broken.rule, plays)
    return told(shorter, plays(shorter))


if __name__ == "__main__":
    sys.exit(main())
