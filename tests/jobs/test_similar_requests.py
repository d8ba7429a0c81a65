"""Earlier requests that ask the same in other words are found, and the officer hears only of those that surely do."""

from pathlib import Path

import pytest
from builders import make_mail
from registers import arrive, command, make_desk, rows
from similar_pairs import HALVES, Found, fill, held_against

from foibot.casework.events import LetterSent
from foibot.casework.hints import EarlierAnswer, hint
from foibot.casework.policy import Holder
from foibot.jobs.desk import Desk
from foibot.jobs.finding import catch_up
from foibot.jobs.hinting import hints_for
from foibot.jobs.recording import record_sent
from foibot.jobs.telling import tell_officers
from foibot.mail.parse import parse
from foibot.store.register import writing

LONG = 60.0
SHARE_FOUND = {"tuned_on": 0.85, "held_out": 0.85, "unseen": 0.65, "another_hand": 0.85, "another_hand_unseen": 0.7}
"""What is held; the figures of the day stand in docs/engineering.md."""
RIGHTLY_TOLD = 0.9


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> list[Found]:
    desk = make_desk(tmp_path_factory.mktemp("pairs"))
    return list(held_against(desk, fill(desk)))


@pytest.mark.parametrize("half", HALVES)
def test_the_right_earlier_request_is_among_the_first_three(compared: list[Found], half: str) -> None:
    pairs = [one for one in compared if one.asked.half == half and one.asked.mark == "L"]
    assert sum(1 <= one.place <= 3 for one in pairs) / len(pairs) >= SHARE_FOUND[half]


def test_of_what_a_notice_would_tell_nine_tenths_are_right(compared: list[Found]) -> None:
    assert sum(one.right for one in compared) >= RIGHTLY_TOLD * sum(one.told for one in compared) > 0


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


ASKED = (
    "Dear Council,\n\nUnder the Freedom of Information Act please send me the number of potholes reported on Kestrel"
    " Lane in 2025, the cost of each repair, and the name of the contractor.\n\nYours faithfully,\n"
)


def answer(desk: Desk, reference: str) -> None:
    command(
        desk, "respond", reference, outcome="withheld", exemption=("21",), text="It is online.", why="It is online."
    )
    command(desk, "approve", "1", who="pat", at_once=True)
    with writing(desk.db) as db:
        db.execute("UPDATE outbox SET status = 'sent' WHERE letter = 'withheld'")
        record_sent(desk.app, db, reference, LetterSent(2, "withheld"), desk.hand())


def notice(desk: Desk) -> str:
    from_office = rows(desk, "SELECT raw FROM outbox WHERE letter = 'case_notice' ORDER BY id DESC LIMIT 1")
    return " ".join(parse(bytes(from_office[0][0])).text.split())


def test_the_notice_of_a_new_request_says_where_the_same_was_answered_and_a_holder_never_hears_it(desk: Desk) -> None:
    arrive(desk, make_mail(text=ASKED + "Ada Field"))
    tell_officers(desk)
    answer(desk, "FOI-2026-0001")
    catch_up(desk.db, LONG)

    arrive(desk, make_mail(writer="Bo Marsh <bo@x.example>", text=ASKED + "Bo Marsh", message_id="<2@x.example>"))
    assert hints_for(desk.db, "FOI-2026-0002") == []  # a round robin is told of as one
    asked_anew = ASKED.replace("Dear Council", "Hello").replace("the name of the contractor", "who the contractor was")
    other = (
        asked_anew.replace("please send me", "could you tell me")
        .replace("2025", "2026")
        .replace("each repair", "repairs")
    )
    arrive(desk, make_mail(writer="Cy Dell <cy@x.example>", text=other + "Cy Dell", message_id="<3@x.example>"))
    tell_officers(desk)

    assert "- answered in FOI-2026-0001 (withheld, s.21): s.21 may apply, if it is still published" in notice(desk)
    command(desk, "seek", "FOI-2026-0003", holder=Holder("finance", "Finance", "finance@council.example"))
    [(raw,)] = rows(desk, "SELECT raw FROM outbox WHERE letter = 'holder_request'")
    assert "FOI-2026-0001" not in parse(bytes(raw)).text


@pytest.mark.parametrize(
    ("earlier", "said"),
    [
        (
            EarlierAnswer("A-1", "FOIA", "withheld", ["s.21(1)"]),
            "(withheld, s.21): s.21 may apply, if it is still published",
        ),
        (
            EarlierAnswer("A-1", "FOIA", "withheld", ["s.43(2)"]),
            "(withheld, s.43): s.43 may apply, look anew at what it protects",
        ),
        (EarlierAnswer("A-1", "EIR", "withheld", ["reg 12(5)(e)"]), "(withheld, reg 12): that was under EIR"),
        (EarlierAnswer("A-1", "FOIA", "not_held"), "(not held): it may not be held now either; look first"),
        (EarlierAnswer("A-1", "FOIA", "vexatious"), "(vexatious)"),
        (
            EarlierAnswer("A-1", "FOIA", "withheld", ["s.43(2)"], "overturned"),
            "(withheld, s.43): a review found otherwise, look at its outcome",
        ),
    ],
)
def test_a_hint_says_what_may_follow_and_what_to_look_at_again(earlier: EarlierAnswer, said: str) -> None:
    assert hint(earlier, "FOIA") == f"answered in A-1 {said}"
