"""How what law and good practice require of a letter is missed: one function or pattern a requirement.

The rows, with their sources and the sentences that mend a letter, stand in `requirements`; what must not be in a letter
stands in `leaks`. Welsh is read where a letter ships in Welsh.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from foibot.casework.checked_letter import MONTHS, CheckedLetter, Fault, LetterFacts, words_of
from foibot.lean import dataclass

Missing = Callable[[CheckedLetter, LetterFacts], Iterable[str]]

FOI = frozenset({"FOIA", "EIR", "FOISA", "EISR"})
ACTS = frozenset({"FOIA", "FOISA"})
ENVIRONMENTAL = frozenset({"EIR", "EISR"})
SCOTLAND = frozenset({"FOISA", "EISR"})
EVERYWHERE: frozenset[str] = frozenset()

NUMBERS = {3: "three", 6: "six", 20: "twenty", 30: "thirty", 40: "forty", 60: "sixty"}
SOFTENED = {"C": "G", "D": "Dd", "Rh": "R"}


def _soft(first: str, words: str) -> tuple[str, str]:
    """Give Welsh words as they stand alone, and with their first letter softened, as after `o dan`."""
    return words, f"{SOFTENED[first]}{words.removeprefix(first)}"


TITLES: Mapping[str, tuple[str, ...]] = {
    "FOIA": ("Freedom of Information Act 2000", "FOIA", *_soft("D", "Deddf Rhyddid Gwybodaeth 2000")),
    "EIR": (
        "Environmental Information Regulations 2004",
        "EIR",
        *_soft("Rh", "Rheoliadau Gwybodaeth Amgylcheddol 2004"),
    ),
    "FOISA": ("Freedom of Information (Scotland) Act 2002", "FOISA"),
    "EISR": ("Environmental Information (Scotland) Regulations 2004",),
    "SAR": (
        *("General Data Protection Regulation", "UK GDPR", "Data Protection Act 2018"),
        *_soft("Rh", "Rheoliad Cyffredinol y DU ar Ddiogelu Data"),
    ),
}
IN_WELSH: Mapping[str, tuple[str, ...]] = {"Information Commissioner": _soft("C", "Comisiynydd Gwybodaeth")}
NOT_HELD_UNDER = {"EIR": "12(4)(a)", "EISR": "10(4)(a)"}

DATE = rf"(?:\d{{1,2}}(?:st|nd|rd|th)? (?:{'|'.join(month[:3] for month in MONTHS)})\w* \d{{4}}|\d{{4}}-\d\d-\d\d)"
SPAN = rf"(?:{DATE}|(?:\d+|{'|'.join(NUMBERS.values())}|two|four|a) (?:calendar |working )?(?:day|week|month)s?)"
HARM = r"(?:prejudic|harm|advers|inhibit|endanger|damag|undermin)"
DISCLOSURE = r"(?:disclos|releas|publish|openness|transparen|accountab|making (?:it|this|the information) available)"
WITHHOLDING = r"(?:withh|maintain|exempt|except|not (?:to )?(?:disclos|releas)|keep|non-disclos)"
PLACE = (
    r"https?://|\bwww\.|\bpublication scheme\b|\blibrar(?:y|ies)\b|\binspect"
    r"|\b(?:published|available) (?:in|on|at|by|from)\b"
)
PROVISION = r"(?:sections?|ss?|regulations?|regs?)[\s.]*(?:\d+[a-z]?(?:\(\w+\)){0,4}(?:, and |, | and | or )){0,9}"
NEXT_PART = r"(?:(?:\(\s*\w+\s*\)\s*){1,4}(?:,|and\b|or\b|&)\s*){0,9}"


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a letter must say: the source, under which statutes, how it is missed, and what to tell an officer.

    Without `families` it is required under every statute. What is `binding` no manager can do without.
    """

    source: str
    missing: Missing
    what: str
    sentence: str
    families: frozenset[str] = EVERYWHERE
    binding: bool = False

    def faults(self, letter: CheckedLetter, facts: LetterFacts) -> Iterator[Fault]:
        """Give a fault for each thing that is missing, none under a statute that does not require it."""
        if not self.families or facts.family in self.families:
            for missing in self.missing(letter, facts):
                yield Fault(
                    self.what.format(missing=missing, facts=facts),
                    self.sentence.format(missing=missing, facts=facts),
                    self.binding,
                )


def unless_said(*patterns: str) -> Missing:
    """Give what misses a letter that does not say each of these."""

    def missing(letter: CheckedLetter, _: LetterFacts) -> Iterator[str]:
        if not all(letter.says(pattern) for pattern in patterns):
            yield ""

    return missing


