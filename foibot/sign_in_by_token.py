"""The three kinds of token that `[mailbox.oauth]` may ask for; loaded only where there is one."""

from collections.abc import Callable
from functools import partial

from foibot.config import Mailbox, OAuth, SecretReference, resolve_secret
from foibot.mail.microsoft import MicrosoftTokens, Registration
from foibot.mail.token_endpoint import Client, EndpointTokens
from foibot.mail.tokens import CommandTokens


def registration(mailbox: Mailbox) -> Registration | None:
    """Return the application registered with Microsoft; None where tokens come from elsewhere, or none do."""
    oauth = mailbox.oauth
    if oauth is None or not oauth.authority or oauth.token_file is None:
        return None
    secret = _secret(oauth.client_secret)
    return Registration(oauth.authority, oauth.client_id, oauth.scopes, secret, oauth.token_file, mailbox.ca_file)


def tokens(mailbox: Mailbox, oauth: OAuth) -> Callable[[], str]:
    """Return what gives a token when it is called; nothing is asked for yet."""
    if oauth.command:
        return CommandTokens(partial(resolve_secret, SecretReference("command", oauth.command)))
    registered = registration(mailbox)
    if registered is not None:
        return MicrosoftTokens(registered)
    secret, consent = _secret(oauth.client_secret), _secret(oauth.refresh_token)
    return EndpointTokens(Client(oauth.token_url, oauth.client_id, oauth.scopes, secret, consent, mailbox.ca_file))


def _secret(reference: SecretReference | None) -> Callable[[], str] | None:
    return None if reference is None else partial(resolve_secret, reference)
