"""A case between its receipt and its end: clarified, extended, paid for, handed on, withdrawn, lapsed, merged.

What a letter says holds true from the day it left, so each is drafted, approved and sent. Dates are literal.
"""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from builders import make_mail
from registers import NOW, arrive, at, command, faults, make_desk, new_case, rows
from swallowing import Swallowing

from foibot.casework.answers import OtherAuthority
from foibot.errors import NotPermitted, UsageError
from foibot.jobs.chase import chase
from foibot.jobs.desk import Desk
from foibot.jobs.dispatch import send_letters
from foibot.jobs.lapsing import lapse_silent_cases
from foibot.jobs.telling_of_mail import tell_of_mail
from foibot.mail.parse import parse

FOREST_BOARD = OtherAuthority("forest-board", "Exampleshire Forest Board", email="foi@forest.example")
POST_ONLY = OtherAuthority("parish", "Exampleton Parish Council", postal_address="The Hall")


def on(desk: Desk, day: str, hour: int = 10) -> Desk:
    """The same desk at that hour (UTC) of a day."""
    return at(desk, datetime.fromisoformat(f"{day}T{hour:02}:00").replace(tzinfo=UTC))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.fixture
def case(desk: Desk) -> str:
    """A request received on Tuesday 3 March 2026 and acknowledged; it is due by Wednesday 1 April."""
    opened = arrive(desk, make_mail()).opened
    send_letters(desk, Swallowing())
    return opened


def leaves(desk: Desk, verb: str, reference: str, **said: Any) -> None:
    """Draft a letter, approve every draft that waits for it, and send it."""
    command(desk, verb, reference, **said)
    for (draft,) in rows(desk, "SELECT id FROM drafts WHERE reference = ? AND status = 'waiting'", reference):
        command(desk, "approve", str(draft), "pat", **{"at-once": True})
    send_letters(desk, Swallowing())


def stands(desk: Desk, reference: str) -> tuple[str, str | None]:
    [row] = rows(desk, "SELECT status, due_on FROM case_state WHERE reference = ?", reference)
    return row


def last_letter(desk: Desk) -> str:
    [(text,)] = rows(desk, "SELECT text FROM drafts ORDER BY id DESC LIMIT 1")
    return " ".join(text.split())


def last_notice(desk: Desk) -> str:
    """Tell the officers of the mail that came; return what they are told last."""
    tell_of_mail(desk)
    [(raw,)] = rows(desk, "SELECT raw FROM outbox WHERE letter = 'mail_notice' ORDER BY id DESC LIMIT 1")
    return " ".join(parse(bytes(raw)).text.split())


def reply(desk: Desk, text: str, *, reference: str = "FOI-2026-0001", number: int = 1, **more: Any) -> Any:
    mail = make_mail(
        subject=f"Re: potholes [{reference}]",
        text=text,
        message_id=f"<reply{number}@reader.example>",
        **more,
    )
    return arrive(desk, mail)


# -- clarification


def test_a_clarification_stops_the_clock_when_it_has_left_and_the_reply_starts_it_anew(desk: Desk, case: str) -> None:
    monday = on(desk, "2026-03-09")
    command(monday, "clarify", case, text="Which roads do you mean?")
    assert stands(monday, case) == ("open", "2026-04-01")
    command(monday, "approve", "1", "pat", **{"at-once": True})
    send_letters(monday, Swallowing())
    assert stands(monday, case) == ("awaiting_clarification", None)
    assert "by Friday 8 May 2026" in last_letter(monday)

    friday = on(desk, "2026-03-13")
    reply(friday, "I mean the A1 and the High Street, for the whole of 2025.")
    assert stands(friday, case) == ("open", "2026-04-15")
    said = last_notice(friday)
    assert "he time starts anew with this reply; the answer is due by Wed 15 Apr 2026." in said
    assert f"foibot classify 2 correspondence --case {case}" in said
    assert faults(friday) == []


