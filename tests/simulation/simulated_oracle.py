"""What must hold whatever happens: the rules of the house, held against what the world knows by itself.

Nothing here asks foibot whether it did well, but for replaying its log: hashes, days and who signed what are worked
out a second time, from the rows, the letters that left, and the mail that came.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from email import message_from_bytes
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from second_count import is_working, step
from simulated_people import ROBOTS
from simulated_reading import undated
from simulated_smtp import Letter
from simulated_world import COLLEAGUES, World

from foibot.jobs.recording import case_row
from foibot.law.clock import london_day
from foibot.store import audit

LONDON = ZoneInfo("Europe/London")
AUTOMATIC = frozenset({"acknowledgement", "review_acknowledgement", "clarification_reminder"})
IN_OFFICE_HOURS = frozenset({"officer_chaser", "escalation", "clarification_reminder", "holder_chaser", "digest"})
CLOSED = (date(2026, 12, 28), date(2026, 12, 31))
MOVING_THE_CLOCK_OTHERWISE = frozenset({"RegimeChanged", "DeadlineExtended", "MergeReceived"})
OPEN = ("open", "on_extension", "awaiting_clarification", "awaiting_fee", "responded", "in_review", "review_decided")
DECIDING = frozenset(
    (
        *("disclosed", "partly_withheld", "withheld", "not_held", "ncnd", "cost_limit"),
        *("vexatious", "repeated", "already_public", "extension", "transfer", "fees_notice"),
    )
)
LAWFUL = {
    "queued": {"queued", "sending", "sent", "refused", "unknown", "cancelled"},
    "sending": {"sending", "queued", "sent", "refused", "unknown"},
    "sent": {"sent", "refused", "queued"},
    "unknown": {"unknown", "sent", "queued", "refused", "sending", "cancelled"},
    "refused": {"refused", "queued", "sending", "sent", "unknown", "cancelled"},
    "cancelled": {"cancelled"},
}


class BrokenRuleError(AssertionError):
    """Raised when a rule does not hold: which one, and what was seen."""

    def __init__(self, rule: str, seen: str) -> None:
        self.rule, self.seen = rule, seen
        super().__init__(f"{rule}: {seen}")


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of the log, as it stands in the table."""

    id: int
    reference: str
    version: int
    at: str
    kind: str
    actor: str
    said: dict[str, Any]


@dataclass(slots=True)
class Oracle:
    """Reads the log as it grows, and knows the rules."""

    world: World
    last: str = "0" * 64
    last_id: int = 0
    facts: dict[str, list[Fact]] = field(default_factory=dict)
    letters: dict[int, str] = field(default_factory=dict)
    letters_looked_at: int = 0
    taken_looked_at: int = 0
    looked_at: int = 0
    """The last event that every rule was held against."""
    changed: set[str] = field(default_factory=set)
    audited: tuple[object, int] = (None, 0)
    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)
    thorough: bool = False

    def look(self, *, whole: bool = True, thorough: bool = False) -> None:
        """Hold every rule; raises `BrokenRuleError` for the first that is broken.

        `thorough` takes nothing as seen that was seen before.
        """
        self.thorough = thorough
        for rule in RULES:
            if whole or rule not in COSTLY:
                for seen in rule(self):
                    raise BrokenRuleError(rule.__name__.replace("_", " "), seen)
        self.changed.clear()
        self.looked_at = self.last_id
        self.taken_looked_at = len(self.world.sorting.taken)

    def of(self, reference: str, *kinds: str) -> list[Fact]:
        return [fact for fact in self.facts.get(reference, ()) if fact.kind in kinds]


def the_logs_chain_is_whole(oracle: Oracle) -> Iterable[str]:
    rows = oracle.world.rows(
        "SELECT id, reference, version, at, type, actor, payload, hash FROM events WHERE id > ? ORDER BY id",
        oracle.last_id,
    )
    for number, reference, version, at, kind, actor, payload, digest in rows:
        words = "\x1f".join((oracle.last, reference, str(version), at, kind, actor, payload))
        known = oracle.facts.setdefault(reference, [])
        if sha256(words.encode()).hexdigest() != digest:
            yield f"event {number} does not follow the one before it"
        if version != len(known) + 1:
            yield f"event {number} is version {version} of {reference}, which has {len(known)}"
        known.append(Fact(number, reference, version, at, kind, actor, json.loads(payload)))
        oracle.last, oracle.last_id = digest, number
        oracle.changed.add(reference)


