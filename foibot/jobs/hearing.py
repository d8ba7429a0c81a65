"""What colleagues say by answering a notice: an approval, a rejection, a command. Off unless the authority wants it.

Nothing happens unless our own border vouches for the sender. Every outcome is told; what does not count is explained
briefly to the one whose word it claims to be, a few times at most, and never to a machine.
"""

import logging
from datetime import date, datetime, timedelta

from foibot.casework.arrivals import MessageState
from foibot.casework.commands import COMMANDS
from foibot.casework.commands.grammar import Spoken, read_command
from foibot.casework.decisions import Decision
from foibot.casework.events import MessageFiled
from foibot.casework.policy import Officer
from foibot.correspondence.classify import named_ids
from foibot.correspondence.kinds import Kind
from foibot.correspondence.message import InboundMessage
from foibot.correspondence.replying import Proof, Said, check_of, said_in, why_not_believed
from foibot.errors import LetterError, NotPermitted, UsageError, VersionConflict
from foibot.jobs.arguments import read_value
from foibot.jobs.around_releases import told_of_release
from foibot.jobs.arriving import Arrived, filing_folder_of
from foibot.jobs.commanding import Door, carry_out_here
from foibot.jobs.desk import Desk
from foibot.jobs.recording import record
from foibot.jobs.telling_of_drafts import concerned
from foibot.jobs.telling_of_the_mailbox import LETTER, tell
from foibot.law.clock import london_day
from foibot.lean import dataclass
from foibot.mail.reply_tokens import hashed, tokens_in
from foibot.store import forms, inbox, mail_for_people, messages, replies
from foibot.store.inbox import Delivery
from foibot.store.replies import Given

logger = logging.getLogger(__name__)

EXPLAINED_AT_MOST = 3
ANSWERED_AN_HOUR = 20
HOUR = timedelta(hours=1)
NOT_HEARD = frozenset({str(MessageState.DUPLICATE), str(MessageState.JUNK)})


@dataclass(frozen=True, slots=True)
class Heard:
    """A reply as it came: the message and its row, where and when it was delivered."""

    message: InboundMessage
    delivery: Delivery
    arrived: Arrived

    @property
    def row(self) -> int:
        """The message's row in the register."""
        return self.arrived.message


def hear(desk: Desk, delivery: Delivery, message: InboundMessage, arrived: Arrived) -> Arrived:
    """Act on what a colleague says by answering a notice; any other message is left as it was settled."""
    approval = desk.app.config.approval
    if delivery.history or delivery.sent or str(arrived.state) in NOT_HEARD:
        return arrived
    heard = Heard(message, delivery, arrived)
    if approval.reply and (given := _token_of(desk, message)):
        return _about_a_draft(desk, heard, given)
    if approval.commands_by_reply and (notice := _notice_answered(desk, message)):
        return _command(desk, heard, notice)
    return arrived


def _token_of(desk: Desk, message: InboundMessage) -> Given | None:
    written_to = (*(address.email for address in (*message.to, *message.cc)), *message.delivered_to)
    found = (replies.given(desk.db, hashed(token)) for token in tokens_in(written_to))
    return next((given for given in found if given is not None), None)


def _about_a_draft(desk: Desk, heard: Heard, given: Given) -> Arrived:
    officer = desk.app.policy.officer(given.officer)
    if officer is None:
        return heard.arrived
    said = said_in(heard.message.new_text)
    why = _why_not(desk, heard, given, officer) or _why_dead(desk, given) or _why_unclear(desk, given, said)
    if why or said is None:
        return _explain(desk, heard, given, officer, why)
    verb, arguments = ("approve", {}) if said.act == "approve" else ("reject", {"why": said.words})
    form = forms.get(desk.db, given.draft)
    try:
        with desk.db.atomic():
            carried = carry_out_here(desk.app, desk.db, verb, str(given.draft), arguments, _door(desk, officer, heard))
    except (NotPermitted, UsageError, VersionConflict, LetterError) as refused:
        return _explain(desk, heard, given, officer, str(refused))
    replies.mark_used(desk.db, given.hash)
    headline = f"{'Approved' if verb == 'approve' else 'Rejected'} by the reply of {officer.id}"
    team = (officer, *concerned(desk, desk.db, form, officer))
    paragraphs = (carried.told, STRANGE.format(draft=given.draft))
    tell(desk, desk.db, team, headline, paragraphs, case=form.reference)
    logger.info("reply acted on draft=%d verb=%s", given.draft, verb)
    return _file(desk, heard, form.reference)


STRANGE = "If you did not write this, say so at once: foibot stop {draft}, or foibot hold."


def _why_not(desk: Desk, heard: Heard, given: Given, officer: Officer) -> str:
    notice = replies.notice_to(desk.db, given.notice)
    left_at = notice[2] if notice else None
    return why_not_believed(heard.message, _proof(desk, heard, officer.email, left_at))


def _proof(desk: Desk, heard: Heard, email: str, left_at: datetime | None) -> Proof:
    return Proof(email, desk.app.config.mailbox.authserv_id, left_at, heard.delivery.arrived_at)


def _why_dead(desk: Desk, given: Given) -> str:
    if given.used:
        return "the notice was answered already, and counts once"
    if london_day(desk.clock()) > date.fromisoformat(given.dead_after):
        return "the notice is older than five working days"
    form = forms.get(desk.db, given.draft)
    if form.status == "superseded":
        return "the letter was changed since the notice was written"
    return ""


