"""Whose approval a letter needs: the steps that the authority asks for, in order, and which of them are done.

Without a step of its own a letter needs one approval, by an approver or a manager. Nobody signs two steps, and with
`two_people` nobody signs what they had drafted or changed.
"""

from collections.abc import Iterator

from foibot.casework.case import Case, Draft
from foibot.casework.events import AnswerDrafted, ExtensionDrafted
from foibot.casework.independence import DECIDING
from foibot.casework.independence import why_not as had_a_part
from foibot.casework.letters import LETTERS
from foibot.casework.policy import ONE_APPROVAL, ApprovalStep, Officer, Policy, Role

REVIEW_OUTCOME = "review_outcome"
REFUSALS = frozenset({"partly_withheld", "withheld", "ncnd", "cost_limit", "vexatious", "repeated"})
REFUSALS_WORD = "refusals"
"""How the configuration names all of them."""


def are_meant(names: frozenset[str] | tuple[str, ...], letter: str) -> bool:
    """Tell whether a letter is among those that the configuration names."""
    return letter in names or (REFUSALS_WORD in names and letter in REFUSALS)


def falls_under(section: str, wanted: str) -> bool:
    """Tell whether a provision as officers write it, `s.36(2)(b)`, is one that is asked for or stands below it."""
    return section == wanted or section.startswith(f"{wanted}(")


def steps_for(policy: Policy, letter: str, sections: tuple[str, ...] = ()) -> tuple[ApprovalStep, ...]:
    """Return the approvals that a letter needs, in order; `sections` are those it relies on."""
    asked = tuple(step for step in policy.approval_steps if _is_for(step, letter, sections))
    return asked or (ONE_APPROVAL,)


def _is_for(step: ApprovalStep, letter: str, sections: tuple[str, ...]) -> bool:
    named = not step.letters or are_meant(step.letters, letter)
    relied_on = any(falls_under(section, wanted) for section in sections for wanted in step.sections)
    return named and (relied_on or not step.sections)


def steps_of(policy: Policy, case: Case, number: int) -> tuple[ApprovalStep, ...]:
    """Return the approvals that a draft of a case needs, in order; none where any officer may let it leave."""
    draft = case.drafts[number - 1]
    if not LETTERS[draft.letter].needs_approver:
        return ()
    said: tuple[AnswerDrafted | ExtensionDrafted, ...] = (
        *case.answers,
        *(one for one in case.drafted if isinstance(one, ExtensionDrafted)),
    )
    sections = next((one.sections for one in said if one.draft == number), ())
    return steps_for(policy, draft.letter, sections)


def next_step(policy: Policy, case: Case, number: int) -> ApprovalStep | None:
    """Return the approval that a draft waits for; None where it waits for none."""
    return next(iter(_steps_left(policy, case, number)), None)


def is_last(policy: Policy, case: Case, number: int) -> bool:
    """Tell whether one approval more lets the letter leave."""
    return len(case.drafts[number - 1].approvals) + 1 >= len(steps_of(policy, case, number))


def is_named(policy: Policy, case: Case, number: int, officer: Officer) -> bool:
    """Tell whether an officer is named for any approval of a draft: what approvers may do with it, they may."""
    if not 0 < number <= len(case.drafts):
        return False
    return any(officer.id in step.officers for step in steps_of(policy, case, number))


def why_not(policy: Policy, case: Case, number: int, officer: Officer) -> str:
    """Say why an officer may not give the approval that a draft waits for; empty where they may, or it waits for none.

    Who alone can give a later approval does not give an earlier one: nobody would be left.
    """
    steps = _steps_left(policy, case, number)
    if not steps:
        return ""
    against = _why_not_by_itself(policy, case.drafts[number - 1], steps[0], officer)
    return against or _why_not_before_the_others(policy, case, number, officer)


def _why_not_by_itself(policy: Policy, draft: Draft, step: ApprovalStep, officer: Officer) -> str:
    if officer.id in draft.approvals:
        return f"{officer.id} approved this letter already: the next approval is somebody else's ({step.in_words})."
    if not step.may_be_given_by(officer):
        return f"'{draft.letter}' needs the approval of {step.in_words}; {officer.id} may not give it."
    if policy.two_people and officer.id in draft.hands:
        return f"{officer.id} had this letter drafted or changed it: somebody else approves it ([approval] two_people)."
    return ""


def _why_not_before_the_others(policy: Policy, case: Case, number: int, officer: Officer) -> str:
    steps, able = _steps_left(policy, case, number), _unused(policy, case, number)
    if _can_be_signed(able, steps[1:], frozenset({officer.id})):
        return ""
    first = (one for one in able if steps[0].may_be_given_by(one) and one.id != officer.id)
    others = [one.id for one in first if _can_be_signed(able, steps[1:], frozenset({one.id}))]
    given = len(case.drafts[number - 1].approvals)
    if not others:
        later = " and then ".join(step.in_words for step in steps[1:])
        return f"After that nobody would be left for the approval by {later}: let [[approval.steps]] name one more."
    later = f"the {_nth(given + 2)} approval" if len(steps) == len(("this", "last")) else "a later approval"
    return f"Only you can give {later}: let somebody else give the {_nth(given + 1)}: {' or '.join(others)}."


