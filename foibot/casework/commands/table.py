"""What a row of the COMMANDS table is, and the one permission check that stands before every door."""

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from foibot.casework.approval import is_named
from foibot.casework.arrivals import Arrival
from foibot.casework.asking import Request
from foibot.casework.case import CARRIED, Case, CaseStatus
from foibot.casework.checks import Fault
from foibot.casework.clocks import Statutes
from foibot.casework.decisions import Decision
from foibot.casework.events import RequestLinked
from foibot.casework.findings import Release
from foibot.casework.policy import Officer, Policy, Role
from foibot.errors import NotPermitted, UsageError
from foibot.law.wording import plain_day
from foibot.lean import dataclass


class Target(StrEnum):
    """What a command is about."""

    NOTHING = "nothing"
    CASE = "case"
    MESSAGE = "message"
    DRAFT = "draft"


class ArgumentType(StrEnum):
    """What an argument holds, so that every door can read and explain it alike."""

    TEXT = "text"
    DATE = "date"
    MOMENT = "moment"
    OFFICER = "officer"
    REFERENCE = "reference"
    REGIME = "regime"
    CHOICE = "choice"
    NUMBER = "number"
    FLAG = "flag"
    FILE = "file"
    AUTHORITY = "authority"
    PARTS = "parts"
    LINE = "line"
    HOLDER = "holder"
    COUNT = "count"
    HOURS = "hours"
    POINTS = "points"
    TEXT_FILE = "text-file"
    SENT_FILE = "file-name"
    COPY = "name=file"
    FOUND = "finding"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Argument:
    """An argument of a command. A positional one is required; an option is written `--name`.

    `many` may be given again and again. What is required may be left out where the option `unless` is given.
    """

    name: str
    type: ArgumentType
    help: str
    positional: bool = False
    required: bool = False
    choices: tuple[str, ...] = ()
    many: bool = False
    unless: str = ""


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything a command's decision may look at; `now` is aware, `today` is the day in Europe/London.

    `links` are what a case opened by the command would get, `faults` what the letter check finds in the draft,
    `other` a second case that an argument names. `largest_mail` is how many bytes the largest mail may have;
    `approved_on` is the day the draft was approved last, `written_on` are the days on which it
    was written or changed. `request` is what was asked as it was written;
    `minutes_elsewhere` the time spent on requests that may be added up with this one for the cost limit. `on_the_host`
    is true for a command typed on the host, and for no other door. `files_sent` are the names of the files that went
    out with the answers, where an argument names one. `release` is what the guard found in the files of a draft.
    """

    now: datetime
    today: date
    actor: Officer
    policy: Policy
    arguments: Mapping[str, Any] = field(default_factory=dict)
    case: Case | None = None
    arrival: Arrival | None = None
    opened_by_it: bool = False
    message_state: str = ""
    draft: int = 0
    new_reference: str = ""
    links: tuple[RequestLinked, ...] = ()
    faults: tuple[Fault, ...] = ()
    other: Case | None = None
    law: Statutes | None = None
    largest_mail: int = 20_000_000
    approved_on: date | None = None
    written_on: tuple[date, ...] = ()
    request: Request = field(default_factory=Request)
    minutes_elsewhere: Mapping[str, int] = field(default_factory=dict)
    on_the_host: bool = False
    release: Release = field(default_factory=Release)
    files_sent: tuple[str, ...] = ()

    @property
    def statutes(self) -> Statutes:
        """The law as it holds for this authority."""
        if self.law is None:
            raise AssertionError("a command that reads the clock is given the law")
        return self.law

    def the_case(self) -> Case:
        """Return the case the command is about; raises `NotPermitted` where there is none."""
        if self.case is None:
            raise NotPermitted("This command needs a case: give its reference.")
        return self.case


FROM_THE_HOST = frozenset({ArgumentType.FILE, ArgumentType.PARTS, ArgumentType.TEXT_FILE, ArgumentType.COPY})
"""What is read from a file of the host's."""
LINES = Argument("line", ArgumentType.LINE, "a standard line of yours ('foibot lines' shows them)", many=True)
"""What every command takes that drafts a letter with `drafted`: the authority's own paragraphs."""
ANY_STATE: frozenset[CaseStatus] = frozenset(CaseStatus)
OFFICERS: frozenset[Role] = frozenset({Role.OFFICER, Role.MANAGER})
EVERYONE: frozenset[Role] = frozenset(Role)


