"""A team lets drafts lie for weeks: what a pass asks of the mail server does not grow with them."""

import imaplib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from builders import make_request
from office import NOW, Office

WAITING, PATS = "FOI/To approve", "FOI/Approved/pat"


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """Count the commands that the IMAP server is given."""
    given, command = Counter[str](), vars(imaplib.IMAP4)["_command"]

    def counting(self: imaplib.IMAP4, name: str, *arguments: object) -> Any:
        given[name] += 1
        return command(self, name, *arguments)

    with monkeypatch.context() as patched:
        patched.setattr(imaplib.IMAP4, "_command", counting)
        yield given


def drafted(office: Office, numbers: range, minutes: int) -> None:
    for number in numbers:
        office.dovecot.deliver(make_request(number), at=NOW)
    office.later(minutes=minutes)
    moment = (NOW + timedelta(minutes=minutes)).isoformat()
    for number in numbers:
        office.tell("respond", f"FOI-2026-{number + 1:04}", "not-held", "--as", "jane", "--now", moment)
    office.later(minutes=minutes + 1)


def test_a_pass_asks_no_more_of_the_server_when_fifty_two_drafts_wait_than_when_three_do(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafted(office, range(3), 1)
    with counted(monkeypatch) as of_three:
        office.later(minutes=5)
    drafted(office, range(3, 52), 10)
    assert len(office.dovecot.flags(WAITING)) == 52
    with counted(monkeypatch) as of_many:
        office.later(minutes=20)
    # marks go into a search by fifty
    assert of_many.total() <= of_three.total() + 10, (of_three, of_many)

    uid = min(office.dovecot.flags(WAITING))
    office.dovecot.move(uid, PATS, folder=WAITING)
    office.later(minutes=30)
    office.later(minutes=60)
    assert office.one("SELECT count(*) FROM drafts WHERE status = 'sent'") == 1
    assert len(office.dovecot.flags(WAITING)) == 51
