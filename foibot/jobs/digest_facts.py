"""What a digest tells: what is late, due, waited for, to approve and to look at; of the team, or of one officer."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from foibot.casework.case import WAITING
from foibot.casework.lapsing import asked_on, last_day_to_reply
from foibot.casework.letters import LETTERS
from foibot.correspondence.kinds import Kind
from foibot.correspondence.reasons import in_words
from foibot.jobs.desk import Desk
from foibot.jobs.digest_picture import picture_of
from foibot.jobs.mail_moves import moves_on_case
from foibot.jobs.named import get_case
from foibot.jobs.telling_by_hand import answers_to_confirm
from foibot.jobs.wording import printable, sentence, shown_subject, written_by
from foibot.law.clock import london_day
from foibot.mail.render import shortened
from foibot.store import cases, drift, history, mail_for_people, outbox, queries, questions
from foibot.store.database import Database
from foibot.store.moments import parse_day, parse_moment
from foibot.store.queries import CaseFilter
from foibot.store.undecided import undecided

NOT_SURE = "foibot is not sure what it is: please read it"
LISTED_AT_MOST = 15
IN_THE_HEADLINE = 3
ON_A_LINE = 64
AHEAD = timedelta(days=7)
JUNK_FOR = timedelta(days=14)
Row = dict[str, Any]


def digest_facts(desk: Desk, db: Database, since: datetime, own: str = "", stands_in: str = "") -> dict[str, Any]:
    """Return the facts of the team's digest, or of that of an officer of that id: only what is theirs to do.

    `since` is when the last digest was written (UTC); `stands_in` names who is away where a deputy reads it.
    """
    lists = {**_of_cases(desk, db, since, own), **(_nothing_of_the_team() if own else _of_the_team(desk, db, since))}
    today = london_day(desk.clock()).isoformat()
    facts = {
        "late_holders": sum(row["wanted_by"] < today for row in lists["holders"][0]),
        **{f"{name}_count": len(rows) for name, (rows, _) in lists.items()},
        **{name: [show(desk, db, row) for row in rows[:LISTED_AT_MOST]] for name, (rows, show) in lists.items()},
        **_counted(desk, db, own),
        "own": own,
        "stands_in": stands_in,
        "picture": picture_of(desk, db, own),
        "triage_folder": desk.app.config.folders.triage,
        "junk_folder": desk.app.config.folders.junk,
        "inbox": desk.app.config.folders.inbox,
    }
    return {**facts, "headline": headline(facts)}


Lists = dict[str, tuple[list[Row], Callable[[Desk, Database, Row], Any]]]


def _of_cases(desk: Desk, db: Database, since: datetime, own: str) -> Lists:
    today = london_day(desk.clock())
    dated = queries.due(db, today + AHEAD, own or None)
    waiting = [row for status in WAITING for row in queries.cases(db, CaseFilter(status=status, officer=own or None))]
    doubtful = [row for row in undecided(db) if not own or row["officer"] == own]
    listed = {row["id"] for row in doubtful}
    came = [row for row in mail_for_people.came_on_cases(db, since, TOLD_OF) if row["id"] not in listed]
    drafts = queries.drafts(db, waiting_only=True)
    old = {row["reference"] for row in history.long_without_answer(db, today)}
    dated = [row for row in dated if row["reference"] not in old]
    if own:
        carried = cases.rows_of(db, {row["reference"] for row in (*came, *drafts)})
        came, drafts = ([row for row in rows if carried[row["reference"]]["officer"] == own] for rows in (came, drafts))
    return {
        "overdue": ([row for row in dated if row["due_on"] < today.isoformat()], _case),
        "due_today": ([row for row in dated if row["due_on"] == today.isoformat()], _case),
        "due": ([row for row in dated if row["due_on"] > today.isoformat()], _case),
        "awaiting": (waiting, _waiting),
        "holders": (questions.still_open(db, own), _question),
        "undecided": (doubtful, _undecided),
        "came": (came, _message),
        "drafts": (drafts, _draft),
    }


OF_THE_TEAM = ("commissioner", "by_hand", "to_post", "in_triage", "unreadable", "junk", "gone", "stuck", "days_moved")


def _nothing_of_the_team() -> Lists:
    return {name: ([], _message) for name in OF_THE_TEAM}


def _of_the_team(desk: Desk, db: Database, since: datetime) -> Lists:
    """Return what is nobody's in particular: mail to look at, a mailbox that differs, a calendar that changed."""
    waiting, folders = queries.messages_for_people(db), desk.app.config.folders
    in_triage = [row for row in waiting if row["state"] == "triage"]
    kept = desk.clock() - JUNK_FOR  # as long as servers keep them
    return {
        "commissioner": ([row for row in in_triage if row["kind"] == Kind.COMMISSIONER], _message),
        "by_hand": (answers_to_confirm(desk.app, db), _as_it_is),
        "to_post": (queries.to_post(db), _to_post),
        "in_triage": ([row for row in in_triage if row["kind"] != Kind.COMMISSIONER], _message),
        "unreadable": ([row for row in waiting if row["state"] == "set_aside"], _message),
        "junk": (
            [row for row in waiting if row["state"] == "junk" and parse_moment(row["received_at"]) >= kept],
            _message,
        ),
        # where nothing is moved, people tidy the inbox themselves
        "gone": (drift.gone_since(db, folders.inbox, since) if folders.filing == "move" else [], _message),
        "stuck": (drift.not_moved(db, desk.clock()), _message),
        "days_moved": (drift.calendar_changes(db, since), _as_it_is),
    }


