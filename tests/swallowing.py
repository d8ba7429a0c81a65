"""An open line that takes every letter, for tests about which letters come to it at all."""

from collections.abc import Callable

from foibot.mail.transport import Accepted, SmtpTransport


class Swallowing(SmtpTransport):
    """Keeps the recipients of what it took."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self._session = None

    def send(self, *, sender: str, recipient: str, raw: bytes, before_final_dot: Callable[[], None]) -> Accepted:
        del sender, raw
        before_final_dot()
        self.taken.append(recipient)
        return Accepted("250 taken")
