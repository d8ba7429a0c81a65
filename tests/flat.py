"""Files that LibreOffice makes: flat OpenDocument sources, each with one trick in it, which the program converts.

`MARKER` stands wherever a reader does not see it. Without the program these tests are skipped, and fail with CI=true.
"""

import base64
import io
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PIL import ExifTags, Image

MARKER = "Zilpherbend"
NAMESPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("draw", "drawing"),
        ("presentation", "presentation"),
        ("number", "datastyle"),
        ("meta", "meta"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
    )
)
SECONDS = 240


@dataclass(frozen=True)
class Trick:
    """A flat source with one trick, and by which rule it is found in each format; none for a clean file."""

    kind: str
    body: str
    found: Mapping[str, str]
    styles: str = ""
    meta: str = ""
    named: str = ""
    """Styles that have names of their own, as people choose them from a list."""

    @property
    def source(self) -> str:
        element = {"fods": "spreadsheet", "fodt": "text", "fodp": "presentation", "fodg": "drawing"}[self.kind]
        mimetype = {"fodg": "graphics"}.get(self.kind, element)
        return (
            f'<?xml version="1.0" encoding="UTF-8"?><office:document {NAMESPACES}'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"'
            f' office:mimetype="application/vnd.oasis.opendocument.{mimetype}"><office:meta>{self.meta}</office:meta>'
            f"<office:styles>{self.named}</office:styles>"
            f"<office:automatic-styles>{self.styles}</office:automatic-styles><office:body><office:{element}>"
            f"{self.body}</office:{element}></office:body></office:document>"
        )


def cell(words: str, attributes: str = "", inside: str = "") -> str:
    return (
        f'<table:table-cell office:value-type="string" {attributes}>{inside}<text:p>{words}</text:p></table:table-cell>'
    )


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def sheet(*rows: str, name: str = "Totals", attributes: str = "", columns: str = "") -> str:
    return f'<table:table table:name="{name}" {attributes}>{columns}{"".join(rows)}</table:table>'


SHOWN = (row(cell("Area"), cell("Requests")), row(cell("North"), cell("forty")), row(cell("South"), cell("twelve")))
HIDDEN_TABLE = (
    '<style:style style:name="gone" style:family="table"><style:table-properties table:display="false"/></style:style>'
)


def cell_style(name: str, properties: str, behind: str = "", other: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="table-cell" {other}>{behind}'
        f"<style:text-properties {properties}/></style:style>"
    )


def words_style(name: str, properties: str) -> str:
    return f'<style:style style:name="{name}" style:family="text"><style:text-properties {properties}/></style:style>'


def note(words: str) -> str:
    return (
        "<office:annotation><dc:creator>Jane Quill</dc:creator><dc:date>2026-03-03T10:00:00</dc:date>"
        f"<text:p>{words}</text:p></office:annotation>"
    )


def both(first: str, second: str, rule: str) -> dict[str, str]:
    return {first: rule, second: rule}


WHITE = words_style("white", 'fo:color="#ffffff"')
TAKEN_OUT = (
    '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>Jane Quill'
    f"</dc:creator><dc:date>2026-03-03T10:00:00</dc:date></office:change-info><text:p>{MARKER}</text:p></text:deletion>"
    "</text:changed-region></text:tracked-changes>"
)
NAMED = "<meta:initial-creator>Zilpherbend Jones</meta:initial-creator><dc:creator>Zilpherbend Jones</dc:creator>"
OWN = '<meta:user-defined meta:name="Matter">Zilpherbend</meta:user-defined>'


def slide(inside: str, style: str = "", notes: str = "") -> str:
    styled = f'draw:style-name="{style}"' if style else ""
    return f'<draw:page draw:name="One" {styled} draw:master-page-name="Default">{inside}{notes}</draw:page>'


def frame(words: str, x: str = "2cm") -> str:
    return (
        f'<draw:frame svg:x="{x}" svg:y="2cm" svg:width="10cm" svg:height="3cm"><draw:text-box><text:p>{words}</text:p>'
        "</draw:text-box></draw:frame>"
    )


