"""What is held about one person, and erasure, as an officer types it."""

import contextlib
import io
import json
import stat
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from builders import make_mail
from office import Ended
from registers import arrive, command, make_desk, new_case

from foibot.cli import main
from foibot.jobs.desk import Desk
from foibot.store.register import open_register

ASKED = (
    "Under the Freedom of Information Act please send me the cost of <b>bees</b>. My brother bob@elsewhere.example too."
)
Run = Callable[..., Ended]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Ada wrote twice, from an address with a plus the second time; a namesake wrote by post; Guy is somebody else."""
    made = make_desk(tmp_path)
    for number, writer in enumerate(("Ada.Field@Reader.example", "ada.field+foi@reader.example")):
        mail = make_mail(
            writer=f"Ada Field <{writer}>", text=ASKED, subject=f"Bees {number}", message_id=f"<{number}@r>"
        )
        assert arrive(made, mail).opened
    away: dict[str, Any] = {"subject": "Automatic reply: away", "headers": {"Auto-Submitted": "auto-replied"}}
    arrive(made, make_mail(writer="ada.field@reader.example", text="I am away.", message_id="<3@r>", **away))
    arrive(made, make_mail(writer="Guy Marsh <guy@writer.example>", text=ASKED, subject="Wasps", message_id="<4@w>"))
    new_case(made, name="Ada Field", address="1 Post Row\nExampleton")
    yield made
    made.db.close()


@pytest.fixture
def run(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Run:
    config = desk.app.config.path
    monkeypatch.setenv("COLUMNS", "80")

    def typed(*arguments: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["foibot", "-c", str(config), *arguments])
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as ended:
            main()
        return Ended(int(ended.value.code or 0), out.getvalue(), err.getvalue())

    return typed


def test_a_person_is_found_by_any_way_of_writing_their_address_and_namesakes_are_only_named(run: Run) -> None:
    held = json.loads(run("person", "ADA.FIELD@reader.example", "--json").out)
    assert [(one["reference"], one["they_are"]) for one in held["cases"]] == [
        ("FOI-2026-0001", "applicant"),
        ("FOI-2026-0002", "applicant"),
    ]
    assert {one["subject"] for one in held["mail_on_no_case"]} == {"Automatic reply: away"}
    assert [one["reference"] for one in held["perhaps_the_same"]] == ["FOI-2026-0004"]
    assert len(held["in_the_mailbox"]) == 3
    shown = run("person", "ada.field@reader.example")
    assert shown.status == 0
    assert all(len(line) <= 80 for line in shown.out.splitlines())
    assert "Perhaps the same person" in shown.out
    assert "A person reads this before it is handed out" in " ".join(shown.out.split())
    assert "names others: bob@elsewhere.example" in shown.out
    assert "guy@writer.example" not in shown.out


def test_a_note_on_another_case_is_not_among_it_and_it_is_said_how_to_find_it(run: Run, desk: Desk) -> None:
    command(desk, "note", "FOI-2026-0003", text="Ada Field rang about these wasps.")
    shown = " ".join(run("person", "ada.field@reader.example").out.split())
    assert "FOI-2026-0003" not in shown
    assert "Notes and mail on other cases that name them are not among this" in shown
    assert "foibot search 'NAME'" in shown
    assert "FOI-2026-0003" in run("search", "Ada Field").out


def test_the_zip_holds_each_mail_as_it_came_and_a_page_that_escapes_what_others_wrote(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "ada.zip"
    assert run("person", "ada.field@reader.example", "--zip", str(path)).status == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        page = archive.read("index.html").decode()
        bundle = archive.read("cases/FOI-2026-0001/index.html").decode()
    assert len([name for name in names if name.endswith(".eml")]) >= 3
    assert "&lt;b&gt;bees&lt;/b&gt;" in bundle
    assert "<b>bees" not in page + bundle
    assert "bob@elsewhere.example" in page
    assert "FOI-2026-0003" not in page
    assert run("person", "ada.field@reader.example", "--zip", str(path)).status == 2


def test_an_address_with_nothing_held_says_so(run: Run, tmp_path: Path) -> None:
    ended = run("person", "nobody@reader.example", "--zip", str(tmp_path / "none.zip"))
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.startswith("Nothing is held under nobody@reader.example.\n")
    assert "foibot search 'WORDS'" in ended.out
    assert not (tmp_path / "none.zip").exists()


def test_a_purge_says_what_would_go_and_what_holds_the_rest_and_erases_nothing_unasked(run: Run, desk: Desk) -> None:
    command(desk, "withdraw", "FOI-2026-0001")
    dry = run("purge", "--dry-run", "--person", "ada.field@reader.example", "--now", "2026-12-01")
    assert "FOI-2026-0002: the request is not answered yet" in dry.out
    assert all(len(line) <= 80 for line in dry.out.splitlines())
    unasked = run("purge", "--now", "2030-01-01")
    assert (unasked.status, "--dry-run" in unasked.err) == (2, True)
    assert run("purge", "--person", "ada.field@reader.example", "--yes").status == 2  # no reason given
    assert desk.db.execute("SELECT count(*) FROM events WHERE type = 'PersonalDataErased'").fetchone() == (0,)


@pytest.mark.parametrize("why", ["Ada Field asked", "asked by A. FIELD", "adafield asked", "ada.field@reader.example"])
def test_a_reason_that_names_the_person_is_refused_before_anything_is_erased(run: Run, desk: Desk, why: str) -> None:
    ended = run("purge", "--person", "ada.field@reader.example", "--why", why, "--yes", "--as", "jane")
    assert ended.status == 2
    assert "--why names the person" in ended.err
    assert desk.db.execute("SELECT count(*) FROM events WHERE type = 'PersonalDataErased'").fetchone() == (0,)


@pytest.mark.parametrize("empty", ["", "  "])
def test_an_empty_address_is_refused_and_is_no_order_to_erase_by_schedule(run: Run, desk: Desk, empty: str) -> None:
    """A script whose variable is empty must not erase what it did not ask for."""
    before = desk.db.execute("SELECT count(*) FROM events").fetchone()
    refused = run("purge", "--person", empty, "--yes", "--as", "jane")
    assert (refused.status, "--person is empty" in refused.err) == (2, True)
    assert desk.db.execute("SELECT count(*) FROM events").fetchone() == before


def test_one_person_is_erased_on_request_and_what_is_kept_is_told_with_the_reason(run: Run, desk: Desk) -> None:
    command(desk, "withdraw", "FOI-2026-0001")
    command(desk, "reject", str(desk.db.execute("SELECT max(id) FROM drafts").fetchone()[0]), "mia", why="no need")
    ada = ("--person", "ada.field@reader.example", "--why", "asked on 1 December", "--yes", "--as", "jane")
    done = run("purge", *ada, "--now", "2026-12-01")
    assert (done.status, done.err) == (0, "")
    assert "case: 1, message: 2" in done.out
    assert "FOI-2026-0002: the request is not answered yet" in done.out
    said = " ".join(done.out.split())
    assert "Held back (1): FOI-2026-0002: the request is not answered yet" in said
    assert "art 12(4)" in said
    assert "Notes and mail on other cases may still name the person: foibot search 'NAME' finds those" in said
    assert "foibot person ada.field@reader.example says what else to look for" in said
    assert all(len(line) <= 80 for line in done.out.splitlines())
    assert run("audit").status == 0
    left = json.loads(run("person", "ada.field@reader.example", "--json").out)
    assert [one["reference"] for one in left["cases"]] == ["FOI-2026-0002"]
    assert left["mail_on_no_case"] == []
    shown = run("case", "FOI-2026-0001")
    assert (shown.status, "Ada" in shown.out, "[erased]" in shown.out) == (0, False, True)
    assert not [line for line in shown.out.splitlines() if line.strip() == "because"]
    assert "acknowledgement to an erased address:" in shown.out
    assert "an erased" in run("letters").out


def test_a_purge_that_could_not_write_the_file_anew_is_owed_until_one_can_and_nobody_forgets_it(
    run: Run, desk: Desk, tmp_path: Path
) -> None:
    command(desk, "withdraw", "FOI-2026-0001")
    command(desk, "reject", str(desk.db.execute("SELECT max(id) FROM drafts").fetchone()[0]), "mia", why="no need")
    assert run("hold", "--as", "mia").status == 0, "letters that wait would be in trouble too"
    later, soon, half_an_hour_on = (f"2036-01-01T10:{minutes}:00+00:00" for minutes in ("00", "05", "30"))
    reader = open_register(tmp_path / "foibot.db")
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM words").fetchall()
    cut_off = run("purge", "--yes", "--as", "mia", "--now", later)
    assert (cut_off.status, "could not be written anew yet" in " ".join(cut_off.err.split())) == (1, True)

    dry = " ".join(run("purge", "--dry-run", "--now", soon).out.split())
    assert dry.startswith("The register's file is still to be written anew")
    assert "in it until then: run 'foibot purge'. Held back (3):" in dry
    assert json.loads(run("purge", "--dry-run", "--json").out)["file_to_be_written_anew"]
    assert run("status", "--check", "--now", soon).status == 0, "it may be going on"
    watched = run("status", "--check", "--now", half_an_hour_on)
    assert watched.status == 1
    said = " ".join(watched.out.split())
    assert "IN TROUBLE: personal data were erased, and the register's file is still to be written anew" in said
    assert "purge never under way, or cut off" in said

    reader.rollback()
    reader.close()
    done = run("purge", "--yes", "--as", "mia", "--now", soon)
    said = " ".join(done.out.split())
    assert "it was written anew. Nothing else was to be erased. Held back (3): FOI-2026-0002:" in said
    assert "--dry-run" not in said, "the reasons stand there already"
    assert "written anew" not in run("purge", "--dry-run", "--now", soon).out
    assert run("status", "--check", "--now", half_an_hour_on).status == 0


# -- people of one name


@pytest.fixture
def sian(desk: Desk) -> None:
    """Siân O'Hara wrote; under another spelling she wrote from elsewhere, and somebody of the name by post."""
    new_case(desk, name="Siân O'Hara", email="sian@reader.example")
    new_case(desk, name="SIAN OHARA", email="ohara@writer.example")
    new_case(desk, name="Sian O\N{RIGHT SINGLE QUOTATION MARK}Hara", address="2 Post Row\nExampleton")
    new_case(desk, name="Sian O'Hare", email="hare@writer.example")


