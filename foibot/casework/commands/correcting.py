"""Corrections by a person: the day of receipt, and what a message is."""

from dataclasses import replace
from datetime import date

from foibot.casework.acknowledging import acknowledge
from foibot.casework.arrivals import Arrival, MessageState, came_before_our_question, open_case
from foibot.casework.asking_for_review import acknowledge_review, weigh
from foibot.casework.case import ACTIVE, CARRIED, OFFICE, UNANSWERED, Case, CaseStatus, Draft, LetterState
from foibot.casework.commands.clarifying import clarification_received
from foibot.casework.commands.table import Argument, ArgumentType, Command, Situation, Target
from foibot.casework.decisions import Decision
from foibot.casework.endings import drop_what_waits
from foibot.casework.events import (
    ApplicantCorrected,
    CaseClosed,
    ClarificationDisowned,
    DateOfReceiptCorrected,
    Event,
    MessageFiled,
    MessageReclassified,
    MessageSetApart,
    NoAnswerByHand,
    Person,
    ReviewDisowned,
    TagsRemoved,
    Words,
)
from foibot.casework.policy import Role
from foibot.casework.reaching import without_address
from foibot.casework.rewriting import NAME_WANTED, drop_question_of_name, rewrite_what_waits
from foibot.casework.tagged import who_asked
from foibot.casework.tags import tells_of
from foibot.correspondence.kinds import OF_A_CASE, Kind
from foibot.errors import NotPermitted, UsageError
from foibot.law.wording import plain_day

NOT_A_REQUEST = "not a request"
MACHINE_KINDS = frozenset({Kind.BOUNCE, Kind.AUTO_REPLY, Kind.RECEIPT, Kind.BULK, Kind.OWN})


def _received(situation: Situation) -> tuple[Decision, ...]:
    case = situation.the_case()
    day: date = situation.arguments["date"]
    if day > situation.today:
        raise NotPermitted(f"{plain_day(day)} is still to come. Give the day the request reached the authority.")
    if day == case.received_on:
        raise NotPermitted(f"{case.reference} was received on {plain_day(day)} already.")
    if case.responded_on is not None and day > case.responded_on:
        raise NotPermitted(f"The answer left on {plain_day(case.responded_on)}: the request was there by then.")
    corrected = DateOfReceiptCorrected(day, Words(situation.arguments["why"]))
    told = [f"{case.reference} was received on {plain_day(day)}."]
    if case.received_on is not None and day > case.received_on:
        told.append(
            f"Please look: that is later than {plain_day(case.received_on)}, and the time runs from the day it first "
            "reached anybody in the authority."
        )
    if any(letter.name == "acknowledgement" and letter.state is not LetterState.CANCELLED for letter in case.letters):
        told.append(_of_acknowledgement(case))
    decision = Decision(case.reference, (corrected,), told=" ".join(told))
    return (rewrite_what_waits(decision, case, situation.policy.name_wanted_by),)


def _of_acknowledgement(case: Case) -> str:
    if any(letter.name == "acknowledgement" and letter.surely_waits for letter in case.letters):
        return "The acknowledgement has not left yet: it is written anew with the new dates."
    return "The acknowledgement named the dates as they were: tell the applicant if they need the new ones."


def _applicant(situation: Situation) -> tuple[Decision, ...]:
    case = situation.the_case()
    name, address = (str(situation.arguments.get(given) or "").strip() for given in ("name", "address"))
    if not name and not address:
        raise UsageError("Nothing is given: add --name TEXT or --address TEXT.")
    if len(name.splitlines()) > 1:
        raise NotPermitted("--name has more than one line. Give the applicant's name alone.")
    known = case.applicant
    applicant = replace(known, name=name or known.name, postal_address=address or known.postal_address)
    if applicant == known:
        raise NotPermitted(f"{case.reference} has that {'name' if name else 'address'} already.")
    corrected = ApplicantCorrected(applicant, Words(situation.arguments["why"]))
    dropped = drop_question_of_name(case, "the applicant is named") if name else ()
    drafts = tuple(_unless_dropped(draft) for draft in case.drafts) if name else case.drafts
    told = f"The applicant of {case.reference} is {'named' if name else 'known by that postal address'}."
    untagged = _no_longer_a_subject(situation, applicant)
    off = f" Taken off, because they would tell who it is: {', '.join(untagged)}." if untagged else ""
    events = (corrected, *dropped, *([TagsRemoved(untagged)] if untagged else []))
    decision = Decision(case.reference, events, told=f"{told}{off}")
    if without_address(known):
        decision = acknowledge(decision, applicant, situation.policy, case=case)
    left = replace(case, applicant=applicant, drafts=drafts)
    return (rewrite_what_waits(decision, left, situation.policy.name_wanted_by),)


