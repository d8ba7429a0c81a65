"""What the register and the configuration know that bears on one message.

Filled in by those who can look it up; every field has a default, so that a message can also be judged from itself
alone.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from foibot.correspondence.message import Address
from foibot.correspondence.reference import ReferencePattern
from foibot.lean import dataclass

COMMISSIONERS = frozenset({"ico.org.uk", "foi.scot", "itspublicknowledge.info"})
TO_HOLDERS = frozenset({"holder_request", "holder_chaser", "consultation"})
"""Letters to those who hold information, or whom it concerns."""
FINISHED = frozenset({"responded", "review_decided", "withdrawn", "lapsed", "transferred", "closed"})


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter we sent: the case, which letter, and the address it went to."""

    reference: str
    letter: str
    recipient: str


@dataclass(frozen=True, slots=True)
class KnownCase:
    """A case: its status, the applicant, and every address that is a party to it (all in lower case).

    `asked` are those who were asked about it: they may answer that, and speak for nobody else.
    """

    reference: str
    status: str = "open"
    applicant: str = ""
    parties: frozenset[str] = frozenset()
    subject: str = ""
    answered: bool = False
    lapsed_for: str = ""
    asked: frozenset[str] = frozenset()
    due_on: date | None = None

    def can_be_complained_of(self, today: date | None) -> bool:
        """Tell whether there is something to be dissatisfied with: an answer, or one that is overdue."""
        overdue = self.due_on is not None and today is not None and self.due_on < today
        return self.answered or (overdue and self.status not in FINISHED)

    @property
    def waits_for_clarification(self) -> bool:
        """Whether we asked the applicant what is meant, and are not told yet; lapsed for that, it can be told still."""
        lapsed = self.status == "lapsed" and self.lapsed_for == "clarification"
        return lapsed or self.status == "awaiting_clarification"

    def has_party(self, address: Address | None) -> bool:
        """Tell whether the address belongs to the case."""
        return address is not None and bool(address.key) and address.key in self.parties | {self.applicant.casefold()}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known. Addresses and domains in lower case, Message-IDs as `<id>`.

    `sent` are letters of ours among the Message-IDs that the message names (aliases too); `received` are messages
    that came to us among them, with their case. `cases` holds every case of this sender and every case that `sent`,
    `received` or a reference in the message names, by reference. `of_the_commissioner` says by what each case is known
    to the Commissioner that the message, if it is theirs, seems to be about. `today` is the London day of its arrival.
    """

    our_addresses: frozenset[str] = frozenset()
    our_domains: frozenset[str] = frozenset()
    officers: frozenset[str] = frozenset()
    holders: frozenset[str] = frozenset()
    commissioner_domains: frozenset[str] = COMMISSIONERS
    authserv_id: str = ""
    pattern: ReferencePattern | None = None
    sent: Mapping[str, SentLetter] = field(default_factory=dict)
    received: Mapping[str, str] = field(default_factory=dict)
    cases: Mapping[str, KnownCase] = field(default_factory=dict)
    of_the_commissioner: Mapping[str, str] = field(default_factory=dict)
    today: date | None = None

    def is_ours(self, address: Address | None) -> bool:
        """Tell whether the address is our mailbox or an alias of it, with or without a plus part."""
        if address is None:
            return False
        local, _, domain = address.key.rpartition("@")
        parts = local.split("+")
        return any(f"{'+'.join(parts[:count])}@{domain}" in self.our_addresses for count in range(1, len(parts) + 1))

    def is_colleague(self, address: Address | None) -> bool:
        """Tell whether the address belongs to an officer, a holder or our own domain."""
        if address is None or not address.key:
            return False
        return address.key in self.officers | self.holders or address.domain in self.our_domains
