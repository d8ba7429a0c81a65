"""The outcome of a request whose questions were answered each by itself: one table, the first row that fits.

The letter is that of the outcome. So the table asks what the letter must be in law: one that withholds anything is a
refusal notice (FOIA s.17, EIR reg 14, FOISA s.16, EISR reg 13), and one that gives all there is need be none.
"""

from collections.abc import Callable, Collection

from foibot.casework.answers import Outcome
from foibot.lean import dataclass

ENVIRONMENTAL = frozenset({"EIR", "EISR"})
GIVEN = frozenset({Outcome.DISCLOSED})
PUBLIC = frozenset({Outcome.ALREADY_PUBLIC})
NOT_HELD = frozenset({Outcome.NOT_HELD})
IN_PART = frozenset({Outcome.PARTLY_WITHHELD})
REFUSED = frozenset(
    {Outcome.WITHHELD, Outcome.NCND, Outcome.COST_LIMIT, Outcome.VEXATIOUS, Outcome.REPEATED},
)
Outcomes = frozenset[Outcome]


@dataclass(frozen=True, slots=True)
class Row:
    """What the outcomes of the questions must be, under which law, and what the whole is then; `why` is the reason."""

    why: str
    fits: Callable[[Outcomes], bool]
    environmental: Outcome | None
    otherwise: Outcome | None


def _has(*kinds: Outcomes) -> Callable[[Outcomes], bool]:
    """Tell of outcomes whether there is one of each kind."""
    return lambda outcomes: all(outcomes & kind for kind in kinds)


ROWS: tuple[Row, ...] = (
    Row("a part of an answer is kept back", _has(IN_PART), Outcome.PARTLY_WITHHELD, Outcome.PARTLY_WITHHELD),
    Row("some is given, some refused", _has(GIVEN, REFUSED), Outcome.PARTLY_WITHHELD, Outcome.PARTLY_WITHHELD),
    Row("some is public, some refused", _has(PUBLIC, REFUSED), Outcome.PARTLY_WITHHELD, Outcome.PARTLY_WITHHELD),
    Row(
        "what is not held is refused under EIR reg 12(4)(a), EISR reg 10(4)(a), and under no Act",
        _has(GIVEN, NOT_HELD),
        Outcome.PARTLY_WITHHELD,
        None,
    ),
    Row("likewise", _has(PUBLIC, NOT_HELD), Outcome.PARTLY_WITHHELD, None),
    Row(
        "what is public is exempt under FOIA s.21, FOISA s.25; EIR and EISR reg 6(1)(b) refuse a form alone",
        _has(GIVEN, PUBLIC),
        Outcome.DISCLOSED,
        Outcome.PARTLY_WITHHELD,
    ),
    Row("all that is held is given", _has(GIVEN), Outcome.DISCLOSED, Outcome.DISCLOSED),
    Row("all that is held is public", _has(PUBLIC), Outcome.ALREADY_PUBLIC, Outcome.ALREADY_PUBLIC),
    Row("refused in different ways", lambda found: len(found & REFUSED) > 1, Outcome.WITHHELD, Outcome.WITHHELD),
    Row("nothing is held", lambda found: found == NOT_HELD, Outcome.NOT_HELD, Outcome.NOT_HELD),
)
"""In this order; what no row names is refused in one way, and not held at most besides."""


def outcome_of(outcomes: Collection[Outcome], family: str) -> Outcome:
    """Return the outcome of the whole request from those of its questions, under a statute."""
    found = frozenset(outcomes)
    for row in ROWS:
        outcome = row.environmental if family in ENVIRONMENTAL else row.otherwise
        if outcome is not None and row.fits(found):
            return outcome
    [refusal] = found & REFUSED
    return refusal
