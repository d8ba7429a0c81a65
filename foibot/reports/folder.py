"""A folder of pages that foibot keeps: it writes what has changed, and removes what no longer belongs there.

The pages may be in confidence: folder and files are their owner's alone. A folder that holds anything that foibot did
not put there is left alone.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from foibot.errors import Unavailable, UsageError
from foibot.lean import dataclass

LIST = ".foibot-pages.json"
FILE_MODE, FOLDER_MODE = 0o600, 0o700


@dataclass(frozen=True, slots=True)
class Page:
    """A page: what it was made from, in short, and how it is written; one whose stamp is empty is always written."""

    stamp: str
    write: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Kept:
    """What was done to a folder: how many pages were written, left as they were, and removed."""

    written: int
    left: int
    removed: int


def keep_folder(folder: Path, pages: Mapping[str, Page]) -> Kept:
    """Bring a folder up to date; raises `UsageError` where it is somebody else's, `Unavailable` where it fails."""
    try:
        known = _known(folder)
        new = {name: page for name, page in pages.items() if _is_new(folder, name, page, known)}
        gone = [name for name in known if name not in pages]
        _note(folder, {**known, **dict.fromkeys(new, "")})  # what is half done is known as ours
        for name, page in new.items():
            _write(folder / name, page.write())
        for name in gone:
            (folder / name).unlink(missing_ok=True)
        _note(folder, {name: page.stamp for name, page in pages.items()})
    except OSError as error:
        raise Unavailable(f"{folder} cannot be written: {error.strerror or error}.") from error
    return Kept(len(new), len(pages) - len(new), len(gone))


def _known(folder: Path) -> dict[str, str]:
    """Return the stamps of the pages that are there; makes the folder where there is none."""
    folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
    listed = folder / LIST
    if listed.is_file():
        found = json.loads(listed.read_bytes())
        return {str(name): str(stamp) for name, stamp in found.items() if "/" not in name}
    if any(folder.iterdir()):
        raise UsageError(f"{folder} holds files that are not a board's. Name a folder that is empty, or not there yet.")
    return {}


def _is_new(folder: Path, name: str, page: Page, known: Mapping[str, str]) -> bool:
    return not page.stamp or known.get(name) != page.stamp or not (folder / name).is_file()


def _note(folder: Path, stamps: Mapping[str, str]) -> None:
    _write(folder / LIST, json.dumps(stamps, sort_keys=True))


def _write(path: Path, text: str) -> None:
    """Put a page in its place at once: whoever reads finds the old one or the new one."""
    beside = path.with_name(f".{path.name}.new")
    beside.touch(mode=FILE_MODE)
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def write_alone(path: Path, text: str) -> None:
    """Write a page that stands alone, for its owner only; raises `Unavailable`."""
    try:
        _write(path, text)
    except OSError as error:
        raise Unavailable(f"{path} cannot be written: {error.strerror or error}.") from error
