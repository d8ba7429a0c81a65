"""Reviews by date: FOIA, EIR and FOISA, in time and late, of an answer and of one that never came."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from registers import at, command, faults, make_desk, new_case, rows

from foibot.casework.review_delays import REASON
from foibot.casework.review_points import Point, read_points
from foibot.errors import NotPermitted, UsageError
from foibot.jobs.bundle_history import clocks
from foibot.jobs.chase import chase
from foibot.jobs.commanding import Door, carry_out
from foibot.jobs.desk import Desk
from foibot.jobs.dispatch import send_letters
from foibot.jobs.exporting import exported_rows
from foibot.jobs.named import get_case
from foibot.jobs.review_chasing import chase_reviews
from foibot.jobs.review_wording import review_as_data
from foibot.jobs.telling_of_reviews import tell_of_reviews
from foibot.mail.server import ServerAddress
from foibot.mail.transport import Accepted, SmtpTransport
from foibot.store.exports import ExportFilter

REF = "FOI-2021-0001"


class Taken(SmtpTransport):
    """A server that takes every letter."""

    def __init__(self) -> None:
        super().__init__(ServerAddress("127.0.0.1", 1, "none"), None, None)

    def send(self, *, before_final_dot: Any, **_: Any) -> Accepted:
        before_final_dot()
        return Accepted("250 ok")


def noon(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 11, 0, tzinfo=UTC)


def draft_of(desk: Desk, letter: str) -> str:
    return str(rows(desk, "SELECT max(id) FROM drafts WHERE letter = ?", letter)[0][0])


def send(desk: Desk, letter: str, who: str = "mia") -> None:
    """Approve a draft, past the letter check if need be, and let it leave."""
    command(desk, "approve", draft_of(desk, letter), who, **{"at-once": True, "despite": "a test"})
    send_letters(desk, Taken())


@pytest.fixture
def ask(tmp_path: Path) -> Callable[..., Desk]:
    """A function that gives a desk on which Ada's request of 7 April 2021 came in."""

    def made(regime: str = "FOIA", jurisdiction: str = "england-wales", **more: str) -> Desk:
        desk = make_desk(tmp_path, noon(2021, 4, 7), jurisdiction, **more)
        new_case(desk, email="ada.field@reader.example", regime=regime)
        return desk

    return made


@pytest.fixture
def answered(ask: Callable[..., Desk]) -> Callable[..., Desk]:
    """Likewise, answered on 23 April 2021: jane drafted, pat approved."""

    def made(*where: str, **more: str) -> Desk:
        desk = at(ask(*where, **more), noon(2021, 4, 23))
        command(desk, "respond", REF, outcome="not-held")
        command(desk, "approve", draft_of(desk, "not_held"), "pat", **{"at-once": True})
        send_letters(desk, Taken())
        return desk

    return made


def stands(desk: Desk) -> tuple[Any, ...]:
    [row] = rows(desk, "SELECT status, due_on, review_late, review_outcome FROM cases")
    return row


@pytest.mark.parametrize(
    ("where", "promise", "due"),
    [
        (("FOIA",), 20, "2021-05-25"),
        (("FOIA",), 10, "2021-05-11"),
        (("EIR",), 20, "2021-05-25"),
        (("EIR",), 40, "2021-06-23"),
        (("FOISA", "scotland"), 20, "2021-05-25"),
        (("FOISA", "scotland"), 40, "2021-05-25"),
        (("EISR", "scotland"), 40, "2021-05-25"),
    ],
)
def test_a_review_is_due_when_its_law_says_or_the_authority_promised_if_that_is_sooner(
    answered: Callable[..., Desk], where: tuple[str, ...], promise: int, due: str
) -> None:
    desk = at(answered(*where, review=f"working_days = {promise}"), noon(2021, 4, 26))
    command(desk, "review", REF)
    assert stands(desk) == ("in_review", due, 0, None)
    assert faults(desk) == []


