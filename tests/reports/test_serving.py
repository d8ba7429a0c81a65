"""What the server of pages says on the terminal of whoever started it: nothing of browsers that come and go."""

import socket
import struct
from collections.abc import Mapping

import pytest

from foibot.reports.serving import LOOPBACK, Answer, Site, listen

AT_ONCE = struct.pack("ii", 1, 0)
"""SO_LINGER: a closed connection is reset, as by a browser that is ended."""


def served(site: Site, *, reset: bool) -> None:
    """Serve one connection that asks for a page and is then closed, or reset."""
    server = listen(site, 0)
    try:
        with socket.create_connection((LOOPBACK, server.server_port), timeout=10) as browser:
            near, address = server.get_request()
            browser.sendall(f"GET / HTTP/1.1\r\nHost: {LOOPBACK}:{server.server_port}\r\n\r\n".encode())
            if reset:
                browser.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        server.process_request_thread(near, address)
    finally:
        server.server_close()


def page(path: str, query: Mapping[str, str]) -> Answer:
    del path, query
    return Answer("<p>The board</p>")


@pytest.mark.parametrize("reset", [False, True])
def test_a_browser_that_goes_away_leaves_no_trace_on_the_terminal(
    capsys: pytest.CaptureFixture[str], *, reset: bool
) -> None:
    served(page, reset=reset)
    assert capsys.readouterr() == ("", "")


def test_a_fault_of_a_page_is_told_there(capsys: pytest.CaptureFixture[str]) -> None:
    def faulty(path: str, query: Mapping[str, str]) -> Answer:
        raise ValueError(path, query)

    served(faulty, reset=False)
    assert "ValueError" in capsys.readouterr().err
