"""`foibot purge`: erase personal data whose time is over, or one person's on request; say first what would go."""

import sys
from collections.abc import Iterator
from typing import Any

import click

from foibot.casework.tags import words_of_name
from foibot.cli.acting import who_acts
from foibot.cli.addresses import address_meant
from foibot.cli.passing import refuse_real_servers
from foibot.cli.session import Session, json_option, now_option, open_session, print_json
from foibot.cli.tables import wrapped
from foibot.errors import NotPermitted, UsageError
from foibot.jobs.desk import Desk
from foibot.jobs.planning_purge import ON_REQUEST, HeldBack, Plan, plan_by_schedule, plan_for_person
from foibot.jobs.purging import JOB, Purged, purge
from foibot.jobs.recording import Hand
from foibot.law.wording import plain_day
from foibot.logs import set_up_logs
from foibot.store import cases, disclosure, job_runs, person
from foibot.store.database import Database
from foibot.store.register import writing

SHOWN = 20


@click.command("purge")
@click.option("--dry-run", is_flag=True, help="Say what would go, what is held back and why; erase nothing.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@click.option(
    "--person", "address", metavar="EMAIL", help="Erase one person's requests and their mail, at their request."
)
@click.option("--why", metavar="TEXT", help="With --person: what was asked, and when.")
@click.option("--as", "as_officer", metavar="OFFICER", help="Who acts (default: your system user's officer).")
@now_option
@json_option
@click.pass_context
def purge_command(context: click.Context, /, *, dry_run: bool, address: str | None, as_json: bool, **said: Any) -> None:
    """Erase the personal data whose time is over; the dates, outcomes and statistics of the cases stay.

    How long they are kept stands in [retention] of config.toml. What is held back is never erased: a case that is not
    answered, a review, the time to complain, the Commissioner's case, a hold by hand (foibot retain).
    """
    why: str | None = said["why"]
    _refuse_half(address, why, dry_run=dry_run)
    address = address_meant(address) if address is not None else None
    session = open_session(context, said["now"])
    if dry_run:
        db = session.read()
        plan = _plan(session, db, address)
        _show(plan, address, as_json=as_json)
        if not as_json:
            _tell_of_pages(_in_the_log(db, plan))
        return
    if said["now"]:
        refuse_real_servers(session.app)
    door = who_acts(session, said["as_officer"])
    if address and door.officer.id.startswith("host:"):
        raise NotPermitted(f"Erasing on request is for an officer, and {door.officer.id} is none: add --as OFFICER.")
    set_up_logs("warning", session.app.config.log.format)
    db = session.app.open_register()
    _refuse_their_name(db, address, why)
    plan = _plan(session, db, address)
    if not said["yes"]:
        _ask(plan, address)
    published = _in_the_log(db, plan)
    done = _purge(session, db, plan, Hand(session.now, door.signature), why or "")
    if as_json:
        print_json({**done.as_data(), "held": plan.as_data()["held"], "released": published})
    else:
        _tell(done, plan, address)
        _tell_of_pages(published)


def _refuse_half(address: str | None, why: str | None, *, dry_run: bool) -> None:
    if address is not None and not address.strip():
        raise UsageError("--person is empty: name the address. Without --person, what the schedule ends is erased.")
    if why and address is None:
        raise UsageError("--why goes with --person: the schedule needs no reason.")
    if address and not dry_run and not (why or "").strip():
        raise UsageError("Say what was asked, and when: --why TEXT. It is kept, so name nobody in it.")


def _refuse_their_name(db: Database, address: str | None, why: str | None) -> None:
    """Refuse a reason that names the person, before anything is erased: it stays in the log."""
    if not (address and why):
        return
    known = person.find(db, address)
    spelt = (*known.names, *known.addresses, address)
    told = words_of_name(why, known.names)
    if told or any(one.casefold() in why.casefold() for one in spelt):
        named = f" ({', '.join(told)})" if told else ""
        raise UsageError(
            f"--why names the person{named}, and is kept in the log. Say what was asked, and when, and nobody's name"
            " or address. Nothing was erased."
        )


def _plan(session: Session, db: Database, address: str | None) -> Plan:
    if address is None:
        return plan_by_schedule(session.app, db, session.now)
    traces = person.find(db, address)
    plan = plan_for_person(session.app, db, session.now, traces.of(person.APPLICANT), traces.loose)
    plan.of_others = {one: role for one, role in sorted(traces.cases.items()) if role != person.APPLICANT}
    return plan


def _purge(session: Session, db: Database, plan: Plan, hand: Hand, why: str) -> Purged:
    """Erase, and let 'foibot status' say when."""
    desk = Desk(session.app, db, lambda: session.now)
    if plan.rule == ON_REQUEST:
        return purge(desk, plan, hand, why)
    with writing(db):
        job_runs.note_start(db, JOB, session.now)
    done = purge(desk, plan, hand)
    with writing(db):
        job_runs.note_success(db, JOB, done.as_data(), session.now)
    return done


