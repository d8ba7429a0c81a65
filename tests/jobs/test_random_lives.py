"""Whatever happens to requests, in whatever order: nobody is chased wrongly, nobody twice, and no request is forgotten.

Days pass, officers act in meaningful sequences, applicants write, foibot is ended and started again. `FOIBOT_LIVES`
sets how many lives are lived.
"""

import os
import shutil
import tempfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from builders import make_mail
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from registers import arrive, command, dump, faults, make_desk, new_case, open_quickly
from swallowing import Swallowing

from foibot.casework.answers import OtherAuthority
from foibot.casework.case import ACTIVE, WAITING, Case
from foibot.casework.chasers import TO_COLLEAGUES
from foibot.casework.chasing import next_date
from foibot.errors import NotPermitted, UsageError
from foibot.jobs.calendar_keeping import keep_calendar
from foibot.jobs.chase import chase
from foibot.jobs.desk import Desk
from foibot.jobs.digest import write_digest
from foibot.jobs.dispatch import send_letters
from foibot.jobs.office_hours import LONDON, days_of_work, window_is_open
from foibot.jobs.rounds import chase_work
from foibot.law.clock import london_day
from foibot.mail.parse import parse
from foibot.store import cases, queries
from foibot.store.queries import CaseFilter

DUE = ("reference", "due_on", "due_to", "status", "officer")
START = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
CLOSURES = """
[[calendar.closures]]
from = 2026-12-28
to = 2026-12-31
[[holders]]
id = "finance"
name = "Finance"
email = "finance@council.example"
manager = "mia"
"""
OTHER = OtherAuthority("forest-board", "Exampleshire Forest Board", email="foi@forest.example")
CLEAR = "I mean the High Street and Mill Lane, for the whole of the year 2025."
REPLIES = (CLEAR, "Thank you, I will write next week.", "Any news on my request?", "I withdraw my request.")
ANSWERS = (
    {"outcome": "not-held"},
    {"outcome": "disclosed", "text": "There were 31 potholes."},
)
FURTHER: tuple[tuple[str, dict[str, Any]], ...] = (
    ("clarified", {}),
    ("paid", {}),
    ("reopen", {"why": "they wrote again"}),
    ("close", {"why": "nothing further is needed"}),
    ("note", {"text": "asked Highways"}),
    ("regime", {"regime": "EIR"}),
    ("regime", {"regime": "FOIA"}),
    ("regime", {"regime": "SAR"}),
)


QUESTIONS = (None, "How many potholes were there?", "What did the repairs cost?")
SECRETS = ("ada field", "ada.field", "reader.example")


