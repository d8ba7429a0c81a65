"""The date of receipt: when the message reached the authority, not the sender's clock and not our looking."""

from datetime import UTC, datetime, timedelta, timezone

from foibot.correspondence.message import InboundMessage, ReceivedLine
from foibot.correspondence.receipt import Receipt, date_of_receipt

BORDER = frozenset({"mx.council.example"})
TEN = datetime(2026, 3, 2, 10, tzinfo=UTC)


def line(by: str, at: datetime | None, sender: str = "out.reader.example") -> ReceivedLine:
    return ReceivedLine(by, at, f"from {sender} ([192.0.2.1]) by {by} with ESMTPS")


def receipt(*lines: ReceivedLine, arrived: datetime = TEN, border: frozenset[str] = BORDER) -> Receipt:
    return date_of_receipt(InboundMessage(received=lines), arrived_at=arrived, border_hosts=border)


def test_the_received_line_of_our_border_dates_a_message() -> None:
    at = TEN - timedelta(minutes=5)
    assert receipt(line("mx.council.example", at)) == Receipt(at, "border")


def test_without_border_hosts_the_server_dates_it() -> None:
    forged = line("mx.council.example", TEN - timedelta(days=30))
    assert receipt(forged, border=frozenset()) == Receipt(TEN, "server")


def test_a_message_that_no_border_host_saw_is_dated_by_the_server_and_flagged() -> None:
    found = receipt(line("elsewhere.example", TEN))
    assert (found.at, found.source) == (TEN, "server")
    assert found.flags == ("no Received line of a border host",)


def test_a_moved_message_keeps_its_earlier_receipt_and_is_flagged() -> None:
    earlier = TEN - timedelta(days=3)
    found = receipt(line("mx.council.example", earlier))
    assert (found.at, found.source) == (earlier, "border")
    assert "the earlier counts" in found.flags[0]


def test_an_earlier_server_counts_against_a_later_border() -> None:
    found = receipt(line("mx.council.example", TEN + timedelta(hours=2)))
    assert (found.at, found.source, len(found.flags)) == (TEN, "server", 1)


def test_a_line_that_the_sender_wrote_in_our_name_does_not_count() -> None:
    at = TEN - timedelta(minutes=1)
    forged = line("mx.council.example", TEN - timedelta(days=90))
    assert receipt(line("mx.council.example", at), forged) == Receipt(at, "border")


def test_behind_two_hosts_of_ours_the_outer_one_counts() -> None:
    inner = line("store.council.example", TEN - timedelta(minutes=1), "mx.council.example")
    outer = line("mx.council.example", TEN - timedelta(minutes=50))
    border = frozenset({"mx.council.example", "store.council.example"})
    assert receipt(inner, outer, border=border) == Receipt(TEN - timedelta(minutes=50), "border")


def test_a_star_stands_for_every_host_below_a_domain() -> None:
    at = TEN - timedelta(minutes=2)
    cloud = line("lo2p123mb4567.gbrp123.prod.mailcloud.example", at)
    assert receipt(cloud, border=frozenset({"*.prod.mailcloud.example"})) == Receipt(at, "border")
    assert receipt(line("evilprod.mailcloud.example", at), border=frozenset({"*.prod.mailcloud.example"})).flags


def test_a_border_line_without_a_date_leaves_the_server() -> None:
    assert receipt(line("mx.council.example", None)).at == TEN


def test_the_moment_is_utc_whatever_zone_the_server_speaks() -> None:
    summer = datetime(2026, 7, 1, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    found = receipt(arrived=summer, border=frozenset())
    assert found.at == datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert found.at.tzinfo is UTC
