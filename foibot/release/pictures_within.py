"""Pictures within Office files: each that has properties of its own is looked into as one sent by itself."""

from importlib import import_module

from foibot.release.packages import Package
from foibot.release.report import Report

ENDINGS = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp")
MOST = 500


def look(package: Package, report: Report) -> None:
    """Look into the pictures of a document."""
    found = [name for name in package.names if name.lower().endswith(ENDINGS) and "thumbnail" not in name.lower()]
    if not found:
        return
    pictures = import_module("foibot.release.pictures")  # Pillow is wanted only where there are pictures
    for name in found[:MOST]:
        pictures.look(package.read(name), report.inner(name.rpartition("/")[2]))
