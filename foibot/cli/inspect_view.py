"""What `foibot inspect` shows to people: a few lines a message, within 80 columns."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import click

from foibot.cli.tables import plain

WIDTH = 78
REASONS = 4


def show_findings(findings: Iterable[dict[str, Any]]) -> None:
    """Show each message as it is read, and at the end how many there were of each kind."""
    kinds: Counter[str] = Counter()
    for row in findings:
        kinds[row["kind"] if row["parsed"] else "not readable"] += 1
        for line in lines_of(row):
            click.echo(line)
        click.echo()
    total = sum(kinds.values())
    click.echo(f"{total} message{'' if total == 1 else 's'}: " + cut(counted(kinds)))


def counted(kinds: Counter[str]) -> str:
    """How many there are of each kind, in words."""
    return ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in kinds.most_common()) or "none"


def lines_of(row: dict[str, Any]) -> list[str]:
    """One message in a few lines: what it is, who wrote, about what, and why it was taken so."""
    if not row["parsed"]:
        return [cut(row["path"]), cut(f"  not readable: {'; '.join(row['defects'])}")]
    kind = row["kind"].replace("_", " ") + (" (automatic)" if row["automatic"] else "")
    sender = f"{row['from_name']} <{row['from_email']}>" if row["from_name"] else row["from_email"] or "nobody named"
    lines = [
        cut(row["path"]),
        cut(f"  {kind.upper()}  {row['subject'] or '(no subject)'}"),
        cut(f"  from     {sender}"),
    ]
    if row["date"]:
        lines.append(cut(f"  date     {row['date']}"))
    lines += [cut(f"  because  {reason['rule']}: {reason['evidence']}") for reason in row["reasons"][:REASONS]]
    for title, said in (
        ("case", row["reference"] or ""),
        ("bounced", row["bounced_recipient"] or ""),
        ("may be", ", ".join(row["regime_suggested"])),
        ("attached", ", ".join(part["name"] or part["type"] for part in row["attachments"])),
        ("defects", "; ".join(row["defects"])),
    ):
        if said:
            lines.append(cut(f"  {title:8} {said}"))
    return lines


def cut(text: str) -> str:
    """One line that fits, without what could steer a terminal."""
    text = plain(text)
    return text if len(text) <= WIDTH else text[: WIDTH - 1] + "…"
