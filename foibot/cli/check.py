"""`foibot check`: every fault of the configuration at once, and with `--connect` every fault of the servers.

This module looks at what is on this machine; `connect` speaks to the servers. Neither sends or moves mail.
"""

import json
import os
import tomllib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click

from foibot.app import App, build
from foibot.cli.check_approval import look_at_approval
from foibot.cli.connect import look_at_servers
from foibot.cli.findings import Finding, as_data, fault_and_remedy, faults, from_problem, show
from foibot.config import Config, load_config
from foibot.config.secret import describe, exposed_to, is_missing
from foibot.errors import ConfigError, Problem, RegisterError
from foibot.shipped import shipped_config
from foibot.store.cases import carried_by_regime
from foibot.store.register import open_for_reading

LetterCheck = Callable[[App], Iterable[Problem]]

NAMED = 5
SCOTTISH_LAW, OTHER_LAW = ("FOISA", "EISR"), ("FOIA", "EIR")
CANNOT_NOW, WRONG_CONFIGURATION = 1, 2


def check_command_for(letters: LetterCheck) -> click.Command:
    """Return the command; `letters` writes every letter with invented facts and tells what went wrong."""

    @click.command("check")
    @click.option("--connect", is_flag=True, help="Also sign in to the servers, and make the missing folders.")
    @click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
    @click.pass_context
    def check_command(context: click.Context, *, connect: bool, as_json: bool) -> None:
        """Tell every fault of the configuration at once, each with its key and what to do about it."""
        path = context.find_object(Path) or Path("config.toml")
        findings, status = check(path, letters, connect=connect)
        if as_json:
            click.echo(json.dumps(as_data(findings), ensure_ascii=False, indent=2))
        else:
            show(findings)
        context.exit(status)

    return check_command


def check(path: Path, letters: LetterCheck, *, connect: bool) -> tuple[list[Finding], int]:
    """Return what was found, and the exit status: 2 for a fault of the configuration, 1 of a server."""
    try:
        app = build(load_config(path))
    except ConfigError as error:
        return [from_problem(problem) for problem in error.problems], WRONG_CONFIGURATION
    findings = [*_look_at_configuration(app.config), *_clocks_in_use(app), *look_at_approval(app)]
    findings += _look_at_letters(app, letters)
    if faults(findings):
        return findings, WRONG_CONFIGURATION
    if not connect:
        return findings, 0
    try:
        findings += look_at_servers(app)
    except ConfigError as error:
        findings += [from_problem(problem) for problem in error.problems]
        return findings, WRONG_CONFIGURATION
    return findings, CANNOT_NOW if faults(findings) else 0


def _look_at_configuration(config: Config) -> Iterator[Finding]:
    yield Finding("ok", str(config.path), f"understood, with {_counted(config)}")
    yield from _register(config.register.path)
    yield from _secrets(config)
    yield from _invented(config)
    yield from _law(config)
    yield from _loops(config)
    yield _commissioner(config)


def _counted(config: Config) -> str:
    counts = ((config.officers, "officer"), (config.holders, "information holder"))
    return " and ".join(f"{len(rows)} {name}{'' if len(rows) == 1 else 's'}" for rows, name in counts)


def _register(path: Path) -> Iterator[Finding]:
    folder = path.parent
    remedy = "Name a file in a folder that foibot's own user may write to."
    if not folder.is_dir():
        yield Finding("fault", "register.path", f"there is no folder {folder}", remedy)
    elif path.is_dir():
        yield Finding("fault", "register.path", f"{path} is a folder", remedy)
    elif path.exists() and not path.stat().st_size:
        yield Finding("note", "register.path", f"{path} is empty", "If it held cases, restore it from a backup.")
    elif not os.access(path if path.exists() else folder, os.W_OK):
        yield Finding("fault", "register.path", f"{path} may not be written", remedy)
    else:
        yield Finding("ok", "register.path", f"{path} {'is there' if path.exists() else 'will be made'}")


