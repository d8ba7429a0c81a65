"""What people are told of questions to information holders: how each stands, what came back, and what to do next."""

from collections.abc import Mapping
from typing import Any

from foibot.app import App
from foibot.casework.case import Case
from foibot.casework.events import HolderReplied
from foibot.casework.policy import Holder
from foibot.casework.questions import Question, QuestionState
from foibot.correspondence.holder_replies import Worth
from foibot.correspondence.kinds import Kind
from foibot.jobs.mail_moves import Move
from foibot.jobs.wording import printable, written_by
from foibot.law.wording import plain_day
from foibot.mail.parse import parse
from foibot.mail.render import shortened
from foibot.store import cases, inbox, log, questions
from foibot.store.database import Database

NAMED_AT_MOST = 8
LONGEST_FILE_NAME = 60
SHOWN = 60
KILO, MEGA = 1_000, 1_000_000


def question_facts(app: App, db: Database, row: Mapping[str, Any]) -> tuple[list[str], list[Move]]:
    """Return what a notice says of a message that came back on a question, and the moves that follow."""
    number, case = questions.of_message(db, row["id"]), cases.load_case(db, row["reference"] or "")
    if case is None:
        return [], []
    if not number:
        return _of_which(case, row)
    one, worth = case.questions[number - 1], _worth(db, case, row["id"])
    whom, asked_on = printable(one.whom), plain_day(one.asked_on)
    asked = f"Question {number}, asked of {whom} on {asked_on}, wanted by {plain_day(one.by)}"
    said, moves = _standing(app, case, one, worth)
    files = files_of_message(db, row["id"])
    enclosed = [f"With it came {', '.join(files)}; open the message in {printable(row['folder'])}"] if files else []
    return [f"{asked}: {said}", *enclosed], moves


def _of_which(case: Case, row: Mapping[str, Any]) -> tuple[list[str], list[Move]]:
    """Name the open questions that an answer may be about, where it does not say which."""
    waiting = case.open_questions if row["kind"] == Kind.HOLDER_REPLY else ()
    theirs = [one for one in waiting if one.asked.email.casefold() == row["from_email"].casefold()] or list(waiting)
    if not theirs:
        return [], []
    named = "; ".join(
        f"{one.number}, asked of {printable(one.whom)} on {plain_day(one.asked_on)}: {shortened(one.text, SHOWN)}"
        for one in theirs
    )
    moves = [(f"Answers {one.number}?", f"foibot settled {case.reference} {one.number}") for one in theirs]
    return [f"it does not say which question it answers, and all stay open. Open: {named}"], moves


def _worth(db: Database, case: Case, message: int) -> Worth:
    """Return what a message was taken for when it came: what is not noted otherwise is an answer."""
    for fact in log.read(db, case.reference):
        if isinstance(fact.event, HolderReplied) and fact.event.message == message:
            return Worth(fact.event.what)
    return Worth.ANSWER


def _standing(app: App, case: Case, one: Question, worth: Worth) -> tuple[str, list[Move]]:
    answered = ("Answered?", f"foibot settled {case.reference} {one.number}")
    go_on = ("Go on", f"foibot respond {case.reference} OUTCOME --attach FILE")
    again = ("No answer?", f'foibot unsettled {case.reference} {one.number} --why "…"')
    if worth is Worth.AUTOMATIC:
        return _away(app, case, one)
    if one.state in {QuestionState.RELIEVED, QuestionState.OVER}:
        return f"it was {_closed(one)} before", [go_on]
    if one.state is QuestionState.OPEN and worth is Worth.PROMISE:
        return "it stays open, for this only promises an answer", [answered]
    if one.state is QuestionState.OPEN:
        return "foibot is not sure that this answers it, and leaves it open", [answered]
    if worth is Worth.ANSWER:
        return "this answers it", [go_on, again]
    return "it was answered before", [go_on]


def _closed(one: Question) -> str:
    return "no longer needed" if one.state is QuestionState.RELIEVED else "over"


def _away(app: App, case: Case, one: Question) -> tuple[str, list[Move]]:
    holder = app.policy.holder(one.holder) if one.holder else None
    deputy = app.policy.stands_in_for(holder) if holder else None
    said = "an automatic reply answers nothing, and it stays as it was"
    if deputy is None:
        return f"{said}. No deputy is configured", []
    named = written_by(deputy.name, deputy.email)
    ask = f"foibot seek {case.reference} {_called(deputy)} --same-as {one.number}"
    return f"{said}. The deputy is {named}", [("Ask the deputy?", ask)]


def _called(holder: Holder) -> str:
    return holder.id or holder.email


def files_of_message(db: Database, message: int) -> list[str]:
    """Name the files that came with a message, each with its size; logos in signatures are none."""
    row = db.execute("SELECT raw FROM messages WHERE id = ?", (message,)).fetchone()
    if row is None or row[0] is None:
        return []
    raw, whole = inbox.raw_of(db, row[0])
    found = parse(raw).visible_attachments if whole else ()
    named = [f"{printable(shortened(one.name or one.type, LONGEST_FILE_NAME))} ({_size(one.size)})" for one in found]
    return [*named[:NAMED_AT_MOST], *([f"{len(named) - NAMED_AT_MOST} more"] if len(named) > NAMED_AT_MOST else [])]


def _size(octets: int) -> str:
    return f"{octets / MEGA:.1f} MB" if octets >= MEGA else f"{max(1, round(octets / KILO))} kB"
