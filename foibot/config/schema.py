"""The keys of config.toml as frozen dataclasses: `config.limits.message_mb` is `message_mb` in `[limits]`.

A field is a key, its type is what may stand there, its default is what holds where the key is left out.
Nothing is read or checked here; `load` does that. What needs one section should be given that section alone.
"""

import datetime as dt
from dataclasses import field
from pathlib import Path
from typing import Literal

from foibot.config.days import Calendar
from foibot.config.kinds import (
    Approvers,
    Count,
    Days,
    Delays,
    Filled,
    Host,
    Jurisdiction,
    Megabytes,
    Minutes,
    NameableLetter,
    Period,
    RawTable,
    RawTables,
    ReferencePattern,
    ReviewDays,
)
from foibot.config.mailbox import Folders, Mailbox
from foibot.config.people import Holder, Officer, OtherAuthority
from foibot.config.publishing import Publish
from foibot.config.reporting import Reporting
from foibot.config.retention import Retention
from foibot.config.watching import Alerts, Monitor
from foibot.lean import dataclass


@dataclass(frozen=True, slots=True)
class Window:
    """The hours of a day, Europe/London, in which chasers and digests may leave."""

    opens: dt.time
    closes: dt.time


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs letters: the Acts want a person whom the applicant can name."""

    name: Filled
    title: str = ""


@dataclass(frozen=True, slots=True)
class Authority:
    """The public authority, as letters name it."""

    name: Filled
    jurisdiction: Jurisdiction
    short_name: str = ""
    regime: str = ""
    central_government: bool = False
    """Whether it stands in Schedule 1 Part I of the FOIA, whose cost limit is higher (SI 2004/3244 reg 3)."""
    postal_address: str = ""
    telephone: str = ""
    website: str = ""
    signatory: Signatory = Signatory("")
    """The first officer where nobody is named."""


@dataclass(frozen=True, slots=True)
class Register:
    """Where the register lies (absolute once loaded) and how a case is named."""

    path: Path = Path("foibot.db")
    reference: ReferencePattern = "FOI-{year}-{number:04d}"


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """Whether acknowledgements leave by themselves, wait as drafts, or are not written."""

    mode: Literal["auto", "draft", "off"] = "auto"


@dataclass(frozen=True, slots=True)
class ApprovalStep:
    """One approval that letters need: `by` names who may give it, as `role:approver` or `officer:ID`.

    No `letters`: all; with `sections`, only letters that rely on one of them.
    """

    by: Approvers
    letters: tuple[NameableLetter, ...] = ()
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Approval:
    """How a letter is approved, and what proves who approved it."""

    cooling_off_minutes: Minutes = 15
    two_people: bool = True
    named_for: tuple[NameableLetter, ...] = ("disclosed", "review_outcome", "refusals")
    folders_prove: Literal["officer", "nobody"] = "officer"
    edits: Literal["return", "accept"] = "return"
    reply: bool = False
    commands_by_reply: bool = False
    steps: tuple[ApprovalStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Clarification:
    """When silence after a clarification letter lapses the case, in calendar days."""

    lapse_after_days: Days = 60


@dataclass(frozen=True, slots=True)
class Fees:
    """How an applicant pays what a fees notice asks for, as the letter says it."""

    how_to_pay: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """The target of an internal review; the s.45 FOIA Code allows 40 working days at most."""

    working_days: ReviewDays = 20


@dataclass(frozen=True, slots=True)
class Commissioner:
    """Who hears complaints after a review. What is left out is filled in by jurisdiction."""

    name: str = ""
    office: str = ""
    postal_address: str = ""
    telephone: str = ""
    website: str = ""
    complaint_link: str = ""
    appeal_months: Period = 0
    """Months from the review's outcome in which to appeal, where an Act sets them (s.47(4) FOISA)."""
    complaint_weeks: Period = 0
    """Weeks within which the Commissioner asks to be told, where no Act sets a time."""
    email_domains: tuple[Host, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What no mistake may exceed, whatever the classifier says (RFC 3834, section 2)."""

    message_mb: Megabytes = 50
    acknowledgements_a_day: Count = 2
    acknowledgements_a_week: Count = 5
    acknowledgements_an_hour: Count = 200
    acknowledgements_a_domain_an_hour: Count = 50


@dataclass(frozen=True, slots=True)
class Sending:
    """When chasers may leave, and how long to wait before each further try after a temporary refusal."""

    window: Window = Window(dt.time(8), dt.time(18))
    digest: bool = True
    """One mail each working morning to the officers of what waits."""
    digest_when_empty: bool = False
    """Whether there is one on a morning on which nothing waits."""
    retry_minutes: Delays = (1, 5, 15, 60, 240)
    """The last delay is kept for every further try."""
    largest_mb: Megabytes = 20
    """The largest mail, in 1,000,000 bytes, its files coded; where our own server takes less, that counts."""


@dataclass(frozen=True, slots=True)
class Calendars:
    """Files with the deadlines, for people's calendars (absolute once loaded); no path: none are written."""

    path: Path | None = None
    alarm_days: Period = 0
    """Days before a deadline on which a calendar reminds; 0: not at all."""


@dataclass(frozen=True, slots=True)
class HostRules:
    """With `strict`, only a system user mapped to an officer may act as that officer."""

    strict: bool = False


@dataclass(frozen=True, slots=True)
class Templates:
    """The authority's own templates (absolute once loaded), which go before the shipped ones."""

    path: Path | None = None


@dataclass(frozen=True, slots=True)
class Log:
    """What the daemon writes on standard error."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["text", "json"] = "text"


@dataclass(frozen=True, slots=True)
class Config:
    """The whole of config.toml, complete: every default filled in, every path absolute."""

    authority: Authority
    mailbox: Mailbox
    folders: Folders = field(default_factory=Folders)
    register: Register = Register()
    acknowledge: Acknowledge = Acknowledge()
    approval: Approval = Approval()
    clarification: Clarification = Clarification()
    fees: Fees = Fees()
    review: Review = Review()
    commissioner: Commissioner = Commissioner()
    limits: Limits = Limits()
    sending: Sending = Sending()
    calendars: Calendars = Calendars()
    publish: Publish = field(default_factory=Publish)
    retention: Retention = field(default_factory=Retention)
    report: Reporting = field(default_factory=Reporting)
    host: HostRules = HostRules()
    templates: Templates = Templates()
    alerts: Alerts = field(default_factory=Alerts)
    monitor: Monitor = field(default_factory=Monitor)
    log: Log = Log()
    calendar: Calendar = field(default_factory=Calendar)
    chasers: RawTable = field(default_factory=dict)
    """The chasers that the authority changes, as they stand in the file: `foibot.casework` judges them."""
    topics: RawTable = field(default_factory=dict)
    """The tags that new requests get by their words, as they stand in the file: `foibot.casework` judges them."""
    regimes: RawTables = field(default_factory=dict)
    """Regimes of the authority's own, as they stand in the file: `foibot.law` reads and judges them."""
    officers: tuple[Officer, ...] = ()
    holders: tuple[Holder, ...] = ()
    other_authorities: tuple[OtherAuthority, ...] = ()
    path: Path = Path("config.toml")
    """The file it was read from; no key."""
