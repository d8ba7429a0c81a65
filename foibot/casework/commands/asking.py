"""Asking those who hold the information, and third parties whom it concerns: blind to who asks."""

from dataclasses import replace
from datetime import date
from typing import Any

from foibot.casework.asking import question_of, wanted_by
from foibot.casework.case import CARRIED, Case
from foibot.casework.chasing import office_days
from foibot.casework.commands.logging_requests import ADDRESS
from foibot.casework.commands.table import Argument, ArgumentType, Command, Situation, Target
from foibot.casework.decisions import Decision
from foibot.casework.events import (
    DraftProposed,
    Event,
    HolderAnswered,
    HolderAsked,
    HolderRelieved,
    LetterQueued,
    Person,
    QuestionReopened,
    Words,
)
from foibot.casework.letters import LetterWanted
from foibot.casework.policy import Holder, Officer
from foibot.casework.questions import Question, QuestionState
from foibot.errors import NotPermitted, UsageError
from foibot.law.wording import plain_day

REQUEST, CONSULTATION = "holder_request", "consultation"
CLOSED = frozenset({QuestionState.ANSWERED, QuestionState.RELIEVED, QuestionState.OVER})


def _seek(situation: Situation) -> tuple[Decision, ...]:
    holder: Holder = situation.arguments["holder"]
    asked = Person(holder.name, holder.email)
    return (_ask(situation, REQUEST, holder.id, asked, by_itself=True),)


def _consult(situation: Situation) -> tuple[Decision, ...]:
    email, name = situation.arguments["email"].strip(), situation.arguments["name"].strip()
    if not ADDRESS.fullmatch(email):
        raise UsageError(f"'{email}' is no e-mail address. Write it as name@example.org, without a name before it.")
    if len(name.splitlines()) > 1:
        raise UsageError("--name has more than one line. Give the name alone of whoever is consulted.")
    known = {situation.the_case().applicant.email.casefold(), *map(str.casefold, situation.request.addresses)}
    if email.casefold() in known:
        raise NotPermitted(f"{email} is the applicant's own address. To write to the applicant: foibot reply REFERENCE")
    ours = situation.policy.is_our_own(email)
    return (_ask(situation, CONSULTATION, "", Person(name, email), by_itself=ours),)


def _by(situation: Situation, case: Case) -> date:
    given: date | None = situation.arguments.get("by")
    days = office_days(case, situation.policy, situation.statutes)
    return wanted_by(case, given, situation.today, situation.statutes, days=days)


def _ask(situation: Situation, letter: str, holder: str, asked: Person, *, by_itself: bool) -> Decision:
    case = situation.the_case()
    by = _by(situation, case)
    given = situation.arguments.get("question") or _same_as(situation)
    text = question_of(case, situation.request, given, situation.policy.our_domains)
    _refuse_twice(case, asked, text)
    fact = HolderAsked(len(case.questions) + 1, holder, asked, situation.today, by, text=Words(text))
    wanted = LetterWanted(letter, asked, facts=_facts(situation, fact), follows=_thread(case, asked))
    told = _told(situation, fact, by_itself=by_itself)
    if by_itself:
        fact, wanted = replace(fact, number=case.next_letter), replace(wanted, number=case.next_letter)
        facts: tuple[Event, ...] = (fact, LetterQueued(case.next_letter, letter))
    else:
        fact, wanted = replace(fact, draft=case.next_draft), replace(wanted, draft=case.next_draft)
        facts = (fact, DraftProposed(case.next_draft, letter, by=situation.actor.id))
    return Decision(case.reference, facts, (wanted,), told=told)


def _same_as(situation: Situation) -> str:
    """Return what an earlier question of the case asks, where that is to be asked again."""
    number = situation.arguments.get("same-as")
    return _question(situation, number).text if number is not None else ""


def _refuse_twice(case: Case, asked: Person, text: str) -> None:
    for one in case.open_questions:
        if one.asked.email.casefold() == asked.email.casefold() and one.text == text:
            raise NotPermitted(
                f"{one.whom} was asked this on {plain_day(one.asked_on)} and has not answered (question {one.number})."
                " To ask something else add --question."
            )


def _thread(case: Case, asked: Person) -> int:
    """Return the latest letter of ours to whom we ask; a further question continues that thread."""
    theirs = [one for one in case.questions if one.asked.email.casefold() == asked.email.casefold()]
    return max((one.letter for one in theirs), default=0)


def _facts(situation: Situation, fact: HolderAsked) -> dict[str, Any]:
    case = situation.the_case()
    officer: Officer = situation.policy.officer(case.officer) or situation.actor
    return {
        "question": fact.text,
        "number": fact.question,
        "wanted_by": fact.wanted_by,
        "whom": fact.asked.name,
        "officer": {"name": officer.name, "email": officer.email},
    }


