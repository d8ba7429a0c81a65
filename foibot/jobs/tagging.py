"""The tags that a new request gets by itself, from the words of its subject and its text."""

from collections.abc import Sequence

from foibot.app import App
from foibot.casework.asking import Request
from foibot.casework.events import CaseTagged, Event, RequestReceived
from foibot.casework.tagged import tagged_by_topic
from foibot.store import messages
from foibot.store.database import Database


def topics_of(app: App, db: Database, opened: Event) -> Sequence[CaseTagged]:
    """Return the tags that a request gets by its words, as a fact; none for what opens no case."""
    if not app.policy.topics or not isinstance(opened, RequestReceived):
        return ()
    message = messages.words_of(db, opened.message) if opened.message else ""
    subject = messages.threading_of(db, opened.message).subject if opened.message and not opened.text else ""
    request = Request(str(opened.text) or message, message=message)
    return tagged_by_topic(subject, request, opened.applicant, app.policy)