def the_tables_are_what_the_log_makes_them(oracle: Oracle) -> Iterable[str]:
    """Replay the cases of which any row changed; all of them, and the whole chain, after a restart and at the end."""
    world, changes = oracle.world, oracle.world.db.conn.total_changes
    if (world.db.conn, changes) == oracle.audited and not oracle.thorough:
        return  # nothing was written since
    anew = oracle.thorough or world.db.conn is not oracle.audited[0]
    rows = rows_by_case(world)
    changed = [reference for reference, found in rows.items() if anew or found != oracle.rows.get(reference)]
    oracle.audited, oracle.rows = (world.db.conn, changes), rows
    if anew:
        yield from audit.faults(world.db, lambda case: case_row(world.app, world.db, case))
        return
    yield from audit.faults_of_cases(world.db, lambda case: case_row(world.app, world.db, case), changed)
    yield from audit.faults_between_tables(world.db)


OF_CASES = tuple(
    f"SELECT reference, {columns} FROM {table} WHERE reference != 'office' {order}"  # noqa: S608 - words of ours
    for table, columns, order in (
        ("events", "max(id), count(*)", "GROUP BY 1"),
        ("case_state", "*", ""),
        ("outbox", "number, letter, status", "ORDER BY id"),
        ("drafts", "number, letter, status", "ORDER BY id"),
        ("links", "other, how", "ORDER BY 1, 2, 3"),
        ("questions", "*", "ORDER BY 1, number"),
        ("question_replies", "*", "ORDER BY 1, 2, 3"),
        ("tags", "*", "ORDER BY 1, 2"),
    )
)
"""Whatever the audit compares of a case: where none of it changed, its verdict is the one before."""


def rows_by_case(world: World) -> dict[str, list[tuple[Any, ...]]]:
    found: dict[str, list[tuple[Any, ...]]] = {}
    for sql in OF_CASES:
        for row in world.rows(sql):
            found.setdefault(row[0], []).append(row)
    return found


def every_message_is_accounted_for(oracle: Oracle) -> Iterable[str]:
    world = oracle.world
    known = {row[0] for row in world.rows("SELECT message_id FROM messages")} | set(set_aside(world))
    yield from (
        f"{name} lay in {where} and is not in the register"
        for name, where in world.ledger.shown.items()
        if name not in known
    )
    lying = {message.message_id for _, _, message in world.post.everything()}
    yield from (f"{name} is no longer in the mailbox" for name in world.ledger.truth if name not in lying)


def set_aside(world: World) -> Iterable[str]:
    """Give the Message-IDs of what was set aside after three tries: foibot has read none, but kept the bytes."""
    for (data,) in world.rows(
        "SELECT r.bytes FROM messages m JOIN raw_mail r ON r.id = m.raw JOIN deliveries d ON d.message = m.id"
        " WHERE m.state = 'set_aside' AND d.attempts >= 3"
    ):
        yield str(message_from_bytes(data)["Message-ID"])


def no_request_is_without_a_case(oracle: Oracle) -> Iterable[str]:
    ledger = oracle.world.ledger
    rows = oracle.world.rows(
        "SELECT id, message_id, state FROM messages WHERE reference IS NULL AND state NOT IN ('triage', 'set_aside')"
    )
    for message, message_id, state in rows:
        if ledger.truth.get(message_id) == "request" and ledger.shown.get(message_id) == "INBOX":
            by_hand = [
                fact
                for facts in oracle.facts.values()
                for fact in facts
                if fact.said.get("message") == message and fact.actor != "foibot"
            ]
            if not by_hand and state != "junk":
                yield f"the request {message_id} is {state} and on no case"