NOTES = (
    '<presentation:notes><draw:frame presentation:class="notes" svg:x="2cm" svg:y="14cm" svg:width="16cm"'
    f' svg:height="10cm"><draw:text-box><text:p>{MARKER}</text:p></draw:text-box></draw:frame></presentation:notes>'
)
HIDDEN_PAGE = (
    '<style:style style:name="gone" style:family="drawing-page"><style:drawing-page-properties'
    ' presentation:visibility="hidden"/></style:style>'
)
BLACK = (
    '<style:style style:name="black" style:family="graphic"><style:graphic-properties draw:fill="solid"'
    ' draw:fill-color="#000000"/></style:style>'
)


def picture_data(exif: Image.Exif | None = None) -> str:
    """Return a photograph in base64, as flat files hold one."""
    file = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(file, "JPEG", exif=Image.Exif() if exif is None else exif)
    return base64.b64encode(file.getvalue()).decode()


def at_a_place() -> Image.Exif:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (51.0, 30.0, 0.0)
    return exif


def photograph(exif: Image.Exif | None = None, said: str = "", style: str = "") -> str:
    styled = f'draw:style-name="{style}"' if style else ""
    return (
        f'<draw:frame {styled} text:anchor-type="as-char" svg:x="2cm" svg:y="6cm" svg:width="6cm" svg:height="6cm">'
        f"<draw:image><office:binary-data>{picture_data(exif)}</office:binary-data></draw:image>{said}</draw:frame>"
    )


def in_words(inside: str) -> str:
    return f"<text:p>Plain words. {inside}</text:p>"


FROM_A_FOLDER = r"<svg:desc>C:\Users\jane.quill\Pictures\staff.jpg</svg:desc>"
ORDINARY = "<svg:desc>A bar chart of requests by month</svg:desc>"
CUT_OFF = (
    '<style:style style:name="cut" style:family="graphic"><style:graphic-properties'
    ' fo:clip="rect(0cm, 2cm, 0cm, 0cm)"/></style:style>'
)


def paragraph_style(name: str, words: str, paragraph: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties {paragraph}/>'
        f"<style:text-properties {words}/></style:style>"
    )


IN_STYLE = f'<text:p>Plain words.</text:p><text:p text:style-name="Aside">{MARKER}</text:p>'
DAYS = [f"{day:02}/04/2025" for day in range(1, 31)]