def where_qualified(*patterns: str) -> Missing:
    """Likewise, of a letter that relies on an exemption with a public-interest test: its sections are missed."""

    def missing(letter: CheckedLetter, facts: LetterFacts) -> Iterator[str]:
        if facts.qualified and not all(letter.says(pattern) for pattern in patterns):
            yield ", ".join(facts.qualified)

    return missing


def where_prejudiced(*patterns: str) -> Missing:
    """Likewise, of a letter that relies on an exemption for a harm."""

    def missing(letter: CheckedLetter, facts: LetterFacts) -> Iterator[str]:
        if facts.prejudice and not all(letter.says(pattern) for pattern in patterns):
            yield ", ".join(facts.prejudice)

    return missing


def reference(letter: CheckedLetter, facts: LetterFacts) -> Iterator[str]:
    """Miss the reference in the subject line or in the letter."""
    if words_of(facts.reference) not in words_of(letter.subject):
        yield "subject line"
    if not letter.has(facts.reference):
        yield "letter"


def questions_answered(letter: CheckedLetter, facts: LetterFacts) -> Iterator[str]:
    """Miss each question that has an answer of its own, and is not named by its number."""
    for number in range(1, len(facts.parts) + 1):
        if not letter.says(rf"\b(?:question|cwestiwn|part|point|request|q)[ .]?(?:no\.? ?)?{number}(?!\w)"):
            yield str(number)


def regime_named(letter: CheckedLetter, facts: LetterFacts) -> Iterator[str]:
    """Miss the statute under which the request was dealt with."""
    titles = TITLES.get(facts.family, ())
    if titles and not any(letter.has(title) for title in titles):
        yield titles[0]


def signatory(letter: CheckedLetter, facts: LetterFacts) -> Iterator[str]:
    """Miss the name of the person who signs."""
    if facts.signatory and not letter.has(facts.signatory):
        yield facts.signatory


def request_dated(letter: CheckedLetter, facts: LetterFacts) -> Iterator[str]:
    """Miss the date of the request."""
    if facts.received_on and not letter.tells(facts.received_on):
        yield f"{facts.received_on.day} {MONTHS[facts.received_on.month - 1].capitalize()} {facts.received_on.year}"


def sections_cited(letter: CheckedLetter, facts: LetterFacts) -> Iterator[str]:
    """Miss each section that the letter relies on and does not cite with its subsection."""
    yield from (section for section in facts.sections if not letter.says(citation_of(section)))


def not_held_cited(letter: CheckedLetter, facts: LetterFacts) -> Iterator[str]:
    """Miss the exception by which environmental information that is not held is refused."""
    section = NOT_HELD_UNDER[facts.family]
    if not letter.says(citation_of(section)):
        yield section


def citation_of(section: str) -> str:
    """Give the pattern that finds `43(2)` also in `s. 43 (2)` and in `sections 43(1) and (2)`, and no page 43."""
    written = re.search(r"(\d+[A-Za-z]{0,2})((?:\s*\(\s*\w+\s*\))*)", section)
    if written is None:
        return re.escape(section)
    parts = re.findall(r"\w+", written[2])
    if not parts:
        return rf"\b{PROVISION}{written[1]}(?!\w)"
    return rf"(?<!\d){written[1]}" + "".join(rf"\s*{NEXT_PART}\(\s*{part}\s*\)" for part in parts)


def review_time(letter: CheckedLetter, facts: LetterFacts) -> Iterator[str]:
    """Miss the time within which a review may be asked for."""
    days = facts.review_days_to_ask
    if not letter.says(rf"\b(?:{days}|{NUMBERS.get(days, days)}) (?:working days|diwrnod gwaith)"):
        yield str(days)


def commissioner(letter: CheckedLetter, facts: LetterFacts) -> Iterator[str]:
    """Miss each of the details by which the Commissioner is reached."""
    details = {"name": facts.commissioner_name or "Commissioner", "postal address": facts.commissioner_address}
    details["website"] = _site(facts)
    for name, detail in details.items():
        if detail and not any(letter.has(written) for written in (detail, *IN_WELSH.get(detail, ()))):
            yield name


def appeal_time(letter: CheckedLetter, facts: LetterFacts) -> Iterator[str]:
    """Miss the time within which an Act lets the applicant appeal to the Commissioner."""
    months = facts.appeal_months
    if months and not letter.says(rf"\b(?:{months}|{NUMBERS.get(months, months)}) months?\b"):
        yield NUMBERS.get(months, str(months))


