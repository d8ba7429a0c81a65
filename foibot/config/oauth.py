"""`[mailbox.oauth]` of config.toml: sign-in by a token instead of a password (XOAUTH2), as Microsoft 365 demands."""

from pathlib import Path

from foibot.config.kinds import SecretKind
from foibot.lean import dataclass


@dataclass(frozen=True, slots=True)
class SecretReference:
    """Where a secret is kept, never the secret: a variable, a file, a command or a keyring."""

    kind: SecretKind
    value: str
    username: str = ""
    """Whose password the keyring is asked for; the mailbox's username unless `SERVICE/NAME` is written."""


@dataclass(frozen=True, slots=True)
class OAuth:
    """Who gives the tokens: one of `authority` (Microsoft), `token_url` (any other, Google say) and `command`.

    With `client_secret` alone the application signs in as itself. A person's consent is kept in `token_file` by
    `foibot sign-in` (Microsoft), or written as `refresh_token` (any other).
    """

    authority: str = ""
    token_url: str = ""
    command: str = ""
    client_id: str = ""
    scopes: tuple[str, ...] = ()
    client_secret: SecretReference | None = None
    refresh_token: SecretReference | None = None
    token_file: Path | None = None
