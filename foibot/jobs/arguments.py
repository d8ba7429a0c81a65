"""What the words of a command mean: days, officers, regimes, cases, authorities, files. One reader for every door."""

import mimetypes
import re
import stat
import tomllib
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from foibot.app import App
from foibot.casework.answers import OtherAuthority
from foibot.casework.commands import Argument, ArgumentType
from foibot.casework.letters import Attachment
from foibot.casework.parts_file import PartsFile
from foibot.casework.policy import Holder
from foibot.casework.reaching import MEGABYTE
from foibot.casework.review_points import Point, read_points
from foibot.casework.tags import read_tag
from foibot.errors import FaultyFile, Problem, UsageError
from foibot.law.wording import nearest
from foibot.law.written_moments import LONDON, read_moment


def read_value(app: App, argument: Argument, given: Any) -> Any:
    """Return what the words given for an argument mean; raises `UsageError` with what is wrong and the nearest name."""
    read: Callable[[App, Any], Any] = READERS.get(argument.type, _as_written)
    if argument.many:
        return tuple(read(app, one) for one in given)
    return read(app, given) if given is not None else None


def _as_written(app: App, given: Any) -> Any:
    del app
    return given


def read_text(path: Path) -> str:
    """Return the words of a text file, or what a pipe gives; raises `UsageError` where there are none to be read."""
    try:
        _refuse_what_is_no_file(path, pipes=True)
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read as text: {getattr(error, 'strerror', '') or error}.") from error


def _refuse_what_is_no_file(path: Path, *, pipes: bool = False) -> None:
    """Refuse what may never end, or is read another time than it was measured; raises `OSError` where nothing is."""
    mode = path.stat().st_mode
    if stat.S_ISREG(mode) or (pipes and stat.S_ISFIFO(mode)):
        return
    what = "a folder" if stat.S_ISDIR(mode) else "a device or a pipe"
    raise UsageError(f"{path} is {what}, not a file: name a file.")


def _date(app: App, given: str) -> date:
    del app
    return read_moment(given).astimezone(LONDON).date()


def _moment(app: App, given: str) -> Any:
    del app
    return read_moment(given)


def _officer(app: App, given: str) -> Any:
    officer = app.policy.officer(given)
    if officer is None:
        known = [one.id for one in app.policy.officers]
        raise UsageError(f"There is no officer {given}. {nearest(given, known)}")
    return officer


def _regime(app: App, given: str) -> str:
    return app.statutes.regime(given.upper()).name


def _reference(app: App, given: str) -> str:
    return app.references.find(given) or given


def _authority(app: App, given: str) -> OtherAuthority:
    """Return another authority by its id; its FOI team is whom the applicant is referred to."""
    known = other_authorities(app)
    found = known.get(given.strip().casefold())
    if found is None:
        remedy = nearest(given, known) if known else "Add it to config.toml: [[other_authorities]]."
        raise UsageError(f"There is no other authority {given}. {remedy}")
    return found


def _parts(app: App, given: str) -> PartsFile:
    """Read a file that answers question by question; what it says is judged with the case before it."""
    return PartsFile(given, _toml(given), other_authorities(app))


def _points(app: App, given: str) -> tuple[Point, ...]:
    """Read a file that decides a review point by point; raises `FaultyFile` with everything that is wrong in it."""
    del app
    points, problems = read_points(given, _toml(given))
    if problems:
        raise FaultyFile(problems)
    return points


