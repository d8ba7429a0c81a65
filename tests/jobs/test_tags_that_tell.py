"""A tag outlives erasure: none tells who asked, where they live or how they sign, by hand or by topic."""

from pathlib import Path

import pytest
from builders import make_mail
from registers import NOW, arrive, command, faults, make_desk, new_case, rows

from foibot.errors import NotPermitted
from foibot.jobs.desk import Desk
from foibot.jobs.reporting import Wanted, make_report
from foibot.law.clock import london_day

ASKS = "How many trees were felled, and what did the buses cost?"
OBRIEN = {"name": "Siân O'Brien-Hughes", "address": "12 Ffordd y Môr\nAberystwyth\nSY23 1AB", "text": ASKS}
POPPINS = f"{ASKS}\n\nKind regards\n\nMary Poppins\n17 Cherry Tree Lane\nExampleton\nSW1A 2AA\nTel: 01632 960123"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.mark.parametrize(
    "tag",
    [
        *("sy23-1ab", "sy231ab", "sy23", "12-ffordd-y-mor", "ffordd-y-mor", "fforddymor", "mor", "trees-ffordd-y-mor"),
        *("obrien", "o-brien", "o'brien".replace("'", "-"), "obrien-hughes", "hughes", "sian", "sianobrien", "siân"),
        *("môr", "aberystwyth", "trees12fforddymor"),
    ],
)
def test_no_tag_is_a_part_of_the_name_or_of_the_address_on_an_envelope(desk: Desk, tag: str) -> None:
    reference = new_case(desk, **OBRIEN)
    with pytest.raises(NotPermitted, match="name, address or signature"):
        command(desk, "tag", reference, word=("trees", tag))
    assert rows(desk, "SELECT tag FROM tags") == []


@pytest.mark.parametrize(
    "tag",
    [
        *("17-cherry-tree-lane", "cherry-tree-lane", "cherrytreelane", "cherry-tree", "cherry", "sw1a-2aa", "sw1a"),
        *("poppins", "mary", "marypoppins"),
    ],
)
def test_no_tag_is_a_part_of_the_signature_of_a_mail(desk: Desk, tag: str) -> None:
    mail = make_mail(writer="Mary <mp@reader.example>", subject="Freedom of Information request", text=POPPINS)
    reference = arrive(desk, mail).opened
    with pytest.raises(NotPermitted, match="name, address or signature"):
        command(desk, "tag", reference, word=(tag,))


@pytest.mark.parametrize(
    "tag", ["trees", "buses", "lane", "street", "tel", "2026", "budget-2026", "south-west", "morris"]
)
def test_a_subject_stays_a_tag_though_an_address_has_such_words(desk: Desk, tag: str) -> None:
    told = command(desk, "tag", new_case(desk, **{**OBRIEN, "text": POPPINS}), word=(tag,)).told
    assert f"tagged {tag}" in told
    assert faults(desk) == []


def test_a_town_alone_is_a_tag_where_the_authoritys_own_words_hold_it(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, topics='llandre = ["Llandre"]')
    living = {"name": "Siân Hughes", "text": ASKS}
    ours = new_case(desk, **living, address="1 Elm Road\nExampleton")
    assert "tagged exampleton" in command(desk, "tag", ours, word=("exampleton",)).told
    theirs = new_case(desk, **living, address="1 Elm Road\nLlandre")
    assert "tagged llandre" in command(desk, "tag", theirs, word=("llandre",)).told
    for elsewhere in ("Aberaeron", "Llandre Fach"):
        with pytest.raises(NotPermitted):
            command(desk, "tag", new_case(desk, **living, address=elsewhere), word=(elsewhere.casefold(),))


def test_an_officers_or_a_bodys_line_in_a_signature_leaves_its_single_words_free(desk: Desk) -> None:
    reference = new_case(desk, name="Pat Reader", text=f"{ASKS}\n\nRegards\n\nPat Reader\nHousing Officer\nTree Watch")
    assert "tagged housing" in command(desk, "tag", reference, word=("housing",)).told
    with pytest.raises(NotPermitted):
        command(desk, "tag", reference, word=("tree-watch",))


def test_no_topic_tags_a_case_by_the_street_of_who_asks_even_where_it_is_asked_about(tmp_path: Path) -> None:
    topics = 'roads = ["Ffordd y Môr"]\ncherries = ["cherry"]\nsy23 = ["felled"]\ntrees = ["trees"]'
    desk = make_desk(tmp_path, topics=topics)
    text = "How many cherry trees were felled in Ffordd y Môr?"
    new_case(desk, **{**OBRIEN, "text": text})
    assert [tag for (tag,) in rows(desk, "SELECT tag FROM tags ORDER BY tag")] == ["cherries", "trees"]
    arrive(desk, make_mail(writer="Mary <mp@reader.example>", text=POPPINS.replace(ASKS, text)))
    tags = rows(desk, "SELECT tag FROM tags WHERE reference LIKE '%0002' ORDER BY tag")
    assert [tag for (tag,) in tags] == ["roads", "sy23", "trees"]


def test_a_letterhead_tells_and_a_subject_above_the_greeting_does_not(desk: Desk) -> None:
    head = "Tree felling\n17 Cherry Tree Lane\nWoodhouse\nSW1A 2AA\n\nDear Sir\n\n"
    headed = new_case(desk, name="M Poppins", text=f"{head}{ASKS}")
    with pytest.raises(NotPermitted):
        command(desk, "tag", headed, word=("woodhouse",))
    plain = new_case(desk, name="M Poppins", text=f"Felling\n\nDear Sir\n\n{ASKS}")
    assert "tagged felling" in command(desk, "tag", plain, word=("felling",)).told


def test_a_tag_comes_off_once_the_applicant_is_known_by_it_and_no_report_has_it(desk: Desk) -> None:
    reference = new_case(desk, name="A Reader", address="2 Elm Road", text=ASKS)
    command(desk, "tag", reference, word=("poppins", "trees"))
    told = command(desk, "applicant", reference, name="Mary Poppins", why="she rang").told
    assert "would tell who it is: poppins." in told
    today = london_day(NOW)
    assert make_report(desk.app, desk.db, Wanted(today, today, today)).total("together").tags == {"trees": 1}
    assert faults(desk) == []


def test_a_case_that_was_split_off_knows_the_signature_of_the_whole_mail(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, topics='roads = ["Cherry Tree Lane"]')
    mail = make_mail(writer="Mary <mp@reader.example>", subject="Freedom of Information request", text=POPPINS)
    arrive(desk, mail)
    split = command(desk, "split", "1", text="What did mending Cherry Tree Lane cost?").references[-1]
    assert rows(desk, "SELECT tag FROM tags") == []
    with pytest.raises(NotPermitted):
        command(desk, "tag", split, word=("cherry-tree-lane",))
