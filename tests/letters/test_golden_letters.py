"""Letters as people get them, compared whole with those that were read and found good.

`FOIBOT_REWRITE_GOLDEN=1` writes them anew; the difference is then read before it is committed.
"""

import email
import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from builders import ASKED, make_bounce, make_mail
from registers import NOW, arrive, at, command, make_desk, new_case, rows
from swallowing import Swallowing

from foibot.app import App
from foibot.casework.letters import LETTERS
from foibot.casework.policy import Holder, Officer
from foibot.config.reporting import Reporting
from foibot.errors import LetterError
from foibot.jobs.calendar_keeping import keep_calendar
from foibot.jobs.chase import chase
from foibot.jobs.desk import Desk
from foibot.jobs.digest import write_digest
from foibot.jobs.dispatch import send_letters
from foibot.jobs.holding_by_folder import hold
from foibot.jobs.monthly_report import write_monthly_report
from foibot.jobs.strays import Stray, tell_of_strays
from foibot.jobs.telling import tell_officers
from foibot.jobs.telling_of_drafts import tell_that_a_draft_waits
from foibot.jobs.telling_of_limits import tell_of_limits
from foibot.jobs.telling_of_mail import tell_of_mail
from foibot.jobs.telling_of_templates import tell_of_held_letter
from foibot.law.working_days import BankHoliday, Division
from foibot.store import forms, outbox
from foibot.store.register import writing

JANE = Officer("jane", "Jane Quill")
GOLDEN = Path(__file__).with_name("golden")
SHOWN = ("From", "To", "Subject", "Date", "In-Reply-To", "Auto-Submitted", "X-Auto-Response-Suppress")
OURS = re.compile(r"<[0-9a-f]{24}@council\.example>")
Happening = Callable[[Desk], None]


def as_people_get_it(raw: bytes) -> str:
    letter = email.message_from_bytes(raw, EmailMessage, policy=default)
    head = "".join(f"{name}: {letter[name]}\n" for name in SHOWN if letter[name])
    words = letter.get_body(("plain",))
    assert words is not None
    return OURS.sub("<ours>", f"{head}\n{words.get_content()}".replace("\r\n", "\n"))


def under(desk: Desk, regime: str) -> Desk:
    app: App = desk.app
    return replace(desk, app=replace(app, policy=replace(app.policy, regime=regime)))


def by_mail(desk: Desk) -> None:
    arrive(desk, make_mail())


def by_post(desk: Desk) -> None:
    new_case(desk, email="ada.field@reader.example", received=NOW - timedelta(days=1))


def after_a_doubt(desk: Desk) -> None:
    arrive(desk, make_mail(headers={"X-Auto-Response-Suppress": "All"}))
    command(desk, "approve", "1")


@pytest.mark.parametrize(
    ("name", "regime", "place", "happens"),
    [
        ("foia_by_mail", "FOIA", "england-wales", by_mail),
        ("foia_by_post", "FOIA", "england-wales", by_post),
        ("foia_approved", "FOIA", "england-wales", after_a_doubt),
        ("eir_by_mail", "EIR", "england-wales", by_mail),
        ("foisa_by_mail", "FOISA", "scotland", by_mail),
        ("foisa_by_post", "FOISA", "scotland", by_post),
        ("sar_by_mail", "SAR", "england-wales", by_mail),
        ("sar_by_post", "SAR", "england-wales", by_post),
    ],
)
def test_the_acknowledgement_reads_as_it_should(
    name: str, regime: str, place: str, happens: Happening, tmp_path: Path
) -> None:
    desk = under(make_desk(tmp_path, jurisdiction=place), regime)
    happens(desk)
    [(raw,)] = rows(desk, "SELECT raw FROM outbox")
    compare(f"acknowledgement_{name}", as_people_get_it(raw))


def without_a_name(desk: Desk) -> None:
    arrive(desk, make_mail(writer="x77@reader.example", text=ASKED.replace("Ada Field", "")))


def under_a_false_name(desk: Desk) -> None:
    arrive(desk, make_mail(writer="Mickey Mouse <mm@reader.example>", text=ASKED.replace("Ada Field", "Mickey Mouse")))


