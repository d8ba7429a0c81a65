"""Why an acknowledgement did not leave by itself, in words for an officer: one row a rule."""

from collections.abc import Iterable, Mapping

from foibot.correspondence.machine import SIGNS

WHY_WITHHELD: Mapping[str, str] = {
    **{sign.name: sign.why for sign in SIGNS},
    "uncertain": "foibot is not sure that it is a request",
    "no-address": "there is no address to answer",
    "not-addressed-to-us": "none of our addresses is in To or Cc",
    "from-us": "it seems to come from our own address",
    "our-subject": "its subject is that of a letter of ours",
    "our-message-id": "it carries a Message-ID of our own domain",
    "authentication": "our mail server does not believe its sender",
    "scattered-addresses": "its addresses are all in different domains",
    "subject-access": "it looks like a request for the person's own data, which another law governs",
    "name": "the name given is plainly not a real one",
    "validity": "no real name is given, and the law wants one",
    "over the size limit": "it is too large to be read",
    "written-by-hand": "a person has written to the applicant by hand meanwhile",
    "asked after the time for it": "the review was asked for after the time for it",
    "review-not-decided": "the review is due soon and not decided: write the reason, or decide it",
    "the authority approves each acknowledgement": "the authority approves each acknowledgement",
    "limit-passed": "the time to answer has passed, and only you know why and until when",
    "reminder": "the authority approves what leaves by itself",
    "lapsed": "the request lapsed, and the letter says so",
}


def in_words(rules: Iterable[str]) -> str:
    """Return the reasons that rules stand for, for an officer to read; each once."""
    return "; ".join(dict.fromkeys(WHY_WITHHELD.get(rule, rule) for rule in rules))
