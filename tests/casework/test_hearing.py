"""Who hears about a case: its officer, else a deputy who is there, else the team; somebody always."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from foibot.casework.hearing import is_away, who_hears
from foibot.casework.policy import Officer, Policy, Role

TODAY = date(2026, 4, 7)
TEAM = frozenset({Role.OFFICER})
JANE = Officer("jane", "Jane", roles=TEAM, deputy="pat")
PAT = Officer("pat", "Pat", roles=frozenset({Role.APPROVER}), deputy="sam")
SAM = Officer("sam", "Sam", roles=TEAM, deputy="jane")


def hearing(case_officer: str, **absences: date) -> list[str]:
    policy = Policy(officers=(JANE, PAT, SAM), absences=absences)
    return [one.id for one in who_hears(case_officer, policy, TODAY)]


def test_the_officer_hears_and_on_the_last_day_of_an_absence_the_deputy_still() -> None:
    assert hearing("jane") == ["jane"]
    assert hearing("jane", jane=TODAY) == ["pat"]
    assert hearing("jane", jane=date(2026, 4, 6)) == ["jane"]


def test_a_deputy_who_is_away_too_is_stood_in_for() -> None:
    assert hearing("jane", jane=TODAY, pat=TODAY) == ["sam"]


def test_without_anybody_who_stands_in_the_team_hears_whoever_is_there() -> None:
    assert hearing("jane", jane=TODAY, pat=TODAY, sam=TODAY) == ["jane", "sam"]
    assert hearing("", jane=TODAY) == ["pat", "sam"]
    assert hearing("gone") == ["jane", "sam"]


DAYS = st.dates(date(2026, 4, 1), date(2026, 4, 14))
IDS = st.sampled_from(["jane", "pat", "sam", "", "gone"])


@given(IDS, st.dictionaries(IDS, DAYS), st.lists(IDS, min_size=3, max_size=3))
def test_somebody_always_hears_each_once_and_nobody_who_is_away_while_another_is_there(
    case_officer: str, absences: dict[str, date], deputies: list[str]
) -> None:
    people = ("jane", "pat", "sam")
    officers = tuple(Officer(one, roles=TEAM, deputy=deputy) for one, deputy in zip(people, deputies, strict=True))
    policy = Policy(officers=officers, absences=absences)
    found = who_hears(case_officer, policy, TODAY)
    assert found
    assert len({one.id for one in found}) == len(found)
    if any(not is_away(one, policy, TODAY) for one in officers):
        assert not any(is_away(one, policy, TODAY) for one in found)
