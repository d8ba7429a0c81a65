"""A whole day, with everything that can go wrong in it, and not one name, address, word or secret in any log line."""

import re
import signal
from pathlib import Path

from builders import TOPICS, make_bounce, make_mail, make_malformed, make_request
from office import Office, until

NOTED = ("marmalade", "tangerine", "wheelbarrow", "Cartwright Row")
"""What officers type: a note, a reason, an answer, a postal address."""


def everything_said(office: Office) -> str:
    """Live through the day; return the daemon's log and what every command wrote on standard error."""
    office.configure(mailbox="poll_seconds = 1", log='level = "debug"')
    office.smtp.behaviour.to_recipient = {
        "writer1@reader.example": "550 5.1.1 <writer1@reader.example>: Efa Rowlands is unknown here",
        "writer2@reader.example": "451 4.3.0 <writer2@reader.example>: greylisted",
    }
    office.dovecot.deliver_all([make_request(number) for number in range(6)])
    office.dovecot.deliver_all([make_malformed(number) for number in range(16)])
    office.dovecot.deliver(make_mail(headers={"Reply-To": "x@\n\tbroken..example"}))
    daemon = office.start()
    until(lambda: len(office.acknowledgements()) >= 5, 30, "the acknowledgements")
    raw = next(letter.raw for letter in office.smtp.letters if letter.recipients == ("writer3@reader.example",))
    office.dovecot.deliver(make_bounce(raw, "writer3@reader.example"))
    until(lambda: office.rows("SELECT 1 FROM events WHERE type = 'LetterBounced'"), 20, "the bounce is on its case")
    case = str(office.one("SELECT min(reference) FROM cases"))
    said = [office.foibot(*words).stderr for words in _commands(office, case)]
    office.smtp.stop()
    office.foibot("respond", case, "disclosed", "--text", "A tangerine.", "--as", "jane")
    office.dovecot.stop()
    daemon.await_line("job failed job=intake", seconds=30)
    daemon.end(signal.SIGTERM)
    said.append(office.foibot("once").stderr)
    said.append(office.foibot("purge", "--yes", "--now", "2036-01-01").stderr)
    return "\n".join((daemon.log, *said))


def _commands(office: Office, case: str) -> list[tuple[str, ...]]:
    jane = ("--as", "jane")
    address = str(office.one("SELECT applicant_email FROM cases WHERE reference = ?", case))
    letter = ("--name", "Ira Cartwright", "--received", "2026-03-02", "--by", "letter", "--address", "1 Cartwright Row")
    return [
        ("note", case, "she spoke of marmalade", *jane),
        ("assign", case, "jane", *jane),
        ("new", *letter, "--text", "How many a wheelbarrow?", *jane),
        ("respond", case, "not-held", *jane),
        ("reject", "1", "--why", "marmalade", *jane),
        ("approve", "99", *jane),
        ("retain", case, "--why", "marmalade", *jane),
        ("person", address),
        ("purge", "--person", address, "--why", "tangerine", "--yes", *jane),
        ("audit",),
        ("status",),
    ]


def test_no_log_line_of_a_whole_day_names_anybody_or_anything_they_wrote(office: Office) -> None:
    said = everything_said(office).casefold()
    people = office.rows("SELECT name, email FROM people UNION SELECT from_name, from_email FROM messages")
    subjects = office.rows("SELECT subject FROM messages UNION SELECT subject FROM outbox")
    words = {str(word).casefold() for row in (*people, *subjects) for word in row if len(str(word)) > 3}
    bodies = " ".join(row[0] for row in office.rows("SELECT new_text FROM messages"))
    words |= {word.casefold() for word in re.findall(r"ward \d+|\b[A-Z][a-z]{3,} [A-Z][a-z]{3,}\b", bodies)}
    words |= {"reader.example", "noise.example", "rowlands", "ashby", "freedom of information", *TOPICS, *NOTED}
    words |= {office.dovecot.accounts["foi"], *_tokens(office)}
    words = {word.casefold() for word in words} - {"[erased]"}
    assert len(words) > 40
    assert [word for word in sorted(words) if word in said] == []


def _tokens(office: Office) -> set[str]:
    """Return what proves something and was mailed to colleagues, or lies in the register."""
    mailed = "\n".join(str(letter) for letter in office.notices())
    keys = {row[0].hex() for row in office.rows("SELECT key FROM keys")}
    return {token for token in re.findall(r"\b[0-9a-zA-Z_-]{32,}\b", mailed) if not token.startswith("=")} | keys


def test_the_files_of_the_register_are_for_their_owner_alone(office: Office) -> None:
    office.dovecot.deliver(make_request(1))
    office.once()
    modes = {path.name: oct(path.stat().st_mode & 0o077) for path in Path(office.folder).glob("foibot.db*")}
    assert set(modes.values()) == {"0o0"}
