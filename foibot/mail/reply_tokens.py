"""Tokens in the address to which a notice is answered: made by chance, kept as a hash, found in recipients."""

import re
import secrets
from collections.abc import Iterable
from hashlib import sha256

TOKEN = re.compile(r"\+([0-9a-f]{32})@", re.IGNORECASE)
REPLY_TO = re.compile(rb"^Reply-To:.*(?:\r\n[ \t].*)*\r\n", re.IGNORECASE | re.MULTILINE)


def new_token() -> str:
    """Return 128 bits of chance."""
    return secrets.token_hex(16)


def hashed(token: str) -> str:
    """Return what the register keeps of a token."""
    return sha256(token.casefold().encode()).hexdigest()


def address_with(address: str, token: str) -> str:
    """Return our address with a token behind the plus."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{token}@{domain}"


def tokens_in(addresses: Iterable[str]) -> list[str]:
    """Return the tokens in addresses that a message was sent to."""
    return list(dict.fromkeys(found for address in addresses for found in TOKEN.findall(address)))


def without_token(raw: bytes) -> bytes:
    """Return a notice without the address that carries its token."""
    head, blank, body = raw.partition(b"\r\n\r\n")
    return REPLY_TO.sub(b"", head + b"\r\n") + blank[2:] + body
