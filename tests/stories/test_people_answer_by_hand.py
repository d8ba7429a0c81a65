"""An officer answers from a mail program: foibot reads it back, asks in one line, and answers nothing twice."""

from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from builders import make_mail, make_request
from office import NOW, Office
from servers import Behaviour

ADA = "Ada Field <ada.field@reader.example>"
US = "Exampleshire FOI <foi@council.example>"
NOT_HELD = """\
Dear Ms Field,

Thank you for your request. I can confirm that the Council does not hold this
information. You may ask for an internal review of this decision.

Jane Quill
"""
REFUSED = "Dear Ms Field,\n\nThe figures are exempt under section 43(2) of the Act.\n\nJane Quill\n"
ONE_LINE = "foibot answered FOI-2026-0001 not-held --on 2026-03-12"
ANSWERED_AT = NOW + timedelta(days=9)


def by_hand(
    text: str = NOT_HELD,
    *,
    to: str = ADA,
    subject: str = "Re: Freedom of Information request: potholes",
    answers: str = "<potholes.1@reader.example>",
    number: int = 1,
) -> bytes:
    """A letter as a mail program keeps it in Sent: no Received line, no mark of anybody's."""
    headers = {"To": to, "Return-Path": "", **({"In-Reply-To": answers, "References": answers} if answers else {})}
    name = f"<hand.{number}@council.example>"
    return make_mail(writer=US, subject=subject, text=text, message_id=name, headers=headers)


def one_case(office: Office) -> None:
    """A request that came and was acknowledged."""
    office.dovecot.deliver(make_mail(), at=NOW)
    office.once()
    assert office.rows("SELECT reference, acknowledged FROM cases") == [("FOI-2026-0001", 1)]


def send(office: Office, raw: bytes, at: datetime = ANSWERED_AT) -> None:
    """Put a letter into Sent, as an officer's mail program does, and let foibot look ten minutes later."""
    office.dovecot.deliver(raw, folder="Sent", flags=r"\Seen", at=at)
    office.once(at + timedelta(minutes=10))


def asked(office: Office) -> list[EmailMessage]:
    """The notices that ask whether a request was answered by hand."""
    return [one for one in office.notices() if "by hand" in one["Subject"]]


