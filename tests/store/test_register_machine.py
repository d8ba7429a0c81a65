"""Anything may happen in any order, and the register is at every moment what its log makes it."""

import shutil
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from registers import ADA, BO, NOW, add_message, dump, faults, make_app, make_verdict, open_quickly

from foibot.app import App
from foibot.casework.answers import OtherAuthority
from foibot.casework.arrivals import Arrival, MessageState, decide_arrival
from foibot.casework.case import ENDED, OFFICE
from foibot.casework.commands import COMMANDS, Argument, ArgumentType, Command, Target
from foibot.casework.events import Person, RequestReceived
from foibot.casework.letters import Attachment
from foibot.casework.parts_file import PartsFile
from foibot.casework.policy import Holder, Officer
from foibot.casework.review_points import Point
from foibot.correspondence.classify import Kind, Reason, Verdict
from foibot.correspondence.receipt import Receipt
from foibot.correspondence.thread import Thread
from foibot.errors import NotPermitted, UsageError
from foibot.jobs.calendar_keeping import keep_calendar
from foibot.jobs.commanding import Door, carry_out
from foibot.jobs.desk import Desk
from foibot.jobs.dispatch import Dispatched, look_for_unknown, send_letters
from foibot.jobs.lapsing import lapse_silent_cases
from foibot.jobs.recording import new_reference, record
from foibot.jobs.telling import tell_officers
from foibot.law.working_days import BankHoliday, Division
from foibot.mail.mailbox import ImapMailbox
from foibot.mail.server import ServerAddress
from foibot.mail.transport import Accepted, Deferred, OutcomeUnknown, Refused, SmtpTransport
from foibot.store import cases, messages
from foibot.store.database import Database
from foibot.store.register import writing

NOBODY = Person()
IN_PARTS = PartsFile("parts.toml", {"parts": [{"question": "How many?", "outcome": "not-held"}]})
POLICE = OtherAuthority("police", "Exampleshire Police", email="foi@police.example")
PEOPLE = (ADA, BO, Person("", "no.name@writer.example"), NOBODY)
SECRETS = ("Field", "Marsh", "reader.example", "writer.example", "Words of", "Secret")
OFFICERS = (*["jane"] * 6, "mia", "pat", "rex", "host:root")
ACKNOWLEDGEMENTS = """
SELECT reference, count(*) FROM outbox WHERE letter = 'acknowledgement' AND status != 'cancelled'
GROUP BY reference
"""
VERBS = (*sorted(COMMANDS), *["approve"] * 6, *["classify", "clarify", "resend"] * 3)
FINANCE = Holder("finance", "Finance", "finance@council.example")
USUAL = st.sampled_from([*[True] * 6, False])
NOWHERE = ServerAddress("127.0.0.1", 1, "none")
FATES: dict[str, Exception | None] = {
    "taken": None,
    "put off": Deferred("The SMTP server put the letter off", "451 later"),
    "refused": Refused("The SMTP server refused the letter", "550 no such mailbox"),
    "lost": OutcomeUnknown("Nobody knows"),
}


class ScriptedTransport(SmtpTransport):
    """A server that deals with each letter as it was told to."""

    def __init__(self, fates: list[str]) -> None:
        super().__init__(NOWHERE, None, None)
        self._fates = fates

    def send(self, *, before_final_dot: Any, **_: Any) -> Accepted:
        fate = FATES[self._fates.pop(0) if self._fates else "taken"]
        if isinstance(fate, OutcomeUnknown) or fate is None:
            before_final_dot()
        if fate is not None:
            raise fate
        return Accepted("250 ok")


class SentFolder(ImapMailbox):
    """A mailbox in whose Sent folder everything is found, or nothing."""

    def __init__(self, *, holds: bool) -> None:
        super().__init__(NOWHERE, "foi", str)
        self._holds = holds

    def special_use(self, use: str) -> str | None:
        del use
        return "Sent"

    def folder_exists(self, folder: str) -> bool:
        del folder
        return True

    def find_letter(self, folder: str, message_id: str) -> list[str]:
        del folder
        return [message_id] if self._holds else []


@cache
def first_app() -> App:
    return make_app(Path(tempfile.mkdtemp()))


@cache
def app_with(proclaimed: int) -> App:
    """The app under one of three editions of the calendar."""
    app = first_app()
    days = [date(2026, 3, 12), date(2026, 3, 20)][:proclaimed]
    more = [BankHoliday(day, "Feast", frozenset(map(str, Division)), "Proclamation") for day in days]
    statutes = app.statutes
    calendars = statutes.calendars.with_days(more)
    return replace(app, statutes=replace(statutes, calendars=calendars, edition=f"edition {proclaimed}"))


verdicts = st.builds(
    make_verdict,
    kind=st.sampled_from([*Kind, *[Kind.NEW_REQUEST] * 12, *[Kind.BOUNCE] * 4]),
    automatic=st.booleans(),
    certain=st.booleans(),
    acknowledge=st.sampled_from([True, True, False]),
    withheld=st.sampled_from([(), (), (Reason("not-addressed-to-us", "none"),), (Reason("uncertain", "?"),)]),
    thread=st.sampled_from([None, Thread("?", "in-reply-to", confirmed=False)]),
    reasons=st.just((Reason("rule", "Secret evidence"),)),
)


