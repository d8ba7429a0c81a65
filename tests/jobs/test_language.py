"""Welsh: who writes in Welsh is answered in Welsh, and an officer is told what there is only in English."""

import email
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from builders import make_mail
from registers import arrive, command, faults, make_desk, new_case, rows

from foibot.errors import NotPermitted
from foibot.jobs.desk import Desk
from foibot.jobs.telling import tell_officers
from foibot.jobs.telling_of_drafts import tell_that_a_draft_waits
from foibot.store.forms import Form
from foibot.store.register import writing

CAIS = """\
Annwyl Syr neu Fadam,

Hoffwn wybod faint o dyllau yn y ffyrdd a gofnodwyd yn 2025, ac anfonwch gopi o'r contract ataf os gwelwch yn dda.

Yn gywir,
Gwenllian Ap Rhydderch
"""
BOTH = (
    "Hoffwn gael copi o'r adroddiad ar yr ysgol. / I would like a copy of the report on the school.\n\nTomos Ellery\n"
)
GWENLLIAN = "Gwenllian Ap Rhydderch <gwenllian@writer.example>"


def desk_in(folder: Path, place: str) -> Desk:
    return make_desk(folder, jurisdiction=place)


def ask(desk: Desk, text: str = CAIS) -> str:
    return arrive(desk, make_mail(writer=GWENLLIAN, subject="Tyllau yn y ffyrdd", text=text)).opened


def letter(desk: Desk) -> EmailMessage:
    [(raw,)] = rows(desk, "SELECT raw FROM outbox ORDER BY id DESC LIMIT 1")
    return email.message_from_bytes(raw, EmailMessage, policy=default)


def draft_of(desk: Desk) -> EmailMessage:
    [(raw,)] = rows(desk, "SELECT raw FROM drafts ORDER BY id DESC LIMIT 1")
    return email.message_from_bytes(raw, EmailMessage, policy=default)


def words(part: EmailMessage) -> str:
    body = part.get_body(("plain",))
    return " ".join(body.get_content().split()) if body else ""


def notice(desk: Desk) -> str:
    tell_officers(desk)
    [(raw,)] = rows(desk, "SELECT raw FROM outbox WHERE letter = 'case_notice'")
    return words(email.message_from_bytes(raw, EmailMessage, policy=default))


def test_a_request_in_welsh_to_an_authority_of_wales_is_acknowledged_in_welsh_by_itself(tmp_path: Path) -> None:
    desk = desk_in(tmp_path, "wales")
    case = ask(desk)
    sent = letter(desk)
    assert sent["Content-Language"] == "cy"
    assert "ddydd Mawrth 3 Mawrth 2026" in words(sent)
    assert f"it is answered in Welsh ('foibot language {case} en' changes that)" in notice(desk)
    assert faults(desk) == []


@pytest.mark.parametrize("place", ["england-wales", "uk", "scotland"])
def test_elsewhere_welsh_is_proposed_and_the_acknowledgement_is_in_english(tmp_path: Path, place: str) -> None:
    desk = desk_in(tmp_path, place)
    case = ask(desk)
    assert letter(desk)["Content-Language"] is None
    assert f"it is written in Welsh: 'foibot language {case} cy' has it answered in Welsh" in notice(desk)


def test_a_request_in_two_languages_is_for_an_officer_to_decide_in_wales_too(tmp_path: Path) -> None:
    desk = desk_in(tmp_path, "wales")
    ask(desk, BOTH)
    assert letter(desk)["Content-Language"] is None
    assert "it seems to be written in Welsh, in part at least" in notice(desk)


def test_a_request_in_english_gets_no_word_about_welsh(tmp_path: Path) -> None:
    desk = desk_in(tmp_path, "wales")
    arrive(desk, make_mail())
    assert letter(desk)["Content-Language"] is None
    assert "Welsh" not in notice(desk)


def test_a_letter_by_post_in_welsh_is_answered_in_welsh_too(tmp_path: Path) -> None:
    desk = desk_in(tmp_path, "wales")
    new_case(desk, text=CAIS, email="gwenllian@writer.example")
    assert letter(desk)["Content-Language"] == "cy"


