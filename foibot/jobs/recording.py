"""Carrying out a decision: its facts, its letters and the case's row, in the transaction that is open.

The one place where a decision of the core meets the register. Nothing is sent here.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from foibot.app import App
from foibot.casework.case import ENDED, ENDINGS, OFFICE, Case
from foibot.casework.chasing import next_date
from foibot.casework.decisions import Decision, Rewritten
from foibot.casework.events import (
    DraftProposed,
    Event,
    LetterOutcomeUnknown,
    LetterRequeued,
    LetterSent,
    OfficersTold,
    Person,
    RequestReceived,
)
from foibot.casework.history import apply
from foibot.casework.independence import Signed
from foibot.casework.languages import ENGLISH, language_of_words
from foibot.casework.lateness import no_longer_wanted
from foibot.casework.letters import LETTERS, Audience, LetterWanted
from foibot.casework.sent import what_follows
from foibot.errors import LetterError, NotPermitted
from foibot.jobs.answer_wording import answer_facts
from foibot.jobs.blind_letters import asked_in, blind_facts, refuse_what_tells
from foibot.jobs.composing import compose_letter, enclosed, fit_to_leave
from foibot.jobs.dating import dated_words
from foibot.jobs.guarding import take_over_findings
from foibot.jobs.marking import mark, mark_sent
from foibot.jobs.tagging import topics_of
from foibot.jobs.wording import letter_facts
from foibot.law.clock import london_day
from foibot.lean import dataclass
from foibot.mail.render import Rendered
from foibot.mail.revising import language_of, name_of_recipient
from foibot.store import absences, cases, disclosure, drafts, forms, log, messages, outbox, questions, tags
from foibot.store.database import Database
from foibot.store.queueing import POST, Composed, enqueue

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Hand:
    """Who writes, when: `now` is aware UTC; `actor` is an officer's id, a system user or the machine itself."""

    now: datetime
    actor: str

    @property
    def year(self) -> int:
        """The year in Europe/London, which numbers new cases."""
        return london_day(self.now).year


MACHINE = "foibot"


def new_reference(app: App, db: Database, year: int) -> str:
    """Return what the next case would be called; it is used up when a case is opened under it.

    It is none that the log has, though somebody set the numbers back in the file.
    """
    number = cases.next_number(db, year)
    while log.version_of(db, app.references.format(year, number)):
        number += 1
    return app.references.format(year, number)


def record(app: App, db: Database, decision: Decision, hand: Hand, case: Case | None = None) -> Case | None:
    """Write a decision down and return the case as it stands after it; the office has no case.

    `case` is the case as it was read in this very transaction, to save reading it again.
    """
    if decision.reference == OFFICE:
        _append_to_office(app, db, decision, hand)
        return None
    opens = isinstance(decision.events[0], RequestReceived) if decision.events else False
    case = case or (None if opens else cases.load_case(db, decision.reference)) or Case(decision.reference)
    if opens:
        cases.take_number(db, *(app.references.numbers(decision.reference) or (hand.year,)))
    if not opens and case.version == 0:
        raise NotPermitted(f"There is no case {decision.reference}.")
    case = _appended(db, case, decision.events, hand)
    if opens:
        case = _appended(db, case, topics_of(app, db, decision.events[0]), Hand(hand.now, MACHINE))
    if decision.rewrite:
        rewrite_draft(app, db, case, decision.rewrite, hand)
    if decision.redate:
        rewrite_draft(app, db, case, dated_words(db, case, decision.redate), hand)
    for wanted in decision.letters:
        write_letter(app, db, wanted, case, hand, rules=_rules(decision, wanted))
    case = _appended(db, case, no_longer_wanted(case), hand)  # of letters that were just written too
    _release(db, decision, case, hand)
    for data in decision.keep:
        disclosure.keep_copy(db, case.reference, data)
    project(app, db, case)
    return case


def _appended(db: Database, case: Case, events: Sequence[Event], hand: Hand) -> Case:
    if events:
        log.append(db, case.reference, case.version, events, at=hand.now, actor=hand.actor)
    for event in events:
        case = apply(case, event, Signed(hand.actor, hand.now))
        mark(db, case.reference, event)
        mark_sent(db, case, event)
    return case


