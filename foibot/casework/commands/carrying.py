"""Carrying a case: who has it, and what was written down about it."""

from foibot.casework.case import CARRIED
from foibot.casework.commands.table import EVERYONE, Argument, ArgumentType, Command, Situation, Target
from foibot.casework.decisions import Decision
from foibot.casework.events import NoteAdded, OfficerAssigned, Words
from foibot.casework.policy import Officer
from foibot.errors import NotPermitted


def _assign(situation: Situation) -> tuple[Decision, ...]:
    case = situation.the_case()
    officer: Officer = situation.arguments["officer"]
    if case.officer == officer.id:
        raise NotPermitted(f"{case.reference} is with {officer.name or officer.id} already.")
    told = f"{case.reference} is with {officer.name or officer.id}."
    return (Decision(case.reference, (OfficerAssigned(officer.id),), told=told),)


def _note(situation: Situation) -> tuple[Decision, ...]:
    case = situation.the_case()
    words = Words(situation.arguments["text"].strip())
    return (Decision(case.reference, (NoteAdded(words),), told=f"Noted on {case.reference}."),)


CARRYING = (
    Command(
        "assign",
        "Give a case to the officer who carries it from now on.",
        Target.CASE,
        _assign,
        (Argument("officer", ArgumentType.OFFICER, "the officer's id", positional=True),),
        states=CARRIED,
    ),
    Command(
        "note",
        "Write something down on a case; it is seen by colleagues and sent to nobody.",
        Target.CASE,
        _note,
        (Argument("text", ArgumentType.TEXT, "what should be remembered", positional=True),),
        roles=EVERYONE,
    ),
)
