"""Absences: whose notices go to somebody else, and until when."""

from dataclasses import replace
from datetime import date

from foibot.casework.case import OFFICE
from foibot.casework.commands.table import EVERYONE, Argument, ArgumentType, Command, Situation, Target
from foibot.casework.decisions import Decision
from foibot.casework.events import OfficerAway, OfficerBack
from foibot.casework.hearing import is_away, who_hears
from foibot.casework.policy import Officer
from foibot.errors import NotPermitted, UsageError
from foibot.law.wording import plain_day


def _away(situation: Situation) -> tuple[Decision, ...]:
    officer: Officer = situation.arguments["officer"]
    until: date | None = situation.arguments.get("until")
    if situation.arguments.get("back"):
        return _back(situation, officer)
    if until is None:
        raise UsageError("Give the last day of the absence: --until 2026-04-10. Somebody who is back early: --back")
    if until < situation.today:
        raise NotPermitted(f"--until {plain_day(until)} is past. Give the last day of the absence, or --back.")
    then = replace(situation.policy, absences={**situation.policy.absences, officer.id: until})
    hearing = [one.name or one.id for one in who_hears(officer.id, then, situation.today)]
    alone = hearing == [officer.name or officer.id]
    told = (
        f"{officer.name or officer.id} is away until {plain_day(until)}, that day included. "
        + (NOBODY_ELSE if alone else f"{' and '.join(hearing)} {_gets(hearing)} the notices meanwhile.")
        + ("" if officer.deputy or alone else " No deputy is configured: [[officers]] deputy names one.")
    )
    return (Decision(OFFICE, (OfficerAway(officer.id, until),), told=told),)


NOBODY_ELSE = "There is nobody else who could hear: the notices go there still."


def _gets(hearing: list[str]) -> str:
    return "gets" if len(hearing) == 1 else "get"


def _back(situation: Situation, officer: Officer) -> tuple[Decision, ...]:
    if not is_away(officer, situation.policy, situation.today):
        raise NotPermitted(f"{officer.name or officer.id} is not away.")
    told = f"{officer.name or officer.id} is back, and gets the notices again."
    return (Decision(OFFICE, (OfficerBack(officer.id),), told=told),)


ABSENCES = (
    Command(
        "away",
        "Say until when an officer is away: notices go to the deputy meanwhile.",
        Target.NOTHING,
        _away,
        (
            Argument("officer", ArgumentType.OFFICER, "the officer's id", positional=True),
            Argument("until", ArgumentType.DATE, "the last day of the absence"),
            Argument("back", ArgumentType.FLAG, "is back already"),
        ),
        roles=EVERYONE,
    ),
)
