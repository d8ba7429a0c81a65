"""What to write for a key that is missing: one example for each key that has no default."""

import re

_EXAMPLES = {
    "authority": '[authority] with name = "Exampleshire Council" and jurisdiction = "england-wales"',
    "authority.name": 'name = "Exampleshire Council"',
    "authority.jurisdiction": (
        'jurisdiction = "england-wales" (or "wales", "scotland", "northern-ireland", "uk"): it decides whose '
        "bank holidays and which Commissioner"
    ),
    "authority.signatory.name": 'name = "A. Person", who signs the letters',
    "mailbox": '[mailbox] with address, imap, smtp and password, as in the example that "foibot init" writes',
    "mailbox.address": 'address = "foi@example.org", the address to which requests are sent',
    "mailbox.imap": 'imap = { host = "imap.example.org" }',
    "mailbox.smtp": 'smtp = { host = "smtp.example.org", tls = "starttls" }',
    "mailbox.imap.host": 'host = "imap.example.org"',
    "mailbox.smtp.host": 'host = "smtp.example.org"',
    "calendar.proclaimed.day": "day = 2026-06-15",
    "calendar.proclaimed.name": 'name = "World Cup bank holiday"',
    "calendar.proclaimed.divisions": 'divisions = ["scotland"]',
    "calendar.proclaimed.source": 'source = "…": the proclamation, so that the day can be defended',
    "calendar.cancelled.day": "day = 2027-05-03",
    "calendar.cancelled.divisions": 'divisions = ["england-wales", "scotland", "northern-ireland"]',
    "calendar.cancelled.source": 'source = "…": the proclamation, so that the date can be defended',
    "calendar.closures.from": "from = 2026-12-28",
    "calendar.closures.to": "to = 2026-12-31",
    "officers.id": 'id = "jane"',
    "officers.name": 'name = "Jane Example"',
    "officers.email": 'email = "jane@example.org"',
    "officers.roles": 'roles = ["officer"]',
    "holders.id": 'id = "finance"',
    "holders.name": 'name = "Finance"',
    "holders.email": 'email = "finance@example.org"',
    "other_authorities.id": 'id = "exampleshire-police"',
    "other_authorities.name": 'name = "Exampleshire Police"',
}


def example(key: str) -> str:
    """Return what to add for the dotted key; positions in lists make no difference."""
    plain = re.sub(r"\[\d+\]", "", key)
    return _EXAMPLES.get(plain, f"{plain.rpartition('.')[2]} = …")
