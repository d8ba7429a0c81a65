"""What a review decides point by point, and what an exemption that still stands has to say."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from foibot.errors import Problem, UsageError
from foibot.law.exemption import Exemption
from foibot.law.wording import nearest
from foibot.lean import dataclass

OUTCOMES = ("upheld", "partly_upheld", "overturned")
KEYS = ("complaint", "outcome", "text")


@dataclass(frozen=True, slots=True)
class Point:
    """One thing the applicant complained of: what it was, what becomes of the decision, and why."""

    complaint: str
    outcome: str
    text: str


def read_points(path: str, document: Mapping[str, Any]) -> tuple[tuple[Point, ...], list[Problem]]:
    """Return the points of a file, and every fault in it."""
    problems = [
        Problem(path, name, "is no key of such a file", "Write one [[points]] for each complaint.")
        for name in document
        if name != "points"
    ]
    tables = document.get("points")
    if not isinstance(tables, list) or not tables:
        return (), [*problems, Problem(path, "points", "is missing", "Write one [[points]] for each complaint.")]
    points = []
    for at, table in enumerate(tables, 1):
        place = f"points[{at}]"
        faults = list(_faults(path, place, table))
        problems += faults
        if not faults:
            points.append(Point(table["complaint"].strip(), _outcome(table), table["text"].strip()))
    return tuple(points), problems


def _outcome(table: Mapping[str, Any]) -> str:
    return str(table["outcome"]).strip().replace("-", "_")


def _faults(path: str, place: str, table: Any) -> Iterator[Problem]:
    if not isinstance(table, Mapping):
        yield Problem(path, place, "is no table", "Write [[points]] and its keys below it.")
        return
    for name in table:
        if name not in KEYS:
            yield Problem(path, f"{place}.{name}", "is no key of a point", nearest(name, KEYS))
    for name in KEYS:
        if not isinstance(table.get(name), str) or not table[name].strip():
            yield Problem(path, f"{place}.{name}", "is missing", NEEDED[name])
    if isinstance(table.get("outcome"), str) and table["outcome"].strip() and _outcome(table) not in OUTCOMES:
        yield Problem(path, f"{place}.outcome", f"cannot be {table['outcome']}", NEEDED["outcome"])


NEEDED = {
    "complaint": "Say what the applicant complained of, in a sentence.",
    "outcome": "Write upheld, partly-upheld or overturned: it is of the original decision.",
    "text": "Give the decision on this point, and its reasons.",
}


def missing_of_exemptions(exemptions: Sequence[Exemption], said: Mapping[str, Any]) -> Iterator[UsageError]:
    """Yield what an exemption on which the authority still relies has not been given."""
    if exemptions and not (said.get("why") or "").strip():
        yield UsageError("Say why the exemption applies: --why TEXT (FOIA s.17(1)(c)).")
    for one in exemptions:
        if not one.absolute and not (said.get("public-interest") or "").strip():
            yield UsageError(f"{one.cited} is qualified: add the public-interest reasons with --public-interest TEXT.")
        if len(one.likelihoods) > 1 and not said.get("likelihood"):
            yield UsageError(f"{one.cited} needs how likely the harm is: --likelihood would, or would-be-likely.")
        if one.qualified_person and not (said.get("qualified-person") or "").strip():
            yield UsageError(f"{one.cited} needs the qualified person's opinion: --qualified-person 'NAME, DATE'.")
