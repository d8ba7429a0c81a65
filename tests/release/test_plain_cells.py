"""What is taken of a workbook without a parser is what a parser reads; all else is left to one."""

import io
import zipfile
from collections.abc import Iterator
from itertools import cycle, product, repeat
from typing import Any

import pytest
from lxml import etree
from openpyxl import Workbook

from foibot.release import look_into
from foibot.release.plain_cells import ROWS, STRINGS, Row
from foibot.release.sifting import Elements, sifted

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
NS = f"{{{MAIN}}}"

WORDS = (
    "12.5",
    "O'Neil &amp; Sons",
    "&lt;b&amp;gt;&quot;&apos;",
    "café",
    "two\nlines",
    "a=b",
    "",
    "&#65;",
    "x]]>",
    "a\rb",
    "\x01",
)
CELLS = (
    '<c r="B2" s="1" t="s"><v>7</v></c>',
    *(f'<c r="B2" s="1"><v>{one}</v></c>' for one in WORDS),
    *(f'<c r="B2" t="str"><f>A1&amp;"x"</f><v>{one}</v></c>' for one in WORDS),
    *(f'<c t="inlineStr"><is><t xml:space="preserve">{one}</t></is></c>' for one in WORDS),
    *('<c r="A1" s="3"/>', "<c><v/></c>", "<c><f>1+1</f></c>", "<c><f/><v/></c>", "<c r='A1'><v>1</v></c>"),
    *("<c><v>1</v><v>2</v></c>", "<c><v>1</t></is></c>", '<c s="1" s="1"/>', "<d><c><v>1</v></c></d>"),
    *("<c><!-- a --></c>", "<c><v><![CDATA[<c>]]></v></c>", "<c><is><r><t>a</t></r><r><t>b</t></r></is></c>"),
)
ATTRIBUTES = ("", ' spans="1:2" ht="15"', ' ht="1" ht="1"', ' x14ac:dyDescent="1"', ' hidden="1"')
TWO = ((*CELLS, ""), CELLS[:3])
ROW = [f'<row r="{at}"{which}>{one}{other}</row>' for at, (which, one, other) in enumerate(product(ATTRIBUTES, *TWO))]
PLAIN_ROW = [f'<row r="9"{which}>{one}{CELLS[0]}</row>' for which in ATTRIBUTES[:2] for one in CELLS[:4]]
AMONG_ROWS = [
    *('<row r="7"/>', '<row s="1" s="1"/>', "<row/>", "\n", "words", "</row>", "<row>", "</sheetData>"),
    *('<row a="</row>"></row>', '<row a="/>"></row>', '<row a=">"></row>', "<row><!-- </row> --></row>"),
    *(f"<!-- {PLAIN_ROW[0] * 4} -->", f"<![CDATA[{PLAIN_ROW[0] * 4}]]>", f"<other>{PLAIN_ROW[0] * 4}</other>"),
    *(f'<row r="3">{PLAIN_ROW[0]}</row>', f'<row xmlns="urn:other">{CELLS[1]}</row>'),
]
STRING = [f"<si><t{space}>{one}</t></si>" for space in ("", ' xml:space="preserve"') for one in WORDS]
AMONG_STRINGS = [
    *(
        "<si/>",
        "<si><t/></si>",
        "\n",
        "</si>",
        "<si>",
        "<si><r><t>a</t></r></si>",
        '<si xmlns="urn:other"><t>a</t></si>',
    ),
    *(f"<!-- {STRING[0] * 9} -->", f"<si>{STRING[0]}</si>", f"<![CDATA[{STRING[0]}]]>"),
]
PARTS = (
    (ROWS, "<worksheet xmlns='{}'><sheetData>{}</sheetData><sheetData/></worksheet>", PLAIN_ROW, ROW + AMONG_ROWS),
    (STRINGS, '<?xml version="1.0" encoding="UTF-8"?>\n<sst xmlns="{}">{}</sst>', STRING[:7], STRING + AMONG_STRINGS),
)


def as_read(element: Any) -> tuple[object, ...]:
    """What counts of a row or a string, as a parser gives it."""
    if element.tag == f"{NS}si":
        return ("".join(element.itertext()),)
    shared = [one.findtext(f"{NS}v") for one in element if one.get("t") == "s"]
    words = element.xpath("*[not(@t='s')]/*[not(self::x:f)]//text()", namespaces={"x": MAIN})
    return element.get("r"), element.get("ht"), element.get("hidden"), shared, words


def as_taken(one: Row | str) -> tuple[object, ...]:
    if isinstance(one, str):
        return (one,)
    return str(one.number), one.attributes.get("ht"), one.attributes.get("hidden"), one.shared, one.words


def contents(part: bytes, of: Elements, size: int, plainly: Iterator[bool | None]) -> list[tuple[object, ...]] | None:
    """What is read of a part in blocks of that size; None where it is no XML. Empty rows count for nothing."""
    parser, found = (
        etree.XMLPullParser(events=("end",), tag=f"{NS}{of.name}", remove_comments=True),
        list[tuple[object, ...]](),
    )
    blocks = (part[at : at + size] for at in range(0, len(part), size))
    try:
        for one in sifted(blocks, of, NS, lambda: next(plainly)):
            if isinstance(one, bytes):
                parser.feed(one)
                found += [as_read(element) for _, element in parser.read_events()]
            else:
                found += map(as_taken, one)
        parser.close()
    except etree.XMLSyntaxError:
        return None
    return [one for one in found if one[-2:] != ([], [])]


