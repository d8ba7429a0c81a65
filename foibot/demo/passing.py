"""Letting the story's time pass: on each morning of work foibot reminds whoever is due to be reminded, as ever.

No mail comes between the scenes, and so nothing wakes the job that looks into the mailbox.
"""

from contextlib import closing
from datetime import datetime

from foibot.app import App
from foibot.demo.days import StoryClock
from foibot.jobs.desk import Desk
from foibot.jobs.rounds import chase_work, dispatch_work, perform
from foibot.store.lock import sole_worker


def pass_time_until(app: App, clock: StoryClock, moment: datetime) -> None:
    """Move the clock on to a moment, through the mornings in between; raises what a job raises."""
    transport, mailbox = app.transport(), app.mailbox()
    with (
        sole_worker(app.config.register.path),
        closing(app.open_register()) as db,
        closing(transport),
        closing(mailbox),
    ):
        desk = Desk(app, db, clock)
        for _ in clock.mornings_until(moment):
            perform(desk, "chase", lambda: chase_work(desk))
            perform(desk, "dispatch", lambda: dispatch_work(desk, transport, mailbox))
    clock.now = moment