class Lives(RuleBasedStateMachine):
    """An FOI team over Christmas."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.now = START
        self.standing = make_desk(self.folder, START, calendar=CLOSURES)
        self.written = 0
        keep_calendar(self.desk)

    def teardown(self) -> None:
        self.standing.db.close()
        shutil.rmtree(self.folder)

    @property
    def desk(self) -> Desk:
        return Desk(self.standing.app, self.standing.db, lambda: self.now)

    @property
    def today(self) -> date:
        return london_day(self.now)

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        return list(self.standing.db.execute(sql, values).fetchall())

    def case(self, data: Any) -> str:
        return str(data.draw(st.sampled_from([row[0] for row in self.rows("SELECT reference FROM case_state")])))

    # -- what officers do

    def does(self, verb: str, target: str, who: str = "jane", **said: Any) -> bool:
        """Try a command; what is refused changes nothing."""
        before = dump(self.standing.db)
        try:
            command(self.desk, verb, target, who, **said)
        except (NotPermitted, UsageError):
            assert dump(self.standing.db) == before
            return False
        return True

    def approves_all(self, reference: str) -> None:
        found = self.rows("SELECT id FROM drafts WHERE reference = ? AND status = 'waiting' ORDER BY id", reference)
        for (draft,) in found:
            self.does("approve", str(draft), "pat", **{"at-once": True})

    @rule(data=st.data(), officer=st.sampled_from(["jane", "pat", "rex"]))
    def somebody_takes_it(self, data: Any, officer: str) -> None:
        self.does("assign", self.case(data), officer=self.desk.app.policy.officer(officer))

    @rule(data=st.data(), leaves=st.booleans())
    def it_is_clarified(self, data: Any, leaves: bool) -> None:
        self.drafts(data, "clarify", leaves, text="Which roads do you mean?")

    @rule(data=st.data(), leaves=st.booleans())
    def a_fee_is_asked(self, data: Any, leaves: bool) -> None:
        self.drafts(data, "fee", leaves, amount="30", why="400 pages at 7p.", text="By cheque.")

    @rule(data=st.data(), leaves=st.booleans(), days=st.sampled_from([10, 25, 40, 55]))
    def the_time_is_extended(self, data: Any, leaves: bool, days: int) -> None:
        said = {"until": self.today + timedelta(days=days), "why": "Two contracts are concerned."}
        self.drafts(data, "extend", leaves, exemption=("s.43(2)",), likelihood="would", **said)

    @rule(data=st.data(), leaves=st.booleans(), answer=st.sampled_from(ANSWERS))
    def it_is_answered(self, data: Any, leaves: bool, answer: dict[str, Any]) -> None:
        self.drafts(data, "respond", leaves, **answer)

    @rule(data=st.data(), leaves=st.booleans())
    def somebody_says_sorry(self, data: Any, leaves: bool) -> None:
        self.drafts(data, "holding", leaves, until=self.today + timedelta(days=9), why="A colleague was ill.")

    @rule(data=st.data(), leaves=st.booleans())
    def it_is_handed_on(self, data: Any, leaves: bool) -> None:
        self.drafts(data, "transfer", leaves, authority=OTHER, agreed=True)

    @rule(data=st.data(), leaves=st.booleans())
    def it_is_withdrawn(self, data: Any, leaves: bool) -> None:
        self.drafts(data, "withdraw", leaves)

    def drafts(self, data: Any, verb: str, leaves: bool, **said: Any) -> None:
        reference = self.case(data)
        if self.does(verb, reference, **said) and leaves:
            self.approves_all(reference)
            send_letters(self.desk, Swallowing())

    @rule(data=st.data(), what=st.sampled_from(FURTHER), who=st.sampled_from(["jane", "mia"]))
    def something_further_is_done(self, data: Any, what: tuple[str, dict[str, Any]], who: str) -> None:
        self.does(what[0], self.case(data), who, **what[1])

    @rule(data=st.data(), days=st.sampled_from([1, 5, 30]))
    def its_day_of_receipt_is_corrected(self, data: Any, days: int) -> None:
        self.does("received", self.case(data), date=self.today - timedelta(days=days), why="a colleague had it")

    @rule(data=st.data())
    def it_is_merged(self, data: Any) -> None:
        self.does("merge", self.case(data), into=self.case(data))

    @rule(data=st.data(), by=st.sampled_from([None, 2, 10]))
    def a_holder_is_asked(self, data: Any, by: int | None) -> None:
        day = None if by is None else self.today + timedelta(days=by)
        holder = self.desk.app.policy.holder("finance")
        self.does("seek", self.case(data), holder=holder, by=day, question=data.draw(st.sampled_from(QUESTIONS)))

    @rule(data=st.data(), verb=st.sampled_from(["settled", "unsettled"]))
    def a_question_is_settled(self, data: Any, verb: str) -> None:
        self.does(verb, self.case(data), question=1, why="they telephoned")

    @rule(officer=st.sampled_from(["jane", "mia"]), days=st.sampled_from([1, 20]))
    def somebody_is_away(self, officer: str, days: int) -> None:
        known = self.desk.app.policy.officer(officer)
        self.does("away", "", "mia", officer=known, until=self.today + timedelta(days=days))

    @rule(data=st.data())
    def a_draft_is_rejected(self, data: Any) -> None:
        found = self.rows("SELECT id FROM drafts WHERE status = 'waiting'")
        if found:
            self.does("reject", str(data.draw(st.sampled_from(found))[0]), "pat", why="not like this")

    @rule(verb=st.sampled_from(["hold", "resume"]))
    def what_leaves_is_stopped_or_goes_on(self, verb: str) -> None:
        self.does(verb, "", "mia")

    # -- what comes

    @initialize()
    def a_request_comes(self) -> None:
        self.mail("Freedom of Information request: potholes")

    @rule(by_letter=st.booleans(), email=st.sampled_from(["", "ada.field@reader.example"]))
    @precondition(lambda self: len(self.rows("SELECT 1 FROM case_state")) < 4)
    def another_request_comes(self, by_letter: bool, email: str) -> None:
        if by_letter:
            new_case(self.desk, email=email, text=f"How many trees were felled in ward {self.written}?")
        else:
            self.mail("Freedom of Information request: trees")

    @rule(data=st.data(), text=st.sampled_from(REPLIES))
    def the_applicant_writes(self, data: Any, text: str) -> None:
        self.mail(f"Re: potholes [{self.case(data)}]", text=text)

    def mail(self, subject: str, **more: Any) -> None:
        self.written += 1
        arrive(self.desk, make_mail(subject=subject, message_id=f"<{self.written}@reader.example>", **more))

    # -- what time does

    @rule(days=st.sampled_from([1, 1, 1, 2, 3, 10, 35]), hours=st.sampled_from([0, 0, 0, 1, 10]))
    def time_passes(self, days: int, hours: int) -> None:
        self.now += timedelta(days=days, hours=hours)
        self.a_pass_is_made()

    @rule()
    def foibot_is_started_anew(self) -> None:
        self.standing.db.close()
        self.standing = Desk(self.standing.app, open_quickly(self.folder / "foibot.db"))

    @rule(sent=st.booleans())
    def a_pass_is_made(self, sent: bool = True) -> None:
        before = {row[0]: row[1] for row in self.rows("SELECT reference, status FROM case_state")}
        known = self.rows("SELECT coalesce(max(id), 0) FROM outbox")[0][0]
        chase_work(self.desk)
        write_digest(self.desk)
        for reference, letter in self.rows("SELECT reference, letter FROM outbox WHERE id > ?", known):
            assert letter != "clarification_reminder" or before[reference] == "awaiting_clarification"
        told = self.rows(
            "SELECT o.recipient, e.reference FROM events e, json_each(e.payload, '$.notices') n JOIN outbox o"
            " ON o.reference = 'office' AND o.number = n.value WHERE e.type = 'ChaserSent' AND o.id > ?"
            " GROUP BY o.recipient, e.reference HAVING count(DISTINCT o.id) > 1",
            known,
        )
        assert told == [], "a person hears of a case in two mails at once"
        self.nothing_is_left_undone()
        if sent:
            send_letters(self.desk, Swallowing())
        again = chase(self.desk)
        assert (again.notices, again.reminders, again.holders, again.late) == (0, 0, 0, [])

    def nothing_is_left_undone(self) -> None:
        """Once a pass was made at an hour at which it may write, the next thing to be done lies ahead."""
        if not window_is_open(self.desk) or not days_of_work(self.desk).is_open(self.today):
            return
        assert self.rows("SELECT reference, next_on FROM case_state WHERE next_on <= ?", str(self.today)) == []

    # -- what holds

    @invariant()
    def the_tables_are_what_the_log_makes_them(self) -> None:
        assert faults(self.desk) == []

    @invariant()
    def nobody_is_chased_on_a_day_off_or_at_night(self) -> None:
        for letter, queued_at in self.rows("SELECT letter, queued_at FROM outbox"):
            if letter not in (*TO_COLLEAGUES, "clarification_reminder", "holder_chaser", "digest"):
                continue
            written = datetime.fromisoformat(queued_at).astimezone(LONDON)
            assert days_of_work(self.desk).is_open(written.date())
            assert 8 <= written.hour < 18

    @invariant()
    def no_step_is_taken_twice(self) -> None:
        for case in self.all_cases():
            assert [step for step, count in Counter(case.chased).items() if count > 1] == []

    @invariant()
    def nothing_reminds_an_applicant_of_whom_nothing_is_asked(self) -> None:
        asking = {case.reference for case in self.all_cases() if case.status in WAITING}
        queued = self.rows("SELECT reference FROM outbox WHERE letter = 'clarification_reminder' AND status = 'queued'")
        assert {row[0] for row in queued} <= asking

    @invariant()
    def nothing_tells_a_holder_who_asks(self) -> None:
        for (raw,) in self.rows("SELECT raw FROM outbox WHERE letter IN ('holder_request', 'holder_chaser')"):
            told = parse(bytes(raw)).text.casefold() + bytes(raw).decode("ascii", "replace").casefold()
            assert [secret for secret in SECRETS if secret in told] == []

    @invariant()
    def every_request_that_is_owed_something_has_a_next_day(self) -> None:
        app = self.desk.app
        for case in self.all_cases():
            following = next_date(case, app.policy, app.statutes)
            assert following.on is not None or following.why_not
            if case.status in ACTIVE or (case.status in WAITING and case.regime != "SAR"):
                assert following.on is not None

    @invariant()
    def what_is_due_is_what_the_list_of_cases_says_is_due(self) -> None:
        day = london_day(self.desk.clock()) + timedelta(days=10)
        for officer in (None, "jane"):
            listed = queries.cases(self.standing.db, CaseFilter(due_by=day.isoformat(), officer=officer))
            assert queries.due(self.standing.db, day, officer) == [{key: row[key] for key in DUE} for row in listed]

    def all_cases(self) -> list[Case]:
        found = (cases.load_case(self.standing.db, row[0]) for row in self.rows("SELECT reference FROM case_state"))
        return [case for case in found if case is not None]


LIVES = int(os.environ.get("FOIBOT_LIVES", "0"))
PHASES = (Phase.generate,) if LIVES else tuple(Phase)
Lives.TestCase.settings = settings(
    max_examples=LIVES or 10, stateful_step_count=40, deadline=None, phases=PHASES, report_multiple_bugs=not LIVES
)
TestLives = Lives.TestCase
