"""The mail to a holder, whole: bytes that tell nobody who asked, whatever the request looked like."""

import email
import re
import sys
from datetime import UTC, date, datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from builders import make_mail
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from registers import arrive, at, command, faults, make_desk, new_case, rows

from foibot.casework.policy import Holder
from foibot.correspondence.traces import tokens
from foibot.errors import NotPermitted
from foibot.jobs.desk import Desk
from foibot.jobs.telling_of_mail import tell_of_mail
from foibot.mail.parse import parse

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "mail"))
from office_mail import labelled

FINANCE = Holder("finance", "Finance", "finance@council.example")
WORDS_TOO = {"year", "team", "policy", "research", "council", "information", "records", "data", "website", "office"}
SHORT = 3


def sent_to_holders(desk: Desk, reference: str) -> list[str]:
    """Every mail to a holder about a case, headers and words, decoded."""
    found = []
    for (raw,) in rows(desk, "SELECT raw FROM outbox WHERE letter = 'holder_request' AND reference = ?", reference):
        letter = email.message_from_bytes(raw, EmailMessage, policy=default)
        found.append("\n".join([*(f"{name}: {value}" for name, value in letter.items()), letter.get_content()]))
    return found


def ask(desk: Desk, reference: str, **more: Any) -> bool:
    try:
        command(desk, "seek", reference, holder=FINANCE, **more)
    except NotPermitted:
        assert sent_to_holders(desk, reference) == []
        return False
    return True


def test_no_mail_about_a_realistic_request_names_its_writer_or_belongs_to_their_thread(tmp_path: Path) -> None:
    desk, asked = make_desk(tmp_path), 0
    for mail in (one for name in ("requests", "voices_requests") for one in labelled(name)):
        raw = re.sub(rb"(?i)exampleshire\.example", b"council.example", mail.raw)
        opened = arrive(desk, raw).opened
        if not opened or not ask(desk, opened):
            continue
        asked += 1
        [sent] = sent_to_holders(desk, opened)
        [(name, address)] = rows(desk, "SELECT applicant_name, applicant_email FROM cases WHERE reference = ?", opened)
        [(theirs, subject)] = rows(
            desk, "SELECT message_id, subject FROM messages WHERE reference = ? AND opened", opened
        )
        parts = [one for one in tokens(name) if len(one) > SHORT and one not in WORDS_TOO]
        assert [one for one in parts if f" {one} " in f" {' '.join(tokens(sent))} "] == [], opened
        assert not address or address.casefold() not in sent.casefold()
        assert theirs not in sent
        assert "In-Reply-To" not in sent
        assert len(subject) <= SHORT or f"Subject: {subject}" not in sent
    assert asked > 80
    assert faults(desk) == []


