"""The clocks of the Environmental Information Regulations 2004. Read it aloud; each number has its source.

Where a source ends with "(to be checked)", have a person read the regulation before a letter relies on it.
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

WORKING_DAY = "EIR reg 2(1): a working day has the same meaning as in FOIA s.10(6)"

EIR_EVENTS = (
    ENDINGS
    | WITHOUT_EFFECT
    | {
        "received_redirected": Rule(
            Effect.BEGIN, "as under FOIA s.10: received when it reached the address our automatic reply named"
        ),
        "transfer_received": Rule(Effect.BEGIN, "EIR reg 10: our time counts from our own receipt"),
        "clarification_asked": Rule(
            Effect.STOP,
            "EIR reg 9(2): too general; particulars asked for within 20 working days of receipt",
            until_limit=True,
        ),
        "clarification_received": Rule(
            Effect.RESET, "EIR reg 9(4): the time, extended or not, counts from the particulars", keeps_extension=True
        ),
        "fees_notice": Rule(
            Effect.PAUSE,
            "EIR reg 8(6): the days from the notice to the payment are disregarded (to be checked)",
            lapse=Term(60, "EIR reg 8(5): no later than 60 working days after the notice (to be checked)"),
            lapse_unit=Unit.WORKING_DAYS,
        ),
        "fee_paid": Rule(Effect.RESUME, "EIR reg 8(6): the days that had run before stay run (to be checked)"),
        "extension": Rule(
            Effect.EXTEND,
            "EIR reg 7(1), (3): complex and voluminous; told with reasons within 20 working days",
        ),
        "transferred": Rule(Effect.CLOSE, "EIR reg 10: handed over and the applicant told"),
    }
)

EIR = Regime(
    name="EIR",
    title="Environmental Information Regulations 2004",
    cited_as="EIR",
    counts_from="the date of receipt",
    time=Term(20, "EIR reg 5(2): as soon as possible and no later than 20 working days after receipt"),
    unit=Unit.WORKING_DAYS,
    calendar=UNION,
    calendar_source=WORKING_DAY,
    extended=Term(40, "EIR reg 7(1): 40 working days in all, if the request is both complex and voluminous"),
    events=EIR_EVENTS,
    review="EIR_REVIEW",
    review_window="EIR_REVIEW_WINDOW",
    fee_window="EIR_FEE_WINDOW",
    repeated="EIR reg 12(4)(b)",
)

EIR_REVIEW = Regime(
    name="EIR_REVIEW",
    title="Reconsideration of an answer under the EIR",
    cited_as="EIR reg 11",
    counts_from="the day the representations were received",
    time=Term(40, "EIR reg 11(4): no later than 40 working days; the Commissioner recommends 20"),
    unit=Unit.WORKING_DAYS,
    calendar=UNION,
    calendar_source=WORKING_DAY,
    events=REVIEW_EVENTS,
)

EIR_REVIEW_WINDOW = Regime(
    name="EIR_REVIEW_WINDOW",
    title="Time for the applicant to make representations under the EIR",
    cited_as="EIR reg 11",
    counts_from="the day of the answer, or of the failure complained of",
    time=Term(40, "EIR reg 11(2): no later than 40 working days after the failure complained of"),
    unit=Unit.WORKING_DAYS,
    calendar=UNION,
    calendar_source=WORKING_DAY,
    events=REVIEW_WINDOW_EVENTS,
)

EIR_FEE_WINDOW = Regime(
    name="EIR_FEE_WINDOW",
    title="Time for the applicant to pay in advance under the EIR",
    cited_as="EIR reg 8",
    counts_from="the day payment was asked for",
    time=Term(60, "EIR reg 8(5): no later than 60 working days after payment was asked for (to be checked)"),
    unit=Unit.WORKING_DAYS,
    calendar=UNION,
    calendar_source=WORKING_DAY,
    events=FEE_WINDOW_EVENTS,
)

CLOCKS = (EIR, EIR_REVIEW, EIR_REVIEW_WINDOW, EIR_FEE_WINDOW)
