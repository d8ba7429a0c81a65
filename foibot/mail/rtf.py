"""The words of a Rich Text body as Outlook packs it into winmail.dat, read in a process of its own with limits."""

from pathlib import Path

from foibot.confined import run_confined
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
    words = run_confined([str(READER)], packed, seconds=SECONDS)
    return None if words is None else words.decode("utf-8", "replace")
