"""A dry run on one's own mailbox: it says what would be done with each message, and leaves no trace."""

import json
from typing import Any

from builders import make_mail, make_malformed, make_request
from office import NOW, Office

AT_NOW = ("--now", NOW.isoformat())


def fill(office: Office) -> int:
    """Put requests among all sorts of mail into the mailbox; return how many of them came in the last weeks."""
    office.dovecot.deliver_all([make_request(number) for number in range(8)], at=NOW)
    office.dovecot.deliver_all([make_malformed(number) for number in range(8)], at=NOW)
    office.dovecot.deliver(make_request(3), at=NOW)
    office.dovecot.deliver(make_mail(text="x" * 1_200_000), flags=r"\Flagged", at=NOW)
    away = make_mail(text="I am away.", headers={"Auto-Submitted": "auto-replied"}, message_id="<away@reader.example>")
    office.dovecot.deliver(away, flags=r"\Seen urgent", at=NOW)
    office.dovecot.deliver(make_request(20), folder="Junk", at=NOW)
    office.dovecot.deliver(make_request(30), at=NOW.replace(year=2025))
    return 20


def server_side(office: Office) -> tuple[object, ...]:
    """Return all that can be seen of the mailbox: folders, numbers, flags."""
    with office.dovecot.client() as client:
        _, listed = client.list()
        kept = [client.status(name, "(MESSAGES UIDNEXT UIDVALIDITY UNSEEN)") for name in ("INBOX", "Junk", "Sent")]
    return sorted(map(str, listed)), kept, office.dovecot.flags(), office.dovecot.flags("Junk")


def verdicts(rows: list[dict[str, Any]]) -> dict[tuple[str, int], tuple[object, ...]]:
    keys = ("state", "kind", "reference", "due_on", "acknowledgement", "filed_to")
    return {(row["folder"], row["uid"]): tuple(row[key] for key in keys) for row in rows}


def test_a_dry_run_shows_every_message_and_changes_nothing_anywhere(office: Office) -> None:
    office.configure(limits="message_mb = 1")
    count = fill(office)
    before, files = server_side(office), sorted(office.folder.iterdir())

    told = office.say("once", "--dry-run", *AT_NOW)
    rows = office.ask("once", "--dry-run", *AT_NOW)

    assert server_side(office) == before
    assert sorted(office.folder.iterdir()) == files
    assert office.arrived() == []
    assert len(rows) == count
    assert told.count(" because ") == count
    assert told.splitlines()[-1].startswith(f"{count} messages: ")
    assert told.splitlines()[-1].endswith("Nothing was sent, moved, flagged or written.")
    assert max(map(len, told.splitlines()[:-1])) <= 80


def test_what_a_dry_run_says_is_what_the_real_run_does(office: Office) -> None:
    office.configure(limits="message_mb = 1")
    fill(office)
    said = verdicts(office.ask("once", "--dry-run", "--since", "2025-01-01", *AT_NOW))
    office.once()
    done = office.rows(
        "SELECT d.folder, d.uid, m.state, m.kind, m.reference, CASE WHEN m.opened THEN c.due_on END, CASE"
        " WHEN NOT m.opened THEN '' WHEN c.acknowledged THEN 'acknowledged' WHEN EXISTS (SELECT 1 FROM drafts f"
        " WHERE f.reference = m.reference) THEN 'acknowledgement as a draft' ELSE 'not acknowledged' END,"
        " coalesce(d.filed_to, '') FROM deliveries d JOIN messages m ON m.id = d.message"
        " LEFT JOIN cases c ON c.reference = m.reference"
    )
    real = {(row[0], row[1]): row[2:] for row in done}
    again = ("INBOX", 17)  # request 3 came twice
    assert said.pop(again) == ("duplicate", *real.pop(again)[1:3], None, "", "FOI/Logged")
    assert said == real
    assert sum(verdict[4] == "acknowledged" for verdict in said.values()) == len(office.acknowledgements())


def test_a_dry_run_beside_a_register_goes_on_from_it_and_leaves_it_alone(office: Office) -> None:
    office.dovecot.deliver_all([make_request(number) for number in range(3)], at=NOW)
    office.once()
    office.dovecot.deliver(make_request(7), at=NOW)
    before = office.traces()
    [row] = office.ask("once", "--dry-run", *AT_NOW)
    assert (row["reference"], row["acknowledgement"]) == ("FOI-2026-0004", "acknowledged")
    assert office.traces() == before


def test_since_chooses_how_far_a_dry_run_looks_back(office: Office) -> None:
    fill(office)
    assert len(office.ask("once", "--dry-run", "--since", "2025-01-01", *AT_NOW)) == 21


def test_once_as_data_says_what_was_done(office: Office) -> None:
    office.dovecot.deliver(make_mail(), at=NOW)
    done = json.loads(office.say("once", "--json", *AT_NOW))
    assert done["faults"] == {}
    assert (done["done"]["intake"]["new_cases"], done["done"]["intake"]["by_state"]) == (1, {"case": 1})
    assert done["done"]["dispatch"]["sent"] == 2


def test_a_moment_that_is_not_now_is_refused_where_mail_would_reach_people(office: Office) -> None:
    office.configure()
    office.config.write_text(
        office.config.read_text()
        .replace('"127.0.0.1", port', '"imap.council.example", port')
        .replace("none", "implicit")
    )
    ended = office.foibot("once", *AT_NOW)
    assert (ended.returncode, "--dry-run" in ended.stderr) == (2, True)
