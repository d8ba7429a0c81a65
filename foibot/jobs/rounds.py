"""Running the jobs: each "does what is due now", notes when it ran and how it ended, and leaves the rest alone."""

import logging
from collections.abc import Callable
from dataclasses import field
from time import monotonic
from typing import Any

from foibot.app import App
from foibot.errors import FoibotError
from foibot.jobs.approving import tend_forms
from foibot.jobs.calendar_keeping import keep_calendar, without_clock
from foibot.jobs.chase import chase
from foibot.jobs.copying import CopiesAside, keep_copies
from foibot.jobs.desk import Desk
from foibot.jobs.digest import write_digest
from foibot.jobs.dispatch import Dispatched, look_for_unknown, note_cut_off, send_letters
from foibot.jobs.erasing_mail import erase_in_mailbox
from foibot.jobs.feeds import AS_OF, as_of, keep_feeds
from foibot.jobs.feeds import is_due as is_feed_due
from foibot.jobs.finding import catch_up, is_behind, read_files, scrub_index
from foibot.jobs.guarding import look_into_drafts
from foibot.jobs.holding_by_folder import hold_if_asked
from foibot.jobs.lapsing import lapse_silent_cases
from foibot.jobs.monthly_report import is_due as is_report_due
from foibot.jobs.monthly_report import write_monthly_report
from foibot.jobs.one_by_one import CasesFailed
from foibot.jobs.purging import is_due as is_purge_due
from foibot.jobs.purging import purge_by_schedule
from foibot.jobs.reading_sent import take_in
from foibot.jobs.review_chasing import chase_reviews
from foibot.jobs.telling import tell_officers
from foibot.jobs.telling_of_limits import tell_of_limits
from foibot.jobs.telling_of_mail import tell_of_mail
from foibot.jobs.telling_of_reviews import tell_of_reviews
from foibot.jobs.telling_of_templates import tell_of_templates
from foibot.lean import dataclass
from foibot.mail.mailbox import ImapMailbox
from foibot.mail.transport import SmtpTransport
from foibot.store import job_runs
from foibot.store.damage import naming_damage
from foibot.store.finding import index_in_order
from foibot.store.register import writing

logger = logging.getLogger(__name__)

INDEX_SECONDS = 1.0
"""Long enough for some hundreds of texts, short enough that no mail waits for it."""

Work = Callable[[], dict[str, Any]]


def perform(desk: Desk, job: str, work: Work) -> dict[str, Any]:
    """Do a job and note how it went; raises what the job raised, after noting it."""
    with writing(desk.db) as db:
        job_runs.note_start(db, job, desk.clock())
    try:
        with naming_damage():
            done = work()
    except FoibotError as error:
        _note_failure(desk, job, error)
        raise
    with writing(desk.db) as db:
        job_runs.note_success(db, job, done, desk.clock())
    return done


def _note_failure(desk: Desk, job: str, error: FoibotError) -> None:
    with writing(desk.db) as db:
        job_runs.note_failure(db, job, str(error), desk.clock())


def calendar_work(desk: Desk) -> dict[str, Any]:
    """Keep the calendar; say which due dates it moved, and which cases it could not count again."""
    moved = [[reference, str(was), str(now)] for reference, was, now in keep_calendar(desk)]
    return {"moved": moved, "without_clock": without_clock(desk.app, desk.db)}


def intake_work(desk: Desk, mailbox: ImapMailbox) -> dict[str, Any]:
    """Take in mail and tell the officers of what came."""
    mailbox.ensure_connected()
    look_into_drafts(desk.app, desk.db, desk.clock())
    held = hold_if_asked(desk, mailbox)
    taken = take_in(desk, mailbox)
    tended = tend_forms(desk, mailbox)
    erased = erase_in_mailbox(desk, mailbox)
    notices = tell_officers(desk) + tell_of_mail(desk) + tell_of_reviews(desk)
    return {
        **taken.summary(),
        **tended,
        "moved_to_hold": held,
        "references": taken.references[:200],
        "notices": notices,
        **({"erased_in_mailbox": erased} if erased else {}),
    }


def dispatch_work(desk: Desk, transport: SmtpTransport, mailbox: ImapMailbox) -> dict[str, Any]:
    """Send what is due, copy to Sent meanwhile where it is much, and tell the officers of what did not leave."""
    look_into_drafts(desk.app, desk.db, desk.clock())
    copies = CopiesAside(desk, mailbox)
    try:
        done = send_letters(desk, transport, copies)
    finally:
        copies.finish()
    done.counts["copied"] += copies.copied
    tell_officers(desk)
    tell_of_limits(desk)
    return done.summary()


