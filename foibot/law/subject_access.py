"""The clock of a subject access request: a person asking for the data held about themselves.

Read it aloud; each number has its article beside it. The date is counted in months, from date to date.
"""

from foibot.law.jurisdictions import LOCAL
from foibot.law.regime import Effect, Regime, Rule, Term, Unit
from foibot.law.shared_events import ENDINGS, WITHOUT_EFFECT

SAR_EVENTS = (
    ENDINGS
    | WITHOUT_EFFECT
    | {
        "received_redirected": Rule(Effect.NOTHING, "it had reached the organisation already (to be checked)"),
        "transfer_received": Rule(Effect.BEGIN, "our time counts from our own receipt"),
        "clarification_asked": Rule(
            Effect.PAUSE,
            "UK GDPR art 12A, since 5 February 2026; the Commissioner's guidance before"
            " (to be checked): the days from asking to reply, both included, do not count",
        ),
        "clarification_received": Rule(Effect.RESUME, "UK GDPR art 12A: the days that had run before stay run"),
        "id_asked": Rule(
            Effect.STOP,
            "UK GDPR art 12(6) and 12A: asked for in time, identity must be shown before the time begins",
            until_limit=True,
        ),
        "id_received": Rule(Effect.BEGIN, "UK GDPR art 12A: the time begins when identity is shown", until_limit=True),
        "fees_notice": Rule(
            Effect.STOP,
            "UK GDPR art 12(5) and 12A: asked for in time, the fee must be paid before the time begins",
            until_limit=True,
        ),
        "fee_paid": Rule(Effect.BEGIN, "UK GDPR art 12A: the time begins when the fee is paid", until_limit=True),
        "extension": Rule(
            Effect.EXTEND, "UK GDPR art 12(3): complexity or number of requests; told within the first month"
        ),
        "transferred": Rule(Effect.NOTHING, "forwarded to another body, it stays ours to answer"),
        "review_asked": Rule(Effect.NOTHING, "there is no internal review: this is a data protection complaint"),
    }
)

SAR = Regime(
    name="SAR",
    title="Subject access request under the UK GDPR",
    cited_as="UK GDPR art 15",
    counts_from="the date of receipt",
    time=Term(1, "UK GDPR art 12(3): one month from receipt, to the same date of the next month"),
    unit=Unit.MONTHS,
    calendar=LOCAL,
    calendar_source="the Commissioner's guidance: an end on a week-end or local public holiday"
    " moves to the next working day",
    ends_on_working_day=True,
    extended=Term(3, "UK GDPR art 12(3): two further months, three in all from the start"),
    events=SAR_EVENTS,
)

CLOCKS = (SAR,)
