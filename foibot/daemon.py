"""The daemon: a scheduler whose jobs mean "do what is due now", a watch on the mailbox, signals.

Two workers, one for the mailbox and one for what leaves, so that a slow mail server on one side does not stop the
other. Each has its own connections and its own register. Durable work lives in tables; a job lost here is made up
for by the next.
"""

import logging
import os
import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import FrameType
from typing import Any

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MAX_INSTANCES, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from foibot.app import App
from foibot.backoff import Backoff
from foibot.errors import FoibotError, SignInRefused, Unavailable
from foibot.jobs.desk import Desk, utc_now
from foibot.jobs.rounds import calendar_work, dispatch_work, intake_work, perform
from foibot.mail.mailbox import ImapMailbox, StopBell
from foibot.mail.transport import SmtpTransport

logger = logging.getLogger(__name__)

SECONDS_TO_END = 4.0
DISPATCH_SECONDS = 20
SOON = timedelta(seconds=0.5)
JOB_DEFAULTS = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}


class Worker:
    """A thread's connections and register, made when the thread first works."""

    def __init__(self, app: App, stop: Callable[[], bool]) -> None:
        self.app = app
        self.stop = stop
        self.mailbox: ImapMailbox = app.mailbox()
        self.transport: SmtpTransport = app.transport()
        self.backoff = Backoff()
        self._desk: Desk | None = None

    def desk(self) -> Desk:
        """Return the desk of this thread; called in that thread only."""
        if self._desk is None:
            self._desk = Desk(self.app, self.app.open_register(), utc_now, self.stop)
        return self._desk

    def work(self, job: str, chore: Callable[[Desk], dict[str, Any]]) -> bool:
        """Do a job unless its server is being left alone after failures; says whether it was done."""
        if not self.backoff.may_try(utc_now()):
            return False
        try:
            done = perform(self.desk(), job, lambda: chore(self.desk()))
        except FoibotError as error:
            self._failed(job, error)
            return False
        if self.backoff.recovered():
            logger.info("job works again job=%s", job)
        if any(done.values()):
            logger.info("job done job=%s %s", job, _in_words(done))
        return True

    def _failed(self, job: str, error: FoibotError) -> None:
        asked = error.retry_after if isinstance(error, Unavailable) else None
        first, wait = self.backoff.failed(utc_now(), asked=asked, slowly=isinstance(error, SignInRefused))
        if first:
            logger.error("job failed job=%s next_try_in=%.0fs: %s", job, wait, error)

    def cut(self) -> None:
        """Cut the connections from outside, so that a call that waits on them ends at once."""
        self.transport.abandon()
        self.mailbox.abandon()


def _in_words(done: dict[str, Any]) -> str:
    counts = {**done, **done.get("by_state", {})}
    return " ".join(f"{name}={value}" for name, value in counts.items() if value and isinstance(value, int))


