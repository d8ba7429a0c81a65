"""Secrets by reference: an environment variable, a file, a command that prints it, or the system's keyring.

A secret is asked for when it is needed and never kept, logged or put into an error.
"""

import os
import shlex
import stat
import subprocess
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from foibot.config.oauth import SecretReference
from foibot.errors import ConfigError, Problem

COMMAND_SECONDS = 30


def resolve_secret(reference: SecretReference) -> str:
    """Return the secret that a reference names; raises ConfigError, with a remedy, where there is none.

    Line ends after the secret are dropped. The errors name the reference and never what it holds.
    """
    secret = _READERS[reference.kind](reference).rstrip("\r\n")
    if not secret:
        raise _problem(reference, "is empty", "Store the secret there.")
    return secret


def describe(reference: SecretReference) -> str:
    """Say in words where the secret is kept."""
    return _WORDS[reference.kind].format(reference.value)


def exposed_to(reference: SecretReference) -> str:
    """Say how a secret's file is open to others than its owner; empty where it is not, or is no file."""
    path = Path(reference.value)
    if reference.kind != "file" or os.name != "posix" or not path.exists():
        return ""
    mode = stat.S_IMODE(path.stat().st_mode)
    return f"{path} has mode {mode:04o}: others than its owner may use it" if mode & 0o077 else ""


def is_missing(reference: SecretReference) -> str:
    """Say that a secret's file is not there; empty where it is, is no file, or may not be looked for."""
    if reference.kind != "file":
        return ""
    try:
        Path(reference.value).stat()
    except (FileNotFoundError, NotADirectoryError):
        return f"{reference.value} does not exist"
    except OSError:
        return ""
    return ""


def _from_env(reference: SecretReference) -> str:
    try:
        return os.environ[reference.value]
    except KeyError:
        raise _problem(
            reference, "is not set", f"Set {reference.value} in the environment in which foibot runs."
        ) from None


def _from_file(reference: SecretReference) -> str:
    try:
        return Path(reference.value).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise _problem(reference, "is not UTF-8 text", "Store the secret there as plain text.") from None
    except OSError as error:
        raise _problem(
            reference,
            f"cannot be read ({error.strerror})",
            "Create it with mode 0600, owned by the user that runs foibot.",
        ) from error


def _from_command(reference: SecretReference) -> str:
    remedy = "Run the command by hand as the user that runs foibot: it must print the secret and end with 0."
    try:
        done = subprocess.run(  # noqa: S603 -- the administrator's own command, without a shell
            shlex.split(reference.value),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
            encoding="utf-8",
            timeout=COMMAND_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise _problem(reference, f"did not end within {COMMAND_SECONDS} seconds", remedy) from None
    except OSError as error:
        raise _problem(reference, f"cannot be started ({error.strerror})", remedy) from error
    except ValueError as error:
        raise _problem(reference, "cannot be understood or prints no text", remedy) from error
    if done.returncode:
        raise _problem(reference, f"ended with status {done.returncode}", remedy)
    return done.stdout


def _from_keyring(reference: SecretReference) -> str:
    try:
        keyring = import_module("keyring")
    except ImportError:
        raise _problem(
            reference, "needs the package keyring", "Install it with: pip install 'foibot[keyring]'."
        ) from None
    service, _, named = reference.value.partition("/")
    username = named or reference.username
    remedy = f"Store it with: keyring set {shlex.quote(service)} {shlex.quote(username)}."
    try:
        secret = keyring.get_password(service, username)
    except keyring.errors.KeyringError as error:
        raise _problem(reference, f"cannot be opened ({type(error).__name__})", remedy) from error
    if secret is None:
        raise _problem(reference, f"holds nothing for {username}", remedy)
    return str(secret)


def _problem(reference: SecretReference, fault: str, remedy: str) -> ConfigError:
    return ConfigError([Problem(describe(reference), "", fault, remedy)])


_WORDS = {
    "env": "the environment variable {}",
    "file": "the file {}",
    "command": 'the command "{}"',
    "keyring": "the keyring's entry {}",
}

_READERS: dict[str, Callable[[SecretReference], str]] = {
    "env": _from_env,
    "file": _from_file,
    "command": _from_command,
    "keyring": _from_keyring,
}
