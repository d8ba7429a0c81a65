"""Rules for mail that no applicant wrote: ours, robots', newsletters', colleagues', the regulator's."""

import re

from foibot.correspondence.asking import CALLS_UPON_LAW
from foibot.correspondence.kinds import Kind
from foibot.correspondence.known import TO_HOLDERS
from foibot.correspondence.machine import LIST_HEADERS
from foibot.correspondence.reading import Answer, Reading, Rule
from foibot.correspondence.thread import Thread
from foibot.correspondence.words_of_applicants import FOR_ONESELF, REVIEW, WITHDRAWAL
from foibot.correspondence.words_of_machines import (
    AWAY,
    DELAYED,
    DELIVERED,
    OF_YOUR_MESSAGE,
    READ,
    RECALL,
    REPORTED_AS_DATA,
    SAYS_AUTOMATIC,
)
from foibot.correspondence.words_of_mail_systems import COMPLAINT, TEMPORARY
from foibot.correspondence.words_of_sellers import FRAUD, LIST_FOOTER, SELLING

TO_COLLEAGUES = frozenset(
    {
        *("officer_chaser", "escalation", "case_notice", "draft_notice", "digest"),
        *("mail_notice", "mailbox_notice", "trouble_notice", "calendar_notice", "limit_notice", "hold_notice"),
        "cost_notice",
    }
)
REPLIED = frozenset({"automatic-header", "precedence-auto", "automatic-subject"})
AUTO_REPLIED = re.compile(r"auto-(?:replied|notified|reply)", re.IGNORECASE)
CALENDAR = re.compile(r"calendarmessage", re.IGNORECASE)
PUBLISHER = re.compile(
    r"^(?:news(?:letters?)?|info|marketing|events?|updates?|bulletins?|hello|mailing|campaigns?|offers?|no-?reply|weekly"
    r"|digest|alerts?|subscriptions?|press|editor|team)$"
)
MUCH = 20_000
BRIEF = 600
COMMAND = re.compile(r"^\s*([a-z][a-z-]{2,20})\s+(\S+)", re.IGNORECASE)


def own(reading: Reading) -> Answer | None:
    """From our own address: filed unread only where it is a letter of ours, or a copy of one to somebody else.

    Forms, scanners and colleagues in the shared mailbox write from us to us; what they pass on may be a request.
    """
    message, known = reading.message, reading.known
    if not known.is_ours(message.sender):
        return None
    evidence = message.sender.email if message.sender else ""
    asks = reading.form or (str(reading.asked) if reading.asked.is_likely else "")
    if asks:
        return Answer(Kind.OWN, f"possible web-form request: {asks}"[:200], certain=False)
    copy = any(not known.is_ours(address) for address in (*message.to, *message.cc))
    if not (copy or "our-mark" in reading.sign_names):
        return Answer(Kind.OWN, f"possible web-form request: from {evidence} to us alone", certain=False)
    return Answer(Kind.OWN, evidence, certain=reading.checked.dmarc != "fail")


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
    if reading.thread is not None and not reading.thread.confirmed:
        evidence = f"it names no letter of ours and changed nothing: {evidence}"[:200]
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
    """Recognise a notice by its words: read, delivered, delayed; sure only where subject and text agree."""
    subject, names = reading.message.subject, reading.sign_names
    quiet = not reading.asked.is_likely
    read = READ.seen(subject)
    if read and (reading.is_automatic or not reading.asked.is_request):
        empty = not reading.head.strip() and not reading.message.visible_attachments
        agrees = empty or bool(READ.seen(reading.head))
        return Answer(Kind.RECEIPT, read, certain=reading.is_automatic and agrees and quiet)
    data = REPORTED_AS_DATA.seen(reading.head)
    told = DELIVERED.seen(subject) or DELAYED.seen(subject) or data
    if told and names & {"daemon-sender", "null-return-path", "report", "no-reply-address"}:
        agrees = bool(data) or any(words.seen(reading.head) for words in (DELIVERED, DELAYED, TEMPORARY))
        return Answer(Kind.RECEIPT, told[:200], certain=agrees and (quiet or "daemon-sender" in names))
    return None


