"""A letter on paper: the page to print, made from its words, and that page as a PDF; pictures of a letter too.

WeasyPrint and pypdfium2 are an extra, `foibot[pdf]`, and imported here alone, when they are needed. Nothing that a
page names is ever loaded.
"""

import contextlib
from collections.abc import Sequence
from importlib import import_module
from io import BytesIO
from types import ModuleType
from typing import Any

from foibot.errors import ExtraMissing
from foibot.lean import dataclass
from foibot.mail.html_part import CEREMONY, LANGUAGE_TAGS, Block, blocks_of
from foibot.mail.render import ENGLISH, Templates

PAGE = "_print.html.j2"
SCREEN = "@page { size: 190mm 270mm; margin: 6mm }"
SHARPNESS = 1.6
"""Pixels of a picture for each point of a page."""
WHITE, EDGE, MOST_PAGES = 255, 24, 40
INSTALL = "Install it with: pip install 'foibot[pdf]'."
PANGO = "On Debian: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0."


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on a printed letter: its words, and what the sheet has around them.

    `address` is shown in the envelope's window, a line each; `mark` is a warning on every page, empty where the
    letter may be posted.
    """

    subject: str
    text: str
    authority: str
    reference: str
    contact: Sequence[str] = ()
    address: Sequence[str] = ()
    enclosures: Sequence[str] = ()
    mark: str = ""
    language: str = "en"


def page_of(templates: Templates, paper: Paper) -> str:
    """Return the letter as an HTML page to print; raises `LetterError` where the frame is faulty.

    The head of the letter moves to the sheet's: its name to the letterhead, its address to the window.
    """
    head, _, rest = paper.text.strip().partition("\n\n")
    dates = [line for line in head.splitlines() if line.strip() != paper.authority]
    address = "\n".join(paper.address)
    words = rest.removeprefix(f"{address}\n\n") if address else rest
    blocks = list(blocks_of(words))
    facts = {
        "title": paper.subject,
        "language": LANGUAGE_TAGS.get(paper.language, paper.language),
        "authority": paper.authority,
        "reference": paper.reference,
        "contact": [line for line in paper.contact if line.strip() != paper.authority],
        "address": list(paper.address),
        "dates": dates,
        "mark": paper.mark,
        "blocks": blocks,
        "signed_after": _signed_after(blocks),
        "enclosures": list(paper.enclosures),
        **WORDS.get(paper.language, WORDS[ENGLISH]),
    }
    return templates.fill([PAGE], facts)[1]


def _signed_after(blocks: Sequence[Block]) -> int:
    """Return which block is the ending, as "Yours sincerely,": a person signs below it; -1 where there is none."""
    said = ["".join(run.words for line in block.items[0] for run in line) for block in blocks]
    endings = [at for at, words in enumerate(said) if CEREMONY.fullmatch(words) and blocks[at].kind == "paragraph"]
    return endings[-1] if len(endings) > 1 else -1


WORDS = {
    "en": {"page_word": "Page", "of_word": "of", "enclosed_word": "Enclosed"},
    "cy": {"page_word": "Tudalen", "of_word": "o", "enclosed_word": "Amgaeir"},
}


def as_pdf(page: str) -> bytes:
    """Return a page as a tagged PDF (PDF/UA-1, ISO 14289-1), its fonts embedded; raises `ExtraMissing`."""
    return bytes(_document(page).write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True))


def as_picture(html: str) -> bytes:
    """Return an HTML document as a PNG, its pages one below another; raises `ExtraMissing`."""
    weasyprint = _extra("weasyprint")
    sheet = weasyprint.CSS(string=SCREEN)
    pdf = bytes(_document(html).write_pdf(stylesheets=[sheet]))
    document = _extra("pypdfium2").PdfDocument(pdf)
    with contextlib.closing(document):
        shown = [document[at].render(scale=SHARPNESS).to_pil() for at in range(min(len(document), MOST_PAGES))]
    return _one_below_another(shown)


def _one_below_another(pages: Sequence[Any]) -> bytes:
    whole = pages[0].resize((pages[0].width, sum(page.height for page in pages)))
    top = 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height
    written, drawn = BytesIO(), whole.convert("L").point(lambda light: WHITE - light).getbbox()
    end = min(whole.height, drawn[3] + EDGE) if drawn else whole.height
    whole.crop((0, 0, whole.width, end)).save(written, "PNG")
    return written.getvalue()


def _document(page: str) -> Any:
    nothing = _extra("weasyprint.urls").URLFetcher(allowed_protocols=frozenset())
    return _extra("weasyprint").HTML(string=page, url_fetcher=nothing)


def _extra(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError as error:
        raise ExtraMissing(f"The package {name} is not installed. {INSTALL}") from error
    except OSError as error:  # the package is there, and the library that it draws letters with is not
        raise ExtraMissing(f"{name} cannot be used on this machine: a library is missing. {PANGO}") from error
