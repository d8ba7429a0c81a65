"""Where monitoring programs of this machine ask how foibot is: /healthz, and /metrics for Prometheus.

Loopback only, read only, and nothing about a person: counts, moments, and the faults that `status` shows.
"""

import importlib
import json
import logging
import sys
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from foibot.app import App
from foibot.errors import FoibotError, Unavailable
from foibot.jobs.health import troubles
from foibot.store.register import open_for_reading

logger = logging.getLogger(__name__)
SECONDS_TO_ASK = 10
METRICS = "foibot.jobs.metrics"
OURSELVES = frozenset({"127.0.0.1", "localhost", "::1"})


class Monitor(ThreadingHTTPServer):
    """Answers on loopback; each question reads the register anew."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, app: App, clock: Callable[[], datetime]) -> None:
        host, _, port = app.config.monitor.listen.rpartition(":")
        self.app = app
        self.clock = clock
        try:
            super().__init__((host.strip("[]"), int(port)), Question)
        except OSError as error:
            where = app.config.monitor.listen
            said = f"[monitor] listen = {where}: {error.strerror}. Choose another port, or end what holds this one."
            raise Unavailable(said) from error

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a program that went away in the middle; any other fault is told as usual."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    def start(self) -> None:
        """Begin to answer, in a thread of its own."""
        threading.Thread(target=self.serve_forever, name="monitor", daemon=True).start()

    def end(self) -> None:
        """Stop answering and free the port."""
        self.shutdown()
        self.server_close()


class Question(BaseHTTPRequestHandler):
    """One request: GET or HEAD of /healthz or /metrics."""

    server: Monitor
    timeout = SECONDS_TO_ASK
    server_version = "foibot"
    sys_version = ""

    def do_GET(self) -> None:
        """Answer, if it is this machine that asks: a page in somebody's browser names another host."""
        if urlsplit(f"//{self.headers.get('Host') or ''}").hostname not in OURSELVES:
            return self._answer(HTTPStatus.FORBIDDEN, "text/plain", b"Ask by the address in [monitor] listen.\n")
        answer = {"/healthz": self._health, "/metrics": self._metrics}.get(self.path)
        if answer is None:
            return self._answer(HTTPStatus.NOT_FOUND, "text/plain", b"There is /healthz and /metrics.\n")
        try:
            return self._answer(*answer())
        except FoibotError as error:
            return self._answer(HTTPStatus.SERVICE_UNAVAILABLE, "text/plain", f"{error}\n".encode())

    do_HEAD = do_GET  # noqa: N815 -- the name is the library's

    def _health(self) -> tuple[HTTPStatus, str, bytes]:
        db = open_for_reading(self.server.app.config.register.path)
        try:
            found = self._troubles(db)
        finally:
            db.close()
        said = {"well": not found, "troubles": [{"name": one.name, "said": one.said} for one in found]}
        status = HTTPStatus.SERVICE_UNAVAILABLE if found else HTTPStatus.OK
        return status, "application/json", f"{json.dumps(said)}\n".encode()

    def _metrics(self) -> tuple[HTTPStatus, str, bytes]:
        metrics = importlib.import_module(METRICS)  # and its library, where somebody asks
        db = open_for_reading(self.server.app.config.register.path)
        try:
            return (
                HTTPStatus.OK,
                metrics.CONTENT_TYPE_LATEST,
                metrics.exposition(db, self.server.clock(), self._troubles(db)),
            )
        finally:
            db.close()

    def _troubles(self, db: Any) -> tuple[Any, ...]:
        config = self.server.app.config
        patience = timedelta(minutes=config.alerts.after_minutes)
        return troubles(db, self.server.clock(), patience, timedelta(seconds=config.mailbox.poll_seconds))

    def _answer(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the name is the library's
        """Keep quiet: who asks how foibot is, every few seconds, is no news."""
        del format, args
