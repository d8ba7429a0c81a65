"""The chase: whoever holds a case up is reminded, once for each step; a person gets one mail a morning, with a list.

All of it is one transaction: what is recorded as sent is in the outbox, and a restart finds both or neither.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from typing import Any

from foibot.casework.case import OFFICE, WAITING, Case
from foibot.casework.chasers import TO_COLLEAGUES, To
from foibot.casework.chasing import Step, due_chasers
from foibot.casework.decisions import Decision
from foibot.casework.events import ChaserCancelled, ChaserSent, LetterCancelled, LetterQueued, Person
from foibot.casework.lateness import pass_limit
from foibot.casework.letters import LetterWanted
from foibot.casework.policy import Officer
from foibot.casework.reminding import remind_applicant, who_is_reminded
from foibot.errors import LetterError
from foibot.jobs.chaser_facts import mail_facts
from foibot.jobs.desk import Desk
from foibot.jobs.holder_chasers import remind_holders
from foibot.jobs.office_hours import beginning_of, days_under, window_is_open
from foibot.jobs.one_by_one import CasesFailed, each_by_itself
from foibot.jobs.presence import policy_now
from foibot.jobs.recording import project, record, record_reminders
from foibot.law.clock import london_day
from foibot.lean import dataclass
from foibot.store import cases, chasers, outbox
from foibot.store.chasers import Waiting
from foibot.store.database import Database
from foibot.store.register import writing
from foibot.store.undecided import undecided_days

logger = logging.getLogger(__name__)
ESCALATION = "escalation"
Drafts = Mapping[str, Sequence[Waiting]]


@dataclass(slots=True)
class Chased:
    """What a chase did: letters to colleagues and to applicants, and the cases whose time has passed."""

    notices: int = 0
    reminders: int = 0
    holders: int = 0
    late: list[str] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        """Return what the chase did, as `once --json` prints it."""
        return {"chasers": self.notices, "reminders": self.reminders, "holders": self.holders, "late": self.late}


@dataclass(slots=True)
class Mail:
    """One mail to one colleague: for each case, the steps it speaks of."""

    number: int
    letter: str
    to: Officer
    cases: dict[str, list[Step]] = field(default_factory=dict)


def chase(desk: Desk) -> Chased:
    """Remind everybody who is due to be reminded now; outside the sending window nobody is.

    Raises `CasesFailed`, with everybody else reminded, where something is wrong with a case.
    """
    done, failed = Chased(), dict[str, str]()
    if not window_is_open(desk):
        return done
    with writing(desk.db) as db:
        today = london_day(desk.clock())
        drafts = _drafts(db, today)
        _take_back(desk, db, today, drafts)
        due: dict[str, tuple[Case, tuple[Step, ...]]] = {}
        for reference in sorted({*_wanting(desk, db, today), *drafts, *_with_replies(db)}):
            with each_by_itself(db, reference, failed):
                due[reference] = _due_of(desk, db, reference, drafts, done)
        _write(desk, db, {one: found for one, found in due.items() if found[1]}, drafts, done)
    if failed:
        raise CasesFailed(failed)
    return done


def _wanting(desk: Desk, db: Database, today: date) -> Iterator[str]:
    """Give the cases about which something is due, of the regimes for which today is a day of work."""
    statutes, is_open = desk.app.statutes, dict[str, bool]()
    for reference, regime in cases.with_something_due(db, today):
        if regime not in is_open:
            known = not statutes.no_clock_for(regime)
            is_open[regime] = known and days_under(desk, regime).is_open(today)
        if is_open[regime]:
            yield reference


def _with_replies(db: Database) -> Iterator[str]:
    """Give the cases that wait for the applicant, and on which something of theirs waits for a person."""
    return (reference for reference in cases.waiting_for_applicants(db) if undecided_days(db, reference))


def _drafts(db: Database, today: date) -> Drafts:
    found: dict[str, list[Waiting]] = {}
    for one in chasers.waiting_drafts(db, beginning_of(today)):
        found.setdefault(one.reference, []).append(one)
    return found


def _due_of(desk: Desk, db: Database, reference: str, drafts: Drafts, done: Chased) -> tuple[Case, tuple[Step, ...]]:
    """Do what the law and the applicant's silence want of a case; return what colleagues are to be reminded of."""
    app, today = desk.app, london_day(desk.clock())
    case = cases.load_case(db, reference) or Case(reference)
    passed = pass_limit(case, today, app.policy, app.statutes)
    if passed is not None:
        case = record(app, db, passed, desk.hand(), case) or case
        done.late.append(reference)
    steps = _steps(desk, db, case, drafts.get(reference, ()))
    for step in steps:
        if step.chaser.to is To.APPLICANT:
            case = _remind(desk, db, case, step, done)
    before = len(case.reminders)
    case, to_colleagues = remind_holders(desk, db, case, [one for one in steps if one.chaser.to is not To.APPLICANT])
    if not steps and passed is None and reference not in drafts:
        project(app, db, case)
    done.holders += len(case.reminders) - before
    return case, to_colleagues


