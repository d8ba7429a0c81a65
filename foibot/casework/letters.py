"""The letters foibot can write, one row each, and whom they are for. A new letter is a row and a template."""

from dataclasses import field
from enum import StrEnum
from typing import Any

from foibot.casework.events import Person
from foibot.lean import dataclass


class Audience(StrEnum):
    """Whom a letter is written to."""

    APPLICANT = "applicant"
    AUTHORITY = "authority"
    COLLEAGUE = "colleague"
    HOLDER = "holder"
    """Who holds information, a colleague or a third party: must not learn who asks."""


@dataclass(frozen=True, slots=True)
class LetterKind:
    """A letter of the table: its template is `NAME.txt.j2`.

    `auto_submitted` is the value of that header (RFC 3834 section 5), empty for a letter a human approved.
    `needs_approver`: approved by an approver or a manager, and not by who had it drafted. `after_the_end`: it may still
    leave once the case has ended. `while_held`: it tells of the hold, so it leaves all the same.
    `pictured`: it has a picture at its top.
    """

    name: str
    title: str
    audience: Audience
    auto_submitted: str
    leaves_by_itself: bool
    needs_approver: bool = False
    after_the_end: bool = False
    while_held: bool = False
    pictured: bool = False

    @property
    def has_html(self) -> bool:
        """Whether an HTML part goes with its text."""
        return self.needs_approver or self.pictured


CONFIRMING = frozenset({"reply", "withdrawn", "lapsed"})

LETTERS: dict[str, LetterKind] = {
    kind.name: kind
    for kind in (
        LetterKind("acknowledgement", "Acknowledgement of a request", Audience.APPLICANT, "auto-replied", True),
        LetterKind(
            "review_acknowledgement", "Acknowledgement of an internal review", Audience.APPLICANT, "auto-replied", True
        ),
        LetterKind("name_wanted", "Letter asking for the applicant's name", Audience.APPLICANT, "", False),
        *(
            LetterKind(
                name, title, Audience.APPLICANT, "", False, needs_approver=True, after_the_end=name in CONFIRMING
            )
            for name, title in (
                ("disclosed", "Answer: the information"),
                ("partly_withheld", "Answer: a part of the information"),
                ("withheld", "Refusal"),
                ("not_held", "Answer: not held"),
                ("ncnd", "Refusal to confirm or deny"),
                ("cost_limit", "Refusal: above the cost limit"),
                ("vexatious", "Refusal: vexatious"),
                ("repeated", "Refusal: repeated"),
                ("already_public", "Answer: public already"),
                ("reply", "Reply"),
                ("clarification", "Request for clarification"),
                ("extension", "Extension"),
                ("holding", "Holding letter"),
                ("fees_notice", "Fees notice"),
                ("transfer", "Transfer to another authority"),
                ("withdrawn", "Confirmation that a request was withdrawn"),
                ("lapsed", "Notice that a request lapsed"),
                ("review_delay", "Delay of an internal review"),
                ("review_outcome", "Outcome of an internal review"),
            )
        ),
        LetterKind(
            "clarification_reminder",
            "Reminder of what we asked",
            Audience.APPLICANT,
            "auto-replied",
            leaves_by_itself=True,
        ),
        LetterKind(
            "handover",
            "Request handed on to another authority",
            Audience.AUTHORITY,
            "",
            leaves_by_itself=False,
            needs_approver=True,
            after_the_end=True,
        ),
        # Asked by an officer's command: no automatic mail, so that out-of-office replies come back to us.
        LetterKind("holder_request", "Question to an information holder", Audience.HOLDER, "", leaves_by_itself=True),
        LetterKind("holder_chaser", "Reminder to an information holder", Audience.HOLDER, "auto-generated", True),
        LetterKind("consultation", "Consultation", Audience.HOLDER, "", leaves_by_itself=False, needs_approver=True),
        LetterKind("cost_notice", "Notice of the cost limit", Audience.COLLEAGUE, "auto-generated", True),
        LetterKind("case_notice", "Notice of new requests", Audience.COLLEAGUE, "auto-generated", True),
        LetterKind(
            "calendar_notice", "Notice of dates that a new calendar moved", Audience.COLLEAGUE, "auto-generated", True
        ),
        LetterKind("mail_notice", "Notice of mail that waits for a person", Audience.COLLEAGUE, "auto-generated", True),
        LetterKind("draft_notice", "Notice of a draft", Audience.COLLEAGUE, "auto-generated", True),
        LetterKind(
            "mailbox_notice", "Notice of what was done or asked by mail", Audience.COLLEAGUE, "auto-generated", True
        ),
        LetterKind(
            "hold_notice", "Notice that nothing leaves", Audience.COLLEAGUE, "auto-generated", True, while_held=True
        ),
        LetterKind("limit_notice", "Notice of acknowledgements that wait", Audience.COLLEAGUE, "auto-generated", True),
        LetterKind("template_notice", "Notice of a faulty template", Audience.COLLEAGUE, "auto-generated", True),
        LetterKind("officer_chaser", "Reminder to an officer", Audience.COLLEAGUE, "auto-generated", True),
        LetterKind("escalation", "Notice to managers of what is late", Audience.COLLEAGUE, "auto-generated", True),
        LetterKind(
            "digest", "What waits for a person today", Audience.COLLEAGUE, "auto-generated", True, pictured=True
        ),
        LetterKind("monthly_report", "Report of a month", Audience.COLLEAGUE, "auto-generated", True),
        LetterKind("review_notice", "Notice of an internal review", Audience.COLLEAGUE, "auto-generated", True),
        LetterKind("trouble_notice", "Notice of a letter in trouble", Audience.COLLEAGUE, "auto-generated", True),
    )
}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter."""

    name: str
    type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class LetterWanted:
    """A letter that a decision asks for, to be composed in the transaction that records the decision.

    `number` counts the letters of the case; `draft` is set where the letter waits for a person instead.
    `answers` is the message it replies to. `facts` are handed to the template beside those of the case.
    `reply_to` is where the answer is to go, where that is said beforehand. `instead_of` is the letter of the case
    whose place it takes: it goes to the same address. `lines` are standard lines, by name, which follow the officer's
    own words.
    `by_post`: it is printed and posted, to the postal address. `mails` says which of the attachments go in each mail
    after the first, where one mail cannot take them all; by post, which of them the form in the mailbox is without.
    `follows` is a letter of ours in the case that this one continues: it threads on that one's Message-ID.
    """

    letter: str
    to: Person
    number: int = 0
    draft: int = 0
    answers: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    instead_of: int = 0
    reply_to: str = ""
    lines: tuple[str, ...] = ()
    by_post: bool = False
    mails: tuple[tuple[int, ...], ...] = ()
    follows: int = 0