def folded(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return " ".join(str(body.get_content()).split())


def standing(office: Office) -> tuple[object, ...]:
    [row] = office.rows("SELECT status, outcome, responded_on, due_on FROM cases")
    return row


def test_an_answer_in_the_thread_is_filed_told_and_confirmed_in_one_line(office: Office) -> None:
    one_case(office)
    send(office, by_hand())

    [notice] = asked(office)
    assert notice["Subject"] == "Please look: an answer that was sent by hand [FOI-2026-0001]"
    assert "It seems that FOI-2026-0001 was answered by hand on Thu 12 Mar 2026" in folded(notice)
    assert ONE_LINE in folded(notice)
    assert "foibot answered FOI-2026-0001 no" in folded(notice)
    assert standing(office) == ("open", None, None, "2026-04-01")

    said = office.tell(*ONE_LINE.split()[1:], "--as", "jane", "--now", "2026-03-13T09:00")
    assert "was answered by hand on Thu 12 Mar 2026: not-held." in said
    assert standing(office) == ("responded", "not_held", "2026-03-12", None)
    shown = office.tell("case", "FOI-2026-0001")
    assert "Sent by hand" in shown
    assert "written by hand: message" in shown
    assert "that the Council does not hold this" in " ".join(shown.replace("|", " ").split())
    [message] = [one for one in office.data("case", "FOI-2026-0001")["messages"] if one["direction"] == "out"]
    assert (message["kind"], message["folder"]) == ("own", "Sent")
    assert office.data("audit")["whole"]


def test_nothing_in_sent_is_moved_or_flagged_and_a_quiet_folder_is_told_of_once(office: Office) -> None:
    one_case(office)
    before = office.dovecot.flags("Sent")
    send(office, by_hand())
    assert {uid: office.dovecot.flags("Sent")[uid] for uid in before} == before
    assert office.dovecot.flags("Sent")[max(office.dovecot.flags("Sent"))] == {r"\Seen"}
    traces = (office.one("SELECT count(*) FROM events"), office.rows("SELECT id, status FROM deliveries"))

    office.once(ANSWERED_AT + timedelta(minutes=20))
    office.once(ANSWERED_AT + timedelta(minutes=30))
    assert len(asked(office)) == 1
    assert (
        office.one("SELECT count(*) FROM events"),
        office.rows("SELECT id, status FROM deliveries")[: len(traces[1])],
    ) == traces


def test_an_answer_without_a_thread_is_proposed_for_the_only_open_case_and_foibot_says_it_is_not_sure(
    office: Office,
) -> None:
    one_case(office)
    send(office, by_hand(answers="", subject="Potholes"))
    [notice] = asked(office)
    assert "foibot is not sure that it belongs to this case." in folded(notice)
    assert "as far as foibot can tell" in folded(notice)
    assert ONE_LINE in folded(notice)


def test_an_answer_with_the_reference_in_its_subject_is_of_that_case(office: Office) -> None:
    office.dovecot.deliver(make_mail(), at=NOW)
    office.dovecot.deliver(make_mail(subject="Another request", message_id="<p.2@reader.example>"), at=NOW)
    office.once()
    send(office, by_hand(answers="", subject="Your request FOI-2026-0002"))
    assert office.one("SELECT reference FROM messages WHERE kind = 'own'") == "FOI-2026-0002"


def test_the_sections_of_a_refusal_stand_in_the_line_to_type(office: Office) -> None:
    one_case(office)
    send(office, by_hand(REFUSED))
    assert 'foibot answered FOI-2026-0001 withheld --exemption "s.43(2)" --on 2026-03-12' in folded(asked(office)[0])
    office.tell(
        "answered", "FOI-2026-0001", "withheld", "--exemption", "s.43(2)", "--as", "jane", "--now", "2026-03-13T09:00"
    )
    assert standing(office)[:3] == ("responded", "withheld", "2026-03-12")


def test_foibots_own_copies_are_no_news_and_not_even_fetched(office: Office) -> None:
    for number in range(3):
        office.dovecot.deliver(make_request(number), at=NOW)
    office.once()
    office.later(minutes=5)
    office.later(minutes=10)
    assert office.folders()["Sent"] == len(office.arrived())
    assert office.one("SELECT count(*) FROM deliveries WHERE folder = 'Sent'") == 0
    assert office.one("SELECT count(*) FROM messages") == 3
    assert asked(office) == []


def test_a_copy_under_a_relays_message_id_is_known_before_its_alias_is_learned(office: Office) -> None:
    one_case(office)
    [letter] = [one for one in office.smtp.letters if b"auto-replied" in one.raw]
    own_id = next(line for line in letter.raw.split(b"\r\n") if line.startswith(b"Message-ID:"))
    renamed = letter.raw.replace(own_id, b"Message-ID: <renamed.1@relay.example>")
    send(office, renamed, NOW + timedelta(minutes=5))
    bare = b"\r\n".join(
        line for line in renamed.replace(b"renamed.1", b"renamed.2").split(b"\r\n") if b"X-Foibot" not in line
    )
    send(office, bare, NOW + timedelta(minutes=20))

    assert office.rows("SELECT message_id FROM aliases ORDER BY 1") == [
        ("<renamed.1@relay.example>",),
        ("<renamed.2@relay.example>",),
    ]
    assert office.one("SELECT count(*) FROM messages") == 1
    assert asked(office) == []


def test_sent_numbered_anew_brings_nothing_twice(office: Office) -> None:
    one_case(office)
    send(office, by_hand())
    office.dovecot.renumber("Sent")
    office.once(ANSWERED_AT + timedelta(hours=1))

    assert office.one("SELECT count(*) FROM events WHERE type = 'WrittenByHand'") == 1
    assert office.one("SELECT count(*) FROM messages") == 2
    assert len(asked(office)) == 1
    send(office, by_hand(number=2, text="One more thing, Ada."), ANSWERED_AT + timedelta(hours=2))
    assert office.one("SELECT count(*) FROM events WHERE type = 'WrittenByHand'") == 2
    assert office.data("audit")["whole"]


def test_three_thousand_old_letters_in_sent_are_not_read_when_foibot_begins(office: Office) -> None:
    old = [by_hand(number=number, answers="", to=f"a{number}@b.example") for number in range(3_000)]
    office.dovecot.deliver_all(old, folder="Sent", at=NOW - timedelta(days=400))
    one_case(office)
    office.later(minutes=5)

    assert office.one("SELECT count(*) FROM deliveries WHERE folder = 'Sent'") == 0
    assert office.one("SELECT count(*) FROM raw_mail") == 1
    send(office, by_hand(number=9_999))
    assert len(asked(office)) == 1


def test_backfill_reads_what_was_sent_since_its_day_and_tells_nobody(office: Office) -> None:
    office.dovecot.deliver(make_mail(), at=NOW - timedelta(days=20))
    office.dovecot.deliver(by_hand(), folder="Sent", at=NOW - timedelta(days=10))
    office.dovecot.deliver(by_hand(number=2), folder="Sent", at=NOW - timedelta(days=100))
    office.say("backfill", "--since", "2026-02-01")
    office.once()

    assert office.rows("SELECT sent_on, outcome FROM sent_by_hand") == [("2026-02-21", "not_held")]
    assert office.acknowledged() == []
    assert [one["Subject"] for one in office.arrived() if ONE_LINE in folded(one)] == []
    assert office.rows("SELECT responded_on, outcome FROM cases") == [("2026-02-21", "not_held")]


def test_two_people_write_and_each_letter_finds_its_own_case(office: Office) -> None:
    office.dovecot.deliver_all([make_request(1), make_request(2)], at=NOW)
    office.once()
    for number in (2, 1):
        raw = by_hand(number=number, to=f"writer{number}@reader.example", answers="", subject="Your question")
        office.dovecot.deliver(raw, folder="Sent", at=ANSWERED_AT)
    office.once(ANSWERED_AT + timedelta(minutes=5))
    found = office.rows(
        "SELECT c.applicant_email, m.message_id FROM messages m JOIN cases c USING (reference) WHERE m.folder = 'Sent'"
    )
    assert sorted(found) == [
        ("writer1@reader.example", "<hand.1@council.example>"),
        ("writer2@reader.example", "<hand.2@council.example>"),
    ]


def test_a_forward_to_a_colleague_is_filed_and_answers_nothing(office: Office) -> None:
    one_case(office)
    forward = by_hand(
        "Do we hold this? Please find attached the request. We do not hold it in Legal.",
        to="Highways <highways@council.example>",
        subject="Fw: Freedom of Information request: potholes",
    )
    send(office, forward)
    assert office.rows("SELECT what, outcome FROM sent_by_hand") == [("colleague", "")]
    assert asked(office) == []
    assert "colleague" in office.tell("case", "FOI-2026-0001")
    refused = office.do("answered", "FOI-2026-0001", "no", "--as", "jane")
    assert "Nothing that seems to answer FOI-2026-0001 by hand waits" in refused.err


def test_a_drafted_answer_is_not_approved_before_somebody_says_what_was_sent(office: Office) -> None:
    one_case(office)
    office.tell("respond", "FOI-2026-0001", "not-held", "--as", "jane", "--now", "2026-03-12T09:00")
    send(office, by_hand())
    [notice] = asked(office)
    assert "draft 1 waits (Answer: not held), and is not approved before you say." in folded(notice)

    refused = office.do("approve", "1", "--as", "pat", "--now", "2026-03-12T12:00")
    assert "It seems that FOI-2026-0001 was answered by hand on Thu 12 Mar 2026" in " ".join(refused.err.split())

    office.tell(*ONE_LINE.split()[1:], "--as", "jane", "--now", "2026-03-13T09:00")
    refused = office.do("approve", "1", "--as", "pat", "--now", "2026-03-13T12:00")
    assert "FOI-2026-0001 was answered by hand on Thu 12 Mar 2026. Reject this draft" in " ".join(refused.err.split())
    again = office.do("respond", "FOI-2026-0001", "disclosed", "--text", "Here.", "--as", "jane")
    assert "add --supplement" in again.err


def test_after_no_the_drafted_answer_may_leave(office: Office) -> None:
    one_case(office)
    office.tell("respond", "FOI-2026-0001", "not-held", "--as", "jane", "--now", "2026-03-12T09:00")
    send(office, by_hand("Please find attached the leaflet I told you about on the telephone."))
    office.tell("answered", "FOI-2026-0001", "no", "--as", "jane", "--now", "2026-03-12T11:00")
    office.tell("approve", "1", "--as", "pat", "--at-once", "--now", "2026-03-12T12:00")
    office.once(ANSWERED_AT + timedelta(hours=3))
    assert office.rows("SELECT status FROM outbox WHERE letter = 'not_held'") == [("sent",)]


def test_an_approved_answer_that_cools_off_waits_again_when_a_person_has_answered(office: Office) -> None:
    one_case(office)
    office.tell("respond", "FOI-2026-0001", "not-held", "--as", "jane", "--now", "2026-03-12T09:00")
    office.tell("approve", "1", "--as", "pat", "--now", ANSWERED_AT.isoformat())
    send(office, by_hand(), ANSWERED_AT)
    office.once(ANSWERED_AT + timedelta(hours=1))

    assert office.letters("not_held") == [("ada.field@reader.example", "cancelled")]
    assert office.rows("SELECT status FROM drafts WHERE letter = 'not_held'") == [("waiting",)]
    assert b"not_held" not in b"".join(letter.raw for letter in office.smtp.letters)


def test_an_acknowledgement_that_has_not_left_waits_as_a_draft_once_a_person_has_written(
    office: Office,
) -> None:
    office.smtp.behaviour = Behaviour(to_recipient={"ada.field@reader.example": "451 4.7.1 greylisted"})
    office.dovecot.deliver(make_mail(), at=NOW)
    office.once()
    assert office.letters("acknowledgement") == [("ada.field@reader.example", "queued")]
    send(office, by_hand("Dear Ada, thank you for your request. We will reply within 20 working days."), NOW)
    office.smtp.behaviour = Behaviour()
    office.later(days=1)

    assert office.acknowledgements() == []
    assert office.letters("acknowledgement") == [("ada.field@reader.example", "cancelled")]
    assert office.rows("SELECT letter, status, recipient FROM drafts") == [
        ("acknowledgement", "waiting", "ada.field@reader.example")
    ]
    assert "Somebody wrote to the applicant of FOI-2026-0001 by hand on Tue 3 Mar 2026." in folded(asked(office)[0])


def test_who_was_answered_while_foibot_was_off_gets_no_acknowledgement_unseen(office: Office) -> None:
    office.once()
    office.dovecot.deliver(make_mail(), at=NOW + timedelta(hours=1))
    send(office, by_hand(), NOW + timedelta(hours=2))

    assert office.acknowledgements() == []
    assert office.rows("SELECT letter, rules FROM drafts") == [("acknowledgement", '["written-by-hand"]')]
    assert office.rows("SELECT reference, what, outcome FROM sent_by_hand") == [("FOI-2026-0001", "answer", "not_held")]
    assert len(asked(office)) == 1


def test_the_digest_names_it_each_morning_until_somebody_says(office: Office) -> None:
    office.configure(sending="digest = true")
    one_case(office)
    send(office, by_hand())
    mornings = [datetime(2026, 3, day, 9, 0, tzinfo=NOW.tzinfo) for day in (13, 16)]
    for morning in mornings:
        office.once(morning)
    office.tell("answered", "FOI-2026-0001", "not-held", "--as", "jane", "--now", "2026-03-16T12:00")
    office.once(mornings[-1] + timedelta(days=1))
    digests = [folded(one) for one in office.notices() if one["Subject"].startswith("FOI today")]
    assert [ONE_LINE in digest for digest in digests] == [False, True, True, True]


def test_a_request_moved_to_sent_by_mistake_is_a_case_all_the_same(office: Office) -> None:
    office.once()
    received = {"Received": "from mx.reader.example by mx.council.example; Tue, 3 Mar 2026 10:00:00 +0000"}
    send(office, make_mail(headers=received), NOW + timedelta(hours=1))
    assert office.rows("SELECT status FROM cases") == [("open",)]
    assert office.acknowledged() == ["ada.field@reader.example"]


def test_a_letter_about_something_else_is_known_and_troubles_nobody(office: Office) -> None:
    office.once()
    send(office, by_hand("See you at the conference.", to="friend@elsewhere.example", answers="", subject="Conference"))
    assert office.rows("SELECT state, kind, reference, told FROM messages") == [("sent", "own", None, 1)]
    assert office.arrived() == []
    assert office.data("triage") == []


def test_a_dry_run_tells_what_it_would_read_from_sent(office: Office) -> None:
    one_case(office)
    office.dovecot.deliver(by_hand(), folder="Sent", at=ANSWERED_AT)
    before = office.traces()
    rows = office.ask("once", "--dry-run", "--now", (ANSWERED_AT + timedelta(minutes=5)).isoformat())
    [read] = [row for row in rows if row["folder"] == "Sent"]
    assert (read["state"], read["kind"], read["reference"], read["filed_to"]) == ("case", "own", "FOI-2026-0001", "")
    assert read["why"] == "answers: does not hold"
    assert office.traces() == before


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (("not-held", "--on", "2026-03-20"), "Fri 20 Mar 2026 is still to come."),
        (("not-held", "--on", "2026-03-02"), "no answer left before that, on Mon 2 Mar 2026"),
        (("not-held", "--message", "77"), "Message 77 was not sent by hand on FOI-2026-0001. Known are: none."),
        (("not-held",), "foibot has seen no answer to FOI-2026-0001 in Sent. Say when it left: --on"),
        (("not-held", "--on", "2026-03-12", "--supplement"), "has no answer yet that --supplement could add to"),
        (("disclosed", "--on", "2026-03-12", "--exemption", "s.43(2)"), "'disclosed' relies on no exemption"),
        (("gone", "--on", "2026-03-12"), "'gone' is not one of"),
    ],
)
def test_what_cannot_be_so_is_refused_with_the_reason(office: Office, said: tuple[str, ...], told: str) -> None:
    one_case(office)
    refused = office.do("answered", "FOI-2026-0001", *said, "--as", "jane", "--now", "2026-03-13T09:00")
    assert refused.status != 0
    assert told in " ".join(refused.err.split())
    assert standing(office) == ("open", None, None, "2026-04-01")