REDACTED = Attachment("redacted.csv", "text/csv", b"1,x")


class Register(RuleBasedStateMachine):
    """Random days of an FOI team."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.now = NOW
        self.edition = 0
        self.db: Database = open_quickly(self.folder / "foibot.db")
        self.arrived = 0
        keep_calendar(self.desk)
        for verdict in (make_verdict(), make_verdict(withheld=(Reason("uncertain", "?"),)), make_verdict(Kind.BULK)):
            self._take_in(verdict, ADA, None)

    def teardown(self) -> None:
        payloads = "\n".join(f"{row[0]} {row[1]}" for row in self.rows("SELECT payload, actor FROM events"))
        assert [secret for secret in SECRETS if secret in payloads] == []
        self.db.close()
        shutil.rmtree(self.folder)

    @property
    def app(self) -> App:
        return app_with(self.edition)

    @property
    def desk(self) -> Desk:
        return Desk(self.app, self.db, lambda: self.now)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return list(self.db.execute(sql).fetchall())

    def references(self) -> list[str]:
        return cases.all_references(self.db)

    def pick(self, data: Any, some: list[Any], *others: Any) -> Any:
        return data.draw(st.sampled_from([*some, *others]))

    # -- what can happen

    @rule(data=st.data(), verdict=verdicts, sender=st.sampled_from(PEOPLE))
    def message_arrives(self, data: Any, verdict: Verdict, sender: Person) -> None:
        reference = self.pick(data, self.references(), None)
        flags = {"readable": data.draw(USUAL), "in_junk": not data.draw(USUAL), "history": not data.draw(USUAL)}
        self._take_in(verdict, sender, reference, bounced_letter=data.draw(st.integers(0, 2)), **flags)

    @rule(sender=st.sampled_from(PEOPLE), certain=st.booleans())
    def request_arrives(self, sender: Person, certain: bool) -> None:
        withheld = () if certain else (Reason("uncertain", "?"),)
        self._take_in(make_verdict(certain=certain, withheld=withheld), sender, None)

    @rule(data=st.data())
    def letter_comes_back(self, data: Any) -> None:
        self._take_in(make_verdict(Kind.BOUNCE), NOBODY, self.pick(data, self.references()), bounced_letter=1)

    def _take_in(self, verdict: Verdict, sender: Person, reference: str | None, **more: Any) -> None:
        """Do with a verdict what intake does with a message."""
        self.arrived += 1
        with writing(self.db) as db:
            row = add_message(db, verdict, sender, name=f"message{self.arrived}", now=self.now)
            case = cases.load_case(db, reference) if reference else None
            arrival = Arrival(
                message=row,
                verdict=replace(verdict, reference=reference),
                applicant=sender,
                answer_to=sender.email,
                receipt=Receipt(self.now - timedelta(days=self.arrived % 9), "server"),
                new_reference=new_reference(self.app, db, self.now.year),
                **more,
            )
            decision = decide_arrival(arrival, case, self.app.policy)
            record(self.app, db, decision, self.desk.hand())
            on = None if decision.reference == OFFICE else decision.reference
            opened = isinstance(decision.events[0], RequestReceived)
            messages.settle(db, row, state=decision.state, reference=on, opened=opened)

    @rule(data=st.data(), verb=st.sampled_from(VERBS), who=st.sampled_from(OFFICERS))
    def somebody_commands(self, data: Any, verb: str, who: str) -> None:
        row = COMMANDS[verb]
        officer = self.app.policy.officer(who) or Officer(who)
        target = self._target(data, row)
        said = {argument.name: self._value(data, argument) for argument in row.arguments}
        allowed = row.on_the_host or bool(officer.roles & row.roles)
        possible = self._status_of(target, row) in {None, *row.states}
        before = dump(self.db)
        try:
            carry_out(self.app, self.db, verb, target, said, Door(officer, "root", self.now))
        except (NotPermitted, UsageError):
            assert dump(self.db) == before
        else:
            assert allowed
            assert possible

    @rule(fates=st.lists(st.sampled_from(sorted(FATES)), max_size=4))
    def letters_leave(self, fates: list[str]) -> None:
        send_letters(self.desk, ScriptedTransport(fates))

    @rule(holds=st.booleans())
    def lost_letters_are_looked_for(self, holds: bool) -> None:
        look_for_unknown(self.desk, SentFolder(holds=holds), Dispatched())

    @rule()
    def officers_are_told(self) -> None:
        tell_officers(self.desk)

    @rule()
    def silent_cases_lapse(self) -> None:
        lapse_silent_cases(self.desk)

    @rule(edition=st.integers(0, 2))
    def calendar_changes(self, edition: int) -> None:
        ended = self._ended()
        self.edition = edition
        moved = keep_calendar(self.desk)
        assert self._ended() == ended
        assert {reference for reference, _, _ in moved}.isdisjoint(row[0] for row in ended)

    @rule(hours=st.sampled_from([1, 26, 200, 1500]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    # -- what holds whatever happens

    @invariant()
    def the_tables_are_what_the_log_makes_them(self) -> None:
        assert faults(self.desk) == []

    @invariant()
    def versions_have_no_gap(self) -> None:
        grouped = self.rows("SELECT reference, min(version), max(version), count(*) FROM events GROUP BY reference")
        assert [row for row in grouped if (row[1], row[2]) != (1, row[3])] == []

    @invariant()
    def a_case_has_one_acknowledgement_at_most(self) -> None:
        assert [row for row in self.rows(ACKNOWLEDGEMENTS) if row[1] > 1] == []

    @invariant()
    def every_message_has_one_state(self) -> None:
        found = self.rows("SELECT state, reference IS NOT NULL FROM messages")
        assert {state for state, _ in found} <= set(map(str, MessageState))
        assert all(on_case == (state == MessageState.CASE) for state, on_case in found)

    # -- how it is asked for

    def _ended(self) -> list[tuple[Any, ...]]:
        return [row for row in self.rows("SELECT * FROM case_state ORDER BY reference") if row[3] in ENDED]

    def _target(self, data: Any, row: Command) -> str:
        """Return one that there is, or now and then one that there is not."""
        known = {
            Target.NOTHING: [""],
            Target.CASE: self.references(),
            Target.MESSAGE: [one[0] for one in self.rows("SELECT id FROM messages")],
            Target.DRAFT: [one[0] for one in self.rows("SELECT id FROM drafts")],
        }[row.target]
        return str(self.pick(data, known if data.draw(USUAL) else ["FOI-2099-0001", OFFICE, "99", "<none@here>", "²"]))

    def _status_of(self, target: str, row: Command) -> str | None:
        reference = target
        if row.target is Target.DRAFT:
            found = self.db.execute("SELECT reference FROM drafts WHERE id = ?", (target,)).fetchone()
            reference = found[0] if found else ""
        if row.target not in {Target.CASE, Target.DRAFT}:
            return None
        found = self.db.execute("SELECT status FROM case_state WHERE reference = ?", (reference,)).fetchone()
        return found[0] if found else None

    def _value(self, data: Any, argument: Argument) -> Any:
        needed = (argument.positional or argument.required) and not argument.unless
        if not needed and data.draw(st.booleans()):
            return None
        if argument.name == "amount":
            return data.draw(st.sampled_from(["12.50", "£1,000", "free"]))
        if argument.name == "until":
            return self.now.date() + timedelta(days=data.draw(st.sampled_from([3, 35, 45, 400])))
        if argument.choices:
            return data.draw(st.sampled_from(argument.choices))
        usual, rare = self._values(argument.type)
        value = data.draw(st.sampled_from(usual if data.draw(USUAL) else rare))
        return (value,) if argument.many else value

    def _values(self, wanted: ArgumentType) -> tuple[list[Any], list[Any]]:
        """Return values that make sense, and others."""
        values: dict[ArgumentType, tuple[list[Any], list[Any]]] = {
            ArgumentType.TEXT: ([ADA.email, BO.email], ["Secret words", " ", ""]),
            ArgumentType.DATE: ([date(2026, 2, 27), date(2026, 3, 2)], [date(2099, 1, 1), date(1950, 1, 1)]),
            ArgumentType.MOMENT: ([self.now, NOW], [NOW + timedelta(days=9999), NOW - timedelta(days=19999)]),
            ArgumentType.OFFICER: ([*self.app.policy.officers], [*self.app.policy.officers]),
            ArgumentType.REFERENCE: (self.references(), ["FOI-2099-0001", OFFICE]),
            ArgumentType.REGIME: (["FOIA", "EIR"], ["FOISA", "SAR"]),
            ArgumentType.NUMBER: ([1], [-1]),
            ArgumentType.FLAG: ([False], [True]),
            ArgumentType.FILE: ([Attachment("a.csv", "text/csv", b"1,2")], [Attachment("b", "text/plain", b"")]),
            ArgumentType.AUTHORITY: ([POLICE], [POLICE]),
            ArgumentType.PARTS: ([IN_PARTS], [PartsFile("empty.toml")]),
            ArgumentType.TAG: (["roads"], ["ada.field@reader.example"]),
            ArgumentType.TEXT_FILE: (["Secret words, reviewed"], [""]),
            ArgumentType.SENT_FILE: (["a.csv"], ["no-such.csv"]),
            ArgumentType.COPY: ([("a.csv", REDACTED)], [("no-such.csv", REDACTED)]),
            ArgumentType.FOUND: (["a1b2c3"], [""]),
            ArgumentType.LINE: (["another-format"], ["no-such-line"]),
            ArgumentType.HOLDER: ([FINANCE], [Holder("", "", "away@council.example")]),
            ArgumentType.COUNT: ([1], [2, 99]),
            ArgumentType.HOURS: ([90, 600], [1]),
            ArgumentType.POINTS: ([()], [(Point("a complaint", "upheld", "Secret reasons"),)]),
        }
        return values[wanted]


Register.TestCase.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
TestRegister = Register.TestCase
