"""What the daemon holds in memory where there is nothing to do, set up as the units in deploy/ have it.

The bounds are some MiB above what was measured (docs/engineering.md), because builds of Python differ.
"""

import compileall
import os
import time
from email.message import EmailMessage
from pathlib import Path

import pytest
from builders import make_request
from office import Daemon, Office, until

import foibot

UNIT = Path(__file__).resolve().parents[2] / "deploy" / "foibot.service"
AWAKE = "working register=foibot.db"
AT_REST, AFTER_A_REQUEST, MORE_AFTER_A_LARGE_ONE = 47, 51, 4
NEVER_NEEDED = ("lxml", "numpy", "pikepdf", "pypdfium2", "PIL", "_ctypes")

pytestmark = pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="Linux alone says it there")


def started(office: Office) -> Daemon:
    compileall.compile_dir(Path(foibot.__file__).parent, quiet=2)  # as pip does: to compile takes memory too
    [setting] = (line for line in UNIT.read_text().splitlines() if line.startswith("Environment="))
    allocator = dict(one.split("=") for one in setting.removeprefix("Environment=").split())
    daemon = office.start(**allocator)
    daemon.await_line(AWAKE)
    return daemon


def resident(daemon: Daemon) -> float:
    """MiB of a daemon that has been at rest for a while: what it holds is the same as two seconds ago."""
    held = [0.0, 1.0]
    while held[-1] != held[-2]:
        time.sleep(2)
        lines = Path(f"/proc/{daemon.process.pid}/smaps_rollup").read_text().splitlines()
        held.append(next(int(line.split()[1]) for line in lines if line.startswith("Rss:")) / 1024)
    return held[-1]


def large_request() -> bytes:
    letter = EmailMessage()
    letter["From"], letter["To"] = "Ann Applicant <ann@reader.example>", "foi@council.example"
    letter["Subject"], letter["Date"] = "Request about bridges", "Mon, 05 Jan 2026 10:00:00 +0000"
    letter["Message-ID"] = "<large@reader.example>"
    letter.set_content("Dear Sir or Madam,\n\nPlease send me every inspection of a bridge in 2025.\n\nAnn Applicant\n")
    letter.add_attachment(os.urandom(7_500_000), maintype="application", subtype="octet-stream", filename="bridges.bin")
    return letter.as_bytes()


def test_it_stays_small_from_its_first_start_on_and_gives_back_what_a_large_letter_took(office: Office) -> None:
    daemon = started(office)
    assert resident(daemon) < AT_REST
    office.dovecot.deliver(make_request(0))
    until(lambda: len(office.acknowledgements()) == 1, 20, "acknowledged")
    small = resident(daemon)
    assert small < AFTER_A_REQUEST
    office.dovecot.deliver(large_request())
    until(lambda: len(office.acknowledgements()) == 2, 40, "acknowledged")
    assert resident(daemon) < small + MORE_AFTER_A_LARGE_ONE
    mapped = Path(f"/proc/{daemon.process.pid}/maps").read_text()
    assert not [name for name in NEVER_NEEDED if f"/{name}" in mapped]
