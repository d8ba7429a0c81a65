from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from law_in_use import CALENDARS, clock, due

from foibot.errors import UsageError
from foibot.law.clock import ClockEvent, ClockState, london_day, read_clock, working_day_number
from foibot.law.regimes import REGIMES

RECEIVED = "2024-09-02"  # due 30 September


def test_a_clock_keeps_the_date_that_was_due_when_it_was_answered() -> None:
    reading = clock("FOIA", RECEIVED, "answered@2024-09-13")
    assert (reading.state, reading.due_on, reading.last_due_on) == (ClockState.ANSWERED, None, date(2024, 9, 30))


def test_an_answer_after_the_due_date_says_how_late_it_was() -> None:
    reading = clock("FOIA", RECEIVED, "answered@2024-10-07")
    assert (reading.ended_on, reading.late) == (date(2024, 10, 7), 5)
    assert "late: it was due Mon 30 Sep 2024, 5 working days before" in reading.warnings[0]
    assert clock("FOIA", RECEIVED, "answered@2024-09-30").late == 0
    assert clock("SAR", RECEIVED, "answered@2024-10-07").late == 5
    assert clock("FOIA", "2024-08-30", "answered@2024-09-28").late == 1


def test_what_an_applicant_does_after_the_time_for_it_is_out_of_time() -> None:
    review = clock("FOIA_REVIEW_WINDOW", "2021-04-23", "review_asked@2021-06-23")
    assert (review.late, review.due_on) == (1, None)
    assert "out of time: the last day was Tue 22 Jun 2021, 1 working day before" in review.warnings[0]
    assert clock("FOIA_REVIEW_WINDOW", "2021-04-23", "review_asked@2021-06-22").warnings == ()
    assert "out of time" in clock("FEE_WINDOW", "2024-09-09", "fee_paid@2024-12-09").warnings[0]


def test_a_request_answered_while_its_clock_stood_still_waits_for_nothing_any_more() -> None:
    reading = clock("FOIA", RECEIVED, "clarification_asked@2024-09-05", "answered@2024-09-20")
    assert (reading.state, reading.ended_on) == (ClockState.ANSWERED, date(2024, 9, 20))
    assert (reading.stopped_since, reading.waiting_for, reading.lapses_on) == (None, (), None)
    assert reading.late == 0
    told = working_day_number(reading, CALENDARS.named("union"), date(2024, 10, 1))
    assert told == "answered on Fri 20 Sep 2024"


def test_a_stopped_clock_says_since_when_and_for_what() -> None:
    reading = clock("FOIA", RECEIVED, "clarification_asked@2024-09-06")
    assert reading.state is ClockState.STOPPED
    assert reading.stopped_since == date(2024, 9, 6)
    assert reading.waiting_for == ("clarification",)


def test_an_unpaid_fee_lapses_after_three_months_beginning_with_the_notice() -> None:
    reading = clock("FOIA", RECEIVED, "fees_notice@2024-09-09")
    assert (reading.state, reading.lapses_on) == (ClockState.PAUSED, date(2024, 12, 8))


def test_an_unpaid_charge_under_the_eir_lapses_after_sixty_working_days() -> None:
    assert clock("EIR", RECEIVED, "fees_notice@2024-09-09").lapses_on == date(2024, 12, 3)


def test_an_unpaid_charge_under_the_eisr_lapses_after_sixty_scottish_working_days() -> None:
    assert clock("EISR", RECEIVED, "fees_notice@2024-09-09", place="scotland").lapses_on == date(2024, 12, 3)
    assert due("EISR_FEE_WINDOW", "2024-09-09", place="scotland") == date(2024, 12, 3)


@pytest.mark.parametrize(
    ("regime", "last_day", "too_late", "due_on"),
    [
        ("FOIA", "2024-12-08", "2024-12-09", date(2025, 1, 3)),
        ("EIR", "2024-12-03", "2024-12-04", date(2024, 12, 27)),
    ],
)
def test_a_fee_paid_after_the_request_lapsed_starts_no_clock(
    regime: str, last_day: str, too_late: str, due_on: date
) -> None:
    assert due(regime, RECEIVED, "fees_notice@2024-09-09", f"fee_paid@{last_day}") == due_on
    reading = clock(regime, RECEIVED, "fees_notice@2024-09-09", f"fee_paid@{too_late}")
    assert (reading.state, reading.due_on) == (ClockState.CLOSED, None)
    assert "too late: no fee had come by" in reading.warnings[0]


