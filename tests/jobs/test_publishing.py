"""The disclosure log from an officer's release to the folder of pages: what is in it, and what it never tells."""

import html
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from builders import make_mail
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from PIL import Image
from registers import arrive, at, command, make_desk, rows
from registers import new_case as new_letter
from swallowing import Swallowing

from foibot.casework.commands import COMMANDS
from foibot.casework.letters import Attachment
from foibot.cli import main
from foibot.errors import NotPermitted, UsageError
from foibot.jobs.arguments import read_value
from foibot.jobs.desk import Desk
from foibot.jobs.dispatch import send_letters
from foibot.jobs.guarding import look_into_drafts
from foibot.jobs.publishing import Published, publish
from foibot.jobs.release_as_data import released_as_data
from foibot.store import cases

CAME = datetime(2026, 3, 3, 10, tzinfo=UTC)
ANSWERED = datetime(2026, 3, 20, 10, tzinfo=UTC)
LATER = datetime(2026, 5, 5, 10, tzinfo=UTC)
QUESTION = """\
Dear Sir or Madam,

Under the Freedom of Information Act 2000 please tell me:

1. How many potholes were reported in each ward in 2025?
2. What was spent on repairs?

Yours faithfully,
Tamsin Oakapple
12 Acorn Lane, Exampleton EX4 4ZZ
Tel 01632 960777
"""
WRITER = "Tamsin Oakapple <tamsin.o@applicant.example>"
SHEET = Attachment("Potholes 2025.csv", "text/csv", b"ward,count\r\nNorth,120\r\n")
BASE = "https://www.example.org/log"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = make_desk(tmp_path, CAME)
    with closing(made.db):
        yield made


@pytest.fixture
def log(desk: Desk, tmp_path: Path) -> Callable[..., Published]:
    """A function that publishes into the folder `site`."""
    return lambda **said: publish(desk.app, desk.db, tmp_path / "site", **said)


def request_by_mail(desk: Desk, text: str = QUESTION, writer: str = WRITER, subject: str = "Potholes in 2025") -> str:
    reference = arrive(desk, make_mail(writer=writer, subject=subject, text=text)).opened
    send_letters(desk, Swallowing())
    return reference


def new_case(desk: Desk, **said: Any) -> str:
    return new_letter(desk, **{"email": "ada@reader.example", **said})


def send_draft(desk: Desk, now: datetime, who: str = "pat") -> None:
    [(draft,)] = rows(desk, "SELECT max(id) FROM drafts")
    despite = {"despite": "a test"} if who == "mia" else {}
    command(at(desk, now), "approve", str(draft), who, **{"at-once": True, **despite})
    send_letters(at(desk, now), Swallowing())


def answer(desk: Desk, reference: str, outcome: str = "disclosed", **said: Any) -> None:
    command(at(desk, ANSWERED), "respond", reference, outcome=outcome, **{"text": "There were 412.", **said})
    send_draft(desk, ANSWERED)