@pytest.mark.parametrize(
    "text",
    [
        "Thanks, I will get back to you next week.\n\nAda",
        "Thank you for your letter.\n\nKind regards\nAda Field",
        "What do you mean by that?",
    ],
)
def test_a_reply_that_clarifies_nothing_starts_no_clock_until_an_officer_says_that_it_does(
    desk: Desk, case: str, text: str
) -> None:
    leaves(desk, "clarify", case, text="Which roads do you mean?")
    later = on(desk, "2026-03-13")
    message = reply(later, text).message
    assert stands(later, case) == ("awaiting_clarification", None)
    command(later, "classify", str(message), kind="clarification_reply", case=case)
    assert stands(later, case) == ("open", "2026-04-15")


def test_a_message_that_crossed_our_question_is_not_its_reply(desk: Desk, case: str) -> None:
    leaves(on(desk, "2026-03-09"), "clarify", case, text="Which roads do you mean?")
    message = reply(on(desk, "2026-03-06"), "By the way, I mean the A1 and the High Street alone.").message
    assert stands(desk, case) == ("awaiting_clarification", None)
    with pytest.raises(NotPermitted, match=r"before our question left.*foibot clarified FOI-2026-0001"):
        command(on(desk, "2026-03-10"), "classify", str(message), kind="clarification_reply", case=case)


def test_a_receipt_corrected_to_a_day_after_our_question_leaves_the_question_open(desk: Desk, case: str) -> None:
    """FOIA s.10(6): the time counts from the reply, whichever day the request itself is said to have come."""
    leaves(on(desk, "2026-03-09"), "clarify", case, text="Which roads do you mean?")
    command(on(desk, "2026-03-16"), "received", case, date=date(2026, 3, 12), why="It gave a name on that day only.")
    assert stands(desk, case) == ("awaiting_clarification", None)
    reply(on(desk, "2026-03-26"), "I mean the A1 and the High Street, for the whole of 2025.")
    assert stands(desk, case) == ("open", "2026-04-27")
    assert faults(desk) == []


def test_nothing_is_received_after_it_was_answered(desk: Desk, case: str) -> None:
    leaves(on(desk, "2026-03-09"), "respond", case, outcome="not-held", exemption=())
    with pytest.raises(NotPermitted, match="The answer left on Mon 9 Mar 2026: the request was there by then"):
        command(on(desk, "2026-03-16"), "received", case, date=date(2026, 3, 10), why="A slip.")


def test_a_reply_of_the_last_day_that_is_read_after_the_case_lapsed_starts_the_time(desk: Desk, case: str) -> None:
    """The mailbox could not be read for some days: the reply was there in time, and the time counts from it."""
    leaves(on(desk, "2026-03-09"), "clarify", case, text="Which roads do you mean?")
    assert lapse_silent_cases(on(desk, "2026-05-09")) == [case]
    reply(on(desk, "2026-05-08"), "I mean the A1 and the High Street, for the whole of 2025.")
    assert stands(desk, case) == ("open", "2026-06-08")
    assert faults(desk) == []


def test_an_absence_note_answers_no_question_of_ours(desk: Desk, case: str) -> None:
    leaves(desk, "clarify", case, text="Which roads do you mean?")
    away = {"Auto-Submitted": "auto-replied"}
    reply(on(desk, "2026-03-13"), "I am out of the office until 7 April 2026.", headers=away)
    assert stands(desk, case) == ("awaiting_clarification", None)


def test_an_officer_who_finds_that_a_reply_clarified_nothing_stops_the_clock_again(desk: Desk, case: str) -> None:
    leaves(desk, "clarify", case, text="Which roads do you mean?")
    friday = on(desk, "2026-03-13")
    message = reply(friday, "I mean all of them, wherever they are and whoever looks after them.").message
    assert stands(friday, case) == ("open", "2026-04-15")
    command(friday, "classify", str(message), kind="correspondence", case=case)
    assert stands(friday, case) == ("awaiting_clarification", None)
    assert faults(friday) == []


def test_a_clarification_told_by_telephone_counts_from_the_day_it_was_told(desk: Desk, case: str) -> None:
    leaves(on(desk, "2026-03-09"), "clarify", case, text="Which roads do you mean?")
    thursday = on(desk, "2026-03-12")
    with pytest.raises(NotPermitted, match="The question left on Mon 9 Mar 2026"):
        command(thursday, "clarified", case, on=datetime(2026, 3, 6, tzinfo=UTC).date())
    told = command(thursday, "clarified", case, on=datetime(2026, 3, 11, tzinfo=UTC).date()).told
    assert told.endswith("The answer is due by Mon 13 Apr 2026.")


