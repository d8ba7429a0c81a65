"""The languages in which an applicant may be written to (BCP 47), and when Welsh is chosen without a person.

The Welsh Language Standards (the regulations under the Welsh Language (Wales) Measure 2011): who writes in Welsh is
answered in Welsh. So where the authority is one of Wales a request that surely is in Welsh is acknowledged in Welsh;
elsewhere, and where a request is in both languages, it is proposed to the officers.
"""

from collections.abc import Iterable

from foibot.casework.events import LanguageChosen
from foibot.casework.policy import Policy
from foibot.correspondence.acknowledging import Reason
from foibot.correspondence.welsh import IN_WELSH, welsh_in

ENGLISH, WELSH = "en", "cy"
LANGUAGES = {ENGLISH: "English", WELSH: "Welsh"}
IN_WALES = "wales"


def language_of_words(text: str, before: str) -> str:
    """Return the language of a letter that was changed: Welsh if it surely is, else what it was unless nothing is."""
    seen = welsh_in(text)
    if seen is not None and seen.rule == IN_WELSH:
        return WELSH
    return ENGLISH if seen is None else before


def language_of_request(notes: Iterable[Reason], policy: Policy) -> tuple[LanguageChosen, ...]:
    """Return the choice of Welsh where the notes on a request say that it surely is, and the authority is of Wales."""
    is_welsh = any(note.rule == IN_WELSH for note in notes)
    return (LanguageChosen(WELSH, (IN_WELSH,)),) if is_welsh and policy.jurisdiction == IN_WALES else ()