@pytest.mark.parametrize(
    ("where", "last", "late"),
    [
        (("FOIA",), (2021, 6, 22), (2021, 6, 23)),
        (("EIR",), (2021, 6, 22), (2021, 6, 23)),
        # FOISA s.20(5): from the end of the time for the answer, 6 May 2021, which came before
        (("FOISA", "scotland"), (2021, 7, 2), (2021, 7, 5)),
    ],
)
def test_a_late_review_is_flagged_and_not_refused_and_its_acknowledgement_waits(
    answered: Callable[..., Desk], where: tuple[str, ...], last: tuple[int, int, int], late: tuple[int, int, int]
) -> None:
    desk = at(answered(*where), noon(2021, 8, 2))
    told = command(desk, "review", REF, received=noon(*late)).told
    assert f"until {date(*last):%a} {last[2]} {date(*last):%b} 2021" in told
    assert stands(desk)[2] == 1
    assert rows(desk, "SELECT status FROM drafts WHERE letter = 'review_acknowledgement'") == [("waiting",)]


@pytest.mark.parametrize("where", [("FOIA",), ("EIR",), ("FOISA", "scotland")])
def test_on_the_last_day_a_review_is_in_time(answered: Callable[..., Desk], where: tuple[str, ...]) -> None:
    last = noon(2021, 7, 2) if "FOISA" in where else noon(2021, 6, 22)
    desk = at(answered(*where), noon(2021, 8, 2))
    command(desk, "review", REF, received=last)
    assert stands(desk)[2] == 0
    assert rows(desk, "SELECT status FROM outbox WHERE letter = 'review_acknowledgement'") == [("queued",)]


def test_a_review_is_put_off_as_far_as_its_law_goes(answered: Callable[..., Desk]) -> None:
    desk = at(answered("EIR"), noon(2021, 4, 26))
    command(desk, "review", REF)
    with pytest.raises(NotPermitted, match="beyond Wed 23 Jun 2021"):
        command(desk, "extend", REF, "rex", until=date(2021, 6, 24), why="Ill.")
    command(desk, "extend", REF, "rex", until=date(2021, 6, 23), why="Ill.")
    send(desk, "review_delay")
    assert stands(desk)[:2] == ("in_review", "2021-06-23")


def test_scotland_knows_no_longer_review(answered: Callable[..., Desk]) -> None:
    desk = at(answered("FOISA", "scotland"), noon(2021, 4, 26))
    command(desk, "review", REF)
    with pytest.raises(NotPermitted, match=r"allows no extension of a review. Decide by Tue 25 May 2021"):
        command(desk, "extend", REF, "rex", until=date(2021, 6, 1), why="Ill.")


def test_a_request_that_is_neither_answered_nor_overdue_cannot_be_reviewed(ask: Callable[..., Desk]) -> None:
    desk = at(ask(), noon(2021, 5, 6))
    with pytest.raises(NotPermitted, match=r"it has no answer yet, which is due by Thu 6 May 2021"):
        command(desk, "review", REF)
    assert stands(desk)[0] == "open"


def test_a_delay_is_reviewed_by_somebody_else_and_the_answer_stays_owed(ask: Callable[..., Desk]) -> None:
    desk = ask()
    command(desk, "assign", REF, officer=desk.app.policy.officer("mia"))
    desk = at(desk, noon(2021, 5, 7))
    command(desk, "review", REF, by="telephone", text="Where is it?")
    assert rows(desk, "SELECT json_extract(payload, '$.about') FROM events WHERE type = 'ReviewRequested'") == [
        ("delay",)
    ]
    with pytest.raises(NotPermitted, match="Mia Stone had a part in the first answer: carried the case while"):
        command(desk, "assign", REF, officer=desk.app.policy.officer("mia"))
    told = command(desk, "decide", REF, "rex", outcome="overturned", text="We failed you.", fault=("We were late.",))
    assert "The request itself has no answer yet" in told.told
    command(desk, "approve", draft_of(desk, "review_outcome"), "pat", **{"at-once": True})
    send_letters(desk, Taken())
    assert stands(desk) == ("open", "2021-05-06", 0, "overturned")
    command(desk, "respond", REF, outcome="not-held")
    send(desk, "not_held")
    assert stands(desk)[0] == "responded"
    command(at(desk, noon(2021, 5, 10)), "review", REF)
    assert stands(desk)[0] == "in_review"
    assert faults(desk) == []


