"""Limits that a process sets itself before it reads what strangers made; the system ends it when it has cost enough.

Little is imported here: the start of such a process is most of what a small file costs. Where there is no `resource`,
as on Windows, the time-out of whoever started it holds.
"""

import sys

if sys.platform != "win32":
    import resource


LIBRARIES = 256 << 20
"""Bytes of addresses for what is mapped from files, and reserved without being used."""


def confine(seconds: int, memory: int, output: int) -> None:
    """Let this process cost that many seconds of CPU, bytes of memory of its own, and bytes of any file that it writes.

    Its own is what it can write to (getrlimit(2), RLIMIT_DATA): the code of Python and of libraries comes on top, some
    20 MiB.
    """
    if sys.platform == "win32":
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_AS, (memory + LIBRARIES, memory + LIBRARIES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (output, output))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
