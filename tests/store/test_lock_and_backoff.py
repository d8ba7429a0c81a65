"""One process at a time at a register, and patience with servers that are away."""

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from registers import NOW

from foibot.errors import Unavailable
from foibot.mail.backoff import Backoff
from foibot.store.lock import sole_worker

HOLD = """
import sys
from pathlib import Path
from foibot.store.lock import sole_worker
with sole_worker(Path(sys.argv[1])):
    print("at work", flush=True)
    sys.stdin.readline()
"""


def hold(register: Path) -> subprocess.Popen[str]:
    """Start a process that holds the lock until its standard input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(register)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "at work\n"
    return process


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM])
def test_a_second_worker_learns_who_holds_the_register_and_may_begin_once_that_one_is_gone(
    ending: int, tmp_path: Path
) -> None:
    register = tmp_path / "foibot.db"
    with hold(register) as first:
        with (
            pytest.raises(Unavailable, match=f"Process {first.pid} works on {register} already. Stop it first"),
            sole_worker(register),
        ):
            pass
        first.send_signal(ending)
    with sole_worker(register):
        assert (tmp_path / "foibot.db.lock").stat().st_mode & 0o777 == 0o600


def test_the_lock_of_one_register_does_not_bar_another(tmp_path: Path) -> None:
    with sole_worker(tmp_path / "one.db"), sole_worker(tmp_path / "two.db"):
        pass


def test_a_lock_that_cannot_be_made_says_where_and_what_to_do(tmp_path: Path) -> None:
    with (
        pytest.raises(Unavailable, match=r"absent/foibot\.db\.lock cannot be made .*write the folder"),
        sole_worker(tmp_path / "absent" / "foibot.db"),
    ):
        pass


def test_a_server_is_left_alone_longer_each_time_but_never_longer_than_five_minutes() -> None:
    backoff = Backoff()
    waits = [backoff.failed(NOW) for _ in range(8)]
    assert waits[0] == (True, 5.0)
    assert [wait for _, wait in waits] == [5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 300.0, 300.0]
    assert [first for first, _ in waits].count(True) == 1
    assert backoff.left(NOW + timedelta(seconds=299)) == timedelta(seconds=1)
    assert not backoff.left(NOW + timedelta(seconds=300))


def test_a_server_that_is_away_for_a_month_is_still_tried_every_five_minutes() -> None:
    backoff = Backoff()
    for _ in range(9_000):
        last = backoff.failed(NOW)
    assert last == (False, 300.0)


def test_a_refused_sign_in_and_a_server_that_asks_for_time_are_given_it() -> None:
    assert Backoff().failed(NOW, slowly=True) == (True, 300.0)
    assert Backoff().failed(NOW, asked=900.0) == (True, 900.0)
    assert Backoff().failed(NOW, asked=1.0) == (True, 5.0)


def test_recovery_is_noticed_once_and_begins_anew() -> None:
    backoff = Backoff()
    assert backoff.recovered() is False
    backoff.failed(NOW)
    assert (backoff.recovered(), backoff.recovered()) == (True, False)
    assert not backoff.left(NOW)
    assert backoff.failed(NOW) == (True, 5.0)
