"""The words of an HTML body, as a person would read them; nothing is fetched, run or kept of its markup.

lxml reads the HTML and inscriptis lays it out. Written here is what they do not know: which text is hidden, where a
mail program says that a quotation begins (a QUOTE_MARK is left there), and how much may be laid out at all; what is
beyond that loses its layout and none of its words. Imported with the first HTML body, because lxml takes 9 MiB.
"""

import re
from html import unescape

from inscriptis.css_profiles import STRICT_CSS_PROFILE
from inscriptis.html_engine import Inscriptis
from inscriptis.html_properties import Display
from inscriptis.model.config import ParserConfig
from inscriptis.model.css import CssParse
from inscriptis.model.html_document_state import HtmlDocumentState
from inscriptis.model.html_element import HtmlElement
from inscriptis.model.tag import CustomHtmlTagHandlerMapping
from lxml import html as lxml_html

from foibot.correspondence.quotation import QUOTE_MARK

# inscriptis holds each letter as an object for a moment, and copies a paragraph whenever something is added to it.
MAX_LAID_OUT = 500_000
MAX_COPIED = 5_000_000_000
NO_LAYOUT = "its HTML is too large or nested too deeply to be laid out: its words were taken without their layout"

# Stand in the tree for what becomes of them in the text; Unicode gives these characters to nobody.
MARK, QUOTED, UNQUOTED, CELL = "\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"
QUOTATION = re.compile(
    r"gmail_quote|yahoo_quoted|moz-cite-prefix|OutlookMessageHeader|divRplyFwdMsg|appendonsend|stopSpelling"
    r"|protonmail_quote|zmail_extra|^cite$",
    re.IGNORECASE,
)
NAMING = ("class", "id", "type", "name")
DEEPEST_QUOTATION = 20
MANY_BLANK = re.compile(r"\n{3,}")
LINK = re.compile(r"https?://(\S{1,500})$", re.IGNORECASE)
TAG = re.compile(r"<[/!?a-zA-Z][^<>]*>")
LINE_TAG = re.compile(r"<(?:br|/?(?:p|div|tr|li|h[1-6]|blockquote|table))\b[^<>]*>", re.IGNORECASE)
SPACE = re.compile(r"[ \t\r\n\f]+")
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufdd0-\ufdd3\ufffe\uffff]")
# What stands behind the end of a document is read too: mailing lists add their lines there.
END = re.compile(r"</(?:html|body)\b[^<>]*>", re.IGNORECASE)


# No margins for what holds other blocks: inscriptis gives the margin of a container to each block in it.
BLOCKS = ("blockquote", "center", "dd", "dl", "dt", "fieldset", "form", "hr", "section", "table", "tr")
LAYOUT = STRICT_CSS_PROFILE | {name: HtmlElement(display=Display.block) for name in BLOCKS}
LAYOUT |= {name: HtmlElement(display=Display.block) for name in ("ol", "ul")}
LAYOUT |= {
    name: HtmlElement(display=Display.none) for name in ("head", "noscript", "script", "style", "template", "title")
}


def nothing(_state: HtmlDocumentState, _attributes: object = None) -> None:
    """Leave a tag without a layout of its own."""


# Tables of letters hold paragraphs more often than figures: cells are read one after another, not side by side.
UNTABLED = CustomHtmlTagHandlerMapping(
    start_tag_mapping=dict.fromkeys(("table", "tr", "td", "th"), nothing),
    end_tag_mapping=dict.fromkeys(("table", "td", "th"), nothing),
)


def style(value: str, element: HtmlElement) -> None:
    """Heed what a style says of hidden and of preformatted text, and no size of anything."""
    for said in value[:2_000].lower().split(";"):
        name, _, what = (word.strip() for word in said.partition(":"))
        if (name, what[:4]) == ("display", "none") or (name, what[:6]) == ("visibility", "hidden"):
            element.display = Display.none
        elif name == "white-space":
            CssParse.attr_white_space(what, element)


def hidden(_value: str, element: HtmlElement) -> None:
    """Hide an element that says so."""
    element.display = Display.none


