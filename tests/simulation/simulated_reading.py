"""Reading letters for the simulation.

What a person signed is a letter's words, addressee, subject and files, with its days left open.

An approval dates a letter, which changes its bytes and its Message-ID; nothing else in it may change.
"""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import lru_cache
from hashlib import sha256

A_DAY = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[Dd]ydd\s+(?:Llun|Mawrth|Mercher|Iau|Gwener|Sadwrn|Sul))"
    r"\s+\d{1,2}\s+[A-Z][a-z]+\s+\d{4}"
)


@lru_cache(maxsize=1024)
def undated(raw: bytes) -> str:
    """Return the digest of what a reader sees of a letter, whatever days stand in it."""
    letter = message_from_bytes(raw, EmailMessage, policy=default)
    body = letter.get_body(("plain",))
    words = " ".join(A_DAY.sub("DAY", body.get_content() if body is not None else "").split())
    parts = [(part.get_filename(), part.get_payload(decode=True)) for part in letter.iter_attachments()]
    files = [f"{name} {sha256(data if isinstance(data, bytes) else b'').hexdigest()}" for name, data in parts]
    return sha256("\n".join([str(letter["To"]), str(letter["Subject"]), words, *files]).encode()).hexdigest()
