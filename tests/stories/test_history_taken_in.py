"""Years of mail taken in before the first day of foibot: all of it, whatever ends it, and nobody ever hears of it.

`FOIBOT_HISTORY` is how many messages lie there.
"""

import os
import signal
import sqlite3
import subprocess
import time
from datetime import UTC, datetime, timedelta

from builders import make_mail, make_request
from office import NOW, Office, command, until

COUNT = int(os.environ.get("FOIBOT_HISTORY", "300"))
REQUESTS = COUNT * 2 // 3
WAVES = 20
US = "Freedom of Information <foi@council.example>"
NOT_HELD = (
    "Dear applicant,\n\nThank you for your request. We do not hold the information that you asked for.\n\n"
    "If you are not content you may ask for an internal review. You may also complain to the Information Commissioner."
    "\n\nYours faithfully,\nJane Quill"
)
AT = NOW.isoformat()


def received_at(number: int) -> datetime:
    """Spread the requests over the three years before today."""
    return NOW - timedelta(days=40 + 1060 * (number % WAVES) // WAVES)


def answer_to(number: int) -> bytes:
    answers = f"<request.{number}@reader.example>"
    return make_mail(
        writer=US,
        subject=f"Re: FOI request {number}",
        text=NOT_HELD,
        message_id=f"<hand.{number}@council.example>",
        headers={
            "To": f"writer{number}@reader.example",
            "Return-Path": "",
            "In-Reply-To": answers,
            "References": answers,
        },
    )


def fill(office: Office) -> None:
    """Lay requests into the inbox, and an answer to every other of them into Sent."""
    for wave in range(WAVES):
        numbers = range(wave, REQUESTS, WAVES)
        office.dovecot.deliver_all([make_request(one) for one in numbers], at=received_at(wave))
        answered = [answer_to(one) for one in numbers if (one // WAVES) % 2 == 0]
        office.dovecot.deliver_all(answered, folder="Sent", at=received_at(wave) + timedelta(days=14))


def dealt_with(office: Office) -> int:
    try:
        return int(office.one("SELECT count(*) FROM deliveries WHERE status = 'done'"))
    except sqlite3.Error:
        return 0  # there is no register yet, or only its beginning


def kill_on_the_way(office: Office, step: int) -> None:
    process = subprocess.Popen(
        command(office.config, "backfill", "--since", "2022-01-01", "--now", AT),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until(lambda: process.poll() is not None or dealt_with(office) >= step, 600, "progress")
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL


def nobody_was_mailed(office: Office) -> bool:
    return office.rows("SELECT letter FROM outbox") == [] and office.smtp.letters == []


def test_years_of_mail_are_taken_in_whole_though_killed_twice_and_nobody_is_mailed(office: Office) -> None:
    office.configure()
    fill(office)
    lying = sum(office.folders().values())
    began = time.monotonic()
    for step in (lying // 3, lying * 2 // 3):
        kill_on_the_way(office, step)
    ended = office.foibot("backfill", "--since", "2022-01-01", "--now", AT, "--json", timeout=3_000)
    took = time.monotonic() - began

    assert (ended.returncode, ended.stderr) == (0, "")  # no terminal, no bar
    print(f"{lying} messages in {took:.0f} s, killed twice")  # noqa: T201 - the figure for docs/engineering.md
    assert office.one("SELECT count(*) FROM deliveries WHERE status = 'done'") == lying
    opened = office.rows("SELECT message_id FROM messages WHERE opened ORDER BY 1")
    assert opened == sorted((f"<request.{number}@reader.example>",) for number in range(REQUESTS))
    answered = [number for number in range(REQUESTS) if (number // WAVES) % 2 == 0]
    assert office.rows("SELECT outcome, count(*) FROM cases WHERE responded_on IS NOT NULL GROUP BY 1") == [
        ("not_held", len(answered))
    ]
    assert office.one("SELECT count(*) FROM cases WHERE substr(reference, 5, 4) != substr(received_on, 1, 4)") == 0
    assert len(office.rows("SELECT DISTINCT substr(reference, 5, 4) FROM cases")) == 4, (
        "a case bears its year of receipt"
    )
    apart = "SELECT DISTINCT julianday(responded_on) - julianday(received_on) FROM cases WHERE responded_on IS NOT NULL"
    assert office.rows(apart) == [(14.0,)]
    assert nobody_was_mailed(office)
    assert office.data("audit")["faults"] == []
    for days in (1, 2, 3, 6, 13, 27, 60):
        office.once(NOW + timedelta(days=days))
        assert nobody_was_mailed(office), f"{days} days later"


def test_old_requests_without_an_answer_are_one_line_of_the_digest_and_are_closed_at_once(office: Office) -> None:
    office.configure()
    long_ago, lately = NOW - timedelta(days=700), NOW - timedelta(days=60)
    office.dovecot.deliver_all([make_request(number) for number in range(5)], at=long_ago)
    office.dovecot.deliver_all([make_request(number) for number in range(5, 8)], at=lately)
    said = office.say("backfill", "--since", "2022-01-01", "--now", AT)
    assert "8 messages taken in, 8 cases opened, nobody written to." in said
    assert "5 were due more than a year ago, and no answer is in sight." in said

    office.configure(sending="digest = true")
    office.later(hours=1)
    [digest] = office.notices()
    assert digest["Subject"] == "FOI today: 3 overdue, 3 with nobody"
    body = digest.get_body(("plain",))
    assert body is not None
    assert "From before foibot, due over a year ago, no answer known: 5" in body.get_content()

    with_manager = office.config.read_text(encoding="utf-8").replace('"reviewer"', '"manager"')
    office.config.write_text(with_manager, encoding="utf-8")
    assert len(office.data("history", "--now", AT)) == 5
    refused = office.do("history", "--now", AT, "--close", "Before foibot", "--yes", "--as", "jane")
    assert (refused.status, "takes a manager" in refused.err) == (1, True)
    office.tell("history", "--now", AT, "--close", "Before foibot", "--yes", "--as", "rex")
    assert office.rows("SELECT status, count(*) FROM cases GROUP BY 1 ORDER BY 1") == [("closed", 5), ("open", 3)]
    assert len(office.smtp.letters) == 1


def test_one_that_somebody_takes_up_again_is_chased_like_any_other(office: Office) -> None:
    office.configure()
    office.dovecot.deliver(make_request(1), at=datetime(2025, 1, 6, 12, tzinfo=UTC))
    office.say("backfill", "--since", "2022-01-01", "--now", AT)
    reference = office.one("SELECT reference FROM cases")
    office.tell("assign", reference, "jane", "--as", "jane")
    office.later(days=1)
    assert [recipient for recipient, _ in office.letters()] == ["jane.quill@council.example"]