def _counted(desk: Desk, db: Database, own: str) -> dict[str, int]:
    if own:
        return {"nobodys": 0, "waiting": 0, "trouble": 0, "from_before": 0}
    letters = queries.counts(db)["letters"]
    old = len(history.long_without_answer(db, london_day(desk.clock())))
    return {
        "nobodys": len(queries.cases(db, CaseFilter(officer="-"))) - old,
        "from_before": old,
        "waiting": sum(count for _, count, _ in outbox.waiting_by_recipient(db)),
        "trouble": letters.get("refused", 0) + letters.get("unknown", 0),
    }


def _as_it_is(desk: Desk, db: Database, row: Row) -> Row:
    del desk, db
    return row


def _case(desk: Desk, db: Database, row: Row) -> Row:
    case = get_case(desk.app, db, row["reference"])
    return {
        "reference": row["reference"],
        "due_on": parse_day(row["due_on"]),
        "days": desk.app.statutes.progress(case, london_day(desk.clock())),
        "subject": shortened(shown_subject(desk.app, queries.subject(db, case.reference)), ON_A_LINE),
        "officer": row["officer"],
    }


def _waiting(desk: Desk, db: Database, row: Row) -> Row:
    case = get_case(desk.app, db, row["reference"])
    return {
        **_case(desk, db, row),
        "what": WAITS_FOR[row["status"]],
        "since": asked_on(case),
        "until": last_day_to_reply(case, desk.app.policy, desk.app.statutes),
    }


def _question(desk: Desk, db: Database, row: Row) -> Row:
    del db
    wanted_by = parse_day(row["wanted_by"])
    return {
        "reference": row["reference"],
        "number": row["number"],
        "whom": shortened(printable(row["name"] or row["email"]), ON_A_LINE),
        "since": parse_day(row["asked_on"]),
        "until": wanted_by,
        "late": wanted_by is not None and wanted_by < london_day(desk.clock()),
        "officer": row["officer"],
    }


WAITS_FOR = {"awaiting_clarification": "a clarification", "awaiting_fee": "the fee"}


