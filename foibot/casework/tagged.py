"""What a request is tagged with by its words: a fact, as if somebody had said it."""

from foibot.casework.events import CaseTagged
from foibot.casework.topics import Topic, topics_in


def tagged_by_topic(text: str, topics: tuple[Topic, ...]) -> tuple[CaseTagged, ...]:
    """Return the fact that a request is tagged by its words; nothing where it has none of them."""
    found = list(topics_in(text, topics))
    if not found:
        return ()
    return (CaseTagged(tuple(tag for tag, _ in found), tuple(word for _, word in found)),)