def html_to_text(html: str, tags: int) -> tuple[str, str]:
    """Turn an HTML body into plain text, laid out if it has no more tags: (text, what is to be said, or empty)."""
    found = html.count("<")
    if found > tags or len(html) > MAX_LAID_OUT or found * len(html) > MAX_COPIED:
        return words_only(html), NO_LAYOUT
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    read = f"<html>{END.sub('', html)}".encode("utf-8", "replace")
    tree = lxml_html.document_fromstring(read, parser=parser)
    if any(fault.type_name == "ERR_RESOURCE_LIMIT" for fault in parser.error_log):
        return words_only(html), NO_LAYOUT
    for element in list(tree.iter()):
        prepare(element)
    config = ParserConfig(css=LAYOUT | {"body": HtmlElement()}, custom_html_tag_handler_mapping=UNTABLED)
    config.attribute_handler.attribute_mapping = {"style": style, "hidden": hidden}
    try:
        return with_quotations(Inscriptis(tree, config).get_text()), ""
    except ValueError:  # the number of a list's item is longer than Python reads
        return words_only(html), NO_LAYOUT


def prepare(element: lxml_html.HtmlElement) -> None:
    """Mark an element of the tree where the layout would lose what it means."""
    element.text, element.tail = fit(element.text), fit(element.tail)
    if element.tag == "a":
        element.tail = fit(target(element)) + element.tail
    elif element.tag in ("td", "th"):
        element.tail = CELL + element.tail
    elif element.tag == "blockquote":
        put_line(element, 0, QUOTED)
        put_line(element, len(element), UNQUOTED)
    if any(QUOTATION.search(element.get(name, "")[:500]) for name in NAMING):
        put_line(element, 0, MARK)


def fit(text: str | None) -> str:
    """Return text fit for the tree and for inscriptis, which reads its entities once more: &copy=1 is an address."""
    return UNFIT.sub("", text).replace("&", "&amp;") if text else ""


def put_line(element: lxml_html.HtmlElement, place: int, text: str) -> None:
    """Put a line into an element, before all it holds or behind it."""
    line = lxml_html.Element("div")
    line.text = text
    if not place:
        line.tail, element.text = element.text, ""
    element.insert(place, line)


def target(link: lxml_html.HtmlElement) -> str:
    """Return the address of a link, unless its words already say it or it has none."""
    address = LINK.match(link.get("href", "").strip())
    words = link.text_content().strip()
    if address is None or not words or address[1].rstrip("/").lower() in words.lower():
        return ""
    return f" <{address[0]}>"


def with_quotations(text: str) -> str:
    """Put `> ` before what is quoted, a QUOTE_MARK where a quotation was marked, and tabs between cells."""
    lines, depth = list[str](), 0
    for line in text.split("\n"):
        if QUOTED in line or UNQUOTED in line:
            depth = max(0, depth + line.count(QUOTED) - line.count(UNQUOTED))
        elif MARK in line:
            lines.append(QUOTE_MARK)
        else:
            words = "\t".join(filter(None, map(str.strip, line.split(CELL)))) if CELL in line else line.rstrip()
            lines.append("> " * min(depth, DEEPEST_QUOTATION) + words if words else "")
    return MANY_BLANK.sub("\n\n", "\n".join(lines)).strip("\n")


def words_only(html: str) -> str:
    """Return the words of HTML that is not laid out: no tags, scripts or styles; its cost is bounded by length."""
    html = cut_between(html, "<!--", "-->")
    for name in ("script", "style", "title"):
        html = cut_between(html, f"<{name}", f"</{name}")
    text = unescape(TAG.sub("", LINE_TAG.sub("\n", html)))
    lines = (SPACE.sub(" ", line).strip() for line in text.replace("\xa0", " ").split("\n"))
    return MANY_BLANK.sub("\n\n", "\n".join(lines)).strip("\n")


def cut_between(html: str, opening: str, closing: str) -> str:
    """Remove every stretch from `opening` to `closing`, in any case of letters; an unclosed one is left."""
    low = html.lower() if opening[1].isalpha() else html
    if opening not in low or len(low) != len(html):
        return html
    out, at = [], 0
    while (start := low.find(opening, at)) >= 0:
        stop = low.find(closing, start + len(opening))
        if stop < 0:
            break
        out.append(html[at:start])
        at = stop + len(closing) if closing == "-->" else stop
    out.append(html[at:])
    return "".join(out)
