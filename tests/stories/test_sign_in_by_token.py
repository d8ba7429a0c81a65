"""Sign-in by a token instead of a password: Microsoft's, another server's, a command's; IMAP and SMTP take it."""

import gc
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from authorisation import SECRET, AuthorisationServer
from builders import make_mail
from certificates import Certificate
from office import NOW, Office
from servers import Dovecot, SmtpSink

from foibot.errors import SignInRefused

SHARED = "foi"


@pytest.fixture
def authority(certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> Iterator[AuthorisationServer]:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)  # it would speak before our own certificate
    monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)
    server = AuthorisationServer(certificate).start()
    yield server
    server.stop()


@pytest.fixture
def office(tmp_path: Path, authority: AuthorisationServer, start_dovecot: Callable[..., Dovecot]) -> Iterator[Office]:
    """An office whose servers take tokens of that authority, and from SMTP clients nothing else."""
    dovecot = start_dovecot(introspection=authority.introspection)
    dovecot.flags()
    smtp = SmtpSink(tokens=authority.is_good).start()
    made = Office(tmp_path, dovecot, smtp)
    yield made
    made.close()
    smtp.stop()


def configure(office: Office, authority: AuthorisationServer, *lines: str) -> None:
    office.configure(mailbox=f'ca_file = "{authority.certificate.certificate}"')
    text = office.config.read_text().replace('password = { file = "password" }\n', "")
    secret = office.folder / "secret"
    secret.write_text(SECRET)
    secret.chmod(0o600)
    oauth = "\n".join(["", "[mailbox.oauth]", *lines, ""])
    office.config.write_text(text + oauth)


def of_microsoft(authority: AuthorisationServer, *more: str) -> list[str]:
    return [f'authority = "{authority.url}/tenant"', 'client_id = "app-1"', *more]


def of_an_endpoint(authority: AuthorisationServer) -> list[str]:
    return [f'token_url = "{authority.url}/token"', 'client_id = "app-1"', 'client_secret = { file = "secret" }']


@contextmanager
def connections_closed() -> Iterator[None]:
    """Hold that no connection was left to the collector of garbage, which closes it when it likes, with a warning."""
    gc.collect()
    gc.disable()
    try:
        yield
        left = [each for each in gc.get_objects() if isinstance(each, ssl.SSLSocket) and each.fileno() != -1]
        assert not [each for each in left if not each.server_side]
    finally:
        gc.enable()


def works(office: Office) -> bool:
    office.dovecot.deliver(make_mail(), at=NOW)
    office.once()
    return len(office.acknowledgements()) == 1


def test_the_application_signs_in_at_microsoft_with_its_own_secret(
    office: Office, authority: AuthorisationServer
) -> None:
    configure(office, authority, *of_microsoft(authority, 'client_secret = { file = "secret" }'))
    assert works(office)
    assert authority.forms[0]["scope"] == "https://outlook.office365.com/.default"
    assert len(authority.forms) == 1  # IMAP and SMTP share the token


def test_a_person_signs_in_once_and_the_daemon_goes_on_by_their_consent(
    office: Office, authority: AuthorisationServer
) -> None:
    configure(office, authority, *of_microsoft(authority))
    refused = office.do("once")
    assert refused.status == 1
    assert "Run: foibot sign-in" in refused.err

    said = office.tell("sign-in")
    assert "enter the code ABCD-EFGH" in " ".join(said.split())
    assert "pat.lowe@council.example has signed in" in " ".join(said.split())
    kept = office.folder / "sign-in.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert works(office)

    authority.tokens.clear()
    kept.write_text(re.sub(r'"expires_on": "\d+"', '"expires_on": "1"', kept.read_text()))
    office.later(hours=2)
    assert authority.forms[-1]["grant_type"] == "refresh_token"


def test_a_token_endpoint_of_any_kind_gives_tokens_by_consent_or_to_the_application(
    office: Office, authority: AuthorisationServer
) -> None:
    (office.folder / "consent").write_text("consent-0")
    (office.folder / "consent").chmod(0o600)
    endpoint = f'token_url = "{authority.url}/token"'
    consent = 'refresh_token = { file = "consent" }'
    configure(office, authority, endpoint, 'client_id = "app-1"', 'scopes = ["https://mail.google.com/"]', consent)
    assert works(office)
    assert authority.forms[0]["grant_type"] == "refresh_token"
    configure(office, authority, endpoint, 'client_id = "app-1"', 'client_secret = { file = "secret" }')
    office.later(minutes=5)
    assert authority.forms[-1]["grant_type"] == "client_credentials"


def test_a_command_may_print_the_token(office: Office, authority: AuthorisationServer) -> None:
    authority.tokens["from-a-command"] = SHARED
    configure(office, authority, 'command = "printf from-a-command"')
    assert works(office)


def test_a_refused_secret_is_told_by_its_code_and_never_by_names(
    office: Office, authority: AuthorisationServer
) -> None:
    (office.folder / "secret").write_text("another")
    configure(office, authority, *of_microsoft(authority, 'client_secret = { file = "secret" }'))
    (office.folder / "secret").write_text("another")
    refused = office.do("once")
    assert refused.status == 1
    assert "Microsoft gives no token: invalid_client, AADSTS7000215" in refused.err
    assert "pat.lowe" not in refused.err
    assert "another" not in refused.err


def test_a_token_that_the_mail_server_refuses_is_not_used_again(office: Office, authority: AuthorisationServer) -> None:
    configure(office, authority, *of_an_endpoint(authority))
    app = office.app()
    with app.mailbox():
        authority.tokens.clear()  # taken back before its time
    with pytest.raises(SignInRefused), app.mailbox():
        pass
    with app.mailbox():
        assert len(authority.forms) == 2


@pytest.mark.parametrize("status", [503, 429])
def test_an_authority_that_is_away_is_tried_again_later(
    office: Office, authority: AuthorisationServer, status: int
) -> None:
    configure(
        office,
        authority,
        f'token_url = "{authority.url}/token"',
        'client_id = "a"',
        'client_secret = { file = "secret" }',
    )
    authority.faulty = status
    with connections_closed():
        refused = office.do("once")
    assert refused.status == 1
    assert f"gives no tokens now ({status})" in refused.err
    authority.faulty = 0
    assert works(office)
