"""The applicant inside a letter that was passed on, once or several times."""

from datetime import UTC, datetime

from foibot.correspondence.forwarded import forwarded_in
from foibot.correspondence.message import Address, InboundMessage

ADA = Address("Ada Field", "ada@reader.example")


def is_colleague(address: Address) -> bool:
    return address.domain == "council.example"


def passed_on(text: str, subject: str = "FW: Bins") -> tuple[str, str, str] | None:
    found = forwarded_in(InboundMessage(subject=subject, text=text), is_colleague)
    return (found.sender.name, found.sender.email, found.text) if found else None


def test_the_writer_stands_in_the_headers_above_the_text() -> None:
    text = "For you.\n\nFrom: Ada Field <Ada@reader.example>\nSent: Monday\nTo: Post\nSubject: Bins\n\nHow many bins?\n"
    assert passed_on(text) == ("Ada Field", "ada@reader.example", "How many bins?")


def test_an_older_outlook_writes_mailto() -> None:
    text = "From: Ada Field [mailto:ada@reader.example]\nSent: Monday\nTo: Post\nSubject: Bins\n\nHow many?"
    assert passed_on(text) == ("Ada Field", "ada@reader.example", "How many?")


def test_a_quoted_forward_is_unquoted() -> None:
    text = "Begin forwarded message:\n\n> From: Ada <ada@reader.example>\n> Date: Mon\n> To: Us\n>\n> How many?\n> Ada"
    assert passed_on(text, "Fwd: Bins") == ("Ada", "ada@reader.example", "How many?\nAda")


def test_the_first_writer_who_is_no_colleague_is_the_applicant() -> None:
    text = (
        "Not ours.\n\nFrom: Desk <desk@council.example>\nSent: Tuesday\nTo: Leisure\nSubject: Fw: Bins\n\nsee below\n\n"
        "From: Ada Field <ada@reader.example>\nSent: Monday\nTo: Desk\nSubject: Bins\n\nHow many?\n\n"
        "From: Desk <desk@council.example>\nSent: Sunday\nTo: Ada\nSubject: Bins\n\nHow can we help?\n"
    )
    found = passed_on(text)
    assert found is not None
    assert found[:2] == ("Ada Field", "ada@reader.example")
    assert found[2].startswith("How many?")


def test_an_attached_mail_keeps_its_date() -> None:
    written = datetime(2026, 2, 1, 9, tzinfo=UTC)
    inner = InboundMessage(sender=ADA, subject="Bins", new_text="How many?", date=written)
    colleague = InboundMessage(sender=Address("", "post@council.example"), enclosed=(inner,))
    found = forwarded_in(InboundMessage(enclosed=(colleague,)), is_colleague)
    assert found is not None
    assert (found.sender, found.text, found.at) == (ADA, "How many?", written)


def test_a_thread_between_colleagues_holds_no_applicant() -> None:
    text = "From: Desk <desk@council.example>\nSent: Monday\nTo: Post\nSubject: Bins\n\nLunch?"
    assert passed_on(text) is None


def test_an_ordinary_reply_is_no_forward() -> None:
    text = (
        "Thank you.\n\n\n\nAda\n\n\nFrom: Team <team@other.example>\nSent: Monday\nTo: Ada\nSubject: Bins\n\nDear Ada"
    )
    assert passed_on(text, "RE: Bins") is None
