"""config.toml: its keys, its reading, its faults, its secrets.

`load_config` gives a complete, frozen `Config`, or one `ConfigError` with every problem. Nothing else here is
meant for others but the dataclasses of the sections and `resolve_secret`.
"""

from foibot.config.days import Calendar, CancelledDay, Closure, ProclaimedDay
from foibot.config.load import load_config
from foibot.config.mailbox import Folders, Mailbox, Server
from foibot.config.not_yet import NOT_YET, is_not_used_yet
from foibot.config.oauth import OAuth, SecretReference
from foibot.config.people import Holder, Officer, OtherAuthority
from foibot.config.schema import (
    Acknowledge,
    Approval,
    Authority,
    Clarification,
    Commissioner,
    Config,
    HostRules,
    Limits,
    Log,
    Register,
    Retention,
    Review,
    Sending,
    Signatory,
    Templates,
    Window,
)
from foibot.config.secret import resolve_secret
from foibot.config.watching import Alerts, Monitor

__all__ = [
    "NOT_YET",
    "Acknowledge",
    "Alerts",
    "Approval",
    "Authority",
    "Calendar",
    "CancelledDay",
    "Clarification",
    "Closure",
    "Commissioner",
    "Config",
    "Folders",
    "Holder",
    "HostRules",
    "Limits",
    "Log",
    "Mailbox",
    "Monitor",
    "OAuth",
    "Officer",
    "OtherAuthority",
    "ProclaimedDay",
    "Register",
    "Retention",
    "Review",
    "SecretReference",
    "Sending",
    "Server",
    "Signatory",
    "Templates",
    "Window",
    "is_not_used_yet",
    "load_config",
    "resolve_secret",
]
