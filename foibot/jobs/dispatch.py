"""Dispatch: letters in the outbox → the other mail server → their fate in the log; then a copy in Sent.

SMTP has no "exactly once" (RFC 5321 6.1, RFC 1047). `sending` is committed in the instant before the final dot, so
a process that ends leaves at most one letter of which nobody can say whether it left; that one is never sent again
by itself.
"""

import logging
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from foibot.casework.decisions import Decision
from foibot.casework.events import Event, LetterOutcomeUnknown, LetterRefused, LetterRequeued, LetterSent
from foibot.casework.sending_limits import SendingBook
from foibot.jobs.desk import Desk
from foibot.jobs.recording import record
from foibot.mail.mailbox import ImapMailbox
from foibot.mail.transport import Deferred, OutcomeUnknown, Refused, SmtpTransport
from foibot.store import holding, outbox
from foibot.store.moments import parse_moment
from foibot.store.outbox import Outgoing
from foibot.store.register import writing

logger = logging.getLogger(__name__)

BATCH = 100
COPIES = 50
WEEK = timedelta(days=7)
LONGEST_WAIT = timedelta(minutes=10)
LOOK_AFTER = timedelta(minutes=15)
CUT_OFF = "foibot ended at the final dot"
ACKNOWLEDGEMENT = "acknowledgement"


@dataclass(slots=True)
class Dispatched:
    """What a pass of dispatch did."""

    counts: Counter[str] = field(default_factory=Counter)

    def summary(self) -> dict[str, object]:
        """Return the counts: sent, deferred, refused, unknown, waiting, copied, held."""
        return dict(self.counts)


def send_letters(desk: Desk, transport: SmtpTransport) -> Dispatched:
    """Send every letter that is due; raises `Unavailable` when the server is away (letters wait)."""
    done = Dispatched()
    note_cut_off(desk, done)
    book = _book(desk)
    after, started = 0, desk.clock()
    while not holding.is_held(desk.db) and (due := outbox.to_send(desk.db, started, BATCH, after)):
        for letter in due:
            if desk.stop():
                return done
            _send_or_wait(desk, transport, letter, book, done)
        after = due[-1].id
    if holding.is_held(desk.db):
        done.counts["held"] = outbox.count_queued(desk.db)
    return done


def _book(desk: Desk) -> SendingBook:
    left = outbox.acknowledgements_since(desk.db, desk.clock() - WEEK)
    return SendingBook(desk.app.policy.limits, ((address, parse_moment(at)) for address, at in left))


def note_cut_off(desk: Desk, done: Dispatched) -> None:
    """Note letters whose sending was cut off when a process ended; only one process sends at a time."""
    for letter in outbox.left_sending(desk.db):
        _note(desk, letter, LetterOutcomeUnknown(letter.number, letter.letter), "unknown", CUT_OFF)
        done.counts["unknown"] += 1


def _send_or_wait(desk: Desk, transport: SmtpTransport, letter: Outgoing, book: SendingBook, done: Dispatched) -> None:
    now = desk.clock()
    if letter.letter == ACKNOWLEDGEMENT:
        free_at = book.may_leave_at(letter.recipient, now)
        if free_at > now:
            with writing(desk.db) as db:
                outbox.mark_waiting(db, letter.id, min(free_at, now + LONGEST_WAIT))
            done.counts["waiting"] += 1
            return
        book.note(letter.recipient, now)
    done.counts[_send(desk, transport, letter)] += 1


