from datetime import date

import pytest
from law_in_use import CALENDARS

from foibot.errors import UsageError
from foibot.law.bank_holidays import EDITION, published_holidays
from foibot.law.working_days import BankHoliday, Calendars, Division

WORLD_CUP = BankHoliday(date(2026, 6, 16), "A second day", frozenset({Division.SCOTLAND}), "Gazette of 17 June")


def test_the_world_cup_holiday_of_scotland_is_no_working_day_anywhere_under_foia() -> None:
    assert not CALENDARS.named("union").is_working_day(date(2026, 6, 15))
    assert CALENDARS.named("england-and-wales").is_working_day(date(2026, 6, 15))


def test_working_days_are_added_and_taken_away() -> None:
    union = CALENDARS.named("union")
    assert union.add_working_days(date(2023, 12, 22), 1) == date(2023, 12, 27)
    assert union.add_working_days(date(2024, 1, 3), -1) == date(2023, 12, 29)
    assert union.add_working_days(date(2024, 1, 6), 0) == date(2024, 1, 6)
    assert union.next_working_day(date(2024, 1, 6)) == date(2024, 1, 8)
    assert union.next_working_day(date(2024, 1, 8)) == date(2024, 1, 8)


def test_working_days_between_leave_the_first_day_out() -> None:
    union = CALENDARS.named("union")
    assert union.working_days_between(date(2021, 4, 7), date(2021, 5, 6)) == 20
    assert union.working_days_between(date(2021, 5, 6), date(2021, 4, 7)) == -20


def test_a_day_proclaimed_later_is_a_day_off_and_names_its_source() -> None:
    union = CALENDARS.with_days([WORLD_CUP]).named("union")
    assert union.why_not(date(2026, 6, 16)) == "bank holiday, Scotland (A second day: Gazette of 17 June)"
    assert CALENDARS.named("union").is_working_day(date(2026, 6, 16))


def test_a_day_proclaimed_for_a_far_year_does_not_make_that_year_known() -> None:
    far = BankHoliday(date(2060, 6, 15), "Far", frozenset(Division), "a rumour")
    with pytest.raises(UsageError, match="forecast to Sun 31 Dec 2045"):
        CALENDARS.with_days([far]).named("union").is_working_day(date(2060, 6, 15))


def test_a_table_without_a_christmas_day_is_refused() -> None:
    with pytest.raises(UsageError, match="must hold Christmas Day"):
        Calendars([WORLD_CUP], date(2027, 12, 31))


def test_an_unknown_calendar_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="Did you mean scotland"):
        CALENDARS.named("scotlnd")


def test_published_holidays_name_their_edition_and_the_parts_that_keep_them() -> None:
    found = {(holiday.day, holiday.divisions) for holiday in published_holidays(2024, 2024)}
    assert (date(2024, 12, 2), frozenset({Division.SCOTLAND})) in found
    assert (date(2024, 12, 25), frozenset(Division)) in found
    assert {holiday.source for holiday in published_holidays(2024, 2024)} == {f"holidays {EDITION}"}


def test_the_holidays_of_another_country_stay_out_of_ours() -> None:
    days = published_holidays(2024, 2026, further_places=("IE", "US-TX"))
    calendars = Calendars(days, date(2026, 12, 31))
    assert calendars.named("US-TX").why_not(date(2025, 7, 4)) == "bank holiday, US-TX (Independence Day)"
    assert calendars.named("union").is_working_day(date(2025, 7, 4))
    assert calendars.named("union").why_not(date(2025, 3, 17)) == (
        "bank holiday, Northern Ireland (Saint Patrick's Day)"
    )


def test_a_place_unknown_to_the_package_is_refused() -> None:
    with pytest.raises(UsageError, match="knows no place 'XX'"):
        published_holidays(2024, 2024, further_places=("XX",))
