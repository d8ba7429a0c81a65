"""An FOI team's whole set-up, on real servers: a configuration, a register, a mailbox, an SMTP server.

`Office` runs foibot on it, in this process with a clock that the test sets, or as a process of its own.
"""

import contextlib
import email
import email.policy
import imaplib
import io
import json
import os
import re
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from servers import Dovecot, SmtpSink

from foibot.app import App, build
from foibot.cli import main
from foibot.config import load_config
from foibot.jobs.desk import Desk
from foibot.jobs.rounds import Pass, one_pass

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
"""A Tuesday: FOIA's twentieth working day after it is 1 April 2026 (17 March is a holiday in Northern Ireland)."""

SECTIONS = {
    "authority": 'name = "Exampleshire Council"\njurisdiction = "england-wales"\n'
    'postal_address = "1 Council Square\\nExampleton"',
    "mailbox": 'address = "foi@council.example"\nusername = "foi"\npassword = { file = "password" }',
    "folders": "",
    "register": "",
    "acknowledge": "",
    "limits": "",
    "sending": "",
    "host": "",
    "log": "",
}
OFFICERS = """
[[officers]]
id = "jane"
name = "Jane Quill"
email = "jane.quill@council.example"
roles = ["officer", "approver"]

[[officers]]
id = "rex"
name = "Rex Vane"
email = "rex.vane@council.example"
roles = ["reviewer"]

[[officers]]
id = "pat"
name = "Pat Lowe"
email = "pat.lowe@council.example"
roles = ["approver"]
"""
TEAM = frozenset({"jane.quill@council.example", "rex.vane@council.example", "pat.lowe@council.example"})


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: exit status, standard output, standard error."""

    status: int
    out: str
    err: str


@dataclass(slots=True)
class Office:
    """One authority: `imap_port` and `smtp_port` may be those of something between it and the servers."""

    folder: Path
    dovecot: Dovecot
    smtp: SmtpSink
    imap_port: int = 0
    smtp_port: int = 0
    register: Path = Path()
    daemons: list["Daemon"] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.register = self.folder / "foibot.db"

    # -- its configuration

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"

    def configure(self, **more: str) -> None:
        """Write config.toml; `more` adds lines to sections. Without a word about it there is no digest."""
        line = '{name} = {{ host = "127.0.0.1", port = {port}, tls = "none" }}'
        servers = (("imap", self.imap_port or self.dovecot.port), ("smtp", self.smtp_port or self.smtp.port))
        sections = {**SECTIONS, "sending": "" if "digest" in more.get("sending", "") else "digest = false"}
        sections["mailbox"] += "\n" + "\n".join(line.format(name=name, port=port) for name, port in servers)
        for name, lines in more.items():
            sections[name] = f"{sections.get(name, '')}\n{lines}"
        text = "\n".join(f"[{name}]\n{lines}" for name, lines in sections.items())
        self.config.write_text(text + OFFICERS, encoding="utf-8")
        password = self.folder / "password"
        password.write_text(self.dovecot.accounts["foi"])
        password.chmod(0o600)

    # -- foibot in this process, at a time of the test's choice

    def app(self) -> App:
        return build(load_config(self.config))

    def at(self, now: datetime, act: Callable[[Desk], Any]) -> Any:
        """Do something at a desk whose clock stands still at `now`."""
        app = self.app()
        db = app.open_register()
        try:
            return act(Desk(app, db, lambda: now))
        finally:
            db.close()

    def once(self, now: datetime = NOW) -> Pass:
        """Do one pass; every job of it must have worked."""
        result: Pass = self.at(now, one_pass)
        assert result.faults == {}
        return result

    def later(self, **span: float) -> Pass:
        """Do one pass that much after `NOW`."""
        return self.once(NOW + timedelta(**span))

    def do(self, *arguments: str) -> "Ended":
        """Run a command as `main` does, in this process: for those that neither log nor work on the mailbox."""
        before, sys.argv = sys.argv, ["foibot", "-c", str(self.config), *arguments]
        out, err = io.StringIO(), io.StringIO()
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                main()
        except SystemExit as ended:
            return Ended(int(ended.code or 0), out.getvalue(), err.getvalue())
        finally:
            sys.argv = before
        raise AssertionError("main ends by leaving")

    def tell(self, *arguments: str) -> str:
        """Run a command by `do` that must end well; return what it said."""
        ended = self.do(*arguments)
        assert (ended.status, ended.err) == (0, ""), (arguments, ended)
        return ended.out

    def data(self, *arguments: str) -> Any:
        """Run a reading command by `do`; return its data."""
        return json.loads(self.tell(*arguments, "--json"))

    # -- foibot as a process of its own

    def foibot(self, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
        options = {**OPTIONS, "timeout": 60 * PATIENCE, **options}
        return subprocess.run(command(self.config, *arguments), **options, check=False, env=ENVIRONMENT)

    def say(self, *arguments: str) -> str:
        """Run a command that must end well; return what it said."""
        ended = self.foibot(*arguments)
        assert (ended.returncode, ended.stderr) == (0, ""), (arguments, ended.stderr)
        return ended.stdout

    def ask(self, *arguments: str) -> Any:
        """Run a reading command; return its data."""
        return json.loads(self.say(*arguments, "--json"))

    def start(self, *arguments: str, **environment: str) -> "Daemon":
        daemon = Daemon(command(self.config, *(arguments or ("run",))), environment)
        self.daemons.append(daemon)
        return daemon

    def close(self) -> None:
        for daemon in self.daemons:
            daemon.process.kill()
            daemon.process.communicate()

    # -- what came of it

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with closing_reader(self.register) as db:
            return db.execute(sql, values).fetchall()

    def one(self, sql: str, *values: object) -> Any:
        """Return the one value of the one row."""
        [(value,)] = self.rows(sql, *values)
        return value

    def letters(self, name: str = "") -> list[tuple[str, str]]:
        """Return recipient and status of the register's letters, all or those of a name."""
        return self.rows("SELECT recipient, status FROM outbox WHERE letter = ? OR ? = '' ORDER BY id", name, name)

    def arrived(self) -> list[EmailMessage]:
        """Return what the SMTP server has accepted."""
        return [read(letter.raw) for letter in self.smtp.letters]

    def acknowledgements(self) -> list[EmailMessage]:
        """Return the acknowledgements that the SMTP server has accepted."""
        return [letter for letter in self.arrived() if letter["Auto-Submitted"] == "auto-replied"]

    def notices(self) -> list[EmailMessage]:
        """Return the notices to colleagues that the SMTP server has accepted."""
        return [letter for letter in self.arrived() if letter["Auto-Submitted"] == "auto-generated"]

    def acknowledged(self) -> list[str]:
        """Return the address of each acknowledgement that was accepted, sorted."""
        return sorted(str(letter["To"].addresses[0].addr_spec) for letter in self.acknowledgements())

    def folders(self, *, account: str = "foi") -> dict[str, int]:
        """Return the folders that hold messages, and how many."""
        try:
            return self._folders(account)
        except imaplib.IMAP4.abort:  # Dovecot may end a line that asks for a folder which is being made just then
            return self._folders(account)

    def _folders(self, account: str) -> dict[str, int]:
        with self.dovecot.client(account) as client:
            _, listed = client.list()
            names = [re.findall(rb'"((?:[^"\\]|\\.)*)"|(\S+)', line)[-1] for line in listed if isinstance(line, bytes)]
            counted = {}
            for quoted, atom in names:
                name = (quoted or atom).decode()
                kind, answer = client.status(f'"{name}"', "(MESSAGES)")
                if kind == "OK" and (count := int(re.findall(rb"MESSAGES (\d+)", answer[0] or b"")[0])):
                    counted[name] = count
        return counted

    def traces(self) -> tuple[object, ...]:
        """Return everything a pass could have changed: log, tables, mailbox with UIDs and flags, letters."""
        folders = self.folders()
        return (
            self.one("SELECT count(*) FROM events"),
            self.rows("SELECT * FROM deliveries ORDER BY id"),
            self.rows("SELECT id, state, reference FROM messages ORDER BY id"),
            self.rows("SELECT id, status, attempts, copy FROM outbox ORDER BY id"),
            {name: self.dovecot.flags(name) for name in folders},
            len(self.smtp.letters),
        )


