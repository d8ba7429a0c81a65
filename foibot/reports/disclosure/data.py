"""The disclosure log for other programs: JSON, RSS, the sitemap, and the index that the search reads.

What stands in none of them is the moment of the run: the same cases give the same bytes.
"""

import json
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from itertools import islice
from typing import Any
from xml.etree import ElementTree as ET

from foibot.correspondence.traces import TOKEN
from foibot.lean import dataclass
from foibot.reports.disclosure.released import PublicCase, PublicFile

SCHEMA = 1
ITEMS_OF_A_FEED = 50
WORDS_OF_A_CASE, WORDS_OF_ANSWERS = 60, 120
SHORTEST_WORD = 3
ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
PAGES_OF_A_SITEMAP = 50_000
COMMON = frozenset(
    {"the", "and", "for", "you", "your", "that", "this", "are", "was", "were", "have", "has", "with", "please", "any"}
    | {"all", "how", "many", "what", "which", "under", "information", "request", "from", "each", "their", "would"}
    | {"like", "been", "not", "its", "our", "act", "freedom", "provide", "following", "there", "these", "than", "yr"}
)
OF_ANSWERS = frozenset(
    {"section", "exempt", "exemption", "applies", "hold", "held", "holds", "therefore", "because", "answer", "asked"}
    | {
        "can",
        "may",
        "not",
        "but",
        "who",
        "will",
        "also",
        "other",
        "such",
        "more",
        "when",
        "where",
        "into",
        "only",
        "they",
    }
    | {
        "number",
        "part",
        "attached",
        "response",
        "copy",
        "enclosed",
        "believe",
        "says",
        "has",
        "had",
        "does",
        "did",
        "out",
    }
)
"""Words that stand in most answers, and tell none from another."""


@dataclass(frozen=True, slots=True)
class Head:
    """What every page and file names: the log's title, whose it is, and its address, which may be unknown."""

    title: str
    authority: str
    contact: str = ""
    licence: str = ""
    base_url: str = ""
    website: str = ""

    def address_of(self, name: str) -> str:
        """Return the whole address of a file of the site; empty where that is not known."""
        return f"{self.base_url}/{name}" if self.base_url else ""


def log_as_json(head: Head, cases: Sequence[PublicCase]) -> bytes:
    """Return the whole log as JSON; its keys are documented in docs/publishing.md and stay."""
    whole = {
        "schema": SCHEMA,
        "title": head.title,
        "authority": head.authority,
        "licence": head.licence,
        "address": head.base_url,
        "cases": [case_as_data(head, case) for case in cases],
    }
    return f"{json.dumps(whole, ensure_ascii=False, indent=1)}\n".encode()


def case_as_data(head: Head, case: PublicCase) -> dict[str, Any]:
    """Return a case as data with stable keys and ISO dates."""
    return {
        "reference": case.reference,
        "title": case.title,
        "summary": case.summary,
        "outcome": case.outcome,
        "received_on": case.received_on.isoformat(),
        "answered_on": case.answered_on.isoformat(),
        "released_on": case.released_on.isoformat(),
        "working_days": case.working_days,
        "regime": case.regime,
        "law": case.law,
        "sections": [{"section": section, "about": about} for section, about in case.sections],
        "request": {"text": case.request, "language": case.request_language},
        "answers": [
            {
                "title": one.title,
                "on": one.on.isoformat() if one.on else None,
                "text": one.text,
                "language": one.language,
            }
            for one in case.answers
        ],
        "files": [_file_as_data(one) for one in case.files],
        "note": case.note,
        "left_out": list(case.left_out),
        "page": case.page,
        "address": head.address_of(case.page),
    }


def _file_as_data(file: PublicFile) -> dict[str, Any]:
    plain = {"name": file.name, "path": file.path, "size": file.size, "sha256": file.sha256}
    return {**plain, "redacted_copy": file.redacted}


