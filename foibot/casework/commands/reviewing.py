"""The internal review: recorded, delayed where the law lets it, decided by somebody who had no part in the answer."""

from dataclasses import replace
from datetime import date, datetime

from foibot.casework.answers import cited
from foibot.casework.asking_for_review import acknowledge_review, weigh
from foibot.casework.case import ANSWERED, UNANSWERED, Case, CaseStatus
from foibot.casework.commands.answering import POST, draft_letter
from foibot.casework.commands.independent import admit
from foibot.casework.commands.table import LINES, Argument, ArgumentType, Command, Situation, Target
from foibot.casework.decisions import Decision
from foibot.casework.events import DraftRejected, Event, ReviewDelayDrafted, ReviewOutcomeDrafted, Words
from foibot.casework.history import apply
from foibot.casework.independence import REVIEWERS, approvers_left
from foibot.casework.review_points import Point, missing_of_exemptions
from foibot.errors import NotPermitted, UsageError
from foibot.law.clock import ClockEvent, london_day
from foibot.law.exemption import Exemption
from foibot.law.exemptions import find_exemption
from foibot.law.wording import plain_day

OUTCOME, DELAY = "review_outcome", "review_delay"
PARTLY = "partly-upheld"
OUTCOMES = ("upheld", PARTLY, "overturned")
ABOUT = ("content", "delay", "handling")


def _review(situation: Situation) -> tuple[Decision, ...]:
    case, said = situation.the_case(), situation.arguments
    moment: datetime = said.get("received") or situation.now
    on = london_day(moment)
    if on > situation.today:
        raise NotPermitted(f"{plain_day(on)} is still to come. Give the day it reached the authority.")
    asked = weigh(case, on, situation.statutes)
    if asked.why_not:
        raise NotPermitted(f"{case.reference} cannot be reviewed: {asked.why_not}.")
    channel, about = said.get("by") or "letter", said.get("about") or asked.about
    event = replace(replace(asked, about=about).as_event(channel), text=Words((said.get("text") or "").strip()))
    decision = Decision(case.reference, (event,), told=f"The review of {case.reference} is recorded.")
    if asked.late and asked.last_day:
        decision = decision.and_tell(
            f"Please look: it could be asked for until {plain_day(asked.last_day)}. You may take it all the same."
        )
    return (acknowledge_review(decision, case, case.applicant, situation.policy),)


def delay_review(situation: Situation, case: Case) -> Decision:
    """Draft the letter that tells of a longer review; raises `NotPermitted` where the law has no more time for it."""
    until, why = situation.arguments["until"], situation.arguments["why"].strip()
    _refuse_longer(situation, case, until)
    facts = {"until": until, "why": why, "text": (situation.arguments.get("text") or "").strip()}
    drafted = draft_letter(situation, case, DELAY, facts, ReviewDelayDrafted(case.next_draft, until))
    due_on = situation.statutes.read_review(case).due_on
    if due_on is not None and situation.today > due_on:
        return drafted.and_tell(f"The review was due by {plain_day(due_on)}: it stays late.")
    return drafted


def _refuse_longer(situation: Situation, case: Case, until: date) -> None:
    now = situation.statutes.read_review(case)
    regime, due_on = now.regime, now.due_on or situation.today
    if regime.extended is None:
        raise NotPermitted(f"{regime.cited_as} allows no extension of a review. Decide by {plain_day(due_on)}.")
    longest = last_day_of_review(situation, case)
    if until > longest:
        raise NotPermitted(f"{plain_day(until)} is beyond {plain_day(longest)}, the limit ({regime.extended.source}).")
    if until <= max(due_on, situation.today):
        raise NotPermitted(f"--until must be later than {plain_day(max(due_on, situation.today))}.")


def last_day_of_review(situation: Situation, case: Case) -> date:
    """Return the day beyond which no letter can put off the review."""
    asked_on = case.review.asked_on if case.review else situation.today
    longest = situation.statutes.read_review(case, ClockEvent("extension", asked_on)).due_on
    return longest or situation.today


def _decide(situation: Situation) -> tuple[Decision, ...]:
    case, said = situation.the_case(), situation.arguments
    if case.officer not in ("", situation.actor.id) and situation.policy.officer(case.officer):
        raise NotPermitted(
            f"The review of {case.reference} is with {case.officer}. Assign it first: "
            f"foibot assign {case.reference} {situation.actor.id}"
        )
    waived = admit(situation, case, situation.actor)
    stands = case
    for event in waived:
        stands = apply(stands, event)
    exemptions = tuple(find_exemption(case.regime, written) for written in said.get("exemption") or ())
    for missing in missing_of_exemptions(exemptions, said):
        raise missing
    points: tuple[Point, ...] = tuple(said.get("points") or ())
    _refuse_contradiction(said["outcome"], points)
    replaced = _replacing(case)
    for event in replaced:
        stands = apply(stands, event)
    outcome, faulty = said["outcome"].replace("-", "_"), tuple(one.strip() for one in said.get("fault") or ())
    drafted = ReviewOutcomeDrafted(
        stands.next_draft,
        outcome,
        tuple(one.cited_short for one in exemptions),
        tuple(point.outcome for point in points),
        bool(faulty),
        situation.actor.id,
    )
    facts = {**_facts(situation, stands, exemptions), "outcome": outcome, "points": points, "faults": faulty}
    files = tuple(said.get("attach") or ())
    decision = draft_letter(situation, stands, OUTCOME, facts, drafted, files=files)
    decision = replace(decision, events=(*waived, *replaced, *decision.events))
    return (decision.and_tell(_what_is_left(situation, stands)),)


