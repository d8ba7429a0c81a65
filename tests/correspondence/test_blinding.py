"""What a holder is sent of a request: what it asks, and nothing by which its writer could be known."""

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foibot.correspondence.blinding import blinded, known_by
from foibot.correspondence.traces import Identity, tokens, traces_in

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "mail"))
from office_mail import labelled

from foibot.mail.parse import parse

OURS = frozenset({"council.example", "exampleshire.example"})
ADA = Identity(("Ada Fieldhouse",), ("ada.fieldhouse@reader.example",), (), OURS)
ASKED = "Please send me the number of potholes reported in each month of 2025."
SHORT = 3


@pytest.mark.parametrize(
    "letter",
    [
        f"Dear Sir or Madam,\n\n{ASKED}\n\nYours faithfully,\n\nAda Fieldhouse\n12 Mill Row\nExampleton\nEX1 2AB",
        f"Ada Fieldhouse\n12 Mill Row\nExampleton EX1 2AB\n01632 960 111\n\nDear FOI team\n\n{ASKED}\n\nRegards\nAda",
        f"{ASKED} Ada Fieldhouse",
        f"{ASKED}\n\nA. FIELDHOUSE, 4 TANNERY LANE",
        f"Hello, {ASKED} Thanks, ada",
        f"I am a reporter with the Daily Echo. {ASKED}\nRing me on 01632 960111.\n\nAda Fieldhouse\nSenior reporter",
        f"{ASKED}\n\nReply to ada.fieldhouse@reader.example or write to 12 Mill Row.\n\nAda",
        f"My name is Ada Fieldhouse and I live in Mill Row. {ASKED}",
        f"{ASKED}\n\nKind regards,\nAda Fieldhouse\n--------\nUse this address for all replies:\nr-1@x.example",
        f"{ASKED}\n\n> On Monday Ada Fieldhouse wrote:\n> Dear team",
        f"{ASKED}\n\nMany thanks\nA.F.\nSent from my iPhone",
        f"My ref: AF/2026/3\n\n{ASKED}\n\nAda Fieldhouse",
    ],
)
def test_only_what_is_asked_is_left_of_a_letter(letter: str) -> None:
    assert blinded(letter, ADA).text == ASKED
    assert blinded(letter, ADA).is_sure


@pytest.mark.parametrize(
    ("letter", "words"),
    [
        ("Please send me my own housing file.", "my"),
        ("As a tenant of Elm Court, may I see the fire report?", "As a tenant"),
        ("How many letters did Ada Fieldhouse send you?", "Ada"),
        ("Please send the figures on behalf of our members.", "on behalf of"),
        ("What did ada.fieldhouse@reader.example write to you?", "ada.fieldhouse@reader.example"),
        ("Which calls came from 01632 960111?", "01632 960111"),
        ("What does @adafieldhouse post about you?", "@adafieldhouse"),
    ],
)
def test_a_question_that_may_tell_who_asks_is_doubted_with_the_words(letter: str, words: str) -> None:
    found = blinded(letter, ADA)
    assert not found.is_sure
    assert words in found.doubts


def test_a_list_of_questions_keeps_its_shape() -> None:
    letter = "Dear all\n\nPlease tell us:\n\n1. how many;\n2. how much, in\n   each year.\n\nThanks\nAda"
    assert blinded(letter, ADA).text == "Please tell us:\n\n1. how many;\n2. how much, in each year."


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What has Ms Fieldhouse's street cost?", ("Fieldhouse's",)),
        ("What has FIELDHOUSE cost?", ("FIELDHOUSE",)),
        ("How many potholes are there in EX1 2AB?", ("EX1 2AB",)),
        ("How many potholes are there in EX2 2AB?", ()),
        ("Ask adafieldhouse", ("adafieldhouse",)),
    ],
)
def test_the_words_that_tell_are_named(question: str, found: tuple[str, ...]) -> None:
    who = Identity(ADA.names, ADA.emails, ("12 Mill Row", "EX1 2AB"), OURS)
    assert traces_in(question, who) == found


def test_a_name_that_is_a_word_too_tells_nothing_in_small_letters() -> None:
    park = Identity(("Grace Park",), ("gp@reader.example",), (), OURS)
    assert traces_in("What does the park cost?", park) == ()
    assert traces_in("What does Park Road cost?", park) == ("Park",)


@pytest.mark.parametrize("name", ["Zoë O’Béranger", "Łukasz Żak", "Олена Ковальчук", "李明"])
def test_names_are_known_in_every_script_and_without_their_accents(name: str) -> None:
    who = Identity((name,), ("x@reader.example",), (), OURS)
    assert traces_in(f"Was {name.upper()} there?", who)
    assert not blinded(f"Was {name} there?", who).is_sure
    assert blinded(f"{ASKED}\n\n{name}", who).text == ASKED


# -- whatever a request looks like

