"""The register held against the mailbox, and the outbox against Sent: what one knows and the other does not.

Every folder is opened read-only. What is said names folders, numbers and cases, and nobody.
"""

from collections.abc import Iterator
from datetime import datetime

from foibot.casework.case import OFFICE
from foibot.jobs.desk import Desk
from foibot.jobs.intake import watched_folders
from foibot.law.clock import london_day
from foibot.lean import dataclass
from foibot.mail.headers import message_ids, read_header
from foibot.mail.mailbox import FolderRefused, ImapMailbox
from foibot.mail.marks import LETTER_MARK
from foibot.store import against_mailbox, sent_mail

NAMED = 10
"""So many are named one by one; of more, how many there are."""


@dataclass(frozen=True, slots=True)
class Lying:
    """A message as it lies in a folder: its number there, its Message-ID, and the mark of a letter of ours, if any."""

    uid: int
    message_id: str
    mark: str


def differences(desk: Desk, mailbox: ImapMailbox, since: datetime) -> Iterator[str]:
    """Yield a sentence for each difference since an aware moment, with what to do about it."""
    folders = desk.app.config.folders
    moved = against_mailbox.filed_where(desk.db, since)
    lying: dict[str, list[Lying]] = {}
    for folder in dict.fromkeys((folders.logged, folders.triage, folders.not_foi, folders.unreadable)):
        lying[folder] = _lying(mailbox, folder, since)
        yield from _not_in_the_register(desk, folder, lying[folder])
    yield from _not_in_the_mailbox(desk, mailbox, moved, lying, since)
    yield from _sent(desk, mailbox, since)


def _lying(mailbox: ImapMailbox, folder: str, since: datetime) -> list[Lying]:
    """Return what came to a folder since that day; nothing where there is no such folder."""
    try:
        uids = mailbox.find_since(folder, london_day(since))
        mailbox.look_at(folder)
        return [_read(uid, lines) for uid, lines in mailbox.fetch_names(uids).items()]
    except FolderRefused:
        return []


def _read(uid: int, lines: bytes) -> Lying:
    header, _ = read_header(lines, 0, len(lines))
    names = message_ids(header.every("message-id"))
    return Lying(uid, next(iter(names), ""), header.first(LETTER_MARK.lower()).strip())


def _not_in_the_register(desk: Desk, folder: str, lying: list[Lying]) -> Iterator[str]:
    unknown = set(against_mailbox.unknown_messages(desk.db, (one.message_id for one in lying if one.message_id)))
    numbers = [one.uid for one in lying if one.message_id in unknown]
    if numbers:
        inbox = desk.app.config.folders.inbox
        yield (
            f"{folder}: {_counted(len(numbers), 'message')} there the register does not know (UID {_some(numbers)}). "
            f"If the register was restored from a copy, move them back to {inbox}: they become cases again, with the "
            "day they came. Somebody may have put them there: foibot reads what comes to the inbox alone."
        )


def _not_in_the_mailbox(
    desk: Desk, mailbox: ImapMailbox, moved: dict[str, set[str]], lying: dict[str, list[Lying]], since: datetime
) -> Iterator[str]:
    everywhere = {one.message_id for ones in lying.values() for one in ones}
    for folder in watched_folders(desk, mailbox):
        everywhere |= {one.message_id for one in _lying(mailbox, folder, since)}
    gone = {folder: ids - everywhere for folder, ids in moved.items()}
    for folder, ids in gone.items():
        if ids:
            yield (
                f"{folder}: {_counted(len(ids), 'message')} that foibot put there lie in none of its folders any more. "
                "Nothing is lost, the register holds their bytes ('foibot bundle REFERENCE'); ask who moved them."
            )


def _sent(desk: Desk, mailbox: ImapMailbox, since: datetime) -> Iterator[str]:
    folder = desk.app.sent_folder(mailbox)
    lying = _lying(mailbox, folder, since)
    there = {one.message_id for one in lying} | {one.mark for one in lying}
    for message_id, reference, letter in against_mailbox.copied_letters(desk.db, since):
        if message_id not in there and _mark_of(message_id) not in there:
            yield (
                f"{reference}: the {letter} left, and its copy is not in {folder}. Somebody took it away; "
                f"{_shown_by(reference)}"
            )
    marked = (one for one in lying if one.mark)
    foreign = [one for one in marked if sent_mail.letter_of_copy(desk.db, one.message_id, one.mark) is None]
    unread = set(against_mailbox.unknown_messages(desk.db, (one.message_id for one in foreign)))
    numbers = [one.uid for one in foreign if one.message_id in unread]
    if numbers:
        yield (
            f"{folder}: {_counted(len(numbers), 'letter')} of foibot's there the register does not know (UID "
            f"{_some(numbers)}). If the register was restored from a copy, they left after it was made, to applicants "
            "or as notices to colleagues: the next pass reads them as if a person had sent them. Look then at what "
            "they told each applicant, and say so with 'foibot answered' or 'foibot note'. Else another foibot writes "
            "from this mailbox: stop one."
        )


def _shown_by(reference: str) -> str:
    if reference == OFFICE:
        return "'foibot letters' lists it among those that left."
    return f"'foibot case {reference}' says when it left."


def _mark_of(message_id: str) -> str:
    return message_id.strip("<>").partition("@")[0]


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _some(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:NAMED]))
    return f"{shown} and {len(numbers) - NAMED} more" if len(numbers) > NAMED else shown
