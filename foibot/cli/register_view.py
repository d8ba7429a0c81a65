"""How cases and messages are shown in the terminal."""

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from foibot.casework.languages import ENGLISH, LANGUAGES
from foibot.cli.letters_view import letter_status, recipient_of
from foibot.cli.tables import console, plain, table, wrapped
from foibot.correspondence.reasons import in_words
from foibot.jobs.mail_moves import guessed_case, moves_in_triage, moves_on_case
from foibot.jobs.wording import notes_in_words, written_by
from foibot.law.wording import plain_day

LONDON = ZoneInfo("Europe/London")
INDENT = "    "


SHORT = {"awaiting_clarification": "clarification", "awaiting_fee": "fee awaited", "review_decided": "review over"}
"""How a case stands that nothing is due on, where the column is too narrow for its status."""


def show_cases(rows: Sequence[dict[str, Any]]) -> None:
    """Show cases, a line each; an overdue one is marked with a word, not with colour alone."""
    if not rows:
        click.echo("No case.")
        return
    listed = [
        [
            row["reference"],
            _short(row["due_on"]),
            _standing(row),
            row["officer"] or "-",
            row["applicant_name"] or row["applicant_email"],
            row["subject"],
        ]
        for row in rows
    ]
    columns = [("Case", 0), ("Due", 9), ("Stands at", 13), ("Officer", 8), ("Applicant", 10), ("Subject", 8)]
    styles = ["bold" if row["overdue"] else "" for row in rows]
    console().print(table(columns, listed, style_of=styles))
    click.echo(f"\n{len(rows)} case{'s' if len(rows) > 1 else ''}. One of them: foibot case REFERENCE")


def _standing(row: dict[str, Any]) -> str:
    if not row["due_on"]:
        return SHORT.get(row["status"], str(row["status"]).replace("_", " "))
    progress = str(row["progress"]).replace("review, working day", "review").replace("working day", "day")
    if progress.startswith("review"):
        progress = progress.replace(" of ", "/") if not row["overdue"] else progress.replace("review", "rev")
    return f"LATE, {progress.partition(' of ')[0]}" if row["overdue"] else progress


def _short(day: str | None) -> str:
    if day is None:
        return "-"
    found = date.fromisoformat(day)
    return f"{found.day} {found:%b %y}"


def show_case(data: dict[str, Any]) -> None:
    """Show a case whole: how it stands, its mail and letters, and what happened."""
    due_on = data["clock"]["due_on"]
    due = f"due {plain_day(due_on)}" if due_on and data["due_on"] else "nothing is owed"
    stands = f"{data['status'].replace('_', ' ')}, {data['regime']}, {due}"
    click.secho(wrapped(f"{data['reference']}  {data['subject']}"), bold=True)
    click.echo(wrapped(stands + _in_brackets(data["clock"]["progress"])))
    address = f" <{data['applicant_email']}>" if data["applicant_email"] else ", without an e-mail address"
    _field("Applicant:", f"{data['applicant_name']}{address}")
    if data["applicant_address"]:
        _field("Address:", ", ".join(data["applicant_address"].splitlines()))
    _field("Received:", f"{plain_day(date.fromisoformat(data['received_on']))} by {data['channel']}")
    _field("Officer:", data["officer"] or "nobody yet")
    for name, said in _further_fields(data):
        _field(name, said)
    for line in _of_review(data["review"]) if data["review"] else ():
        _field("Review:", line)
    for name, said in _outside(data):
        _field(name, said)
    for warning in data["clock"]["warnings"]:
        _field("Note:", warning)
    for sentence_to_weigh in data["to_weigh"]:
        _field("Weigh:", f"{sentence_to_weigh}.")
    for how, others in _by_how(data["linked_from"]).items():
        _field("See also:", f"{', '.join(others[:NAMED_AT_MOST])}{_and_more(others)} ({FROM_LATER[how]})")
    _show_questions(data["questions"])
    _show_messages("Mail that came", [one for one in data["messages"] if one["direction"] == "in"])
    _show_messages("Sent by hand", [one for one in data["messages"] if one["direction"] == "out"])
    _show_letters(data)
    click.secho("\nWhat happened", bold=True)
    for event in data["events"]:
        said = f"{_moment(event['at'])}  {sentence(event)} ({event['actor']})"
        click.echo(wrapped(said, "  ", " " * 21))


