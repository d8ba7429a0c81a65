"""What a request is tagged with by its words: a fact, as if somebody had said it."""

from foibot.casework.events import CaseTagged, Person
from foibot.casework.tags import names
from foibot.casework.topics import Topic, topics_in
from foibot.correspondence.blinding import LONGEST, blinded
from foibot.correspondence.traces import Identity


def tagged_by_topic(subject: str, text: str, writer: Person, topics: tuple[Topic, ...]) -> tuple[CaseTagged, ...]:
    """Return the fact that a request is tagged by its words; nothing where it has none of them.

    What is asked counts, and not who asks it: neither the greeting, nor the street in the signature, nor a name. A tag
    stays when personal data are erased.
    """
    asked = blinded(text[:LONGEST], Identity((writer.name,) if writer.name else (), lines=_address(writer))).text
    seen = topics_in(f"{subject}\n{asked}", topics)
    found = [(tag, word) for tag, word in seen if not names(f"{tag}-{word.replace(' ', '-')}", writer.name)]
    if not found:
        return ()
    return (CaseTagged(tuple(tag for tag, _ in found), tuple(word for _, word in found)),)


def _address(writer: Person) -> tuple[str, ...]:
    return tuple(line for line in writer.postal_address.splitlines() if line.strip())