@pytest.mark.parametrize(
    ("regime", "place", "happens"),
    [("FOIA", "wales", without_a_name), ("FOISA", "scotland", under_a_false_name)],
)
def test_the_letter_that_asks_for_a_name_says_which_law_wants_it_and_what_is_enough(
    regime: str, place: str, happens: Happening, tmp_path: Path
) -> None:
    desk = make_desk(tmp_path, jurisdiction=place, authority=f'regime = "{regime}"')
    happens(desk)
    [(raw,)] = rows(desk, "SELECT raw FROM drafts WHERE letter = 'name_wanted'")
    compare(f"name_wanted_{happens.__name__}", as_people_get_it(raw))


def a_request(desk: Desk) -> None:
    arrive(desk, make_mail())


def a_doubtful_forward(desk: Desk) -> None:
    arrive(desk, make_mail(writer="Jo Reed <jo.reed@council.example>", shape="forwarded"))


COVER = """\
Dear FOI team,

this came to my desk. I was away, sorry. Please deal with it.

Jo Reed

-----Original Message-----
From: Bo Marsh <bo@sender.example>
Sent: 10 February 2026 09:12
To: Jo Reed
Subject: Potholes

"""


def a_forward_two_weeks_late(desk: Desk) -> None:
    jo, dated = "Jo Reed <jo.reed@council.example>", {"Date": "Tue, 3 Mar 2026 09:30:00 +0000"}
    arrive(desk, make_mail(writer=jo, subject="FW: Potholes", text=COVER + ASKED, headers=dated))


def a_forged_sender(desk: Desk) -> None:
    checked = "mx.council.example; dmarc=fail (p=reject dis=none) header.from=reader.example; spf=fail"
    arrive(desk, make_mail(message_id="<forged@x.example>", headers={"Authentication-Results": checked}))


def a_letter_attached(desk: Desk) -> None:
    arrive(desk, make_mail(subject="My request", shape="attachment", text="").replace(b"map.pdf", b"letter.docx"))


def an_encrypted_letter(desk: Desk) -> None:
    sealed = b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m"
    plain = b"Content-Type: text/plain; charset=utf-8"
    arrive(desk, make_mail(subject="Confidential", text="").replace(plain, sealed))


def a_blind_copy(desk: Desk) -> None:
    arrive(desk, make_mail(headers={"To": "Editor <editor@paper.example>"}))


def a_request_out_of_junk(desk: Desk) -> None:
    arrive(desk, make_mail(), folder="Junk")
    arrive(at(desk, NOW + timedelta(days=1)), make_mail(), folder="INBOX")


def a_request_by_telephone(desk: Desk) -> None:
    new_case(desk, by="telephone", regime="EIR", text="How clean is the air\nin Mill Lane?")


def many_requests(desk: Desk) -> None:
    for number in range(7):
        arrive(desk, make_mail(message_id=f"<many.{number}@reader.example>", text=f"Please send me file {number}."))


def trouble(desk: Desk) -> None:
    many_requests(desk)
    tell_officers(desk)
    with writing(desk.db) as db:
        db.execute("DELETE FROM outbox WHERE reference = 'office'")
        outbox.mark_unknown(db, 2, "cut off", NOW)
        outbox.stop_looking(db, 2)
        db.execute("UPDATE outbox SET attempts = 8, answer = '451 4.7.1 try again later' WHERE id = 3")
        [(sent,)] = db.execute("SELECT raw FROM outbox WHERE id = 1").fetchall()
    arrive(desk, make_bounce(sent, "ada.field@reader.example"))


def a_proclaimed_day(desk: Desk) -> None:
    keep_calendar(desk)
    arrive(desk, make_mail())
    feast = BankHoliday(NOW.date() + timedelta(days=9), "Feast", frozenset({str(Division.SCOTLAND)}), "Proclamation")
    statutes = desk.app.statutes
    proclaimed = replace(statutes, calendars=statutes.calendars.with_days([feast]), edition="holidays and 1 proclaimed")
    with writing(desk.db) as db:
        db.execute("UPDATE calendar_edition SET edition = 'holidays'")
        db.execute("UPDATE case_state SET officers_told = 1, calendar = 'holidays'")
    keep_calendar(replace(desk, app=replace(desk.app, statutes=proclaimed)))


def mail_that_waits(desk: Desk) -> None:
    arrive(desk, make_mail())
    [(ours,)] = rows(desk, "SELECT message_id FROM outbox")
    reply = {"In-Reply-To": ours}
    arrive(desk, make_mail(message_id="<2@x.example>", subject="Re: potholes", text="Thank you!", headers=reply))
    stranger = "Bo Marsh <bo@other.example>"
    arrive(desk, make_mail(message_id="<3@x.example>", writer=stranger, subject="", text="Any news?", headers=reply))
    arrive(desk, make_mail(message_id="<4@x.example>", writer=stranger, subject="Thanks", text=THANKS))
    arrive(desk, make_mail(message_id="<5@x.example>", writer=stranger), folder="Junk")
    arrive(desk, b"X-Nothing: 1\r\n\r\n")