def another_review(letter: CheckedLetter, _: LetterFacts) -> Iterator[str]:
    """Miss nothing unless the outcome of a review offers one more: there is a single stage."""
    offered = r"\byou (?:may|can|are entitled to|have (?:the|a) right to) (?:ask|request|require|apply|seek)"
    for found in re.finditer(offered, letter.text, re.IGNORECASE):
        rest = re.split(r"[.!?](?:\s|$)", letter.text[found.start() :], maxsplit=1)[0]
        if re.search(r"\breview", rest, re.IGNORECASE) and not re.search("commission", rest, re.IGNORECASE):
            yield rest


def cost_limit(letter: CheckedLetter, facts: LetterFacts) -> Iterator[str]:
    """Miss the words of the limit that holds for this authority."""
    yield from (words for words in facts.cost_limit if not letter.has(words))


def referred_to(letter: CheckedLetter, facts: LetterFacts) -> Iterator[str]:
    """Miss the name or address of the authority that the applicant is referred to."""
    yield from (words for words in facts.referred_to if not letter.has(words))


def date_told(letter: CheckedLetter, facts: LetterFacts) -> Iterator[str]:
    """Miss the date by which something is expected: the one we know, or any that is promised."""
    if facts.by:
        if not letter.tells(facts.by):
            yield f"{facts.by.day} {MONTHS[facts.by.month - 1].capitalize()} {facts.by.year}"
    elif not letter.says_at_once(r"\b(?:expect|estimat|intend|aim|hope|will|until|by|later than)\b", DATE):
        yield "the date"


def lapse_told(letter: CheckedLetter, facts: LetterFacts) -> Iterator[str]:
    """Miss when a case is closed for want of a reply."""
    ends = r"\b(?:clos\w+|laps\w+|withdrawn|no longer|not (?:take|deal))\b"
    if not letter.says_at_once(ends, SPAN) or (facts.by and not letter.tells(facts.by)):
        yield ""


def review_result(letter: CheckedLetter, facts: LetterFacts) -> Iterator[str]:
    """Miss what became of the original decision, in the words of its statute."""
    if facts.outcome and not letter.says(RESULTS["FOISA" if facts.family == "FOISA" else facts.outcome]):
        yield facts.outcome.replace("_", " ")


RESULTS: Mapping[str, str] = {
    "FOISA": r"\b21\(4\)|\bconfirm\w*\b.{0,40}\bdecision\b|\b(?:substitut|different decision|reach(?:ed)? a decision)",
    "upheld": r"\b(?:uphold|upheld|confirm\w*|stands)\b",
    "partly_upheld": r"\b(?:uphold|upheld|confirm\w*|stands)\b.{0,80}\b(?:part|partly|some|change)",
    "overturned": r"\b(?:overturn|replac|withdraw|substitut|chang|revers|not uph)",
}


def fault_owned(letter: CheckedLetter, facts: LetterFacts) -> Iterator[str]:
    """Miss the apology for a fault of procedure that the review found."""
    if facts.faulty and not letter.says(r"\b(?:sorry|apolog)"):
        yield ""


def part_told(letter: CheckedLetter, facts: LetterFacts) -> Iterator[str]:
    """Miss that somebody who had a part in the first answer decides, where a manager let them."""
    if facts.waived and not letter.says(r"\bhad (?:a|some) part in\b"):
        yield ""


def where_found(letter: CheckedLetter, facts: LetterFacts) -> Iterator[str]:
    """Miss where the information is found; the Commissioner's own pages are not the place."""
    site = _site(facts)
    text = re.sub(rf"\S*{re.escape(site)}\S*", "", letter.text) if site else letter.text
    if not re.search(PLACE, text, re.IGNORECASE):
        yield ""


def public_interest_sides(letter: CheckedLetter, facts: LetterFacts) -> Iterator[str]:
    """Miss what was weighed on both sides: to say which outweighs the other is not to say what spoke for disclosure."""
    weighed = rf"^(?!.*\boutweigh).*\b(?:favour\w*|public[ -]interest|reasons for|factors for)\b.*\b{DISCLOSURE}"
    against = rf"\b(?:favour\w*|public[ -]interest|reasons for|against|outweigh\w*)\b.{{0,80}}\b{WITHHOLDING}"
    if facts.qualified and not (letter.says_at_once(weighed) and letter.says(against)):
        yield ", ".join(facts.qualified)


def _site(facts: LetterFacts) -> str:
    return re.sub(r"^https?://(?:www\.)?|/+$", "", facts.commissioner_website.strip())
