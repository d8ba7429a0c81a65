"""`init` writes what can be edited and overwrites nothing; `check` tells what is wrong, here and on servers."""

import json
import sqlite3
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from servers import Dovecot, SmtpSink

from foibot.app import App
from foibot.cli.check import check_command_for
from foibot.cli.init import init_command
from foibot.config import Folders, is_not_used_yet, load_config
from foibot.errors import Problem
from foibot.shipped import shipped_templates


def every_letter_is_fine(_: App) -> list[Problem]:
    return []


def run(command: click.Command, *arguments: str, config: Path | None = None) -> Result:
    return CliRunner().invoke(command, arguments, obj=config)


def check(config: Path, *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    result = run(check_command_for(every_letter_is_fine), "--json", *arguments, config=config)
    return result.exit_code, json.loads(result.stdout)["findings"]


def said_of(findings: list[dict[str, Any]], about: str) -> list[tuple[str, str]]:
    return [(found["state"], found["text"]) for found in findings if found["about"] == about]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The configuration that `init` writes."""
    assert run(init_command, str(tmp_path)).exit_code == 0
    return tmp_path / "config.toml"


@pytest.fixture
def served(config: Path, dovecot: Dovecot, smtp_server: SmtpSink) -> Path:
    """A configuration whose mailbox is on a real Dovecot and a real SMTP server."""
    text = config.read_text()
    for old, new in (
        (
            '"imap.example.org", port = 993, tls = "implicit"',
            f'"127.0.0.1", port = {dovecot.port}, tls = "none"',
        ),
        (
            '"smtp.example.org", port = 587, tls = "starttls"',
            f'"127.0.0.1", port = {smtp_server.port}, tls = "none"',
        ),
        ('username = "foi@example.org"', 'username = "foi"'),
        ('{ env = "FOIBOT_PASSWORD" }', '{ file = "password" }'),
    ):
        assert old in text
        text = text.replace(old, new)
    config.write_text(text)
    password = config.with_name("password")
    password.write_text(dovecot.accounts["foi"])
    password.chmod(0o600)
    return config


def test_init_writes_a_configuration_and_templates_that_are_used(config: Path) -> None:
    loaded = load_config(config)
    assert loaded.templates.path == config.parent / "templates"
    written = {path.name for path in (config.parent / "templates").iterdir()}
    assert written == {path.name for path in shipped_templates().iterdir()}
    assert "acknowledgement.txt.j2" in written


def test_init_says_what_to_do_next_in_eighty_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    told = run(init_command).stdout
    assert "foibot -c config.toml check --connect" in told
    assert "foibot -c config.toml once --dry-run" in told
    assert told.index("config.toml backfill --since DATE") < told.index("foibot -c config.toml run")
    assert max(map(len, told.splitlines())) <= 80


@pytest.mark.parametrize("name", ["config.toml", "templates"])
def test_init_overwrites_nothing_and_writes_nothing_where_something_is(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir() if name == "templates" else (tmp_path / name).write_text("ours")
    result = run(init_command, str(tmp_path))
    assert result.exit_code == 1
    assert f"{tmp_path / name} already" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_init_in_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run(init_command, str(tmp_path / "file" / "below"))
    assert result.exit_code == 1
    assert "cannot be written to (Not a directory)" in result.stderr


def test_check_of_the_fresh_example_finds_no_fault_and_names_what_is_invented(config: Path) -> None:
    status, findings = check(config)
    assert status == 0
    assert {found["state"] for found in findings} == {"ok", "note"}
    assert said_of(findings, "mailbox.address") == [("note", '"foi@example.org" is the invented one of the example')]
    assert [state for state, _ in said_of(findings, "officers")] == ["note", "note"]
    assert [found for found in findings if is_not_used_yet(found["about"])] == []
    [(_, commissioner)] = said_of(findings, "commissioner")
    assert "Information Commissioner, Wycliffe House" in commissioner


def test_check_tells_every_fault_with_file_key_and_remedy_and_ends_with_2(config: Path) -> None:
    config.write_text(
        config.read_text().replace('mode = "auto"', 'mode = "atuo"').replace('tls = "starttls"', 'tls = "none"')
    )
    status, findings = check(config)
    assert status == 2
    assert [(found["about"], found["remedy"]) for found in findings] == [
        ("mailbox.smtp.tls", 'Write "implicit" or "starttls"; "none" is for this machine alone (localhost).'),
        ("acknowledge.mode", 'Did you mean "auto"?'),
    ]
    assert all(found["file"].startswith(f"{config}:") for found in findings)
    shown = run(check_command_for(every_letter_is_fine), config=config).stdout
    assert "acknowledge.mode" in shown
    assert 'Did you mean "auto"?' in shown
    assert "2 to mend." in shown


def test_check_shows_a_letter_that_cannot_be_written_and_ends_with_2(config: Path) -> None:
    def one_is_faulty(app: App) -> list[Problem]:
        return [
            Problem(
                f"{app.config.templates.path}/acknowledgement.txt.j2",
                "line 3",
                "'nmae' is undefined",
                "Mend it.",
            )
        ]

    result = run(check_command_for(one_is_faulty), config=config)
    assert result.exit_code == 2
    assert "'nmae' is undefined" in " ".join(result.stdout.split())


def test_check_notices_a_password_file_that_others_may_read(config: Path) -> None:
    config.write_text(config.read_text().replace('{ env = "FOIBOT_PASSWORD" }', '{ file = "password" }'))
    password = config.with_name("password")
    password.write_text("secret")
    password.chmod(0o644)
    status, findings = check(config)
    assert status == 0
    assert said_of(findings, "mailbox.password") == [
        ("note", f"{password} has mode 0644: others than its owner may use it")
    ]


def test_check_faults_a_password_file_that_is_not_there(config: Path) -> None:
    config.write_text(config.read_text().replace('{ env = "FOIBOT_PASSWORD" }', '{ file = "password" }'))
    status, findings = check(config)
    assert status == 2
    assert said_of(findings, "mailbox.password") == [("fault", f"{config.with_name('password')} does not exist")]


@pytest.mark.parametrize(("place", "regime"), [("scotland", "FOIA"), ("scotland", "EIR"), ("wales", "FOISA")])
def test_check_notices_the_law_of_another_part_of_the_country(config: Path, place: str, regime: str) -> None:
    config.write_text(
        config.read_text()
        .replace('jurisdiction = "england-wales"', f'jurisdiction = "{place}"')
        .replace('regime = "FOIA"', f'regime = "{regime}"')
    )
    [(state, text)] = said_of(check(config)[1], "authority.regime")
    assert state == "note"
    assert f'each new request starts under {regime}, though jurisdiction is "{place}"' in text


def test_check_faults_a_register_that_is_none_beside_everything_else(config: Path) -> None:
    with closing(sqlite3.connect(config.with_name("foibot.db"))) as other:
        other.execute("CREATE TABLE invoices (number)")
    status, findings = check(config)
    assert status == 2
    assert [text for state, text in said_of(findings, "register.path") if state == "fault"] == [
        f"{config.with_name('foibot.db')} belongs to another program: it is no register of foibot's"
    ]
    assert said_of(findings, "mailbox.password")


def test_check_says_that_an_empty_register_may_have_been_one(config: Path) -> None:
    config.with_name("foibot.db").touch()
    status, findings = check(config)
    assert status == 0
    assert said_of(findings, "register.path") == [("note", f"{config.with_name('foibot.db')} is empty")]


def test_check_notices_an_officer_whose_address_is_the_mailbox(config: Path) -> None:
    config.write_text(config.read_text().replace('"jane@example.org"', '"FOI@example.org"'))
    _, findings = check(config)
    [(state, text)] = said_of(findings, "officers[0].email")
    assert state == "note"
    assert "is the mailbox itself" in text


def test_check_faults_a_register_in_a_folder_that_is_not_there(config: Path) -> None:
    config.write_text(config.read_text().replace('"foibot.db"', '"var/foibot.db"'))
    status, findings = check(config)
    assert status == 2
    assert said_of(findings, "register.path") == [("fault", f"there is no folder {config.parent / 'var'}")]


def test_connect_signs_in_and_makes_the_folders_once(served: Path, dovecot: Dovecot) -> None:
    status, findings = check(served, "--connect")
    assert [found for found in findings if found["state"] == "fault"] == []
    assert status == 0
    assert said_of(findings, "IMAP 127.0.0.1") == [("ok", "signed in as foi")]
    assert said_of(findings, "SMTP 127.0.0.1") == [("ok", "takes letters from foi@example.org, up to 34 MB each")]
    assert said_of(findings, "folders.logged") == [("ok", '"FOI/Logged" was made')]
    with dovecot.client() as client:
        assert client.select('"FOI/Logged"', readonly=True)[0] == "OK"
    assert said_of(check(served, "--connect")[1], "folders.logged") == [("ok", '"FOI/Logged" is there')]


def test_connect_makes_every_folder_that_something_uses_and_no_other(served: Path, dovecot: Dovecot) -> None:
    check(served, "--connect")
    idle = {name for key, name in asdict(Folders()).items() if is_not_used_yet(f"folders.{key}")}
    used = {name for key, name in asdict(Folders()).items() if key != "filing"} - idle
    with dovecot.client() as client:
        there = {name for name in used | idle if client.select(f'"{name}"', readonly=True)[0] == "OK"}
    assert there == used


def test_connect_faults_a_folder_in_which_foibot_lacks_a_right(served: Path, dovecot: Dovecot) -> None:
    check(served, "--connect")
    with dovecot.client() as client:
        assert client.setacl('"FOI/Logged"', "foi", "lra")[0] == "OK"
    status, findings = check(served, "--connect")
    assert status == 1
    [fault] = [found for found in findings if found["state"] == "fault"]
    assert (fault["about"], fault["text"]) == ("folders.logged", 'in "FOI/Logged" foibot may not put messages there')
    assert fault["remedy"] == "Give its account the rights lri to that folder, on the server."


def test_connect_faults_a_folder_that_cannot_be_made(served: Path) -> None:
    served.write_text(served.read_text().replace('"FOI/Not FOI"', '"Shared/bob/Not FOI"'))
    status, findings = check(served, "--connect")
    assert status == 1
    [fault] = [found for found in findings if found["state"] == "fault"]
    assert fault["about"] == "folders.not_foi", fault
    assert '"Shared/bob/Not FOI"' in fault["text"]
    assert "the right to it" in fault["remedy"]


def test_connect_uses_the_junk_folder_that_the_server_marks(served: Path, start_dovecot: Any, dovecot: Dovecot) -> None:
    other = start_dovecot(junk="Spam")
    served.write_text(served.read_text().replace(f"port = {dovecot.port}", f"port = {other.port}"))
    _, findings = check(served, "--connect")
    assert ("ok", 'the server marks "Spam", which is used in place of "Junk"') in said_of(findings, "folders.junk")
    with other.client() as client:
        assert client.select('"Junk"', readonly=True)[0] == "NO"


def test_connect_says_what_a_server_cannot_do_and_what_follows(
    served: Path, start_dovecot: Any, dovecot: Dovecot
) -> None:
    other = start_dovecot(capability="IMAP4rev1 UIDPLUS SPECIAL-USE NAMESPACE")
    served.write_text(served.read_text().replace(f"port = {dovecot.port}", f"port = {other.port}"))
    status, findings = check(served, "--connect")
    assert status == 0
    [move] = [found for found in findings if found["about"] == "MOVE"]
    assert (move["state"], move["text"]) == ("note", "the server does not offer it")
    assert 'folders.filing = "leave"' in move["remedy"]


def test_connect_with_a_wrong_password_says_so_and_still_looks_at_smtp(served: Path) -> None:
    served.with_name("password").write_text("wrong")
    status, findings = check(served, "--connect")
    assert status == 1
    [(state, text)] = said_of(findings, "IMAP 127.0.0.1")
    assert state == "fault"
    assert "refused the sign-in of foi" in text
    assert said_of(findings, "SMTP 127.0.0.1")[0][0] == "ok"


def test_connect_without_the_password_is_a_fault_of_the_configuration(served: Path) -> None:
    served.write_text(served.read_text().replace('{ file = "password" }', '{ env = "A_PASSWORD_NOBODY_SET" }'))
    status, findings = check(served, "--connect")
    assert status == 2
    assert ("fault", "is not set") in [(found["state"], found["text"]) for found in findings]


def test_connect_to_a_server_that_is_away_says_what_to_look_at(served: Path, dovecot: Dovecot) -> None:
    dovecot.stop()
    status, findings = check(served, "--connect")
    assert status == 1
    [fault] = [found for found in findings if found["state"] == "fault"]
    assert "nothing listens there" in fault["text"]
    assert fault["remedy"] == "Check `port`, and that the server runs."
