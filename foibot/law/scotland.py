"""The clocks of the Freedom of Information (Scotland) Act 2002. Read it aloud; each number has its section.

Where a source ends with "(to be checked)", have a person read the section before a letter relies on it.
"""

from foibot.law.regime import Effect, Regime, Rule, Term, Unit
from foibot.law.shared_events import (
    APPEAL_WINDOW_EVENTS,
    ENDINGS,
    FEE_WINDOW_EVENTS,
    REVIEW_EVENTS,
    REVIEW_WINDOW_EVENTS,
    WITHOUT_EFFECT,
)
from foibot.law.working_days import SCOTLAND

WORKING_DAY = "FOISA s.73: not a Saturday, Sunday, Christmas Day or bank holiday in Scotland"
BY_DATES = "months are counted by their dates, whether or not a day is a working day"

FOISA_EVENTS = (
    ENDINGS
    | WITHOUT_EFFECT
    | {
        "received_redirected": Rule(
            Effect.BEGIN, "received when it reached the address our automatic reply named (to be checked)"
        ),
        "transfer_received": Rule(Effect.BEGIN, "FOISA s.10(1): our time counts from our own receipt"),
        "clarification_asked": Rule(
            Effect.STOP, "FOISA s.1(3): nothing need be given until what identifies and locates it comes"
        ),
        "clarification_received": Rule(
            Effect.RESET, "FOISA s.10(1)(b): the twentieth working day after the further information"
        ),
        "fees_notice": Rule(
            Effect.PAUSE,
            "FOISA s.10: the days from the notice to the payment are disregarded",
            lapse=Term(3, "FOISA s.9: three months beginning with the day of the notice (to be checked)"),
        ),
        "fee_paid": Rule(Effect.RESUME, "FOISA s.10: the days that had run before the notice stay run"),
        "extension": Rule(Effect.NOTHING, "FOISA s.10 holds no extension, whatever the reason"),
        "transferred": Rule(Effect.CLOSE, "handed over and the applicant told"),
    }
)

NAME_WANTED_BY = "Section 8(1)(b) of the Freedom of Information (Scotland) Act 2002"

FOISA = Regime(
    name="FOISA",
    title="Freedom of Information (Scotland) Act 2002",
    cited_as="FOISA",
    counts_from="the date of receipt",
    time=Term(20, "FOISA s.10(1): promptly, and not later than the twentieth working day after receipt"),
    unit=Unit.WORKING_DAYS,
    calendar=SCOTLAND,
    calendar_source=WORKING_DAY,
    events=FOISA_EVENTS,
    review="FOISA_REVIEW",
    review_window="FOISA_REVIEW_WINDOW",
    fee_window="FOISA_FEE_WINDOW",
    repeated="FOISA s.14(2)",
    name_wanted_by=NAME_WANTED_BY,
)

FOISA_ARCHIVE = Regime(
    name="FOISA_ARCHIVE",
    title="Freedom of Information (Scotland) Act 2002, records held by the Keeper",
    cited_as="FOISA",
    counts_from="the date of receipt",
    time=Term(30, "FOISA s.10(2): the thirtieth working day, for the Keeper of the Records of Scotland"),
    unit=Unit.WORKING_DAYS,
    calendar=SCOTLAND,
    calendar_source=WORKING_DAY,
    events=FOISA_EVENTS,
    review="FOISA_REVIEW",
    review_window="FOISA_REVIEW_WINDOW",
    fee_window="FOISA_FEE_WINDOW",
    repeated="FOISA s.14(2)",
    name_wanted_by=NAME_WANTED_BY,
)

FOISA_REVIEW = Regime(
    name="FOISA_REVIEW",
    title="Review required under FOISA",
    cited_as="FOISA s.21",
    counts_from="the day the requirement for review was received",
    time=Term(20, "FOISA s.21(1): not later than the twentieth working day after receipt; no extension"),
    unit=Unit.WORKING_DAYS,
    calendar=SCOTLAND,
    calendar_source=WORKING_DAY,
    events=REVIEW_EVENTS | {"extension": Rule(Effect.NOTHING, "FOISA s.21 holds no extension")},
    appeal_window="FOISA_APPEAL_WINDOW",
)

FOISA_REVIEW_WINDOW = Regime(
    name="FOISA_REVIEW_WINDOW",
    title="Time for the applicant to require a review under FOISA",
    cited_as="FOISA s.20",
    counts_from="the end of the time allowed for the answer, or the answer if that came later",
    time=Term(40, "FOISA s.20(5): 40 working days; a later one may be taken, FOISA s.20(6)"),
    unit=Unit.WORKING_DAYS,
    calendar=SCOTLAND,
    calendar_source=WORKING_DAY,
    events=REVIEW_WINDOW_EVENTS
    | {
        "answered": Rule(Effect.BEGIN, "FOISA s.20(5): an early answer does not shorten the time, a late one moves it"),
        "refused": Rule(Effect.BEGIN, "FOISA s.20(5): an early answer does not shorten the time, a late one moves it"),
    },
    follows=FOISA,
)

FOISA_APPEAL_WINDOW = Regime(
    name="FOISA_APPEAL_WINDOW",
    title="Time for the applicant to appeal to the Scottish Information Commissioner",
    cited_as="FOISA s.47",
    counts_from="the day the answer to the review was received",
    time=Term(6, "FOISA s.47(4): six months after the answer to the review, or after it was due"),
    unit=Unit.MONTHS,
    calendar=SCOTLAND,
    calendar_source=BY_DATES,
    events=APPEAL_WINDOW_EVENTS,
)

FOISA_FEE_WINDOW = Regime(
    name="FOISA_FEE_WINDOW",
    title="Time for the applicant to pay a fees notice under FOISA",
    cited_as="FOISA s.9",
    counts_from="the day of the fees notice",
    time=Term(3, "FOISA s.9: three months beginning with the day of the notice (to be checked)"),
    unit=Unit.MONTHS_BEGINNING_WITH_THE_DAY,
    calendar=SCOTLAND,
    calendar_source=BY_DATES,
    events=FEE_WINDOW_EVENTS,
)

CLOCKS = (
    FOISA,
    FOISA_ARCHIVE,
    FOISA_REVIEW,
    FOISA_REVIEW_WINDOW,
    FOISA_APPEAL_WINDOW,
    FOISA_FEE_WINDOW,
)
