"""Handing letters to the SMTP server, one at a time, with one point of no return.

A letter is surely not sent until the final dot leaves, and nobody knows once the answer to the dot is lost
(RFC 5321 §6.1, RFC 1047): the caller is called in between. Knows nothing of outbox or register.
"""

import contextlib
import re
import select
import smtplib
import socket
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from foibot.errors import FoibotError, SignInRefused, Unavailable
from foibot.lean import dataclass
from foibot.mail.server import ServerAddress, hang_up, reason
from foibot.mail.smtp_session import LIBRARY_ERRORS, PERMANENT, Connects, Submission, answer_text, connect, open_session

CHECK_AFTER_SECONDS = 10.0  # servers hang up on silent clients: ask for a sign of life before the next letter
ANSWER_PATIENCE = 4  # times the time-out: servers look into attachments before they answer the final dot
BLOCK = 65_536  # bytes handed to the socket at a time

_DONE = 250
_GOING_AWAY = 421
_SIGN_IN_FIRST = {530, 535, 538}  # RFC 4954 §6
_ADDRESS = re.compile(r"\S+@[^\s:;,>]+")
_FIT_FOR_ENVELOPE = re.compile(r"[^\s\x00-\x1f\x7f<>]+@[^\s\x00-\x1f\x7f<>@]+")


@dataclass(frozen=True, slots=True)
class Accepted:
    """The server took the letter; `answer` is what it said, which may hold its own name for the letter."""

    answer: str


class AnsweredNo(FoibotError):
    """The base of the two refusals; `answer` is what the server said, in full."""

    def __init__(self, said: str, answer: str) -> None:
        # Servers repeat the address in their answer; it stays out of the text, which ends up in logs.
        self.answer = answer
        super().__init__(f"{said}: {_without_addresses(answer)}")


class Deferred(AnsweredNo):
    """Raised when the server says "not now" (4xx): the letter was not sent; try again later."""


class Refused(AnsweredNo):
    """Raised when the server says "never" (5xx), or the letter cannot be sent there: a person must look."""


class OutcomeUnknown(FoibotError):
    """Raised when the connection was lost after the final dot may have left: look before sending again."""


