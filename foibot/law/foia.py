"""The clocks of the Freedom of Information Act 2000. Read it aloud; each number has its section beside it.

Where a source ends with "(to be checked)", have a person read the section before a letter relies on it.
"""

from foibot.law.regime import Effect, Regime, Rule, Term, Unit
from foibot.law.shared_events import (
    ENDINGS,
    FEE_WINDOW_EVENTS,
    REVIEW_EVENTS,
    REVIEW_WINDOW_EVENTS,
    WITHOUT_EFFECT,
)
from foibot.law.working_days import UNION

WORKING_DAY = (
    "FOIA s.10(6): not a Saturday, Sunday, Christmas Day, Good Friday,"
    " or bank holiday in any part of the United Kingdom"
)

FOIA_EVENTS = (
    ENDINGS
    | WITHOUT_EFFECT
    | {
        "received_redirected": Rule(
            Effect.BEGIN,
            "the Commissioner's reading of FOIA s.10: received when it reached the address named",
        ),
        "transfer_received": Rule(Effect.BEGIN, "FOIA s.10(6): our time counts from our own receipt"),
        "clarification_asked": Rule(
            Effect.STOP,
            "FOIA s.1(3): nothing need be done until what identifies and locates the information comes",
        ),
        "clarification_received": Rule(
            Effect.RESET, "FOIA s.10(6): the date of receipt is now that of the clarification: counted afresh"
        ),
        "fees_notice": Rule(
            Effect.PAUSE,
            "FOIA s.10(2): the working days from the notice to the payment, both included, are disregarded",
            lapse=Term(3, "FOIA s.9(2): three months beginning with the day of the notice (to be checked)"),
        ),
        "fee_paid": Rule(Effect.RESUME, "FOIA s.10(2): the days that had run before the notice stay run"),
        "extension": Rule(
            Effect.EXTEND, "FOIA s.10(3) and s.17(2): told within the time, for a qualified exemption only"
        ),
        "transferred": Rule(Effect.CLOSE, "s.45 Code: handed over, with the applicant's agreement, and told"),
    }
)

FOIA = Regime(
    name="FOIA",
    title="Freedom of Information Act 2000",
    cited_as="FOIA",
    counts_from="the date of receipt",
    time=Term(20, "FOIA s.10(1): promptly, and not later than the twentieth working day following receipt"),
    unit=Unit.WORKING_DAYS,
    calendar=UNION,
    calendar_source=WORKING_DAY,
    extended=Term(
        40,
        "FOIA s.10(3) allows a reasonable time to weigh the public interest;"
        " the practice of the s.45 Code is at most 20 further working days",
    ),
    events=FOIA_EVENTS,
    review="FOIA_REVIEW",
    review_window="FOIA_REVIEW_WINDOW",
    fee_window="FEE_WINDOW",
)

FOIA_SCHOOL = Regime(
    name="FOIA_SCHOOL",
    title="Freedom of Information Act 2000, maintained schools and academies",
    cited_as="FOIA with SI 2004/3364",
    counts_from="the date of receipt",
    time=Term(20, "SI 2004/3364 reg 3: the twentieth working day that is also a school day"),
    outer_limit=Term(60, "SI 2004/3364 reg 3: or the sixtieth working day, if that comes first"),
    unit=Unit.WORKING_DAYS,
    calendar=UNION,
    calendar_source=WORKING_DAY,
    extended=Term(40, "FOIA s.10(3); at most 20 further days, as in other requests (to be checked)"),
    events=FOIA_EVENTS
    | {
        "school_closed": Rule(
            Effect.SKIP, "SI 2004/3364 reg 3: no school day, so disregarded, save where the 60 working days end first"
        )
    },
    review="FOIA_REVIEW",
    review_window="FOIA_REVIEW_WINDOW",
    fee_window="FEE_WINDOW",
)

FOIA_ARCHIVE = Regime(
    name="FOIA_ARCHIVE",
    title="Freedom of Information Act 2000, transferred public records not yet open",
    cited_as="FOIA with SI 2004/3364",
    counts_from="the date of receipt",
    time=Term(30, "SI 2004/3364 reg 4: the thirtieth working day"),
    unit=Unit.WORKING_DAYS,
    calendar=UNION,
    calendar_source=WORKING_DAY,
    extended=Term(50, "FOIA s.10(3); at most 20 further days, as in other requests (to be checked)"),
    events=FOIA_EVENTS,
    review="FOIA_REVIEW",
    review_window="FOIA_REVIEW_WINDOW",
    fee_window="FEE_WINDOW",
)

FOIA_REVIEW = Regime(
    name="FOIA_REVIEW",
    title="Internal review of an answer under FOIA",
    cited_as="the s.45 Code",
    counts_from="the day the review was asked for",
    time=Term(20, "s.45 Code of Practice (2018), chapter 5: 20 working days"),
    unit=Unit.WORKING_DAYS,
    calendar=UNION,
    calendar_source=WORKING_DAY,
    extended=Term(40, "s.45 Code, chapter 5: at most 40 in all, for an exceptional or complex review"),
    events=REVIEW_EVENTS | {"extension": Rule(Effect.EXTEND, "s.45 Code, chapter 5: told before the 20 are over")},
)

FOIA_REVIEW_WINDOW = Regime(
    name="FOIA_REVIEW_WINDOW",
    title="Time for the applicant to ask for an internal review under FOIA",
    cited_as="the s.45 Code",
    counts_from="the day our answer was sent",
    time=Term(40, "s.45 Code, chapter 5: within 40 working days of the answer; a later one may still be taken"),
    unit=Unit.WORKING_DAYS,
    calendar=UNION,
    calendar_source=WORKING_DAY,
    events=REVIEW_WINDOW_EVENTS,
)

FEE_WINDOW = Regime(
    name="FEE_WINDOW",
    title="Time for the applicant to pay a fees notice under FOIA",
    cited_as="FOIA s.9",
    counts_from="the day of the fees notice",
    time=Term(3, "FOIA s.9(2): three months beginning with the day of the notice (to be checked)"),
    unit=Unit.MONTHS_BEGINNING_WITH_THE_DAY,
    calendar=UNION,
    calendar_source="months are counted by their dates, whether or not a day is a working day",
    events=FEE_WINDOW_EVENTS,
)

CLOCKS = (FOIA, FOIA_SCHOOL, FOIA_ARCHIVE, FOIA_REVIEW, FOIA_REVIEW_WINDOW, FEE_WINDOW)
