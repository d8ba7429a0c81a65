"""SIGKILL at random moments: nothing is lost, nothing happens twice."""

import json
import random
import signal
import sqlite3
import subprocess
from collections import Counter

from builders import make_bounce, make_mail, make_request
from office import Office, command, until

REQUESTS = 160
KILLS = 10
STEPS = 4 * REQUESTS - 30
NO_LIMITS = "acknowledgements_an_hour = 100000\nacknowledgements_a_domain_an_hour = 100000"


def progress(office: Office) -> int:
    """Count the steps that can be seen from outside: messages kept, settled and moved, letters accepted."""
    try:
        steps = office.rows("SELECT (status != 'listed') + (status = 'done') + (filed = 'moved') FROM deliveries")
    except sqlite3.Error:
        return 0  # there is no register yet, or only its beginning
    return len(office.smtp.letters) + sum(step or 0 for (step,) in steps)


def kill_on_the_way(office: Office, step: int) -> bool:
    """Start a pass and kill it once it has come so far; return whether it was killed before it had ended."""
    goal = max(step, progress(office) + 1)
    process = subprocess.Popen(command(office.config, "once"), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    until(lambda: process.poll() is not None or progress(office) >= goal, 30, "progress")
    process.send_signal(signal.SIGKILL)
    process.communicate()
    return process.returncode == -signal.SIGKILL


def test_killed_ten_times_every_request_is_one_case_with_one_acknowledgement(office: Office) -> None:
    office.configure(limits=NO_LIMITS)
    mails = [make_request(number) for number in range(REQUESTS)]
    robots = [
        make_mail(message_id=f"<away.{number}@robot.example>", headers={"Auto-Submitted": "auto-replied"}, text="Away.")
        for number in range(10)
    ]
    bounce = make_bounce(b"Message-ID: <never.ours@elsewhere.example>\n\n", "x@elsewhere.example")
    office.dovecot.deliver_all([*mails, *robots, bounce, mails[7]])
    steps = sorted(random.Random(20260303).sample(range(STEPS), KILLS))  # noqa: S311 - the same each time

    killed = sum(kill_on_the_way(office, step) for step in steps)
    ended = [office.foibot("once", "--json") for _ in range(2)]

    assert killed == KILLS
    assert [one.returncode for one in ended] == [0, 0]
    assert json.loads(ended[1].stdout)["done"]["intake"]["by_state"] == {}
    opened = office.rows("SELECT message_id FROM messages WHERE opened ORDER BY message_id")
    assert opened == sorted((f"<request.{number}@reader.example>",) for number in range(REQUESTS))
    assert office.one("SELECT count(*) FROM cases") == REQUESTS
    assert office.rows("SELECT DISTINCT status FROM deliveries") == [("done",)]
    assert office.one("SELECT count(*) FROM deliveries") == REQUESTS + 12

    expected = sorted(f"writer{number}@reader.example" for number in range(REQUESTS))
    assert sorted(address for address, _ in office.letters("acknowledgement")) == expected
    fates = Counter(status for _, status in office.letters("acknowledgement"))
    assert set(fates) <= {"sent", "unknown"}
    assert fates["unknown"] <= killed
    accepted = Counter(office.acknowledged())
    assert max(accepted.values()) == 1
    assert {address for address, status in office.letters("acknowledgement") if status == "sent"} <= set(accepted)

    assert office.data("audit")["faults"] == []
    folders = office.folders()
    assert "INBOX" not in folders
    assert sum(count for name, count in folders.items() if name != "Sent") == REQUESTS + 12
    in_sent = Counter(office.dovecot.messages("Sent"))
    assert max(in_sent.values()) == 1
