"""The clocks of the Environmental Information (Scotland) Regulations 2004. Read it aloud; each number has its source.

Where a source ends with "(to be checked)", have a person read the regulation before a letter relies on it.
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

WORKING_DAY = (
    "EISR reg 2(1): not a Saturday, Sunday, Christmas Day or bank holiday in Scotland, as under FOISA (to be checked)"
)
SIXTY_DAYS = "EISR reg 8: no later than 60 working days after payment was asked for (to be checked)"

EISR_EVENTS = (
    ENDINGS
    | WITHOUT_EFFECT
    | {
        "received_redirected": Rule(
            Effect.BEGIN, "received when it reached the address our automatic reply named (to be checked)"
        ),
        "transfer_received": Rule(Effect.BEGIN, "EISR reg 14: our time counts from our own receipt (to be checked)"),
        "clarification_asked": Rule(
            Effect.STOP,
            "EISR reg 9: too general; particulars asked for within 20 working days of receipt (to be checked)",
            until_limit=True,
        ),
        "clarification_received": Rule(
            Effect.RESET,
            "EISR reg 9: the time, extended or not, counts from the particulars (to be checked)",
            keeps_extension=True,
        ),
        "fees_notice": Rule(
            Effect.PAUSE,
            "EISR reg 8: the days from the notice to the payment are disregarded (to be checked)",
            lapse=Term(60, SIXTY_DAYS),
            lapse_unit=Unit.WORKING_DAYS,
        ),
        "fee_paid": Rule(Effect.RESUME, "EISR reg 8: the days that had run before stay run (to be checked)"),
        "extension": Rule(Effect.EXTEND, "EISR reg 7: told with reasons within 20 working days"),
        "transferred": Rule(Effect.CLOSE, "EISR reg 14: handed over and the applicant told (to be checked)"),
    }
)

EISR = Regime(
    name="EISR",
    title="Environmental Information (Scotland) Regulations 2004",
    cited_as="EISR",
    counts_from="the date of receipt",
    time=Term(20, "EISR reg 5(2): no later than 20 working days after receipt"),
    unit=Unit.WORKING_DAYS,
    calendar=SCOTLAND,
    calendar_source=WORKING_DAY,
    extended=Term(40, "EISR reg 7: 40 working days in all, if the request is voluminous and complex"),
    events=EISR_EVENTS,
    review="EISR_REVIEW",
    review_window="EISR_REVIEW_WINDOW",
    fee_window="EISR_FEE_WINDOW",
    repeated="EISR reg 10(4)(b)",
)

EISR_REVIEW = Regime(
    name="EISR_REVIEW",
    title="Review under the EISR",
    cited_as="EISR reg 16",
    counts_from="the day the representations were received",
    time=Term(20, "EISR reg 16: no later than 20 working days; no extension (to be checked)"),
    unit=Unit.WORKING_DAYS,
    calendar=SCOTLAND,
    calendar_source=WORKING_DAY,
    events=REVIEW_EVENTS | {"extension": Rule(Effect.NOTHING, "EISR reg 16 holds no extension")},
    appeal_window="EISR_APPEAL_WINDOW",
)

EISR_REVIEW_WINDOW = Regime(
    name="EISR_REVIEW_WINDOW",
    title="Time for the applicant to require a review under the EISR",
    cited_as="EISR reg 16",
    counts_from="the day of the answer, or of the failure complained of",
    time=Term(40, "EISR reg 16: no later than 40 working days after the failure complained of (to be checked)"),
    unit=Unit.WORKING_DAYS,
    calendar=SCOTLAND,
    calendar_source=WORKING_DAY,
    events=REVIEW_WINDOW_EVENTS,
)

EISR_APPEAL_WINDOW = Regime(
    name="EISR_APPEAL_WINDOW",
    title="Time for the applicant to appeal to the Scottish Information Commissioner under the EISR",
    cited_as="EISR reg 17",
    counts_from="the day the answer to the review was received",
    time=Term(6, "EISR reg 17: six months, as under Part 4 of FOISA (to be checked)"),
    unit=Unit.MONTHS,
    calendar=SCOTLAND,
    calendar_source="months are counted by their dates, whether or not a day is a working day",
    events=APPEAL_WINDOW_EVENTS,
)

EISR_FEE_WINDOW = Regime(
    name="EISR_FEE_WINDOW",
    title="Time for the applicant to pay in advance under the EISR",
    cited_as="EISR reg 8",
    counts_from="the day payment was asked for",
    time=Term(60, SIXTY_DAYS),
    unit=Unit.WORKING_DAYS,
    calendar=SCOTLAND,
    calendar_source=WORKING_DAY,
    events=FEE_WINDOW_EVENTS,
)

CLOCKS = (EISR, EISR_REVIEW, EISR_REVIEW_WINDOW, EISR_APPEAL_WINDOW, EISR_FEE_WINDOW)
