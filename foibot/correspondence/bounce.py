"""Whether a message reports that mail could not be delivered, and to whom.

A report part, a header that names failed recipients or the returned original decides it; where a mail system has only
words, its sender or null path and the words of failure must agree. Whether the letter was ours is asked elsewhere.
"""

import re
from dataclasses import dataclass

from foibot.correspondence.machine import SeenSign
from foibot.correspondence.message import InboundMessage
from foibot.correspondence.wording import DELAYED_SUBJECT, DELIVERED_SUBJECT, phrases

FAILURE_SUBJECT = phrases(
    "subject of a failure",
    r"\bundeliver(?:able|ed)\b",
    r"\bmail delivery (?:failed|failure|problem|error|subsystem)",
    r"\bdelivery (?:status notification|failure|failed|report|error|problem|notification)",
    r"\breturned (?:mail|to sender)\b",
    r"\bfail(?:ure|ed)\b[^.]{0,30}\b(?:notice|deliver|mail|send)",
    r"\bmail (?:system )?error\b",
    r"\b(?:message|mail)(?: could)? not (?:be )?(?:delivered|sent)\b",
    r"\bnon[- ]?deliver(?:y|able|ed)\b",
    r"\bunzustellbar\b",
    r"\bnicht zustellbar\b",
    r"\brejected\b",
    r"\bunknown (?:user|recipient|address)\b",
    r"\bnondeliverable\b",
    r"\bdelivery has failed\b",
)
FAILURE_TEXT = phrases(
    "words of failure",
    r"\b(?:could|can|was|were|has|have|is) ?not (?:be |been )?(?:successfully )?(?:delivered|deliver)\b",
    r"\bunable to (?:deliver|relay)\b",
    r"\bundeliver(?:able|ed)\b",
    r"\bdelivery (?:to|of|for)\b[^.\n]{0,120}\bfail",
    r"\bpermanent (?:fatal )?(?:error|failure)",
    r"\bhad permanent fatal errors\b",
    r"\b(?:user|recipient|mailbox|address|account) (?:unknown|not found|unavailable|does not exist|disabled|rejected|is (?:full|disabled|unavailable|over quota))",
    r"\bunknown (?:user|recipient|local part|address)\b",
    r"\bno such (?:user|recipient|mailbox|address|person|account|domain|host)\b",
    r"\b5[0-7]\d[ -]#?5\.\d\.\d",
    r"\b5\.\d\.\d{1,3}\b",
    r"\bSMTP error from remote\b",
    r"\bmessage (?:was |has been )?(?:rejected|refused|returned)\b",
    r"\bdelivery (?:has )?failed\b",
    r"\bfailed to (?:deliver|reach)\b",
    r"\breturned to sender\b",
    r"\bgiving up on\b",
    r"\bmailbox (?:is )?full\b",
    r"\bquota\b[^.\n]{0,40}\bexceed",
    r"\bexceed\w*[^.\n]{0,40}\bquota",
    r"\bfailed recipients?\b",
    r"\bdid not reach the following recipient",
    r"\bhost (?:or domain name )?(?:not found|unknown)\b",
    r"\brelay(?:ing)? (?:access )?denied\b",
    r"\b55[0-4]\b",
)
TEMPORARY = phrases(
    "not yet a failure",
    r"\bwill (?:continue|keep|be retried|retry|try)\b[^.]{0,60}",
    r"\bno action (?:is )?required\b",
    r"\bdo not need to (?:resend|re-send|do anything)\b",
    r"\b(?:this is a )?warning (?:message )?only\b",
    r"\bstill (?:trying|in the queue|being)\b",
)
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
        DELAYED_SUBJECT.seen(message.subject)
        or DELIVERED_SUBJECT.seen(message.subject)
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
