"""What a regime is: a time allowed, how it is counted, and what each event does to the clock.

The words and shapes only. The statutes' own numbers stand in `regimes`, and the counting in `clock`.
"""

from collections.abc import Mapping
from enum import StrEnum

from foibot.lean import dataclass


class Unit(StrEnum):
    """What a time allowed is counted in."""

    WORKING_DAYS = "working days"
    CALENDAR_DAYS = "calendar days"
    # To the same date of a later month, or that month's last day if it has no such date.
    MONTHS = "months"
    # Likewise, the first day being part of the time.
    MONTHS_BEGINNING_WITH_THE_DAY = "months beginning with the day"

    def of(self, count: int) -> str:
        """Write a time of so many units: `20 working days`, `1 month`."""
        one = self.replace("days", "day").replace("months", "month")
        return f"{count} {one if count == 1 else self}"

    def in_days(self, count: int) -> str:
        """Write a count of the days of such a time: `3 working days`, or `3 days` where all days count."""
        days = "working day" if self is Unit.WORKING_DAYS else "day"
        return f"{count} {days}{'' if count == 1 else 's'}"


class Effect(StrEnum):
    """What an event does to the clock."""

    NOTHING = "nothing"  # it is recorded and moves no date
    BEGIN = "begin"  # the time is counted from this day and not from an earlier one
    STOP = "stop"  # nothing is due until the matching reply
    RESET = "reset"  # that reply: the whole time is counted afresh from this day
    PAUSE = "pause"  # the days from this one, included, are disregarded ...
    RESUME = "resume"  # ... up to this one, included
    EXTEND = "extend"  # the longer time runs, if the applicant was told before the shorter one ended
    SKIP = "skip"  # the days of this range are disregarded, though not for the outer limit
    ANSWER = "answer"  # the duty is done: nothing is due any more
    CLOSE = "close"  # the duty is gone: nothing is due any more
    REOPEN = "reopen"  # as if the answer or the closing had not been


@dataclass(frozen=True, slots=True)
class Happening:
    """A name in the vocabulary of events: how people say it, and what it asks for or replies to."""

    words: str
    topic: str | None = None
    ranged: bool = False


# Every event a clock can be told of. What each of them does is for the regime to say.
EVENTS: Mapping[str, Happening] = {
    "received_redirected": Happening("reached the address our automatic reply had named"),
    "transfer_received": Happening("reached us from another authority"),
    "clarification_asked": Happening("clarification asked", "clarification"),
    "clarification_received": Happening("clarification received", "clarification"),
    "fees_notice": Happening("fees notice given", "fee"),
    "fee_paid": Happening("fee paid", "fee"),
    "id_asked": Happening("proof of identity asked", "proof of identity"),
    "id_received": Happening("proof of identity received", "proof of identity"),
    "extension": Happening("applicant told of an extension"),
    "school_closed": Happening("school closed", ranged=True),
    "consultation": Happening("others consulted"),
    "illness": Happening("illness"),
    "closure": Happening("office closed", ranged=True),
    "redaction_review": Happening("redactions reviewed"),
    "transferred": Happening("transferred to another authority, applicant told"),
    "answered": Happening("answered"),
    "refused": Happening("refused"),
    "withdrawn": Happening("withdrawn by the applicant"),
    "lapsed": Happening("lapsed"),
    "review_asked": Happening("internal review asked"),
    "appealed": Happening("appealed to the Commissioner"),
    "reopened": Happening("opened again"),
}


@dataclass(frozen=True, slots=True)
class Term:
    """A time: how many, and the section that says so."""

    count: int
    source: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What one event does under one regime, and the section that says so."""

    effect: Effect
    source: str
    lapse: Term | None = None  # a stop or pause that ends unanswered after this time, counted in `lapse_unit`
    lapse_unit: Unit = Unit.MONTHS_BEGINNING_WITH_THE_DAY
    keeps_extension: bool = False  # a reset after which an extension told before still counts
    until_limit: bool = False  # it must come within the time, as it was before any extension


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """One clock of one statute.

    `calendar` names a calendar, or is `local`: that of the authority's jurisdiction. `review`,
    `review_window`, `appeal_window` and `fee_window` name the clocks that may start from this one. A clock
    that `follows` another counts from the end of the time that one allows. `ends_on_working_day` moves an
    end that is no working day to the next one. Requests of one person received within `aggregated_within`
    working days may be added up for the cost limit; `repeated` is the section on asking the same again,
    `name_wanted_by` the one that wants the applicant's name.
    """

    name: str
    title: str
    cited_as: str
    counts_from: str
    time: Term
    unit: Unit
    calendar: str
    calendar_source: str
    events: Mapping[str, Rule]
    extended: Term | None = None
    outer_limit: Term | None = None
    ends_on_working_day: bool = False
    review: str | None = None
    review_window: str | None = None
    appeal_window: str | None = None
    fee_window: str | None = None
    follows: "Regime | None" = None
    aggregated_within: Term | None = None
    repeated: str = ""
    name_wanted_by: str = ""

    @property
    def limit(self) -> int:
        """How many units are allowed before any extension."""
        return self.time.count

    @property
    def extension(self) -> int | None:
        """How many units are allowed in all once extended; None where there is no extension."""
        return self.extended.count if self.extended else None
