"""A real SMTP server that keeps what it accepted, and misbehaves when told to.

Runs in a thread of its own on a free port of loopback.
"""

import asyncio
import base64
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from certificates import Certificate


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it was accepted, its dots undoubled; `connection` counts from 1."""

    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    connection: int


@dataclass(slots=True)
class Behaviour:
    """What the server does next; may be changed while it runs.

    `to_recipient` gives an answer such as "451 4.3.0 later" by recipient, to RCPT; `to_data` one to DATA,
    `to_dot` one to the whole letter; `kept` is what it answers when it has kept one, `{}` its number.
    `delay` is how long it ponders a letter it has kept, in seconds. `hang_up` is where it cuts the line: at
    MAIL, within DATA, or after the final dot with the letter kept.
    """

    to_recipient: dict[str, str] = field(default_factory=dict)
    to_data: str | None = None
    to_dot: str | None = None
    kept: str = "250 2.0.0 kept as {}"
    delay: float = 0.0
    hang_up: Literal["mail", "data", "dot"] | None = None


class SmtpSink:
    """An SMTP server: `letters` is what it accepted, `behaviour` what it does next, `largest` the bytes it takes."""

    def __init__(
        self,
        *,
        accounts: Mapping[str, str] | None = None,
        certificate: Certificate | None = None,
        implicit_tls: bool = False,
        smtputf8: bool = True,
        pipelining: bool = True,
        largest: int = 33_554_432,
        tokens: Callable[[str, str], bool] | None = None,
    ) -> None:
        self.largest = largest
        self.tokens = tokens
        self.host = "127.0.0.1"
        self.port = 0
        self.letters: list[Letter] = []
        self.behaviour = Behaviour()
        self.connections = 0
        self.accounts = accounts
        self._context = certificate.server_context() if certificate else None
        self._implicit_tls = implicit_tls
        self._smtputf8 = smtputf8
        self.pipelining = pipelining
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._ended: asyncio.Event | None = None
        self._conversations: set[_Conversation] = set()

    def start(self) -> Self:
        """Begin to listen: on a free port, or after a `stop` on the same one again."""
        up = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(up)), name="smtp-sink", daemon=True)
        self._thread.start()
        if not up.wait(10):
            raise RuntimeError("the SMTP server would not start")
        return self

    def stop(self) -> None:
        """Cease to listen and cut every connection."""
        if self._loop is not None and self._thread is not None and self._ended is not None:
            self._loop.call_soon_threadsafe(self._ended.set)
            self._thread.join(10)
        self._loop = self._thread = None

    def hang_up(self) -> None:
        """Cut every connection, as servers do to those that were silent for long."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._cut_all)
            while self._conversations:
                time.sleep(0.005)

    def _cut_all(self) -> None:
        for conversation in list(self._conversations):
            conversation.cut()

    async def _serve(self, up: threading.Event) -> None:
        self._loop = asyncio.get_running_loop()
        self._ended = asyncio.Event()
        context = self._context if self._implicit_tls else None
        server = await self._loop.create_server(lambda: _Conversation(self), self.host, self.port, ssl=context)
        self.port = server.sockets[0].getsockname()[1]
        up.set()
        await self._ended.wait()
        server.close()
        self._cut_all()
        await asyncio.sleep(0)  # the connections learn of it

    def options(self) -> dict[str, Any]:
        return {
            "hostname": "smtp.example",
            "data_size_limit": self.largest,
            "enable_SMTPUTF8": self._smtputf8,
            "tls_context": None if self._implicit_tls else self._context,
            "authenticator": self._authenticate,
            "auth_require_tls": self.accounts is None and self.tokens is None,
            "auth_exclude_mechanism": ["LOGIN", "PLAIN"] if self.tokens else ["XOAUTH2"],
        }

    def joined(self, conversation: "_Conversation") -> int:
        self._conversations.add(conversation)
        self.connections += 1
        return self.connections

    def left(self, conversation: "_Conversation") -> None:
        self._conversations.discard(conversation)

    def _authenticate(self, _server: Any, _session: Any, _envelope: Any, _kind: str, data: Any) -> AuthResult:
        known = isinstance(data, LoginPassword) and (self.accounts or {}).get(data.login.decode())
        return AuthResult(success=bool(known) and data.password.decode() == known, handled=False)


class _Conversation(SMTP):
    """One connection: SMTP as aiosmtpd speaks it, with the misbehaviour asked for."""

    def __init__(self, sink: SmtpSink) -> None:
        super().__init__(self, loop=asyncio.get_running_loop(), **sink.options())
        self.sink = sink
        self.number = 0

    def cut(self) -> None:
        if isinstance(self.transport, asyncio.WriteTransport) and not self.transport.is_closing():
            self.transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.number = self.number or self.sink.joined(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self.sink.left(self)
        super().connection_lost(error)

    async def auth_XOAUTH2(self, _server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802
        """Google's and Microsoft's protocol: `user=…^Aauth=Bearer …^A^A` in the first answer."""
        fields = base64.b64decode(args[1]).decode().split("\1")
        user, token = fields[0].removeprefix("user="), fields[1].removeprefix("auth=Bearer ")
        if self.sink.tokens is not None and self.sink.tokens(user, token):
            return AuthResult(success=True)
        await self.push("334 eyJzdGF0dXMiOiI0MDAifQ==")
        await self._reader.readline()
        return AuthResult(success=False, handled=False)

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        *features, last = responses
        return [*features, *(["250-PIPELINING"] if self.sink.pipelining else []), last]

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.sink.behaviour.hang_up == "mail":
            self.cut()
        if (self.sink.accounts is not None or self.sink.tokens is not None) and not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.sink.behaviour.to_recipient:
            return self.sink.behaviour.to_recipient[address]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802
        if self.sink.behaviour.to_data is not None:
            await self.push(self.sink.behaviour.to_data)
        elif self.sink.behaviour.hang_up == "data":
            await self.push("354 go ahead")
            await self._reader.read(1)
            self.cut()
        else:
            await super().smtp_DATA(arg)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.sink.behaviour.to_dot is not None:
            return self.sink.behaviour.to_dot
        raw = envelope.original_content or b""
        letter = Letter(envelope.mail_from or "", tuple(envelope.rcpt_tos), raw, self.number)
        self.sink.letters.append(letter)
        if self.sink.behaviour.hang_up == "dot":
            self.cut()
        await asyncio.sleep(self.sink.behaviour.delay)
        return self.sink.behaviour.kept.format(len(self.sink.letters))
