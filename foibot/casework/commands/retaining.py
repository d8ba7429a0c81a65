"""Holding a case back from erasure by hand, and letting it go."""

from datetime import date

from foibot.casework.commands.table import OFFICERS, Argument, ArgumentType, Command, Situation, Target
from foibot.casework.decisions import Decision
from foibot.casework.events import RetentionHeld, RetentionReleased, Words
from foibot.casework.independence import REVIEWERS
from foibot.errors import NotPermitted, UsageError
from foibot.law.wording import plain_day


def _retain(situation: Situation) -> tuple[Decision, ...]:
    case, said, today = situation.the_case(), situation.arguments, situation.today
    why, until = Words(said["why"].strip()), said.get("until")
    if said.get("end"):
        return (_release(situation, why, until),)
    if until is not None and until < today:
        raise UsageError(f"{plain_day(until)} has passed. Give a day to come, or none: then it holds until --end.")
    told = f"Nothing of {case.reference} is erased {_until(until, case.reference)}."
    return (Decision(case.reference, (RetentionHeld(today, until, why),), told=told),)


def _until(until: date | None, reference: str) -> str:
    return f"up to {plain_day(until)}" if until else f"until you say so: foibot retain {reference} --end --why TEXT"


def _release(situation: Situation, why: Words, until: date | None) -> Decision:
    case = situation.the_case()
    if until is not None:
        raise UsageError("--end takes a hold back now; --until belongs to a hold. Give one of them.")
    if not case.retained:
        raise NotPermitted(f"{case.reference} is not held back by hand. 'foibot purge --dry-run' says what holds it.")
    told = f"{case.reference} goes on its schedule again; other holds stay."
    return Decision(case.reference, (RetentionReleased(situation.today, why),), told=told)


RETAINING = (
    Command(
        "retain",
        "Hold a case back from erasure, whatever the schedule says; with --end: let it go again.",
        Target.CASE,
        _retain,
        (
            Argument("why", ArgumentType.TEXT, "the reason", required=True),
            Argument("until", ArgumentType.DATE, "the last day of the hold (default: until it is ended)"),
            Argument("end", ArgumentType.FLAG, "take the hold back"),
        ),
        roles=OFFICERS | REVIEWERS,
    ),
)
