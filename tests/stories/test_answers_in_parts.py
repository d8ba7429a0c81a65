"""A request of several questions, the authority's own lines and Welsh, as an officer meets them at the command line."""

import re
import tomllib
from pathlib import Path

import pytest
from builders import make_mail
from office import NOW, Office

AS_JANE = ("--as", "jane", "--now", "2026-03-03T10:00Z")
AS_PAT = ("--as", "pat", "--now", "2026-03-03T10:00Z", "--at-once")
CASE = "FOI-2026-0001"
REASONS = '''why = "The prices show how the bidder calculates, and would prejudice it."
public_interest = """
In favour of disclosing them: openness about public money.

In favour of withholding them: fewer firms would bid."""
likelihood = "would-be-likely"
'''


@pytest.fixture
def carried(office: Office) -> Office:
    """An office with one case, FOI-2026-0001, that asks for two things."""
    office.dovecot.deliver(make_mail(), at=NOW)
    office.once()
    return office


def refused(office: Office, *arguments: str, status: int = 2) -> str:
    before = office.one("SELECT count(*) FROM events")
    ended = office.do(*arguments)
    assert (ended.status, ended.out) == (status, ""), ended
    assert office.one("SELECT count(*) FROM events") == before
    return ended.err


def filled(path: Path, *answers: str) -> None:
    """Fill in the file as an officer does: each answer in place of the empty keys below its question."""
    rest = iter(answers)
    empty = re.compile(r'outcome = ""\n(?:\w+ = (?:""|\[\])\n)+')
    path.write_text(empty.sub(lambda _: next(rest), path.read_text(encoding="utf-8")), encoding="utf-8")


def test_an_officer_answers_two_questions_in_one_letter(carried: Office, tmp_path: Path) -> None:
    path, table = tmp_path / "answer.toml", tmp_path / "potholes.csv"
    table.write_text("month,count\n2025-01,12\n", encoding="utf-8")
    told = carried.tell("parts", CASE.lower(), "--file", str(path))
    assert told.startswith(f"{path} has 2 questions of {CASE}.")
    assert path.stat().st_mode & 0o077 == 0  # it holds what somebody asked
    unanswered = refused(carried, "respond", CASE, "--parts", str(path), *AS_JANE)
    assert [line.partition(" not")[0] for line in unanswered.splitlines()] == [
        f"foibot: {path}: part {number}, outcome: the question is" for number in (1, 2)
    ]

    filled(path, 'outcome = "disclosed"\n', f'outcome = "withheld"\nexemptions = ["43(2)"]\n{REASONS}')
    told = carried.tell("respond", CASE, "--parts", str(path), "--attach", str(table), "--line", "re-use", *AS_JANE)
    assert "Questions: 1 disclosed, 2 withheld. The whole: partly-withheld." in " ".join(told.split())
    carried.tell("approve", "1", *AS_PAT)
    carried.later(minutes=1)

    [letter] = [one for one in carried.arrived() if "FOI-2026-0001" in one["Subject"] and list(one.iter_attachments())]
    body = letter.get_body(("plain",))
    assert body is not None
    words = " ".join(body.get_content().split())
    for said in ("Question 1", "1. The number of potholes", "Question 2", "section 43(2)", "potholes.csv", "Licence"):
        assert said in words, said
    assert carried.data("case", CASE)["outcome"] == "partly_withheld"
    assert carried.data("audit")["whole"]


def test_the_questions_are_shown_and_given_as_data(carried: Office) -> None:
    document = tomllib.loads(carried.tell("parts", CASE))
    data = carried.data("parts", CASE)
    assert [part["question"] for part in document["parts"]] == [one["question"] for one in data["questions"]]
    assert data["after"] == "Yours faithfully,\nAda Field"


def test_a_file_of_answers_is_never_overwritten_and_a_bad_one_is_told_with_its_place(
    carried: Office, tmp_path: Path
) -> None:
    path = tmp_path / "answer.toml"
    path.write_text('[[parts]]\nquestion = how many\noutcome = "disclosed"\n', encoding="utf-8")
    assert "is there already, and may hold answers" in refused(carried, "parts", CASE, "--file", str(path))
    nowhere = str(tmp_path / "none" / "answer.toml")
    assert "cannot be written: No such file or directory" in refused(carried, "parts", CASE, "--file", nowhere)
    assert "is no valid TOML at line 2" in refused(carried, "respond", CASE, "--parts", str(path), *AS_JANE)
    assert "cannot be read as text: No such file" in refused(carried, "respond", CASE, "--parts", nowhere, *AS_JANE)
    assert "Say how it ends" in refused(carried, "respond", CASE, *AS_JANE)


def test_the_authoritys_own_lines_are_found_by_their_words_and_checked(carried: Office) -> None:
    own = carried.folder / "own" / "lines"
    own.mkdir(parents=True)
    (own / "parking.txt.j2").write_text("Title: Where to park\nPark at {{ authority }}.\n", encoding="utf-8")
    carried.configure(templates='path = "own"')
    listed = carried.tell("lines")
    assert "Where to park (your own)" in " ".join(listed.split())
    assert "Open Government Licence" in listed
    [found] = carried.data("lines", "PARK", "exampleshire")
    assert found == {
        "name": "parking",
        "title": "Where to park",
        "text": "Park at Exampleshire Council.",
        "own": True,
    }
    assert "No standard line has zebra." in carried.tell("lines", "zebra")
    assert "Did you mean parking?" in refused(carried, "reply", CASE, "--line", "parkin", *AS_JANE)
    carried.tell("reply", CASE, "--line", "parking", *AS_JANE)
    assert "Park at Exampleshire Council." in carried.tell("draft", "1")

    (own / "parking.txt.j2").write_text("Title: Where to park\nPark at {{ whom }}.\n", encoding="utf-8")
    ended = carried.do("check")
    assert ended.status == 2
    assert "lines/parking.txt.j2: line 2: 'whom' is undefined" in " ".join(ended.out.split())


def test_the_language_of_a_case_is_chosen_shown_and_kept(carried: Office) -> None:
    assert "'fr' is not one of 'en', 'cy'" in refused(carried, "language", CASE, "fr", *AS_JANE)
    assert refused(carried, "respond", CASE, "nothold", *AS_JANE).rstrip().endswith("Did you mean not-held?")
    told = carried.tell("language", CASE, "cy", *AS_JANE)
    assert "The acknowledgement has left as it was." in " ".join(told.split())
    shown = carried.tell("case", CASE)
    assert "Language:  answered in Welsh" in shown
    assert "language chosen: cy" in shown
    assert carried.data("case", CASE)["language"] == "cy"
    carried.tell("respond", CASE, "not-held", *AS_JANE)
    carried.tell("approve", "1", *AS_PAT)
    carried.later(minutes=1)
    [letter] = [one for one in carried.arrived() if one["Content-Language"] == "cy"]
    html = letter.get_body(("html",))
    assert html is not None
    assert 'lang="cy"' in html.get_content()
    assert carried.data("audit")["whole"]
