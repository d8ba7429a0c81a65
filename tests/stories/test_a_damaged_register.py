"""A register cut short, or with a page of zeros, is refused with what to do: no traceback, no fresh one instead.

`FOIBOT_CUTS` sets how many damaged files are tried.
"""

import contextlib
import io
import os
import random
import sys
from pathlib import Path

import pytest
from builders import make_request
from registers import arrive, configuration, make_desk

from foibot.cli import main

CUTS = int(os.environ.get("FOIBOT_CUTS", "12"))
PAGE = 4096
NEW = ("new", "--name", "Bo", "--received", "2026-03-03", "--by", "letter", "--text", "How many?", "--as", "jane")
NOTE = ("note", "FOI-2026-0003", "asked Highways", "--as", "jane")
COMMANDS = (("cases", "--all"), ("case", "FOI-2026-0002"), ("status",), ("audit",), NOTE, NEW)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a register with a dozen cases."""
    folder = tmp_path_factory.mktemp("whole")
    desk = make_desk(folder)
    for number in range(12):
        arrive(desk, make_request(number))
    desk.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    desk.db.close()
    return (folder / "foibot.db").read_bytes()


def damaged(whole: bytes, number: int) -> bytes:
    """Return the file cut short, or with one page of zeros, in turn."""
    chance = random.Random(number)  # noqa: S311 - the same each time
    if number % 2:
        return whole[: chance.randrange(1, len(whole))]
    start = chance.randrange(len(whole) // PAGE) * PAGE
    return whole[:start] + bytes(PAGE) + whole[start + PAGE :]


def said_of(config: Path, *arguments: str) -> tuple[int, str, str]:
    """Run a command as `main` does; any other end of it than by leaving is an error of the test."""
    before, sys.argv = sys.argv, ["foibot", "-c", str(config), *arguments]
    out, err = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.raises(SystemExit) as ended:
            main()
    finally:
        sys.argv = before
    return int(ended.value.code or 0), out.getvalue(), err.getvalue()


def test_a_register_cut_short_or_with_a_page_of_zeros_is_refused_with_what_to_do(whole: bytes, tmp_path: Path) -> None:
    config, register = tmp_path / "config.toml", tmp_path / "foibot.db"
    config.write_text(configuration(), encoding="utf-8")
    refused = 0
    for number in range(CUTS):
        for command in COMMANDS:
            for beside in ("-wal", "-shm"):
                register.with_name(f"foibot.db{beside}").unlink(missing_ok=True)
            register.write_bytes(damaged(whole, number))
            status, out, err = said_of(config, *command)

            assert status in (0, 1, 2), (number, command, err)
            if status == 1:
                refused += 1
                said = out if command[0] == "audit" else err  # an audit says of all it can read what is wrong
                assert "Restore it from a backup" in " ".join(f"{said}{err}".split()), (number, command, out, err)
            if command[0] == "cases" and status == 0:
                assert "FOI-2026-0012" in out, "a register that holds its cases no more is not taken for a fresh one"
        if number % 2:
            assert status == 1, f"a register cut short takes a new case ({number})"
    assert refused >= CUTS
