"""Reads one packed Rich Text body from standard input and writes its words; run as a process of its own.

striprtf takes half a minute for 250 kB made to that end, so a body may cost one second and 176 MiB, and then the
process is ended by the system. Nothing of foibot but that limit is imported here: the start of this process is most of
what a body costs.
"""

import struct
import sys

from compressed_rtf import decompress
from compressed_rtf.crc32 import crc32
from striprtf.striprtf import rtf_to_text

from foibot.confinement import confine

SECONDS, BYTES = 1, 176 * 1024 * 1024
MAX_RTF = 5_000_000
MAX_WORDS = 4 * MAX_RTF
HEADER, SIZED_FROM = 16, 12
PACKED = b"LZFu"


def unpack(packed: bytes) -> bytes:
    """Unpack a body ([MS-OXRTFCP]), whatever its check sum says: its words are worth more than none."""
    if packed[8:12] == PACKED:
        (size,) = struct.unpack_from("<I", packed)
        said = crc32(packed[HEADER : HEADER + max(0, size - SIZED_FROM)])
        packed = packed[:SIZED_FROM] + struct.pack("<I", said) + packed[HEADER:]
    return bytes(decompress(packed))[:MAX_RTF]


def main() -> None:
    """Read, unpack, write."""
    confine(SECONDS, BYTES, MAX_WORDS)
    rtf = unpack(sys.stdin.buffer.read(MAX_RTF)).decode("latin-1")
    words = rtf_to_text(rtf, errors="replace").replace("\x00", "").replace("\xa0", " ").strip()
    sys.stdout.buffer.write(words.encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
