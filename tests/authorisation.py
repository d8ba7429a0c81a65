"""An authorisation server of our own, over TLS: it gives tokens as Microsoft and Google do, and knows its own.

It speaks OpenID discovery, the token endpoint (client credentials, refresh, device code: RFC 6749, RFC 8628) and, in
the clear for Dovecot on the same machine, token introspection (RFC 7662).
"""

import base64
import json
import threading
import urllib.parse
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from certificates import Certificate

SECRET = "an-application's-secret"


@dataclass(slots=True)
class AuthorisationServer:
    """Gives tokens to whoever has the secret or the consent; `tokens` are those that are good, with whose they are."""

    certificate: Certificate
    seconds: int = 3600
    tokens: dict[str, str] = field(default_factory=dict)
    forms: list[dict[str, str]] = field(default_factory=list)
    consents: set[str] = field(default_factory=lambda: {"consent-0"})
    confirmed: bool = True
    faulty: int = 0
    _servers: list[ThreadingHTTPServer] = field(default_factory=list)

    def start(self) -> Self:
        for context in (self.certificate.server_context(), None):
            server = _Server(self)
            if context is not None:
                server.socket = context.wrap_socket(server.socket, server_side=True)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            self._servers.append(server)
        return self

    def stop(self) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self._servers[0].server_address[1]}"

    @property
    def introspection(self) -> str:
        return f"http://127.0.0.1:{self._servers[1].server_address[1]}/introspect"

    def is_good(self, user: str, token: str) -> bool:
        return self.tokens.get(token) == user

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if path == "/introspect":
            user = self.tokens.get(form.get("token", ""))
            return 200, {"active": user is not None, "username": user or ""}
        if path.endswith("/.well-known/openid-configuration"):
            return 200, self._discovery()
        if self.faulty:
            return self.faulty, {"error": "temporarily_unavailable"}
        self.forms.append(form)
        if path.endswith("/devicecode"):
            return 200, {
                "device_code": "device-1",
                "user_code": "ABCD-EFGH",
                "verification_uri": "https://login.example/device",
                "expires_in": 600,
                "interval": 1,
                "message": "To sign in, open https://login.example/device and enter the code ABCD-EFGH.",
            }
        return self._token(form)

    def _discovery(self) -> dict[str, Any]:
        base = f"{self.url}/tenant/oauth2/v2.0"
        return {
            "issuer": f"{self.url}/tenant/v2.0",
            "authorization_endpoint": f"{base}/authorize",
            "token_endpoint": f"{base}/token",
            "device_authorization_endpoint": f"{base}/devicecode",
        }

    def _token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        grant = form.get("grant_type", "").rpartition(":")[2]
        if grant == "client_credentials" and form.get("client_secret") != SECRET:
            return 401, {"error": "invalid_client", "error_description": "AADSTS7000215: for pat.lowe@council.example"}
        if grant == "refresh_token" and form.get("refresh_token") not in self.consents:
            return 400, {"error": "invalid_grant", "error_description": "AADSTS70008: the consent is over"}
        if grant == "device_code" and not self.confirmed:
            return 400, {"error": "authorization_declined"}
        token = f"token-{len(self.tokens)}"
        self.tokens[token] = "foi"
        consent = f"consent-{len(self.tokens)}"
        self.consents = {*self.consents, consent}
        given = {"access_token": token, "token_type": "Bearer", "expires_in": self.seconds}
        if grant != "client_credentials":
            given |= {"refresh_token": consent, "scope": form.get("scope", ""), **self._person()}
        return 200, given

    def _person(self) -> dict[str, str]:
        claims = {"sub": "1", "oid": "1", "tid": "tenant", "preferred_username": "pat.lowe@council.example"}
        claims |= {"iss": f"{self.url}/tenant/v2.0", "aud": "app-1"}
        times = {"exp": 4_000_000_000, "iat": 1_600_000_000}
        parts = ({"alg": "none"}, {**claims, **times})
        coded = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts]
        info = base64.urlsafe_b64encode(json.dumps({"uid": "1", "utid": "tenant"}).encode()).decode()
        return {"id_token": f"{coded[0]}.{coded[1]}.", "client_info": info}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, authority: AuthorisationServer) -> None:
        super().__init__(("127.0.0.1", 0), _Question)
        self.authority = authority


class _Question(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self._answer(dict(urllib.parse.parse_qsl(body)))

    def _answer(self, form: dict[str, str]) -> None:
        status, said = self.server.authority.answer(self.path.partition("?")[0], form)
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        pass