def a_case_is_acknowledged_once(oracle: Oracle) -> Iterable[str]:
    kinds = {row[0]: (row[1], row[2]) for row in oracle.world.rows("SELECT message_id, letter, reference FROM outbox")}
    sent: dict[str, set[str]] = {}
    for letter in oracle.world.sorting.taken:
        kind, reference = kinds.get(letter.message_id, ("", ""))
        if kind == "acknowledgement":
            sent.setdefault(reference, set()).add(letter.message_id)
    yield from (
        f"{reference} was acknowledged {len(names)} times" for reference, names in sent.items() if len(names) > 1
    )
    again = oracle.world.rows(
        "SELECT reference FROM outbox WHERE letter = 'acknowledgement' AND status != 'cancelled'"
        " GROUP BY reference HAVING count(*) > 1"
    )
    yield from (f"{row[0]} has two acknowledgements" for row in again)


def nothing_leaves_that_was_not_approved_in_that_revision(oracle: Oracle) -> Iterable[str]:
    world = oracle.world
    for letter in world.sorting.taken[oracle.taken_looked_at :]:
        rows = world.rows(
            "SELECT letter, recipient, raw, reference, number FROM outbox WHERE message_id = ?", letter.message_id
        )
        if not rows:
            yield f"{letter.message_id} left and was never queued"
            continue
        [(kind, recipient, raw, reference, number)] = rows
        if recipient != letter.recipient:
            yield f"a {kind} of {reference} went to another address than its own"
        if bytes(raw) != letter.raw:
            yield f"a {kind} of {reference} left in other bytes than the register holds"
        if letter.recipient in COLLEAGUES or kind in AUTOMATIC:
            continue
        if not is_signed(oracle, letter):
            yield f"a {kind} of {reference} left in words that nobody approved"
        yield from not_by_two_people(oracle, reference, number)


def is_signed(oracle: Oracle, letter: Letter) -> bool:
    """Say whether a person signed these very words and files, to this addressee."""
    return undated(letter.raw) in oracle.world.ledger.signed


def not_by_two_people(oracle: Oracle, reference: str, number: int) -> Iterable[str]:
    """Say of a letter that left where whoever wrote it approved it, or whose approval is not there."""
    queued = [fact for fact in oracle.of(reference, "LetterQueued") if fact.said["number"] == number]
    draft = queued[-1].said.get("draft", 0) if queued else 0
    about = [fact for fact in oracle.facts[reference] if fact.said.get("draft") == draft and "Draft" in fact.kind]
    hands = {fact.said.get("by") for fact in about if fact.kind in ("DraftProposed", "DraftRevised")}
    approved = [fact for fact in about if fact.kind == "DraftApproved"]
    if not approved:
        yield f"letter {number} of {reference} left and its draft {draft} was never approved"
    elif approved[-1].said.get("by") in hands:
        yield f"letter {number} of {reference} was approved by {approved[-1].said.get('by')}, who wrote it"
    revised = [fact.id for fact in about if fact.kind == "DraftRevised"]
    if approved and revised and revised[-1] > approved[-1].id and queued[-1].id > revised[-1]:
        yield f"letter {number} of {reference} was changed after it was approved"


def no_robot_is_answered(oracle: Oracle) -> Iterable[str]:
    for letter in oracle.world.sorting.taken[oracle.taken_looked_at :]:
        to_a_robot = letter.recipient in ROBOTS or letter.recipient.endswith("@relay.example")
        if to_a_robot and not is_signed(oracle, letter):
            yield f"a letter went to {letter.recipient}"


def every_open_case_has_a_next_day_and_a_person(oracle: Oracle) -> Iterable[str]:
    world = oracle.world
    rows = world.rows(
        "SELECT reference, regime, status, officer, next_on FROM case_state WHERE status IN"
        " ('open', 'on_extension', 'awaiting_clarification', 'awaiting_fee', 'in_review')"
    )
    for reference, regime, status, _, next_on in rows:
        if next_on is None and regime != "SAR":
            yield f"{reference} is {status} and nothing will be done about it"
    for (officer,) in {(row[3],) for row in rows}:
        if not world.desk.hearers(officer):
            yield f"nobody hears of the cases of {officer or 'nobody'}"


