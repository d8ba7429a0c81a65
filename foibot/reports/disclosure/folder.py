"""The folder that a site is published into: changed file by file, so that no reader ever finds half of anything.

A list of what foibot wrote lies in it. Nothing else is ever changed or removed; a folder with other people's files
and no such list is refused.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import field
from hashlib import sha256
from pathlib import Path, PurePosixPath

from foibot.errors import Unavailable, UsageError
from foibot.lean import dataclass

LIST = ".foibot-published.json"
STAGING = ".foibot-new"
ASSETS = ("style.css", "search.js")
VERSION = 1


@dataclass(slots=True)
class SiteFolder:
    """A site under way: `put` its files, then `finish`; until then nothing that readers see has changed.

    With `dry_run` nothing is written at all. `changed` and `removed` say what a publication does.
    """

    path: Path
    dry_run: bool = False
    before: dict[str, str] = field(default_factory=dict)
    now: dict[str, str] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)

    @property
    def removed(self) -> list[str]:
        """The files that were published before and are no more."""
        return sorted(set(self.before) - set(self.now))

    def put(self, name: str, content: bytes) -> None:
        """Lay a file ready; raises `Unavailable` where a file of that name is somebody else's."""
        if name in self.now:
            raise AssertionError(f"two files of one site are called {name}")
        place = self.path / name
        self._refuse_foreign(name, place)
        self.now[name] = sha256(content).hexdigest()
        if self.before.get(name) == self.now[name] and place.is_file() and place.read_bytes() == content:
            return
        self.changed.append(name)
        if not self.dry_run:
            staged = self.path / STAGING / name
            staged.parent.mkdir(parents=True, exist_ok=True)
            staged.write_bytes(content)
            staged.chmod(0o644)

    def _refuse_foreign(self, name: str, place: Path) -> None:
        above = [self.path / parent for parent in PurePosixPath(name).parents if parent.name]
        linked = next((one for one in (place, *above) if one.is_symlink()), None)
        if linked is not None:
            raise Unavailable(f"{linked} is a link to somewhere else. Take it away; nothing was published.")
        if name not in self.before and place.exists():
            raise Unavailable(f"{place} is there, and foibot did not write it. Move it away; nothing was published.")

    def finish(self) -> None:
        """Put what was laid ready in its place: pages before what links to them; then take away what is gone."""
        if self.dry_run:
            return
        self._note({**self.before, **self.now})
        for name in sorted(self.changed, key=_order):
            place = self.path / name
            place.parent.mkdir(parents=True, exist_ok=True)
            (self.path / STAGING / name).replace(place)
        for name in self.removed:
            self._remove(name)
        self._note(self.now)

    def _remove(self, name: str) -> None:
        place = self.path / name
        if place.is_symlink() or not place.resolve().is_relative_to(self.path.resolve()):
            return
        place.unlink(missing_ok=True)
        for parent in place.parents:
            if parent == self.path or any(parent.iterdir()):
                return
            parent.rmdir()

    def _note(self, files: dict[str, str]) -> None:
        """Write the list of what foibot wrote, if it has changed."""
        listed = {"written_by": "foibot publish", "version": VERSION, "files": dict(sorted(files.items()))}
        content = f"{json.dumps(listed, ensure_ascii=False, indent=1)}\n"
        place, staged = self.path / LIST, self.path / STAGING / LIST
        if place.is_file() and place.read_text(encoding="utf-8") == content:
            return
        staged.parent.mkdir(exist_ok=True)
        staged.write_text(content, encoding="utf-8")
        staged.replace(place)


@contextmanager
def opened(path: Path, *, dry_run: bool) -> Iterator[SiteFolder]:
    """Open a folder to publish into, alone; raises `UsageError` for one that is not ours, `Unavailable` where it fails.

    What was laid ready and not finished is taken away again.
    """
    if dry_run and not path.exists():
        yield SiteFolder(path, dry_run)
        return
    try:
        path.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise UsageError(f"{path} cannot be published into: {error.strerror}.") from error
    try:
        _lock(handle, path)
        site = SiteFolder(path, dry_run, _written_before(path))
        _sweep(site)
        yield site
        _sweep(site)
    except OSError as error:
        raise Unavailable(f"{error.filename or path} cannot be written: {error.strerror}.") from error
    finally:
        os.close(handle)


def _order(name: str) -> tuple[int, str]:
    """Give what pages need first, then pages and files, then what links to them."""
    return (0 if name in ASSETS else 1 if "/" in name else 2, name)


def _lock(handle: int, path: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise Unavailable(f"Another 'foibot publish' is writing {path}. Try again when it is done.") from error


def _sweep(site: SiteFolder) -> None:
    if not site.dry_run:
        shutil.rmtree(site.path / STAGING, ignore_errors=True)


def _written_before(path: Path) -> dict[str, str]:
    """Return the files that foibot wrote there, with their digests; raises `UsageError` for other people's folders."""
    listed = path / LIST
    if not listed.exists():
        others = sorted(one.name for one in path.iterdir() if one.name != STAGING)
        if others:
            raise UsageError(
                f"{path} is not empty ({others[0]} is in it), and foibot has not published there. Name an empty folder."
            )
        return {}
    try:
        files = json.loads(listed.read_text(encoding="utf-8"))["files"]
        return {str(name): str(digest) for name, digest in files.items() if _stays_inside(str(name))}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"{listed} is damaged: foibot cannot tell which files are its own. Name another folder."
        ) from error


def _stays_inside(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return bool(parts) and not name.startswith("/") and ".." not in parts
