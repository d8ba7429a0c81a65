"""`foibot -c FILE inspect`: judged with who we are and with the register's cases, which are read and never written."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from builders import make_bounce, make_mail
from click.testing import CliRunner, Result
from registers import ADA, US, arrive, configuration, make_desk, rows

from foibot.cli import foibot

CASE = "FOI-2026-0001"
PLAIN_ENVIRONMENT = {"FOIBOT_CONFIG": None}


def run(*arguments: str | Path, env: Mapping[str, str | None] = PLAIN_ENVIRONMENT) -> Result:
    return CliRunner().invoke(foibot, [str(argument) for argument in arguments], env=env)


def judged(config: Path, path: Path) -> dict[str, Any]:
    result = run("-c", config, "inspect", "--json", path)
    assert (result.exit_code, result.stderr) == (0, "")
    [line] = result.stdout.splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def alone(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("inspect", "--json", path).stdout)
    return found


@pytest.fixture
def ours(tmp_path: Path) -> str:
    """Ada's request in a register, awaiting clarification; the Message-ID of our letter to her."""
    desk = make_desk(tmp_path)
    assert arrive(desk, make_mail()).opened == CASE
    desk.db.execute("UPDATE case_state SET status = 'awaiting_clarification'")
    desk.db.conn.commit()
    [(message_id,)] = rows(desk, "SELECT message_id FROM outbox WHERE reference = ?", CASE)
    desk.db.close()
    return str(message_id)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    (tmp_path / "mail").mkdir()
    return tmp_path / "mail" / "a.eml"


def test_what_clears_a_request_up_is_told_as_such_and_on_its_case(config: Path, mail: Path, ours: str) -> None:
    text = "I meant the reports of 2025 only, for the roads in Exampleton.\n"
    mail.write_bytes(make_mail(subject="Re: your letter", text=text, headers={"In-Reply-To": ours}, message_id="<2@x>"))
    row = judged(config, mail)
    assert (row["kind"], row["reference"]) == ("clarification_reply", CASE)
    assert (alone(mail)["kind"], alone(mail)["reference"]) != (row["kind"], row["reference"])


def test_a_bounce_of_our_letter_is_on_its_case(config: Path, mail: Path, ours: str) -> None:
    mail.write_bytes(make_bounce(f"Message-ID: {ours}\nSubject: x\n\n".encode(), ADA.email))
    row = judged(config, mail)
    assert (row["kind"], row["reference"], row["bounced_recipient"]) == ("bounce", CASE, ADA.email)
    assert alone(mail)["reference"] is None


def test_mail_of_our_own_and_of_our_officers_is_known(config: Path, mail: Path, ours: str) -> None:
    mail.write_bytes(make_mail(writer=f"FOI team <{US}>", text="A note to ourselves.\n"))
    assert (judged(config, mail)["kind"], alone(mail)["kind"] == "own") == ("own", False)
    command = make_mail(writer="Jane Quill <jane@council.example>", subject="x", text=f"assign {CASE} jane\n")
    mail.write_bytes(command)
    assert judged(config, mail)["kind"] == "officer_command"
    assert ours


def test_the_register_is_left_exactly_as_it_was(config: Path, mail: Path, ours: str) -> None:
    mail.write_bytes(make_mail(headers={"In-Reply-To": ours}))
    register = config.with_name("foibot.db")
    before = register.read_bytes()
    os.utime(register, (1, 1))
    judged(config, mail)
    assert (register.read_bytes(), register.stat().st_mtime) == (before, 1)
    journal = config.with_name("foibot.db-wal")
    assert not journal.exists() or journal.stat().st_size == 0


def test_a_register_that_is_not_there_is_not_made_and_the_configuration_counts(config: Path, mail: Path) -> None:
    config.write_text(configuration(), encoding="utf-8")
    mail.write_bytes(make_mail(writer=f"FOI team <{US}>", text="A note to ourselves.\n"))
    result = run("-c", config, "inspect", "--json", mail)
    assert json.loads(result.stdout)["kind"] == "own"
    assert "foibot.db is not there yet" in result.stderr
    assert not config.with_name("foibot.db").exists()


def test_only_a_configuration_named_on_purpose_is_read(
    config: Path, mail: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(config.parent)
    mail.write_bytes(make_mail())
    config.write_text("this is no TOML", encoding="utf-8")
    assert run("inspect", mail).exit_code == 0
    assert run("-c", config, "inspect", mail).exit_code != 0
    assert run("inspect", mail, env={"FOIBOT_CONFIG": str(config)}).exit_code != 0
