"""What a request is tagged with by its words: a fact, as if somebody had said it."""

from collections.abc import Iterator

from foibot.casework.asking import Request, identity
from foibot.casework.events import CaseTagged, Person
from foibot.casework.policy import Policy
from foibot.casework.tags import Applicant, applicant_of, tells_of
from foibot.casework.topics import topics_in
from foibot.correspondence.blinding import LONGEST, blinded, signed_by


def tagged_by_topic(subject: str, request: Request, writer: Person, policy: Policy) -> tuple[CaseTagged, ...]:
    """Return the fact that a request is tagged by its words; nothing where it has none of them.

    What is asked counts, and not who asks it: neither the greeting, nor the street in the signature, nor a name. A tag
    stays when personal data are erased.
    """
    asked = blinded(request.words[:LONGEST], identity(writer, request, policy.our_domains)).text
    seen = list(topics_in(f"{subject}\n{asked}", policy.topics))
    who = who_asked(writer, request, policy) if seen else None
    found = [(tag, word) for tag, word in seen if who and not tells_of(f"{tag}-{word}", who)]
    if not found:
        return ()
    return (CaseTagged(tuple(tag for tag, _ in found), tuple(word for _, word in found)),)


def who_asked(writer: Person, request: Request, policy: Policy) -> Applicant:
    """Return what no tag of a request may tell; the authority's own words are those of its topics too."""
    who = identity(writer, request, policy.our_domains)
    ours = (*policy.own_words, *_words_of_topics(policy))
    return applicant_of(who, signed_by(request.message or request.words, who), ours)


def _words_of_topics(policy: Policy) -> Iterator[str]:
    for topic in policy.topics:
        yield from (topic.tag, *topic.words)
