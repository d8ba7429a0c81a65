"""Who hears of a step that is due: the officer, the approvers, the managers, or the applicant in a letter."""

from collections.abc import Sequence
from datetime import date

from foibot.casework.approval import who_may
from foibot.casework.case import Case, LetterState
from foibot.casework.chasers import Count, To
from foibot.casework.chasing import Step
from foibot.casework.clocks import Statutes
from foibot.casework.decisions import Decision
from foibot.casework.events import ChaserSent, DraftProposed, LetterCancelled, LetterQueued, Person
from foibot.casework.hearing import those_present, who_hears
from foibot.casework.lapsing import last_day_to_reply
from foibot.casework.lateness import REMINDER
from foibot.casework.letters import LetterWanted
from foibot.casework.policy import Officer, Policy, Role


def who_is_reminded(step: Step, case: Case, policy: Policy, today: date) -> tuple[Officer, ...]:
    """Return the colleagues whom a step is meant for, deputies for those away: never nobody where there is anybody."""
    team = who_hears(case.officer, policy, today)
    match step.chaser.to:
        case To.TEAM:
            return those_present(policy.with_role(Role.OFFICER), policy, today) or policy.with_role(Role.OFFICER)
        case To.MANAGER:
            return those_present(policy.with_role(Role.MANAGER), policy, today) or policy.with_role(Role.MANAGER)
        case To.HOLDERS_MANAGER:
            return those_present(policy.with_role(Role.MANAGER), policy, today) or team
        case To.APPROVER:
            return those_present(_approvers(step, case, policy), policy, today) or team
    return team


def _approvers(step: Step, case: Case, policy: Policy) -> tuple[Officer, ...]:
    return who_may(policy, case, step.draft)


def remind_applicant(case: Case, step: Step, policy: Policy, statutes: Statutes) -> Decision:
    """Return the letter that reminds an applicant of what was asked.

    It is a draft where the authority wants to see each, or something speaks against writing to them by itself.
    """
    opening = next((filed.message for filed in case.messages), None)
    facts = {"asked_on": step.counted_from, "lapses_on": last_day_to_reply(case, policy, statutes)}
    sent = ChaserSent(step.chaser.to, (step.key,))
    if policy.acknowledge == "auto" and not case.not_by_itself:
        wanted = LetterWanted(REMINDER, case.applicant, number=case.next_letter, answers=opening, facts=facts)
        return Decision(case.reference, (sent, LetterQueued(case.next_letter, REMINDER)), (wanted,))
    wanted = LetterWanted(REMINDER, case.applicant, draft=case.next_draft, answers=opening, facts=facts)
    rules = (*([] if policy.acknowledge == "auto" else ["reminder"]), *case.not_by_itself)
    proposed = DraftProposed(case.next_draft, REMINDER, rules)
    return Decision(case.reference, (sent, proposed), (wanted,))


def remind_holder(case: Case, steps: Sequence[Step], policy: Policy, to: Person) -> Decision:
    """Return the letter that reminds of a question to an information holder, without a word of who asks.

    `steps` are those of one question and one reader, the most urgent first. A reminder of the same question that has
    not left yet is taken back: it would say less.
    """
    first, question = steps[0], case.questions[steps[0].question - 1]
    number, officer = case.next_letter, policy.officer(case.officer)
    for_manager = first.chaser.to is To.HOLDERS_MANAGER
    facts = {
        "question": question.text,
        "asked_on": question.asked_on,
        "wanted_by": question.by,
        "late": first.chaser.count is Count.AFTER,
        "whom": to.name,
        "holder": question.whom if for_manager else "",
        "officer": {"name": officer.name, "email": officer.email} if officer else {"name": "", "email": ""},
    }
    follows = 0 if for_manager else question.letter
    wanted = LetterWanted(HOLDER_CHASER, to, number=number, facts=facts, follows=follows)
    sent = ChaserSent(first.chaser.to, tuple(step.key for step in steps), letter=number, question=question.number)
    waiting = () if for_manager else _not_left_yet(case, question.number)
    return Decision(case.reference, (*waiting, sent, LetterQueued(number, HOLDER_CHASER)), (wanted,))


def _not_left_yet(case: Case, question: int) -> tuple[LetterCancelled, ...]:
    queued = (letter for letter, about in case.reminders if about == question)
    return tuple(
        LetterCancelled(letter, HOLDER_CHASER)
        for letter in queued
        if case.letters[letter - 1].state is LetterState.QUEUED
    )


def whom_to_write(case: Case, step: Step, policy: Policy) -> Person | None:
    """Return who gets the letter about a question: the holder or the manager named for them; None for nobody."""
    question = case.questions[step.question - 1]
    if step.chaser.to is To.HOLDER:
        return question.asked
    holder = policy.holder(question.holder) if question.holder else None
    if holder is None or not holder.manager:
        return None
    officer, other = policy.officer(holder.manager), policy.holder(holder.manager)
    known = officer or other
    return Person(known.name, known.email) if known else None


HOLDER_CHASER = "holder_chaser"