def record_sent(app: App, db: Database, reference: str, sent: LetterSent, hand: Hand) -> None:
    """Write down that a letter left, with what holds true from that day on."""
    if not LETTERS[sent.letter].needs_approver:
        drafts.mark_sent(db, reference, sent.number)
        record_fate(db, reference, sent, hand)
        return
    case = cases.load_case(db, reference) or Case(reference)
    due_on = None if app.statutes.no_clock_for(case.regime) else app.statutes.due_on(case)
    follows = what_follows(case, sent.number, london_day(hand.now), due_on)
    record(app, db, Decision(reference, (sent, *follows)), hand, case)


def record_reminders(app: App, db: Database, case: Case, reminders: Sequence[Event], hand: Hand) -> None:
    """Write down who is reminded of a case: it changes nothing in the case's row but when the next thing is due."""
    log.append(db, case.reference, case.version, reminders, at=hand.now, actor=hand.actor)
    for event in reminders:
        case = apply(case, event, Signed(hand.actor, hand.now))
    cases.note_next(db, case.reference, case.version, next_date(case, app.policy, app.statutes).on)


def record_fate(db: Database, reference: str, fate: Event, hand: Hand) -> None:
    """Write down what became of a letter: a fact that changes nothing in the case's row but its version."""
    log.append(db, reference, log.version_of(db, reference), (fate,), at=hand.now, actor=hand.actor)
    if reference != OFFICE:
        cases.note_fate(db, reference, acknowledged=fate_of_acknowledgement(fate))


def fate_of_acknowledgement(fate: Event) -> bool:
    """Tell whether an acknowledgement left, or may have: even one that was taken back at its final dot."""
    return isinstance(fate, LetterSent | LetterOutcomeUnknown | LetterRequeued) and fate.letter == "acknowledgement"


def record_told(db: Database, references: Sequence[str], told: OfficersTold, hand: Hand) -> None:
    """Write down that the officers were told of cases, which changes nothing else in their rows."""
    for reference in references:
        log.append(db, reference, log.version_of(db, reference), (told,), at=hand.now, actor=hand.actor)
        cases.note_told(db, reference)


def _append_to_office(app: App, db: Database, decision: Decision, hand: Hand) -> None:
    version = log.version_of(db, OFFICE)
    log.append(db, OFFICE, version, decision.events, at=hand.now, actor=hand.actor)
    for event in decision.events:
        absences.note(db, event)
    for wanted in decision.letters:
        write_letter(app, db, wanted, Case(OFFICE), hand)


def _rules(decision: Decision, wanted: LetterWanted) -> tuple[str, ...]:
    for event in decision.events:
        if isinstance(event, DraftProposed) and event.draft == wanted.draft:
            return event.rules
    return ()


def _release(db: Database, decision: Decision, case: Case, hand: Hand) -> None:
    number = len(case.letters) - sum(case.drafts[draft - 1].mails for draft in decision.release) + 1
    for draft in decision.release:
        leaves_at = hand.now + decision.cooling_off
        drafts.release(db, case.reference, draft, number, now=hand.now, not_before=leaves_at)
        _await_form(db, case, number, decision)
        number += case.drafts[draft - 1].mails
    for number in decision.requeue:
        outbox.requeue(db, case.reference, number, now=hand.now + decision.cooling_off)
        _await_form(db, case, number, decision)


def _await_form(db: Database, case: Case, number: int, decision: Decision) -> None:
    """Let a letter that cools off wait for its form too: moved back in time, it must not leave between two looks."""
    draft = case.letters[number - 1].draft
    if decision.cooling_off and draft and forms.of_draft(db, case.reference, draft) == "placed":
        outbox.await_form(db, case.reference, number)


def write_letter(
    app: App, db: Database, wanted: LetterWanted, case: Case, hand: Hand, *, rules: Sequence[str] = ()
) -> None:
    """Render and compose a letter and put it in the outbox, or among the drafts if it is one.

    Raises `LetterError` for a faulty template; a notice to a colleague is written from the shipped one then.
    """
    try:
        _write_letter(app, db, wanted, case, hand, rules=rules)
    except LetterError as error:
        if LETTERS[wanted.letter].audience is not Audience.COLLEAGUE or app.config.templates.path is None:
            raise
        logger.error("shipped template used letter=%s: %s", wanted.letter, error)  # noqa: TRY400
        _write_letter(replace(app, templates=app.templates.shipped()), db, wanted, case, hand, rules=rules)


