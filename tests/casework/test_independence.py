"""Whoever touched the first answer can neither decide nor approve its review: random histories, every door."""

import json
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from registers import ADA, NOW, make_desk, new_case, rows

from foibot.casework.case import Case, Draft
from foibot.casework.commands import COMMANDS, Situation, decide
from foibot.casework.events import (
    AnswerDrafted,
    DraftApproved,
    DraftProposed,
    DraftRevised,
    HolderAnswered,
    HolderAsked,
    LetterQueued,
    OfficerAssigned,
    Person,
    RequestAnswered,
    RequestReceived,
    ReviewRequested,
    WrittenByHand,
)
from foibot.casework.history import replay
from foibot.casework.independence import Part, Signed, reviewers_left, why_not
from foibot.casework.policy import Officer, Policy, Role
from foibot.errors import NotPermitted, UsageError
from foibot.jobs.commanding import Door, carry_out
from foibot.jobs.desk import Desk
from foibot.jobs.dispatch import send_letters
from foibot.mail.server import ServerAddress
from foibot.mail.transport import Accepted, SmtpTransport
from foibot.store import cases
from foibot.store.database import Database

EVERY_ROLE = frozenset({Role.OFFICER, Role.APPROVER, Role.REVIEWER})
TEAM = ("ann", "ben", "cat", "dan", "eve")
BOSS = "dan"
DOORS = ("host", "folder FOI/Approved", "reply")
ANSWERS = {"disclosed", "not_held", "withheld"}
TOUCHED = ("DraftProposed", "DraftRevised", "DraftApproved", "ApprovalWithdrawn", "DraftRejected")


class Taken(SmtpTransport):
    """A server that takes every letter."""

    def __init__(self) -> None:
        super().__init__(ServerAddress("127.0.0.1", 1, "none"), None, None)

    def send(self, *, before_final_dot: Any, **_: Any) -> Accepted:
        before_final_dot()
        return Accepted("250 ok")


def office(desk: Desk) -> Desk:
    """An office of five who may do everything; one of them is a manager too, and one door is nobody's."""
    officers = tuple(
        Officer(one, one.title(), f"{one}@council.example", EVERY_ROLE | ({Role.MANAGER} if one == BOSS else set()))
        for one in TEAM
    )
    app = desk.app
    return replace(desk, app=replace(app, policy=replace(app.policy, officers=officers)))


def act(desk: Desk, who: str, verb: str, target: str, door: str, **said: Any) -> bool:
    """Try a command through a door; say whether it was carried out."""
    nobody = Officer("mailbox", "somebody", roles=EVERY_ROLE)
    officer = desk.app.policy.officer(who) or nobody
    try:
        carry_out(desk.app, desk.db, verb, target, said, Door(officer, door, desk.clock(), host=door == "host"))
    except (NotPermitted, UsageError):
        return False
    return True


def drafts(db: Database) -> list[str]:
    return [str(row[0]) for row in db.execute("SELECT id FROM drafts WHERE status != 'superseded'").fetchall()]


def touched(db: Database) -> set[str]:
    """Who touched an answer before the review was asked for, read from the log and nothing else."""
    found = set()
    for kind, actor, payload in db.execute("SELECT type, actor, payload FROM events ORDER BY id").fetchall():
        if kind == "ReviewRequested":
            break
        if kind in TOUCHED and json.loads(payload)["letter"] in ANSWERS:
            found.add(actor.partition(" (")[0])
    return found


def decided_by(db: Database) -> list[tuple[str, str]]:
    """Who did anything to the outcome of the review, or was given it, and what."""
    found, asked = [], False
    for kind, actor, payload in db.execute("SELECT type, actor, payload FROM events ORDER BY id").fetchall():
        asked = asked or kind == "ReviewRequested"
        said = json.loads(payload)
        outcome = said.get("letter") == "review_outcome"
        if outcome and kind in ("DraftProposed", "DraftRevised", "DraftApproved"):
            found.append((kind, actor.partition(" (")[0]))
        if asked and kind == "OfficerAssigned":
            found.append((kind, said["officer"]))
    return found


deeds = st.lists(
    st.tuples(
        st.sampled_from([*TEAM, "mailbox"]),
        st.sampled_from(["respond", "edit", "approve", "approve", "stop", "reject", "assign", "note"]),
        st.sampled_from(DOORS),
        st.integers(0, 5),
    ),
    max_size=8,
)
attempts = st.lists(
    st.tuples(
        st.sampled_from([*TEAM, "mailbox"]),
        st.sampled_from(["assign", "decide", "decide", "edit", "approve", "approve"]),
        st.sampled_from(DOORS),
        st.integers(0, 5),
        st.sampled_from(["", "", "", "No one else."]),
    ),
    min_size=4,
    max_size=16,
)