def test_silence_for_the_whole_time_lapses_the_case_and_a_late_reply_takes_it_up_with_its_own_dates(
    desk: Desk, case: str
) -> None:
    leaves(on(desk, "2026-03-09"), "clarify", case, text="Which roads do you mean?")
    assert lapse_silent_cases(on(desk, "2026-05-08", 22)) == []
    assert lapse_silent_cases(on(desk, "2026-05-09")) == [case]
    assert stands(desk, case) == ("lapsed", None)
    assert rows(desk, "SELECT letter, status FROM drafts WHERE status = 'waiting'") == [("lapsed", "waiting")]
    assert lapse_silent_cases(on(desk, "2026-05-10")) == []

    saturday = on(desk, "2026-05-16")
    reply(saturday, "I mean the A1 and the High Street, for the whole of 2025.")
    assert stands(saturday, case) == ("open", "2026-06-16")
    assert rows(desk, "SELECT status FROM drafts WHERE letter = 'lapsed'") == [("rejected",)]
    said = last_notice(saturday)
    assert "lapsed for want of a clarification" in said
    assert "he case had lapsed and is taken up again. The time starts anew" in said
    assert "waits for a clarification" not in said
    assert faults(saturday) == []


def test_a_case_taken_up_again_after_it_lapsed_does_not_lapse_the_next_morning(desk: Desk, case: str) -> None:
    leaves(on(desk, "2026-03-09"), "clarify", case, text="Which roads do you mean?")
    lapse_silent_cases(on(desk, "2026-05-09"))
    command(on(desk, "2026-05-11"), "reopen", case, why="The applicant telephoned")
    assert stands(desk, case) == ("awaiting_clarification", None)
    assert lapse_silent_cases(on(desk, "2026-05-12")) == []
    assert lapse_silent_cases(on(desk, "2026-07-11")) == [case]


# -- extension


def test_an_extension_told_in_time_makes_its_date_the_due_date(desk: Desk, case: str) -> None:
    day = datetime(2026, 4, 20, tzinfo=UTC).date()
    said = {"until": day, "why": "Two contracts are concerned.", "exemption": ("s.43(2)",)}
    leaves(on(desk, "2026-03-30"), "extend", case, likelihood="would-be-likely", **said)
    assert stands(desk, case) == ("on_extension", "2026-04-20")
    assert "We expect to decide by Monday 20 April 2026" in last_letter(desk)


def test_an_extension_that_would_leave_after_the_time_stays_and_the_officer_is_told_to_say_sorry(
    desk: Desk, case: str
) -> None:
    wednesday = on(desk, "2026-04-01", 15)
    day = datetime(2026, 4, 20, tzinfo=UTC).date()
    said: dict[str, Any] = {"until": day, "why": "Two contracts are concerned.", "exemption": ("s.43(2)",)}
    command(wednesday, "extend", case, likelihood="would-be-likely", **said)
    command(wednesday, "approve", "1", "pat", **{"at-once": True})
    send_letters(on(desk, "2026-04-02"), Swallowing())
    assert stands(desk, case) == ("open", "2026-04-01")
    assert rows(desk, "SELECT d.status, o.status FROM drafts d JOIN outbox o USING (message_id)") == [
        ("rejected", "cancelled")
    ]
    [(raw,)] = rows(desk, "SELECT raw FROM outbox WHERE letter = 'mailbox_notice' AND recipient LIKE 'pat@%'")
    told = " ".join(parse(bytes(raw)).text.split())
    assert "did not leave: the time ended on Wed 1 Apr 2026" in told
    assert f"foibot holding {case} --until DATE --why TEXT" in told
    assert faults(desk) == []


