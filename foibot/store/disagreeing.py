"""What a table says and the log does not, in an administrator's words: each field as people call it, days in full.

The log counts: the tables are made from it. Each sentence says what stands, what the log makes of it, what to do.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from foibot.law.wording import plain_day
from foibot.store.moments import parse_moment

LONDON = ZoneInfo("Europe/London")
RESTORE = (
    "Find out who changed the file, and restore it from the last backup that 'foibot audit --of' passes, as"
    " docs/running.md says."
)
WRITTEN_ANEW = (
    "The log counts: whatever is noted on the case next ('foibot note') writes this anew from it. Find out first who"
    " changed the file; if more is named here, restore it from the last backup that 'foibot audit --of' passes."
)
HOLD = f"Until you know, let nothing leave: 'foibot hold'. {RESTORE}"
CLASSIFY = "Read it, and say where it belongs: 'foibot classify'."
DIFFER = "{} is not as its log makes it: {}. {}"


def day(kept: object) -> str:
    """Write a day that a column holds as people do; `no day` where it holds none."""
    if kept in (None, ""):
        return "no day"
    try:
        return plain_day(date.fromisoformat(str(kept)))
    except ValueError:
        return f"“{kept}”, which is no day"


def moment(kept: object) -> str:
    """Write a moment that a column holds as people do, in Europe/London; `no day` where it holds none."""
    try:
        at = parse_moment(str(kept)).astimezone(LONDON)
    except ValueError:
        return day(kept)
    return f"{plain_day(at.date())}, {at:%H:%M}" if "T" in str(kept) else plain_day(at.date())


def _yes(kept: object) -> str:
    return {0: "no", 1: "yes"}.get(kept, f"“{kept}”") if isinstance(kept, int) else f"“{kept}”"


def word(kept: object) -> str:
    """Write a name that a column holds as people do; `nothing` where it holds none."""
    return "nothing" if kept in (None, "") else str(kept).replace("_", " ") if isinstance(kept, str) else f"“{kept}”"


def _as_it_is(kept: object) -> str:
    return "nothing" if kept in (None, "") else str(kept)


def _whom(kept: object) -> str:
    return "nobody" if kept in (None, "", 0) else str(kept)


def _numbered(what: str) -> Callable[[object], str]:
    return lambda kept: f"no {what}" if kept in (None, "", 0) else f"{what} {kept}"


Field = tuple[str, Callable[[object], str]]
OF_A_CASE: Mapping[str, Field] = {
    "version": ("the number of its events", _as_it_is),
    "regime": ("the law it is under", _as_it_is),
    "status": ("where it stands", word),
    "channel": ("how it came", word),
    "person": ("who asks", _numbered("person")),
    "opening_message": ("the message that opened it", _numbered("message")),
    "received_on": ("the day of receipt", day),
    "clock_from": ("the day from which its time runs", day),
    "due_on": ("the day it is due", day),
    "responded_on": ("the day of the answer", day),
    "closed_on": ("the day it ended", day),
    "outcome": ("the outcome", word),
    "officer": ("its officer", _whom),
    "certain": ("whether it surely is a request", _yes),
    "acknowledged": ("whether it was acknowledged", _yes),
    "officers_told": ("whether the officers were told of it", _yes),
    "calendar": ("the edition of the bank holidays that its days are counted by", _as_it_is),
    "merged_into": ("the case it was merged into", _as_it_is),
    "lapsed_for": ("for what it lapsed", word),
    "review_asked_on": ("the day a review was asked for", day),
    "review_decided_on": ("the day the review was decided", day),
    "review_outcome": ("the outcome of the review", word),
    "review_late": ("whether the review was asked for late", _yes),
    "commissioner": ("the Commissioner's reference", _as_it_is),
    "commissioner_due_on": ("the day the Commissioner is to be answered", day),
    "retention_held": ("whether the Commissioner's case holds it back from erasure", _yes),
    "next_on": ("the day on which foibot does something about it next", day),
    "retained": ("whether it is held back from erasure by hand", _yes),
    "retained_until": ("until when it is held back from erasure", day),
    "erased_on": ("the day on which its personal data were erased", day),
}
"""The columns of `case_state`, as people call what they hold."""
OF_A_QUESTION: Sequence[Field] = (
    ("who holds the information", _whom),
    ("who was asked", _numbered("person")),
    ("where it stands", word),
    ("the day it was asked", day),
    ("the day by which an answer is wanted", day),
    ("the letter that asks it", _numbered("letter")),
)
"""What a row of `questions` holds after the case and the number."""


def of_case(reference: str, differing: Mapping[str, tuple[object, object]]) -> Iterator[str]:
    """Yield a sentence on the fields of a case in which its row and the log differ: stored, and by the log."""
    if differing:
        said = (_differs(*OF_A_CASE[column], *values) for column, values in differing.items())
        yield DIFFER.format(reference, "; ".join(said), WRITTEN_ANEW)


def _differs(name: str, written: Callable[[object], str], stored: object, logged: object) -> str:
    shown, by_log = written(stored), written(logged)
    if shown == by_log:
        shown = f"{shown} (of another kind than foibot writes)"
    return f"{name} is {shown} in the table of cases, and {by_log} by the log"


def of_questions(reference: str, stored: Iterable[tuple[Any, ...]], logged: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    """Yield a sentence on each question to a holder of which the row and the log differ."""
    rows, by_log = ({row[1]: row[2:] for row in all_rows} for all_rows in (stored, logged))
    for number in sorted({*rows, *by_log}, key=str):
        which = f"{reference}, question {number} to an information holder,"
        if number not in rows:
            yield f"{which} is in the log and gone from the table of questions. {WRITTEN_ANEW}"
        elif number not in by_log:
            yield f"{which} is in the table of questions and not in the log: it was not foibot that asked it. {RESTORE}"
        elif rows[number] != by_log[number]:
            pairs = zip(OF_A_QUESTION, rows[number], by_log[number], strict=True)
            said = (_of_question(*field, *values) for field, *values in pairs if values[0] != values[1])
            yield DIFFER.format(which.rstrip(","), "; ".join(said), WRITTEN_ANEW)


def _of_question(name: str, written: Callable[[object], str], stored: object, logged: object) -> str:
    return _differs(name, written, stored, logged).replace("table of cases", "table of questions")


def listed(names: Iterable[object]) -> str:
    """Write names one after another; `none` where there are none."""
    return ", ".join(map(str, names)) or "none"
