"""Those who hold the information: asked without a word of who asks, away with a deputy, answering with a file."""

import stat
from datetime import timedelta
from email.message import EmailMessage

import pytest
from builders import ASKED, make_mail
from icalendar import Calendar
from office import NOW, Office

AS_JANE = ("--as", "jane", "--now", "2026-03-03T10:00Z")
CASE = "FOI-2026-0001"
FINANCE, ESTATES = "Finance <finance@council.example>", "Estates <estates@council.example>"
HOLDERS = """
[[holders]]
id = "finance"
name = "Finance"
email = "finance@council.example"
deputy = "estates"
manager = "jane"

[[holders]]
id = "estates"
name = "Estates"
email = "estates@council.example"
"""
WRITER = "Ada Fieldhouse <ada.fieldhouse@reader.example>"
SIGNED = ASKED.replace("Ada Field", "Ada Fieldhouse\n12 Mill Row\nExampleton\n01632 960111")
TELLING = ("ada", "fieldhouse", "reader.example", "mill row", "01632 960111", "potholes.1@")


@pytest.fixture
def asked(office: Office) -> Office:
    """An office with one case of Ada's, carried by Jane, and two holders."""
    office.configure(log=HOLDERS)
    office.dovecot.deliver(make_mail(writer=WRITER, text=SIGNED), at=NOW)
    office.once()
    office.tell("assign", CASE, "jane", *AS_JANE)
    return office


def refused(office: Office, *arguments: str, status: int = 1) -> str:
    before = office.one("SELECT count(*) FROM events")
    ended = office.do(*arguments)
    assert (ended.status, ended.out) == (status, ""), ended
    assert office.one("SELECT count(*) FROM events") == before
    return " ".join(ended.err.split())


def to(office: Office, address: str) -> list[EmailMessage]:
    return [letter for letter in office.arrived() if letter["To"].addresses[0].addr_spec == address]


