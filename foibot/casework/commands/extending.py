"""More time, as far as the law gives any; and the letter for when there is none left."""

from dataclasses import replace
from datetime import date

from foibot.casework.answers import cited
from foibot.casework.case import ACTIVE, UNANSWERED, Case, CaseStatus
from foibot.casework.commands.answering import POST, draft_letter
from foibot.casework.commands.reviewing import delay_review
from foibot.casework.commands.table import LINES, OFFICERS, Argument, ArgumentType, Command, Situation, Target
from foibot.casework.decisions import Decision
from foibot.casework.events import ExtensionDrafted
from foibot.casework.independence import REVIEWERS
from foibot.casework.lateness import drop_machines_holding_letter
from foibot.errors import NotPermitted, UsageError
from foibot.law.clock import ClockEvent, ClockReading
from foibot.law.exemption import Exemption
from foibot.law.exemptions import family_of, find_exemption
from foibot.law.wording import plain_day

BY_EXEMPTION = frozenset({"FOIA"})
"""Where more time is given for the public-interest test alone, so that the letter cites what is engaged (s.10(3))."""


def _extend(situation: Situation) -> tuple[Decision, ...]:
    case, said = situation.the_case(), situation.arguments
    until: date = said["until"]
    if case.under_review:
        return (delay_review(situation, case),)
    if not situation.actor.roles & OFFICERS:
        raise NotPermitted(f"'extend' is for an officer or manager while {case.reference} is not in review.")
    _refuse_date(situation, case, until)
    refuse_day_off(situation, case, until)
    exemptions = _engaged(case, said.get("exemption") or ())
    why, likelihood = said["why"].strip(), said.get("likelihood") or ""
    facts = {
        "until": until,
        "why": "" if exemptions else why,
        "text": (said.get("text") or "").strip(),
        "exemptions": [cited(one, why, likelihood=likelihood) for one in exemptions],
    }
    sections = tuple(one.cited_short for one in exemptions)
    return (draft_letter(situation, case, "extension", facts, ExtensionDrafted(case.next_draft, until, sections)),)


def _refuse_date(situation: Situation, case: Case, until: date) -> None:
    """Refuse what the law does not allow: no extension at all, one told too late, one too long or too short."""
    now = situation.statutes.read(case)
    regime = now.regime
    if regime.extension is None:
        raise NotPermitted(
            f"{regime.cited_as} allows no extension. Answer by {_due(now)}; if that cannot be done, "
            f"apologise: foibot holding {case.reference} --until DATE --why TEXT"
        )
    if now.due_on is None or situation.today > now.due_on:
        raise NotPermitted(
            f"The time ended on {_due(now)}, and an extension counts only if it is told before that. "
            f"Apologise instead: foibot holding {case.reference} --until DATE --why TEXT"
        )
    longest = _longest(situation, case)
    if until > longest:
        raise NotPermitted(
            f"{plain_day(until)} is more than the law allows ({regime.extended.source if regime.extended else ''}). "
            f"The latest date is {plain_day(longest)}."
        )
    if until <= now.due_on:
        raise NotPermitted(f"The answer is due by {_due(now)} anyway: --until must be later than that.")


def refuse_day_off(situation: Situation, case: Case, day: date) -> None:
    """Refuse to promise something for a day on which nobody works; raises `NotPermitted` with the next working day."""
    calendar = situation.statutes.calendar(situation.statutes.regime(case.regime))
    if not calendar.is_working_day(day):
        following = plain_day(calendar.next_working_day(day))
        raise NotPermitted(
            f"{plain_day(day)} is no working day ({calendar.why_not(day)}). The next one is {following}."
        )


def _longest(situation: Situation, case: Case) -> date:
    told = case.after(ClockEvent("extension", situation.today))
    return situation.statutes.read(told).due_on or situation.today


def _due(reading: ClockReading) -> str:
    return plain_day(reading.due_on) if reading.due_on else "a day that is not running"


def _engaged(case: Case, written: tuple[str, ...]) -> tuple[Exemption, ...]:
    """Return the exemptions that an extension rests on, where the law wants one that is qualified."""
    family = family_of(case.regime)
    if family not in BY_EXEMPTION:
        if written:
            raise UsageError(
                f"Under {family} more time is given for what is complex and voluminous: leave --exemption out."
            )
        return ()
    found = tuple(find_exemption(case.regime, one) for one in written)
    if not found:
        raise UsageError("Say which qualified exemption is being weighed: --exemption SECTION (FOIA s.10(3), s.17(2)).")
    for one in found:
        if one.absolute:
            raise NotPermitted(f"{one.cited} is absolute: there is no public interest to weigh, and so no more time.")
    return found


def _holding(situation: Situation) -> tuple[Decision, ...]:
    case, said = situation.the_case(), situation.arguments
    until: date = said["until"]
    if until <= situation.today:
        raise NotPermitted(f"{plain_day(until)} has passed. Give the day by which the applicant can expect the answer.")
    refuse_day_off(situation, case, until)
    facts = {"until": until, "why": said["why"].strip(), "text": (said.get("text") or "").strip()}
    drafted = draft_letter(situation, case, "holding", facts)
    dropped = drop_machines_holding_letter(case, "an officer had one drafted in its place")
    drafted = replace(drafted, events=(*dropped, *drafted.events))
    return (drafted.and_tell("It gives no more time in law: the answer stays due when it was."),)


WHY = Argument("why", ArgumentType.TEXT, "why more time is needed", required=True)
TEXT = Argument("text", ArgumentType.TEXT, "what you can tell the applicant already")

EXTENDING = (
    Command(
        "extend",
        "Draft a letter that extends the time, of a review too, where the law allows it; told in time, it counts.",
        Target.CASE,
        _extend,
        (
            Argument("until", ArgumentType.DATE, "the new date", required=True),
            WHY,
            Argument("exemption", ArgumentType.TEXT, "FOIA: the qualified exemption that is being weighed", many=True),
            Argument("likelihood", ArgumentType.CHOICE, "how likely the harm is", choices=("would", "would-be-likely")),
            TEXT,
            LINES,
            POST,
        ),
        roles=OFFICERS | REVIEWERS,
        states=frozenset({*ACTIVE, CaseStatus.IN_REVIEW}),
    ),
    Command(
        "holding",
        "Draft a letter that says sorry for an answer that is late, and when it will come; it gives no more time.",
        Target.CASE,
        _holding,
        (
            Argument("until", ArgumentType.DATE, "when the answer is expected", required=True),
            Argument("why", ArgumentType.TEXT, "why it is late", required=True),
            TEXT,
            LINES,
            POST,
        ),
        states=UNANSWERED,
    ),
)
