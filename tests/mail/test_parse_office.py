"""The mail of an FOI office in many voices: no request is lost, no robot is acknowledged, the rest is told apart."""

import pytest
from office_mail import Labelled, labelled

from foibot.correspondence.classify import Kind, Verdict, classify
from foibot.mail.parse import parse

REQUESTS = [*labelled("requests"), *labelled("voices_requests")]
ROBOTS = [*labelled("robots"), *labelled("voices_robots")]
FOLLOW_UPS = [*labelled("follow_ups"), *labelled("voices_follow_ups")]
# Mail of these kinds, when it is certain, is filed without a person reading it.
ACKNOWLEDGED = frozenset({Kind.NEW_REQUEST, Kind.REVIEW_REQUEST})
FILED_UNREAD = frozenset({Kind.AUTO_REPLY, Kind.RECEIPT, Kind.BOUNCE, Kind.BULK, Kind.OWN})
FEWEST = 260


def judged(mail: Labelled) -> Verdict:
    return classify(parse(mail.raw), mail.known)


def named(mail: list[Labelled]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("mail", mail, ids=[one.id for one in mail])


def test_the_labelled_set_is_large_enough_and_each_message_is_named_once() -> None:
    ids = [mail.id for mail in (*REQUESTS, *ROBOTS, *FOLLOW_UPS)]
    assert len(ids) >= FEWEST
    assert len(set(ids)) == len(ids)


@named(REQUESTS)
def test_no_request_is_lost(mail: Labelled) -> None:
    verdict = judged(mail)
    assert verdict.kind in mail.kinds
    assert verdict.kind in (Kind.NEW_REQUEST, Kind.UNCLEAR)
    assert verdict.certain == mail.label.get("certain", verdict.certain)


@named([mail for mail in REQUESTS if mail.label.get("certain")])
def test_a_plain_request_is_acknowledged_unless_a_sign_withholds_it(mail: Labelled) -> None:
    verdict = judged(mail)
    assert verdict.acknowledge == mail.label.get("acknowledged", True)
    assert verdict.acknowledge == (verdict.withheld == ())


@named([mail for mail in REQUESTS if not mail.label.get("certain") or mail.label.get("acknowledged") is False])
def test_an_unsure_request_is_never_acknowledged_by_itself(mail: Labelled) -> None:
    verdict = judged(mail)
    if not verdict.certain or mail.label.get("acknowledged") is False:
        assert not verdict.acknowledge
        assert verdict.withheld


@named([mail for mail in REQUESTS if "regime" in mail.label])
def test_another_law_is_suggested_where_the_words_call_for_it(mail: Labelled) -> None:
    assert list(judged(mail).regime_suggested) == mail.label["regime"]


@named([mail for mail in (*REQUESTS, *FOLLOW_UPS) if "applicant" in mail.label])
def test_the_applicant_inside_a_forwarded_letter_is_found(mail: Labelled) -> None:
    verdict = judged(mail)
    assert verdict.applicant is not None
    assert verdict.applicant.email == mail.label["applicant"]


@named([mail for mail in REQUESTS if "note" in mail.label])
def test_what_an_officer_should_know_is_noted(mail: Labelled) -> None:
    assert mail.label["note"] in [note.rule for note in judged(mail).notes]


@named(ROBOTS)
def test_no_robot_is_acknowledged(mail: Labelled) -> None:
    verdict = judged(mail)
    assert not verdict.acknowledge
    assert verdict.withheld or verdict.kind not in ACKNOWLEDGED
    assert verdict.kind in mail.kinds


@named([mail for mail in ROBOTS if mail.kinds & {Kind.AUTO_REPLY, Kind.RECEIPT, Kind.BOUNCE}])
def test_machine_mail_is_known_for_it(mail: Labelled) -> None:
    assert judged(mail).automatic


@named([mail for mail in ROBOTS if mail.label.get("person")])
def test_marketing_that_no_header_gives_away_is_left_to_a_person(mail: Labelled) -> None:
    assert not judged(mail).certain


@named([mail for mail in ROBOTS if "recipient" in mail.label])
def test_a_failure_names_the_address_that_was_not_reached(mail: Labelled) -> None:
    assert judged(mail).bounced_recipient == mail.label["recipient"]


@named(FOLLOW_UPS)
def test_what_follows_a_request_is_told_apart(mail: Labelled) -> None:
    verdict = judged(mail)
    assert verdict.kind in mail.kinds
    assert verdict.certain == mail.label.get("certain", verdict.certain)
    assert not (verdict.kind in FILED_UNREAD and verdict.certain)


@named([mail for mail in FOLLOW_UPS if "reason" in mail.label])
def test_what_may_be_a_request_from_our_own_address_says_so(mail: Labelled) -> None:
    verdict = judged(mail)
    assert not verdict.acknowledge
    assert mail.label["reason"] in verdict.reasons[0].evidence


@named([mail for mail in FOLLOW_UPS if "case" in mail.label and mail.label.get("answers") != ""])
def test_a_letter_of_the_applicant_is_tied_to_the_case(mail: Labelled) -> None:
    verdict = judged(mail)
    assert verdict.reference == "FOI-2026-0001"
    assert verdict.thread is not None
    assert verdict.thread.confirmed


@named([mail for mail in FOLLOW_UPS if "stranger" in mail.label])
def test_a_stranger_in_the_thread_is_shown_unconfirmed(mail: Labelled) -> None:
    verdict = judged(mail)
    assert verdict.thread is not None
    assert not verdict.thread.confirmed
    assert not verdict.certain


def test_a_guessed_reference_ties_a_stranger_to_nothing() -> None:
    (mail,) = (mail for mail in FOLLOW_UPS if mail.label.get("untied"))
    assert judged(mail).reference is None
