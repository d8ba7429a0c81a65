"""What no letter to an applicant may hold: what somebody forgot to fill in, other people's cases, notes to ourselves.

Each row finds what must not be there, in the letter's own words: the request it quotes is left out. What a letter
must hold stands in `required`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from itertools import pairwise

from foibot.casework.checked_letter import CheckedLetter, Fault, LetterFacts, folded, theirs_alone, words_of
from foibot.lean import dataclass

GAPS = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|\{\{|\}\}|\[\s*\]"
    r"|\[(?i:insert|enter|add|your|to[ -]?do|tb[ca]|x+|\.+|_+)(?![\w@.-])[^\]]{0,60}\]"
    r"|\[(?i:name|date|address|reference|title|amount|number|signatory)(?: (?:of|here|and|or)[^\]]{0,60})?\]"
    r"|<\s*(?i:insert|enter|add|your|name|date|address|reference|applicant|to[ -]?do)(?![\w@.-])[^>@]{0,60}>"
    r"|\[[A-Z][A-Z _/-]{1,40}\]"
    r"|\b[Xx]*X{3}[Xx]*\b|\bTB[CA]\b|\bTO-?DO\b|\bFIX-?ME\b|\?{3,}|(?<!_)_{4,12}(?!_)|(?i:\blorem ipsum\b)"
)
FINISHED = re.compile(
    r"redact|withheld|exempt|removed|deleted|out of scope|sic\]|\[(?:pdf|csv|xlsx?|docx?|zip|uk)\]", re.IGNORECASE
)
"""What stands in brackets in a letter that is ready: marks of redaction, kinds of files."""

NOTES = re.compile(
    r"(?i:(?<![\w-])internal(?: note| comment| only)?\s*:|\[\s*internal\b|\bfor internal (?:use|eyes)\b"
    r"|\binternal use only\b|\bnotes? to (?:self|officer|colleagues?|approver)\b|\bnot for the applicant\b"
    r"|\bofficer'?s? note\b|\bdo not send\b)"
    r"|\bDRAFT\b"
)
GREETING = re.compile(r"\bDear\s+((?:[\w.'-]+\s*){1,4})")
LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]+", re.IGNORECASE)
DOOR = re.compile(
    r"\bportal\b|\blog[ -]?(?:in|on)\b|\bsign[ -]?(?:in|up)\b|\bcreate an account\b|\bregister (?:for|to|with)\b"
    r"|\b(?:one-time|access) (?:code|password)\b|\bpasscode\b|\bexpires?\b",
    re.IGNORECASE,
)
OTHER_PURPOSES = re.compile(r"complain|review|commissioner|survey|feedback|privacy|new request", re.IGNORECASE)
WORDS_OF_AN_ANSWER = 30
"""An answer of fewer words than this beside a link says where to look and not what was asked."""

GIVES_INFORMATION = frozenset({"disclosed", "partly_withheld", "review_outcome"})


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that may not leave: why (the source), how it is found, and what to say of each."""

    source: str
    found: Callable[[CheckedLetter, LetterFacts], Iterable[str]]
    what: str
    sentence: str

    def faults(self, letter: CheckedLetter, facts: LetterFacts) -> Iterator[Fault]:
        """Give a fault for each thing found, once."""
        for thing in dict.fromkeys(self.found(letter, facts)):
            yield Fault(self.what.format(thing=thing), self.sentence.format(thing=thing), advice=True)


def gaps(letter: CheckedLetter, facts: LetterFacts) -> Iterator[str]:
    """Give each place that was to be filled in and was not; the applicant's own name and subject are none."""
    theirs = tuple(filter(None, (folded(facts.applicant.strip("\"' ")), theirs_alone(facts))))
    for words in (letter.subject, letter.text):
        for found in GAPS.finditer(reduce(_without, theirs, words)):
            if not FINISHED.search(found[0]) and words_of(found[0]) != words_of(facts.reference):
                yield found[0]


def _without(words: str, theirs: str) -> str:
    """Put a mark that is no gap in place of an applicant's words, so that brackets around them do not become one."""
    return words.replace(theirs, "…")


def notes(letter: CheckedLetter, _: LetterFacts) -> Iterator[str]:
    """Give each mark of a note that was not meant for the applicant."""
    yield from (found[0] for words in (letter.subject, letter.text) for found in NOTES.finditer(words))


def other_references(letter: CheckedLetter, facts: LetterFacts) -> Iterator[str]:
    """Give each reference of somebody else's case."""
    own = words_of(facts.reference)
    said = (words_of(letter.subject) + letter.words).replace(own, "  ")
    others = (other for other in facts.other_references if other.strip() and words_of(other) != own)
    yield from (other for other in others if words_of(other) in said)


def other_names(letter: CheckedLetter, facts: LetterFacts) -> Iterator[str]:
    """Give each other applicant's name: in full, or the surname where the letter greets by it."""
    own = words_of(facts.applicant).split()
    greeted = {word for found in GREETING.finditer(letter.text) for word in words_of(found[1]).split()} - set(own)
    for name in facts.other_names:
        words = words_of(name).split()
        if len(words) >= len(("first", "last")) and words != own and (words[-1] in greeted or letter.has(name)):
            yield name


def links_in_place_of_information(letter: CheckedLetter, facts: LetterFacts) -> Iterator[str]:
    """Give each link that stands where the information should: an answer that is a link, or the way into a portal."""
    if letter.name not in GIVES_INFORMATION:
        return
    left = LINK.sub(" ", facts.answer)
    if not facts.attachments and len(left.split()) < WORDS_OF_AN_ANSWER:
        yield from (link[0].rstrip(".,;)") for link in LINK.finditer(facts.answer))
    for before, sentence in pairwise(("", *letter.sentences)):
        if (DOOR.search(before) or DOOR.search(sentence)) and not OTHER_PURPOSES.search(sentence):
            yield from (link[0].rstrip(".,;)") for link in LINK.finditer(sentence))


LEAKS: tuple[Leak, ...] = (
    Leak(
        "an unfinished letter is not the one that was approved",
        gaps,
        "Something was to be filled in and was not: {thing}",
        "Write what belongs in the place of {thing}, or take it out.",
    ),
    Leak(
        "FOIA s.40(2), UK GDPR art 5(1)(f): another person's request is their personal data",
        other_references,
        "The letter has the reference of another case: {thing}",
        "Take {thing} out, or say what was asked without naming the case.",
    ),
    Leak(
        "FOIA s.40(2), UK GDPR art 5(1)(f): who asks is personal data",
        other_names,
        "The letter has the name of another applicant: {thing}",
        "Take the name out; if it belongs here, the approver must say why.",
    ),
    Leak(
        "what was written for colleagues was not meant for the applicant",
        notes,
        "The letter has a note for colleagues, or is marked as unfinished: {thing}",
        "Take out {thing} and what belongs to it.",
    ),
    Leak(
        "FOIA s.1(1)(b) and s.11(1), EIR reg 5(1): the information itself is given",
        links_in_place_of_information,
        "The letter has a link in place of the information: {thing}",
        "Write the information in the letter or attach it; a link may stand beside it.",
    ),
)
"""What is looked for in every letter."""