def recall(reading: Reading) -> Answer | None:
    """Recognise a recall notice: no withdrawal, and nothing is deleted for it; other recalls begin a subject too."""
    told = RECALL.seen(reading.head[:300])
    words = told or RECALL.seen(reading.message.subject)
    return Answer(Kind.RECEIPT, words, certain=bool(told) and not reading.asked.is_request) if words else None


def commissioner(reading: Reading) -> Answer | None:
    """From the regulator, not a newsletter of theirs."""
    sender = reading.message.sender
    domains = reading.known.commissioner_domains
    if sender is None or not any(sender.domain == name or sender.domain.endswith(f".{name}") for name in domains):
        return None
    if "list-header" in reading.sign_names and LIST_FOOTER.seen(reading.message.text):
        return None
    verified = reading.checked.dmarc == "pass"
    tied = tuple(reading.known.of_the_commissioner.items())
    thread = Thread(tied[0][0], tied[0][1], confirmed=verified) if reading.thread is None and len(tied) == 1 else None
    return Answer(Kind.COMMISSIONER, sender.domain, certain=verified, thread=thread)


def automatic_reply(reading: Reading) -> Answer | None:
    """Recognise an automatic reply by its headers or its subject; sure only where nothing is asked in it.

    People type such subjects too, and systems put such headers on what people wrote (RFC 3834 section 5 asks only
    that automatic mail be marked): what asks for something goes to a person.
    """
    replied = AUTO_REPLIED.search(reading.message.header("auto-submitted"))
    named = reading.sign_names & REPLIED
    if not replied and not named:
        return None
    words = replied[0] if replied else next(sign.evidence for sign in reading.signs if sign.name in named)
    marked = bool(replied or named - {"automatic-subject"} or "auto-submitted" in reading.sign_names)
    absent = AWAY.seen(reading.head) or SAYS_AUTOMATIC.seen(reading.head)
    asked = reading.asked
    loud = asked.is_strong if marked else asked.is_request
    if loud and not absent and (reading.answered_letter is None or not marked):
        return Answer(Kind.NEW_REQUEST, f"automatic, but asks: {asked}"[:200], certain=False)
    evidence = f"{words}; {absent}" if absent else words
    return Answer(Kind.AUTO_REPLY, evidence, certain=surely_automatic(reading, marked=marked, absent=absent))


def surely_automatic(reading: Reading, *, marked: bool, absent: str) -> bool:
    """Tell whether an automatic reply needs no person's eye: it answers a letter of ours, or reads as an answer.

    That it says it is automatic is not enough: the mail of a web site's form says so too.
    """
    asked = reading.asked
    if reading.form or reading.message.visible_attachments:
        return False
    if marked and reading.answered_letter is not None:
        return bool(absent) or not asked.is_request
    if not (AWAY.seen(reading.head) or OF_YOUR_MESSAGE.seen(reading.head)):
        return bool(absent) and reading.answered_letter is not None and not asked.is_likely
    return not (asked.is_request and reading.for_oneself) if marked else not asked.is_likely


def web_form(reading: Reading) -> Answer | None:
    """Sent by a machine, but asking for information: perhaps a web form."""
    asks = reading.form or (str(reading.asked) if reading.asked.is_request else "")
    if not reading.is_automatic or not asks or SAYS_AUTOMATIC.seen(reading.head):
        return None
    return Answer(Kind.NEW_REQUEST, f"possible web-form request: {asks}"[:200], certain=False)


