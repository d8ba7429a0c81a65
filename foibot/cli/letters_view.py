"""How drafts and letters are shown in the terminal."""

from collections.abc import Sequence
from typing import Any

import click

from foibot.cli.tables import console, plain, table, wrapped
from foibot.correspondence.reasons import in_words
from foibot.jobs.wording import sentence


def show_drafts(rows: Sequence[dict[str, Any]]) -> None:
    """Show drafts, each with why it waits and what to do with it."""
    if not rows:
        click.echo("No draft waits for anybody.")
        return
    listed = [[str(row["id"]), row["reference"], row["letter"], row["status"], row["recipient"]] for row in rows]
    console().print(table([("Id", 4), ("Case", 0), ("Letter", 17), ("Status", 9), ("To", 12)], listed))
    for row in rows:
        if row["standing"]:
            click.echo(wrapped(f"{row['id']} {row['standing']}.", "  ", "    "))
        if row["rules"]:
            click.echo(wrapped(f"{row['id']} waits: {in_words(row['rules'])}", "  ", "    "))
    click.echo("\nRead one: foibot draft ID. Then: foibot approve ID, or foibot reject ID --why …")


def show_draft(draft: dict[str, Any]) -> None:
    """Show a draft as it would leave, with why it waits for a person."""
    click.echo(f"Draft {draft['id']}, revision {draft['revision']}: {draft['letter']} ({draft['status']})")
    click.echo(wrapped(draft["recipient"], "To:      ", " " * 9))
    click.echo(wrapped(draft["subject"], "Subject: ", " " * 9))
    if draft["rules"] and draft["status"] == "waiting":
        click.echo(wrapped(sentence(in_words(draft["rules"])), "Waits:   ", " " * 9))
    if draft["standing"]:
        click.echo(wrapped(sentence(draft["standing"].removeprefix("waits ")), "Waits:   ", " " * 9))
    click.echo()
    for line in draft["text"].splitlines():
        click.echo(plain(line))


def show_letters(rows: Sequence[dict[str, Any]]) -> None:
    """Show the letters of the outbox."""
    if not rows:
        click.echo("No letter.")
        return
    listed = [
        [str(row["id"]), row["reference"], row["letter"], row["status"], (row["sent_at"] or "")[:16], row["recipient"]]
        for row in rows
    ]
    columns = [("Id", 4), ("Case", 0), ("Letter", 15), ("Status", 8), ("Sent (UTC)", 16), ("To", 8)]
    console().print(table(columns, listed))
    for row in rows:
        if row["status"] in {"refused", "unknown"} and row["answer"]:
            click.echo(wrapped(f"{row['id']}: {row['answer']}", "  ", "    "))
