"""What a letter is that a person sent by hand from our mailbox, as far as its words tell: a table of named rules.

A proposal and nothing more: an officer says what was sent. The first rule that answers decides, and says which words
it saw. The words stand in `words_of_answers`.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import cached_property

from foibot.correspondence.folding import judged
from foibot.correspondence.forwarded import EMAIL
from foibot.correspondence.known import Known, KnownCase
from foibot.correspondence.machine import signs_in
from foibot.correspondence.message import Address, InboundMessage
from foibot.correspondence.wording import Phrases, compiled
from foibot.correspondence.words_of_answers import (
    ACKNOWLEDGES,
    CLARIFY,
    CONDITIONAL,
    COST,
    DISCLOSED,
    EXTENSION,
    FEE,
    HOLDING,
    NEITHER_CONFIRM_NOR_DENY,
    NOT_HELD,
    PARTLY,
    PROMISES,
    PUBLIC,
    REPEATED,
    RESPONSE,
    REVIEWED,
    RIGHTS,
    TRANSFER,
    VEXATIOUS,
    WITHHELD,
)
from foibot.lean import dataclass

READ, MOST_SENTENCES, MOST_RECIPIENTS = 30_000, 400, 50
SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“(])|\n\s*\n|\n(?=\s*(?:\d+[.)]|[-*•]) )")
CITED = re.compile(
    r"(?:\bsections?|\bss?\.?|§|\bregulations?|\bregs?\.?|\badran(?:nau)?|\brheoliad)\s*"
    r"(\d{1,2}[A-Z]?(?:\s?\(\w{1,4}\))*(?:\s?(?:,|and|&|a|or)\s\d{1,2}[A-Z]?(?:\s?\(\w{1,4}\))*)*)",
    re.IGNORECASE,
)
PROVISION = re.compile(r"\d{1,2}[A-Z]?(?:\s?\(\w{1,4}\))*", re.IGNORECASE)
MOST_CITED = 12


class Hand(StrEnum):
    """What a person's own letter seems to be."""

    ANSWER = "answer"
    CLARIFICATION = "clarification"
    EXTENSION = "extension"
    FEE = "fee"
    TRANSFER = "transfer"
    REVIEW = "review"
    ACKNOWLEDGEMENT = "acknowledgement"
    HOLDING = "holding"
    COLLEAGUE = "colleague"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ByHand:
    """What a letter seems to be, by which rule and words; an answer's `outcome` is empty where the words tell none.

    `cited` are provisions as they were written, whatever they are; `to_applicant` says whether the applicant has it.
    """

    what: Hand
    rule: str
    evidence: str
    outcome: str = ""
    cited: tuple[str, ...] = ()
    certain: bool = True
    to_applicant: bool = False


def recipients(message: InboundMessage) -> tuple[Address, ...]:
    """Return everybody a letter of ours went to; a copy in Sent keeps its Bcc."""
    hidden = (
        Address("", found[0]) for line in message.headers.get("bcc", ()) for found in EMAIL.finditer(line[:5_000])
    )
    return (*message.to, *message.cc, *hidden)[:MOST_RECIPIENTS]


def came_from_outside(message: InboundMessage, known: Known) -> bool:
    """Tell whether a message in Sent was never sent from here: a request that somebody moved there by mistake."""
    sender = message.sender
    if sender is None or known.is_ours(sender) or known.is_colleague(sender):
        return False
    return bool(message.received) and any(known.is_ours(address) for address in recipients(message))


