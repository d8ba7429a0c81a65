"""Whoever names too late a day for the history can name an earlier one: no request stays unread."""

from datetime import UTC, datetime

from builders import make_request
from office import Office

OCTOBER = datetime(2025, 10, 6, 9, tzinfo=UTC)
NOVEMBER = datetime(2025, 11, 10, 9, tzinfo=UTC)
NOW = datetime(2025, 11, 20, 9, tzinfo=UTC)


def test_what_was_left_before_a_day_is_told_and_taken_in_from_an_earlier_one(office: Office) -> None:
    for number, at in enumerate((OCTOBER, OCTOBER, NOVEMBER)):
        office.dovecot.deliver(make_request(number), at=at)
    said = office.tell("backfill", "--since", "2025-11-01", "--now", NOW.isoformat())
    assert "2 messages from before that day were left unread" in " ".join(said.split())
    assert office.one("SELECT count(*) FROM cases") == 1

    said = office.tell("backfill", "--since", "2025-10-01", "--now", NOW.isoformat())
    assert "left unread" not in said
    assert office.one("SELECT count(*) FROM cases") == 3
    assert {day for (day,) in office.rows("SELECT received_on FROM cases")} == {"2025-10-06", "2025-11-10"}
    office.once(NOW)
    assert office.acknowledgements() == []


def test_a_day_to_come_is_refused_before_anything_is_left_behind(office: Office) -> None:
    office.dovecot.deliver(make_request(1), at=OCTOBER)
    refused = office.do("backfill", "--since", "2026-10-01", "--now", NOW.isoformat())
    assert refused.status == 2
    assert "is still to come" in refused.err
    office.tell("backfill", "--since", "2025-10-01", "--now", NOW.isoformat())
    assert office.one("SELECT count(*) FROM cases") == 1
