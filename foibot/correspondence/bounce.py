"""Whether a message reports that mail could not be delivered, and to whom.

A report part, a header that names failed recipients or the returned original decides it; where a mail system has only
words, its sender or null path and the words of failure must agree. Whether the letter was ours is asked elsewhere.
"""

import re
from dataclasses import dataclass

from foibot.correspondence.machine import SeenSign
from foibot.correspondence.message import InboundMessage
from foibot.correspondence.words_of_machines import DELAYED, DELIVERED
from foibot.correspondence.words_of_mail_systems import FAILURE_SUBJECT, FAILURE_TEXT, TEMPORARY

FAILED, NOT_FAILED = (
    frozenset({"failed", "failure"}),
    frozenset({"delayed", "delivered", "relayed", "expanded"}),
)
TOLD_BY = frozenset({"null-return-path", "daemon-sender", "report", "auto-submitted", "failed-recipients"})
ANY_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
READ = 8_000


@dataclass(frozen=True, slots=True)
class Failure:
    """That mail was not delivered: the rule, the words, and the recipient as far as it is named."""

    rule: str
    evidence: str
    recipient: str | None


def failure_in(message: InboundMessage, signs: tuple[SeenSign, ...]) -> Failure | None:
    """The failure a message reports; None where it reports none."""
    names = {sign.name for sign in signs}
    report = message.report
    if report and report.type in ("disposition-notification", "feedback-report"):
        return None
    if report and report.actions and not report.actions & FAILED and report.actions <= NOT_FAILED:
        return None
    text = message.text[:READ]
    if report and report.actions & FAILED:
        return Failure("failure-report", "Action: failed", recipient(message))
    if "failed-recipients" in names:
        return Failure("failed-recipients", message.header("x-failed-recipients")[:100], recipient(message))
    if not names & TOLD_BY or notice_of_delay(message):
        return None
    words = FAILURE_TEXT.seen(text)
    subject = FAILURE_SUBJECT.seen(message.subject)
    if subject and (words or "daemon-sender" in names):
        return Failure("failure-subject", f"{subject}; {words}", recipient(message))
    if words and ("daemon-sender" in names or report is not None):
        return Failure("failure-words", words, recipient(message))
    return None


def notice_of_delay(message: InboundMessage) -> str:
    """The words by which a notice says that mail is late or has arrived, which is no failure."""
    return (
        DELAYED.seen(message.subject)
        or DELIVERED.seen(message.subject)
        or ("" if FAILURE_SUBJECT.seen(message.subject) else TEMPORARY.seen(message.text[:READ]))
    )


def recipient(message: InboundMessage) -> str | None:
    """The address that was not reached: by the report, by the header, by the words."""
    if message.report:
        failed = [found for found in message.report.recipients if found.action in FAILED or not found.action]
        named = next((found.address for found in failed if found.address), None)
        if named:
            return named.lower()
    header = ANY_ADDRESS.search(message.header("x-failed-recipients"))
    if header:
        return header[0].lower()
    own = {address.key for address in message.to} | ({message.sender.key} if message.sender else set())
    for found in ANY_ADDRESS.finditer(message.text[:READ]):
        if found[0].lower() not in own:
            return found[0].lower().strip(".")
    return None
