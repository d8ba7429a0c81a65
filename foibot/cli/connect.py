"""What `foibot check --connect` asks of the servers: sign-in, abilities, folders, rights, and SMTP.

Makes the folders that are missing, which is the first thing the daemon would do. Moves and sends nothing.
"""

from collections.abc import Iterator

from foibot.app import App
from foibot.casework.reaching import megabytes
from foibot.cli.check_approval import look_at_signing_folders
from foibot.cli.findings import Finding, fault_and_remedy
from foibot.config import Config, is_not_used_yet
from foibot.errors import Unavailable
from foibot.mail.mailbox import FolderRefused, ImapMailbox

# RFC 4314, section 2.1.
RIGHTS = {
    "l": "see the folder",
    "r": "read messages",
    "i": "put messages there",
    "t": "mark messages as deleted",
    "e": "take messages away",
}
TO_READ, TO_MOVE_FROM, TO_MOVE_TO = "lr", "lrte", "lri"

ABILITIES = {
    "MOVE": (
        "messages are filed without a risk to what colleagues marked for deletion",
        'Without it nothing is moved: write folders.filing = "leave".',
    ),
    "UIDPLUS": (
        "the server tells where a message went",
        "Without it a moved message is found again by its content. Nothing to do.",
    ),
    "IDLE": (
        "new mail is noticed at once",
        "Without it new mail is noticed every mailbox.poll_seconds. Nothing to do.",
    ),
    "SPECIAL-USE": (
        "the server says which folders are Junk and Sent",
        "Without it make sure that folders.junk and folders.sent name the right ones.",
    ),
}


def look_at_servers(app: App) -> Iterator[Finding]:
    """Try everything the daemon will need; raises ConfigError where a secret cannot be found."""
    mailbox = app.mailbox()
    about = f"IMAP {app.config.mailbox.imap.host}"
    try:
        mailbox.connect()
        yield Finding("ok", about, f"signed in as {app.config.mailbox.username}")
        yield from _abilities(mailbox)
        yield from _folders(mailbox, app.config)
        yield from look_at_signing_folders(app, mailbox)
    except Unavailable as error:
        yield Finding("fault", about, *fault_and_remedy(error))
    finally:
        mailbox.close()
    yield _smtp(app)


def _smtp(app: App) -> Finding:
    transport = app.transport()
    about = f"SMTP {app.config.mailbox.smtp.host}"
    try:
        transport.connect()
        largest = transport.largest
    except Unavailable as error:
        return Finding("fault", about, *fault_and_remedy(error))
    finally:
        transport.close()
    size = f", up to {megabytes(largest)} MB each" if largest else ""
    return Finding("ok", about, f"takes letters from {app.config.mailbox.address}{size}")


def _abilities(mailbox: ImapMailbox) -> Iterator[Finding]:
    for name, (use, without) in ABILITIES.items():
        if name in mailbox.capabilities:
            yield Finding("ok", name, use)
        else:
            yield Finding("note", name, "the server does not offer it", without)


def _folders(mailbox: ImapMailbox, config: Config) -> Iterator[Finding]:
    folders = config.folders
    yield from _standing(mailbox, "folders.inbox", folders.inbox, TO_MOVE_FROM)
    yield from _mail_from_before(mailbox, config)
    for key, name, mark in (("junk", folders.junk, "\\Junk"), ("sent", folders.sent, "\\Sent")):
        marked = mailbox.special_use(mark)
        if marked is None:
            yield from _made(mailbox, f"folders.{key}", name)
            continue
        if marked != name:
            yield Finding("ok", f"folders.{key}", f'the server marks "{marked}", which is used in place of "{name}"')
        yield from _standing(mailbox, f"folders.{key}", marked, TO_READ if key == "junk" else TO_MOVE_TO)
    for key in ("logged", "triage", "not_foi", "unreadable", "drafts", "approved", "rejected", "hold"):
        if not is_not_used_yet(f"folders.{key}"):
            yield from _made(mailbox, f"folders.{key}", getattr(folders, key))


def _mail_from_before(mailbox: ImapMailbox, config: Config) -> Iterator[Finding]:
    """Warn of mail that was there before foibot, as long as there is no register: the first pass answers it."""
    if config.register.path.exists():
        return
    try:
        mailbox.look_at(config.folders.inbox)
        listed = mailbox.list_messages()
    except FolderRefused:
        return
    if listed:
        oldest = min(message.arrived_at for message in listed)
        yield Finding(
            "note",
            "folders.inbox",
            f"{len(listed)} messages are there, the oldest of {oldest:%d %B %Y}: the first pass answers each request",
            "See what it would do: foibot once --dry-run. Take in silently what is old: foibot backfill --since DATE.",
        )


def _standing(mailbox: ImapMailbox, key: str, name: str, needed: str) -> Iterator[Finding]:
    """Look at a folder that must be there already."""
    try:
        state = mailbox.look_at(name)
        yield Finding("ok", key, f'"{name}" can be read and holds {state.exists} messages')
        yield from _rights(mailbox, key, name, needed)
    except FolderRefused as error:
        yield Finding("fault", key, *fault_and_remedy(error))


def _made(mailbox: ImapMailbox, key: str, name: str) -> Iterator[Finding]:
    """Look at a folder, and make it if it is not there."""
    try:
        there = mailbox.folder_exists(name)
        mailbox.make_folder(name)
        yield Finding("ok", key, f'"{name}" {"is there" if there else "was made"}')
        yield from _rights(mailbox, key, name, TO_MOVE_TO)
    except FolderRefused as error:
        yield Finding("fault", key, *fault_and_remedy(error))


def _rights(mailbox: ImapMailbox, key: str, name: str, needed: str) -> Iterator[Finding]:
    held = mailbox.rights(name)
    if held is None:
        return
    # Servers older than RFC 4314 have one right, "d", for what are "t" and "e" now.
    missing = [RIGHTS[letter] for letter in needed if letter not in held and not (letter in "te" and "d" in held)]
    if missing:
        yield Finding(
            "fault",
            key,
            f'in "{name}" foibot may not {" nor ".join(missing)}',
            f"Give its account the rights {needed} to that folder, on the server.",
        )