def words(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


def question(office: Office, number: int = 1) -> dict[str, object]:
    found: dict[str, object] = office.data("case", CASE)["questions"][number - 1]
    return found


def answer(office: Office, *, of: str, writer: str = FINANCE, **more: object) -> None:
    given = {
        "subject": f"Re: Information wanted [{CASE}]",
        "message_id": f"<{len(office.arrived())}.h@council.example>",
    }
    headers = {"In-Reply-To": of, **more.pop("headers", {})}  # type: ignore[dict-item]
    office.dovecot.deliver(make_mail(writer=writer, headers=headers, **given, **more), at=NOW)  # type: ignore[arg-type]


def test_a_holder_away_a_deputy_who_promises_and_a_file_that_answers(asked: Office) -> None:
    said = asked.tell("seek", CASE, "finance", *AS_JANE)
    assert "Finance is asked with the next pass, to answer by Wed 18 Mar 2026." in " ".join(said.split())
    asked.later(minutes=1)
    [request] = to(asked, "finance@council.example")
    assert request["Subject"].endswith(f"[{CASE}]")
    assert (request["In-Reply-To"], request["References"], request["Reply-To"]) == (None, None, None)
    assert (request["Auto-Submitted"], request["X-Auto-Response-Suppress"]) == (None, None)  # so that absences are told
    assert "> 1. The number of potholes reported in each month of 2025." in request.get_content()
    assert "Please answer us by Wednesday 18 March 2026." in words(request)
    assert "Jane Quill" in words(request)
    assert [one for one in TELLING if one in request.as_string().casefold()] == []

    away = {"Auto-Submitted": "auto-replied"}
    answer(asked, of=request["Message-ID"], text="I am out of the office until 20 March.", headers=away)
    asked.later(minutes=2)
    notice = words(to(asked, "jane.quill@council.example")[-1])
    assert "The deputy is Estates <estates@council.example>." in notice
    assert f"foibot seek {CASE} estates --same-as 1" in notice
    assert question(asked)["state"] == "open"

    asked.tell("seek", CASE, "estates", "--same-as", "1", "--by", "2026-03-13", *AS_JANE)
    asked.later(minutes=3)
    [second] = to(asked, "estates@council.example")
    answer(asked, of=second["Message-ID"], writer=ESTATES, text="We will look into it and get back to you.")
    asked.later(minutes=4)
    assert "it stays open, for this only promises an answer" in words(to(asked, "jane.quill@council.example")[-1])
    assert question(asked, 2)["state"] == "open"

    bo = "Bo Wren <bo.wren@council.example>"  # whom Estates passed it on to
    answer(asked, of=second["Message-ID"], writer=bo, text="Here are the figures for 2025.", shape="attachment")
    asked.later(minutes=5)
    notice = words(to(asked, "jane.quill@council.example")[-1])
    assert "Question 2, asked of Estates on Tue 3 Mar 2026, wanted by Fri 13 Mar 2026: this answers it." in notice
    assert "With it came map.pdf (1 kB)" in notice
    assert f"foibot respond {CASE} OUTCOME --attach FILE" in notice
    assert (question(asked, 2)["state"], len(question(asked, 2)["replies"])) == ("answered", 2)  # type: ignore[arg-type]
    assert len(to(asked, "ada.fieldhouse@reader.example")) == 1  # the acknowledgement: nobody shows her the rest
    assert asked.data("audit")["whole"]

    asked.tell("settled", CASE, "1", "--not-needed", *AS_JANE)
    asked.tell("unsettled", CASE, "2", "--why", "the costs are missing", "--by", "2026-03-20", *AS_JANE)
    shown = " ".join(asked.tell("case", CASE).split())
    assert "1: Finance <finance@council.example>: no longer needed" in shown
    assert "2: Estates <estates@council.example>: open, asked Tue 3 Mar 2026, wanted by Fri 20 Mar 2026" in shown


def test_what_a_stranger_writes_in_a_holders_thread_answers_nothing(asked: Office) -> None:
    asked.tell("seek", CASE, "finance", *AS_JANE)
    asked.later(minutes=1)
    [request] = to(asked, "finance@council.example")
    stranger = "Finance <finance@other.example>"
    answer(asked, of=request["Message-ID"], writer=stranger, text="There were 12 in 2025.", shape="attachment")
    asked.later(minutes=2)
    assert (question(asked)["state"], question(asked)["replies"]) == ("open", [])
    assert "the sender is no party to it" in words(to(asked, "jane.quill@council.example")[-1])


def test_what_a_holder_writes_on_the_case_in_a_thread_of_its_own_answers_the_only_open_question(asked: Office) -> None:
    asked.tell("seek", CASE, "finance", *AS_JANE)
    asked.later(minutes=1)
    fresh = make_mail(writer=FINANCE, subject=f"Figures for {CASE}", text="There were 12.", message_id="<f@c.example>")
    asked.dovecot.deliver(fresh, at=NOW)
    asked.later(minutes=2)
    assert question(asked)["state"] == "answered"


def test_a_further_question_continues_our_own_thread_and_no_other(asked: Office) -> None:
    asked.tell("seek", CASE, "finance", *AS_JANE)
    asked.later(minutes=1)
    assert "has not answered (question 1)" in refused(asked, "seek", CASE, "finance", *AS_JANE)
    asked.tell("seek", CASE, "finance", "--question", "Which budget paid for it?", *AS_JANE)
    asked.later(minutes=2)
    first, second = to(asked, "finance@council.example")
    assert (second["In-Reply-To"], second["References"]) == (first["Message-ID"], first["Message-ID"])


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("seek", CASE, "finanec"), 2, "There is no information holder finanec. Did you mean finance?"),
        (("seek", CASE, "finance", "--by", "2026-03-02"), 1, "is past. The next working day is Wed 4 Mar 2026."),
        (("seek", CASE, "finance", "--by", "2026-03-07"), 1, "The nearest: Fri 6 Mar 2026 or Mon 9 Mar 2026."),
        (("seek", CASE, "finance", "--by", "soon"), 2, "is no date"),
        (("seek", CASE, "finance", "--question", "What does Ms Fieldhouse owe?"), 1, "tells who asks: “Fieldhouse”"),
        (("seek", CASE, "finance", "--question", "See FOI-2025-0031."), 1, "“FOI-2025-0031”"),
        (("seek", CASE, "finance", "--question", "Who lives at 12 Mill Row?"), 1, "“12 Mill Row”"),
        (("seek", CASE, "finance", "--same-as", "7"), 2, "has no question 7"),
        (
            ("consult", CASE, "--email", "ada.fieldhouse@reader.example", "--name", "Ada"),
            1,
            "the applicant's own address",
        ),
        (("consult", CASE, "--email", "nobody", "--name", "No Body"), 2, "is no e-mail address"),
        (("settled", CASE, "one"), 2, "is no number"),
        (("settled", CASE, "1"), 2, f"Ask one: foibot seek {CASE} HOLDER"),
        (("time", CASE, "0", "--for", "locate"), 2, "is no number of hours"),
        (("time", CASE, "1,5", "--for", "locate"), 2, "is no number of hours"),
        (("time", CASE, "1", "--for", "redact"), 2, "redact"),
        (("time", CASE, "1", "--for", "locate", "--take-back"), 1, "Only 0 hours are noted"),
        (("away", "jane"), 2, "Give the last day of the absence"),
        (("away", "jane", "--until", "2026-03-02"), 1, "is past"),
        (("away", "jnae", "--until", "2026-03-09"), 2, "Did you mean jane?"),
        (("away", "jane", "--back"), 1, "Jane Quill is not away."),
    ],
)
def test_what_cannot_be_done_is_refused_with_what_can(
    asked: Office, arguments: tuple[str, ...], status: int, told: str
) -> None:
    assert told in refused(asked, *arguments, *AS_JANE, status=status)


