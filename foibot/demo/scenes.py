"""The story, as a table: to tell more of a case's life, add a function and a row, with its day.

A scene does one thing by mail or by command and shows what came of it. It reads; foibot alone decides and writes.
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import time

from foibot.demo import office
from foibot.demo.stage import Stage
from foibot.errors import Unavailable
from foibot.lean import dataclass
from foibot.store import queries

Play = Callable[[Stage], None]


@dataclass(frozen=True, slots=True)
class Scene:
    """A step of the story: the sentence that heads it, what happens, when, and whether it is in the README's picture.

    `day` is the working day after the request, as its clock counts them; `at` is the time in London.
    """

    title: str
    play: Play
    day: int
    at: time
    pictured: bool = False


def mail_arrives(stage: Stage) -> None:
    """Let three mails arrive and show the applicant's as it lies in the mailbox."""
    now = stage.clock()
    for message in (office.request(now), *office.robots(now)):
        stage.server.deliver(message, office.OFFICE, now)
    first, *others = stage.server.mails(office.OFFICE)
    stage.mail(first, f"in the inbox of {office.OFFICE}", first=2, and_also=("1. Do",))
    stage.say("With it came two mails that nobody wrote:")
    stage.table(("From", "Subject"), [(_name(mail["From"]), str(mail["Subject"])) for mail in others])


def foibot_works(stage: Stage) -> None:
    """Do one pass of every job: the same the daemon does all day."""
    stage.verb("once")
    stage.verb("cases")


def applicant_reads(stage: Stage) -> None:
    """Show the acknowledgement as it lies in the applicant's own mailbox."""
    _show_latest(stage, office.APPLICANT, first=4)


def robots_hear_nothing(stage: Stage) -> None:
    """Show where the robots' mails lie now, what the register says of them, and what lies in their own mailboxes."""
    folder = stage.app.config.folders.not_foi
    rows = []
    for mail in stage.server.mails(office.OFFICE, folder):
        author = mail["From"].addresses[0].addr_spec
        kind, rule = verdict_on(stage, author)
        rows.append((author, kind.replace("_", " "), rule, folder, str(len(stage.server.mails(author)))))
    stage.table(("From", "Taken for", "By the rule", "Lies in", "Answers"), rows)


def nobody_has_taken_it(stage: Stage) -> None:
    """Do the pass of that morning, and show by what the officer is reminded."""
    stage.verb("once")
    _show_latest(stage, office.OFFICER)


def officer_asks_a_holder(stage: Stage) -> None:
    """Let an officer take the case and ask whoever may know; show the question as the holder reads it."""
    reference = the_case(stage)
    stage.verb("assign", reference, office.OFFICER_ID, "--as", office.OFFICER_ID)
    stage.refusal("seek", reference, office.HOLDER_ID, "--as", office.OFFICER_ID)
    words = ("--question", office.QUESTION, "--as", office.OFFICER_ID)
    stage.verb("seek", reference, office.HOLDER_ID, *words)
    stage.verb("once")
    _show_latest(stage, office.HOLDER, and_also=("what has it cost",))


def holder_answers(stage: Stage) -> None:
    """Let the holder reply, and show of what the officer is told."""
    question = stage.server.mails(office.HOLDER)[-1]
    stage.server.deliver(office.holders_answer(stage.clock(), question), office.OFFICE, stage.clock())
    stage.verb("once")
    _show_latest(stage, office.OFFICER)


def half_the_time_is_over(stage: Stage) -> None:
    """Do the pass of that morning, and show by what the officer is reminded."""
    stage.verb("once")
    _show_latest(stage, office.OFFICER)


def officer_answers(stage: Stage) -> None:
    """Draft the answer by one command, and show the notice to whoever may approve it."""
    words = ("respond", the_case(stage), "not-held", "--refer", office.POLICE_ID, "--as", office.OFFICER_ID)
    stage.verb(*words)
    stage.verb("once")
    notice = stage.server.mails(office.APPROVER)[-1]
    stage.table((), [("To", office.APPROVER), ("Subject", str(notice["Subject"]))])


def approver_signs(stage: Stage) -> None:
    """Move the draft in the mailbox, as the approver does in a mail program, and let it leave once it has cooled."""
    _sign(stage, office.APPROVER_ID, "Owen moves it from {drafts} to {signed}.")
    _show_latest(stage, office.APPLICANT, first=4, and_also=("Exampleshire Police may", "internal review"))


