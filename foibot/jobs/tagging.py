"""The tags that a new request gets by itself, from the words of its subject and its text."""

from collections.abc import Sequence

from foibot.app import App
from foibot.casework.events import CaseTagged, Event, RequestReceived
from foibot.casework.tagged import tagged_by_topic
from foibot.store import messages
from foibot.store.database import Database


def topics_of(app: App, db: Database, opened: Event) -> Sequence[CaseTagged]:
    """Return the tags that a request gets by its words, as a fact; none for what opens no case."""
    if not app.policy.topics or not isinstance(opened, RequestReceived):
        return ()
    if opened.text or not opened.message:
        return tagged_by_topic("", opened.text, opened.applicant, app.policy)
    subject = messages.threading_of(db, opened.message).subject
    return tagged_by_topic(subject, messages.words_of(db, opened.message), opened.applicant, app.policy)
