"""A released case made ready for the disclosure log: its texts cut to what anybody may read, and looked through.

What still tells of a person is found by kind and line; such a case has no page until an officer gives other words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from foibot.app import App
from foibot.casework.asking import identity
from foibot.casework.case import Case
from foibot.casework.events import CaseReleased, Person
from foibot.casework.history import replay
from foibot.casework.independence import Signed
from foibot.casework.letters import Attachment
from foibot.casework.release import Copy, letters_to_show
from foibot.correspondence.blinding import blinded, known_by
from foibot.correspondence.published import clean, public_words, without_file_names
from foibot.correspondence.traces import Identity
from foibot.correspondence.words_of_subjects import says_nothing
from foibot.jobs.blind_letters import request_of
from foibot.jobs.found_in_releases import Coded, Found, Looked, LookInto, found_in_files, told_by
from foibot.jobs.guarding_published import as_it_was_seen
from foibot.jobs.wording import plain_subject, printable
from foibot.law.clock import london_day
from foibot.lean import dataclass
from foibot.mail.revising import files_of, language_of
from foibot.reports.disclosure.personal import Known, find_personal
from foibot.reports.disclosure.released import PublicAnswer
from foibot.store import disclosure, inbox, log
from foibot.store.database import Database
from foibot.store.moments import parse_moment


@dataclass(frozen=True, slots=True)
class Shown:
    """Which papers of a case are shown: the numbers of letters, and messages that people sent by hand."""

    letters: tuple[int, ...]
    messages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of a case's page as they would be published, and what keeps them from it, by text.

    `case` is the case as it stood when it was released, `copies` are those of the files that were not sent: redacted
    copies, shown in their place.
    """

    case: Case
    title: str
    summary: str
    request: str
    answers: tuple[PublicAnswer, ...]
    files: tuple[Attachment, ...]
    copies: frozenset[bytes] = frozenset()
    held: tuple[Found, ...] = ()


def answers_of(case: Case) -> Shown:
    """Return the papers that a release of the case would show now."""
    return Shown(letters_to_show(case), case.answered_in)


def sent_files(db: Database, case: Case, papers: Shown) -> list[Attachment]:
    """Return the files that went out with the answers shown, those in further mails of a letter too."""
    found = [file for row in _letters(db, case, papers) for file in files_of(bytes(row["raw"]))]
    for message in papers.messages:
        row = disclosure.by_hand(db, message)
        raw, whole = inbox.raw_of(db, row["raw"]) if row and row["raw"] else (b"", False)
        found += list(files_of(raw)) if whole else []
    return [Attachment(printable(name), kind, data) for name, kind, data in found]


def _letters(db: Database, case: Case, papers: Shown) -> list[dict[str, Any]]:
    """Return the letters shown with the further mails of each."""
    same = {(case.letters[number - 1].draft, case.letters[number - 1].revision) for number in papers.letters}
    numbers = {at for at, one in enumerate(case.letters, 1) if (one.draft, one.revision) in same}
    return [row for row in disclosure.letters(db, case.reference) if row["number"] in numbers]


def how_to_mend(reference: str) -> str:
    """Say how a case is mended whose texts still tell of a person."""
    return (
        f"See its texts with 'foibot publish --texts {reference}', and give words without that: "
        f"foibot release {reference} --request FILE --answer FILE --title TEXT (a file: --replace NAME=FILE). "
        f"If it is a false alarm, an approver clears it by its code: foibot clear {reference} CODE --why TEXT"
    )


def texts_of(app: App, db: Database, reference: str, look_into: LookInto | None = None) -> Texts | None:
    """Return the texts of a released case with what was found in them; None where it is not released.

    `look_into` looks into its files; without it what is known of them already is said.
    """
    facts = [(fact.event, Signed(fact.actor, fact.at)) for fact in log.read(db, reference)]
    now = replay(reference, facts)
    if now.release is None or now.erased_on:
        return None
    last = max(at for at, (event, _) in enumerate(facts) if isinstance(event, CaseReleased))
    case, known = replay(reference, facts[: last + 1]), known_people(app, db, now)
    release, coded = now.release, partial(disclosure.code_of, db)
    request, doubts = _request(app, db, case, known)
    title = clean(release.title) or _title(app, db, reference, known)
    sent = sent_files(db, case, Shown(release.letters, release.messages))
    answers = tuple(_without_files_not_shown(one, case, sent) for one in _answers(db, case))
    copies = {one.sent: _copy(db, reference, one) for one in release.copies}
    kept = tuple(file for file in sent if file.name in release.files and file.name not in copies)
    files = (*copies.values(), *kept)
    replaced = frozenset(file.data for file in copies.values())
    texts = Texts(case, title, clean(release.summary), request, answers, files, replaced)
    held = [
        *_empty(texts),
        *([Found("request", doubts, coded(f"{doubts}\x1f{request}"))] if doubts else []),
        *_found(texts, known, coded),
        *found_in_files(files, replaced, look_into or as_it_was_seen(db), Looked(known, coded, look_into is not None)),
    ]
    return replace(texts, held=tuple(one for one in dict.fromkeys(held) if one.code not in now.cleared))


def _copy(db: Database, reference: str, one: Copy) -> Attachment:
    return Attachment(printable(one.name), OF_ANY_KIND, disclosure.copy_of(db, reference, one.digest))


