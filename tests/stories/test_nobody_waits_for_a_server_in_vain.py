"""What waits on a server is done while work goes on: the next mail is fetched, copies are kept as letters leave."""

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from builders import make_request
from office import NOW, Office

from foibot.errors import RegisterError, Unavailable
from foibot.jobs.desk import Desk
from foibot.jobs.fetching import BATCH_BYTES, fetched_in_turn
from foibot.jobs.intake import Taken, fetch_and_settle, list_new
from foibot.jobs.rounds import Pass, one_pass
from foibot.lines import server_of
from foibot.mail.mailbox import Fetched, FolderRefused, ImapMailbox, Listed
from foibot.store import inbox

MANY = "acknowledgements_an_hour = 1000\nacknowledgements_a_domain_an_hour = 1000\nacknowledgements_a_day = 1000"
PADDING = b"X-Padding: " + b"x" * 900 + b"\r\n"


class Mailbox(ImapMailbox):
    """A mailbox on the real server of which a test chooses what it does when asked for the second batch."""

    def __init__(self, desk: Desk, at_second: Callable[[], object] = lambda: None) -> None:
        settings = desk.app.config.mailbox
        super().__init__(server_of(settings.imap), settings.username, desk.app.secret)
        self._at_second = at_second
        self.asked, self.at_work = 0, False

    def fetch(self, listed: Sequence[Listed], *, batch_bytes: int) -> Iterator[list[Fetched]]:
        self.asked, self.at_work = self.asked + 1, True
        try:
            if self.asked == 2:
                self._at_second()
            yield from super().fetch(listed, batch_bytes=batch_bytes)
        finally:
            self.at_work = False


class FullSent(ImapMailbox):
    """A mailbox of which the server says that it is full."""

    def __init__(self, desk: Desk) -> None:
        settings = desk.app.config.mailbox
        super().__init__(server_of(settings.imap), settings.username, desk.app.secret)

    def append(self, name: str, letters: Sequence[bytes], *, seen: bool = True) -> list[int] | None:
        del letters, seen
        raise FolderRefused("over quota", folder=name)


def large_requests(office: Office, count: int) -> None:
    """Deliver requests of which two make a batch."""
    lines = BATCH_BYTES // 2 // len(PADDING) - 10
    for number in range(count):
        office.dovecot.deliver(PADDING * lines + make_request(number), at=NOW)


def with_listed(desk: Desk, mailbox: ImapMailbox, act: Callable[[list[inbox.Delivery]], Any]) -> Any:
    with mailbox:
        place = list_new(desk, mailbox, "INBOX", Taken())
        return act(inbox.to_fetch(desk.db, place, 100))


@pytest.fixture
def desk_of(office: Office) -> Iterator[Desk]:
    app = office.app()
    db = app.open_register()
    yield Desk(app, db, lambda: NOW)
    db.close()


def test_the_next_batch_is_on_its_way_while_one_is_being_read(office: Office, desk_of: Desk) -> None:
    large_requests(office, 6)
    second = threading.Event()
    mailbox = Mailbox(desk_of, second.set)

    def first_batch(deliveries: list[inbox.Delivery]) -> bool:
        batches = fetched_in_turn(desk_of, mailbox, deliveries, lambda _: None)
        next(batches)
        asked_meanwhile = second.wait(20)
        batches.close()
        return asked_meanwhile

    assert with_listed(desk_of, mailbox, first_batch)


def test_whoever_stops_between_two_batches_finds_the_mailbox_at_rest(office: Office, desk_of: Desk) -> None:
    large_requests(office, 6)
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        begun.set()
        go_on.wait(20)

    mailbox = Mailbox(desk_of, slow)

    def stopped(deliveries: list[inbox.Delivery]) -> list[int]:
        batches = fetched_in_turn(desk_of, mailbox, deliveries, lambda _: None)
        next(batches)
        begun.wait(20)
        threading.Timer(0.05, go_on.set).start()
        batches.close()
        assert not mailbox.at_work
        return mailbox.list_uids()

    assert with_listed(desk_of, mailbox, stopped) == [1, 2, 3, 4, 5, 6]


def test_a_server_that_fails_at_the_second_batch_costs_that_batch_one_try(office: Office, desk_of: Desk) -> None:
    large_requests(office, 6)

    def fails() -> None:
        raise Unavailable("the line broke")

    mailbox, taken = Mailbox(desk_of, fails), Taken()
    with pytest.raises(Unavailable, match="the line broke"):
        with_listed(desk_of, mailbox, lambda deliveries: fetch_and_settle(desk_of, mailbox, deliveries, taken))

    assert len(taken.references) == 2
    assert desk_of.db.execute("SELECT attempts FROM deliveries ORDER BY id").fetchall() == [
        *((1,),) * 4,
        *((0,),) * 2,
    ]
    office.once()
    assert office.one("SELECT count(*) FROM cases") == 6


def test_two_large_messages_are_never_held_at_a_time(office: Office, desk_of: Desk) -> None:
    for number in range(3):
        office.dovecot.deliver(PADDING * (3 * BATCH_BYTES // len(PADDING)) + make_request(number), at=NOW)
    mailbox = Mailbox(desk_of)

    def asked_after_each(deliveries: list[inbox.Delivery]) -> list[int]:
        batches = fetched_in_turn(desk_of, mailbox, deliveries, lambda _: None)
        return [mailbox.asked for _ in batches]

    assert with_listed(desk_of, mailbox, asked_after_each) == [1, 2, 3]


def many_requests(office: Office) -> None:
    office.configure(limits=MANY)
    for number in range(120):
        office.dovecot.deliver(make_request(number), at=NOW)


def test_of_many_letters_each_lies_in_sent_once_though_copied_while_others_left(office: Office) -> None:
    many_requests(office)

    done = office.once().done

    assert done["dispatch"]["copied"] >= 49
    assert done["dispatch"]["copied"] + done["copies"]["copied"] == done["dispatch"]["sent"]
    with office.dovecot.client() as client:
        client.select("Sent", readonly=True)
        _, answers = client.fetch("1:*", "(BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])")
    names = [answer[1].split()[1].decode() for answer in answers if isinstance(answer, tuple)]
    assert sorted(names) == sorted(row[0] for row in office.rows("SELECT message_id FROM outbox"))


def test_many_letters_leave_though_the_sent_folder_is_full(office: Office) -> None:
    many_requests(office)

    result: Pass = office.at(NOW, lambda desk: one_pass(desk, FullSent(desk)))

    assert list(result.faults) == ["copies"]
    assert len(office.acknowledgements()) == 120
    office.once(datetime(2026, 3, 3, 10, 5, tzinfo=UTC))
    assert office.folders()["Sent"] == office.one("SELECT count(*) FROM outbox")
    assert len(office.acknowledgements()) == 120


def test_a_register_that_cannot_be_written_between_two_batches_leaves_the_mailbox_fit_for_use(
    office: Office, desk_of: Desk
) -> None:
    large_requests(office, 4)
    mailbox = Mailbox(desk_of)

    def refused(deliveries: list[inbox.Delivery]) -> list[int]:
        desk_of.db.execute("PRAGMA query_only = ON")
        with pytest.raises((Unavailable, RegisterError)):
            fetch_and_settle(desk_of, mailbox, deliveries, Taken())
        assert not mailbox.at_work
        return mailbox.list_uids()

    assert with_listed(desk_of, mailbox, refused) == [1, 2, 3, 4]
