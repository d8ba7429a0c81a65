"""What is done about a message that arrived: one table from what it is to what happens.

When a person wrote it and it may be a request, it is a case: a request lost is the one unforgivable error.
When a robot wrote it, nobody is answered: an acknowledgement to a robot is the second.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from enum import StrEnum

from foibot.casework.acknowledging import acknowledge
from foibot.casework.asking_for_review import ReviewAsked, acknowledge_review
from foibot.casework.case import OFFICE, Case, CaseStatus, LetterState
from foibot.casework.decisions import Decision
from foibot.casework.endings import drop_confirmations
from foibot.casework.events import (
    CaseReopened,
    ClarificationReceived,
    DraftProposed,
    Event,
    HolderAnswered,
    HolderReplied,
    LetterBounced,
    MessageFiled,
    MessageSetApart,
    NoteAdded,
    Person,
    RequestLinked,
    RequestReceived,
    Words,
)
from foibot.casework.languages import language_of_request
from foibot.casework.letters import LetterWanted
from foibot.casework.policy import Policy
from foibot.casework.questions import meant_by
from foibot.casework.rewriting import NAME_WANTED, NO_NAME
from foibot.correspondence.classify import Kind, Reason, Verdict
from foibot.correspondence.holder_replies import Worth, worth_of
from foibot.correspondence.receipt import Receipt
from foibot.correspondence.validity import NO_NAME_GIVEN
from foibot.law.clock import london_day
from foibot.law.wording import plain_day
from foibot.lean import dataclass


class MessageState(StrEnum):
    """The one visible state in which every message ends."""

    CASE = "case"
    TRIAGE = "triage"
    MACHINE = "machine"
    NOT_FOI = "not_foi"
    DUPLICATE = "duplicate"
    SET_ASIDE = "set_aside"
    JUNK = "junk"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message that has been kept, read and classified.

    `message` is its row in the register. `applicant` is who asks, `answer_to` the address to acknowledge to: they
    differ where a reply address is given. `new_reference` is what a new case would be called. `bounced_letter`
    is the number, within the case, of the very letter a bounce speaks of; 0 where there is none. `resumes_to` is the
    status of its case if it is the clarification asked for (lapsed: it is too late), `review` what it would be as a
    request for a review. `links` are what a new case would get. What has neither a sender nor any text is not
    `readable`. `answers_letter` is the number, within the case, of the letter it answers; `words` are what is new in
    it, `files` how many came with it.
    """

    message: int
    verdict: Verdict
    applicant: Person
    answer_to: str
    receipt: Receipt
    new_reference: str
    readable: bool = True
    in_junk: bool = False
    history: bool = False
    bounced_letter: int = 0
    resumes_to: str = "open"
    review: ReviewAsked | None = None
    links: tuple[RequestLinked, ...] = ()
    answers_letter: int = 0
    words: str = ""
    files: int = 0
    erased_file: str = ""
    """The case it is about whose personal data were erased, so that it is on no case; empty where there is none."""

    @property
    def received_on(self) -> date:
        """The day of receipt in Europe/London."""
        return london_day(self.receipt.at)

    @property
    def flags(self) -> tuple[str, ...]:
        """What a person should look at in the date of receipt."""
        written_at = self.verdict.written_at
        if written_at is None:
            return self.receipt.flags
        passed_on = f"passed on to us, and written on {plain_day(london_day(written_at))}"
        return (*self.receipt.flags, passed_on)

    @property
    def rules(self) -> tuple[str, ...]:
        """The names of the rules that judged the message."""
        return tuple(reason.rule for reason in self.verdict.reasons)


def decide_arrival(arrival: Arrival, case: Case | None, policy: Policy) -> Decision:
    """Return what a message's arrival means: a new case, a paper on a case, or a state of its own.

    `case` is the case the verdict ties the message to, or None.
    """
    if not arrival.readable:
        return _set_apart(arrival, MessageState.SET_ASIDE)
    if arrival.in_junk:
        return _set_apart(arrival, MessageState.JUNK)
    if case is not None:
        return WITH_A_CASE.get(arrival.verdict.kind, _file)(arrival, case, policy)
    return WITHOUT_A_CASE[arrival.verdict.kind](arrival, policy)


def open_case(arrival: Arrival, policy: Policy) -> Decision:
    """Open a case for the request, with its acknowledgement where one may leave."""
    verdict = arrival.verdict
    opened = RequestReceived(
        received_on=arrival.received_on,
        regime=policy.regime,
        channel="email",
        applicant=arrival.applicant,
        message=arrival.message,
        certain=verdict.certain,
        rules=arrival.rules,
        regime_suggested=verdict.regime_suggested,
        dated_by=arrival.receipt.source,
        flags=arrival.flags,
        history=arrival.history or None,
    )
    language = language_of_request(verdict.notes, policy)
    noted = (NoteAdded(Words(EARLIER_FILE_ERASED.format(arrival.erased_file))),) if arrival.erased_file else ()
    decision = Decision(arrival.new_reference, (opened, *language, *arrival.links, *noted), state=MessageState.CASE)
    if arrival.history:
        return decision
    withheld = tuple(reason.rule for reason in verdict.withheld)
    if not verdict.acknowledge and not withheld:
        withheld = ("uncertain",)
    recipient = replace(arrival.applicant, email=arrival.answer_to)
    acknowledged = acknowledge(decision, recipient, policy, answers=arrival.message, withheld=withheld)
    return _ask_for_a_name(acknowledged, recipient, arrival, policy)