def page(tmp_path: Path, reference: str) -> str:
    return (tmp_path / "site" / "cases" / f"{reference}.html").read_text(encoding="utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()}


# -- who may, and what


def test_nothing_is_released_before_an_answer_has_left(desk: Desk) -> None:
    reference = request_by_mail(desk)
    with pytest.raises(NotPermitted, match="'release' is possible while a case is"):
        command(desk, "release", reference)
    command(at(desk, ANSWERED), "respond", reference, outcome="disclosed", text="There were 412.")
    with pytest.raises(NotPermitted):
        command(at(desk, ANSWERED), "release", reference)


def test_a_subject_access_request_is_never_published(desk: Desk) -> None:
    reference = new_case(desk, regime="SAR", text="Please send me all the data you hold about me.")
    answer(desk, reference)
    with pytest.raises(NotPermitted, match="subject access request"):
        command(at(desk, ANSWERED), "release", reference)


def test_who_reviews_alone_releases_nothing(desk: Desk) -> None:
    reference = request_by_mail(desk)
    answer(desk, reference)
    with pytest.raises(NotPermitted, match="needs the role"):
        command(at(desk, ANSWERED), "release", reference, "rex")


def test_an_officer_chooses_which_files_are_published_and_none_is_by_itself(
    desk: Desk, log: Callable[..., Published], tmp_path: Path
) -> None:
    reference = request_by_mail(desk)
    answer(desk, reference, attach=(SHEET, Attachment("names.csv", "text/csv", b"secret\r\n")))
    with pytest.raises(UsageError, match=r"Potholes 2025\.csv, names\.csv"):
        command(at(desk, ANSWERED), "release", reference)
    with pytest.raises(UsageError, match="No file potholes"):
        command(at(desk, ANSWERED), "release", reference, attach=("potholes.csv",))
    command(at(desk, ANSWERED), "release", reference, attach=("Potholes 2025.csv",))
    log()
    files = tree(tmp_path / "site")
    assert files[f"cases/{reference}/1-potholes-2025.csv"] == SHEET.data
    assert not any(b"secret" in content for content in files.values())
    nothing: dict[str, Any] = {"without-attachments": True}
    command(at(desk, ANSWERED), "release", reference, **nothing)
    assert log().removed == (f"cases/{reference}/1-potholes-2025.csv",)


def test_what_is_taken_back_loses_its_page_and_leaves_nothing_behind(
    desk: Desk, log: Callable[..., Published], tmp_path: Path
) -> None:
    reference = request_by_mail(desk)
    log()
    before = tree(tmp_path / "site")
    answer(desk, reference)
    command(at(desk, ANSWERED), "release", reference)
    assert log().cases == 1
    with pytest.raises(UsageError, match="--why"):
        command(at(desk, LATER), "release", reference, undo=True)
    command(at(desk, LATER), "release", reference, undo=True, why="It was too early.")
    assert log().removed == (f"cases/{reference}.html",)
    assert tree(tmp_path / "site") == before
    with pytest.raises(NotPermitted, match="is not released"):
        command(at(desk, LATER), "release", reference, undo=True, why="Twice.")


# -- what a page tells


def test_a_page_tells_what_was_asked_and_answered_when_and_under_which_sections(
    desk: Desk, log: Callable[..., Published], tmp_path: Path
) -> None:
    reference = request_by_mail(desk)
    why = {"why": "It would let others undercut the contractor.", "public-interest": "It favours the next tender."}
    answer(desk, reference, "partly-withheld", exemption=("43(2)",), likelihood="would", **why)
    command(at(desk, ANSWERED), "release", reference, summary="Potholes by ward.")
    log(base_url=BASE)
    words = html.unescape(page(tmp_path, reference))
    for said in (
        "How many potholes were reported in each ward in 2025?",
        "There were 412.",
        "Information given in part",
        "Tuesday 3 March 2026",
        "Friday 20 March 2026",
        "on working day 12",
        "Section 43(2): commercial interests",
        "Potholes by ward.",
        "Names and contact details have been left out.",
        "Answered by the Freedom of Information team, Exampleshire Council.",
        f'<link rel="canonical" href="{BASE}/cases/{reference}.html">',
    ):
        assert said in words, said
    for kept_out in ("Dear", "Oakapple", "Yours sincerely", "Jane Quill", "If you are unhappy", "Acorn", "960777"):
        assert kept_out not in words, kept_out


def test_the_working_days_on_a_page_are_those_of_the_clock(desk: Desk, log: Callable[..., Published]) -> None:
    reference = request_by_mail(desk)
    answer(desk, reference)
    command(at(desk, ANSWERED), "release", reference)
    log()
    [case] = json.loads((Path(desk.app.config.register.path).parent / "site" / "log.json").read_text())["cases"]
    # 4 March is day 1; 17 March is a holiday in Northern Ireland alone, and s.10(6) FOIA counts it out all the same.
    assert (case["received_on"], case["answered_on"], case["working_days"]) == ("2026-03-03", "2026-03-20", 12)


def test_a_review_that_is_not_decided_is_said_and_its_outcome_is_shown_when_released_again(
    desk: Desk, log: Callable[..., Published], tmp_path: Path
) -> None:
    reference = request_by_mail(desk)
    answer(desk, reference, "not-held")
    command(at(desk, ANSWERED), "release", reference)
    command(at(desk, LATER), "review", reference, received=LATER, by="email", text="I am not content.")
    log()
    assert "have not decided the review yet" in page(tmp_path, reference)
    assert "not content" not in page(tmp_path, reference)

    command(at(desk, LATER), "decide", reference, "rex", outcome="overturned", text="We found 412 of them after all.")
    send_draft(desk, LATER, "mia")
    log()
    assert "We have reviewed this answer since, and replaced it." in page(tmp_path, reference)
    assert "412 of them" not in page(tmp_path, reference)

    command(at(desk, LATER), "release", reference)
    log()
    assert "412 of them" in page(tmp_path, reference)
    assert "reviewed this answer since" not in page(tmp_path, reference)


def test_what_was_answered_long_ago_is_new_in_the_feed_on_the_day_of_its_release(
    desk: Desk, log: Callable[..., Published], tmp_path: Path
) -> None:
    reference = request_by_mail(desk)
    answer(desk, reference)
    command(at(desk, LATER), "release", reference)
    log(base_url=BASE)
    assert "<pubDate>Tue, 05 May 2026 12:00:00 +0000</pubDate>" in (tmp_path / "site" / "feed.xml").read_text()
    [case] = json.loads((tmp_path / "site" / "log.json").read_text(encoding="utf-8"))["cases"]
    assert (case["answered_on"], case["released_on"]) == ("2026-03-20", "2026-05-05")


def test_a_supplement_is_shown_only_when_the_case_is_released_again(
    desk: Desk, log: Callable[..., Published], tmp_path: Path
) -> None:
    reference = request_by_mail(desk)
    answer(desk, reference)
    command(at(desk, ANSWERED), "release", reference)
    command(
        at(desk, LATER), "respond", reference, outcome="disclosed", text="And 88 more came to light.", supplement=True
    )
    send_draft(desk, LATER)
    log()
    assert "88 more" not in page(tmp_path, reference)
    command(at(desk, LATER), "release", reference)
    log()
    assert "88 more" in page(tmp_path, reference)
    assert "There were 412." in page(tmp_path, reference)


def test_an_answer_by_post_or_by_hand_is_published_with_the_words_that_an_officer_gives(
    desk: Desk, log: Callable[..., Published], tmp_path: Path
) -> None:
    reference = new_case(desk, text="What is spent on tea?")
    command(at(desk, ANSWERED), "answered", reference, outcome="disclosed", on=ANSWERED.date())
    with pytest.raises(NotPermitted, match="--answer FILE"):
        command(at(desk, ANSWERED), "release", reference)
    command(at(desk, ANSWERED), "release", reference, answer="We spent £100.", request="What is spent on tea?")
    assert log().held == ()
    assert "We spent £100." in page(tmp_path, reference)


def test_of_two_cases_that_were_merged_the_one_that_went_on_is_released(
    desk: Desk, log: Callable[..., Published]
) -> None:
    first, second = (new_case(desk, email="ada@reader.example", text=f"How many {what}?") for what in ("cats", "dogs"))
    command(desk, "merge", second, into=first)
    answer(desk, first)
    command(at(desk, ANSWERED), "release", first)
    with pytest.raises(NotPermitted, match=f"merged into {first}"):
        command(at(desk, ANSWERED), "release", second)
    assert log().cases == 1


def test_welsh_is_marked_as_welsh(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, CAME, "wales")
    question = "Hoffwn wybod faint o arian a wariwyd ar y ffyrdd yn y sir, ac ym mhob ward, llynedd."
    reference = request_by_mail(
        desk, f"Annwyl bawb,\n\n{question}\n\nDiolch\nEfa", "Efa Rowlands <efa@reader.example>", "Cais am wybodaeth"
    )
    answer(desk, reference, "not-held")
    told = command(
        at(desk, ANSWERED),
        "release",
        reference,
        request="Faint o arian a wariwyd ar y ffyrdd yn y sir, ac ym mhob ward, llynedd? Hoffwn gael y wybodaeth.",
    ).told
    assert "no page" not in told
    publish(desk.app, desk.db, tmp_path / "site")
    words = page(tmp_path, reference)
    assert '<div class="words" lang="cy">' in words
    assert '<div class="answer" lang="cy">' in words
    assert "Yn gywir" not in words
    assert "anfodlon" not in words


# -- what keeps a case from being published


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("As Ms Oakapple knows, there were 412.", "words that tell who asked"),
        ("Write to someone.else@elsewhere.example for more.", "an e-mail address"),
        ("Ring 07700 900123 for more.", "a telephone number"),
        ("Her number is AB 12 34 56 C.", "a National Insurance number"),
        ("Her number is AB-12-34-56-C.", "a National Insurance number"),
        ("Her number is ab.123456.c, I am told.", "a National Insurance number"),
        ("The patient is 943 476 5919.", "an NHS number"),
        ("Jane Quill counted them.", "a colleague's name"),
    ],
)
def test_an_answer_that_still_tells_of_a_person_has_no_page_and_its_line_and_kind_are_named(
    desk: Desk, log: Callable[..., Published], tmp_path: Path, said: str, kind: str
) -> None:
    reference, other = request_by_mail(desk), new_case(desk, text="How many cats are there?")
    answer(desk, reference, text=f"There were 412.\n\n{said}")
    answer(desk, other)
    told = command(at(desk, ANSWERED), "release", reference).told
    assert kind in told
    assert said not in told
    command(at(desk, ANSWERED), "release", other)
    done = log()
    assert [(one.reference, one.where) for one in done.held] == [(reference, "answer")]
    assert kind in done.held[0].what
    assert done.cases == 1
    assert not (tmp_path / "site" / "cases" / f"{reference}.html").exists()

    command(at(desk, ANSWERED), "release", reference, answer=f"There were 412.\n{said}")
    assert f"line 2: {kind}" in log().held[0].what
    command(at(desk, ANSWERED), "release", reference, answer="There were 412.")
    assert log().held == ()
    assert "There were 412." in page(tmp_path, reference)