def search_index(cases: Iterable[PublicCase]) -> bytes:
    """Return what the search reads, as a script, because a page opened from a disk may load nothing else.

    A row a case: page, reference, title, day, outcome, and the words it is found by besides those.
    """
    rows = [
        [one.slug, one.reference, one.title, one.answered_on.isoformat(), one.outcome_in_words, _words(one)]
        for one in cases
    ]
    lines = ",\n".join(json.dumps(row, separators=(",", ":")).translate(INERT) for row in rows)
    return f"window.disclosureLog=[\n{lines}\n];\n".encode()


INERT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
"""In a script no text may look like the end of it, or like markup."""


def _words(case: PublicCase) -> str:
    """Return the words that a case is found by, folded, each once and the commonest left out.

    Of the request and what is said about the case first, then of its answers, each up to a number of its own: a long
    answer would make everybody's search heavy.
    """
    asked = " ".join((case.summary, case.request, *(about for _, about in case.sections)))
    shown = {*COMMON, *TOKEN.findall(fold(case.title))}
    words = list(islice(_telling(asked, shown), WORDS_OF_A_CASE))
    answered = " ".join(answer.text for answer in case.answers)
    return " ".join((*words, *islice(_telling(answered, {*shown, *words, *OF_ANSWERS}), WORDS_OF_ANSWERS)))


def _telling(text: str, without: Collection[str]) -> Iterator[str]:
    for word in dict.fromkeys(TOKEN.findall(fold(text))):
        if len(word) >= SHORTEST_WORD and word not in without:
            yield word


def fold(text: str) -> str:
    """Return text in small letters without accents, as the script of the page folds what is looked for."""
    plain = unicodedata.normalize("NFD", text.lower())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def feed(head: Head, cases: Sequence[PublicCase]) -> bytes:
    """Return the cases released last as RSS 2.0; empty where no address is known that the channel could link to.

    To who reads the feed a case is new on the day of its release, however long ago it was answered.
    """
    home = head.base_url or head.website
    if not home:
        return b""
    ET.register_namespace("atom", ATOM)
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    for name, text in (("title", head.title), ("link", f"{home}/" if head.base_url else home)):
        ET.SubElement(channel, name).text = text
    ET.SubElement(channel, "description").text = f"Requests for information that {head.authority} has answered."
    ET.SubElement(channel, "language").text = "en-gb"
    if head.base_url:
        link = {"href": head.address_of("feed.xml"), "rel": "self", "type": "application/rss+xml"}
        ET.SubElement(channel, f"{{{ATOM}}}link", link)
    latest = sorted(cases, key=lambda case: (case.released_on, case.answered_on, case.reference), reverse=True)
    for case in latest[:ITEMS_OF_A_FEED]:
        _item(ET.SubElement(channel, "item"), head, case)
    return _written(root)


def _item(item: ET.Element, head: Head, case: PublicCase) -> None:
    ET.SubElement(item, "title").text = case.title
    if head.base_url:
        ET.SubElement(item, "link").text = head.address_of(case.page)
    described = ". ".join(filter(None, (case.outcome_in_words, case.summary.rstrip("."))))
    ET.SubElement(item, "description").text = f"{described}."
    permanent = "true" if head.base_url else "false"
    ET.SubElement(item, "guid", isPermaLink=permanent).text = head.address_of(case.page) or case.reference
    ET.SubElement(item, "pubDate").text = _rfc_822(case.released_on)


def _rfc_822(day: date) -> str:
    return format_datetime(datetime.combine(day, time(12), UTC))


def sitemap(head: Head, pages: Sequence[str]) -> bytes:
    """Return the addresses of all pages for search engines (sitemaps.org); empty where the address is not known."""
    if not head.base_url:
        return b""
    root = ET.Element("urlset", xmlns=SITEMAP)
    for page in pages[:PAGES_OF_A_SITEMAP]:
        ET.SubElement(ET.SubElement(root, "url"), "loc").text = head.address_of("" if page == "index.html" else page)
    return _written(root)


def _written(root: ET.Element) -> bytes:
    ET.indent(root, " ")
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"