def test_a_lapse_that_is_recorded_needs_no_warning() -> None:
    reading = clock("FOIA", RECEIVED, "fees_notice@2024-09-09", "lapsed@2024-12-09")
    assert (reading.state, reading.warnings) == (ClockState.CLOSED, ())


def test_a_lapsed_request_that_is_opened_again_waits_for_its_fee_as_before() -> None:
    events = ("fees_notice@2024-09-09", "lapsed@2024-12-09", "reopened@2025-02-10", "fee_paid@2025-02-10")
    assert due("FOIA", RECEIVED, *events[:-1]) is None
    assert due("FOIA", RECEIVED, *events) == date(2025, 3, 4)


def test_an_extension_runs_to_the_date_the_applicant_was_told() -> None:
    reading = clock("FOIA", RECEIVED, "extension@2024-09-27..2024-10-14")
    assert (reading.due_on, reading.limit) == (date(2024, 10, 14), 30)


def test_an_extension_beyond_the_limit_ends_at_the_limit_and_says_so() -> None:
    reading = clock("FOIA", RECEIVED, "extension@2024-09-27..2024-12-24")
    assert reading.due_on == date(2024, 10, 28)
    assert "Tue 24 Dec 2024 is more than the law allows; the date is Mon 28 Oct 2024" in reading.warnings[0]


def test_an_extension_to_an_earlier_date_does_not_shorten_the_time() -> None:
    assert due("FOIA", RECEIVED, "extension@2024-09-10..2024-09-20") == date(2024, 9, 30)


def test_a_foia_extension_does_not_outlive_a_clarification() -> None:
    events = ("extension@2024-09-03", "clarification_asked@2024-09-06", "clarification_received@2024-09-16")
    reading = clock("FOIA", RECEIVED, *events)
    assert (reading.due_on, reading.limit, reading.extended) == (date(2024, 10, 14), 20, False)
    assert "20 working days are counted afresh, and the extension told before is gone" in reading.warnings[0]
    assert due("FOIA", RECEIVED, *events, "extension@2024-10-10") == date(2024, 11, 11)


def test_an_eir_extension_told_before_the_particulars_counts_from_them() -> None:
    events = ("extension@2024-09-03", "clarification_asked@2024-09-06", "clarification_received@2024-09-16")
    assert due("EIR", RECEIVED, *events) == date(2024, 11, 11)


def test_an_extension_told_while_the_clock_was_paused_is_in_time() -> None:
    events = ("fees_notice@2024-09-27", "extension@2024-10-10", "fee_paid@2024-10-11")
    assert due("FOIA", RECEIVED, *events) == date(2024, 11, 12)


def test_a_late_extension_stays_late_after_another_one_in_time() -> None:
    events = ("extension@2024-09-27..2024-10-07", "extension@2024-10-02..2024-10-21")
    assert due("FOIA", RECEIVED, *events) == date(2024, 10, 7)


def test_an_extension_told_after_a_late_question_is_as_late_as_the_question() -> None:
    events = ("clarification_asked@2024-10-07", "extension@2024-10-08", "clarification_received@2024-10-09")
    reading = clock("FOIA", RECEIVED, *events)
    assert (reading.due_on, reading.extended) == (date(2024, 11, 6), False)
    assert "too late: the time had ended on Mon 30 Sep 2024" in reading.warnings[1]


def test_a_fees_notice_after_the_time_had_ended_gives_no_further_time() -> None:
    reading = clock("FOIA", RECEIVED, "fees_notice@2024-10-02")
    assert (reading.state, reading.due_on) == (ClockState.RUNNING, date(2024, 9, 30))
    assert "the time had ended on Mon 30 Sep 2024" in reading.warnings[0]


@pytest.mark.parametrize(("regime", "place"), [("EIR", "wales"), ("EISR", "scotland")])
def test_particulars_of_an_environmental_request_asked_after_day_20_move_nothing(regime: str, place: str) -> None:
    events = ("clarification_asked@2024-10-07", "clarification_received@2024-10-09")
    reading = clock(regime, RECEIVED, *events, place=place)
    assert reading.due_on == date(2024, 9, 30)
    assert "the time to ask had ended on Mon 30 Sep 2024" in reading.warnings[0]
    assert len(reading.warnings) == 2


def test_an_eir_extension_gives_no_longer_time_to_ask_for_particulars() -> None:
    events = ("extension@2024-09-27", "clarification_asked@2024-10-02", "clarification_received@2024-10-09")
    assert due("EIR", RECEIVED, *events) == date(2024, 10, 28)