def test_a_case_that_turns_out_to_name_its_applicant_loses_its_page(
    desk: Desk, log: Callable[..., Published], tmp_path: Path
) -> None:
    reference = new_case(desk, name="T", text="How many potholes did Bramble Finch report?")
    answer(desk, reference)
    command(at(desk, ANSWERED), "release", reference)
    assert log().cases == 1
    command(at(desk, LATER), "applicant", reference, name="Bramble Finch", why="She wrote under her initial.")
    done = log()
    assert {(one.reference, one.where) for one in done.held} == {(reference, "request")}
    assert not (tmp_path / "site" / "cases" / f"{reference}.html").exists()


def test_the_look_into_files_keeps_a_case_from_being_published(desk: Desk, log: Callable[..., Published]) -> None:
    reference = request_by_mail(desk)
    answer(desk, reference, attach=(SHEET, Attachment("page.html", "text/html", b"hi")))
    command(at(desk, ANSWERED), "release", reference, attach=("Potholes 2025.csv",))
    seen: list[tuple[str, bytes]] = []

    def look_into(name: str, data: bytes) -> list[str]:
        seen.append((name, data))
        return ["a hidden sheet"]

    assert [(one.where, one.what) for one in log(look_into=look_into).held] == [("file 1", "a hidden sheet")]
    assert seen == [("Potholes 2025.csv", SHEET.data)]
    command(at(desk, ANSWERED), "release", reference, attach=("page.html",))
    assert "its kind is not published" in log().held[0].what


