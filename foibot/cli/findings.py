"""What `foibot check` found and how it is shown: each thing looked at, with what to do about it."""

import shutil
import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Literal

import click

from foibot.errors import FoibotError, Problem
from foibot.lean import dataclass

State = Literal["ok", "note", "fault"]

_COLOURS: dict[State, str] = {"ok": "green", "note": "yellow", "fault": "red"}
_STATE_WIDTH = 6
_NARROWEST, _WIDEST = 40, 100


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: fine, to be known, or to be mended. `about` is a key or a thing on a server."""

    state: State
    about: str
    text: str
    remedy: str = ""
    file: str = ""


def from_problem(problem: Problem) -> Finding:
    """Return the finding that a fault of a file is."""
    return Finding("fault", problem.key, problem.fault, problem.remedy, problem.file)


def fault_and_remedy(error: FoibotError) -> tuple[str, str]:
    """Return what went wrong, and the remedy, of an error that says both in its sentences."""
    fault, _, remedy = str(error).rstrip(".").rpartition(". ")
    return (fault, f"{remedy}.") if fault else (remedy, "")


def as_data(findings: Sequence[Finding]) -> dict[str, Any]:
    """Return the findings for `--json`."""
    return {"ok": not faults(findings), "findings": [asdict(finding) for finding in findings]}


def faults(findings: Sequence[Finding]) -> int:
    """Count what must be mended."""
    return sum(finding.state == "fault" for finding in findings)


def show(findings: Sequence[Finding]) -> None:
    """Print the findings, wrapped to the terminal, and a last line that sums them up."""
    width = min(max(shutil.get_terminal_size().columns, _NARROWEST), _WIDEST)
    for finding in findings:
        click.echo(_lines(finding, width))
    count = faults(findings)
    click.echo()
    click.echo("Nothing has to be mended." if not count else f"{count} to mend.")


def _lines(finding: Finding, width: int) -> str:
    where = ": ".join(part for part in (finding.file, finding.about) if part)
    indent = " " * _STATE_WIDTH
    told = [textwrap.fill(f"{where}: {finding.text}", width, initial_indent=indent, subsequent_indent=indent)]
    if finding.remedy:
        arrow = f"{indent}> "
        told.append(textwrap.fill(finding.remedy, width, initial_indent=arrow, subsequent_indent=indent + "  "))
    state = click.style(f"{finding.state:<{_STATE_WIDTH}}", fg=_COLOURS[finding.state])
    return state + "\n".join(told)[_STATE_WIDTH:]
