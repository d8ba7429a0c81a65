"""Reads config.toml: a complete `Config`, or one ConfigError with everything that is wrong with it."""

import re
import tomllib
from pathlib import Path
from typing import Any

from foibot.config.complete import complete
from foibot.config.lines import line_of, lines_of_keys
from foibot.config.relations import missing_places, relations
from foibot.config.schema import Config
from foibot.config.structure import Trouble, structure
from foibot.errors import ConfigError, Problem

_AS_TEXT = 'Write text in quotation marks and headings in brackets: name = "Exampleshire Council".'
_TWICE = "It stands in the file already: keep one of the two."


def load_config(path: Path) -> Config:
    """Read the configuration at the path, with every default filled in and every path absolute.

    Raises ConfigError with every problem at once; where the text is no TOML at all, with the first place.
    """
    text = _read(path)
    document = _parse(text, path)
    config, troubles = structure(document)
    troubles += [*relations(document), *missing_places(document, path.absolute().parent)]
    if config is None or troubles:
        raise ConfigError(_problems(troubles, path, text))
    return complete(config, path.absolute())


def _read(path: Path) -> str:
    try:
        # Notepad begins a UTF-8 file with a byte order mark, which TOML does not know.
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        remedy = "Write one with: foibot init. Or name another with: foibot -c FILE."
        raise ConfigError([Problem(str(path), "", "does not exist", remedy)]) from None
    except UnicodeDecodeError as error:
        fault = f"is not UTF-8 (byte {error.start})"
        raise ConfigError([Problem(str(path), "", fault, "Save it again with the encoding UTF-8.")]) from None
    except OSError as error:
        remedy = "Make it a file that the user who runs foibot may read."
        raise ConfigError([Problem(str(path), "", f"cannot be read ({error.strerror})", remedy)]) from error


def _parse(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        remedy = "Write lists and tables as the example does: foibot init shows it."
        raise ConfigError([Problem(str(path), "", "is nested too deeply to be read", remedy)]) from None
    except tomllib.TOMLDecodeError as error:
        message, _, place = str(error).rpartition(" (at ")
        number = re.search(r"line (\d+)", place)
        where = f"{path}:{number[1]}" if number else str(path)
        fault = f"is no valid TOML at {place.rstrip(')')}: {message[:1].lower()}{message[1:]}"
        raise ConfigError([Problem(where, "", fault, _TWICE if _stands_twice(message) else _AS_TEXT)]) from None


def _stands_twice(message: str) -> bool:
    return "overwrite" in message or "twice" in message or "mutate" in message


def _problems(troubles: list[Trouble], path: Path, text: str) -> list[Problem]:
    found = lines_of_keys(text)
    placed = sorted(((line_of(trouble.key, found) or 0, trouble) for trouble in troubles), key=lambda pair: pair[0])
    return [
        Problem(f"{path}:{line}" if line else str(path), trouble.key, trouble.fault, trouble.remedy)
        for line, trouble in placed
    ]
