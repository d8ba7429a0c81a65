"""What people did by hand, said in one line: foibot writes it down and drafts nothing a second time."""

from datetime import date

from foibot.casework.acknowledging import ACKNOWLEDGEMENT
from foibot.casework.answers import OUTCOME_RULES, UNREASONABLE, Outcome
from foibot.casework.by_hand import first_answer, hold_back
from foibot.casework.case import UNANSWERED, Case, CaseStatus, LetterState
from foibot.casework.commands.table import Argument, ArgumentType, Command, Situation, Target
from foibot.casework.decisions import Decision
from foibot.casework.events import NoAnswerByHand, RequestAnswered, WrittenByHand
from foibot.errors import NotPermitted, UsageError
from foibot.law.exemptions import family_of, find_exemption
from foibot.law.wording import plain_day

NO = "no"


def _answered(situation: Situation) -> tuple[Decision, ...]:
    case, said = situation.the_case(), situation.arguments
    if said["outcome"] == NO:
        return (_no_answer(case, said.get("message")),)
    outcome = Outcome(said["outcome"].replace("-", "_"))
    supplement = bool(said.get("supplement"))
    _refuse_twice(case, supplement=supplement)
    letter = _letter_meant(case, said.get("message"), said.get("on"))
    on = _day_meant(situation, case, letter)
    sections = _sections(case, outcome, said.get("exemption") or ())
    message = letter.message if letter else None
    fact = RequestAnswered(on, str(outcome), 0, sections, supplement, message)
    told = [f"{case.reference} was answered by hand on {plain_day(on)}: {said['outcome']}."]
    if OUTCOME_RULES[outcome].cites and not sections:
        told.append("No section is noted: add it with 'foibot note' if the letter cites one.")
    decision = Decision(case.reference, (fact,))
    if not supplement:
        decision = hold_back(decision, case, answered=True, surely=True)
        told += [*_of_acknowledgement(case), *_of_drafts(case)]
    return (Decision(case.reference, decision.events, decision.letters, told=" ".join(told)),)


def _no_answer(case: Case, message: str | None) -> Decision:
    waiting = case.answers_by_hand
    if message is not None:
        waiting = tuple(one for one in waiting if str(one.message) == str(message).strip())
    if not waiting:
        raise NotPermitted(f"Nothing that seems to answer {case.reference} by hand waits to be confirmed.")
    facts = tuple(NoAnswerByHand(one.message) for one in waiting)
    return Decision(case.reference, facts, told=f"{case.reference} is not answered: it goes on as before.")


def _refuse_twice(case: Case, *, supplement: bool) -> None:
    if case.status not in UNANSWERED and not supplement:
        raise NotPermitted(
            f"{case.reference} was answered already ({case.outcome.replace('_', ' ')}). "
            "For a further or corrected answer add --supplement."
        )
    if case.status in UNANSWERED and supplement:
        raise NotPermitted(f"{case.reference} has no answer yet that --supplement could add to. Leave it out.")


def _letter_meant(case: Case, message: str | None, on: date | None) -> WrittenByHand | None:
    """Return the letter of a person's own that is meant: by its number, by its day, else the latest that may be."""
    if message is not None:
        found = [one for one in case.by_hand if str(one.message) == str(message).strip()]
        if not found:
            known = ", ".join(str(one.message) for one in case.by_hand) or "none"
            raise UsageError(f"Message {message} was not sent by hand on {case.reference}. Known are: {known}.")
        return found[0]
    waiting = [one for one in case.by_hand if one.what == "answer" and on in (None, one.on)]
    return waiting[-1] if waiting else None


def _day_meant(situation: Situation, case: Case, letter: WrittenByHand | None) -> date:
    day: date | None = situation.arguments.get("on") or (letter.on if letter else None)
    if day is None:
        raise UsageError(f"foibot has seen no answer to {case.reference} in Sent. Say when it left: --on 2026-03-12.")
    if day > situation.today:
        raise NotPermitted(f"{plain_day(day)} is still to come. Give the day the answer left.")
    if case.received_on is not None and day < case.received_on:
        raise NotPermitted(
            f"{case.reference} was received on {plain_day(case.received_on)}: no answer left before that, on "
            f"{plain_day(day)}."
        )
    return day


def _sections(case: Case, outcome: Outcome, written: tuple[str, ...]) -> tuple[str, ...]:
    rule, name = OUTCOME_RULES[outcome], str(outcome).replace("_", "-")
    family = family_of(case.regime)
    if rule.families and family not in rule.families:
        instead = f"withheld --exemption '{UNREASONABLE[family]}'" if family in UNREASONABLE else "another outcome"
        raise NotPermitted(f"There is no '{name}' under {family}. Use: answered REF {instead}.")
    if written and not (rule.cites or rule.may_cite):
        raise UsageError(f"'{name}' relies on no exemption. Leave --exemption out, or use withheld or partly-withheld.")
    return tuple(find_exemption(case.regime, one).cited_short for one in written)


def _of_acknowledgement(case: Case) -> list[str]:
    waits = any(one.name == ACKNOWLEDGEMENT and one.state is LetterState.QUEUED for one in case.letters)
    return ["Its acknowledgement has not left, and falls."] if waits else []


def _of_drafts(case: Case) -> list[str]:
    letters = [draft.letter for number, draft in enumerate(case.drafts, 1) if _waits(case, number)]
    if not letters:
        return []
    return ["A draft of an answer waits still, and will not be approved: see 'foibot drafts', and reject it."]


def _waits(case: Case, number: int) -> bool:
    return case.drafts[number - 1].status in ("waiting", "approved") and first_answer(case, number)


BY_HAND = (
    Command(
        "answered",
        "Record that a person answered a request by hand, past foibot; no second answer is drafted unasked.",
        Target.CASE,
        _answered,
        (
            Argument(
                "outcome",
                ArgumentType.CHOICE,
                "how it ended; 'no' if what was sent was no answer",
                positional=True,
                choices=(NO, *(str(outcome).replace("_", "-") for outcome in Outcome)),
            ),
            Argument("on", ArgumentType.DATE, "the day it left (default: the day of the letter in Sent)"),
            Argument("exemption", ArgumentType.TEXT, "a section relied on, as 's.43(2)'", many=True),
            Argument("message", ArgumentType.NUMBER, "the number of the message that 'foibot case' shows"),
            Argument("supplement", ArgumentType.FLAG, "a further or corrected answer after the first"),
        ),
        states=UNANSWERED | {CaseStatus.RESPONDED},
    ),
)
