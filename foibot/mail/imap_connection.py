"""One signed-in IMAP connection, and the border where the libraries' errors become foibot's own.

Knows how to connect, sign in, check and drop a connection. What is asked of the server stands in `mailbox`.
No error of imaplib, imapclient, socket or ssl passes this border.
"""

import contextlib
import imaplib
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import imapclient

from foibot.errors import FoibotError, SignInRefused, Unavailable
from foibot.mail.imap_commands import silence_debugging
from foibot.mail.server import ServerAddress, hang_up, tls_context, unreachable
from foibot.mail.tokens import TokenSource

CHECK_AFTER_SECONDS = 15.0  # a connection silent for longer is asked for a sign of life before it is used
PARTING_SECONDS = 2.0  # how long a farewell may take: the daemon must end within five seconds

# What imapclient and imaplib raise on a lost connection, a refusal, or an answer that is not IMAP.
LIBRARY_ERRORS = (imaplib.IMAP4.error, OSError, ValueError, LookupError, TypeError, AttributeError)

_BACKOFF = re.compile(r"Suggested Backoff Time: (\d+) milliseconds", re.IGNORECASE)
# RFC 5530 codes and the words of Microsoft 365 for "not now": no fault of the name or password.
_NOT_NOW = re.compile(
    r"\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG|CONTACTADMIN)\]|authenticated but not connected|"
    r"is throttled|Backoff Time|Maximum number of connections|Too many",
    re.IGNORECASE,
)
_NO = re.compile(r"^[A-Za-z]+ failed: ")  # how imapclient words a tagged NO; anything else is out of step
_ATOM = re.compile(r"[A-Za-z0-9.@_+=~^:;,<>?/!#$&'-]+")  # sent by LOGIN as it stands, RFC 3501 §9


def open_client(
    server: ServerAddress, context: ssl.SSLContext | None, timeout: imapclient.SocketTimeout
) -> imapclient.IMAPClient:
    """Connect to an IMAP server; raises what imapclient, socket and ssl raise."""
    return imapclient.IMAPClient(
        server.host, server.port, ssl=server.tls == "implicit", ssl_context=context, timeout=timeout
    )


OpensClient = Callable[[ServerAddress, ssl.SSLContext | None, imapclient.SocketTimeout], imapclient.IMAPClient]
"""What connects to a server: `open_client`, or what stands in for a server in a simulation."""

WHAT_TO_CHECK = {
    False: "Check `username` and `password` of [mailbox]",
    True: "Check `username` of [mailbox], that the token is for that mailbox, the scopes of [mailbox.oauth]",
}


class FolderRefused(Unavailable):
    """Raised when the server refuses something about one folder; the connection stays good."""

    def __init__(self, message: str, *, folder: str, retry_after: float | None = None) -> None:
        self.folder = folder
        super().__init__(message, retry_after=retry_after)