PATIENCE = 6 if os.environ.get("CI") == "true" else 1
"""How much longer a machine that does more than one thing at a time may take to do what is waited for."""

OPTIONS: dict[str, Any] = {"capture_output": True, "text": True, "stdin": subprocess.DEVNULL}
ENVIRONMENT = {**{name: value for name, value in os.environ.items() if name != "FOIBOT_CONFIG"}, "COLUMNS": "80"}


def command(config: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "foibot", "-c", str(config), *arguments]


def read(raw: bytes) -> EmailMessage:
    return email.message_from_bytes(raw, policy=email.policy.default)


class closing_reader:  # noqa: N801 - reads as a verb
    """A read-only look into the register while others may write to it."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=10)

    def __enter__(self) -> sqlite3.Connection:
        return self._db

    def __exit__(self, *_: object) -> None:
        self._db.close()


class Daemon:
    """A foibot process under observation; what it logs is gathered as it comes."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**ENVIRONMENT, **environment},
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def log(self) -> str:
        return "".join(self.lines)

    def await_line(self, words: str, *, times: int = 1, seconds: float = 15) -> None:
        """Wait until it has logged words that often."""
        deadline = time.monotonic() + seconds * PATIENCE
        while self.log.count(words) < times:
            assert self._reader.is_alive(), f"it ended: {self.log}"
            assert time.monotonic() < deadline, f"not logged within {seconds} s: {words}\n{self.log}"
            time.sleep(0.01)

    def signal(self, number: int) -> None:
        self.process.send_signal(number)

    def end(self, number: int, seconds: float = 5.0) -> float:
        """Send a signal that ends it; return how many seconds that took, at most `seconds`."""
        began = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(seconds)
        self._reader.join(5)
        return time.monotonic() - began

    def _read(self) -> None:
        for line in self.process.stdout or ():
            self.lines.append(line)


def until(true: Callable[[], object], seconds: float, what: str) -> None:
    """Poll for a condition of a real process; fail after a deadline, which is no measure of its speed."""
    deadline = time.monotonic() + seconds * PATIENCE
    while not true():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(0.01)
