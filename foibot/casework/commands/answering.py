"""Answering: each command drafts a letter; nothing leaves that nobody has approved."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from foibot.casework.answers import Answer, read_answer
from foibot.casework.case import ANSWERED, UNANSWERED, Case
from foibot.casework.commands.independent import refuse_answer
from foibot.casework.commands.table import LINES, Argument, ArgumentType, Command, Situation, Target
from foibot.casework.decisions import Decision
from foibot.casework.events import DraftProposed, Event
from foibot.casework.letters import LETTERS, Attachment, LetterWanted
from foibot.casework.parts_file import OUTCOMES, read_parts
from foibot.casework.reaching import choose_way
from foibot.errors import NotPermitted, UsageError

RESPONDABLE = UNANSWERED | ANSWERED
OF_ONE_ANSWER = ("exemption", "why", "public-interest", "likelihood", "qualified-person", "refer")
"""What stands in the file for each question, and is not said of the whole."""


def _respond(situation: Situation) -> tuple[Decision, ...]:
    case = situation.the_case()
    answer = _answer(case, situation.arguments)
    if case.is_answered and not answer.supplement:
        raise NotPermitted(
            f"{case.reference} was answered already ({case.outcome.replace('_', ' ')}). "
            "For a further or corrected answer add --supplement."
        )
    if not case.is_answered and answer.supplement:
        raise NotPermitted(f"{case.reference} has no answer yet that --supplement could add to. Leave it out.")
    event = answer.as_event(case.next_draft)
    drafted = draft_letter(situation, case, str(answer.outcome), answer.as_facts(), event, files=answer.attachments)
    drafted = replace(drafted, told=f"{_part_by_part(answer)}{drafted.told}")
    return (drafted.and_tell(SAME_REASONS) if len(answer.exemptions) > 1 else drafted,)


SAME_REASONS = "The same reasons stand under each section: where they differ, give each its own with 'foibot edit'."


def _part_by_part(answer: Answer) -> str:
    """Say how each question was answered, and what follows for the whole; nothing of an answer without parts."""
    if not answer.parts:
        return ""
    said = [f"{number} {part.answer.outcome}" for number, part in enumerate(answer.parts, 1)]
    return f"Questions: {', '.join(said)}. The whole: {answer.outcome}. ".replace("_", "-")


def _answer(case: Case, said: Mapping[str, Any]) -> Answer:
    """Return the answer, as a whole or question by question; raises `UsageError` for what is neither."""
    file = said.get("parts")
    if file is None:
        if not said.get("outcome"):
            raise UsageError(
                f"Say how it ends: {', '.join(OUTCOMES)}. "
                f"Or answer question by question: --parts FILE (foibot parts {case.reference} writes one)."
            )
        return read_answer(case.regime, said, said.get("refer"))
    if said.get("outcome"):
        raise UsageError("With --parts the outcome of the whole follows from the parts: leave OUTCOME out.")
    doubled = [f"--{name}" for name in OF_ONE_ANSWER if said.get(name)]
    if doubled:
        raise UsageError(f"With --parts each question has its own: leave {', '.join(doubled)} out, and write it there.")
    return read_parts(case.reference, case.regime, file, said)


def _reply(situation: Situation) -> tuple[Decision, ...]:
    case = situation.the_case()
    return (draft_letter(situation, case, "reply", {"text": (situation.arguments["text"] or "").strip()}),)


def draft_letter(
    situation: Situation,
    case: Case,
    letter: str,
    facts: dict[str, object],
    *further: Event,
    files: tuple[Attachment, ...] = (),
) -> Decision:
    """Draft a letter to the applicant; `further` are facts that go with the draft, of the number `case.next_draft`.

    Raises `NotPermitted` where there is no way to reach the applicant, by e-mail or by post.
    """
    refuse_answer(situation, case, letter)
    said = situation.arguments
    words = sum(len(text) for text in said.values() if isinstance(text, str))
    way = choose_way(case, files, words=words, largest=situation.largest_mail, post=bool(said.get("post")))
    number = case.next_draft
    opening = next((filed.message for filed in case.messages), None)
    wanted = LetterWanted(
        letter,
        case.applicant,
        draft=number,
        answers=opening,
        facts=facts,
        attachments=files,
        lines=tuple(said.get("line") or ()),
    )
    mails = 1 if way.by_post else 1 + len(way.mails)
    proposed = DraftProposed(number, letter, by=situation.actor.id, by_post=way.by_post, mails=mails)
    told = f"{LETTERS[letter].title}: drafted for {case.reference}. Read it with 'foibot drafts' and 'foibot draft ID'."
    return Decision(
        case.reference,
        (proposed, *further),
        (replace(wanted, by_post=way.by_post, mails=way.mails),),
        told=f"{told} {way.told}".rstrip(),
    )


POST = Argument("post", ArgumentType.FLAG, "by post, though there is an e-mail address")
"""For every command that drafts a letter to the applicant."""


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
                choices=OUTCOMES,
                unless="parts",
            ),
            Argument("parts", ArgumentType.PARTS, "a file that answers question by question, as 'parts' writes it"),
            Argument("text", ArgumentType.TEXT, "your own words to the applicant"),
            Argument("attach", ArgumentType.FILE, "a file that goes with the letter", many=True),
            Argument("exemption", ArgumentType.TEXT, "a section relied on, as 's.43(2)'", many=True),
            Argument("why", ArgumentType.TEXT, "why it applies"),
            Argument("public-interest", ArgumentType.TEXT, "the public-interest reasons, for and against"),
            Argument("likelihood", ArgumentType.CHOICE, "how likely the harm is", choices=("would", "would-be-likely")),
            Argument("qualified-person", ArgumentType.TEXT, "whose opinion s.36 rests on, and of what day"),
            Argument("refer", ArgumentType.AUTHORITY, "the other authority that may hold it"),
            Argument("supplement", ArgumentType.FLAG, "a further or corrected answer after the first"),
            LINES,
            POST,
        ),
        states=RESPONDABLE,
    ),
    Command(
        "reply",
        "Draft a word in between; it changes no clock.",
        Target.CASE,
        _reply,
        (Argument("text", ArgumentType.TEXT, "your words to the applicant", required=True, unless="line"), LINES, POST),
    ),
)