def test_the_language_chosen_writes_anew_the_acknowledgement_that_has_not_left(tmp_path: Path) -> None:
    desk = desk_in(tmp_path, "england-wales")
    case = ask(desk)
    told = command(desk, "language", case, language="cy").told
    assert told.startswith(f"{case} is answered in Welsh from now on.")
    assert told.endswith("The acknowledgement has not left yet: it is written anew in Welsh.")
    assert rows(desk, "SELECT letter, status FROM outbox ORDER BY id") == [
        ("acknowledgement", "cancelled"),
        ("acknowledgement", "queued"),
    ]
    assert letter(desk)["Content-Language"] == "cy"
    with pytest.raises(NotPermitted, match="is answered in Welsh already"):
        command(desk, "language", case, language="cy")
    command(desk, "language", case, language="en")
    assert letter(desk)["Content-Language"] is None
    assert faults(desk) == []


def test_an_answer_that_nothing_is_held_goes_out_in_welsh_and_passes_the_letter_check(tmp_path: Path) -> None:
    desk = desk_in(tmp_path, "wales")
    told = command(desk, "respond", ask(desk), outcome="not-held").told
    assert "English" not in told
    draft = draft_of(desk)
    assert draft["Content-Language"] == "cy"
    assert "nid ydym yn dal yr wybodaeth" in words(draft)
    html = draft.get_body(("html",))
    assert html is not None
    assert '<html lang="cy"' in html.get_content()
    command(desk, "approve", "1", "pat")


def test_the_officer_is_told_that_a_letter_is_in_english_for_want_of_a_welsh_one(tmp_path: Path) -> None:
    desk = desk_in(tmp_path, "wales")
    case = ask(desk)
    told = command(desk, "respond", case, outcome="disclosed", text="Roedd 214.").told
    assert "There is no letter of this kind in Welsh: the draft is in English." in told
    assert draft_of(desk)["Content-Language"] is None
    command(desk, "edit", "1", text=CAIS)
    edited = draft_of(desk)
    assert edited["Content-Language"] == "cy"
    html = edited.get_body(("html",))
    assert html is not None
    assert '<html lang="cy"' in html.get_content()


def test_a_changed_draft_in_welsh_stays_in_welsh(tmp_path: Path) -> None:
    desk = desk_in(tmp_path, "wales")
    command(desk, "respond", ask(desk), outcome="not-held")
    [(text,)] = rows(desk, "SELECT text FROM drafts")
    command(desk, "edit", "1", text=f"{text}\nCofion gorau.")
    assert draft_of(desk)["Content-Language"] == "cy"


def test_in_scotland_the_welsh_letter_declines_and_the_draft_is_in_english(tmp_path: Path) -> None:
    desk = desk_in(tmp_path, "scotland")
    case = ask(desk)
    command(desk, "language", case, language="cy")
    told = command(desk, "respond", case, outcome="not-held").told
    assert "There is no letter of this kind in Welsh" in told
    assert "We have checked" in words(draft_of(desk))


def test_the_letter_that_asks_for_a_name_is_named_in_the_notice_as_english(tmp_path: Path) -> None:
    desk = desk_in(tmp_path, "wales")
    raw = make_mail(writer="x77@writer.example", subject="Tyllau", text=CAIS.replace("Gwenllian Ap Rhydderch", ""))
    arrive(desk, raw)
    assert "there is no letter of this kind in Welsh, and its draft is in English: name_wanted" in notice(desk)


def test_the_approvers_are_told_that_a_draft_is_in_english_in_a_case_answered_in_welsh(tmp_path: Path) -> None:
    desk = desk_in(tmp_path, "wales")
    case = ask(desk)
    command(desk, "respond", case, outcome="disclosed", text="Roedd 214.")
    command(desk, "respond", case, outcome="not-held")
    told = {}
    for number, letter_named in enumerate(("disclosed", "not_held"), 1):
        with writing(desk.db) as db:
            tell_that_a_draft_waits(desk, db, Form(number, case, number, 1, letter_named, "waiting", "", "", "", ""))
        [(raw,)] = rows(desk, "SELECT raw FROM outbox ORDER BY id DESC LIMIT 1")
        told[number] = words(email.message_from_bytes(raw, EmailMessage, policy=default))
    assert "Language English: this case is answered in Welsh, and there is no such letter in Welsh" in told[1]
    assert "Language" not in told[2]
