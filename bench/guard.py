"""How long the release guard looks into a workbook, and how much memory that costs.

Run by hand: `python bench/guard.py [--rows 100000] [--columns 10]`. The workbook is written as Excel writes one, with
shared strings that are all different in half of its columns.
"""

import argparse
import io
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from openpyxl import Workbook

from foibot.release import look_at

MEBIBYTE = 1 << 20
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'

STRINGS = (
    '<Relationship Id="strings" Target="sharedStrings.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/>'
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--columns", type=int, default=10)
    parser.add_argument("--look", type=Path, help="only look into this file")
    wanted = parser.parse_args()
    if wanted.look:
        look(wanted.look)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.xlsx"
        write(path, wanted.rows, wanted.columns)
        print(f"{wanted.rows:,} rows of {wanted.columns} columns, {path.stat().st_size / MEBIBYTE:.1f} MiB packed")
        # In a process of its own: what starts a child counts in its peak of memory.
        subprocess.run([sys.executable, __file__, "--look", str(path)], check=True)


def look(path: Path) -> None:
    """Look into a workbook, and say what that cost."""
    data = path.read_bytes()
    began = time.perf_counter()
    seen = look_at(path.name, data)
    took = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{took:.2f} s by the clock, {used.ru_utime + used.ru_stime:.2f} s of CPU")
    print(f"{used.ru_maxrss / 1024:.0f} MiB at the peak of the reader")
    print(f"tables {[(one.rows, one.columns) for one in seen.tables]}, findings {[one.rule for one in seen.findings]}")


def write(path: Path, rows: int, columns: int) -> None:
    """Write a workbook as Excel does: numbers in place, words among the shared strings, and a hidden sheet."""
    book, small = Workbook(), io.BytesIO()
    book.active.title = "Invoices"
    hidden = book.create_sheet("Staff")
    hidden.sheet_state = "hidden"
    hidden.append([1])
    book.save(small)
    strings: list[str] = []
    lines = [_line(row, columns, strings) for row in range(1, rows + 1)]
    large = {
        "xl/worksheets/sheet1.xml": f"<worksheet {NAMESPACE}><sheetData>{''.join(lines)}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst {NAMESPACE}>{''.join(f'<si><t>{one}</t></si>' for one in strings)}</sst>",
    }
    related = "xl/_rels/workbook.xml.rels"
    with zipfile.ZipFile(small) as source:
        large[related] = source.read(related).decode().replace("</Relationships>", f"{STRINGS}</Relationships>")
    with zipfile.ZipFile(small) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in {*source.namelist(), *large}:
            archive.writestr(name, large.get(name) or source.read(name))


def _line(row: int, columns: int, strings: list[str]) -> str:
    cells = []
    for at in range(columns):
        place = f"{chr(65 + at % 26)}{row}"
        if at % 2:
            cells.append(f'<c r="{place}" s="0" t="s"><v>{len(strings)}</v></c>')
            strings.append(f"Supplier {row} of {at}")
        else:
            cells.append(f'<c r="{place}" s="0"><v>{row * at + 0.5}</v></c>')
    return f'<row r="{row}" spans="1:{columns}">{"".join(cells)}</row>'


if __name__ == "__main__":
    main()