@settings(max_examples=40, deadline=None)
@given(before=deeds, after=attempts)
def test_nobody_who_touched_the_first_answer_decides_or_approves_its_review(before: Any, after: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        plain = make_desk(Path(folder))
        reference, desk = new_case(plain, email=ADA.email), office(plain)
        for who, verb, door, at in before:
            _do_before(desk, reference, who, verb, door, at)
        _answer_it(desk, reference)
        command_of(desk, "review", reference, by="letter")
        for who, verb, door, at, despite in after:
            _try_after(desk, reference, who, verb, door, at, despite)
        hands, waived = touched(desk.db), {row[0] for row in rows(desk, WAIVED)}
        wrong = [one for one in decided_by(desk.db) if one[1] in hands - waived or one[1] == "mailbox"]
        desk.db.close()
        assert wrong == []


WAIVED = "SELECT json_extract(payload, '$.officer') FROM events WHERE type = 'IndependenceWaived'"


def command_of(desk: Desk, verb: str, target: str, **said: Any) -> None:
    boss = Officer("ann", roles=frozenset({Role.OFFICER}))
    carry_out(desk.app, desk.db, verb, target, said, Door(boss, "host", desk.clock()))


def _do_before(desk: Desk, reference: str, who: str, verb: str, door: str, at: int) -> None:
    some = drafts(desk.db)
    one = some[at % len(some)] if some else "0"
    all_said: dict[str, dict[str, Any]] = {
        "respond": {"outcome": ["not-held", "disclosed"][at % 2], "text": "We looked."},
        "edit": {"text": f"Words of {who}"},
        "approve": {"despite": "so" if who == BOSS else ""},
        "reject": {"why": "no"},
        "assign": {"officer": desk.app.policy.officers[at % len(TEAM)]},
        "note": {"text": "noted"},
    }
    said = all_said.get(verb, {})
    act(desk, who, verb, reference if verb in ("respond", "assign", "note") else one, door, **said)


def _answer_it(desk: Desk, reference: str) -> None:
    """Let the letters leave that cooled off; answer the request if nobody has."""
    later = replace(desk, clock=lambda: NOW + timedelta(hours=2))
    send_letters(later, Taken())
    case = cases.load_case(desk.db, reference)
    if case is not None and not case.is_answered:
        act(desk, "ann", "respond", reference, "host", outcome="not-held", text="We hold none.")
        [*_, newest] = drafts(desk.db)
        assert act(desk, BOSS, "approve", newest, "host", **{"at-once": True, "despite": "so"})
        send_letters(later, Taken())


def _try_after(desk: Desk, reference: str, who: str, verb: str, door: str, at: int, despite: str) -> None:
    officer = desk.app.policy.officers[at % len(TEAM)]
    outcomes = rows(desk, "SELECT id FROM drafts WHERE letter = 'review_outcome' AND status != 'superseded'")
    all_said: dict[str, dict[str, Any]] = {
        "assign": {"officer": officer, "despite": despite},
        "decide": {"outcome": "upheld", "text": "I looked again.", "despite": despite},
        "edit": {"text": f"Words of {who}"},
        "approve": {"despite": despite or "so"},
    }
    said = all_said[verb]
    target = reference if verb in ("assign", "decide") else str(outcomes[-1][0]) if outcomes else "0"
    act(desk, who, verb, target, door, **said)


mixed = st.lists(
    st.tuples(
        st.sampled_from(TEAM),
        st.sampled_from(["answer", "outcome"]),
        st.sampled_from(["draft", "draft", "edit", "approve", "approve", "stop"]),
        st.integers(0, 5),
        st.booleans(),
    ),
    min_size=4,
    max_size=16,
)


@settings(max_examples=40, deadline=None)
@given(deeds=mixed)
def test_nobody_has_a_hand_both_in_a_late_answer_and_in_the_review_of_its_delay(deeds: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        plain = make_desk(Path(folder))
        late = replace(office(plain), clock=lambda: NOW + timedelta(days=35))
        reference = new_case(plain, email=ADA.email)
        command_of(late, "review", reference, by="letter")
        for who, letter, verb, at, leaves in deeds:
            _touch_one_of_two(late, reference, who, letter, verb, at)
            if leaves:
                send_letters(replace(late, clock=lambda: NOW + timedelta(days=35, hours=2)), Taken())
        case = cases.load_case(late.db, reference)
        late.db.close()
        assert case is not None
        assert hands_in(case, ANSWERS) & hands_in(case, {"review_outcome"}) == set()


def hands_in(case: Case, letters: set[str]) -> set[str]:
    """Who drafted, changed or approved those of the letters that are about to leave or have left."""
    said = [one for one in case.drafts if one.letter in letters and one.status in ("approved", "sent")]
    return set[str]().union(*(one.hands.union(one.approvals) for one in said))


def _touch_one_of_two(desk: Desk, reference: str, who: str, letter: str, verb: str, at: int) -> None:
    some = rows(desk, "SELECT id FROM drafts WHERE letter = ?", "review_outcome" if letter == "outcome" else "not_held")
    one = str(some[at % len(some)][0]) if some else "0"
    if verb == "draft" and letter == "answer":
        act(desk, who, "respond", reference, "host", outcome="not-held", text="We hold none.")
    elif verb == "draft":
        act(desk, who, "decide", reference, "host", outcome="upheld", text="I looked again.")
    else:
        act(desk, who, verb, one, "host", **({"text": f"Words of {who}"} if verb == "edit" else {}))


# -- the pure function


JANE = Officer("jane", "Jane Quill", "jane@council.example", EVERY_ROLE)
REX = Officer("rex", "Rex Vane", "rex@council.example", frozenset({Role.REVIEWER}))
MIA = Officer("mia", "Mia Stone", "mia@council.example", frozenset({Role.MANAGER}))
POLICY = Policy(officers=(JANE, MIA, REX))


def answered_by(*deeds: tuple[Any, str]) -> Case:
    opened = RequestReceived(date(2021, 4, 7), "FOIA", "email", Person("Ada Field", "ada@reader.example"))
    return replay(
        "FOI-2021-0001", [(opened, Signed("foibot", NOW)), *((fact, Signed(who, NOW)) for fact, who in deeds)]
    )


def test_a_part_says_what_which_revision_and_when() -> None:
    case = answered_by(
        (DraftProposed(1, "not_held", by="jane"), "jane (root)"),
        (AnswerDrafted(1, "not_held"), "jane (root)"),
        (DraftRevised(1, "not_held", 2, "mia"), "mia"),
        (DraftApproved(1, "not_held"), "pat (folder FOI/Approved/pat)"),
    )
    assert list(map(str, case.parts)) == [
        "drafted the answer 'not-held' (revision 1) on Tue 3 Mar 2026",
        "edited the answer 'not-held' (revision 2) on Tue 3 Mar 2026",
        "approved the answer 'not-held' (revision 2) on Tue 3 Mar 2026",
    ]
    assert [part.officer for part in case.parts] == ["jane", "mia", "pat"]
    assert reviewers_left(POLICY, case.parts) == (REX,)


def test_who_supplied_information_as_a_holder_is_known_by_address() -> None:
    rex = Person("Rex Vane", "Rex.Vane@council.example")
    case = answered_by(
        (HolderAsked(1, "finance", rex, date(2021, 4, 8), date(2021, 4, 15)), "jane"),
        (HolderAnswered(1, 7), "foibot"),
    )
    rex_as_officer = replace(REX, email="rex.vane@council.example")
    policy = replace(POLICY, officers=(rex_as_officer,))
    assert "supplied information for the answer on Tue 3 Mar 2026" in why_not(rex_as_officer, case.parts, (), policy)


def test_an_answer_sent_by_hand_has_an_author_whom_nobody_knows_and_one_who_vouches_for_it() -> None:
    case = answered_by(
        (WrittenByHand(7, date(2021, 4, 23), "answer", "not_held"), "foibot"),
        (RequestAnswered(date(2021, 4, 23), "not_held", 0), "jane (root)"),
    )
    assert [(part.officer, str(part).split(" the ")[0]) for part in case.parts] == [
        ("whoever sends from the mailbox", "sent by hand"),
        ("jane", "vouched for, as sent by hand,"),
    ]


def test_an_acknowledgement_or_a_word_in_between_is_no_part_of_the_answer() -> None:
    case = answered_by((DraftProposed(1, "reply", by="jane"), "jane"), (OfficerAssigned("jane"), "mia"))
    assert case.parts == ()


def test_of_an_answer_that_never_came_whoever_carried_the_case_is_no_judge() -> None:
    case = answered_by(
        (OfficerAssigned("jane"), "mia"), (ReviewRequested(date(2021, 5, 10), "email", "delay"), "foibot")
    )
    assert "carried the case while its answer was overdue" in why_not(JANE, case.parts_reviewed, (), POLICY)
    assert why_not(MIA, case.parts_reviewed, (), POLICY) == ""


def test_what_is_done_after_the_review_was_asked_for_is_no_part_in_what_is_reviewed() -> None:
    case = answered_by(
        (DraftProposed(1, "not_held", by="jane"), "jane"),
        (LetterQueued(1, "not_held", 1), "mia"),
        (RequestAnswered(date(2021, 4, 23), "not_held", 1), "foibot"),
        (ReviewRequested(date(2021, 4, 26), "email", "content"), "foibot"),
        (DraftProposed(2, "disclosed", by="rex"), "rex"),
    )
    assert {part.officer for part in case.parts_reviewed} == {"jane"}


def test_a_colleague_known_by_address_alone_is_recognised_by_it() -> None:
    assert why_not(REX, [Part("REX@council.example", "supplied the information")], (), POLICY)


def test_somebody_whom_nobody_knows_decides_nothing() -> None:
    assert "nobody can tell who that is" in why_not(Officer("mailbox", roles=EVERY_ROLE), (), (), POLICY)
    case = answered_by((ReviewRequested(date(2021, 5, 10), "email", "delay"), "foibot"))
    case = replace(case, drafts=(Draft("review_outcome", "waiting"),))
    situation = Situation(NOW, NOW.date(), Officer("mailbox", roles=EVERY_ROLE), POLICY, case=case, draft=1)
    with pytest.raises(NotPermitted, match="nobody can tell who that is"):
        decide(COMMANDS["approve"], situation)
