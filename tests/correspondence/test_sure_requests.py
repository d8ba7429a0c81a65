"""When a request is sure enough to be acknowledged by itself: a person wants something told, and nobody sells."""

from dataclasses import replace

import pytest

from foibot.correspondence.classify import Kind, Verdict, classify
from foibot.correspondence.known import Known, KnownCase
from foibot.correspondence.message import Address, InboundMessage

US = Address("FOI Team", "foi@council.example")
OFFICE = Known(our_addresses=frozenset({US.email}), our_domains=frozenset({"council.example"}))


def judged(subject: str, text: str) -> Verdict:
    sender = Address("Jo Platt", "jo.platt@mail.example")
    return classify(InboundMessage(sender=sender, to=(US,), subject=subject, text=text, new_text=text), OFFICE)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Road resurfacing", "When is Mill Road due to be resurfaced and what is the budget for it?"),
        ("Empty homes", "Could you supply the number of long-term empty homes by ward, please?"),
        ("Allotments", "I'd be grateful for a list of all allotment sites and the length of the waiting list at each."),
        ("Elm House", "As a relative I need copies of the last three inspection reports on Elm House."),
        ("Tramlines", "Does the council hold any record of the old tramlines? If so may I see it?"),
        ("councillor expenses", "Full breakdown of councillor expenses for 2025 please."),
        ("FOI", "List of schools with RAAC. Thanks, Ellie Marr, Daily Echo"),
        ("Cais", "Hoffwn gael copi o gofnodion y pwyllgor cynllunio ers Ionawr."),
        ("FOI - newsletters", "How many people pressed unsubscribe on your newsletter in 2024?"),
        ("Training", "Under FOIA tell me what you spent on a free webinar and who booked the places now."),
        ("How many potholes were filled on Cinder Lane in 2025?", ""),
    ],
)
def test_a_person_who_wants_something_told_is_acknowledged(subject: str, text: str) -> None:
    verdict = judged(subject, text)
    assert (verdict.kind, verdict.certain, verdict.acknowledge) == (Kind.NEW_REQUEST, True, True)


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Mastering FOI", "Join our free webinar on Freedom of Information. How many requests do you get? Book now."),
        ("FOI software", "I'd like to show you our FOI software. Could you let me know how many requests you handle?"),
        ("Survey", "Please take part in our survey on governance. Please provide your answers by Friday."),
        ("Payment", "Kindly confirm receipt of the invoice and provide the date of payment."),
        ("New voicemails", "You have a voicemail. Please confirm your identity to get access to the recording."),
        ("Hello", "I want to donate 4.5 million dollars. Please send me your details and a copy of your passport."),
        (
            "Your certificate",
            "Your certificate will expire. Please provide access to renew it. Contact us for a quote.",
        ),
        ("Sam wants to connect", "See how many people you both know and how many records you share."),
        ("News no. 5", "What is the number of bees in a hive? You receive this because you signed up."),
        ("Grants", "We can help. Please provide your details to receive a list of grants and information on each."),
        ("Places", "Places are limited. Please confirm how many delegates you would like to send."),
        ("Your website", "It isn't on page one. Can I send you a free audit and a price list of our plans?"),
        ("Rulings", "How to write a request under the Freedom of Information Act. A list of rulings. Unsubscribe"),
    ],
)
def test_who_sells_asks_of_us_or_sends_news_is_never_acknowledged(subject: str, text: str) -> None:
    verdict = judged(subject, text)
    assert (verdict.certain, verdict.acknowledge) == (False, False)


def judged_of_somebody_known(text: str, status: str) -> Verdict:
    """Judge a letter, in a thread of its own, of somebody who has a case of that status."""
    sender = Address("Jo Platt", "jo.platt@mail.example")
    case = KnownCase("FOI-2026-0001", status=status, applicant=sender.email)
    message = InboundMessage(sender=sender, to=(US,), subject="Pot holes", text=text, new_text=text)
    return classify(message, replace(OFFICE, cases={case.reference: case}))


HOW_IT_STANDS = "Hi, when will I get the pothole figures I asked for on Tuesday? Sent from my iPhone"


@pytest.mark.parametrize(
    ("text", "status", "sure"),
    [
        (HOW_IT_STANDS, "open", False),
        (HOW_IT_STANDS, "responded", True),
        ("How many potholes were filled on Cinder Lane in 2025?", "open", True),
        ("Under FOIA please send me the contract. When will I get it?", "open", True),
    ],
)
def test_who_waits_for_an_answer_and_asks_for_it_from_a_telephone_is_not_told_that_a_new_time_runs(
    text: str, status: str, *, sure: bool
) -> None:
    verdict = judged_of_somebody_known(text, status)
    assert (verdict.kind, verdict.certain, verdict.acknowledge) == (Kind.NEW_REQUEST, sure, sure)
