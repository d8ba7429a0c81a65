"""How the events of a request move its clock, one after the other: a pure fold.

A regime's table names the effect of each event; `EFFECTS` says what each effect does. There is no branch for
any regime here, and no date of today: what is due follows from the events alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from foibot.law.counting import Span, days_counted, end_of_time, merged
from foibot.law.moments import ClockEvent
from foibot.law.regime import EVENTS, Effect, Regime, Rule, Unit
from foibot.law.wording import plain_day
from foibot.law.working_days import WorkingCalendar


class ClockState(StrEnum):
    """How the clock stands."""

    RUNNING = "running"
    STOPPED = "stopped"  # nothing is due until a reply that starts the time (anew)
    PAUSED = "paused"  # nothing is due until a reply; the days already run stay run
    ANSWERED = "answered"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Step:
    """What one event did to the clock, by which rule; `remark` says what is wrong or unusual about it."""

    event: ClockEvent
    rule: Rule
    taken: bool
    remark: str = ""

    def __str__(self) -> str:
        said = self.remark or self.rule.source
        return f"{plain_day(self.event.on)}, {EVENTS[self.event.name].words}: {said}"


@dataclass(frozen=True, slots=True)
class Wait:
    """A question to the applicant that is still open."""

    topic: str
    since: date
    rule: Rule


@dataclass(frozen=True, slots=True)
class Standing:
    """How the clock stands after some events."""

    start: date
    waits: tuple[Wait, ...] = ()
    paused: tuple[Span, ...] = ()
    skipped: tuple[Span, ...] = ()
    extended: bool = False
    until: date | None = None
    ended: ClockState | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A due date with how it was counted: how many units from the start, and the spans left out."""

    due_on: date
    limit: int
    disregarded: tuple[Span, ...]


Outcome = tuple[Standing | None, str]


@dataclass(frozen=True, slots=True)
class Frame:
    """The law a clock runs under: the regime and the calendar it counts by."""

    regime: Regime
    calendar: WorkingCalendar

    def rule_for(self, event: ClockEvent) -> Rule:
        """Give the regime's rule for an event; an event without one has no effect."""
        rule = self.regime.events.get(event.name)
        return rule or Rule(Effect.NOTHING, f"{self.regime.cited_as} has no such step")

    def take(self, standing: Standing, event: ClockEvent) -> tuple[Standing, Step]:
        """Let one event move the clock."""
        rule = self.rule_for(event)
        if standing.ended and rule.effect not in AFTER_THE_END:
            after = (
                f"came after it was {standing.ended} on {plain_day(standing.ended_on or event.on)}: ignored"
            )
            return standing, Step(event, rule, taken=False, remark=after)
        moved, remark = EFFECTS[rule.effect](self, standing, event, rule)
        return moved or standing, Step(event, rule, taken=moved is not None, remark=remark)

    def deadline(self, standing: Standing) -> Deadline:
        """Compute the due date, as if no question were open."""
        base = self._within(standing, 0)
        if not standing.extended or self.regime.extended is None:
            return base
        full = self._within(standing, self.regime.extended.count - self.regime.limit)
        if standing.until is None or standing.until >= full.due_on:
            return full
        due = max(base.due_on, standing.until)
        if self.regime.unit is not Unit.WORKING_DAYS:
            return replace(full, due_on=due)
        counted = days_counted(self.regime.unit, self.calendar, standing.start, due, full.disregarded)
        return Deadline(due, counted, full.disregarded)

    def _within(self, standing: Standing, more: int) -> Deadline:
        regime = self.regime
        both = standing.paused + standing.skipped
        inner = self._count(standing.start, regime.limit + more, merged(both) if both else ())
        if regime.outer_limit is None:
            return inner
        outer = self._count(standing.start, regime.outer_limit.count + more, merged(standing.paused))
        return outer if outer.due_on < inner.due_on else inner

    def _count(self, start: date, count: int, disregarded: tuple[Span, ...]) -> Deadline:
        due = end_of_time(self.regime.unit, self.calendar, start, count, disregarded)
        if self.regime.ends_on_working_day:
            due = self.calendar.next_working_day(due)
        return Deadline(due, count, disregarded)


