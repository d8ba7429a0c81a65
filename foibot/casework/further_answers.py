"""Answers that are given while a review goes on: the reviewer should know of them, though they are not reviewed."""

from foibot.casework.case import Case

SENT = "sent"
WAITING = ("waiting", "approved")


def further_answers(case: Case) -> tuple[str, ...]:
    """Name what became of each answer drafted since the review was asked for: `drafted:2`, `sent:2`, by its draft."""
    since = case.review.first_draft if case.review else 0
    stand = ((one.draft, case.drafts[one.draft - 1].status) for one in case.answers if one.draft > since)
    return tuple(
        f"{SENT if status == SENT else 'drafted'}:{draft}" for draft, status in stand if status in (*WAITING, SENT)
    )