# -- the folder


def test_publishing_twice_writes_the_same_bytes_and_the_second_time_none(
    desk: Desk, log: Callable[..., Published], tmp_path: Path
) -> None:
    reference = request_by_mail(desk)
    answer(desk, reference)
    command(at(desk, ANSWERED), "release", reference)
    first = log(base_url=BASE)
    assert len(first.changed) == first.files
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in (tmp_path / "site").rglob("*.*")}
    assert log(base_url=BASE).changed == ()
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in (tmp_path / "site").rglob("*.*")} == before
    publish(desk.app, desk.db, tmp_path / "elsewhere", base_url=BASE)
    assert tree(tmp_path / "elsewhere") == tree(tmp_path / "site")


def test_a_dry_run_says_what_it_would_write_and_writes_nothing(
    desk: Desk, log: Callable[..., Published], tmp_path: Path
) -> None:
    reference = request_by_mail(desk)
    answer(desk, reference)
    command(at(desk, ANSWERED), "release", reference)
    assert f"cases/{reference}.html" in log(dry_run=True).changed
    assert not (tmp_path / "site").exists()


# -- nobody is named: a property

PARTS = st.sampled_from(
    [
        *("Tamsin Oakapple", "Jan van der Berg", "María José de la Cruz", "Zoë Ashby-Llewellyn", "O'Brien Siân"),
        *("J. R. Hartley", "Ngozi", "Przybylski", "李小龙", "Дмитрий Шостакович", "Anna-Lena Ólafsdóttir"),
        *(
            "Mr Mark J. Hill",
            "Mark Hill",
            "Mary Church",
            "Cllr Pat Young",
            "Dr. Fiona MacLeod",
            "Sir Humphrey Appleby",
            "D'Souza Mina",
        ),
        *("Αλέξανδρος Παπάς", "محمد علي", "Xu Li", "St John Smythe", "Rhys ap Gruffudd", "Le Thi Hoa"),
    ]
)
LOCAL = st.from_regex(r"[a-z]{3,8}\.[a-z]{3,8}", fullmatch=True)
PHONES = st.from_regex(r"0(7700 900|1632 960|2079 460)[0-9]{3}", fullmatch=True)
FOLDS = st.sampled_from(
    [
        str,
        str.upper,
        str.lower,
        lambda text: "".join(f"&#{ord(sign)};" for sign in text),
        lambda text: "".join(f"%{byte:02x}" for byte in text.encode()),
        lambda text: text.replace(" ", "\n"),
        lambda text: text.replace(" ", "%20").replace("@", "%40"),
        "\u200b".join,
    ]
)
BODIES = st.sampled_from(
    [
        "There were 412.\n\n{it}",
        "As {it} asked us to count them, we did.",
        "See the register at https://www.example.org/{it}/list for more.",
        "We give what we hold.\n\n> {it}\n\nThat is all.",
        "There were 412.",
    ]
)