def test_a_letter_filed_on_another_case_answers_the_first_no_longer(office: Office) -> None:
    one_case(office)
    office.dovecot.deliver(make_request(2), at=NOW)
    send(office, by_hand())
    number = office.one("SELECT id FROM messages WHERE folder = 'Sent'")
    office.tell("classify", str(number), "own", "--case", "FOI-2026-0002", "--as", "jane", "--now", "2026-03-12T11:00")
    assert office.one("SELECT reference FROM messages WHERE folder = 'Sent'") == "FOI-2026-0002"
    assert "Nothing that seems to answer" in office.do("answered", "FOI-2026-0001", "no", "--as", "jane").err
    office.tell(
        "answered", "FOI-2026-0002", "not-held", "--on", "2026-03-12", "--as", "jane", "--now", "2026-03-12T12:00"
    )
    assert office.rows("SELECT status, responded_on FROM cases ORDER BY reference") == [
        ("open", None),
        ("responded", "2026-03-12"),
    ]
    assert office.data("audit")["whole"]


def test_a_message_that_is_called_a_request_only_after_its_answer_is_not_acknowledged_unseen(office: Office) -> None:
    office.dovecot.deliver(make_mail(subject="Thanks", text="Thank you very much for the figures you sent."), at=NOW)
    office.once()
    [waiting] = office.data("triage")
    send(office, by_hand("Dear Ada, thank you for your request."), NOW + timedelta(hours=1))
    said = ("classify", str(waiting["id"]), "new_request", "--as", "jane", "--now", "2026-03-04T09:00")
    office.tell(*said)
    office.later(days=1, hours=1)
    assert office.acknowledgements() == []
    assert office.rows("SELECT reference, what FROM sent_by_hand") == [("FOI-2026-0001", "other")]


