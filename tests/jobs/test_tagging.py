"""Tags: by hand and by the table of topics, found again, counted, and naming nobody."""

from pathlib import Path

import pytest
from builders import make_mail
from registers import NOW, arrive, command, faults, make_desk, new_case, rows

from foibot.casework.tags import read_tag
from foibot.casework.topics import Topic, topics_in
from foibot.errors import NotPermitted, UsageError
from foibot.jobs.desk import Desk
from foibot.jobs.reporting import Wanted, make_report
from foibot.law.clock import london_day
from foibot.store import queries
from foibot.store.queries import CaseFilter

TOPICS = 'roads = ["pothole", "road works"]\nschools = ["school meal"]'


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path, topics=TOPICS)


def history(desk: Desk, reference: str) -> list[tuple[str, str, str]]:
    sql = "SELECT type, actor, payload FROM events WHERE reference = ? AND type IN ('CaseTagged', 'TagsRemoved')"
    return rows(desk, sql, reference)


def test_a_request_by_mail_is_tagged_by_its_words_and_the_history_says_by_which(desk: Desk) -> None:
    arrived = arrive(desk, make_mail())
    [(kind, actor, payload)] = history(desk, arrived.opened)
    assert (kind, actor) == ("CaseTagged", "foibot")
    assert payload == '{"seen":["pothole"],"tags":["roads"]}'
    assert faults(desk) == []


def test_a_request_by_letter_is_tagged_too_and_one_without_such_words_is_not(desk: Desk) -> None:
    tagged, plain = new_case(desk, text="What do school meals cost?"), new_case(desk, text="How many bats are there?")
    assert [tag for (tag,) in rows(desk, "SELECT tag FROM tags WHERE reference = ?", tagged)] == ["schools"]
    assert history(desk, plain) == []


def test_neither_the_street_nor_the_name_of_who_asks_is_a_topic(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, topics='roads = ["pothole", "road"]\nhousing = ["housing"]')
    signed = "Please send me the minutes of 3 March.\n\nKind regards\n\nPat Housing\n3 Elm Road\nExampleton"
    mail = make_mail(writer="Pat Housing <pat@reader.example>", subject="Freedom of Information request", text=signed)
    assert history(desk, arrive(desk, mail).opened) == []
    asked = make_mail(subject="FOI", text=signed.replace("the minutes of 3 March", "the cost of the road to Elm"))
    [(_, _, payload)] = history(desk, arrive(desk, asked).opened)
    assert payload == '{"seen":["road"],"tags":["roads"]}'


def test_tags_are_put_on_and_taken_off_in_any_state_and_the_cases_are_found_by_them(desk: Desk) -> None:
    one, two = new_case(desk, text="Bats?"), new_case(desk, text="Owls?")
    command(desk, "tag", one, word=("wildlife", "planning"))
    command(desk, "withdraw", two)
    command(desk, "tag", two, who="rex", word=("wildlife",))
    assert [row["reference"] for row in queries.cases(desk.db, CaseFilter(tag="wildlife", ended_too=True))] == [
        one,
        two,
    ]
    told = command(desk, "tag", one, word=("wildlife",), remove=True).told
    assert told == f"{one} is tagged planning."
    assert [row["reference"] for row in queries.cases(desk.db, CaseFilter(tag="wildlife", ended_too=True))] == [two]
    assert faults(desk) == []


def test_tags_are_counted_in_the_report(desk: Desk) -> None:
    for text in ("One pothole", "Two potholes", "Bats?"):
        new_case(desk, text=text)
    today = london_day(NOW)
    report = make_report(desk.app, desk.db, Wanted(today, today, today))
    assert report.total(report.main).tags == {"roads": 2}


def test_what_is_tagged_already_or_is_not_is_refused_with_the_nearest(desk: Desk) -> None:
    one = new_case(desk, text="Bats?")
    command(desk, "tag", one, word=("wildlife",))
    with pytest.raises(NotPermitted, match="already"):
        command(desk, "tag", one, word=("wildlife",))
    with pytest.raises(NotPermitted, match="Did you mean wildlife"):
        command(desk, "tag", one, word=("wildlive",), remove=True)


def test_a_tag_is_never_the_applicants_name(desk: Desk) -> None:
    with pytest.raises(NotPermitted, match="applicant's name"):
        command(desk, "tag", new_case(desk), word=("ada-field",))
    for written in ("adafield", "fieldada", "bees-adafield"):
        with pytest.raises(NotPermitted, match="applicant's name"):
            command(desk, "tag", "FOI-2026-0001", word=(written,))
    assert "tagged fields" in command(desk, "tag", "FOI-2026-0001", word=("fields",)).told


@pytest.mark.parametrize(
    "written", ["ada.field@reader.example", "ada@reader", "07700900123", "", "two/three", "x" * 41]
)
def test_what_may_name_a_person_or_is_no_word_is_no_tag(written: str) -> None:
    with pytest.raises(UsageError):
        read_tag(written)


@pytest.mark.parametrize(
    ("written", "tag"), [("Social Care", "social-care"), ("#roads", "roads"), ("tax_2026", "tax-2026")]
)
def test_a_tag_is_written_one_way(written: str, tag: str) -> None:
    assert read_tag(written) == tag


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("How many POTHOLES were there?", [("roads", "pothole")]),
        ("The pothole's depth", [("roads", "pothole")]),
        ("The road\nworks of 2025", [("roads", "road works")]),
        ("The works on the road", []),
        ("Potholed streets; antipothole paint", []),
        ("Two libraries and a library card", [("libraries", "library")]),
    ],
)
def test_words_are_found_whole_and_phrases_in_their_order(text: str, found: list[tuple[str, str]]) -> None:
    topics = (Topic("roads", ("pothole", "road works")), Topic("libraries", ("library",)))
    assert list(topics_in(text, topics)) == found
