"""Logs: one line a change of state, with references and numbers, never a name, an address or a message's words."""

import json
import logging
import sys
from datetime import UTC, datetime
from typing import ClassVar

LEVELS = logging.getLevelNamesMapping()


class JsonLines(logging.Formatter):
    """A line of JSON a record, for machines that gather logs."""

    KEPT: ClassVar[tuple[str, ...]] = ("at", "level", "where", "message")

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as a line of JSON; of an exception only its kind and place are kept."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        values = (at, record.levelname.lower(), record.name, record.getMessage())
        return json.dumps(dict(zip(self.KEPT, values, strict=True)), ensure_ascii=False)


def set_up_logs(level: str, form: str) -> None:
    """Write foibot's log to standard error, as text or as lines of JSON."""
    handler = logging.StreamHandler(sys.stderr)
    text = logging.Formatter("%(asctime)s %(levelname)-7s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S")
    handler.setFormatter(JsonLines() if form == "json" else text)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a job that still runs is made up for by itself
    logging.getLogger("foibot").setLevel(LEVELS[level.upper()])
    # The scheduler's own lines quote what went wrong, words of mail included, and warn of a pass called for while
    # one is under way, which is nothing to warn of. The daemon listens to it and says what matters.
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
