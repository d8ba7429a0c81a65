"""Parts of OpenDocument files that no page shows: not in the manifest, or pictures that nothing refers to (ODF 1.3)."""

import re
from typing import Any

from foibot.release.packages import Package, attribute, local
from foibot.release.report import Report, names

OF_OFFICE = frozenset(
    {"AppVersion", "DocSecurity", "HyperlinksChanged", "LinksUpToDate", "ScaleCrop", "ShareDoc"}
    | {"PresentationFormat", "HiddenSlides", "MMClips", "Notes", "Slides"}
)
"""What LibreOffice carries over from the files of Microsoft's programs: it tells of no person."""
UNLISTED = re.compile(r"mimetype$|META-INF/")
PICTURE = re.compile(r"(?:.*/)?(?:Pictures|media)/[^/]+$")
BLOCK, OVERLAP = 1_000_000, 1_000


def look_at_orphans(package: Package, manifest: Any, report: Report) -> None:
    """Note the parts that the manifest does not list, and the pictures that no part of the file refers to."""
    listed = set() if manifest is None else {attribute(one, "full-path") for one in manifest.iter() if local(one)}
    left = {name for name in package.names if name not in listed and not UNLISTED.match(name)}
    pictures = {name for name in package.names if PICTURE.match(name)}
    for name in package.names:
        if pictures and name.endswith(".xml") and not name.startswith("META-INF/"):
            pictures -= _named_in(package, name, pictures)
    if left | pictures:
        report.note("orphan_parts", "", names(left | pictures))


def _named_in(package: Package, part: str, wanted: set[str]) -> set[str]:
    """Return which of the parts another one names, by the last word of their names."""
    last = {name.rpartition("/")[2].encode(): name for name in wanted}
    found, before = set[str](), b""
    for block in package.blocks(part, BLOCK):
        found |= {name for word, name in last.items() if word in before + block}
        before = block[-OVERLAP:]
    return found


def charts_of(manifest: Any) -> frozenset[str]:
    """Return the objects of a document that are charts by its manifest, by their folders."""
    listed = () if manifest is None else manifest.iter()
    return frozenset(attribute(one, "full-path").rstrip("/") for one in listed if attribute(one, "media-type") == CHART)


CHART = "application/vnd.oasis.opendocument.chart"
