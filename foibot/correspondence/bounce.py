"""Whether a message reports that mail could not be delivered, and to whom.

A report part, a header that names failed recipients or the returned original decides it; where a mail system has only
words, its sender or null path and the words of failure must agree. Whether the letter was ours is asked elsewhere.
"""

import re
from collections.abc import Iterator

from foibot.correspondence.machine import SeenSign
from foibot.correspondence.message import DeliveryReport, InboundMessage, ReportedRecipient
from foibot.correspondence.words_of_machines import DELAYED, DELIVERED
from foibot.correspondence.words_of_mail_systems import (
    FAILURE_SUBJECT,
    FAILURE_TEXT,
    REFUSED_BY_LIST,
    RETURNED,
    TEMPORARY,
)
from foibot.lean import dataclass

FAILED, NOT_FAILED = (
    frozenset({"failed", "failure"}),
    frozenset({"delayed", "delivered", "relayed", "expanded"}),
)
TOLD_BY = frozenset({"null-return-path", "daemon-sender", "report", "auto-submitted", "no-reply-address"})
# The class of an enhanced status code (RFC 3463 section 3.1): what it says where no action is named.
OUTCOMES = {"5": "failed", "2": "delivered"}
# Fields of a delivery-status that stand in plain text: the part was broken, or its system knows no parts.
ACTION_IN_TEXT = re.compile(r"^[ \t>]*+Action[ \t]*:[ \t]*([a-z]+)\b", re.MULTILINE | re.IGNORECASE)
RECIPIENT_IN_TEXT = re.compile(
    r"^[ \t>]*+(?:Final|Original)-Recipient[ \t]*:[^;\n]{0,40};[ \t]*<?([^\s<>]{1,320}@[^\s<>]{1,320})",
    re.MULTILINE | re.IGNORECASE,
)
TRANSIENT, PERMANENT = (
    re.compile(r"\b4\.\d\.\d{1,3}\b|\b4[2-7]\d[ -]"),
    re.compile(r"\b5\.\d\.\d{1,3}\b|\b5[0-7]\d[ -]"),
)
ANY_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,200}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,20}")
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
    names = {sign.name for sign in signs}
    if says_otherwise(message.report):
        return None
    found = failure_in_fields(message, names)
    if found is None:
        told = bool(names & TOLD_BY)
        if (not told and (asks or not FAILURE_SUBJECT.seen(message.subject))) or notice_of_delay(message):
            refused = REFUSED_BY_LIST.seen(message.text[:READ]) if "list-header" in names else ""
            found = ("refused-by-a-list", refused) if refused else None
        else:
            found = failure_in_words(message, names)
    return Failure(*found, recipient(message)) if found else None


def outcome(of: ReportedRecipient) -> str:
    """Return what became of the mail to one recipient: the action, else by the class of its status."""
    return of.action or OUTCOMES.get(of.status[:1], "")


def says_otherwise(report: DeliveryReport | None) -> bool:
    """Tell whether a report says that something else happened than a failure."""
    if report is None:
        return False
    outcomes = {outcome(one) for one in report.recipients}
    other = report.type in ("disposition-notification", "feedback-report")
    return other or bool(outcomes & NOT_FAILED and not outcomes & FAILED)


def failure_in_fields(message: InboundMessage, names: set[str]) -> tuple[str, str] | None:
    """Return the failure that a field names: in a report, in the header, or in a report whose fields are plain text."""
    for one in message.report.recipients if message.report else ():
        if outcome(one) in FAILED:
            return "failure-report", "Action: failed" if one.action else f"Status: {one.status[:12]}"
    if "failed-recipients" in names:
        return "failed-recipients", message.header("x-failed-recipients")[:100]
    if names & TOLD_BY and actions_in_text(message) & FAILED:
        return "failure-report-in-text", "Action: failed"
    return None


def actions_in_text(message: InboundMessage) -> set[str]:
    """Return the actions that the fields of a report in plain text name."""
    text = message.text[:RETURN_READ]
    return {found[1].lower() for found in ACTION_IN_TEXT.finditer(text)} if RECIPIENT_IN_TEXT.search(text) else set()


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
    if {"daemon-sender", "null-return-path"} <= names and returned and not says_later(message):
        return "failure-returned-by-a-mail-system", returned
    return None


def says_later(message: InboundMessage) -> bool:
    """Tell whether the codes of a notice are those of a delay (RFC 3463 section 3.1), in whatever language it is."""
    text = message.text[:READ]
    return bool(TRANSIENT.search(text)) and not PERMANENT.search(text)


def notice_of_delay(message: InboundMessage) -> str:
    """Return the words by which a notice says that mail is late or has arrived, which is no failure."""
    if actions_in_text(message) & NOT_FAILED:
        return "Action: no failure"
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
    failed = [group for group in groups if outcome(group) in FAILED or not group.action]
    named = [group.address for group in failed if group.address]
    named += [group.final for group in failed if group.final]
    named = named or [found[0] for found in ANY_ADDRESS.finditer(message.header("x-failed-recipients")[:READ])]
    if named:
        yield from (address.lower() for address in named)
        return
    in_fields = [found[1].strip(".") for found in RECIPIENT_IN_TEXT.finditer(message.text[:RETURN_READ])]
    if in_fields:
        yield from (address.lower() for address in in_fields)
        return
    own = {address.key for address in message.to} | ({message.sender.key} if message.sender else set())
    for found in ANY_ADDRESS.finditer(NAMED_ID.sub("", message.text[:READ])):
        if found[0].lower() not in own:
            yield found[0].lower().strip(".")


def names_failed(message: InboundMessage, address: str) -> bool:
    """Tell whether an address stands among those that a message says were not reached."""
    return address.lower() in recipients(message)
