"""Which messages are given to the reader of files, which is a process of its own each time."""

from email.message import EmailMessage

import pytest

from foibot.mail.attachment_words import may_have_files, words_of_files

PDF, PNG = ("application", "pdf"), ("image", "png")


def mail_with(*files: tuple[tuple[str, str], str | None]) -> bytes:
    message = EmailMessage()
    message.set_content("Please find it enclosed.\n")
    for (main, sub), name in files:
        message.add_attachment(b"1,2\r\n", maintype=main, subtype=sub, filename=name)
    return message.as_bytes().replace(b"\n", b"\r\n")


@pytest.mark.parametrize(
    "files",
    [
        [(PDF, "a.pdf")],
        [(PNG, "logo.png"), (PDF, "a.pdf")],
        [(PDF, None)],
        [(PDF, "plan of a very long name that is folded, and coded – Ménai.pdf")],
    ],
)
def test_a_message_with_a_file_that_may_have_words_is_read(files: list[tuple[tuple[str, str], str | None]]) -> None:
    assert may_have_files(mail_with(*files))


@pytest.mark.parametrize("name", ["logo.png", "IMG 2041.JPG", "scan.tiff"])
def test_the_pictures_of_a_signature_need_no_process(name: str) -> None:
    raw = mail_with((PNG, name), (PNG, "icon.gif"))
    assert not may_have_files(raw)
    assert all(not one.words for one in words_of_files(raw))
    assert may_have_files(raw.replace(b".gif", b".csv"))