def test_a_foia_clarification_asked_late_stops_the_clock_and_is_remarked() -> None:
    reading = clock("FOIA", RECEIVED, "clarification_asked@2024-10-02")
    assert reading.due_on is None
    assert "asked after the time had ended on Mon 30 Sep 2024" in reading.warnings[0]


def test_a_clarification_never_asked_for_moves_nothing_and_is_remarked() -> None:
    reading = clock("FOIA", RECEIVED, "clarification_received@2024-09-10")
    assert reading.due_on == date(2024, 9, 30)
    assert "no clarification was being waited for" in reading.warnings[0]


def test_a_payment_without_a_notice_moves_nothing() -> None:
    assert due("FOIA", RECEIVED, "fee_paid@2024-09-10") == date(2024, 9, 30)


def test_both_questions_must_be_answered_before_the_clock_runs() -> None:
    open_fee = ("clarification_asked@2024-09-05", "fees_notice@2024-09-06", "clarification_received@2024-09-09")
    assert due("FOIA", RECEIVED, *open_fee) is None
    assert due("FOIA", RECEIVED, *open_fee, "fee_paid@2024-09-11") == date(2024, 10, 9)


def test_an_event_before_the_receipt_is_ignored_and_remarked() -> None:
    reading = clock("FOIA", RECEIVED, "withdrawn@2024-08-30")
    assert reading.due_on == date(2024, 9, 30)
    assert "comes before the receipt on Mon 2 Sep 2024" in reading.warnings[0]


def test_a_question_asked_before_a_receipt_that_was_corrected_since_stays_open_and_its_reply_begins_the_time() -> None:
    """FOIA s.10(6): the date of receipt is that of the request or, if later, that of the information asked for."""
    asked = "clarification_asked@2024-08-28"
    waiting = clock("FOIA", RECEIVED, asked)
    assert (waiting.due_on, waiting.stopped_since) == (None, date(2024, 9, 2))
    assert "asked before the receipt on Mon 2 Sep 2024: the clock stands still from that day" in waiting.warnings[0]
    assert due("FOIA", RECEIVED, asked, "clarification_received@2024-09-16") == due("FOIA", "2024-09-16")
    assert due("FOIA", RECEIVED, asked, "clarification_received@2024-08-30") == due("FOIA", RECEIVED)
    assert due("FOISA", RECEIVED, asked, "clarification_received@2024-09-16") == due("FOISA", "2024-09-16")
    assert due("EIR", RECEIVED, asked, "clarification_received@2024-09-16") == due("EIR", "2024-09-16")


def test_a_fees_notice_before_a_receipt_that_was_corrected_since_stops_the_time_from_the_receipt() -> None:
    """FOIA s.10(2): the working days up to the payment are disregarded; s.9(2): three months from the notice."""
    notice = "fees_notice@2024-08-28"
    assert clock("FOIA", RECEIVED, notice).lapses_on == date(2024, 11, 27)
    assert due("FOIA", RECEIVED, notice, "fee_paid@2024-09-04") == date(2024, 10, 2)
    assert due("FOIA", RECEIVED, notice, "fee_paid@2024-08-30") == due("FOIA", RECEIVED)


def test_proof_of_identity_shown_before_a_receipt_that_was_corrected_since_is_not_waited_for() -> None:
    assert due("SAR", RECEIVED, "id_asked@2024-08-28", "id_received@2024-08-30") == due("SAR", RECEIVED)


def test_an_event_after_the_answer_is_ignored_and_remarked() -> None:
    reading = clock("FOIA", RECEIVED, "answered@2024-09-10", "extension@2024-09-11")
    assert reading.last_due_on == date(2024, 9, 30)
    assert "after it was answered on Tue 10 Sep 2024" in reading.warnings[0]


def test_a_request_opened_again_is_due_when_it_was_due_before() -> None:
    assert due("FOIA", RECEIVED, "withdrawn@2024-09-10", "reopened@2024-09-12") == date(2024, 9, 30)


@pytest.mark.parametrize("event", ["consultation", "illness", "closure", "redaction_review", "id_asked"])
def test_neither_absence_nor_consultation_nor_identity_moves_a_foia_date(event: str) -> None:
    reading = clock("FOIA", RECEIVED, f"{event}@2024-09-10")
    assert reading.due_on == date(2024, 9, 30)
    assert len(reading.warnings) == 1


