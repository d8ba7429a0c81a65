"""What happened, folded into how a case stands.

`apply` is the only place where a fact changes a case; `status.TRANSITIONS` is the only place where a status does.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from foibot.casework.amending import amended
from foibot.casework.appeal import Appeal
from foibot.casework.case import TRANSITIONS, Case, CaseStatus, FiledMessage
from foibot.casework.events import (
    AnswerDrafted,
    ApplicantCorrected,
    CaseClosed,
    CaseMerged,
    CaseReleased,
    CaseReopened,
    CaseTagged,
    ChaserCancelled,
    ChaserSent,
    ClarificationAsked,
    ClarificationDisowned,
    ClarificationReceived,
    CommissionerAnswered,
    CommissionerCaseEnded,
    CommissionerWrote,
    CostLimitNeared,
    DateOfReceiptCorrected,
    DeadlineExtended,
    Event,
    ExtensionDrafted,
    FeeDrafted,
    FeePaid,
    FeesNoticeIssued,
    HolderAnswered,
    IndependenceWaived,
    LanguageChosen,
    LimitPassed,
    MessageFiled,
    NoAnswerByHand,
    NoteAdded,
    OfficerAssigned,
    OfficersTold,
    Person,
    PersonalDataErased,
    PublishingCleared,
    RegimeChanged,
    ReleaseWithdrawn,
    RequestAnswered,
    RequestImported,
    RequestLapsed,
    RequestLinked,
    RequestReceived,
    RequestTransferred,
    RequestWithdrawn,
    RetentionHeld,
    RetentionReleased,
    ReviewDecided,
    ReviewDelayDrafted,
    ReviewDelayed,
    ReviewDisowned,
    ReviewOutcomeDrafted,
    ReviewRequested,
    ReviewTold,
    TagsRemoved,
    TimeSpent,
    TransferDrafted,
    WrittenByHand,
)
from foibot.casework.independence import ANSWER, NOBODY, Part, Signed, part_in
from foibot.casework.letters_of_case import with_letters
from foibot.casework.questions import after
from foibot.casework.release import Release
from foibot.casework.review import Review
from foibot.law.clock import ClockEvent, london_day


class ImpossibleTransition(ValueError):
    """Raised when a fact is applied to a case in a status from which it cannot happen: a fault of ours."""


def _changed_status(case: Case, event: Event) -> CaseStatus | None:
    moved = TRANSITIONS.get(type(event))
    if moved is None:
        return case.status
    if case.status in moved.stays:
        return case.status
    after = CaseStatus(getattr(event, "to", moved.after[0]))
    if case.status not in moved.before or after not in moved.after:
        raise ImpossibleTransition(f"{case.reference}: {type(event).__name__} cannot happen while {case.status}")
    return after


def apply(case: Case, event: Event, signed: Signed = NOBODY) -> Case:
    """Return the case as it stands after one more fact; raises `ImpossibleTransition` where the status forbids it.

    `signed` is who did it, and when: what counts as a part in the first answer is kept with the case.
    """
    parts = _with_part(case, event, signed)
    told = isinstance(event, RequestReceived) and signed.at
    moved = amended(
        case,
        version=case.version + 1,
        status=_changed_status(case, event),
        parts=parts,
        taken_in_on=london_day(told) if told else case.taken_in_on,
    )
    asked = after(moved.questions, event, moved.status, moved.next_letter)
    moved = amended(moved, questions=asked) if asked else moved
    return with_letters(_with_facts(moved, event), event)


def _with_part(case: Case, event: Event, signed: Signed) -> tuple[Part, ...]:
    """Return who had a part in the answers so far; for one that never came whoever carries the case answers."""
    if isinstance(event, ReviewRequested) and not case.was_answered_by(event.on) and case.officer:
        return (*case.parts, Part(case.officer, "carried the case while its answer was overdue"))
    if isinstance(event, HolderAnswered) and 0 < event.question <= len(case.questions):
        asked, on = case.questions[event.question - 1].asked, london_day(signed.at) if signed.at else None
        return (*case.parts, Part(asked.email, "supplied information for", ANSWER, on=on))
    number = getattr(event, "draft", 0)
    revision = case.drafts[number - 1].revision if 0 < number <= len(case.drafts) else 1
    part = part_in(event, revision, signed)
    return (*case.parts, part) if part else case.parts


def _with_facts(case: Case, event: Event) -> Case:
    change = FACTS.get(type(event))
    return change(case, event) if change else case


SIGN = "sign-"
"""What the names of rules begin with that tell of a machine."""


def _opened(case: Case, event: RequestReceived) -> Case:
    first = () if event.message is None else (FiledMessage(event.message, "new_request", confirmed=True),)
    return amended(
        case,
        received_on=event.received_on,
        regime=event.regime,
        channel=event.channel,
        applicant=event.applicant,
        certain=event.certain,
        signs=tuple(rule.removeprefix(SIGN) for rule in event.rules if rule.startswith(SIGN)),
        regime_suggested=event.regime_suggested,
        messages=first,
        officers_told=bool(event.history),
        history=bool(event.history),
    )


def _answered(case: Case, event: RequestAnswered) -> Case:
    """Return the case with its outcome; a further answer changes the outcome and no date."""
    case = amended(case, sections=event.sections)
    if not event.number:
        by_hand = (*case.answered_in, *([event.message] if event.message is not None else []))
        case = amended(case, answered_by_hand=case.answered_by_hand or event.on, answered_in=by_hand)
    if case.responded_on is not None:
        return amended(case, outcome=event.outcome)
    if case.review and not case.review.answered:
        case = _with_review(case, parts=len(case.parts))
    return _ticked(amended(case, outcome=event.outcome, responded_on=event.on), "answered", event.on)


def _ticked(case: Case, name: str, on: date, until: date | None = None) -> Case:
    """Return the case with one more event of its clock."""
    return case.after(ClockEvent(name, on, until))


def _disowned(case: Case) -> Case:
    """Return the case without the reply that clarified nothing."""
    last = max(at for at, one in enumerate(case.clock_events) if one.name == "clarification_received")
    return amended(case, clock_events=(*case.clock_events[:last], *case.clock_events[last + 1 :]), clarified_by=None)


def _reopened(case: Case, event: CaseReopened) -> Case:
    """Return the case carried again; the clock opens again only where it had been ended with the case."""
    again = amended(case, closed_by="", merged_into="", lapsed_for="", ended_on=None)
    return _ticked(again, "reopened", event.on) if case.clock_has_ended else again


def _asked_again(case: Case, event: ReviewRequested) -> Case:
    """Return the case under review; whoever carried it has no part in that, until somebody is given it."""
    review = Review(
        event.on,
        event.channel,
        event.about,
        event.late,
        event.message,
        answered=case.was_answered_by(event.on),
        parts=len(case.parts),
        first_letter=len(case.letters),
        first_draft=len(case.drafts),
    )
    return amended(case, review=review, officer="", closed_by="", waivers=())


def _with_review(case: Case, **changes: Any) -> Case:
    return amended(case, review=amended(case.review, **changes)) if case.review else case


def _review_delayed(case: Case, event: ReviewDelayed) -> Case:
    told = ClockEvent("extension", event.on, event.until)
    return _with_review(case, clock_events=case.review.with_clock([told]) if case.review else ())


def _review_decided(case: Case, event: ReviewDecided) -> Case:
    return _with_review(case, decided_on=event.on, outcome=event.outcome, points=event.points)


def _review_told(case: Case, event: ReviewTold) -> Case:
    return _with_review(case, told=case.review.told | {event.officer} if case.review else frozenset())


def _appealed(case: Case, event: CommissionerWrote) -> Case:
    since = case.appeal.since if case.appeal and case.appeal.is_open else event.on
    appeal = Appeal(event.reference, since, event.step, event.due_on, event.requires_disclosure)
    return amended(case, appeal=appeal)


def _with_appeal(case: Case, **changes: Any) -> Case:
    return amended(case, appeal=amended(case.appeal, due_on=None, **changes)) if case.appeal else case


def _chased(case: Case, event: ChaserSent) -> Case:
    reminds = ((event.letter, event.question),) if event.letter and event.question else ()
    return amended(case, chased=(*case.chased, *event.steps), reminders=(*case.reminders, *reminds))


def _with_message(case: Case, filed: FiledMessage) -> Case:
    """Return the case with a message on it, once: filed again, it is what the last word says."""
    known = {before.message: before for before in case.messages}
    return amended(case, messages=tuple({**known, filed.message: filed}.values()))


ERASED = Person("[erased]")
"""Who asks, and who was asked, once the personal data of a case were erased."""


def _erased(case: Case, event: PersonalDataErased) -> Case:
    """Return the case without a person in it: days, outcome and counts are what stays."""
    asked = tuple(amended(one, asked=ERASED) for one in case.questions)
    return amended(case, erased_on=event.on, applicant=ERASED, questions=asked)


def _no_answer(case: Case, event: NoAnswerByHand) -> Case:
    """Return the case with a letter that a person sent as something else than an answer."""
    left = (amended(one, what="other") if one.message == event.message else one for one in case.by_hand)
    return amended(case, by_hand=tuple(left))


FACTS: dict[type[Event], Callable[[Case, Any], Case]] = {
    RequestReceived: _opened,
    RequestAnswered: _answered,
    RequestImported: lambda case, event: amended(case, imported=event, ended_on=event.ended_on, officers_told=True),
    DateOfReceiptCorrected: lambda case, event: amended(case, received_on=event.received_on),
    MessageFiled: lambda case, event: _with_message(case, FiledMessage(event.message, event.kind, event.confirmed)),
    RequestLinked: lambda case, event: amended(case, links=(*case.links, event)),
    AnswerDrafted: lambda case, event: amended(case, answers=(*case.answers, event)),
    ApplicantCorrected: lambda case, event: amended(case, applicant=event.applicant),
    OfficerAssigned: lambda case, event: amended(case, officer=event.officer),
    LanguageChosen: lambda case, event: amended(case, language=event.language),
    NoteAdded: lambda case, _: amended(case, notes=case.notes + 1),
    CaseClosed: lambda case, event: amended(case, closed_by=event.rule),
    OfficersTold: lambda case, _: amended(case, officers_told=True),
    ClarificationAsked: lambda case, event: _ticked(case, "clarification_asked", event.on),
    ClarificationReceived: lambda case, event: amended(
        _ticked(case, "clarification_received", event.on), clarified_by=event.message
    ),
    ClarificationDisowned: lambda case, _: _disowned(case),
    DeadlineExtended: lambda case, event: _ticked(case, "extension", event.on, event.until),
    FeesNoticeIssued: lambda case, event: _ticked(case, "fees_notice", event.on),
    FeePaid: lambda case, event: _ticked(case, "fee_paid", event.on),
    RequestTransferred: lambda case, event: _ticked(case, "transferred", event.on),
    RequestWithdrawn: lambda case, event: _ticked(case, "withdrawn", event.on),
    RequestLapsed: lambda case, event: amended(_ticked(case, "lapsed", event.on), lapsed_for=event.rule),
    CaseReopened: _reopened,
    CaseMerged: lambda case, event: amended(case, closed_by="merged", merged_into=event.into),
    RegimeChanged: lambda case, event: amended(case, regime=event.regime),
    ExtensionDrafted: lambda case, event: amended(case, drafted=(*case.drafted, event)),
    FeeDrafted: lambda case, event: amended(case, drafted=(*case.drafted, event)),
    TransferDrafted: lambda case, event: amended(case, drafted=(*case.drafted, event)),
    WrittenByHand: lambda case, event: amended(case, by_hand=(*case.by_hand, event)),
    NoAnswerByHand: _no_answer,
    CaseTagged: lambda case, event: amended(case, tags=tuple(sorted({*case.tags, *event.tags}))),
    TagsRemoved: lambda case, event: amended(case, tags=tuple(x for x in case.tags if x not in event.tags)),
    TimeSpent: lambda case, event: amended(case, time_spent=(*case.time_spent, event)),
    CostLimitNeared: lambda case, event: amended(case, cost_warnings=(*case.cost_warnings, event.share)),
    ReviewRequested: _asked_again,
    ReviewDelayDrafted: lambda case, event: amended(case, drafted=(*case.drafted, event)),
    ReviewDelayed: _review_delayed,
    ReviewOutcomeDrafted: lambda case, event: amended(case, drafted=(*case.drafted, event)),
    ReviewDecided: _review_decided,
    ReviewDisowned: lambda case, _: amended(case, review=None),
    ReviewTold: _review_told,
    CommissionerWrote: _appealed,
    CommissionerAnswered: lambda case, _: _with_appeal(case),
    CommissionerCaseEnded: lambda case, event: _with_appeal(case, ended_on=event.on),
    IndependenceWaived: lambda case, event: amended(case, waivers=(*case.waivers, event)),
    ChaserSent: _chased,
    ChaserCancelled: lambda case, event: amended(case, chased=tuple(x for x in case.chased if x not in event.steps)),
    CaseReleased: lambda case, event: amended(case, release=Release.of(event)),
    ReleaseWithdrawn: lambda case, _: amended(case, release=None),
    PublishingCleared: lambda case, event: amended(case, cleared=case.cleared.union(event.findings)),
    LimitPassed: lambda case, event: amended(case, limits_passed=(*case.limits_passed, event.due_on)),
    RetentionHeld: lambda case, event: amended(case, retained=True, retained_until=event.until),
    RetentionReleased: lambda case, _: amended(case, retained=False, retained_until=None),
    PersonalDataErased: _erased,
}
"""What each fact changes in a case, besides the fate of its letters and its status."""


def replay(reference: str, facts: Iterable[Event | tuple[Event, Signed]]) -> Case:
    """Return the case that a history of facts leads to, each with who did it and when where that is known."""
    case = Case(reference)
    for fact in facts:
        event, signed = (fact, NOBODY) if isinstance(fact, Event) else fact
        case = apply(case, event, signed)
    return case
