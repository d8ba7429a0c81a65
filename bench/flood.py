"""A flood: thousands of requests from one address, or two help desks that answer each other, against real servers.

    python bench/flood.py [--count 5000] [--rounds 60]

What must hold whatever the classifier thinks: a case for every message, two acknowledgements a day to one address,
one alert, few notices. foibot runs as its own command line, once for the flood and once for each round of the loop.
"""

import argparse
import os
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from email.message import EmailMessage
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from main_job import foibot
from servers import Dovecot
from smtp_sink import SmtpSink

CONFIG = """
[authority]
name = "Exampleshire Council"
jurisdiction = "england-wales"
[mailbox]
address = "foi@council.example"
username = "foi"
password = {{ env = "FOIBOT_PASSWORD" }}
imap = {{ host = "127.0.0.1", port = {imap}, tls = "none" }}
smtp = {{ host = "127.0.0.1", port = {smtp}, tls = "none" }}
[sending]
digest = false
[[officers]]
id = "jane"
name = "Jane Quill"
email = "jane.quill@council.example"
roles = ["officer", "approver"]
"""
SENDER = "Service Desk <desk@robots.example>"


def request(number: int, text: str = "") -> bytes:
    """Return a message that reads as a person's and carries no sign of a machine."""
    message = EmailMessage()
    message["From"], message["To"] = SENDER, "foi@council.example"
    message["Subject"] = f"Information about street {number}"
    message["Message-ID"] = f"<{number}.{time.time_ns()}@robots.example>"
    message.set_content(text or f"Please send me the cost of repairs in street {number} in 2025.\n\nS. Desk\n")
    return message.as_bytes().replace(b"\n", b"\r\n")


def told(folder: Path, sink: SmtpSink) -> str:
    with sqlite3.connect(folder / "foibot.db") as db:
        cases = db.execute("SELECT count(*) FROM case_state").fetchone()[0]
        states = dict(db.execute("SELECT state, count(*) FROM messages GROUP BY state"))
        letters = Counter(dict(db.execute("SELECT letter || ' ' || status, count(*) FROM outbox GROUP BY 1")))
    taken = len([one for one in sink.letters if "desk@robots.example" in one.recipients])
    return f"{cases} cases, messages {states}, letters {dict(letters)}, taken for the sender: {taken}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=60)
    options = parser.parse_args()
    os.environ["FOIBOT_PASSWORD"] = Dovecot().accounts["foi"]
    for title, play in (("flood", flood), ("loop", loop)):
        server, sink = Dovecot().start(), SmtpSink().start()
        try:
            with tempfile.TemporaryDirectory(prefix="foibot-bench-") as name:
                folder = Path(name)
                (folder / "config.toml").write_text(CONFIG.format(imap=server.port, smtp=sink.port))
                print(f"{title}: {play(options, server, sink, folder)}")
                print(f"  {told(folder, sink)}")
        finally:
            sink.stop()
            server.remove()


def flood(options: argparse.Namespace, server: Dovecot, sink: SmtpSink, folder: Path) -> str:
    del sink
    server.deliver_all(request(number) for number in range(options.count))
    wall, cpu, peak = foibot(folder, "once")
    again, _, _ = foibot(folder, "once")
    rate = options.count / wall
    return (
        f"{options.count} in {wall:.1f} s ({rate:.0f}/s, CPU {cpu:.1f} s, {peak:.0f} MiB); the next pass {again:.1f} s"
    )


def loop(options: argparse.Namespace, server: Dovecot, sink: SmtpSink, folder: Path) -> str:
    server.deliver(request(0))
    answered = 0
    for number in range(1, options.rounds + 1):
        foibot(folder, "once")
        ours = [one for one in sink.letters if "desk@robots.example" in one.recipients]
        for _ in ours[answered:]:
            server.deliver(
                request(number, f"Your enquiry {number} was logged. Please send us the cost of street {number}.\n")
            )
        if len(ours) == answered:
            return f"ended after {number} rounds: nothing was sent any more"
        answered = len(ours)
    return "has not ended"


if __name__ == "__main__":
    main()
