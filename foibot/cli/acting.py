"""Who acts by a command: the officer named, the one mapped to the system user, or the host's user."""

import os
import pwd

from foibot.casework.policy import Officer
from foibot.cli.session import Session
from foibot.errors import NotPermitted, UsageError
from foibot.jobs.commanding import Door
from foibot.law.wording import nearest


def system_user() -> str:
    """Return the name of the system user who runs this process."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid{os.getuid()}"


def who_acts(session: Session, as_officer: str | None) -> Door:
    """Return who acts: the officer named with --as, the one mapped to the system user, or the host's user.

    Raises `UsageError` for an unknown officer, `NotPermitted` where the host is strict about it.
    """
    app, user = session.app, system_user()
    mapped = next((officer for officer in app.config.officers if user in officer.system_users), None)
    if as_officer is None:
        officer = app.policy.officer(mapped.id) if mapped else None
        return Door(officer or Officer(f"host:{user}"), user, session.now, host=True)
    officer = app.policy.officer(as_officer)
    if officer is None:
        known = [one.id for one in app.policy.officers]
        raise UsageError(f"There is no officer {as_officer}. {nearest(as_officer, known)}")
    if app.config.host.strict and (mapped is None or mapped.id != as_officer):
        raise NotPermitted(
            f"{user} may not act as {as_officer}: [host] strict allows only {as_officer}'s own system users."
        )
    return Door(officer, user, session.now, host=True)
