"""Running a reader of foreign bytes in a process of its own: bytes in, bytes out, and an end to it in any case."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence

PASSED_ON = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONPATH", "SYSTEMROOT", "TMPDIR")
"""What of our surroundings a reader gets: no password that stands in them."""
LONGEST_ANSWER = 20_000_000


def run_confined(
    arguments: Sequence[str], data: bytes, *, seconds: float, longest: int = LONGEST_ANSWER
) -> bytes | None:
    """Return what a Python program of ours writes about `data`; None where it failed, was ended, or took too long.

    The program sets its own limits with `confinement.confine`; `seconds` is the longest wait by the clock, `longest`
    the most bytes that are taken of its answer. It writes into a file, so that the limit on files holds for what it
    says too.
    """
    command = [sys.executable, "-P", *arguments]
    surroundings = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    try:
        with tempfile.TemporaryFile() as written:
            done = subprocess.run(  # noqa: S603 - our own program
                command,
                input=data,
                stdout=written,
                stderr=subprocess.DEVNULL,
                timeout=seconds,
                check=False,
                env=surroundings,
            )
            written.seek(0)
            return written.read(longest) if done.returncode == 0 else None
    except (OSError, subprocess.TimeoutExpired):
        return None  # where no folder takes a file for a moment, too
