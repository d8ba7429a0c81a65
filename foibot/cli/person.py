"""`foibot person EMAIL`: what is held about one person, for a subject access request or for erasure."""

from collections.abc import Iterator
from pathlib import Path
from shlex import quote
from typing import Any

import click

from foibot.cli.addresses import address_meant
from foibot.cli.session import json_option, now_option, open_session, print_json
from foibot.cli.tables import plain, wrapped
from foibot.errors import UsageError
from foibot.jobs.collecting import collect, make_zip
from foibot.law.wording import plain_day
from foibot.store.person import folded_name, named


@click.command("person")
@click.argument("email", metavar="EMAIL-OR-NAME")
@click.option("--zip", "file", type=click.Path(path_type=Path, dir_okay=False), help="Write all of it to this file.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@now_option
@json_option
@click.pass_context
def person_command(context: click.Context, /, email: str, *, file: Path | None, as_json: bool, **said: Any) -> None:
    """List what came from and went to one person, and their cases, by any spelling of an address.

    Of a case that is all: mails, letters, drafts, notes and events. Notes and mail on other cases that name them are
    not looked through; 'foibot search NAME' finds those.

    By a name, whoever has it is listed, with the address by which to ask again; accents, apostrophes, hyphens,
    capitals and spaces count for nothing.

    With --zip: the mails as they came, the letters, and a page to begin at. People of the same name under another
    address, or who wrote by post, are named and not mixed in.
    """
    session = open_session(context, said["now"])
    db = session.read()
    if "@" not in email and folded_name(email):
        _show_named(email.strip(), named(db, email), file, as_json=as_json)
        return
    email = address_meant(email)
    held = collect(session.app, db, email, session.now)
    if file is not None and held["found"]:
        _write(file, make_zip(session.app, db, held, session.now), force=said["force"])
    if as_json:
        print_json(held)
        return
    for line in _lines(held):
        click.echo(line)
    if file is not None and held["found"]:
        click.echo(wrapped(f"{file}: all of it. Open index.html in it."))


def _show_named(name: str, people: list[dict[str, Any]], file: Path | None, *, as_json: bool) -> None:
    if file is not None:
        raise UsageError(f"--zip needs an address, for a name may be several people's: foibot person {quote(name)}")
    if as_json:
        print_json({"name": name, "people": people})
        return
    for line in _named(name, people):
        click.echo(line)


def _named(name: str, people: list[dict[str, Any]]) -> Iterator[str]:
    if not people:
        yield wrapped(f"Nobody on the register has the name {name}. An address is written as name@example.org.")
        yield wrapped(BY_PART)
        return
    yield wrapped(f"Of the name {name} (they may be several people):")
    for one in people:
        where = one["email"] or f"by post, {' '.join(one['postal_address'].split()) or 'no address'}"
        yield wrapped(f"{one['name']}, {where}: {', '.join(one['references']) or 'on no case'}", "  ", "    ")
        again = f"person {quote(one['email'])}" if one["email"] else f"case {one['references'][0]}"
        yield f"    foibot {plain(again)}"


BY_PART = "All names and addresses: foibot export FILE.csv --with-personal-data."


def _write(path: Path, packed: bytes, *, force: bool) -> None:
    if path.exists() and not force:
        raise UsageError(f"{path} is there already. Name another file, or add --force.")
    try:
        path.touch(mode=0o600)
        path.chmod(0o600)
        path.write_bytes(packed)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error


def _lines(held: dict[str, Any]) -> Iterator[str]:
    if not held["found"]:
        yield wrapped(f"Nothing is held under {held['address']}.")
        yield wrapped(ELSEWHERE)
        yield wrapped(BY_PART)
    else:
        yield wrapped(f"Held about {', '.join(held['names']) or 'somebody without a name'}:", rest="  ")
        yield wrapped(f"addresses: {', '.join(held['addresses'])}", "  ", "    ")
    for case in held["cases"]:
        yield from _case(case)
    for one in held["mail_on_no_case"]:
        yield wrapped(f"Mail on no case, {one['received_at'][:10]}, in {one['folder']}: {one['subject']}", rest="  ")
        yield from _others(one)
    if held["perhaps_the_same"]:
        yield "Perhaps the same person (look; nothing of these is counted above):"
    for one in held["perhaps_the_same"]:
        where = one["email"] or " ".join(one["postal_address"].split()) or "no address"
        yield wrapped(f"{one['reference']}: {one['name']}, {where}", "  ", "    ")
    if held["found"]:
        yield wrapped(held["to_look_for"])
        yield wrapped(held["to_read"])


ELSEWHERE = (
    "Other addresses of theirs are found by their name, foibot person 'NAME', or by what they wrote: "
    "foibot search 'WORDS'."
)


def _case(case: dict[str, Any]) -> Iterator[str]:
    outcome = f", {case['outcome']}" if case["outcome"] else ""
    received = plain_day(case["received_on"]) if case["received_on"] else "an unknown day"
    yield wrapped(
        f"{case['reference']} ({case['they_are']}): {case['status']}{outcome}, received {received}", rest="  "
    )
    counts = ((len(case[name]), name) for name in ("messages", "letters", "drafts", "events"))
    yield wrapped(", ".join(f"{name}: {count}" for count, name in counts), "  ", "    ")
    folders = sorted({one["folder"] for one in case["messages"]})
    if folders:
        yield wrapped(f"in the mailbox: {', '.join(folders)}", "  ", "    ")
    yield from _others(case)
    for why in case["held_back_by"]:
        yield wrapped(f"is kept: {why}", "  ", "    ")


def _others(held: dict[str, Any]) -> Iterator[str]:
    if held["names_others"]:
        yield wrapped(f"names others: {', '.join(held['names_others'])}", "  ", "    ")
