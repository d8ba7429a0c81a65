"""The kinds of value that configuration holds: words, addresses, hosts, folders, whole numbers within bounds.

Each kind is the plain type, annotated with the test a value of it must pass; a value that fails says what is
wrong and how to mend it. What relates one key to another stands in `relations`, not here.
"""

import ipaddress
import re
import shlex
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from foibot.correspondence.reference import ReferencePattern as References
from foibot.errors import UsageError

Jurisdiction = Literal["england-wales", "wales", "scotland", "northern-ireland", "uk"]
Division = Literal["england-wales", "england-and-wales", "scotland", "northern-ireland"]
Role = Literal["officer", "approver", "reviewer", "manager"]
Tls = Literal["implicit", "starttls", "none"]
SecretKind = Literal["env", "file", "command", "keyring"]
NameableLetter = Literal[
    "refusals",
    "disclosed",
    "partly_withheld",
    "withheld",
    "not_held",
    "ncnd",
    "cost_limit",
    "vexatious",
    "repeated",
    "already_public",
    "clarification",
    "extension",
    "fees_notice",
    "transfer",
    "reply",
    "holding",
    "withdrawn",
    "lapsed",
    "review_delay",
    "review_outcome",
]
RawTable = Mapping[str, Any]
RawTables = Mapping[str, Mapping[str, Any]]

ADDRESS = re.compile(r"[^\s@<>(),;:\"\[\]\\]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}", re.IGNORECASE)
WEB_ADDRESS = re.compile(
    r"https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?(?:/[\w.~%-]+)*/?", re.IGNORECASE | re.ASCII
)
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?\.?)+", re.IGNORECASE)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


class BadValueError(ValueError):
    """Raised when one value cannot be used; says what is wrong with it and how to mend it."""

    def __init__(self, fault: str, remedy: str) -> None:
        self.fault = fault
        self.remedy = remedy
        super().__init__(f"{fault}. {remedy}")


Test = Callable[[object], None]


def _is_filled(value: object) -> None:
    if not str(value).strip():
        raise BadValueError("is empty", "Fill it in, or remove the line if the key is optional.")


def _is_command_or_empty(value: object) -> None:
    if not value:
        return
    _is_filled(value)
    try:
        words = shlex.split(str(value))
    except ValueError:
        raise BadValueError("has a quotation mark that is not closed", "Close it.") from None
    if of_a_shell := next((word for word in words if SHELLS_OWN.fullmatch(word)), ""):
        remedy = "Put it into a script, and name that."
        raise BadValueError(f'holds "{of_a_shell}", which only a shell knows, and is run without one', remedy)


SHELLS_OWN = re.compile(r"[|;&]{1,2}|<|\d?>{1,2}\S*")
"""What joins commands, or sends what they say elsewhere."""


def _holds_something(value: object) -> None:
    if not value:
        raise BadValueError("is empty", "Name at least one.")


def _is_address(value: object) -> None:
    if not ADDRESS.fullmatch(str(value)):
        raise BadValueError(f'"{value}" is no e-mail address', 'Write one bare address, for example "foi@example.org".')


def _is_address_or_empty(value: object) -> None:
    if value:
        _is_address(value)


def _is_web_address_or_empty(value: object) -> None:
    if value and not WEB_ADDRESS.fullmatch(str(value)):
        raise BadValueError(
            f'"{value}" is no address of a web site',
            'Write it whole, without a query, for example "https://www.example.org/foi/log".',
        )


def _is_host(value: object) -> None:
    text = str(value)
    if not (_HOST.fullmatch(text) or is_ip_address(text)):
        raise BadValueError(
            f'"{value}" is no name of a server',
            'Write the name alone, without "https://", port or path, for example "imap.example.org".',
        )


def _is_id(value: object) -> None:
    if not _ID.fullmatch(str(value)):
        raise BadValueError(
            f'"{value}" cannot be an id',
            "Use letters, digits, hyphens and underscores only: ids become names of folders.",
        )


def _is_folder(value: object) -> None:
    text = str(value)
    parts = text.split("/")
    if not all(part.strip() == part and part for part in parts) or re.search(r"[%*\\\x00-\x1f\x7f]", text):
        raise BadValueError(
            f'"{value}" cannot be the name of a folder',
            'Write it with "/" between the levels, without "%", "*" or "\\", for example "FOI/Logged".',
        )


def is_ip_address(text: str) -> bool:
    """Say whether the text is an IPv4 or IPv6 address."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Say whether a server of this name can only be on this machine, so that nobody listens between."""
    if is_ip_address(host):
        return ipaddress.ip_address(host).is_loopback
    return host.casefold() in ("localhost", "ip6-localhost")


def between(least: int, most: int) -> Test:
    """Return a test that a whole number lies within the bounds, both included."""

    def is_between(value: object) -> None:
        if not isinstance(value, int) or not least <= value <= most:
            raise BadValueError(f"{value} is out of range", f"Write a whole number from {least} to {most}.")

    return is_between


def _is_loopback_address(value: object) -> None:
    text = str(value)
    host, colon, port = text.rpartition(":")
    if text and not (colon and port.isdecimal() and 0 < int(port) <= HIGHEST_PORT and is_loopback(host.strip("[]"))):
        raise BadValueError(
            f'"{value}" is no address of this machine alone', 'Write for example "127.0.0.1:9464", or "" for none.'
        )


HIGHEST_PORT = 65_535
Approvers = Annotated[tuple[str, ...], _holds_something]
Roles = tuple[Role, ...]
Divisions = Annotated[tuple[Division, ...], _holds_something]
Filled = Annotated[str, _is_filled]
CommandIfAny = Annotated[str, _is_command_or_empty]
Address = Annotated[str, _is_address]
AddressIfAny = Annotated[str, _is_address_or_empty]
WebAddressIfAny = Annotated[str, _is_web_address_or_empty]
Host = Annotated[str, _is_host]
Id = Annotated[str, _is_id]
Folder = Annotated[str, _is_folder]
Port = Annotated[int, between(1, HIGHEST_PORT)]
Loopback = Annotated[str, _is_loopback_address]
Seconds = Annotated[int, between(1, 3600)]
Minutes = Annotated[int, between(0, 10_080)]
Delays = Annotated[tuple[Minutes, ...], _holds_something]
Megabytes = Annotated[int, between(1, 1_000)]
Count = Annotated[int, between(1, 1_000_000)]
Days = Annotated[int, between(1, 3_650)]
ReviewDays = Annotated[int, between(1, 40)]
Years = Annotated[int, between(1, 100)]
Period = Annotated[int, between(0, 60)]
KeptDays = Annotated[int, between(0, 3_650)]


def _is_reference_pattern(value: object) -> None:
    text = str(value)
    remedy = 'Write for example "FOI-{year}-{number:04d}".'
    try:
        References(text)
    except UsageError as error:
        raise BadValueError(str(error).rpartition(". ")[0], remedy) from error
    if re.search(r"[0-9}]\{number|\{number[^}]*\}[0-9{]", text):
        raise BadValueError(f'"{text}" is ambiguous: where {{number}} begins or ends cannot be told', remedy)


ReferencePattern = Annotated[str, _is_reference_pattern]
