"""How well earlier requests are found, by the pairs of `tests/data_of_finding`.

Run with `python bench/similar.py [--misses]`. Prints, for each part of them, how often the right earlier case is the
first and among the first three, and how much of what a notice would tell is right, where requests of the same topics
that have no earlier one are asked too. `--misses` names the pairs missed of the part that was tuned on.
"""

import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).parents[1] / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "mail")]

from registers import make_desk  # noqa: E402
from similar_pairs import HALVES, fill, held_against  # noqa: E402


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        desk = make_desk(Path(folder))
        found = list(held_against(desk, fill(desk)))
        desk.db.close()
    for half in HALVES:
        ours = [one for one in found if one.asked.half == half]
        pairs = [one for one in ours if one.asked.mark == "L"]
        first, three = (sum(1 <= one.place <= places for one in pairs) / len(pairs) for places in (1, 3))
        told, right = sum(one.told for one in ours), sum(one.right for one in ours)
        print(
            f"{half}: {len(pairs)} pairs: first {first:.1%}, among the first three {three:.1%}; a notice tells of"
            f" {told} for {len(ours)} requests, {right} of them rightly ({right / max(told, 1):.0%})"
        )
        for one in pairs:
            if "--misses" in sys.argv and half == HALVES[0] and not 1 <= one.place <= 3:
                print(f"  {one.asked.topic}, at {one.place}: {one.asked.text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
