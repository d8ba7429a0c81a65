"""The daemon's watch over itself: tells of trouble when mail is dead, answers monitors, and reassures systemd.

A thread of its own, so that it speaks when the workers do not.
"""

import importlib
import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from foibot.app import App
from foibot.errors import FoibotError
from foibot.jobs.alerting import Alarm
from foibot.jobs.desk import utc_now
from foibot.mail.idle import StopBell
from foibot.systemd import WATCHDOG, notify, watchdog_seconds

if TYPE_CHECKING:
    from foibot.monitor import Monitor

logger = logging.getLogger(__name__)
LOOK_SECONDS = 60.0
MONITOR = "foibot.monitor"


class Vigil:
    """Looks once a minute, or as often as systemd asks, whether all is well; `alive` says whether nothing hangs."""

    def __init__(self, app: App, bell: StopBell, alive: Callable[[], bool], stop: Callable[[], bool]) -> None:
        self._app = app
        self._bell = bell
        self._alive = alive
        self._stop = stop
        self._alarm = Alarm(app)
        self._monitor: Monitor | None = None
        self._thread = threading.Thread(target=self._watch, name="vigil", daemon=True)
        asked = watchdog_seconds()
        self._seconds = min(LOOK_SECONDS, asked / 3) if asked else LOOK_SECONDS

    def start(self) -> None:
        """Begin; a port that is taken keeps nothing from working, and is told of."""
        if self._app.config.monitor.listen:
            try:
                monitor = importlib.import_module(MONITOR)  # with the standard library's web server, where it is wanted
                self._monitor = monitor.Monitor(self._app, utc_now)
                self._monitor.start()
            except FoibotError as error:
                logger.error("monitor not reachable: %s", error)  # noqa: TRY400
        self._thread.start()

    def end(self, seconds: float) -> None:
        """Stop answering, and wait at most so long for a look that is under way."""
        if self._monitor is not None:
            self._monitor.end()
        self._thread.join(seconds)

    def _watch(self) -> None:
        while not self._stop():
            if self._alive():
                notify(WATCHDOG)
            if self._bell.wait(self._seconds):
                return
            self._look()

    def _look(self) -> None:
        try:
            db = self._app.open_register()
            try:
                self._alarm.look(db, utc_now())
            finally:
                db.close()
        except FoibotError as error:
            logger.error("the register cannot be looked at: %s", error)  # noqa: TRY400
