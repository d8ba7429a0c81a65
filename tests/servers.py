"""Real mail servers to test against: a throw-away Dovecot, and an SMTP server that keeps what it is given.

Both listen on loopback only, on free ports, and leave nothing behind. Importable by any test, since `tests/`
is on the path; the fixtures `dovecot` and `smtp_server` stand in `conftest.py`.
"""

import contextlib
import grp
import imaplib
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from certificates import Certificate
from smtp_sink import Behaviour, Letter, SmtpSink

__all__ = ["Behaviour", "Certificate", "Dovecot", "Letter", "SmtpSink", "why_no_dovecot"]

ACCOUNTS = {"foi": "foi-secret", "jane": "jane-secret", "bob": "bob-secret"}
START_SECONDS = 15.0

DOVECOT_CONF = """
base_dir = {home}/run
state_dir = {home}/run
log_path = {home}/dovecot.log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_home = {home}/mail/%n
mail_location = maildir:~/Maildir:LAYOUT=fs
mail_fsync = never
mail_plugins = acl
mailbox_idle_check_interval = 1 secs
mail_max_userip_connections = 40
auth_mechanisms = plain login
auth_failure_delay = 0
disable_plaintext_auth = no
{tls}
{capability}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {home}/passwords
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={home}/mail/%n
}}
namespace own {{
  inbox = yes
  separator = {separator}
  prefix = {prefix}
  {sent}
  mailbox "{junk}" {{
    auto = subscribe
    special_use = \\Junk
  }}
}}
namespace shared {{
  type = shared
  separator = {separator}
  prefix = Shared{separator}%%u{separator}
  location = maildir:%%h/Maildir:LAYOUT=fs:INDEXPVT=~/shared/%%u
  subscriptions = no
  list = children
}}
protocol imap {{
  mail_plugins = acl imap_acl
}}
plugin {{
  acl = vfile
  acl_shared_dict = file:{home}/shared
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


TOKENS = """
auth_mechanisms = plain login xoauth2
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {home}/oauth2.conf
}}
"""
INTROSPECTION = """
introspection_url = {url}
introspection_mode = post
username_attribute = username
active_attribute = active
active_value = true
"""


def why_no_dovecot() -> str | None:
    """Say why no Dovecot can be started on this machine; None where one can."""
    binary = _dovecot()
    if binary is None:
        return "there is no Dovecot on this machine: install Debian's dovecot-imapd"
    version = subprocess.run([binary, "--version"], capture_output=True, text=True, check=False).stdout
    return None if version.startswith("2.3.") else f"the configuration is for Dovecot 2.3, this is {version}"


def _dovecot() -> str | None:
    return shutil.which("dovecot", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")


class Dovecot:
    """A Dovecot of our own: its files lie in a folder of its own, its mail survives `stop` and `kill`."""

    def __init__(
        self,
        *,
        accounts: Mapping[str, str] = ACCOUNTS,
        separator: str = "/",
        prefix: str = "",
        junk: str = "Junk",
        sent: str = "mailbox Sent {\n auto = subscribe\n special_use = \\Sent\n}",
        capability: str | None = None,
        certificate: Certificate | None = None,
    ) -> None:
        self.accounts = dict(accounts)
        self.host = "127.0.0.1"
        self.port = _free_port()
        self.tls_port = _free_port() if certificate else 0
        # Not under pytest's own folder: the paths of UNIX sockets must be short, and nobody must get in.
        self.folder = Path(tempfile.mkdtemp(prefix="foibot-dovecot-"))
        self._process: subprocess.Popen[bytes] | None = None
        self._account = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        (self.folder / "passwords").write_text(
            "".join(f"{name}:{{PLAIN}}{password}\n" for name, password in self.accounts.items())
        )
        tls = "ssl = no"
        if certificate:
            copies = [shutil.copy(path, self.folder) for path in (certificate.certificate, certificate.key)]
            tls = "ssl = yes\nssl_cert = <{}\nssl_key = <{}".format(*copies)
        (self.folder / "dovecot.conf").write_text(
            DOVECOT_CONF.format(
                home=self.folder,
                user=self._account.pw_name,
                group=grp.getgrgid(self._account.pw_gid).gr_name,
                tls=tls,
                capability=f"imap_capability = {capability}" if capability else "",
                separator=separator,
                prefix=prefix,
                junk=junk,
                sent=sent,
                port=self.port,
                tls_port=self.tls_port,
            )
        )

    def accept_tokens(self, introspection: str) -> None:
        """Take tokens too, before it starts: those that the server at that address knows (RFC 7662)."""
        (self.folder / "oauth2.conf").write_text(INTROSPECTION.format(url=introspection))
        with (self.folder / "dovecot.conf").open("a") as configuration:
            configuration.write(TOKENS.format(home=self.folder))

    def start(self) -> Self:
        command = [_dovecot() or "dovecot", "-F", "-c", str(self.folder / "dovecot.conf")]
        who: dict[str, Any] = {}
        if os.geteuid() == 0:
            for path in [self.folder, *self.folder.iterdir()]:
                os.chown(path, self._account.pw_uid, self._account.pw_gid)
            who = {"user": self._account.pw_uid, "group": self._account.pw_gid, "extra_groups": []}
        with (self.folder / "first-words.log").open("wb") as words:
            self._process = subprocess.Popen(
                command,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                start_new_session=True,
                **who,
            )
        self._await_greeting()
        return self

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End the server and every connection in one blow, as a power cut does."""
        self._end(signal.SIGKILL)

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    @contextlib.contextmanager
    def client(self, account: str = "foi") -> Iterator[imaplib.IMAP4]:
        """Give a plain imaplib client, as an officer's mail program would be."""
        client = imaplib.IMAP4(self.host, self.port, timeout=20)
        try:
            client.login(account, self.accounts[account])
            yield client
        finally:
            with contextlib.suppress(imaplib.IMAP4.abort, OSError):  # a server that is going down says no goodbye
                client.logout()
            with contextlib.suppress(OSError):
                client.shutdown()

    def deliver(
        self,
        raw: bytes,
        *,
        account: str = "foi",
        folder: str = "INBOX",
        flags: str = "",
        at: datetime | None = None,
    ) -> int:
        """Put a message into a folder, with INTERNALDATE `at`; return its UID."""
        with self.client(account) as client:
            kind, answer = client.append(
                f'"{folder}"', f"({flags})", imaplib.Time2Internaldate(at or datetime.now(UTC)), raw
            )
            told = re.search(rb"APPENDUID \d+ (\d+)", answer[0])
            assert kind == "OK", answer
            assert told is not None, answer
            return int(told[1])

    def deliver_all(self, letters: Iterable[bytes], *, folder: str = "INBOX", at: datetime | None = None) -> None:
        """Put many messages into a folder over one connection."""
        moment = imaplib.Time2Internaldate(at or datetime.now(UTC))
        with self.client() as client:
            for raw in letters:
                kind, answer = client.append(f'"{folder}"', "", moment, raw)
                assert kind == "OK", answer

    def flags(self, folder: str = "INBOX", *, account: str = "foi") -> dict[int, set[str]]:
        """Return the flags of every message of a folder by UID, `\\Recent` left out."""
        with self.client(account) as client:
            client.select(f'"{folder}"', readonly=True)
            _, lines = client.uid("FETCH", "1:*", "(FLAGS)")
        found = {}
        for line in lines:
            if isinstance(line, bytes) and (told := re.search(rb"UID (\d+) FLAGS \(([^)]*)\)", line)):
                found[int(told[1])] = set(told[2].decode().split()) - {"\\Recent"}
        return found

    def messages(self, folder: str = "INBOX", *, account: str = "foi") -> list[bytes]:
        """Return the messages of a folder."""
        with self.client(account) as client:
            client.select(f'"{folder}"', readonly=True)
            _, parts = client.uid("FETCH", "1:*", "(BODY.PEEK[])")
        return [part[1] for part in parts if isinstance(part, tuple)]

    def move(self, uid: int, to: str, *, folder: str = "INBOX") -> int:
        """Move a message as a person would in a mail program; return its new UID."""
        with self.client() as client:
            client.select(f'"{folder}"')
            kind, answer = client.uid("MOVE", str(uid), f'"{to}"')
            assert kind == "OK", answer
            told = client.response("COPYUID")[1][0]
        return int(told.split()[-1])

    def make_folder(self, name: str) -> None:
        with self.client() as client:
            assert client.create(f'"{name}"')[0] == "OK"

    def renumber(self, folder: str = "INBOX") -> None:
        """Number a folder anew under another UIDVALIDITY, as a restored or repaired server does."""
        self.stop()
        for path in [*self.maildir(folder).glob("dovecot.index*"), self.maildir(folder) / "dovecot-uidlist"]:
            path.unlink()
        self.start()

    def maildir(self, folder: str = "INBOX", *, account: str = "foi") -> Path:
        """Return where the messages of a folder lie as files, in cur and new."""
        top = self.folder / "mail" / account / "Maildir"
        return top if folder == "INBOX" else top / folder

    def log(self) -> str:
        path = self.folder / "dovecot.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def _await_greeting(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process and self._process.poll() is None:
            with contextlib.suppress(OSError), socket.create_connection((self.host, self.port), 2) as line:
                line.settimeout(2)
                if line.recv(4).startswith(b"* OK"):
                    return
            time.sleep(0.02)
        said = (self.folder / "first-words.log").read_text(errors="replace") + self.log()
        self.remove()
        raise RuntimeError(f"Dovecot would not start: {said[-2000:]}")

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, how)
        process.wait(timeout=START_SECONDS)


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])
