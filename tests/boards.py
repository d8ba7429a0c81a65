"""A register whose cases wait for everything that a case can wait for, played by the commands that officers use.

Its words are hostile, long and in many scripts; who asks and what they wrote is unmistakable, so that a copy or a page
that tells of them is found out.
"""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from builders import make_mail
from registers import arrive, at, command, make_desk, new_case, rows
from swallowing import Swallowing

from foibot.casework.policy import Holder
from foibot.jobs.desk import Desk
from foibot.jobs.dispatch import send_letters

MONDAY = datetime(2026, 3, 30, 10, 0, tzinfo=UTC)
"""When the board is looked at: a request of 3 March is due on Wednesday 1 April."""
FINANCE = Holder("finance", "Finance", "finance@council.example")
ZELDA = "Zelda Quimbleforth"
ADDRESS = "zelda.quimbleforth@elsewhere.example"
HOUSE = "7 Gooseberry Crescent, Nettleham"
WROTE = "How many xylophones did the council repaint?"
HOSTILE = '<script>document.title = "owned"</script> & "quoted" \' onmouseover=alert(1)'
LONG = "potholes" * 60
SCRIPTS = "Cais am wybodaeth: tyllau ŷ ŵ 🚧👩🏽‍⚕️ כמה בורות יש? كم عدد الحفر؟"
UNHAPPY = "I am not happy with this answer at all. It cannot be right that you hold nothing."
EXPECTED = {
    "decision": "message 1, which is not surely a request for a review",
    "officer": "hostile words, from Zelda",
    "answer": "a long word",
    "holder": "Finance was asked",
    "approval": "an answer was drafted",
    "leaving": "an answer was approved, and cools off",
    "applicant": "clarification was asked for",
    "review": "a review that rex carries",
    "commissioner": "an answered case with the Commissioner",
}


def played(folder: Path) -> tuple[Desk, dict[str, str]]:
    """Return a desk on `MONDAY`, and the case that waits for each thing, by the name of its column."""
    desk = make_desk(folder)
    found = {
        "decision": _in_doubt(desk),
        "officer": new_case(desk, name=ZELDA, email=ADDRESS, address=HOUSE, text=f"{HOSTILE} {WROTE}"),
        "answer": _carried(desk, LONG),
        "holder": _carried(desk, SCRIPTS),
        "approval": _carried(desk, "Is the answer read?"),
        "leaving": _carried(desk, "Is the answer about to leave?"),
        "applicant": _carried(desk, "What do you mean?"),
        "review": _answered(desk),
        "commissioner": _answered(desk),
    }
    command(desk, "note", found["officer"], text=f"{ZELDA} rang about {WROTE}")
    command(desk, "seek", found["holder"], holder=FINANCE, question="How many are there?")
    command(desk, "clarify", found["applicant"], text="Which road?")
    _let_leave(desk)
    monday = at(desk, MONDAY)
    command(monday, "review", found["review"])
    command(monday, "assign", found["review"], officer=desk.app.policy.officer("rex"))
    notice = {"step": "information-notice", "reference": "IC-123456-A1B2"}
    command(monday, "commissioner", found["commissioner"], "jane", **notice, due=date(2026, 4, 15))
    for column in ("approval", "leaving"):
        command(monday, "respond", found[column], outcome="not-held")
    [(draft,)] = rows(monday, "SELECT id FROM drafts WHERE reference = ?", found["leaving"])
    command(monday, "approve", str(draft), "pat")
    return monday, found


def _carried(desk: Desk, text: str, **said: Any) -> str:
    reference = new_case(desk, text=text, email="ada.field@reader.example", **said)
    command(desk, "assign", reference, officer=desk.app.policy.officer("jane"))
    return reference


def _answered(desk: Desk) -> str:
    reference = _carried(desk, "Is it answered?")
    command(desk, "respond", reference, outcome="not-held")
    _let_leave(desk)
    return reference


def _in_doubt(desk: Desk) -> str:
    reference = str(arrive(desk, make_mail()).opened)
    command(desk, "assign", reference, officer=desk.app.policy.officer("jane"))
    command(desk, "respond", reference, outcome="not-held")
    _let_leave(desk)
    subject = f"Re: potholes [{reference}]"
    arrive(desk, make_mail(subject=subject, text=UNHAPPY, message_id="<doubt@reader.example>"))
    return reference


def _let_leave(desk: Desk) -> None:
    for (draft,) in rows(desk, "SELECT id FROM drafts WHERE status = 'waiting'"):
        command(desk, "approve", str(draft), "pat", **{"at-once": True})
    send_letters(desk, Swallowing())
