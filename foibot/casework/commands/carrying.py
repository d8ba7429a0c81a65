"""Carrying a case: who has it, in which language it is answered, and what was written down about it."""

from collections.abc import Iterator
from dataclasses import replace

from foibot.casework.acknowledging import ACKNOWLEDGEMENT
from foibot.casework.case import CARRIED, Case, LetterState
from foibot.casework.commands.independent import admit
from foibot.casework.commands.table import EVERYONE, Argument, ArgumentType, Command, Situation, Target
from foibot.casework.decisions import Decision
from foibot.casework.events import LanguageChosen, NoteAdded, OfficerAssigned, Words
from foibot.casework.hearing import is_away
from foibot.casework.independence import REVIEWERS
from foibot.casework.languages import LANGUAGES
from foibot.casework.policy import Officer
from foibot.casework.rewriting import FROM_THE_CASE_ALONE, rewrite_what_waits
from foibot.errors import NotPermitted
from foibot.law.wording import plain_day


def _assign(situation: Situation) -> tuple[Decision, ...]:
    case = situation.the_case()
    officer: Officer = situation.arguments["officer"]
    if case.under_review:
        return (_give_to_reviewer(situation, case, officer),)
    if case.officer == officer.id:
        raise NotPermitted(f"{case.reference} is with {officer.name or officer.id} already.")
    told = f"{case.reference} is with {officer.name or officer.id}."
    return (Decision(case.reference, (OfficerAssigned(officer.id),), told=told),)


def _give_to_reviewer(situation: Situation, case: Case, officer: Officer) -> Decision:
    """Give a review to somebody who may decide it and had no part in the first answer."""
    waived = admit(situation, case, officer)
    if not officer.roles & REVIEWERS:
        raise NotPermitted(f"{officer.id} has neither the role reviewer nor manager, and a review is for one of them.")
    if case.officer == officer.id and not waived:
        raise NotPermitted(f"The review of {case.reference} is with {officer.name or officer.id} already.")
    decision = Decision(
        case.reference,
        (*waived, OfficerAssigned(officer.id)),
        told=f"The review of {case.reference} is with {officer.name or officer.id}.",
    )
    if is_away(officer, situation.policy, situation.today):
        until = plain_day(situation.policy.absences[officer.id])
        return decision.and_tell(f"Please look: {officer.name or officer.id} is away until {until}.")
    return decision


def _note(situation: Situation) -> tuple[Decision, ...]:
    case = situation.the_case()
    words = Words(situation.arguments["text"].strip())
    return (Decision(case.reference, (NoteAdded(words),), told=f"Noted on {case.reference}."),)


def _language(situation: Situation) -> tuple[Decision, ...]:
    case, code = situation.the_case(), situation.arguments["language"]
    name = LANGUAGES[code]
    if case.language == code:
        raise NotPermitted(f"{case.reference} is answered in {name} already.")
    told = [f"{case.reference} is answered in {name} from now on.", *_of_letters(case, name)]
    decision = Decision(case.reference, (LanguageChosen(code),), told=" ".join(told))
    return (rewrite_what_waits(decision, replace(case, language=code), situation.policy.name_wanted_by),)


def _of_letters(case: Case, name: str) -> Iterator[str]:
    """Say what becomes of the letters that there are: those of the officer's own words are for the officer to mend."""
    for letter in case.letters:
        if letter.name == ACKNOWLEDGEMENT and letter.surely_waits:
            yield f"The acknowledgement has not left yet: it is written anew in {name}."
        elif letter.name == ACKNOWLEDGEMENT and letter.state is not LetterState.CANCELLED:
            yield f"The acknowledgement {'may have left, and stays' if letter.doubted else 'has left'} as it was."
    if any(draft.status == "waiting" and draft.letter not in FROM_THE_CASE_ALONE for draft in case.drafts):
        yield f"What is drafted stays as it is: reject it, and draft it again for one in {name}."


CARRYING = (
    Command(
        "assign",
        "Give a case to the officer who carries it from now on; while in review: to the reviewer.",
        Target.CASE,
        _assign,
        (
            Argument("officer", ArgumentType.OFFICER, "the officer's id", positional=True),
            Argument(
                "despite", ArgumentType.TEXT, "why a review goes to somebody who had a part (a manager, on the host)"
            ),
        ),
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
    Command(
        "language",
        "Choose the language in which the applicant is written to.",
        Target.CASE,
        _language,
        (
            Argument(
                "language",
                ArgumentType.CHOICE,
                "cy for Welsh, en for English",
                positional=True,
                choices=tuple(LANGUAGES),
            ),
        ),
        states=CARRIED,
    ),
)