PARTS = st.sampled_from(["Quillfeather", "Zebedee", "Okonkwo", "Brzęczyk", "Ní-Dhónaill", "Thistlewood", "Mbeki"])
TEXTS = st.sampled_from(
    [
        ASKED,
        "How much was spent on biscuits?",
        "Under the FOI Act I would like the contract with the parking company.",
        "1. How many lorries are there?\n2. Where do they go?",
    ]
)
PHONES = st.sampled_from(["01632 960111", "+44 7700 900871", "(01632) 960 222", "07700900123"])
STREETS = st.sampled_from(["12 Gallowglass Row", "Flat 3, Wobblegate Court", "Tanglefoot Cottage"])


@st.composite
def letters(draw: st.DrawFn) -> tuple[str, Identity, list[str]]:
    """A letter, who wrote it as the register knows it, and every word by which they could be known."""
    first, last = draw(PARTS), draw(PARTS)
    name, address = f"{first} {last}", f"{tokens(first)[0]}.{tokens(last)[0]}@thornybush.example"
    phone, street, postcode = draw(PHONES), draw(STREETS), "QX7 3ZZ"
    signature = draw(
        st.lists(
            st.sampled_from(
                [name, last, f"{first[0]}. {last}", name.upper(), street, postcode, phone, address, f"Tel: {phone}"]
            ),
            max_size=6,
        )
    )
    said = draw(
        st.lists(
            st.sampled_from(
                [
                    f"My name is {name}.",
                    f"I live at {street}, {postcode}.",
                    f"You can ring me on {phone}.",
                    f"Please reply to {address}.",
                    f"I am {first} from the Residents' Association.",
                    f"Is {last} mentioned in it?",
                    f"{name} wants to know.",
                ]
            ),
            max_size=3,
        )
    )
    salutation = draw(
        st.sampled_from(["", "Dear Sir or Madam,", "Hi,", "Dear FOI team", f"{name}\n{street}\n\nDear Sirs,"])
    )
    closing = draw(
        st.sampled_from(["", "Yours faithfully", "Kind regards,", "Thanks", f"Regards, {name}", "-- ", "Cheers"])
    )
    body = draw(st.permutations([draw(TEXTS), *said]))
    glue = draw(st.sampled_from(["\n\n", " ", "\n"]))
    letter = "\n\n".join(filter(None, [salutation, glue.join(body), closing, "\n".join(signature)]))
    known = draw(st.sampled_from([name, last, f"{last}, {first}"]))
    lines = draw(st.sampled_from([(), (street, postcode)]))
    telling = [*tokens(first), *tokens(last), address, phone, street, postcode, "thornybush"]
    return letter, Identity((known,), (address,), lines, OURS), telling


def told(text: str, telling: list[str]) -> list[str]:
    """The words of `telling` that stand in a text, looked for as a person would: whole words, and numbers by digit."""
    words, digits = tokens(text), re.sub(r"\D", "", text)
    joined = f" {' '.join(words)} "
    found = [one for one in telling if f" {' '.join(tokens(one))} " in joined]
    return found + [one for one in telling if len(d := re.sub(r"\D", "", one)) > SHORT and d in digits]


@settings(max_examples=600, deadline=None)
@given(letters())
def test_nothing_of_the_applicant_is_in_a_question_that_is_sent(drawn: tuple[str, Identity, list[str]]) -> None:
    letter, who, telling = drawn
    found = blinded(letter, who)
    if found.is_sure:
        assert told(found.text, telling) == [], letter


REQUESTS = [one for name in ("requests", "voices_requests") for one in labelled(name)]


@pytest.mark.parametrize("mail", REQUESTS, ids=lambda mail: mail.id)
def test_realistic_requests_are_sent_without_their_writer_or_not_at_all(mail: object) -> None:
    message = parse(mail.raw)  # type: ignore[attr-defined]
    sender = message.sender
    assert sender is not None or not message.text
    who = Identity((sender.name,), (sender.key,), (), OURS) if sender else Identity(our_domains=OURS)
    found = blinded(message.new_text, who)
    if found.is_sure and sender:
        parts = [part for part in tokens(sender.name) if len(part) > SHORT and part not in ORDINARY_HERE]
        assert told(found.text, [*parts, sender.email]) == []
        assert not re.search(r"\b0\d{4} ?\d{6}\b", found.text)


ORDINARY_HERE = {"year", "team", "policy", "research", "council", "information", "records", "data"}


def test_most_realistic_requests_need_no_words_of_an_officers_own() -> None:
    sure = 0
    for mail in REQUESTS:
        message = parse(mail.raw)
        sender = message.sender
        sure += blinded(message.new_text, Identity((sender.name,), (sender.key,), (), OURS) if sender else ADA).is_sure
    assert sure >= len(REQUESTS) * 7 // 10


@pytest.mark.parametrize(
    "question",
    ["Costs of roofs, for the Moorland Courier", "moorland-courier.example asks for the costs of roofs"],
)
def test_a_question_of_our_own_does_not_name_the_paper_or_the_domain_in_the_signature(question: str) -> None:
    zoe = Identity(("Zoe Mallory",), ("zoe@moorland-courier.example",), (), OURS)
    letter = f"{ASKED}\n\nYours\nZoe Mallory\nReporter, Moorland Courier\n"
    assert traces_in(question, known_by(letter, zoe)) != ()
    assert traces_in("Costs of roofs", known_by(letter, zoe)) == ()