def test_a_third_party_is_asked_once_somebody_else_approved_it_and_a_colleague_at_once(asked: Office) -> None:
    asked.tell("consult", CASE, "--email", "it@council.example", "--name", "IT", *AS_JANE)
    said = asked.tell("consult", CASE, "--email", "bid@firm.example", "--name", "Firm Ltd", *AS_JANE)
    assert "once the draft is approved" in " ".join(said.split())
    asked.later(minutes=1)
    assert len(to(asked, "it@council.example")) == 1
    assert to(asked, "bid@firm.example") == []
    assert question(asked, 2)["state"] == "drafted"

    [draft] = asked.data("drafts")
    told = refused(asked, "edit", str(draft["id"]), "--text", f"[{CASE}] Ada Fieldhouse asks.", "--as", "pat")
    assert "tells who asks: “Ada”, “Fieldhouse”" in told
    asked.tell("approve", str(draft["id"]), "--at-once", "--as", "pat", "--now", "2026-03-04T10:00Z")
    asked.once(NOW + timedelta(days=1, minutes=1))
    [letter] = to(asked, "bid@firm.example")
    assert [one for one in TELLING if one in letter.as_string().casefold()] == []
    assert (letter["In-Reply-To"], letter["Auto-Submitted"]) == (None, None)
    assert question(asked, 2)["state"] == "open"

    reply = "We object. We do not want our prices to be known. I withdraw nothing."
    answer(asked, of=letter["Message-ID"], writer="Firm <bid@firm.example>", text=reply)
    asked.once(NOW + timedelta(days=1, minutes=2))
    assert question(asked, 2)["state"] == "answered"


def test_a_request_whose_words_tell_who_asks_needs_a_question_of_the_officers_own(office: Office) -> None:
    office.configure(log=HOLDERS)
    office.dovecot.deliver(make_mail(writer=WRITER, text="Under FOI, how often did you write about me, Ada?\n"), at=NOW)
    office.once()
    assert "Put the question yourself: --question" in refused(office, "seek", CASE, "finance", *AS_JANE)
    office.tell("seek", CASE, "finance", "--question", "How many complaints came in 2025?", *AS_JANE)
    office.later(minutes=1)
    [request] = to(office, "finance@council.example")
    assert "> How many complaints came in 2025?" in request.get_content()


def test_an_answered_request_awaits_nothing_of_its_holders(asked: Office) -> None:
    asked.tell("seek", CASE, "finance", *AS_JANE)
    asked.tell("respond", CASE, "not-held", *AS_JANE)
    [draft] = asked.data("drafts")
    asked.tell("approve", str(draft["id"]), "--at-once", "--as", "pat", "--now", "2026-03-04T10:00Z")
    asked.once(NOW + timedelta(days=1, minutes=1))
    assert question(asked)["state"] == "over"


# -- absences


def test_a_deputy_hears_for_an_officer_who_is_away_until_that_is_over(asked: Office) -> None:
    asked.configure(log=HOLDERS)
    text = asked.config.read_text().replace('roles = ["officer", "approver"]', 'roles = ["officer"]\ndeputy = "pat"')
    asked.config.write_text(text)
    said = asked.tell("away", "jane", "--until", "2026-03-06", *AS_JANE)
    assert "Pat Lowe gets the notices meanwhile." in " ".join(said.split())
    assert asked.data("status", "--now", "2026-03-06T10:00Z")["away"] == [
        {"officer": "jane", "until": "2026-03-06", "told_instead": ["pat"]}
    ]
    assert asked.data("status", "--now", "2026-03-07T10:00Z")["away"] == []
    assert "Away: jane until Fri 6 Mar 2026; told instead: pat" in asked.tell("status", "--now", "2026-03-06T10:00Z")

    heard = {day: _who_hears(asked, day) for day in (2, 5)}  # Thursday, and Sunday after the absence
    assert heard == {2: ["pat.lowe@council.example"], 5: ["jane.quill@council.example"]}
    asked.tell("away", "jane", "--until", "2026-03-20", *AS_JANE)
    assert "is back" in asked.tell("away", "jane", "--back", *AS_JANE)
    assert _who_hears(asked, 6) == ["jane.quill@council.example"]


