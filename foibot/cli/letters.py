"""`drafts`, `letters`: what waits for approval, and what has left or is about to."""

import sys

import click

from foibot.cli.letters_view import show_drafts, show_letters
from foibot.cli.session import json_option, open_session, print_json
from foibot.errors import UsageError
from foibot.jobs.standing_of_drafts import with_standing
from foibot.store import queries

STATUSES = ("queued", "sending", "sent", "refused", "unknown", "cancelled")


@click.command("drafts")
@click.option("--all", "everything", is_flag=True, help="Those approved, rejected and sent too.")
@json_option
@click.pass_context
def drafts_command(context: click.Context, *, everything: bool, as_json: bool) -> None:
    """List the drafts that wait for approval, with why, and the letters that wait to be posted."""
    session = open_session(context)
    db = session.read()
    rows = with_standing(session.app, db, queries.drafts(db, waiting_only=not everything))
    if as_json:
        print_json(rows)
    else:
        show_drafts(rows, queries.to_post(db))


@click.command("letters")
@click.option("--status", type=click.Choice(STATUSES), help="Only letters of this status.")
@click.option("--raw", type=int, metavar="ID", help="Print one letter as it left, headers and all.")
@json_option
@click.pass_context
def letters_command(context: click.Context, *, status: str | None, raw: int | None, as_json: bool) -> None:
    """List the letters of the outbox, the newest first."""
    session = open_session(context)
    db = session.read()
    if raw is not None:
        found = queries.letter_text(db, raw)
        if found is None:
            raise UsageError(f"There is no letter {raw}.")
        sys.stdout.buffer.write(found)
        return
    rows = queries.letters(db, status)
    if as_json:
        print_json(rows)
    else:
        show_letters(rows)
