"""The words of a Rich Text body as Outlook packs it into winmail.dat, read in a process of its own with limits."""

import subprocess
import sys
from pathlib import Path

from foibot.correspondence.message import INCOMPLETE
from foibot.mail.mime import Budget

READER = Path(__file__).with_name("rtf_reader.py")
# The reader ends itself after a second of CPU; a busy machine may take long to give it that second.
SECONDS = 20
UNREAD = f"{INCOMPLETE}: a Rich Text body cannot be read by the machine"


def rtf_words(packed: bytes, budget: Budget) -> str | None:
    """Return the words of a packed body; None where it cannot be read, and then the message's others are not tried."""
    budget.rich_texts -= 1
    read = run_reader(packed) if budget.rich_texts >= 0 else None
    if read is None:
        budget.rich_texts = 0
        budget.note(UNREAD)
    return read


def run_reader(packed: bytes) -> str | None:
    """Run the reader over a body; None where it failed or was ended."""
    command = [sys.executable, "-P", str(READER)]
    try:
        done = subprocess.run(command, input=packed, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 - our own program
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None
