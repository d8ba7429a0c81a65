"""Connecting to the SMTP server: signing in, TLS, and what is told when it will not have us."""

from collections.abc import Iterator

import pytest
from certificates import Certificate
from servers import Dovecot, SmtpSink

from foibot.errors import SignInRefused, Unavailable
from foibot.mail.server import ServerAddress
from foibot.mail.transport import SmtpTransport

LETTER = b"Subject: [FOI-2026-0001] Your request\r\n\r\nText.\r\n"
LARGE = LETTER + b"0123456789012345678901234567890123456789012345678901234567890\r\n" * 20_000


def send(transport: SmtpTransport, raw: bytes = LETTER) -> None:
    transport.send(
        sender="foi@council.example",
        recipient="ada@reader.example",
        raw=raw,
        before_final_dot=lambda: None,
    )


@pytest.fixture
def guarded() -> Iterator[SmtpSink]:
    server = SmtpSink(accounts={"foi": "fóo secret", "plain": "secret"}).start()
    yield server
    server.stop()


@pytest.mark.parametrize(("username", "password"), [("foi", "fóo secret"), ("plain", "secret")])
def test_the_transport_signs_in_where_the_server_asks(guarded: SmtpSink, username: str, password: str) -> None:
    transport = SmtpTransport(ServerAddress(guarded.host, guarded.port, "none"), username, lambda: password)
    send(transport)
    transport.close()
    assert len(guarded.letters) == 1


@pytest.mark.parametrize("password", ["wrong", "wröng"])
def test_a_wrong_password_is_told_as_such(guarded: SmtpSink, password: str) -> None:
    transport = SmtpTransport(ServerAddress(guarded.host, guarded.port, "none"), "foi", lambda: password)
    with pytest.raises(SignInRefused, match=r"535.*password") as refused:
        send(transport)
    assert password not in str(refused.value)


def test_a_missing_sign_in_is_no_fault_of_the_letter(guarded: SmtpSink) -> None:
    transport = SmtpTransport(ServerAddress(guarded.host, guarded.port, "none"), None, None)
    with pytest.raises(SignInRefused, match="wants a sign-in"):
        send(transport)
    transport.close()


def test_a_relay_on_this_machine_that_offers_no_sign_in_is_used_without(smtp_server: SmtpSink) -> None:
    address = ServerAddress(smtp_server.host, smtp_server.port, "none")
    transport = SmtpTransport(address, "foi", lambda: "secret")
    send(transport)
    transport.close()
    assert len(smtp_server.letters) == 1


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_tls_is_used_and_its_certificate_checked(certificate: Certificate, tls: str) -> None:
    implicit = tls == "implicit"
    server = SmtpSink(certificate=certificate, implicit_tls=implicit).start()
    address = ServerAddress(server.host, server.port, "implicit" if implicit else "starttls")
    with pytest.raises(Unavailable, match="certificate is not trusted"):
        send(SmtpTransport(address, None, None))
    transport = SmtpTransport(address, None, None, ca_file=certificate.certificate)
    send(transport, raw=LARGE)
    send(transport)
    assert [letter.raw for letter in server.letters] == [LARGE, LETTER]
    transport.close()
    server.stop()


def test_a_server_that_speaks_imap_is_told_by_the_port(dovecot: Dovecot) -> None:
    address = ServerAddress("127.0.0.1", dovecot.port, "none")
    with pytest.raises(Unavailable, match=r"speaks no SMTP\. Check `port`"):
        SmtpTransport(address, None, None, timeout=2).connect()


def test_a_server_without_starttls_is_told_by_the_setting(smtp_server: SmtpSink) -> None:
    address = ServerAddress(smtp_server.host, smtp_server.port, "starttls")
    with pytest.raises(Unavailable, match=r"STARTTLS.*`tls`"):
        send(SmtpTransport(address, None, None))