def test_a_request_for_ones_own_data_after_all_is_carried_on_though_its_delay_was_reviewed_under_another_law(
    ask: Callable[..., Desk],
) -> None:
    desk = at(ask(), noon(2021, 5, 7))
    command(desk, "review", REF)
    command(desk, "decide", REF, "rex", outcome="overturned", text="We failed you.", fault=("We were late.",))
    send(desk, "review_outcome")
    command(desk, "regime", REF, regime="SAR")
    assert chase(at(desk, noon(2021, 6, 9))).late == [REF]
    assert rows(desk, "SELECT status FROM drafts WHERE letter = 'holding'") == [("waiting",)]
    [row] = exported_rows(desk.app, desk.db, ExportFilter(), personal=True)
    assert (row["review_asked_on"], row["review_due_on"]) == (date(2021, 5, 7), None)
    case = get_case(desk.app, desk.db, REF)
    assert [one["title"] for one in clocks(desk.app, case)] == [desk.app.statutes.read(case).regime.title]
    assert review_as_data(desk.app, case) is None
    assert faults(desk) == []


def test_an_answer_given_during_the_review_of_a_delay_leaves_the_review_where_it_is(ask: Callable[..., Desk]) -> None:
    desk = at(ask(), noon(2021, 5, 7))
    command(desk, "review", REF)
    command(desk, "respond", REF, outcome="not-held")
    send(desk, "not_held")
    [(status, due_on, responded_on)] = rows(desk, "SELECT status, due_on, responded_on FROM cases")
    assert (status, due_on, responded_on) == ("in_review", "2021-06-07", "2021-05-07")


def test_there_is_one_stage_and_a_closed_case_is_taken_up_for_it(answered: Callable[..., Desk]) -> None:
    desk = at(answered(), noon(2021, 4, 26))
    command(desk, "close", REF, why="Answered.")
    command(desk, "review", REF)
    with pytest.raises(NotPermitted, match="a review was asked for on Mon 26 Apr 2021 already"):
        command(desk, "review", REF)
    command(desk, "decide", REF, "rex", outcome="upheld", text="I looked again.")
    send(desk, "review_outcome")
    assert stands(desk) == ("review_decided", None, 0, "upheld")
    with pytest.raises(NotPermitted, match="there is one stage"):
        command(desk, "review", REF)


def test_a_request_for_ones_own_data_has_no_review(ask: Callable[..., Desk]) -> None:
    with pytest.raises(NotPermitted, match="knows no internal review"):
        command(at(ask("SAR"), noon(2021, 8, 7)), "review", REF)


def test_only_a_manager_and_only_on_the_host_lets_somebody_with_a_part_decide(answered: Callable[..., Desk]) -> None:
    desk = at(answered(), noon(2021, 4, 26))
    command(desk, "review", REF)
    policy, said = desk.app.policy, {"despite": "Nobody else."}
    jane, mia = policy.officer("jane"), policy.officer("mia")
    assert jane
    assert mia
    for officer, host in ((jane, True), (mia, False)):
        door = Door(officer, "root", desk.clock(), host=host)
        with pytest.raises(NotPermitted, match="Only a manager lets them all the same, by a command on the host"):
            carry_out(desk.app, desk.db, "assign", REF, {"officer": jane, **said}, door)
    door = Door(mia, "root", desk.clock(), host=True)
    with pytest.raises(NotPermitted, match="neither the role reviewer nor manager"):
        carry_out(desk.app, desk.db, "assign", REF, {"officer": jane, **said}, door)
    assert rows(desk, "SELECT count(*) FROM events WHERE type = 'IndependenceWaived'") == [(0,)]