def test_an_extension_is_not_approved_once_the_time_has_ended(desk: Desk, case: str) -> None:
    said: dict[str, Any] = {"why": "Two contracts are concerned.", "exemption": ("s.43(2)",)}
    day = datetime(2026, 4, 20, tzinfo=UTC).date()
    command(on(desk, "2026-04-01"), "extend", case, until=day, likelihood="would-be-likely", **said)
    with pytest.raises(NotPermitted, match=r"Too late: the time ended on Wed 1 Apr 2026.*foibot holding"):
        command(on(desk, "2026-04-02"), "approve", "1", "pat")


def test_a_letter_that_puts_off_a_review_to_a_day_that_has_passed_stays(desk: Desk, case: str) -> None:
    leaves(on(desk, "2026-03-09"), "respond", case, outcome="not-held")
    command(on(desk, "2026-03-11"), "review", case)
    day = datetime(2026, 4, 20, tzinfo=UTC).date()
    friday = on(desk, "2026-04-10")
    command(friday, "extend", case, "rex", until=day, why="The reviewer was away.")
    [(draft,)] = rows(desk, "SELECT max(id) FROM drafts WHERE letter = 'review_delay'")
    command(friday, "approve", str(draft), "mia", **{"at-once": True})
    send_letters(on(desk, "2026-04-21"), Swallowing())
    assert rows(desk, "SELECT status FROM drafts WHERE letter = 'review_delay'") == [("rejected",)]
    assert rows(desk, "SELECT count(*) FROM outbox WHERE letter = 'mailbox_notice'") != [(0,)]
    assert faults(desk) == []


@pytest.mark.parametrize(
    ("until", "exemption", "refusal"),
    [
        ("2026-06-30", ("s.43(2)",), "more than the law allows .* The latest date is Fri 1 May 2026"),
        ("2026-03-20", ("s.43(2)",), "due by Wed 1 Apr 2026 anyway"),
        ("2026-04-18", ("s.43(2)",), "Sat 18 Apr 2026 is no working day .* The next one is Mon 20 Apr 2026"),
        ("2026-04-20", (), "Say which qualified exemption is being weighed"),
        ("2026-04-20", ("s.40(2)",), "section 40.2. is absolute"),
        ("2026-04-20", ("s.99",), "FOIA has no exemption"),
    ],
)
def test_an_extension_the_law_does_not_allow_is_refused_with_what_it_allows(
    desk: Desk, case: str, until: str, exemption: tuple[str, ...], refusal: str
) -> None:
    day = datetime.fromisoformat(until).date()
    with pytest.raises((NotPermitted, UsageError), match=refusal):
        command(desk, "extend", case, until=day, why="Two contracts.", exemption=exemption)
    assert rows(desk, "SELECT count(*) FROM drafts") == [(0,)]


def test_scotland_allows_no_extension_and_an_apology_says_so(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, jurisdiction="scotland")
    reference = new_case(desk, email="ada.field@reader.example")
    day = datetime(2026, 4, 20, tzinfo=UTC).date()
    with pytest.raises(NotPermitted, match=r"FOISA allows no extension.*foibot holding FOI-2026-0001"):
        command(desk, "extend", reference, until=day, why="It is complex.")
    told = command(desk, "holding", reference, until=day, why="Two colleagues are ill.").told
    assert "It gives no more time in law" in told


def test_under_the_regulations_more_time_is_for_what_is_complex_and_voluminous(desk: Desk) -> None:
    reference = new_case(desk, regime="EIR", email="ada.field@reader.example")
    day = datetime(2026, 4, 20, tzinfo=UTC).date()
    with pytest.raises(UsageError, match="leave --exemption out"):
        command(desk, "extend", reference, until=day, why="9,000 pages.", exemption=("reg 12(5)(b)",))
    leaves(desk, "extend", reference, until=day, why="It is complex, and it has a volume of 9,000 pages.")
    assert stands(desk, reference) == ("on_extension", "2026-04-20")


# -- fees