def _remind(desk: Desk, db: Database, case: Case, step: Step, done: Chased) -> Case:
    """Remind the applicant; where the template is faulty the letter is held, and tried again with the next chase."""
    decision = remind_applicant(case, step, desk.app.policy, desk.app.statutes)
    try:
        with db.atomic():
            reminded = record(desk.app, db, decision, desk.hand(), case)
    except LetterError as error:
        logger.error("reminder held reference=%s: %s", case.reference, error)  # noqa: TRY400
        return case
    done.reminders += 1
    return reminded or case


def _steps(desk: Desk, db: Database, case: Case, drafts: Iterable[Waiting]) -> tuple[Step, ...]:
    drafted = {one.number: london_day(one.since) for one in drafts}
    undecided = undecided_days(db, case.reference) if case.status in WAITING else {}
    app, today = desk.app, london_day(desk.clock())
    return due_chasers(case, today, app.policy, app.statutes, drafted=drafted, undecided=undecided)


def _write(
    desk: Desk, db: Database, due: Mapping[str, tuple[Case, tuple[Step, ...]]], drafts: Drafts, done: Chased
) -> None:
    """Write one mail a colleague, with all their cases in it, and note on each case who is reminded of it."""
    mails = _sorted_by_colleague(desk, db, due)
    events, letters = list[LetterQueued](), list[LetterWanted]()
    for mail in mails:
        facts = mail_facts(desk, db, mail.to, {ref: (due[ref][0], steps) for ref, steps in mail.cases.items()}, drafts)
        events.append(LetterQueued(mail.number, mail.letter))
        letters.append(LetterWanted(mail.letter, Person(mail.to.name, mail.to.email), number=mail.number, facts=facts))
    if not mails:
        return
    record(desk.app, db, Decision(OFFICE, tuple(events), tuple(letters)), desk.hand())
    for reference, (case, steps) in due.items():
        heard = [mail for mail in mails if reference in mail.cases]
        record_reminders(desk.app, db, case, _sent(steps, heard, reference), desk.hand())
    done.notices += len(mails)


def _sorted_by_colleague(desk: Desk, db: Database, due: Mapping[str, tuple[Case, tuple[Step, ...]]]) -> list[Mail]:
    """Return the mails: a colleague hears of a case once, as a manager where one of the steps is for managers."""
    heard: dict[str, dict[str, list[Step]]] = {}
    people: dict[str, Officer] = {}
    policy, today = policy_now(desk.app, db), london_day(desk.clock())
    for reference, (case, steps) in due.items():
        for step in steps:
            for officer in who_is_reminded(step, case, policy, today):
                people[officer.email] = officer
                heard.setdefault(officer.email, {}).setdefault(reference, []).append(step)
    first, mails = outbox.next_number(db, OFFICE), dict[tuple[str, str], Mail]()
    for address, theirs in heard.items():
        for reference, told in theirs.items():
            for_managers = any(step.chaser.to in (To.MANAGER, To.HOLDERS_MANAGER) for step in told)
            letter = ESCALATION if for_managers else told[0].chaser.letter
            mail = mails.setdefault((address, letter), Mail(first + len(mails), letter, people[address]))
            mail.cases[reference] = told
    return list(mails.values())


def _sent(steps: Sequence[Step], heard: Sequence[Mail], reference: str) -> tuple[ChaserSent, ...]:
    by_audience: dict[str, list[Step]] = {}
    for step in steps:
        by_audience.setdefault(str(step.chaser.to), []).append(step)
    return tuple(
        ChaserSent(to, tuple(step.key for step in theirs), _numbers(heard, reference, theirs))
        for to, theirs in by_audience.items()
    )


def _numbers(heard: Sequence[Mail], reference: str, steps: Sequence[Step]) -> tuple[int, ...]:
    return tuple(mail.number for mail in heard if any(step in mail.cases[reference] for step in steps))


# -- what has not left yet


def _take_back(desk: Desk, db: Database, today: date, drafts: Drafts) -> None:
    """Take back the mails that wait to leave and say what is no longer so; what still is gets written anew."""
    waiting = chasers.not_left_yet(db, TO_COLLEAGUES)
    if not waiting:
        return
    told = [one for one in chasers.reminders_since(db, min(waiting.values())) if waiting.keys() & set(one.notices)]
    stale = {number for number, written in waiting.items() if london_day(written) < today}
    for one in told:
        if not _stands(desk, db, one, drafts.get(one.reference, ())):
            stale |= waiting.keys() & set(one.notices)
    if not stale:
        return
    for number in stale:
        outbox.mark_cancelled(db, OFFICE, number)
    kinds = outbox.kinds_of(db, OFFICE, stale)
    record(
        desk.app,
        db,
        Decision(OFFICE, tuple(LetterCancelled(number, kinds[number]) for number in sorted(stale))),
        desk.hand(),
    )
    for one in told:
        if set(one.notices) <= stale:
            cancelled = ChaserCancelled(one.to, one.steps)
            record(desk.app, db, Decision(one.reference, (cancelled,)), desk.hand())


def _stands(desk: Desk, db: Database, told: chasers.Reminded, drafts: Iterable[Waiting]) -> bool:
    """Tell whether a reminder would be written now as it was."""
    case = cases.load_case(db, told.reference) or Case(told.reference)
    before = replace(case, chased=tuple(step for step in case.chased if step not in told.steps))
    due = {step.key for step in _steps(desk, db, before, drafts) if str(step.chaser.to) == told.to}
    return due == set(told.steps)