def chase_work(desk: Desk) -> dict[str, Any]:
    """End the cases whose applicants stayed silent for the whole of their time; remind whoever holds one up.

    Officers hear of a faulty template first, once a day: its letters are not among what follows. Raises `CasesFailed`,
    with all else done, where something is wrong with a case.
    """
    tell_of_templates(desk)
    done, failed = dict[str, Any](), dict[str, str]()
    for work in CHASING:
        try:
            done |= work(desk)
        except CasesFailed as error:
            failed |= error.cases
    if failed:
        raise CasesFailed(failed)
    return done


CHASING: tuple[Callable[[Desk], dict[str, Any]], ...] = (
    lambda desk: {"lapsed": lapse_silent_cases(desk)},
    lambda desk: {"reviews": chase_reviews(desk)},
    lambda desk: chase(desk).as_data(),
)


def digest_work(desk: Desk) -> dict[str, Any]:
    """Write today's digest if it is owed."""
    return {"digests": write_digest(desk)}


def report_work(desk: Desk) -> dict[str, Any]:
    """Write the report of last month if it is owed."""
    return {"reports": write_monthly_report(desk)}


def feeds_work(desk: Desk) -> dict[str, Any]:
    """Keep the calendar files current."""
    return {"calendar_files": keep_feeds(desk), AS_OF: as_of(desk)}


def index_work(desk: Desk) -> dict[str, Any]:
    """Read on in what the search finds, for a short while, and scrub what it forgot: the rest has its turn later.

    Texts first, then files in what is left of the while: a file costs as much as a hundred texts.
    """
    until = monotonic() + INDEX_SECONDS
    with index_in_order():
        texts_left = catch_up(desk.db, INDEX_SECONDS)
        files_left = read_files(desk.db, until - monotonic(), desk.app.lines.files)
        scrub_index(desk.db, INDEX_SECONDS)
    return {"rows_left": texts_left, "files_left": files_left}


def is_index_behind(desk: Desk) -> bool:
    """Tell whether something came that the search does not find yet."""
    return is_behind(desk.db)


def copies_work(desk: Desk, mailbox: ImapMailbox) -> dict[str, Any]:
    """Look in Sent for letters of unknown fate and keep copies there; the mailbox is asked only where it is needed.

    A job of its own: a Sent folder that is full must not keep letters from leaving.
    """
    done = Dispatched()
    if desk.needs_mailbox():
        mailbox.ensure_connected()
        look_for_unknown(desk, mailbox, done)
        done.counts["copied"] += keep_copies(desk, mailbox)
        tell_officers(desk)
    return done.summary()


@dataclass(slots=True)
class Pass:
    """What one pass of every job did, and what went wrong."""

    done: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)


def one_pass(desk: Desk, mailbox: ImapMailbox | None = None) -> Pass:
    """Do every job that is due, once; a server that is away stops its own job and no other.

    `mailbox` is one that is being connected to already; it is closed in the end like one of this pass's own.
    """
    result = Pass()
    cut_off = _note_cut_off(desk, result)
    mailbox, transport = mailbox or desk.app.mailbox(), desk.app.transport()
    jobs: dict[str, Work] = {
        "calendar": lambda: calendar_work(desk),
        "intake": lambda: intake_work(desk, mailbox),
        "chase": lambda: chase_work(desk),
        "digest": lambda: digest_work(desk),
        **({"report": lambda: report_work(desk)} if is_report_due(desk) else {}),
        "dispatch": lambda: dispatch_work(desk, transport, mailbox),
        "copies": lambda: copies_work(desk, mailbox),
    }
    if is_feed_due(desk):
        jobs["feeds"] = lambda: feeds_work(desk)
    jobs["index"] = lambda: index_work(desk)
    if is_purge_due(desk):
        jobs["purge"] = lambda: purge_by_schedule(desk)
    try:
        for job, work in jobs.items():
            if desk.stop():
                break
            try:
                result.done[job] = perform(desk, job, work)
            except FoibotError as error:
                result.faults[job] = str(error)
    finally:
        transport.close()
        mailbox.close()
    if cut_off and "dispatch" in result.done:
        result.done["dispatch"]["unknown"] = result.done["dispatch"].get("unknown", 0) + cut_off
    if not_counted := result.done.get("calendar", {}).get("without_clock"):
        result.faults["calendar"] = " ".join(not_counted)
    if desk.app.faulty_templates:
        result.faults["templates"] = "\n".join(map(str, desk.app.faulty_templates))
    return result


def _note_cut_off(desk: Desk, result: Pass) -> int:
    """Note first of all which letters were cut off at the final dot: whatever is decided next must know of it."""
    try:
        return note_cut_off(desk)
    except FoibotError as error:
        result.faults["dispatch"] = str(error)
        return 0


def note_cut_off_at_start(app: App) -> None:
    """Do the same for a process that goes on to work with several registers; what is in the way is logged."""
    try:
        db = app.open_register()
        try:
            note_cut_off(Desk(app, db))
        finally:
            db.close()
    except FoibotError as error:
        logger.error("letters cut off not looked for yet: %s", error)  # noqa: TRY400
