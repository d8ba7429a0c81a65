"""The one place where adapters are constructed: `build(config)` and nothing cleverer.

An App is immutable and may be shared; what holds a connection (register, mailbox, transport) is opened by the
thread that uses it.
"""

import importlib
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from importlib import metadata
from types import ModuleType
from typing import TYPE_CHECKING

from foibot.casework.chasers import chasers_in_force
from foibot.casework.clocks import Statutes
from foibot.casework.office_days import Closure
from foibot.casework.policy import ApprovalStep, Holder, Officer, Policy, Role, SendingLimits
from foibot.casework.topics import topics_from_table
from foibot.config import Config
from foibot.config.schema import ApprovalStep as WrittenStep
from foibot.correspondence.reference import ReferencePattern
from foibot.errors import ConfigError, Problem, RegisterError, UsageError
from foibot.law.jurisdictions import get_jurisdiction
from foibot.law.regime import Regime
from foibot.law.tables import further_places, regimes_from_tables
from foibot.law.working_days import BankHoliday, Calendars, Cancellation, get_division, without_days
from foibot.lines import mailbox_of, server_of
from foibot.mail.errands import Begins, begin
from foibot.mail.imap_connection import OpensClient, open_client
from foibot.mail.mailbox import ImapMailbox
from foibot.mail.render import Templates
from foibot.mail.smtp_session import Connects, connect
from foibot.mail.transport import SmtpTransport
from foibot.shipped import shipped_templates
from foibot.sign_in import secret_of
from foibot.store import calendar, register
from foibot.store.database import Database

if TYPE_CHECKING:
    from foibot.mail.attachment_words import ReadsFiles

KEEPING_COPIES = (".office365.com", ".outlook.com", "smtp.gmail.com")
CALENDAR_MODULE = "foibot.law.bank_holidays"


@dataclass(frozen=True, slots=True)
class Lines:
    """What leads out of the process: the lines to the mail servers, the reader of files; a simulation has its own."""

    imap: OpensClient = open_client
    smtp: Connects = connect
    begin: Begins = begin
    """What waits on a server while work goes on."""
    files: "ReadsFiles | None" = None
    """What reads the files of a message where it is not a process of its own."""


@dataclass(frozen=True, slots=True)
class App:
    """Everything a job needs that holds no connection."""

    config: Config
    policy: Policy
    statutes: Statutes
    templates: Templates
    references: ReferencePattern
    secret: Callable[[], str]
    """What signs in to both servers: a password, or a token that is asked for when it is needed."""
    faulty_templates: tuple[Problem, ...] = ()
    """What is wrong with the authority's own templates, where that was looked at; their letters are held."""
    lines: Lines = Lines()

    def open_register(self) -> Database:
        """Open the register in the thread that calls."""
        return register.open_register(self.config.register.path)

    def mailbox(self) -> ImapMailbox:
        """Return a mailbox that is not connected yet."""
        return mailbox_of(self.config.mailbox, self.secret, self.lines.imap)

    def transport(self) -> SmtpTransport:
        """Return a transport that is not connected yet."""
        settings = self.config.mailbox
        server, ca_file = server_of(settings.smtp), settings.ca_file
        return SmtpTransport(server, settings.username, self.secret, ca_file=ca_file, connects=self.lines.smtp)

    @property
    def server_keeps_copies(self) -> bool:
        """Whether the submission server files what it takes in Sent by itself, as Exchange Online and Gmail do."""
        return self.config.mailbox.smtp.host.casefold().endswith(KEEPING_COPIES)

    @property
    def only_loopback(self) -> bool:
        """Whether every server is on this machine, so that nothing can reach anybody."""
        settings = self.config.mailbox
        return server_of(settings.imap).is_loopback and server_of(settings.smtp).is_loopback

    def sent_folder(self, mailbox: ImapMailbox) -> str:
        """Return the Sent folder: the one the server marks as such, else the configured one."""
        return mailbox.special_use("\\Sent") or self.config.folders.sent


def build(config: Config) -> App:
    """Construct everything that a configuration describes; raises `ConfigError` with every problem."""
    statutes = _statutes(config)
    return App(
        config=config,
        policy=_policy(config, statutes.regime(config.authority.regime)),
        statutes=statutes,
        templates=Templates([*([config.templates.path] if config.templates.path else []), shipped_templates()]),
        references=ReferencePattern(config.register.reference),
        secret=secret_of(config.mailbox),
    )


def _policy(config: Config, regime: Regime) -> Policy:
    limits = config.limits
    return Policy(
        regime=regime.name,
        name_wanted_by=regime.name_wanted_by,
        jurisdiction=config.authority.jurisdiction,
        acknowledge=config.acknowledge.mode,
        two_people=config.approval.two_people,
        cooling_off=timedelta(minutes=config.approval.cooling_off_minutes),
        lapse_after=timedelta(days=config.clarification.lapse_after_days),
        how_to_pay=config.fees.how_to_pay,
        approval_steps=tuple(_approval_step(step) for step in config.approval.steps),
        named_for=frozenset(config.approval.named_for),
        edits_stand=config.approval.edits == "accept",
        chasers=chasers_in_force(config.chasers, str(config.path)),
        topics=topics_from_table(config.topics, str(config.path)),
        own_words=(config.authority.name, config.authority.short_name, *config.authority.postal_address.splitlines()),
        closures=tuple(Closure(one.from_, one.to) for one in config.calendar.closures),
        limits=SendingLimits(
            to_one_address_a_day=limits.acknowledgements_a_day,
            to_one_address_a_week=limits.acknowledgements_a_week,
            to_one_domain_an_hour=limits.acknowledgements_a_domain_an_hour,
            an_hour=limits.acknowledgements_an_hour,
        ),
        officers=tuple(
            Officer(
                officer.id, officer.name, officer.email, frozenset(Role(role) for role in officer.roles), officer.deputy
            )
            for officer in config.officers
        ),
        holders=tuple(Holder(one.id, one.name, one.email, one.deputy, one.manager) for one in config.holders),
        our_domains=frozenset({config.mailbox.address.rpartition("@")[2].casefold()}),
        central_government=config.authority.central_government,
        absences={one.id: one.away_until for one in config.officers if one.away_until},
    )