def _message(desk: Desk, db: Database, row: Row) -> Row:
    del db
    return {
        "number": row["id"],
        "subject": shortened(shown_subject(desk.app, row["subject"]), ON_A_LINE),
        "sender": shortened(written_by(row["from_name"], row["from_email"]), ON_A_LINE),
        "received_on": london_day(parse_moment(row["received_at"])),
        "folder": row["folder"],
        "what": TOLD_OF.get(row.get("kind", ""), NOT_SURE),
        "reference": row.get("reference") or "",
    }


def _undecided(desk: Desk, db: Database, row: Row) -> Row:
    seems = SEEMS.get(row["kind"], NOT_SURE)
    return {**_message(desk, db, row), "what": seems, "command": moves_on_case(row)[0][1]}


def _draft(desk: Desk, db: Database, row: Row) -> Row:
    del db
    applicant = printable(row["applicant_name"]).strip() or row["recipient"]
    return {
        "id": row["id"],
        "reference": row["reference"],
        "letter": LETTERS[row["letter"]].title,
        "due_on": parse_day(row["due_on"]),
        "applicant": shortened(applicant, ON_A_LINE),
        "subject": shortened(shown_subject(desk.app, row["case_subject"]), ON_A_LINE),
        "why": sentence(f"Waits: {in_words(row['rules'])}") if row["rules"] else "",
    }


def _to_post(desk: Desk, db: Database, row: Row) -> Row:
    del desk, db
    return {
        "id": row["id"],
        "reference": row["reference"],
        "letter": LETTERS[row["letter"]].title,
        "due_on": parse_day(row["due_on"]),
        "recipient": shortened(printable(", ".join(row["recipient"].splitlines())), ON_A_LINE),
    }


TOLD_OF: dict[str, str] = {
    str(Kind.COMMISSIONER): "URGENT, from the Commissioner",
    str(Kind.WITHDRAWAL): "a withdrawal",
    str(Kind.REVIEW_REQUEST): "an internal review asked for",
    str(Kind.PROGRESS_ENQUIRY): "how does it stand?",
}
"""What came on cases and is listed in the next digest, in words."""
SEEMS: dict[str, str] = {
    str(Kind.REVIEW_REQUEST): "a review asked for? none is recorded",
    str(Kind.CLARIFICATION_REPLY): "the reply to our question? no time starts yet",
    str(Kind.WITHDRAWAL): "a withdrawal? nothing is ended",
}
"""What a message on a case may be, and what follows from it only once somebody has decided."""
HEADLINES: tuple[tuple[str, str, str], ...] = (
    ("commissioner_count", "{} from the Commissioner", ""),
    ("overdue_count", "{} overdue", ""),
    ("due_today_count", "{} due today", ""),
    ("undecided_count", "{} to decide", ""),
    ("by_hand_count", "{} answered by hand?", ""),
    ("due_count", "{} due within a week", ""),
    ("late_holders", "{} holder late", "{} holders late"),
    ("came_count", "{} message on a case", "{} messages on cases"),
    ("in_triage_count", "{} in triage", ""),
    ("unreadable_count", "{} unreadable", ""),
    ("trouble", "{} letter in trouble", "{} letters in trouble"),
    ("drafts_count", "{} to approve", ""),
    ("to_post_count", "{} to post", ""),
    ("junk_count", "{} in Junk", ""),
    ("gone_count", "{} gone from the inbox", ""),
    ("stuck_count", "{} not moved", ""),
    ("nobodys", "{} with nobody", ""),
    ("waiting", "{} acknowledgement waits", "{} acknowledgements wait"),
    ("days_moved_count", "the calendar changed", ""),
)
"""What may wait, the most urgent first: which number, and how it is said of one and of several."""


def headline(facts: Mapping[str, Any]) -> str:
    """Say in a line what is most urgent of all that waits; empty where nothing does."""
    waiting: Sequence[tuple[int, str, str]] = [
        (facts[name], one, many or one) for name, one, many in HEADLINES if facts[name]
    ]
    said = ((one if count == 1 else many).format(count) for count, one, many in waiting)
    return ", ".join(islice(said, IN_THE_HEADLINE))