def test_a_fees_notice_stops_the_clock_and_the_payment_lets_it_go_on(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, fees='how_to_pay = "By transfer to the council."')
    reference = new_case(desk, email="ada.field@reader.example")
    monday = on(desk, "2026-03-09")
    leaves(monday, "fee", reference, amount="12.5", why="250 pages at 5p each.")
    assert stands(monday, reference) == ("awaiting_fee", None)
    assert "charge you £12.50" in last_letter(desk)
    assert "by Monday 8 June 2026" in last_letter(desk)
    with pytest.raises(NotPermitted, match="the notice left on Mon 9 Mar 2026"):
        command(monday, "paid", reference, on=datetime(2026, 3, 6, tzinfo=UTC).date())
    told = command(on(desk, "2026-03-20"), "paid", reference).told
    assert told == ("The fee of FOI-2026-0001 was paid on Fri 20 Mar 2026. The answer is due by Thu 16 Apr 2026.")


def test_a_fee_that_never_comes_lapses_the_request_when_the_law_says(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, fees='how_to_pay = "By transfer to the council."')
    reference = new_case(desk, email="ada.field@reader.example")
    leaves(on(desk, "2026-03-09"), "fee", reference, amount="£30", why="By the hour.")
    assert lapse_silent_cases(on(desk, "2026-06-08")) == []
    assert lapse_silent_cases(on(desk, "2026-06-09")) == [reference]
    assert "The time to pay it has passed" in last_letter(desk)
    assert faults(desk) == []


def test_a_fees_notice_after_the_time_to_answer_stops_nothing_and_the_answer_stays_overdue(tmp_path: Path) -> None:
    """FOIA s.9(1): the notice is given within the period for complying with the request."""
    desk = make_desk(tmp_path, fees='how_to_pay = "By transfer to the council."')
    case = new_case(desk, email="ada.field@reader.example")
    last_day, after = on(desk, "2026-04-01"), on(desk, "2026-04-02")
    command(last_day, "fee", case, amount="30", why="By the page.")
    [(notice,)] = rows(desk, "SELECT id FROM drafts WHERE letter = 'fees_notice'")
    with pytest.raises(NotPermitted, match="Too late: the time ended on Wed 1 Apr 2026, and a fees notice has to"):
        command(after, "approve", str(notice), "pat")
    command(last_day, "approve", str(notice), "pat", **{"at-once": True})
    send_letters(after, Swallowing())  # the server could not be reached until then
    assert rows(desk, "SELECT count(*) FROM outbox WHERE letter = 'fees_notice' AND status = 'sent'") == [(0,)]
    assert stands(desk, case) == ("open", "2026-04-01")
    assert chase(after).late == [case]
    with pytest.raises(NotPermitted):
        command(after, "paid", case)
    assert faults(desk) == []


@pytest.mark.parametrize("amount", ["free", "-3", "0", "12.345", "99999", "NaN"])
def test_an_amount_that_is_none_is_refused(desk: Desk, case: str, amount: str) -> None:
    with pytest.raises(UsageError, match="Write pounds and pence"):
        command(desk, "fee", case, amount=amount, why="By the page.", text="By cheque.")


def test_a_fees_notice_says_how_to_pay_or_is_not_drafted(desk: Desk, case: str) -> None:
    with pytest.raises(UsageError, match="how_to_pay"):
        command(desk, "fee", case, amount="3", why="By the page.")


# -- a fee and a question at once


@pytest.fixture
def asked_twice(tmp_path: Path) -> Desk:
    """A request of 3 March 2026; a fees notice left on 9 March (its time ends on 8 June), a question on 10 March."""
    desk = make_desk(tmp_path, fees='how_to_pay = "By transfer to the council."')
    reference = arrive(desk, make_mail()).opened
    command(on(desk, "2026-03-05"), "clarify", reference, text="Which roads do you mean?")
    [(question,)] = rows(desk, "SELECT id FROM drafts WHERE letter = 'clarification'")
    command(on(desk, "2026-03-09"), "fee", reference, amount="30", why="By the page.")
    approved = {"at-once": True}
    command(on(desk, "2026-03-09"), "approve", str(question + 1), "pat", **approved)
    send_letters(on(desk, "2026-03-09"), Swallowing())
    command(on(desk, "2026-03-10"), "approve", str(question), "pat", **approved)
    send_letters(on(desk, "2026-03-10"), Swallowing())
    return desk


