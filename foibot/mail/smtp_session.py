"""Opening one SMTP session: connect, encrypt, greet, sign in; with smtplib's errors put into foibot's words.

What is said in the session, letter by letter, stands in `transport`.
"""

import base64
import smtplib
import socket
from collections.abc import Callable
from pathlib import Path

from foibot.errors import SignInRefused, Unavailable
from foibot.lean import dataclass
from foibot.mail.server import ServerAddress, reason, tls_context, unreachable
from foibot.mail.tokens import TokenSource

# What smtplib raises on a lost connection, a refusal, or an answer that is not SMTP.
LIBRARY_ERRORS = (smtplib.SMTPException, OSError, ValueError)

SIGNED_IN = 235  # RFC 4954 §6
PERMANENT = 500
NO_CODE = -1  # what smtplib gives where an answer begins with no number


@dataclass(frozen=True, slots=True)
class Submission:
    """Where letters are handed in, and as whom; `password` is asked for anew at each sign-in."""

    server: ServerAddress
    username: str | None
    password: Callable[[], str] | None
    timeout: float
    local_hostname: str | None
    ca_file: Path | None


def connect(to: Submission) -> smtplib.SMTP:
    """Connect to an SMTP server; raises what smtplib, socket and ssl raise."""
    host, port = to.server.host, to.server.port
    if to.server.tls == "implicit":
        context = tls_context(to.ca_file)
        return smtplib.SMTP_SSL(host, port, to.local_hostname, timeout=to.timeout, context=context)
    return smtplib.SMTP(host, port, to.local_hostname, timeout=to.timeout)


Connects = Callable[[Submission], smtplib.SMTP]
"""What connects to a server: `connect`, or what stands in for a server in a simulation."""


def open_session(to: Submission, connects: Connects = connect) -> smtplib.SMTP:
    """Return a session that is ready for letters.

    Raises SignInRefused for a refused name or password, Unavailable for everything else.
    """
    password = to.password() if to.username and to.password else None
    try:
        session = connects(to)
    except LIBRARY_ERRORS as error:
        raise _fault(to, error) from error
    try:
        _greet(session, to, password)
    except LIBRARY_ERRORS as error:
        session.close()
        raise _fault(to, error) from error
    except BaseException:
        session.close()
        raise
    return session


def answer_text(code: int, said: bytes | str) -> str:
    """Return a server's answer on one line, bounded: `550 5.1.1 No such mailbox`."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(text.split())}".strip()[:500]


def _greet(session: smtplib.SMTP, to: Submission, password: str | None) -> None:
    if session.sock is not None:
        # A letter's last bytes would otherwise wait until the server acknowledges those before them.
        session.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if to.server.tls == "starttls":
        session.starttls(context=tls_context(to.ca_file))
    session.ehlo_or_helo_if_needed()
    if to.username and password is not None:
        _sign_in(session, to, to.username, password)


def _sign_in(session: smtplib.SMTP, to: Submission, username: str, password: str) -> None:
    if not session.has_extn("auth"):
        if to.server.is_loopback:
            return  # a relay on this machine knows its neighbours without a password
        raise Unavailable(
            f"The SMTP server {to.server} offers no sign-in, though a username is configured. "
            'Check `port` and `tls`: submission is mostly on port 587 with tls = "starttls".'
        )
    if isinstance(to.password, TokenSource):
        _sign_in_by_token(session, to.password, username, password)
        return
    if (username + password).isascii():
        session.login(username, password)
        return
    # smtplib signs in with ASCII only; SASL PLAIN is UTF-8 (RFC 4616 §2).
    token = base64.b64encode(f"\0{username}\0{password}".encode()).decode("ascii")
    code, said = session.docmd("AUTH", f"PLAIN {token}")
    if code != SIGNED_IN:
        raise smtplib.SMTPAuthenticationError(code, said)


def _sign_in_by_token(session: smtplib.SMTP, tokens: TokenSource, username: str, token: str) -> None:
    """Sign in by XOAUTH2; the server says why it refuses in a challenge, which is answered with nothing."""
    answer = f"user={username}\1auth=Bearer {token}\1\1"
    try:
        session.auth("XOAUTH2", lambda challenge=None: answer if challenge is None else "")
    except smtplib.SMTPAuthenticationError:
        tokens.forget()
        raise


def _fault(to: Submission, error: Exception) -> Unavailable:
    match error:
        case smtplib.SMTPAuthenticationError() if error.smtp_code >= PERMANENT:
            return SignInRefused(
                f"The SMTP server {to.server} refused the sign-in of {to.username}: "
                f"{answer_text(error.smtp_code, error.smtp_error)}. "
                "Check `username`, `password` or [mailbox.oauth], and that SMTP sign-in is allowed for the account."
            )
        case smtplib.SMTPResponseException() if error.smtp_code == NO_CODE:
            return Unavailable(f"What answers at {to.server} speaks no SMTP. Check `port`.")
        case smtplib.SMTPResponseException():
            return Unavailable(
                f"The SMTP server {to.server} takes no letters now: "
                f"{answer_text(error.smtp_code, error.smtp_error)}. foibot tries again."
            )
        case smtplib.SMTPException() if not isinstance(error, smtplib.SMTPServerDisconnected):
            return Unavailable(
                f"The SMTP server {to.server} does not offer what is configured: {reason(error)}. "
                "Check `port` and `tls`."
            )
        case _:
            return unreachable(to.server, "SMTP", error)