def _toml(given: str) -> dict[str, Any]:
    """Read a TOML file that somebody wrote; raises `FaultyFile` with the place of what is wrong."""
    try:
        return tomllib.loads(read_text(Path(given)).removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        message, _, place = str(error).rpartition(" (at ")
        fault = f"is no valid TOML at {place.rstrip(')')}: {message[:1].lower()}{message[1:]}"
        remedy = 'Text stands in quotation marks, and where it has several lines in three of them: """ … """.'
        raise FaultyFile([Problem(given, "", fault, remedy)]) from error


def other_authorities(app: App) -> dict[str, OtherAuthority]:
    """Return the authorities that an answer may refer to, by id."""
    return {
        one.id.casefold(): OtherAuthority(
            id=one.id,
            name=one.name,
            team=one.team,
            postal_address=one.postal_address,
            email=one.email,
            telephone=one.telephone,
            website=one.website,
        )
        for one in app.config.other_authorities
    }


def _tag(app: App, given: str) -> str:
    del app
    return read_tag(given)


def _holder(app: App, given: str) -> Holder:
    """Return an information holder by id, or by an address that is configured as one's own or a deputy's."""
    found = app.policy.holder(given)
    if found is None:
        known = [one.id for one in app.policy.holders]
        remedy = nearest(given, known) if known else "Add it to config.toml: [[holders]]."
        raise UsageError(f"There is no information holder {given}. {remedy}")
    return found


def _count(app: App, given: str) -> int:
    del app
    digits = given.strip().lstrip("#")
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= LONGEST_COUNT):
        raise UsageError(f"'{given}' is no number. Write it in digits, as 1.")
    return int(digits)


def _minutes(app: App, given: str) -> int:
    """Return hours written with decimals as whole minutes; raises `UsageError` for what cannot have been meant."""
    del app
    written = given.strip()
    hours = Decimal(written) if HOURS.fullmatch(written) else Decimal(0)
    minutes = int((hours * 60).quantize(Decimal(1), ROUND_HALF_UP))
    if not 0 < minutes <= MOST_HOURS * 60:
        raise UsageError(f"'{given}' is no number of hours. Write it as 2 or 1.5, above 0 and at most {MOST_HOURS}.")
    return minutes


HOURS = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,2})?")
MOST_HOURS = 1_000
LONGEST_COUNT = 6


def _attachment(app: App, given: str) -> Attachment:
    """Read a file to send; raises `UsageError` for one that is missing, empty or larger than foibot keeps."""
    del app
    return _file(Path(given), "nothing would reach the applicant")


def _file(path: Path, if_empty: str) -> Attachment:
    try:
        _refuse_what_is_no_file(path)
        if path.stat().st_size > LARGEST_KEPT:
            raise UsageError(
                f"{path} is larger than foibot keeps ({LARGEST_KEPT // MEGABYTE} MB). Put it on a data carrier, name "
                "it in --text, and add --post."
            )
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from error
    if not data:
        raise UsageError(f"{path} is empty: {if_empty}.")
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Attachment(path.name, kind, data)


def _words(app: App, given: str) -> str:
    """Return the words of a text file; raises `UsageError` where it has none."""
    del app
    text = read_text(Path(given)).removeprefix("\ufeff").strip()
    if not text:
        raise UsageError(f"{given} is empty: there would be nothing to read.")
    return text


def _copy(app: App, given: str) -> tuple[str, Attachment]:
    """Return the name of a file that was sent and the copy to show in its place, written NAME=FILE."""
    del app
    name, sign, path = given.partition("=")
    if not sign or not name.strip() or not path.strip():
        raise UsageError(f"'{given}' has two sides: --replace 'letter.pdf=letter-redacted.pdf'.")
    return name.strip(), _file(Path(path.strip()), "there would be nothing to show. Leave the file out instead")


LARGEST_KEPT = 100 * MEGABYTE
READERS: dict[ArgumentType, Callable[[App, str], Any]] = {
    ArgumentType.DATE: _date,
    ArgumentType.MOMENT: _moment,
    ArgumentType.OFFICER: _officer,
    ArgumentType.REGIME: _regime,
    ArgumentType.REFERENCE: _reference,
    ArgumentType.AUTHORITY: _authority,
    ArgumentType.FILE: _attachment,
    ArgumentType.PARTS: _parts,
    ArgumentType.HOLDER: _holder,
    ArgumentType.COUNT: _count,
    ArgumentType.HOURS: _minutes,
    ArgumentType.POINTS: _points,
    ArgumentType.TEXT_FILE: _words,
    ArgumentType.COPY: _copy,
    ArgumentType.TAG: _tag,
}
