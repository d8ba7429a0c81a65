"""What a reminder tells a colleague of each case: how it stands, what is awaited from whom since when, what to do."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any

from foibot.casework.case import Case, CaseStatus
from foibot.casework.chasers import Of, To
from foibot.casework.chasing import LATE, Step, office_days, set_by_commissioner
from foibot.casework.commands.extending import BY_EXEMPTION
from foibot.casework.lapsing import last_day_to_reply
from foibot.casework.letters import LETTERS
from foibot.casework.policy import Officer
from foibot.jobs.desk import Desk
from foibot.jobs.wording import shown_subject
from foibot.law.clock import london_day
from foibot.law.exemptions import family_of
from foibot.law.wording import plain_day
from foibot.mail.render import shortened
from foibot.store import chasers, queries
from foibot.store.chasers import Waiting
from foibot.store.database import Database

LISTED_AT_MOST = 25
NAMED_AT_MOST = 100
IN_THE_HEADLINE = 3
ON_A_LINE = 60
Told = Mapping[str, tuple[Case, Sequence[Step]]]


def mail_facts(
    desk: Desk, db: Database, reader: Officer, told: Told, drafts: Mapping[str, Sequence[Waiting]]
) -> dict[str, Any]:
    """Return the facts of one mail, the most pressing case first."""
    left = {reference: days_left(desk, case) for reference, (case, _) in told.items()}
    pressing = sorted(told, key=lambda reference: (left[reference] is None, left[reference] or 0, reference))
    shown = pressing[:LISTED_AT_MOST]
    items = [item_facts(desk, db, *told[reference], drafts.get(reference, ())) for reference in shown]
    return {
        "items": items,
        "headline": items[0]["left"] if len(told) == 1 else headline(left.values()),
        "count": len(told),
        "others": pressing[LISTED_AT_MOST:][:NAMED_AT_MOST],
        "reader": reader.id,
    }


def headline(left_of_each: Iterable[int | None]) -> str:
    """Say of many cases how many are late, due today, and so on; the most pressing first."""
    days = list(left_of_each)
    counted = (
        ("late", sum(left is not None and left < 0 for left in days)),
        ("due today", sum(left == 0 for left in days)),
        ("in time", sum(left is not None and left > 0 for left in days)),
        ("waiting", sum(left is None for left in days)),
    )
    return ", ".join(islice((f"{count} {words}" for words, count in counted if count), IN_THE_HEADLINE))


def days_left(desk: Desk, case: Case) -> int | None:
    """Return how many days of work are left for a case, negative once it is late; None where no time runs."""
    due = desk.app.statutes.due_on(case)
    return None if due is None else days_until(desk, case, due)


def days_until(desk: Desk, case: Case, day: date) -> int:
    """Return how many days of work lie between today and a day, negative once it has passed."""
    return office_days(case, desk.app.policy, desk.app.statutes).between(london_day(desk.clock()), day)


def _standing_still(desk: Desk, case: Case, step: Step) -> str:
    """Say what matters of a case whose clock does not run."""
    last = last_day_to_reply(case, desk.app.policy, desk.app.statutes)
    if step.draft:
        return "a letter waits for approval"
    if step.message:
        return "what came waits for a decision"
    return f"no reply yet, lapses after {plain_day(last)}" if last else "no reply yet"


def left_in_words(left: int | None, due: date, today: date) -> str:
    """Say how much of the time is left."""
    if left is None or due < today:
        return f"{_days(max(1, -(left or 0)))} late"
    if left == 0:
        return "due today" if due == today else "no working day left"
    return f"{_days(left)} left"


def _days(count: int) -> str:
    return f"{count} working day{'' if count == 1 else 's'}"


def item_facts(
    desk: Desk, db: Database, case: Case, steps: Sequence[Step], drafts: Sequence[Waiting]
) -> dict[str, Any]:
    """Return what a reminder tells of one case; the first step is what it is about, the others are told beside it."""
    statutes, today = desk.app.statutes, london_day(desk.clock())
    first = steps[0]
    due = _due(desk, case, first)
    subject = queries.subject_of(db, case.reference)
    letter_of = {one.number: LETTERS[one.letter].title for one in drafts}
    return {
        "reference": case.reference,
        "subject": shortened(shown_subject(desk.app, subject), ON_A_LINE),
        "stands": statutes.progress(case, today),
        "due_on": due,
        "left": left_in_words(days_until(desk, case, due), due, today) if due else _standing_still(desk, case, first),
        "officer": _name(desk, case.officer),
        "awaited": _awaited(first, letter_of),
        "from_whom": _from_whom(desk, case, first),
        "since": first.counted_from,
        "also": [_awaited(step, letter_of) for step in _others(steps)],
        "moves": _moves(desk, db, case, steps, drafts),
    }


def _due(desk: Desk, case: Case, step: Step) -> date | None:
    """Return the day that a step is about: what the Commissioner set, the end of the review, or when we owe next."""
    if step.chaser.of is Of.SET:
        return set_by_commissioner(case)
    if step.chaser.of is Of.DUE and case.under_review:
        return desk.app.statutes.read_review(case).due_on
    return desk.app.statutes.due_on(case)


def _others(steps: Sequence[Step]) -> list[Step]:
    """Return the further steps that speak of something else than the first."""
    return [one for one in steps[1:] if one.chaser.of is not Of.DUE]


def _awaited(step: Step, letter_of: Mapping[int, str]) -> str:
    named = f": {letter_of[step.draft]}" if step.draft in letter_of else ""
    return f"{step.chaser.awaited}{named}"


def _from_whom(desk: Desk, case: Case, step: Step) -> str:
    if step.question:
        return case.questions[step.question - 1].whom
    if case.status in (CaseStatus.AWAITING_CLARIFICATION, CaseStatus.AWAITING_FEE) and not (step.draft or step.message):
        return "the applicant"
    if step.chaser.to is To.APPROVER:
        return "an approver"
    return _name(desk, case.officer) or "nobody has it yet"


def _name(desk: Desk, officer: str) -> str:
    known = desk.app.policy.officer(officer)
    return known.name if known else officer


def _fill_in(db: Database, case: Case) -> list[tuple[str, str]]:
    """Name the holding letter that waits for what only the officer knows."""
    late = [at for at, draft in enumerate(case.drafts, 1) if draft.rules == LATE and draft.status == "waiting"]
    return [("Fill in", f"foibot edit {chasers.draft_id(db, case.reference, at)}") for at in late]


def _moves(
    desk: Desk, db: Database, case: Case, steps: Sequence[Step], drafts: Sequence[Waiting]
) -> list[tuple[str, str]]:
    """Return what can be done about a case, each with its command; no move twice."""
    ids = {one.number: one.id for one in drafts}
    found = _fill_in(db, case) + [
        (
            label,
            command.format(
                ref=case.reference, draft=ids.get(step.draft, "ID"), question=step.question, message=step.message
            ),
        )
        for step in steps
        for label, command in step.chaser.moves
    ]
    reading = desk.app.statutes.read(case)
    in_time = reading.due_on is not None and london_day(desk.clock()) <= reading.due_on
    by_now = steps[0].chaser.of is Of.DUE
    if reading.regime.extension is not None and case.status is CaseStatus.OPEN and in_time and by_now:
        cited = " --exemption SECTION" if family_of(case.regime) in BY_EXEMPTION else ""
        found.append(("More time", f"foibot extend {case.reference} --until DATE --why TEXT{cited}"))
    return list(dict.fromkeys(found))