def the_reviewer_is_independent(oracle: Oracle) -> Iterable[str]:
    for reference in oracle.changed - {"office"}:
        asked, hands = False, set[str]()
        waived = {fact.said.get("officer") for fact in oracle.of(reference, "IndependenceWaived")}
        for fact in oracle.facts[reference]:
            who = str(fact.said.get("by") or fact.actor.partition(" (")[0])
            if fact.kind in ("ReviewRequested", "ReviewDisowned"):
                asked = fact.kind == "ReviewRequested"
            elif not asked and fact.said.get("letter") in DECIDING and fact.kind in HANDLED:
                hands.add(who)
            elif asked and fact.kind == "OfficerAssigned" and fact.said.get("officer") in hands - waived:
                yield f"{fact.said.get('officer')} was given the review of {reference}, and had a part in the answer"
            elif (
                asked and fact.said.get("letter") == "review_outcome" and fact.kind in HANDLED and who in hands - waived
            ):
                yield f"{who} had a hand in the review of {reference}, and in the answer too"


HANDLED = ("DraftProposed", "DraftRevised", "DraftApproved", "ApprovalGiven")


def the_outbox_changes_lawfully(oracle: Oracle) -> Iterable[str]:
    world = oracle.world
    rows = world.rows("SELECT id, status, reference FROM outbox")
    now = {letter: status for letter, status, _ in rows}
    for letter, status, reference in rows:
        before = oracle.letters.get(letter, "queued")
        approved_again = before == "cancelled" and any(
            fact.id > oracle.looked_at for fact in oracle.of(reference, "DraftApproved")
        )
        if status not in LAWFUL[before] and not approved_again:
            yield f"letter {letter} of the outbox went from {before} to {status}"
    yield from (f"letter {letter} is gone from the outbox" for letter in oracle.letters.keys() - now.keys())
    oracle.letters = now
    taken = Counter(letter.message_id for letter in world.sorting.taken)
    for message_id, status, reference, retried, answer in world.rows(
        "SELECT message_id, status, reference, retried, coalesce(answer, '') FROM outbox WHERE way = 'mail'"
    ):
        told_again = reference in world.ledger.resent or retried or message_id in world.sorting.doubtful
        if status == "sent" and not taken[message_id]:
            yield f"{message_id} is noted as sent and never left ({answer})"
        if status in ("queued", "cancelled") and taken[message_id] and not told_again:
            yield f"{message_id} left and is noted as {status}"


def no_letter_leaves_twice(oracle: Oracle) -> Iterable[str]:
    world = oracle.world
    of_case = dict(world.rows("SELECT message_id, reference FROM outbox"))
    colleagues = {letter.message_id for letter in world.sorting.taken if letter.recipient in COLLEAGUES}
    for message_id, count in Counter(letter.message_id for letter in world.sorting.taken).items():
        lost = world.sorting.doubtful.count(message_id) + world.ledger.resent.get(of_case.get(message_id, ""), 0)
        if count > 1 + lost + (message_id in colleagues):
            yield f"{message_id} left {count} times"


def nobody_is_chased_on_a_day_off(oracle: Oracle) -> Iterable[str]:
    rows = oracle.world.rows(
        "SELECT id, letter, queued_at FROM outbox WHERE id > ? ORDER BY id", oracle.letters_looked_at
    )
    for number, letter, queued_at in rows:
        oracle.letters_looked_at = number
        at = datetime.fromisoformat(queued_at).astimezone(LONDON)
        off = not is_working("england-and-wales", at.date()) or CLOSED[0] <= at.date() <= CLOSED[1]
        if letter in IN_OFFICE_HOURS and (off or not 8 <= at.hour < 18):
            yield f"a {letter} was written on {at:%A %d %B %Y at %H:%M}"


def no_step_is_taken_twice(oracle: Oracle) -> Iterable[str]:
    for reference in oracle.changed - {"office"}:
        taken = set[str]()
        for fact in oracle.of(reference, "ChaserSent", "ChaserCancelled"):
            steps = set(fact.said["steps"])
            if fact.kind == "ChaserCancelled":
                taken -= steps
                continue
            yield from (f"{reference} was chased twice by {step}" for step in sorted(steps & taken))
            taken |= steps


