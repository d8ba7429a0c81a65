"""An answer from the officer's command to the day it left: who may, what is missing, and what holds true from then."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from builders import make_mail
from registers import NOW, arrive, at, command, faults, make_desk, new_case, rows
from swallowing import Swallowing

from foibot.casework.answers import OtherAuthority
from foibot.casework.letters import Attachment
from foibot.errors import NotPermitted, UsageError
from foibot.jobs.desk import Desk
from foibot.jobs.dispatch import send_letters
from foibot.law.clock import london_day

POLICE = OtherAuthority(
    "exampleshire-police",
    "Exampleshire Police",
    "Information Rights Unit",
    "Example House\nExampleton\nEX2 2BB",
    "foi@exampleshire-police.example",
)
QUESTION = """\
Dear all,

Do the police here scan the faces of passers-by as a matter of routine? Under the Freedom of Information Act 2000 I
ask whether such pictures are kept, of whom, and by what authority.

Yours sincerely,
Tamsin Oakapple
"""
SHEET = Attachment("potholes.csv", "text/csv", b"month,count\r\n2025-01,12\r\n")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.fixture
def case(desk: Desk) -> str:
    return arrive(desk, make_mail()).opened


def respond(desk: Desk, reference: str, outcome: str, **said: Any) -> int:
    command(desk, "respond", reference, outcome=outcome, **said)
    [(draft,)] = rows(desk, "SELECT max(id) FROM drafts")
    return int(draft)


def approve(desk: Desk, draft: int, who: str = "pat", **said: Any) -> None:
    command(desk, "approve", str(draft), who, **said)


def stands(desk: Desk, reference: str) -> tuple[Any, ...]:
    [row] = rows(desk, "SELECT status, outcome, responded_on, due_on FROM case_state WHERE reference = ?", reference)
    return row


def text_of(desk: Desk, draft: int) -> str:
    [(text,)] = rows(desk, "SELECT text FROM drafts WHERE id = ?", draft)
    return " ".join(text.split())


def test_the_founding_case_is_answered_not_held_with_the_police_named_sixteen_days_after_it_came(
    tmp_path: Path,
) -> None:
    received = datetime(2021, 4, 7, 9, 12, tzinfo=UTC)
    desk = make_desk(tmp_path, received)
    raw = make_mail(writer="Tamsin Oakapple <tamsin@applicant.example>", subject="Facial recognition", text=QUESTION)
    reference = arrive(desk, raw).opened
    line = Swallowing()
    send_letters(desk, line)
    assert stands(desk, reference) == ("open", None, None, "2021-05-06")

    friday = at(desk, datetime(2021, 4, 23, 9, 0, tzinfo=UTC))
    draft = respond(friday, reference, "not-held", refer=POLICE)
    letter = text_of(friday, draft)
    for said in (
        reference,
        "Wednesday 7 April 2021",
        "scan the faces of passers-by",
        "Exampleshire Police",
        "Information Rights Unit",
        "EX2 2BB",
        "foi@exampleshire-police.example",
        "review",
        "Information Commissioner",
        "Jane Quill",
    ):
        assert said in letter, said
    approve(friday, draft)
    assert send_letters(friday, line).summary() == {}
    assert stands(friday, reference)[0] == "open"

    send_letters(at(desk, datetime(2021, 4, 23, 9, 15, tzinfo=UTC)), line)
    assert line.taken == ["tamsin@applicant.example"] * 2
    assert stands(desk, reference) == ("responded", "not_held", "2021-04-23", None)
    assert faults(desk) == []


def test_who_had_a_letter_drafted_does_not_approve_it_and_an_officer_without_the_role_neither(
    desk: Desk, case: str
) -> None:
    draft = respond(desk, case, "not-held")
    with pytest.raises(NotPermitted, match="needs the approval of an approver or a manager; jane may not give it"):
        approve(desk, draft, "jane")
    command(desk, "respond", case, "mia", outcome="not-held")
    with pytest.raises(NotPermitted, match="mia had this letter drafted or changed it: somebody else approves it"):
        approve(desk, draft + 1, "mia")
    assert rows(desk, "SELECT count(*) FROM outbox WHERE letter = 'not_held'") == [(0,)]


@pytest.mark.parametrize("subject", ["FOI", "Re: FOI", "2026", "-", "Freedom of Information"])
def test_a_request_whose_subject_is_a_part_of_our_reference_can_be_answered(desk: Desk, subject: str) -> None:
    opened = arrive(desk, make_mail(subject=subject, message_id="<short@reader.example>")).opened
    command(desk, "respond", opened, outcome="disclosed", text="There were 31 of them.")
    [(draft,)] = rows(desk, "SELECT max(id) FROM drafts")
    assert "leaves at" in command(desk, "approve", str(draft), who="pat").told


def test_one_person_is_enough_where_the_authority_says_so(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, approval="two_people = false")
    reference = arrive(desk, make_mail()).opened
    command(desk, "respond", reference, "mia", outcome="not-held")
    approve(desk, 1, "mia")
    assert rows(desk, "SELECT status FROM drafts") == [("approved",)]


def test_an_approved_letter_can_be_stopped_while_it_cools_off_and_not_after_it_left(desk: Desk, case: str) -> None:
    draft = respond(desk, case, "not-held")
    approve(desk, draft)
    with pytest.raises(NotPermitted, match="'foibot stop ID' holds it back"):
        command(desk, "reject", str(draft), "pat", why="Ask Highways first")
    command(desk, "stop", str(draft), "pat")
    line = Swallowing()
    send_letters(at(desk, NOW + timedelta(hours=1)), line)
    assert stands(desk, case)[0] == "open"
    assert rows(desk, "SELECT status FROM outbox WHERE letter = 'not_held'") == [("cancelled",)]

    command(desk, "approve", str(draft), "pat", **{"at-once": True})
    send_letters(at(desk, NOW + timedelta(hours=1)), line)
    assert rows(desk, "SELECT status FROM outbox WHERE letter = 'not_held'") == [("sent",)]
    with pytest.raises(NotPermitted, match="is not about to leave"):
        command(desk, "stop", str(draft), "pat")
    assert stands(desk, case)[0] == "responded"
    assert faults(desk) == []


def test_a_changed_draft_has_a_number_of_its_own_and_whoever_changed_it_does_not_approve_it(
    desk: Desk, case: str
) -> None:
    draft = respond(desk, case, "disclosed", attach=(SHEET,))
    text = text_of(desk, draft)
    command(desk, "edit", str(draft), "pat", text=f"{text}\n\nOne more word.")
    with pytest.raises(UsageError, match="its latest revision is draft 2"):
        approve(desk, draft, "mia")
    with pytest.raises(NotPermitted, match="drafted or changed it"):
        approve(desk, 2, "pat")
    approve(desk, 2, "mia")
    [(raw, sent)] = rows(desk, "SELECT d.raw, o.raw FROM drafts d, outbox o WHERE d.id = 2 AND o.letter = 'disclosed'")
    assert raw == sent
    assert b"One more word" in raw
    assert faults(desk) == []


def test_a_second_answer_is_a_supplement_and_moves_no_date(desk: Desk, case: str) -> None:
    line = Swallowing()
    command(desk, "approve", str(respond(desk, case, "not-held")), "pat", **{"at-once": True})
    send_letters(desk, line)
    with pytest.raises(NotPermitted, match="add --supplement"):
        respond(desk, case, "disclosed", attach=(SHEET,))
    later = at(desk, NOW + timedelta(days=8))
    more = respond(later, case, "disclosed", attach=(SHEET,), supplement=True)
    command(later, "approve", str(more), "pat", **{"at-once": True})
    send_letters(later, line)
    assert stands(desk, case) == ("responded", "disclosed", "2026-03-03", None)
    assert faults(desk) == []


@pytest.mark.parametrize(
    ("outcome", "said", "fault"),
    [
        ("withheld", {}, "Add --exemption SECTION"),
        ("withheld", {"exemption": ("s.43(2)",)}, "Say why the exemption applies"),
        (
            "withheld",
            {"exemption": ("s.43(2)",), "why": "prices"},
            "is qualified: add the public-interest reasons",
        ),
        (
            "withheld",
            {"exemption": ("43(2)",), "why": "prices", "public-interest": "both sides"},
            "needs how likely the harm is",
        ),
        (
            "withheld",
            {"exemption": ("s.36(2)(c)",), "why": "x", "public-interest": "y", "likelihood": "would"},
            "needs the qualified person's opinion",
        ),
        ("disclosed", {}, "gives the applicant something"),
        ("disclosed", {"exemption": ("s.40(2)",), "text": "x"}, "relies on no exemption"),
        ("disclosed", {"text": "x", "refer": POLICE}, "goes with 'not-held' alone"),
        ("cost-limit", {}, "how the request could be narrowed"),
        ("already-public", {}, "where the information is to be found"),
        ("ncnd", {"exemption": ("s.40(2)",)}, "does not allow to neither confirm nor deny"),
        ("withheld", {"exemption": ("s.99",), "why": "x"}, "99"),
    ],
)
def test_what_an_answer_lacks_is_said_before_anything_is_drafted(
    desk: Desk, case: str, outcome: str, said: dict[str, Any], fault: str
) -> None:
    with pytest.raises((UsageError, NotPermitted), match=fault):
        respond(desk, case, outcome, **said)
    assert rows(desk, "SELECT count(*) FROM drafts") == [(0,)]


def test_under_the_environmental_regulations_a_costly_request_is_manifestly_unreasonable(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, authority='regime = "EIR"')
    reference = arrive(desk, make_mail()).opened
    with pytest.raises(NotPermitted, match=r"reg 12\(4\)\(b\)"):
        respond(desk, reference, "cost-limit", text="Ask for one year.")


def test_a_refusal_names_section_reasons_likelihood_and_the_balance(desk: Desk, case: str) -> None:
    draft = respond(
        desk,
        case,
        "partly-withheld",
        exemption=("s.43(2)", "s.40(2)"),
        why="The prices would show how the bidder calculates.",
        attach=(SHEET,),
        likelihood="would-be-likely",
        **{"public-interest": "Openness speaks for it; fair competition weighs more here."},
    )
    letter = text_of(desk, draft)
    for said in ("43(2)", "40(2)", "how the bidder calculates", "likely", "fair competition weighs more"):
        assert said in letter, said
    command(desk, "approve", str(draft), "pat", **{"at-once": True})
    send_letters(desk, Swallowing())
    [(sections,)] = rows(desk, "SELECT json_extract(payload, '$.sections') FROM events WHERE type = 'RequestAnswered'")
    assert "43(2)" in sections
    assert stands(desk, case)[1] == "partly_withheld"


def test_a_reply_in_between_changes_no_clock(desk: Desk, case: str) -> None:
    command(desk, "reply", case, text="We are still searching.")
    command(desk, "approve", "1", "pat", **{"at-once": True})
    send_letters(desk, Swallowing())
    assert stands(desk, case) == ("open", None, None, "2026-04-01")


def test_to_an_applicant_without_any_address_nothing_is_drafted_and_the_officer_is_told_how_to_note_one(
    desk: Desk,
) -> None:
    reference = new_case(desk)
    with pytest.raises(NotPermitted, match="foibot applicant FOI-2026-0001 --address TEXT"):
        respond(desk, reference, "not-held")


@pytest.mark.parametrize(("place", "limit"), [("england-wales", "£450"), ("scotland", "£600")])
def test_a_refusal_for_cost_names_the_limit_of_the_act_it_is_under(tmp_path: Path, place: str, limit: str) -> None:
    desk = make_desk(tmp_path, jurisdiction=place)
    reference = arrive(desk, make_mail()).opened
    assert limit in text_of(desk, respond(desk, reference, "cost-limit", text="Ask for one year alone."))


def test_of_several_drafted_answers_one_leaves(desk: Desk, case: str) -> None:
    first, second = respond(desk, case, "not-held"), respond(desk, case, "disclosed", attach=(SHEET,))
    command(desk, "approve", str(first), "pat", **{"at-once": True})
    with pytest.raises(NotPermitted, match=r"has an answer already that has left or is about to \(not held\)"):
        approve(desk, second)
    send_letters(desk, Swallowing())
    with pytest.raises(NotPermitted, match="OUTCOME --supplement"):
        approve(desk, second)


def test_a_refusal_under_section_36_names_the_opinion_it_rests_on(desk: Desk, case: str) -> None:
    said = {"exemption": ("s.36(2)(b)(i)",), "why": "Advice would be less free.", "likelihood": "would-be-likely"}
    person = {
        "qualified-person": "the Chief Executive, 2 March 2026",
        "public-interest": "For: openness. Against: candour.",
    }
    draft = respond(desk, case, "withheld", **said, **person)
    assert "opinion of our qualified person: the Chief Executive, 2 March 2026." in text_of(desk, draft)


def test_an_applicants_name_and_subject_that_look_like_gaps_hold_no_letter_back(desk: Desk) -> None:
    mail = make_mail(writer='"{{ 7*7 }}" <ada.field@reader.example>', subject="Re: Minutes {{ config }}")
    draft = respond(desk, arrive(desk, mail).opened, "not-held")
    assert "Dear {{ 7*7 }}" in text_of(desk, draft)
    approve(desk, draft)
    assert rows(desk, "SELECT status FROM drafts WHERE id = ?", draft) == [("approved",)]


def test_what_a_command_tells_of_a_draft_names_its_id(desk: Desk, case: str) -> None:
    respond(desk, case, "not-held")
    other = arrive(desk, make_mail(message_id="<potholes.2@reader.example>", subject="FOI: bins")).opened
    told = command(desk, "respond", other, outcome="not-held").told
    assert "Read it with 'foibot drafts' and 'foibot draft 2'." in told
    assert "Until then 'foibot stop 2' holds it back" in command(desk, "approve", "2", "pat").told


def test_every_fault_of_a_letter_is_named_those_after_the_third_shortly(desk: Desk, case: str) -> None:
    draft = respond(desk, case, "not-held")
    command(desk, "edit", str(draft), "pat", text="Dear Ada Field,\n\nWe looked. TBC and [NAME].\n")
    with pytest.raises(NotPermitted) as refused:
        approve(desk, draft + 1, "mia")
    said = str(refused.value)
    assert said.count("Add:") == len(("the first", "the second", "the third"))
    assert "And besides: " in said
    assert "Something was to be filled in and was not: [NAME]" in said.partition("And besides: ")[2]


def test_a_request_answered_by_hand_before_its_acknowledgement_left_gets_none_any_more(desk: Desk, case: str) -> None:
    letters = "SELECT letter, status FROM outbox WHERE reference != 'office'"
    assert rows(desk, letters) == [("acknowledgement", "queued")]

    command(desk, "answered", case, outcome="disclosed", on=london_day(NOW))

    assert rows(desk, letters) == [("acknowledgement", "cancelled")]
    assert rows(desk, "SELECT count(*) FROM drafts") == [(0,)]
    assert faults(desk) == []
