"""The transport against a real SMTP server: a letter is surely sent, surely not sent, or honestly unknown."""

import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from servers import Behaviour, SmtpSink

from foibot.errors import FoibotError, Unavailable
from foibot.mail.server import ServerAddress
from foibot.mail.transport import Accepted, Deferred, OutcomeUnknown, Refused, SmtpTransport

COUNCIL = "foi@council.example"
READER = "ada@reader.example"
LETTER = b"Subject: [FOI-2026-0001] Your request\r\n\r\n.hidden dot\r\n..two\r\n.\r\nText \xc3\xa9.\r\n"
LARGE = b"Subject: large\r\n\r\n" + b"0123456789012345678901234567890123456789012345678901234567890\r\n" * 150_000


def pass_on() -> None:
    """A point of no return that nobody guards."""


class PointOfNoReturn:
    """Counts how often it was reached, and may refuse to be passed."""

    def __init__(self, refusal: BaseException | None = None) -> None:
        self.reached = 0
        self._refusal = refusal

    def __call__(self) -> None:
        self.reached += 1
        if self._refusal is not None:
            raise self._refusal


def transport_to(server: SmtpSink, **options: float) -> SmtpTransport:
    address = ServerAddress(server.host, server.port, "none")
    return SmtpTransport(address, None, None, timeout=options.get("timeout", 5.0))


@pytest.fixture(params=["pipelining", "one by one"])
def smtp_server(request: pytest.FixtureRequest) -> Iterator[SmtpSink]:
    """A server that takes commands in one go, and one that wants each answer read (RFC 2920)."""
    server = SmtpSink(pipelining=request.param == "pipelining").start()
    yield server
    server.stop()


@pytest.fixture
def transport(smtp_server: SmtpSink) -> Iterator[SmtpTransport]:
    transport = transport_to(smtp_server)
    yield transport
    transport.close()


def send(
    transport: SmtpTransport,
    recipient: str = READER,
    raw: bytes = LETTER,
    point: Callable[[], None] = pass_on,
) -> Accepted:
    return transport.send(sender=COUNCIL, recipient=recipient, raw=raw, before_final_dot=point)


def test_a_letter_arrives_byte_for_byte(smtp_server: SmtpSink, transport: SmtpTransport) -> None:
    assert send(transport) == Accepted("250 2.0.0 kept as 1")
    assert send(transport, raw=LARGE).answer == "250 2.0.0 kept as 2"
    first, second = smtp_server.letters
    assert (first.sender, first.recipients, first.raw) == (COUNCIL, (READER,), LETTER)
    assert second.raw == LARGE


def test_one_connection_serves_letter_after_letter(smtp_server: SmtpSink, transport: SmtpTransport) -> None:
    for number in range(20):
        send(transport, f"reader{number}@reader.example")
    assert [letter.connection for letter in smtp_server.letters] == [1] * 20


def test_letters_do_not_wait_for_acknowledgements_of_the_network(
    smtp_server: SmtpSink, transport: SmtpTransport
) -> None:
    """Nagle's rule and delayed acknowledgements together would cost 40 ms a letter."""
    started = time.monotonic()
    for _ in range(60):
        send(transport)
    assert time.monotonic() - started < 1.8
    assert len(smtp_server.letters) == 60


def test_the_letter_is_not_sent_before_the_point_of_no_return(smtp_server: SmtpSink, transport: SmtpTransport) -> None:
    seen: list[int] = []

    def look() -> None:
        time.sleep(0.1)
        seen.append(len(smtp_server.letters))

    send(transport, point=look)
    assert seen == [0]
    assert len(smtp_server.letters) == 1


@pytest.mark.parametrize("refusal", [RuntimeError("disk full"), KeyboardInterrupt()])
def test_a_refusal_at_the_point_of_no_return_leaves_nothing_sent(
    smtp_server: SmtpSink, transport: SmtpTransport, refusal: BaseException
) -> None:
    with pytest.raises(type(refusal)):
        send(transport, point=PointOfNoReturn(refusal))
    send(transport, "next@reader.example")
    assert [letter.recipients for letter in smtp_server.letters] == [("next@reader.example",)]


@pytest.mark.parametrize(
    ("behaviour", "error", "answer"),
    [
        (Behaviour(to_recipient={READER: "451 4.3.0 Greylisted"}), Deferred, "451 4.3.0 Greylisted"),
        (Behaviour(to_recipient={READER: "550 5.1.1 No such user"}), Refused, "550 5.1.1 No such user"),
        (Behaviour(to_data="452 4.3.1 Disk full"), Deferred, "452 4.3.1 Disk full"),
        (Behaviour(to_data="554 5.5.1 No"), Refused, "554 5.5.1 No"),
    ],
)
def test_a_no_before_the_text_is_surely_not_sent_and_leaves_the_connection_good(
    smtp_server: SmtpSink, transport: SmtpTransport, behaviour: Behaviour, error: type[FoibotError], answer: str
) -> None:
    smtp_server.behaviour = behaviour
    point = PointOfNoReturn()
    with pytest.raises(error) as said:
        send(transport, point=point)
    assert said.value.answer == answer  # type: ignore[attr-defined]
    assert point.reached == 0
    smtp_server.behaviour = Behaviour()
    send(transport)
    assert [letter.connection for letter in smtp_server.letters] == [1]