def mail_that_presses(desk: Desk) -> None:
    by_mail(desk)
    mail_on_a_case(desk)


def mail_on_a_case(desk: Desk) -> None:
    [(ours,)] = rows(desk, "SELECT message_id FROM outbox WHERE reference = 'FOI-2026-0001'")
    words = "I am not satisfied with your answer to FOI-2026-0001. Please carry out an internal review of it."
    stranger, reply = "Bo Marsh <bo@other.example>", {"In-Reply-To": ours}
    arrive(desk, make_mail(message_id="<r@x.example>", writer=stranger, subject="Internal review", text=words))
    told = "We have received a complaint about your handling of a request.\nPlease let us have your response."
    regulator, vouched = "Case Team <cases@ico.org.uk>", {"Authentication-Results": "mx.council.example; dmarc=pass"}
    arrive(
        desk,
        make_mail(message_id="<c@x.example>", writer=regulator, subject="Complaint IC-1", text=told, headers=vouched),
    )
    news = make_mail(message_id="<n@x.example>", subject="Re: [FOI-2026-0001]", text="Any news?\n" * 20, headers=reply)
    arrive(desk, news)
    arrive(desk, make_mail(message_id="<j@x.example>", writer=stranger, subject="Thanks", text=THANKS), folder="Junk")
    arrive(desk, make_mail(message_id="<j@x.example>", writer=stranger, subject="Thanks", text=THANKS))


THANKS = "Thank you very much for your help last week. Best wishes, Bo"


def a_day_of_reckoning(desk: Desk) -> None:
    by_mail(desk)
    new_case(desk, received=NOW - timedelta(days=1))
    yesterday = at(desk, datetime(2026, 3, 30, 15, 0, tzinfo=UTC))
    a_forged_sender(yesterday)
    mail_on_a_case(yesterday)
    withdrawn = "I withdraw my request."
    arrive(yesterday, make_mail(message_id="<w@x.example>", subject="Re: [FOI-2026-0001]", text=withdrawn))
    assert write_digest(at(desk, datetime(2026, 3, 31, 8, 30, tzinfo=UTC))) == 1


def a_flood(desk: Desk) -> None:
    many_requests(desk)
    with writing(desk.db) as db:
        outbox.mark_waiting(db, ((letter, NOW + timedelta(days=1)) for letter in range(3, 8)))
    tell_of_limits(desk)


def a_faulty_template(desk: Desk) -> None:
    fault = LetterError("'applicant_nam' is undefined", file="acknowledgement.txt.j2", line=5)
    with writing(desk.db) as db:
        assert tell_of_held_letter(desk, db, fault, "FOI-2026-0001") == 1
        assert tell_of_held_letter(desk, db, fault, "FOI-2026-0002") == 0, "once a day"


def a_monday_morning(desk: Desk) -> None:
    before = at(desk, datetime(2026, 3, 3, 10, 0, tzinfo=UTC))
    mail_that_waits(before)
    under_a_false_name(before)
    spam = make_mail(message_id="<junk@reader.example>", subject="FOI request: parking fines")
    arrive(at(desk, datetime(2026, 3, 27, 10, 0, tzinfo=UTC)), spam, folder="Junk")
    command(before, "assign", new_case(before, received=datetime(2026, 2, 2, 9, 0, tzinfo=UTC)), officer=JANE)
    assert write_digest(at(desk, datetime(2026, 3, 30, 7, 30, tzinfo=UTC))) == 2


def a_morning_of_her_own(desk: Desk) -> None:
    a_monday_morning(desk)
    with writing(desk.db) as db:
        db.execute("DELETE FROM outbox WHERE letter = 'digest' AND subject NOT LIKE 'Yours%'")


def a_stranger_among_the_forms(desk: Desk) -> None:
    stray = Stray("missing", "0" * 64, "Our answer to Ada Field")
    with writing(desk.db) as db:
        tell_of_strays(desk, db, "FOI/Approved/pat", None, [stray])
        db.execute("DELETE FROM outbox WHERE recipient NOT LIKE 'jane%'")


