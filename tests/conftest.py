"""Fixtures for every test: real mail servers, started on demand.

A test that needs a server skips where the machine has none, and fails there in CI (`CI=true`).
"""

import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from certificates import Certificate, make_certificate, why_no_certificate
from chromium import started_chromium, why_no_chromium
from office import Office
from playwright.sync_api import Browser
from servers import Dovecot, SmtpSink, why_no_dovecot


def need(missing: str | None) -> None:
    if missing and os.environ.get("CI") == "true":
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show what the daemons of an office logged where its test has failed."""
    report = yield
    office = getattr(item, "funcargs", {}).get("office")
    if report.failed and isinstance(office, Office):
        report.sections.extend((f"log of process {one.process.pid}", one.log) for one in office.daemons)
    return report


@pytest.fixture
def start_dovecot() -> Iterator[Callable[..., Dovecot]]:
    """A function that starts a Dovecot with the options of `servers.Dovecot`."""
    need(why_no_dovecot())
    started: list[Dovecot] = []

    def start(*, introspection: str = "", **options: object) -> Dovecot:
        started.append(Dovecot(**options))  # type: ignore[arg-type]
        if introspection:
            started[-1].accept_tokens(introspection)
        return started[-1].start()

    yield start
    for server in started:
        server.remove()


@pytest.fixture
def dovecot(start_dovecot: Callable[..., Dovecot]) -> Dovecot:
    """A Dovecot with the empty accounts foi, jane and bob."""
    return start_dovecot()


@pytest.fixture
def smtp_server() -> Iterator[SmtpSink]:
    """An SMTP server that accepts everything and keeps it."""
    server = SmtpSink().start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate for 127.0.0.1 that signs itself."""
    need(why_no_certificate())
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def open_office(tmp_path: Path, smtp_server: SmtpSink) -> Iterator[Callable[[Dovecot], Office]]:
    """A function that sets an FOI team up on a Dovecot; its processes are ended with the test."""
    opened: list[Office] = []

    def set_up(server: Dovecot) -> Office:
        server.flags()  # the account's folders are made by its first visitor, and two at once confuse Dovecot
        folder = tmp_path / f"office{len(opened) + 1}"
        folder.mkdir()
        opened.append(Office(folder, server, smtp_server))
        opened[-1].configure()
        return opened[-1]

    yield set_up
    for office in opened:
        office.close()


@pytest.fixture
def office(open_office: Callable[[Dovecot], Office], dovecot: Dovecot) -> Office:
    """An FOI team with an empty mailbox and no register yet."""
    return open_office(dovecot)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The machine's Chromium, without a window. It ends with the module: its event loop is in the way of others."""
    need(why_no_chromium())
    with started_chromium() as browser:
        yield browser
