"""How a letter reaches the applicant: in one mail, in several numbered ones, or by post.

Sizes are bytes. A file grows by more than a third on its way through mail (RFC 2045 6.8: base64).
"""

from collections.abc import Iterable, Sequence

from foibot.casework.case import Case
from foibot.casework.events import Person
from foibot.casework.letters import Attachment
from foibot.errors import NotPermitted
from foibot.lean import dataclass

A_LINE_OF_BASE64, BYTES_OF_A_LINE = 78, 57
HEAD_OF_A_FILE = 3_000
WORDS_OF_A_LETTER = 60_000
"""What a letter takes without its files: its words, twice, with the request it quotes, and the headers."""
WRITTEN_TWICE = 6
"""How often an officer's own words are counted: in the text and the HTML part, each coded at up to three bytes."""
WORDS_OF_A_COVER = 6_000
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Way:
    """How a letter goes: by post or not, which files go in each mail after the first, and what the officer is told."""

    by_post: bool = False
    mails: tuple[tuple[int, ...], ...] = ()
    told: str = ""


def choose_way(case: Case, files: Sequence[Attachment], *, words: int, largest: int, post: bool) -> Way:
    """Return how a letter with these files goes; `words` counts the officer's own, `largest` is the largest mail.

    Raises `NotPermitted` where there is no way, with what would open one.
    """
    rooms = (largest - WORDS_OF_A_LETTER - WRITTEN_TWICE * words, largest - WORDS_OF_A_COVER)
    if post or not case.applicant.email:
        _need_postal_address(case)
        return Way(by_post=True, mails=_beside_the_form(files, rooms[0]), told=PRINT_IT)
    too_large = [file for file in files if coded_size(file) > rooms[1]]
    if too_large:
        said = (
            f"{_named(too_large)} {_is_or_are(too_large)} too large for any mail: it holds at most"
            f" {megabytes(largest)} MB, and a file grows by a third in it."
        )
        _need_postal_address(case, f"{said} It could go by post, on a data carrier. ")
        told = f"{said} So the letter goes by post, and its files on paper or on a data carrier. {PRINT_IT}"
        return Way(by_post=True, mails=_beside_the_form(files, rooms[0]), told=told)
    mails = divided([coded_size(file) for file in files], *rooms)
    warned = _warning_of_bounce(case)
    return Way(mails=mails[1:], told=" ".join(filter(None, (_in_several(files, mails), warned))))


PRINT_IT = "It goes by post: once it is approved, print it with 'foibot draft ID --pdf FILE'."


def coded_size(file: Attachment) -> int:
    """Return how many bytes a file takes in a mail."""
    return (len(file.data) // BYTES_OF_A_LINE + 1) * A_LINE_OF_BASE64 + HEAD_OF_A_FILE


def divided(sizes: Sequence[int], first_room: int, room: int) -> tuple[tuple[int, ...], ...]:
    """Return which things go in which mail: each in the first that has room for it; the first may be left empty."""
    left, mails = [first_room], [list[int]()]
    for thing, size in enumerate(sizes):
        at = next((mail for mail, free in enumerate(left) if size <= free), len(left))
        if at == len(left):
            left.append(room)
            mails.append([])
        left[at] -= size
        mails[at].append(thing)
    return tuple(map(tuple, mails))


def _beside_the_form(files: Sequence[Attachment], room: int) -> tuple[tuple[int, ...], ...]:
    """Return what the form of a letter by post is without: files that the mailbox might not take."""
    return divided([coded_size(file) for file in files], room, room)[1:]


def address_lines(name: str, postal_address: str) -> tuple[str, ...]:
    """Return what is written on an envelope, a line each; an address on one line is parted at its commas."""
    written = postal_address.strip()
    parts = written.splitlines() if "\n" in written else written.split(",")
    return tuple(filter(None, (name.strip(), *(part.strip(" ,\t") for part in parts))))


def without_address(applicant: Person) -> bool:
    """Tell whether there is no way to write to somebody at all."""
    return not applicant.email and not applicant.postal_address.strip()


def _need_postal_address(case: Case, said: str = "") -> None:
    if not case.applicant.postal_address.strip():
        kind = "postal address" if case.applicant.email else "address"
        raise NotPermitted(
            f"{said}No {kind} of the applicant of {case.reference} is known. Once it is: "
            f"foibot applicant {case.reference} --address TEXT --why TEXT"
        )


def _in_several(files: Sequence[Attachment], mails: Sequence[Sequence[int]]) -> str:
    if len(mails) == 1:
        return ""
    listed = "; ".join(f"{n} of {len(mails)}: {_contents(files, mail)}" for n, mail in enumerate(mails, 1))
    return f"Its files are too large for one mail. It goes in {len(mails)}, one after the other: {listed}."


def _contents(files: Sequence[Attachment], mail: Iterable[int]) -> str:
    return ", ".join(files[at].name for at in mail) or "the letter alone"


def _warning_of_bounce(case: Case) -> str:
    back = next((letter.name for letter in reversed(case.letters) if letter.came_back), "")
    if not back:
        return ""
    said = f"Please look: the letter '{back}' came back as undeliverable from the applicant's e-mail address."
    if case.applicant.postal_address.strip():
        return f"{said} To post this one instead, reject the draft and add --post."
    return f"{said} No postal address is known; if you find one, note it with 'foibot applicant' and use --post."


def _named(files: Sequence[Attachment]) -> str:
    return " and ".join(f"{file.name} ({megabytes(len(file.data))} MB)" for file in files)


def _is_or_are(things: Sequence[object]) -> str:
    return "is" if len(things) == 1 else "are"


def megabytes(size: int) -> str:
    """Write a size in megabytes, with a decimal where it is small."""
    return f"{size / MEGABYTE:.0f}" if size >= 10 * MEGABYTE else f"{size / MEGABYTE:.1f}"
