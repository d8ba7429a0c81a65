"""How the state of foibot itself is shown in the terminal."""

from typing import Any

import click

from foibot.cli.tables import console, table, wrapped
from foibot.law.wording import plain_day


def show_status(data: dict[str, Any]) -> None:
    """Show jobs, folders, and what waits for people."""
    if data["sending_held"]:
        click.secho("SENDING IS HELD: nothing leaves until 'foibot resume'.", bold=True)
    for one in data["troubles"]:
        click.secho(wrapped(f"IN TROUBLE: {one['said']}", rest="    "), bold=True)
    rows = [[job["job"], ago(job["seconds_since_success"]), _state(job)] for job in data["jobs"]]
    console().print(table([("Job", 9), ("Last done", 16), ("State", 0)], rows))
    for job in data["jobs"]:
        if job["fault"]:
            click.echo(wrapped(f"{job['job']}: {job['fault']}", "  ", "    "))
    click.echo()
    rows = [[one["folder"], str(one["on_server"]), str(one["behind"])] for one in data["folders"]]
    console().print(table([("Folder", 24), ("On server", 10), ("Not dealt with yet", 0)], rows))
    click.echo()
    for name, title in (("cases", "Cases"), ("messages", "Messages"), ("letters", "Letters"), ("drafts", "Drafts")):
        counts = sorted(data["counts"][name].items())
        found = ", ".join(f"{count} {status.replace('_', ' ')}" for status, count in counts)
        click.echo(wrapped(found or "none", f"{title + ':':10} ", " " * 11))
    if data["waiting_for_people"]:
        click.echo(f"\nMessages that wait for a person: {data['waiting_for_people']} (foibot triage)")
    if data["to_post"]:
        click.echo(f"Letters to print and to post: {len(data['to_post'])} (foibot drafts)")
    for one in data["away"]:
        instead = ", ".join(one["told_instead"])
        click.echo(
            wrapped(f"Away: {one['officer']} until {plain_day(one['until'])}; told instead: {instead}", rest="    ")
        )
    for fault in data["not_read"]:
        said = f"Not read yet: UID {fault['uid']} in {fault['folder']}: {fault['fault']}"
        click.echo(wrapped(said, rest="    "))
    known = f"Bank holidays: {data['calendar']}, known through {data['calendar_known_through']}"
    click.echo("\n" + wrapped(known, rest="    "))


CLOCKS_DIFFER = 60
"""By so many seconds two clocks of one office may differ."""


def _state(job: dict[str, Any]) -> str:
    if not job["fault"]:
        return "well" if job["finished_at"] else "under way, or cut off"
    times = job["failures_in_a_row"]
    return "failed" if times <= 1 else f"failed {times} times in a row"


def ago(seconds: float | None) -> str:
    """Write how long ago something was; a run that was rehearsed with --now may lie ahead."""
    if seconds is None:
        return "never"
    if seconds <= -CLOCKS_DIFFER:
        return "in the future"
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {unit}{'s' if count > 1 else ''} ago"
    return f"{max(0, int(seconds))} seconds ago"