def _no_longer_a_subject(situation: Situation, applicant: Person) -> tuple[str, ...]:
    """Return the tags of a case that tell of an applicant who is known better by now."""
    who = who_asked(applicant, situation.request, situation.policy)
    return tuple(tag for tag in situation.the_case().tags if tells_of(tag, who))


def _unless_dropped(draft: Draft) -> Draft:
    return replace(draft, status="rejected") if draft.letter == NAME_WANTED else draft


def _classify(situation: Situation) -> tuple[Decision, ...]:
    arrival = situation.arrival
    if arrival is None:
        raise NotPermitted("This command needs a message: give the number of its row or its Message-ID.")
    kind = Kind(situation.arguments["kind"])
    corrected = MessageReclassified(arrival.message, str(arrival.verdict.kind), str(kind))
    still_withheld = tuple(reason for reason in arrival.verdict.withheld if reason.rule != "uncertain")
    verdict = replace(arrival.verdict, kind=kind, certain=True, withheld=still_withheld, acknowledge=not still_withheld)
    judged = replace(arrival, verdict=verdict)
    wanted = _as_request if kind is Kind.NEW_REQUEST else _as_something_else
    return (*_no_answer_any_more(situation, arrival), *wanted(situation, judged, corrected))


def _no_answer_any_more(situation: Situation, arrival: Arrival) -> tuple[Decision, ...]:
    """Take back, on the case it was filed on, that a letter a person sent seems to answer the request."""
    case = situation.case
    if case is None or all(one.message != arrival.message for one in case.answers_by_hand):
        return ()
    return (Decision(case.reference, (NoAnswerByHand(arrival.message),)),)


def _as_request(situation: Situation, arrival: Arrival, corrected: MessageReclassified) -> tuple[Decision, ...]:
    if situation.opened_by_it:
        raise NotPermitted(f"That message has opened {situation.the_case().reference} already.")
    opened = open_case(arrival, situation.policy)
    told = f"{opened.reference} is open, received on {plain_day(arrival.received_on)}."
    return (replace(opened, events=(*opened.events, corrected), told=told),)


def _as_something_else(situation: Situation, arrival: Arrival, corrected: MessageReclassified) -> tuple[Decision, ...]:
    closed = (*_closing_what_it_opened(situation), *_no_review_after_all(situation, arrival))
    target: str | None = situation.arguments.get("case")
    if target and situation.opened_by_it and target == situation.the_case().reference:
        raise NotPermitted(
            f"That message opened {target}. Name another case, or none: {target} is then closed as no request."
        )
    kind = str(arrival.verdict.kind)
    if not target and arrival.verdict.kind in OF_A_CASE:
        raise NotPermitted(f"A {kind.replace('_', ' ')} belongs to a case. Say which: add --case REFERENCE.")
    if target:
        filed = MessageFiled(arrival.message, kind, arrival.verdict.automatic, confirmed=True)
        facts = (filed, corrected, *_of_the_clock(situation, arrival))
        decision = Decision(target, facts, state=MessageState.CASE, told=f"Filed on {target}.")
        if arrival.verdict.kind is Kind.REVIEW_REQUEST and situation.other:
            decision = _with_review(situation, arrival, situation.other, decision)
        if arrival.verdict.kind is Kind.WITHDRAWAL and situation.other and situation.other.status in UNANSWERED:
            decision = decision.and_tell(
                f"It ends nothing yet. If they want no answer any more: {_withdraw(situation)}"
            )
    else:
        state = _state_of(arrival.verdict.kind)
        apart = MessageSetApart(arrival.message, str(state), kind)
        decision = Decision(OFFICE, (apart, corrected), state=state, told=f"Set apart as {kind} ({state}).")
    if situation.opened_by_it:
        opened = situation.the_case().reference
        decision = decision.and_tell(f"It had opened {opened}, which is closed now, as no request.")
    return (*closed, decision)


def _withdraw(situation: Situation) -> str:
    """Return the command that ends the case a message was filed on, as on the day it came."""
    arrival, case = situation.arrival, situation.other
    if arrival is None or case is None:
        return ""
    earlier = (case.received_on or situation.today) <= arrival.received_on < situation.today
    return f"foibot withdraw {case.reference}" + (f" --on {arrival.received_on}" if earlier else "")


