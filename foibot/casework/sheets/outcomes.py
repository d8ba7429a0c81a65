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
# fmt: off
WORDS: Mapping[str, list[str]] = {
    "disclosed": [
        "disclosed", "full disclosure", "fully disclosed", "disclosed in full", "full", "granted", "granted in full",
        "released", "released in full", "full release", "information provided", "all information provided",
        "provided", "info provided", "information supplied", "supplied", "answered in full", "complete disclosure",
        "disclosure", "full response", "yes",
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
        "none held", "not hold", "do not hold", "we do not hold", "not held by us", "inh",
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
        "accessible by other means", "on website", "signposted",
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
    "open": [
        "open", "ongoing", "in progress", "pending", "awaiting response", "live", "outstanding", "overdue", "in hand",
    ],
}
# fmt: on
BY_WORDS: Mapping[str, str] = {words: outcome for outcome, row in WORDS.items() for words in row}
NO_EXEMPTION: Mapping[str, str] = {"12": "cost_limit", "14": "vexatious", "14(1)": "vexatious", "14(2)": "repeated"}
"""Sections that are an outcome by themselves and no exemption (FOIA s.12, s.14)."""
AN_OUTCOME: Mapping[str, str] = {**NO_EXEMPTION, "21": "already_public"}
PROVISION = re.compile(
    r"\b(?P<kind>s|ss|sec|sect|section|sections|reg|regs|regulation|r)\s*\.?\s*(?P<number>\d{1,2}[A-Za-z]?(?:\s*\(\w{1,3}\))*)",
    re.IGNORECASE,
)
KNOWN = (*(str(one) for one in Outcome), *ENDINGS, NOTHING_YET)


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
    sections = tuple(_written(found) for found in PROVISION.finditer(text))
    rest = folded(PROVISION.sub(" ", text))
    rest = re.sub(r"^(?:under|by|with|and|foia|eir|\W)+|\b(?:under|by|with|and|foia|eir|\W)+$", "", rest).strip()
    named = own.get(rest) or BY_WORDS.get(rest, "")
    if sections and (named in {"withheld", ""} and rest in {"", *own, *WORDS["withheld"]}):
        return _by_section(sections, named)
    return Ended(named, sections) if named and sections else None


def _by_section(sections: tuple[str, ...], named: str) -> Ended:
    """Return what a refusal under some provisions is: s.12 is the cost limit, and so on."""
    numbers = [re.sub(r"^[a-z. ]+", "", one) for one in sections]
    found = {AN_OUTCOME.get(number, "withheld") for number in numbers}
    if len(found) == 1 and (named == "" or found <= {*NO_EXEMPTION.values(), "withheld"}):
        [outcome] = found
        kept = tuple(one for one, number in zip(sections, numbers, strict=True) if number not in NO_EXEMPTION)
        return Ended(outcome, kept)
    return Ended("withheld", sections)


def _written(found: re.Match[str]) -> str:
    number = "".join(found["number"].split())
    return f"reg {number}" if found["kind"].casefold().startswith("r") else f"s.{number}"