def review_is_asked_for(stage: Stage) -> None:
    """Let the applicant ask for a review, by a reply to the answer, and show that it is acknowledged."""
    answer = stage.server.mails(office.APPLICANT)[-1]
    stage.server.deliver(office.complaint(stage.clock(), answer), office.OFFICE, stage.clock())
    stage.verb("once")
    _show_latest(stage, office.APPLICANT, first=4)


def first_officer_is_refused(stage: Stage) -> None:
    """Try to give the review to whoever drafted the answer, then give it to somebody who had no part in it."""
    reference = the_case(stage)
    stage.refusal("assign", reference, office.OFFICER_ID, "--as", office.APPROVER_ID)
    stage.refusal("assign", reference, office.APPROVER_ID, "--as", office.APPROVER_ID)
    stage.verb("assign", reference, office.REVIEWER_ID, "--as", office.APPROVER_ID)
    stage.verb("once")


def reviewer_decides(stage: Stage) -> None:
    """Decide the review by command, and let another approve the outcome by moving it."""
    words = ("--text", "I read the minutes. They speak of cameras of the police; we hold no data.")
    stage.verb("decide", the_case(stage), "upheld", *words, "--as", office.REVIEWER_ID)
    stage.verb("once")
    _sign(stage, office.SECOND_ID, "Sol, who had no part in the first answer either, moves it to {signed}.")


def outcome_is_read(stage: Stage) -> None:
    """Show the outcome as it lies in the applicant's own mailbox."""
    _show_latest(stage, office.APPLICANT, first=3, and_also=("We uphold", "I read the minutes", "complain to the"))


def case_is_told(stage: Stage) -> None:
    """Show the case whole, and that the log of it is sound."""
    stage.verb("case", the_case(stage))
    stage.verb("audit")


SCENES: tuple[Scene, ...] = (
    Scene("An applicant writes to the FOI mailbox.", mail_arrives, 0, time(19, 42), pictured=True),
    Scene("foibot looks into the mailbox, once.", foibot_works, 0, time(19, 43), pictured=True),
    Scene("The applicant has an acknowledgement, and a date.", applicant_reads, 0, time(19, 44), pictured=True),
    Scene(
        "The two robots were logged and set apart. They got no answer.",
        robots_hear_nothing,
        0,
        time(19, 45),
        pictured=True,
    ),
    Scene("Nobody has taken it: a reminder.", nobody_has_taken_it, 1, time(9, 5), pictured=True),
    Scene("An officer does, and asks Contracts without a word of who asks.", officer_asks_a_holder, 2, time(11)),
    Scene("Contracts answers.", holder_answers, 7, time(15, 20)),
    Scene("Half the time is over: a reminder.", half_the_time_is_over, 10, time(9, 5)),
    Scene("Not held here, the police may: one command drafts the letter.", officer_answers, 11, time(10, 30)),
    Scene("Somebody else approves it, by moving it in the mailbox.", approver_signs, 11, time(14)),
    Scene("The applicant is not satisfied, and asks for a review.", review_is_asked_for, 17, time(20, 15)),
    Scene("Whoever had a part in the answer cannot review it.", first_officer_is_refused, 18, time(10), pictured=True),
    Scene("Somebody else decides it, and another approves the outcome.", reviewer_decides, 28, time(16)),
    Scene("The applicant has the outcome, and the way to the Commissioner.", outcome_is_read, 28, time(17)),
    Scene("All of it stands in the register, and can be checked.", case_is_told, 28, time(17, 1)),
)


def _show_latest(stage: Stage, account: str, *, first: int = 3, and_also: Sequence[str] = ()) -> None:
    """Show the mail that came last, as it lies in its reader's own mailbox."""
    stage.mail(stage.server.mails(account)[-1], f"in the inbox of {account}", first=first, and_also=and_also)


def _sign(stage: Stage, approver: str, told: str) -> None:
    """Move what waits to the approver's own folder; it leaves once the time is over in which it can be stopped."""
    folders = stage.app.config.folders
    signed = f"{folders.approved}/{approver}"
    stage.server.move_all(office.OFFICE, folders.drafts, signed)
    stage.say(told.format(drafts=folders.drafts, signed=signed))
    stage.verb("once")
    stage.wait(stage.app.config.approval.cooling_off_minutes)
    stage.say("A minute later nobody has stopped it:")
    stage.verb("once")


def the_case(stage: Stage) -> str:
    """Return the reference of the applicant's case."""
    case = stage.case()
    if case is None:
        raise Unavailable("The demo stops here: the request was not taken for one.")
    return case.reference


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
