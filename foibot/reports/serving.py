"""Pages for a browser on this machine: loopback only, read only, without cookies or scripts.

A page of another site that has its own name resolved to 127.0.0.1 (DNS rebinding) is refused by the Host it names.
What the pages are is told by whoever starts this; nothing here knows the register.
"""

import re
import sys
from base64 import b64encode
from collections.abc import Callable, Mapping
from hashlib import sha256
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, cast
from urllib.parse import parse_qs, unquote, urlsplit

from foibot.errors import Unavailable
from foibot.lean import dataclass

LOOPBACK = "127.0.0.1"
SECONDS = 15
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
ELSEWHERE = "This page is only for a browser on this machine, at http://127.0.0.1 or http://localhost."
READ_ONLY = "Pages can be read here, and nothing can be changed."


@dataclass(frozen=True, slots=True)
class Answer:
    """What a browser gets: a page of HTML, or a sentence of plain text where it is none."""

    text: str
    status: HTTPStatus = HTTPStatus.OK
    html: bool = True


Site = Callable[[str, Mapping[str, str]], Answer]
"""Gives the page at a path, such as `/`, and what was asked there; may be called by several threads at once."""


def policy_of(html: str) -> str:
    """Return the Content-Security-Policy of a page: its own style, by its hash, and nothing else."""
    hashes = (b64encode(sha256(style.encode()).digest()).decode() for style in STYLE.findall(html))
    styles = " ".join(f"'sha256-{one}'" for one in hashes) or "'none'"
    return f"default-src 'none'; style-src {styles}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


class Browser(BaseHTTPRequestHandler):
    """One request of a browser."""

    site: ClassVar[Site]
    server_version = "foibot"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = SECONDS

    def do_GET(self) -> None:
        """Give a page."""
        self._give(self._answer(), body=True)

    def do_HEAD(self) -> None:
        """Give what stands above a page."""
        self._give(self._answer(), body=False)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what is no request for a page: every other method, and what cannot be understood."""
        del message, explain
        self.close_connection = True  # what was sent along is not read
        status = HTTPStatus.METHOD_NOT_ALLOWED if code == HTTPStatus.NOT_IMPLEMENTED else HTTPStatus(code)
        self._give(Answer(READ_ONLY, status, html=False), body=True)

    def _answer(self) -> Answer:
        if not self._is_for_us():
            return Answer(ELSEWHERE, HTTPStatus.MISDIRECTED_REQUEST, html=False)
        asked = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(asked.query, max_num_fields=20).items()}
        return type(self).site(unquote(asked.path), query)

    def _is_for_us(self) -> bool:
        """Tell whether the Host is this machine's own, with our port."""
        named = self.headers.get_all("Host") or [""]
        port = cast(Server, self.server).server_port
        allowed = {f"{name}:{port}" for name in (LOOPBACK, "localhost")}
        return len(named) == 1 and named[0].strip().casefold() in allowed

    def _give(self, answer: Answer, *, body: bool) -> None:
        content = answer.text.encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", f"text/{'html' if answer.html else 'plain'}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", policy_of(answer.text if answer.html else ""))
        for name, value in HEADERS.items():
            self.send_header(name, value)
        if answer.status is HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", "GET, HEAD")
        self.end_headers()
        if body:
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- named by the base class
        """Write nothing: an address may name a case."""


class Server(ThreadingHTTPServer):
    """A server on loopback, a thread for each browser."""

    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that went away in the middle; any other fault is told as usual."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


def listen(site: Site, port: int) -> Server:
    """Return a server that listens on loopback, on any free port where that is 0; raises `Unavailable`.

    It answers once `serve_forever` is called, until `shutdown` or the end of the process.
    """
    handler = type("Handler", (Browser,), {"site": staticmethod(site)})
    try:
        return Server((LOOPBACK, port), handler)
    except OSError as error:
        why = error.strerror or str(error)
        raise Unavailable(f"{LOOPBACK}:{port} cannot be listened on: {why}. Name another with --port.") from error
