"""Mail that looks like a robot's and asks for something: no request is filed unread, no robot is answered."""

from dataclasses import replace

import pytest

from foibot.correspondence.classify import Kind, Verdict, classify
from foibot.correspondence.known import Known, KnownCase, SentLetter
from foibot.correspondence.message import Address, Attachment, InboundMessage

US = Address("FOI Team", "foi@council.example")
ADA = Address("Ada Field", "ada@reader.example")
PORTAL = Address("Online Services", "forms@portal.example")
OURS = "<ours-1@council.example>"
FORM = "Name: Ada Field\nE-mail: ada@reader.example\nYour request: the streets gritted on 5 January\n"
AWAY = "I am out of the office until Monday 9 March."
OFFICE = Known(our_addresses=frozenset({US.email}), our_domains=frozenset({"council.example"}))
ANSWERED = replace(
    OFFICE,
    sent={OURS: SentLetter("FOI-2026-0001", "acknowledgement", ADA.email)},
    cases={"FOI-2026-0001": KnownCase("FOI-2026-0001", "open", ADA.email)},
)


def judged(text: str, *, subject: str = "Bins", known: Known = OFFICE, **facts: object) -> Verdict:
    usual = {"sender": ADA, "to": (US,), "subject": subject, "text": text, "new_text": text}
    return classify(InboundMessage(**{**usual, **facts}), known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "subject",
    ["Automatic reply", "Out of Office", "Out of office hours", "OOO", "On annual leave", "Away"],
)
@pytest.mark.parametrize(
    "text",
    [
        "Please send me the number of bins in each ward.",
        "How many wardens work at night? I am away until Monday, so a letter will do.",
        "Under the Freedom of Information Act I request the rota.",
    ],
)
def test_a_person_who_types_a_robot_s_subject_and_asks_reaches_a_person(subject: str, text: str) -> None:
    verdict = judged(text, subject=subject)
    assert verdict.kind in (Kind.NEW_REQUEST, Kind.AUTO_REPLY)
    assert not verdict.certain
    assert not verdict.acknowledge


def test_a_request_about_out_of_office_hours_is_one_like_any_other() -> None:
    verdict = judged("Please send me the rota for nights.", subject="Out of office hours policy - FOI request")
    assert (verdict.kind, verdict.certain, verdict.acknowledge) == (Kind.NEW_REQUEST, True, True)


def test_a_robot_s_subject_alone_is_no_certainty() -> None:
    assert not judged("The heron was back this morning.", subject="Automatic reply: Bins").certain


def test_a_notice_of_absence_under_a_robot_s_subject_is_one() -> None:
    verdict = judged(AWAY, subject="Automatic reply: Your request")
    assert (verdict.kind, verdict.automatic, verdict.certain, verdict.acknowledge) == (
        Kind.AUTO_REPLY,
        True,
        True,
        False,
    )


def test_who_answers_a_robot_is_a_person() -> None:
    text = "I had your automatic message. How many crossing patrols did you employ in September 2025?"
    verdict = judged(text, subject="Re: Automatic reply: crossing patrols")
    assert (verdict.kind, verdict.certain, verdict.automatic) == (Kind.NEW_REQUEST, False, False)
    assert "answers-automatic" in [reason.rule for reason in verdict.withheld]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I withdraw my request, thank you.", Kind.WITHDRAWAL),
        ("When will I receive a reply to my request?", Kind.PROGRESS_ENQUIRY),
        ("Thank you, that is kind.", Kind.CORRESPONDENCE),
    ],
)
def test_a_reply_to_our_letter_is_read_by_its_words_though_its_subject_is_a_robot_s(text: str, kind: Kind) -> None:
    verdict = judged(text, subject="Re: Out of Office [FOI-2026-0001]", in_reply_to=(OURS,), known=ANSWERED)
    assert (verdict.kind, verdict.automatic, verdict.reference) == (kind, False, "FOI-2026-0001")


@pytest.mark.parametrize("header", ["auto-submitted", "x-autoreply", "x-ms-exchange-inbox-rules-loop"])
def test_mail_marked_as_automatic_that_asks_reaches_a_person(header: str) -> None:
    marked = {header: ("auto-replied",)}
    for text in ("Please send me the number of bins.", f"{AWAY} Please send me the number of bins in each ward."):
        verdict = judged(text, headers=marked)
        assert (verdict.certain, verdict.acknowledge) == (False, False)


@pytest.mark.parametrize("value", ["auto-replied", "auto-generated"])
@pytest.mark.parametrize("text", ["Prosimy o przesłanie wykazu ulic.", "This is an automated e-mail. Wykaz ulic.", ""])
def test_mail_marked_as_automatic_that_answers_nothing_of_ours_is_looked_at(text: str, value: str) -> None:
    scan = (Attachment("scan.pdf", "application/pdf", 90_000, "0" * 64),)
    assert not judged(text, headers={"auto-submitted": (value,)}).certain
    assert not judged(AWAY, headers={"auto-submitted": (value,)}, attachments=scan).certain


@pytest.mark.parametrize(
    ("subject", "text", "certain"),
    [
        ("Read: Bins", "Your message To: Ada Subject: Bins was read on Monday.", True),
        ("Read: Bins", "", True),
        ("Read: this and act", "The swimming pool is shut again.", False),
        ("Delivery delayed", "Delivery to the following recipient has been delayed: gone@x.example", True),
        ("Delivery delayed", "My parcel of papers for the council.", False),
    ],
)
def test_a_receipt_in_words_is_filed_where_subject_and_text_agree(subject: str, text: str, *, certain: bool) -> None:
    verdict = judged(text, subject=subject, return_path="")
    assert (verdict.kind, verdict.certain) == (Kind.RECEIPT, certain)