def test_a_transferred_request_is_closed_under_foia_and_stays_ours_as_subject_access() -> None:
    assert clock("FOIA", RECEIVED, "transferred@2024-09-10").state is ClockState.CLOSED
    assert due("SAR", RECEIVED, "transferred@2024-09-10") == date(2024, 10, 2)


def test_a_subject_access_request_is_not_due_before_identity_was_shown() -> None:
    assert due("SAR", RECEIVED, "id_asked@2024-09-03") is None
    assert due("SAR", RECEIVED, "id_asked@2024-09-03", "id_received@2024-09-20") == date(2024, 10, 21)


def test_proof_of_identity_that_was_never_asked_for_moves_a_date_once_and_only_within_the_month() -> None:
    reading = clock("SAR", RECEIVED, "id_received@2024-09-10", "id_received@2024-09-20")
    assert reading.due_on == date(2024, 10, 10)
    assert "no proof of identity had been asked for" in reading.warnings[0]
    assert "no proof of identity was being waited for" in reading.warnings[1]
    late = clock("SAR", RECEIVED, "id_received@2024-10-03")
    assert late.due_on == date(2024, 10, 2)
    assert "too late: the time had ended on Wed 2 Oct 2024" in late.warnings[0]


def test_proof_of_identity_asked_for_in_time_moves_the_date_whenever_it_comes() -> None:
    events = ("id_asked@2024-09-30", "id_received@2024-11-05")
    assert clock("SAR", RECEIVED, *events).warnings == ()
    assert due("SAR", RECEIVED, *events) == date(2024, 12, 5)
    assert due("SAR", RECEIVED, *events, "id_asked@2024-11-06", "id_received@2024-11-11") == date(2024, 12, 11)


def test_proof_of_identity_asked_for_after_the_month_moves_nothing() -> None:
    assert due("SAR", RECEIVED, "id_asked@2024-10-07", "id_received@2024-10-09") == date(2024, 10, 2)
    assert due("SAR", RECEIVED, "fees_notice@2024-10-07", "fee_paid@2024-10-09") == date(2024, 10, 2)


@pytest.mark.parametrize("event", ["transfer_received", "received_redirected"])
def test_a_receipt_told_after_the_time_had_ended_is_remarked(event: str) -> None:
    reading = clock("FOIA", RECEIVED, f"{event}@2024-10-01")
    assert reading.due_on == date(2024, 10, 29)
    assert "the time had ended on Mon 30 Sep 2024, and counts from this day now: check" in reading.warnings[0]


def test_an_end_that_moves_on_to_a_working_day_passes_over_days_that_do_not_count() -> None:
    assert due("SAR", "2026-01-31") == date(2026, 3, 2)
    assert due("SAR", "2026-01-31", "clarification_asked@2026-03-01", "clarification_received@2026-03-03") == date(
        2026, 3, 4
    )


def test_a_question_and_its_reply_of_one_day_may_be_told_in_either_order() -> None:
    asked, received = "clarification_asked@2024-09-06", "clarification_received@2024-09-06"
    assert due("FOIA", RECEIVED, asked, received) == due("FOIA", RECEIVED, received, asked) == date(2024, 10, 4)
    notice, paid = "fees_notice@2024-09-09", "fee_paid@2024-09-09"
    assert due("FOIA", RECEIVED, paid, notice) == date(2024, 10, 1)


def test_a_second_question_on_the_day_of_the_reply_to_the_first_stops_the_clock_again() -> None:
    first, reply = "clarification_asked@2024-09-06", "clarification_received@2024-09-16"
    second, its_reply = "clarification_asked@2024-09-16", "clarification_received@2024-09-20"
    assert due("FOIA", RECEIVED, first, reply, second) is None
    assert due("FOIA", RECEIVED, first, second, reply) is None
    assert due("FOIA", RECEIVED, second, first, reply, its_reply) == date(2024, 10, 18)


def test_what_happens_on_the_day_of_the_answer_comes_before_it() -> None:
    assert clock("FOIA", RECEIVED, "answered@2024-09-27", "extension@2024-09-27").last_due_on == date(2024, 10, 28)


@pytest.mark.parametrize("regime", ["FOIA_ARMED_FORCES", "FOIA_OVERSEAS"])
def test_sixty_working_days_are_had_only_by_an_extension_told_in_time(regime: str) -> None:
    assert due(regime, RECEIVED) == date(2024, 9, 30)
    assert due(regime, RECEIVED, "extension@2024-09-27") == date(2024, 11, 25)
    assert due(regime, RECEIVED, "extension@2024-09-27..2024-11-04") == date(2024, 11, 4)


