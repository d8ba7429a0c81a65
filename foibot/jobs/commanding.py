"""Carrying out a person's command: the same way for every door.

Reads what the command is about, lets the core decide, writes the decision down. The mailbox is not touched: the
next pass does that.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from foibot.app import App
from foibot.casework.case import OFFICE, Case
from foibot.casework.commands import COMMANDS, ArgumentType, Command, Situation, Target, decide
from foibot.casework.decisions import Decision
from foibot.casework.events import (
    CaseReopened,
    ClarificationReceived,
    DateOfReceiptCorrected,
    DraftApproved,
    DraftRevised,
    FeePaid,
    LetterCancelled,
    Person,
    RegimeChanged,
    RequestLinked,
    RequestReceived,
    ReviewRequested,
)
from foibot.casework.languages import ENGLISH, LANGUAGES
from foibot.casework.letters import LETTERS
from foibot.casework.policy import Officer
from foibot.casework.reaching import MEGABYTE
from foibot.correspondence.classify import Verdict
from foibot.errors import NotPermitted, UsageError
from foibot.jobs.around_releases import files_sent, found_before, told_of_release
from foibot.jobs.arriving import filing_folder_of
from foibot.jobs.blind_letters import request_of
from foibot.jobs.checking import faults_of_draft
from foibot.jobs.costs import minutes_elsewhere
from foibot.jobs.guarding import guard_after, look_into_draft, release_of
from foibot.jobs.linking import links_of_request
from foibot.jobs.named import get_case
from foibot.jobs.presence import policy_now
from foibot.jobs.recording import Hand, new_reference, record
from foibot.jobs.sent_by_hand import held_if_written
from foibot.jobs.telling_of_costs import tell_of_costs
from foibot.law.clock import london_day
from foibot.law.wording import nearest, plain_day
from foibot.lean import dataclass
from foibot.mail.revising import language_of
from foibot.store import cases, drafts, findings, forms, inbox, log, mail_server, messages, outbox
from foibot.store.database import Database
from foibot.store.queries import row_number
from foibot.store.register import writing


@dataclass(frozen=True, slots=True)
class Door:
    """Who came through which door, when: the officer who acts and the system user (or address) beside them."""

    officer: Officer
    by: str
    now: datetime
    host: bool = False
    """Whether it is a command typed on the host."""

    @property
    def signature(self) -> str:
        """What the log records of who acted."""
        return self.officer.id if self.officer.id == self.by else f"{self.officer.id} ({self.by})"


@dataclass(frozen=True, slots=True)
class Carried:
    """What a command did: a sentence for the person, and the cases it touched."""

    told: str
    references: tuple[str, ...]


def carry_out(app: App, db: Database, verb: str, target: str, arguments: Mapping[str, Any], door: Door) -> Carried:
    """Carry out a command about `target` (a reference, a draft's id, a message); all of it, or nothing.

    Raises `UsageError` for what is unknown, `NotPermitted` for what is forbidden, `VersionConflict` when somebody
    else was first.
    """
    _look_before(app, db, verb, target, door)
    arguments = {**arguments, **found_before(app, db, verb, target)}
    with writing(db):
        carried = carry_out_here(app, db, verb, target, arguments, door)
    found = guard_after(app, db, carried.references, door.now), told_of_release(app, db, verb, carried.references)
    return replace(carried, told=" ".join(filter(None, (carried.told, *found))))


def _look_before(app: App, db: Database, verb: str, target: str, door: Door) -> None:
    """Have the files of a draft looked into that a command is about, if that was not done yet."""
    draft = row_number(target) if COMMANDS[verb].target is Target.DRAFT else None
    if draft is not None and draft in findings.to_look_into(db):
        look_into_draft(app, db, draft, door.now)


def carry_out_here(app: App, db: Database, verb: str, target: str, arguments: Mapping[str, Any], door: Door) -> Carried:
    """Carry out a command in the transaction that is open; raises as `carry_out` does, with nothing written."""
    command, hand = COMMANDS[verb], Hand(door.now, door.signature)
    situation = _situation(app, db, command, target, _with_known_names(app, db, command, arguments), door)
    decisions = decide(command, situation)
    _refuse_while_leaving(db, decisions)
    for decision in decisions:
        record(app, db, decision, hand)
    tell_of_costs(app, db, decisions, hand)
    if situation.arrival is not None:
        _settle_message(app, db, situation, decisions[-1])
    said = [_with_id(db, decision, situation.draft) for decision in decisions if decision.told]
    further = [*_due_now(app, db, decisions), *_in_english(app, db, decisions)]
    told = " ".join([*said, *further])
    return Carried(told, tuple(d.reference for d in decisions if d.reference != OFFICE))


def _refuse_while_leaving(db: Database, decisions: Sequence[Decision]) -> None:
    """Raise `NotPermitted` where a letter would be taken back that stands at its end mark: it leaves all the same."""
    for decision in decisions:
        taken_back = {event.number: event.letter for event in decision.events if isinstance(event, LetterCancelled)}
        for number in outbox.leaving(db, decision.reference, taken_back):
            title = LETTERS[taken_back[number]].title
            raise NotPermitted(
                f"{decision.reference}: the letter “{title}” is leaving at this very moment and cannot be taken back."
                " Give the command again once 'foibot letters' says what became of it: in a minute, or after foibot's"
                " next pass."
            )


def _with_id(db: Database, decision: Decision, about: int) -> str:
    """Return what a decision tells, with the id that its one draft has now in place of the word ID after a command.

    Raises nothing: where it tells of no draft, or of several, the word stays.
    """
    [number, *others] = {wanted.draft for wanted in decision.letters if wanted.draft} or {about}
    if not number or others:
        return decision.told
    return COMMAND_ABOUT.sub(rf"\g<1>{forms.latest(db, decision.reference, number).draft}", decision.told)


COMMAND_ABOUT = re.compile(r"(\bfoibot [a-z-]+ )ID\b")


MOVING_THE_CLOCK = (
    RequestReceived,
    DateOfReceiptCorrected,
    ClarificationReceived,
    FeePaid,
    CaseReopened,
    RegimeChanged,
    ReviewRequested,
)


def _due_now(app: App, db: Database, decisions: Sequence[Decision]) -> list[str]:
    """Say by when a case has to be answered whose clock a command has started or moved."""
    dated = [
        cases.load_case(db, decision.reference)
        for decision in decisions
        if any(isinstance(event, MOVING_THE_CLOCK) for event in decision.events)
    ]
    due = [(app.statutes.due_on(case), case.under_review) for case in dated if case is not None]
    return [f"The {'review' if review else 'answer'} is due by {plain_day(day)}." for day, review in due if day]


def _in_english(app: App, db: Database, decisions: Sequence[Decision]) -> Iterator[str]:
    """Say what is in English, in a case that is answered in another language, for want of such a letter or line."""
    for decision in decisions:
        case = cases.load_case(db, decision.reference)
        if case is None or case.language == ENGLISH:
            continue
        for wanted in filter(attrgetter("draft"), decision.letters):
            written = language_of(drafts.latest_revision(db, case.reference, wanted.draft).raw)
            draft = forms.latest(db, case.reference, wanted.draft).draft
            yield from [] if written == case.language else [NO_SUCH_LETTER.format(LANGUAGES[case.language], draft)]
            lines = [line for line in wanted.lines if not app.templates.has_line(line, case.language)]
            yield from [f"In English, for want of another: {', '.join(lines)}."] if lines else []


NO_SUCH_LETTER = (
    "There is no letter of this kind in {0}: the draft is in English. To write it in {0}: foibot edit {1} --file FILE."
)


def _with_known_names(app: App, db: Database, command: Command, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the arguments with cases and regimes named as they are known; raises `UsageError` for unknown ones."""
    found: dict[str, Any] = {}
    for argument in command.arguments:
        given = arguments.get(argument.name)
        if given and argument.type is ArgumentType.REFERENCE:
            found[argument.name] = get_case(app, db, given).reference
        elif given and argument.type is ArgumentType.REGIME:
            found[argument.name] = app.statutes.regime(given).name
        elif given and argument.type is ArgumentType.LINE:
            found[argument.name] = tuple(dict.fromkeys(known_line(app, name) for name in given))
    return {**arguments, **found}


def known_line(app: App, written: str) -> str:
    """Return a standard line's name as its file has it; raises `UsageError` with near ones."""
    lines = app.templates.standard_lines()
    known = {line.name.casefold().replace("_", "-"): line.name for line in lines}
    name = known.get(written.strip().casefold().replace("_", "-").replace(" ", "-"))
    if name is None:
        raise UsageError(f"There is no standard line {written}. {nearest(written, list(known.values()))}")
    return name


def _situation(
    app: App, db: Database, command: Command, target: str, arguments: Mapping[str, Any], door: Door
) -> Situation:
    situation = Situation(
        now=door.now,
        today=london_day(door.now),
        actor=door.officer,
        policy=policy_now(app, db),
        arguments=arguments,
        new_reference=new_reference(app, db, london_day(door.now).year),
        other=_other_case(db, command, arguments),
        law=app.statutes,
        largest_mail=largest_mail(app, db),
        on_the_host=door.host,
    )
    if command.target is Target.CASE:
        case = get_case(app, db, target)
        return replace(
            situation,
            case=case,
            request=request_of(app, db, case),
            minutes_elsewhere=minutes_elsewhere(db, case),
            files_sent=files_sent(db, command, case),
        )
    if command.target is Target.DRAFT:
        reference, number = get_draft(db, target)
        case = get_case(app, db, reference)
        faults, approved_on = faults_of_draft(app, db, case, number), _approved_on(db, reference, number)
        written_on = tuple(map(london_day, drafts.moments_written(db, reference, number)))
        situation = replace(situation, release=release_of(db, row_number(target) or 0), written_on=written_on)
        return replace(situation, case=case, draft=number, faults=faults, approved_on=approved_on)
    if command.target is Target.MESSAGE:
        return _about_message(app, db, situation, target)
    if arguments.get("received"):
        return replace(situation, links=_links_of_letter(app, db, arguments))
    return situation


def _other_case(db: Database, command: Command, arguments: Mapping[str, Any]) -> Case | None:
    """Return the case that an argument names beside the one the command is about."""
    named = [arguments.get(one.name) for one in command.arguments if one.type is ArgumentType.REFERENCE]
    return cases.load_case(db, named[0]) if named and named[0] else None


def largest_mail(app: App, db: Database) -> int:
    """Return how many bytes a mail may have: what we allow, or less where our own server is known to take less."""
    ours, theirs = app.config.sending.largest_mb * MEGABYTE, mail_server.largest(db)
    return min(ours, theirs) if theirs else ours


def _approved_on(db: Database, reference: str, number: int) -> date | None:
    """Return the day, in Europe/London, on which a draft was approved last."""
    for fact in reversed(log.read(db, reference)):
        if isinstance(fact.event, DraftApproved) and fact.event.draft == number:
            return london_day(fact.at)
    return None


def _links_of_letter(app: App, db: Database, said: Mapping[str, Any]) -> tuple[RequestLinked, ...]:
    """Return the earlier requests that bear on one that did not come by e-mail."""
    person = Person(said["name"].strip(), (said.get("email") or "").strip(), (said.get("address") or "").strip())
    regime = said.get("regime") or app.policy.regime
    return links_of_request(app, db, said["text"], person, london_day(said["received"]), regime=regime)


def _about_message(app: App, db: Database, situation: Situation, target: str) -> Situation:
    known = messages.find(db, target)
    if known is None:
        raise UsageError(f"There is no message {target}. Give the number that 'foibot case' or 'foibot triage' shows.")
    case = get_case(app, db, known.reference) if known.reference else None
    received_on, said = known.arrival.received_on, situation.arguments
    words = said.get("text") or messages.words_of(db, known.id)
    regime = said.get("regime") or app.policy.regime
    links = links_of_request(app, db, words, known.arrival.applicant, received_on, regime=regime)
    verdict = _held_if_written(db, known)
    new = new_reference(app, db, received_on.year) if known.arrival.history else situation.new_reference
    arrival = replace(known.arrival, new_reference=new, links=links, verdict=verdict)
    return replace(situation, case=case, arrival=arrival, opened_by_it=known.opened, message_state=known.state)


def _held_if_written(db: Database, known: messages.Known) -> Verdict:
    """Return a message's verdict; no acknowledgement leaves unseen to whom a person has written since it came."""
    arrival, message_id = known.arrival, messages.threading_of(db, known.id).message_id
    return held_if_written(db, arrival.verdict, message_id, arrival.applicant.email, arrival.receipt.at)


def get_draft(db: Database, name: str) -> tuple[str, int]:
    """Return reference and number of the draft with that id; raises `UsageError`."""
    row = db.execute("SELECT reference, number, status FROM drafts WHERE id = ?", (row_number(name),)).fetchone()
    if row is None:
        raise UsageError(f"There is no draft {name}. 'foibot drafts' lists those that wait.")
    reference, number, status = row
    if status == "superseded" and not _only_dated_since(db, name, reference, number):
        latest = "SELECT max(id) FROM drafts WHERE reference = ? AND number = ?"
        [(newest,)] = db.execute(latest, (reference, number)).fetchall()
        raise UsageError(f"Draft {name} was changed since: its latest revision is draft {newest}. Read that one.")
    return reference, number


def _only_dated_since(db: Database, name: str, reference: str, number: int) -> bool:
    """Tell whether nothing was changed in a draft since a revision but its days, by an approval."""
    [(revision,)] = db.execute("SELECT revision FROM drafts WHERE id = ?", (row_number(name),)).fetchall()
    facts = (fact.event for fact in log.read(db, reference))
    revised = (one for one in facts if isinstance(one, DraftRevised) and one.draft == number)
    return all(one.revision <= revision for one in revised)


def _settle_message(app: App, db: Database, situation: Situation, decision: Decision) -> None:
    """Give the message the state and the place it would have had if the machine had been right at once."""
    arrival = situation.arrival
    if arrival is None or not decision.state:
        return
    opened = isinstance(decision.events[0], RequestReceived)
    reference = None if decision.reference == OFFICE else decision.reference
    messages.settle(db, arrival.message, state=decision.state, reference=reference, opened=opened)
    messages.settle_kind(db, arrival.message, str(situation.arguments["kind"]))
    folder = filing_folder_of(app, decision.state)
    if folder:
        inbox.refile(db, arrival.message, folder)
