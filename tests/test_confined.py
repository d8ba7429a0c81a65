"""Reading foreign bytes in a process of its own, where the surroundings are not as usual."""

import subprocess
import sys

BLOCKED = """
import tempfile
from foibot.confined import run_confined
tempfile.tempdir = "/proc/nowhere"
print(run_confined(["-c", "print(1)"], b"", seconds=20))
"""


def test_where_no_folder_takes_a_file_for_a_moment_nothing_is_read_and_nothing_breaks() -> None:
    done = subprocess.run([sys.executable, "-c", BLOCKED], capture_output=True, text=True, check=False, timeout=120)
    assert (done.stdout, done.stderr) == ("None\n", "")