def test_what_was_sent_on_a_case_that_is_merged_is_asked_about_on_the_other(office: Office) -> None:
    one_case(office)
    again = make_mail(
        text="Once more, under the FOI Act: how many potholes were there?", message_id="<p.2@reader.example>"
    )
    office.dovecot.deliver(again, at=NOW + timedelta(days=1))
    send(office, by_hand(answers="<p.2@reader.example>"))
    office.tell("merge", "FOI-2026-0002", "FOI-2026-0001", "--as", "jane", "--now", "2026-03-13T09:00")
    office.tell("answered", "FOI-2026-0001", "not-held", "--as", "jane", "--now", "2026-03-13T10:00")
    assert office.rows("SELECT status, responded_on FROM cases ORDER BY reference") == [
        ("responded", "2026-03-12"),
        ("closed", None),
    ]
    assert office.data("audit")["whole"]


@pytest.mark.parametrize("first", ["INBOX", "Sent"])
def test_an_answer_copied_to_our_own_inbox_is_one_letter_wherever_it_is_found_first(office: Office, first: str) -> None:
    one_case(office)
    raw = by_hand(to=f"{ADA}, {US}")
    second = "Sent" if first == "INBOX" else "INBOX"
    office.dovecot.deliver(raw, folder=first, at=ANSWERED_AT)
    office.once(ANSWERED_AT + timedelta(minutes=5))
    office.dovecot.deliver(raw, folder=second, at=ANSWERED_AT)
    office.once(ANSWERED_AT + timedelta(minutes=15))

    assert office.one("SELECT count(*) FROM messages WHERE message_id = '<hand.1@council.example>'") == 1
    assert office.rows("SELECT reference, what, outcome FROM sent_by_hand") == [("FOI-2026-0001", "answer", "not_held")]
    assert office.data("audit")["whole"]