def _refuse_contradiction(outcome: str, points: tuple[Point, ...]) -> None:
    """Refuse an outcome of the whole that its points deny: nothing upheld entirely has a point that is not."""
    found = {point.outcome.replace("_", "-") for point in points}
    if found and outcome != PARTLY and found != {outcome}:
        raise UsageError(
            f"Not every point is {outcome}: {', '.join(sorted(found - {outcome}))} stands among them. "
            f"The whole is {PARTLY}, or the points are to be mended."
        )


def _replacing(case: Case) -> tuple[Event, ...]:
    """Return the rejection of an outcome drafted before: there is one outcome of a review."""
    drafts = enumerate(case.drafts, 1)
    why = Words("decided anew")
    return tuple(
        DraftRejected(at, one.letter, why) for at, one in drafts if (one.letter, one.status) == (OUTCOME, "waiting")
    )


def _facts(situation: Situation, case: Case, exemptions: tuple[Exemption, ...]) -> dict[str, object]:
    said = situation.arguments
    why, weighed = (said.get("why") or "").strip(), (said.get("public-interest") or "").strip()
    likelihood = said.get("likelihood") or ""
    return {
        "text": said["text"].strip(),
        "why": "" if exemptions else why,
        "exemptions": [cited(one, why, weighed, likelihood) for one in exemptions],
        "qualified_person": (said.get("qualified-person") or "").strip(),
        "attachments": [file.name for file in said.get("attach") or ()],
        "waivers": [str(one.why) for one in case.waivers],
        "signatory": {"name": situation.actor.name or situation.actor.id, "title": "Reviewing officer"},
    }


def _what_is_left(situation: Situation, case: Case) -> str:
    """Say what a reviewer should know once the outcome is drafted: no answer, or nobody who can approve it."""
    found = []
    if not case.is_answered:
        found.append("The request itself has no answer yet, and is owed one: respond to it too.")
    left = approvers_left(situation.policy, case.parts_reviewed, case.waived)
    if not [one for one in left if one.id != situation.actor.id or not situation.policy.two_people]:
        found.append(
            "Nobody is left to approve it who had no part in the first answer: a manager on the host can let somebody "
            f"(foibot assign {case.reference} OFFICER --despite WHY), and the letter has to say so."
        )
    return " ".join(found)


POINTS = Argument("points", ArgumentType.POINTS, "a TOML file that decides point by point", many=False)

REVIEWING = (
    Command(
        "review",
        "Record that the applicant asks for an internal review, or plainly is not satisfied.",
        Target.CASE,
        _review,
        (
            Argument("received", ArgumentType.MOMENT, "when it reached the authority (default: now)"),
            Argument("by", ArgumentType.CHOICE, "how it came", choices=("letter", "telephone", "email")),
            Argument("about", ArgumentType.CHOICE, "what it is about", choices=ABOUT),
            Argument("text", ArgumentType.TEXT, "what the applicant said, where you wrote it down"),
        ),
        states=UNANSWERED | ANSWERED | {CaseStatus.CLOSED},
    ),
    Command(
        "decide",
        "Draft the outcome of a review; what is upheld or overturned is the original decision.",
        Target.CASE,
        _decide,
        (
            Argument("outcome", ArgumentType.CHOICE, "what becomes of it", positional=True, choices=OUTCOMES),
            Argument("text", ArgumentType.TEXT, "the decision and its reasons, to the applicant", required=True),
            Argument("attach", ArgumentType.FILE, "a file disclosed now", many=True),
            POINTS,
            Argument("fault", ArgumentType.TEXT, "a fault in how we dealt with it, to apologise for", many=True),
            Argument("exemption", ArgumentType.TEXT, "a section relied on, as 's.43(2)'", many=True),
            Argument("why", ArgumentType.TEXT, "why it applies"),
            Argument("public-interest", ArgumentType.TEXT, "the public-interest reasons, for and against"),
            Argument("likelihood", ArgumentType.CHOICE, "how likely the harm is", choices=("would", "would-be-likely")),
            Argument("qualified-person", ArgumentType.TEXT, "whose opinion s.36 rests on, and of what day"),
            Argument("despite", ArgumentType.TEXT, "why you decide although you had a part (a manager, on the host)"),
            LINES,
            POST,
        ),
        roles=REVIEWERS,
        states=frozenset({CaseStatus.IN_REVIEW}),
    ),
)