def _with_review(situation: Situation, arrival: Arrival, case: Case, decision: Decision) -> Decision:
    """Record the review that a person says the message asks for; raises `NotPermitted` where there can be none."""
    if case.review is not None and case.review.message == arrival.message:
        return decision
    asked = weigh(case, arrival.received_on, situation.statutes)
    if asked.why_not:
        raise NotPermitted(f"{case.reference} cannot be reviewed: {asked.why_not}.")
    requested = asked.as_event("email", arrival.message)
    told = f"The review of {case.reference} is recorded{', late' if asked.late else ''}."
    recorded = replace(decision, events=(*decision.events, requested), told=told)
    recipient = replace(case.applicant, email=arrival.answer_to or case.applicant.email)
    withheld = tuple(reason.rule for reason in arrival.verdict.withheld)
    return acknowledge_review(recorded, case, recipient, situation.policy, answers=arrival.message, withheld=withheld)


def _of_the_clock(situation: Situation, arrival: Arrival) -> tuple[Event, ...]:
    """Return what follows for the clock of the case that the message is put on, or was taken for the reply of."""
    case = situation.other
    if case is None:
        return ()
    clarifies = arrival.verdict.kind is Kind.CLARIFICATION_REPLY
    if clarifies and case.status is CaseStatus.AWAITING_CLARIFICATION:
        if came_before_our_question(case, arrival.received_on):
            raise NotPermitted(
                f"That message came on {plain_day(arrival.received_on)}, before our question left: it cannot be the "
                f"reply. If it tells enough all the same: foibot clarified {case.reference}"
            )
        return (clarification_received(case, situation.statutes, arrival.received_on, arrival.message),)
    if not clarifies and case.clarified_by == arrival.message and case.status in (*ACTIVE, CaseStatus.AWAITING_FEE):
        return (ClarificationDisowned(arrival.message),)
    return ()


def _no_review_after_all(situation: Situation, arrival: Arrival) -> tuple[Decision, ...]:
    """Take back the review that a message was taken for; only a manager does, who has no answer to defend."""
    case, kind = situation.case, arrival.verdict.kind
    review = case.under_review if case else None
    if case is None or review is None or review.message != arrival.message or kind is Kind.REVIEW_REQUEST:
        return ()
    if Role.MANAGER not in situation.actor.roles:
        raise NotPermitted(
            f"The review of {case.reference} rests on that message: only a manager says that it is none."
        )
    status = situation.statutes.status_of(replace(case, review=None))
    return (Decision(case.reference, (ReviewDisowned(arrival.message, str(status)),)),)


def _state_of(kind: Kind) -> str:
    """Return the state of what a person says is no request and on no case: it waits for nobody any more."""
    if kind is Kind.UNCLEAR:
        return MessageState.TRIAGE
    return MessageState.MACHINE if kind in MACHINE_KINDS else MessageState.NOT_FOI


def _closing_what_it_opened(situation: Situation) -> tuple[Decision, ...]:
    """Close the case that the message opened, with all that has not left yet: it would be written to a robot."""
    case = situation.case
    if case is None or not situation.opened_by_it or case.status not in CARRIED:
        return ()
    facts = (CaseClosed(NOT_A_REQUEST), *drop_what_waits(case))
    return (Decision(case.reference, facts),)


CORRECTING = (
    Command(
        "received",
        "Correct the day on which a request reached the authority; the clock follows.",
        Target.CASE,
        _received,
        (
            Argument("date", ArgumentType.DATE, "the day, as 2026-12-23", positional=True),
            Argument("why", ArgumentType.TEXT, "how you know", required=True),
        ),
        states=CARRIED,
    ),
    Command(
        "applicant",
        "Note the name or the postal address of an applicant who has told it, or correct it.",
        Target.CASE,
        _applicant,
        (
            Argument("name", ArgumentType.TEXT, "the name"),
            Argument("address", ArgumentType.TEXT, "the postal address"),
            Argument("why", ArgumentType.TEXT, "how you know", required=True),
        ),
        states=CARRIED,
    ),
    Command(
        "classify",
        "Say what a message really is; it takes effect as if foibot had been right at once.",
        Target.MESSAGE,
        _classify,
        (
            Argument(
                "kind",
                ArgumentType.CHOICE,
                "what it is",
                positional=True,
                choices=tuple(str(kind) for kind in Kind),
            ),
            Argument("case", ArgumentType.REFERENCE, "the case it belongs to"),
        ),
    ),
)
