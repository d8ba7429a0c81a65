"""What the authority has decided about its own practice; decisions read this and never the configuration."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, timedelta
from enum import StrEnum

from foibot.casework.chasers import CHASERS, Chaser
from foibot.casework.office_days import Closure
from foibot.casework.topics import Topic
from foibot.lean import dataclass


class Role(StrEnum):
    """What a colleague may do."""

    OFFICER = "officer"
    APPROVER = "approver"
    REVIEWER = "reviewer"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class Officer:
    """A colleague who works on cases, or whoever runs foibot on the host (id `host:NAME`, no roles)."""

    id: str
    name: str = ""
    email: str = ""
    roles: frozenset[Role] = frozenset()
    deputy: str = ""
    """The officer who hears instead while this one is away."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds information and is asked for it; the address alone where only a deputy's is configured.

    `deputy` and `manager` are an id of another holder (or, for the manager, of an officer), or an address.
    """

    id: str
    name: str = ""
    email: str = ""
    deputy: str = ""
    manager: str = ""


@dataclass(frozen=True, slots=True)
class SendingLimits:
    """How many acknowledgements may leave: over a limit they wait, they never fall (RFC 3834 section 2)."""

    to_one_address_a_day: int = 2
    to_one_address_a_week: int = 5
    to_one_domain_an_hour: int = 50
    an_hour: int = 200

    WINDOW = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ApprovalStep:
    """One approval that letters need: by somebody of these roles, or one of these officers.

    `letters` are its letters by name, with `refusals` for every refusal; empty: all. With `sections` it is asked only
    of letters that rely on one of them, written as officers do: `s.36`, `reg 12(5)(b)`.
    """

    roles: frozenset[Role] = frozenset()
    officers: tuple[str, ...] = ()
    letters: frozenset[str] = frozenset()
    sections: tuple[str, ...] = ()

    def may_be_given_by(self, officer: Officer) -> bool:
        """Tell whether an officer may give it."""
        return officer.id in self.officers or bool(officer.roles & self.roles)

    @property
    def in_words(self) -> str:
        """Who gives it: an approver or manager, press."""
        roles = [f"{'an' if role[0] in 'aeiou' else 'a'} {role}" for role in sorted(self.roles)]
        return " or ".join([*roles, *self.officers])


ONE_APPROVAL = ApprovalStep(frozenset({Role.APPROVER, Role.MANAGER}))
"""What a letter needs for which the authority asks nothing else."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The authority's practice, as the decisions read it.

    `name_wanted_by` is the section of its regime that wants an applicant's name; empty where none does. More notices
    than `notices_an_hour` are gathered: in a flood nobody reads a mail a message. With `two_people`, who had a letter
    drafted does not approve it; what is approved leaves after the time of `cooling_off`. `named_for` are the letters
    that only somebody known by name approves. Where `edits_stand`, an approver's own edit needs no second look. An
    unanswered clarification letter lapses the case when the days of `lapse_after` have passed since it left.
    `how_to_pay` tells applicants how. `absences` holds the last day on which an officer is away, by id.
    `central_government`: a body in Schedule 1 Part I of the FOIA.
    `chasers` are the rows in force, the most urgent first; nobody is chased on the days of `closures`.
    `topics` are the tags that a new request gets by its words. `own_words` are the authority's names and the lines of
    its address: what an applicant has in common with them tells of nobody.
    """

    regime: str = "FOIA"
    name_wanted_by: str = ""
    jurisdiction: str = "england-wales"
    acknowledge: str = "auto"
    limits: SendingLimits = field(default_factory=SendingLimits)
    officers: tuple[Officer, ...] = ()
    folder_for: dict[str, str] = field(default_factory=dict)
    two_people: bool = True
    cooling_off: timedelta = timedelta(minutes=15)
    lapse_after: timedelta = timedelta(days=60)
    how_to_pay: str = ""
    approval_steps: tuple[ApprovalStep, ...] = ()
    named_for: frozenset[str] = frozenset()
    edits_stand: bool = False
    notices_at_once: int = 5
    notices_an_hour: int = 20
    holders: tuple[Holder, ...] = ()
    our_domains: frozenset[str] = frozenset()
    central_government: bool = False
    absences: Mapping[str, date] = field(default_factory=dict)
    chasers: tuple[Chaser, ...] = tuple(CHASERS.values())
    closures: tuple[Closure, ...] = ()
    topics: tuple[Topic, ...] = ()
    own_words: tuple[str, ...] = ()

    def officer(self, officer_id: str) -> Officer | None:
        """Return the officer of that id, or None."""
        return next((officer for officer in self.officers if officer.id == officer_id), None)

    def with_role(self, role: Role) -> tuple[Officer, ...]:
        """Return everyone who holds the role."""
        return tuple(officer for officer in self.officers if role in officer.roles)

    def holder(self, name: str) -> Holder | None:
        """Return the holder of that id or address; a deputy's or manager's address is one to write to as well."""
        wanted = name.strip().casefold()
        for one in self.holders:
            if wanted in {one.id.casefold(), one.email.casefold()}:
                return one
        others = (address for one in self.holders for address in (one.deputy, one.manager) if "@" in address)
        return next((Holder("", "", address) for address in others if address.casefold() == wanted), None)

    def stands_in_for(self, holder: Holder) -> Holder | None:
        """Return who is asked where a holder is away."""
        return self.holder(holder.deputy) if holder.deputy else None

    def is_our_own(self, address: str) -> bool:
        """Tell whether an address is a colleague's: in our own domain, or an officer's or holder's."""
        known = {one.email.casefold() for one in self.officers} | {one.email.casefold() for one in self.holders}
        return address.casefold() in known or address.rpartition("@")[2].casefold() in self.our_domains
