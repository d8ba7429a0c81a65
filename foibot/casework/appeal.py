"""The Commissioner's case about one of ours, as it stands: which step it is at, and what is due to whom by when."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from foibot.lean import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the Commissioner's case: what it is, and the days it gives where the letter says no others."""

    title: str
    days: timedelta | None = None
    wants_date: bool = False


TO_DISCLOSE = timedelta(days=35)
"""What decision notices give for a disclosure, in calendar days from the notice: the Commissioner's practice."""
STEPS: Mapping[str, Step] = {
    "complaint": Step("complaint"),
    "information-notice": Step("information notice (FOIA s.51, FOISA s.50)", wants_date=True),
    "decision-notice": Step("decision notice (FOIA s.50, FOISA s.49)"),
    "tribunal": Step("appeal to the tribunal or court (FOIA s.57, FOISA s.56)"),
}
OF_ICO = re.compile(r"\b(?:IC-\d{5,7}-[A-Z0-9]{4}|F[SE]R?\d{8})\b", re.IGNORECASE)
OF_SCOTLAND = re.compile(
    r"\b(?:(?:our|your|case|appeal|application|ref(?:erence)?)[^\n]{0,30}?)(20\d{2}\d{5})\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Appeal:
    """The Commissioner's case: its reference there, its last step, and what is due on account of it."""

    reference: str
    since: date
    step: str
    due_on: date | None = None
    requires_disclosure: bool = False
    ended_on: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether it goes on: until it is over nothing of the case is erased (FOIA s.77)."""
        return self.ended_on is None

    @property
    def disclosure_due(self) -> date | None:
        """The last day for the disclosure that a decision notice orders; None where it orders none."""
        return self.due_on if self.requires_disclosure else None


def is_reference(text: str) -> bool:
    """Tell whether that is a Commissioner's reference and nothing else: of the ICO, or Scotland's nine figures."""
    return bool(OF_ICO.fullmatch(text) or re.fullmatch(r"20\d{7}", text))


def references_in(text: str) -> tuple[str, ...]:
    """Return the Commissioners' references in a text, in capitals: `IC-123456-A1B2`, Scotland's `202400123`."""
    found = [match[0] for match in OF_ICO.finditer(text)] + [match[1] for match in OF_SCOTLAND.finditer(text)]
    return tuple(dict.fromkeys(one.upper() for one in found))