def test_who_carries_a_case_cannot_close_its_review_away(answered: Callable[..., Desk]) -> None:
    desk = at(answered(), noon(2021, 4, 26))
    command(desk, "review", REF)
    with pytest.raises(NotPermitted, match="is not decided yet: to close it takes a manager"):
        command(desk, "close", REF, why="Nothing to see.")


def test_exemptions_that_still_stand_need_their_reasons(answered: Callable[..., Desk]) -> None:
    desk = at(answered(), noon(2021, 4, 26))
    command(desk, "review", REF)
    with pytest.raises(UsageError, match="Say why the exemption applies"):
        command(desk, "decide", REF, "rex", outcome="upheld", text="No.", exemption=("s.43(2)",))


def test_a_letter_of_delay_is_drafted_two_working_days_before_and_wants_its_reason(
    answered: Callable[..., Desk],
) -> None:
    desk = at(answered(), noon(2021, 4, 26))
    command(desk, "review", REF)
    assert chase_reviews(at(desk, noon(2021, 5, 20))) == []
    assert chase_reviews(at(desk, noon(2021, 5, 22))) == []  # a Saturday
    desk = at(desk, noon(2021, 5, 21))
    assert chase_reviews(desk) == [REF]
    assert chase_reviews(desk) == []
    draft = draft_of(desk, "review_delay")
    [(text,)] = rows(desk, "SELECT text FROM drafts WHERE id = ?", draft)
    assert "We now expect to give it to you by Wednesday 9 June 2021." in " ".join(text.split())
    with pytest.raises(NotPermitted, match="not ready"):
        command(desk, "approve", draft, "pat", **{"at-once": True})
    reason = " ".join(REASON.split())
    mended = " ".join(text.split()).replace(reason, "The reviewer fell ill.")
    command(desk, "edit", draft, "pat", text=mended)
    send(desk, "review_delay")
    assert stands(desk)[:2] == ("in_review", "2021-06-09")


def test_no_letter_of_delay_is_drafted_where_an_outcome_waits_or_no_law_has_more_time(
    answered: Callable[..., Desk],
) -> None:
    desk = at(answered("FOISA", "scotland"), noon(2021, 4, 26))
    command(desk, "review", REF)
    assert chase_reviews(at(desk, noon(2021, 5, 21))) == []
    desk = at(desk, noon(2021, 5, 25))
    assert chase_reviews(desk) == [REF]
    assert chase_reviews(desk) == []
    [(subject, to)] = rows(desk, "SELECT subject, recipient FROM outbox WHERE letter = 'review_notice'")
    assert (subject, to) == (
        "ALARM, not decided, due Tuesday 25 May 2021: internal review [FOI-2021-0001]",
        "mia@council.example",
    )
    assert faults(desk) == []


def test_every_fault_of_a_file_of_points_is_told_at_once() -> None:
    good = {"complaint": "a", "outcome": "partly-upheld", "text": "b"}
    assert read_points("p.toml", {"points": [good]}) == ((Point("a", "partly_upheld", "b"),), [])
    _, problems = read_points("p.toml", {"points": [{"outcome": "won", "txt": "b"}], "more": 1})
    assert [f"{one.key}: {one.fault}" for one in problems] == [
        "more: is no key of such a file",
        "points[1].txt: is no key of a point",
        "points[1].complaint: is missing",
        "points[1].text: is missing",
        "points[1].outcome: cannot be won",
    ]
    assert [one.key for one in read_points("p.toml", {})[1]] == ["points"]


