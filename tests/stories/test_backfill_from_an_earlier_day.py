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


def test_a_request_that_a_sheet_had_brought_is_named_and_its_double_is_closed_and_counted_once(office: Office) -> None:
    sheet = office.folder / "log.csv"
    sheet.write_text(
        "Reference,Received,Name,E-mail,Request,Sent,Outcome\n"
        "FOI-2025-0004,6 Oct 2025,Writer,WRITER1@reader.example,Bins,20 Oct 2025,Disclosed\n",
        encoding="utf-8",
    )
    office.tell("import", str(sheet), "--yes", "--as", "jane", "--now", NOW.isoformat())
    office.dovecot.deliver(make_request(1), at=OCTOBER)
    said = office.tell("backfill", "--since", "2025-10-01", "--now", NOW.isoformat())
    assert "1 of the cases may be doubles" in " ".join(said.split())
    [line] = [line for line in said.splitlines() if "foibot classify" in line]
    command, _, double = line.strip().removeprefix("foibot ").partition("   # ")
    assert command == "classify 1 correspondence --case FOI-2025-0004"

    answered = ("answered", double, "disclosed", "--as", "jane", "--on", "2025-10-20", "--now", NOW.isoformat())
    office.tell(*answered)
    office.tell(*command.split(), "--as", "jane", "--now", NOW.isoformat())
    assert office.one("SELECT reference FROM messages") == "FOI-2025-0004"
    figures = office.data("report", "--period", "2025", "--by", "year", "--now", NOW.isoformat())
    assert "doubles" not in office.tell("backfill", "--since", "2025-10-01", "--now", NOW.isoformat())
    counted = figures["figures"]["together"]["2025"]
    assert (counted["received"], counted["left_out_not_a_request"]) == (1, 1)
    assert office.data("audit")["whole"]
