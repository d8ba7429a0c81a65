"""How the state of foibot itself is shown in the terminal."""

from typing import Any

import click

from foibot.cli.tables import console, table


def show_status(data: dict[str, Any]) -> None:
    """Show jobs, folders, and what waits for people."""
    if data["sending_held"]:
        click.secho("SENDING IS HELD: nothing leaves until 'foibot resume'.", bold=True)
    rows = [[job["job"], ago(job["seconds_since_success"]), job["fault"] or "well"] for job in data["jobs"]]
    console().print(table([("Job", 9), ("Last done", 16), ("State", 0)], rows))
    click.echo()
    rows = [[one["folder"], str(one["on_server"]), str(one["behind"])] for one in data["folders"]]
    console().print(table([("Folder", 24), ("On server", 10), ("Not dealt with yet", 0)], rows))
    click.echo()
    for name, title in (("cases", "Cases"), ("messages", "Messages"), ("letters", "Letters"), ("drafts", "Drafts")):
        found = ", ".join(f"{count} {status}" for status, count in sorted(data["counts"][name].items()))
        click.echo(f"{title + ':':10} {found or 'none'}")
    if data["waiting_for_people"]:
        click.echo(f"\n{data['waiting_for_people']} messages wait for a person: foibot triage")
    for fault in data["not_read"]:
        click.echo(f"Not read yet: UID {fault['uid']} in {fault['folder']}: {fault['fault']}")
    click.echo(f"\nBank holidays: {data['calendar']}, known through {data['calendar_known_through']}")


def ago(seconds: float | None) -> str:
    """Write how long ago something was."""
    if seconds is None:
        return "never"
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {unit}{'s' if count > 1 else ''} ago"
    return f"{max(0, int(seconds))} seconds ago"
