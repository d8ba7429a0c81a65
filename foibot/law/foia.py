"""The clocks of the Freedom of Information Act 2000. Read it aloud; each number has its section beside it.

Where a source ends with "(to be checked)", have a person read the section before a letter relies on it.
"""

from dataclasses import replace

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

AGGREGATED = Term(60, "FOIA s.12(4), SI 2004/3244 reg 5: received within 60 consecutive working days")
REPEATED = "FOIA s.14(2)"
NAME_WANTED_BY = "Section 8(1)(b) of the Freedom of Information Act 2000"

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
    aggregated_within=AGGREGATED,
    repeated=REPEATED,
    name_wanted_by=NAME_WANTED_BY,
)

FOIA_SCHOOL = Regime(
    name="FOIA_SCHOOL",
    title="Freedom of Information Act 2000, maintained schools in England and Wales",
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
    aggregated_within=AGGREGATED,
    repeated=REPEATED,
    name_wanted_by=NAME_WANTED_BY,
)

FOIA_SCHOOL_NI = replace(
    FOIA_SCHOOL,
    name="FOIA_SCHOOL_NI",
    title="Freedom of Information Act 2000, schools in Northern Ireland",
    cited_as="FOIA with SI 2009/1369",
    time=Term(20, "SI 2009/1369 reg 3: the twentieth working day that is also a school day (to be checked)"),
    outer_limit=Term(60, "SI 2009/1369 reg 3: or the sixtieth working day, if that comes first (to be checked)"),
    events=FOIA_EVENTS
    | {
        "school_closed": Rule(
            Effect.SKIP, "SI 2009/1369 reg 3: no school day, so disregarded, save where the 60 working days end first"
        )
    },
)

FOIA_ACADEMY = replace(
    FOIA_SCHOOL,
    name="FOIA_ACADEMY",
    title="Freedom of Information Act 2000, academies",
    cited_as="FOIA with SI 2010/2768",
    time=Term(20, "SI 2010/2768 reg 2: the twentieth working day that is also a school day (to be checked)"),
    outer_limit=Term(60, "SI 2010/2768 reg 2: or the sixtieth working day, if that comes first (to be checked)"),
    events=FOIA_EVENTS
    | {
        "school_closed": Rule(
            Effect.SKIP, "SI 2010/2768 reg 2: no school day, so disregarded, save where the 60 working days end first"
        )
    },
)

# The longer time is the Commissioner's to give: without it, and the applicant told in time, 20 days hold.
FOIA_ARMED_FORCES = replace(
    FOIA,
    name="FOIA_ARMED_FORCES",
    title="Freedom of Information Act 2000, information of armed forces on operations",
    cited_as="FOIA with SI 2004/3364",
    extended=Term(60, "SI 2004/3364 reg 5: up to 60 working days, if the Commissioner consents (to be checked)"),
    events=FOIA_EVENTS
    | {
        "extension": Rule(
            Effect.EXTEND, "SI 2004/3364 reg 5: with the Commissioner's consent, told within the time (to be checked)"
        )
    },
)

FOIA_OVERSEAS = replace(
    FOIA,
    name="FOIA_OVERSEAS",
    title="Freedom of Information Act 2000, information held outside the United Kingdom",
    cited_as="FOIA with SI 2004/3364",
    extended=Term(60, "SI 2004/3364 reg 6: up to 60 working days, if the Commissioner consents (to be checked)"),
    events=FOIA_EVENTS
    | {
        "extension": Rule(
            Effect.EXTEND, "SI 2004/3364 reg 6: with the Commissioner's consent, told within the time (to be checked)"
        )
    },
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
    aggregated_within=AGGREGATED,
    repeated=REPEATED,
    name_wanted_by=NAME_WANTED_BY,
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

CLOCKS = (
    FOIA,
    FOIA_SCHOOL,
    FOIA_SCHOOL_NI,
    FOIA_ACADEMY,
    FOIA_ARCHIVE,
    FOIA_ARMED_FORCES,
    FOIA_OVERSEAS,
    FOIA_REVIEW,
    FOIA_REVIEW_WINDOW,
    FEE_WINDOW,
)
