"""What a service tells systemd that started it (sd_notify(3)): that it works, and that it still does.

Nothing is said where nobody listens.
"""

import contextlib
import os
import socket

READY, STOPPING, WATCHDOG = "READY=1", "STOPPING=1", "WATCHDOG=1"


def notify(state: str) -> None:
    """Send a state to the socket that systemd named; one that is gone by now is not missed."""
    path = os.environ.get("NOTIFY_SOCKET", "")
    if not path.startswith(("/", "@")):
        return
    address = f"\0{path[1:]}" if path.startswith("@") else path
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as line:
        line.sendto(state.encode(), address)


def watchdog_seconds() -> float | None:
    """Return within how many seconds systemd wants to hear that the service lives; None where it does not ask."""
    written, meant = os.environ.get("WATCHDOG_USEC", ""), os.environ.get("WATCHDOG_PID", "")
    if not written.isdecimal() or meant not in ("", str(os.getpid())):
        return None
    return int(written) / 1_000_000