def the_due_date_is_the_statutes(oracle: Oracle) -> Iterable[str]:
    """Count anew: FOIA s.10(1), twenty working days after receipt, and again from the clarification (s.1(3)).

    Those from a fees notice to the payment, both included, are disregarded (s.10(2)).
    """
    for reference in oracle.changed - {"office"}:
        rows = oracle.world.rows(
            "SELECT due_on FROM case_state WHERE reference = ? AND regime = 'FOIA' AND status = 'open'", reference
        )
        others = any(fact.kind in MOVING_THE_CLOCK_OTHERWISE for fact in oracle.facts[reference])
        if not rows or others or oracle.of(reference, "ReviewRequested", "CommissionerWrote"):
            continue
        began = date.min
        for fact in oracle.facts[reference]:
            if fact.kind in ("RequestReceived", "DateOfReceiptCorrected"):
                began = date.fromisoformat(fact.said["received_on"])
        replies = list[date]()
        for fact in oracle.of(reference, "ClarificationReceived", "ClarificationDisowned"):
            replies = replies[:-1] if fact.kind == "ClarificationDisowned" else [*replies, day_of(fact)]
        began = max([began, *replies])
        due = step("union", began, 20, tuple(days_of_fees(oracle.of(reference, "FeesNoticeIssued", "FeePaid"))))
        if rows[0][0] != str(due):
            yield f"{reference}, received {began}, is due on {rows[0][0]} and by the Act on {due}"


def days_of_fees(facts: Iterable[Fact]) -> Iterable[tuple[date, date]]:
    """Give the days from each fees notice to its payment; a second notice before that asks for nothing new."""
    since: date | None = None
    for fact in facts:
        if fact.kind == "FeesNoticeIssued":
            since = since or day_of(fact)
        elif since is not None:
            yield since, day_of(fact)
            since = None


def day_of(fact: Fact) -> date:
    return date.fromisoformat(fact.said["on"])


Rule = Callable[[Oracle], Iterable[str]]
RULES: tuple[Rule, ...] = (
    the_logs_chain_is_whole,
    the_tables_are_what_the_log_makes_them,
    every_message_is_accounted_for,
    no_request_is_without_a_case,
    a_case_is_acknowledged_once,
    nothing_leaves_that_was_not_approved_in_that_revision,
    no_robot_is_answered,
    every_open_case_has_a_next_day_and_a_person,
    the_reviewer_is_independent,
    the_outbox_changes_lawfully,
    no_letter_leaves_twice,
    nobody_is_chased_on_a_day_off,
    no_step_is_taken_twice,
    the_due_date_is_the_statutes,
)
COSTLY: frozenset[Rule] = frozenset({the_tables_are_what_the_log_makes_them, every_message_is_accounted_for})


def everything_was_seen_to(oracle: Oracle) -> Iterable[str]:
    """Once some quiet days have passed: each request was acknowledged, nothing lies about, nothing waits unduly."""
    world = oracle.world
    for folder in ("INBOX",):
        known = {row[0] for row in world.rows("SELECT message_id FROM messages")} | set(set_aside(world))
        for message in world.post.folders[folder].messages.values():
            if message.message_id not in known:
                yield f"{message.message_id} lies in {folder} and was never read"
    day = london_day(world.now)
    waiting = world.rows(
        "SELECT reference, letter, queued_at FROM outbox WHERE status IN ('queued', 'sending') AND way = 'mail'"
        " AND NOT awaits_form AND attempts = 0 AND not_before < ? AND coalesce(answer, '') NOT LIKE 'waits%'",
        f"{day}T00:00:00+00:00",
    )
    yield from (f"the {letter} of {reference}, queued {at}, never left" for reference, letter, at in waiting)
    for reference, facts in oracle.facts.items():
        if facts[0].kind != "RequestReceived" or facts[0].actor != "foibot" or not facts[0].said.get("certain", True):
            continue
        written = world.rows("SELECT status FROM outbox WHERE reference = ? AND letter = 'acknowledgement'", reference)
        drafted = world.rows("SELECT 1 FROM drafts WHERE reference = ? AND letter = 'acknowledgement'", reference)
        if not written and not drafted and not oracle.of(reference, "WrittenByHand"):
            yield f"{reference} was never acknowledged"
