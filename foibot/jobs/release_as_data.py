"""How a case stands in the disclosure log, as data."""

from typing import Any

from foibot.casework.case import Case
from foibot.casework.release import letters_to_show


def released_as_data(case: Case) -> dict[str, Any] | None:
    """Return how a case stands in the disclosure log; None where it does not, as an erased case never does.

    `left_since` counts answers that have left after it was released, and are shown when it is released again.
    """
    release = case.release
    if release is None or case.erased_on:
        return None
    later = [number for number in letters_to_show(case) if number not in release.letters]
    return {
        "on": release.on,
        "title": release.title,
        "files": list(release.files),
        "redacted_copies": {one.sent: one.digest for one in release.copies},
        "own_words": [name for name in ("request", "answer") if getattr(release, name)],
        "left_since": len(later),
    }
