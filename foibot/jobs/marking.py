"""What a fact says of drafts, letters, mail and sketches is written where they are looked up."""

from foibot.casework.case import Case
from foibot.casework.events import (
    ApprovalWithdrawn,
    CaseMerged,
    DraftApproved,
    DraftRejected,
    Event,
    LetterBounced,
    LetterCancelled,
    LetterPosted,
    LetterReleased,
    LetterSent,
    NoAnswerByHand,
    RequestLinked,
    RequestReceived,
)
from foibot.correspondence.likeness import sketch
from foibot.store import drafts, messages, outbox, sent_mail, sketches
from foibot.store.database import Database


def mark_sent(db: Database, case: Case, event: Event) -> None:
    """Let a draft say that it has left, once every mail of it has."""
    number = case.letters[event.number - 1].draft if isinstance(event, LetterSent | LetterPosted) else 0
    if number and case.drafts[number - 1].status == "sent":
        drafts.mark(db, case.reference, number, "sent")


def mark(db: Database, reference: str, event: Event) -> None:
    """Let the drafts, the outbox and what is found by likeness say what a fact says of them."""
    match event:
        case RequestReceived():
            words = event.text or (messages.words_of(db, event.message) if event.message else "")
            sketches.keep(db, reference, event.received_on, sketch(words))
        case RequestLinked(to=other, how=how):
            sketches.link(db, reference, other, how)
        case CaseMerged() | NoAnswerByHand():
            _mark_mail(db, reference, event)
        case _:
            _mark_paper(db, reference, event)


def _mark_paper(db: Database, reference: str, event: Event) -> None:
    """Let the drafts and the outbox say what became of a draft or a letter."""
    match event:
        case DraftApproved(draft=number):
            drafts.mark(db, reference, number, "approved")
        case ApprovalWithdrawn(draft=number):
            drafts.mark(db, reference, number, "waiting")
        case DraftRejected(draft=number):
            drafts.mark(db, reference, number, "rejected")
        case LetterCancelled(number=number):
            outbox.mark_cancelled(db, reference, number)
        case LetterPosted(number=number, on=on):
            outbox.mark_posted(db, reference, number, on)
        case LetterReleased(number=number):
            outbox.lift_limits(db, reference, number)
        case LetterBounced(number=number, message=message):
            outbox.mark_bounced(db, reference, number, f"it came back as undeliverable (message {message})")


def _mark_mail(db: Database, reference: str, event: CaseMerged | NoAnswerByHand) -> None:
    """Let the mail of a case say what a fact says of it."""
    if isinstance(event, CaseMerged):
        messages.move_to_case(db, reference, event.into)
    else:
        sent_mail.no_answer(db, event.message)
