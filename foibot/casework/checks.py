"""The letter check: what law and good practice require of each letter, held against its final text before approval.

`REQUIRED` says what each letter must say; the rows stand in `requirements`, and what no letter may hold in `leaks`.
The check reads words: whether the reasons are good is for the approver.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from foibot.casework.checked_letter import CheckedLetter, Fault, LetterFacts, read
from foibot.casework.leaks import LEAKS
from foibot.casework.requirements import REQUIREMENTS

__all__ = ["REQUIRED", "Fault", "LetterFacts", "faults_of"]

ALL_LETTERS = ("reference", "questions")
ANSWER = ("statute", "request_dated", "signatory")
RIGHTS = ("review", "review_time", "commissioner", "appeal_time")
HARMS = ("prejudice", "substantial")
REASONS = (*HARMS, "public_interest", "public_interest_sides", "public_interest_balance")

REQUIRED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "disclosed": (*ANSWER, "held", *RIGHTS),
        "partly_withheld": (*ANSWER, "held", "sections", *REASONS, *RIGHTS),
        "withheld": (*ANSWER, "held", "sections", *REASONS, *RIGHTS),
        "not_held": (*ANSWER, "not_held", "not_held_cited", "sections", "referred_to", *RIGHTS),
        "ncnd": (*ANSWER, "neither", "no_indication", "sections", "public_interest", *RIGHTS),
        "cost_limit": (*ANSWER, "sections", "cost_limit", "how_to_narrow", "new_request", *RIGHTS),
        "vexatious": (*ANSWER, "sections", "vexatious", "public_interest", *RIGHTS),
        "repeated": (*ANSWER, "sections", "repeated", "public_interest", *RIGHTS),
        "already_public": (*ANSWER, "sections", "where", *RIGHTS),
        "reply": (),
        "clarification": ("time_anew", "lapse"),
        "extension": ("sections", "undecided", "complex_and_voluminous", "date_told", *RIGHTS),
        "holding": ("apology", "date_told"),
        "fees_notice": ("amount", "three_months_to_pay", "sixty_days_to_pay", "clock_stopped"),
        "transfer": ("referred_to",),
        "withdrawn": (),
        "lapsed": (),
        "consultation": (),
        "review_outcome": ("signatory", "sections", *REASONS, "commissioner", "appeal_time", "single_stage"),
    }
)
"""What each letter must say, beside what all must. A letter that is not here must have its reference.

A letter that answers question by question must say what each of its answers would have to.
"""

NOT_REQUIRED: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType(
    {("EIR", "extension"): RIGHTS, ("EISR", "extension"): RIGHTS}
)
"""What a letter need not say under one statute: reg 7 asks for reasons and a date, and is no refusal."""


def faults_of(letter: str, text: str, subject: str, facts: LetterFacts) -> tuple[Fault, ...]:
    """Give everything a letter of that name lacks, and everything in it that may not leave; empty where it is ready."""
    checked = read(letter, text, subject, facts)
    return tuple(dict.fromkeys((*_lacking(checked, facts), *_leaking(checked, facts))))


def _lacking(letter: CheckedLetter, facts: LetterFacts) -> Iterator[Fault]:
    spared = NOT_REQUIRED.get((facts.family, letter.name), ())
    wanted = [name for kind in facts.parts or (letter.name,) for name in REQUIRED.get(kind, ())]
    for name in dict.fromkeys((*ALL_LETTERS, *wanted)):
        if name not in spared:
            yield from REQUIREMENTS[name].faults(letter, facts)


def _leaking(letter: CheckedLetter, facts: LetterFacts) -> Iterator[Fault]:
    for leak in LEAKS:
        yield from leak.faults(letter, facts)