class ImapConnection:
    """A connection to one account, for one thread; dropped after any error that may leave it out of step."""

    def __init__(
        self,
        server: ServerAddress,
        username: str,
        password: Callable[[], str],
        *,
        timeout: imapclient.SocketTimeout,
        ca_file: Path | None,
        opens: OpensClient = open_client,
    ) -> None:
        self._opens = opens
        self.server = server
        self._username = username
        self._password = password
        self._timeout = timeout
        self._ca_file = ca_file
        self._client: imapclient.IMAPClient | None = None
        self._used_at = 0.0
        self.capabilities: frozenset[str] = frozenset()

    @property
    def client(self) -> imapclient.IMAPClient:
        """The signed-in client. Raises Unavailable when there is none."""
        if self._client is None:
            raise Unavailable(f"There is no connection to {self.server}. foibot connects at its next pass.")
        return self._client

    @property
    def read_timeout(self) -> float:
        """How long an answer may take, in seconds."""
        return float(self._timeout.read)

    @property
    def connected(self) -> bool:
        """Whether there is a connection, as far as is known without asking."""
        return self._client is not None

    def open(self) -> None:
        """Connect and sign in, replacing any older connection.

        Raises SignInRefused for a refused name or password, Unavailable for everything else.
        """
        self.drop()
        password = self._password()
        context = None if self.server.tls == "none" else tls_context(self._ca_file)
        try:
            client = self._opens(self.server, context, self._timeout)
        except LIBRARY_ERRORS as error:
            raise self._unreachable(error) from error
        self._client = client
        silence_debugging(client)
        client.normalise_times = False
        try:
            self._secure_and_sign_in(client, password, context)
        except BaseException:
            self.drop()
            raise
        self._used_at = time.monotonic()

    def is_alive(self) -> bool:
        """Whether the connection answers: asked only if it was silent for a while."""
        if self._client is None:
            return False
        if time.monotonic() - self._used_at < CHECK_AFTER_SECONDS:
            return True
        try:
            with self.conversation("asking for a sign of life") as client:
                client.noop()
        except Unavailable:
            return False
        return True

    def close(self) -> None:
        """Sign out politely and close; never raises, never takes longer than a moment."""
        client = self._client
        if client is None:
            return
        with contextlib.suppress(*LIBRARY_ERRORS):
            client.socket().settimeout(PARTING_SECONDS)
            client.logout()
        self.drop()

    def drop(self) -> None:
        """Close without a word, as after an error; never raises."""
        client, self._client = self._client, None
        if client is not None:
            with contextlib.suppress(*LIBRARY_ERRORS):
                client.shutdown()

    def abandon(self) -> None:
        """Cut the connection from another thread, so that what is under way ends at once; never raises."""
        client = self._client
        if client is not None:
            hang_up(client.socket())

    @contextlib.contextmanager
    def conversation(self, doing: str, folder: str | None = None) -> Iterator[imapclient.IMAPClient]:
        """Lend the client for a few commands, and turn what goes wrong into Unavailable or FolderRefused.

        `doing` completes the sentence "The server … while …"; `folder` is the configured name concerned.
        """
        client = self.client
        try:
            yield client
        except LIBRARY_ERRORS as error:
            raise self._fault(error, doing, folder) from error
        except FoibotError:
            raise
        except BaseException:
            self.drop()  # an answer may be half read
            raise
        self._used_at = time.monotonic()

    def _secure_and_sign_in(self, client: imapclient.IMAPClient, password: str, context: object) -> None:
        try:
            # A command's last bytes would otherwise wait until the server acknowledges those before them.
            client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.server.tls == "starttls":
                client.starttls(context)
        except LIBRARY_ERRORS as error:
            raise self._unreachable(error) from error
        try:
            self._sign_in(client, password)
            names = client.capabilities()
        except LIBRARY_ERRORS as error:
            fault = self._sign_in_fault(error)
            if isinstance(fault, SignInRefused) and isinstance(self._password, TokenSource):
                self._password.forget()
            raise fault from error
        self.capabilities = frozenset(name.decode("ascii", "replace").upper() for name in names)

    def _sign_in(self, client: imapclient.IMAPClient, password: str) -> None:
        if isinstance(self._password, TokenSource):
            client.oauth2_login(self._username, password)
            return
        # LOGIN takes ASCII only and imaplib does not quote the name; SASL PLAIN (RFC 4616) takes anything.
        by_login = _ATOM.fullmatch(self._username) and password.isascii() and password.isprintable()
        if not by_login and client.has_capability("AUTH=PLAIN"):
            client.plain_login(self._username, password)
        else:
            client.login(self._username, password)

    def _sign_in_fault(self, error: BaseException) -> Unavailable:
        said = answer_text(error)
        lost = isinstance(error, (imaplib.IMAP4.abort, OSError)) or isinstance(
            error.__context__, (imaplib.IMAP4.abort, OSError)
        )
        if lost or _NOT_NOW.search(said):
            return Unavailable(
                f"The IMAP server {self.server} does not let foibot sign in now: {said}. foibot tries again.",
                retry_after=_backoff(said),
            )
        return SignInRefused(
            f"The IMAP server {self.server} refused the sign-in of {self._username}: {said}. "
            f"{WHAT_TO_CHECK[isinstance(self._password, TokenSource)]}, and that IMAP is allowed for the account."
        )

    def _unreachable(self, error: BaseException) -> Unavailable:
        if isinstance(error, OSError):
            return unreachable(self.server, "IMAP", error)
        said = answer_text(error)
        return Unavailable(
            f"The server {self.server} does not answer as an IMAP server should: {said}. Check `port` and `tls`.",
            retry_after=_backoff(said),
        )

    def _fault(self, error: BaseException, doing: str, folder: str | None) -> Unavailable:
        said = answer_text(error)
        about = f' the folder "{folder}"' if folder else ""
        if isinstance(error, imaplib.IMAP4.readonly) and folder:
            return FolderRefused(
                f'The folder "{folder}" may only be read. Give the account the right to write to it.',
                folder=folder,
            )
        if _NO.match(str(error)):
            message = f"The IMAP server {self.server} refused {doing}{about}: {said}."
            if folder is None:
                return Unavailable(message, retry_after=_backoff(said))
            remedy = "Check that it is there and that the account has the right to it: foibot check --connect."
            return FolderRefused(f"{message} {remedy}", folder=folder, retry_after=_backoff(said))
        self.drop()
        return Unavailable(
            f"The connection to {self.server} broke while {doing}{about}: {said}. foibot connects again.",
            retry_after=_backoff(said),
        )


def answer_text(error: BaseException) -> str:
    """Return what the server, or the system, said, freed of the libraries' wrapping and bounded."""
    text = _NO.sub("", str(error)) or type(error).__name__
    if (bare := re.fullmatch(r"b(['\"])(.*)\1", text)) is not None:
        text = bare[2]
    return " ".join(text.split()).rstrip(".")[:300]


def _backoff(said: str) -> float | None:
    """Return the pause Microsoft 365 asks for, in seconds."""
    match = _BACKOFF.search(said)
    return int(match[1]) / 1000 if match else None
