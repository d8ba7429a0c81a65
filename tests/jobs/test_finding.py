"""What an officer looks for is found in requests, letters and files, by any ending of a word, or forgotten."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from builders import ASKED, attachment, make_mail, multipart, on_the_wire, part
from hypothesis import given
from hypothesis import strategies as st
from registers import arrive, command, make_desk, rows

from foibot.correspondence.sought import expression
from foibot.errors import UsageError
from foibot.jobs.desk import Desk
from foibot.jobs.finding import catch_up, files_left, is_behind, read_files, scrub_index
from foibot.mail.attachment_words import words_of_files
from foibot.store import finding, queries, search_index
from foibot.store.finding import Filters
from foibot.store.register import empty_register, writing

LONG = 60.0


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def found(desk: Desk, text: str, **filters: str) -> list[str]:
    catch_up(desk.db, LONG)
    read_files(desk.db, LONG)
    hits = finding.search(desk.db, expression(text), Filters(**filters), 20)
    return [f"{hit['reference']} {finding.where(hit)}" for hit in hits]


def with_file(name: str, data: bytes, *, number: int = 1) -> bytes:
    head, body = multipart("mixed", part("text/plain", ASKED, "utf-8"), attachment(name, data))
    fields = (
        f"From: Ada Field <ada@reader.example>\nTo: foi@council.example\nSubject: Request\nMessage-ID: <{number}@r>\n"
    )
    return on_the_wire(f"{fields}MIME-Version: 1.0\nContent-Type: {head['Content-Type']}\n\n".encode() + body)


def test_a_request_is_found_by_any_ending_of_its_words_by_a_phrase_and_by_a_beginning(desk: Desk) -> None:
    arrive(desk, make_mail())
    for text in (
        "pothole",
        "POTHOLES repaired",
        '"potholes reported in each month"',
        "pothol*",
        "café OR) potholes -café",
    ):
        sought = text.replace("café OR) ", "")
        assert found(desk, sought) == ["FOI-2026-0001 in the request"], text
    assert found(desk, '"month each"') == []
    assert found(desk, "potholes -repairing") == []


def test_a_request_that_came_by_letter_and_a_note_are_found_too(desk: Desk) -> None:
    reference = command(desk, "new", name="Ada", received=desk.clock(), by="letter", text="About kestrels").references[
        0
    ]
    command(desk, "note", reference, text="Spoke to the ranger.")
    assert found(desk, "kestrel") == [f"{reference} in the request"]
    assert found(desk, "ranger") == [f"{reference} in a note"]


def test_a_letter_is_found_by_its_latest_words_alone(desk: Desk) -> None:
    arrive(desk, make_mail())
    reference = "FOI-2026-0001"
    command(desk, "respond", reference, outcome="disclosed", text="We counted flamingos.")
    assert found(desk, "flamingo") == [f"{reference} in a draft (draft 1, disclosed)"]
    draft = queries.draft_text(desk.db, 1)
    command(desk, "edit", "1", text=draft.replace("flamingos", "pelicans"))
    assert found(desk, "pelican") == [f"{reference} in a draft (draft 2, disclosed)"]
    assert found(desk, "flamingo") == []


def test_filters_ask_for_the_case_of_what_was_found(desk: Desk) -> None:
    arrive(desk, make_mail())
    reference = "FOI-2026-0001"
    command(desk, "assign", reference, officer=desk.app.policy.officer("jane"))
    for filters in ({"officer": "jane"}, {"status": "open"}, {"since": "2026-03-03"}, {"until": "2026-03-03"}):
        assert len(found(desk, "potholes", **filters)) == 1, filters
    for filters in ({"officer": ""}, {"status": "closed"}, {"since": "2026-03-04"}, {"until": "2026-03-02"}):
        assert found(desk, "potholes", **filters) == [], filters
    assert found(desk, "potholes", outcome="withheld") == found(desk, "potholes", holder="finance") == []


def test_mail_of_a_merged_case_is_found_under_the_one_that_holds_it(desk: Desk) -> None:
    arrive(desk, make_mail())
    arrive(desk, make_mail(text="Please send me the register of herons, under FOI.\nAda Field", message_id="<2@x>"))
    command(desk, "merge", "FOI-2026-0002", into="FOI-2026-0001")
    assert found(desk, "heron") == ["FOI-2026-0001 in the request"]


def test_what_was_split_off_names_both_cases(desk: Desk) -> None:
    arrive(desk, make_mail())
    command(desk, "split", "1", text="The cost of repairing them, and of wagtails.")
    catch_up(desk.db, LONG)
    [hit] = finding.search(desk.db, expression("month"), Filters(), 5)
    assert (hit["reference"], hit["also"]) == ("FOI-2026-0001", ["FOI-2026-0002"])
    assert found(desk, "wagtails") == ["FOI-2026-0002 in the request"]


def office_file(**members: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in members.items():
            packed.writestr(name, text)
    return made.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DOCX = office_file(**{"word/document.xml": f"<w:document {W}><w:p><w:r><w:t>osprey</w:t></w:r></w:p></w:document>"})
XLSX = office_file(**{"xl/sharedStrings.xml": "<sst><si><t>osprey</t></si></sst>"})
ODT = office_file(**{"content.xml": '<o xmlns:text="t"><text:p>The <text:span>osprey</text:span></text:p></o>'})


def small_pdf(words: str) -> bytes:
    stream = f"BT /F1 12 Tf 72 700 Td ({words}) Tj ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        " /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
    )
    body = "".join(f"{number} 0 obj\n{one}\nendobj\n" for number, one in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer << /Root 1 0 R >>\n%%EOF".encode()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", b"an osprey"),
        ("a.csv", b"bird,count\nosprey,2\n"),
        ("a.html", b"<script>no</script><p>osprey</p>"),
        ("a.pdf", small_pdf("one osprey")),
        ("a.docx", DOCX),
        ("a.xlsx", XLSX),
        ("a.odt", ODT),
    ],
)
def test_the_words_of_a_file_are_found_and_where_it_is(desk: Desk, name: str, data: bytes) -> None:
    arrive(desk, with_file(name, data))
    assert found(desk, "osprey") == [f"FOI-2026-0001 in the file {name} (message 1)"]


def test_a_file_made_to_do_harm_costs_a_bounded_time_and_its_neighbours_are_read_all_the_same() -> None:
    bomb = office_file(**{"word/document.xml": f"<w:t {W}>{'a' * 300_000_000}</w:t>"})
    entities = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><p>&b;</p>'
    laughs = office_file(**{"content.xml": entities})
    for number, data in enumerate((bomb, laughs, b"%PDF-1.7 broken", b"PK\x03\x04 broken")):
        name = "x.pdf" if data.startswith(b"%PDF") else "x.docx"
        head, body = multipart("mixed", attachment(name, data), attachment("good.txt", b"osprey"))
        raw = on_the_wire(f"Subject: {number}\nContent-Type: {head['Content-Type']}\n\n".encode() + body)
        assert [one.words for one in words_of_files(raw)][-1] == "osprey"


def test_what_was_read_is_not_read_again_and_a_stop_loses_nothing(desk: Desk) -> None:
    for number in range(30):
        arrive(desk, make_mail(text=f"Please send me record {number}, under FOI.", message_id=f"<{number}@x>"))
    assert is_behind(desk.db)
    with pytest.raises(KeyboardInterrupt):
        stopped_while_reading(desk)
    catch_up(desk.db, LONG)
    assert rows(desk, "SELECT count(*) FROM search_docs WHERE source = 'message'") == [(30,)]
    catch_up(desk.db, LONG)
    read_files(desk.db, LONG)
    assert files_left(desk.db) == 0
    assert not is_behind(desk.db)


def stopped_while_reading(desk: Desk) -> None:
    with writing(desk.db):
        search_index.read_slice(desk.db)
        raise KeyboardInterrupt


def words_left(desk: Desk) -> bytes:
    return b"".join(bytes(row[0]) for row in rows(desk, "SELECT block FROM search_index_data"))


def test_what_is_forgotten_leaves_no_word_in_the_index(desk: Desk) -> None:
    for number, bird in enumerate(("zyxkestrel", "zyxheron")):
        arrive(desk, make_mail(text=f"Please send me the list of {bird}, under FOI.", message_id=f"<{number}@x>"))
    catch_up(desk.db, LONG)
    assert b"kestrel" in words_left(desk)
    with writing(desk.db):
        desk.db.execute("UPDATE messages SET text = '', new_text = '', subject = '' WHERE id = 1")
        assert search_index.forget(desk.db, "FOI-2026-0001") == 1
    assert scrub_index(desk.db, LONG)
    assert b"kestrel" not in words_left(desk)
    assert b"heron" in words_left(desk)
    assert b"zyxkestrel" not in b"".join(str(row).encode() for row in rows(desk, "SELECT * FROM search_index_content"))
    assert found(desk, "zyxheron") == ["FOI-2026-0002 in the request"]
    assert found(desk, "zyxkestrel") == []


@given(st.text(max_size=60))
def test_nothing_a_person_types_is_a_fault_of_the_index(text: str) -> None:
    try:
        sought = expression(text)
    except UsageError:
        return
    EMPTY.execute("SELECT count(*) FROM search_index WHERE search_index MATCH ?", (sought,)).fetchone()


EMPTY = empty_register()


SCAN_OF_A_TABLE = re.compile(r"SCAN (?!\()(?!.*VIRTUAL TABLE)")


def plan(sql: str, *values: object) -> str:
    return "\n".join(str(row[3]) for row in EMPTY.execute(f"EXPLAIN QUERY PLAN {sql}", values).fetchall())


def test_the_questions_asked_of_a_large_register_are_answered_by_its_indexes() -> None:
    due = plan(queries.DUE_BY, "2026-12-04", "2026-12-04")
    assert "cases_due (due_on<?)" in due
    assert "cases_due_to_the_commissioner (commissioner_due_on<?)" in due
    assert "SCAN" not in due
    not_over = plan(queries.NOT_OVER)
    assert "cases_not_over" in not_over
    assert "cases_with_the_commissioner" in not_over
    for asked in (
        plan(finding.CANDIDATES, "a", 1),
        plan(f"{finding.FOUND.format(matching=finding.BEST_FIRST)} ORDER BY worth".replace(":expression", "'a'")),
        plan(f"{finding.FOUND.format(matching=finding.NEWEST_FIRST)} ORDER BY worth".replace(":expression", "'a'")),
        plan("SELECT reference FROM case_state WHERE opening_message = ?", 1),
    ):
        assert not [line for line in asked.splitlines() if SCAN_OF_A_TABLE.match(line)], asked
