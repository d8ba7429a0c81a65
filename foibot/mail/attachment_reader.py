"""Reads a message from standard input and writes the words of its attachments as JSON; run as a process of its own.

Text, HTML, CSV, PDF, and the documents and sheets of Word, Excel and OpenDocument. What comes by mail may be made to
keep a reader busy or to fill its memory (a zip that unpacks to terabytes, a PDF without end), so the system ends this
process after ten seconds of CPU or at 1 GiB, and each file gives so many letters at most. Nothing of foibot is imported
here, and a library only for a file that needs it: the start of this process is most of what a message costs.
"""

import email
import email.policy
import importlib
import io
import json
import sys
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

if sys.platform != "win32":
    import resource

SECONDS, BYTES = 10, 1024 * 1024 * 1024
MAX_LETTERS_BY_PLACE = 1_000_000
MAX_FILES, MAX_LETTERS, MAX_PAGES, MAX_MEMBER, MAX_MEMBERS = 20, 200_000, 300, 20_000_000, 300
WORDS_IN = ("word/document.xml", "content.xml", "xl/sharedStrings.xml", "word/footnotes.xml")
SHEETS, SLIDES = "xl/worksheets/", "ppt/slides/slide"
BLOCKS = ("p", "h", "si", "row", "table-row", "tr", "c")


def set_limits() -> None:
    """Let the system end this process when it has cost enough."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))


def of_text(data: bytes) -> str:
    """Return the words of a plain file or a table of values."""
    return next(decoded(data))


def decoded(data: bytes) -> Iterator[str]:
    """Give a text as its bytes may be meant, the likeliest first; where UTF says it, nothing else.

    Excel writes “CSV” in the code page of Windows, “CSV (MS-DOS)” and “CSV (Macintosh)” in older ones, and “Unicode
    text” in UTF-16: the bytes of the older three differ in letters with accents alone, and do not say which it is.
    """
    for charset in filter(None, (_utf_16(data), "utf-8-sig")):
        try:
            yield data.decode(charset)
        except UnicodeDecodeError:
            continue
        return
    yield from (data.decode(charset, "replace") for charset in ("windows-1252", "cp850", "mac-roman"))


def _utf_16(data: bytes) -> str:
    """Return the name of the UTF-16 that bytes are in; empty where they are in none. Not all of it begins by a mark."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    begins = data[:PROBED]
    even, odd = begins[::2].count(0), begins[1::2].count(0)
    if max(even, odd) * 4 < len(begins):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


PROBED = 4000
"""How many bytes tell whether a text is in UTF-16."""


def of_html(data: bytes) -> str:
    """Return the words of a page, without what is not shown."""
    page = importlib.import_module("lxml.html").document_fromstring(data[:MAX_MEMBER])
    for hidden in page.iter("script", "style", "template"):
        hidden.text = ""
    return str(page.text_content())


def of_pdf(data: bytes) -> str:
    """Return the words of a PDF that stand in it as text; a scanned page has none."""
    pypdfium2 = importlib.import_module("pypdfium2")
    found, letters = list[str](), 0
    with pypdfium2.PdfDocument(data) as document:
        for number in range(min(len(document), MAX_PAGES)):
            found.append(document[number].get_textpage().get_text_bounded())
            letters += len(found[-1])
            if letters > MAX_LETTERS:
                break
    return "\n".join(found)