def _nothing(_: Frame, __: Standing, ___: ClockEvent, rule: Rule) -> Outcome:
    return None, f"has no effect on the date: {rule.source}"


def _begin(_: Frame, standing: Standing, event: ClockEvent, __: Rule) -> Outcome:
    waits = _without(standing, event)
    if event.on < standing.start:
        return replace(
            standing, waits=waits
        ), f"{plain_day(standing.start)} is later, and the time counts from then"
    return replace(standing, start=event.on, waits=waits), ""


def _wait(frame: Frame, standing: Standing, event: ClockEvent, rule: Rule) -> Outcome:
    topic = _topic(event)
    if any(wait.topic == topic for wait in standing.waits):
        return None, "asked again while the first question was open: the clock had stopped already"
    ended = None if standing.waits else frame.deadline(standing).due_on
    late = ended is not None and event.on > ended
    if late and rule.effect is Effect.PAUSE:
        return None, f"the time had ended on {plain_day(ended or event.on)}: nothing was left to disregard"
    remark = (
        f"asked after the time had ended on {plain_day(ended or event.on)}: that answer was late"
        if late
        else ""
    )
    return replace(standing, waits=(*standing.waits, Wait(topic, event.on, rule))), remark


def _reset(_: Frame, standing: Standing, event: ClockEvent, __: Rule) -> Outcome:
    if not _asked(standing, event):
        return None, _never_asked(event)
    return replace(standing, start=max(event.on, standing.start), waits=_without(standing, event)), ""


def _resume(_: Frame, standing: Standing, event: ClockEvent, __: Rule) -> Outcome:
    if not _asked(standing, event):
        return None, _never_asked(event)
    since = next(wait.since for wait in standing.waits if wait.topic == _topic(event))
    return replace(
        standing, waits=_without(standing, event), paused=(*standing.paused, (since, event.on))
    ), ""


def _extend(frame: Frame, standing: Standing, event: ClockEvent, _: Rule) -> Outcome:
    if frame.regime.extended is None:
        return None, f"has no effect on the date: {frame.regime.cited_as} allows no extension"
    plain = replace(standing, extended=False, until=None)
    if not standing.waits:
        ended = frame.deadline(plain).due_on
        if event.on > ended:
            return None, f"too late: the time had ended on {plain_day(ended)}, and the date stays"
    until = event.until
    if standing.extended:
        known = (standing.until, event.until)
        until = None if None in known else max(day for day in known if day)
    moved = replace(standing, extended=True, until=until)
    return moved, _promise(frame, moved, event)


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
    return replace(standing, skipped=(*standing.skipped, (event.on, event.until or event.on))), ""


def _answer(_: Frame, standing: Standing, event: ClockEvent, __: Rule) -> Outcome:
    return replace(standing, ended=ClockState.ANSWERED, ended_on=event.on), ""


def _close(_: Frame, standing: Standing, event: ClockEvent, __: Rule) -> Outcome:
    if standing.ended is ClockState.CLOSED:
        return None, "it was closed already"
    return replace(standing, ended=ClockState.CLOSED, ended_on=event.on), ""


def _reopen(_: Frame, standing: Standing, __: ClockEvent, ___: Rule) -> Outcome:
    if standing.ended is None:
        return None, "it was not closed"
    return replace(standing, ended=None, ended_on=None), ""


def _topic(event: ClockEvent) -> str:
    return EVENTS[event.name].topic or event.name


def _asked(standing: Standing, event: ClockEvent) -> bool:
    return any(wait.topic == _topic(event) for wait in standing.waits)


def _without(standing: Standing, event: ClockEvent) -> tuple[Wait, ...]:
    return tuple(wait for wait in standing.waits if wait.topic != _topic(event))


def _never_asked(event: ClockEvent) -> str:
    return (
        f"ignored, because no {_topic(event)} was being waited for. If it was asked for, add that event first"
    )


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