@pytest.mark.usefixtures("sian")
def test_a_namesake_is_named_however_the_name_is_spelt(run: Run) -> None:
    for address, others in (("sian@reader.example", ["0006", "0007"]), ("ohara@writer.example", ["0005", "0007"])):
        held = json.loads(run("person", address, "--json").out)
        assert [one["reference"] for one in held["perhaps_the_same"]] == [f"FOI-2026-{number}" for number in others]


@pytest.mark.usefixtures("sian")
@pytest.mark.parametrize(
    "written", ["Siân O'Hara", "sian ohara", " SIAN  O-HARA ", "Sian O\N{RIGHT SINGLE QUOTATION MARK}Hara"]
)
def test_by_a_name_whoever_has_it_is_listed_with_the_address_to_ask_by(run: Run, written: str) -> None:
    held = json.loads(run("person", written, "--json").out)
    assert [(one["email"], one["references"]) for one in held["people"]] == [
        ("ohara@writer.example", ["FOI-2026-0006"]),
        ("sian@reader.example", ["FOI-2026-0005"]),
        ("", ["FOI-2026-0007"]),
    ]
    shown = run("person", written).out
    commands = [line.strip() for line in shown.splitlines() if line.strip().startswith("foibot ")]
    asked = ("person ohara@writer.example", "person sian@reader.example", "case FOI-2026-0007")
    assert commands == [f"foibot {one}" for one in asked]
    assert all(one["references"][0] in run(*asked[at].split()).out for at, one in enumerate(held["people"]))
    assert all(len(line) <= 80 for line in shown.splitlines())


