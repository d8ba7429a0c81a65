"""How a request ended whose questions ended in different ways: every combination there is, under each law."""

from itertools import combinations

import pytest

from foibot.casework.answers import OUTCOME_RULES, Outcome
from foibot.casework.outcome_of_parts import outcome_of

D, P, W, N, S, C, V, R, A = Outcome  # disclosed, partly withheld, withheld, not held, silence, cost, vexatious, …
FAMILIES = ("FOIA", "EIR", "FOISA", "EISR", "SAR")
WHAT_IS_REFUSED = {"FOIA": {W, S, C, V, R}, "EIR": {W, S, N}}


def mixtures(family: str) -> list[frozenset[Outcome]]:
    known = [one for one in Outcome if not OUTCOME_RULES[one].families or family in OUTCOME_RULES[one].families]
    return [frozenset(some) for size in range(1, len(known) + 1) for some in combinations(known, size)]


@pytest.mark.parametrize("family", FAMILIES)
def test_questions_that_end_alike_end_the_request_so(family: str) -> None:
    for outcome in Outcome:
        assert outcome_of([outcome, outcome], family) is outcome


@pytest.mark.parametrize(
    ("parts", "under_the_acts", "under_the_regulations"),
    [
        ({D, W}, P, P),
        ({D, P}, P, P),
        ({W, P}, P, P),
        ({N, P}, P, P),
        ({A, P}, P, P),
        ({D, S}, P, P),
        ({D, C}, P, P),
        ({A, W}, P, P),
        ({A, S, N}, P, P),
        # that information is not held is an exception of the Regulations, and a fact under the Acts
        ({D, N}, D, P),
        ({A, N}, A, P),
        # that information is public is an exemption of the Acts, and a form of access under the Regulations
        ({D, A}, P, D),
        ({D, A, N}, P, P),
        # what is refused in one way is that refusal, whatever is not held besides
        ({W, N}, W, W),
        ({S, N}, S, S),
        ({C, N}, C, C),
        ({V, N}, V, V),
        ({R, N}, R, R),
        ({W, S}, W, W),
        ({C, V}, W, W),
        ({S, R, N}, W, W),
    ],
)
def test_a_mixture_ends_as_its_letter_must_be_in_law(
    parts: set[Outcome], under_the_acts: Outcome, under_the_regulations: Outcome
) -> None:
    for family in FAMILIES:
        expected = under_the_regulations if family in ("EIR", "EISR") else under_the_acts
        assert outcome_of(parts, family) is expected, family


@pytest.mark.parametrize("family", FAMILIES)
def test_every_mixture_has_an_outcome_whatever_the_order(family: str) -> None:
    for parts in mixtures(family):
        assert outcome_of(sorted(parts), family) is outcome_of(sorted(parts, reverse=True), family)


@pytest.mark.parametrize("family", ["FOIA", "EIR"])
def test_a_mixture_is_told_as_given_whole_only_if_nothing_in_it_is_refused(family: str) -> None:
    for parts in mixtures(family):
        if outcome_of(parts, family) is D:
            assert not parts & (WHAT_IS_REFUSED[family] | {P})
        if outcome_of(parts, family) in (W, S, C, V, R, N):
            assert not parts & {D, P, A}
