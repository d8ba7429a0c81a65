"""The main job measured whole: fetch, keep, parse, decide, open the case, acknowledge over SMTP, file.

    python bench/main_job.py --mail FOLDER [--count 2000]

FOLDER holds requests as .eml files. Each round gets a Dovecot and an SMTP server of its own on loopback and a new
register with WAL and synchronous=FULL; the processes are foibot's own command line. In the same run a bare `imaplib`
fetch of the same mailbox is timed, because machines differ: quote the ratio.
"""

import argparse
import imaplib
import os
import resource
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from servers import Dovecot

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
[limits]
acknowledgements_a_day = 100000
acknowledgements_a_week = 100000
acknowledgements_an_hour = 1000000
acknowledgements_a_domain_an_hour = 1000000
[[officers]]
id = "jane"
name = "Jane Quill"
email = "jane.quill@council.example"
roles = ["officer", "approver"]
"""
SINK = """
import sys
from aiosmtpd.controller import UnthreadedController
import asyncio
class Taken:
    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", responses[-1]]
    async def handle_DATA(self, server, session, envelope):
        return "250 OK"
loop = asyncio.new_event_loop()
controller = UnthreadedController(Taken(), hostname="127.0.0.1", port=int(sys.argv[1]), loop=loop)
controller.begin()
print("ready", flush=True)
loop.run_forever()
"""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def sink() -> Iterator[int]:
    port = free_port()
    process = subprocess.Popen([sys.executable, "-c", SINK, str(port)], stdout=subprocess.PIPE)
    try:
        if process.stdout is not None:
            process.stdout.readline()
        yield port
    finally:
        process.kill()
        process.wait()


def bare_fetch(server: Dovecot) -> tuple[float, float]:
    """Fetch the whole inbox with imaplib alone; return seconds of wall and of CPU a message."""
    with server.client() as client:
        _, told = client.select("INBOX", readonly=True)
        count = int(told[0] or 0)
        started, cpu = time.perf_counter(), time.process_time()
        for low in range(1, count + 1, 100):
            client.fetch(f"{low}:{min(low + 99, count)}", "(UID BODY.PEEK[])")
        return (time.perf_counter() - started) / count, (time.process_time() - cpu) / count


def foibot(folder: Path, *words: str) -> tuple[float, float, float]:
    """Run a command; return seconds of wall and of CPU, and peak MiB."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "foibot", "-c", str(folder / "config.toml"), *words]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"foibot {' '.join(words)} ended with {status}")
    return time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def fill(server: Dovecot, letters: list[Path]) -> None:
    with server.client() as client:
        for letter in letters:
            client.append("INBOX", "", imaplib.Time2Internaldate(time.time()), letter.read_bytes())


def measured(letters: list[Path], title: str, *words: str) -> None:
    """Measure one command on a mailbox of its own, with the register made beforehand as on a daemon's ordinary day."""
    server = Dovecot().start()
    try:
        with sink() as smtp, tempfile.TemporaryDirectory(prefix="foibot-bench-") as name:
            folder = Path(name)
            (folder / "config.toml").write_text(CONFIG.format(imap=server.port, smtp=smtp))
            foibot(folder, "once")
            fill(server, letters)
            bare, bare_cpu = bare_fetch(server)
            wall, cpu, peak = foibot(folder, *words)
            rate = len(letters) / wall
            print(f"{title:32} {rate:6.0f}/s  CPU {1000 * cpu / len(letters):.2f} ms a message  peak {peak:.0f} MiB")
            print(f"{'  beside bare imaplib fetch':32} {1 / bare:6.0f}/s  CPU {1000 * bare_cpu:.3f} ms a message")
            told = f"{rate * bare:.4f} of its messages a second, {cpu / len(letters) / bare_cpu:.0f} times its CPU"
            print(f"{'  ratio':32} {told}")
    finally:
        server.remove()


def first_command(rounds: int = 5) -> None:
    """Measure from the start of the process to its first IMAP command."""
    with tempfile.TemporaryDirectory(prefix="foibot-bench-") as name, socket.create_server(("127.0.0.1", 0)) as door:
        folder, port = Path(name), door.getsockname()[1]
        (folder / "config.toml").write_text(CONFIG.format(imap=port, smtp=port))
        times = []
        for _ in range(rounds):
            heard: list[float] = []
            listener = threading.Thread(target=_hear, args=(door, heard))
            listener.start()
            started = time.perf_counter()
            command = [sys.executable, "-m", "foibot", "-c", str(folder / "config.toml"), "once"]
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
            listener.join()
            times.append(heard[0] - started)
        print(f"{'start to first IMAP command':32} {1000 * sorted(times)[rounds // 2]:6.0f} ms (median of {rounds})")


def _hear(door: socket.socket, heard: list[float]) -> None:
    connection, _ = door.accept()
    with connection:
        connection.sendall(b"* OK IMAP4rev1 ready\r\n")
        connection.recv(100)
        heard.append(time.perf_counter())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mail", type=Path, required=True, help="a folder of requests as .eml files")
    parser.add_argument("--count", type=int, default=2000)
    options = parser.parse_args()
    os.environ["FOIBOT_PASSWORD"] = Dovecot().accounts["foi"]
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed foibot is compiled once, when it is installed
    letters = sorted(options.mail.glob("*.eml"))[: options.count]
    first_command()
    measured(letters, "the whole main job", "once")
    measured(letters, "history, nobody written to", "backfill", "--since", "2000-01-01")
    print(f"this script: peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
