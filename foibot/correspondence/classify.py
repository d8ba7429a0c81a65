"""What a message is: a table of named rules, the first that answers decides, and says which words it saw.

When in doubt between a request and anything else that a person wrote, it is a request that a person looks at; a
robot is never acknowledged. The words and signs themselves stand in modules of their own; no rule here touches a
case.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from foibot.correspondence.acknowledging import Reason, reply_address, withheld_because
from foibot.correspondence.kinds import Kind
from foibot.correspondence.known import Known
from foibot.correspondence.letter_rules import LETTER_RULES
from foibot.correspondence.machine_rules import MACHINE_RULES
from foibot.correspondence.message import Address, InboundMessage
from foibot.correspondence.reading import Answer, Reading, Rule
from foibot.correspondence.regime import regimes_in
from foibot.correspondence.thread import Thread, named_ids
from foibot.correspondence.validity import NO_NAME_GIVEN, missing_for_validity
from foibot.correspondence.welsh import welsh_in
from foibot.lean import dataclass

__all__ = ["RULES", "Kind", "Known", "Reason", "Verdict", "classify", "named_ids"]

RULES: tuple[Rule, ...] = (*MACHINE_RULES, *LETTER_RULES)
ACKNOWLEDGED = frozenset({Kind.NEW_REQUEST, Kind.REVIEW_REQUEST})
OPENS_A_CASE = frozenset({Kind.NEW_REQUEST, Kind.UNCLEAR})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a message is, why, and what follows.

    `certain` False: a person looks at it. `reference` is the case it was tied to, and `thread` how. `applicant` is
    who asks: the sender, or whose letter was passed on (then `passed_on` is what it says, and `written_at` when it
    was written, as far as it is told). `notes` are for the officer. `withheld` says why no acknowledgement leaves
    by itself.
    """

    kind: Kind
    automatic: bool
    certain: bool
    reference: str | None = None
    thread: Thread | None = None
    bounced_recipient: str | None = None
    regime_suggested: tuple[str, ...] = ()
    acknowledge: bool = False
    acknowledge_to: Address | None = None
    applicant: Address | None = None
    written_at: datetime | None = None
    passed_on: str = ""
    authentication: str = ""
    withheld: tuple[Reason, ...] = ()
    notes: tuple[Reason, ...] = ()
    reasons: tuple[Reason, ...] = ()


def decide(reading: Reading) -> tuple[Rule, Answer]:
    """Return the first rule that answers; the last one always does."""
    for rule in RULES:
        answer = rule.look(reading)
        if answer is not None:
            return rule, answer
    raise AssertionError("the last rule answers every message")


def classify(message: InboundMessage, known: Known) -> Verdict:
    """Say what a message is, with what the register knows of it."""
    reading = Reading(message, known)
    rule, answer = decide(reading)
    regimes = regimes_in(reading.asked_message) if answer.kind in OPENS_A_CASE else {}
    automatic = answer.kind in (Kind.BOUNCE, Kind.AUTO_REPLY, Kind.RECEIPT) or reading.is_automatic
    notes = tuple(notes_on(reading, answer))
    withheld = (*withheld_reasons(reading, answer), *withheld_for_a_person(regimes, notes))
    forwarded = reading.forwarded if answer.forwarded else None
    thread = (answer.thread or reading.thread) if answer.tied else None
    return Verdict(
        kind=answer.kind,
        automatic=automatic,
        certain=answer.certain,
        reference=thread.reference if thread else None,
        thread=thread,
        bounced_recipient=bounced_recipient(reading) if answer.kind is Kind.BOUNCE else None,
        regime_suggested=tuple(regimes),
        acknowledge=answer.kind in ACKNOWLEDGED and not withheld,
        acknowledge_to=reply_address(message),
        applicant=forwarded.sender if forwarded else message.sender,
        written_at=forwarded.at if forwarded else None,
        passed_on=forwarded.text if forwarded else "",
        authentication=str(reading.checked),
        withheld=withheld,
        notes=notes,
        reasons=(
            Reason(rule.name, answer.evidence),
            *(Reason(f"sign-{sign.name}", sign.evidence) for sign in reading.signs),
            *(Reason(f"regime-{name.lower()}", words) for name, words in regimes.items()),
        ),
    )


def bounced_recipient(reading: Reading) -> str | None:
    """Return the address that was not reached: as the report names it, else the one our letter went to."""
    if reading.answered_letter and reading.failed_where_sent:
        return reading.answered_letter.recipient
    return reading.failure.recipient if reading.failure else None


def withheld_reasons(reading: Reading, answer: Answer) -> tuple[Reason, ...]:
    """Return every reason for which no acknowledgement leaves by itself."""
    withheld = list(withheld_because(reading.message, reading.known, reading.signs, reading.checked))
    pattern = reading.known.pattern
    if (
        answer.kind is Kind.NEW_REQUEST
        and pattern
        and f"[{pattern.find(reading.message.subject)}]" in reading.message.subject
    ):
        withheld.append(Reason("our-subject", reading.message.subject[:100]))
    if not answer.certain:
        withheld.append(Reason("uncertain", "a person looks at it first"))
    return tuple(withheld)


def withheld_for_a_person(regimes: Mapping[str, str], notes: tuple[Reason, ...]) -> Iterator[Reason]:
    """Return why a request waits for a person though it plainly is one: another law's, or no real name is given.

    UK GDPR article 15 has another time limit; FOIA section 8(1)(b) asks for the name of the applicant.
    """
    if "SAR" in regimes:
        yield Reason("subject-access", regimes["SAR"])
    yield from (
        Reason("validity" if note.evidence == NO_NAME_GIVEN else "name", note.evidence)
        for note in notes
        if note.rule == "validity"
    )


def notes_on(reading: Reading, answer: Answer) -> list[Reason]:
    """Return what an officer should know of the message besides its kind."""
    message, notes = reading.message, list[Reason]()
    language = welsh_in(reading.asked_message.new_text) if not reading.is_automatic else None
    notes += [language] if language else []
    if answer.kind is Kind.NEW_REQUEST:
        missing = missing_for_validity(reading.asked_message)
        if missing:
            notes.append(Reason("validity", missing))
    if answer.also_asks and answer.kind is Kind.REVIEW_REQUEST:
        notes.append(Reason("also-asks", answer.also_asks))
    elif reading.thread and (answer.kind is Kind.NEW_REQUEST or answer.also_asks):
        notes.append(Reason("reply-or-new-request", reading.thread.reference))
    if reading.thread and not reading.thread.confirmed:
        case = reading.known.cases.get(reading.thread.reference)
        is_theirs = case is not None and case.has_party(message.sender)
        notes.append(Reason("guessed-case" if is_theirs else "unconfirmed-sender", reading.thread.how))
    notes += [Reason("names-another-case", reference) for reference in reading.other_cases]
    notes += [
        Reason("earlier-case", case.reference)
        for case in reading.known.cases.values()
        if case.has_party(message.sender) and (reading.thread is None or case.reference != reading.thread.reference)
    ]
    if message.reply_to and message.sender and message.reply_to[0].domain != message.sender.domain:
        notes.append(Reason("reply-to-elsewhere", message.reply_to[0].email))
    if len(message.headers.get("from", ())) > 1:
        notes.append(Reason("two-senders", "more than one From"))
    if message.sender and "@" in message.sender.name and message.sender.key not in message.sender.name.casefold():
        notes.append(Reason("name-is-another-address", message.sender.name))
    return notes