def test_a_server_that_waits_for_the_text_of_a_letter_to_nobody_gets_none(
    smtp_server: SmtpSink, transport: SmtpTransport
) -> None:
    """RFC 2920 section 3.1: DATA may be granted though no recipient was."""
    smtp_server.behaviour = Behaviour(to_recipient={READER: "550 5.1.1 No such user"}, to_data="354 go ahead")
    with pytest.raises(Refused) as said:
        send(transport)
    assert said.value.answer == "550 5.1.1 No such user"
    smtp_server.behaviour = Behaviour()
    send(transport)
    assert [(letter.recipients, letter.raw) for letter in smtp_server.letters] == [((READER,), LETTER)]


@pytest.mark.parametrize(
    ("answer", "error"), [("451 4.7.1 Try later", Deferred), ("550 5.7.1 Content refused", Refused)]
)
def test_a_no_to_the_whole_letter_is_told_with_the_answer(
    smtp_server: SmtpSink, transport: SmtpTransport, answer: str, error: type[FoibotError]
) -> None:
    smtp_server.behaviour = Behaviour(to_dot=answer)
    point = PointOfNoReturn()
    with pytest.raises(error, match=answer):
        send(transport, point=point)
    assert point.reached == 1
    assert smtp_server.letters == []


def test_addresses_in_an_answer_stay_out_of_the_text_of_the_error(
    smtp_server: SmtpSink, transport: SmtpTransport
) -> None:
    smtp_server.behaviour = Behaviour(to_recipient={READER: f"550 5.1.1 <{READER}>: unknown"})
    with pytest.raises(Refused) as refused:
        send(transport)
    assert READER not in str(refused.value)
    assert READER in refused.value.answer


def test_a_line_cut_within_the_text_is_surely_not_sent(smtp_server: SmtpSink, transport: SmtpTransport) -> None:
    smtp_server.behaviour = Behaviour(hang_up="data")
    point = PointOfNoReturn()
    with pytest.raises(Unavailable, match="not sent"):
        send(transport, raw=LARGE, point=point)
    assert point.reached == 0
    assert smtp_server.letters == []


def go_ahead_and_goodbye(listening: socket.socket) -> None:
    """Speak SMTP up to the leave to send the text, and hang up in the very packet that gives it."""
    line, _ = listening.accept()
    with line, line.makefile("rb") as heard:
        line.sendall(b"220 smtp.example\r\n")
        while not heard.readline().upper().startswith(b"DATA"):
            line.sendall(b"250 OK\r\n")
        line.send(b"354 go ahead\r\n", socket.MSG_MORE)
        line.shutdown(socket.SHUT_WR)
        heard.read()


def patient_listener(listening: socket.socket, kept: list[bytes]) -> None:
    """Answer MAIL and RCPT only once DATA has been said too."""
    line, _ = listening.accept()
    with line, line.makefile("rb") as heard:
        line.sendall(b"220 smtp.example\r\n")
        heard.readline()
        line.sendall(b"250-smtp.example\r\n250 PIPELINING\r\n")
        kept += [heard.readline() for _ in range(3)]
        line.sendall(b"250 OK\r\n250 OK\r\n354 go ahead\r\n")
        while heard.readline() != b".\r\n":
            pass
        line.sendall(b"250 kept\r\n")


def test_sender_and_recipient_are_told_in_one_go_where_the_server_lets_us() -> None:
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = threading.Thread(target=patient_listener, args=(listening, heard))
        server.start()
        transport = SmtpTransport(ServerAddress("127.0.0.1", listening.getsockname()[1], "none"), None, None, timeout=5)
        assert send(transport, raw=b"Subject: x\r\n\r\nx\r\n").answer == "250 kept"
        server.join(5)
        transport.close()
    assert heard == [f"MAIL FROM:<{COUNCIL}>\r\n".encode(), f"RCPT TO:<{READER}>\r\n".encode(), b"DATA\r\n"]


def test_a_server_that_has_hung_up_is_noticed_before_the_point_of_no_return() -> None:
    point = PointOfNoReturn()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = threading.Thread(target=go_ahead_and_goodbye, args=(listening,))
        server.start()
        transport = SmtpTransport(ServerAddress("127.0.0.1", listening.getsockname()[1], "none"), None, None, timeout=5)
        with pytest.raises(Unavailable, match="hung up"):
            send(transport, point=point)
        server.join(5)
    assert point.reached == 0


