"""`draft`: one draft, as text, as what was changed in it, as the files that a reader, a printer or a browser takes."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from foibot.app import App
from foibot.cli.letters_view import show_changes, show_draft, show_findings
from foibot.cli.session import json_option, open_session, print_json
from foibot.errors import ExtraMissing, UsageError
from foibot.jobs.draft_files import changes_in, enclosed_files, files_by_mail, html_of, page_to_print
from foibot.jobs.guarding import findings_shown, look_into_draft
from foibot.jobs.named import get_case
from foibot.jobs.standing_of_drafts import with_standing
from foibot.mail.printing import as_pdf, as_picture
from foibot.store import queries
from foibot.store.database import Database

FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command("draft")
@click.argument("number", metavar="ID", type=int)
@click.option("--diff", "as_diff", is_flag=True, help="Show what was changed since the revision before.")
@click.option("--html", "html", type=FILE, metavar="FILE", help="Write the HTML part into FILE, as it arrives.")
@click.option("--pdf", type=FILE, metavar="FILE", help="Write the letter into FILE, to print and to post.")
@click.option("--picture", type=FILE, metavar="FILE.png", help="Draw the HTML part into FILE.png.")
@click.option("--files", type=FOLDER, metavar="DIR", help="Write the files that go with the letter into DIR.")
@click.option("--look", is_flag=True, help="Have the release guard look into its files now.")
@json_option
@click.pass_context
def draft_command(
    context: click.Context, /, number: int, *, as_json: bool, as_diff: bool, look: bool, **wanted: Path | None
) -> None:
    """Show a draft exactly as it would leave."""
    session = open_session(context)
    db = session.read()
    found = queries.draft(db, number)
    if found is None:
        raise UsageError(f"There is no draft {number}. 'foibot drafts' lists those that wait.")
    if look:
        look_into_draft(session.app, session.app.open_register(), number, session.now)
    [draft] = with_standing(session.app, db, [found])
    written = [WRITERS[name](session.app, db, draft, path) for name, path in wanted.items() if path is not None]
    for said in written:
        click.echo(said)
    if as_diff:
        show_changes(draft, changes_in(db, draft))
        return
    draft["findings"] = _findings(session.app, db, draft)
    if as_json:
        print_json(draft)
    elif not written:
        show_draft(draft, files_by_mail(db, number))
        show_findings(draft)


def _findings(app: App, db: Database, draft: dict[str, Any]) -> list[dict[str, Any]]:
    case = get_case(app, db, draft["reference"])
    return findings_shown(db, draft["id"], case.drafts[draft["number"] - 1].accepted)


def _write_html(app: App, db: Database, draft: dict[str, Any], path: Path) -> str:
    del app
    return _write(path, html_of(db, draft).encode())


def _write_picture(app: App, db: Database, draft: dict[str, Any], path: Path) -> str:
    del app
    return _write(path, as_picture(html_of(db, draft)))


def _write_pdf(app: App, db: Database, draft: dict[str, Any], path: Path) -> str:
    """Write the letter to print; where the extra is missing, as a page that any browser prints, and say so."""
    page = page_to_print(app, db, draft)
    try:
        return _write(path, as_pdf(page))
    except ExtraMissing as missing:
        instead = path.with_suffix(".html")
        _write(instead, page.encode())
        raise ExtraMissing(f"{missing} Meanwhile {instead} can be printed from a browser.") from missing


def _write_files(app: App, db: Database, draft: dict[str, Any], path: Path) -> str:
    del app
    files = enclosed_files(db, draft)
    if not files:
        return f"No file goes with draft {draft['id']}."
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"{path} cannot be made: {error.strerror}.") from error
    for name, content in files.items():
        _write(path / name, content)
    return f"{path} has {', '.join(files)}."


def _write(path: Path, content: bytes) -> str:
    try:
        path.touch(mode=0o600)
        path.write_bytes(content)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error
    return f"{path} is written."


WRITERS: dict[str, Callable[[App, Database, dict[str, Any], Path], str]] = {
    "html": _write_html,
    "pdf": _write_pdf,
    "picture": _write_picture,
    "files": _write_files,
}
