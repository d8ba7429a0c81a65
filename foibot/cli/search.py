"""`search` and `similar`: what stands on the register about something, and earlier cases like one."""

import time
from datetime import date
from typing import Any

import click

from foibot.casework.answers import Outcome
from foibot.casework.case import CaseStatus
from foibot.cli.filters import known_tag
from foibot.cli.search_view import show_hits, show_similar
from foibot.cli.session import Session, json_option, open_session, print_json
from foibot.cli.tables import wrapped
from foibot.correspondence.sought import expression
from foibot.errors import FoibotError, RegisterError, UsageError
from foibot.jobs.finding import catch_up, described, files_left, read_files, similar_to
from foibot.jobs.named import get_case, reference_meant
from foibot.law.wording import nearest
from foibot.law.written_moments import LONDON, read_moment
from foibot.store import finding
from foibot.store.database import Database
from foibot.store.finding import END, MARK, Filters

FILE_SECONDS, TEXT_SECONDS, SAY_AFTER, SAY_AGAIN = 0.2, 3_600.0, 2.0, 20.0
ENDED = ("transferred", "withdrawn", "lapsed")
OUTCOMES = (*map(str, Outcome), *ENDED)


@click.command("search")
@click.argument("text", nargs=-1, required=True)
@click.option("--since", metavar="DATE", help="Only what came or was written on that day or later.")
@click.option("--until", metavar="DATE", help="Only what came or was written by that day.")
@click.option("--outcome", metavar="OUTCOME", help="Only in cases that ended so, such as withheld or not-held.")
@click.option("--holder", metavar="HOLDER", help="Only in cases about which this information holder was asked.")
@click.option("--officer", metavar="OFFICER", help="Only in cases of this officer ('-' for nobody's).")
@click.option("--status", metavar="STATUS", help="Only in cases of this status.")
@click.option("--tag", metavar="WORD", help="Only in cases with this tag.")
@click.option("--limit", type=click.IntRange(1, 500), default=20, show_default=True, help="How many cases to show.")
@json_option
@click.pass_context
def search_command(
    context: click.Context, /, *, text: tuple[str, ...], limit: int, as_json: bool, **written: str | None
) -> None:
    """Find requests, letters and attachments by their words.

    All words are looked for, in any of their endings. "Several words" in quotation marks stand together, word* is a
    beginning, and after -- a -word must not be there. A reference alone is answered with its case too.
    """
    session = open_session(context)
    sought = expression(" ".join(f'"{word}"' if " " in word and '"' not in word else word for word in text))
    filters = _filters(session, written)
    db = _up_to_date(session, file_seconds=FILE_SECONDS)
    hits = finding.search(db, sought, filters, limit)
    left, nobodys = files_left(db), () if hits else _nobodys(db, filters, written)
    words = " ".join(text).strip('" ')
    case = reference_meant(session.app, db, words)
    if as_json:
        found = {"case": case, "hits": [_as_data(hit) for hit in hits]}
        print_json({**found, "files_not_read_yet": left, "filters_in_vain": nobodys})
        return
    if case:
        click.echo(wrapped(f"{words} is a case: foibot case {case}"))
    show_hits(hits, newest_first=finding.is_common(db, sought), left=left, nobodys=nobodys, but=bool(case))


@click.command("similar")
@click.argument("reference")
@click.option("--limit", type=click.IntRange(1, 50), default=5, show_default=True, help="How many cases to show.")
@json_option
@click.pass_context
def similar_command(context: click.Context, *, reference: str, limit: int, as_json: bool) -> None:
    """Show earlier cases that ask for what a case asks for, with how they were answered."""
    session = open_session(context)
    db = _up_to_date(session)
    case = get_case(session.app, db, reference)
    opening = finding.opening_of(db, case.reference)
    found = [described(db, one) for one in similar_to(db, opening, limit)] if opening else []
    if as_json:
        print_json(found)
    else:
        show_similar(case.reference, found)


def _up_to_date(session: Session, *, file_seconds: float = 0.0) -> Database:
    """Open the register with the index brought up to date; as it is where another process holds the register."""
    session.read().close()  # says what is wrong where there is none yet, or an older one
    try:
        db = session.app.open_register()
    except RegisterError:
        click.echo("The register cannot be written by this user: what came lately may not be found.", err=True)
        return session.read()
    try:
        _catch_up(db)
        read_files(db, file_seconds)
    except FoibotError as error:
        click.echo(f"What came lately may not be found. {error}", err=True)
    return db


def _catch_up(db: Database) -> None:
    say_at = time.monotonic() + SAY_AFTER

    def tell(left: int) -> None:
        nonlocal say_at
        if time.monotonic() > say_at:
            say_at = time.monotonic() + SAY_AGAIN
            click.echo(f"Reading what is on the register for the first time: {left:,} rows left …", err=True)

    catch_up(db, TEXT_SECONDS, tell)


def _nobodys(db: Database, filters: Filters, written: dict[str, str | None]) -> tuple[str, ...]:
    """Return the filters that no case of the register passes, as they were written."""
    return tuple(f"{name} {written[name]}" for name in finding.in_vain(db, filters))


def _filters(session: Session, written: dict[str, str | None]) -> Filters:
    policy = session.app.policy
    officers = [one.id for one in policy.officers]
    officer, since, until = written["officer"], _day(written["since"]), _day(written["until"])
    if since and until and since > until:
        raise UsageError(f"--since {since} is after --until {until}: nothing came between. Change them round.")
    return Filters(
        since=since,
        until=until,
        outcome=_known(written["outcome"], OUTCOMES, "outcome"),
        holder=_known(written["holder"], [one.id for one in policy.holders], "holder", same=True),
        officer="" if officer == "-" else _known(officer, officers, "officer", same=True),
        status=_known(written["status"], list(map(str, CaseStatus)), "status"),
        tag=known_tag(session, written["tag"]),
    )


def _day(written: str | None) -> str | None:
    day: date | None = read_moment(written).astimezone(LONDON).date() if written else None
    return day.isoformat() if day else None


def _known(written: str | None, known: tuple[str, ...] | list[str], what: str, *, same: bool = False) -> str | None:
    """Return a word as the register writes it; raises `UsageError` with the nearest for one that there is not."""
    if written is None:
        return None
    word = written.strip().casefold()
    word = word if same else word.replace("-", "_").replace(" ", "_")
    found = next((one for one in known if one.casefold() == word), None)
    if found is None:
        raise UsageError(f"There is no {what} {written}. {nearest(written, list(known))}")
    return found


def _as_data(hit: dict[str, Any]) -> dict[str, Any]:
    names = ("reference", "subject", "status", "outcome", "received_on", "at", "source", "row", "name", "also", "more")
    marked = hit["snippet"].replace(MARK, "[").replace(END, "]")
    return {**{name: hit[name] for name in names}, "where": finding.where(hit), "snippet": " ".join(marked.split())}
