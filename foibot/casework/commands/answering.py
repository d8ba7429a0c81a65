"""Answering: each command drafts a letter; nothing leaves that nobody has approved."""

from dataclasses import replace

from foibot.casework.answers import Outcome, read_answer
from foibot.casework.case import ANSWERED, UNANSWERED, Case
from foibot.casework.commands.table import Argument, ArgumentType, Command, Situation, Target
from foibot.casework.decisions import Decision
from foibot.casework.events import DraftProposed, Event
from foibot.casework.letters import LETTERS, LetterWanted
from foibot.errors import NotPermitted

RESPONDABLE = UNANSWERED | ANSWERED


def _respond(situation: Situation) -> tuple[Decision, ...]:
    case, said = situation.the_case(), situation.arguments
    answer = read_answer(case.regime, said, said.get("refer"))
    if case.status in ANSWERED and not answer.supplement:
        raise NotPermitted(
            f"{case.reference} was answered already ({case.outcome.replace('_', ' ')}). "
            "For a further or corrected answer add --supplement."
        )
    if case.status not in ANSWERED and answer.supplement:
        raise NotPermitted(f"{case.reference} has no answer yet that --supplement could add to. Leave it out.")
    drafted = draft_letter(situation, case, str(answer.outcome), answer.as_facts(), answer.as_event(case.next_draft))
    letters = tuple(replace(letter, attachments=answer.attachments) for letter in drafted.letters)
    return (replace(drafted, letters=letters),)


def _reply(situation: Situation) -> tuple[Decision, ...]:
    case = situation.the_case()
    return (draft_letter(situation, case, "reply", {"text": situation.arguments["text"].strip()}),)


def draft_letter(situation: Situation, case: Case, letter: str, facts: dict[str, object], *further: Event) -> Decision:
    """Draft a letter to the applicant; `further` are facts that go with the draft, of the number `case.next_draft`.

    Raises `NotPermitted` where the applicant has no e-mail address.
    """
    if not case.applicant.email:
        raise NotPermitted(
            f"{case.reference} came without an e-mail address, and foibot drafts letters for e-mail alone so far. "
            f"Write by post, and note it: foibot note {case.reference} TEXT"
        )
    number = case.next_draft
    opening = next((filed.message for filed in case.messages), None)
    wanted = LetterWanted(letter, case.applicant, draft=number, answers=opening, facts=facts)
    proposed = DraftProposed(number, letter, by=situation.actor.id)
    told = f"{LETTERS[letter].title}: drafted for {case.reference}. Read it with 'foibot drafts' and 'foibot draft ID'."
    return Decision(case.reference, (proposed, *further), (wanted,), told=told)


ANSWERING = (
    Command(
        "respond",
        "Draft the answer to a request.",
        Target.CASE,
        _respond,
        (
            Argument(
                "outcome",
                ArgumentType.CHOICE,
                "how it ends",
                positional=True,
                choices=tuple(str(outcome).replace("_", "-") for outcome in Outcome),
            ),
            Argument("text", ArgumentType.TEXT, "your own words to the applicant"),
            Argument("attach", ArgumentType.FILE, "a file that goes with the letter", many=True),
            Argument("exemption", ArgumentType.TEXT, "a section relied on, as 's.43(2)'", many=True),
            Argument("why", ArgumentType.TEXT, "why it applies"),
            Argument("public-interest", ArgumentType.TEXT, "the public-interest reasons, for and against"),
            Argument("likelihood", ArgumentType.CHOICE, "how likely the harm is", choices=("would", "would-be-likely")),
            Argument("qualified-person", ArgumentType.TEXT, "whose opinion s.36 rests on, and of what day"),
            Argument("refer", ArgumentType.AUTHORITY, "the other authority that may hold it"),
            Argument("supplement", ArgumentType.FLAG, "a further or corrected answer after the first"),
        ),
        states=RESPONDABLE,
    ),
    Command(
        "reply",
        "Draft a word in between; it changes no clock.",
        Target.CASE,
        _reply,
        (Argument("text", ArgumentType.TEXT, "your words to the applicant", required=True),),
    ),
)