class HandLetter:
    """A letter and what is seen in it, each thing looked for at most once.

    `applicants` are the addresses, in lower case, of whoever asked.
    """

    def __init__(self, message: InboundMessage, known: Known, applicants: frozenset[str]) -> None:
        self.message = judged(message)
        self.known = known
        self.applicants = applicants
        self._seen: dict[str, str] = {}

    @cached_property
    def sentences(self) -> list[str]:
        """The sentences of its own words; for a letter of attachments alone, its subject."""
        text = self.message.new_text[:READ]
        return [" ".join(one.split()) for one in SENTENCES.split(text) if one.strip()][:MOST_SENTENCES]

    def seen(self, table: Phrases) -> str:
        """Return the words of a table that a sentence says without an if; empty where none does."""
        if table.name not in self._seen:
            self._seen[table.name] = next((words for one in self.sentences if (words := _stated(table, one))), "")
        return self._seen[table.name]

    @cached_property
    def to(self) -> frozenset[str]:
        """The addresses it went to, in lower case."""
        return frozenset(address.key for address in recipients(self.message))

    @property
    def to_applicant(self) -> bool:
        """Whether the applicant has it."""
        return bool(self.applicants & self.to)

    @property
    def to_colleagues(self) -> bool:
        """Whether nobody outside has it."""
        everybody = recipients(self.message)
        return all(self.known.is_ours(one) or self.known.is_colleague(one) for one in everybody)

    @cached_property
    def cited(self) -> tuple[str, ...]:
        """The provisions it cites, as written."""
        found = (match[1] for match in CITED.finditer(self.message.new_text[:READ]))
        written = ("".join(one[0].split()) for group in found for one in PROVISION.finditer(group))
        return tuple(dict.fromkeys(written))[:MOST_CITED]


def _stated(table: Phrases, sentence: str) -> str:
    low = sentence.lower()
    for row in table.rows:
        found = compiled(row.expression).search(sentence) if row.may_stand_in(low) else None
        if found and not CONDITIONAL.seen(sentence[: found.start()]):
            return found[0][:120]
    return ""


Look = Callable[[HandLetter], ByHand | None]


@dataclass(frozen=True, slots=True)
class HandRule:
    """One rule: its name, what it says in words, and how it looks."""

    name: str
    description: str
    look: Look


def read_by_hand(message: InboundMessage, known: Known, case: KnownCase, *, whole: bool = True) -> ByHand:
    """Say what a letter seems to be that a person sent about a case; the last rule answers.

    Of one too large to be read (`whole` False) there is no word: to the applicant, it most likely gives something.
    """
    parties = frozenset(party for party in case.parties if not known.is_colleague(Address("", party)))
    letter = HandLetter(message, known, (parties | {case.applicant}) - {""})
    if not whole and letter.to_applicant:
        reading = ByHand(Hand.ANSWER, "too-large", "too large to be read", "disclosed", certain=False)
        return replace(reading, to_applicant=True)
    for rule in HAND_RULES:
        found = rule.look(letter)
        if found is not None:
            return replace(found, to_applicant=letter.to_applicant)
    raise AssertionError("the last rule answers every letter")


def automatic(letter: HandLetter) -> ByHand | None:
    """Recognise a machine's: an out-of-office answer, which servers keep in Sent too."""
    marks = [sign for sign in signs_in(letter.message) if sign.name in ("auto-submitted", "automatic-header", "report")]
    return ByHand(Hand.OTHER, "automatic", marks[0].evidence[:120]) if marks else None


def to_colleagues(letter: HandLetter) -> ByHand | None:
    """Recognise what nobody outside has: a forward to whoever holds the information, or a word among colleagues."""
    if letter.to_applicant or not letter.to_colleagues:
        return None
    return ByHand(Hand.COLLEAGUE, "to-colleagues", ", ".join(sorted(letter.to))[:120])


def to_others(letter: HandLetter) -> ByHand | None:
    """Recognise what somebody outside has, and the applicant has not: another authority, a third party."""
    if letter.to_applicant:
        return None
    return ByHand(Hand.OTHER, "to-others", ", ".join(sorted(letter.to))[:120])


def _by_words(what: Hand, rule: str, *tables: Phrases, unless: Sequence[Phrases] = ()) -> Look:
    """Make a rule that wants the words of every table; `unless` others are seen, it is sure."""

    def look(letter: HandLetter) -> ByHand | None:
        words = [letter.seen(table) for table in tables]
        if not all(words):
            return None
        return ByHand(what, rule, "; ".join(words)[:200], certain=not any(map(letter.seen, unless)))

    return look


