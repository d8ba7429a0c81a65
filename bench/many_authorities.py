"""Many authorities on one host: a daemon, a register and a mailbox each, all at once.

    python bench/many_authorities.py [--count 50] [--minutes 3]

One Dovecot on loopback holds all mailboxes. Each daemon gets one request, acknowledges it and rests. What they share
(the interpreter, the libraries) is counted once: PSS, from /proc.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from builders import make_request
from main_job import CONFIG, sink
from servers import Dovecot

TICKS = os.sysconf("SC_CLK_TCK")


def pss(pid: int) -> float:
    """Return the MiB of a process, what it shares divided among those who do."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def cpu(pid: int) -> float:
    """Return the seconds of CPU that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def start(folder: Path, server: Dovecot, smtp: int, name: str) -> subprocess.Popen[bytes]:
    folder.mkdir()
    text = CONFIG.format(imap=server.port, smtp=smtp).replace('username = "foi"', f'username = "{name}"')
    (folder / "config.toml").write_text(text)
    environment = {**os.environ, "FOIBOT_PASSWORD": "secret"}
    command = [sys.executable, "-m", "foibot", "-c", str(folder / "config.toml"), "run"]
    return subprocess.Popen(command, env=environment, stderr=(folder / "log").open("wb"))


def acknowledged(folder: Path) -> bool:
    return b"job=dispatch sent=" in (folder / "log").read_bytes()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=3)
    options = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    names = [f"authority{number}" for number in range(options.count)]
    server = Dovecot(accounts=dict.fromkeys(names, "secret")).start()
    daemons: list[subprocess.Popen[bytes]] = []
    try:
        with sink() as smtp, tempfile.TemporaryDirectory(prefix="foibot-bench-") as made:
            folders = [Path(made) / name for name in names]
            began = time.monotonic()
            daemons += [start(folder, server, smtp, name) for folder, name in zip(folders, names, strict=True)]
            while not all(b"working" in (folder / "log").read_bytes() for folder in folders):
                time.sleep(0.2)
            print(f"{options.count} daemons at work after {time.monotonic() - began:.0f} s")
            for number, name in enumerate(names):
                with server.client(name) as client:
                    client.append("INBOX", "", None, make_request(number))
            began = time.monotonic()
            while not all(map(acknowledged, folders)):
                time.sleep(0.1)
            print(f"a request each acknowledged within {time.monotonic() - began:.1f} s")
            time.sleep(20)
            before = [cpu(daemon.pid) for daemon in daemons]
            time.sleep(60 * options.minutes)
            used = sum(map(cpu, (daemon.pid for daemon in daemons))) - sum(before)
            memory = [pss(daemon.pid) for daemon in daemons]
            print(f"memory: {sum(memory):.0f} MiB in all, {sum(memory) / len(memory):.1f} MiB a mailbox")
            print(f"CPU at rest: {used / options.count / options.minutes * 60:.1f} s an hour and mailbox")
            for daemon in daemons:
                daemon.send_signal(signal.SIGTERM)
            began = time.monotonic()
            for daemon in daemons:
                daemon.wait()
            print(f"all ended after {time.monotonic() - began:.1f} s")
    finally:
        for daemon in daemons:
            daemon.kill()
        server.remove()


if __name__ == "__main__":
    main()
