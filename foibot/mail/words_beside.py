"""What a file says beside its words: properties, page headers, names of sheets, targets of links and the like.

Loaded by the reader of attachments in its own process, and only where somebody asks by place; nothing of foibot is
imported. Every part of XML and every object of a PDF is looked at, whatever it is for, so that what a program invents
next year is there too; only what names fonts, colours and schemas is left out, because it is of no person's making.
"""

import importlib
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

MAX_MEMBER, MAX_LETTERS, MOST_PARTS, DEEPEST = 20_000_000, 1_000_000, 300, 30
"""How long a part, and how many of them, the reader of words reads too: what is beyond is said not to be read."""
ALREADY = re.compile(
    r"content\.xml|word/(?:document|footnotes)\.xml|xl/sharedStrings\.xml|(?:xl/worksheets|ppt/slides)/[^/]+\.xml"
)
"""The parts whose words are read as such; their attributes are not."""
READ_THERE = frozenset({"t", "a", "span", "p", "h", "v"})
FLOWS = re.compile(r"word/|styles\.xml|content\.xml|ppt/|xl/drawings/|xl/comments")
"""The parts in which a sentence may be divided among several elements."""
BLOCKS = frozenset({"p", "h", "si", "comment", "text"})
OF_FONTS = frozenset({"rFonts", "font", "font-face", "latin", "ea", "cs", "sym", "lsdException", "clrScheme"})
NOT_READ = re.compile(r"(?:.*/)?theme/|.*fontTable|\[Content_Types\]|xl/calcChain|.*/thumbnail", re.IGNORECASE)
NO_WORDS = re.compile(
    r"font-(?:name|family|style).*|.*typeface|(?:parent-)?style-name|value-type|rsid.*|space|r|s|t|spans|lang"
)
AN_ID = re.compile(r"[{#]?[0-9A-Fa-f-]{6,}\}?|https?://(?:schemas|www\.w3|purl|docs\.oasis)[\w./-]*|urn:[\w:.-]+")
WORD = re.compile(r"[^\W\d_]+")
OF_PROGRAMS = frozenset(
    {"strong", "emphasis", "good", "bad", "neutral", "note", "title", "accent", "caption", "heading", "light", "dark"}
    | {"grid", "list", "table", "medium", "quote", "subtle", "intense", "body", "text", "normal", "default", "header"}
    | {"footer", "page", "sheet", "calibri", "arial", "liberation", "sans", "serif", "times", "new", "roman", "cambria"}
    | {"microsoft", "excel", "word", "libreoffice", "true", "false", "auto", "none", "black", "white", "and", "of"}
    | {"contents", "index", "footnote", "endnote", "line", "numbering", "hyperlink", "internet", "link", "style", "xml"}
)
"""What programs write into every file; a person may be called so, and is not meant."""
PROPERTIES = "its properties"
OF_ELEMENTS = {
    **dict.fromkeys(("oddHeader", "evenHeader", "firstHeader", "header", "header-left", "hdr"), "a page header"),
    **dict.fromkeys(("oddFooter", "evenFooter", "firstFooter", "footer", "footer-left", "ftr"), "a page footer"),
    **dict.fromkeys(("sheet", "table"), "the name of a sheet"),
    **dict.fromkeys(("definedName", "named-range", "named-expression"), "a defined name"),
    **dict.fromkeys(("numFmt", "number-style", "date-style", "currency-symbol", "text-style"), "a number format"),
    **dict.fromkeys(("hyperlink", "Relationship", "instrText", "fldSimple"), "the target of a link"),
    **dict.fromkeys(("alias", "tag", "sdtPr"), "a content control"),
    **dict.fromkeys(("docPr", "cNvPr", "desc", "title"), "the description of a picture"),
}
PASSED_ON = frozenset({"a page header", "a page footer", "a content control", "a number format"})
"""The places that what stands within them belongs to."""
OF_PARTS = (
    (re.compile(r"docProps/|meta\.xml|customXml/"), PROPERTIES),
    (re.compile(r"word/header"), "a page header"),
    (re.compile(r"word/footer"), "a page footer"),
    (re.compile(r"word/(?:foot|end)notes"), "a footnote"),
    (re.compile(r".*comments", re.IGNORECASE), "a comment"),
    (re.compile(r".*\.rels"), "the target of a link"),
    (re.compile(r".*chart|.*drawing", re.IGNORECASE), "a chart or a drawing"),
    (re.compile(r".*styles\.xml"), "a style, a page header or a page footer"),
    (re.compile(r"settings\.xml|word/settings"), "its settings"),
)
ELSEWHERE = "what it keeps beside its words"
PACKAGES = frozenset({"docx", "docm", "xlsx", "xlsm", "pptx", "pptm", "ppsx", "odt", "ods", "odp"})
Said = tuple[str, str]


def beside(name: str, data: bytes) -> Iterator[Said]:
    """Give what a file says beside its words, each once with its place; nothing for a kind that says nothing there."""
    ending, seen, letters = name.rpartition(".")[2].lower(), set[Said](), 0
    look: Callable[[bytes], Iterator[Said]] | None = of_pdf if ending == "pdf" else None
    for said in (look or of_package)(data) if look or ending in PACKAGES else ():
        place, words = said[0], " ".join(said[1].split())
        if (place, words) in seen or not _tells(words):
            continue
        seen.add((place, words))
        letters += len(words)
        if letters > MAX_LETTERS:
            raise ValueError("more is said beside the words of a file than is looked through")
        yield place, words


