"""The time spent on a request: what counts for the cost limit, and a warning before it is reached."""

from dataclasses import replace

from foibot.casework.case import CARRIED
from foibot.casework.commands.table import EVERYONE, Argument, ArgumentType, Command, Situation, Target
from foibot.casework.costs import ACTIVITIES, WARNED_AT, Cost, cost_of, hours, in_words
from foibot.casework.decisions import Decision
from foibot.casework.events import CostLimitNeared, Event, TimeSpent
from foibot.errors import NotPermitted


def _time(situation: Situation) -> tuple[Decision, ...]:
    case, activity = situation.the_case(), situation.arguments["for"]
    minutes: int = situation.arguments["hours"]
    if situation.arguments.get("take-back"):
        noted = sum(one.minutes for one in case.time_spent if one.activity == activity)
        if minutes > noted:
            raise NotPermitted(f"Only {hours(noted)} hours are noted on {case.reference} to {activity}.")
        minutes = -minutes
    spent = TimeSpent(minutes, activity)
    after = replace(case, time_spent=(*case.time_spent, spent))
    cost = cost_of(after, situation.policy, situation.minutes_elsewhere)
    reached = [share for share in WARNED_AT if minutes > 0 and cost.share >= share and share not in case.cost_warnings]
    warnings: tuple[Event, ...] = tuple(
        CostLimitNeared(share, cost.together, tuple(cost.elsewhere)) for share in reached
    )
    told = f"{case.reference}: {in_words(cost)}."
    if reached:
        told += f" {_warning(cost, max(reached))}"
    return (Decision(case.reference, (spent, *warnings), told=told),)


def _warning(cost: Cost, share: int) -> str:
    if share >= max(WARNED_AT):
        return "The cost limit is reached: the request can be refused, with help to narrow it (s.12, s.16)."
    left = hours(cost.minutes_left)
    return f"Three quarters of the limit are spent: {left} hours are left."


TIMING = (
    Command(
        "time",
        "Note the hours spent on what counts for the cost limit; you are warned before it is reached.",
        Target.CASE,
        _time,
        (
            Argument("hours", ArgumentType.HOURS, "how many hours, as 1.5", positional=True),
            Argument("for", ArgumentType.CHOICE, "what they were spent on", required=True, choices=tuple(ACTIVITIES)),
            Argument("take-back", ArgumentType.FLAG, "these hours were noted by mistake"),
        ),
        roles=EVERYONE,
        states=CARRIED,
    ),
)
