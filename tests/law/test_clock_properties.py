from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from law_in_use import CALENDARS

from foibot.law.clock import ClockEvent, ClockReading, read_clock, working, working_day_number
from foibot.law.jurisdictions import Jurisdiction, calendar_for
from foibot.law.regime import EVENTS, Effect, Regime, Unit
from foibot.law.regimes import REGIMES
from foibot.law.working_days import BankHoliday, Calendars, Division

DAY = timedelta(days=1)

regimes = st.sampled_from(list(REGIMES.values()))
places = st.sampled_from(list(Jurisdiction))
received = st.dates(date(2018, 1, 1), date(2035, 12, 31))


@st.composite
def histories(draw: st.DrawFn, day: date) -> list[ClockEvent]:
    """Draw up to six events of any kind, some before the receipt, some as ranges."""
    names = draw(st.lists(st.sampled_from(list(EVENTS)), max_size=6))
    events = []
    for name in names:
        on = day + draw(st.integers(-10, 120)) * DAY
        until = on + draw(st.integers(0, 60)) * DAY if EVENTS[name].ranged or draw(st.booleans()) else None
        events.append(ClockEvent(name, on, until))
    return events


@st.composite
def clocks(draw: st.DrawFn) -> tuple[Regime, Jurisdiction, date, list[ClockEvent]]:
    """Draw a regime, a place, a day of receipt and a history."""
    day = draw(received)
    return draw(regimes), draw(places), day, draw(histories(day))


def read(regime: Regime, place: Jurisdiction, day: date, events: list[ClockEvent]) -> ClockReading:
    return read_clock(regime, calendar_for(regime, place, CALENDARS), day, events)


@settings(deadline=None)
@given(regimes, places, received)
def test_a_due_date_is_a_working_day_where_the_regime_counts_or_ends_on_one(
    regime: Regime, place: Jurisdiction, day: date
) -> None:
    reading = read(regime, place, day, [])
    assert reading.due_on is not None
    if regime.unit is Unit.WORKING_DAYS or regime.ends_on_working_day:
        assert calendar_for(regime, place, CALENDARS).is_working_day(reading.due_on)


@settings(deadline=None)
@given(clocks(), st.integers(0, 150), st.frozensets(st.sampled_from(list(Division)), min_size=1))
def test_adding_a_holiday_never_brings_a_date_nearer(
    drawn: tuple[Regime, Jurisdiction, date, list[ClockEvent]], later: int, divisions: frozenset[Division]
) -> None:
    regime, place, day, events = drawn
    plain = [event for event in events if event.until is None]
    proclaimed = BankHoliday(day + later * DAY, "Proclaimed", frozenset(divisions), "a proclamation")
    before = read(regime, place, day, plain)
    more = Calendars((*CALENDARS.days, proclaimed), CALENDARS.known_through)
    after = read_clock(regime, calendar_for(regime, place, more), day, plain)
    if before.last_due_on and after.last_due_on:
        assert after.last_due_on >= before.last_due_on


@settings(deadline=None)
@given(regimes, places, received, st.integers(0, 400))
def test_a_later_receipt_never_has_an_earlier_due_date(
    regime: Regime, place: Jurisdiction, day: date, later: int
) -> None:
    first, second = read(regime, place, day, []), read(regime, place, day + later * DAY, [])
    assert first.due_on
    assert second.due_on
    assert first.due_on <= second.due_on


@settings(deadline=None)
@given(
    regimes,
    places,
    received,
    st.sampled_from([("clarification_asked", "clarification_received"), ("fees_notice", "fee_paid")]),
    st.tuples(st.integers(0, 70), st.integers(0, 40)),
    st.none() | st.tuples(st.integers(0, 70), st.none() | st.integers(0, 90)),
)
def test_stopping_and_restarting_never_shortens_the_time(
    regime: Regime,
    place: Jurisdiction,
    day: date,
    pair: tuple[str, str],
    stop: tuple[int, int],
    extension: tuple[int, int | None] | None,
) -> None:
    others = []
    restart = regime.events.get(pair[1])
    kept = restart is None or restart.effect is not Effect.RESET or restart.keeps_extension
    if extension and kept:
        told = day + extension[0] * DAY
        others = [ClockEvent("extension", told, told + extension[1] * DAY if extension[1] is not None else None)]
    asked = day + stop[0] * DAY
    stopped = [ClockEvent(pair[0], asked), ClockEvent(pair[1], asked + stop[1] * DAY)]
    without = read(regime, place, day, others).last_due_on
    with_stop = read(regime, place, day, others + stopped).last_due_on
    assert without
    assert with_stop
    assert with_stop >= without


@settings(deadline=None)
@given(clocks())
def test_any_history_can_be_read_and_nothing_is_due_once_it_ended(
    drawn: tuple[Regime, Jurisdiction, date, list[ClockEvent]],
) -> None:
    regime, place, day, events = drawn
    reading = read(regime, place, day, events)
    assert (reading.due_on is not None) == (reading.state == "running")
    assert reading.clock_from >= day
    assert all(reading.warnings)


@settings(deadline=None)
@given(clocks(), st.randoms(use_true_random=False))
def test_events_of_different_days_may_come_in_any_order(
    drawn: tuple[Regime, Jurisdiction, date, list[ClockEvent]], random: Random
) -> None:
    regime, place, day, events = drawn
    one_a_day = list({event.on: event for event in events}.values())
    shuffled = random.sample(one_a_day, len(one_a_day))
    assert read(regime, place, day, shuffled) == read(regime, place, day, one_a_day)


@settings(deadline=None)
@given(clocks())
def test_the_working_ends_on_the_due_date_and_numbers_each_counted_day_once(
    drawn: tuple[Regime, Jurisdiction, date, list[ClockEvent]],
) -> None:
    regime, place, day, events = drawn
    calendar = calendar_for(regime, place, CALENDARS)
    reading = read(regime, place, day, events)
    counted = working(reading, calendar)
    numbers = [one.number for one in counted if one.counted]
    assert numbers == list(range(1, len(numbers) + 1))
    assert [one.day for one in counted] == [day + count * DAY for count in range(len(counted))]
    assert all(one.why for one in counted)
    if reading.due_on is not None:
        assert counted[-1].day == reading.due_on
        if regime.unit is Unit.WORKING_DAYS:
            told = working_day_number(reading, calendar, reading.due_on)
            assert told == f"working day {len(numbers)} of {reading.limit}"
