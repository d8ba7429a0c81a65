"""Forms that mean nothing any more are put away, and what is odd about others is told of, once, in plain words."""

from foibot.jobs.desk import Desk
from foibot.jobs.form_places import Found, mark_of, move, where
from foibot.jobs.strays import tell_of_stale
from foibot.jobs.telling_of_drafts import tell_of_form, who_drafted
from foibot.mail.mailbox import ImapMailbox
from foibot.store import form_folders, forms
from foibot.store.forms import Form
from foibot.store.register import writing

STILL_THERE = frozenset({"queued"})
GONE = "gone"
LEAVE_ONE = "Take away all but the one you mean."
PUT_BACK = (
    "its form was gone from the mailbox. The draft waits as before, and a new form is put there. To drop the letter: "
    'foibot reject {draft} --why "..."'
)


def means_nothing_more(form: Form) -> bool:
    """Tell whether a draft's fate is settled, so that moving its form changes nothing."""
    return form.status in {"rejected", "sent"} or (form.status == "approved" and form.letter_state not in STILL_THERE)


def put_away(desk: Desk, mailbox: ImapMailbox, form: Form) -> bool:
    """Put a form that means nothing any more where such forms lie; a rejection by command is told to the officer."""
    folders = desk.app.config.folders
    by_command = form.status == "rejected" and form.place != folders.rejected
    to = folders.rejected if form.status == "rejected" else folders.approved
    still = [one for one in where(desk, mailbox, form) if one.folder == folders.drafts]
    for one in still:
        move(mailbox, one, to)
    with writing(desk.db) as db:
        if still:
            forms.note_lies(db, form.draft, to)
            form_folders.note_own_move(db, to, str(mark_of(desk, form)))
        forms.note_done(db, form.draft)
        if by_command:
            actor, why = forms.rejection(db, form.reference, form.number)
            said = f"it was rejected by {actor}, and nothing leaves. The reason: {why}"
            tell_of_form(desk, db, form, said, who_drafted(desk, db, form))
    return bool(still)


def put_away_superseded(desk: Desk, mailbox: ImapMailbox, form: Form) -> bool:
    """Take the form of an earlier revision out of the folders; one that somebody moved meanwhile is told of."""
    rejected = desk.app.config.folders.rejected
    places, mark = where(desk, mailbox, form), str(mark_of(desk, form))
    with writing(desk.db) as db:
        forms.note_lies(db, form.draft, rejected)
        for one in places:
            if one.folder != form.place and form_folders.is_new_stray(db, one.folder, mark):
                tell_of_stale(desk, db, form, one.folder, desk.app.policy.officer(one.officer))
        form_folders.note_own_move(db, rejected, mark)
    for one in places:
        if one.folder != rejected:
            move(mailbox, one, rejected)
    return bool(places)


def tell_of_oddity(desk: Desk, form: Form, places: list[Found]) -> None:
    """Say once of a form in several folders which reading foibot takes, and what to do."""
    names = sorted({one.folder for one in places})
    oddity = " and ".join(names) if len(names) > 1 else ""
    if oddity == form.oddity or (not places and form.oddity == GONE):
        return
    with writing(desk.db) as db:
        forms.note_oddity(db, form.draft, oddity)
        if oddity:
            said = f"its form lies in several folders, {oddity}. {_reading(desk, names)} {LEAVE_ONE}"
            owners = [one for one in desk.app.policy.officers if one.id in {place.officer for place in places}]
            tell_of_form(desk, db, form, said, owners)


def _reading(desk: Desk, names: list[str]) -> str:
    folders = desk.app.config.folders
    if folders.rejected in names:
        return "The cautious reading counts: it is rejected."
    if folders.drafts in names:
        return "The cautious reading counts: it waits, and nothing leaves."
    return "Nobody can say whose approval counts: nothing is approved by that."


def put_back(desk: Desk, form: Form) -> bool:
    """Put the form of a waiting draft in place again, when it was not there the time before either.

    The first time it may just be on its way to another folder. Says whether anything was done.
    """
    with writing(desk.db) as db:
        if form.oddity != GONE:
            forms.note_oddity(db, form.draft, GONE)
            return False
        forms.place_again(db, form.draft)
        forms.note_oddity(db, form.draft, "")
        tell_of_form(desk, db, form, PUT_BACK.format(draft=form.draft), None)
    return True