def test_a_body_of_the_whole_uk_leaves_out_only_holidays_common_to_it() -> None:
    assert due("SAR", "2025-12-01", place="uk") == date(2026, 1, 2)
    assert due("SAR", "2025-12-02", place="uk") == date(2026, 1, 2)
    assert due("SAR", "2025-12-02", place="scotland") == date(2026, 1, 5)


def test_a_scottish_review_window_follows_a_clarified_request() -> None:
    events = ("clarification_asked@2024-09-06", "clarification_received@2024-09-16", "answered@2024-09-30")
    assert due("FOISA_REVIEW_WINDOW", RECEIVED, *events, place="scotland") == date(2024, 12, 10)
    assert due("FOISA_REVIEW_WINDOW", RECEIVED, events[0], place="scotland") is None


def test_a_date_past_the_known_holidays_is_called_a_forecast() -> None:
    assert clock("FOIA", "2027-12-01").warnings == ()
    assert "Bank holidays are known through Fri 31 Dec 2027 only" in clock("FOIA", "2027-12-10").warnings[0]


@pytest.mark.parametrize("received", ["1999-12-31", "2046-01-01", "2045-12-20"])
def test_a_date_outside_the_table_of_holidays_is_refused_with_what_is_known(received: str) -> None:
    with pytest.raises(UsageError, match="known from Sat 1 Jan 2000 to Fri 31 Dec 2027 and forecast to"):
        clock("FOIA", received)


def test_progress_is_told_as_working_day_twelve_of_twenty() -> None:
    reading = clock("FOIA", "2021-04-07")
    assert working_day_number(reading, CALENDARS.named("union"), date(2021, 4, 23)) == "working day 12 of 20"
    assert working_day_number(reading, CALENDARS.named("union"), date(2021, 5, 3)) == "working day 17 of 20"
    assert working_day_number(reading, CALENDARS.named("union"), date(2021, 5, 11)) == "working day 23 of 20"


def test_progress_of_a_stopped_clock_says_what_it_waits_for() -> None:
    reading = clock("FOIA", RECEIVED, "clarification_asked@2024-09-06")
    told = working_day_number(reading, CALENDARS.named("union"), date(2024, 9, 20))
    assert told == "stopped since Fri 6 Sep 2024, waiting for clarification"


def test_progress_of_a_clock_in_months_counts_all_days() -> None:
    reading = clock("SAR", "2024-09-03")
    local = CALENDARS.named("england-and-wales")
    assert working_day_number(reading, local, date(2024, 9, 15)) == "day 12 of 30"


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2024, 3, 31, 0, 59, 59, tzinfo=UTC), date(2024, 3, 31)),
        (datetime(2024, 3, 31, 22, 59, 59, tzinfo=UTC), date(2024, 3, 31)),
        (datetime(2024, 3, 31, 23, 0, tzinfo=UTC), date(2024, 4, 1)),
        (datetime(2024, 10, 26, 23, 0, tzinfo=UTC), date(2024, 10, 27)),
        (datetime(2024, 10, 27, 23, 59, 59, tzinfo=UTC), date(2024, 10, 27)),
        (datetime(2024, 7, 1, 12, tzinfo=timezone(timedelta(hours=-12))), date(2024, 7, 2)),
        (datetime(2024, 7, 1, 12, tzinfo=timezone(timedelta(hours=14))), date(2024, 6, 30)),
    ],
)
def test_a_moment_belongs_to_its_day_in_london_across_both_clock_changes(moment: datetime, day: date) -> None:
    assert london_day(moment) == day


def test_a_moment_without_a_zone_is_refused_with_what_to_write() -> None:
    with pytest.raises(UsageError, match=r"Write 2021-04-07T10:15:00\+01:00 if it is London time"):
        london_day(datetime(2021, 4, 7, 10, 15))  # noqa: DTZ001 - the fault under test


def test_a_moment_is_no_day_of_receipt_and_no_day_of_an_event() -> None:
    moment = datetime(2021, 4, 7, 10, 15, tzinfo=UTC)
    with pytest.raises(UsageError, match="london_day"):
        ClockEvent("withdrawn", moment)
    with pytest.raises(UsageError, match="london_day"):
        read_clock(REGIMES["FOIA"], CALENDARS.named("union"), moment)
