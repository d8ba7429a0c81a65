"""How long the release guard looks into a workbook, and how much memory that costs.

Run by hand: `python bench/guard.py [--rows 100000] [--columns 10]`. The workbook is written as Excel writes one, with
shared strings that are all different in half of its columns.
"""

import argparse
import resource
import tempfile
import time
from pathlib import Path

from openpyxl import Workbook

from foibot.release import look_at

MEBIBYTE = 1 << 20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--columns", type=int, default=10)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.xlsx"
        write(path, wanted.rows, wanted.columns)
        data = path.read_bytes()
    began = time.perf_counter()
    seen = look_at("large.xlsx", data)
    took = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{wanted.rows:,} rows of {wanted.columns} columns, {len(data) / MEBIBYTE:.1f} MiB packed")
    print(f"{took:.2f} s by the clock, {used.ru_utime + used.ru_stime:.2f} s of CPU")
    print(f"{used.ru_maxrss / 1024:.0f} MiB at the peak of the reader")
    print(f"tables {[(one.rows, one.columns) for one in seen.tables]}, findings {[one.rule for one in seen.findings]}")


def write(path: Path, rows: int, columns: int) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Invoices")
    sheet.append([f"Heading {at}" for at in range(columns)])
    for row in range(rows):
        sheet.append([f"Supplier {row} of {at}" if at % 2 else row * at + 0.5 for at in range(columns)])
    hidden = book.create_sheet("Staff")
    hidden.sheet_state = "hidden"
    hidden.append(["one"])
    book.save(path)


if __name__ == "__main__":
    main()
