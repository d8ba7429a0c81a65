"""Rules for mail that no applicant wrote: ours, robots', newsletters', colleagues', the regulator's."""

import re

from foibot.correspondence.kinds import Kind
from foibot.correspondence.reading import Answer, Reading, Rule
from foibot.correspondence.words_of_applicants import REVIEW, WITHDRAWAL
from foibot.correspondence.words_of_machines import (
    AWAY,
    DELAYED,
    DELIVERED,
    READ,
    RECALL,
    REPORTED_AS_DATA,
    SAYS_AUTOMATIC,
)
from foibot.correspondence.words_of_mail_systems import COMPLAINT
from foibot.correspondence.words_of_sellers import FRAUD, LIST_FOOTER, SELLING

TO_COLLEAGUES = frozenset({"officer_chaser", "escalation", "case_notice", "draft_notice", "digest"})
TO_HOLDERS = frozenset({"holder_request", "holder_chaser", "consultation"})
REPLIED = frozenset({"automatic-header", "precedence-auto", "automatic-subject"})
AUTO_REPLIED = re.compile(r"auto-(?:replied|notified|reply)", re.IGNORECASE)
MUCH = 20_000
BRIEF = 600
COMMAND = re.compile(r"^\s*([a-z][a-z-]{2,20})\s+(\S+)", re.IGNORECASE)


def own(reading: Reading) -> Answer | None:
    """From our own address."""
    sender = reading.message.sender
    if not reading.known.is_ours(sender):
        return None
    sure = not reading.asked.is_likely and reading.checked.dmarc != "fail"
    return Answer(Kind.OWN, sender.email if sender else "", certain=sure)


def failure(reading: Reading) -> Answer | None:
    """Recognise a failed delivery; believed only where it names the very recipient of the letter of ours it is about.

    Anybody can write one that quotes our Message-ID: one that names nobody or somebody else changes nothing on the
    case, and a person looks at it.
    """
    found = reading.failure
    if found is None:
        return None
    evidence = f"{found.rule}: {found.evidence}"[:200]
    if reading.answered_letter and not reading.failed_where_sent:
        return Answer(Kind.CORRESPONDENCE, f"not believed: {evidence}"[:200], certain=False, tied=False)
    sure = reading.failed_where_sent or not reading.known.our_addresses
    return Answer(Kind.BOUNCE, evidence, certain=sure)


def report(reading: Reading) -> Answer | None:
    """Recognise a report that is no failure: read, delivered, delayed, complained of."""
    found = reading.message.report
    if found is None or found.type not in ("delivery-status", "disposition-notification", "feedback-report"):
        complaint = COMPLAINT.seen(reading.message.subject)
        return Answer(Kind.RECEIPT, complaint, certain=False) if complaint and reading.message.enclosed else None
    said = found.disposition or ", ".join(sorted(found.actions))
    return Answer(Kind.RECEIPT, f"{found.type}: {said}"[:200])


def notice(reading: Reading) -> Answer | None:
    """Recognise a notice by its words: read, delivered, delayed."""
    message = reading.message
    read = READ.seen(message.subject)
    if read and (reading.is_automatic or not reading.asked.is_request):
        return Answer(Kind.RECEIPT, read, certain=reading.is_automatic)
    told = DELIVERED.seen(message.subject) or DELAYED.seen(message.subject) or REPORTED_AS_DATA.seen(reading.head)
    if told and reading.sign_names & {"daemon-sender", "null-return-path", "report", "no-reply-address"}:
        by_mail_system = bool(reading.sign_names & {"daemon-sender", "report"})
        return Answer(Kind.RECEIPT, told[:200], certain=by_mail_system or not reading.asked.is_request)
    return None


def recall(reading: Reading) -> Answer | None:
    """Recognise a recall notice: no withdrawal, and nothing is deleted for it."""
    words = RECALL.seen(reading.message.subject) or RECALL.seen(reading.head[:300])
    return Answer(Kind.RECEIPT, words, certain=not reading.asked.is_request) if words else None


def commissioner(reading: Reading) -> Answer | None:
    """From the regulator, not a newsletter of theirs."""
    sender = reading.message.sender
    domains = reading.known.commissioner_domains
    if sender is None or not any(sender.domain == name or sender.domain.endswith(f".{name}") for name in domains):
        return None
    if "list-header" in reading.sign_names and LIST_FOOTER.seen(reading.message.text):
        return None
    return Answer(Kind.COMMISSIONER, sender.domain, certain=reading.checked.dmarc != "fail")


def automatic_reply(reading: Reading) -> Answer | None:
    """Recognise an automatic reply by its headers or its subject."""
    message = reading.message
    replied = AUTO_REPLIED.search(message.header("auto-submitted"))
    named = reading.sign_names & REPLIED
    if not replied and not named:
        return None
    words = replied[0] if replied else next(sign.evidence for sign in reading.signs if sign.name in named)
    away = AWAY.seen(reading.head) or SAYS_AUTOMATIC.seen(reading.head)
    if reading.asked.is_strong and not away and reading.answered_letter is None:
        return Answer(Kind.NEW_REQUEST, f"automatic, but asks: {reading.asked}"[:200], certain=False)
    return Answer(Kind.AUTO_REPLY, f"{words}; {away}" if away else words)


