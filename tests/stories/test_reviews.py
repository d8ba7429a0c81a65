"""The founding case goes on: answered on 23 April 2021, a review asked for, and another officer decides it."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from builders import make_mail
from office import Office

MANAGER = """
[[officers]]
id = "mia"
name = "Mia Stone"
email = "mia.stone@council.example"
roles = ["manager"]
"""
REF = "FOI-2021-0001"
ASKED, ANSWERED, REVIEW = (datetime(2021, 4, day, 9, 0, tzinfo=UTC) for day in (7, 23, 26))
FIRST_WORDS = "I am not satisfied with this answer. Please conduct an internal review."
JANES, PATS, MIAS, WAITING = (f"FOI/{leaf}" for leaf in ("Approved/jane", "Approved/pat", "Approved/mia", "To approve"))


def day(office: Office, when: datetime) -> None:
    office.once(when)


def at(when: datetime) -> tuple[str, str]:
    return ("--now", when.isoformat())


@pytest.fixture
def answered(office: Office) -> Office:
    """An office that answered Ada on 23 April 2021: jane drafted it, pat approved it."""
    office.configure(log=f'level = "info"\n{MANAGER}')
    office.dovecot.deliver(make_mail(), at=ASKED)
    office.once(ASKED)
    office.tell("respond", REF, "not-held", "--as", "jane", *at(ANSWERED))
    office.tell("approve", "1", "--as", "pat", "--at-once", *at(ANSWERED))
    office.once(ANSWERED)
    assert office.data("cases")[0]["responded_on"] == "2021-04-23"
    return office


def ask_for_review(office: Office, *, subject: str = f"Re: potholes [{REF}]", text: str = FIRST_WORDS) -> None:
    mail = make_mail(subject=subject, text=text, message_id="<review.1@reader.example>")
    office.dovecot.deliver(mail, at=REVIEW)
    office.once(REVIEW)


def subjects(office: Office) -> list[str]:
    return [str(letter["Subject"]) for letter in office.arrived()]


def give_to_rex(office: Office) -> None:
    """Refuse the review to jane, give it to rex, and look at what he is sent."""
    refused = office.do("assign", REF, "jane", "--as", "mia", *at(REVIEW))
    assert refused.status == 1
    assert "Jane Quill had a part in the first answer: drafted the answer 'not-held'" in " ".join(refused.err.split())
    office.tell("assign", REF, "rex", "--as", "mia", *at(REVIEW))
    office.once(REVIEW.replace(hour=10))
    yours = next(one for one in office.notices() if str(one["Subject"]).startswith("Yours to decide"))
    assert yours["To"].addresses[0].addr_spec == "rex.vane@council.example"
    [bundle] = list(yours.iter_attachments())
    with zipfile.ZipFile(io.BytesIO(bundle.get_content())) as archive:
        assert "index.html" in archive.namelist()
        assert FIRST_WORDS in archive.read("index.html").decode()


def test_the_founding_case_is_reviewed_by_somebody_else_and_ends_with_the_commissioner(answered: Office) -> None:
    office = answered
    ask_for_review(office)

    [case] = office.data("cases")
    assert (case["status"], case["due_on"], case["review_asked_on"]) == ("in_review", "2021-05-25", "2021-04-26")
    [*_, receipt] = office.acknowledgements()
    words = " ".join(receipt.get_content().split())
    assert "We expect to give you the result by Tuesday 25 May 2021" in words
    assert "One of our reviewers will decide it: somebody who had no part in the first answer" in words
    assert receipt["In-Reply-To"] == "<review.1@reader.example>"

    notice = next(one for one in office.notices() if "To be given to a reviewer" in str(one["Subject"]))
    told = " ".join(notice.get_content().split())
    assert "Jane Quill: drafted the answer 'not-held' (revision 1) on Fri 23 Apr 2021" in told
    assert "Who had none: Rex Vane (rex), Mia Stone (mia)." in told

    give_to_rex(office)
    decided = datetime(2021, 5, 20, 9, 0, tzinfo=UTC)
    text = "I searched again myself, and we hold nothing."
    office.tell(
        "decide",
        REF,
        "upheld",
        "--text",
        text,
        "--fault",
        "We did not say where we searched.",
        "--as",
        "rex",
        *at(decided),
    )
    office.once(decided)
    waiting = next(one for one in reversed(office.notices()) if "Outcome of an internal review" in str(one["Subject"]))
    assert waiting["To"].addresses[0].addr_spec == "mia.stone@council.example"

    [uid] = office.dovecot.flags(WAITING)
    office.dovecot.move(uid, PATS, folder=WAITING)
    office.once(decided.replace(minute=5))
    assert office.one("SELECT status FROM drafts WHERE letter = 'review_outcome'") == "waiting"
    [uid] = office.dovecot.flags(WAITING)
    office.dovecot.move(uid, MIAS, folder=WAITING)
    office.once(decided.replace(minute=10))
    office.once(decided.replace(minute=30))

    [outcome] = [one for one in office.arrived() if "I searched again" in body(one) and not one["Auto-Submitted"]]
    words = " ".join(body(outcome).split())
    assert "We uphold the original decision: it stands." in words
    assert "We did not say where we searched. We apologise for that." in words
    assert "Rex Vane Reviewing officer" in words
    assert "complain to the Information Commissioner" in words
    assert "internal review within" not in words
    [case] = office.data("cases")
    stands = (case["status"], case["due_on"], case["review_outcome"], case["review_decided_on"], case["outcome"])
    assert stands == ("review_decided", None, "upheld", "2021-05-20", "not_held")
    assert office.tell("audit")

    again = office.do("review", REF, "--as", "jane", *at(decided))
    assert again.status == 1
    assert "there is one stage: the applicant may go to the Commissioner" in " ".join(again.err.split())


def body(mail: object) -> str:
    part = mail.get_body(("plain",))  # type: ignore[attr-defined]
    return str(part.get_content()) if part is not None else ""


def test_an_outcome_worded_anew_by_somebody_with_a_part_is_neither_taken_nor_lost(answered: Office) -> None:
    office = answered
    ask_for_review(office)
    office.tell("decide", REF, "upheld", "--text", "I searched again.", "--as", "rex", *at(REVIEW))
    office.once(REVIEW.replace(hour=11))
    [lying] = office.dovecot.messages(WAITING)
    with office.dovecot.client() as client:
        client.select(f'"{WAITING}"')
        client.store("1", "+FLAGS", "\\Deleted")
        client.expunge()
    office.dovecot.deliver(lying.replace(b"I searched again", b"I saw no need to search"), folder=JANES)
    office.once(REVIEW.replace(hour=12))
    office.once(REVIEW.replace(hour=13))
    assert office.rows("SELECT revision, status FROM drafts WHERE letter = 'review_outcome'") == [(1, "waiting")]
    assert len(office.dovecot.flags(WAITING)) == 1
    by_command = office.do("edit", "2", "--text", "I saw no need.", "--as", "jane", *at(REVIEW))
    assert "had a part in the first answer" in " ".join(by_command.err.split())


def test_a_review_under_a_fresh_subject_is_recorded_on_the_one_case_it_can_mean(answered: Office) -> None:
    ask_for_review(answered, subject="Request for internal review")
    [case] = answered.data("cases")
    assert (case["status"], case["review_late"]) == ("in_review", 0)
    assert len(answered.acknowledgements()) == 2


def test_mere_dissatisfaction_is_proposed_and_one_command_makes_it_a_review(answered: Office) -> None:
    ask_for_review(answered, subject="Potholes", text="I am disappointed with your answer. You can do better.")
    [case] = answered.data("cases")
    assert case["status"] == "responded"
    notice = next(one for one in answered.notices() if "classify 2 review_request" in one.get_content())
    assert f"foibot classify 2 review_request --case {REF}" in " ".join(notice.get_content().split())
    told = answered.tell("classify", "2", "review_request", "--case", REF, "--as", "jane", *at(REVIEW))
    assert "The review is due by Tue 25 May 2021" in " ".join(told.split())
    [case] = answered.data("cases")
    assert case["status"] == "in_review"


def test_only_a_manager_says_that_a_recorded_review_was_none(answered: Office) -> None:
    ask_for_review(answered)
    refused = answered.do("classify", "2", "correspondence", "--case", REF, "--as", "jane", *at(REVIEW))
    assert "only a manager says that it is none" in " ".join(refused.err.split())
    answered.tell("classify", "2", "correspondence", "--case", REF, "--as", "mia", *at(REVIEW))
    [case] = answered.data("cases")
    assert (case["status"], case["due_on"], case["review_asked_on"]) == ("responded", None, None)
    assert answered.tell("audit")


def test_a_delay_is_told_before_the_date_and_never_put_off_beyond_the_limit(answered: Office) -> None:
    office = answered
    ask_for_review(office)
    soon = datetime(2021, 5, 20, 9, 0, tzinfo=UTC)
    beyond = office.do("extend", REF, "--until", "2021-06-24", "--why", "Ill.", "--as", "rex", *at(soon))
    assert "the limit" in " ".join(beyond.err.split())
    assert "Wed 23 Jun 2021" in " ".join(beyond.err.split())
    office.tell("extend", REF, "--until", "2021-06-10", "--why", "The reviewer fell ill.", "--as", "rex", *at(soon))
    office.tell("approve", "2", "--as", "pat", "--at-once", *at(soon))
    office.once(soon)
    [case] = office.data("cases")
    assert (case["status"], case["due_on"]) == ("in_review", "2021-06-10")
    letters = [" ".join(body(one).split()) for one in office.arrived()]
    assert any("We now expect to give it to you by Thursday 10 June 2021." in letter for letter in letters)


def test_a_further_answer_in_a_review_leaves_its_status_and_its_clock_alone(answered: Office) -> None:
    office = answered
    ask_for_review(office)
    office.tell("respond", REF, "disclosed", "--supplement", "--text", "We found one.", "--as", "jane", *at(REVIEW))
    office.tell("approve", "2", "--as", "pat", "--at-once", *at(REVIEW))
    office.once(REVIEW.replace(hour=11))
    [case] = office.data("cases")
    assert (case["status"], case["due_on"], case["outcome"]) == ("in_review", "2021-05-25", "disclosed")
    assert office.tell("audit")


def test_nobody_left_is_said_the_day_the_review_arrives_and_a_manager_can_let_somebody(office: Office) -> None:
    lone = MANAGER.replace('roles = ["manager"]', 'roles = ["manager", "officer"]')
    office.configure(log=f'level = "info"\n{lone}')
    text = office.config.read_text().replace('roles = ["reviewer"]', 'roles = ["officer"]')
    office.config.write_text(text)
    office.dovecot.deliver(make_mail(), at=ASKED)
    office.once(ASKED)
    office.tell("respond", REF, "not-held", "--as", "jane", *at(ANSWERED))
    office.tell("approve", "1", "--as", "mia", "--at-once", *at(ANSWERED))
    office.once(ANSWERED)
    ask_for_review(office)
    assert any(subject.startswith("Nobody is left to decide, due") for subject in subjects(office))
    assert "Nobody is left to review it" in " ".join(office.tell("case", REF, *at(REVIEW)).split())
    refused = office.do("decide", REF, "upheld", "--text", "No.", "--as", "mia", *at(REVIEW))
    assert "Mia Stone had a part in the first answer: approved" in " ".join(refused.err.split())
    office.tell(
        "decide", REF, "upheld", "--text", "I looked again.", "--despite", "We are two.", "--as", "mia", *at(REVIEW)
    )
    text = office.one("SELECT text FROM drafts WHERE letter = 'review_outcome'")
    assert "a person who had a part in it took part in this review" in " ".join(text.split())
    assert "The reason: We are two." in " ".join(text.split())
    office.tell("approve", "2", "--as", "pat", "--at-once", *at(REVIEW))
    assert office.one("SELECT count(*) FROM events WHERE type = 'IndependenceWaived'") == 1


def test_a_decision_notice_starts_a_clock_of_35_days_and_holds_retention(answered: Office) -> None:
    office = answered
    wrote = make_mail(
        writer="Case Officer <icocasework@ico.org.uk>",
        subject="Complaint IC-123456-A1B2",
        text="Dear Sir,\n\nWe have received a complaint from Ada Field about your answer.\n\nYours, the ICO",
        message_id="<ico.1@ico.org.uk>",
    )
    office.dovecot.deliver(wrote, at=REVIEW)
    office.once(REVIEW)
    [case] = office.data("cases")
    assert case["status"] == "responded"
    assert office.one("SELECT reference FROM messages WHERE kind = 'commissioner'") == REF

    office.tell("commissioner", REF, "complaint", "--reference", "ic-123456-a1b2", "--as", "jane", *at(REVIEW))
    later = make_mail(
        writer="Case Officer <icocasework@ico.org.uk>",
        subject="Decision notice: IC-123456-A1B2",
        text="The Commissioner has decided.",
        message_id="<ico.2@ico.org.uk>",
    )
    noticed = datetime(2021, 7, 1, 9, 0, tzinfo=UTC)
    office.dovecot.deliver(later, at=noticed)
    office.once(noticed)
    assert office.rows("SELECT reference FROM messages WHERE kind = 'commissioner'") == [(REF,), (REF,)]
    told = office.tell("commissioner", REF, "decision-notice", "--requires-disclosure", "--as", "jane", *at(noticed))
    assert "to be disclosed by Thu 5 Aug 2021" in " ".join(told.split())
    [row] = office.data("due", "--within", "40", *at(noticed))
    assert (row["due_on"], row["retention_held"], row["commissioner"]) == ("2021-08-05", 1, "IC-123456-A1B2")
    office.tell("commissioner", REF, "answered", "--as", "jane", *at(noticed))
    office.tell("commissioner", REF, "ended", "--why", "Complied.", "--as", "jane", *at(noticed))
    [row] = office.data("cases")
    assert (row["due_on"], row["retention_held"]) == (None, 0)
    assert office.tell("audit")


def test_a_letter_of_the_commissioner_for_no_known_case_waits_for_a_person_and_is_told(answered: Office) -> None:
    unknown = make_mail(
        writer="Case Officer <icocasework@ico.org.uk>",
        subject="Complaint IC-999999-Z9Z9",
        text="We write about a complaint by Somebody Else.",
        message_id="<ico.9@ico.org.uk>",
    )
    answered.dovecot.deliver(unknown, at=REVIEW)
    answered.once(REVIEW)
    assert answered.one("SELECT state FROM messages WHERE kind = 'commissioner'") == "triage"
    assert any("classify 2 commissioner --case REFERENCE" in one.get_content() for one in answered.notices())