def test_a_case_that_was_clarified_waits_for_its_fee_still_and_its_officer_is_reminded(asked_twice: Desk) -> None:
    """FOIA s.10(6): the time counts from the reply; s.10(2): and stands still until the fee is paid."""
    case = "FOI-2026-0001"
    assert stands(asked_twice, case) == ("awaiting_clarification", None)
    reply(on(asked_twice, "2026-03-16"), "I mean the A1 and the High Street, for the whole of 2025.")
    assert stands(asked_twice, case) == ("awaiting_fee", None)
    assert "he time starts anew with this reply; it still waits for the fee." in last_notice(asked_twice)
    [(next_on,)] = rows(asked_twice, "SELECT next_on FROM case_state")
    chased = chase(on(asked_twice, next_on))
    assert chased.notices > 0

    told = command(on(asked_twice, "2026-03-20"), "paid", case).told
    assert told == "The fee of FOI-2026-0001 was paid on Fri 20 Mar 2026. The answer is due by Tue 21 Apr 2026."
    assert stands(asked_twice, case) == ("open", "2026-04-21")
    assert faults(asked_twice) == []


def test_a_fee_paid_before_the_question_is_answered_is_noted_and_the_case_waits_for_the_reply(
    asked_twice: Desk,
) -> None:
    case = "FOI-2026-0001"
    told = command(on(asked_twice, "2026-03-13"), "paid", case).told
    assert told == "The fee of FOI-2026-0001 was paid on Fri 13 Mar 2026. It still waits for the clarification."
    with pytest.raises(NotPermitted, match="No fee of FOI-2026-0001 is outstanding"):
        command(on(asked_twice, "2026-03-13"), "paid", case)
    told = command(on(asked_twice, "2026-03-16"), "clarified", case).told
    assert told == "FOI-2026-0001 counts from Mon 16 Mar 2026. The answer is due by Thu 16 Apr 2026."
    assert faults(asked_twice) == []


def test_a_reply_after_the_time_to_pay_takes_up_nothing_and_the_request_lapses_for_the_fee(tmp_path: Path) -> None:
    """FOIA s.9(2): without the fee there is no duty, three months after the notice, whatever else was asked since."""
    desk = make_desk(tmp_path, fees='how_to_pay = "By transfer to the council."')
    case = arrive(desk, make_mail()).opened
    command(on(desk, "2026-03-05"), "clarify", case, text="Which roads do you mean?")
    leaves(on(desk, "2026-03-09"), "fee", case, amount="30", why="By the page.")
    leaves(on(desk, "2026-05-29"), "clarify", case, text="Which of them?")
    assert lapse_silent_cases(on(desk, "2026-06-08")) == []
    late = on(desk, "2026-06-09")
    reply(late, "I mean the A1 and the High Street, for the whole of 2025.")
    with pytest.raises(NotPermitted, match="The time to pay the fee of FOI-2026-0001 had ended by Tue 9 Jun 2026"):
        command(late, "clarified", case)
    with pytest.raises(NotPermitted, match="The time to pay ended on Mon 8 Jun 2026, and the request lapsed"):
        command(late, "paid", case)
    assert lapse_silent_cases(late) == [case]
    assert rows(desk, "SELECT status, lapsed_for FROM case_state") == [("lapsed", "fee")]
    assert faults(desk) == []


# -- the ends


def test_a_request_is_handed_on_with_the_applicants_leave_by_two_letters(desk: Desk, case: str) -> None:
    with pytest.raises(NotPermitted, match="respond FOI-2026-0001 not-held --refer forest-board"):
        command(desk, "transfer", case, authority=FOREST_BOARD)
    line = Swallowing()
    command(desk, "transfer", case, authority=FOREST_BOARD, agreed=True)
    handed_on = last_letter(desk)
    assert "Ada Field E-mail: ada.field@reader.example" in handed_on
    assert "The number of potholes" in handed_on
    for draft in ("1", "2"):
        command(desk, "approve", draft, "pat", **{"at-once": True})
    send_letters(desk, line)
    assert line.taken == ["ada.field@reader.example", "foi@forest.example"]
    assert stands(desk, case) == ("transferred", None)
    assert faults(desk) == []


