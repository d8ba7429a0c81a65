"""How foibot signs in to its mail servers, made from `[mailbox]`: a password, or tokens of one of three kinds."""

import importlib
from collections.abc import Callable
from functools import partial

from foibot.config import Mailbox, resolve_secret

TOKENS_MODULE = "foibot.sign_in_by_token"


def secret_of(mailbox: Mailbox) -> Callable[[], str]:
    """Return what gives the password or a token; nothing is asked for yet. The configuration has one way to sign in."""
    if mailbox.oauth is not None:
        tokens: Callable[[], str] = importlib.import_module(TOKENS_MODULE).tokens(mailbox, mailbox.oauth)
        return tokens
    if mailbox.password is None:
        raise AssertionError("a configuration that was loaded has a way to sign in")
    return partial(resolve_secret, mailbox.password)
