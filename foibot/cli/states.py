"""`foibot states`: the state machine, printed from the tables that run it."""

import click

from foibot.casework.case import TRANSITIONS, CaseStatus
from foibot.casework.commands import COMMANDS, Target
from foibot.cli.session import json_option, print_json
from foibot.cli.tables import wrapped


@click.command("states")
@click.option("--mermaid", is_flag=True, help="Print a Mermaid state diagram.")
@json_option
def states_command(*, mermaid: bool, as_json: bool) -> None:
    """Show which fact leads a case from which status to which, and which command is possible when."""
    moves = [
        (str(before or "none"), event.__name__, str(after))
        for event, moved in TRANSITIONS.items()
        for before in sorted(moved.before, key=str)
        for after in moved.after
    ]
    moves += [
        (str(status), event.__name__, str(status))
        for event, moved in TRANSITIONS.items()
        for status in sorted(moved.stays)
    ]
    if as_json:
        print_json({"transitions": moves, "commands": _commands()})
    elif mermaid:
        click.echo("stateDiagram-v2")
        for before, event, after in moves:
            click.echo(f"    {'[*]' if before == 'none' else before} --> {after}: {event}")
    else:
        _show()


def _commands() -> dict[str, list[str]]:
    return {
        verb: sorted(map(str, row.states))
        for verb, row in COMMANDS.items()
        if row.target in {Target.CASE, Target.DRAFT}
    }


def _show() -> None:
    for event, moved in TRANSITIONS.items():
        before = ", ".join(str(status or "no case yet") for status in sorted(moved.before, key=str))
        click.echo(wrapped(f"{event.__name__}: {before} → {' or '.join(moved.after)}", rest="    "))
        if moved.stays:
            click.echo(wrapped(f"while {' or '.join(sorted(moved.stays))}: the status stays", "    "))
    click.echo()
    for verb, states in _commands().items():
        where = "any status" if len(states) == len(CaseStatus) else ", ".join(states)
        click.echo(wrapped(f"{verb}: while {where}", rest="    "))