def test_what_a_person_s_own_rule_sends_on_is_no_automatic_reply_for_sure() -> None:
    loop = {"x-ms-exchange-inbox-rules-loop": ("colleague@council.example",)}
    assert not judged("The verge outside our school is a disgrace.", headers=loop).certain
    assert judged(AWAY, headers=loop).certain


def test_an_automatic_reply_to_our_letter_that_says_whom_to_ask_is_filed() -> None:
    text = f"{AWAY} Please send urgent enquiries and documents to my colleague."
    verdict = judged(text, headers={"auto-submitted": ("auto-replied",)}, in_reply_to=(OURS,), known=ANSWERED)
    assert (verdict.kind, verdict.certain) == (Kind.AUTO_REPLY, True)


@pytest.mark.parametrize(
    "text",
    [
        FORM,
        f"A new form has been submitted.\n\n{FORM}",
        f"This is an automated e-mail, please do not reply to this email.\n\n{FORM}",
        "Full name: Ada Field\nEmail: ada@reader.example\nWhat information would you like? Taxi licences refused.",
        "This is an automatically generated message. Under FOIA please send me a list of taxi licences refused.",
    ],
)
@pytest.mark.parametrize("value", ["auto-generated", "auto-replied"])
def test_a_web_form_that_sends_as_a_machine_is_never_filed_unread(text: str, value: str) -> None:
    verdict = judged(text, sender=PORTAL, subject="New submission", headers={"auto-submitted": (value,)})
    assert verdict.kind in (Kind.NEW_REQUEST, Kind.AUTO_REPLY)
    assert (verdict.certain, verdict.acknowledge) == (False, False)


@pytest.mark.parametrize("text", [FORM, "Please send me the number of bins.", "He asked how much the baskets cost."])
@pytest.mark.parametrize("value", ["no", "auto-generated"])
def test_a_request_from_our_own_mailbox_is_named_and_shown_to_a_person(text: str, value: str) -> None:
    verdict = judged(text, sender=US, headers={"auto-submitted": (value,)})
    assert (verdict.kind, verdict.certain, verdict.acknowledge) == (Kind.OWN, False, False)
    assert verdict.reasons[0].evidence.startswith("possible web-form request: ")


@pytest.mark.parametrize("text", ["", "Scan 0042", "Prosimy o przesłanie wykazu ulic."])
def test_what_comes_from_us_to_us_alone_is_shown_to_a_person(text: str) -> None:
    verdict = judged(text, sender=US)
    assert (verdict.kind, verdict.certain) == (Kind.OWN, False)
    assert verdict.reasons[0].evidence.startswith("possible web-form request: ")


@pytest.mark.parametrize("facts", [{"to": (ADA,), "cc": (US,)}, {"headers": {"x-foibot-loop": ("council",)}}])
def test_a_copy_of_our_letter_is_filed(facts: dict[str, object]) -> None:
    verdict = judged("The office is shut on Friday.", **{"sender": US, **facts})  # type: ignore[arg-type]
    assert (verdict.kind, verdict.certain, verdict.acknowledge) == (Kind.OWN, True, False)


PUBLISHER = Address("Parks Weekly", "weekly@lists.example")
LISTED = {"list-id": ("<news.lists.example>",), "list-unsubscribe": ("<https://lists.example/u>",)}


@pytest.mark.parametrize(
    ("text", "kind", "certain"),
    [
        ("Five news from the parks this week. Unsubscribe", Kind.BULK, True),
        ("Please send me the number of parks. Sent by ActNow. Unsubscribe", Kind.BULK, False),
        (
            "Under FOIA I request:\n1. the number of parks you keep\n2. the cost of keeping them\nUnsubscribe",
            Kind.NEW_REQUEST,
            False,
        ),
        (
            "Freedom of Information Act news:\n* how many records were disclosed\n* a list of rulings\nUnsubscribe",
            Kind.BULK,
            False,
        ),
    ],
)
def test_who_asks_for_something_for_oneself_through_a_list_reaches_a_person(
    text: str, kind: Kind, *, certain: bool
) -> None:
    verdict = judged(text, headers=LISTED, sender=PUBLISHER)
    assert (verdict.kind, verdict.certain, verdict.acknowledge) == (kind, certain, False)
    assert not judged(text, headers=LISTED).certain


def test_a_calendar_s_invitation_is_a_person_s_and_no_request() -> None:
    calendar = (Attachment("invite.ics", "text/calendar", 900, "0" * 64),)
    verdict = judged("When: Tuesday 14:00\nWhere: Room 2", subject="Invitation: catch-up", attachments=calendar)
    assert (verdict.kind, verdict.certain, verdict.automatic) == (Kind.CORRESPONDENCE, False, False)


@pytest.mark.parametrize(
    ("subject", "text", "certain"),
    [
        ("Recall: Your request", 'Ada would like to recall the message, "Your request".', True),
        ("Recall: Your request", "", False),
        ("Recall: dangerous cots", "When did you hear of these cots?", False),
    ],
)
def test_only_a_mail_program_s_recall_is_filed_unread(subject: str, text: str, *, certain: bool) -> None:
    verdict = judged(text, subject=subject)
    assert (verdict.kind, verdict.certain) == (Kind.RECEIPT, certain)
