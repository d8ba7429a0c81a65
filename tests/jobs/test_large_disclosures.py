"""A disclosure larger than a mail may be: numbered mails, approved once, sent in order, answered with the last."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from builders import make_mail
from registers import arrive, command, faults, make_desk, rows
from swallowing import Swallowing

from foibot.casework.letters import Attachment
from foibot.errors import NotPermitted
from foibot.jobs.desk import Desk
from foibot.jobs.dispatch import send_letters
from foibot.mail.transport import Accepted, Deferred
from foibot.store import mail_server
from foibot.store.register import writing

APPLICANT = "ada.field@reader.example"
FILES = tuple(Attachment(f"{name}.bin", "application/octet-stream", b"plain words " * 15_000) for name in "abc")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk whose mail server said that it takes 400,000 bytes, with one case that was acknowledged."""
    made = make_desk(tmp_path)
    with writing(made.db) as db:
        mail_server.note_largest(db, 400_000)
    arrive(made, make_mail())
    send_letters(made, Swallowing())
    return made


class Choosy(Swallowing):
    """Keeps what it took, and puts off the mails whose subject has certain words."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[EmailMessage] = []
        self.puts_off = "nothing"

    def send(self, *, sender: str, recipient: str, raw: bytes, before_final_dot: Any) -> Accepted:
        mail = message_from_bytes(raw, EmailMessage, policy=default)
        if self.puts_off in mail["Subject"]:
            raise Deferred("The SMTP server put the letter off", "451 4.3.0 later")
        self.mails.append(mail)
        return super().send(sender=sender, recipient=recipient, raw=raw, before_final_dot=before_final_dot)


def disclose(desk: Desk, files: tuple[Attachment, ...] = FILES) -> str:
    command(desk, "respond", "FOI-2026-0001", outcome="disclosed", text="Here.", attach=files)
    [(draft,)] = rows(desk, "SELECT max(id) FROM drafts")
    return str(draft)


def approve(desk: Desk, draft: str) -> str:
    return command(desk, "approve", draft, "pat", **{"at-once": True}).told


def names(mail: EmailMessage) -> list[str | None]:
    return [part.get_filename() for part in mail.iter_attachments()]


def status(desk: Desk) -> str:
    return str(rows(desk, "SELECT status FROM case_state")[0][0])


def test_files_too_large_for_one_mail_go_in_numbered_mails_in_one_thread_and_are_approved_once(desk: Desk) -> None:
    draft = disclose(desk)
    assert "leaves, in 3 mails, with the next pass" in approve(desk, draft)
    line = Choosy()
    assert send_letters(desk, line).summary() == {"sent": 3}

    assert [mail["Subject"] for mail in line.mails] == [
        f"Re: Freedom of Information request: potholes ({number} of 3) [FOI-2026-0001]" for number in (1, 2, 3)
    ]
    assert [names(mail) for mail in line.mails] == [["a.bin"], ["b.bin"], ["c.bin"]]
    first, *others = line.mails
    assert {mail["In-Reply-To"] for mail in others} == {first["Message-ID"]}
    for number, mail in enumerate(line.mails, 1):
        assert len(mail.as_bytes()) < 400_000
        plain = mail.get_body(("plain",))
        assert plain is not None
        assert "Reference: FOI-2026-0001" in plain.get_content().splitlines()[:3]
        assert ("e-mail 2 of 3" if number == 2 else "of 3") in " ".join(plain.get_content().split())
    [(digested,)] = rows(desk, "SELECT count(*) FROM events WHERE type = 'RequestAnswered'")
    assert (digested, status(desk)) == (1, "responded")
    assert faults(desk) == []


def test_a_letter_that_fits_is_one_mail_as_ever(desk: Desk) -> None:
    approve(desk, disclose(desk, FILES[:1]))
    line = Choosy()
    send_letters(desk, line)
    assert [mail["Subject"] for mail in line.mails] == ["Re: Freedom of Information request: potholes [FOI-2026-0001]"]


def test_a_mail_waits_until_the_one_before_it_has_left_and_the_answer_counts_with_the_last(desk: Desk) -> None:
    approve(desk, disclose(desk))
    line = Choosy()
    line.puts_off = "(2 of 3)"
    assert send_letters(desk, line).summary() == {"sent": 1, "deferred": 1}
    assert send_letters(desk, line).summary() == {}
    assert status(desk) == "open"
    assert rows(desk, "SELECT mail, status FROM outbox WHERE letter = 'disclosed' ORDER BY mail") == [
        (1, "sent"),
        (2, "queued"),
        (3, "queued"),
    ]
    line.puts_off = "nothing"
    with writing(desk.db) as db:
        db.execute("UPDATE outbox SET not_before = '2026'")
    assert send_letters(desk, line).summary() == {"sent": 2}
    assert [names(mail) for mail in line.mails] == [["a.bin"], ["b.bin"], ["c.bin"]]
    assert status(desk) == "responded"


def test_stopped_between_its_mails_the_rest_stays_and_goes_on_once_it_is_approved_again(desk: Desk) -> None:
    draft = disclose(desk)
    approve(desk, draft)
    line = Choosy()
    line.puts_off = "(2 of 3)"
    send_letters(desk, line)
    assert "1 of its 3 mails had left already" in command(desk, "stop", draft, "pat").told
    line.puts_off = "nothing"
    assert send_letters(desk, line).summary() == {}

    approve(desk, draft)
    send_letters(desk, line)
    assert [names(mail) for mail in line.mails] == [["a.bin"], ["b.bin"], ["c.bin"]]
    assert status(desk) == "responded"
    assert faults(desk) == []


def test_an_edited_letter_keeps_its_files_in_their_mails_and_leaves_under_new_names(desk: Desk) -> None:
    draft = disclose(desk)
    before = {name for (name,) in rows(desk, "SELECT message_id FROM further_mails")}
    [(text,)] = rows(desk, "SELECT text FROM drafts WHERE id = ?", draft)
    command(desk, "edit", draft, "mia", text=text.replace("Here.", "Here they are."))
    approve(desk, "2")
    line = Choosy()
    send_letters(desk, line)
    assert [names(mail) for mail in line.mails] == [["a.bin"], ["b.bin"], ["c.bin"]]
    assert not before & {mail["Message-ID"] for mail in line.mails}
    assert line.mails[1]["In-Reply-To"] == line.mails[0]["Message-ID"]
    assert line.mails[0]["Subject"].count("(1 of 3)") == 1


def test_a_single_file_too_large_for_any_mail_is_refused_or_goes_by_post_before_anybody_approves(desk: Desk) -> None:
    film = Attachment("film.mp4", "video/mp4", b"plain words " * 41_700)
    with pytest.raises(NotPermitted, match=r"film.mp4 \(0.5 MB\) is too large for any mail: it holds at most 0.4 MB"):
        disclose(desk, (film,))
    assert rows(desk, "SELECT count(*) FROM drafts") == [(0,)]
    command(desk, "applicant", "FOI-2026-0001", address="3 Mill Lane, Exampleton", why="She wrote so")
    told = command(desk, "respond", "FOI-2026-0001", outcome="disclosed", attach=(FILES[0], film)).told
    assert "So the letter goes by post, and its files on paper or on a data carrier." in told
    approve(desk, "1")
    assert send_letters(desk, Swallowing()).summary() == {}
    [(raw,)] = rows(desk, "SELECT raw FROM outbox WHERE letter = 'disclosed'")
    assert len(raw) < 400_000  # what lies in the mailbox is no larger than what it takes


def test_what_the_server_says_it_takes_is_learnt_and_the_smaller_of_both_limits_counts(tmp_path: Path) -> None:
    desk = make_desk(tmp_path, sending="largest_mb = 1")
    arrive(desk, make_mail())
    command(desk, "respond", "FOI-2026-0001", outcome="disclosed", text="x", attach=(*FILES, *FILES))
    assert rows(desk, "SELECT count(*) FROM further_mails") == [(1,)]
    with writing(desk.db) as db:
        mail_server.note_largest(db, 400_000)
    command(desk, "respond", "FOI-2026-0001", outcome="disclosed", text="x", attach=(*FILES, *FILES))
    assert rows(desk, "SELECT count(*) FROM further_mails") == [(6,)]
