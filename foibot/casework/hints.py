"""What an officer is told of an earlier case that asked the same: how it ended, and what may follow now.

Only what may be: a request is answered as things stand when it comes (FOIA s.1(4)), so each hint names what to look
at again.
"""

from collections.abc import Mapping, Sequence

from foibot.lean import dataclass

PUBLIC = "if it is still published"
OF_A_SECTION: Mapping[str, str] = {
    "s.21": PUBLIC,
    "s.22": "if it is still to be published",
    "s.12": "if it would still cost as much",
    "s.25": PUBLIC,
    "s.27": "if it is still to be published",
    "reg 6": PUBLIC,
}
"""What to look at again before a section is relied on; of all others, the public interest or the harm."""
OF_AN_OUTCOME: Mapping[str, str] = {
    "disclosed": "the same may be disclosed, brought up to date",
    "not_held": "it may not be held now either; look first",
    "cost_limit": "it may be over the cost limit again",
    "already_public": "it may be public still; look first",
    "ncnd": "look before anybody says whether it is held",
}
ENDED_BY_REVIEW = frozenset({"overturned", "partly_upheld"})
NAMED_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class EarlierAnswer:
    """How an earlier case was answered; `sections` as they are cited, `review` the outcome of its review, if any."""

    reference: str
    regime: str
    outcome: str
    sections: Sequence[str] = ()
    review: str = ""


def hint(earlier: EarlierAnswer, regime: str) -> str:
    """Say in one line how an earlier case was answered, and what that may mean for a request under `regime`."""
    sections = list(dict.fromkeys(one.partition("(")[0] for one in earlier.sections))[:NAMED_AT_MOST]
    named = ", ".join([earlier.outcome.replace("_", " "), *sections])
    said = f"answered in {earlier.reference} ({named})"
    may = _may(earlier, sections, regime)
    return f"{said}: {may}" if may else said


def _may(earlier: EarlierAnswer, sections: Sequence[str], regime: str) -> str:
    if earlier.review in ENDED_BY_REVIEW:
        return "a review found otherwise, look at its outcome"
    if earlier.outcome in ("vexatious", "repeated"):
        return ""  # that was about who asked, or how often
    if sections and earlier.regime == regime:
        looked_at = OF_A_SECTION.get(sections[0], "look anew at what it protects")
        return f"{' and '.join(sections[:2])} may apply, {looked_at}"
    if sections:
        return f"that was under {earlier.regime}"
    return OF_AN_OUTCOME.get(earlier.outcome, "")
