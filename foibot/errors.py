"""The families of errors, named by what to do next. Anyone may import them.

Errors carry fields, not only prose, and are turned into sentences for people in one place (`foibot.cli`).
"""

from collections.abc import Sequence

from foibot.lean import dataclass


class FoibotError(Exception):
    """The base of every error that foibot raises on purpose; its text says what happened and what to do."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a configuration: the file, the dotted key, what is wrong, and how to mend it."""

    file: str
    key: str
    fault: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}: {self.key}" if self.key else self.file
        return f"{where}: {self.fault}. {self.remedy}"


class ConfigError(FoibotError):
    """Raised when a configuration cannot be used: mend the file. Carries every problem at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Unavailable(FoibotError):
    """Raised when a server or the register cannot be reached now: try again later.

    `retry_after` is what the server asked for, in seconds; None where it said nothing.
    """

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(message)


class SignInRefused(Unavailable):
    """Raised when a server refuses the name or password: tell a person, do not try again fast."""


class Unreadable(FoibotError):
    """Raised when a message cannot be read: set it aside and show it to a person."""


class NotPermitted(FoibotError):
    """Raised when the state of a case, or the role of a person, forbids a command; says what is allowed."""


class UsageError(FoibotError):
    """Raised when a command names something unknown or malformed; offers the nearest names."""


class FaultyFile(UsageError):
    """Raised when a file that a command is given cannot be used: mend it. Carries every problem at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem).rstrip() for problem in self.problems))


class VersionConflict(FoibotError):
    """Raised when somebody else wrote to the case first: read again, decide again."""


class LetterError(FoibotError):
    """Raised when a letter's template cannot be rendered: mend the template; the letter is held.

    `file` and `line` are where the fault is, as far as that is known; `fault` says what it is, without a full stop.
    """

    def __init__(self, fault: str, *, file: str = "", line: int = 0) -> None:
        self.file, self.line, self.fault = file, line, fault.rstrip(".")
        where = f"{file}, line {line}: " if line else f"{file}: " if file else ""
        super().__init__(f"{where}{self.fault}.")


class RegisterError(FoibotError):
    """Raised when the register cannot be opened or written: its path, the reason and the remedy are named."""


class ExtraMissing(FoibotError):
    """Raised when a part of foibot is asked for that is installed only where it is wanted: the command is named."""
