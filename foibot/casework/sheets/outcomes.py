"""How a team writes that a request was answered, or ended: a table of its own words.

A team adds words of its own by the `[outcomes]` of its mapping file.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from foibot.casework.answers import Outcome
from foibot.casework.sheets.cells import folded
from foibot.lean import dataclass

ENDINGS = ("withdrawn", "lapsed", "transferred")
NOTHING_YET = "open"
NO_ANSWER = "closed"
"""What says of a request that no more is done about it, and not what it was told."""
# fmt: off
WORDS: Mapping[str, list[str]] = {
    "disclosed": [
        "disclosed", "full disclosure", "fully disclosed", "disclosed in full", "full", "granted", "granted in full",
        "released", "released in full", "full release", "information provided", "all information provided",
        "provided", "info provided", "information supplied", "supplied", "answered in full", "complete disclosure",
        "disclosure", "full response", "yes", "full info", "info supplied", "info released", "supplied in full",
        "info supplied in full", "information released", "info disclosed", "information disclosed", "provided in full",
        "fully released", "fully granted", "fully answered", "fully supplied", "fully provided",
    ],
    "partly_withheld": [
        "partly withheld", "part disclosed", "partly disclosed", "partially disclosed", "partial disclosure",
        "part disclosure", "partial", "part", "partial release", "part release", "part refused", "partly refused",
        "granted in part", "part granted", "partially withheld", "part withheld", "disclosed in part",
        "some withheld", "redacted", "disclosed with redactions", "partial refusal", "part exempt",
    ],
    "withheld": [
        "withheld", "refused", "full refusal", "fully refused", "refused in full", "withheld in full",
        "fully withheld", "exempt", "fully exempt", "exemption applied", "not disclosed", "declined", "rejected",
        "refusal", "refusal notice",
    ],
    "not_held": [
        "not held", "info not held", "information not held", "no information held", "no info held", "nothing held",
        "none held", "not hold", "do not hold", "we do not hold", "not held by us", "inh", "nil return",
        "no info", "no information", "no data held", "no records held", "no record held", "data not held",
    ],
    "ncnd": [
        "ncnd", "neither confirm nor deny", "neither confirmed nor denied", "refused ncnd",
    ],
    "cost_limit": [
        "cost limit", "cost", "costs", "over cost limit", "exceeds cost limit", "refused cost", "refused on cost",
        "cost limit exceeded", "exceeds appropriate limit", "appropriate limit", "over 18 hours", "18 hours",
        "too costly", "refused costs", "fees limit", "over the cost limit", "exceeded cost limit",
    ],
    "vexatious": [
        "vexatious", "refused vexatious", "manifestly vexatious",
    ],
    "repeated": [
        "repeated", "repeat", "repeat request", "repeated request", "refused repeat", "refused repeated",
    ],
    "already_public": [
        "already public", "already accessible", "already published", "published", "publicly available",
        "in public domain", "already available", "available elsewhere", "reasonably accessible",
        "accessible by other means", "on website", "signposted", "accessible", "reasonably accessible elsewhere",
    ],
    "withdrawn": [
        "withdrawn", "withdrawn by applicant", "applicant withdrew", "withdrew",
    ],
    "lapsed": [
        "lapsed", "lapsed no clarification", "no clarification received", "clarification not received",
        "clarification not provided", "no response to clarification", "timed out", "closed no clarification",
    ],
    "transferred": [
        "transferred", "transferred out", "passed to other authority", "redirected", "sent to other authority",
    ],
    "closed": [
        "nfa", "no further action", "closed nfa", "nfa required", "no further action required", "closed",
        "closed no further action", "case closed",
    ],
    "open": [
        "open", "ongoing", "in progress", "pending", "awaiting response", "live", "outstanding", "overdue", "in hand",
    ],
}
# fmt: on
BY_WORDS: Mapping[str, str] = {words: outcome for outcome, row in WORDS.items() for words in row}
DOUBTFUL: Mapping[str, str] = {
    **dict.fromkeys(("cancelled", "canceled", "request cancelled"), "withdrawn"),
    **dict.fromkeys(("not fully disclosed", "not fully released", "not fully provided"), "partly_withheld"),
    **dict.fromkeys(("not disclosed in full", "not released in full", "not provided in full"), "partly_withheld"),
}
"""What most teams mean by words that could mean something else: taken for it, and shown to look at."""
GROUNDS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("12", "12(1)", "12(2)"), ("cost_limit",)),
    "14": ("vexatious", "repeated"),
    "14(1)": ("vexatious",),
    "14(2)": ("repeated",),
}
"""Sections that are an outcome by themselves and no exemption (FOIA and FOISA s.12, s.14); the first is the usual."""
AN_OUTCOME: Mapping[str, str] = {
    **dict.fromkeys(("21", "21(1)"), "already_public"),
    **dict.fromkeys(("40(5)", "40(5A)", "40(5B)"), "ncnd"),
}
"""Exemptions that say by themselves how a request ended."""
OF_REGULATIONS: Mapping[str, str] = {"12(4)(a)": "not_held", "6(1)(b)": "already_public"}
"""Regulations that say by themselves how a request ended (EIR reg 12(4)(a), reg 6(1)(b))."""
NUMBER = r"\d{1,2}[A-Za-z]?(?:\s*\(\w{1,3}\))*(?!\w)"
KIND = r"s|ss|sec|sect|section|sections|reg|regs|regulation|regulations|r|eirs?|foia?"
PROVISION = re.compile(
    rf"\b(?P<kind>{KIND})\s*\.?\s*(?P<numbers>{NUMBER}(?:\s*(?:[,/&;+]|\band\b)\s*{NUMBER})*)", re.IGNORECASE
)
"""`s.40(2)`, `Regs 12(4)(b) & 13`, `EIR 12(4)(a)`: provisions as teams write them, one or several."""
BARE = re.compile(r"\s*(?P<numbers>\d{1,2}[A-Za-z]?(?:\s*\(\w{1,3}\))+)\s*")
KNOWN = (*(str(one) for one in Outcome), *ENDINGS, NOTHING_YET, NO_ANSWER)


FILLING = frozenset({"under", "by", "with", "and", "foia", "foi", "eir", "eirs", "of", "the", "&"})
"""Words around a provision that say nothing of their own."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a request ended, as the register says it, and the exemptions that were named beside it.

    `kept`: the words say more than that, so they are kept as a note. `look`: what a person should look at.
    """

    outcome: str
    sections: tuple[str, ...] = ()
    kept: bool = False
    look: str = ""


def read_outcome(text: str, own: Mapping[str, str]) -> Ended | None:
    """Return what the words of a sheet mean; None where they are not known. `own` are a team's words, folded."""
    whole, sections = folded(text), provisions(text)
    if whole in own:
        return replace(_beside(own[whole], sections), kept=True)
    rest = "" if BARE.fullmatch(text) else _without_filling(PROVISION.sub(" ", text)) if sections else whole
    if rest in own:
        return replace(_settled(own[rest], sections), kept=True)
    if rest in DOUBTFUL:
        look = f"“{text}” is taken for {_called(DOUBTFUL[rest])}"
        return replace(_beside(DOUBTFUL[rest], sections), kept=True, look=look)
    if rest in BY_WORDS:
        return _settled(BY_WORDS[rest], sections)
    found = _settled("", sections) if sections and not rest else None
    return found if found and found.outcome else None