EARLIER_FILE_ERASED = (
    "It is about {}, whose personal data were erased on schedule: what was asked and answered then is not kept any "
    "more, and its dates and outcome are. Read it as mail that may ask for something new, or for a review out of time."
)
ABOUT_AN_ERASED_FILE = "about a case whose personal data were erased"


def without_file(verdict: Verdict, reference: str) -> Verdict:
    """Return what mail is that belongs to a case of which nothing is left: a person's is a case of its own.

    An unsure one, unless it is plainly a new request. A machine's stays a machine's.
    """
    reason = Reason(ABOUT_AN_ERASED_FILE, reference)
    alone = replace(verdict, reference=None, thread=None, reasons=(*verdict.reasons, reason))
    if verdict.kind is Kind.NEW_REQUEST or verdict.automatic or verdict.kind in OF_MACHINES:
        return alone
    withheld = (*verdict.withheld, reason)
    return replace(alone, kind=Kind.UNCLEAR, certain=False, acknowledge=False, withheld=withheld)


OF_MACHINES = frozenset({Kind.BOUNCE, Kind.AUTO_REPLY, Kind.RECEIPT, Kind.BULK, Kind.OWN, Kind.OFFICER_COMMAND})


def _ask_for_a_name(decision: Decision, recipient: Person, arrival: Arrival, policy: Policy) -> Decision:
    """Draft the letter that asks for a name where the law wants one and plainly none was given."""
    missing = next((note.evidence for note in arrival.verdict.notes if note.rule == "validity"), "")
    if not missing or not policy.name_wanted_by or not recipient.email:
        return decision
    drafts = sum(isinstance(event, DraftProposed) for event in decision.events)
    facts = {"name_wanted_by": policy.name_wanted_by, "name_given": missing != NO_NAME_GIVEN}
    wanted = LetterWanted(NAME_WANTED, recipient, draft=drafts + 1, answers=arrival.message, facts=facts)
    proposed = DraftProposed(wanted.draft, NAME_WANTED, (NO_NAME if missing == NO_NAME_GIVEN else "name",))
    return replace(decision, events=(*decision.events, proposed), letters=(*decision.letters, wanted))


def _file(arrival: Arrival, case: Case, _policy: Policy) -> Decision:
    return Decision(case.reference, (_filed(arrival),), state=MessageState.CASE)


def _filed(arrival: Arrival) -> MessageFiled:
    verdict = arrival.verdict
    confirmed = verdict.thread is None or verdict.thread.confirmed
    return MessageFiled(arrival.message, str(verdict.kind), verdict.automatic, confirmed, arrival.rules)


def _file_bounce(arrival: Arrival, case: Case, _policy: Policy) -> Decision:
    """File a bounce; anybody can write one, so the letter is noted as refused only where the bounce names it."""
    filed = _filed(arrival)
    facts: tuple[Event, ...] = (filed,)
    if filed.confirmed and 0 < arrival.bounced_letter <= len(case.letters):
        letter = case.letters[arrival.bounced_letter - 1]
        if letter.state not in (LetterState.REFUSED, LetterState.CANCELLED):
            facts = (*facts, LetterBounced(arrival.bounced_letter, letter.name, arrival.message))
    return Decision(case.reference, facts, state=MessageState.CASE)


def _take_clarification(arrival: Arrival, case: Case, _policy: Policy) -> Decision:
    """File what answers our question; it starts the time anew where it surely does, else a person decides.

    A request that had lapsed for want of it is taken up again (FOIA s.10(6): the time counts from the reply).
    """
    filed = _filed(arrival)
    sure = filed.confirmed and arrival.verdict.certain and not filed.automatic
    too_late = arrival.resumes_to == CaseStatus.LAPSED
    if not sure or too_late or not waits_for_clarification(case) or came_before_our_question(case, arrival.received_on):
        return Decision(case.reference, (filed,), state=MessageState.CASE)
    received = ClarificationReceived(arrival.received_on, arrival.resumes_to, arrival.message)
    if case.status is not CaseStatus.LAPSED:
        return Decision(case.reference, (filed, received), state=MessageState.CASE)
    day, waiting = taken_up_on(case, arrival.received_on), str(CaseStatus.AWAITING_CLARIFICATION)
    again = CaseReopened(day, waiting, Words("the clarification came"))
    facts = (filed, again, *drop_confirmations(case), received)
    return Decision(case.reference, facts, state=MessageState.CASE)


def taken_up_on(case: Case, received_on: date) -> date:
    """Return the day on which a reply takes up a lapsed case: not before it lapsed, though it came before that."""
    return max(received_on, case.lapsed_on or received_on)


