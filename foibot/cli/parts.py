"""`parts`: the questions of a request, as a file in which each is answered by itself."""

import os
from pathlib import Path

import click

from foibot.casework.parts_file import skeleton
from foibot.cli.session import json_option, open_session, print_json
from foibot.correspondence.parts import FoundParts, find_parts
from foibot.errors import UsageError
from foibot.jobs.answer_wording import words_of_request
from foibot.jobs.arguments import other_authorities
from foibot.jobs.named import get_case


@click.command("parts")
@click.argument("reference")
@click.option("--file", "path", metavar="OUT.toml", type=click.Path(path_type=Path), help="Write the file there.")
@json_option
@click.pass_context
def parts_command(context: click.Context, reference: str, *, path: Path | None, as_json: bool) -> None:
    """Find the questions of a request, and write a file in which to answer each by itself.

    Fill it in, then: foibot respond REFERENCE --parts FILE
    """
    session = open_session(context)
    db = session.read()
    case = get_case(session.app, db, reference)
    words = words_of_request(db, case)
    if not words.strip():
        raise UsageError(
            f"{case.reference} has no words of its own: what was asked stands in a file or a picture. Open the message "
            "in your mail program, and answer it as a whole."
        )
    found = find_parts(words)
    if path is not None:
        _write(path, skeleton(case.reference, case.regime, found, other_authorities(session.app)))
    if as_json:
        print_json(_as_data(case.reference, found))
    elif path is None:
        click.echo(skeleton(case.reference, case.regime, found, other_authorities(session.app)), nl=False)
    else:
        count = len(found.questions)
        click.echo(f"{path} has {count} question{'' if count == 1 else 's'} of {case.reference}. Answer each, then:")
        click.echo(f"  foibot respond {case.reference} --parts {path}")


def _as_data(reference: str, found: FoundParts) -> dict[str, object]:
    questions = [{"number": number, "question": text} for number, text in enumerate(found.questions, 1)]
    return {"reference": reference, "questions": questions, "before": found.before, "after": found.after}


def _write(path: Path, text: str) -> None:
    """Write a new file, for its owner alone: it holds what somebody asked. Nothing that is there is touched."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode=0o600), "w", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        remedy = "and may hold answers. Name another file, or move it away."
        raise UsageError(f"{path} is there already, {remedy}") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}.") from error