def a_message_in_hold(desk: Desk) -> None:
    by_mail(desk)
    hold(desk, "FOI/Hold", 1, 1)
    with writing(desk.db) as db:
        db.execute("DELETE FROM outbox WHERE letter = 'hold_notice' AND recipient NOT LIKE 'jane%'")


def an_answer_to_approve(desk: Desk) -> None:
    arrive(desk, make_mail())
    command(desk, "respond", "FOI-2026-0001", outcome="not-held")
    [form] = forms.to_place(desk.db)
    with writing(desk.db) as db:
        tell_that_a_draft_waits(desk, db, form)
        db.execute("DELETE FROM outbox WHERE recipient NOT LIKE 'pat@%'")


FINANCE = Holder("finance", "Finance", "finance@council.example")


def asked_of_finance(desk: Desk) -> None:
    arrive(desk, make_mail())
    command(desk, "assign", "FOI-2026-0001", officer=JANE)
    command(desk, "seek", "FOI-2026-0001", holder=FINANCE)


def silence_of_finance(desk: Desk) -> None:
    asked_of_finance(desk)
    chase(at(desk, datetime(2026, 3, 16, 10, 0, tzinfo=UTC)))


def long_silence_of_finance(desk: Desk) -> None:
    managed = replace(FINANCE, manager="mia")
    policy = replace(desk.app.policy, holders=(managed,))
    desk = replace(desk, app=replace(desk.app, policy=policy))
    asked_of_finance(desk)
    chase(at(desk, datetime(2026, 3, 20, 10, 0, tzinfo=UTC)))
    with writing(desk.db) as db:
        db.execute("DELETE FROM outbox WHERE letter = 'holder_chaser' AND recipient LIKE 'finance@%'")


def asked_of_a_firm(desk: Desk) -> None:
    arrive(desk, make_mail())
    command(desk, "consult", "FOI-2026-0001", email="bids@firm.example", name="Firm Ltd")


@pytest.mark.parametrize(
    ("letter", "regime", "place", "happens"),
    [
        ("holder_request", "FOIA", "england-wales", asked_of_finance),
        ("holder_request", "EISR", "scotland", asked_of_finance),
        ("consultation", "FOIA", "england-wales", asked_of_a_firm),
        ("holder_chaser", "FOIA", "england-wales", silence_of_finance),
        ("holder_chaser", "EIR", "england-wales", long_silence_of_finance),
    ],
)
def test_those_who_are_asked_learn_what_and_by_when_and_not_by_whom(
    letter: str, regime: str, place: str, happens: Happening, tmp_path: Path
) -> None:
    desk = under(make_desk(tmp_path, jurisdiction=place), regime)
    happens(desk)
    either = "SELECT raw FROM outbox WHERE letter = ? UNION ALL SELECT raw FROM drafts WHERE letter = ?"
    [(raw,)] = rows(desk, either, letter, letter)
    compare(f"{letter}_{regime.lower()}", as_people_get_it(raw))


def most_of_the_limit_spent(desk: Desk) -> None:
    arrive(desk, make_mail())
    arrive(desk, make_mail(text=ASKED.replace("potholes", "lamp posts"), message_id="<2@reader.example>"))
    command(desk, "assign", "FOI-2026-0002", officer=JANE)
    command(desk, "time", "FOI-2026-0001", hours=10 * 60, **{"for": "locate"})
    command(desk, "time", "FOI-2026-0002", hours=4 * 60, **{"for": "retrieve"})


def the_limit_reached(desk: Desk) -> None:
    arrive(desk, make_mail())
    command(desk, "assign", "FOI-2026-0001", officer=JANE)
    command(desk, "time", "FOI-2026-0001", hours=20 * 60, **{"for": "extract"})


def files_of_a_holder(desk: Desk) -> None:
    asked_of_finance(desk)
    [(ours,)] = rows(desk, "SELECT message_id FROM outbox WHERE letter = 'holder_request'")
    finance, subject = "Finance <finance@council.example>", "Re: Information wanted [FOI-2026-0001]"
    text, headers = "The figures are in the file.", {"In-Reply-To": ours}
    arrive(
        desk,
        make_mail(
            writer=finance, subject=subject, text=text, shape="attachment", message_id="<f@x.example>", headers=headers
        ),
    )


def carried_to(day: int, *, carrier: bool = True) -> Happening:
    """Let a request and a second one come, and chase on a day of March or April."""

    def happens(desk: Desk) -> None:
        by_mail(desk)
        tell_officers(desk)
        if carrier:
            command(desk, "assign", "FOI-2026-0001", officer=JANE)
        chase(at(desk, datetime(2026, 3, 1, 9, 0, tzinfo=UTC) + timedelta(days=day)))

    return happens


