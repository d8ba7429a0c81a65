"""Whether a message reports that mail could not be delivered, and to whom.

A report part, a header that names failed recipients or the returned original decides it; where a mail system has only
words, its sender or null path and the words of failure must agree. Whether the letter was ours is asked elsewhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from foibot.correspondence.machine import SeenSign
from foibot.correspondence.message import DeliveryReport, InboundMessage
from foibot.correspondence.words_of_machines import DELAYED, DELIVERED
from foibot.correspondence.words_of_mail_systems import FAILURE_SUBJECT, FAILURE_TEXT, RETURNED, TEMPORARY

FAILED, NOT_FAILED = (
    frozenset({"failed", "failure"}),
    frozenset({"delayed", "delivered", "relayed", "expanded"}),
)
TOLD_BY = frozenset({"null-return-path", "daemon-sender", "report", "auto-submitted", "no-reply-address"})
ANY_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
NAMED_ID = re.compile(r"(?:message-?id|in-reply-to|references)\b[^\n<]{0,40}<[^<>\n]*>", re.IGNORECASE)
READ = 8_000
RETURN_READ = 40_000
PASSED_ON = re.compile(r"\s*(?:fwd?|wg|tr|vs)\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Failure:
    """That mail was not delivered: the rule, the words, and the recipient as far as it is named."""

    rule: str
    evidence: str
    recipient: str | None


def failure_in(message: InboundMessage, signs: tuple[SeenSign, ...], *, asks: bool) -> Failure | None:
    """Return the failure a message reports; None where it reports none. `asks`: its own words ask for information."""
    report = message.report
    names = {sign.name for sign in signs}
    if says_otherwise(report):
        return None
    if report and report.actions & FAILED:
        return Failure("failure-report", "Action: failed", recipient(message))
    if "failed-recipients" in names:
        return Failure("failed-recipients", message.header("x-failed-recipients")[:100], recipient(message))
    told = bool(names & TOLD_BY)
    if (not told and (asks or not FAILURE_SUBJECT.seen(message.subject))) or notice_of_delay(message):
        return None
    found = failure_in_words(message, names)
    return Failure(*found, recipient(message)) if found else None


def says_otherwise(report: DeliveryReport | None) -> bool:
    """Tell whether a report says that something else happened than a failure."""
    if report is None:
        return False
    other = report.type in ("disposition-notification", "feedback-report")
    return other or bool(report.actions & NOT_FAILED and not report.actions & FAILED)


def failure_in_words(message: InboundMessage, names: set[str]) -> tuple[str, str] | None:
    """Return the failure that words tell: who says so, what is said and what is returned must agree."""
    if message.report and message.report.type == "delivery-status":
        return "failure-report", "a delivery-status that names no other outcome"
    subject = FAILURE_SUBJECT.seen(message.subject)
    words = FAILURE_TEXT.seen(message.text[:READ])
    returned = RETURNED.seen(message.text[:RETURN_READ]) or ("a returned message" if message.enclosed else "")
    if "daemon-sender" in names and (subject or words):
        return "failure-told-by-a-mail-system", subject or words
    if names & TOLD_BY and ((subject and words) or (message.report and words) or (words and returned)):
        return "failure-words", f"{subject}; {words}"
    if subject and words and not PASSED_ON.match(message.subject):
        return "failure-subject", f"{subject}; {words}"
    return None


def notice_of_delay(message: InboundMessage) -> str:
    """Return the words by which a notice says that mail is late or has arrived, which is no failure."""
    return (
        DELAYED.seen(message.subject)
        or DELIVERED.seen(message.subject)
        or ("" if FAILURE_SUBJECT.seen(message.subject) else TEMPORARY.seen(message.text[:READ]))
    )


def recipient(message: InboundMessage) -> str | None:
    """Return the address that was not reached: by the report, by the header, by the words."""
    return next(recipients(message), None)


def recipients(message: InboundMessage) -> Iterator[str]:
    """Every address that was not reached: by the report, else by the header, else by the words."""
    groups = message.report.recipients if message.report else ()
    failed = [group for group in groups if group.action in FAILED or not group.action]
    named = [group.address for group in failed if group.address]
    named += [group.final for group in failed if group.final]
    named = named or [found[0] for found in ANY_ADDRESS.finditer(message.header("x-failed-recipients"))]
    if named:
        yield from (address.lower() for address in named)
        return
    own = {address.key for address in message.to} | ({message.sender.key} if message.sender else set())
    for found in ANY_ADDRESS.finditer(NAMED_ID.sub("", message.text[:READ])):
        if found[0].lower() not in own:
            yield found[0].lower().strip(".")


def names_failed(message: InboundMessage, address: str) -> bool:
    """Tell whether an address stands among those that a message says were not reached."""
    return address.lower() in recipients(message)