def web_form(reading: Reading) -> Answer | None:
    """Sent by a machine, but asking for information: perhaps a web form."""
    if not reading.is_automatic or not reading.asked.is_request or SAYS_AUTOMATIC.seen(reading.head):
        return None
    return Answer(Kind.NEW_REQUEST, f"possible web-form request: {reading.asked}"[:200], certain=False)


def automatic_words(reading: Reading) -> Answer | None:
    """Recognise an automatic reply that only its words give away."""
    if reading.asked.is_request and not reading.is_automatic:
        return None
    words = AWAY.seen(reading.head) or SAYS_AUTOMATIC.seen(reading.head)
    if not words or WITHDRAWAL.seen(reading.head) or REVIEW.seen(reading.head):
        return None
    answers = reading.answered_letter is not None and len(reading.message.new_text) <= BRIEF
    return Answer(Kind.AUTO_REPLY, words, certain=reading.is_automatic or answers)


def other_automatic(reading: Reading) -> Answer | None:
    """Any other mail that a machine says it wrote."""
    if not reading.is_automatic or reading.asked.is_request:
        return None
    if "list-header" in reading.sign_names:
        return None
    evidence = next(sign.evidence for sign in reading.signs if sign.automatic)
    return Answer(Kind.AUTO_REPLY, evidence, certain="auto-submitted" in reading.sign_names)


def officer_command(reading: Reading) -> Answer | None:
    """Recognise a command: an officer answers a notice of ours, or writes a verb and a reference on the first line."""
    sender, known = reading.message.sender, reading.known
    if sender is None or sender.key not in known.officers:
        return None
    letter = reading.answered_letter
    if letter and letter.letter in TO_COLLEAGUES:
        return Answer(Kind.OFFICER_COMMAND, f"answers our {letter.letter}")
    first_line = reading.message.new_text.strip().partition("\n")[0]
    command = COMMAND.match(first_line)
    if command and known.pattern and known.pattern.find(command[2]):
        return Answer(Kind.OFFICER_COMMAND, first_line[:100])
    return None


def passed_on(reading: Reading) -> Answer | None:
    """Recognise a request that a colleague passed on."""
    if not reading.known.is_colleague(reading.message.sender) or reading.forwarded is None:
        return None
    if reading.known.is_colleague(reading.forwarded.sender) or not reading.asked_inside.is_likely:
        return None
    evidence = f"passed on from {reading.forwarded.sender.email}: {reading.asked_inside}"
    return Answer(Kind.NEW_REQUEST, evidence[:200], certain=False, forwarded=True)


def holder_reply(reading: Reading) -> Answer | None:
    """Recognise what an information holder, or whoever we asked, writes about a case."""
    sender, letter = reading.message.sender, reading.answered_letter
    if sender is None:
        return None
    if letter and letter.letter in TO_HOLDERS and reading.thread and reading.thread.confirmed:
        return Answer(Kind.HOLDER_REPLY, f"answers our {letter.letter}")
    if sender.key in reading.known.holders and reading.thread:
        return Answer(
            Kind.HOLDER_REPLY,
            f"{sender.email} about {reading.thread.reference}",
            certain=reading.thread.confirmed,
        )
    return None


def colleague(reading: Reading) -> Answer | None:
    """Recognise a colleague who writes about something else."""
    sender = reading.message.sender
    if sender is None or sender.key not in reading.known.officers | reading.known.holders:
        return None
    if reading.asked.is_request:
        return Answer(Kind.NEW_REQUEST, f"a colleague asks: {reading.asked}"[:200], certain=False)
    return Answer(Kind.CORRESPONDENCE, sender.email, certain=False)


def bulk(reading: Reading) -> Answer | None:
    """Recognise a newsletter, marketing or fraud."""
    if reading.asked.is_strong:
        return None
    text = reading.message.text[:MUCH]
    footer = LIST_FOOTER.seen(text)
    if footer and reading.sign_names & {"list-header", "precedence"}:
        return Answer(Kind.BULK, f"{footer}; by a list", certain=not reading.asked.law)
    sold = (
        FRAUD.seen(reading.message.subject)
        or FRAUD.seen(text)
        or SELLING.seen(reading.message.subject)
        or SELLING.seen(text)
    )
    if sold and footer:
        return Answer(Kind.BULK, f"{sold}; {footer}", certain=False)
    if sold and not reading.asked.is_request:
        return Answer(Kind.BULK, sold, certain=False)
    return None


MACHINE_RULES: tuple[Rule, ...] = (
    Rule("own", "from our own mailbox or an alias of it", own),
    Rule("delivery-failed", "reports that mail could not be delivered", failure),
    Rule("report", "a report that is no failure: read, delivered, delayed, complained of", report),
    Rule("notice", "says in words that mail was read, delivered or delayed", notice),
    Rule("recall", "asks to recall a message", recall),
    Rule("commissioner", "from the regulator", commissioner),
    Rule("officer-command", "an officer answers a notice or writes a command", officer_command),
    Rule("automatic-reply", "an automatic reply by its headers or subject", automatic_reply),
    Rule("web-form", "sent by a machine but asking for information", web_form),
    Rule("automatic-words", "an automatic reply by its words alone", automatic_words),
    Rule("automatic", "bears the sign of a machine", other_automatic),
    Rule("passed-on", "a colleague passes a request on", passed_on),
    Rule("holder-reply", "an information holder answers", holder_reply),
    Rule("colleague", "a colleague writes", colleague),
    Rule("bulk", "a newsletter, marketing or fraud", bulk),
)
