from datetime import date

from law_in_use import clock, days


def test_each_day_of_the_working_says_why_it_was_counted_or_left_out() -> None:
    counted = days("FOIA", "2021-04-07")
    assert counted[date(2021, 4, 7)].why == "day 0: the date of receipt"
    assert counted[date(2021, 4, 8)].why == "working day 1 of 20"
    assert counted[date(2021, 4, 10)].why == "Saturday"
    assert counted[date(2021, 5, 3)].why == "bank holiday, all of the United Kingdom (May Day)"
    assert counted[date(2021, 5, 6)].why == "working day 20 of 20: the last day"


def test_a_holiday_of_one_part_names_that_part() -> None:
    assert days("FOIA", "2024-07-01")[date(2024, 7, 12)].why == ("bank holiday, Northern Ireland (Battle of the Boyne)")
    assert days("FOIA", "2024-08-12")[date(2024, 8, 26)].why == (
        "bank holiday, England and Wales, Northern Ireland (Late Summer Bank Holiday)"
    )


def test_good_friday_needs_no_proclamation() -> None:
    assert days("FOIA", "2024-03-21")[date(2024, 3, 29)].why == "Good Friday"


def test_days_before_a_clarification_point_to_the_day_that_counts() -> None:
    counted = days("FOIA", "2024-06-03", "clarification_asked@2024-06-10", "clarification_received@2024-06-24")
    assert counted[date(2024, 6, 3)].why == "the day of receipt; the time counts from Mon 24 Jun 2024"
    assert counted[date(2024, 6, 12)].why == "the time counts from Mon 24 Jun 2024"
    assert counted[date(2024, 6, 24)].why == "day 0: clarification received"
    assert counted[date(2024, 6, 24)].number == 0


def test_days_between_notice_and_payment_are_disregarded_both_included() -> None:
    counted = days("FOIA", "2024-09-02", "fees_notice@2024-09-09", "fee_paid@2024-09-10")
    assert [counted[date(2024, 9, day)].number for day in (6, 9, 10, 11)] == [4, None, None, 5]
    assert counted[date(2024, 9, 9)].why.startswith("disregarded: waiting for the applicant")


def test_a_school_holiday_is_named() -> None:
    counted = days("FOIA_SCHOOL", "2024-07-15", "school_closed@2024-07-24..2024-09-03")
    assert counted[date(2024, 7, 24)].why == "school closed"


def test_a_long_closure_ends_with_the_sixtieth_working_day_and_its_section() -> None:
    reading = clock("FOIA_SCHOOL", "2020-03-16", "school_closed@2020-03-23..2020-08-31")
    assert (reading.due_on, reading.limit, reading.by_outer_limit) == (date(2020, 6, 15), 60, True)
    assert not clock("FOIA_SCHOOL", "2024-07-15", "school_closed@2024-07-24..2024-09-03").by_outer_limit
    assert str(reading.steps[0]).startswith("Mon 23 Mar 2020 to Mon 31 Aug 2020, school closed")


def test_an_end_on_a_week_end_says_why_it_moved_on() -> None:
    counted = days("SAR", "2026-01-31")
    assert counted[date(2026, 3, 2)].why == (
        "day 30: the last day, because Sat 28 Feb 2026 is no working day: Saturday"
    )


def test_the_working_of_a_stopped_clock_ends_where_it_stopped() -> None:
    counted = days("FOIA", "2024-06-03", "clarification_asked@2024-06-10")
    assert max(counted) == date(2024, 6, 10)
    assert counted[date(2024, 6, 10)].why == "the clock stopped: waiting for clarification"


def test_the_working_of_a_clock_that_ended_while_it_stood_still_counts_no_day_of_the_stop() -> None:
    counted = days("FOIA", "2024-09-02", "clarification_asked@2024-09-05", "answered@2024-09-20")
    assert max(counted) == date(2024, 9, 20)
    assert [counted[date(2024, 9, day)].number for day in (3, 4, 5, 20)] == [1, 2, None, None]


def test_a_time_that_begins_with_a_day_counts_that_day_as_the_first() -> None:
    counted = days("FEE_WINDOW", "2024-09-09")
    assert counted[date(2024, 9, 9)].number == 1
    assert max(counted) == date(2024, 12, 8)
