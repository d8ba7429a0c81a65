"""The letters of a review, each under each law it exists in, compared whole with those that were read."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from registers import US, at, command, make_desk, new_case, rows
from test_answers_golden import COMMERCIAL, LAWS, SCOTTISH, TEMPLATES, as_one_line, compare, facts
from test_golden_letters import as_people_get_it
from test_golden_letters import compare as compare_notice

from foibot.errors import LetterError
from foibot.jobs.dispatch import send_letters
from foibot.jobs.telling_of_reviews import tell_of_reviews
from foibot.mail.server import ServerAddress
from foibot.mail.transport import Accepted, SmtpTransport

OUTCOMES = ("upheld", "partly_upheld", "overturned")
POINTS = (
    {
        "complaint": "You did not say who decided it.",
        "outcome": "overturned",
        "text": "We were wrong. The parks committee did, on 14 January 2020.",
    },
    {"complaint": "The prices cannot be a secret.", "outcome": "upheld", "text": "They are, for the reason below."},
)


def reviewed(law: str, **more: Any) -> dict[str, Any]:
    """What letters of a review may name, as for one that Ada Field asked for on 26 April 2021."""
    limit = {"FOIA": date(2021, 6, 23), "EIR": date(2021, 6, 23)}.get(law)
    told = {
        "on": date(2021, 4, 26),
        "by": "email",
        "about": "content",
        "late": False,
        "answered": True,
        "due_on": date(2021, 5, 25),
        "target_on": date(2021, 5, 25),
        "limit_on": limit,
        "last_day": date(2021, 6, 21),
        "decided_by": "one of our reviewers",
    }
    given = facts(law, today=date(2021, 5, 20), due_on=None, responded_on=date(2021, 4, 23), automatic=True)
    empty: dict[str, Any] = {"points": (), "faults": (), "waivers": [], "qualified_person": ""}
    return {**given, **empty, "reviewed": {**told, **more.pop("reviewed", {})}, **more}


REVIEWER: Mapping[str, Any] = {"signatory": {"name": "Rex Vane", "title": "Reviewing officer"}}
UPHELD: Mapping[str, Any] = {**REVIEWER, "outcome": "upheld", "text": "I looked for myself, and found no more."}


def outcome_of(law: str, outcome: str) -> dict[str, Any]:
    """What is decided: all of it stands, some of it, or nothing."""
    if outcome == "upheld":
        return {**UPHELD, "exemptions": [COMMERCIAL[law]]}
    text = "We send you the minutes now."
    more = {"points": POINTS, "exemptions": [COMMERCIAL[law]]} if outcome == "partly_upheld" else {}
    faults = ("Our answer did not say who signed the minutes.",)
    return {**REVIEWER, "outcome": outcome, "text": text, "attachments": ["minutes.pdf"], "faults": faults, **more}


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_outcome_of_a_review_reads_as_it_should_under_each_law(law: str, outcome: str) -> None:
    rendered = TEMPLATES.render("review_outcome", reviewed(law, **outcome_of(law, outcome)))
    compare(f"review_outcome_{outcome}_{law.lower()}", rendered)
    text = as_one_line(rendered.text)
    assert "Commissioner" in text
    assert "ask us" not in text.partition("Your right to go to the Commissioner")[2]
    assert ("six months to appeal" in text) == (law in SCOTTISH)
    assert ("section 21(4)" in text) == (law == "FOISA")


OTHER: Mapping[str, tuple[str, str, dict[str, Any]]] = {
    "a_delay_complained_of": (
        "review_outcome",
        "FOISA",
        {**UPHELD, "outcome": "overturned", "responded_on": None, "reviewed": {"about": "delay", "answered": False}},
    ),
    "by_somebody_who_had_a_part": ("review_outcome", "FOIA", {**UPHELD, "waivers": ["We are a team of two."]}),
    "too_late": ("review_outcome", "EIR", {**UPHELD, "today": date(2021, 5, 26)}),
    "told_in_time": ("review_delay", "FOIA", {"until": date(2021, 6, 10), "why": "The reviewer fell ill."}),
    "told_in_time_eir": ("review_delay", "EIR", {"until": date(2021, 6, 10), "why": "The file is with an archive."}),
    "late_asked_by_letter": (
        "review_acknowledgement",
        "FOIA",
        {"reviewed": {"late": True, "by": "letter"}, "automatic": False},
    ),
    "about_a_delay": ("review_acknowledgement", "EIR", {"reviewed": {"about": "delay", "answered": False}}),
}


@pytest.mark.parametrize("law", LAWS)
def test_the_acknowledgement_of_a_review_tells_when_and_by_whom(law: str) -> None:
    rendered = TEMPLATES.render("review_acknowledgement", reviewed(law, today=date(2021, 4, 26)))
    compare(f"review_acknowledgement_{law.lower()}", rendered)
    assert "Tuesday 25 May 2021" in as_one_line(rendered.text)


@pytest.mark.parametrize("name", OTHER)
def test_a_letter_of_a_review_of_another_course_reads_as_it_should(name: str) -> None:
    letter, law, more = OTHER[name]
    compare(f"{letter}_{name}", TEMPLATES.render(letter, reviewed(law, **more)))


def test_there_is_no_outcome_of_a_review_of_ones_own_data() -> None:
    with pytest.raises(LetterError, match="knows no internal review"):
        TEMPLATES.render("review_outcome", reviewed("SAR", **UPHELD))


class Taken(SmtpTransport):
    """A server that takes every letter."""

    def __init__(self) -> None:
        super().__init__(ServerAddress("127.0.0.1", 1, "none"), None, None)

    def send(self, *, before_final_dot: Any, **_: Any) -> Accepted:
        before_final_dot()
        return Accepted("250 ok")


@pytest.mark.parametrize("given", [False, True], ids=["it_came", "it_is_yours"])
def test_the_notice_of_a_review_tells_who_can_decide_it(tmp_path: Path, given: bool) -> None:
    desk = make_desk(tmp_path, datetime(2021, 4, 7, 9, 0, tzinfo=UTC))
    reference = new_case(desk, email="ada.field@reader.example")
    command(desk, "respond", reference, outcome="not-held")
    desk = at(desk, datetime(2021, 4, 23, 9, 0, tzinfo=UTC))
    [(draft,)] = rows(desk, "SELECT id FROM drafts WHERE letter = 'not_held'")
    command(desk, "approve", str(draft), "pat", **{"at-once": True})
    send_letters(desk, Taken())
    desk = at(desk, datetime(2021, 4, 26, 9, 0, tzinfo=UTC))
    command(desk, "review", reference, by="telephone", text="She says that we never searched.")
    if given:
        command(desk, "assign", reference, officer=desk.app.policy.officer("rex"))
    assert tell_of_reviews(desk) == (1 if given else 3)
    assert tell_of_reviews(desk) == 0
    [raw, *_] = rows(desk, "SELECT raw FROM outbox WHERE letter = 'review_notice' ORDER BY id")
    compare_notice(f"review_notice_{'yours' if given else 'to_be_given'}", as_people_get_it(raw[0]))
    assert US in as_people_get_it(raw[0])