def of_office(data: bytes) -> str:
    """Return the words of a document or sheet that is a zip of XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = [name for name in packed.namelist() if name in WORDS_IN or name.startswith((SHEETS, SLIDES))]
        return "\n".join("".join(_words_of_xml(packed, name)) for name in names[:MAX_MEMBERS])


def _words_of_xml(packed: zipfile.ZipFile, name: str) -> Iterator[str]:
    with packed.open(name) as member:
        data = member.read(MAX_MEMBER)  # a member may unpack to far more than it says
    if name == "content.xml":
        yield from _words_of_open_document(data)
        return
    shared = name.startswith(SHEETS)  # in a sheet's cells stand numbers and, inline, words
    for _, element in importlib.import_module("lxml.etree").iterparse(
        io.BytesIO(data), events=("end",), recover=True, resolve_entities=False, no_network=True
    ):
        tag = str(element.tag).rpartition("}")[2]
        if tag == "t" or (shared and tag == "v"):
            yield element.text or ""
        if tag in ("tab", "br", "cr"):
            yield " "
        if tag in BLOCKS:
            yield "\n"
        element.clear()


def _words_of_open_document(data: bytes) -> Iterator[str]:
    """Give the words of an OpenDocument content, paragraph by paragraph, in the order in which they are read."""
    for _, element in importlib.import_module("lxml.etree").iterparse(
        io.BytesIO(data), events=("end",), recover=True, resolve_entities=False, no_network=True
    ):
        tag = str(element.tag).rpartition("}")[2]
        if tag in ("p", "h"):
            yield from _said(element)
        if tag in BLOCKS:
            yield "\n"
            element.clear()


def _said(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield " " if str(child.tag).rpartition("}")[2] in ("s", "tab", "line-break") else ""
        yield from _said(child)
        yield child.tail or ""


READERS: dict[str, Callable[[bytes], str]] = {
    **dict.fromkeys(("txt", "csv", "tsv", "text", "md", "log", "json", "xml"), of_text),
    **dict.fromkeys(("htm", "html", "xhtml"), of_html),
    "pdf": of_pdf,
    **dict.fromkeys(("docx", "xlsx", "docm", "xlsm", "pptx", "odt", "ods", "odp"), of_office),
}
TYPES = {"text/plain": "txt", "text/csv": "csv", "text/html": "html", "application/pdf": "pdf"}


def rows_of_workbook(data: bytes) -> Iterator[tuple[str, str]]:
    """Give each row of each sheet with its place; a sheet is told by its number, because its name may name a person."""
    book = importlib.import_module("openpyxl").load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    for number, sheet in enumerate(book.worksheets, 1):
        for row, values in enumerate(sheet.iter_rows(values_only=True), 1):
            yield f"sheet {number}, row {row}", " ".join(str(value) for value in values if value is not None)


def rows_of_open_sheet(data: bytes) -> Iterator[tuple[str, str]]:
    """Give each row of each table of an OpenDocument spreadsheet with its place."""
    sheet, row = 0, 0
    with zipfile.ZipFile(io.BytesIO(data)) as packed, packed.open("content.xml") as member:
        content = io.BytesIO(member.read(MAX_MEMBER))
    etree = importlib.import_module("lxml.etree")
    for event, element in etree.iterparse(
        content, events=("start", "end"), recover=True, resolve_entities=False, no_network=True
    ):
        tag = str(element.tag).rpartition("}")[2]
        if event == "start":
            sheet, row = (sheet + 1, 0) if tag == "table" else (sheet, row)
        elif tag == "table-row":
            yield f"sheet {sheet}, row {row + 1}", " ".join(element.itertext())
            repeated = next((value for name, value in element.items() if name.endswith("}number-rows-repeated")), "1")
            row += int(repeated)
            element.clear()


def pages_of_pdf(data: bytes) -> Iterator[tuple[str, str]]:
    """Give the words of each page of a PDF; a page that is a picture has none."""
    with importlib.import_module("pypdfium2").PdfDocument(data) as document:
        for number in range(len(document)):
            yield f"page {number + 1}", document[number].get_textpage().get_text_bounded()


def paragraphs(data: bytes) -> Iterator[tuple[str, str]]:
    """Give the paragraphs of a document that have words, by their number."""
    written = (line for line in of_office(data).split("\n") if line.strip())
    yield from ((f"paragraph {number}", line) for number, line in enumerate(written, 1))


PLACES: dict[str, Callable[[bytes], Iterator[tuple[str, str]]]] = {
    **dict.fromkeys(("xlsx", "xlsm"), rows_of_workbook),
    "ods": rows_of_open_sheet,
    "pdf": pages_of_pdf,
    **dict.fromkeys(("docx", "docm", "pptx", "odt", "odp"), paragraphs),
}


def all_of(name: str, data: bytes) -> dict[str, object]:
    """Return the words of a file by row, page or paragraph, what it says beside them, and whether that is all of it."""
    found, beside = list[tuple[str, str]](), list[tuple[str, str]]()
    gathered = tried(lambda: _gather(found, name, data))
    looked = tried(lambda: _gather_beside(beside, name, data))
    return {"places": found, "beside": beside, "is_whole": bool(gathered and looked)}


def _gather_beside(found: list[tuple[str, str]], name: str, data: bytes) -> str:
    """Gather what a file says beside its words; returns "all" where nothing of it is left."""
    module = importlib.import_module(f"{__package__}.words_beside" if __package__ else "words_beside")
    found.extend(module.beside(name, data))
    return "all"


def _gather(found: list[tuple[str, str]], name: str, data: bytes) -> str:
    """Gather the words of a file; returns "all" where nothing of them is left."""
    letters = 0
    for place, words in PLACES[name.rpartition(".")[2].lower()](data):
        if letters > MAX_LETTERS_BY_PLACE:
            return ""
        if words.strip() or place.startswith("page "):
            found.append((place, words))
        letters += len(words)
    return "all"


def tried(action: Callable[[], str]) -> str:
    """Return what an action gives; nothing where a file breaks it."""
    try:
        return action()
    except Exception:  # noqa: BLE001 - hostile files raise more kinds of errors than anyone can list
        return ""


def read(name: str, kind: str, data: bytes) -> str:
    """Return the words of a file; none of one of another kind, or one that cannot be read."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    reader = READERS.get(ending) or READERS.get(TYPES.get(kind, ""))
    words = tried(lambda: reader(data)) if reader else ""
    return " ".join(words[: 2 * MAX_LETTERS].replace("\x00", " ").split())[:MAX_LETTERS]


def files(message: EmailMessage) -> Iterator[tuple[str, str, bytes]]:
    """Return name, type and bytes of what is attached, those of messages enclosed in it too."""
    for part in message.walk():
        name = part.get_filename() or ""
        if part.is_multipart() or not (name or part.get_content_disposition() == "attachment"):
            continue
        data = part.get_payload(decode=True)
        yield name, part.get_content_type(), data if isinstance(data, bytes) else b""


def main() -> None:
    """Read, take the words out, write."""
    set_limits()
    sys.path.append(str(Path(__file__).parent))  # for what is loaded by place; after all else, so that it hides nothing
    for line in lines(sys.stdin.buffer.read(), by_place=BY_PLACE in sys.argv):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()  # what was read stands, though the next file ends this process


BY_PLACE = "--by-place"
"""Asks for the words of each file by place too, and for what it says beside them, after its words as a whole: those
stand, whatever the rest costs."""


def lines(raw: bytes, *, by_place: bool = False) -> Iterator[str]:
    """Yield a line of JSON for each file of a message: its number, its name, its words; then, if asked, by place."""
    message = email.message_from_bytes(raw, EmailMessage, policy=email.policy.default)
    for number, (name, kind, data) in zip(range(1, MAX_FILES + 1), files(message), strict=False):
        told = {"number": number, "name": name[:200], "words": read(name, kind, data)}
        yield json.dumps(told)
        if by_place:
            yield json.dumps({**told, "words": "", **all_of(name, data)})


if __name__ == "__main__":
    main()
