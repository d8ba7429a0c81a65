"""Every exemption and exception that foibot knows, and how to find one as people write it: `s.43(2)`, `reg 12(5)(b)`.

To add one, write its row in the table of its statute (`exemptions_foia`, `exemptions_foisa`, `exemptions_eir`).
"""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from types import MappingProxyType

from foibot.errors import UsageError
from foibot.law.exemption import Exemption
from foibot.law.exemptions_eir import EXCEPTIONS_EIR, EXCEPTIONS_EISR
from foibot.law.exemptions_foia import EXEMPTIONS_FOIA
from foibot.law.exemptions_foisa import EXEMPTIONS_FOISA

EXEMPTIONS: Mapping[str, tuple[Exemption, ...]] = MappingProxyType(
    {"FOIA": EXEMPTIONS_FOIA, "EIR": EXCEPTIONS_EIR, "FOISA": EXEMPTIONS_FOISA, "EISR": EXCEPTIONS_EISR}
)

OTHER_GROUNDS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("FOIA", "12"): "it is the cost limit, an outcome of its own: cost-limit",
        ("FOIA", "14"): "it is about vexatious and repeated requests, outcomes of their own: vexatious, repeated",
        ("FOISA", "12"): "it is the cost limit, an outcome of its own: cost-limit",
        ("FOISA", "14"): "it is about vexatious and repeated requests, outcomes of their own: vexatious, repeated",
        ("FOISA", "17"): "it is the notice that information is not held, an outcome of its own: not-held",
    }
)
"""What an officer may take for an exemption: an answer is refused under it, and no information is exempt by it."""


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()


STATUTES: Mapping[str, str] = MappingProxyType(
    {_folded(written): name for name, rows in EXEMPTIONS.items() for written in (name, rows[0].statute.title)}
)
"""The names and titles of the statutes, folded, as they may stand behind a section."""

PROVISION = r"(?:sections?|sect|ss?|§|regulations?|regs?|r)"
WRITTEN = re.compile(
    rf"(?:{PROVISION}[\s.]*)?(?P<number>\d+[a-z]?)(?P<parts>(?:\s*\(\s*[a-z0-9]+\s*\))*)"
    r"(?:\s*,?\s*(?:of\s+)?(?:the\s+)?(?P<statute>[a-z][a-z() 0-9]*))?",
    re.IGNORECASE,
)
HOW_TO_WRITE = "Write one section at a time, as 43(2), s.43(2) or reg 12(5)(b)."


@lru_cache(maxsize=256)
def family_of(regime_name: str) -> str:
    """Give the statute whose exemptions hold under a regime: FOIA for FOIA_SCHOOL, and for each of its clocks."""
    return regime_name.strip().upper().replace("-", "_").partition("_")[0]


def find_exemption(regime_name: str, written: str) -> Exemption:
    """Find the exemption that an officer wrote, under the statute of that regime.

    A section alone is enough where one subsection of it withholds information: `42` is section 42(1). Raises
    `UsageError` that names the subsections where there are several, the statute that has the section where it
    is another's, and else the nearest ones.
    """
    family = family_of(regime_name)
    rows = EXEMPTIONS.get(family)
    if rows is None:
        raise UsageError(f"No exemptions are known for {regime_name}. Known are those of {', '.join(EXEMPTIONS)}.")
    section = _section(family, written)
    exact = [row for row in rows if row.section.casefold() == section]
    if exact:
        return exact[0]
    below = [row for row in rows if row.section.casefold().startswith(f"{section}(")]
    withholding = [row for row in below if not row.neither_confirm_nor_deny] or below
    if len(withholding) == 1:
        return withholding[0]
    if below:
        raise UsageError(f"{written.strip()!r} is not enough: say which of {_listed(below)}.")
    raise UsageError(_not_found(family, written, section))


def cited_as_written(regime_name: str, written: str) -> str:
    """Cite what somebody wrote of an answer long given; a section whose subsections they left open stands alone.

    Raises `UsageError` as `find_exemption` does, for what is no exemption at all.
    """
    try:
        return find_exemption(regime_name, written).cited_short
    except UsageError:
        family = family_of(regime_name)
        section = _section(family, written) if family in EXEMPTIONS else ""
        below = [row for row in EXEMPTIONS.get(family, ()) if row.section.casefold().startswith(f"{section}(")]
        if not section or not below:
            raise
        return below[0].cited_short.replace(below[0].section, section.upper())


def in_full(exemption: Exemption) -> str:
    """Write the citation as a letter does: `section 43(2) of the Freedom of Information Act 2000`."""
    return f"{exemption.cited} of the {exemption.statute.title}"


def _section(family: str, written: str) -> str:
    """Give what was written as `43(2)`, in small letters. Raises `UsageError` where it is none of this statute."""
    understood = WRITTEN.fullmatch(written.strip())
    if understood is None:
        raise UsageError(f"{written!r} is not a section this command can read. {HOW_TO_WRITE}")
    named = STATUTES.get(_folded(understood["statute"] or family))
    if named is None:
        raise UsageError(f"{written!r} is not a section this command can read. {HOW_TO_WRITE}")
    if named != family:
        raise UsageError(f"{written.strip()!r} is of {named}, and this request is under {family}.")
    return _folded(understood["number"] + understood["parts"])


def _not_found(family: str, written: str, section: str) -> str:
    rows = EXEMPTIONS[family]
    statute = rows[0].statute
    head = section.partition("(")[0]
    others = [row for name, table in EXEMPTIONS.items() if name != family for row in table]
    if (family, head) in OTHER_GROUNDS and section not in {row.section.casefold() for row in others}:
        return f"{statute.cited(head)} is no exemption: {OTHER_GROUNDS[family, head]}."
    sentences = [f"{family} has no {statute.called} {written.strip()!r}."]
    elsewhere = [row for row in others if _is_or_holds(section, row.section.casefold())]
    sentences += _owners(elsewhere, section, family)
    near = _beside(section, rows) or ([] if elsewhere else _close(section, rows))
    if near:
        sentences.append(f"Did you mean {_listed(near)}?")
    elif not elsewhere:
        heads = dict.fromkeys(row.section.partition("(")[0] for row in rows)
        sentences.append(f"Its {statute.called}s are in {statute.provision}s {', '.join(heads)}.")
    return " ".join(sentences)


def _is_or_holds(section: str, row: str) -> bool:
    return row == section or row.startswith(f"{section}(")


def _owners(elsewhere: Iterable[Exemption], section: str, family: str) -> list[str]:
    """Say which statutes have the section that this one has not."""
    statutes = {row.regime: row.statute for row in elsewhere}
    return [
        f"{statute.cited(section)} is in the {statute.title} ({name}), and this request is under {family}."
        for name, statute in statutes.items()
    ]


def _beside(section: str, rows: Iterable[Exemption]) -> list[Exemption]:
    """Give the rows of the narrowest provision around a section: `43(2)(a)` stands beside 43(2)."""
    around = section
    while "(" in around:
        around = around.rpartition("(")[0]
        beside = [row for row in rows if _is_or_holds(around, row.section.casefold())]
        if beside:
            return beside
    return []


def _close(section: str, rows: Iterable[Exemption]) -> list[Exemption]:
    known = {row.section.casefold(): row for row in rows}
    return [known[name] for name in get_close_matches(section, known, n=3, cutoff=0.6)]


def _listed(rows: Iterable[Exemption]) -> str:
    return ", ".join(f"{row.section} ({row.title})" for row in rows)
