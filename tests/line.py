"""A line between foibot and a server that can be frozen: bytes stop, connections stay, as when a firewall sulks."""

import contextlib
import selectors
import socket
import threading
from typing import Self


class Line:
    """Forwards a free port of loopback to another one; `freeze` stops every byte, `thaw` lets them go on."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._flowing = threading.Event()
        self._flowing.set()
        self.held = threading.Event()
        """Set once bytes or a new connection have been held back."""
        self._ended = threading.Event()
        self._ends: dict[socket.socket, socket.socket] = {}
        self._thread = threading.Thread(target=self._carry, name="line", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._flowing.set()
        self._thread.join(10)
        for end in [self._listening, *self._ends]:
            end.close()

    def freeze(self) -> None:
        self._flowing.clear()

    def thaw(self) -> None:
        self._flowing.set()

    def _carry(self) -> None:
        with selectors.DefaultSelector() as ready:
            ready.register(self._listening, selectors.EVENT_READ)
            while not self._ended.is_set():
                for key, _ in ready.select(0.02):
                    if not self._flowing.is_set():
                        self.held.set()
                        self._flowing.wait()
                    self._move(ready, key.fileobj)  # type: ignore[arg-type]

    def _move(self, ready: selectors.BaseSelector, end: socket.socket) -> None:
        if end is self._listening:
            near, _ = end.accept()
            far = socket.create_connection(("127.0.0.1", self._to))
            self._ends |= {near: far, far: near}
            for one in (near, far):
                ready.register(one, selectors.EVENT_READ)
            return
        other = self._ends.get(end)
        if other is None:
            return
        with contextlib.suppress(OSError):
            if data := end.recv(65_536):
                other.sendall(data)
                return
        for one in (end, other):
            self._ends.pop(one, None)
            ready.unregister(one)
            one.close()
