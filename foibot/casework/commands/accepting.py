"""What the release guard found in the files of a letter: nobody approves it until it is gone, or accepted by name."""

from foibot.casework.case import Case, Draft
from foibot.casework.commands.independent import refuse_answer, refuse_outcome
from foibot.casework.commands.table import Argument, ArgumentType, Command, Situation, Target
from foibot.casework.decisions import Decision
from foibot.casework.events import FindingsAccepted, Words
from foibot.casework.findings import Numbered, why_it_stays
from foibot.casework.policy import Role
from foibot.errors import NotPermitted, UsageError

RELEASERS = frozenset({Role.APPROVER, Role.MANAGER})


def refuse_unreleased(situation: Situation, case: Case, draft: Draft) -> None:
    """Raise `NotPermitted` where a file holds what nobody accepted or looked into; `--despite` is no way by."""
    del case
    why = why_it_stays(situation.release, draft.accepted)
    if why:
        raise NotPermitted(f"{why[0].upper()}{why[1:]}")


def _accept(situation: Situation) -> tuple[Decision, ...]:
    case = situation.the_case()
    draft = case.drafts[situation.draft - 1]
    if draft.status != "waiting":
        raise NotPermitted(f"That draft was {draft.status} already; nothing was changed.")
    _refuse_person(situation, case, draft)
    if situation.release.not_looked_into:
        refuse_unreleased(situation, case, draft)
    chosen = _chosen(situation)
    new = tuple(one.name for one in chosen if one.name not in draft.accepted)
    if not new:
        raise NotPermitted("These findings were accepted already; nothing was changed.")
    fact = FindingsAccepted(
        situation.draft, draft.letter, situation.actor.id, new, Words(situation.arguments["why"].strip())
    )
    left = len(situation.release.open(draft.accepted.union(new)))
    then = f"{left} more to look at: 'foibot draft ID' shows them." if left else "It can be approved: foibot approve ID"
    numbers = ", ".join(str(one.number) for one in chosen)
    return (Decision(case.reference, (fact,), told=f"Accepted by {situation.actor.id}: finding {numbers}. {then}"),)


def _refuse_person(situation: Situation, case: Case, draft: Draft) -> None:
    refuse_outcome(situation, case, draft.letter)
    refuse_answer(situation, case, draft.letter)
    actor = situation.actor
    if situation.policy.officer(actor.id) is None:
        raise NotPermitted("A finding is accepted by somebody who is known by name: say who acts with --as OFFICER.")
    if situation.policy.two_people and actor.id in draft.hands:
        raise NotPermitted(
            f"{actor.id} had this letter drafted or changed it: somebody else accepts what was found in its files "
            "([approval] two_people)."
        )


def _chosen(situation: Situation) -> tuple[Numbered, ...]:
    known = {one.number: one for one in situation.release.numbered}
    wanted = dict.fromkeys(situation.arguments["finding"])
    unknown = [number for number in wanted if number not in known]
    if unknown:
        there = f"there are {len(known)}: " if known else "nothing was found in its files: "
        raise UsageError(
            f"There is no finding {unknown[0]}; {there}'foibot draft {situation.release.draft}' shows what there is."
        )
    return tuple(known[number] for number in wanted)


ACCEPTING = (
    Command(
        "accept",
        "Accept what the release guard found in the files of a draft.",
        Target.DRAFT,
        _accept,
        (
            Argument(
                "finding",
                ArgumentType.COUNT,
                "the number of a finding, as 'foibot draft ID' shows it",
                positional=True,
                required=True,
                many=True,
            ),
            Argument("why", ArgumentType.TEXT, "why it may be released", required=True),
        ),
        roles=RELEASERS,
        by_reply=False,
    ),
)
