"""What officers send by hand, in the voices they write in, and which case it belongs to."""

from dataclasses import replace

import pytest
from builders import make_mail

from foibot.correspondence.by_hand import ByHand, Hand, came_from_outside, read_by_hand
from foibot.correspondence.known import Known, KnownCase, SentLetter
from foibot.correspondence.reference import ReferencePattern
from foibot.correspondence.sent_thread import ONLY_OPEN_CASE, case_of_sent
from foibot.correspondence.thread import Thread
from foibot.mail.parse import parse

US = "Exampleshire FOI <foi@council.example>"
ADA = "ada.field@reader.example"
CASE = KnownCase("FOI-2026-0001", applicant=ADA, parties=frozenset({ADA, "roads@council.example"}))
KNOWN = Known(
    our_addresses=frozenset({"foi@council.example"}),
    our_domains=frozenset({"council.example"}),
    pattern=ReferencePattern("FOI-{year}-{number:04d}"),
    cases={CASE.reference: CASE},
)
QUOTED = """

On Tue, 3 Mar 2026 at 10:00, Ada Field <ada.field@reader.example> wrote:
> Please tell me whether the information is withheld, and if it is exempt under
> section 43(2) please find attached my reasons.
"""

SENT: tuple[tuple[str, str, str, str], ...] = (
    (
        "the founding answer, in a long letter",
        "Dear Ms Field,\n\nFreedom of Information Act 2000\n\nThank you for your request, which came on 3 March. I "
        "can confirm that\nthe Office of the Police and Crime Commissioner does not hold the information you\nseek. "
        "Exampleshire Police may hold it; their Freedom of Information Unit can be\nreached at foi@police.example.\n\n"
        "If you are not satisfied you may ask for an internal review. You may then complain to the Information "
        "Commissioner.\n\nYours sincerely,\nJane Quill",
        "answer",
        "not_held",
    ),
    ("a line at the counter", "Hi Ada,\n\nSorry, we don't hold this. Try the police.\n\nJane", "answer", "not_held"),
    (
        "the figures, attached",
        "Dear Ada, please find attached the figures for 2025. Regards, Jane",
        "answer",
        "disclosed",
    ),
    (
        "answers one by one",
        "Dear Ms Field,\n\nThe answers to your questions are:\n\n1. 312\n2. £41,000\n\nKind regards",
        "answer",
        "disclosed",
    ),
    ("a bare number", "There were 312 potholes reported in January 2025, Ada. J.", "answer", "disclosed"),
    (
        "a formal refusal",
        "Dear Ada Field\n\nThe information is exempt from disclosure under section 40(2) of the Act, because it is\n"
        "personal data. This letter is a refusal notice under section 17(1).",
        "answer",
        "withheld",
    ),
    (
        "minutes with names taken out",
        "Dear Ada,\n\nPlease find enclosed the minutes. Names of junior staff have been redacted under s.40(2).",
        "answer",
        "partly_withheld",
    ),
    (
        "above the cost limit, with advice",
        "We estimate that the work would take 30 hours and therefore exceeds the appropriate limit of £450. Section "
        "12(1) applies. You may wish to narrow your request. You can ask for an internal review.",
        "answer",
        "cost_limit",
    ),
    ("neither confirmed nor denied", "We neither confirm nor deny that we hold it (section 40(5B)).", "answer", "ncnd"),
    (
        "published already",
        "Hello Ada, this is already published on our website: https://council.example/spending\nJane",
        "answer",
        "already_public",
    ),
    ("vexatious", "We regard your request as vexatious, and section 14(1) applies to it.", "answer", "vexatious"),
    (
        "the same again",
        "Your request is substantially similar to your previous request of May, so section 14(2) applies.",
        "answer",
        "repeated",
    ),
    ("an answer that is attached", "Dear Ada\n\nPlease see attached our response.\n\nJane", "answer", ""),
    (
        "Welsh: not held",
        "Annwyl Ada,\n\nDiolch am eich cais. Nid ydym yn dal y wybodaeth hon.\n\nSiân",
        "answer",
        "not_held",
    ),
    ("Welsh: attached", "Annwyl Ada,\n\nAmgaeaf y ffigurau y gofynasoch amdanynt.\n\nSiân", "answer", "disclosed"),
    (
        "an acknowledgement that says what might be",
        "Dear Ada,\n\nThank you for your request. If we do not hold the information we will tell you, and where it is "
        "exempt we will say why. You will hear from us within 20 working days.",
        "acknowledgement",
        "",
    ),
    ("Welsh: received", "Diolch am eich cais. Byddwn yn ymateb o fewn 20 diwrnod gwaith.", "acknowledgement", ""),
    (
        "a word in between",
        "Dear Ada, apologies for the delay. We are still waiting for Highways and hope to reply by Friday.",
        "holding",
        "",
    ),
    (
        "a question",
        "Dear Ada, could you please clarify which years you mean? We need more information to identify what you want.",
        "clarification",
        "",
    ),
    ("Welsh: a question", "Annwyl Ada, allech chi egluro pa flynyddoedd?", "clarification", ""),
    (
        "more time for the public interest",
        "We are extending the deadline by a further 20 working days to consider the public interest under section 43.",
        "extension",
        "",
    ),
    ("a fee", "Please treat this as a fees notice: the fee of £30 must be paid before we can go on.", "fee", ""),
    ("a transfer", "We have transferred your request to Exampleshire Fire Authority.", "transfer", ""),
    ("a review", "I have now completed the internal review, and I uphold the original decision.", "review", ""),
    ("thanks", "Thanks Ada, have a good weekend!", "other", ""),
)


