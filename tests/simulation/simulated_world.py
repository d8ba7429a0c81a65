"""The world around foibot, all of it driven by a seed: its mailbox, its mail server, its disk and its clock.

foibot itself is the real one: its jobs, its mail code down to the library's client, and its register in a real file.
"""

import os
import shutil
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache, lru_cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal, cast

from simulated_disk import open_simulated
from simulated_faults import CrashError, Effects, Fault
from simulated_mailbox import PostOffice, SimulatedImap
from simulated_reading import undated
from simulated_smtp import SimulatedSmtp, SortingOffice

from foibot.app import App, Lines, build
from foibot.casework.policy import Officer
from foibot.config import load_config
from foibot.jobs.calendar_keeping import keep_calendar
from foibot.jobs.commanding import Door, carry_out
from foibot.jobs.desk import Desk
from foibot.jobs.rounds import Pass, one_pass
from foibot.mail import attachment_reader
from foibot.mail.attachment_words import FileWords, told
from foibot.mail.errands import T
from foibot.mail.render import Templates
from foibot.shipped import shipped_templates
from foibot.store.database import Database

US = "foi@council.example"
WATCHED = ("INBOX", "Junk", "FOI/Triage/New request", "FOI/Triage/Not a request")
Truth = Literal["request", "mail", "robot", "holder", "ours"]
CONFIG = f"""
[authority]
name = "Exampleshire Council"
jurisdiction = "england-wales"
postal_address = "1 Council Square"
[mailbox]
address = "{US}"
username = "foi"
password = {{ env = "FOIBOT_SIMULATED" }}
imap = {{ host = "127.0.0.1", port = 1143, tls = "none" }}
smtp = {{ host = "127.0.0.1", port = 1025, tls = "none" }}
[[calendar.closures]]
from = 2026-12-28
to = 2026-12-31
[[holders]]
id = "finance"
name = "Finance"
email = "finance@council.example"
[[holders]]
id = "highways"
name = "Highways"
email = "highways@council.example"
manager = "mia"
"""
TEAM = {
    "jane": ("Jane Quill", ("officer", "approver")),
    "omar": ("Omar Hale", ("officer",)),
    "pat": ("Pat Lowe", ("approver",)),
    "rex": ("Rex Vane", ("reviewer",)),
    "mia": ("Mia Stone", ("manager",)),
}
COLLEAGUES = frozenset({*(f"{one}@council.example" for one in TEAM), "finance@council.example"}) | {
    "highways@council.example"
}
PLAIN_LIMITS = "[limits]\nacknowledgements_a_day = 50\nacknowledgements_a_week = 200"
SETTINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (PLAIN_LIMITS, ("MOVE", "UIDPLUS", "MULTIAPPEND")),
    ("", ("MOVE", "UIDPLUS")),
    (f"{PLAIN_LIMITS}\n[approval]\ncooling_off_minutes = 0", ("UIDPLUS", "MULTIAPPEND")),
    (PLAIN_LIMITS + '\n[folders]\nfiling = "leave"', ("MOVE",)),
)
"""Ways in which authorities and servers differ: more lines of config.toml, and what the server can do."""


def at_once(errand: Callable[[], T], /) -> Future[T]:
    """Do an errand here and now: a story is the same each time it is played."""
    done: Future[T] = Future()
    try:
        done.set_result(errand())
    except BaseException as fault:  # noqa: BLE001 - a crash too is for whoever asks for the result
        done.set_exception(fault)
    return done


@lru_cache(maxsize=256)
def files_read_here(raw: bytes) -> list[FileWords]:
    """Read the files of a message as foibot's reader does, without a process of its own: nobody here means harm."""
    return told("".join(f"{line}\n" for line in attachment_reader.lines(raw)).encode())


def officer(one: str) -> str:
    name, roles = TEAM[one]
    listed = ", ".join(f'"{role}"' for role in roles)
    return f'[[officers]]\nid = "{one}"\nname = "{name}"\nemail = "{one}@council.example"\nroles = [{listed}]\n'


TEMPLATES = Templates([shipped_templates()])
"""The templates of every authority, which are the shipped ones: compiled once for all stories."""


@cache
def first_register(text: str, start: datetime) -> tuple[App, bytes]:
    """Return an app and the bytes of a register that knows the calendar: making them takes longer than a day."""
    os.environ["FOIBOT_SIMULATED"] = "a password"
    with TemporaryDirectory() as folder:
        path = Path(folder) / "config.toml"
        path.write_text(text, encoding="utf-8")
        app = replace(build(load_config(path)), templates=TEMPLATES)
        db = app.open_register()
        keep_calendar(Desk(app, db, lambda: start))
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        db.close()
        return app, app.config.register.path.read_bytes()


