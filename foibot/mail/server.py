"""Where a mail server stands, and what it means when it cannot be reached.

Shared by the mailbox (IMAP) and the transport (SMTP); speaks neither protocol itself.
"""

import contextlib
import ipaddress
import os
import socket
import ssl
from pathlib import Path
from typing import Literal

from foibot.errors import Unavailable
from foibot.lean import dataclass

Tls = Literal["implicit", "starttls", "none"]


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A server's host and port, and how the connection is encrypted.

    `implicit` is TLS from the first byte (RFC 8314 §3), `starttls` the upgrade of a plain connection; `none`
    is for a server on this machine only, because a password would travel in the clear.
    """

    host: str
    port: int
    tls: Tls

    def __post_init__(self) -> None:
        if self.tls not in ("implicit", "starttls", "none"):
            raise ValueError(f'tls is "implicit", "starttls" or "none", not "{self.tls}"')
        if self.tls == "none" and not self.is_loopback:
            raise ValueError(f'tls = "none" is for a server on this machine, and {self.host} is not')

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def is_loopback(self) -> bool:
        """Whether the server is this machine, judged by the name as written: no look-up is made."""
        if self.host.lower() in {"localhost", "ip6-localhost"}:
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def tls_context(ca_file: Path | None) -> ssl.SSLContext:
    """Return a context that checks certificates: against `ca_file` alone where given, else the system's.

    Raises Unavailable when the file cannot be read.
    """
    try:
        return ssl.create_default_context(cafile=None if ca_file is None else str(ca_file))
    except OSError as error:
        raise Unavailable(
            f"The certificate file {ca_file} cannot be used ({reason(error)}). Give a readable PEM file."
        ) from error


def unreachable(server: ServerAddress, protocol: str, error: BaseException) -> Unavailable:
    """Say in words why `server` could not be reached, and what to do about it."""
    return Unavailable(f"The {protocol} server {server} cannot be reached: {_cause(server, error)}")


def _cause(server: ServerAddress, error: BaseException) -> str:
    match error:
        case socket.gaierror():
            return f'no machine is known by the name "{server.host}". Check `host` and the network.'
        case ssl.SSLCertVerificationError():
            return (
                f"its certificate is not trusted ({error.verify_message}). "
                "Check `host`, or name the certificate of your own authority."
            )
        case ssl.SSLError():
            return (
                f'it does not speak TLS as tls = "{server.tls}" expects ({reason(error)}). '
                'Check `port` and `tls`: "implicit" and "starttls" have different ports.'
            )
        case TimeoutError():
            return "it did not answer in time. Check `host`, `port` and any firewall between."
        case ConnectionRefusedError():
            return "nothing listens there. Check `port`, and that the server runs."
        case _:
            return f"{reason(error)}. Check `host`, `port` and `tls`."


def reason(error: BaseException) -> str:
    """Return the shortest honest text of an error of the operating system or of TLS."""
    if isinstance(error, ssl.SSLError) and error.reason:
        return error.reason.replace("_", " ").lower()
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error).rstrip(".") or type(error).__name__


def hang_up(sock: socket.socket) -> None:
    """Cut a connection that another thread reads from, so that its read ends at once; never raises."""
    # A copy of the descriptor leaves the other thread's object alone, which TLS would otherwise spoil.
    with contextlib.suppress(OSError), socket.socket(fileno=os.dup(sock.fileno())) as copy:
        copy.shutdown(socket.SHUT_RDWR)