def test_an_authority_without_an_address_gets_the_request_by_post(desk: Desk, case: str) -> None:
    told = command(desk, "transfer", case, authority=POST_ONLY, agreed=True).told
    assert told.endswith("Exampleton Parish Council has no e-mail address: hand the request on by post.")
    assert rows(desk, "SELECT letter FROM drafts") == [("transfer",)]


def test_who_says_that_a_message_withdraws_the_request_is_told_the_command_that_ends_it(desk: Desk, case: str) -> None:
    message = reply(on(desk, "2026-03-10"), "On reflection I do not need an answer to this one.").message
    told = command(on(desk, "2026-03-11"), "classify", str(message), kind="withdrawal", case=case).told
    assert told.startswith(
        "Filed on FOI-2026-0001. It ends nothing yet. If they want no answer any more: "
        "foibot withdraw FOI-2026-0001 --on 2026-03-10"
    )
    assert stands(desk, case) == ("open", "2026-04-01")
    leaves(on(desk, "2026-03-11"), "withdraw", case, on=date(2026, 3, 10))
    message = reply(on(desk, "2026-03-12"), "As I said, I do not need it.", number=2).message
    again = command(on(desk, "2026-03-12"), "classify", str(message), kind="withdrawal", case=case).told
    assert again == "Filed on FOI-2026-0001."


def test_a_withdrawal_ends_the_case_when_an_officer_says_so_and_is_confirmed_in_a_letter(desk: Desk, case: str) -> None:
    command(desk, "respond", case, outcome="not-held")
    reply(desk, "Please withdraw my request, I found the figures.")
    assert stands(desk, case) == ("open", "2026-04-01")
    command(desk, "withdraw", case, why="By mail of today")
    assert stands(desk, case) == ("withdrawn", None)
    assert rows(desk, "SELECT letter, status FROM drafts") == [("not_held", "rejected"), ("withdrawn", "waiting")]
    command(desk, "approve", "2", "pat", **{"at-once": True})
    line = Swallowing()
    send_letters(desk, line)
    assert line.taken == ["ada.field@reader.example"]
    assert faults(desk) == []


def test_a_letter_about_what_is_over_is_not_approved(desk: Desk, case: str) -> None:
    command(desk, "respond", case, outcome="not-held")
    command(desk, "withdraw", case)
    with pytest.raises(NotPermitted, match="That draft was rejected already"):
        command(desk, "approve", "1", "pat")


def test_only_a_manager_closes_in_silence_and_reopening_counts_as_if_it_had_never_ended(desk: Desk, case: str) -> None:
    with pytest.raises(NotPermitted, match=r"takes a manager, and a reason"):
        command(desk, "close", case, why="Vexatious, told before (s.17(6))")
    command(desk, "close", case, "mia", why="Vexatious, told before (s.17(6))")
    assert stands(desk, case) == ("closed", None)
    told = command(on(desk, "2026-03-20"), "reopen", case, why="A mistake").told
    assert told.endswith("Its time counts as if it had never ended. The answer is due by Wed 1 Apr 2026.")
    assert stands(desk, case) == ("open", "2026-04-01")


def test_a_request_under_another_law_counts_from_its_receipt_and_its_letters_are_named(desk: Desk, case: str) -> None:
    command(desk, "respond", case, outcome="not-held")
    command(desk, "approve", "1", "pat")
    told = command(desk, "regime", case, regime="EIR").told
    assert "Letters drafted under FOIA cannot leave any more" in told
    line = Swallowing()
    send_letters(on(desk, "2026-03-04"), line)
    assert line.taken == []
    with pytest.raises(NotPermitted, match="drafted under FOIA, and FOI-2026-0001 is under EIR by now"):
        command(desk, "approve", "1", "pat")
    assert rows(desk, "SELECT regime, due_on FROM case_state") == [("EIR", "2026-04-01")]
    with pytest.raises(NotPermitted, match="under EIR already"):
        command(desk, "regime", case, regime="EIR")


# -- merging