def test_by_a_name_each_address_is_listed_once_with_all_its_cases_and_nobody_is_said_to_be_nobody(
    run: Run, tmp_path: Path
) -> None:
    held = json.loads(run("person", "ada field", "--json").out)
    found = [(one["email"].casefold(), one["references"]) for one in held["people"]]
    assert found == [
        ("ada.field@reader.example", ["FOI-2026-0001", "FOI-2026-0002"]),
        ("", ["FOI-2026-0004"]),
    ]
    nobody = run("person", "Ada Fielding")
    assert (nobody.status, nobody.out.startswith("Nobody on the register has the name Ada Fielding.")) == (0, True)
    assert "foibot export FILE.csv --with-personal-data" in nobody.out
    packed = run("person", "Ada Field", "--zip", str(tmp_path / "ada.zip"))
    assert (packed.status, "--zip needs an address" in packed.err, list(tmp_path.glob("*.zip"))) == (2, True, [])


# -- addresses as people paste them


@pytest.mark.parametrize(
    "written",
    [
        "Ada Field <ada.field@reader.example>",
        '"Field, Ada" <ADA.FIELD@READER.EXAMPLE>',
        "mailto:ada.field@reader.example",
        " ada.field@reader.example. ",
        "ada.field+other@reader.example",
        "<ada.field@reader.example.>",
    ],
)
def test_an_address_is_understood_as_people_paste_it(run: Run, written: str) -> None:
    held = json.loads(run("person", written, "--json").out)
    assert [one["reference"] for one in held["cases"]] == ["FOI-2026-0001", "FOI-2026-0002"]