def _write_letter(
    app: App, db: Database, wanted: LetterWanted, case: Case, hand: Hand, *, rules: Sequence[str]
) -> None:
    kind, before = LETTERS[wanted.letter], _before(db, wanted, case)
    if before:
        wanted = replace(wanted, to=replace(wanted.to, email=before))
    answered = messages.threading_of(db, wanted.answers) if wanted.answers else None
    facts = letter_facts(app, case, wanted, answered.subject if answered else "", hand.now)
    if (kind.needs_approver or case.review is not None) and kind.audience is not Audience.HOLDER:
        facts = {**answer_facts(app, db, case), **facts}
    language = case.language if kind.audience is Audience.APPLICANT else ENGLISH
    if wanted.lines:
        lines = (app.templates.standard_line(name, facts, language) for name in wanted.lines)
        facts["text"] = "\n\n".join(filter(None, (facts.get("text", ""), *lines)))
    if kind.audience is Audience.HOLDER:
        facts = blind_facts(app, case, facts, wanted.facts)
    written = app.templates.render(wanted.letter, facts, language)
    if kind.audience is Audience.HOLDER:
        refuse_what_tells(app, db, case, f"{written.subject}\n{written.text}", wanted.to)
    rendered = fit_to_leave(app.templates, written, wanted, case.reference)
    composed = compose_letter(app, db, wanted, case.reference, rendered, hand.now)
    if wanted.draft and drafts.is_there(db, case.reference, wanted.draft):
        drafts.revise(db, composed, now=hand.now)
    elif wanted.draft:
        drafts.propose(db, composed, rules, now=hand.now)
    else:
        enqueue(db, composed, now=hand.now)
    if wanted.draft:
        take_over_findings(db, case.reference, wanted.draft, hand.now)


def _before(db: Database, wanted: LetterWanted, case: Case) -> str:
    """Return where the letter went that this one takes the place of; empty for a letter that is new."""
    if wanted.by_post:
        return ""  # the postal address is the case's own
    if wanted.instead_of:
        return outbox.recipient_of(db, case.reference, wanted.instead_of)
    return drafts.recipient_of(db, case.reference, wanted.draft) if wanted.draft else ""


def rewrite_draft(app: App, db: Database, case: Case, wanted: Rewritten, hand: Hand) -> None:
    """Put new words into a draft: recipient, subject, threading and files stay what they are."""
    before = drafts.latest_revision(db, case.reference, wanted.draft)
    opening = next((filed.message for filed in case.messages), None)
    audience = LETTERS[before.letter].audience
    to_applicant = audience is Audience.APPLICANT
    if audience is Audience.HOLDER:
        refuse_what_tells(app, db, case, wanted.text, asked_in(case, wanted.draft))
    letter = LetterWanted(
        before.letter,
        _addressee(before),
        draft=wanted.draft,
        answers=opening if to_applicant else None,
        **enclosed(before),
    )
    language = language_of_words(wanted.text, language_of(before.raw))
    rendered = Rendered(before.subject, f"{wanted.text.strip()}\n", language)
    drafts.revise(db, compose_letter(app, db, letter, case.reference, rendered, hand.now), now=hand.now)
    take_over_findings(db, case.reference, wanted.draft, hand.now)


def _addressee(before: Composed) -> Person:
    """Return to whom a draft goes: whoever it was written to, though another applicant was noted on the case since."""
    if before.way == POST:
        return Person("", "", before.recipient)
    return Person(name_of_recipient(before.raw), before.recipient)


def project(app: App, db: Database, case: Case) -> None:
    """Write the case's row as its facts and the calendar in use make it."""
    cases.save(db, case_row(app, db, case))
    if case.questions:
        questions.save(db, case)
    tags.save(db, case)


def case_row(app: App, db: Database, case: Case) -> dict[str, Any]:
    """Return the row that a case has under the calendar in use."""
    ended = case.status in ENDED
    closed_on = case.ended_on or london_day(log.last_moment(db, case.reference, ENDINGS)) if ended else None
    return cases.projected(db, case, case_dates(app, db, case, closed_on))


def case_dates(app: App, db: Database, case: Case, closed_on: date | None) -> cases.Dates:
    """Return the dates of a case under the calendar in use; those it had, if its regime is no longer configured."""
    gone = app.statutes.no_clock_for(case.regime)
    dates = cases.stored_dates(db, case.reference, case.regime) if gone else None
    if dates is None:
        reading = app.statutes.read(case)
        next_on = next_date(case, app.policy, app.statutes, reading).on
        dates = cases.Dates(*app.statutes.dates_of(case, reading), calendar=app.statutes.edition, next_on=next_on)
    return replace(dates, closed_on=closed_on, next_on=None) if closed_on else dates
