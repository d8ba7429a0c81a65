"""What ends a clock, and what moves none, under every statute alike.

The events that a single statute treats in its own way stand in that statute's module.
"""

from foibot.law.regime import Effect, Rule

ENDINGS = {
    "answered": Rule(Effect.ANSWER, "the answer was given: the duty is done"),
    "refused": Rule(Effect.ANSWER, "the refusal was given: the duty is done"),
    "withdrawn": Rule(Effect.CLOSE, "the applicant withdrew the request"),
    "lapsed": Rule(Effect.CLOSE, "what was asked for never came, and the request lapsed"),
    "reopened": Rule(Effect.REOPEN, "the time counts as if it had never ended"),
}

# Staff away, an office closed, people consulted, redactions checked: no statute gives time for these.
WITHOUT_EFFECT = {
    "consultation": Rule(Effect.NOTHING, "consulting others gives no further time"),
    "illness": Rule(Effect.NOTHING, "absence gives no further time"),
    "closure": Rule(Effect.NOTHING, "days on which an office is closed are working days"),
    "redaction_review": Rule(Effect.NOTHING, "reviewing redactions gives no further time"),
    "review_asked": Rule(Effect.NOTHING, "a review has a clock of its own"),
    "appealed": Rule(Effect.NOTHING, "an appeal has a clock of its own"),
}

# An internal review: nothing stops or resets it.
REVIEW_EVENTS = ENDINGS | {
    "consultation": WITHOUT_EFFECT["consultation"],
    "illness": WITHOUT_EFFECT["illness"],
    "closure": WITHOUT_EFFECT["closure"],
    "redaction_review": WITHOUT_EFFECT["redaction_review"],
}

# A time that the applicant has: it is used or it runs out.
WINDOW_EVENTS = {
    "withdrawn": Rule(Effect.CLOSE, "the applicant withdrew"),
    "reopened": ENDINGS["reopened"],
}
REVIEW_WINDOW_EVENTS = WINDOW_EVENTS | {
    "review_asked": Rule(Effect.CLOSE, "the review was asked for", until_limit=True)
}
APPEAL_WINDOW_EVENTS = WINDOW_EVENTS | {"appealed": Rule(Effect.CLOSE, "the appeal was made", until_limit=True)}
FEE_WINDOW_EVENTS = WINDOW_EVENTS | {"fee_paid": Rule(Effect.CLOSE, "the fee was paid", until_limit=True)}
