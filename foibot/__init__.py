"""foibot watches the mailbox of a Freedom of Information team, so that no request is lost."""

__version__ = "0.1.0"