@dataclass(slots=True)
class Ledger:
    """What the world knows by itself, to hold foibot's register against."""

    truth: dict[str, Truth] = field(default_factory=dict)
    """What each message is that came, by Message-ID."""
    shown: dict[str, str] = field(default_factory=dict)
    """Messages that lay in a watched folder while a whole pass was made, and in which."""
    signed: dict[str, set[str]] = field(default_factory=dict)
    """Who signed which letter, by what stands in it but its days: by command, or by moving a form."""
    resent: dict[str, int] = field(default_factory=dict)
    """How often a person had a letter of a case sent again."""
    wanted_more: int = 0


class World:
    """One authority; `now` is what the story says it is."""

    def __init__(
        self, folder: Path, start: datetime, setting: int = 0, *, job: Callable[[Desk], Pass] = one_pass
    ) -> None:
        lines, capabilities = SETTINGS[setting]
        self.now, self.skew, self.job = start, timedelta(), job
        self.effects = Effects(meanwhile=self.meanwhile)
        self.post = PostOffice()
        self.sorting = SortingOffice(self.effects, self.clock)
        self.ledger = Ledger()
        self.newest: bytes = b""
        self.last_fired: list[str] = []
        app, register = first_register("".join((CONFIG, *map(officer, TEAM), lines)), start.replace(hour=0, minute=0))
        path = folder / "foibot.db"
        path.write_bytes(register)
        config = replace(app.config, path=folder / "config.toml", register=replace(app.config.register, path=path))
        imap = partial(self._open_imap, capabilities)
        smtp = cast("Any", lambda _: SimulatedSmtp(self.sorting))
        doors = Lines(cast("Any", imap), smtp, begin=at_once, files=files_read_here)
        self.app = replace(app, config=config, lines=doors)
        self.db: Database = open_simulated(path, self.effects)

    def _open_imap(self, capabilities: tuple[str, ...], *_: object) -> SimulatedImap:
        return SimulatedImap(self.post, self.effects, self.clock, capabilities)

    def clock(self) -> datetime:
        return self.now + self.skew

    @property
    def desk(self) -> Desk:
        return Desk(self.app, self.db, self.clock)

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        return list(self.db.execute(sql, values).fetchall())

    # -- what foibot does

    def a_pass(self, faults: tuple[Fault, ...] = ()) -> Pass | None:
        """Let foibot do everything that is due; None where the process was killed on the way."""
        before = self.in_watched_folders()
        self.effects.begin(faults)
        try:
            done = self.job(self.desk)
        except CrashError:
            crashed = self.effects.fired
            self.restart()
            self.effects.fired = crashed
            return None
        finally:
            self.skew = timedelta()
            self.last_fired = self.effects.fired
            self.effects.begin(())
        if not self.last_fired and not done.faults:
            self.ledger.shown |= before
        return done

    def in_watched_folders(self) -> dict[str, str]:
        return {
            message.message_id: name
            for name in WATCHED
            if name in self.post.folders
            for message in self.post.folders[name].messages.values()
        }

    def restart(self) -> None:
        """Let the process end as a kill does, and start it anew on the same file."""
        self.db.close()
        self.effects.begin(())
        self.db = open_simulated(self.app.config.register.path, self.effects)

    def command(self, who: str, verb: str, target: str, said: dict[str, Any], faults: tuple[Fault, ...] = ()) -> str:
        """Carry out an officer's command, as on the host; raises what it raises, but for being killed."""
        person = self.app.policy.officer(who) or Officer(who)
        signing = self.bytes_of_draft(target) if verb == "approve" else b""
        self.effects.begin(faults)
        if signing:
            self.sign(signing, who)  # a command cut off may have been carried out
        try:
            told = carry_out(self.app, self.db, verb, target, said, Door(person, "root", self.clock())).told
        except CrashError:
            self.restart()
            return "killed"
        finally:
            self.effects.begin(())
        if verb == "resend":
            self.ledger.resent[target] = self.ledger.resent.get(target, 0) + 1
        return told

    # -- what others do

    def deliver(self, raw: bytes, truth: Truth, folder: str = "INBOX") -> None:
        self.newest = raw
        uid = self.post.add(folder, raw, self.now)
        self.ledger.truth[self.post.folders[folder].messages[uid].message_id] = truth

    def meanwhile(self, kind: str) -> None:
        """Do what others do, or the clock does, in the middle of foibot's work."""
        match kind:
            case "renumbered":
                self.post.renumber("INBOX")
            case "delivered again" if self.newest:
                self.post.add("INBOX", self.newest, self.now)
            case "moved by somebody":
                for uid in sorted(self.post.folders["INBOX"].messages)[:1]:
                    self.post.move("INBOX", uid, "Colleagues")
            case "clock forward":
                self.skew += timedelta(hours=3)
            case "clock back":
                self.skew -= timedelta(hours=2)

    def bytes_of_draft(self, draft: str) -> bytes:
        found = self.rows("SELECT raw FROM drafts WHERE id = ?", draft)
        return bytes(found[0][0]) if found else b""

    def sign(self, raw: bytes, who: str) -> None:
        self.ledger.signed.setdefault(undated(raw), set()).add(who)

    def close(self) -> None:
        self.db.close()


def cleared(folder: Path) -> Path:
    """Return an empty folder of that name."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