@dataclass(frozen=True, slots=True)
class Command:
    """A row: verb, help, arguments, who may, from which states, and the decision itself.

    `on_the_host` lets whoever may write the register run it without being an officer. With `by_reply` an officer may
    write it as the answer to a notice, if it takes no file.
    """

    verb: str
    help: str
    target: Target
    decide: Callable[[Situation], tuple[Decision, ...]]
    arguments: tuple[Argument, ...] = ()
    roles: frozenset[Role] = OFFICERS
    states: frozenset[CaseStatus] = ANY_STATE
    on_the_host: bool = False
    by_reply: bool = True

    @property
    def by_mail(self) -> bool:
        """Whether it may be given by mail: not what acts on the host, and not what needs a file at hand."""
        takes_a_file = any(argument.type in FROM_THE_HOST for argument in self.arguments)
        return self.by_reply and not self.on_the_host and not takes_a_file


def decide(command: Command, situation: Situation) -> tuple[Decision, ...]:
    """Return what the command does.

    Raises `NotPermitted` when the person or the case's state forbids it, `UsageError` where words are missing.
    """
    permit(command, situation.actor, situation.case, named=_is_named_for_the_draft(command, situation))
    _refuse_blanks(command, situation.arguments)
    if situation.other is not None:
        refuse_erased(situation.other)
    return command.decide(situation)


def permit(command: Command, actor: Officer, case: Case | None, *, named: bool = False) -> None:
    """Raise `NotPermitted` where the person or the status of the case forbids the command, whatever is asked.

    `named` is whether they are named for an approval of the very draft: then they may, in any role.
    """
    if not named:
        _permit_person(command, actor)
    if case is not None and command.target in {Target.CASE, Target.DRAFT}:
        refuse_erased(case)
        _permit_state(command, case)


def _is_named_for_the_draft(command: Command, situation: Situation) -> bool:
    """Tell whether a person is named for an approval of the very draft."""
    case = situation.case
    if case is None or command.target is not Target.DRAFT:
        return False
    return is_named(situation.policy, case, situation.draft, situation.actor)


def _permit_person(command: Command, actor: Officer) -> None:
    if command.on_the_host or actor.roles & command.roles:
        return
    wanted = " or ".join(sorted(command.roles))
    if actor.id.startswith("host:"):
        raise NotPermitted(
            f"'{command.verb}' is done by an officer, and {actor.id} is none. Say who acts with --as OFFICER, "
            f"or add your system user to an officer's system_users (it needs the role {wanted})."
        )
    raise NotPermitted(f"'{command.verb}' needs the role {wanted}; {actor.id} does not have it.")


def _refuse_blanks(command: Command, said: Mapping[str, Any]) -> None:
    for argument in command.arguments:
        needed = (argument.positional or argument.required) and not said.get(argument.unless)
        if needed and argument.type is ArgumentType.TEXT and not (said.get(argument.name) or "").strip():
            name = argument.name if argument.positional else f"--{argument.name}"
            raise UsageError(f"{name} is empty: give {argument.help}.")


def refuse_erased(case: Case) -> None:
    """Raise `NotPermitted` for a case whose personal data were erased: there is nothing left to act upon."""
    if case.erased_on is not None:
        raise NotPermitted(
            f"The personal data of {case.reference} were erased on {plain_day(case.erased_on)}: nothing can be done on "
            "it any more. What came since is logged as a case of its own: foibot new, or foibot classify MESSAGE "
            "new_request."
        )


def _permit_state(command: Command, case: Case) -> None:
    if case.status in command.states:
        return
    stands = str(case.status).replace("_", " ")
    *most, last = sorted(state.replace("_", " ") for state in command.states)
    allowed = "not ended" if command.states == CARRIED else " or ".join(filter(None, (", ".join(most), last)))
    raise NotPermitted(f"{case.reference} is {stands}; '{command.verb}' is possible while a case is {allowed}.")
