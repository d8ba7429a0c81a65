"""A disclosure in numbered mails over a real server with a small SIZE: killed in between, each mail arrives once."""

import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from builders import make_mail
from conftest import need
from office import NOW, Office, read, until
from servers import Dovecot, SmtpSink, why_no_dovecot
from smtp_sink import Behaviour

APPLICANT = "ada.field@reader.example"
CASE = "FOI-2026-0001"


@pytest.fixture
def small_server() -> Iterator[SmtpSink]:
    server = SmtpSink(largest=300_000).start()
    yield server
    server.stop()


@pytest.fixture
def approved(small_server: SmtpSink, dovecot: Dovecot, tmp_path: Path) -> Iterator[Office]:
    """An office whose answer, in three mails, is approved and about to leave."""
    need(why_no_dovecot())
    dovecot.flags()
    folder = tmp_path / "office"
    folder.mkdir()
    office = Office(folder, dovecot, small_server)
    office.configure()
    office.dovecot.deliver(make_mail(), at=NOW)
    office.once()
    files = []
    for name in "abc":
        path = folder / f"{name}.bin"
        path.write_bytes(b"plain words " * 12_500)
        files += ["--attach", str(path)]
    said = office.tell(
        "respond", CASE, "disclosed", *files, "--text", "Here.", "--as", "jane", "--now", NOW.isoformat()
    )
    assert "It goes in 3, one after the other" in " ".join(said.split())
    office.tell("approve", "1", "--at-once", "--as", "pat", "--now", NOW.isoformat())
    yield office
    office.close()


def arrived(office: Office) -> list[str]:
    """The number of each mail of the answer that the server kept, in order."""
    subjects = [str(read(one.raw)["Subject"]) for one in office.smtp.letters if one.recipients == (APPLICANT,)]
    return [subject.partition(" (")[2][:6] for subject in subjects if " of 3)" in subject]


def test_mails_of_a_small_server_arrive_in_order_and_none_is_larger_than_it_takes(approved: Office) -> None:
    assert approved.one("SELECT value FROM mail_server") == 300_000
    approved.later(minutes=1)
    assert arrived(approved) == ["1 of 3", "2 of 3", "3 of 3"]
    assert max(len(one.raw) for one in approved.smtp.letters) < 300_000
    assert approved.rows("SELECT status, responded_on FROM case_state") == [("responded", "2026-03-03")]
    assert approved.data("audit")["whole"]


@pytest.mark.parametrize("killed_at", [1, 2, 3])
def test_killed_while_the_server_ponders_a_mail_nothing_goes_twice_and_the_rest_follows(
    approved: Office, killed_at: int
) -> None:
    def has_it() -> bool:
        approved.smtp.behaviour = Behaviour(delay=30 if len(arrived(approved)) >= killed_at - 1 else 0)
        return len(arrived(approved)) >= killed_at

    has_it()
    daemon = approved.start("once")
    until(has_it, 20, f"the server has mail {killed_at}")
    daemon.signal(signal.SIGKILL)
    daemon.process.wait(5)
    kept = [one.raw for one in approved.smtp.letters if one.recipients == (APPLICANT,)][-1]
    approved.smtp.behaviour = Behaviour()

    now = datetime.now(UTC)
    approved.once(now + timedelta(seconds=1))
    assert len(arrived(approved)) == killed_at  # nobody knows yet whether it left, so what follows it waits
    approved.dovecot.deliver(kept, folder="Sent")
    for minutes in (16, 17, 60):
        approved.once(now + timedelta(minutes=minutes))

    assert arrived(approved) == ["1 of 3", "2 of 3", "3 of 3"]
    assert approved.one("SELECT status FROM case_state") == "responded"
    assert approved.data("audit")["whole"]


def test_a_line_cut_within_a_mail_is_taken_up_again_with_that_mail(approved: Office) -> None:
    approved.smtp.behaviour.hang_up = "data"
    result = approved.foibot("once")
    assert result.returncode in (0, 1)
    approved.smtp.behaviour = Behaviour()
    later = datetime.now(UTC) + timedelta(minutes=5)
    approved.once(later)
    approved.once(later + timedelta(minutes=5))
    assert arrived(approved) == ["1 of 3", "2 of 3", "3 of 3"]
