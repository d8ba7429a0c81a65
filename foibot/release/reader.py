"""Looks into one file from standard input and writes what it saw as JSON; run as a process of its own, with limits.

A library that fails over a file ends this process; whoever started it says that the file could not be looked into.
"""

import json
import sys
from importlib import import_module

from foibot.confinement import confine
from foibot.release.kinds import MODULES, is_disguised, kind_of, promised
from foibot.release.patterns import tells_of_people
from foibot.release.report import CannotLook, Report
from foibot.release.text_kinds import unread_kind

DEEPEST = 3
ARCHIVES = frozenset({"zip", "gzip", "bzip2", "xz", "tar"})


def look(name: str, data: bytes, report: Report, depth: int = 0) -> None:
    """Look into a file, whatever it is, and into what it holds."""
    try:
        kind = kind_of(data)
        if is_disguised(name):
            report.note("unknown_kind", "", "a program, by its name")
        expected = promised(name)
        if expected and expected != kind:
            report.note("wrong_ending", "", f"named {name.rpartition('.')[2].lower()}, in truth {kind}")
        if kind in ARCHIVES:
            _look_into_archive(data, report, depth)
        elif kind not in MODULES or (kind == "text" and unread_kind(data)):
            report.note("unknown_kind", "", kind if kind != "text" else unread_kind(data))
        else:
            import_module(f"foibot.release.{MODULES[kind]}").look(data, report)
    except CannotLook as reason:
        report.note(reason.rule, "", reason.said)
    except (MemoryError, ImportError):  # within the limit a library may not even find room to be loaded
        report.note("too_large")


def _look_into_archive(data: bytes, report: Report, depth: int) -> None:
    if depth >= DEEPEST:
        raise CannotLook("too_deep")
    for name, content in import_module("foibot.release.archives").members(data, report):
        look(name, content, report.inner(name), depth + 1)


def main() -> None:
    """Read, look, write: the arguments are the limits (seconds, bytes of memory and of output), our names, the name."""
    seconds, memory, output, ours, name = sys.argv[1:]
    confine(int(seconds), int(memory), int(output))
    report = Report(ours=frozenset(json.loads(ours)))
    if tells_of_people(name, report.ours):
        report.note("telling_name", "", name)
    look(name, sys.stdin.buffer.read(), report)
    report.note_together()
    sys.stdout.write(json.dumps({"seen": report.seen, "tables": report.tables}))


if __name__ == "__main__":
    main()
