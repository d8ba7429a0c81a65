"""Rules for mail that people outside wrote: requests, and what applicants write about them.

With a case, what it can mean depends on where the case stands; without one, a person always looks.
"""

import re

from foibot.correspondence.asking import CALLS_UPON_LAW, REPLY_SUBJECT
from foibot.correspondence.kinds import Kind
from foibot.correspondence.known import FINISHED, KnownCase
from foibot.correspondence.message import UNREADABLE_MARKS
from foibot.correspondence.reading import Answer, Reading, Rule
from foibot.correspondence.thread import Thread
from foibot.correspondence.wording import lowered
from foibot.correspondence.words_of_applicants import (
    CLARIFIES,
    DELAYED,
    DISSATISFIED,
    PROGRESS,
    REVIEW,
    REVIEW_SUBJECT,
    THANKS,
    WITHDRAWAL,
    WITHDRAWAL_DOUBT,
)
from foibot.correspondence.words_of_clarifications import clarifies_nothing
from foibot.correspondence.words_of_further_requests import IN_PASSING, asks_for_information
from foibot.correspondence.words_of_machines import CHALLENGE
from foibot.correspondence.words_of_sellers import FRAUD, LIST_FOOTER, SELLING

STRONG = 3
MUCH, FOOTER = 20_000, 300
ACKNOWLEDGING = ("thank you for ", "we acknowledge ", "i acknowledge ", "we have received your")
ACKNOWLEDGES = re.compile(
    r"\b(?:thank you for (?:your|contacting|submitting)|(?:we|I) acknowledge (?:receipt|your)|we have received your)\b"
    r"[^.\n]{0,80}\b(?:request|enquiry|e-?mail|message|correspondence)\b",
    re.IGNORECASE,
)
PROMISES = re.compile(
    r"\b(?:reference(?: number)?\b|we (?:will|aim to|shall) (?:respond|reply|answer|be in touch)"
    r"|you (?:will|should|can expect to) (?:receive|hear|have)|within (?:20|twenty|\d+) working days)",
    re.IGNORECASE,
)
BUSINESS = re.compile(
    r"\b(?:our invoice|invoice (?:attached|\d+)|attached (?:an? )?invoice|statement of account|remittance|your parcel"
    r"|your (?:order|delivery)|(?:my|our|a|the attached) (?:cv|r[eé]sum[eé]|curriculum vitae)|your bank|bank details"
    r"|is being held|by clicking|click (?:here|the link|below))\b",
    re.IGNORECASE,
)
BRIEF = 600


def is_sure(reading: Reading) -> bool:
    """Tell whether the message surely belongs to a case and speaks for its applicant."""
    tied = reading.thread is not None and reading.thread.confirmed
    return tied and not reading.other_cases and not reading.checked.failed


def is_follow_up(reading: Reading) -> bool:
    """Tell whether it looks like an answer to something, whatever the register knows."""
    message = reading.message
    return bool(reading.thread or message.in_reply_to or message.references) or bool(
        REPLY_SUBJECT.match(message.subject)
    )


def unreadable(reading: Reading) -> Answer | None:
    """Nothing that can be read: empty, encrypted, or all of it in an attachment."""
    message = reading.message
    sealed = next((defect for defect in message.defects if defect in UNREADABLE_MARKS), "")
    if sealed and not reading.asked.is_request:
        return Answer(Kind.UNCLEAR, sealed, certain=False)
    if message.new_text.strip() or reading.asked.is_likely or message.enclosed:
        return None
    attached = message.visible_attachments
    evidence = f"no text, and attached: {attached[0].name or attached[0].type}" if attached else "no text"
    return Answer(Kind.UNCLEAR, evidence[:200], certain=False)


def withdrawal(reading: Reading) -> Answer | None:
    """Recognise a withdrawal: proposed to a person, never decided by the mail."""
    if not is_follow_up(reading):
        return None
    words = WITHDRAWAL.seen(reading.message.new_text[:5000])
    if not words or WITHDRAWAL_DOUBT.seen(reading.message.new_text[:5000]):
        return None
    return Answer(Kind.WITHDRAWAL, words, certain=is_sure(reading))


