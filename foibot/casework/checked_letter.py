"""A letter as the letter check reads it: its words without line wrapping, and without what it quotes.

What must be in a letter, and what must not, is for `required` and `leaks` to say; nothing here judges.
"""

import re
from datetime import date

from foibot.lean import dataclass

ENGLISH = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
WELSH = (
    *("ionawr", "chwefror", "mawrth", "ebrill", "mai", "mehefin"),
    *("gorffennaf", "awst", "medi", "hydref", "tachwedd", "rhagfyr"),
)
# Letters are written in both.
MONTHS = (*ENGLISH, *WELSH)

SAME_SIGNS = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2010": "-", "\u2011": "-"}
    | dict.fromkeys(("\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff"), "")
)
"""Signs that people and programs write for each other, and signs that nobody sees."""

QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
BROKEN_AT_HYPHEN = re.compile(r"(?<=\w)-\s+(?=\w)")
WORD = re.compile(r"£?\w+")
PARAGRAPH = re.compile(r"\n\s*\n")
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^a-z0-9(])")
A_FEW_WORDS = 4
"""A shorter paragraph of a request is left where it stands: it may be our own words too."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What a letter lacks, or holds and must not, in words for an officer; and the sentence that mends it.

    `advice` where that sentence is for the officer, and not for the letter.
    """

    what: str
    sentence: str
    binding: bool = False
    """Whether no manager can let the letter leave with it."""
    advice: bool = False

    @property
    def remedy(self) -> str:
        """What to do about it, as a sentence."""
        return self.sentence if self.advice else f"Add: “{self.sentence}”"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts:
    """What the letter check must know of a case.

    `family` is FOIA, EIR, FOISA, EISR or SAR. `sections` are cited as in the letter (`43(2)`, `section 43(2)`);
    `qualified` those of them that need the public-interest reasons, `prejudice` those that need which harm and how
    likely. `request` and `their_subject` are the applicant's own words, which a letter quotes and which are no fault
    of ours; `answer` is what the officer wrote, without the frame of the letter. `by` is the date that the letter
    must tell, where it must tell one. `other_references` and `other_names` are of other applicants; leave out the
    earlier cases of this one. A name of one word is not looked for: too many are words. `parts` are the outcomes of the
    questions, where each has its own answer. `outcome` is that of a review, `faulty` whether it owns to a fault,
    `waived` whether somebody who had a part in the first answer decides it.
    """

    reference: str
    family: str
    sections: tuple[str, ...] = ()
    qualified: tuple[str, ...] = ()
    prejudice: tuple[str, ...] = ()
    review_days_to_ask: int = 40
    appeal_months: int = 0
    commissioner_name: str = ""
    commissioner_address: str = ""
    commissioner_website: str = ""
    cost_limit: tuple[str, ...] = ()
    referred_to: tuple[str, ...] = ()
    applicant: str = ""
    signatory: str = ""
    received_on: date | None = None
    by: date | None = None
    request: str = ""
    their_subject: str = ""
    answer: str = ""
    attachments: int = 0
    other_references: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    outcome: str = ""
    faulty: bool = False
    waived: bool = False


@dataclass(frozen=True, slots=True)
class CheckedLetter:
    """A letter, ready to be searched: `text` and `subject` on one line, its `sentences`, and the `words` alone."""

    name: str
    text: str
    subject: str
    sentences: tuple[str, ...]
    words: str

    def says(self, pattern: str) -> bool:
        """Tell whether the text has the pattern, in capitals or not."""
        return re.search(pattern, self.text, re.IGNORECASE) is not None

    def says_at_once(self, *patterns: str) -> bool:
        """Tell whether one sentence has all the patterns."""
        return any(
            all(re.search(pattern, sentence, re.IGNORECASE) for pattern in patterns) for sentence in self.sentences
        )

    def has(self, phrase: str) -> bool:
        """Tell whether the text has the words of a phrase, whatever the signs between them."""
        return words_of(phrase) in self.words

    def tells(self, day: date) -> bool:
        """Tell whether the text has that date, in English, in Welsh or in figures."""
        return any(self.has(written) for written in ways_to_write(day))


def read(name: str, text: str, subject: str, facts: LetterFacts) -> CheckedLetter:
    """Read a letter, leaving out quoted lines and the words of the request."""
    quotations = [folded(words) for words in (*PARAGRAPH.split(facts.request), facts.their_subject)]
    quotations = [words for words in quotations if len(words.split()) >= A_FEW_WORDS]
    paragraphs = [folded(paragraph) for paragraph in PARAGRAPH.split(QUOTED_LINE.sub("", text))]
    for words in quotations:
        paragraphs = [_without(paragraph, words) for paragraph in paragraphs]
    own = " ".join(paragraphs)
    sentences = tuple(sentence for paragraph in paragraphs for sentence in SENTENCE.split(paragraph))
    return CheckedLetter(name, own, _without(folded(subject), theirs_alone(facts)), sentences, words_of(own))


def theirs_alone(facts: LetterFacts) -> str:
    """Return the applicant's subject, to be taken out of ours; none where it is a part of our reference: “FOI”."""
    theirs = folded(facts.their_subject)
    return "" if theirs in folded(facts.reference) else theirs


def _without(text: str, part: str) -> str:
    return text.replace(part, " ") if part else text


def folded(text: str) -> str:
    """Give a text on one line, with one sign for those that look the same, and no word broken at its hyphen."""
    return BROKEN_AT_HYPHEN.sub("-", " ".join(text.translate(SAME_SIGNS).split()))


def words_of(text: str) -> str:
    """Give the words of a text alone, with a space before and behind each, so that one is found as a whole."""
    return f" {' '.join(WORD.findall(folded(text).casefold()))} "


def ways_to_write(day: date) -> list[str]:
    """Give a date as a letter may write it: `3 March 2026`, `3rd Mar 2026`, `3 Mawrth 2026`, `2026-03-03`."""
    ordinal = "th" if day.day in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    english, welsh = ENGLISH[day.month - 1], WELSH[day.month - 1]
    written = [f"{day.day} {month} {day.year}" for month in (english, english[:3], welsh)]
    written += [f"{day.day}{ordinal} {month} {day.year}" for month in (english, english[:3])]
    return [*written, day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}"]
