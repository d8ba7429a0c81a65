"""Finding again: the index brought up to date a slice at a time, and earlier cases that are like one."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from time import monotonic
from typing import Any

from foibot.casework.similar_requests import PLACES, Counts, Similar, Weighed, is_generic, ranked, rarest, weigh
from foibot.correspondence.matter import matter, other_words
from foibot.correspondence.sought import quoted
from foibot.mail.attachment_words import FileWords, ReadsFiles, may_have_files, words_of_files
from foibot.store import finding, search_index
from foibot.store.database import Database
from foibot.store.finding import Opening
from foibot.store.register import writing
from foibot.store.search_index import Carrier
from foibot.store.stems import Stems

CANDIDATES, CARRIERS_AT_ONCE = 60, 200
COUNTED_FIRST = 300


def catch_up(db: Database, seconds: float, read: Callable[[int], None] | None = None) -> int:
    """Index what has come since, for about so many seconds; return how many rows are left.

    Each slice is a transaction of its own, so that others write between. `read` is told how many rows are left.
    """
    until = monotonic() + seconds
    left = search_index.behind(db)
    while left and monotonic() < until:
        with writing(db):
            search_index.read_slice(db)
        left = search_index.behind(db)
        if read:
            read(left)
    return left


def read_files(db: Database, seconds: float, reads: ReadsFiles | None = None) -> int:
    """Index the words of files for about so many seconds; return how many messages and letters are left.

    Files are read outside any transaction, each message's in a process of its own: what one of them costs nobody
    waits for, and a stop at any moment has at most one message's files read again.
    """
    until = monotonic() + seconds
    for source in search_index.FILES:
        while monotonic() < until and (carriers := search_index.next_carriers(db, source, CARRIERS_AT_ONCE)):
            _read_carriers(db, carriers, until, reads or words_of_files)
    return files_left(db)


def is_behind(db: Database) -> bool:
    """Tell whether something came that is not indexed yet, or was forgotten and still has to be scrubbed."""
    sources = (*search_index.TEXTS, *search_index.FILES)
    return search_index.behind(db, sources) > 0 or search_index.needs_scrubbing(db)


def scrub_index(db: Database, seconds: float) -> bool:
    """Take the last traces of what was forgotten out of the index, for about so many seconds; tell whether it is done.

    After `search_index.forget`, and outside its transaction; each step is one of its own.
    """
    until = monotonic() + seconds
    while search_index.needs_scrubbing(db) and monotonic() < until:
        with writing(db):
            search_index.scrub(db)
    return not search_index.needs_scrubbing(db)


def files_left(db: Database) -> int:
    """Return how many messages and letters have not been looked through for files yet."""
    return search_index.behind(db, search_index.FILES)


def _read_carriers(db: Database, carriers: Sequence[Carrier], until: float, reads: ReadsFiles) -> None:
    """Go through some messages or drafts, and note how far: the common case is that none of them has a file."""
    last = carriers[0].row - 1
    for carrier in carriers:
        found = [file for raw in search_index.mails_of(db, carrier) if may_have_files(raw) for file in reads(raw)]
        if found:
            with writing(db):
                _keep_files(db, carrier, found)
                search_index.note_progress(db, carrier.source, carrier.row)
        last = carrier.row
        if found and monotonic() > until:
            break
    with writing(db):
        search_index.note_progress(db, carriers[0].source, last)


def _keep_files(db: Database, carrier: Carrier, files: Sequence[FileWords]) -> None:
    for part, file in enumerate(files, 1):
        if file.words:
            key, name = (carrier.source, carrier.row, part), file.name
            search_index.add(db, key, file.words, at=carrier.at, reference=carrier.reference, subject=name, name=name)


@cache
def the_stems() -> Stems:
    """Return what knows the stems of words, one for the process."""
    return Stems()


def similar_to(db: Database, opening: Opening, at_most: int) -> list[Similar]:
    """Return the earlier cases whose requests are most like one; itself is not among them.

    Raises `RegisterError` where the index is damaged.
    """
    with finding.index_in_order():
        return _similar(db, opening, at_most)


def _similar(db: Database, opening: Opening, at_most: int) -> list[Similar]:
    about = matter(opening.subject, opening.text)
    stems = the_stems().of(about.words)
    by_subject = other_words(about)
    others = _others(db, {word for words in by_subject.values() for word in words})
    subjects = {row: sum(others[word] for word in words) for row, words in by_subject.items()}
    counts = Counts(_counted(db, set(stems.values())), subjects, search_index.texts(db))
    terms = _terms(stems, counts, others)
    if not terms:
        return []
    found = finding.openings_with(db, " OR ".join(terms), CANDIDATES)
    earlier = [one for one in found if one.reference != opening.reference]
    return list(ranked(weigh(about, stems, counts), _weighed(earlier, counts), at_most))


def _others(db: Database, words: set[str]) -> dict[str, int]:
    """Count the words that others may have used, a `*` for a beginning."""
    stems = the_stems().of(word.rstrip("*") for word in sorted(words))
    begun = {word: stems[word.rstrip("*")] + ("*" if word.endswith("*") else "") for word in words}
    counted = finding.beginnings(db, sorted(set(begun.values())), COUNTED_FIRST)
    return {word: counted[stem] for word, stem in sorted(begun.items())}


def _counted(db: Database, stems: set[str]) -> dict[str, int]:
    """Count each stem as far as it matters: exactly while it is rare, up to a bound where it is common."""
    counts = finding.rarity(db, sorted(stems), COUNTED_FIRST)
    common = [stem for stem, count in counts.items() if count == COUNTED_FIRST]
    return counts | finding.rarity(db, common, PLACES)


def _terms(stems: dict[str, str], counts: Counts, others: dict[str, int]) -> list[str]:
    """Return the terms of the expression by which candidates are looked for: its own words, and those of others."""
    telling = {word: counts.stems[stem] for word, stem in stems.items() if not is_generic(word)}
    beginnings = {word: count for word, count in others.items() if count < COUNTED_FIRST}
    own = [quoted(word) for word in rarest(telling) or rarest({word: counts.stems[stems[word]] for word in stems})]
    return own + [f"{quoted(word.rstrip('*'))}{' *' if word.endswith('*') else ''}" for word in rarest(beginnings)]


def _weighed(openings: Iterable[Opening], counts: Counts) -> Iterator[tuple[str, Weighed]]:
    matters = [(one.reference, matter(one.subject, one.text)) for one in openings]
    stems = the_stems().of(word for _, about in matters for word in about.words)
    for reference, about in matters:
        yield reference, weigh(about, stems, counts)


def described(db: Database, one: Similar) -> dict[str, Any]:
    """Return an earlier case with how it ended, how much it is alike, in per cent, and what it shares."""
    alike = {"alike": round(100 * one.alike), "weak": one.is_weak, "shared": one.shared}
    return {**finding.how_it_ended(db, one.reference), **alike}