@pytest.mark.parametrize(("of", "around", "usual", "odd"), PARTS, ids=["rows", "strings"])
def test_what_is_taken_is_what_a_parser_reads(of: Elements, around: str, usual: list[str], odd: list[str]) -> None:
    for one, other in (*((one, "") for one in odd), *product(odd[-15:], repeat=2)):
        within = f"{usual[0]}{usual[-1]}{one}{''.join(usual)}{other}{''.join(usual)}"
        part = around.format(MAIN, within).encode()
        read = contents(part, of, len(part), repeat(None))
        for size, plainly in ((150, repeat(True)), (400, repeat(True)), (150, cycle((False, True)))):
            assert contents(part, of, size, plainly) == read, within


def taken(part: str, of: Elements) -> int:
    blocks = (part[at : at + 200].encode() for at in range(0, len(part), 200))
    return sum(len(one) for one in sifted(blocks, of, NS) if isinstance(one, list))


def test_what_excel_writes_is_taken() -> None:
    cells = (
        '<c r="A2" s="4"><v>12.5</v></c><c r="B2" t="s"><v>3</v></c><c r="C2" s="1"/><c r="D2"><f>A2*2</f><v>25</v></c>'
    )
    row = f'<row r="2" spans="1:4" ht="15.949999999999999" thickBot="1" x14ac:dyDescent="0.25">{cells}</row>'
    sheet = f'<worksheet xmlns="{MAIN}" xmlns:x14ac="urn:x"><sheetData>{row * 40}</sheetData></worksheet>'
    assert taken(sheet, ROWS) == 40
    strings = '<si><t>Smith &amp; Sons</t></si><si><t xml:space="preserve"> – </t></si>'
    assert taken(f'<sst xmlns="{MAIN}" count="80" uniqueCount="2">{strings * 40}</sst>', STRINGS) == 80


@pytest.mark.parametrize(
    "head",
    [
        f'<worksheet xmlns="{MAIN}"><!-- <sheetData>',
        f'<worksheet xmlns="{MAIN}"><![CDATA[<sheetData>',
        f'<worksheet xmlns="{MAIN}"><sheetData /><!-- <sheetData>',
        f'<?xml version="1.0" encoding="UTF-7"?><worksheet xmlns="{MAIN}"><sheetData>',
        f'<x:worksheet xmlns:x="{MAIN}"><sheetData>',
        f'<worksheet xmlns="{MAIN}"><other xmlns="urn:other"><sheetData>',
        f'<?other <sheetData>?><worksheet xmlns="{MAIN}">',
    ],
)
def test_nothing_is_taken_behind_a_head_that_may_mean_something_else(head: str) -> None:
    assert taken(head + '<row r="2"><c><v>1</v></c></row>' * 40, ROWS) == 0


def workbook(last: str) -> bytes:
    """A sheet of plain rows, so many that they are not looked at column by column, and what comes after them."""
    book, made, read = Workbook(), io.BytesIO(), io.BytesIO()
    book.save(read)
    rows = "".join(f'<row r="{at}"><c r="A{at}"><v>{at}</v></c></row>' for at in range(1, 5_000))
    with zipfile.ZipFile(read) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}{last}</sheetData></worksheet>'
            target.writestr(name, sheet if name.startswith("xl/worksheets/") else source.read(name))
    return made.getvalue()


@pytest.mark.parametrize(
    ("last", "found"),
    [
        ('<row r="5000"><c r="A5000"><v>1</v></c></row>', []),
        ('<row r="5000"><c r="A5000" t="str"><v>AB 12 34 56 C</v></c></row>', ["national_insurance"]),
        ('<row r="5000"><c r="A5000" t="str"><v>A&#66; 12 34 56 C</v></c></row>', ["national_insurance"]),
        ('<row r="5000"><c r="A5000"><f>"AB 12 34 56 C"&amp;A1</f><v>1</v></c></row>', ["national_insurance"]),
        (
            '<row r="5000"><c r="A5000"><v>="AB 12 34 56 C"</v></c></row>',
            ["national_insurance"] * 2,
        ),  # as attributes are
        ('<row r="5000"><c r="A5000"><v>1</v></c><!-- AB 12 34 56 C --></row>', ["national_insurance"]),
        ('<row r="5000" x="for AB 12 34 56 C"><c r="A5000"><v>1</v></c></row>', ["national_insurance"]),
        (f'<x:row xmlns:x="{MAIN}"><x:c><x:v>AB 12 34 56 C</x:v></x:c></x:row>', ["national_insurance"]),
        ('<row r="5000" hidden="1"><c r="A5000"><v>1</v></c></row>', ["hidden_rows"]),
        ('<row r="5000" ht="0.5"><c r="A5000"><v>1</v></c></row>', ["hidden_rows"]),
        ('<row r="5000" ht="1" ht="1"><c r="A5000"><v>1</v></c></row>', ["damaged"]),
        ('<row r="5000"><c r="A5000"><v>1</v></is></c></row>', ["damaged"]),
        ('<row r="5000"><c r="A5000" t="s"><v>7</v></c></row>', ["damaged"]),
    ],
)
def test_what_stands_behind_many_plain_rows_is_found(last: str, found: list[str]) -> None:
    assert [one.rule for one in look_into("answer.xlsx", workbook(last))] == found
