"""What a page of the disclosure log does not show, said to its readers: by kind and size, never by a name."""

from collections.abc import Iterator, Sequence

from foibot.app import App
from foibot.casework.case import Case
from foibot.casework.letters import Attachment
from foibot.correspondence.blinding import left_out_of
from foibot.correspondence.published import clean, public_words
from foibot.jobs.blind_letters import request_of
from foibot.jobs.released_texts import Shown, Texts, in_order, known_people, sent_files
from foibot.release.kinds import ENDINGS
from foibot.reports.disclosure.released import size_in_words
from foibot.store import disclosure
from foibot.store.database import Database

OF_A_LETTER = "what only its reader needs, such as the address, the greeting, the rights of review and the signature"


def left_out(app: App, db: Database, texts: Texts, now: Case) -> tuple[str, ...]:
    """Return what is left out of a released case, a sentence each; `now` is the case as it stands by now."""
    case = texts.case
    return (*_of_request(app, db, case, now), *_of_answers(db, case), *_of_files(db, texts))


def _of_request(app: App, db: Database, case: Case, now: Case) -> Iterator[str]:
    if case.release and case.release.request:
        yield "The request is given in words of ours, not in those in which it was made."
        return
    taken = left_out_of(request_of(app, db, case).words, known_people(app, db, now).who)
    if taken:
        yield f"Left out of the request: {_listed(taken)}."


def _of_answers(db: Database, case: Case) -> Iterator[str]:
    release = case.release
    if release is None:
        return
    if release.answer:
        yield "The answer is given in other words than those that were sent."
        return
    letters = (row["text"] or "" for row in disclosure.letters(db, case.reference) if row["number"] in release.letters)
    by_hand = (disclosure.by_hand(db, message) for message in release.messages)
    sent = (*letters, *(row["new_text"] or row["text"] for row in by_hand if row))
    if any(public_words(text) != clean(text) for text in sent):
        yield f"Left out of the answer: {OF_A_LETTER}."


def _of_files(db: Database, texts: Texts) -> Iterator[str]:
    """Say which of the files that went out are not shown, and in the place of which a redacted copy stands."""
    release = texts.case.release
    if release is None:
        return
    sent = sent_files(db, texts.case, Shown(release.letters, release.messages))
    copies = {one.sent: one.name for one in release.copies}
    for number, file in enumerate(sent, 1):
        which = in_order(number, len(sent))
        said = f"{which[0].upper()}{which[1:]} that went with the answer ({_kind(file)})"
        if file.name in copies:
            shown = texts.files[list(copies).index(file.name)]
            yield f"{said} is replaced by a redacted copy: {clean(shown.name)}."
        elif file.name not in release.files:
            yield f"{said} is not shown."


def _kind(file: Attachment) -> str:
    """Say what a file is; only an ending that is known is named, because any other could be a person's name."""
    ending = file.name.rpartition(".")[2].casefold()
    known = f"{ending.upper()}, " if ending in ENDINGS else ""
    return f"{known}{size_in_words(len(file.data))}"


def _listed(words: Sequence[str]) -> str:
    *before, last = words
    return f"{'; '.join(before)}; and {last}" if before else last
