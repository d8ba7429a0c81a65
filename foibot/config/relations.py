"""What one key demands of another: each id once, each folder its own, one way to sign in, somebody to tell.

These tests read the document as tomllib gave it and pass over whatever has the wrong shape, so that their
faults are found in the same run as those of `structure`. A new test is a function and a place in `TESTS`.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar, get_args
from urllib.parse import urlsplit

from foibot.casework.chasers import chasers_in_force
from foibot.casework.topics import topics_from_table
from foibot.config.kinds import ADDRESS, Role, is_loopback
from foibot.config.mailbox import Folders
from foibot.config.schema import Register
from foibot.config.structure import Trouble, nearest
from foibot.correspondence.reference import ReferencePattern
from foibot.errors import ConfigError, UsageError
from foibot.law.exemptions import EXEMPTIONS
from foibot.law.tables import regimes_from_tables

Document = Mapping[str, Any]
T = TypeVar("T")

STARTING_REGIMES = ("FOIA", "EIR", "FOISA", "EISR")
_SIGN_IN = 'Write password = { env = "FOIBOT_PASSWORD" }, or a table [mailbox.oauth] where the server wants a token.'
# A local part of at most 64 octets that needs no quotation marks (RFC 5321 4.5.3.1.1, RFC 5322 3.2.3).
FIT_FOR_ADDRESS = re.compile(r"(?=.{1,64}$)[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*")
_FOLDERS = 'Give each its own name; to leave mail where it is, write filing = "leave".'


def relations(document: Document) -> Iterator[Trouble]:
    """Give every fault in which more than one key has a part."""
    for test in TESTS:
        yield from test(document)


def missing_places(document: Document, folder: Path) -> Iterator[Trouble]:
    """Give the paths that should be there and are not; relative ones start from `folder`."""
    own = find(document, "templates.path", str)
    if own and not _is_there((folder / Path(own).expanduser()).is_dir):
        remedy = 'Name a folder that exists, or write path = "" for the shipped templates alone.'
        yield Trouble("templates.path", f"{folder / own} is no folder", remedy)
    certificate = find(document, "mailbox.ca_file", str)
    if certificate and not _is_there((folder / Path(certificate).expanduser()).is_file):
        remedy = 'Name a PEM file that exists, or write ca_file = "" for the certificates this system trusts.'
        yield Trouble("mailbox.ca_file", f"{folder / certificate} is no file", remedy)


def _is_there(look: Callable[[], bool]) -> bool:
    try:
        return look()
    except (OSError, ValueError):
        return True  # a name that no file can have is told of as that


def find(document: Document, key: str, kind: type[T]) -> T | None:
    """Return what stands at a dotted key, or None where nothing of that kind does."""
    found: Any = document
    for name in key.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    return found if type(found) is kind else None  # a moment is no day, and `true` no number


def _sign_in(document: Document) -> Iterator[Trouble]:
    mailbox = find(document, "mailbox", dict)
    if mailbox is None:
        return
    if "password" not in mailbox and "oauth" not in mailbox:
        yield Trouble("mailbox.password", "is missing", _SIGN_IN)
    if "password" in mailbox and "oauth" in mailbox:
        yield Trouble("mailbox.oauth", "stands beside mailbox.password: only one can sign in", "Remove one of them.")
    if isinstance(mailbox.get("oauth"), dict):
        yield from _tokens(mailbox["oauth"])


def _tokens(oauth: dict[str, Any]) -> Iterator[Trouble]:
    """Say whether it is known who gives tokens, and for what."""
    givers = [name for name in ("authority", "token_url", "command") if oauth.get(name)]
    if len(givers) != 1:
        fault = f"names {' and '.join(givers)}" if givers else "does not say who gives tokens"
        yield Trouble("mailbox.oauth", fault, "Write one of: authority (Microsoft), token_url (any other), command.")
        return
    [giver] = givers
    if giver == "command":
        return
    if not oauth.get("client_id"):
        yield Trouble(
            "mailbox.oauth.client_id", "is missing", 'Write client_id = "…", as the application was registered.'
        )
    yield from _still_the_examples(oauth)
    if giver == "token_url" and "client_secret" not in oauth and "refresh_token" not in oauth:
        yield Trouble(
            "mailbox.oauth",
            "has no secret to ask for a token with",
            "Add client_secret (the application's) or refresh_token (a person's consent), by reference.",
        )
    place = urlsplit(str(oauth[giver]))
    if place.scheme != "https" and not (place.scheme == "http" and is_loopback(place.hostname or "")):
        yield Trouble(f"mailbox.oauth.{giver}", "is no https address: secrets go there", "Write https://…")


def _still_the_examples(oauth: dict[str, Any]) -> Iterator[Trouble]:
    """Name what stands as in the example: it would fail at the first sign-in, far from its cause."""
    if not str(oauth.get("client_id") or "1").strip("0-"):
        yield Trouble(
            "mailbox.oauth.client_id", "is the example's", "Write the application's own, as it was registered."
        )
    if str(oauth.get("authority", "")).rstrip("/").endswith("/TENANT"):
        yield Trouble("mailbox.oauth.authority", "is the example's", "Write your tenant's name or number for TENANT.")


def _privacy_of_the_wire(document: Document) -> Iterator[Trouble]:
    for server in ("imap", "smtp"):
        host = find(document, f"mailbox.{server}.host", str)
        if find(document, f"mailbox.{server}.tls", str) == "none" and host and not is_loopback(host):
            yield Trouble(
                f"mailbox.{server}.tls",
                f'"none" would send the password to {host} in the clear',
                'Write "implicit" or "starttls"; "none" is for this machine alone (localhost).',
            )


def _references_in_addresses(document: Document) -> Iterator[Trouble]:
    if not find(document, "mailbox.plus_addresses", bool):
        return
    pattern, address = find(document, "register.reference", str), find(document, "mailbox.address", str)
    try:
        reference = ReferencePattern(pattern or Register().reference).format(2026, 1)
    except UsageError:
        return
    if address and not FIT_FOR_ADDRESS.fullmatch(f"{address.rpartition('@')[0]}+{reference}"):
        yield Trouble(
            "mailbox.plus_addresses",
            f'a reference such as "{reference}" cannot stand in an e-mail address',
            'Write register.reference with letters, digits and "-" only, and short, or plus_addresses = false.',
        )


def _starting_regime(document: Document) -> Iterator[Trouble]:
    regime = find(document, "authority.regime", str)
    known = [*STARTING_REGIMES, *(find(document, "regimes", dict) or {})]
    if regime is not None and regime not in known:
        yield Trouble(
            "authority.regime",
            f'"{regime}" is no regime that a request can start under',
            f"{nearest(regime, known)} One of your own is added as [regimes.NAME].",
        )


def _own_regimes(document: Document) -> Iterator[Trouble]:
    try:
        regimes_from_tables(find(document, "regimes", dict) or {})
    except ConfigError as error:
        for problem in error.problems:
            yield Trouble(problem.key, problem.fault, problem.remedy)


def _folders(document: Document) -> Iterator[Trouble]:
    written = {key: name for key, name in (find(document, "folders", dict) or {}).items() if isinstance(name, str)}
    names = {key: written.get(key, name) for key, name in asdict(Folders()).items() if key != "filing"}
    seen: dict[str, str] = {}
    # What was written is blamed for a collision rather than a default the reader has not seen.
    for key in sorted(names, key=lambda key: key in written):
        folded = names[key].casefold()
        if folded in seen:
            yield Trouble(f"folders.{key}", f'"{names[key]}" is also folders.{seen[folded]}', _FOLDERS)
        seen.setdefault(folded, key)
        for parent in ("approved", "triage"):
            if folded.startswith(f"{names[parent].casefold()}/"):
                yield Trouble(
                    f"folders.{key}",
                    f'"{names[key]}" lies below folders.{parent}, where each folder has a meaning of its own',
                    "Put it elsewhere.",
                )


def _ids(document: Document) -> Iterator[Trouble]:
    for section in ("officers", "holders", "other_authorities"):
        yield from _repeated(section, [(f"{key}.id", row.get("id")) for key, row in _rows(document, section)])
    users = [
        (f"{key}.system_users", user)
        for key, row in _rows(document, "officers")
        for user in (find(row, "system_users", list) or [])
    ]
    yield from _repeated("officers", users)


def _repeated(section: str, named: list[tuple[str, Any]]) -> Iterator[Trouble]:
    seen: dict[str, str] = {}
    for key, name in named:
        if not isinstance(name, str):
            continue
        # Folded, since ids become names of folders and some servers do not tell cases apart.
        first = seen.setdefault(name.casefold(), key)
        if first != key:
            yield Trouble(key, f'"{name}" stands already at {first}', f"Each of the {section} needs its own.")


def _somebody_to_tell(document: Document) -> Iterator[Trouble]:
    held = [row.get("roles") for _, row in _rows(document, "officers")]
    roles = [role for listed in held if isinstance(listed, list) for role in listed]
    # A misspelt role is its own fault; that nobody holds the right one may only follow from it.
    sound = isinstance(document.get("officers", []), list) and all(isinstance(listed, list) for listed in held)
    if sound and "officer" not in roles and all(role in get_args(Role) for role in roles):
        yield Trouble(
            "officers",
            "nobody has the role officer, so nobody would be told of a new request",
            'Add a table [[officers]] with id, name, email and roles = ["officer"].',
        )


def _roles(document: Document) -> Iterator[Trouble]:
    """Want a role of every officer but those who are named for an approval: that alone may be all they do."""
    named = {name for _, step in _steps(document) for name in find(step, "by", list) or () if isinstance(name, str)}
    for key, row in _rows(document, "officers"):
        if row.get("roles") == [] and f"officer:{row.get('id')}" not in named:
            yield Trouble(f"{key}.roles", "is empty", "Name at least one, or name the officer in [[approval.steps]].")


def _approval_steps(document: Document) -> Iterator[Trouble]:
    officers = [row for _, row in _rows(document, "officers")]
    ids = [row["id"] for row in officers if isinstance(row.get("id"), str)]
    able = {f"role:{role}" for row in officers for role in find(row, "roles", list) or []}
    able |= {f"officer:{one}" for one in ids}
    for key, step in _steps(document):
        named = [name for name in find(step, "by", list) or [] if isinstance(name, str)]
        faults = [fault for name in named for fault in _approver(f"{key}.by", name, ids)]
        yield from faults
        if named and not faults and not able.intersection(named):
            yield Trouble(
                f"{key}.by", "nobody has such a role, so nobody could approve", "Give it to one of [[officers]]."
            )
        for section in find(step, "sections", list) or []:
            yield from _section(f"{key}.sections", section)


def _approver(key: str, name: str, ids: list[str]) -> Iterator[Trouble]:
    kind, _, who = name.partition(":")
    known = {"role": list(get_args(Role)), "officer": ids}.get(kind)
    if known is None or not who:
        meant = nearest(f"officer:{name}", [f"officer:{one}" for one in ids]) if name in ids else ""
        remedy = f'Write "role:approver" for a role, or "officer:ID" for one person. {meant}'.strip()
        yield Trouble(key, f'"{name}" names neither a role nor an officer', remedy)
    elif who not in known:
        yield Trouble(key, f'"{who}" is no {kind}', nearest(who, known) if known else "Add a table [[officers]].")


def _section(key: str, section: object) -> Iterator[Trouble]:
    if not isinstance(section, str):
        return
    known = {row.cited_short for rows in EXEMPTIONS.values() for row in rows}
    whole = known | {name.partition("(")[0] for name in known}
    if section not in whole and not any(name.startswith(f"{section}(") for name in known):
        yield Trouble(key, f'"{section}" is no section that a refusal relies on', nearest(section, sorted(whole)))


def _steps(document: Document) -> list[tuple[str, dict[str, Any]]]:
    approval = find(document, "approval", dict) or {}
    return [(f"approval.{key}", step) for key, step in _rows(approval, "steps")]


def _replies(document: Document) -> Iterator[Trouble]:
    """Want of whoever lets replies count that our own server tells who wrote them, and that they find their way."""
    for key, needed in (("reply", ("authserv_id", "plus_addresses")), ("commands_by_reply", ("authserv_id",))):
        missing = [name for name in needed if not (find(document, "mailbox", dict) or {}).get(name)]
        if find(document, f"approval.{key}", bool) and missing:
            named = " and ".join(f"mailbox.{name}" for name in missing)
            yield Trouble(f"approval.{key}", f"needs {named}", f"Set {named}, or write {key} = false.")


def _deputies(document: Document) -> Iterator[Trouble]:
    holders, officers = _ids_in(document, "holders"), _ids_in(document, "officers")
    for key, row in _rows(document, "holders"):
        yield from _unknown_person(f"{key}.deputy", row, holders, "the id of another holder", address=True)
        managers = [*officers, *holders]
        yield from _unknown_person(f"{key}.manager", row, managers, "an officer's or another holder's id", address=True)
    for key, row in _rows(document, "officers"):
        yield from _unknown_person(f"{key}.deputy", row, officers, "the id of another officer", address=False)


def _ids_in(document: Document, section: str) -> list[str]:
    return [row["id"] for _, row in _rows(document, section) if isinstance(row.get("id"), str)]


def _unknown_person(
    key: str, row: Mapping[str, Any], known: list[str], wanted: str, *, address: bool
) -> Iterator[Trouble]:
    named, others = row.get(key.rpartition(".")[2]), [one for one in known if one != row.get("id")]
    if not isinstance(named, str) or not named or named in others or (address and ADDRESS.fullmatch(named)):
        return
    hint = nearest(named, others) if others else ""
    fault = f"is neither {wanted} nor an e-mail address" if address else f"is not {wanted}"
    remedy = "Write one of the two." if address else "Write one, or leave it out."
    yield Trouble(key, f'"{named}" {fault}', f"{remedy} {hint}".strip())


def _closures(document: Document) -> Iterator[Trouble]:
    for key, row in _rows(find(document, "calendar", dict) or {}, "closures"):
        first, last = find(row, "from", dt.date), find(row, "to", dt.date)
        if first and last and last < first:
            yield Trouble(f"calendar.{key}.to", f"{last} is before {first}", "Write the last day of the closure.")


def _chasers(document: Document) -> Iterator[Trouble]:
    try:
        chasers_in_force(find(document, "chasers", dict) or {})
    except ConfigError as error:
        for problem in error.problems:
            yield Trouble(problem.key, problem.fault, problem.remedy)


def _topics(document: Document) -> Iterator[Trouble]:
    try:
        topics_from_table(find(document, "topics", dict) or {})
    except ConfigError as error:
        for problem in error.problems:
            yield Trouble(problem.key, problem.fault, problem.remedy)


def _rows(document: Document, section: str) -> list[tuple[str, dict[str, Any]]]:
    rows = document.get(section)
    listed = rows if isinstance(rows, list) else []
    return [(f"{section}[{number}]", row) for number, row in enumerate(listed) if isinstance(row, dict)]


TESTS: tuple[Callable[[Document], Iterator[Trouble]], ...] = (
    _sign_in,
    _privacy_of_the_wire,
    _references_in_addresses,
    _starting_regime,
    _own_regimes,
    _folders,
    _ids,
    _somebody_to_tell,
    _roles,
    _approval_steps,
    _replies,
    _deputies,
    _closures,
    _chasers,
    _topics,
)
