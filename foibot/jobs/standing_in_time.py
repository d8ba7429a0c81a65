"""Where many cases stand in their time, told without making each of them whole: a list of them is shown at once."""

from collections.abc import Sequence
from datetime import date

from foibot.app import App
from foibot.casework.case import CARRIED, CaseStatus
from foibot.casework.count_facts import Story, story_of
from foibot.jobs.named import get_case
from foibot.law.clock import read_clock, working_day_number
from foibot.store import statistics
from foibot.store.database import Database


def progress_of(app: App, db: Database, references: Sequence[str], today: date) -> dict[str, str]:
    """Return where each case stands on a London day, in the words of `Statutes.progress`; raises as that does."""
    stories = (story_of(reference, facts) for reference, facts in statistics.facts_of(db, references))
    return {story.reference: _progress(app, db, story, today) for story in stories}


def _progress(app: App, db: Database, story: Story, today: date) -> str:
    statutes, regime = app.statutes, story.regime
    if story.status == CaseStatus.IN_REVIEW or story.status not in CARRIED or regime not in statutes.regimes:
        return statutes.progress(get_case(app, db, story.reference), today)
    law = statutes.regime(regime)
    calendar = statutes.calendar(law)
    return working_day_number(read_clock(law, calendar, story.received_on, story.clock), calendar, today)