@pytest.fixture
def late(ask: Callable[..., Desk]) -> Desk:
    """A request whose answer is one day late, with its review asked for."""
    desk = at(ask(), noon(2021, 5, 7))
    command(desk, "review", REF)
    return desk


def test_who_approves_an_answer_while_its_delay_is_reviewed_does_not_approve_the_outcome(late: Desk) -> None:
    command(late, "respond", REF, outcome="not-held")
    send(late, "not_held", "mia")
    command(late, "decide", REF, "rex", outcome="upheld", text="I looked.")
    with pytest.raises(NotPermitted, match="Mia Stone had a part in the first answer: approved the answer 'not-held'"):
        command(late, "approve", draft_of(late, "review_outcome"), "mia")
    send_outcome = command(late, "approve", draft_of(late, "review_outcome"), "pat", **{"at-once": True})
    assert "Approved" in send_outcome.told


def test_who_decided_about_a_delay_neither_drafts_words_nor_approves_the_answer_that_is_owed(late: Desk) -> None:
    command(late, "decide", REF, "mia", outcome="overturned", text="We failed you.", fault=("We were late.",))
    command(late, "approve", draft_of(late, "review_outcome"), "pat", **{"at-once": True})
    with pytest.raises(NotPermitted, match="Mia Stone had a hand in the outcome of the review of this delay"):
        command(late, "respond", REF, "mia", outcome="not-held")
    command(late, "respond", REF, outcome="not-held")
    answer = draft_of(late, "not_held")
    for who in ("pat", "mia"):
        with pytest.raises(NotPermitted, match="had a hand in the outcome"):
            command(late, "edit", answer, who, text="We hold none.")
        with pytest.raises(NotPermitted, match="had a hand in the outcome"):
            command(late, "approve", answer, who, despite="a test")
    send_letters(late, Taken())
    with pytest.raises(NotPermitted, match="had a hand in the outcome"):
        command(late, "approve", answer, "pat")
    send(late, "not_held", "mia")  # a manager, with a reason, once the outcome has left
    assert stands(late)[0] == "responded"
    assert faults(late) == []


@pytest.mark.parametrize("approved", [False, True])
def test_a_letter_of_delay_does_not_outlive_the_review(answered: Callable[..., Desk], *, approved: bool) -> None:
    desk = at(answered(acknowledge='mode = "draft"'), noon(2021, 4, 26))
    command(desk, "review", REF)
    command(desk, "extend", REF, "rex", until=date(2021, 6, 1), why="Ill.")
    delay = draft_of(desk, "review_delay")
    if approved:
        command(desk, "approve", delay, "mia", despite="a test")
    command(desk, "decide", REF, "rex", outcome="upheld", text="I looked again.")
    send(desk, "review_outcome")
    gone = "SELECT status FROM drafts WHERE letter IN ('review_delay', 'review_acknowledgement')"
    assert set(rows(desk, gone)) == {("rejected",)}
    assert rows(desk, "SELECT status FROM outbox WHERE letter = 'review_delay' AND status != 'cancelled'") == []
    with pytest.raises(NotPermitted, match="was rejected already"):
        command(desk, "approve", delay, "mia", despite="a test")
    assert faults(desk) == []


def test_a_review_of_a_delay_is_recorded_after_the_late_answer_left_and_another_of_its_content_follows(
    ask: Callable[..., Desk],
) -> None:
    desk = at(ask(), noon(2021, 5, 12))
    command(desk, "respond", REF, outcome="not-held")
    send(desk, "not_held")
    with pytest.raises(NotPermitted, match=r"left on Wed 12 May 2021, after that, and was not late yet.*--received"):
        command(desk, "review", REF, received=noon(2021, 5, 6))
    command(desk, "review", REF, received=noon(2021, 5, 7))
    asked = "SELECT json_extract(payload, '$.about') FROM events WHERE type = 'ReviewRequested'"
    assert rows(desk, asked) == [("delay",)]
    assert stands(desk)[:2] == ("in_review", "2021-06-07")
    with pytest.raises(NotPermitted, match="Mia Stone had a part in the first answer: approved"):
        command(desk, "decide", REF, "mia", outcome="upheld", text="I looked.")
    command(desk, "decide", REF, "rex", outcome="overturned", text="Late.", fault=("We were late.",))
    command(desk, "approve", draft_of(desk, "review_outcome"), "pat", **{"at-once": True})
    send_letters(desk, Taken())
    assert stands(desk)[0] == "review_decided"
    command(desk, "review", REF)
    assert rows(desk, asked)[1:] == [("content",)]
    assert faults(desk) == []