class Daemon:
    """The running foibot; `run` returns when it was asked to end."""

    def __init__(self, app: App, reload: Callable[[], App]) -> None:
        self._app = app
        self._reload = reload
        self._bell = StopBell()
        self._wanted = threading.Event()
        self._again = False

    def run(self) -> bool:
        """Work until SIGTERM or SIGINT; SIGHUP reads the configuration again and goes on with it.

        Returns whether every thread has ended: one that hangs in a connection being opened cannot be made to.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        signal.signal(signal.SIGHUP, self._read_again)
        clean = True
        while clean and not self._wanted.is_set():
            clean = self._work_until_told()
            if self._again:
                self._app = self._read_configuration()
                self._again = False
                self._bell = StopBell()
        return clean

    def _end(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._wanted.set()
        self._bell.ring()

    def _read_again(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        self._again = True
        self._bell.ring()

    def _read_configuration(self) -> App:
        try:
            app = self._reload()
        except FoibotError as error:
            logger.error("configuration refused, the old one stays: %s", str(error).replace("\n", " | "))  # noqa: TRY400
            return self._app
        logger.info("configuration read again")
        return app

    def _work_until_told(self) -> bool:
        stop = self._stopped
        taking_in, sending = Worker(self._app, stop), Worker(self._app, stop)
        watch = Watch(self._app, self._bell, stop)
        scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"mailbox": ThreadPoolExecutor(1), "sending": ThreadPoolExecutor(1)},
            job_defaults=JOB_DEFAULTS,
        )
        scheduler.add_listener(_report, EVENT_JOB_ERROR | EVENT_JOB_MISSED)
        scheduler.add_listener(lambda event: _at_once(scheduler, event.job_id, after=SOON), EVENT_JOB_MAX_INSTANCES)

        def send_now() -> None:
            _at_once(scheduler, "dispatch")

        def take_in() -> None:
            if taking_in.work("intake", lambda desk: intake_work(desk, taking_in.mailbox)):
                send_now()

        def send() -> None:
            if sending.desk().has_letters():
                sending.work("dispatch", lambda desk: dispatch_work(desk, sending.transport, sending.mailbox))

        def keep() -> None:
            taking_in.work("calendar", calendar_work)

        poll = timedelta(seconds=self._app.config.mailbox.poll_seconds)
        start = datetime.now(UTC)
        add = scheduler.add_job
        add(keep, "interval", hours=24, id="calendar", executor="mailbox", next_run_time=start)
        add(take_in, "interval", seconds=poll.total_seconds(), id="intake", executor="mailbox", next_run_time=start)
        add(send, "interval", seconds=DISPATCH_SECONDS, id="dispatch", executor="sending", next_run_time=start)
        scheduler.start()
        watch.start(lambda: _at_once(scheduler, "intake"))
        logger.info("working register=%s pid=%d", self._app.config.register.path.name, os.getpid())
        while not stop():
            self._bell.wait(3600)
        return _wind_down(scheduler, watch, (taking_in, sending))

    def _stopped(self) -> bool:
        return self._wanted.is_set() or self._again


class Watch:
    """A thread that waits for mail with IDLE and calls intake; a hint only, polling is the base."""

    def __init__(self, app: App, bell: StopBell, stop: Callable[[], bool]) -> None:
        self._app = app
        self._bell = bell
        self._stop = stop
        self._backoff = Backoff()
        self._mailbox = app.mailbox()
        self._thread: threading.Thread | None = None

    def start(self, on_mail: Callable[[], None]) -> None:
        """Begin to watch, if the configuration wants it."""
        if self._app.config.mailbox.idle:
            self._thread = threading.Thread(target=self._watch, args=(on_mail,), name="watch", daemon=True)
            self._thread.start()

    def join(self, seconds: float) -> None:
        """Wait for the thread to end."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _watch(self, on_mail: Callable[[], None]) -> None:
        while not self._stop():
            try:
                self._wait(on_mail)
            except Unavailable as error:
                _, wait = self._backoff.failed(utc_now(), asked=error.retry_after)
                self._bell.wait(wait)
        self._mailbox.close()

    def _wait(self, on_mail: Callable[[], None]) -> None:
        self._mailbox.ensure_connected()
        poll = self._app.config.mailbox.poll_seconds
        if self._mailbox.wait_for_mail(self._app.config.folders.inbox, max(poll, 60), self._bell):
            on_mail()
        self._backoff.recovered()


def _report(event: JobExecutionEvent) -> None:
    """Make visible what the scheduler would only note to itself."""
    error = getattr(event, "exception", None)
    if error is not None:
        logger.error("job ended with an error of foibot's own job=%s error=%s", event.job_id, type(error).__name__)
    elif event.code == EVENT_JOB_MISSED:
        logger.warning("job missed job=%s", event.job_id)


def _at_once(scheduler: BackgroundScheduler, job: str, after: timedelta = timedelta()) -> None:
    scheduler.modify_job(job, next_run_time=datetime.now(UTC) + after)


def _wind_down(scheduler: BackgroundScheduler, watch: Watch, workers: tuple[Worker, ...]) -> bool:
    """End within five seconds: let what is under way finish, then cut the lines it waits on.

    Returns whether all threads have ended.
    """
    scheduler.pause()
    waiting = threading.Thread(target=scheduler.shutdown, kwargs={"wait": True}, daemon=True)
    waiting.start()
    waiting.join(SECONDS_TO_END / 2)
    if waiting.is_alive():
        for worker in workers:
            worker.cut()
        waiting.join(SECONDS_TO_END / 2)
    watch.join(0.5)
    logger.info("ended%s", " with a connection still being opened" if waiting.is_alive() else "")
    return not waiting.is_alive()
