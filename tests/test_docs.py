"""The pages say what the code does: every command, letter and key is in them, and nothing that does not exist.

What is generated into the pages is compared by the gate with cog; here is what cog cannot see.
"""

import ast
import re
import shlex
import tomllib
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import click
import generated
import pytest

from foibot.casework.commands import COMMANDS
from foibot.casework.letters import LETTERS
from foibot.cli import PLACES, sections
from foibot.config import NOT_YET, is_not_used_yet
from foibot.law.tables import regimes_from_tables
from foibot.shipped import shipped_config, shipped_templates

ROOT = Path(__file__).resolve().parents[1]
PAGES = {path: path.read_text(encoding="utf-8") for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))}
FENCED = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
PROGRAMS = ("foibot", ".venv/bin/foibot", "/opt/foibot/bin/foibot")


def fenced(*languages: str) -> Iterator[tuple[str, str]]:
    """The fenced blocks of these languages: where, and what stands in them."""
    for path, text in PAGES.items():
        for block in FENCED.finditer(text):
            if block[1] in languages:
                yield f"{path.name}:{text[: block.start()].count(chr(10)) + 1}", block[2]


def documented_commands() -> Iterator[tuple[str, list[str]]]:
    """Each call of foibot in a shell block: where, and its arguments; what comes before the program is left out."""
    for where, block in fenced("sh", "bash", "console"):
        for line in block.splitlines():
            words = list(takewhile(lambda word: word != ">", shlex.split(line, comments=True)))
            starts = [number for number, word in enumerate(words) if word in PROGRAMS]
            # In `useradd … foibot` or `podman run … foibot` it is the name of a user or an image.
            if starts and words[0] in (*PROGRAMS, "runuser"):
                arguments = words[starts[-1] + 1 :]
                yield where, arguments[2:] if arguments[0] == "-c" else arguments


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", re.sub(FENCED, "", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def test_every_command_has_its_section_in_the_help_and_its_page() -> None:
    verbs = {verb for listed in sections().values() for verb in listed}
    assert verbs == {*PLACES, *COMMANDS}
    commands = PAGES[ROOT / "docs" / "commands.md"]
    assert [verb for verb in sorted(verbs) if f"\n### foibot {verb}\n" not in commands] == []
    assert [verb for verb in sorted(verbs) if f"| [`{verb}`]" not in PAGES[ROOT / "README.md"]] == []


def test_every_command_is_shown_in_use() -> None:
    shown = {word for _, words in documented_commands() for word in words}
    told = {word for text in PAGES.values() for word in re.findall(r"`foibot (\w+)", text)}
    assert {*PLACES, *COMMANDS} - shown - told == set()


def test_every_documented_command_can_be_typed_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = list(documented_commands())
    assert calls
    monkeypatch.chdir(tmp_path)
    for name in (word for _, words in calls for word in words if re.fullmatch(r"[\w-]+\.(?:eml|csv|mbox)", word)):
        Path(name).touch()
    faults = []
    for where, words in calls:
        try:
            generated.command(words[0]).make_context(words[0], words[1:])
        except (KeyError, click.ClickException) as fault:
            faults.append(f"{where}: foibot {shlex.join(words)}: {fault}")
    assert not faults, "\n".join(faults)


def test_every_letter_has_a_template_and_every_template_a_letter() -> None:
    shipped = {path.name for path in shipped_templates().iterdir() if path.is_file()}
    templates = {name.removesuffix(".txt.j2") for name in shipped if not name.startswith("_")}
    assert templates == set(LETTERS)


def test_every_key_is_in_the_example_and_on_its_page() -> None:
    known = {key for key, _ in generated.schema_keys()}
    shown = {key.dotted for key in generated.example_keys()}
    assert known == shown
    page = PAGES[ROOT / "docs" / "configuration.md"]
    assert [key for key in sorted(known) if f"`{key.rpartition('.')[2]}`" not in page] == []


def test_the_words_on_a_key_are_whole_though_a_line_of_them_begins_like_a_key() -> None:
    [edits] = [key for key in generated.example_keys() if key.dotted == "approval.edits"]
    assert edits.meaning.endswith("for letters that need one approval and where two_people = false.")


def test_a_key_that_nothing_reads_is_marked_as_not_used_yet() -> None:
    read = {
        node.attr.rstrip("_")
        for path in (ROOT / "foibot").rglob("*.py")
        if path.parent != ROOT / "foibot" / "config"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    }
    whole = ("chasers.", "topics.")
    known = {key for key, _ in generated.schema_keys() if not key.startswith(whole)}
    idle = {key for key in known if key.rpartition(".")[2] not in read and not is_not_used_yet(key)}
    assert idle == set()
    assert [name for name in NOT_YET if not any(f"{key}.".startswith(f"{name}.") for key in known)] == []


def test_the_example_marks_each_key_that_is_not_used_yet_and_no_other() -> None:
    whole = {name for name, words in generated.table_words().items() if words.endswith("Not used yet.")}
    for key in generated.example_keys():
        if key.table in whole:
            continue
        assert ("Not used yet." in key.meaning) == is_not_used_yet(key.dotted), key.dotted
    assert all(is_not_used_yet(table) for table in whole)


def test_no_line_of_the_example_is_wider_than_a_terminal() -> None:
    assert [line for line in shipped_config().read_text(encoding="utf-8").splitlines() if len(line) > 80] == []


def test_documented_configuration_is_understood() -> None:
    example = tomllib.loads(shipped_config().read_text(encoding="utf-8"))
    known = {key for key, _ in generated.schema_keys()}
    for where, block in fenced("toml"):
        for table, rows in tomllib.loads(block).items():
            if table == "regimes":
                assert regimes_from_tables(rows)
                continue
            assert table in example, where
            every = rows if isinstance(rows, list) else [rows]
            keys = {f"{table}.{name}" for row in every for name in row if name != "oauth"}
            oauth = {f"{table}.oauth.{name}" for row in every for name in row.get("oauth", {})}
            assert keys | oauth <= known, where


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(page: Path) -> None:
    lost = []
    for link in LINK.findall(re.sub(FENCED, "", PAGES[page])):
        if re.match(r"https://\w", link):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and anchor not in anchors(target.read_text(encoding="utf-8"))):
            lost.append(link)
    assert lost == []


def test_the_first_two_commands_of_the_readme_are_the_demo_and_the_gate() -> None:
    blocks = [block for language, block in FENCED.findall(PAGES[ROOT / "README.md"]) if language == "sh"]
    assert blocks[0].rstrip().endswith("foibot demo")
    assert blocks[1].rstrip().endswith(".ci/gate")


def test_files_named_in_the_engineering_page_exist() -> None:
    text = PAGES[ROOT / "docs" / "engineering.md"]
    named = set(re.findall(r"`((?:law|correspondence|casework|mail|store|config|jobs|cli)/\w+\.py)`", text))
    named -= {"casework/chasers.py"}  # the page says that it is still to come
    assert named
    assert [name for name in sorted(named) if not (ROOT / "foibot" / name).exists()] == []


def test_what_the_threat_model_points_to_is_there() -> None:
    page = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    named = set(re.findall(r"`(test_\w+)`", page))
    assert len(named) > 20
    assert {name for name in named if f"def {name}(" not in tests} == set()