def sent(text: str, *, to: str = ADA, **more: str) -> bytes:
    headers = {"To": to, "Return-Path": "", **more}
    return make_mail(
        writer=US, subject="Re: potholes", text=text, message_id="<hand.1@council.example>", headers=headers
    )


def reading(text: str, *, to: str = ADA, **more: str) -> ByHand:
    return read_by_hand(parse(sent(text, to=to, **more)), KNOWN, CASE)


@pytest.mark.parametrize(("name", "text", "what", "outcome"), SENT, ids=[row[0] for row in SENT])
def test_a_letter_is_taken_for_what_its_own_words_say(name: str, text: str, what: str, outcome: str) -> None:
    found = reading(text + QUOTED)
    assert (str(found.what), found.outcome) == (what, outcome), (name, found)
    assert found.evidence
    assert found.to_applicant


def test_an_answer_that_gives_some_of_it_and_lacks_the_rest_is_not_sure() -> None:
    found = reading("Please find attached the figures for 2025. We do not hold those for 2019.")
    assert (found.outcome, found.certain) == ("disclosed", False)


def test_the_provisions_of_an_answer_are_read_as_they_were_written() -> None:
    found = reading("The rest is exempt under sections 31(1)(a) and 43(2), and reg. 12(5)(b). See section 17.")
    assert found.cited == ("31(1)(a)", "43(2)", "12(5)(b)", "17")


@pytest.mark.parametrize("to", ["roads@council.example", "Highways <roads@council.example>, foi@council.example"])
def test_a_forward_to_colleagues_is_no_answer_whatever_it_says(to: str) -> None:
    found = reading("Please find attached a request. Do we hold this? We do not hold it in Legal.", to=to)
    assert (found.what, found.to_applicant) == (Hand.COLLEAGUE, False)


def test_a_letter_to_another_authority_is_no_answer() -> None:
    assert reading("Please find attached a request for you.", to="foi@police.example").rule == "to-others"


def test_who_was_only_copied_in_and_who_was_hidden_has_the_letter_too() -> None:
    assert reading("We do not hold it.", to="roads@council.example", Cc=ADA).what is Hand.ANSWER
    assert reading("We do not hold it.", to="roads@council.example", Bcc=f"Ada <{ADA}>").what is Hand.ANSWER


def test_an_out_of_office_answer_kept_in_sent_answers_nothing() -> None:
    found = reading("Our figures are attached to the plan.", **{"Auto-Submitted": "auto-replied"})
    assert (found.what, found.rule) == (Hand.OTHER, "automatic")


def test_a_letter_too_large_to_be_read_most_likely_gives_something() -> None:
    found = read_by_hand(parse(sent("")), KNOWN, CASE, whole=False)
    assert (found.what, found.outcome, found.certain) == (Hand.ANSWER, "disclosed", False)


# -- which case


def tied(raw: bytes, known: Known = KNOWN, *, guess: bool = True) -> Thread | None:
    return case_of_sent(parse(raw), known, guess=guess)


def test_an_answer_in_the_thread_of_the_request_belongs_to_its_case() -> None:
    known = replace(KNOWN, received={"<potholes.1@reader.example>": CASE.reference})
    found = tied(sent("Not held.", **{"In-Reply-To": "<potholes.1@reader.example>"}), known)
    assert found == Thread(CASE.reference, "in-reply-to", confirmed=True, message_id="<potholes.1@reader.example>")


def test_an_answer_to_foibots_own_acknowledgement_belongs_to_its_case() -> None:
    letter = SentLetter(CASE.reference, "acknowledgement", ADA)
    known = replace(KNOWN, sent={"<ack@council.example>": letter})
    found = tied(sent("Not held.", References="<x@y.example> <ack@council.example>"), known)
    assert found is not None
    assert (found.reference, found.how, found.confirmed) == (CASE.reference, "references", True)


def test_a_forwarded_notice_of_foibot_belongs_to_no_case_by_its_thread() -> None:
    notice = SentLetter("office", "case_notice", "jane@council.example")
    known = replace(KNOWN, sent={"<notice@council.example>": notice})
    forwarded = sent("See below.", to="roads@council.example", References="<notice@council.example>")
    assert tied(forwarded, known) is None


def test_the_reference_in_the_subject_is_enough_from_our_own_mailbox() -> None:
    found = tied(make_mail(writer=US, subject="Your request FOI-2026-0001", headers={"To": "new@address.example"}))
    assert found is not None
    assert (found.how, found.confirmed) == ("subject reference", True)


def test_a_new_mail_to_the_applicant_of_one_open_case_is_proposed_and_not_sure() -> None:
    found = tied(sent("We do not hold it."))
    assert found == Thread(CASE.reference, ONLY_OPEN_CASE, confirmed=False)


def test_of_two_open_cases_of_one_applicant_none_is_guessed() -> None:
    second = KnownCase("FOI-2026-0002", applicant=ADA)
    assert tied(sent("x"), replace(KNOWN, cases={one.reference: one for one in (CASE, second)})) is None


def test_a_case_that_was_answered_is_not_guessed() -> None:
    answered = KnownCase("FOI-2026-0001", status="responded", applicant=ADA)
    assert tied(sent("x"), replace(KNOWN, cases={answered.reference: answered})) is None


def test_what_somebody_moved_to_sent_by_mistake_came_from_outside() -> None:
    received = {"Received": "from mx.reader.example by mx.council.example; Tue, 3 Mar 2026 10:00:00 +0000"}
    assert came_from_outside(parse(make_mail(headers=received)), KNOWN)
    assert not came_from_outside(parse(sent("We do not hold it.", **received)), KNOWN)
