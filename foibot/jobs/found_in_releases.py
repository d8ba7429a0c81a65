"""What keeps a released case from being published: what its texts and files still tell of a person, and where.

Where it stands is said by line, row, page or paragraph; what it is, by kind, and never by the words themselves.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import NamedTuple

from foibot.casework.letters import Attachment
from foibot.jobs.guarding_published import words_of_file
from foibot.lean import dataclass
from foibot.mail.attachment_reader import PLACES as BY_PLACE
from foibot.mail.attachment_reader import decoded
from foibot.mail.attachment_words import FileWords
from foibot.release.kinds import promised
from foibot.reports.disclosure.files import ending_of, may_be_published
from foibot.reports.disclosure.personal import APPLICANT, EMAIL_ADDRESS, OFFICER, Known, find_personal, shown

LookInto = Callable[[str, bytes], Iterable[str]]
"""Looks into a file for what must not leave: its name and bytes; returns what was found, in words."""
Coded = Callable[[str], str]
"""Gives the code of what was found and of the words around it."""

READ_AS_TEXT = frozenset({"txt", "csv", "json"})
PLACES_SHOWN = 10
UNSEEN = (
    "a redacted copy of which nobody but a person can see what stands in it (a picture, or a page without words): look"
    " at it, and clear it if nothing in it tells of a person"
)

NOT_WHOLE = (
    "it could not be read to its end (it is very long, or damaged): divide it or save it anew; or look through it, and"
    " clear it if nothing in it tells of a person"
)


class Found(NamedTuple):
    """What keeps a case from being published: where it was found, what it is, and the code by which it is cleared.

    What has no code cannot be cleared: there is nothing to publish, or a file of a kind that is not published.
    """

    where: str
    what: str
    code: str = ""

    def __str__(self) -> str:
        """Write it as a person reads it."""
        return f"{self.where}, {self.what}{f' [{self.code}]' if self.code else ''}"


@dataclass(frozen=True, slots=True)
class Looked:
    """How files are looked through: for whom, with which codes, and whether their words are read.

    Inside a transaction they are not: nothing is done there that takes long.
    """

    known: Known
    coded: Coded
    reads: bool


def told_by(where: str, text: str, known: Known, coded: Coded) -> Iterator[Found]:
    """Give what a text still tells, line by line."""
    lines, found = text.split("\n"), find_personal(text, known)
    for one in found:
        alone = {other.kind for other in find_personal(lines[one.line - 1], known)}
        if one.kind not in alone and replace(one, line=one.line + 1) in found:
            continue  # it is told by the next line, and found in this one only because the two were joined
        around = "\n".join(lines[one.line - 1 : one.line + 1])
        yield Found(where, shown([one]), coded(f"{one.kind}\x1f{around}"))


def found_in_files(
    files: Sequence[Attachment], copies: Collection[bytes], look_into: LookInto, looked: Looked
) -> Iterator[Found]:
    """Give what is found in the files that a case shows, of which those in `copies` were not sent as they are."""
    for number, file in enumerate(files, 1):
        where = f"file {number}"
        yield from _by_its_name(where, file, looked)
        yield from _by_its_words(where, file, looked, is_copy=file.data in copies)
        for what in look_into(file.name, file.data):
            yield Found(where, what, looked.coded(f"{what}\x1f{sha256(file.data).hexdigest()}"))


def _by_its_name(where: str, file: Attachment, looked: Looked) -> Iterator[Found]:
    if not file.data:
        yield Found(where, "its copy is gone: release the case again")
    if not may_be_published(file.name):
        yield Found(where, "its kind is not published: make a PDF, CSV or spreadsheet of it")
    if find_personal(file.name.replace("_", " "), looked.known):
        yield Found(where, "its name tells of a person", looked.coded(f"name\x1f{file.name}"))


def _by_its_words(where: str, file: Attachment, looked: Looked, *, is_copy: bool) -> Iterator[Found]:
    is_text = file.name.rpartition(".")[2].casefold() in READ_AS_TEXT
    read = _lines_of(file) if is_text else FileWords(1, file.name, "")
    if looked.reads and not is_text:
        read = words_of_file(file.name, file.data)
    digest = sha256(file.data).hexdigest()
    told = _kinds_told(read, looked.known)
    for kind, places in _kinds_told_beside(read, looked.known):
        told[kind] = list(dict.fromkeys((*told.get(kind, ()), *places)))
    for kind, places in sorted(told.items()):
        yield Found(where, f"{_listed(places)}: {kind}", looked.coded(f"{kind}\x1f{digest}"))
    if looked.reads and not is_text and not read.is_whole and ending_of(file.name) in BY_PLACE:
        yield Found(where, NOT_WHOLE, looked.coded(f"not whole\x1f{digest}"))
    if is_copy and file.data and not is_text and _is_unseen(file, read, looked):
        yield Found(where, UNSEEN, looked.coded(f"unseen\x1f{digest}"))


def lines_of_texts(files: Sequence[Attachment]) -> Iterator[tuple[str, list[str]]]:
    """Give the lines of each file that is a text or a table of values, with what the file is called."""
    for number, file in enumerate(files, 1):
        if ending_of(file.name) in READ_AS_TEXT:
            yield f"file {number}", next(decoded(file.data)).splitlines()


def _lines_of(file: Attachment) -> FileWords:
    """Return the lines of a text, as its bytes may be meant: a name with an accent is found in any of them."""
    readings = tuple(decoded(file.data))
    lines = [(f"line {at}", line) for words in readings for at, line in enumerate(words.splitlines(), 1)]
    return FileWords(1, file.name, "\n\n".join(readings), lines)


def _kinds_told(read: FileWords, known: Known) -> dict[str, list[str]]:
    """Return each kind that the words of a file tell, with its places; none for what only several tell together."""
    # a reader gives the words of a file in one line, and not all of a long one; a text has its lines already
    by_place = "" if "\n" in read.words else "\n".join(words for _, words in read.places)
    told: dict[str, list[str]] = {one.kind: [] for text in (read.words, by_place) for one in find_personal(text, known)}
    for place, words in read.places if told else ():
        for kind in {one.kind for one in find_personal(words, known)} & told.keys():
            told[kind].append(place)
    return {kind: list(dict.fromkeys(found)) for kind, found in sorted(told.items())}


BESIDE = frozenset({APPLICANT, OFFICER, EMAIL_ADDRESS})
"""What is looked for beside the words of a file: numbers there are those of programs, and like any other."""


def _kinds_told_beside(read: FileWords, known: Known) -> Iterator[tuple[str, list[str]]]:
    """Give each kind that a file tells beside its words, with its places."""
    whole = {one.kind for one in find_personal("\n\n".join(words for _, words in read.beside), known)}
    told = dict[str, list[str]]()
    for place, words in read.beside if whole & BESIDE else ():
        for kind in {one.kind for one in find_personal(words, known)} & BESIDE:
            told.setdefault(kind, []).append(place)
    yield from told.items()


def _listed(places: Sequence[str]) -> str:
    more = f" and {len(places) - PLACES_SHOWN} places more" if len(places) > PLACES_SHOWN else ""
    return "; ".join(places[:PLACES_SHOWN]) + more if places else "somewhere in it"


def _is_unseen(file: Attachment, read: FileWords, looked: Looked) -> bool:
    """Tell whether something in a file can be read by nobody but a person: a picture, or a page without words."""
    if not looked.reads:
        return promised(file.name) == "picture"
    return not read.words.strip() or any(not words.strip() for _, words in read.places)
