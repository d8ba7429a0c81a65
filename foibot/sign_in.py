"""How foibot signs in to its mail servers, made from `[mailbox]`: a password, or tokens of one of three kinds."""

from collections.abc import Callable
from functools import partial

from foibot.config import Mailbox, OAuth, SecretReference, resolve_secret
from foibot.mail.microsoft import MicrosoftTokens, Registration
from foibot.mail.tokens import Client, CommandTokens, EndpointTokens


def secret_of(mailbox: Mailbox) -> Callable[[], str]:
    """Return what gives the password or a token; nothing is asked for yet. The configuration has one way to sign in."""
    if mailbox.oauth is not None:
        return _tokens(mailbox, mailbox.oauth)
    if mailbox.password is None:
        raise AssertionError("a configuration that was loaded has a way to sign in")
    return partial(resolve_secret, mailbox.password)


def registration(mailbox: Mailbox) -> Registration | None:
    """Return the application registered with Microsoft; None where tokens come from elsewhere, or none do."""
    oauth = mailbox.oauth
    if oauth is None or not oauth.authority or oauth.token_file is None:
        return None
    secret = _secret(oauth.client_secret)
    return Registration(oauth.authority, oauth.client_id, oauth.scopes, secret, oauth.token_file, mailbox.ca_file)


def _tokens(mailbox: Mailbox, oauth: OAuth) -> Callable[[], str]:
    if oauth.command:
        return CommandTokens(partial(resolve_secret, SecretReference("command", oauth.command)))
    registered = registration(mailbox)
    if registered is not None:
        return MicrosoftTokens(registered)
    secret, consent = _secret(oauth.client_secret), _secret(oauth.refresh_token)
    return EndpointTokens(Client(oauth.token_url, oauth.client_id, oauth.scopes, secret, consent, mailbox.ca_file))


def _secret(reference: SecretReference | None) -> Callable[[], str] | None:
    return None if reference is None else partial(resolve_secret, reference)
