"""Erasure where the mailbox is erased too: the very messages, by number, and none that a colleague marked."""

import os
import signal
from datetime import UTC, datetime, timedelta

from builders import make_mail
from office import Office

from foibot.jobs.desk import Desk
from foibot.jobs.erasing_mail import erase_in_mailbox

ASKED_AT = datetime(2026, 3, 3, 10, tzinfo=UTC)
LATE = ASKED_AT + timedelta(days=4 * 366)
WORDS = "Under the Freedom of Information Act please send me all records about xylophone lessons.\n\nAda Zwingli"
ADA = "Ada Zwingli <ada.zwingli@quixotic.example>"
ADAS = (b"zwingli", b"quixotic", b"xylophone")


def lived(office: Office) -> None:
    """Ada asks and withdraws, Guy asks and waits; another mail of one name, and one marked for deletion, lie there."""
    office.configure(retention='mailbox = "erase"', approval="two_people = false")
    office.dovecot.deliver(
        make_mail(writer=ADA, subject="Music", text=WORDS, message_id="<a@quixotic.example>"), at=ASKED_AT
    )
    office.dovecot.deliver(make_mail(writer="Guy Marsh <guy@writer.example>", message_id="<g@w.example>"), at=ASKED_AT)
    office.once(ASKED_AT)
    at = ("--as", "jane", "--now", "2026-03-04T10:00+00:00")
    office.tell("withdraw", "FOI-2026-0001", *at)
    draft = str(office.one("SELECT max(id) FROM drafts"))
    office.once(ASKED_AT + timedelta(days=1))  # puts its form into the mailbox
    office.tell("approve", draft, "--at-once", *at)
    office.once(ASKED_AT + timedelta(days=1, minutes=5))
    office.once(ASKED_AT + timedelta(days=1, minutes=10))
    other = make_mail(writer="Una Lee <una@lee.example>", text="a walrus", message_id="<a@lee.example>")
    office.dovecot.deliver(other, folder="FOI/Logged", flags=r"\Deleted")
    twin = make_mail(writer="Una Lee <una@lee.example>", text="a narwhal", message_id="<g@w.example>")
    office.dovecot.deliver(twin, folder="FOI/Logged")


def bytes_of(office: Office) -> bytes:
    """Return all that lies in any folder of the mailbox, and in the folder of the register."""
    mailbox = b"".join(raw for folder in office.folders() for raw in office.dovecot.messages(folder))
    files = (path.read_bytes() for path in office.folder.rglob("*") if path.is_file())
    return (mailbox + b"".join(files)).lower()


def test_erased_mail_goes_from_the_mailbox_too_and_nothing_else_does(office: Office) -> None:
    lived(office)
    assert [word for word in ADAS if word not in bytes_of(office)] == []
    now = ("--now", LATE.isoformat())
    told = office.tell("purge", "--yes", *now)
    assert "In the mailbox, with the next pass" in " ".join(told.split())
    office.once(LATE)
    left = bytes_of(office)
    assert [word for word in ADAS if word in left] == []
    assert all(word in left for word in (b"guy marsh", b"walrus", b"narwhal"))
    assert office.rows("SELECT * FROM to_erase") == []
    assert office.do("audit").status == 0
    before = office.one("SELECT count(*) FROM cases")
    office.once(LATE + timedelta(hours=1))
    assert office.one("SELECT count(*) FROM cases") == before


def test_a_pass_killed_between_two_erasures_is_finished_by_the_next(office: Office) -> None:
    lived(office)
    office.tell("purge", "--yes", "--now", LATE.isoformat())
    waiting = office.one("SELECT count(*) FROM to_erase WHERE what != 'file'")
    assert waiting >= 4
    child = os.fork()
    if not child:
        app = office.app()
        stop = iter([False, False]).__next__

        def killed() -> bool:
            try:
                return stop()
            except StopIteration:
                os.kill(os.getpid(), signal.SIGKILL)
                return True

        with app.mailbox() as mailbox:
            erase_in_mailbox(Desk(app, app.open_register(), lambda: LATE, killed), mailbox)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    assert office.one("SELECT count(*) FROM to_erase WHERE what != 'file'") == waiting - 2
    office.once(LATE)
    assert [word for word in ADAS if word in bytes_of(office)] == []