def test_a_line_cut_after_the_final_dot_is_honestly_unknown(smtp_server: SmtpSink, transport: SmtpTransport) -> None:
    smtp_server.behaviour = Behaviour(hang_up="dot")
    with pytest.raises(OutcomeUnknown):
        send(transport)
    assert len(smtp_server.letters) == 1
    smtp_server.behaviour = Behaviour()
    send(transport)
    assert [letter.connection for letter in smtp_server.letters] == [1, 2]


def test_an_answer_that_does_not_come_in_time_is_honestly_unknown(smtp_server: SmtpSink) -> None:
    smtp_server.behaviour = Behaviour(delay=20)
    transport = transport_to(smtp_server, timeout=0.1)
    started = time.monotonic()
    with pytest.raises(OutcomeUnknown, match="timed out"):
        send(transport)
    assert time.monotonic() - started < 2
    assert len(smtp_server.letters) == 1


def test_a_slow_answer_is_waited_for(smtp_server: SmtpSink) -> None:
    smtp_server.behaviour = Behaviour(delay=0.5)
    transport = transport_to(smtp_server, timeout=0.3)
    assert send(transport).answer.startswith("250")
    transport.close()


def test_a_connection_cut_from_another_thread_ends_a_send_at_once(
    smtp_server: SmtpSink, transport: SmtpTransport
) -> None:
    smtp_server.behaviour = Behaviour(delay=20)
    threading.Timer(0.2, transport.abandon).start()
    started = time.monotonic()
    with pytest.raises(OutcomeUnknown):
        send(transport)
    assert time.monotonic() - started < 2


def test_a_connection_the_server_gave_up_is_renewed_without_a_word(
    smtp_server: SmtpSink, transport: SmtpTransport
) -> None:
    send(transport)
    smtp_server.hang_up()
    point = PointOfNoReturn()
    send(transport, point=point)
    assert [letter.connection for letter in smtp_server.letters] == [1, 2]
    assert point.reached == 1


def test_a_server_that_cuts_every_line_is_unavailable_and_not_tried_for_ever(
    smtp_server: SmtpSink, transport: SmtpTransport
) -> None:
    send(transport)
    smtp_server.behaviour = Behaviour(hang_up="mail")
    with pytest.raises(Unavailable):
        send(transport)
    assert smtp_server.connections == 2


def test_a_server_that_is_going_away_takes_no_letter_now(smtp_server: SmtpSink, transport: SmtpTransport) -> None:
    smtp_server.behaviour = Behaviour(to_recipient={READER: "421 4.3.2 Shutting down"})
    with pytest.raises(Unavailable, match="421"):
        send(transport)


def test_a_stopped_server_is_unavailable_with_the_remedy(smtp_server: SmtpSink, transport: SmtpTransport) -> None:
    smtp_server.stop()
    with pytest.raises(Unavailable, match=rf"{smtp_server.port} cannot be reached: nothing listens"):
        send(transport)
    smtp_server.start()
    send(transport)


@pytest.mark.parametrize("raw", [b"a\nb\r\n", b"a\rb\r\n", b"x\n.\r\nMAIL FROM:<>\r\n", b"x\r.\r\n"])
def test_lone_line_ends_which_could_smuggle_a_letter_are_refused(
    smtp_server: SmtpSink, transport: SmtpTransport, raw: bytes
) -> None:
    with pytest.raises(Refused, match="CRLF"):
        send(transport, raw=raw)
    assert smtp_server.connections == 0


@pytest.mark.parametrize("recipient", ["", "nobody", "a@b.example\r\nRCPT TO:<c@d.example>", "a b@c.example", "<>"])
def test_what_is_no_address_is_refused_before_the_server_hears_of_it(
    smtp_server: SmtpSink, transport: SmtpTransport, recipient: str
) -> None:
    with pytest.raises(Refused, match="no e-mail address"):
        send(transport, recipient)
    assert smtp_server.connections == 0


def test_addresses_beyond_ascii_are_sent_where_the_server_takes_them(
    smtp_server: SmtpSink, transport: SmtpTransport
) -> None:
    send(transport, "søren@reader.example")
    send(transport)
    assert [letter.recipients for letter in smtp_server.letters] == [("søren@reader.example",), (READER,)]


def test_addresses_beyond_ascii_are_refused_in_words_where_it_does_not() -> None:
    server = SmtpSink(smtputf8=False).start()
    transport = transport_to(server)
    with pytest.raises(Refused, match="SMTPUTF8"):
        send(transport, "søren@reader.example")
    send(transport)
    assert [letter.recipients for letter in server.letters] == [(READER,)]
    transport.close()
    server.stop()