def _tells(words: str) -> bool:
    """Tell whether words may be somebody's: not a number, an identifier or what programs write everywhere."""
    if AN_ID.fullmatch(words):
        return False
    said = {word.casefold() for word in WORD.findall(words) if len(word) > 1}
    return bool(said) and not said <= OF_PROGRAMS


def of_package(data: bytes) -> Iterator[Said]:
    """Give what the parts of an Office or OpenDocument file say, and what they are called."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(bool(ALREADY.fullmatch(name)) for name in packed.namelist()) > MOST_PARTS:
            raise ValueError("a file has more parts with words than are read")
        for name in filter(lambda name: not NOT_READ.match(name), packed.namelist()):
            yield ELSEWHERE, name
            if name.endswith((".xml", ".rels", ".vml", ".rdf")):
                yield from _of_part(name, _whole(packed, name))


def _whole(packed: zipfile.ZipFile, name: str) -> bytes:
    """Return a part of a file; raises `ValueError` for one of which the reader of words leaves some out."""
    data = packed.open(name).read(MAX_MEMBER + 1)
    if len(data) > MAX_MEMBER:
        raise ValueError("a part of a file is longer than is read")
    return data


def _of_part(name: str, data: bytes) -> Iterator[Said]:
    place = next((place for pattern, place in OF_PARTS if pattern.match(name)), ELSEWHERE)
    flows, is_read = bool(FLOWS.match(name)), bool(ALREADY.fullmatch(name))
    etree, words, within = importlib.import_module("lxml.etree"), list[str](), list[str]()
    source, options = io.BytesIO(data), {"recover": True, "resolve_entities": False, "no_network": True}
    for event, element in etree.iterparse(source, events=("start", "end"), remove_pis=True, **options):
        tag = str(element.tag).rpartition("}")[2]
        around = within[-1] if event == "start" and within else place
        here = _place_of(tag, place, around) if event == "start" else within.pop()
        if event == "start":
            within.append(here)
            yield from () if tag in OF_FONTS or tag.startswith("config-item") else _of_attributes(element, here)
            continue
        words += _written(element, tag, is_read=is_read)
        if words and (not flows or tag in BLOCKS or tag in OF_ELEMENTS):
            yield here, "".join(words)
            words.clear()
        element.clear(keep_tail=True)
    yield place, "".join(words)


def _place_of(tag: str, of_part: str, around: str) -> str:
    """Return how people call the place of an element, by itself, by what it stands in, or by its part of the file."""
    if of_part == PROPERTIES or around in PASSED_ON:
        return around if around in PASSED_ON else of_part
    return OF_ELEMENTS.get(tag, of_part)


def _written(element: Any, tag: str, *, is_read: bool) -> Iterator[str]:
    if element.text and tag not in OF_FONTS and not (is_read and tag in READ_THERE):
        yield element.text
    if not is_read and element.tail:
        yield element.tail


def _of_attributes(element: Any, place: str) -> Iterator[Said]:
    for name, value in element.attrib.items():
        local = str(name).rpartition("}")[2]
        if local == "href":
            yield "the target of a link", value
        elif not NO_WORDS.fullmatch(local):
            yield place, value


def of_pdf(data: bytes) -> Iterator[Said]:
    """Give every string that stands in a PDF outside its pages, and what its packets of properties (XMP) say."""
    pikepdf = importlib.import_module("pikepdf")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        info = pdf.trailer.get("/Info")
        number = info.objgen if info is not None else None
        for one in (one for one in pdf.objects if isinstance(one, pikepdf.Object)):
            place = PROPERTIES if number and one.objgen == number else ELSEWHERE
            yield from _strings(pikepdf, one, place, 0)
            if isinstance(one, pikepdf.Stream) and one.get("/Type") == "/Metadata":
                yield from ((PROPERTIES, words) for _, words in _of_part("meta.xml", one.read_bytes()))


KEYS_OF_PDF = {
    "/URI": "the target of a link",
    "/F": "the target of a link",
    "/UF": "the target of a link",
    "/T": "the name of a field or of who wrote a comment",
    "/TU": "the name of a field or of who wrote a comment",
    "/Contents": "a comment",
    "/RC": "a comment",
    "/Alt": "the description of a picture",
    "/Title": "a bookmark (outline)",
}
OF_A_FONT = frozenset({"/CharSet", "/Registry", "/Ordering", "/FontFamily", "/ID"})


def _strings(pikepdf: Any, one: Any, place: str, depth: int) -> Iterator[Said]:
    """Give the strings in an object; what it only refers to is an object of its own."""
    if isinstance(one, pikepdf.String):
        yield place, str(one)
    elif isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)) and depth < DEEPEST:
        for key in one.keys():  # noqa: SIM118 - not a dict: it cannot be iterated
            if key not in OF_A_FONT:
                there = place if place == PROPERTIES else KEYS_OF_PDF.get(key, place)
                yield from _inner(pikepdf, one[key], there, depth)
    elif isinstance(one, pikepdf.Array) and depth < DEEPEST:
        for inner in one:
            yield from _inner(pikepdf, inner, place, depth)


def _inner(pikepdf: Any, inner: Any, place: str, depth: int) -> Iterator[Said]:
    if not (isinstance(inner, pikepdf.Object) and inner.is_indirect and not isinstance(inner, pikepdf.String)):
        yield from _strings(pikepdf, inner, place, depth + 1)