def _without_filling(text: str) -> str:
    words = re.sub(r"\(\W*\)", " ", folded(text)).split()
    while words and words[0] in FILLING:
        del words[0]
    while words and words[-1] in FILLING:
        del words[-1]
    return " ".join(words)


def _called(outcome: str) -> str:
    return outcome.replace("_", " ")


def provisions(text: str) -> tuple[str, ...]:
    """Return the provisions that are named in a text, `s.40(2)` and `reg 13`; or a bare `40(2)`."""
    bare = BARE.fullmatch(text)
    if bare:
        return ("".join(bare["numbers"].split()),)
    return tuple(dict.fromkeys(one for found in PROVISION.finditer(text) for one in _written(found)))


def only_regulations(text: str) -> bool:
    """Tell whether a text names provisions, and each of them is a regulation."""
    found = provisions(text)
    return bool(found) and all(one.startswith(REGULATION) for one in found)


REGULATION = "reg "


def with_grounds(ended: Ended, grounds: Sequence[str], *, exemptions: bool) -> Ended:
    """Return how a request ended where s.12 or s.14 is named beside it, and perhaps `exemptions` as well.

    A refusal is then one on that ground; beside another outcome the ground is kept in the words alone.
    """
    outcomes = {GROUNDS[one] for one in grounds}
    if not grounds or all(ended.outcome in those for those in outcomes):
        return ended
    named = f"s.{', s.'.join(grounds)} beside it {'is no exemption' if len(grounds) == 1 else 'are no exemptions'}"
    if ended.outcome not in {"", "withheld"} or len(outcomes) > 1:
        return replace(ended, kept=True, look=ended.look or f"{named}: kept as a note")
    [(usual, *_)] = outcomes
    if not exemptions and not ended.kept:
        return replace(ended, outcome=usual)
    return replace(ended, outcome=usual, kept=True, look=f"{named}: taken for {_called(usual)}")


def _settled(named: str, sections: tuple[str, ...]) -> Ended:
    """Return what was named with some provisions; a refusal is what its grounds make of it: s.12 the cost limit."""
    grounds, exemptions = _parted(sections)
    alone = {_alone(one) for one in exemptions}
    if not named and not grounds and len(alone) == 1:
        [outcome] = alone
        return Ended(outcome, tuple(one for one in exemptions if not _is_not_held(one)))
    return with_grounds(
        Ended(named or ("withheld" if exemptions else ""), exemptions), grounds, exemptions=bool(exemptions)
    )


def _beside(outcome: str, sections: tuple[str, ...]) -> Ended:
    """Return an outcome that stands whatever the provisions beside it; those that are exemptions are kept."""
    return Ended(outcome, _parted(sections)[1])


def _parted(sections: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the numbers of the grounds among some provisions, and the others as they are."""
    is_ground = {one: _number(one) in GROUNDS and not one.startswith(REGULATION) for one in sections}
    grounds = tuple(_number(one) for one in sections if is_ground[one])
    return grounds, tuple(one for one in sections if not is_ground[one])


def _alone(section: str) -> str:
    """Return what a provision says by itself of how a request ended."""
    table = OF_REGULATIONS if section.startswith(REGULATION) else AN_OUTCOME
    return table.get(_number(section), "withheld")


def _is_not_held(section: str) -> bool:
    return section.startswith(REGULATION) and _number(section) in OF_REGULATIONS


def _number(section: str) -> str:
    return re.sub(r"^[a-z. ]+", "", section)


def _written(found: re.Match[str]) -> list[str]:
    kind = REGULATION if found["kind"][0].casefold() in "re" else "s."
    return [f"{kind}{''.join(one.split())}" for one in re.findall(NUMBER, found["numbers"])]
