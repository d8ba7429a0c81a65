"""Processes of foibot that begin with everything imported: forked from one that waits.

For hundreds of starts that are killed; one that is started as an administrator does takes a second to import. What is
forked runs `main` in a process of its own, and ends for nobody but itself.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

WAITING = """
import json, os, sys
from foibot.cli import main, once
from foibot.jobs import rounds
from foibot.law import bank_holidays
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        sys.argv = ["foibot", *json.loads(line)]
        try:
            main()
        except SystemExit as ended:
            os._exit(int(ended.code or 0))
        finally:
            os._exit(70)
    print(child, flush=True)
    sys.stdin.readline()
    print(os.waitpid(child, 0)[1], flush=True)
"""


class Forked:
    """One process of foibot; it is reaped by `end`, so that its number stays its own until then."""

    def __init__(self, nursery: "Nursery", pid: int) -> None:
        self._nursery, self._pid = nursery, pid

    @property
    def has_ended(self) -> bool:
        """Whether it ended by itself, and waits to be reaped."""
        return Path(f"/proc/{self._pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"

    def kill(self) -> bool:
        """Kill it, and say whether that is what it ended by."""
        os.kill(self._pid, signal.SIGKILL)
        return os.waitstatus_to_exitcode(int(self._nursery.told("reap"))) == -signal.SIGKILL


class Nursery:
    """The process that waits; each `start` forks it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", WAITING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: TracebackType | None) -> None:
        self._process.kill()
        self._process.communicate()

    def start(self, config: Path, *arguments: str) -> Forked:
        """Start foibot with these arguments, as a process of its own."""
        return Forked(self, int(self.told(json.dumps(["-c", str(config), *arguments]))))

    def told(self, line: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()