NAMES = st.sampled_from(["Zebedee Quillfeather", "Mrs Ngozi Okonkwo-Bryce", "Łucja Żuk-Brzęczyk", "R. O'Thistlewood"])
BITS = st.sampled_from(
    [
        *("Dear Sir,", "Dear {name},", "{name}", "{address}", "{street}", "{phone}", "Regards", "{name} | {phone}"),
        *("How many lorries have you?", "Please send me the contract.", "I live at {street}.", "My name is {name}."),
        *(
            "Call me on {phone}.",
            "1. Who decided it?",
            "> {name} wrote:",
            "From: {name} <{address}>",
            "Is {name} named?",
        ),
        *(
            "@{handle}",
            "Please reply to {address}",
            "Yours, {name}",
            "Is {name} named?",
            "\n",
            "--",
            "______",
            "My ref: ZQ/1",
        ),
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=NAMES, bits=st.lists(BITS, min_size=1, max_size=9), post=st.booleans(), own=st.booleans())
def test_whatever_a_request_looks_like_no_mail_to_a_holder_tells_who_asks(
    tmp_path_factory: pytest.TempPathFactory, name: str, bits: list[str], post: bool, own: bool
) -> None:
    desk = make_desk(tmp_path_factory.mktemp("asked"))
    handle = "".join(tokens(name))
    known = {
        "name": name,
        "address": f"{handle}@thornybush.example",
        "street": "12 Gallowglass Row",
        "phone": "01632 960111",
        "handle": handle,
    }
    text = "\n".join(bits).format(**known)
    if post:
        said = {"name": name, "address": f"{known['street']}\nExampleton", "text": text}
        reference = new_case(desk, **said) if text.strip() else new_case(desk)
    else:
        writer = f'"{name}" <{known["address"]}>'
        reference = arrive(desk, make_mail(writer=writer, text=f"{text}\nFreedom of Information")).opened
    if reference:
        ask(desk, reference, **({"question": text} if own and text.strip() else {}))
    for sent in sent_to_holders(desk, reference or ""):
        words = f" {' '.join(tokens(sent))} "
        assert [one for one in tokens(name) if len(one) > SHORT and f" {one} " in words] == [], text
        assert not {one for one in ("thornybush", handle) if one in sent.casefold()}
        assert "gallowglass row" not in words or not post, text
        assert "960111" not in re.sub(r"\D", "", sent.replace("01632 960123", "")), text


CLOSED = "[[calendar.closures]]\nfrom = 2026-03-16\nto = 2026-03-20"


def wanted_on(desk: Desk) -> str:
    [(day,)] = rows(desk, "SELECT wanted_by FROM questions ORDER BY reference DESC LIMIT 1")
    return str(day)


def test_a_holder_is_asked_by_a_day_on_which_the_authority_works(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, calendar=CLOSED)
    command(desk, "seek", new_case(desk), holder=FINANCE, question="How many potholes?")
    assert wanted_on(desk) == "2026-03-13"
    late = at(desk, datetime(2026, 3, 12, 10, 0, tzinfo=UTC))
    command(late, "seek", new_case(late), holder=FINANCE, question="How many potholes?")
    assert wanted_on(late) == "2026-03-31"


def test_a_day_in_a_closure_is_refused_with_the_nearest_days_of_work_around_it(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, calendar=CLOSED)
    said: dict[str, Any] = {"holder": FINANCE, "question": "How many potholes?", "by": date(2026, 3, 18)}
    with pytest.raises(NotPermitted, match=r"the authority is closed.*The nearest: Fri 13 Mar 2026 or Mon 23 Mar 2026"):
        command(desk, "seek", new_case(desk), **said)
    saturday = {**said, "by": date(2026, 3, 21)}
    with pytest.raises(NotPermitted, match=r"The nearest: Fri 13 Mar 2026 or Mon 23 Mar 2026"):
        command(desk, "seek", new_case(desk), **saturday)


def test_an_answer_to_one_of_several_questions_is_told_with_each_and_the_command_that_settles_it(
    tmp_path: Path,
) -> None:
    desk = make_desk(tmp_path)
    reference = new_case(desk)
    for question in ("How many potholes were mended?", "What did the repairs cost?"):
        command(desk, "seek", reference, holder=FINANCE, question=question)
    answer = make_mail(
        writer="Finance <finance@council.example>",
        subject=f"Potholes [{reference}]",
        text="There were 4,120 in all, as the list of the highways team shows for the whole of last year.",
        message_id="<answer@council.example>",
    )
    arrive(desk, answer)
    tell_of_mail(desk)
    [(raw,)] = rows(desk, "SELECT raw FROM outbox WHERE letter = 'mail_notice'")
    said = " ".join(parse(bytes(raw)).text.split())
    assert "1, asked of Finance on Tue 3 Mar 2026: How many potholes were mended?" in said
    assert "2, asked of Finance on Tue 3 Mar 2026: What did the repairs cost?" in said
    assert f"Answers 1? foibot settled {reference} 1" in said
    assert f"Answers 2? foibot settled {reference} 2" in said