def _clocks_in_use(app: App) -> Iterator[Finding]:
    """Compare the regimes of the open cases with those configured; a register that cannot be read is told of above."""
    path = app.config.register.path
    if not path.is_file() or not path.stat().st_size:
        return
    try:
        db = open_for_reading(path)
    except RegisterError as error:
        yield Finding("fault", "register.path", *fault_and_remedy(error))
        return
    carried = carried_by_regime(db)
    db.close()
    for regime in sorted({regime for _, regime in carried if app.statutes.no_clock_for(regime)}):
        named = [reference for reference, under in carried if under == regime]
        more = f" and {len(named) - NAMED} more" if len(named) > NAMED else ""
        yield Finding(
            "fault",
            f"regimes.{regime}",
            f"is not configured, and open cases count by it: {', '.join(named[:NAMED])}{more}",
            f"Put [regimes.{regime}] back; until then these cases keep the due date they had.",
        )


def _secrets(config: Config) -> Iterator[Finding]:
    oauth = config.mailbox.oauth
    held = {
        "mailbox.password": config.mailbox.password,
        "mailbox.oauth.client_secret": oauth.client_secret if oauth else None,
        "mailbox.oauth.refresh_token": oauth.refresh_token if oauth else None,
    }
    for key, reference in held.items():
        if reference is None:
            continue
        exposed, missing = exposed_to(reference), is_missing(reference)
        if missing:
            yield Finding("fault", key, missing, "Create it with mode 0600, owned by the user that runs foibot.")
        elif exposed:
            yield Finding("note", key, exposed, f"Run: chmod 600 {reference.value}")
        else:
            yield Finding("ok", key, f"is kept in {describe(reference)}; --connect uses it")


def _invented(config: Config) -> Iterator[Finding]:
    """Name what still stands there as in the example, which is of an authority that does not exist."""
    example = tomllib.loads(shipped_config().read_text(encoding="utf-8"))
    ours = {"authority.name": {config.authority.name}, "mailbox.address": {config.mailbox.address}}
    theirs = {"authority.name": {example["authority"]["name"]}, "mailbox.address": {example["mailbox"]["address"]}}
    for key, people in (("officers", config.officers), ("holders", config.holders)):
        ours[key] = {person.email for person in people}
        theirs[key] = {person["email"] for person in example[key]}
    for key, values in ours.items():
        for value in sorted(values & theirs[key]):
            yield Finding("note", key, f'"{value}" is the invented one of the example', "Write your own there.")


def _law(config: Config) -> Iterator[Finding]:
    place, regime = config.authority.jurisdiction, config.authority.regime
    scottish = place == "scotland"
    if (regime in SCOTTISH_LAW) == scottish or regime not in (*SCOTTISH_LAW, *OTHER_LAW):
        return
    usual = "FOISA" if scottish else "FOIA"
    yield Finding(
        "note",
        "authority.regime",
        f'each new request starts under {regime}, though jurisdiction is "{place}": its time limits, its letters and '
        f"the Commissioner belong to different laws",
        f'Write regime = "{usual}", or leave it out, unless your authority really comes under {regime} there.',
    )


def _loops(config: Config) -> Iterator[Finding]:
    ours = {config.mailbox.address.casefold(), *map(str.casefold, config.mailbox.also_known_as)}
    addresses = [(f"officers[{number}]", officer.email) for number, officer in enumerate(config.officers)]
    addresses += [(f"holders[{number}]", holder.email) for number, holder in enumerate(config.holders)]
    for key, address in addresses:
        if address.casefold() in ours:
            yield Finding(
                "note",
                f"{key}.email",
                "is the mailbox itself: what is sent there is our own mail, and tells nobody",
                "Write the address at which that person reads mail, if there is another.",
            )


def _commissioner(config: Config) -> Finding:
    body = config.commissioner
    return Finding(
        "note",
        "commissioner",
        f"letters name the {body.name}, {body.postal_address}, {body.telephone}, {body.complaint_link}",
        f"Compare this with {body.website}: the Commissioner may have moved since foibot was made.",
    )


def _look_at_letters(app: App, letters: LetterCheck) -> Iterator[Finding]:
    found = [from_problem(problem) for problem in letters(app)]
    own = app.config.templates.path
    yield from found or [
        Finding("ok", "templates", f"every letter can be written{f', with those in {own}' if own else ''}")
    ]
