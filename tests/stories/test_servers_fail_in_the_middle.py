"""The mail servers are killed, restarted, frozen and cut off in the middle of work: every message is accounted for."""

import contextlib
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator

from builders import make_request
from line import Line
from office import Office, until
from scripted_imap import HANG_UP, ScriptedImap

REQUESTS = 60
NO_LIMITS = "acknowledgements_an_hour = 100000\nacknowledgements_a_domain_an_hour = 100000"


@contextlib.contextmanager
def at_work(office: Office) -> Iterator[None]:
    """Let the daemon work meanwhile."""
    daemon = office.start()
    daemon.await_line("working register")
    yield
    daemon.end(signal.SIGKILL)


def everything_is_accounted_for(office: Office) -> None:
    """One case and one acknowledgement for each request, each message filed, and nothing sent twice knowingly."""
    said = office.foibot("once").stderr + office.foibot("once").stderr
    assert office.one("SELECT count(*) FROM cases") == REQUESTS
    assert office.rows("SELECT DISTINCT status FROM deliveries") == [("done",)]
    expected = sorted(f"writer{number}@reader.example" for number in range(REQUESTS))
    assert sorted(address for address, _ in office.letters("acknowledgement")) == expected
    again = Counter(office.acknowledged())
    doubtful = office.one("SELECT count(*) FROM events WHERE type IN ('LetterOutcomeUnknown', 'LetterRequeued')")
    assert sum(count - 1 for count in again.values()) <= doubtful
    assert "INBOX" not in office.folders(), said
    assert office.data("audit")["faults"] == []


def kept(office: Office) -> int:
    with contextlib.suppress(Exception):
        return int(office.one("SELECT count(*) FROM cases"))
    return 0


def test_dovecot_killed_and_restarted_three_times_costs_no_request(office: Office) -> None:
    office.configure(limits=NO_LIMITS, mailbox="poll_seconds = 5")
    with office.dovecot.client() as client:
        client.create("FOI/Logged")  # a Dovecot that is killed while it makes a folder leaves one that takes no mail
    office.dovecot.deliver_all([make_request(number) for number in range(REQUESTS)])

    for step in (5, 20, 40):
        with at_work(office):
            until(lambda step=step: kept(office) >= step, 60, f"{step} cases")  # type: ignore[misc]
            office.dovecot.kill()
            time.sleep(0.2)
            office.dovecot.start()

    everything_is_accounted_for(office)


def test_the_smtp_server_stopped_and_started_between_letters_costs_no_acknowledgement(office: Office) -> None:
    office.configure(limits=NO_LIMITS)
    office.dovecot.deliver_all([make_request(number) for number in range(REQUESTS)])
    chance = random.Random(3)  # noqa: S311 - the same each time
    ended = threading.Event()

    def misbehave() -> None:
        while not ended.wait(chance.uniform(0.05, 0.3)):
            office.smtp.behaviour.hang_up = chance.choice(("mail", "data", None))
            office.smtp.hang_up()

    trouble = threading.Thread(target=misbehave, daemon=True)
    trouble.start()
    for _ in range(3):
        office.foibot("once")
    ended.set()
    trouble.join(10)
    office.smtp.behaviour.hang_up = None

    everything_is_accounted_for(office)


def test_a_line_that_freezes_in_the_middle_ends_the_pass_and_no_message_is_lost(office: Office) -> None:
    with Line(office.dovecot.port) as line:
        office.imap_port = line.port
        office.configure(limits=NO_LIMITS)
        office.dovecot.deliver_all([make_request(number) for number in range(REQUESTS)])
        daemon = office.start()
        until(lambda: kept(office) >= 10, 60, "ten cases")
        line.freeze()
        assert line.held.wait(30)
        daemon.process.kill()
        daemon.process.wait(10)
        line.thaw()

        everything_is_accounted_for(office)


HALF_ANSWERS = (
    {"UID SEARCH": f"* SEARCH 1{HANG_UP}"},
    {"UID FETCH": f'* 1 FETCH (UID 1 RFC822.SIZE 400 INTERNALDATE "03-Mar{HANG_UP}'},
    {"UID FETCH": f"* 1 FETCH (UID 1 BODY[] {{4000}}\r\nFrom: half{HANG_UP}"},
    {"EXAMINE": f"* 1 EXISTS\r\n* OK [UIDVAL{HANG_UP}"},
    {"EXAMINE": "* nonsense\r\n{tag} OK [READ-ONLY] c\r\n"},
    {"LOGIN": HANG_UP},
)


def test_a_server_that_answers_by_halves_is_named_and_nothing_is_taken_for_granted(office: Office) -> None:
    for answers in HALF_ANSWERS:
        with ScriptedImap(answers) as half:
            office.imap_port = half.port
            office.configure()
            ended = office.foibot("once")

        assert ended.returncode == 1, answers
        assert "Traceback" not in ended.stderr
        assert "127.0.0.1" in ended.stderr, answers
        assert office.one("SELECT count(*) FROM cases") == 0
        assert office.rows("SELECT 1 FROM deliveries WHERE status = 'done'") == []
    office.imap_port = 0
    office.configure(limits=NO_LIMITS)
    office.dovecot.deliver_all([make_request(number) for number in range(REQUESTS)])

    everything_is_accounted_for(office)
