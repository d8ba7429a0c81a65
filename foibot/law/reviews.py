"""An authority's own promise for its reviews, where that is shorter than what the law allows."""

from dataclasses import replace

from foibot.law.regime import Effect, Regime, Rule, Term, Unit


def promised(review: Regime, working_days: int) -> Regime:
    """Return the clock of a review under a promise of so many working days (0: none).

    What the law allows stays the limit: up to there the applicant can be told of a delay, where the law lets that be.
    """
    if review.unit is not Unit.WORKING_DAYS or not 0 < working_days < review.time.count:
        return review
    told = Rule(Effect.EXTEND, "our own promise is shorter than the law's time: told before it was over")
    return replace(
        review,
        time=Term(working_days, f"our own promise: {working_days} working days; {review.time.source}"),
        extended=review.extended or review.time,
        events={**review.events, "extension": told},
    )
