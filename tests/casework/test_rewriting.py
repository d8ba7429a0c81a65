"""Letters that have not left are written anew when the facts change; one that may have left stays as it is."""

from datetime import date

import pytest

from foibot.casework.by_hand import hold_back
from foibot.casework.case import Case
from foibot.casework.decisions import Decision
from foibot.casework.events import (
    Event,
    LetterCancelled,
    LetterOutcomeUnknown,
    LetterQueued,
    LetterRequeued,
    Person,
    RequestReceived,
)
from foibot.casework.history import replay
from foibot.casework.rewriting import rewrite_what_waits

ACKNOWLEDGEMENT = "acknowledgement"
QUEUED = LetterQueued(1, ACKNOWLEDGEMENT)
LOST = (LetterOutcomeUnknown(1, ACKNOWLEDGEMENT), LetterRequeued(1, ACKNOWLEDGEMENT))


def case_with(*letters: Event) -> Case:
    received = RequestReceived(
        applicant=Person("Ada Field", "ada.field@reader.example"),
        received_on=date(2026, 3, 2),
        regime="FOIA",
        channel="email",
        dated_by="server",
        certain=True,
    )
    return replay("FOI-2026-0001", (received, *letters))


@pytest.mark.parametrize(("before", "anew"), [((QUEUED,), 1), ((QUEUED, *LOST), 0)], ids=["waiting", "tried again"])
def test_an_acknowledgement_that_may_have_left_is_tried_again_only_as_it_was(
    before: tuple[Event, ...], anew: int
) -> None:
    decision = rewrite_what_waits(Decision("FOI-2026-0001", ()), case_with(*before), "")
    assert len(decision.letters) == anew
    assert sum(isinstance(event, LetterCancelled) for event in decision.events) == anew


@pytest.mark.parametrize(("before", "drafts"), [((QUEUED,), 1), ((QUEUED, *LOST), 0)], ids=["waiting", "tried again"])
def test_an_acknowledgement_that_may_have_left_is_no_draft_once_a_person_has_written(
    before: tuple[Event, ...], drafts: int
) -> None:
    decision = hold_back(Decision("FOI-2026-0001", ()), case_with(*before), answered=False)
    assert len(decision.letters) == drafts
    assert sum(isinstance(event, LetterCancelled) for event in decision.events) == 1