def test_a_domain_is_the_same_in_letters_and_as_it_travels(run: Run, desk: Desk) -> None:
    for number, domain in enumerate(("bücher.example", "xn--bcher-kva.example")):
        new_case(desk, name=f"Zoë {number}", email=f"zoe@{domain}")
    for written in ("zoe@bücher.example", "ZOE@BÜCHER.EXAMPLE", "zoe@xn--bcher-kva.example"):
        held = json.loads(run("person", written, "--json").out)
        assert [one["reference"] for one in held["cases"]] == ["FOI-2026-0005", "FOI-2026-0006"], written


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("ada@", "is no e-mail address"),
        ("?!", "is no e-mail address"),
        ("a@x.example, b@x.example", "holds 2 addresses"),
    ],
)
def test_what_is_no_address_is_refused_with_what_to_do(run: Run, written: str, why: str) -> None:
    for words in (("person", written), ("purge", "--dry-run", "--person", written)):
        ended = run(*words)
        assert ended.status == 2
        assert why in " ".join(ended.err.split())


def test_a_purge_by_a_name_is_refused_and_the_command_that_it_advises_lists_the_addresses(run: Run) -> None:
    refused = run("purge", "--dry-run", "--person", "Ada Field")
    assert (refused.status, "By a name: foibot person 'NAME'" in " ".join(refused.err.split())) == (2, True)
    assert "foibot person ada.field@reader.example" in run("person", "Ada Field").out.casefold()


def test_a_purge_says_which_cases_are_in_the_disclosure_log_and_their_pages_go_with_the_next(
    run: Run, desk: Desk, tmp_path: Path
) -> None:
    command(desk, "close", record_answer(desk), why="done")
    site, later = str(tmp_path / "site"), "2036-01-01"
    assert run("publish", site).status == 0
    assert (tmp_path / "site" / "cases" / "FOI-2026-0003.html").exists()
    for words in (("--dry-run",), ("--yes", "--as", "mia")):
        said = " ".join(run("purge", *words, "--now", later).out.split())
        assert "In the disclosure log: FOI-2026-0003. Their pages stay until the next 'foibot publish DIR'" in said
    done = run("publish", site)
    assert (done.status, done.err) == (0, "")
    assert not (tmp_path / "site" / "cases" / "FOI-2026-0003.html").exists()


def record_answer(desk: Desk) -> str:
    """Have Guy's request answered by hand, and released with words of an officer's."""
    reference = "FOI-2026-0003"
    command(desk, "answered", reference, outcome="not_held", on=desk.clock().date())
    command(desk, "release", reference, request="How many wasps?", answer="None is held.")
    return reference
