"""Reads one table of a configuration key by key and remembers every fault, instead of stopping at the first.

Knows tables and nothing of regimes.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from foibot.errors import ConfigError, Problem
from foibot.law.wording import nearest


class TableReader:
    """A table under a dotted key. A wrong value is noted as a problem and read as None."""

    def __init__(self, file: str, key: str, table: object, problems: list[Problem] | None = None) -> None:
        self.file, self.key = file, key
        self.problems: list[Problem] = [] if problems is None else problems
        self.values: Mapping[str, Any] = table if isinstance(table, Mapping) else {}
        if not isinstance(table, Mapping):
            self.fault("", f"is {table!r}, and a table is wanted", f"Write [{key}] with its keys below it.")

    def fault(self, key: str, fault: str, remedy: str) -> None:
        """Note a problem with a key of this table; with an empty key, with the table itself."""
        dotted = f"{self.key}.{key}" if key else self.key
        self.problems.append(Problem(self.file, dotted, fault, remedy))

    def only(self, keys: Collection[str]) -> None:
        """Note every key that has no meaning here."""
        for key in self.values:
            if key not in keys:
                self.fault(key, "is no key of this table", nearest(key, keys))

    def require(self, keys: Iterable[str]) -> None:
        """Note every key that is missing."""
        for key in keys:
            if key not in self.values:
                self.fault(key, "is missing", "Write it; a regime that is based on another may leave it out.")

    def text(self, key: str) -> str | None:
        """Read words; None if there are none."""
        value = self.values.get(key)
        if value is None or (isinstance(value, str) and value.strip()):
            return value
        self.fault(key, f"is {value!r}, and words are wanted", "Write them in quotation marks.")
        return None

    def count(self, key: str) -> int | None:
        """Read a whole number above nought."""
        value = self.values.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value > 0):
            return value
        self.fault(key, f"is {value!r}, and a number of 1 or more is wanted", "Write it without quotation marks.")
        return None

    def yes_or_no(self, key: str, default: bool) -> bool:
        """Read true or false."""
        value = self.values.get(key, default)
        if isinstance(value, bool):
            return value
        self.fault(key, f"is {value!r}, and true or false is wanted", "Write it without quotation marks.")
        return default

    def one_of(self, key: str, known: Collection[str], otherwise: str = "") -> str | None:
        """Read one of the words known; `otherwise` says what else would do."""
        value = self.text(key)
        if value is None or value in known:
            return value
        remedy = f"{nearest(value, known)} {otherwise}".strip()
        self.fault(key, f"{value!r} is not known here", remedy)
        return None

    def table(self, key: str, remedy: str) -> "TableReader | None":
        """Read a table within this one; its problems join these."""
        value = self.values.get(key)
        if isinstance(value, Mapping):
            return TableReader(self.file, f"{self.key}.{key}", value, self.problems)
        self.fault(key, f"is {value!r}, and a table is wanted", remedy)
        return None

    def raise_problems(self) -> None:
        """Raise `ConfigError` if there are problems."""
        if self.problems:
            raise ConfigError(self.problems)
