"""What the officer is told of earlier requests: round robins, costs added up, repetition; and a letter with two."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from builders import ASKED, make_mail
from registers import NOW, arrive, at, command, faults, make_desk, new_case, rows

from foibot.casework.earlier_requests import Asked, EarlierRequest, in_words, links_to
from foibot.correspondence.likeness import sketch
from foibot.errors import NotPermitted
from foibot.jobs.desk import Desk
from foibot.jobs.linking import links_in_words
from foibot.jobs.telling import tell_officers
from foibot.law.bank_holidays import KNOWN_THROUGH, published_holidays
from foibot.law.regimes import REGIMES
from foibot.law.working_days import UNION, Calendars
from foibot.store import cases, outbox

CAMPAIGN = """\
Dear Sir or Madam,

Please tell me, under the Freedom of Information Act 2000, how many wild horses graze on common land in your area,
how many were removed in each of the last five years, who removed them, and what the council paid for it each year.

Yours faithfully,
{name}
"""
GRIT = """\
Hello,

Please send me under the Freedom of Information Act the list of grit bins in the town, the dates on which each was
filled last winter, the name of the contractor, and the price per tonne that the council agreed with them.

Thanks,
Ada Field
"""
UK = Calendars(published_holidays(), KNOWN_THROUGH).named(UNION)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def mail_of(name: str, text: str) -> bytes:
    address = f"{name.lower().replace(' ', '.')}@reader.example"
    return make_mail(writer=f"{name} <{address}>", text=text, message_id=f"<{name[0]}@reader.example>")


def told_of(desk: Desk, reference: str) -> list[str]:
    case = cases.load_case(desk.db, reference)
    assert case is not None
    return links_in_words(desk.app, case)


def notice(desk: Desk) -> str:
    tell_officers(desk)
    [raw] = rows(desk, "SELECT raw FROM outbox WHERE letter = 'case_notice' ORDER BY id DESC LIMIT 1")
    return bytes(raw[0]).decode()


def test_the_same_letter_from_three_people_is_three_cases_each_linked_to_the_first(desk: Desk) -> None:
    names = ("Nia Rhys", "Tom Ash", "Una Bell")
    opened = [arrive(desk, mail_of(name, CAMPAIGN.format(name=name))).opened for name in names]

    assert opened == ["FOI-2026-0001", "FOI-2026-0002", "FOI-2026-0003"]
    assert told_of(desk, "FOI-2026-0001") == []
    said = [
        "the same text came from somebody else as FOI-2026-0001: a round robin; if they act together, the cost may be"
        " added up"
    ]
    assert told_of(desk, "FOI-2026-0002") == told_of(desk, "FOI-2026-0003") == said
    assert "round robin" in notice(desk)
    assert faults(desk) == []


def test_a_second_request_of_a_person_within_sixty_working_days_is_told_with_the_days_and_the_section(
    desk: Desk,
) -> None:
    arrive(desk, make_mail())
    later = at(desk, datetime(2026, 4, 14, 9, 0, tzinfo=UTC))
    arrive(later, make_mail(text=GRIT, subject="Grit bins", message_id="<grit@reader.example>"))

    assert told_of(desk, "FOI-2026-0002") == [
        "the same person asked before in FOI-2026-0001 (27 working days before); where it is for similar information"
        " the cost may be added up (FOIA s.12(4), SI 2004/3244 reg 5: received within 60 consecutive working days)"
    ]


@pytest.mark.parametrize(
    ("second", "told"),
    [
        (date(2026, 6, 1), True),  # March 20 (St Patrick's Day is off), April 20, May 19: this is the 60th
        (date(2026, 6, 2), False),
    ],
)
def test_sixty_consecutive_working_days_count_the_first_day_and_the_last(second: date, *, told: bool) -> None:
    regime = REGIMES["FOIA"]
    other = EarlierRequest("FOI-2026-0001", date(2026, 3, 3), sketch(GRIT), same_person=True)

    assert bool(links_to(Asked(sketch(ASKED), second), [other], regime, UK)) is told


def test_much_the_same_as_what_was_answered_may_be_a_repeated_request_however_long_ago() -> None:
    regime = REGIMES["FOIA"]
    answered = EarlierRequest("FOI-2024-0009", date(2024, 3, 4), sketch(GRIT), same_person=True, answered=True)
    asked = Asked(sketch(GRIT.replace("last winter", "this winter")), date(2026, 3, 3))

    [link] = links_to(asked, [answered], regime, UK)

    assert in_words([link], regime) == [
        "much the same as FOI-2024-0009 of the same person, which was answered: it may be a repeated request"
        " (FOIA s.14(2))"
    ]
    [still_open] = links_to(asked, [replace(answered, answered=False)], regime, UK)
    assert in_words([still_open], regime) == [
        "much the same as FOI-2024-0009 of the same person, which is not answered yet"
    ]


def test_a_letter_by_post_is_held_against_what_the_same_person_sent_from_the_same_address(desk: Desk) -> None:
    first = new_case(desk, address="3 Mill Lane", text=GRIT)
    second = new_case(at(desk, NOW + timedelta(days=2)), address="3 Mill Lane", text=GRIT)
    other_house = new_case(at(desk, NOW + timedelta(days=2)), address="9 Hill Road", text=ASKED)

    assert told_of(desk, second)[1:] == [f"much the same as {first} of the same person, which is not answered yet"]
    assert told_of(desk, other_house) == []


def test_two_addresses_made_for_one_request_each_are_one_person_by_name(desk: Desk) -> None:
    for number, text in enumerate((ASKED, GRIT), 1):
        address = f"request-{number}00-abcdef0{number}@publishing.example"
        arrive(
            desk, make_mail(writer=f"Ada Field <{address}>", text=text, message_id=f"<r{number}@publishing.example>")
        )

    assert "FOI-2026-0001" in told_of(desk, "FOI-2026-0002")[0]


def test_a_request_of_a_few_words_is_no_round_robin(desk: Desk) -> None:
    for name in ("Nia Rhys", "Tom Ash"):
        arrive(desk, mail_of(name, f"FOI request: please send me your budget.\n\nThanks\n{name}\n"))

    assert told_of(desk, "FOI-2026-0002") == []


def test_under_the_environmental_regulations_nobody_is_told_of_the_cost_limit(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, authority='regime = "EIR"')
    arrive(desk, make_mail())
    arrive(desk, make_mail(text=GRIT, message_id="<grit@reader.example>"))

    assert told_of(desk, "FOI-2026-0002") == []


def test_one_mail_with_two_requests_becomes_two_cases_of_the_same_day_with_an_acknowledgement_each(desk: Desk) -> None:
    message = arrive(desk, make_mail(text=f"{ASKED}\nAlso, separately:\n{GRIT}")).message
    split = command(at(desk, NOW + timedelta(days=3)), "split", str(message), text=GRIT)

    assert split.references == ("FOI-2026-0002",)
    first, second = rows(desk, "SELECT received_on, due_on, opening_message FROM case_state ORDER BY reference")
    assert first == second == ("2026-03-03", "2026-04-01", message)
    letters = rows(desk, "SELECT reference, letter FROM outbox ORDER BY reference")
    assert letters == [("FOI-2026-0001", "acknowledgement"), ("FOI-2026-0002", "acknowledgement")]
    assert told_of(desk, "FOI-2026-0002") == ["split from FOI-2026-0001, which came in the same message"]
    assert rows(desk, "SELECT reference FROM messages WHERE id = ?", message) == [("FOI-2026-0001",)]
    assert faults(desk) == []


def test_a_mixed_letter_can_be_split_under_another_law_with_a_clock_of_its_own(desk: Desk) -> None:
    message = arrive(desk, make_mail()).message
    command(desk, "split", str(message), text="And a copy of all you hold about me.", regime="SAR")

    assert rows(desk, "SELECT regime, due_on FROM case_state WHERE reference = 'FOI-2026-0002'") == [
        ("SAR", "2026-04-07")  # one month ends on Good Friday, so it goes on to the day after Easter Monday
    ]


def test_what_has_opened_no_case_cannot_be_split_and_is_said_how_to_open_one(desk: Desk) -> None:
    away = make_mail(
        subject="Out of office", text="I am away until Monday.", headers={"Auto-Submitted": "auto-replied"}
    )
    message = arrive(desk, away).message

    with pytest.raises(NotPermitted, match=f"foibot classify {message} new_request"):
        command(desk, "split", str(message), text="x")


def test_a_request_under_a_false_name_gets_no_letter_by_itself_and_two_drafts_wait(desk: Desk) -> None:
    arrive(desk, make_mail(writer="Mickey Mouse <mm@reader.example>", text=ASKED.replace("Ada Field", "Mickey Mouse")))

    assert rows(desk, "SELECT letter, status FROM drafts ORDER BY id") == [
        ("acknowledgement", "waiting"),
        ("name_wanted", "waiting"),
    ]
    assert rows(desk, "SELECT count(*) FROM outbox") == [(0,)]
    assert "A letter that asks for the name waits for you:  foibot draft 2" in notice(desk)


def test_the_letter_that_asks_for_a_name_leaves_once_a_person_approves_it(desk: Desk) -> None:
    arrive(desk, make_mail(writer="pothole.42x@reader.example", text=ASKED.replace("Ada Field", "")))
    [(draft,)] = rows(desk, "SELECT id FROM drafts WHERE letter = 'name_wanted'")

    command(desk, "approve", str(draft))

    [letter] = [row for row in outbox.to_send(desk.db, desk.clock(), 10) if row.letter == "name_wanted"]
    assert letter.recipient == "pothole.42x@reader.example"
    assert faults(desk) == []


def test_the_environmental_regulations_ask_for_no_name(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, authority='regime = "EIR"')
    arrive(desk, make_mail(writer="Mickey Mouse <mm@reader.example>", text=ASKED.replace("Ada Field", "Mickey Mouse")))

    assert rows(desk, "SELECT letter FROM drafts") == [("acknowledgement",)]