def _who_hears(office: Office, day: int) -> list[str]:
    """Let the applicant write on a day; return who is told."""
    before = len(office.notices())
    news = make_mail(writer=WRITER, subject=f"[{CASE}]", text="Any news?", message_id=f"<n{day}@reader.example>")
    office.dovecot.deliver(news, at=NOW + timedelta(days=day))
    office.once(NOW + timedelta(days=day, minutes=1))
    return [letter["To"].addresses[0].addr_spec for letter in office.notices()[before:]]


# -- time and cost


def test_the_officer_is_warned_once_at_three_quarters_of_the_cost_limit_and_once_at_the_limit(asked: Office) -> None:
    def spend(hours: str) -> str:
        return " ".join(asked.tell("time", CASE, hours, "--for", "locate", *AS_JANE).split())

    assert spend("13") == f"{CASE}: 13 hours (£325.00): 72 per cent of the limit of 18 hours (£450)."
    assert "Three quarters of the limit are spent: 4.5 hours are left." in spend("0.5")
    assert "Three quarters" not in spend("0.1")
    assert "The cost limit is reached" in spend("4.4")
    assert "reached" not in spend("1")
    asked.later(minutes=1)
    subjects = [letter["Subject"] for letter in to(asked, "jane.quill@council.example")]
    assert subjects[-2:] == [
        f"Three quarters of the cost limit are spent [{CASE}]",
        f"The cost limit is reached [{CASE}]",
    ]
    cost = asked.data("case", CASE)["cost"]
    assert (cost["hours"], cost["pounds"], cost["by_activity"]) == ("19", "475.00", {"locate": "19"})
    assert "Time: 19 hours (£475.00)" in " ".join(asked.tell("case", CASE).split())


def test_time_on_requests_of_the_same_person_is_added_up(asked: Office) -> None:
    other = make_mail(writer=WRITER, text=SIGNED.replace("potholes", "lamp posts"), message_id="<2@reader.example>")
    asked.dovecot.deliver(other, at=NOW + timedelta(days=1))
    asked.once(NOW + timedelta(days=1))
    asked.tell("time", CASE, "10", "--for", "retrieve", *AS_JANE)
    said = " ".join(asked.tell("time", "FOI-2026-0002", "3.5", "--for", "extract", *AS_JANE).split())
    assert f"and 10 on {CASE}, which may be added up: 75 per cent of the limit" in said
    assert "Three quarters" in said


def test_a_government_department_has_the_higher_limit(asked: Office) -> None:
    asked.configure(log=HOLDERS, authority="central_government = true")
    said = asked.tell("time", CASE, "18", "--for", "determine", *AS_JANE)
    assert "75 per cent of the limit of 24 hours (£600)" in " ".join(said.split())
    asked.tell("respond", CASE, "cost-limit", "--text", "You could ask for one year. That is a new request.", *AS_JANE)
    [draft] = asked.data("drafts")
    assert "£600" in asked.tell("draft", str(draft["id"]))


# -- deadlines in calendars


def test_deadlines_stand_in_calendar_files_that_name_nobody_and_change_only_when_they_do(asked: Office) -> None:
    asked.configure(log=HOLDERS, calendars='path = "calendars"\nalarm_days = 1')
    asked.tell("seek", CASE, "finance", *AS_JANE)
    asked.later(minutes=1)
    everyone, janes, rexs = (asked.folder / "calendars" / f"deadlines{one}.ics" for one in ("", "-jane", "-rex"))
    found = {str(event["SUMMARY"]): event for event in Calendar.from_ical(everyone.read_bytes()).walk("VEVENT")}
    assert {name: event.decoded("DTSTART").isoformat() for name, event in found.items()} == {
        f"{CASE}: answer of finance wanted (question 1)": "2026-03-18",
        f"{CASE}: answer due (FOIA, working day 20 of 20)": "2026-04-01",
    }
    assert [one for one in TELLING if one in everyone.read_text().casefold()] == []
    assert stat.S_IMODE(everyone.stat().st_mode) == 0o640
    assert str(found[f"{CASE}: answer due (FOIA, working day 20 of 20)"]["UID"]) == f"{CASE}-due@council.example"
    assert janes.read_text().count("BEGIN:VALARM") == 2
    assert "VEVENT" not in rexs.read_text()

    written = everyone.stat().st_mtime_ns
    asked.later(minutes=6)
    assert everyone.stat().st_mtime_ns == written
    asked.tell("settled", CASE, "1", *AS_JANE)
    asked.later(minutes=11)
    assert everyone.read_text().count("BEGIN:VEVENT") == 1
    (asked.folder / "calendars" / "deadlines-gone.ics").write_text("x")
    everyone.unlink()
    asked.later(minutes=16)
    assert everyone.is_file()
    assert not (asked.folder / "calendars" / "deadlines-gone.ics").exists()
