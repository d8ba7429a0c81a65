"""A mailbox that is connected to while its caller still does something else: loads the rest of the program."""

import threading

from foibot.errors import FoibotError
from foibot.mail.imap_connection import PARTING_SECONDS
from foibot.mail.mailbox import ImapMailbox


class MailboxAhead(ImapMailbox):
    """A mailbox whose first connection is opened in a thread; whoever needs it waits for that one."""

    _opening: threading.Thread | None = None
    _fault: FoibotError | None = None

    def begin(self) -> None:
        """Begin to connect and sign in; returns at once. What goes wrong is kept for whoever needs the connection."""
        self._opening = threading.Thread(target=self._open, name="connecting", daemon=True)
        self._opening.start()

    def ensure_connected(self) -> None:
        """Wait for the connection that is being opened, else connect if there is none.

        Raises what went wrong in the thread, once: a refused password is not tried a second time at once.
        """
        self._await()
        fault, self._fault = self._fault, None
        if fault is not None:
            raise fault
        super().ensure_connected()

    def close(self) -> None:
        """Sign out and close; never raises. What a silent server keeps from being opened is left to its time-out."""
        self._await(PARTING_SECONDS)
        super().close()

    def _open(self) -> None:
        try:
            self.connect()
        except FoibotError as error:
            self._fault = error

    def _await(self, seconds: float | None = None) -> None:
        if self._opening is not None:
            self._opening.join(seconds)
