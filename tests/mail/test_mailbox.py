"""The mailbox against a real Dovecot: reading leaves no trace, moving and copying are accounted for."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from servers import Dovecot

from foibot.errors import Unavailable
from foibot.mail.mailbox import Fetched, FolderRefused, ImapMailbox, ServerAddress

WITHOUT_MOVE = "IMAP4rev1 UIDPLUS NAMESPACE LITERAL+"


def letter(subject: str, *, size: int = 0, message_id: str = "") -> bytes:
    head = f"From: Ada Field <ada@reader.example>\r\nSubject: {subject}\r\n"
    named = f"Message-ID: {message_id}\r\n" if message_id else ""
    return f"{head}{named}\r\n{'x' * 70}\r\n".encode() + b"0123456789\r\n" * (size // 12)


def mailbox_of(server: Dovecot, account: str = "foi") -> ImapMailbox:
    address = ServerAddress(server.host, server.port, "none")
    return ImapMailbox(address, account, lambda: server.accounts[account], read_timeout=10)


def fetch_all(mailbox: ImapMailbox, *, batch_bytes: int = 1_000_000) -> list[Fetched]:
    batches = mailbox.fetch(mailbox.list_messages(), batch_bytes=batch_bytes)
    return [message for batch in batches for message in batch]


def test_reading_leaves_every_flag_as_colleagues_set_it(dovecot: Dovecot) -> None:
    dovecot.deliver(letter("unread", message_id="<1@reader.example>"))
    dovecot.deliver(letter("read"), flags=r"\Seen")
    dovecot.deliver(letter("marked"), flags=r"\Flagged \Answered urgent")
    before = dovecot.flags()

    with mailbox_of(dovecot) as mailbox:
        mailbox.look_at("INBOX", writable=True)
        assert len(fetch_all(mailbox)) == 3
        mailbox.fetch_headers([1]).get(1, b"")
        mailbox.find_message_id("INBOX", "<1@reader.example>")

    assert before == {1: set(), 2: {r"\Seen"}, 3: {r"\Flagged", r"\Answered", "urgent"}}
    assert dovecot.flags() == before


def test_a_message_comes_with_its_bytes_and_its_arrival_in_utc(dovecot: Dovecot) -> None:
    raw = b"Subject: =?broken\r\n\r\n.dots\r\n.\r\n\xff\xfe raw bytes, no line end"
    half_past_midnight = datetime(2026, 7, 1, 0, 30, tzinfo=timezone(timedelta(hours=1)))
    uid = dovecot.deliver(raw, at=half_past_midnight)

    with mailbox_of(dovecot) as mailbox:
        mailbox.look_at("INBOX")
        assert fetch_all(mailbox) == [Fetched(uid, raw, datetime(2026, 6, 30, 23, 30, tzinfo=UTC))]
        assert mailbox.fetch_headers([uid]).get(uid, b"") == b"Subject: =?broken\r\n\r\n"


def test_listing_from_beyond_the_last_message_finds_nothing(dovecot: Dovecot) -> None:
    uids = [dovecot.deliver(letter(str(number))) for number in range(4)]

    with mailbox_of(dovecot) as mailbox:
        state = mailbox.look_at("INBOX")
        assert state.exists == 4
        assert mailbox.list_messages(state.uidnext) == []
        assert [message.uid for message in mailbox.list_messages(uids[2])] == uids[2:]
        assert mailbox.list_uids(uids[1], uids[2]) == uids[1:3]


def test_a_message_that_vanishes_after_listing_is_left_out(dovecot: Dovecot) -> None:
    for number in range(3):
        dovecot.deliver(letter(str(number)))

    with mailbox_of(dovecot) as mailbox:
        mailbox.look_at("INBOX")
        listed = mailbox.list_messages()
        with dovecot.client() as colleague:
            colleague.select("INBOX")
            colleague.uid("STORE", "2", "+FLAGS", r"(\Deleted)")
            colleague.expunge()
        fetched = [message.uid for batch in mailbox.fetch(listed, batch_bytes=1_000_000) for message in batch]
        assert mailbox.fetch_headers([2]).get(2, b"") == b""

    assert fetched == [1, 3]


def test_batches_are_bounded_by_bytes_and_a_large_message_comes_alone(dovecot: Dovecot) -> None:
    for size in (1_000, 1_000, 30_000, 1_000, 1_000, 8_000):
        dovecot.deliver(letter("sized", size=size))

    with mailbox_of(dovecot) as mailbox:
        mailbox.look_at("INBOX")
        batches = mailbox.fetch(mailbox.list_messages(), batch_bytes=10_000)
        assert [[message.uid for message in batch] for batch in batches] == [[1, 2], [3], [4, 5], [6]]


def test_a_folder_made_anew_under_its_old_name_shows_another_uidvalidity(dovecot: Dovecot) -> None:
    with mailbox_of(dovecot) as mailbox:
        mailbox.make_folder("FOI/Logged")
        before = mailbox.look_at("FOI/Logged")
        time.sleep(1.1)  # Dovecot counts UIDVALIDITY in seconds
        with dovecot.client() as colleague:
            colleague.delete("FOI/Logged")
            colleague.create("FOI/Logged")
        after = mailbox.look_at("FOI/Logged")

    assert after.uidvalidity != before.uidvalidity


def test_a_fetch_under_way_refuses_to_read_another_folder(dovecot: Dovecot) -> None:
    dovecot.deliver(letter("one"))
    dovecot.deliver(letter("two"))

    with mailbox_of(dovecot) as mailbox:
        mailbox.look_at("INBOX")
        batches = mailbox.fetch(mailbox.list_messages(), batch_bytes=10)
        assert [message.uid for message in next(batches)] == [1]
        mailbox.look_at("Sent")
        with pytest.raises(Unavailable, match="Another folder"):
            next(batches)


def test_moved_messages_are_told_by_their_new_uids(dovecot: Dovecot) -> None:
    with mailbox_of(dovecot) as mailbox:
        mailbox.make_folder("FOI/Logged")
        dovecot.deliver(letter("earlier"), folder="FOI/Logged")
        for number in range(4):
            dovecot.deliver(letter(str(number)), flags=r"\Flagged" if number == 3 else "")
        mailbox.look_at("INBOX")

        assert mailbox.move([4, 1, 3, 99], "FOI/Logged") == {1: 2, 3: 3, 4: 4}

    assert sorted(dovecot.flags()) == [2]
    assert dovecot.flags("FOI/Logged") == {1: set(), 2: set(), 3: set(), 4: {r"\Flagged"}}
    assert dovecot.messages("FOI/Logged")[3] == letter("3")


def test_more_messages_than_one_command_takes_are_all_moved(dovecot: Dovecot) -> None:
    with mailbox_of(dovecot) as mailbox:
        mailbox.append("INBOX", [letter("many")] * 1_100)
        mailbox.make_folder("Filed")
        mailbox.look_at("INBOX")
        moved = mailbox.move(range(1, 1_101), "Filed")

    assert moved == {uid: uid for uid in range(1, 1_101)}


def test_without_move_nothing_is_moved_and_deletions_of_colleagues_stay_pending(
    start_dovecot: Callable[..., Dovecot],
) -> None:
    server = start_dovecot(capability=WITHOUT_MOVE)
    server.deliver(letter("deleted by a colleague, not yet expunged"), flags=r"\Deleted")
    server.deliver(letter("ours"))

    with mailbox_of(server) as mailbox:
        mailbox.make_folder("FOI/Logged")
        mailbox.look_at("INBOX")
        assert mailbox.move([2], "FOI/Logged") is None

    assert server.flags() == {1: {r"\Deleted"}, 2: set()}
    assert server.flags("FOI/Logged") == {}


def test_moving_to_a_missing_folder_names_it_and_keeps_the_connection(dovecot: Dovecot) -> None:
    dovecot.deliver(letter("one"))
    with mailbox_of(dovecot) as mailbox:
        mailbox.look_at("INBOX")
        with pytest.raises(FolderRefused, match="FOI/Nowhere") as refused:
            mailbox.move([1], "FOI/Nowhere")
        assert refused.value.folder == "FOI/Nowhere"
        assert mailbox.connected
        assert mailbox.list_uids() == [1]


def test_folder_names_are_written_in_the_way_of_the_server(start_dovecot: Callable[..., Dovecot]) -> None:
    server = start_dovecot(separator=".", prefix="INBOX.", junk="Spam")
    with mailbox_of(server) as mailbox:
        assert mailbox.resolve("inbox") == "INBOX"
        assert mailbox.resolve("FOI/To approve") == "INBOX.FOI.To approve"
        assert mailbox.resolve("INBOX/FOI") == "INBOX.FOI"
        assert mailbox.resolve("Shared/jane/Sent") == "Shared.jane.Sent"
        assert mailbox.special_use(r"\Junk") == "Spam"
        mailbox.make_folder("FOI/Not FOI")
        assert mailbox.folder_exists("FOI/Not FOI")
        assert mailbox.look_at("FOI/Not FOI").exists == 0

    with server.client() as client:
        assert '"INBOX.FOI.Not FOI"' in str(client.list())


def test_a_folder_made_is_subscribed_and_may_hold_letters_beyond_ascii(dovecot: Dovecot) -> None:
    with mailbox_of(dovecot) as mailbox:
        mailbox.make_folder("FOI/Café & Söhne")
        mailbox.make_folder("FOI/Café & Söhne")
        assert mailbox.folder_exists("FOI/Café & Söhne")
        assert not mailbox.folder_exists("FOI/Caf%")
        assert mailbox.append("FOI/Café & Söhne", [letter("one")]) == [1]

    with dovecot.client() as client:
        assert '"FOI/Caf&AOk- &- S&APY-hne"' in str(client.lsub())


def test_folders_are_found_by_the_use_the_server_marks(dovecot: Dovecot) -> None:
    with mailbox_of(dovecot) as mailbox:
        assert mailbox.special_use(r"\Sent") == "Sent"
        assert mailbox.special_use(r"\Archive") is None


def test_copies_are_kept_byte_for_byte_and_marked_read(dovecot: Dovecot) -> None:
    letters = [letter(str(number), size=5_000) for number in range(3)]
    with mailbox_of(dovecot) as mailbox:
        assert mailbox.append("Sent", letters) == [1, 2, 3]
        assert mailbox.append("Sent", letters[:1], seen=False) == [4]
        assert mailbox.append("Sent", []) == []

    assert dovecot.messages("Sent") == [*letters, letters[0]]
    assert dovecot.flags("Sent") == {1: {r"\Seen"}, 2: {r"\Seen"}, 3: {r"\Seen"}, 4: set()}


def test_copies_are_kept_one_by_one_where_the_server_takes_no_more(
    start_dovecot: Callable[..., Dovecot],
) -> None:
    server = start_dovecot(capability="IMAP4rev1 UIDPLUS")
    with mailbox_of(server) as mailbox:
        assert mailbox.append("Sent", [letter("a"), letter("b")]) == [1, 2]
    assert server.messages("Sent") == [letter("a"), letter("b")]


@pytest.mark.parametrize("count", [1, 2])
def test_a_copy_for_a_missing_folder_names_the_folder(dovecot: Dovecot, count: int) -> None:
    with mailbox_of(dovecot) as mailbox:
        with pytest.raises(FolderRefused, match="Gone") as refused:
            mailbox.append("Gone", [letter("copy")] * count)
        assert refused.value.folder == "Gone"


def test_a_letter_is_found_by_its_message_id(dovecot: Dovecot) -> None:
    dovecot.deliver(letter("other", message_id="<x.1@council.example>"), folder="Sent")
    dovecot.deliver(letter("wanted", message_id="<x.2@council.example>"), folder="Sent")
    with mailbox_of(dovecot) as mailbox:
        assert mailbox.find_message_id("Sent", "<x.2@council.example>") == [2]
        assert mailbox.find_message_id("Sent", "<x.3@council.example>") == []
        with pytest.raises(Unavailable):
            mailbox.list_uids()  # the search opened another folder: UIDs must not be mixed up


def test_a_letter_is_found_under_the_message_id_that_a_relay_gave_it(dovecot: Dovecot) -> None:
    ours, others = "<ab12.1@council.example>", "<NEW.1@relay.example>"
    head = b"X-Foibot-Letter: ab12.1\r\nSubject: x\r\n\r\nbody\r\n"
    dovecot.deliver(b"Message-ID: <ab13.2@council.example>\r\nX-Foibot-Letter: ab13.2\r\n\r\n", folder="Sent")
    with mailbox_of(dovecot) as mailbox:
        assert mailbox.find_letter("Sent", ours) == []
        dovecot.deliver(f"Message-ID:\r\n {others}\r\n".encode() + head, folder="Sent")
        assert mailbox.find_letter("Sent", ours) == [others]
        dovecot.deliver(f"Message-ID: {ours}\r\n\r\nwithout a mark".encode(), folder="Sent")
        assert mailbox.find_letter("Sent", ours) == [others, ours]
    assert all("\\Seen" not in flags for flags in dovecot.flags("Sent").values())


def test_rights_are_shown_and_a_folder_for_reading_only_is_refused_for_writing(dovecot: Dovecot) -> None:
    with dovecot.client("jane") as owner:
        owner.setacl("INBOX", "foi", "lr")
    with mailbox_of(dovecot) as mailbox:
        assert set(mailbox.rights("INBOX") or "") >= set("lrswit")
        assert set(mailbox.rights("Shared/jane/INBOX") or "") == set("lr")
        assert set((mailbox.access("INBOX") or {})["foi"]) >= set("lrswit")
        assert mailbox.look_at("Shared/jane/INBOX").exists == 0
        with pytest.raises(FolderRefused, match="Shared/jane/INBOX"):
            mailbox.look_at("Shared/jane/INBOX", writable=True)
        with pytest.raises(FolderRefused, match="Shared/jane/New"):
            mailbox.make_folder("Shared/jane/New")


def test_rights_are_unknown_where_the_server_shows_none(start_dovecot: Callable[..., Dovecot]) -> None:
    with mailbox_of(start_dovecot(capability="IMAP4rev1")) as mailbox:
        assert mailbox.rights("INBOX") is None
        assert mailbox.access("INBOX") is None
