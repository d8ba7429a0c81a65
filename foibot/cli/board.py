"""`foibot board`: the open cases as columns by what they wait for, written as pages or served on this machine."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path

import click

from foibot import __version__
from foibot.cli.board_pages import Pages, file_of, in_words, path_of
from foibot.cli.session import Session, now_option, open_session
from foibot.cli.tables import wrapped
from foibot.errors import FoibotError, UsageError
from foibot.jobs.board import NOBODY, Board
from foibot.law.clock import london_day
from foibot.law.wording import nearest
from foibot.reports.folder import Kept, Page, keep_folder, write_alone
from foibot.reports.serving import LOOPBACK, Answer, listen
from foibot.shipped import shipped_templates
from foibot.store import cases

PORT = 8320
FOLDER = Path("board")
INDEX = "index.html"


@click.command("board")
@click.argument("place", metavar="[FILE|DIR]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--serve", is_flag=True, help="Serve it to a browser on this machine until Ctrl-C, read afresh each time."
)
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="The port of --serve.")
@click.option("--names", is_flag=True, help="Name the applicants, and show what people wrote.")
@click.option("--officer", metavar="OFFICER", default="", help="Only cases of this officer ('-' for nobody's).")
@now_option
@click.pass_context
def board_command(
    context: click.Context,
    *,
    place: Path | None,
    serve: bool,
    port: int,
    names: bool,
    officer: str,
    now: str | None,
) -> None:
    """Show the open cases by what they wait for: a folder with a page a case (default: board), or one FILE.html."""
    _refuse_another_kind(place)
    if serve and (place or officer):
        raise UsageError("--serve writes no file, and its page lets you choose the officer. Leave the other out.")
    session = open_session(context, now)
    if serve:
        _serve(session, port, names=names)
        return
    _known_officer(session, officer)
    _write(session, place or FOLDER, _pages(session, names=names), officer)


def _refuse_another_kind(place: Path | None) -> None:
    """Refuse the name of a file that is no page; a folder that is there may be called anything."""
    if place is not None and place.suffix and place.suffix.casefold() not in PAGES and not place.is_dir():
        raise UsageError(f"{place} has an ending that is no page's. Name a file that ends in .html, or a folder.")


PAGES = (".html", ".htm")


def _known_officer(session: Session, officer: str) -> None:
    known = [one.id for one in session.app.policy.officers]
    if officer and officer not in (*known, NOBODY):
        raise UsageError(f"There is no officer {officer}. {nearest(officer, known)}")


def _pages(session: Session, *, names: bool) -> Pages:
    return Pages(session.app, london_day(session.now), in_words(session.now), names)


# -- written


def _write(session: Session, place: Path, pages: Pages, officer: str) -> None:
    db = session.read()
    found = pages.board(db, officer)
    if place.suffix.casefold() in PAGES:
        _refuse_another_page(place)
        write_alone(place, pages.board_page(found, {}))
        _say(place, found, "The board alone, in one file")
        return
    links = {card.reference: file_of(card.reference) for card in found.cards}
    made_from = _made_from(session, names=pages.names)
    of_cases = {
        links[card.reference]: Page(
            f"{card.version} {card.column} {card.why} {made_from}",
            partial(pages.case_page, db, card.reference, card, home=INDEX),
        )
        for card in found.cards
    }
    kept = keep_folder(place, {INDEX: Page("", lambda: pages.board_page(found, links, home=INDEX)), **of_cases})
    _say(place / INDEX, found, _in_words(kept))


def _refuse_another_page(place: Path) -> None:
    if place.exists() and BOARD not in place.read_bytes()[:LONGEST_HEAD]:
        raise UsageError(f"{place} is there, and no board of foibot's: it stays. Name another file.")


BOARD = b'<meta name="generator" content="foibot board">'
LONGEST_HEAD = 20_000


def _made_from(session: Session, *, names: bool) -> str:
    """Return in short what every page of a case rests on beside the case itself."""
    app = session.app
    folders = [path for path in (app.config.templates.path, shipped_templates()) if path]
    texts = [path.read_bytes() for folder in folders for path in sorted(folder.glob("_board*.html.j2"))]
    return f"{__version__} {app.statutes.edition} {int(names)} {sha256(b''.join(texts)).hexdigest()[:16]}"


def _in_words(kept: Kept) -> str:
    removed = f", {kept.removed} removed" if kept.removed else ""
    written = f"{kept.written} page{'' if kept.written == 1 else 's'} written"
    return f"{written}, {kept.left} as {'it was' if kept.left == 1 else 'they were'}{removed}"


def _say(path: Path, found: Board, done: str) -> None:
    total = len(found.cards)
    said = f"{path}: {total} open case{'' if total == 1 else 's'}. {done}. Only you can read it; delete it when done."
    click.echo(wrapped(said))


# -- served


def _serve(session: Session, port: int, *, names: bool) -> None:
    def site(path: str, query: Mapping[str, str]) -> Answer:
        now = session if session.rehearsed else replace(session, now=datetime.now(UTC))
        try:
            return _served(now, path, query, names=names)
        except FoibotError as error:
            return Answer(str(error), HTTPStatus.SERVICE_UNAVAILABLE, html=False)

    session.read().close()  # what is wrong with the register is said here, not in the browser
    server = listen(site, port)
    address = f"http://{LOOPBACK}:{server.server_address[1]}/"
    click.echo(wrapped(f"The board: {address} Anybody signed in on this machine can read it. Ctrl-C ends it."))
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        click.echo("\nThe board has ended.")
    finally:
        server.server_close()


def _served(session: Session, path: str, query: Mapping[str, str], *, names: bool) -> Answer:
    pages, db = _pages(session, names=names), session.read()
    try:
        if path == "/":
            found = pages.board(db, query.get("officer", ""))
            links = {card.reference: path_of(card.reference) for card in found.cards}
            return Answer(pages.board_page(found, links, home="/", served=True))
        reference = path.removeprefix("/case/")
        if reference == path or not cases.rows_of(db, [reference]):
            return Answer(NOT_THERE, HTTPStatus.NOT_FOUND, html=False)
        cards = {card.reference: card for card in pages.board(db).cards}
        return Answer(pages.case_page(db, reference, cards.get(reference), home="/", served=True))
    finally:
        db.close()


NOT_THERE = "There is no such page here. The board is at /, and a case at /case/ and its reference."