def _why_unclear(desk: Desk, given: Given, said: Said | None) -> str:
    if said is None or said.act == "command":
        return "its first line is not exactly what the notice names: a word and the number, or a word and the reason"
    if said.act == "approve" and said.words != check_of(forms.get(desk.db, given.draft).digest):
        return "the check number is not that of the attached draft"
    return ""


def _explain(desk: Desk, heard: Heard, given: Given, officer: Officer, why: str) -> Arrived:
    """Say to the approver why a reply in their name changed nothing; a machine is never answered."""
    logger.info("reply not acted on draft=%d: %s", given.draft, why)
    if given.explained < EXPLAINED_AT_MOST and not _is_a_machines(heard):
        replies.count_explained(desk.db, given.hash)
        form = forms.get(desk.db, given.draft)
        paragraphs = (
            f"A reply to the notice of draft {given.draft}, in your name, changed nothing: {why}.",
            f"The draft is as it was. Move its form in the mailbox, or use: foibot approve {given.draft}",
        )
        tell(desk, desk.db, (officer,), "A reply of yours did not count", paragraphs, case=form.reference)
    return heard.arrived


def _is_a_machines(heard: Heard) -> bool:
    message = heard.message
    return message.header("auto-submitted").casefold() not in {"", "no"} or message.return_path == ""


def _door(desk: Desk, officer: Officer, heard: Heard) -> Door:
    return Door(officer, f"reply, message {heard.row}", desk.clock())


def _file(desk: Desk, heard: Heard, reference: str) -> Arrived:
    """Put a reply that was acted on on its case: nobody has to look at it."""
    state, kind = str(MessageState.CASE), str(Kind.OFFICER_COMMAND)
    filed = MessageFiled(heard.row, kind, automatic=False, confirmed=True, rules=("officer-command",))
    record(desk.app, desk.db, Decision(reference, (filed,)), desk.hand())
    messages.settle(desk.db, heard.row, state=state, reference=reference)
    messages.settle_kind(desk.db, heard.row, kind)
    mail_for_people.mark_told(desk.db, [heard.row])
    inbox.finish(desk.db, heard.delivery, heard.row, filing_folder_of(desk.app, state))
    return Arrived(heard.row, state, reference)


def _notice_answered(desk: Desk, message: InboundMessage) -> tuple[Officer, datetime | None] | None:
    """Return to whom the notice went that a message answers, and when it left; None where it answers none."""
    officers = {officer.email.casefold(): officer for officer in desk.app.policy.officers if officer.email}
    for message_id in named_ids(message):
        notice = replies.notice_to(desk.db, message_id)
        if notice and notice[1].casefold() in officers:
            return officers[notice[1].casefold()], notice[2]
    return None


def _command(desk: Desk, heard: Heard, notice: tuple[Officer, datetime | None]) -> Arrived:
    officer, left_at = notice
    text = heard.message.new_text.strip()
    if not text.startswith("foibot "):
        return heard.arrived
    why = why_not_believed(heard.message, _proof(desk, heard, officer.email, left_at))
    if not why and not heard.message.message_id:
        why = "it has no Message-ID, so that nobody could tell whether it came before"
    if why:
        return _answer(desk, heard, officer, "A command of yours was not carried out", f"It changed nothing: {why}.")
    if not replies.is_first(desk.db, heard.message.message_id, desk.clock()):
        return heard.arrived
    try:
        with desk.db.atomic():
            told, references = _carry_out(desk, _one_command(text), _door(desk, officer, heard))
    except (NotPermitted, UsageError, VersionConflict, LetterError) as refused:
        return _answer(desk, heard, officer, "A command of yours was not carried out", str(refused))
    arrived = _answer(desk, heard, officer, "Done as you wrote", told, references[0] if references else "")
    return _file(desk, heard, references[0]) if references else arrived


def _one_command(text: str) -> Spoken:
    lines = text.splitlines()
    if sum(line.strip().startswith("foibot ") for line in lines) > 1:
        raise UsageError("There is more than one command in the mail, so none was carried out. Send one a mail.")
    return read_command(text.removeprefix("foibot "), COMMANDS)


def _carry_out(desk: Desk, spoken: Spoken, door: Door) -> tuple[str, tuple[str, ...]]:
    arguments = {}
    for argument in spoken.row.arguments:
        given = spoken.given.get(argument.name, () if argument.many else None)
        arguments[argument.name] = read_value(desk.app, argument, given)
    carried = carry_out_here(desk.app, desk.db, spoken.row.verb, spoken.target, arguments, door)
    standing = told_of_release(desk.app, desk.db, spoken.row.verb, carried.references, reads=False)
    return " ".join(filter(None, (carried.told, standing))), carried.references


def _answer(desk: Desk, heard: Heard, officer: Officer, headline: str, said: str, case: str = "") -> Arrived:
    """Answer an officer's command by a notice, as long as there have not been too many within the hour."""
    lately = replies.written_to_since(desk.db, LETTER, officer.email, desk.clock() - HOUR)
    if lately < ANSWERED_AN_HOUR and not _is_a_machines(heard):
        tell(desk, desk.db, (officer,), headline, (said,), case=case)
    return heard.arrived
