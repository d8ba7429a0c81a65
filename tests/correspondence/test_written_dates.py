"""When a forwarded letter was written, as the headers above it say; what is not surely read is no date."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from foibot.correspondence.forwarded import forwarded_in
from foibot.correspondence.message import Address, InboundMessage
from foibot.correspondence.written_dates import DATES, LEEWAY, moment_written

WINTER = datetime(2026, 2, 3, 10, 4, tzinfo=UTC)
PASSED_ON = datetime(2026, 7, 30, 9, tzinfo=UTC)


def read(words: str) -> datetime | None:
    return moment_written(words, passed_on_at=PASSED_ON)


@pytest.mark.parametrize(
    "words",
    [
        "Tuesday, 3 February 2026 10:04",
        "03 February 2026 10:04",
        "Tue, 3 Feb 2026 10:04:00 +0000",
        "Tuesday, February 3, 2026 10:04 AM",
        "Tue, Feb 3, 2026 at 10:04\u202fAM",
        "3 February 2026 at 10:04:00 GMT",
        "3rd of February 2026 10.04am",
        "03/02/2026 10:04",
        "3.2.2026 10:04",
        "2026-02-03 10:04",
        "2026-02-03T10:04:00Z",
        "2026-02-03 05:04 -0500",
        "Dienstag, 3. Februar 2026 11:04 CET",
        "Dydd Mawrth, 3 Chwefror 2026 10:04",
    ],
)
def test_the_third_of_february_is_read_however_it_is_written(words: str) -> None:
    assert read(words) == WINTER


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("14 July 2026 00:30", datetime(2026, 7, 13, 23, 30, tzinfo=UTC)),
        ("Dienstag, 14. Juli 2026 um 09:15 Uhr", datetime(2026, 7, 14, 8, 15, tzinfo=UTC)),
        ("14 Gorffennaf 2026 12:00 PM", datetime(2026, 7, 14, 11, 0, tzinfo=UTC)),
        ("14 July 2026 12:10 AM", datetime(2026, 7, 13, 23, 10, tzinfo=UTC)),
        ("14 July 2026", datetime(2026, 7, 13, 23, 0, tzinfo=UTC)),
        ("Dydd Mawrth 3 Mawrth 2026", datetime(2026, 3, 3, tzinfo=UTC)),
        ("14 July 2026 10:00 BST", datetime(2026, 7, 14, 9, 0, tzinfo=UTC)),
    ],
)
def test_a_moment_without_a_zone_is_london_s(words: str, moment: datetime) -> None:
    assert read(words) == moment


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Monday",
        "yesterday at 10:04",
        "03/02/26 10:04",
        "02/13/2026 10:04",
        "Monday, 3 February 2026 10:04",
        "Wednesday, 03/02/2026 10:04",
        "30 February 2026",
        "3 February 2026 25:00",
        "3 February 2026 14:04 PM",
        "3 February 2026 10:04 EST",
        "3 February 1926",
        "3 février 2026 10:04",
        "3 February 2026 10:04 +9999",
        "0000-00-00 00:00",
        "31/07/2027 10:04",
    ],
)
def test_what_is_not_surely_read_is_no_date(words: str) -> None:
    assert read(words) is None


def test_numbers_in_the_american_order_are_not_believed_where_they_would_be_a_day_to_come() -> None:
    assert moment_written("02/03/2026", passed_on_at=datetime(2026, 2, 4, tzinfo=UTC)) is None
    assert moment_written("02/03/2026", passed_on_at=None) == datetime(2026, 3, 2, tzinfo=UTC)


@given(some.one_of(some.text(max_size=60), *(some.from_regex(pattern, fullmatch=True) for pattern in DATES)))
def test_no_words_raise_and_none_are_later_than_the_forward(words: str) -> None:
    found = read(words)
    assert found is None or found <= PASSED_ON + LEEWAY


def forwarded_at(sent: str, inner: datetime | None = None) -> datetime | None:
    colleague = Address("Post Room", "post@council.example")
    text = f"For you.\n\nFrom: Ada Field <ada@reader.example>\n{sent}\nTo: Post\nSubject: Bins\n\nHow many bins?"
    enclosed = (InboundMessage(sender=Address("Ada", "ada@reader.example"), date=inner),) if inner else ()
    message = InboundMessage(sender=colleague, subject="FW: Bins", text=text, date=PASSED_ON, enclosed=enclosed)
    found = forwarded_in(message, lambda address: address.domain == "council.example")
    return found.at if found else None


@pytest.mark.parametrize(
    "sent", ["Sent: 03 February 2026 10:04", "Date: Tue, 3 Feb 2026 at 10:04", "Anfonwyd: 03/02/2026 10:04"]
)
def test_a_letter_passed_on_in_the_text_keeps_the_day_it_was_written(sent: str) -> None:
    assert forwarded_at(sent) == WINTER


def test_a_letter_passed_on_before_it_was_written_has_no_date() -> None:
    assert forwarded_at("Sent: 3 August 2026 10:04") is None
    assert forwarded_at("", inner=datetime(2026, 8, 3, tzinfo=UTC)) is None
    assert forwarded_at("", inner=WINTER) == WINTER
