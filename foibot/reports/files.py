"""Writing a file so that whoever reads it finds the old one or the new one, and never a half of either."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from foibot.errors import Unavailable, UsageError

MODE = 0o640


def write_if_changed(path: Path, content: bytes) -> bool:
    """Put `content` into the file if it is not there already; says whether anything was written.

    The file is readable by its owner and group alone. Raises `Unavailable` where the folder cannot be written to.
    """
    try:
        if path.is_file() and path.read_bytes() == content:
            return False
        path.parent.mkdir(mode=0o750, exist_ok=True)
        _replace(path, content)
    except OSError as error:
        raise Unavailable(f"{path} cannot be written: {error.strerror}. Is its folder there, and ours?") from error
    return True


def _replace(path: Path, content: bytes, mode: int = MODE, *, over: bool = True) -> None:
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as written:
        temporary = Path(written.name)
        try:
            written.write(content)
            written.flush()
            os.fsync(written.fileno())
            temporary.chmod(mode)
            if over:
                temporary.replace(path)
            else:
                path.hardlink_to(temporary)  # fails where a file is there by now, and replaces none
                temporary.unlink()
        except OSError:
            with suppress(OSError):
                temporary.unlink()
            raise


PRIVATE = 0o600


def write_private(path: Path, content: bytes, *, force: bool) -> None:
    """Write a file that its owner alone can read, whole or not at all; one that is there only with `force`.

    Raises `UsageError` for one that is there, `Unavailable` where the folder cannot be written to.
    """
    if (path.is_symlink() or path.exists()) and (not force or not path.is_file()):
        raise UsageError(f"{path} is there already. Name another file, or add --force to write it anew.")
    try:
        _replace(path, content, PRIVATE, over=force)
    except FileExistsError as error:
        raise UsageError(f"{path} is there already. Name another file, or add --force to write it anew.") from error
    except OSError as error:
        raise Unavailable(f"{path} cannot be written: {error.strerror}. Is its folder there, and ours?") from error


def remove(path: Path) -> bool:
    """Remove a file that is no longer kept; says whether there was one."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise Unavailable(f"{path} cannot be removed: {error.strerror}.") from error
    return True
