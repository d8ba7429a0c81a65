"""How drafts and letters are shown in the terminal."""

from collections.abc import Iterator, Sequence
from typing import Any

import click
from rich.text import Text

from foibot.casework.changes import MARKS, Change, Piece
from foibot.cli.tables import console, plain, table, wrapped
from foibot.correspondence.reasons import in_words
from foibot.jobs.wording import sentence


def show_drafts(rows: Sequence[dict[str, Any]], to_post: Sequence[dict[str, Any]]) -> None:
    """Show drafts, each with why it waits and what to do with it; then the letters that wait to be posted."""
    if not rows:
        click.echo("No draft waits for anybody.")
    else:
        listed = [[str(row["id"]), row["reference"], row["letter"], row["status"], recipient_of(row)] for row in rows]
        console().print(table([("Id", 4), ("Case", 0), ("Letter", 17), ("Status", 9), ("To", 12)], listed))
        for row in rows:
            if row["held"]:
                click.echo(wrapped(f"{row['id']} {row['held']}.", "  ", "    "))
            if row["standing"]:
                click.echo(wrapped(f"{row['id']} {row['standing']}.", "  ", "    "))
            if row["rules"]:
                click.echo(wrapped(f"{row['id']} waits: {in_words(row['rules'])}", "  ", "    "))
        click.echo("\nRead one: foibot draft ID. Then: foibot approve ID, or foibot reject ID --why …")
    if to_post:
        click.secho("\nApproved, and to be posted", bold=True)
        listed = [[str(row["id"]), row["reference"], row["letter"], in_a_line(row["recipient"])] for row in to_post]
        console().print(table([("Id", 4), ("Case", 0), ("Letter", 17), ("To", 12)], listed))
        click.echo("\nPrint one: foibot draft ID --pdf FILE. Once posted: foibot posted ID --on DATE")


def recipient_of(row: dict[str, Any]) -> str:
    """Write where a letter goes: an e-mail address, or by post to a postal address; an erased address as that."""
    if row["way"] == "post":
        return ", ".join(filter(None, ("by post", in_a_line(row["recipient"]))))
    return str(row["recipient"]) or "an erased address"


def in_a_line(address: str) -> str:
    """Write a postal address on one line."""
    return ", ".join(address.splitlines())


def show_draft(draft: dict[str, Any], mails: Sequence[Sequence[str]]) -> None:
    """Show a draft as it would leave, with why it waits for a person."""
    click.echo(f"Draft {draft['id']}, revision {draft['revision']}: {draft['letter']} ({draft['status']})")
    click.echo(wrapped(recipient_of(draft), "To:      ", " " * 9))
    click.echo(wrapped(draft["subject"], "Subject: ", " " * 9))
    for number, names in enumerate(mails, 1):
        _show_files(names, f"{number} of {len(mails)}: " if len(mails) > 1 and draft["way"] != "post" else "")
    if draft["rules"] and draft["status"] == "waiting":
        click.echo(wrapped(sentence(in_words(draft["rules"])), "Waits:   ", " " * 9))
    if draft["held"]:
        click.echo(wrapped(sentence(draft["held"].removeprefix("is held first: ")), "Held:    ", " " * 9))
    if draft["standing"]:
        click.echo(wrapped(sentence(draft["standing"].removeprefix("waits ")), "Waits:   ", " " * 9))
    click.echo()
    for line in draft["text"].splitlines():
        click.echo(plain(line))


def _show_files(names: Sequence[str], mail: str) -> None:
    if names or mail:
        click.echo(wrapped(f"{mail}{', '.join(names) or 'the letter alone'}", "Files:   ", " " * 9))


def show_findings(draft: dict[str, Any]) -> None:
    """Show what the release guard found in the files of a draft, with what to do."""
    found = draft["findings"]
    if not found:
        return
    click.secho("\nFound in its files by the release guard", bold=True)
    for one in found:
        place = f", {one['place']}" if one["place"] else ""
        then = "Accepted." if one["accepted"] else one["remedy"]
        click.echo(wrapped(f"[{one['number']}] {one['file']}{place}: {one['words']} {then}", "  ", "      "))
    left = " ".join(str(one["number"]) for one in found if not one["accepted"])
    if left:
        click.echo(f"\nWith a clean file: foibot reject {draft['id']} --why …, and draft it anew.")
        click.echo(f"If they may be released as they are: foibot accept {draft['id']} {left} --why …")


STYLES = {Change.KEPT: "", Change.TAKEN_OUT: "red strike", Change.PUT_IN: "green underline"}


def show_changes(draft: dict[str, Any], changed: Sequence[Sequence[Piece]]) -> None:
    """Show the paragraphs in which words were changed; what was taken out and put in is marked, and coloured too."""
    number, revision = draft["id"], draft["revision"]
    click.echo(f"Draft {number}, revision {revision}, against revision {revision - 1}: {draft['letter']}")
    if not changed:
        click.echo("\nNo word was changed.")
        return
    click.echo("[-taken out-] {+put in+}; paragraphs that stayed as they were are left out.")
    for pieces in changed:
        shown = Text.assemble(*_coloured(pieces))
        console().print()
        console().print(shown)


def _coloured(pieces: Sequence[Piece]) -> Iterator[tuple[str, str]]:
    for at, piece in enumerate(pieces):
        yield (" " if at else "", "")
        yield (plain(piece.words).join(MARKS[piece.change]), STYLES[piece.change])


def show_letters(rows: Sequence[dict[str, Any]]) -> None:
    """Show the letters of the outbox."""
    if not rows:
        click.echo("No letter.")
        return
    listed = [
        [
            str(row["id"]),
            row["reference"],
            row["letter"],
            letter_status(row),
            (row["sent_at"] or "")[:16],
            recipient_of(row),
        ]
        for row in rows
    ]
    columns = [("Id", 4), ("Case", 0), ("Letter", 15), ("Status", 11), ("Sent (UTC)", 16), ("To", 8)]
    console().print(table(columns, listed))
    for row in rows:
        if row["status"] in {"refused", "unknown"} and row["answer"]:
            click.echo(wrapped(f"{row['id']}: {row['answer']}", "  ", "    "))


def letter_status(row: dict[str, Any]) -> str:
    """Write how a letter stands: one by post is to post or posted, of several mails which one it is."""
    if row["way"] == "post":
        return {"queued": "to post", "sent": "posted"}.get(row["status"], str(row["status"]))
    return f"{row['status']} {row['mail']}/{row['mails']}" if row["mails"] > 1 else str(row["status"])
