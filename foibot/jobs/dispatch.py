"""Dispatch: letters in the outbox → the other mail server → their fate in the log.

SMTP has no "exactly once" (RFC 5321 6.1, RFC 1047). `sending` is committed in the instant before the final dot, so
a process that ends leaves at most one letter of which nobody can say whether it left; that one is never sent again
by itself.
"""

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from foibot.casework.events import LetterOutcomeUnknown, LetterRefused, LetterRequeued, LetterSent
from foibot.casework.letters import LETTERS, Audience
from foibot.casework.sending_limits import SendingBook
from foibot.correspondence.relay_names import message_ids_told
from foibot.errors import Unavailable
from foibot.jobs.copying import CopiesAside
from foibot.jobs.desk import Desk
from foibot.jobs.last_looks import stays_after_a_last_look
from foibot.jobs.recording import record_fate, record_sent
from foibot.mail.mailbox import ImapMailbox
from foibot.mail.reply_tokens import without_token
from foibot.mail.transport import Deferred, OutcomeUnknown, Refused, SmtpTransport
from foibot.store import aliases, holding, mail_server, outbox, replies
from foibot.store.database import Database
from foibot.store.moments import parse_moment
from foibot.store.outbox import Outgoing
from foibot.store.register import writing

logger = logging.getLogger(__name__)

BATCH = 100
WEEK = timedelta(days=7)
LONGEST_WAIT = timedelta(minutes=10)
LOOK_AFTER = timedelta(minutes=15)
FILED_AFTER = timedelta(minutes=5)
CUT_OFF = "foibot ended at the final dot"
ACKNOWLEDGEMENTS = frozenset({"acknowledgement", "review_acknowledgement"})
PERMANENT = 550


@dataclass(slots=True)
class Dispatched:
    """What a pass of dispatch did."""

    counts: Counter[str] = field(default_factory=Counter)

    def summary(self) -> dict[str, object]:
        """Return the counts that are not nought: sent, deferred, refused, unknown, waiting, copied, held."""
        return {what: count for what, count in self.counts.items() if count}


def send_letters(desk: Desk, transport: SmtpTransport, copies: CopiesAside | None = None) -> Dispatched:
    """Send every letter that is due; raises `Unavailable` when the server is away (letters wait).

    With `copies`, those that left are put in Sent meanwhile.
    """
    post = Round(desk, transport)
    post.note_cut_off()
    try:
        for letter in _due(desk):
            if desk.stop():
                break
            if holding.is_held(desk.db) and not LETTERS[letter.letter].while_held:
                post.done.counts["held"] = outbox.count_queued(desk.db)
                continue
            post.send_or_wait(letter)
            if copies is not None:
                copies.after_a_letter()
    finally:
        post.write_down()
    _note_largest(desk, transport)
    return post.done


def _note_largest(desk: Desk, transport: SmtpTransport) -> None:
    """Keep how large a mail our server takes, as it says on every connection: drafts are divided by it."""
    largest = transport.largest
    if largest is not None and largest != mail_server.largest(desk.db):
        with writing(desk.db) as db:
            mail_server.note_largest(db, largest)


def _due(desk: Desk) -> Iterator[Outgoing]:
    """Yield every letter that is due by now, once, reading a few at a time."""
    after, started = 0, desk.clock()
    while due := outbox.to_send(desk.db, started, BATCH, after):
        yield from due
        after = due[-1].id


class _CancelledError(Exception):
    """Raised at the final dot of a letter that a person took back in the meantime."""


