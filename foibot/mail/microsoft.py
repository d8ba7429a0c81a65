"""Tokens of Microsoft 365, by Microsoft's own library: for the application itself, or by a person's consent.

The consent is kept in a file that only its owner may read: the library's cache, with a refresh token in it. A shared
mailbox is named by `[mailbox] username`; whose token it is, is another matter.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from foibot.errors import ConfigError, Problem, SignInRefused, Unavailable
from foibot.lean import dataclass
from foibot.mail.token_endpoint import token_in
from foibot.mail.tokens import Token, TokenSource

OF_THE_APPLICATION = ("https://outlook.office365.com/.default",)
OF_A_PERSON = (
    "https://outlook.office365.com/IMAP.AccessAsUser.All",
    "https://outlook.office365.com/SMTP.Send",
)
CODE = re.compile(r"AADSTS\d+")
SECONDS = 30


@dataclass(frozen=True, slots=True)
class Registration:
    """An application registered with Microsoft; without a secret people sign in for it."""

    authority: str
    client_id: str
    scopes: tuple[str, ...]
    secret: Callable[[], str] | None
    cache: Path
    ca_file: Path | None = None


class MicrosoftTokens(TokenSource):
    """Tokens of Microsoft 365."""

    def __init__(self, registration: Registration) -> None:
        super().__init__()
        self._registered = registration

    def fetch(self) -> Token:
        """Ask for a token: for the application where it has a secret, else by the consent in the file."""
        registered = self._registered
        with _library_faults(registered):
            if registered.secret is not None:
                scopes = list(registered.scopes or OF_THE_APPLICATION)
                answer = _application(registered, None).acquire_token_for_client(scopes=scopes)
            else:
                answer = self._by_consent()
        return _token(answer or {}, registered)

    def _by_consent(self) -> dict[str, Any]:
        cache = _cache_of(self._registered)
        application = _application(self._registered, cache)
        accounts = application.get_accounts()
        if not accounts:
            raise SignInRefused(NOBODY)
        scopes = list(self._registered.scopes or OF_A_PERSON)
        answer = application.acquire_token_silent_with_error(scopes, account=accounts[0])
        _keep(cache, self._registered.cache)
        return answer or {"error": "invalid_grant"}


NOBODY = "Nobody has signed in for foibot yet. Run: foibot sign-in"


def sign_in(registration: Registration, show: Callable[[str], None]) -> str:
    """Have a person sign in at another device (RFC 8628) and keep their consent; return who they are.

    `show` is given the sentence that says where to go and which code to write. Waits until it is done or too late.
    """
    with _library_faults(registration):
        cache = _cache_of(registration)
        application = _application(registration, cache)
        flow = application.initiate_device_flow(scopes=list(registration.scopes or OF_A_PERSON))
        if "user_code" not in flow:
            raise SignInRefused(_refusal(flow, registration))
        show(str(flow["message"]))
        answer = application.acquire_token_by_device_flow(flow)
    _token(answer, registration)
    _keep(cache, registration.cache)
    return str(application.get_accounts()[0].get("username", ""))


def _library() -> ModuleType:
    try:
        return import_module("msal")
    except ImportError:
        remedy = "Install it with: pip install 'foibot[microsoft]'."
        raise ConfigError([Problem("mailbox.oauth.authority", "", "needs the package msal", remedy)]) from None


def _application(registered: Registration, cache: Any) -> Any:
    more = {
        "authority": registered.authority,
        "token_cache": cache,
        "verify": str(registered.ca_file) if registered.ca_file else True,
        "timeout": SECONDS,
        "instance_discovery": False,  # it would ask Microsoft about every authority, also one's own
    }
    if registered.secret is None:
        return _library().PublicClientApplication(registered.client_id, **more)
    return _library().ConfidentialClientApplication(registered.client_id, client_credential=registered.secret(), **more)


def _cache_of(registered: Registration) -> Any:
    cache = _library().SerializableTokenCache()
    try:
        cache.deserialize(registered.cache.read_text(encoding="utf-8"))
    except FileNotFoundError:
        pass
    except (OSError, ValueError) as error:
        raise SignInRefused(f"{registered.cache} cannot be read. Sign in again: foibot sign-in") from error
    return cache


def _keep(cache: Any, path: Path) -> None:
    """Write the consent where only its owner may read it, whole or not at all."""
    if not cache.has_state_changed:
        return
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        part.unlink(missing_ok=True)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(cache.serialize())
        part.replace(path)
    except OSError as error:
        raise Unavailable(f"{path} cannot be written ({error.strerror}). The consent is kept there.") from error


def _token(answer: dict[str, Any], registered: Registration) -> Token:
    if "access_token" not in answer:
        raise SignInRefused(_refusal(answer, registered))
    return token_in(answer, registered.authority)


def _refusal(answer: dict[str, Any], registered: Registration) -> str:
    """Say why no token is given, by the codes alone: Microsoft's own words name people."""
    codes = [str(answer.get("error", "no answer")), *CODE.findall(str(answer.get("error_description", "")))[:1]]
    remedy = "Check client_secret, and what the application may do." if registered.secret else "Run: foibot sign-in"
    return f"Microsoft gives no token: {', '.join(codes)}. {remedy}"


@contextmanager
def _library_faults(registered: Registration) -> Iterator[None]:
    """Turn what the library raises about the network or the authority into an error of foibot's."""
    try:
        yield
    except (OSError, ValueError) as error:
        fault = f"{registered.authority} cannot be asked for a token ({type(error).__name__})"
        raise Unavailable(f"{fault}. Check `authority` of [mailbox.oauth] and the network.") from error