def review(reading: Reading) -> Answer | None:
    """Recognise who asks for an internal review, or plainly is not satisfied with an answer."""
    titled = REVIEW_SUBJECT.seen(reading.message.subject)
    if not titled and not is_follow_up(reading) and reading.asked.is_strong:
        return None
    text, meant = reading.message.new_text[:10_000], complained_of(reading)
    asked = REVIEW.seen(text)
    if asked:
        sure = is_sure(reading) and (reading.case is None or reading.case.answered or bool(titled))
        sure = sure or (meant is not None and bool(titled) and not reading.checked.failed)
        evidence = "; ".join(word for word in (titled, asked) if word)
        return Answer(Kind.REVIEW_REQUEST, evidence, certain=sure, also_asks=reading.asked_besides, thread=meant)
    if titled and not reading.asked.is_request:
        return Answer(Kind.REVIEW_REQUEST, titled, certain=False, thread=meant)
    case = reading.case or (known_case(reading, meant) if meant else None)
    if case is None or not case.can_be_complained_of(reading.known.today):
        return None
    unhappy = DISSATISFIED.seen(text) or ("" if case.answered else DELAYED.seen(text))
    if not unhappy:
        return None
    return Answer(Kind.REVIEW_REQUEST, unhappy, certain=False, also_asks=reading.asked_besides, thread=meant)


def known_case(reading: Reading, thread: Thread) -> KnownCase | None:
    """Return the case of a thread, as far as it is known."""
    return reading.known.cases.get(thread.reference)


def complained_of(reading: Reading) -> Thread | None:
    """Return the one case of the sender that there is something to complain of, where a fresh letter names none."""
    if reading.thread is not None and reading.thread.confirmed:
        return None
    today = reading.known.today
    theirs = [
        case
        for case in reading.known.cases.values()
        if case.has_party(reading.message.sender) and case.can_be_complained_of(today)
    ]
    return Thread(theirs[0].reference, "the sender's only answered case", confirmed=True) if len(theirs) == 1 else None


WAITS = "the case waits for a clarification"


def clarification(reading: Reading) -> Answer | None:
    """Recognise an answer to our question, where the case waits for that."""
    case = reading.case
    if case is None or not case.waits_for_clarification:
        return None
    again, nothing = reading.asked.strength > STRONG, clarifies_nothing(reading.message.new_text[:MUCH])
    if nothing and case.status == "lapsed":
        return None
    sure = is_sure(reading) and not again and not reading.further_request and not nothing
    waits = "the case lapsed for want of a clarification" if case.status == "lapsed" else WAITS
    seen = f"it may leave our question open: {nothing}" if nothing else waits
    return Answer(Kind.CLARIFICATION_REPLY, seen, certain=sure, also_asks=reading.further_request)


def fresh_request(reading: Reading) -> Answer | None:
    """Recognise a request inside an old thread: its own words ask, and the case is done or something else is asked.

    Sure only where the writer says that it is another request.
    """
    if reading.thread is None or not reading.asked.is_likely:
        return None
    case, further = reading.case, reading.further_request
    if further:
        sure = is_sure(reading) and reading.asked.is_request and not reading.message.is_out_of_bounds
        return Answer(Kind.NEW_REQUEST, f"{further}; {reading.asked}"[:200], certain=sure)
    if not reading.asked.is_request:
        return None
    done = case is not None and (case.answered or case.status in FINISHED)
    done = done and asks_for_information(reading.message.new_text).is_request
    if reading.asked.is_strong or done or not reading.thread.confirmed:
        return Answer(Kind.NEW_REQUEST, f"reply or new request: {reading.asked}"[:200], certain=False)
    return None


def progress(reading: Reading) -> Answer | None:
    """Recognise a question how the request stands."""
    text = reading.message.new_text[:5000]
    if not is_follow_up(reading) or reading.asked.is_strong:
        return None
    words = PROGRESS.seen(text) or PROGRESS.seen(reading.message.subject)
    if not words:
        return None
    also = reading.asked_besides if IN_PASSING.seen(text) else ""
    return Answer(Kind.PROGRESS_ENQUIRY, words, certain=is_sure(reading) and not also, also_asks=also)


def in_a_case(reading: Reading) -> Answer | None:
    """Anything else a party writes about a case."""
    if reading.thread is None:
        return None
    evidence, also = f"{reading.thread.how}: {reading.thread.reference}", reading.asked_besides
    return Answer(Kind.CORRESPONDENCE, evidence, certain=is_sure(reading) and not also, also_asks=also)