def _approval_step(step: WrittenStep) -> ApprovalStep:
    named = [name.partition(":") for name in step.by]
    return ApprovalStep(
        roles=frozenset(Role(who) for kind, _, who in named if kind == "role"),
        officers=tuple(who for kind, _, who in named if kind == "officer"),
        letters=frozenset(step.letters),
        sections=step.sections,
    )


def _statutes(config: Config) -> Statutes:
    regimes = regimes_from_tables(config.regimes, str(config.path))
    edition = _edition(config, regimes)
    days, known_through = _kept_days(config, edition) or _published_days(config, further_places(regimes.values()))
    return Statutes(
        regimes=regimes,
        calendars=Calendars(days, known_through),
        jurisdiction=get_jurisdiction(config.authority.jurisdiction),
        edition=edition,
        review_days=config.review.working_days,
    )


def _edition(config: Config, regimes: Mapping[str, Regime]) -> str:
    """Name what due dates rest on: published and own days, the authority's place, the clocks, and who counts.

    A change of any of them makes another edition, and so every open case is counted again. So does a change of the
    chasers: the row of a case says when something is done about it next.
    """
    published, place = f"holidays {metadata.version('holidays')}", config.authority.jurisdiction
    own = (config.calendar.proclaimed, config.calendar.cancelled, config.review.working_days)
    managed = any(Role.MANAGER in officer.roles for officer in config.officers)
    chased = (config.chasers, config.calendar.closures, config.clarification, config.acknowledge, managed)
    rest = (metadata.version("foibot"), *own, sorted(regimes.items()), *chased)
    digest = sha256(repr(rest).encode()).hexdigest()[:8]
    return f"{published}, {place}, own days and clocks {digest}"


def _kept_days(config: Config, edition: str) -> tuple[list[BankHoliday], date] | None:
    """Return the register's copy of the calendar if it is of this edition, proclaimed days included."""
    if not config.register.path.exists():
        return None
    try:
        db = register.open_for_reading(config.register.path)
    except RegisterError:
        return None  # whoever opens the register makes it, renews it, or says what is wrong with it
    try:
        kept = calendar.edition(db)
        days = calendar.bank_holidays(db) if kept is not None and kept[0] == edition else []
        return (days, kept[1]) if kept is not None and days else None
    except (sqlite3.Error, ValueError, TypeError, AttributeError):
        return None  # somebody wrote to it: what was published is counted by, and the audit names it
    finally:
        db.close()


def days_of_another_edition(config: Config, db: Database) -> list[date]:
    """Return the days that the register's copy of the calendar has and was not given, or lacks, the earliest first.

    Nothing where the copy is of another edition than the one in use: it is renewed with the next pass. Raises what
    reading a table raises to which somebody wrote anything.
    """
    regimes = regimes_from_tables(config.regimes, str(config.path))
    kept = calendar.edition(db)
    if kept is None or kept[0] != _edition(config, regimes):
        return []
    published, known_through = _published_days(config, further_places(regimes.values()))
    other = set(published) ^ set(calendar.bank_holidays(db))
    return sorted({one.day for one in other} | ({known_through, kept[1]} if known_through != kept[1] else set()))


def _divisions(places: Iterable[str]) -> frozenset[str]:
    """Return the divisions as the law's calendars name them."""
    return frozenset(map(get_division, places))


def _published_days(config: Config, places: tuple[str, ...]) -> tuple[list[BankHoliday], date]:
    # importing the package costs a tenth of a second and 8 MiB: only when the edition has changed
    module = importlib.import_module(CALENDAR_MODULE)
    proclaimed = (
        BankHoliday(day.day, day.name, _divisions(day.divisions), day.source) for day in config.calendar.proclaimed
    )
    try:
        published = _without_cancelled(config, module.published_holidays(further_places=places))
    except UsageError as error:
        raise ConfigError(_unknown_places(config, module, places)) from error
    return [*published, *proclaimed], module.KNOWN_THROUGH


def _unknown_places(config: Config, module: ModuleType, places: tuple[str, ...]) -> list[Problem]:
    """Say which tables name a place whose holidays nobody published."""
    year, problems = module.KNOWN_THROUGH.year, list[Problem]()
    for place in places:
        try:
            module.published_holidays(year, year, further_places=(place,))
        except UsageError as error:
            fault, _, remedy = str(error).partition(". ")
            named = [name for name, table in config.regimes.items() if table.get("calendar") == place]
            problems += [Problem(str(config.path), f"regimes.{name}.calendar", fault, remedy) for name in named]
    return problems


def _without_cancelled(config: Config, published: Iterable[BankHoliday]) -> Iterable[BankHoliday]:
    cancelled = (Cancellation(day.day, _divisions(day.divisions), day.source) for day in config.calendar.cancelled)
    try:
        return without_days(published, cancelled)
    except UsageError as error:
        fault, _, remedy = str(error).partition(". ")
        raise ConfigError([Problem(str(config.path), "calendar.cancelled", fault, remedy)]) from error