class Round:
    """One round of sending: what has left this week, and the fate of the last letter until it is written down.

    A letter's fate is written in the same durable commit that marks the next one as `sending`, or at once when no
    letter follows: one commit a letter, and never more than one letter in doubt.
    """

    def __init__(self, desk: Desk, transport: SmtpTransport) -> None:
        self._desk = desk
        self._transport = transport
        left = outbox.acknowledgements_since(desk.db, desk.clock() - WEEK)
        self._book = SendingBook(desk.app.policy.limits, ((address, parse_moment(at)) for address, at in left))
        self._taken: tuple[Outgoing, str] | None = None
        self._waiting: list[tuple[int, datetime]] = []
        self.done = Dispatched()

    def note_cut_off(self) -> None:
        """Note letters whose sending was cut off when a process ended; only one process sends at a time."""
        if count := note_cut_off(self._desk):
            self.done.counts["unknown"] += count

    def send_or_wait(self, letter: Outgoing) -> None:
        """Send a letter, unless it is an acknowledgement over a limit: that one waits."""
        now = self._desk.clock()
        if letter.letter in ACKNOWLEDGEMENTS:
            free_at = now if letter.unlimited else self._book.may_leave_at(letter.recipient, now)
            if free_at > now:
                self._waiting.append((letter.id, min(free_at, now + LONGEST_WAIT)))
                self.done.counts["waiting"] += 1
                return
            self._book.note(letter.recipient, now)
        self._send(letter)

    def _send(self, letter: Outgoing) -> None:
        try:
            accepted = self._transport.send(
                sender=self._desk.app.config.mailbox.address,
                recipient=letter.recipient,
                raw=outbox.raw_of(self._desk.db, letter.id),
                before_final_dot=lambda: self._mark_sending(letter),
            )
        except Deferred as put_off:
            self._put_off(letter, str(put_off))
        except Refused as refusal:
            self._refuse(letter, refusal.answer)
        except _CancelledError:
            self.done.counts["cancelled"] += 1
        except OutcomeUnknown as lost:
            self._doubt(letter, str(lost))
        except Unavailable:
            with writing(self._desk.db) as db:
                outbox.take_back(db, letter.id)
            raise
        else:
            self._taken = (letter, accepted.answer)
            self.done.counts["sent"] += 1
            if letter.goes_on:
                self.write_down()  # the next mail of this letter waits for it

    def _mark_sending(self, letter: Outgoing) -> None:
        with writing(self._desk.db) as db:
            self._write_taken(db)
            stays = LETTERS[letter.letter].needs_approver and stays_after_a_last_look(self._desk, db, letter)
            wanted = not stays and outbox.mark_sending(db, letter.id, now=self._desk.clock())
        self._taken = None
        if not wanted:
            raise _CancelledError

    def write_down(self) -> None:
        """Write the fate of the last letter that was taken, and which letters wait because of a limit."""
        if self._taken is not None or self._waiting:
            with writing(self._desk.db) as db:
                self._write_taken(db)
                outbox.mark_waiting(db, self._waiting)
            self._taken = None

    def _write_taken(self, db: Database) -> None:
        if self._taken is None:
            return
        letter, answer = self._taken
        now, names = self._desk.clock(), message_ids_told(answer)
        keeps_copies = self._desk.app.server_keeps_copies
        look_from = now + FILED_AFTER if keeps_copies and not names else None
        secret = replies.is_secret(db, letter.message_id)
        outbox.mark_sent(db, letter.id, answer, now=now, copy=not keeps_copies and not secret, look_from=look_from)
        if secret:
            replies.replace_raw(db, letter.id, without_token(outbox.raw_of(db, letter.id)))
        aliases.learn(db, letter.id, names)
        record_sent(self._desk.app, db, letter.reference, LetterSent(letter.number, letter.letter), self._desk.hand())

    def _put_off(self, letter: Outgoing, answer: str) -> None:
        delays = self._desk.app.config.sending.retry_minutes
        wait = timedelta(minutes=delays[min(letter.attempts, len(delays) - 1)])
        with writing(self._desk.db) as db:
            outbox.mark_deferred(db, letter.id, answer, self._desk.clock() + wait)
        self.done.counts["deferred"] += 1

    def _refuse(self, letter: Outgoing, answer: str) -> None:
        event = LetterRefused(letter.number, letter.letter, _code_of(answer))
        with writing(self._desk.db) as db:
            outbox.mark_refused(db, letter.id, answer)
            record_fate(db, letter.reference, event, self._desk.hand())
        self.done.counts["refused"] += 1

    def _doubt(self, letter: Outgoing, why: str) -> None:
        _note_doubt(self._desk, letter, why)
        self.done.counts["unknown"] += 1


def note_cut_off(desk: Desk) -> int:
    """Note letters whose sending was cut off when a process ended, before anything is decided on them; say how many.

    Only at the start of a process, or by what sends: a letter that is at its final dot now looks the same.
    """
    letters = outbox.left_sending(desk.db)
    for letter in letters:
        _note_doubt(desk, letter, CUT_OFF)
    return len(letters)


def _note_doubt(desk: Desk, letter: Outgoing, why: str) -> None:
    event = LetterOutcomeUnknown(letter.number, letter.letter)
    with writing(desk.db) as db:
        outbox.mark_unknown(db, letter.id, why, desk.clock() + LOOK_AFTER)
        record_fate(db, letter.reference, event, desk.hand())


def _code_of(answer: str) -> int:
    first = answer[:3]
    return int(first) if first.isdigit() else PERMANENT


def look_for_unknown(desk: Desk, mailbox: ImapMailbox, done: Dispatched) -> None:
    """Look in Sent for letters of unknown fate; some are tried once more, with the same bytes and Message-ID.

    What was cut off because the process ended had its final dot due within a system call, so it most probably left:
    it is a person's to decide. An acknowledgement that the network lost may be tried again, and so may any mail to a
    colleague, who is better told twice than never.
    """
    folder = desk.app.sent_folder(mailbox)
    for letter, retried, why in outbox.unknown_to_look_for(desk.db, desk.clock()):
        names = mailbox.find_letter(folder, letter.message_id) if mailbox.folder_exists(folder) else []
        if names:
            sent = LetterSent(letter.number, letter.letter)
            with writing(desk.db) as db:
                outbox.mark_sent(db, letter.id, "found in Sent", now=desk.clock(), copy=False)
                aliases.learn(db, letter.id, names)
                record_sent(desk.app, db, letter.reference, sent, desk.hand())
            done.counts["found"] += 1
        elif not retried and (_to_colleague(letter) or (letter.letter in ACKNOWLEDGEMENTS and why != CUT_OFF)):
            event = LetterRequeued(letter.number, letter.letter)
            with writing(desk.db) as db:
                record_fate(db, letter.reference, event, desk.hand())
                outbox.mark_retried(db, letter.id, now=desk.clock())
            done.counts["retried"] += 1
        else:
            with writing(desk.db) as db:
                outbox.stop_looking(db, letter.id)


def _to_colleague(letter: Outgoing) -> bool:
    return LETTERS[letter.letter].audience is Audience.COLLEAGUE
