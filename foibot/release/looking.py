"""Having a file looked into: by a process of its own, which may cost so much and no more, and fails closed."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from foibot.casework.findings import Finding, LookedInto, Table
from foibot.confined import run_confined
from foibot.lean import dataclass
from foibot.release.rules import finding_of

READER = Path(__file__).with_name("reader.py")
MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What looking into one file may cost: seconds of CPU and by the clock, bytes of memory and of what is said.

    A workbook of 100,000 rows takes 81 MiB. The pod in deploy/kubernetes.yaml has room for this beside the daemon.
    """

    cpu_seconds: int = 60
    wait_seconds: int = 180
    memory: int = 176 * MEBIBYTE
    output: int = MEBIBYTE


NO_MORE_THAN = Limits()


def look_into(
    name: str, data: bytes, *, limits: Limits = NO_MORE_THAN, ours: Iterable[str] = ()
) -> tuple[Finding, ...]:
    """Return what a file holds that nobody means to release; what cannot be looked into is itself a finding.

    `ours` are the authority's names and mail domains, which are no finding.
    """
    return look_at(name, data, limits=limits, ours=ours).findings


def look_at(name: str, data: bytes, *, limits: Limits = NO_MORE_THAN, ours: Iterable[str] = ()) -> LookedInto:
    """Return what a file holds: its findings, and how large its tables are."""
    digest = hashlib.sha256(data).hexdigest()
    costs = (str(limits.cpu_seconds), str(limits.memory), str(limits.output))
    known = json.dumps(sorted(one.casefold() for one in ours if one))
    shown = name.replace("\x00", "")[-200:].encode("utf-8", "replace").decode()
    said = run_confined([str(READER), *costs, known, shown], data, seconds=limits.wait_seconds)
    if said is None:
        return LookedInto(name, digest, (finding_of("damaged", "", ""),))
    report = json.loads(said)
    findings = tuple(finding_of(rule, place, what) for rule, place, what in report["seen"])
    return LookedInto(name, digest, findings, tuple(Table(*one) for one in report["tables"]))
