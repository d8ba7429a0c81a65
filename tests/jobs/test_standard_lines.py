"""Standard lines: the authority's own paragraphs, put into letters with the facts of the case, and proved."""

from dataclasses import replace
from pathlib import Path

import pytest
from builders import make_mail
from registers import arrive, command, make_desk, rows

from foibot.casework.commands import COMMANDS, ArgumentType
from foibot.errors import LetterError, UsageError
from foibot.jobs.desk import Desk
from foibot.jobs.proofs import invented_facts, proof_lines
from foibot.mail.render import Templates
from foibot.shipped import shipped_templates

SHIPPED = ("another-format", "names-removed", "narrowing", "publication-scheme", "re-use", "welcome-in-welsh")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    (folder / "lines").mkdir(parents=True)
    return folder


@pytest.fixture
def desk(tmp_path: Path, own: Path) -> Desk:
    desk = make_desk(tmp_path)
    return replace(desk, app=replace(desk.app, templates=Templates([own, shipped_templates()])))


@pytest.fixture
def case(desk: Desk) -> str:
    return arrive(desk, make_mail()).opened


def write(own: Path, name: str, text: str) -> None:
    (own / "lines" / f"{name}.txt.j2").write_text(text, encoding="utf-8")


def drafted(desk: Desk) -> str:
    [(text,)] = rows(desk, "SELECT text FROM drafts ORDER BY id DESC LIMIT 1")
    return " ".join(text.split())


def test_lines_follow_the_officers_words_in_the_order_in_which_they_were_named(
    desk: Desk, case: str, own: Path
) -> None:
    write(own, "parking", "Title: Parking\nYou asked on {{ received_on | day }}, as {{ reference }}.\n")
    command(desk, "respond", case, outcome="disclosed", text="There were 12.", line=("Parking", "re_use", "parking"))
    text = drafted(desk)
    first, second, third = "There were 12.", f"You asked on Tuesday 3 March 2026, as {case}.", "Open Government Licence"
    assert text.index(first) < text.index(second) < text.index(third)
    assert text.count(second) == 1
    assert "Title:" not in text


def test_a_reply_may_consist_of_lines_alone(desk: Desk, case: str) -> None:
    command(desk, "reply", case, text="", line=("another-format",))
    assert f"please tell us and give the reference {case}" in drafted(desk)
    with pytest.raises(UsageError, match="--text is empty"):
        command(desk, "reply", case, text="")


def test_a_line_can_say_how_a_request_is_narrowed(desk: Desk, case: str) -> None:
    command(desk, "respond", case, outcome="cost-limit", line=("narrowing",))
    assert "section 16" in drafted(desk)
    command(desk, "approve", "1", "pat")


def test_an_unknown_line_is_refused_with_the_nearest_name_and_nothing_is_drafted(desk: Desk, case: str) -> None:
    with pytest.raises(UsageError, match=r"There is no standard line reuse\. Did you mean re-use"):
        command(desk, "reply", case, text="x", line=("reuse",))
    assert rows(desk, "SELECT count(*) FROM drafts") == [(0,)]


def test_a_line_of_the_authoritys_own_stands_in_place_of_the_shipped_one(desk: Desk, own: Path) -> None:
    write(own, "re-use", "Title: Ours\nAsk first.\n")
    write(own, "narrowing", (shipped_templates() / "lines" / "narrowing.txt.j2").read_text(encoding="utf-8"))
    lines = {line.name: line for line in desk.app.templates.standard_lines()}
    assert tuple(lines) == SHIPPED
    assert (lines["re-use"].title, lines["re-use"].own) == ("Ours", True)
    assert not lines["narrowing"].own  # a copy of the shipped one is not the authority's own


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Title: x\nYou asked {{ whom }}.", r"lines/bad\.txt\.j2, line 2: 'whom' is undefined"),
        ("Title: x\n{% if %}", r"lines/bad\.txt\.j2, line 2: "),
        ("Title: x\n{{ ''.__class__.__mro__ }}", r"lines/bad\.txt\.j2, line 2: "),
        ("You may park here.", r"lines/bad\.txt\.j2, line 1: the first line must be 'Title: ' and the title"),
        ("Title:\nx", r"lines/bad\.txt\.j2, line 1: the first line must be"),
        ("Title: x\n\n", r"lines/bad\.txt\.j2: there are no words below the title"),
    ],
)
def test_a_faulty_line_is_found_by_check_with_its_file_and_line(
    desk: Desk, case: str, own: Path, text: str, fault: str
) -> None:
    write(own, "bad", text)
    [problem] = proof_lines(desk.app)
    with pytest.raises(LetterError, match=fault) as held:
        command(desk, "reply", case, text="x", line=("bad",))
    assert (problem.file, problem.fault) == (held.value.file, held.value.fault)
    assert rows(desk, "SELECT count(*) FROM drafts") == [(0,)]


@pytest.mark.parametrize("family", ["FOIA", "EIR", "FOISA", "EISR", "SAR"])
@pytest.mark.parametrize("name", SHIPPED)
def test_each_shipped_line_can_be_written_under_each_law_and_names_no_section_of_another(
    desk: Desk, name: str, family: str
) -> None:
    facts = {**invented_facts(desk.app, "reply"), "family": family}
    text = desk.app.templates.standard_line(name, facts)
    assert text.endswith((".", "most important question first", "/"))
    assert ("section" in text.casefold()) <= (family in ("FOIA", "FOISA"))


def test_every_command_that_drafts_an_officers_letter_takes_lines() -> None:
    takes = {verb for verb, row in COMMANDS.items() if any(one.type is ArgumentType.LINE for one in row.arguments)}
    assert {"respond", "reply", "clarify", "extend", "holding", "fee", "transfer"} <= takes


def test_a_line_stands_in_a_letter_that_asks_what_is_meant(desk: Desk, case: str) -> None:
    command(desk, "clarify", case, text="Which street do you mean?", line=("another-format",))
    text = drafted(desk)
    assert text.index("Which street do you mean?") < text.index("large print")