class SmtpTransport:
    """One connection to the submission server, for one thread, used again for letter after letter."""

    def __init__(
        self,
        server: ServerAddress,
        username: str | None,
        password: Callable[[], str] | None,
        *,
        timeout: float = 30,
        local_hostname: str | None = None,
        ca_file: Path | None = None,
        connects: Connects = connect,
    ) -> None:
        self._connects = connects
        self._to = Submission(server, username, password, timeout, local_hostname, ca_file)
        self._session: smtplib.SMTP | None = None
        self._used_at = 0.0

    def connect(self) -> None:
        """Connect and sign in anew.

        Raises SignInRefused for a refused name or password, Unavailable for everything else.
        """
        self._drop()
        self._session = open_session(self._to, self._connects)
        self._used_at = time.monotonic()

    def close(self) -> None:
        """Say goodbye and close; never raises."""
        if self._session is not None:
            with contextlib.suppress(*LIBRARY_ERRORS):
                self._session.quit()
        self._drop()

    @property
    def largest(self) -> int | None:
        """How many bytes the server takes at most (RFC 1870), 0 where it names no limit; None while not connected."""
        if self._session is None:
            return None
        said = str(self._session.esmtp_features.get("size", "")).split()
        return int(said[0]) if said and said[0].isdecimal() else 0

    def abandon(self) -> None:
        """Cut the connection from another thread, so that a `send` under way ends at once; never raises."""
        session = self._session
        if session is not None and session.sock is not None:
            hang_up(session.sock)

    def send(self, *, sender: str, recipient: str, raw: bytes, before_final_dot: Callable[[], None]) -> Accepted:
        """Send one letter to one recipient; `raw` has CRLF line ends and is sent byte for byte.

        `before_final_dot` is called when all but the end mark has been sent; if it raises, the letter is not
        sent. Surely not sent: Deferred, Refused, Unavailable. Perhaps sent: OutcomeUnknown.
        """
        body = _ready_for_data(raw)
        self._begin(sender, recipient, raw)
        try:
            self._push(body)
            before_final_dot()
        except BaseException:
            self._drop()  # without the end mark the server must throw away what it got (RFC 5321 §4.1.1.4)
            raise
        return self._finish()

    # -- before the point of no return

    def _begin(self, sender: str, recipient: str, raw: bytes) -> None:
        """Bring the session to where the letter's text may follow, connecting anew where the old one died."""
        _check_addresses(sender, recipient)
        was_open = self._is_alive()
        if not was_open:
            self.connect()
        try:
            self._announce(sender, recipient, raw)
        except Unavailable:
            if not was_open:
                raise
            self.connect()
            self._announce(sender, recipient, raw)

    def _announce(self, sender: str, recipient: str, raw: bytes) -> None:
        session = self._open_session()
        options = _mail_options(session, sender, recipient, raw)
        if session.has_extn("pipelining"):
            self._announce_at_once(
                f"MAIL FROM:<{sender}> {' '.join(options)}".rstrip(), f"RCPT TO:<{recipient}>", "DATA"
            )
            return
        self._ask(lambda session: session.mail(sender, options), good=2)
        self._ask(lambda session: session.rcpt(recipient), good=2)
        self._ask(lambda session: session.docmd("DATA"), good=3)

    def _announce_at_once(self, *commands: str) -> None:
        """Say MAIL, RCPT and DATA in one breath where the server lets us (RFC 2920): one way there and back, not three.

        DATA may be granted though no recipient was: an empty letter would have to end it, so the line is cut instead.
        """
        session = self._open_session()
        try:
            session.send("".join(f"{command}\r\n" for command in commands).encode())
            answers = [session.getreply() for _ in commands]
        except LIBRARY_ERRORS as error:
            self._drop()
            raise self._broken(error) from error
        noes = [answer for answer, good in zip(answers, (2, 2, 3), strict=True) if answer[0] // 100 != good]
        if noes and answers[-1] not in noes:
            self._drop()
        if noes:
            raise self._no(*noes[0])

    def _ask(self, step: Callable[[smtplib.SMTP], tuple[int, bytes]], *, good: int) -> None:
        try:
            code, said = step(self._open_session())
        except LIBRARY_ERRORS as error:
            self._drop()
            raise self._broken(error) from error
        if code // 100 != good:
            raise self._no(code, said)

    def _push(self, body: bytes) -> None:
        session = self._open_session()
        try:
            for start in range(0, len(body), BLOCK):  # the time-out is for a block, not for a large letter
                session.send(body[start : start + BLOCK])
            if session.sock is not None and _hung_up(session.sock):
                raise smtplib.SMTPServerDisconnected("the server hung up before the letter was complete")
        except LIBRARY_ERRORS as error:
            raise self._broken(error) from error

    # -- after it

    def _finish(self) -> Accepted:
        session = self._open_session()
        if session.sock is not None and _hung_up(session.sock):
            self._drop()
            raise self._broken(smtplib.SMTPServerDisconnected("the server hung up before the final dot"))
        try:
            if session.sock is not None:
                session.sock.settimeout(self._to.timeout * ANSWER_PATIENCE)
            session.send(b"\r\n.\r\n")
            code, said = session.getreply()
            if session.sock is not None:
                session.sock.settimeout(self._to.timeout)
        except LIBRARY_ERRORS as error:
            self._drop()
            raise self._unknown(reason(error)) from error
        except BaseException:
            self._drop()
            raise
        if code // 100 == 2:  # noqa: PLR2004 - RFC 5321 §4.2.1: the first digit is the outcome
            self._used_at = time.monotonic()
            return Accepted(answer_text(code, said))
        if code // 100 in (4, 5):
            raise self._no(code, said)
        self._drop()
        raise self._unknown(answer_text(code, said))

    # -- what both share

    def _no(self, code: int, said: bytes) -> FoibotError:
        """Turn a refusal into its error, and leave the session fit for the next letter."""
        answer = answer_text(code, said)
        if code == _GOING_AWAY or code // 100 not in (4, 5):
            self._drop()
        else:
            self._reset()
        if code in _SIGN_IN_FIRST:
            return SignInRefused(
                f"The SMTP server {self._to.server} wants a sign-in first: {_without_addresses(answer)}. "
                "Check `username` and `password`."
            )
        if code == _GOING_AWAY or code // 100 not in (4, 5):
            said_now = _without_addresses(answer)
            return Unavailable(f"The SMTP server {self._to.server} takes no letters now: {said_now}.")
        if code < PERMANENT:
            return Deferred("The SMTP server put the letter off", answer)
        return Refused("The SMTP server refused the letter", answer)

    def _broken(self, error: BaseException) -> Unavailable:
        return Unavailable(
            f"The connection to the SMTP server {self._to.server} broke before the letter was complete: "
            f"{reason(error)}. It was not sent; foibot tries again."
        )

    def _unknown(self, why: str) -> OutcomeUnknown:
        return OutcomeUnknown(
            f"The SMTP server {self._to.server} got a whole letter, but its answer did not come: {why}. "
            "Nobody knows whether it was sent."
        )

    def _open_session(self) -> smtplib.SMTP:
        if self._session is None:
            raise Unavailable(f"There is no connection to the SMTP server {self._to.server}.")
        return self._session

    def _is_alive(self) -> bool:
        if self._session is None:
            return False
        if time.monotonic() - self._used_at < CHECK_AFTER_SECONDS:
            return True
        with contextlib.suppress(*LIBRARY_ERRORS):
            return self._session.noop()[0] == _DONE
        return False

    def _reset(self) -> None:
        if self._session is None:
            return
        try:
            code, _ = self._open_session().rset()
        except LIBRARY_ERRORS:
            code = 0
        self._used_at = time.monotonic()
        if code != _DONE:
            self._drop()

    def _drop(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            session.close()


def _without_addresses(answer: str) -> str:
    return _ADDRESS.sub("(address)", answer)


def _check_addresses(sender: str, recipient: str) -> None:
    # An empty sender is the null path of RFC 5321 §4.5.5.
    if not _FIT_FOR_ENVELOPE.fullmatch(recipient) or (sender and not _FIT_FOR_ENVELOPE.fullmatch(sender)):
        raise Refused("The letter cannot be sent", "its sender or recipient is no e-mail address")


def _ready_for_data(raw: bytes) -> bytes:
    """Return the text as DATA wants it, dots doubled (RFC 5321 §4.5.2), without its last line end."""
    ends = raw.count(b"\r\n")
    if ends != raw.count(b"\n") or ends != raw.count(b"\r"):
        # Servers disagree on lone CR and LF, which has let people smuggle a second letter into the first.
        raise Refused("The letter cannot be sent", "its lines do not all end in CRLF")
    stuffed = re.sub(rb"(?m)^\.", b"..", raw)
    return stuffed.removesuffix(b"\r\n")


def _mail_options(session: smtplib.SMTP, sender: str, recipient: str, raw: bytes) -> Sequence[str]:
    """Return the options of MAIL: the size, 8-bit text, and addresses beyond ASCII (RFC 6531)."""
    options = []
    if session.has_extn("size"):
        options.append(f"SIZE={len(raw)}")
    if not raw.isascii() and session.has_extn("8bitmime"):
        options.append("BODY=8BITMIME")
    if not (sender + recipient).isascii():
        if not session.has_extn("smtputf8"):
            raise Refused(
                "The letter cannot be sent by e-mail",
                "an address has letters beyond ASCII, and the SMTP server does not take those (SMTPUTF8)",
            )
        options.append("SMTPUTF8")
    return options


def _hung_up(sock: socket.socket) -> bool:
    """Whether the other side has closed the connection already, asked without reading from it."""
    poller = select.poll()
    poller.register(sock.fileno(), getattr(select, "POLLRDHUP", 0))
    return bool(poller.poll(0))