def came_before_our_question(case: Case, day: date) -> bool:
    """Tell whether what came on that day crossed our letter: it cannot be the reply."""
    return case.clarification_asked_on is not None and day < case.clarification_asked_on


def _take_review(arrival: Arrival, case: Case, policy: Policy) -> Decision:
    """File what asks for a review; it is recorded and acknowledged where that is sure, else a person looks.

    An acknowledgement goes to the applicant's own address, or waits: a reply address elsewhere is confirmed first.
    """
    filed, asked = _filed(arrival), arrival.review
    decision = Decision(case.reference, (filed,), state=MessageState.CASE)
    sure = filed.confirmed and arrival.verdict.certain and not filed.automatic and not arrival.history
    if not sure or asked is None or asked.why_not:
        return decision
    recorded = replace(decision, events=(filed, asked.as_event("email", arrival.message)))
    withheld = tuple(reason.rule for reason in arrival.verdict.withheld)
    recipient = replace(case.applicant, email=arrival.answer_to)
    return acknowledge_review(recorded, case, recipient, policy, answers=arrival.message, withheld=withheld)


def waits_for_clarification(case: Case) -> bool:
    """Tell whether a case waits for the applicant to say what is meant, or has lapsed because nobody did."""
    lapsed = case.status is CaseStatus.LAPSED and case.lapsed_for == "clarification"
    return lapsed or case.status is CaseStatus.AWAITING_CLARIFICATION


def _set_apart(arrival: Arrival, state: MessageState) -> Decision:
    fact = MessageSetApart(arrival.message, str(state), str(arrival.verdict.kind), arrival.rules)
    return Decision(OFFICE, (fact,), state=state)


def _to_a_person(arrival: Arrival, _policy: Policy) -> Decision:
    return _set_apart(arrival, MessageState.TRIAGE)


def _to_the_machines(arrival: Arrival, _policy: Policy) -> Decision:
    # what only seems to be a machine's may be a person's: somebody looks
    return _set_apart(arrival, MessageState.MACHINE if arrival.verdict.certain else MessageState.TRIAGE)


def _new_case_for_known_party(arrival: Arrival, case: Case, policy: Policy) -> Decision:
    """Open a case of its own for a fresh request inside an old thread: it has a clock of its own."""
    del case
    return open_case(arrival, policy)


def _file_holder_reply(arrival: Arrival, case: Case, policy: Policy) -> Decision:
    """File what those who were asked wrote to the question it is about; only a plain answer closes that."""
    filed = _filed(arrival)
    question = meant_by(case.questions, arrival.answers_letter, _known_by(arrival.applicant.email, policy))
    if question is None:
        return Decision(case.reference, (filed,), state=MessageState.CASE)
    sure = arrival.verdict.certain and filed.confirmed
    worth = worth_of(arrival.words, files=arrival.files > 0, certain=sure)
    if arrival.verdict.automatic:
        worth = Worth.AUTOMATIC
    fact: Event = HolderReplied(question.number, arrival.message, str(worth))
    if worth is Worth.ANSWER and question.is_open:
        fact = HolderAnswered(question.number, arrival.message)
    return Decision(case.reference, (filed, fact), state=MessageState.CASE)


def _known_by(address: str, policy: Policy) -> frozenset[str]:
    """Return the addresses that a sender answers for: their own, and those of the holders whose deputy they are."""
    wanted = address.casefold()
    pairs = ((one.email, policy.stands_in_for(one)) for one in policy.holders)
    deputised = (email for email, deputy in pairs if deputy and deputy.email.casefold() == wanted)
    return frozenset({wanted, *(email.casefold() for email in deputised)})


WITH_A_CASE: dict[Kind, Callable[[Arrival, Case, Policy], Decision]] = {
    Kind.NEW_REQUEST: _new_case_for_known_party,
    Kind.BOUNCE: _file_bounce,
    Kind.CLARIFICATION_REPLY: _take_clarification,
    Kind.HOLDER_REPLY: _file_holder_reply,
    Kind.AUTO_REPLY: _file_holder_reply,
    Kind.REVIEW_REQUEST: _take_review,
}
"""What a message does that belongs to a case; every other kind is filed on it."""

WITHOUT_A_CASE: dict[Kind, Callable[[Arrival, Policy], Decision]] = {
    Kind.NEW_REQUEST: open_case,
    Kind.UNCLEAR: open_case,
    Kind.CLARIFICATION_REPLY: _to_a_person,
    Kind.REVIEW_REQUEST: _to_a_person,
    Kind.WITHDRAWAL: _to_a_person,
    Kind.PROGRESS_ENQUIRY: _to_a_person,
    Kind.CORRESPONDENCE: _to_a_person,
    Kind.HOLDER_REPLY: _to_a_person,
    Kind.OFFICER_COMMAND: _to_a_person,
    Kind.COMMISSIONER: _to_a_person,
    Kind.BOUNCE: _to_the_machines,
    Kind.AUTO_REPLY: _to_the_machines,
    Kind.RECEIPT: _to_the_machines,
    Kind.BULK: _to_the_machines,
    Kind.OWN: _to_the_machines,
}
"""What a message does that belongs to no case."""
