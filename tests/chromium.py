"""A real browser for the pages people look at: the machine's own Chromium, and axe-core to judge what it shows.

The fixture `chromium` stands in `conftest.py`. A page is looked at at DESKTOP and TELEPHONE width and in print;
`serious_faults` is empty where axe-core finds nothing serious or critical against WCAG 2.2 A and AA.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

DESKTOP = ViewportSize(width=1280, height=900)
TELEPHONE = ViewportSize(width=375, height=740)
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def why_no_chromium() -> str | None:
    """Return what is missing to run a browser here, or None."""
    if shutil.which("chromium"):
        return None
    return "Chromium is not installed (Debian: apt-get install chromium)"


@contextmanager
def started_chromium() -> Iterator[Browser]:
    """Start Chromium without a window, for as long as the block lasts."""
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        try:
            yield browser
        finally:
            browser.close()


def serious_faults(page: Page) -> list[str]:
    """Return what axe-core finds serious or critical on the page as it stands, a line each."""
    found: dict[str, Any] = Axe().run(page, options=WCAG).response
    return [
        f"{fault['id']}: {fault['help']} ({fault['nodes'][0]['html'][:120]})"
        for fault in found["violations"]
        if fault["impact"] in {"serious", "critical"}
    ]


def is_wider_than_its_window(page: Page) -> bool:
    """Say whether a reader would have to scroll sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))
