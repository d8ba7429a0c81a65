"""Tokens asked for at a token endpoint (RFC 6749): by a person's consent, or for the application itself."""

import http.client
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from foibot.errors import SignInRefused, Unavailable
from foibot.lean import dataclass
from foibot.mail.server import tls_context
from foibot.mail.tokens import Token, TokenSource

ANSWER_SECONDS = 30.0
LONGEST_ANSWER = 1_000_000


@dataclass(frozen=True, slots=True)
class Client:
    """An application as it was registered with whoever gives tokens; secrets are asked for when they are needed."""

    token_url: str
    client_id: str
    scopes: tuple[str, ...]
    secret: Callable[[], str] | None
    refresh_token: Callable[[], str] | None
    ca_file: Path | None = None


class EndpointTokens(TokenSource):
    """Tokens of a token endpoint: by a person's consent (RFC 6749 §6), else for the application itself (§4.4)."""

    def __init__(self, client: Client, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(clock)
        self._client = client

    def fetch(self) -> Token:
        """Ask the endpoint."""
        client = self._client
        form = {"grant_type": "client_credentials", "client_id": client.client_id}
        if client.refresh_token is not None:
            form |= {"grant_type": "refresh_token", "refresh_token": client.refresh_token()}
        if client.secret is not None:
            form["client_secret"] = client.secret()
        if client.scopes:
            form["scope"] = " ".join(client.scopes)
        return token_in(_post(client, form), client.token_url)


def token_in(said: dict[str, Any], who: str) -> Token:
    """Return the token in an answer (RFC 6749 §5.1); raises SignInRefused with the code of a refusal (§5.2)."""
    value, seconds = said.get("access_token"), said.get("expires_in", 3600)
    if isinstance(value, str) and value:
        return Token(value, float(seconds) if str(seconds).isdecimal() else 3600.0)
    code = str(said.get("error", "no token in its answer"))[:60]
    raise SignInRefused(f"{_host(who)} gives no token: {code}. {REMEDIES.get(code, REMEDY)}")


REMEDY = "Check [mailbox.oauth]: client_id, secrets and scopes, and what was consented to."
REMEDIES = {
    "invalid_client": "Check client_id and client_secret of [mailbox.oauth]: the secret may have run out.",
    "invalid_grant": "The consent is over or was taken back. Sign in again, or renew refresh_token.",
    "invalid_scope": "Check `scopes` of [mailbox.oauth].",
}


def _post(client: Client, form: dict[str, str]) -> dict[str, Any]:
    request = urllib.request.Request(  # noqa: S310 -- https, or this machine: the configuration was checked
        client.token_url,
        data=urllib.parse.urlencode(form).encode(),
        headers={"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"},
    )
    tls = urllib.request.HTTPSHandler(context=tls_context(client.ca_file))
    opener = urllib.request.build_opener(NoRedirect, tls)
    try:
        status, body = _answer(opener, request)
    except (OSError, http.client.HTTPException) as error:
        raise Unavailable(f"{_host(client.token_url)} cannot be reached for a token: {error}.") from error
    if status == TOO_MANY or status >= SERVER_FAULT:
        raise Unavailable(f"{_host(client.token_url)} gives no tokens now ({status}).")
    return _read(body, client.token_url)


def _answer(opener: urllib.request.OpenerDirector, request: urllib.request.Request) -> tuple[int, bytes]:
    try:
        answer = opener.open(request, timeout=ANSWER_SECONDS)
    except urllib.error.HTTPError as refusal:
        answer = refusal
    with answer:
        return answer.status, answer.read(LONGEST_ANSWER)


TOO_MANY, SERVER_FAULT = 429, 500


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows no redirection: a secret is for the address that was configured."""

    def redirect_request(self, *_: Any) -> None:
        """Go nowhere else."""


def _read(body: bytes, who: str) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except ValueError as error:
        raise Unavailable(f"{_host(who)} does not answer as a token endpoint does. Check token_url.") from error
    return said if isinstance(said, dict) else {}


def _host(url: str) -> str:
    return urllib.parse.urlsplit(url).hostname or url
