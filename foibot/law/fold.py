"""How the events of a request move its clock, one after the other: a pure fold.

A regime's table names the effect of each event; `EFFECTS` says what each effect does. There is no branch for
any regime here, and no date of today: what is due follows from the events alone.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from foibot.law.counting import ENDS, Span, days_counted, end_of_time, merged
from foibot.law.moments import ClockEvent
from foibot.law.regime import EVENTS, Effect, Regime, Rule, Unit
from foibot.law.standing import ClockState, Deadline, Standing, Step, Wait
from foibot.law.wording import plain_day
from foibot.law.working_days import ONE_DAY, WorkingCalendar

Outcome = tuple[Standing | None, str]


class Frame(NamedTuple):
    """The law a clock runs under: the regime, the calendar it counts by, and the day of receipt."""

    regime: Regime
    calendar: WorkingCalendar
    received_on: date

    def take(self, standing: Standing, event: ClockEvent) -> tuple[Standing, Step]:
        """Let one event move the clock."""
        regime = self.regime
        rule = regime.events.get(event.name) or _no_such_step(regime.cited_as)
        if (event.until or event.on) < self.received_on and not _is_asked_or_told(event, rule):
            early = f"ignored, because it comes before the receipt on {plain_day(self.received_on)}"
            return standing, Step(event, rule, False, early)
        if standing.waits and rule.effect is not Effect.CLOSE:
            standing = _run_out(standing, event.on)
        if standing.ended is not None and rule.effect not in AFTER_THE_END:
            return standing, Step(event, rule, False, _after_the_end(standing, event))
        moved, remark = EFFECTS[rule.effect](self, standing, event, rule)
        if moved is None:
            return standing, Step(event, rule, False, remark)
        return moved, Step(event, rule, True, remark)

    def in_order(self, standing: Standing, events: Sequence[ClockEvent]) -> Sequence[ClockEvent]:
        """Put the events of one day in an order in which they can have happened, whichever order was given.

        A question comes before its reply, unless the reply is to one already open; what ends the clock comes
        last, and what opens it again first if it had ended.
        """
        if len(events) == 1:
            return events
        waited = frozenset(wait.topic for wait in standing.waits)
        return sorted(events, key=lambda event: self._rank(event, waited, ended=standing.ended is not None))

    def _rank(self, event: ClockEvent, waited: frozenset[str], *, ended: bool) -> int:
        rule = self.regime.events.get(event.name)
        effect = rule.effect if rule else Effect.NOTHING
        if effect in QUESTIONS:
            return 2 if EVENTS[event.name].topic in waited else 0
        if effect is Effect.REOPEN and ended:
            return 0
        return 3 if effect in ENDS_OR_REOPENS else 1

    def deadline(self, standing: Standing) -> Deadline:
        """Compute the due date, as if no question were open."""
        regime = self.regime
        if not standing.extended or regime.extended is None:
            return self._within(standing, 0)
        full = self._within(standing, regime.extended.count - regime.time.count)
        if standing.until is None or standing.until >= full.due_on:
            return full
        due = max(self._within(standing, 0).due_on, standing.until)
        if regime.unit is not Unit.WORKING_DAYS:
            return full._replace(due_on=due)
        counted = days_counted(regime.unit, self.calendar, standing.start, due, full.disregarded)
        return Deadline(due, counted, full.disregarded)

    def missed(self, standing: Standing, day: date) -> date | None:
        """Give the due date if it had passed by `day`, or by when a clock that stands still had stopped."""
        if standing.waits:
            day = min(day, *(wait.since for wait in standing.waits))
        # No time ends sooner than as many days after its start as it has units: spare most of the counting.
        if (day - standing.start).days <= self.regime.time.count:
            return None
        due = self.deadline(standing).due_on
        return due if day > due else None

    def _within(self, standing: Standing, more: int) -> Deadline:
        regime = self.regime
        left_out = standing.paused + standing.skipped
        inner = self._count(standing.start, regime.time.count + more, merged(left_out) if left_out else ())
        if regime.outer_limit is None:
            return inner
        outer = self._count(standing.start, regime.outer_limit.count + more, merged(standing.paused))
        return outer._replace(by_outer_limit=True) if outer.due_on < inner.due_on else inner

    def _count(self, start: date, count: int, disregarded: tuple[Span, ...]) -> Deadline:
        regime, calendar = self.regime, self.calendar
        due = ENDS[regime.unit](calendar, start, count, disregarded)
        return Deadline(self._moved_on(due, disregarded) if regime.ends_on_working_day else due, count, disregarded)

    def _moved_on(self, due: date, disregarded: tuple[Span, ...]) -> date:
        """Give the first working day from `due` on that is not disregarded."""
        moved = self.calendar.next_working_day(due)
        for first, last in disregarded:
            if first <= moved <= last:
                moved = self.calendar.next_working_day(last + ONE_DAY)
        return moved


def _is_asked_or_told(event: ClockEvent, rule: Rule) -> bool:
    """Say whether an event is a question to the applicant or its reply, which count whatever the day of receipt.

    That day may be corrected to one after the question left. The time counts from the later of the two all the same,
    the request or what was asked for (FOIA s.10(6)).
    """
    return EVENTS[event.name].topic is not None and rule.effect in ASKED_OR_TOLD


@cache
def _no_such_step(statute: str) -> Rule:
    return Rule(Effect.NOTHING, f"{statute} has no such step")


def _run_out(standing: Standing, day: date) -> Standing:
    """Close what lapsed before `day`, because nothing that was waited for had come."""
    lapsed = [(wait.lapses_on, wait.topic) for wait in standing.waits if wait.lapses_on and wait.lapses_on < day]
    if not lapsed or standing.ended is not None:
        return standing
    last, topic = min(lapsed)
    return standing._replace(ended=ClockState.CLOSED, ended_on=last, lapsed=topic)


def _after_the_end(standing: Standing, event: ClockEvent) -> str:
    ended_on = plain_day(standing.ended_on or event.on)
    if standing.lapsed:
        return f"too late: no {standing.lapsed} had come by {ended_on}, so the request lapsed and the duty ended"
    return f"ignored, because it comes after it was {standing.ended} on {ended_on}"


def _nothing(_: Frame, __: Standing, ___: ClockEvent, rule: Rule) -> Outcome:
    return None, f"has no effect on the date: {rule.source}"


def _begin(frame: Frame, standing: Standing, event: ClockEvent, rule: Rule) -> Outcome:
    topic = EVENTS[event.name].topic or ""
    asked, waits = _sorted_out(standing, event)
    if asked is None and topic in standing.settled:
        return None, _never_asked(event)
    missed = frame.missed(_plain(standing), event.on)
    if missed and rule.until_limit:
        return None, f"too late: the time had ended on {plain_day(missed)}, and the date stays"
    settled = (*standing.settled, topic) if topic else standing.settled
    moved = standing._replace(waits=waits, settled=settled)
    if event.on < standing.start:
        return moved, f"{plain_day(standing.start)} is later, and the time counts from then"
    remark = f"no {topic} had been asked for: add when it was" if topic and asked is None else ""
    if missed:
        remark = f"the time had ended on {plain_day(missed)}, and counts from this day now: check that day"
    return moved._replace(start=event.on), remark


def _wait(frame: Frame, standing: Standing, event: ClockEvent, rule: Rule) -> Outcome:
    topic = EVENTS[event.name].topic or event.name
    if standing.waits and topic in [wait.topic for wait in standing.waits]:
        return None, "asked again while the first question was open: the clock had stopped already"
    missed = frame.missed(_plain(standing) if rule.until_limit else standing, event.on)
    if missed and rule.effect is Effect.PAUSE:
        return None, f"the time had ended on {plain_day(missed)}: nothing was left to disregard"
    if missed and rule.until_limit:
        return None, f"too late to move the date: the time to ask had ended on {plain_day(missed)}"
    remark = f"asked after the time had ended on {plain_day(missed)}: the answer was late" if missed else ""
    if event.on < frame.received_on:
        remark = f"asked before the receipt on {plain_day(frame.received_on)}: the clock stands still from that day"
    lapse = rule.lapse
    last = end_of_time(rule.lapse_unit, frame.calendar, event.on, lapse.count) if lapse else None
    since = max(event.on, frame.received_on)
    return standing._replace(waits=(*standing.waits, Wait(topic, since, rule, last))), remark


def _reset(frame: Frame, standing: Standing, event: ClockEvent, rule: Rule) -> Outcome:
    asked, others = _sorted_out(standing, event)
    if asked is None:
        return None, _never_asked(event)
    moved = standing._replace(start=max(event.on, standing.start), waits=others)
    if rule.keeps_extension or not standing.extended:
        return moved, ""
    time = frame.regime.unit.of(frame.regime.time.count)
    return _plain(moved), f"{time} are counted afresh, and the extension told before is gone; tell a new one if needed"


def _resume(_: Frame, standing: Standing, event: ClockEvent, __: Rule) -> Outcome:
    asked, others = _sorted_out(standing, event)
    if asked is None:
        return None, _never_asked(event)
    if event.on < asked.since:
        return standing._replace(waits=others), ""  # before the receipt: no day of the time had to be disregarded
    return standing._replace(waits=others, paused=(*standing.paused, (asked.since, event.on))), ""


def _extend(frame: Frame, standing: Standing, event: ClockEvent, _: Rule) -> Outcome:
    if frame.regime.extended is None:
        return None, f"has no effect on the date: {frame.regime.cited_as} allows no extension"
    missed = frame.missed(_plain(standing), event.on)
    if missed:
        return None, f"too late: the time had ended on {plain_day(missed)}, and the date stays"
    until = event.until
    if standing.extended:
        known = (standing.until, event.until)
        until = None if None in known else max(day for day in known if day)
    moved = standing._replace(extended=True, until=until)
    return moved, _promise(frame, moved, event)


def _plain(standing: Standing) -> Standing:
    return standing._replace(extended=False, until=None) if standing.extended else standing


def _promise(frame: Frame, standing: Standing, event: ClockEvent) -> str:
    if event.until is None:
        return ""
    due = frame.deadline(standing).due_on
    if event.until > due:
        return f"{plain_day(event.until)} is more than the law allows; the date is {plain_day(due)}"
    if event.until < due:
        return f"{plain_day(event.until)} is earlier than the date that was due anyway, {plain_day(due)}"
    return ""


def _skip(_: Frame, standing: Standing, event: ClockEvent, __: Rule) -> Outcome:
    return standing._replace(skipped=(*standing.skipped, (event.on, event.until or event.on))), ""


def _answer(frame: Frame, standing: Standing, event: ClockEvent, _: Rule) -> Outcome:
    late, before = _lateness(frame, standing, event.on)
    ended = standing._replace(ended=ClockState.ANSWERED, ended_on=event.on, late=late)
    return ended, f"late: it was due {before}" if late else ""


def _close(frame: Frame, standing: Standing, event: ClockEvent, rule: Rule) -> Outcome:
    if standing.ended is ClockState.CLOSED:
        return None, "it was closed already"
    late, before = _lateness(frame, standing, event.on) if rule.until_limit else (0, "")
    ended = standing._replace(ended=ClockState.CLOSED, ended_on=event.on, late=standing.late or late)
    return ended, f"out of time: the last day was {before}" if late else ""


def _lateness(frame: Frame, standing: Standing, day: date) -> tuple[int, str]:
    missed = frame.missed(standing, day)
    if missed is None:
        return 0, ""
    unit = frame.regime.unit
    late = max(1, days_counted(unit, frame.calendar, missed, day, ()))  # on a week-end it is late too
    return late, f"{plain_day(missed)}, {unit.in_days(late)} before"


def _reopen(_: Frame, standing: Standing, __: ClockEvent, ___: Rule) -> Outcome:
    if standing.ended is None:
        return None, "it was not closed"
    waits = tuple(wait._replace(lapses_on=None) for wait in standing.waits)
    return standing._replace(ended=None, ended_on=None, lapsed="", late=0, waits=waits), ""


def _sorted_out(standing: Standing, reply: ClockEvent) -> tuple[Wait | None, tuple[Wait, ...]]:
    """Part the question that a reply answers from the others that stay open."""
    if not standing.waits:
        return None, ()
    topic = EVENTS[reply.name].topic
    asked = [wait for wait in standing.waits if wait.topic == topic]
    others = [wait for wait in standing.waits if wait.topic != topic]
    return asked[0] if asked else None, tuple(others)


def _never_asked(event: ClockEvent) -> str:
    topic = EVENTS[event.name].topic
    return f"ignored, because no {topic} was being waited for: add when it was asked for, if that was in time"


EffectRule = Callable[[Frame, Standing, ClockEvent, Rule], Outcome]

EFFECTS: Mapping[Effect, EffectRule] = {
    Effect.NOTHING: _nothing,
    Effect.BEGIN: _begin,
    Effect.STOP: _wait,
    Effect.RESET: _reset,
    Effect.PAUSE: _wait,
    Effect.RESUME: _resume,
    Effect.EXTEND: _extend,
    Effect.SKIP: _skip,
    Effect.ANSWER: _answer,
    Effect.CLOSE: _close,
    Effect.REOPEN: _reopen,
}

AFTER_THE_END = frozenset({Effect.REOPEN, Effect.CLOSE})
QUESTIONS = frozenset({Effect.STOP, Effect.PAUSE})
ASKED_OR_TOLD = QUESTIONS | {Effect.RESET, Effect.RESUME, Effect.BEGIN}
ENDS_OR_REOPENS = frozenset({Effect.ANSWER, Effect.CLOSE, Effect.REOPEN})
