"""Datasette over one SQLite file: on loopback, read only, with descriptions and questions ready to be asked.

Datasette is an extra, `foibot[explore]`, and imported here alone, when it is wanted. What the file holds is told by
whoever starts this; nothing here knows the register.
"""

import socket
from collections.abc import Awaitable, Callable, Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from foibot.errors import Unavailable
from foibot.lean import dataclass
from foibot.reports.serving import ELSEWHERE, HEADERS, LOOPBACK, READ_ONLY

SETTINGS: Mapping[str, int | bool] = {
    "sql_time_limit_ms": 3_000,
    "facet_time_limit_ms": 1_000,
    "facet_suggest_time_limit_ms": 50,
    "num_sql_threads": 2,
    "max_returned_rows": 2_000,
    "default_page_size": 50,
    "default_cache_ttl": 0,
    "allow_download": False,
}
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
BACKLOG = 64
MISDIRECTED, NOT_ALLOWED = 421, 405

Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Application = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]


class ExplorerMissing(Unavailable):
    """Raised where Datasette is not installed; says how to install it."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is explored: a file in a folder of its own, what is said of it, and further pages: name and HTML."""

    file: Path
    metadata: Mapping[str, Any]
    pages: Mapping[str, str]


def bound(port: int) -> socket.socket:
    """Return a socket that listens on loopback, on any free port where that is 0; raises `Unavailable`."""
    found = socket.socket()
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((LOOPBACK, port))
        found.listen(BACKLOG)
    except OSError as error:
        found.close()
        why = error.strerror or str(error)
        raise Unavailable(f"{LOOPBACK}:{port} cannot be listened on: {why}. Name another with --port.") from error
    return found


def explore(subject: Subject, listening: socket.socket) -> None:
    """Serve until the process is interrupted; raises `ExplorerMissing` where Datasette is not installed."""
    uvicorn, application = _extra("uvicorn"), application_for(subject, listening.getsockname()[1])
    server = uvicorn.Server(uvicorn.Config(application, log_level="error", access_log=False, server_header=False))
    server.run(sockets=[listening])


def is_installed() -> None:
    """Raise `ExplorerMissing` where Datasette is not installed."""
    _extra("datasette.app")


def application_for(subject: Subject, port: int) -> Application:
    """Return Datasette over the file, answering this machine's own browser only."""
    # of each question that it refuses it would write a trace with all values to the terminal, and stand still where
    # nobody reads that
    import_module("rich").reconfigure(quiet=True)
    datasette = _extra("datasette.app").Datasette(
        files=[],
        immutables=[str(subject.file)],
        metadata=dict(subject.metadata),
        settings=dict(SETTINGS),
        template_dir=str(_templates(subject)),
    )
    return guarded(datasette.app(), port)


def _templates(subject: Subject) -> Path:
    """Write beside the file what Datasette's pages lack, its language and our style, and our further pages."""
    folder = subject.file.parent / "templates"
    (folder / "pages").mkdir(parents=True)
    shipped = Path(str(_extra("datasette.app").__file__)).with_name("templates") / "base.html"
    base = shipped.read_text(encoding="utf-8").replace("<html>", LANGUAGE, 1).replace("</head>", f"{STYLE}</head>", 1)
    (folder / "base.html").write_text(base, encoding="utf-8")
    for name, html in subject.pages.items():
        page = PAGE.format(title=name.capitalize(), html=html)
        (folder / "pages" / f"{name}.html").write_text(page, encoding="utf-8")
    return folder


LANGUAGE = '<html lang="en-GB">'
STYLE = """<style>
a:link, a:visited { text-decoration: underline; }
:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; }
input[type=submit] { background: #0b4f9c !important; border-color: #0b4f9c !important; color: #fff !important; }
button[type=button] { color: #0b4f9c !important; border-color: #0b4f9c !important; }
td em { color: #595959; }
</style>
<script>
window.addEventListener("load", () => setTimeout(() => {
  const names = {"_filter_column": "Column", "_filter_op": "Comparison", "_filter_value": "Value", "_sort": "Sort by"};
  for (const [name, words] of Object.entries(names))
    document.querySelectorAll(`[name^=${name}]`).forEach(one => one.setAttribute("aria-label", words));
  document.querySelectorAll("textarea").forEach(one => one.setAttribute("aria-label", "SQL"));
}));
</script>
"""
"""What Datasette's own pages lack for WCAG 2.2 AA: underlined links, a plain focus, contrast, names of fields."""
PAGE = (
    '{{% extends "base.html" %}}{{% block title %}}{title}{{% endblock %}}'
    "{{% block content %}}{{% raw %}}{html}{{% endraw %}}{{% endblock %}}"
)


def guarded(application: Application, port: int) -> Application:
    """Let nothing through but reading, and nothing that names another host (DNS rebinding); add our headers."""
    allowed = {f"{name}:{port}".encode() for name in (LOOPBACK, "localhost")}

    async def guard(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1 or hosts[0].lower() not in allowed:
            await _refuse(send, MISDIRECTED, ELSEWHERE)
        elif scope["method"] not in ("GET", "HEAD"):
            await _refuse(send, NOT_ALLOWED, READ_ONLY)
        else:
            await application(scope, receive, _with_headers(send))

    return guard


def _with_headers(send: Send) -> Send:
    more = {"Content-Security-Policy": POLICY, **HEADERS}
    ours = [(name.lower().encode(), value.encode()) for name, value in more.items()]
    names = {name for name, _ in ours} | {b"set-cookie"}

    async def sending(message: Mapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            theirs = [(name, value) for name, value in message["headers"] if bytes(name).lower() not in names]
            message = {**message, "headers": [*theirs, *ours]}
        await send(message)

    return sending


async def _refuse(send: Send, status: int, why: str) -> None:
    body = why.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _extra(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError as error:
        raise ExplorerMissing(f"Datasette is not installed. {INSTALL}") from error


INSTALL = "Install it with: pip install 'foibot[explore]'"
