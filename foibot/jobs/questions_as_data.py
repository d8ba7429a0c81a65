"""The questions to information holders, as data for people and their programs."""

from typing import Any

from foibot.casework.case import Case


def as_data(case: Case) -> list[dict[str, Any]]:
    """Return the questions of a case as data: whom, when, what, by when, and what came back."""
    return [
        {
            "number": one.number,
            "holder": one.holder,
            "name": one.asked.name,
            "email": one.asked.email,
            "asked_on": one.asked_on,
            "wanted_by": one.by,
            "state": str(one.state),
            "letter": one.letter,
            "draft": one.draft,
            "replies": list(one.replies),
            "question": one.text,
        }
        for one in case.questions
    ]
