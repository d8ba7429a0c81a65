"""Who hears about a case now: its officer, the deputy of one who is away, else the team."""

from collections.abc import Iterable
from datetime import date

from foibot.casework.policy import Officer, Policy, Role


def is_away(officer: Officer, policy: Policy, today: date) -> bool:
    """Tell whether an officer is away on that day; the last day that was told counts still."""
    until = policy.absences.get(officer.id)
    return until is not None and today <= until


def who_hears(officer_id: str, policy: Policy, today: date) -> tuple[Officer, ...]:
    """Return who gets the notices and chasers of a case: empty `officer_id` where nobody carries it.

    The deputy stands in for an officer who is away, and the deputy's deputy if need be. Where nobody is there to
    stand in, the team hears: a notice that nobody gets is a request forgotten.
    """
    officer = policy.officer(officer_id) if officer_id else None
    if officer is None:
        return the_team(policy, today)
    present = stand_in(officer, policy, today)
    return (present,) if present else the_team(policy, today)


def stand_in(officer: Officer, policy: Policy, today: date) -> Officer | None:
    """Return the officer, or the nearest deputy who is there; None where there is none."""
    seen: set[str] = set()
    current: Officer | None = officer
    while current is not None and current.id not in seen:
        if not is_away(current, policy, today):
            return current
        seen.add(current.id)
        current = policy.officer(current.deputy) if current.deputy else None
    return None


def the_team(policy: Policy, today: date) -> tuple[Officer, ...]:
    """Return everyone with the role officer, each by whoever stands in; all of them where nobody is there."""
    team = policy.with_role(Role.OFFICER)
    return those_present(team, policy, today) or team


def those_present(officers: Iterable[Officer], policy: Policy, today: date) -> tuple[Officer, ...]:
    """Return these officers, deputies in the place of those who are away, each once."""
    found = (stand_in(one, policy, today) for one in officers)
    return tuple({one.id: one for one in found if one is not None}.values())