def one_late(desk: Desk) -> None:
    carried_to(32)(desk)


def one_with_nobody(desk: Desk) -> None:
    carried_to(3, carrier=False)(desk)


def a_month(desk: Desk) -> None:
    new_case(desk)
    config = replace(desk.app.config, report=Reporting(("head@council.example",)))
    desk = replace(desk, app=replace(desk.app, config=config))
    command(desk, "withdraw", new_case(desk, text="How many bats are there?"))
    assert write_monthly_report(at(desk, datetime(2026, 4, 1, 8, tzinfo=UTC))) == 1


def several_of_one_officer(desk: Desk) -> None:
    new_case(desk, received=NOW - timedelta(days=2), text="How much was spent on biscuits?")
    answered_in_draft = new_case(
        desk, received=NOW - timedelta(days=1), text="Who cleans the town hall?", email="a@b.example"
    )
    command(desk, "assign", answered_in_draft, officer=JANE)
    command(desk, "reply", answered_in_draft, text="We are looking into it.")
    by_mail(desk)
    chase(at(desk, datetime(2026, 4, 1, 9, 0, tzinfo=UTC)))
    with writing(desk.db) as db:
        db.execute("DELETE FROM outbox WHERE letter = 'officer_chaser' AND recipient NOT LIKE 'jane@%'")


def one_for_the_manager(desk: Desk) -> None:
    carried_to(32)(desk)


def a_silent_applicant(desk: Desk) -> None:
    by_mail(desk)
    command(desk, "clarify", "FOI-2026-0001", text="Which roads do you mean?")
    command(desk, "approve", "1", "pat", **{"at-once": True})
    send_letters(desk, Swallowing())
    chase(at(desk, NOW + timedelta(days=30)))


@pytest.mark.parametrize(
    ("letter", "happens"),
    [
        ("cost_notice", most_of_the_limit_spent),
        ("cost_notice", the_limit_reached),
        ("mail_notice", files_of_a_holder),
        ("officer_chaser", one_with_nobody),
        ("officer_chaser", one_late),
        ("officer_chaser", several_of_one_officer),
        ("escalation", one_for_the_manager),
        ("clarification_reminder", a_silent_applicant),
        ("case_notice", a_request),
        ("case_notice", a_doubtful_forward),
        ("case_notice", a_forward_two_weeks_late),
        ("case_notice", a_forged_sender),
        ("case_notice", a_letter_attached),
        ("case_notice", an_encrypted_letter),
        ("case_notice", a_blind_copy),
        ("case_notice", a_request_out_of_junk),
        ("case_notice", a_request_by_telephone),
        ("case_notice", many_requests),
        ("mail_notice", mail_that_waits),
        ("mail_notice", mail_that_presses),
        ("trouble_notice", trouble),
        ("calendar_notice", a_proclaimed_day),
        ("limit_notice", a_flood),
        ("template_notice", a_faulty_template),
        ("draft_notice", an_answer_to_approve),
        ("mailbox_notice", a_stranger_among_the_forms),
        ("hold_notice", a_message_in_hold),
        ("digest", a_monday_morning),
        ("digest", a_day_of_reckoning),
        ("digest", a_morning_of_her_own),
        ("monthly_report", a_month),
    ],
)
def test_a_notice_carries_what_an_officer_needs_to_act(letter: str, happens: Happening, tmp_path: Path) -> None:
    desk = make_desk(tmp_path, mailbox='authserv_id = "mx.council.example"', folders='filing = "leave"')
    happens(desk)
    if letter != "calendar_notice":
        later = at(desk, NOW + timedelta(days=1))
        tell_officers(later)
        tell_of_mail(later)
    [(raw,), *_] = rows(desk, "SELECT raw FROM outbox WHERE letter = ?", letter)
    compare(f"{letter}_{happens.__name__}", as_people_get_it(raw))


def test_every_letter_of_the_table_has_been_read() -> None:
    read = [path.stem for path in GOLDEN.rglob("*.txt")]
    assert [name for name in LETTERS if not any(stem.startswith(f"{name}_") for stem in read)] == []


def compare(name: str, text: str) -> None:
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("FOIBOT_REWRITE_GOLDEN") == "1":
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
    assert max(map(len, text.partition("\n\n")[2].splitlines())) <= (72 if name.startswith("digest") else 80)