def _send(desk: Desk, transport: SmtpTransport, letter: Outgoing) -> str:
    """Send one letter and write its fate down; returns the word for it."""

    def commit_sending() -> None:
        with writing(desk.db) as db:
            outbox.mark_sending(db, letter.id, now=desk.clock())

    try:
        accepted = transport.send(
            sender=desk.app.config.mailbox.address,
            recipient=letter.recipient,
            raw=outbox.raw_of(desk.db, letter.id),
            before_final_dot=commit_sending,
        )
    except Deferred as put_off:
        with writing(desk.db) as db:
            outbox.mark_deferred(db, letter.id, str(put_off), _next_try(desk, letter))
        return "deferred"
    except Refused as refusal:
        event = LetterRefused(letter.number, letter.letter, _code_of(refusal.answer))
        _note(desk, letter, event, "refused", refusal.answer)
        return "refused"
    except OutcomeUnknown as lost:
        event_unknown = LetterOutcomeUnknown(letter.number, letter.letter)
        _note(desk, letter, event_unknown, "unknown", str(lost))
        return "unknown"
    _note(desk, letter, LetterSent(letter.number, letter.letter), "sent", accepted.answer)
    logger.info("letter sent reference=%s letter=%s", letter.reference, letter.letter)
    return "sent"


def _code_of(answer: str) -> int:
    first = answer[:3]
    return int(first) if first.isdigit() else 550


def _next_try(desk: Desk, letter: Outgoing) -> datetime:
    delays = desk.app.config.sending.retry_minutes
    return desk.clock() + timedelta(minutes=delays[min(letter.attempts, len(delays) - 1)])


def _note(desk: Desk, letter: Outgoing, event: Event, fate: str, answer: str) -> None:
    """Write a letter's fate in the log and the outbox, in one transaction."""
    now = desk.clock()
    with writing(desk.db) as db:
        if fate == "sent":
            outbox.mark_sent(db, letter.id, answer, now=now, copy=not desk.app.server_keeps_copies)
        elif fate == "refused":
            outbox.mark_refused(db, letter.id, answer)
        else:
            outbox.mark_unknown(db, letter.id, answer, now + LOOK_AFTER)
        record(desk.app, db, Decision(letter.reference, (event,)), desk.hand())


def look_for_unknown(desk: Desk, mailbox: ImapMailbox, done: Dispatched) -> None:
    """Look in Sent for letters of unknown fate; an acknowledgement lost on the line is tried once more.

    What was cut off because the process ended had its final dot due within a system call, so it most probably left:
    it is a person's to decide. What the network lost may be tried once more, with the same bytes and Message-ID.
    """
    for letter, retried, why in outbox.unknown_to_look_for(desk.db, desk.clock()):
        if mailbox.find_message_id(desk.app.sent_folder(mailbox), letter.message_id):
            event: Event = LetterSent(letter.number, letter.letter)
            with writing(desk.db) as db:
                outbox.mark_sent(db, letter.id, "found in Sent", now=desk.clock(), copy=False)
                record(desk.app, db, Decision(letter.reference, (event,)), desk.hand())
            done.counts["found"] += 1
        elif letter.letter == ACKNOWLEDGEMENT and not retried and why != CUT_OFF:
            event = LetterRequeued(letter.number, letter.letter)
            with writing(desk.db) as db:
                record(desk.app, db, Decision(letter.reference, (event,)), desk.hand())
                outbox.mark_retried(db, letter.id, now=desk.clock())
            done.counts["retried"] += 1
        else:
            with writing(desk.db) as db:
                outbox.stop_looking(db, letter.id)


def keep_copies(desk: Desk, mailbox: ImapMailbox, done: Dispatched) -> None:
    """Put a copy of each letter that left in the Sent folder, once; a try cut off is looked for first."""
    folder = desk.app.sent_folder(mailbox)
    while not desk.stop() and (wanted := outbox.to_copy(desk.db, COPIES)):
        missing = []
        for row, message_id, begun in wanted:
            if begun and mailbox.find_message_id(folder, message_id):
                continue
            missing.append(row)
        with writing(desk.db) as db:
            outbox.mark_copy(db, missing, "copying")
        if missing:
            mailbox.append(folder, [outbox.raw_of(desk.db, row) for row in missing])
        with writing(desk.db) as db:
            outbox.mark_copy(db, [row for row, _, _ in wanted], "copied")
        done.counts["copied"] += len(missing)