def _in_the_log(db: Database, plan: Plan) -> list[str]:
    """Return those of the cases that would go which are in the disclosure log."""
    ever = set(disclosure.ever_released(db)) & {one.reference for one in plan.going}
    found = ((reference, cases.load_case(db, reference)) for reference in sorted(ever))
    return [reference for reference, case in found if case is not None and case.release is not None]


def _tell_of_pages(published: list[str]) -> None:
    """Say that what was published of an erased case is gone only once the log is written anew."""
    if published:
        which = f"{', '.join(published[:SHOWN])}{' and more' if len(published) > SHOWN else ''}"
        said = f"In the disclosure log: {which}. Their pages stay until the next 'foibot publish DIR' takes them away."
        click.echo(wrapped(said))


def _ask(plan: Plan, address: str | None) -> None:
    if not sys.stdin.isatty():
        raise UsageError("Nobody is there to ask. Look with 'foibot purge --dry-run', then say --yes.")
    _show(plan, address, as_json=False)
    if not click.confirm("\nErase this? It cannot be undone."):
        raise NotPermitted("Nothing was erased.")


def _show(plan: Plan, address: str | None, *, as_json: bool) -> None:
    if as_json:
        print_json(plan.as_data())
        return
    for line in _lines(plan, address):
        click.echo(line)


def _lines(plan: Plan, address: str | None) -> Iterator[str]:
    if plan.unwritten:
        yield wrapped(f"{plan.unwritten[0].upper()}{plan.unwritten[1:]}.")
    if not (plan.going or plan.held or plan.messages or plan.bytes_of):
        nothing = f"Nothing {'more ' if plan.unwritten else ''}would go today."
        yield wrapped(f"Nothing is held under {address} that could be erased." if address else nothing)
    if plan.going:
        yield f"Would be erased ({len(plan.going)}):"
    for going in plan.going[:SHOWN]:
        yield wrapped(f"{going.reference}: {going.why}", "  ", "    ")
    yield from _more(len(plan.going))
    yield from _held_back(plan)
    for reference, role in plan.of_others.items():
        yield wrapped(f"{reference}: the person {role}; the case is another's, and goes with that", "  ", "    ")
    counts = (
        (len(plan.messages), "messages on no case would be erased"),
        (len(plan.bytes_of), "cases would keep the words of their mail and not its bytes"),
        (plan.waiting, "messages are old enough, and wait for a person: foibot triage"),
    )
    for count, words in counts:
        if count:
            yield wrapped(f"{count} {words}.")


def _held_back(plan: Plan) -> Iterator[str]:
    if plan.held:
        yield f"Held back ({len(plan.held)}):"
    for held in plan.held[:SHOWN]:
        yield from _holds(held)
    yield from _more(len(plan.held))


def _more(count: int) -> Iterator[str]:
    if count > SHOWN:
        yield f"  and {count - SHOWN} more ('--json' names them all)"


def _holds(held: HeldBack) -> Iterator[str]:
    for hold in held.holds:
        until = f" (until {plain_day(hold.until)})" if hold.until and plain_day(hold.until) not in hold.why else ""
        yield wrapped(f"{held.reference}: {hold.why}{until}", "  ", "    ")


BEFORE = "What was erased before has left the register's file too: it was written anew. Nothing else was to be erased."


def _tell(done: Purged, plan: Plan, address: str | None) -> None:
    counts = (
        (len(done.cases), "case"),
        (done.messages, "message"),
        (done.notices, "notice to colleagues"),
        (done.people, "person"),
        (done.raw, "mail as it came, its words kept"),
    )
    erased = [f"{words}: {count}" for count, words in counts if count]
    nothing = BEFORE if done.written_anew else "Nothing was to be erased."
    click.echo(wrapped(f"Erased. {', '.join(erased)}." if erased else nothing))
    if done.in_mailbox:
        where = "In the mailbox, with the next pass (foibot once, or the daemon):"
        click.echo(wrapped(f"{where} {done.in_mailbox}."))
    for line in _held_back(plan):
        click.echo(line)
    if plan.held and address:
        click.echo(wrapped(f"Tell the person: {HELD}"))
    if erased:
        click.echo(wrapped(ELSEWHERE))
    if address:
        click.echo(wrapped(ON_OTHER_CASES.format(address)))


ELSEWHERE = "Backups, and what colleagues have in mailboxes of their own, still hold it: let them expire."
ON_OTHER_CASES = (
    "Notes and mail on other cases may still name the person: foibot search 'NAME' finds those, and foibot person {}"
    " says what else to look for."
)
HELD = "these are kept, and why (UK GDPR art 17(3)(b) and (e), art 12(4): within one month)."
