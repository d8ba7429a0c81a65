"""The story, as a table: to tell more of a case's life, add a function and a row.

A scene does one thing by mail or by command and shows what came of it. It reads; foibot alone decides and writes.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime

from foibot.demo import office
from foibot.demo.stage import Stage
from foibot.store import queries
from foibot.store.queries import CaseFilter

Play = Callable[[Stage], None]


@dataclass(frozen=True, slots=True)
class Scene:
    """A step of the story: the sentence that heads it, what happens, and whether it stands in the README's picture."""

    title: str
    play: Play
    pictured: bool = False


def mail_arrives(stage: Stage) -> None:
    """Send three mails by SMTP and show the applicant's as it lies in the mailbox."""
    now = datetime.now(UTC)
    for message in (office.request(now), *office.robots(now)):
        stage.server.deliver(message)
    first, *others = stage.server.mails(office.OFFICE)
    stage.mail(first, f"in the inbox of {office.OFFICE}")
    stage.say("With it came two mails that nobody wrote:")
    stage.table(("From", "Subject"), [(_name(mail["From"]), str(mail["Subject"])) for mail in others])


def foibot_works(stage: Stage) -> None:
    """Do one pass of every job: the same the daemon does all day."""
    stage.verb("once")
    stage.verb("cases")


def applicant_reads(stage: Stage) -> None:
    """Show the acknowledgement as it lies in the applicant's own mailbox."""
    stage.mail(stage.server.mails(office.APPLICANT)[-1], f"in the inbox of {office.APPLICANT}")


def officers_read(stage: Stage) -> None:
    """Show the notice as it lies in the officer's own mailbox."""
    stage.mail(stage.server.mails(office.OFFICER)[-1], f"in the inbox of {office.OFFICER}")


def robots_hear_nothing(stage: Stage) -> None:
    """Show where the robots' mails lie now, what the register says of them, and what lies in their own mailboxes."""
    folder = stage.app.config.folders.not_foi
    rows = []
    for mail in stage.server.mails(office.OFFICE, folder):
        author = mail["From"].addresses[0].addr_spec
        kind, rule = verdict_on(stage, author)
        rows.append((author, kind.replace("_", " "), rule, folder, str(len(stage.server.mails(author)))))
    stage.table(("From", "Taken for", "By the rule", "Lies in", "Answers"), rows)


def officer_acts(stage: Stage) -> None:
    """Let an officer take the case and leave a note, by command."""
    reference = the_case(stage)
    stage.verb("assign", reference, office.OFFICER_ID, "--as", office.OFFICER_ID)
    stage.verb("note", reference, "Q4: ask Contracts first", "--as", office.OFFICER_ID)


def officer_answers(stage: Stage) -> None:
    """Draft the answer by one command, and show the notice to whoever may approve it."""
    words = ("respond", the_case(stage), "not-held", "--refer", office.POLICE_ID, "--as", office.OFFICER_ID)
    stage.verb(*words)
    stage.verb("once")
    notice = stage.server.mails(office.APPROVER)[-1]
    stage.table((), [("To", office.APPROVER), ("Subject", str(notice["Subject"]))])


def approver_signs(stage: Stage) -> None:
    """Move the draft in the mailbox, as the approver does in a mail program, and let it leave."""
    folders = stage.app.config.folders
    signed = f"{folders.approved}/{office.APPROVER_ID}"
    stage.server.move_all(office.OFFICE, folders.drafts, signed)
    stage.say(f"Owen moves it from {folders.drafts} to {signed}.")
    stage.verb("once")


def answer_is_read(stage: Stage) -> None:
    """Show the answer as it lies in the applicant's own mailbox."""
    stage.mail(stage.server.mails(office.APPLICANT)[-1], f"in the inbox of {office.APPLICANT}")


def review_is_asked_for(stage: Stage) -> None:
    """Let the applicant ask for a review, by a reply to the answer, and show that it is acknowledged."""
    answer = stage.server.mails(office.APPLICANT)[-1]
    stage.server.deliver(office.complaint(datetime.now(UTC), answer))
    stage.verb("once")
    stage.mail(stage.server.mails(office.APPLICANT)[-1], f"in the inbox of {office.APPLICANT}")


def first_officer_is_refused(stage: Stage) -> None:
    """Try to give the review to whoever drafted the answer, then give it to somebody who had no part in it."""
    reference = the_case(stage)
    stage.refusal("assign", reference, office.OFFICER_ID, "--as", office.APPROVER_ID)
    stage.refusal("assign", reference, office.APPROVER_ID, "--as", office.APPROVER_ID)
    stage.verb("assign", reference, office.REVIEWER_ID, "--as", office.APPROVER_ID)


def reviewer_decides(stage: Stage) -> None:
    """Decide the review by command, and let another approve the outcome by moving it."""
    words = ("--text", "I read the minutes. They speak of cameras of the police; we hold no data.")
    stage.verb("decide", the_case(stage), "upheld", *words, "--as", office.REVIEWER_ID)
    stage.verb("once")
    folders = stage.app.config.folders
    signed = f"{folders.approved}/{office.SECOND_ID}"
    stage.server.move_all(office.OFFICE, folders.drafts, signed)
    stage.say(f"Sol, who had no part in the first answer either, moves it to {signed}.")
    stage.verb("once")


def outcome_is_read(stage: Stage) -> None:
    """Show the outcome as it lies in the applicant's own mailbox."""
    stage.mail(stage.server.mails(office.APPLICANT)[-1], f"in the inbox of {office.APPLICANT}")


def case_is_told(stage: Stage) -> None:
    """Show the case whole, and that the log of it is sound."""
    stage.verb("case", the_case(stage))
    stage.verb("audit")


SCENES: tuple[Scene, ...] = (
    Scene("An applicant writes to the FOI mailbox.", mail_arrives, pictured=True),
    Scene("foibot looks into the mailbox, once.", foibot_works, pictured=True),
    Scene("The applicant has an acknowledgement, and a date.", applicant_reads, pictured=True),
    Scene("The officers have a notice.", officers_read),
    Scene("The two robots were logged and set apart. They got no answer.", robots_hear_nothing, pictured=True),
    Scene("An officer takes the case.", officer_acts),
    Scene("Not held here, the police may: one command drafts the letter.", officer_answers),
    Scene("Somebody else approves it, by moving it in the mailbox.", approver_signs),
    Scene("The applicant has the answer, with the rights that go with it.", answer_is_read),
    Scene("The applicant is not satisfied, and asks for a review.", review_is_asked_for),
    Scene("Whoever had a part in the answer cannot review it.", first_officer_is_refused, pictured=True),
    Scene("Somebody else decides it, and another approves the outcome.", reviewer_decides),
    Scene("The applicant has the outcome, and the way to the Commissioner.", outcome_is_read),
    Scene("All of it stands in the register, and can be checked.", case_is_told),
)


def the_case(stage: Stage) -> str:
    """Return the reference of the applicant's case."""
    with closing(stage.register()) as db:
        return str(queries.cases(db, CaseFilter())[0]["reference"])


def verdict_on(stage: Stage, author: str) -> tuple[str, str]:
    """Return what the author's latest message was taken for, and by which rule."""
    sql = (
        "SELECT kind, json_extract(verdict, '$.reasons[0][0]') AS rule FROM messages"
        " WHERE from_email = ? ORDER BY id DESC LIMIT 1"
    )
    with closing(stage.register()) as db:
        found = queries.rows(db, sql, (author,))[0]
    return str(found["kind"]), str(found["rule"])


def _name(author: object) -> str:
    return str(author).partition(" <")[0].strip('"')