OF_ANY_KIND = "application/octet-stream"


def clearable(app: App, db: Database, reference: str, look_into: LookInto) -> dict[str, str]:
    """Return what was found in a released case and can be cleared, by its code; looks into its files."""
    texts = texts_of(app, db, reference, look_into)
    return {one.code: f"{one.where}, {one.what}" for one in texts.held if one.code} if texts else {}


def known_people(app: App, db: Database, case: Case) -> Known:
    """Return who must not be named on a case's page, and which names and numbers are our own."""
    request = request_of(app, db, case)
    who = identity(case.applicant, request, frozenset())
    for name, email, address in disclosure.people_of(db, case.reference):
        other = identity(Person(name, email, address), request, frozenset())
        who = replace(who, names=(*who.names, *other.names), emails=(*who.emails, *other.emails))
        who = replace(who, lines=(*who.lines, *other.lines))
    names, emails, lines = (tuple(dict.fromkeys(each)) for each in (who.names, who.emails, who.lines))
    who = known_by(request.words, Identity(names, emails, lines))
    colleagues = tuple(officer.name for officer in app.policy.officers)
    return Known(who, "\n".join(_ours(app, case)), colleagues)


def _ours(app: App, case: Case) -> Iterator[str]:
    """Give the words, addresses and numbers that may stand on a page: the authority's, the Commissioner's, others'."""
    config = app.config
    authority, commissioner = config.authority, config.commissioner
    yield from (authority.name, authority.short_name, authority.postal_address, authority.telephone, authority.website)
    yield from (config.mailbox.address, *config.mailbox.also_known_as, case.reference, config.publish.contact)
    yield from (commissioner.name, commissioner.office, commissioner.postal_address, commissioner.telephone)
    for other in config.other_authorities:
        yield from (other.name, other.team, other.postal_address, other.email, other.telephone)


def _request(app: App, db: Database, case: Case, known: Known) -> tuple[str, str]:
    """Return the request as it may be read, and what kept its own words from it; an officer's words go before."""
    if case.release and case.release.request:
        return clean(case.release.request), ""
    written = blinded(request_of(app, db, case).words, known.who)
    doubtful = "it may speak of the applicant" if written.doubts else ""
    return clean(written.text), doubtful


def _title(app: App, db: Database, reference: str, known: Known) -> str:
    """Return the subject of the request, where it says what was asked and names nobody; else only which one it is."""
    subject = clean(plain_subject(app, disclosure.subject_of(db, reference)))
    if len(subject) < SHORTEST_TITLE or says_nothing(subject) or find_personal(subject, known):
        return without_subject(reference)
    return subject


def without_subject(reference: str) -> str:
    """Return the heading of a case whose subject is missing, says nothing or tells of a person."""
    return f"Request for information {reference}"


SHORTEST_TITLE = 4


def _answers(db: Database, case: Case) -> Iterator[PublicAnswer]:
    """Give the answers as they may be read: an officer's words, else those of the letters, by hand or not."""
    release = case.release
    if release is None:
        return
    if release.answer:
        yield PublicAnswer("Our answer", case.responded_on, clean(release.answer), case.language)
        return
    for row in disclosure.letters(db, case.reference):
        if row["number"] in release.letters:
            title = "The outcome of the review" if row["letter"] == "review_outcome" else "Our answer"
            on = london_day(parse_moment(row["sent_at"] or row["queued_at"]))
            language = language_of(bytes(row["raw"]))
            yield PublicAnswer(title, on, public_words(row["text"] or ""), language)
    for message in release.messages:
        sent = disclosure.by_hand(db, message)
        if sent is not None:
            on = london_day(parse_moment(sent["received_at"]))
            yield PublicAnswer("Our answer", on, public_words(sent["new_text"] or sent["text"]), case.language)


def _without_files_not_shown(answer: PublicAnswer, case: Case, sent: Sequence[Attachment]) -> PublicAnswer:
    """Return an answer that calls files by their numbers that are not shown as they were sent; not in given words."""
    release = case.release
    if release is None or release.answer:
        return answer
    copies = {one.sent for one in release.copies}
    hidden = {
        file.name: in_order(number, len(sent))
        for number, file in reversed([*enumerate(sent, 1)])
        if file.name in copies or file.name not in release.files
    }
    return replace(answer, text=without_file_names(answer.text, hidden))


def in_order(number: int, count: int) -> str:
    """Return how a page calls a file that went out by the order in which the files went."""
    return f"file {number} of {count}" if count > 1 else "the file"


def _empty(texts: Texts) -> Iterator[Found]:
    if not texts.request:
        yield Found("request", "nothing is left of it without what tells who asked")
    if not texts.answers or not all(one.text for one in texts.answers):
        yield Found("answer", "there are no words of it")


def _found(texts: Texts, known: Known, coded: Coded) -> Iterator[Found]:
    """Give what a text still tells, with where it does."""
    for where, text in named_texts(texts):
        yield from told_by(where, text, known, coded)


def named_texts(texts: Texts) -> Iterator[tuple[str, str]]:
    """Give each text with what a person calls it."""
    yield "title", texts.title
    yield "summary", texts.summary
    yield "request", texts.request
    for number, answer in enumerate(texts.answers, 1):
        yield ("answer" if len(texts.answers) == 1 else f"answer {number}"), answer.text