def test_two_copies_of_a_request_are_one_case_and_its_mail_goes_to_the_first(desk: Desk, case: str) -> None:
    second = arrive(on(desk, "2026-03-04"), make_mail(message_id="<again@reader.example>")).opened
    send_letters(on(desk, "2026-03-04"), Swallowing())
    with pytest.raises(NotPermitted, match=f"{case} came first"):
        command(desk, "merge", case, into=second)
    command(on(desk, "2026-03-04"), "merge", second, into=case)
    assert stands(desk, second) == ("closed", None)
    arrived = reply(on(desk, "2026-03-05"), "When will I hear from you?", reference=second, number=9)
    assert arrived.reference == case
    assert rows(desk, "SELECT count(*) FROM messages WHERE reference = ?", second) == [(0,)]
    assert faults(desk) == []


def test_requests_of_two_people_are_never_merged(desk: Desk, case: str) -> None:
    other = make_mail(writer="Bo Marsh <bo.marsh@writer.example>", message_id="<bo@writer.example>")
    second = arrive(desk, other).opened
    with pytest.raises(NotPermitted, match="different applicants"):
        command(desk, "merge", second, into=case)
    with pytest.raises(NotPermitted, match="cannot be merged into itself"):
        command(desk, "merge", second, into=second)
    assert stands(at(desk, NOW), second)[0] == "open"


# -- the apology for a late answer


def why_rejected(desk: Desk) -> list[str]:
    sql = (
        "SELECT w.text FROM events e JOIN words w ON w.reference = e.reference AND w.version = e.version"
        " WHERE e.type = 'DraftRejected' AND json_extract(e.payload, '$.letter') = 'holding' ORDER BY e.id"
    )
    return [words for (words,) in rows(desk, sql)]


def apologies(desk: Desk) -> list[str]:
    return [status for (status,) in rows(desk, "SELECT status FROM drafts WHERE letter = 'holding' ORDER BY id")]


def test_the_apology_for_a_late_answer_waits_while_a_review_of_the_delay_runs_until_the_answer_leaves(
    desk: Desk, case: str
) -> None:
    chase(on(desk, "2026-04-02"))
    assert apologies(desk) == ["waiting"]
    command(on(desk, "2026-04-07"), "review", case)
    assert apologies(desk) == ["waiting"]
    command(on(desk, "2026-04-08"), "respond", case, outcome="not-held")
    [(draft,)] = rows(desk, "SELECT max(id) FROM drafts WHERE letter = 'not_held'")
    command(on(desk, "2026-04-08"), "approve", str(draft), "pat", **{"at-once": True})
    send_letters(on(desk, "2026-04-08"), Swallowing())
    assert apologies(desk) == ["rejected"]
    assert why_rejected(desk) == ["the answer has left"]
    assert faults(desk) == []


def test_an_apology_is_rejected_with_the_reason_that_is_true(desk: Desk, case: str) -> None:
    chase(on(desk, "2026-04-02"))
    day = datetime(2026, 4, 20, tzinfo=UTC).date()
    command(on(desk, "2026-04-07"), "holding", case, until=day, why="A colleague was ill.")
    assert why_rejected(desk) == ["an officer had one drafted in its place"]
    assert apologies(desk) == ["rejected", "waiting"]


# -- what waits when the answer leaves


def test_what_promises_an_answer_or_puts_it_off_does_not_reach_who_has_had_it(desk: Desk) -> None:
    arrive(desk, make_mail(subject="Potholes", text="Potholes in Mill Lane. Ada"))
    [(case, acknowledgement)] = rows(desk, "SELECT reference, id FROM drafts WHERE letter = 'acknowledgement'")
    friday = on(desk, "2026-03-06")
    command(friday, "extend", case, until=date(2026, 4, 29), why="To weigh section 43", exemption=("43(2)",))
    [(answer,)] = rows(friday, "SELECT max(id) + 1 FROM drafts")
    command(friday, "respond", case, outcome="disclosed", text="There were 14.")
    command(friday, "approve", str(answer), "pat", **{"at-once": True})
    send_letters(friday, Swallowing())

    assert rows(friday, "SELECT letter, status FROM drafts ORDER BY letter") == [
        ("acknowledgement", "rejected"),
        ("disclosed", "sent"),
        ("extension", "rejected"),
    ]
    with pytest.raises(NotPermitted):
        command(on(desk, "2026-03-20"), "approve", str(acknowledgement), "pat", **{"at-once": True})
    assert faults(friday) == []