@given(name=PARTS, local=LOCAL, phone=PHONES, fold=FOLDS, body=BODIES, which=st.integers(0, 3))
@example("Mark Hill", "mark.hill", "07700 900123", str.lower, "As {it} asked us to count them, we did.", 0)
@settings(
    max_examples=int(os.environ.get("FOIBOT_LETTERS", "60")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whoever_asks_and_whatever_a_letter_says_nothing_published_names_them(
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
    local: str,
    phone: str,
    fold: Callable[[str], str],
    body: str,
    which: int,
) -> None:
    folder = tmp_path_factory.mktemp("anybody")
    email, street = f"{local}@applicant.example", "12 Acorn Lane"
    told = fold((name, email, phone, street)[which])
    desk = make_desk(folder, CAME)
    with closing(desk.db):
        signed = f"Kind regards,\n{name}\n{street}\n{phone}"
        request = f"Dear Sirs,\n\nPlease tell me how many potholes there were in 2025.\n\n{signed}"
        reference = request_by_mail(desk, request, f'"{name}" <{email}>', f"FOI request from {name}")
        answer(desk, reference, text=body.format(it=told))
        command(at(desk, ANSWERED), "release", reference)
        done = publish(desk.app, desk.db, folder / "site", base_url=BASE)
    assert (done.cases, bool(done.held)) in {(1, False), (0, True)}
    if "{it}" not in body:
        assert done.cases == 1, done.held
    for path, content in tree(folder / "site").items():
        for secret in (name, email, phone, street):
            assert not stands_in(secret, f"{path}\n{content.decode()}"), (path, secret)


def stands_in(secret: str, text: str) -> bool:
    """Whether words stand in a text once it is decoded as often as anybody may have coded it, in whatever letters."""
    for _ in range(3):
        text = unquote(html.unescape(text.encode().decode("unicode_escape") if "\\u" in text else text))
        if plain(secret) in plain(text):
            return True
    return False


def plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def test_the_words_of_a_review_request_are_nobodys_to_read(
    desk: Desk, log: Callable[..., Published], tmp_path: Path
) -> None:
    reference = request_by_mail(desk)
    answer(desk, reference, "not-held")
    command(
        at(desk, date_of(2026, 3, 25)),
        "review",
        reference,
        received=date_of(2026, 3, 25),
        by="email",
        text="My aunt says otherwise.",
    )
    command(at(desk, date_of(2026, 3, 26)), "release", reference)
    log()
    assert all(b"aunt" not in content for content in tree(tmp_path / "site").values())


def date_of(year: int, month: int, day: int) -> datetime:
    return datetime.combine(date(year, month, day), datetime.min.time(), UTC).replace(hour=12)


# -- redacted copies, and false alarms

COPY = Attachment("Potholes 2025 redacted.csv", "text/csv", b"ward,count\r\n[redacted],120\r\n")


def test_a_redacted_copy_is_shown_in_the_place_of_a_file_that_was_sent_and_the_page_says_so(
    desk: Desk, log: Callable[..., Published], tmp_path: Path
) -> None:
    reference = request_by_mail(desk)
    answer(desk, reference, attach=(SHEET,))
    with pytest.raises(UsageError, match=r"No file potholes\.csv went out"):
        command(at(desk, ANSWERED), "release", reference, replace=(("potholes.csv", COPY),))
    command(at(desk, ANSWERED), "release", reference, replace=((SHEET.name, COPY),))
    assert log().held == ()
    published = tree(tmp_path / "site")
    assert [data for name, data in published.items() if name.endswith(".csv")] == [COPY.data]
    assert "a redacted copy of what was sent" in page(tmp_path, reference)
    [case] = json.loads(published["log.json"])["cases"]
    assert [(one["name"], one["redacted_copy"]) for one in case["files"]] == [(COPY.name, True)]
    [(payload,)] = rows(desk, "SELECT payload FROM events WHERE type = 'CaseReleased'")
    assert json.loads(payload)["copies"] == [sha256(COPY.data).hexdigest()]
    assert "redacted" not in payload

    command(at(desk, ANSWERED), "release", reference, attach=(SHEET.name,))
    assert log().held == ()
    assert [data for name, data in tree(tmp_path / "site").items() if name.endswith(".csv")] == [SHEET.data]
    assert "a redacted copy" not in page(tmp_path, reference)


def test_what_a_redacted_copy_still_tells_is_said_at_once_and_keeps_the_case_from_being_published(
    desk: Desk, log: Callable[..., Published]
) -> None:
    reference = request_by_mail(desk)
    answer(desk, reference, attach=(SHEET,))
    for copy, found in (
        (Attachment("a.csv", "text/csv", b"who\r\nTamsin Oakapple\r\n"), "words that tell who asked"),
        (Attachment("b.xlsx", "application/octet-stream", workbook_with_a_hidden_sheet()), "hidden"),
    ):
        told = command(at(desk, ANSWERED), "release", reference, replace=((SHEET.name, copy),)).told
        assert "It has no page until this is mended or cleared: file 1" in told
        assert "the next 'foibot publish'" not in told.lower()
        assert told.count(found) == 1
        assert told.count("foibot publish --texts") == 1
        assert found in told
        assert found in " ".join(one.what for one in log().held)


def test_a_page_says_what_was_left_out_by_kind_and_size_and_never_by_a_name(
    desk: Desk, log: Callable[..., Published], tmp_path: Path
) -> None:
    asked = QUESTION.replace("\n\nYours", "\n\nI am a widow and live in Acorn Lane.\n\nYours")
    reference = request_by_mail(desk, asked)
    secret = Attachment("Complaint of Bramble Finch.txt", "text/plain", b"plain words\n" * 300)
    odd = Attachment("letter.finch", "application/octet-stream", b"x")
    answer(desk, reference, attach=(SHEET, secret, odd))
    command(at(desk, ANSWERED), "release", reference, replace=((SHEET.name, COPY),))
    assert log().held == ()
    words = html.unescape(page(tmp_path, reference))
    [case] = json.loads((tmp_path / "site" / "log.json").read_text(encoding="utf-8"))["cases"]
    assert case["left_out"] == [
        "Left out of the request: the greeting and what stands above it; the closing words, the signature and"
        " what stands below it; and what is said about the person who asked.",
        "Left out of the answer: what only its reader needs, such as the address, the greeting, the rights of review"
        " and the signature.",
        "File 1 of 3 that went with the answer (CSV, 1 kB) is replaced by a redacted copy: Potholes 2025 redacted.csv.",
        "File 2 of 3 that went with the answer (TXT, 4 kB) is not shown.",
        "File 3 of 3 that went with the answer (1 kB) is not shown.",
    ]
    assert all(one in words for one in case["left_out"])
    telling = [at for at, content in tree(tmp_path / "site").items() if b"finch" in content.lower()]
    assert telling == []
    assert "<li>file 2 of 3</li>" in words, "the letter that names its files calls this one by its number"

    said: dict[str, Any] = {"without-attachments": True, "request": "How many potholes?", "answer": "There were 412."}
    command(at(desk, ANSWERED), "release", reference, **said)
    log()
    words = html.unescape(page(tmp_path, reference))
    assert "The request is given in words of ours, not in those in which it was made." in words
    assert "The answer is given in other words than those that were sent." in words
    assert "File 1 of 3 that went with the answer (CSV, 1 kB) is not shown." in words


def test_of_the_items_that_speak_of_the_writer_no_number_is_left_on_the_page(
    desk: Desk, log: Callable[..., Published], tmp_path: Path
) -> None:
    about = "3. I am a widow.\n4. I live in Mill Rd. My son goes to school there.\n5. What did the last one cost?"
    reference = request_by_mail(desk, QUESTION.replace("2. What was spent on repairs?", f"2. How many?\n{about}"))
    answer(desk, reference)
    command(at(desk, ANSWERED), "release", reference)
    assert log().held == ()
    [case] = json.loads((tmp_path / "site" / "log.json").read_text(encoding="utf-8"))["cases"]
    assert case["request"]["text"].endswith("2. How many?\n5. What did the last one cost?")
    assert case["left_out"][0].endswith("; and what is said about the person who asked.")


def in_a_workbook() -> bytes:
    book, written = Workbook(), BytesIO()
    book.active.append(["ward", "who"])
    book.create_sheet("2025").append(["ward", "who"])
    book["2025"].append(["North", "Tamsin Oakapple"])
    book.save(written)
    return written.getvalue()


def in_an_open_sheet() -> bytes:
    rows_of_it = "".join(
        f'<table:table-row table:number-rows-repeated="{times}"><table:table-cell><text:p>{words}</text:p>'
        "</table:table-cell></table:table-row>"
        for words, times in (("ward", 1), ("", 3), ("Tamsin Oakapple", 1))
    )
    names = " ".join(
        f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {names}><office:body><office:spreadsheet>"
        f"<table:table>{rows_of_it}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    written = BytesIO()
    with ZipFile(written, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("content.xml", content)
    return written.getvalue()


def in_a_document() -> bytes:
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    said = "".join(f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>" for words in ("Wards", "", "As Tamsin Oakapple asked"))
    written = BytesIO()
    with ZipFile(written, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", f'<w:document xmlns:w="{word}"><w:body>{said}</w:body></w:document>')
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "made", "place"),
    [
        ("a.xlsx", in_a_workbook, "sheet 2, row 2"),
        ("a.ods", in_an_open_sheet, "sheet 1, row 5"),
        ("a.docx", in_a_document, "paragraph 2"),
    ],
)
def test_a_release_says_at_once_that_a_name_in_a_file_keeps_it_from_a_page_and_where_it_stands(
    desk: Desk, log: Callable[..., Published], name: str, made: Callable[[], bytes], place: str
) -> None:
    reference = request_by_mail(desk)
    answer(desk, reference)
    copy = Attachment(name, "application/octet-stream", made())
    with_a_file = new_case(desk, text="How many cats are there?")
    answer(desk, with_a_file, attach=(SHEET,))
    command(at(desk, ANSWERED), "applicant", with_a_file, name="Tamsin Oakapple", why="She wrote so")
    told = command(at(desk, ANSWERED), "release", with_a_file, replace=((SHEET.name, copy),)).told
    assert f"no page until this is mended or cleared: file 1, {place}: words that tell who asked" in told
    assert "Oakapple" not in told
    assert f"{place}: words that tell who asked" in [one.what for one in log().held]


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp1252", "cp850", "mac-roman", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("kind", ["csv", "txt"])
def test_a_name_with_an_accent_is_found_in_whatever_letters_excel_wrote_the_table(
    desk: Desk, log: Callable[..., Published], charset: str, kind: str
) -> None:
    reference = new_case(desk, name="Zoë Brontë", text="How many potholes are there?")
    answer(desk, reference, attach=(SHEET,))
    copy = Attachment(f"table.{kind}", "text/csv", "ward,who\r\nNorth,BRONTË\r\nSouth,nobody\r\n".encode(charset))
    command(at(desk, ANSWERED), "release", reference, replace=((SHEET.name, copy),))
    # of UTF-16 that does not say so the guard has a word too: it takes it for no text
    assert log().held[0].what == "line 2: words that tell who asked"


def picture() -> bytes:
    written = BytesIO()
    Image.new("RGB", (40, 20), "white").save(written, "PNG")
    return written.getvalue()


def test_a_copy_that_nobody_but_a_person_can_read_is_published_once_a_named_approver_has_looked(
    desk: Desk, log: Callable[..., Published], tmp_path: Path
) -> None:
    reference = request_by_mail(desk)
    answer(desk, reference, attach=(SHEET,))
    copy = Attachment("scan.png", "image/png", picture())
    told = command(at(desk, ANSWERED), "release", reference, replace=((SHEET.name, copy),)).told
    assert "no page until this is mended or cleared: file 1, a redacted copy of which nobody but a person" in told
    [found] = log().held
    with pytest.raises(NotPermitted):
        command(at(desk, ANSWERED), "clear", reference, "jane", finding=(found.code,), why="I looked")
    command(at(desk, ANSWERED), "clear", reference, "pat", finding=(found.code,), why="I looked: a list of wards")
    assert log().held == ()
    assert tree(tmp_path / "site")[f"cases/{reference}/1-scan.png"] == copy.data


def workbook_with_a_hidden_sheet() -> bytes:
    book, written = Workbook(), BytesIO()
    book.active.append(["ward", 120])
    hidden = book.create_sheet("names")
    hidden.append(["ward", "who"])
    hidden.sheet_state = "hidden"
    book.save(written)
    return written.getvalue()


def workbook_that_names(author: str) -> bytes:
    book, written = Workbook(), BytesIO()
    book.active.append(["ward", 120])
    book.properties.creator = author
    book.save(written)
    return written.getvalue()


def test_what_was_accepted_for_the_letter_to_the_applicant_is_not_accepted_for_everybody(
    desk: Desk, log: Callable[..., Published], tmp_path: Path
) -> None:
    reference = request_by_mail(desk)
    book = Attachment("Potholes.xlsx", "application/octet-stream", workbook_that_names("Bramble Finch"))
    command(at(desk, ANSWERED), "respond", reference, outcome="disclosed", text="There were 412.", attach=(book,))
    [(draft,)] = rows(desk, "SELECT max(id) FROM drafts")
    look_into_drafts(desk.app, desk.db, ANSWERED)
    command(at(desk, ANSWERED), "accept", str(draft), "pat", finding=(1,), why="The applicant made the table")
    send_draft(desk, ANSWERED)
    told = command(at(desk, ANSWERED), "release", reference, attach=("Potholes.xlsx",)).told
    assert "no page until this is mended or cleared: file 1, properties: " in told
    [found] = log().held
    assert found.what.startswith("properties: ")
    assert not (tmp_path / "site" / "cases" / reference).exists()

    command(at(desk, ANSWERED), "clear", reference, "pat", finding=(found.code,), why="She is a published author")
    assert log().held == ()
    assert tree(tmp_path / "site")[f"cases/{reference}/1-potholes.xlsx"] == book.data


def test_a_false_alarm_is_cleared_by_a_named_approver_with_a_reason_and_for_those_words_alone(
    desk: Desk, log: Callable[..., Published], tmp_path: Path
) -> None:
    reference = request_by_mail(desk)
    answer(desk, reference, text="The helpline for potholes is 01632 960555.")
    command(at(desk, ANSWERED), "release", reference)
    [found] = log().held
    assert found.what.endswith(": a telephone number")
    clear = {"finding": (found.code,), "why": "a public helpline"}
    with pytest.raises(NotPermitted):
        command(at(desk, ANSWERED), "clear", reference, "jane", **clear)
    with pytest.raises(UsageError, match=f"There is no finding 00000000 in {reference}. There are: {found.code}"):
        command(at(desk, ANSWERED), "clear", reference, "pat", finding=("00000000",), why="x")
    with pytest.raises(UsageError, match="--why is empty"):
        command(at(desk, ANSWERED), "clear", reference, "pat", finding=(found.code,), why=" ")
    assert (
        f"Cleared by pat: answer, {found.what}" in command(at(desk, ANSWERED), "clear", reference, "pat", **clear).told
    )
    assert log().held == ()
    assert "01632 960555" in page(tmp_path, reference)
    [(payload,)] = rows(desk, "SELECT payload FROM events WHERE type = 'PublishingCleared'")
    assert json.loads(payload)["officer"] == "pat"
    assert "960555" not in payload
    assert "helpline" not in payload

    command(at(desk, ANSWERED), "release", reference, answer="The helpline for potholes is 01632 960556.")
    assert [one.what for one in log().held] == ["line 1: a telephone number"], "other words are looked at anew"


def test_a_list_of_forty_addresses_is_one_finding_that_names_its_lines_and_is_cleared_once_for_that_very_file(
    desk: Desk, log: Callable[..., Published]
) -> None:
    reference = request_by_mail(desk)
    answer(desk, reference, attach=(SHEET,))
    lines = "".join(f"school {number},office{number}@school.example\r\n" for number in range(40))

    def show(text: str) -> None:
        copy = Attachment("schools.csv", "text/csv", f"school,address\r\n{text}".encode())
        command(at(desk, ANSWERED), "release", reference, replace=((SHEET.name, copy),))

    show(lines)
    first = log().held
    lines_told = "; ".join(f"line {at}" for at in range(2, 12))
    assert [one.what.partition("; or ")[0] for one in first] == [
        f"{lines_told} and 30 places more: an e-mail address",
        "email addresses: Take them out",
    ]
    codes = tuple(one.code for one in first)
    command(at(desk, ANSWERED), "clear", reference, "pat", finding=codes, why="The schools publish them")
    assert log().held == ()

    show(f"{lines}school 40,office40@school.example\r\n")
    assert not {one.code for one in log().held} & set(codes), "the file is another one, and is looked at anew"


def test_an_empty_copy_is_refused_in_words_about_what_is_shown(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    [replace_] = [one for one in COMMANDS["release"].arguments if one.name == "replace"]
    with pytest.raises(UsageError, match=r"empty\.csv is empty: there would be nothing to show"):
        read_value(desk.app, replace_, (f"a.csv={tmp_path / 'empty.csv'}",))


def test_an_erased_case_is_no_longer_told_as_released(desk: Desk) -> None:
    reference = request_by_mail(desk)
    answer(desk, reference)
    command(at(desk, ANSWERED), "release", reference)
    case = cases.load_case(desk.db, reference)
    assert case is not None
    assert released_as_data(case) is not None
    assert released_as_data(replace(case, erased_on=LATER.date())) is None


def test_a_release_says_that_a_subject_is_not_the_heading(desk: Desk) -> None:
    reference = request_by_mail(desk, subject="FOI request from Tamsin Oakapple")
    answer(desk, reference)
    told = command(at(desk, ANSWERED), "release", reference).told
    assert f"Its heading is “Request for information {reference}”" in told
    assert "Its heading" not in command(at(desk, ANSWERED), "release", reference, title="Potholes").told


@pytest.mark.parametrize(
    ("subject", "is_heading"),
    [
        ("FOI request", False),
        ("Freedom of Information Act 2000 - Request for Information", False),
        ("RE: EIR enquiry (urgent) 3", False),
        ("Environmental Information Regulations request", False),
        ("Cais am wybodaeth dan y Ddeddf Rhyddid Gwybodaeth", False),
        ("Ymholiad rhyddid gwybodaeth", False),
        ("FOI request: potholes", True),
        ("Request for information on school meals", True),
        ("Cais rhyddid gwybodaeth: ysgolion", True),
    ],
)
def test_a_subject_that_says_only_that_somebody_asks_is_no_heading_and_a_release_says_so(
    desk: Desk, log: Callable[..., Published], tmp_path: Path, subject: str, *, is_heading: bool
) -> None:
    reference = request_by_mail(desk, subject=subject)
    answer(desk, reference)
    told = command(at(desk, ANSWERED), "release", reference).told
    log()
    [case] = json.loads((tmp_path / "site" / "log.json").read_text(encoding="utf-8"))["cases"]
    assert case["title"] == (subject if is_heading else f"Request for information {reference}")
    assert ("says no more than that it is one" in told) == (not is_heading)


# -- as an officer types it


@pytest.fixture
def typed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[str, str]]:
    """A function that runs a command and returns what it said, and what it said of faults."""

    def run(*words: str) -> tuple[str, str]:
        monkeypatch.setattr(sys, "argv", ["foibot", "-c", str(desk.app.config.path), *words])
        out, err = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit):
            main()
        return out.getvalue(), err.getvalue()

    return run


ADDRESSES = "school,office\r\n" + "".join(f"{at},office{at}@school.example\r\n" for at in range(12))


def test_the_guard_says_to_clear_and_never_to_accept_and_the_lines_of_a_table_are_shown(
    desk: Desk, typed: Callable[..., tuple[str, str]]
) -> None:
    reference = request_by_mail(desk)
    table = Attachment("Schools.csv", "text/csv", ADDRESSES.encode())
    answer(desk, reference, attach=(SHEET,))
    command(at(desk, ANSWERED), "release", reference, replace=((SHEET.name, table),))
    out, err = typed("publish", "--texts", reference)
    assert "File 1\n   1  school,office\n   2  0,office0@school.example\n" in out
    said = " ".join(err.split())
    assert "Take them out; or look at it yourself: if it may be released, an approver clears it." in said
    assert "accept" not in said
    shown = json.loads(typed("publish", "--texts", reference, "--json")[0])
    assert shown["files"]["file 1"][0] == "school,office"


def test_a_run_names_the_pages_that_it_takes_away_and_a_dry_run_those_that_it_would_write_too(
    desk: Desk, typed: Callable[..., tuple[str, str]], tmp_path: Path
) -> None:
    site, references = str(tmp_path / "site"), [new_case(desk, text=f"How many {what}?") for what in ("cats", "dogs")]
    for reference in references:
        answer(desk, reference, attach=tuple(replace(SHEET, name=f"{number}.csv") for number in range(8)))
        command(
            at(desk, ANSWERED),
            "release",
            reference,
            attach=tuple(f"{number}.csv" for number in range(8)),
            answer="412.",
        )
    first = f"  Would be written:\n    cases/{references[0]}.html\n    cases/{references[1]}.html\n    cases/"
    said = typed("publish", site, "--dry-run")[0]
    assert first in said
    assert "    and 13 more; --json names all\n" in said
    assert "Would be" not in typed("publish", site)[0]
    for reference in references:
        command(at(desk, LATER), "release", reference, undo=True, why="Too early.")
    assert f"  Would be taken away:\n    cases/{references[0]}.html\n" in typed("publish", site, "--dry-run")[0]
    assert f"  Taken away:\n    cases/{references[0]}.html\n" in typed("publish", site)[0]
    assert "aken" not in typed("publish", site)[0].replace("0 taken away", "")
