"""The pages of the board, written from the register as it is now: the board, and the page of a case."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from urllib.parse import quote

from foibot.app import App
from foibot.cli.board_case import case_facts, facts_of_the_day, waiting_of
from foibot.jobs.board import Board, Card, board
from foibot.jobs.named import get_case
from foibot.law.wording import plain_day
from foibot.law.written_moments import LONDON
from foibot.lean import dataclass
from foibot.store.database import Database

BOARD, CASE = "_board.html.j2", "_board_case.html.j2"
WRITTEN = "This page shows the register as it stood then. Write it anew with 'foibot board', and delete it when done."
SERVED = "This page shows the register as it is when you open it. Nothing can be changed here."


@dataclass(frozen=True, slots=True)
class Pages:
    """Who writes the pages: for what day and moment (in words, Europe/London), and whether they name applicants."""

    app: App
    today: date
    moment: str
    names: bool

    def board(self, db: Database, officer: str = "") -> Board:
        """Return the board as it stands, of everybody or of one officer."""
        return board(self.app, db, self.today, names=self.names, officer=officer)

    def board_page(self, found: Board, links: Mapping[str, str], *, home: str = "", served: bool = False) -> str:
        """Write the board; `links` says where each case has its page, and is empty where none has."""
        facts = {
            "authority": self.app.config.authority.name,
            "moment": self.moment,
            "names": self.names,
            "officer": found.officer,
            "officers": found.officers,
            "filters": served,
            "home": home,
            "total": len(found.cards),
            "late": sum(card.left.band == "late" for card in found.cards),
            "in_triage": found.in_triage,
            "filled": [one for one in found.columns if one.cards],
            "empty": [one.column.title.lower() for one in found.columns if not one.cards],
            "links": links,
            "closing": SERVED if served else WRITTEN,
        }
        return self.app.templates.fill([BOARD], facts)[1]

    def case_page(self, db: Database, reference: str, card: Card | None, *, home: str, served: bool = False) -> str:
        """Write the page of a case; what changes from day to day stands only on one that is served."""
        case = get_case(self.app, db, reference)
        of_the_day = facts_of_the_day(self.app, case, card, self.today) if served else waiting_of(card)
        facts = {
            "progress": "",
            "left": None,
            **case_facts(self.app, db, case, names=self.names),
            **of_the_day,
            "home": home,
            "closing": SERVED if served else WRITTEN,
        }
        return self.app.templates.fill([CASE], facts)[1]


def in_words(moment: datetime) -> str:
    """Write a moment as the pages say it."""
    local = moment.astimezone(LONDON)
    return f"{plain_day(local.date())} at {local:%H:%M}"


def file_of(reference: str) -> str:
    """Return the name of the file of a case's page; no two references have the same."""
    return f"case-{re.sub(r'[^A-Za-z0-9.-]', lambda sign: f'_{ord(sign[0]):x}_', reference)}.html"


def path_of(reference: str) -> str:
    """Return the path at which a case is served."""
    return f"/case/{quote(reference, safe='')}"
