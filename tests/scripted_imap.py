"""An IMAP server on loopback that says what a table tells it to: for answers no Dovecot can be made to give.

Only for the faults of servers; what servers do rightly is tested against Dovecot.
"""

import contextlib
import socket
import threading
from collections.abc import Mapping
from typing import BinaryIO, Self, cast

HANG_UP = "HANG UP"

USUAL = {
    "CAPABILITY": "* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n",
    "LOGIN": "{tag} OK in\r\n",
    "LIST": '* LIST (\\Noselect) "/" ""\r\n{tag} OK done\r\n',
    "EXAMINE": "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] a\r\n* OK [UIDNEXT 2] b\r\n{tag} OK [READ-ONLY] c\r\n",
    "UID SEARCH": "* SEARCH 1\r\n{tag} OK done\r\n",
    "LOGOUT": "* BYE\r\n{tag} OK done\r\n",
}


class ScriptedImap:
    """Answers commands by their longest known beginning; `{tag}` is the command's tag, HANG_UP ends all."""

    def __init__(self, answers: Mapping[str, str], *, greeting: str = "* OK ready\r\n") -> None:
        self._answers = {**USUAL, **answers}
        self._greeting = greeting
        self.heard: list[str] = []
        self._tag = ""
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.host, self.port = self._listening.getsockname()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(10)

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _ = self._listening.accept()
                with line, line.makefile("rwb") as talk, contextlib.suppress(OSError):
                    self._converse(cast("BinaryIO", talk))

    def _converse(self, talk: BinaryIO) -> None:
        talk.write(self._greeting.encode())
        talk.flush()
        while (said := talk.readline()) and self._answer(talk, said.decode().strip()):
            pass

    def _answer(self, talk: BinaryIO, said: str) -> bool:
        tag, _, command = said.partition(" ")
        if command:
            self._tag = tag
        else:  # DONE, which ends an IDLE and is answered under its tag
            tag, command = self._tag, said
        self.heard.append(command)
        fitting = [words for words in self._answers if command.startswith(words)]
        answer = self._answers[max(fitting, key=len)] if fitting else "{tag} BAD what\r\n"
        talk.write(answer.removesuffix(HANG_UP).replace("{tag}", tag).encode())
        talk.flush()
        return not answer.endswith(HANG_UP)