TRICKS: dict[str, Trick] = {
    "white-by-style": Trick(
        "fodt", IN_STYLE, both("docx", "odt", "unreadable_words"), named=paragraph_style("Aside", 'fo:color="#ffffff"')
    ),
    "hidden-by-style": Trick(
        "fodt", IN_STYLE, both("docx", "odt", "hidden_text"), named=paragraph_style("Aside", 'text:display="none"')
    ),
    "white-on-blue-by-style": Trick(
        "fodt",
        IN_STYLE,
        both("docx", "odt", ""),
        named=paragraph_style("Aside", 'fo:color="#ffffff"', 'fo:background-color="#003078"'),
    ),
    "plain-picture": Trick("fodt", in_words(photograph(said=ORDINARY)), {"docx": "", "odt": "", "pdf": ""}),
    "picture-from-a-folder": Trick("fodt", in_words(photograph(said=FROM_A_FOLDER)), both("docx", "odt", "alt_text")),
    "picture-from-a-folder-on-a-slide": Trick(
        "fodp", slide(frame("Shown") + photograph(said=FROM_A_FOLDER)), both("pptx", "odp", "alt_text")
    ),
    "picture-with-a-place": Trick(
        "fodt",
        in_words(photograph(at_a_place())),
        {"docx": "picture_place", "odt": "picture_place", "pdf": ""},  # it writes the picture anew into a PDF
    ),
    "picture-with-a-place-on-a-slide": Trick(
        "fodp", slide(frame("Shown") + photograph(at_a_place())), both("pptx", "odp", "picture_place")
    ),
    "cropped-picture": Trick(
        "fodt", in_words(photograph(style="cut")), both("docx", "odt", "cropped_picture"), CUT_OFF
    ),
    "cropped-picture-on-a-slide": Trick(
        "fodp", slide(frame("Shown") + photograph(style="cut")), both("pptx", "odp", "cropped_picture"), CUT_OFF
    ),
    "ordinary-letter": Trick(
        "fodt",
        "".join(
            f"<text:p>{line}</text:p>"
            for line in (
                "Exampleshire Council, 1 High Street, Exampleton, EX1 1AA. Telephone 01632 960 123.",
                "Dear Ms Quill, thank you for your request of 2 November 2026, our reference FOI-2026-0001.",
                "We paid £1,234,567.89 on 12-05-26 under contract 12345678, and 10,234.00 for invoice 2025000123.",
                "Your date of birth is your own data: section 40(1). National Insurance is a matter for HMRC.",
                "The Commissioner: Wycliffe House, Water Lane, Wilmslow, SK9 5AF, 0303 123 1113.",
            )
        ),
        {"docx": "", "odt": "", "pdf": ""},
    ),
    "ordinary-contracts": Trick(
        "fods",
        sheet(
            row(*map(cell, ("Contract", "Supplier", "Start", "Value", "Account code", "Reference"))),
            *(
                row(
                    *map(
                        cell,
                        (f"Cleaning {n}", f"Supplier {n} Ltd", day, f"{n * 12345}.50", f"{n * 91:08}", f"JK{n:06}"),
                    )
                )
                for n, day in enumerate(DAYS, 1)
            ),
        ),
        {"xlsx": "", "ods": "", "csv": "", "pdf": ""},
    ),
    "two-ordinary-slides": Trick(
        "fodp",
        slide(frame("First")) + slide(frame("Second")).replace('"One"', '"Two"'),
        {"pptx": "", "odp": "", "pdf": ""},
    ),
    "clean-workbook": Trick("fods", sheet(*SHOWN), both("xlsx", "ods", "")),
    "hidden-sheet": Trick(
        "fods",
        sheet(*SHOWN) + sheet(row(cell(MARKER)), name="Staff", attributes='table:style-name="gone"'),
        both("xlsx", "ods", "hidden_sheet"),
        HIDDEN_TABLE,
    ),
    "hidden-row": Trick(
        "fods",
        sheet(*SHOWN, row(cell(MARKER), attributes='table:visibility="collapse"')),
        both("xlsx", "ods", "hidden_rows"),
    ),
    "hidden-column": Trick(
        "fods",
        sheet(
            *(row(cell("shown"), cell(MARKER)) for _ in range(3)),
            columns='<table:table-column/><table:table-column table:visibility="collapse"/>',
        ),
        both("xlsx", "ods", "hidden_columns"),
    ),
    "white-on-white": Trick(
        "fods",
        sheet(*SHOWN, row(cell(MARKER, 'table:style-name="white"'))),
        both("xlsx", "ods", "unreadable_words"),
        cell_style("white", 'fo:color="#ffffff"'),
    ),
    "white-on-blue": Trick(
        "fods",
        sheet(*SHOWN, row(cell("a heading", 'table:style-name="blue"'))),
        both("xlsx", "ods", ""),
        cell_style("blue", 'fo:color="#ffffff"', '<style:table-cell-properties fo:background-color="#003078"/>'),
    ),
    "tiny": Trick(
        "fods",
        sheet(*SHOWN, row(cell(MARKER, 'table:style-name="tiny"'))),
        both("xlsx", "ods", "unreadable_words"),
        cell_style("tiny", 'fo:font-size="2pt"'),
    ),
    "cell-comment": Trick(
        "fods", sheet(*SHOWN, row(cell("shown", inside=note(MARKER)))), both("xlsx", "ods", "comments")
    ),
    "workbook-author": Trick("fods", sheet(*SHOWN), both("xlsx", "ods", "properties"), meta=NAMED),
    "workbook-property": Trick("fods", sheet(*SHOWN), both("xlsx", "ods", "custom_properties"), meta=OWN),
    "national-insurance": Trick(
        "fods", sheet(*SHOWN, row(cell("QQ 12 34 56 C"), cell("AB123456C"))), both("xlsx", "ods", "national_insurance")
    ),
    "clean-document": Trick("fodt", "<text:h>Report</text:h><text:p>Plain words.</text:p>", both("docx", "odt", "")),
    "deleted-words": Trick(
        "fodt",
        f'{TAKEN_OUT}<text:p>Plain<text:change text:change-id="c1"/> words.</text:p>',
        both("docx", "odt", "tracked_changes"),
    ),
    "hidden-words": Trick(
        "fodt",
        f'<text:p>Plain <text:span text:style-name="gone">{MARKER}</text:span> words.</text:p>',
        both("docx", "odt", "hidden_text"),
        words_style("gone", 'text:display="none"'),
    ),
    "black-on-black": Trick(
        "fodt",
        f'<text:p>Plain <text:span text:style-name="bar">{MARKER}</text:span> words.</text:p>',
        {"docx": "unreadable_words", "odt": "unreadable_words", "pdf": "covered_text"},
        words_style("bar", 'fo:color="#000000" fo:background-color="#000000"'),
    ),
    "black-on-black-cell": Trick(
        "fods",
        sheet(*SHOWN, row(cell(MARKER, 'table:style-name="bar"'))),
        both("xlsx", "ods", "unreadable_words"),
        cell_style("bar", 'fo:color="#000000"', '<style:table-cell-properties fo:background-color="#000000"/>'),
    ),
    "white-words": Trick(
        "fodt",
        f'<text:p>Plain <text:span text:style-name="white">{MARKER}</text:span> words.</text:p>',
        {"docx": "unreadable_words", "odt": "unreadable_words", "pdf": "invisible_text"},
        WHITE,
    ),
    "comment-on-words": Trick("fodt", f"<text:p>Plain {note(MARKER)} words.</text:p>", both("docx", "odt", "comments")),
    "document-author": Trick(
        "fodt",
        "<text:p>Plain words.</text:p>",
        {"docx": "properties", "odt": "properties", "pdf": "properties"},
        meta=NAMED,
    ),
    "clean-slides": Trick("fodp", slide(frame("Shown")), both("pptx", "odp", "")),
    "hidden-slide": Trick(
        "fodp",
        slide(frame("Shown")) + slide(frame(MARKER), "gone").replace('"One"', '"Two"'),
        both("pptx", "odp", "hidden_slide"),
        HIDDEN_PAGE,
    ),
    "speaker-notes": Trick("fodp", slide(frame("Shown"), notes=NOTES), both("pptx", "odp", "speaker_notes")),
    "beside-the-slide": Trick("fodp", slide(frame("Shown") + frame(MARKER, "-15cm")), both("pptx", "odp", "off_slide")),
    "under-a-box": Trick(
        "fodg",
        slide(
            frame(MARKER)
            + '<draw:rect draw:style-name="black" svg:x="1cm" svg:y="1cm" svg:width="15cm" svg:height="6cm"/>'
        ).replace('draw:master-page-name="Default"', ""),
        {"pdf": "covered_text"},
        BLACK,
    ),
    "clean-pages": Trick("fodt", "<text:h>Report</text:h><text:p>Plain words.</text:p>", {"pdf": ""}),
    "old-workbook": Trick("fods", sheet(*SHOWN), {"xls": "old_format"}),
}


def why_no_libreoffice() -> str | None:
    return None if shutil.which("soffice") else "LibreOffice (soffice) is not installed"


def made_by_libreoffice(
    folder: Path, only: Mapping[str, Trick] | None = None, into: Mapping[str, str] | None = None
) -> Path:
    """Let LibreOffice convert every source, format by format; returns the folder with what it made.

    `into` names the filter, with its options, for formats that want another than the usual one.
    """
    wanted = only or TRICKS
    for name, trick in wanted.items():
        (folder / f"{name}.{trick.kind}").write_text(trick.source, encoding="utf-8")
    for ending in sorted({ending for trick in wanted.values() for ending in trick.found} | set(into or {})):
        found = [f"{n}.{one.kind}" for n, one in wanted.items() if ending in one.found or ending in (into or {})]
        convert(folder, (into or {}).get(ending, ending), found)
    return folder


def convert(folder: Path, ending: str, names: Iterable[str]) -> None:
    """Let LibreOffice write files anew in another format."""
    command = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    command += ["--convert-to", ending, "--outdir", str(folder), *(str(folder / name) for name in names)]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
