"""The words of an HTML body, as a person would read them; nothing is fetched, run or kept of its markup.

Written here because what libraries make of it is Markdown (with marks that nobody wrote) and because some of them take
most of a minute over a hundred thousand nested elements; this one is a single pass whose cost is bounded by the length.
Where a mail program marked the beginning of a quotation in its HTML, a QUOTE_MARK is left in the text.
"""

import re
from dataclasses import dataclass, field
from html import unescape

from foibot.correspondence.quotation import QUOTE_MARK

MAX_HTML = 2_000_000
TOKEN = re.compile(
    r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:]{0,30})"
    r"(?P<attributes>(?:[^<>\"']|\"[^\"<]{0,4000}\"|'[^'<]{0,4000}')*)>"
    r"|<[/!?a-zA-Z][^<>]*>"
)
HIDDEN = ("script", "style", "title", "head")
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
    ]
)
SPACED = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre", "dl"])
QUOTATION = re.compile(
    r"gmail_quote|yahoo_quoted|moz-cite-prefix|OutlookMessageHeader|divRplyFwdMsg|appendonsend|stopSpelling"
    r"|protonmail_quote|zmail_extra|type\s*=\s*[\"']?cite",
    re.IGNORECASE,
)
SPACE = re.compile(r"[ \t\r\n\f]+")
MANY_BLANK = re.compile(r"\n{3,}")


def without_hidden(html: str) -> str:
    """Return the HTML without comments, scripts and style sheets, cut by plain search whose cost is bounded."""
    html = cut_between(html, "<!--", "-->")
    for name in HIDDEN[:2]:
        html = cut_between(html, f"<{name}", f"</{name}")
    return html


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


@dataclass(slots=True)
class Page:
    """The text so far, and how deep in quotations and preformatted text it stands."""

    out: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    quoted: int = 0
    preformatted: int = 0

    def words(self, text: str) -> None:
        """Add running text."""
        text = unescape(text) if "&" in text else text
        self.line.append(text if self.preformatted else SPACE.sub(" ", text))

    def end_line(self, *, always: bool = False) -> None:
        """End the line, if there is anything on it or it was asked for."""
        text = "".join(self.line).replace("\xa0", " ")
        self.line.clear()
        text = text.rstrip() if self.preformatted else SPACE.sub(" ", text).strip()
        if text or always:
            self.out.append(("> " * min(self.quoted, 20) + text) if self.quoted else text)

    def gap(self) -> None:
        """Leave one blank line, unless there is one."""
        if self.out and self.out[-1].strip("> "):
            self.out.append("")

    def element(self, name: str, attributes: str, *, closing: bool) -> None:
        """Do what an element means for the text."""
        if name == "br":
            self.end_line(always=True)
            return
        if name in BLOCKS:
            self.end_line()
        if name == "blockquote":
            self.quoted = max(0, self.quoted + (-1 if closing else 1))
        elif name == "pre":
            self.preformatted = max(0, self.preformatted + (-1 if closing else 1))
        if name in SPACED:
            self.gap()
        if name in ("td", "th") and self.line:
            self.line.append(" ")
        elif name == "li" and not closing:
            self.line.append("- ")
        if not closing and attributes and QUOTATION.search(attributes):
            self.end_line()
            self.out.append(QUOTE_MARK)


def html_to_text(html: str) -> str:
    """Turn an HTML body into plain text, with `> ` before what is quoted."""
    page = Page()
    at = 0
    html = without_hidden(html[:MAX_HTML])
    skipping = ""
    for token in TOKEN.finditer(html):
        if token.start() > at and not skipping:
            page.words(html[at : token.start()])
        at = token.end()
        name = (token["name"] or "").lower()
        if skipping:
            skipping = "" if (token["close"] and name == skipping) or name == "body" else skipping
        elif name in HIDDEN and not token["close"]:
            skipping = name
        elif name:
            page.element(name, token["attributes"], closing=bool(token["close"]))
    if not skipping:
        page.words(html[at:])
    page.end_line()
    return MANY_BLANK.sub("\n\n", "\n".join(page.out)).strip("\n")
