"""The whole of foibot, with everything going wrong that can: whatever the seed, the rules of the house hold.

`FOIBOT_SEEDS` sets how many stories are played; `bench/simulation.py` plays thousands, and one again.
"""

import os

import pytest
from simulated_story import play, shortest, story_of, told

SEEDS = int(os.environ.get("FOIBOT_SEEDS", "200"))
GROUPS = 8


@pytest.mark.parametrize("group", range(GROUPS))
def test_whatever_goes_wrong_the_rules_hold(group: int) -> None:
    for seed in range(group, SEEDS, GROUPS):
        story = story_of(seed)
        played = play(story)
        if played.broken is not None:
            short = shortest(story, played.broken.rule, play)
            pytest.fail(told(short, play(short)))


def test_the_same_seed_tells_the_same_story() -> None:
    first, second = play(story_of(7)), play(story_of(7))

    assert first.told == second.told
    assert (first.events, first.case_days) == (second.events, second.case_days)
