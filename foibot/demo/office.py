"""The invented office of the demo and the people who write to it, with their mails. Nobody here exists.

What they write is sent as it stands; what becomes of it is foibot's affair, not this module's.
"""

from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path

from foibot.demo.server import LOOPBACK, MailServer

OFFICE = "foi@opcc.example"
APPLICANT = "tamsin.oakapple@post.example"
OFFICER, OFFICER_ID = "maya.sample@opcc.example", "maya"
APPROVER, APPROVER_ID = "owen.specimen@opcc.example", "owen"
REVIEWER, REVIEWER_ID = "rhea.pattern@opcc.example", "rhea"
SECOND, SECOND_ID = "sol.mockup@opcc.example", "sol"
HOLDER, HOLDER_ID = "contracts@opcc.example", "contracts"
POLICE_ID = "exampleshire-police"
ABSENT = "j.placeholder@council.example"
NEWSLETTER = "weekly@bulletin.example"
# in this order they stand on the web page, which opens with the first
ACCOUNTS = (APPLICANT, OFFICE, OFFICER, APPROVER, REVIEWER, SECOND, HOLDER, ABSENT, NEWSLETTER)

CONFIG = """\
[authority]
name = "Office of the Police and Crime Commissioner for Exampleshire"
short_name = "Exampleshire OPCC"
jurisdiction = "england-wales"
regime = "FOIA"
postal_address = "1 Example Square, Exampleton, EX1 1EX"
website = "https://www.opcc.example"
signatory = {{ name = "Owen Specimen", title = "Chief Executive" }}

[mailbox]
address = "{office}"
password = {{ file = "password" }}
imap = {{ host = "{host}", port = {imap}, tls = "none" }}
smtp = {{ host = "{host}", port = {smtp}, tls = "none" }}
# the embedded server, unlike a real one, may be asked as often as one likes
poll_seconds = 2

[sending]
digest = false

[approval]
# how long an approved letter can still be stopped: shorter than usual, for a visitor who waits for one
cooling_off_minutes = 1

[limits]
# so that a visitor may write more than twice
acknowledgements_a_day = 50
acknowledgements_a_week = 50

[[officers]]
id = "{officer_id}"
name = "Maya Sample"
email = "{officer}"
roles = ["officer", "approver"]

[[officers]]
id = "{approver_id}"
name = "Owen Specimen"
email = "{approver}"
roles = ["approver", "reviewer", "manager"]

[[officers]]
id = "{reviewer_id}"
name = "Rhea Pattern"
email = "{reviewer}"
roles = ["reviewer"]

[[officers]]
id = "{second_id}"
name = "Sol Mockup"
email = "{second}"
roles = ["approver"]

[[holders]]
id = "{holder_id}"
name = "Commissioning and Contracts"
email = "{holder}"

[[other_authorities]]
id = "{police_id}"
name = "Exampleshire Police"
team = "Information Rights Unit"
postal_address = "2 Example Square, Exampleton, EX1 2EX"
email = "foi@police.example"
"""

REQUEST = """\
Hello,

I read that some police forces point cameras at a shopping street
and compare every face with a list. I go to Exampleton market every
Saturday, so I wonder how it is here. Under the Freedom of
Information Act, could you please tell me:

1. Do Exampleshire Police routinely scan the public with facial
   recognition? If so, where, and how often since last January?
2. How many people were stopped after a match, and how many of
   those matches were wrong?
3. Was the Commissioner asked beforehand, and is there an impact
   assessment that I could read?
4. What has it cost up to now, and whose system is it?

If one of these takes longer, I am glad to have the rest first.

Thank you for your trouble,
Tamsin Oakapple
"""

AWAY = """\
Thank you for your e-mail. I am out of the office until Monday and do not read
my mail. For a request for information under the Freedom of Information Act,
please write to our information team instead.

J. Placeholder
"""

BULLETIN = """\
This week: six questions every public body should ask about facial
recognition. Could you please tell us how you liked this issue? Register for
our conference at the early price, or unsubscribe below.
"""

QUESTION = "Facial recognition at the market: what has it cost since January, and whose system is it?"

HOLDERS_ANSWER = """\
We have no contract for such cameras, and we paid nothing for them. Whatever
there was, the police bought and ran it. We were not asked beforehand.

Commissioning and Contracts
"""

COMPLAINT = """\
Dear Mr Specimen,

thank you for your answer, but I am not satisfied with it. You say that
you hold nothing, yet your board minutes speak of the cameras. Please
conduct an internal review.

Tamsin Oakapple
"""


def write_config(folder: Path, server: MailServer) -> Path:
    """Write the office's config.toml and the password it names; return its path."""
    password = folder / "password"
    password.touch(mode=0o600)
    password.write_text(server.password, encoding="utf-8")
    config = folder / "config.toml"
    config.write_text(
        CONFIG.format(
            office=OFFICE,
            host=LOOPBACK,
            imap=server.imap,
            smtp=server.smtp,
            officer=OFFICER,
            officer_id=OFFICER_ID,
            approver=APPROVER,
            approver_id=APPROVER_ID,
            reviewer=REVIEWER,
            reviewer_id=REVIEWER_ID,
            second=SECOND,
            second_id=SECOND_ID,
            holder=HOLDER,
            holder_id=HOLDER_ID,
            police_id=POLICE_ID,
        ),
        encoding="utf-8",
    )
    return config


def request(now: datetime) -> EmailMessage:
    """Return the applicant's mail."""
    return _mail(f"Tamsin Oakapple <{APPLICANT}>", "Facial recognition in Exampleton", REQUEST, now)


def holders_answer(now: datetime, question: EmailMessage) -> EmailMessage:
    """Return the information holder's reply to a question."""
    return _reply(f"Commissioning and Contracts <{HOLDER}>", HOLDERS_ANSWER, now, question)


def complaint(now: datetime, answer: EmailMessage) -> EmailMessage:
    """Return the applicant's reply to the answer: a request for an internal review."""
    return _reply(f"Tamsin Oakapple <{APPLICANT}>", COMPLAINT, now, answer)


def robots(now: datetime) -> tuple[EmailMessage, EmailMessage]:
    """Return the mails that no person wrote: of an absent colleague's mailbox, and of a newsletter."""
    away = _mail(f"J. Placeholder <{ABSENT}>", "Automatic reply: Your enquiry", AWAY, now)
    _add(away, {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"})
    bulletin = _mail(f"The Weekly Bulletin <{NEWSLETTER}>", "Facial recognition: six questions", BULLETIN, now)
    unsubscribe = "<https://bulletin.example/leave>"
    _add(bulletin, {"List-Id": "<weekly.bulletin.example>", "List-Unsubscribe": unsubscribe, "Precedence": "bulk"})
    return away, bulletin


def _reply(author: str, text: str, now: datetime, to: EmailMessage) -> EmailMessage:
    reply = _mail(author, f"Re: {to['Subject']}", text, now)
    _add(reply, {"In-Reply-To": str(to["Message-ID"]), "References": str(to["Message-ID"])})
    return reply


def _mail(author: str, subject: str, text: str, now: datetime) -> EmailMessage:
    message = EmailMessage()
    _add(message, {"From": author, "To": OFFICE, "Subject": subject, "Date": format_datetime(now)})
    message["Message-ID"] = make_msgid(domain=author.rpartition("@")[2].rstrip(">"))
    message.set_content(text)
    return message


def _add(message: EmailMessage, headers: Mapping[str, str]) -> None:
    for name, value in headers.items():
        message[name] = value