def _nth(number: int) -> str:
    names = ("first", "second", "third", "fourth", "fifth")
    return names[number - 1] if number <= len(names) else f"{number}th"


def _steps_left(policy: Policy, case: Case, number: int) -> tuple[ApprovalStep, ...]:
    draft = case.drafts[number - 1]
    return steps_of(policy, case, number)[len(draft.approvals) :] if draft.status == "waiting" else ()


def _unused(policy: Policy, case: Case, number: int) -> tuple[Officer, ...]:
    """Return the officers who may still sign a draft, if a step is theirs."""
    draft = case.drafts[number - 1]
    hands = draft.hands if policy.two_people else frozenset()
    able = tuple(one for one in policy.officers if one.id not in hands | {*draft.approvals})
    if draft.letter in DECIDING:
        return tuple(one for one in able if one.id not in case.judges)
    if draft.letter != REVIEW_OUTCOME:
        return able
    return tuple(one for one in able if not had_a_part(one, case.parts_reviewed, case.waived, policy))


def who_may(policy: Policy, case: Case, number: int) -> tuple[Officer, ...]:
    """Return the officers who may give the approval that a draft waits for."""
    if next_step(policy, case, number) is None:
        return ()
    return tuple(one for one in _unused(policy, case, number) if not why_not(policy, case, number, one))


def may_ever_approve(policy: Policy) -> tuple[Officer, ...]:
    """Return every officer who may approve some letter: each needs a folder to sign in."""
    steps = (*policy.approval_steps, ONE_APPROVAL)
    return tuple(officer for officer in policy.officers if any(step.may_be_given_by(officer) for step in steps))


def needs_a_name(policy: Policy, case: Case, number: int) -> bool:
    """Tell whether a draft is approved only by somebody who is known by name."""
    draft = case.drafts[number - 1]
    return are_meant(policy.named_for, draft.letter) or steps_of(policy, case, number) not in ((), (ONE_APPROVAL,))


def own_edit_stands(policy: Policy, case: Case, number: int, officer: Officer) -> bool:
    """Tell whether an officer's own edit of a draft needs nobody else's approval: one approval is asked, and theirs."""
    steps = steps_of(policy, case, number)
    named = policy.officer(officer.id) is not None
    return (
        policy.edits_stand and named and not policy.two_people and len(steps) == 1 and steps[0].may_be_given_by(officer)
    )


def standing(policy: Policy, case: Case, number: int) -> str:
    """Say whose approval a draft waits for, and who gave theirs; empty where it waits for none."""
    step = next_step(policy, case, number)
    return " ".join(_standing(policy, case, number, step)) if step else ""


def _standing(policy: Policy, case: Case, number: int, step: ApprovalStep) -> Iterator[str]:
    draft, steps = case.drafts[number - 1], steps_of(policy, case, number)
    which = f"approval {len(draft.approvals) + 1} of {len(steps)}" if len(steps) > 1 else "approval"
    able = who_may(policy, case, number)
    names = " or ".join(_name(policy, officer.id) for officer in able)
    yield f"waits for {which}, by {step.in_words}{f': {names}' if names else ''}"
    if not able:
        yield "(nobody is left who may give it)"
    if draft.approvals:
        yield f"(approved by {' and '.join(_name(policy, given) for given in draft.approvals)})"


def _name(policy: Policy, officer_id: str) -> str:
    officer = policy.officer(officer_id)
    return (officer.name or officer.id) if officer else officer_id


def unsignable(policy: Policy, steps: tuple[ApprovalStep, ...]) -> bool:
    """Tell whether approvals in that order need more different people than there are."""
    return not _can_be_signed(policy.officers, steps, frozenset())


def whose_drafts_wait_for_nobody(policy: Policy) -> tuple[Officer, ...]:
    """Return the officers whose own drafts nobody else may approve, where that takes two people."""
    if not policy.two_people:
        return ()
    drafting = (one for one in policy.officers if one.roles & {Role.OFFICER, Role.MANAGER})
    steps = steps_for(policy, "disclosed")
    return tuple(one for one in drafting if not _can_be_signed(policy.officers, steps, frozenset({one.id})))


def _can_be_signed(officers: tuple[Officer, ...], steps: tuple[ApprovalStep, ...], used: frozenset[str]) -> bool:
    if not steps:
        return True
    able = (one for one in officers if one.id not in used and steps[0].may_be_given_by(one))
    return any(_can_be_signed(officers, steps[1:], used | {one.id}) for one in able)
