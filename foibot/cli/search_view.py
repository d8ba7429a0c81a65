"""How what was found is shown in the terminal, in 80 columns."""

import json
import re
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

import click

from foibot.cli.tables import WIDTH, plain, wrapped
from foibot.law.wording import plain_day
from foibot.store.finding import DAYS, END, MARK, where

INDENT = "    "
SHOWN = re.compile("«([^»]*)»")


def show_hits(
    hits: Sequence[dict[str, Any]], *, newest_first: bool, left: int, nobodys: Sequence[str], but: bool = False
) -> None:
    """Show hits: the case and how it stands, and the words with where they stand; `nobodys` are filters in vain.

    `but`: a case was named already, so that nothing *else* is found and no advice is due.
    """
    for hit in hits:
        name = hit["reference"] or f"message {hit['row']}, on no case"
        day = plain_day(date.fromisoformat(hit["received_on"] or hit["at"][:10]))
        click.secho(_cut(f"{name}  {day}  {_stands(hit)}"), bold=True)
        click.echo(_cut(f"{INDENT}{plain(hit['subject'])}"))
        for line in _quoted(hit):
            click.echo(line)
    if newest_first:
        click.echo("\nVery many texts hold these words: the newest come first. Rarer words find better.")
    if not hits:
        advice = "" if but else " Fewer words find more; word* looks for a beginning."
        click.echo(wrapped(f"Nothing {'else ' if but else ''}found.{_in_vain(nobodys) or advice}"))
    if left:
        click.echo(f"\n{wrapped(FILES_LEFT.format(left))}")


def _in_vain(nobodys: Sequence[str]) -> str:
    days = [filter_ for filter_ in nobodys if filter_.startswith(DAYS)]
    came = f" Nothing came or was written {' and '.join(days)}." if days else ""
    return came + "".join(f" No case has {filter_}." for filter_ in nobodys if filter_ not in days)


FILES_LEFT = (
    "Files not looked through yet: those of {:,} messages and letters. The daemon and 'foibot once' read on; a search"
    " does not wait for it."
)


def _stands(hit: dict[str, Any]) -> str:
    stands = str(hit["outcome"] or hit["status"] or hit["state"]).replace("_", " ")
    also = f", also {', '.join(hit['also'])}" if hit["also"] else ""
    merged = f", merged from {hit['of']}" if hit["merged_into"] else ""
    return f"{stands}{also}{merged}"


def _quoted(hit: dict[str, Any]) -> list[str]:
    more = f" (and {hit['more']} more in this case)" if hit["more"] else ""
    words = " ".join(plain(hit["snippet"].replace(MARK, "«").replace(END, "»")).split())
    lines = wrapped(f"{where(hit)}{more}: {words}", INDENT).splitlines()
    return [SHOWN.sub(_emphasised, line) for line in lines] if sys.stdout.isatty() else lines


def _emphasised(found: re.Match[str]) -> str:
    return click.style(found[1], bold=True)


def _cut(line: str) -> str:
    line = plain(line)
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…"


def show_similar(reference: str, found: Sequence[dict[str, Any]]) -> None:
    """Show earlier cases: how alike, how each ended, what it relied on, and where its letter is."""
    if not found:
        click.echo(f"No earlier case is like {reference}.")
        return
    for case in found:
        received = plain_day(date.fromisoformat(case["received_on"]))
        weak = " (weak)" if case["weak"] else ""
        click.secho(_cut(f"{case['reference']}  {case['alike']} % alike{weak}  received {received}"), bold=not weak)
        click.echo(_cut(f"{INDENT}{plain(case['subject'])}"))
        if case["shared"]:
            click.echo(wrapped(f"shares: {', '.join(case['shared'])}", INDENT))
        click.echo(wrapped(_ended(case), INDENT))
    if any(case["weak"] for case in found):
        click.echo(f"\n{wrapped('Weak: little is shared, and most such cases ask for something else.')}")
    click.echo("\nWhat was right then need not be right now. Look at the date of the answer.")


def _ended(case: dict[str, Any]) -> str:
    outcome = str(case["outcome"] or case["status"]).replace("_", " ")
    on = case["responded_on"] or case["closed_on"]
    day = f" on {plain_day(date.fromisoformat(on))}" if on else ""
    sections = json.loads(case["sections"]) if isinstance(case["sections"], str) else case["sections"]
    relied = f", relying on {', '.join(sections)}" if sections else ""
    return f"{outcome}{day}{relied}.{_letter(case)}"


def _letter(case: dict[str, Any]) -> str:
    letter = case["letter"]
    if letter and letter["draft"]:
        return f" The letter: foibot draft {letter['draft']}"
    if letter:
        return f" The letter: foibot letters --raw {letter['letter']}"
    return f" Answered by hand: foibot case {case['reference']}" if case["sent_by_hand"] else ""
