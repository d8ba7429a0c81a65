import tomllib
from datetime import date

import pytest
from law_in_use import CALENDARS

from foibot.errors import ConfigError
from foibot.law.bank_holidays import KNOWN_THROUGH, published_holidays
from foibot.law.clock import read_clock
from foibot.law.notation import read_event
from foibot.law.regimes import REGIMES
from foibot.law.tables import further_places, regime_from_table, regimes_from_tables
from foibot.law.working_days import Calendars

IRELAND = """
title = "Freedom of Information Act 2014"
count = 20
unit = "working days"
source = "s.13(1): four weeks"
calendar = "IE"
extension = { count = 40, source = "s.14" }
[events]
clarification_asked = "stop"
clarification_received = { effect = "reset", source = "s.15(4)" }
extension = { effect = "extend", source = "s.14(1)" }
"""


def problems(text: str, name: str = "OURS") -> list[str]:
    with pytest.raises(ConfigError) as caught:
        regimes_from_tables({name: tomllib.loads(text)})
    return [f"{problem.key}: {problem.fault}" for problem in caught.value.problems]


def test_another_country_s_regime_is_added_without_code() -> None:
    regime = regime_from_table("IRELAND_FOI", tomllib.loads(IRELAND))
    assert further_places([regime, *REGIMES.values()]) == ("IE",)
    calendar = Calendars(published_holidays(further_places=("IE",)), KNOWN_THROUGH).named("IE")
    events = [read_event("extension@2024-06-10")]
    assert read_clock(regime, calendar, date(2024, 5, 20)).due_on == date(2024, 6, 18)
    assert read_clock(regime, calendar, date(2024, 5, 20), events).due_on == date(2024, 7, 16)


def test_ten_calendar_days_need_no_holidays_and_may_end_on_a_working_day() -> None:
    text = 'title = "T"\ncount = 10\nunit = "calendar days"\nsource = "s.1"\ncalendar = "weekdays"\n'
    plain = regime_from_table("TEN_DAYS", tomllib.loads(text))
    rolled = regime_from_table("TEN_DAYS", tomllib.loads(f"{text}ends_on_working_day = true"))
    weekdays = CALENDARS.named("weekdays")
    assert read_clock(plain, weekdays, date(2024, 5, 1)).due_on == date(2024, 5, 11)
    assert read_clock(rolled, weekdays, date(2024, 5, 1)).due_on == date(2024, 5, 13)


def test_a_rule_of_the_authority_s_own_changes_one_line_of_a_shipped_regime() -> None:
    own = regimes_from_tables({"FOIA": tomllib.loads('[events]\nfees_notice = "nothing"\nfee_paid = "nothing"')})
    assert own["FOIA"].title == REGIMES["FOIA"].title
    events = [read_event("fees_notice@2024-09-09")]
    assert read_clock(own["FOIA"], CALENDARS.named("union"), date(2024, 9, 2), events).due_on == date(2024, 9, 30)


def test_a_window_follows_the_clock_as_the_authority_has_it() -> None:
    own = regimes_from_tables({"FOISA": {"count": 10, "source": "our charter"}})
    window = own["FOISA_REVIEW_WINDOW"]
    assert read_clock(window, CALENDARS.named("scotland"), date(2024, 9, 2)).due_on == date(2024, 11, 11)


def test_a_regime_may_be_based_on_another_of_the_authority_s_own() -> None:
    first = {"based_on": "EIR", "count": 15, "source": "local promise"}
    own = regimes_from_tables({"QUICK": first, "QUICKER": {"based_on": "QUICK", "count": 5, "source": "our charter"}})
    assert (own["QUICKER"].limit, own["QUICKER"].extension) == (5, 40)


def test_every_fault_of_a_table_is_told_at_once_with_its_key() -> None:
    found = problems(
        """
        title = ""
        count = true
        unit = "workingdays"
        calender = "union"
        calendar = "uk"
        extension = 40
        ends_on_working_day = "yes"
        [events]
        clarification_received = "resett"
        extention = "extend"
        withdrawn = 7
        """,
        name="ours",
    )
    keys = [problem.split(": ")[0].removeprefix("regimes.ours").removeprefix(".") for problem in found]
    assert set(keys) == {
        *("", "title", "count", "source", "unit", "calender", "calendar", "extension", "ends_on_working_day"),
        *("events.clarification_received", "events.extention", "events.withdrawn"),
    }


def test_a_misspelt_word_is_answered_with_the_nearest() -> None:
    with pytest.raises(ConfigError, match="Did you mean working days"):
        regime_from_table("OURS", tomllib.loads('based_on = "FOIA"\nunit = "workingdays"'))
    with pytest.raises(ConfigError, match="Did you mean FOIA"):
        regime_from_table("OURS", {"based_on": "FIOA"})


def test_a_reply_to_a_question_that_stops_nothing_is_a_fault() -> None:
    assert problems('based_on = "FOIA_REVIEW"\n[events]\nfee_paid = "resume"') == [
        "regimes.OURS.events.fee_paid: replies to a question that stops nothing"
    ]


def test_an_extension_that_is_no_longer_than_the_time_is_a_fault() -> None:
    assert problems('based_on = "FOIA"\nextension = { count = 20, source = "s.1" }') == [
        "regimes.OURS.extension: 20 in all is no longer than the 20 allowed without it"
    ]
    assert "extends a time that has no extension" in problems('based_on = "FOIA"\nextension = false')[0]


def test_a_following_clock_that_does_not_exist_is_a_fault() -> None:
    assert problems('based_on = "FOIA"\nreview = "OUR_REVIEW"') == [
        "regimes.OURS.review: there is no regime 'OUR_REVIEW'"
    ]


def test_what_is_no_table_is_a_fault() -> None:
    with pytest.raises(ConfigError, match="a table is wanted"):
        regimes_from_tables({"OURS": 3})


def test_a_time_of_the_authority_s_own_must_say_what_gives_it() -> None:
    assert problems("count = 25", name="FOIA") == [
        "regimes.FOIA.source: is missing, and 'FOIA s.10(1): promptly, and not later than the twentieth"
        " working day following receipt' gives another time"
    ]
    assert regimes_from_tables({"FOIA": {"count": 25, "source": "our charter"}})["FOIA"].time.source == "our charter"


def test_tables_may_stand_in_any_order_and_a_circle_is_called_one() -> None:
    quick = {"based_on": "FOIA", "count": 15, "source": "our charter"}
    assert regimes_from_tables({"QUICKER": {"based_on": "QUICK"}, "QUICK": quick})["QUICKER"].limit == 15
    with pytest.raises(ConfigError) as caught:
        regimes_from_tables({"ONE": {"based_on": "TWO"}, "TWO": {"based_on": "ONE"}})
    assert [problem.fault for problem in caught.value.problems] == [
        "is circular: TWO, ONE, TWO",
        "is circular: ONE, TWO, ONE",
    ]


def test_a_base_that_is_unknown_or_faulty_is_the_only_thing_told_of_what_stands_on_it() -> None:
    assert [one.partition(": ")[0] for one in problems('based_on = "FIOA"')] == ["regimes.OURS.based_on"]
    with pytest.raises(ConfigError) as caught:
        regimes_from_tables({"ONE": {"based_on": "TWO"}, "TWO": {"based_on": "FOIA", "count": 0}})
    assert [(problem.key, problem.fault) for problem in caught.value.problems][1:] == [
        ("regimes.ONE.based_on", "TWO has a fault of its own")
    ]