def automatic_words(reading: Reading) -> Answer | None:
    """Recognise an automatic reply that only its words give away."""
    if reading.asked.is_request and not reading.is_automatic:
        return None
    words = AWAY.seen(reading.head) or SAYS_AUTOMATIC.seen(reading.head)
    if not words or WITHDRAWAL.seen(reading.head) or REVIEW.seen(reading.head):
        return None
    answers = reading.answered_letter is not None and len(reading.message.new_text) <= BRIEF
    sure = answers or (reading.is_automatic and surely_automatic(reading, marked=False, absent=words))
    return Answer(Kind.AUTO_REPLY, words, certain=sure)


def other_automatic(reading: Reading) -> Answer | None:
    """Any other mail that a machine says it wrote: sure where it answers a letter of ours."""
    if not reading.is_automatic or reading.asked.is_request:
        return None
    if "list-header" in reading.sign_names:
        return None
    evidence = next(sign.evidence for sign in reading.signs if sign.automatic)
    sure = "auto-submitted" in reading.sign_names and surely_automatic(reading, marked=True, absent="")
    return Answer(Kind.AUTO_REPLY, evidence, certain=sure)


def invitation(reading: Reading) -> Answer | None:
    """Recognise a calendar's invitation or the answer to one: a person's mail, but no request (RFC 5546)."""
    message = reading.message
    sent = any(part.type == "text/calendar" for part in message.attachments) or CALENDAR.search(
        message.header("content-class")
    )
    if not sent or reading.asked.is_strong:
        return None
    return Answer(Kind.CORRESPONDENCE, "a calendar's invitation, or an answer to one", certain=False)


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
    sure = not reading.checked.failed
    if letter and letter.letter in TO_HOLDERS and reading.thread and reading.thread.confirmed:
        return Answer(Kind.HOLDER_REPLY, f"answers our {letter.letter}", certain=sure)
    asked = reading.case.asked if reading.case else frozenset()
    if reading.thread and (sender.key in reading.known.holders or sender.key in asked):
        return Answer(
            Kind.HOLDER_REPLY,
            f"{sender.email} about {reading.thread.reference}",
            certain=sure and reading.thread.confirmed,
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


def published(reading: Reading) -> bool:
    """Tell whether the sender is whoever keeps the list, and no person who wrote through it."""
    sender = reading.message.sender
    if sender is None:
        return False
    named = " ".join(value for name in LIST_HEADERS for value in reading.message.headers.get(name, ())).casefold()
    return bool(PUBLISHER.search(sender.local)) or (bool(sender.domain) and sender.domain in named)


def bulk(reading: Reading) -> Answer | None:
    """Recognise a newsletter, marketing or fraud; sure only where its publisher asks nothing for himself."""
    listed = "list-header" in reading.sign_names
    if reading.asked.is_strong and not listed:
        return None
    text = reading.message.text[:MUCH]
    footer = LIST_FOOTER.seen(text)
    by_list = bool(footer) and (reading.by_a_list_of_others if listed else "precedence" in reading.sign_names)
    for_oneself = reading.asked.is_request and bool(FOR_ONESELF.seen(reading.message.new_text[:MUCH]))
    if reading.asked.is_strong and (for_oneself or not by_list):
        return None
    if by_list:
        sure = published(reading) and not (reading.asked.law or for_oneself or reading.asked.is_strong)
        return Answer(Kind.BULK, f"{footer}; by a list", certain=sure)
    sold = (
        FRAUD.seen(reading.message.subject)
        or FRAUD.seen(text)
        or SELLING.seen(reading.message.subject)
        or SELLING.seen(text)
    )
    if sold and footer:
        return Answer(Kind.BULK, f"{sold}; {footer}", certain=False)
    if sold and not reading.asked.is_request and not CALLS_UPON_LAW.seen(text):
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
    Rule("invitation", "a calendar's invitation", invitation),
    Rule("passed-on", "a colleague passes a request on", passed_on),
    Rule("holder-reply", "an information holder answers", holder_reply),
    Rule("colleague", "a colleague writes", colleague),
    Rule("bulk", "a newsletter, marketing or fraud", bulk),
)