def _further_fields(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the fields that only some cases have."""
    if data["language"] != ENGLISH:
        yield "Language:", f"answered in {LANGUAGES[data['language']]}"
    if data["tags"]:
        yield "Tags:", ", ".join(data["tags"])
    if data["cost"]["in_words"]:
        yield "Time:", data["cost"]["in_words"]


def _of_review(review: dict[str, Any]) -> Iterator[str]:
    """Say how the review stands: when it was asked for and is due, its outcome, and who had a part in the answer."""
    late = " (late: weigh whether to take it)" if review["late"] else ""
    yield f"asked for on {plain_day(review['asked_on'])} by {review['by']}, about its {review['about']}{late}"
    if review["decided_on"]:
        yield f"{review['outcome'].replace('_', ' ')}, decided on {plain_day(review['decided_on'])}"
        return
    if review["due_on"]:
        latest = f", with a letter of delay by {plain_day(review['limit_on'])}" if review["limit_on"] else ""
        yield f"due {plain_day(review['due_on'])}{latest}"
    yield from review["parts"]
    if not review["had_none"] and not review["waived"]:
        yield "Nobody is left to review it who had no part in the answer. A manager can let somebody: assign --despite"


def _outside(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Say how the case stands with the Commissioner, and in the disclosure log."""
    if data["commissioner_case"]:
        yield "Regulator:", _of_commissioner(data["commissioner_case"])
    if data["released"]:
        yield "Released:", _of_release(data["released"], data["reference"])


def _of_commissioner(appeal: dict[str, Any]) -> str:
    said = f"{appeal['reference']}, {appeal['step'].replace('-', ' ')}, since {plain_day(appeal['since'])}"
    if appeal["ended_on"]:
        return f"{said}; over since {plain_day(appeal['ended_on'])}"
    due = appeal["due_on"]
    what = "the disclosure is" if appeal["requires_disclosure"] else "an answer is"
    return f"{said}; {what} due {plain_day(due)}" if due else f"{said}; nothing is erased meanwhile"


def _of_release(released: dict[str, Any], reference: str) -> str:
    """Say since when a case is free for the disclosure log, with which files, and what it does not show yet."""
    copies = released["redacted_copies"]
    named = [f"{name} (a redacted copy)" if name in copies else name for name in released["files"]]
    files = f"with {', '.join(named)}" if named else "without files"
    words = f"; an officer's words for the {' and the '.join(released['own_words'])}" if released["own_words"] else ""
    said = f"for the disclosure log on {plain_day(released['on'])}, {files}{words}"
    if released["left_since"]:
        return f"{said}. What left since is not shown: foibot release {reference}"
    return said


FROM_LATER = {
    "same text": "the same text, later, from somebody else",
    "same person": "the same person, later",
    "split from": "split from this one",
}
NAMED_AT_MOST = 5


def _by_how(links: Sequence[dict[str, Any]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for link in links:
        found.setdefault(link["how"], []).append(link["reference"])
    return found


def _and_more(others: Sequence[str]) -> str:
    return f" and {len(others) - NAMED_AT_MOST} more" if len(others) > NAMED_AT_MOST else ""


def _field(name: str, text: str) -> None:
    click.echo(wrapped(text, f"{name:11}", " " * 11))


def _in_brackets(text: str) -> str:
    return f" ({text})" if text else ""


def _show_questions(questions: Sequence[dict[str, Any]]) -> None:
    if questions:
        click.secho("\nAsked of information holders", bold=True)
    for one in questions:
        called = written_by(one["name"], one["email"])
        if one["state"] == "drafted":
            said = (
                f"{one['number']}: {called}: not asked yet, waits for approval; wanted by {plain_day(one['wanted_by'])}"
            )
        else:
            dates = f"asked {plain_day(one['asked_on'])}, wanted by {plain_day(one['wanted_by'])}"
            said = f"{one['number']}: {called}: {STANDING[one['state']]}, {dates}"
        click.echo(wrapped(said, "  ", INDENT))
        for line in one["question"].splitlines():
            click.echo(wrapped(line, f"{INDENT}| "))
        if one["replies"]:
            came = ", ".join(f"message {number}" for number in one["replies"])
            click.echo(wrapped(f"came back: {came}", INDENT))


STANDING = {
    "open": "open",
    "answered": "answered",
    "relieved": "no longer needed",
    "over": "over, the case was answered",
}


def _show_messages(title: str, messages: Sequence[dict[str, Any]]) -> None:
    if messages:
        click.secho(f"\n{title}", bold=True)
    for message in messages:
        sure = "" if message["certain"] else ", not certain"
        kind = message["kind"].replace("_", " ")
        said = f"{message['id']}: {_moment(message['received_at'])}  {kind}{sure}: {message['subject']}"
        click.echo(wrapped(said, "  ", INDENT))
        why = "; ".join(f"{rule} ({words})" for rule, words in message["verdict"]["reasons"])
        if why:  # an erased message keeps none
            click.echo(wrapped(f"because {why}", INDENT))
        if message["verdict"]["authentication"]:
            click.echo(wrapped(f"our mail server says of the sender: {message['verdict']['authentication']}", INDENT))
        for note in notes_in_words(message["verdict"]["notes"]):
            click.echo(wrapped(f"look: {note}", INDENT))
        for line in (message["passed_on"] or message["new_text"] or message["text"]).strip().splitlines():
            click.echo(wrapped(line, f"{INDENT}| "))


def _show_letters(data: dict[str, Any]) -> None:
    if data["letters"] or data["drafts"]:
        click.secho("\nLetters", bold=True)
    for letter in data["letters"]:
        left = letter["sent_at"] and letter["status"] != "queued"
        when = _moment(letter["sent_at"]) if left else "not yet"
        to = recipient_of(letter) if letter["way"] == "post" else f"to {recipient_of(letter)}"
        stands = f"{letter['letter']} {to}: {letter_status(letter)}, {when}"
        click.echo(wrapped(stands, "  ", INDENT))
        if letter["answer"] and letter["status"] != "sent":
            click.echo(wrapped(letter["answer"], INDENT))
    for draft in data["drafts"]:
        why = in_words(draft["rules"])
        why = "; ".join(filter(None, (draft["held"], draft["standing"], why)))
        said = f"draft {draft['id']}: {draft['letter']} ({draft['status']}){f': {why}' if why else ''}"
        click.echo(wrapped(said, "  ", INDENT))


def sentence(event: dict[str, Any]) -> str:
    """Write an event as a short sentence: its name in words, what people need of what it holds, and what was said."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in event["type"]).strip()
    details = [_detail(name, value) for name, value in event["payload"].items() if name in SHOWN]
    said = [f"“{plain(text)}”" for text in event["words"].values()]
    return textwrap.shorten(
        " ".join([f"{words}:" if details or said else words, *details, *said]), 400, placeholder=" …"
    )


SHOWN = {
    "what": "as {}",
    "received_on": "on {}",
    "row": "row {}",
    "holders": "held by {}",
    "ended_on": "ended on {}",
    "regime": "under {}",
    "channel": "by {}",
    "flags": "(please look: {})",
    "letter": "{}",
    "officer": "{}",
    "language": "{}",
    "question": "question {}",
    "holder": "to {}",
    "wanted_by": "by {}",
    "minutes": "{} minutes",
    "activity": "to {}",
    "share": "at {} per cent",
    "kind": "as {}",
    "message": "message {}",
    "rule": "{}",
    "rules": "because of {}",
    "was": "from {}",
    "now": "to {}",
    "code": "error {}",
    "on": "on {}",
    "until": "until {}",
    "outcome": "{}",
    "sections": "citing {}",
    "amount": "{}",
    "authority": "to {}",
    "into": "into {}",
    "of": "of {}",
    "about": "about its {}",
    "step": "{}",
    "due_on": "due {}",
    "calendar": "by {}",
    "days": "({})",
    "tags": "{}",
    "seen": "(by foibot, because of the words: {})",
}
"""What an event holds that people need to see, in words; the rest is for machines."""


def _detail(name: str, value: Any) -> str:
    written = ", ".join(map(str, value)) if isinstance(value, list) else str(value).replace("_", " ")
    return SHOWN[name].format(plain(written))


def _moment(text: str) -> str:
    return f"{datetime.fromisoformat(text).astimezone(LONDON):%d %b %Y %H:%M}"


def show_messages(rows: Sequence[dict[str, Any]]) -> None:
    """Show messages that wait for a person, with the words they were judged by and the commands that decide."""
    if not rows:
        click.echo("No message waits for anybody.")
        return
    for row in rows:
        sender = written_by(row["from_name"], row["from_email"])
        urgent = "URGENT, from the Commissioner: " if row["kind"] == "commissioner" else ""
        said = f"{row['id']}: {urgent}{_moment(row['received_at'])}  {sender}: {row['subject'] or '(no subject)'}"
        click.echo(wrapped(said, rest=INDENT))
        state, kind = row["state"].replace("_", " "), row["kind"].replace("_", " ")
        why = f"{row['rule']} ({(row['evidence'] or '')[:60]})"
        where = row["reference"] if row["state"] == "case" else state
        click.echo(wrapped(f"{where}, in {row['folder']}; taken for {kind} because {why}", INDENT))
        moves = moves_on_case(row) if row["state"] == "case" else moves_in_triage(row, guessed_case(row))
        for question, command in moves:
            click.echo(wrapped(command, f"{INDENT}{question:11} "))