def passed_on_by_anyone(reading: Reading) -> Answer | None:
    """Recognise a request that somebody unknown passes on; the applicant stands inside."""
    if reading.forwarded is None or reading.asked.is_request or not reading.asked_inside.is_likely:
        return None
    evidence = f"passed on from {reading.forwarded.sender.email}: {reading.asked_inside}"
    return Answer(Kind.NEW_REQUEST, evidence[:200], certain=False, forwarded=True)


def request(reading: Reading) -> Answer | None:
    """Asks for information."""
    if not reading.asked.is_request:
        return None
    sender = reading.message.sender
    sure = not is_follow_up(reading) and sender is not None and "@" in sender.email
    sure = sure and not reading.message.is_out_of_bounds and not reading.by_a_list_of_others
    sure = sure and not answers_or_challenges(reading) and (reading.asked.is_strong or not means_business(reading))
    named = bool(reading.asked.law or reading.asked.titled)
    sure = sure and (named or reading.for_oneself) and not sells(reading) and not looks_back(reading)
    return Answer(Kind.NEW_REQUEST, str(reading.asked), certain=sure)


def looks_back(reading: Reading) -> bool:
    """Tell whether somebody whose request is open seems to ask how it stands, in a letter that names none."""
    sender = reading.message.sender
    waits = any(case.has_party(sender) and case.status not in FINISHED for case in reading.known.cases.values())
    return waits and not reading.asked.is_strong and bool(PROGRESS.seen(reading.message.new_text[:5000]))


def sells(reading: Reading) -> bool:
    """Tell whether words of sellers stand in it, or the footer of a newsletter, and no law is called upon."""
    text, subject = reading.message.new_text[:MUCH], reading.message.subject
    if LIST_FOOTER.seen(text[-FOOTER:]) and not reading.for_oneself:
        return True
    if CALLS_UPON_LAW.seen(text) or CALLS_UPON_LAW.seen(subject):
        return False
    return bool(SELLING.seen(text) or FRAUD.seen(text) or SELLING.seen(subject) or LIST_FOOTER.seen(text))


def answers_or_challenges(reading: Reading) -> bool:
    """Tell whether it reads like another body's acknowledgement, or wants its sender to prove to be a person."""
    start = reading.message.new_text[:2000]
    low = lowered(start)
    if any(stem in low for stem in ACKNOWLEDGING) and ACKNOWLEDGES.search(start) and PROMISES.search(start):
        return True
    return bool(CHALLENGE.seen(start))


def means_business(reading: Reading) -> bool:
    """Tell whether words of trade, deliveries or applications stand beside what little is asked."""
    return bool(BUSINESS.search(reading.message.new_text[:2000]) or BUSINESS.search(reading.message.subject))


def answer_to_a_question(reading: Reading) -> Answer | None:
    """Recognise words that answer a question of ours, though no case is known."""
    words = CLARIFIES.seen(reading.message.new_text[:3000])
    if not words or not is_follow_up(reading):
        return None
    return Answer(Kind.CLARIFICATION_REPLY, words, certain=False)


def thanks(reading: Reading) -> Answer | None:
    """Only thanks."""
    text = reading.message.new_text
    if reading.asked.is_likely or len(text) > BRIEF or "?" in text:
        return None
    words = THANKS.seen(text) or (THANKS.seen(reading.message.subject) if not text.strip() else "")
    return Answer(Kind.CORRESPONDENCE, words, certain=False) if words else None


def otherwise(reading: Reading) -> Answer | None:
    """Somebody wrote something: it may be a request, and a person looks."""
    words = str(reading.asked) or "no rule knows it"
    return Answer(Kind.NEW_REQUEST, words[:200], certain=False)


LETTER_RULES: tuple[Rule, ...] = (
    Rule("unreadable", "nothing in it can be read", unreadable),
    Rule("withdrawal", "the applicant withdraws the request", withdrawal),
    Rule("review", "the applicant asks for an internal review", review),
    Rule("clarification", WAITS, clarification),
    Rule("fresh-request", "a request inside an old thread", fresh_request),
    Rule("progress", "the applicant asks how it stands", progress),
    Rule("in-a-case", "about a case, and none of the above", in_a_case),
    Rule("passed-on-by-anyone", "somebody passes a request on", passed_on_by_anyone),
    Rule("request", "asks for information", request),
    Rule("answer", "reads as an answer to a question", answer_to_a_question),
    Rule("thanks", "only thanks", thanks),
    Rule("otherwise", "a person wrote something that no rule knows", otherwise),
)
