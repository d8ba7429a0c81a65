"""The disclosure log as pages: an index by page, newest first, a page a case, and what programs read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from foibot.reports.disclosure.data import Head, feed, log_as_json, search_index, sitemap
from foibot.reports.disclosure.folder import SiteFolder
from foibot.reports.disclosure.released import PublicCase

Fill = Callable[[str, Mapping[str, Any]], str]
"""Fills in a template with facts; every fact is escaped."""

A_PAGE = 50
INDEX, CASE = "disclosure/index.html.j2", "disclosure/case.html.j2"
AS_THEY_ARE = (("style.css", "disclosure/style.css.j2"), ("search.js", "disclosure/search.js.j2"))


def newest_first(cases: Sequence[PublicCase]) -> list[PublicCase]:
    """Return the cases by the day of their answer, the latest first; of one day, the later reference first."""
    return sorted(cases, key=lambda case: (case.answered_on, case.reference), reverse=True)


def put_case(site: SiteFolder, head: Head, case: PublicCase, fill: Fill) -> None:
    """Lay the page of a case ready, with its files."""
    for file in case.files:
        site.put(file.path, file.read())
    facts = {"head": head, "case": case, "root": "../", "canonical": head.address_of(case.page)}
    site.put(case.page, fill(CASE, facts).encode())


def put_index(site: SiteFolder, head: Head, cases: Sequence[PublicCase], fill: Fill) -> None:
    """Lay ready what lists the cases: the pages of the index, the search, JSON, RSS and the sitemap."""
    names = _page_names(len(cases))
    years = _years(cases)
    for number, name in enumerate(names, 1):
        shown = cases[(number - 1) * A_PAGE : number * A_PAGE]
        facts = {
            "head": head,
            "root": "",
            "cases": shown,
            "total": len(cases),
            "number": number,
            "pages": names,
            "years": years,
            "has_feed": bool(head.base_url or head.website),
            "canonical": head.address_of("" if number == 1 else name),
        }
        site.put(name, fill(INDEX, facts).encode())
    for name, template in AS_THEY_ARE:
        site.put(name, fill(template, {}).encode())
    site.put("search-index.js", search_index(cases))
    site.put("log.json", log_as_json(head, cases))
    for name, content in _for_machines(head, cases, names):
        if content:
            site.put(name, content)


def _for_machines(head: Head, cases: Sequence[PublicCase], names: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    pages = [*names, *(case.page for case in cases)]
    yield "feed.xml", feed(head, cases)
    yield "sitemap.xml", sitemap(head, pages)
    robots = f"User-agent: *\nAllow: /\nSitemap: {head.address_of('sitemap.xml')}\n" if head.base_url else ""
    yield "robots.txt", robots.encode()


def _page_names(count: int) -> list[str]:
    pages = max(1, -(-count // A_PAGE))
    return ["index.html", *(f"page-{number}.html" for number in range(2, pages + 1))]


def _years(cases: Sequence[PublicCase]) -> list[tuple[int, str, int]]:
    """Return each year with the page on which it begins and how many cases it has, the latest first."""
    names, found = _page_names(len(cases)), dict[int, list[int]]()
    for at, case in enumerate(cases):
        found.setdefault(case.answered_on.year, []).append(at)
    return [(year, f"{names[at[0] // A_PAGE]}#year-{year}", len(at)) for year, at in found.items()]
