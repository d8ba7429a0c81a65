"""How a team writes that a request was answered, or ended: a table of its own words.

A team adds words of its own by the `[outcomes]` of its mapping file.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from foibot.casework.answers import Outcome
from foibot.casework.sheets.cells import folded

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
        "too costly", "refused costs", "fees limit",
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
        "withdrawn", "withdrawn by applicant", "applicant withdrew", "cancelled", "withdrew",
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
NO_EXEMPTION: Mapping[str, str] = {"12": "cost_limit", "14": "vexatious", "14(1)": "vexatious", "14(2)": "repeated"}
"""Sections that are an outcome by themselves and no exemption (FOIA s.12, s.14)."""
AN_OUTCOME: Mapping[str, str] = {**NO_EXEMPTION, "21": "already_public", "21(1)": "already_public"}
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


@dataclass(frozen=True, slots=True)
class Ended:
    """How a request ended, as the register says it, and the provisions that were named beside it."""

    outcome: str
    sections: tuple[str, ...] = ()


def read_outcome(text: str, own: Mapping[str, str]) -> Ended | None:
    """Return what the words of a sheet mean; None where they are not known. `own` are a team's words, folded."""
    whole = folded(text)
    if whole in own or whole in BY_WORDS:
        return Ended(own.get(whole) or BY_WORDS[whole])
    sections = provisions(text)
    rest = "" if BARE.fullmatch(text) else folded(PROVISION.sub(" ", text))
    rest = re.sub(r"^(?:under|by|with|and|foia|eir|\W)+|\b(?:under|by|with|and|foia|eir|\W)+$", "", rest).strip()
    named = own.get(rest) or BY_WORDS.get(rest, "")
    if sections and (named in {"withheld", ""} and rest in {"", *own, *WORDS["withheld"]}):
        return _by_section(sections, named)
    return Ended(named, sections) if named and sections else None


def provisions(text: str) -> tuple[str, ...]:
    """Return the provisions that are named in a text, `s.40(2)` and `reg 13`; or a bare `40(2)`."""
    bare = BARE.fullmatch(text)
    if bare:
        return ("".join(bare["numbers"].split()),)
    return tuple(one for found in PROVISION.finditer(text) for one in _written(found))


def only_regulations(text: str) -> bool:
    """Tell whether a text names provisions, and each of them is a regulation."""
    found = provisions(text)
    return bool(found) and all(one.startswith(REGULATION) for one in found)


REGULATION = "reg "


def _by_section(sections: tuple[str, ...], named: str) -> Ended:
    """Return what a refusal under some provisions is: s.12 is the cost limit, and so on."""
    found = {_alone(one) for one in sections}
    if len(found) == 1 and (named == "" or found <= {*NO_EXEMPTION.values(), "withheld"}):
        [outcome] = found
        return Ended(outcome, tuple(one for one in sections if not _is_no_exemption(one)))
    return Ended("withheld", sections)


def _alone(section: str) -> str:
    """Return what a provision says by itself of how a request ended."""
    table = OF_REGULATIONS if section.startswith(REGULATION) else AN_OUTCOME
    return table.get(_number(section), "withheld")


def _is_no_exemption(section: str) -> bool:
    table = OF_REGULATIONS if section.startswith(REGULATION) else NO_EXEMPTION
    return _number(section) in table


def _number(section: str) -> str:
    return re.sub(r"^[a-z. ]+", "", section)


def _written(found: re.Match[str]) -> list[str]:
    kind = REGULATION if found["kind"][0].casefold() in "re" else "s."
    return [f"{kind}{''.join(one.split())}" for one in re.findall(NUMBER, found["numbers"])]