def question(letter: HandLetter) -> ByHand | None:
    """Recognise a question to the applicant; an answer that states the right to a review asks nothing, it advises."""
    words = letter.seen(CLARIFY)
    if not words or letter.seen(RIGHTS):
        return None
    return ByHand(Hand.CLARIFICATION, "asks-the-applicant", words, certain=not letter.seen(COST))


OUTCOMES: tuple[tuple[str, tuple[Phrases, ...]], ...] = (
    ("ncnd", (NEITHER_CONFIRM_NOR_DENY,)),
    ("cost_limit", (COST,)),
    ("repeated", (REPEATED,)),
    ("vexatious", (VEXATIOUS,)),
    ("partly_withheld", (WITHHELD, DISCLOSED)),
    ("partly_withheld", (PARTLY,)),
    ("withheld", (WITHHELD,)),
    ("already_public", (PUBLIC,)),
    ("disclosed", (DISCLOSED,)),
    ("not_held", (NOT_HELD,)),
)
"""The words of which tables make which outcome; the first row whose words are all there counts."""
FAMILIES = (NEITHER_CONFIRM_NOR_DENY, COST, VEXATIOUS, WITHHELD, PUBLIC, DISCLOSED, NOT_HELD)


def answer(letter: HandLetter) -> ByHand | None:
    """Recognise an answer, and its outcome by its words; sure where they speak for one outcome alone."""
    for outcome, tables in OUTCOMES:
        words = [letter.seen(table) for table in tables]
        if all(words):
            said = sum(bool(letter.seen(table)) for table in FAMILIES)
            sure = said == len({table.name for table in tables}) or (said == 1 and tables == (PARTLY,))
            return ByHand(Hand.ANSWER, "answers", "; ".join(words)[:200], outcome, letter.cited, certain=sure)
    return None


def unnamed_answer(letter: HandLetter) -> ByHand | None:
    """Recognise an answer whose outcome stands elsewhere: in an attached letter, or in words foibot does not know."""
    words = letter.seen(RESPONSE) or ("" if letter.seen(PROMISES) else letter.seen(RIGHTS))
    if not words and letter.message.visible_attachments and not (letter.seen(ACKNOWLEDGES) or letter.seen(HOLDING)):
        words = f"attached: {letter.message.visible_attachments[0].name}"
    return ByHand(Hand.ANSWER, "sends-something", words[:200], "", letter.cited, certain=False) if words else None


def anything(letter: HandLetter) -> ByHand | None:
    """Take whatever else a person writes to the applicant."""
    return ByHand(Hand.OTHER, "something-else", letter.message.subject[:120], certain=False)


HAND_RULES: tuple[HandRule, ...] = (
    HandRule("automatic", "a machine sent it", automatic),
    HandRule("to-colleagues", "only colleagues have it", to_colleagues),
    HandRule("to-others", "the applicant does not have it", to_others),
    HandRule(
        "reviewed",
        "tells the outcome of an internal review",
        _by_words(Hand.REVIEW, "reviewed", REVIEWED),
    ),
    HandRule("asks-the-applicant", "asks what is meant", question),
    HandRule("asks-a-fee", "asks for a fee", _by_words(Hand.FEE, "asks-a-fee", FEE)),
    HandRule(
        "takes-more-time",
        "takes more time, as the law allows",
        _by_words(Hand.EXTENSION, "takes-more-time", EXTENSION, unless=(RIGHTS, DISCLOSED)),
    ),
    HandRule("answers", "answers the request", answer),
    HandRule("hands-on", "hands the request on", _by_words(Hand.TRANSFER, "hands-on", TRANSFER)),
    HandRule("asks-for-patience", "a word in between", _by_words(Hand.HOLDING, "asks-for-patience", HOLDING)),
    HandRule(
        "acknowledges",
        "acknowledges the request",
        _by_words(Hand.ACKNOWLEDGEMENT, "acknowledges", ACKNOWLEDGES, PROMISES),
    ),
    HandRule("sends-something", "an answer whose outcome stands elsewhere", unnamed_answer),
    HandRule("something-else", "anything else", anything),
)
