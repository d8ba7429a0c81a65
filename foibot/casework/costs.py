"""The time spent on a request, held against the cost limit, with the requests that may be added up with it.

Only four activities count: finding out whether it is held, locating, retrieving, extracting (SI 2004/3244 reg 4(3)).
Requests of one person, or of people acting in concert, for similar information within sixty working days may be
added up (reg 5); whether they are is the officer's to weigh.
"""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from foibot.casework.case import Case
from foibot.casework.policy import Policy
from foibot.law.cost_limits import find_cost_limit
from foibot.law.exemptions import family_of
from foibot.lean import dataclass

ACTIVITIES: Mapping[str, str] = {
    "determine": "finding out whether it is held",
    "locate": "locating it",
    "retrieve": "retrieving it",
    "extract": "extracting it",
}
"""What counts, by the words of the command."""
WARNED_AT = (75, 100)
"""At which shares of the limit, in per cent, the officer is warned."""
HOUR = 60


@dataclass(frozen=True, slots=True)
class Cost:
    """What a request has cost so far; `minutes` are its own, `elsewhere` those of requests to add up with it.

    `limit` has amount, hours and rate, or is None where the statute has no limit.
    """

    minutes: int
    by_activity: Mapping[str, int]
    elsewhere: Mapping[str, int]
    limit: Mapping[str, int] | None

    @property
    def together(self) -> int:
        """The minutes of the request and of those that may be added up with it."""
        return self.minutes + sum(self.elsewhere.values())

    @property
    def share(self) -> int:
        """How much of the limit is spent, in whole per cent; 0 where there is none."""
        return self.together * 100 // (self.limit["hours"] * HOUR) if self.limit else 0

    @property
    def minutes_left(self) -> int:
        """The minutes left until the limit; 0 where there is none, or it is reached."""
        return max(0, self.limit["hours"] * HOUR - self.together) if self.limit else 0

    @property
    def pounds(self) -> Decimal:
        """What the request's own time costs; 0 where the statute sets no rate."""
        rate = self.limit["rate"] if self.limit else 0
        return (Decimal(self.minutes * rate) / HOUR).quantize(Decimal("0.01"), ROUND_HALF_UP)


def cost_of(case: Case, policy: Policy, elsewhere: Mapping[str, int]) -> Cost:
    """Return what a case has cost so far."""
    spent = dict.fromkeys(ACTIVITIES, 0)
    for one in case.time_spent:
        spent[one.activity] = spent.get(one.activity, 0) + one.minutes
    limit = find_cost_limit(family_of(case.regime), central_government=policy.central_government)
    others = {reference: minutes for reference, minutes in elsewhere.items() if minutes} if limit else {}
    return Cost(case.minutes_spent, {name: count for name, count in spent.items() if count}, others, limit)


def hours(minutes: int) -> str:
    """Write minutes as hours, with as few decimals as tell them to a minute or so: 1.5, 18, 0.33."""
    return f"{(Decimal(minutes) / HOUR).quantize(Decimal('0.01'), ROUND_HALF_UP):f}".rstrip("0").rstrip(".")


def in_words(cost: Cost) -> str:
    """Say what was spent, what it costs, and how that stands to the limit."""
    spent = f"{hours(cost.minutes)} hours"
    if cost.limit is None:
        return f"{spent} (this law has no cost limit)"
    more = sum(cost.elsewhere.values())
    added = f", and {hours(more)} on {', '.join(cost.elsewhere)}, which may be added up" if more else ""
    limit = f"{cost.share} per cent of the limit of {cost.limit['hours']} hours (£{cost.limit['amount']})"
    return f"{spent} (£{cost.pounds}){added}: {limit}"
