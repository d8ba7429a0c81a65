"""The few IMAP commands and answers that imapclient leaves to imaplib, and the shapes of its answers.

The only place that reaches into imapclient's private parts, so that a new version of it is checked in one
place. Functions take a client inside `ImapConnection.conversation`, which translates their errors.
"""

import re
import ssl
from collections.abc import Mapping, Sequence

import imapclient
from imapclient.datetime_util import parse_to_datetime
from imapclient.response_parser import parse_fetch_response

from foibot.mail.folders import FolderNames, read_uid_set
from foibot.mail.listing import Answers

# What Dovecot, Exchange and Gmail answer, with the two parts in either order before the date.
_LISTED = re.compile(rb"\d+ \((?=[^\"]*\bUID (\d+))(?=[^\"]*\bRFC822\.SIZE (\d+))[^\"]*\bINTERNALDATE \"([^\"]+)\"\)$")


def silence_debugging(client: imapclient.IMAPClient) -> None:
    """Stop imapclient from formatting every line for a log nobody reads: fetching is several times faster."""
    client._imap.debug = 0  # noqa: SLF001


def has_unread_answers(client: imapclient.IMAPClient) -> bool:
    """Whether the server has said more than was read so far, also where it no longer shows on the socket.

    An answer that came in one packet with the line before it lies in imaplib's buffer: nothing is left on the socket
    to wake a wait, and imapclient's own check of an IDLE does not see it either.
    """
    imap = client._imap  # noqa: SLF001
    reader = getattr(imap, "_file", None) or getattr(imap, "file", None)  # its name until Python 3.11
    if reader is None:
        return False
    connection = client.socket()
    patience = connection.gettimeout()
    connection.setblocking(False)
    try:
        return bool(reader.peek(1))
    except (BlockingIOError, ssl.SSLWantReadError):
        return False
    finally:
        connection.settimeout(patience)


def ask_names(client: imapclient.IMAPClient) -> FolderNames:
    """Ask the server how it writes folder names: by NAMESPACE (RFC 2342), else by the delimiter alone."""
    if client.has_capability("NAMESPACE"):
        spaces = client.namespace()
        if spaces.personal:
            prefix, delimiter = spaces.personal[0]
            shared = [*(spaces.other or ()), *(spaces.shared or ())]
            return FolderNames(delimiter or "", prefix, tuple(other for other, _ in shared if other))
    listed = client.list_folders("", "")
    delimiter = listed[0][1] if listed else None
    return FolderNames(delimiter.decode("ascii") if delimiter else "")


def names_of_marked(client: imapclient.IMAPClient, message_id: str, header: str, mark: str) -> list[str]:
    """Return the Message-ID lines of messages with that Message-ID or with that mark in a header."""
    found = client.search(["OR", "HEADER", "Message-ID", message_id, "HEADER", header, mark])
    if not found:
        return []
    answers = client.fetch(found, ["BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"])
    lines = (value for fields in answers.values() for value in fields.values() if isinstance(value, bytes))
    return [plain(line) for line in lines]


def my_rights(client: imapclient.IMAPClient, server_name: str) -> str | None:
    """Ask for our own rights to a folder (MYRIGHTS, RFC 4314 §3.5)."""
    kind, answer = client._imap.myrights(client._normalise_folder(server_name))  # noqa: SLF001
    if kind != "OK" or not answer or not answer[-1]:
        return None
    return plain(answer[-1].split()[-1])


def everybodys_rights(client: imapclient.IMAPClient, server_name: str) -> dict[str, str]:
    """Ask who has which rights to a folder (GETACL, RFC 4314 §3.3)."""
    return {plain(who): plain(letters) for who, letters in client.getacl(server_name)}


def append(
    client: imapclient.IMAPClient, server_name: str, letters: Sequence[bytes], flags: Sequence[str]
) -> list[int]:
    """Append letters in one command; return the UIDs the server tells (APPENDUID, RFC 4315 §3)."""
    _take(client, "APPENDUID")
    if len(letters) == 1:
        client.append(server_name, letters[0], flags)
    else:
        kind, answer = client.multiappend(server_name, [{"msg": letter, "flags": flags} for letter in letters])
        if kind != "OK":
            raise imapclient.exceptions.IMAPClientError(f"append failed: {plain(answer[0])}")
    return [uid for told in _take(client, "APPENDUID") for uid in read_uid_set(told.split()[1])]


def move(client: imapclient.IMAPClient, uids: str, server_name: str) -> dict[int, int]:
    """Move a set of UIDs (RFC 6851); return new UIDs by old ones as far as told (COPYUID, RFC 4315 §3)."""
    _take(client, "COPYUID")
    client.move(uids, server_name)
    moved: dict[int, int] = {}
    for told in _take(client, "COPYUID"):
        _, old, new = told.split()
        moved.update(zip(read_uid_set(old), read_uid_set(new), strict=True))
    return moved


def plain(word: bytes | str) -> str:
    """Return a word of an answer as text without its quotation marks."""
    return (word.decode("ascii", "replace") if isinstance(word, bytes) else word).strip('"')


def fetch_listing(client: imapclient.IMAPClient, uids: str) -> Answers:
    """Ask for size and INTERNALDATE of a set of UIDs.

    Reads the usual form of the answer at once, because imapclient's reader goes letter by letter; what looks
    different is left to imapclient.
    """
    kind, lines = client._imap.uid("FETCH", uids, "(RFC822.SIZE INTERNALDATE)")  # noqa: SLF001
    if kind != "OK":
        raise imapclient.exceptions.IMAPClientError(f"fetch failed: {plain(lines[0])}")
    answers: dict[int, Mapping[bytes, object]] = {}
    unusual = []
    for line in lines:
        told = _LISTED.match(line) if isinstance(line, bytes) else None
        if told is not None:
            answers[int(told[1])] = {
                b"RFC822.SIZE": int(told[2]),
                b"INTERNALDATE": _moment(told[3]),
            }
        elif line is not None:
            unusual.append(line)
    return {**parse_fetch_response(unusual, normalise_times=False), **answers} if unusual else answers


def _moment(text: bytes) -> object:
    try:
        return parse_to_datetime(text, normalise=False)
    except ValueError:
        return None


def _take(client: imapclient.IMAPClient, code: str) -> list[str]:
    """Return and forget the response codes of that kind the server has sent so far."""
    _, told = client._imap.response(code)  # noqa: SLF001
    return [plain(text) for text in told if text]