def _told(situation: Situation, fact: HolderAsked, *, by_itself: bool) -> str:
    case, whom = situation.the_case(), fact.asked.name or fact.asked.email
    asked = "is asked with the next pass" if by_itself else "is asked once the draft is approved ('foibot drafts')"
    due = situation.statutes.read(case).due_on
    late = f" That is after the answer is due ({plain_day(due)})." if due and fact.wanted_by > due else ""
    said = "; ".join(line.strip() for line in fact.text.splitlines() if line.strip())
    return (
        f"{case.reference}, question {fact.question}: {whom} {asked}, to answer by {plain_day(fact.wanted_by)}.{late}"
        f" What is asked: “{said}”"
    )


def _question(situation: Situation, number: int) -> Question:
    case = situation.the_case()
    for one in case.questions:
        if one.number == number:
            return one
    known = ", ".join(f"{one.number} ({one.whom})" for one in case.questions)
    hint = f"Its questions are {known}." if known else f"Ask one: foibot seek {case.reference} HOLDER"
    raise UsageError(f"{case.reference} has no question {number}. {hint}")


def _settled(situation: Situation) -> tuple[Decision, ...]:
    case, one = situation.the_case(), _question(situation, situation.arguments["question"])
    if one.state in CLOSED:
        raise NotPermitted(f"Question {one.number} of {case.reference} is {_state(one)} already.")
    why = Words((situation.arguments.get("why") or "").strip())
    if situation.arguments.get("not-needed"):
        told = f"Question {one.number} of {case.reference}: an answer of {one.whom} is no longer wanted."
        return (Decision(case.reference, (HolderRelieved(one.number, why),), told=told),)
    if one.state is QuestionState.DRAFTED:
        raise NotPermitted(f"Question {one.number} has not left yet: its draft waits ('foibot drafts').")
    told = f"Question {one.number} of {case.reference} is answered by {one.whom}."
    return (Decision(case.reference, (HolderAnswered(one.number, _last(one), why),), told=told),)


def _last(one: Question) -> int | None:
    return one.replies[-1] if one.replies else None


def _state(one: Question) -> str:
    return {QuestionState.RELIEVED: "no longer wanted", QuestionState.OVER: "over"}.get(one.state, str(one.state))


def _unsettled(situation: Situation) -> tuple[Decision, ...]:
    case, one = situation.the_case(), _question(situation, situation.arguments["question"])
    if one.state not in CLOSED:
        raise NotPermitted(f"Question {one.number} of {case.reference} is {_state(one)}: there is nothing to reopen.")
    if not one.letter:
        raise NotPermitted(f"Question {one.number} never left. Ask again: foibot seek or consult {case.reference}")
    by = _by(situation, case)
    why = Words(situation.arguments["why"].strip())
    told = (
        f"Question {one.number} of {case.reference} is open again; an answer of {one.whom} is wanted by"
        f" {plain_day(by)}. Nothing was sent: tell them what is missing with 'foibot seek'."
    )
    return (Decision(case.reference, (QuestionReopened(one.number, by, why),), told=told),)


QUESTION = Argument(
    "question", ArgumentType.TEXT, "what is asked, if not in the request's own words; nothing of who asks"
)
SAME_AS = Argument("same-as", ArgumentType.COUNT, "ask what that question of the case asks, by its number")
BY = Argument("by", ArgumentType.DATE, "the working day by which you want it (default: half-way to the due date)")
NUMBER = Argument(
    "question", ArgumentType.COUNT, "the number of the question, as 'foibot case' shows it", positional=True
)

ASKING = (
    Command(
        "seek",
        "Ask an information holder, without telling who asks.",
        Target.CASE,
        _seek,
        (Argument("holder", ArgumentType.HOLDER, "the holder's id", positional=True), QUESTION, SAME_AS, BY),
        states=CARRIED,
    ),
    Command(
        "consult",
        "Ask a third party whom the information concerns, without telling who asks.",
        Target.CASE,
        _consult,
        (
            Argument("email", ArgumentType.TEXT, "the address of whoever is consulted", required=True),
            Argument("name", ArgumentType.TEXT, "their name", required=True),
            QUESTION,
            SAME_AS,
            BY,
        ),
        states=CARRIED,
    ),
    Command(
        "settled",
        "Note that a question to an information holder is answered, or no longer needs an answer.",
        Target.CASE,
        _settled,
        (
            NUMBER,
            Argument("why", ArgumentType.TEXT, "what you know, if it did not come by mail"),
            Argument("not-needed", ArgumentType.FLAG, "an answer is no longer wanted"),
        ),
        states=CARRIED,
    ),
    Command(
        "unsettled",
        "Open a question to an information holder again: what came was no answer.",
        Target.CASE,
        _unsettled,
        (NUMBER, Argument("why", ArgumentType.TEXT, "what is missing", required=True), BY),
        states=CARRIED,
    ),
)
