"""What each kind of message becomes, with a case and without one; who is acknowledged, and who never is."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from registers import ADA, BO, make_arrival, make_verdict

from foibot.casework.acknowledging import acknowledge
from foibot.casework.arrivals import WITHOUT_A_CASE, Arrival, MessageState, decide_arrival
from foibot.casework.case import OFFICE, Case, CaseStatus, Letter, LetterState
from foibot.casework.decisions import Decision
from foibot.casework.events import DraftProposed, LetterBounced, LetterQueued, MessageFiled, MessageSetApart
from foibot.casework.policy import Policy
from foibot.correspondence.classify import Kind, Reason
from foibot.correspondence.receipt import Receipt

POLICY = Policy()
CASE = Case("FOI-2026-0007", 3, CaseStatus.OPEN, letters=(Letter("acknowledgement", LetterState.SENT),))
OPENS = {Kind.NEW_REQUEST, Kind.UNCLEAR}
FROM_MACHINES = {Kind.BOUNCE, Kind.AUTO_REPLY, Kind.RECEIPT, Kind.BULK, Kind.OWN}
DOUBT = (Reason("uncertain", "a person looks at it first"),)


def decided(kind: Kind, case: Case | None = None, policy: Policy = POLICY, **more: object) -> Decision:
    return decide_arrival(make_arrival(make_verdict(kind), **more), case, policy)


def leaves_by_itself(decision: Decision) -> bool:
    return any(isinstance(event, LetterQueued) for event in decision.events)


@pytest.mark.parametrize("kind", Kind)
def test_without_a_case_each_kind_ends_in_its_one_state(kind: Kind) -> None:
    decision = decided(kind)
    wanted = MessageState.CASE if kind in OPENS else MessageState.TRIAGE
    assert decision.state == (MessageState.MACHINE if kind in FROM_MACHINES else wanted)
    assert (decision.reference == "FOI-2026-0001") == (kind in OPENS)
    assert leaves_by_itself(decision) == (kind in OPENS)


@pytest.mark.parametrize("kind", set(Kind) - {Kind.NEW_REQUEST, Kind.BOUNCE})
def test_on_a_case_a_message_is_filed_and_nobody_is_answered(kind: Kind) -> None:
    decision = decided(kind, CASE)
    assert (decision.reference, decision.state, decision.letters) == (CASE.reference, MessageState.CASE, ())
    assert decision.events == (MessageFiled(1, kind, automatic=False, confirmed=True),)


def test_the_table_has_a_row_for_every_kind_there_is() -> None:
    assert set(WITHOUT_A_CASE) == set(Kind)


def test_a_fresh_request_in_an_old_thread_gets_a_case_and_a_clock_of_its_own() -> None:
    decision = decided(Kind.NEW_REQUEST, CASE)
    assert decision.reference == "FOI-2026-0001"
    assert leaves_by_itself(decision)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("case", [None, CASE])
def test_nothing_in_junk_is_acknowledged_or_opens_a_case(kind: Kind, case: Case | None) -> None:
    decision = decided(kind, case, in_junk=True)
    assert (decision.reference, decision.state, decision.letters) == (OFFICE, MessageState.JUNK, ())
    assert decision.events == (MessageSetApart(1, "junk", kind),)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("in_junk", [False, True])
def test_what_cannot_be_read_is_set_aside_whatever_it_was_taken_for(kind: Kind, in_junk: bool) -> None:
    decision = decided(kind, CASE, readable=False, in_junk=in_junk)
    assert (decision.reference, decision.state, decision.letters) == (OFFICE, MessageState.SET_ASIDE, ())


def test_a_forwarded_request_is_acknowledged_to_the_applicant_inside() -> None:
    passed_on = make_verdict(written_at=datetime(2026, 2, 27, 9, 0, tzinfo=UTC))
    decision = decide_arrival(make_arrival(passed_on, applicant=BO, answer_to=BO.email), None, POLICY)
    assert [letter.to for letter in decision.letters] == [BO]
    assert "passed on to us, and written on Fri 27 Feb 2026" in make_arrival(passed_on).flags


def test_an_acknowledgement_goes_where_the_applicant_asked_to_be_answered() -> None:
    [letter] = decided(Kind.NEW_REQUEST, answer_to="ada@elsewhere.example").letters
    assert (letter.to.name, letter.to.email, letter.answers) == (ADA.name, "ada@elsewhere.example", 1)


def test_what_speaks_against_an_acknowledgement_makes_it_a_draft_that_says_why() -> None:
    seen = (Reason("not-addressed-to-us", "none of our addresses in To or Cc"), *DOUBT)
    decision = decide_arrival(make_arrival(make_verdict(withheld=seen, acknowledge=False)), None, POLICY)
    assert decision.events[-1] == DraftProposed(1, "acknowledgement", ("not-addressed-to-us", "uncertain"))
    assert [letter.draft for letter in decision.letters] == [1]
    unsure = decide_arrival(make_arrival(make_verdict(Kind.UNCLEAR, acknowledge=False)), None, POLICY)
    assert unsure.events[-1] == DraftProposed(1, "acknowledgement", ("uncertain",))


@pytest.mark.parametrize(
    ("arrival", "policy"),
    [
        (make_arrival(), replace(POLICY, acknowledge="off")),
        (make_arrival(answer_to=""), POLICY),
        (make_arrival(history=True), POLICY),
    ],
)
def test_no_letter_is_written_where_none_is_wanted_or_nobody_can_be_reached(arrival: Arrival, policy: Policy) -> None:
    decision = decide_arrival(arrival, None, policy)
    assert (decision.state, len(decision.events), decision.letters) == (MessageState.CASE, 1, ())


def test_in_draft_mode_each_acknowledgement_waits_for_a_person() -> None:
    decision = decided(Kind.NEW_REQUEST, policy=replace(POLICY, acknowledge="draft"))
    assert decision.events[-1] == DraftProposed(1, "acknowledgement", ("the authority approves each acknowledgement",))


def test_a_case_that_has_its_acknowledgement_gets_no_second() -> None:
    before = Decision(CASE.reference)
    assert acknowledge(before, ADA, POLICY, case=CASE) == before


def test_a_bounce_names_the_letter_that_came_back_once() -> None:
    decision = decided(Kind.BOUNCE, CASE, bounced_letter=1)
    assert decision.events[1:] == (LetterBounced(1, "acknowledgement", 1),)
    known = replace(CASE, letters=(Letter("acknowledgement", LetterState.REFUSED),))
    assert decided(Kind.BOUNCE, known, bounced_letter=1).events[1:] == ()
    assert decided(Kind.BOUNCE, CASE, bounced_letter=2).events[1:] == ()


def test_mail_of_a_summer_night_is_received_on_the_day_it_is_in_london() -> None:
    late = make_arrival(receipt=Receipt(datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "server"))
    assert late.received_on == date(2026, 7, 2)