def test_who_had_a_part_in_the_answer_can_neither_reject_nor_stop_the_outcome(answered: Callable[..., Desk]) -> None:
    desk = at(answered(), noon(2021, 4, 26))
    command(desk, "review", REF)
    command(desk, "decide", REF, "rex", outcome="overturned", text="I looked again.")
    outcome = draft_of(desk, "review_outcome")
    for who in ("jane", "pat"):
        with pytest.raises(NotPermitted, match="had a part in the first answer"):
            command(desk, "reject", outcome, who, why="I like it not.")
    command(desk, "approve", outcome, "mia", despite="a test")
    with pytest.raises(NotPermitted, match="had a part in the first answer"):
        command(desk, "stop", outcome, "jane")
    command(desk, "stop", outcome, "mia")
    command(desk, "reject", outcome, "mia", why="To be decided anew.")


def test_the_reviewer_hears_of_a_further_answer_drafted_during_the_review_and_that_it_left(
    answered: Callable[..., Desk],
) -> None:
    desk = at(answered(), noon(2021, 4, 26))
    command(desk, "review", REF)
    command(desk, "assign", REF, officer=desk.app.policy.officer("rex"))
    assert tell_of_reviews(desk) == 1
    command(desk, "respond", REF, outcome="not-held", supplement=True)
    assert tell_of_reviews(desk) == 1
    assert tell_of_reviews(desk) == 0
    send(desk, "not_held")
    assert tell_of_reviews(desk) == 1
    assert tell_of_reviews(desk) == 0
    told = rows(desk, "SELECT recipient, subject FROM outbox WHERE letter = 'review_notice' ORDER BY id")
    assert {to for to, _ in told} == {"rex@council.example"}
    assert [subject.partition(",")[0] for _, subject in told[1:]] == [
        "An answer was drafted meanwhile",
        "An answer was sent meanwhile",
    ]


def test_an_outcome_of_the_whole_does_not_contradict_its_points(answered: Callable[..., Desk]) -> None:
    desk = at(answered(), noon(2021, 4, 26))
    command(desk, "review", REF)
    points = (Point("The search", "upheld", "It was thorough."), Point("The figures", "overturned", "We hold them."))
    said: dict[str, Any] = {"text": "I looked again.", "points": points}
    for outcome in ("upheld", "overturned"):
        with pytest.raises(UsageError, match=f"Not every point is {outcome}"):
            command(desk, "decide", REF, "rex", outcome=outcome, **said)
    command(desk, "decide", REF, "rex", outcome="partly-upheld", **said)


def test_a_review_that_one_has_is_not_decided_by_another_before_it_is_theirs(answered: Callable[..., Desk]) -> None:
    desk = at(answered(), noon(2021, 4, 26))
    command(desk, "review", REF)
    command(desk, "assign", REF, officer=desk.app.policy.officer("rex"))
    with pytest.raises(NotPermitted, match=f"is with rex. Assign it first: foibot assign {REF} mia"):
        command(desk, "decide", REF, "mia", outcome="upheld", text="I looked again.")
    command(desk, "assign", REF, "mia", officer=desk.app.policy.officer("mia"))
    command(desk, "decide", REF, "mia", outcome="upheld", text="I looked again.")
