"""What `foibot check` says of approval: whose approval each letter needs, and what the team trusts."""

from collections.abc import Iterator

from foibot.app import App
from foibot.casework.approval import are_meant, may_ever_approve, steps_for, unsignable, whose_drafts_wait_for_nobody
from foibot.casework.letters import LETTERS
from foibot.casework.policy import ONE_APPROVAL, ApprovalStep
from foibot.cli.findings import Finding
from foibot.mail.mailbox import FolderRefused, ImapMailbox

KEY = "approval.steps"


def look_at_approval(app: App) -> Iterator[Finding]:
    """Say what the team trusts, and who approves each letter for which something else than one approver is asked."""
    yield _trusted(app)
    yield from _own_edits(app)
    yield from _nobody_left(app)
    yield from _steps(app)


def _trusted(app: App) -> Finding:
    approved, key = app.config.folders.approved, "approval.folders_prove"
    if app.config.approval.folders_prove == "nobody":
        text = f"folders prove nobody: a letter in {approved} was approved by somebody with access to the mailbox"
        return Finding("ok", key, f"{text}, and letters in named_for are approved by command or by a reply")
    names = [one.id for one in may_ever_approve(app.policy)]
    example = f"{approved}/{names[0] if names else 'ID'}"
    return Finding(
        "note",
        key,
        f"what is moved to {example} counts as approved by {names[0] if names else 'that officer'}: you trust that "
        "nobody else can put messages there. A mailbox does not tell who moved one, and whoever signs in as "
        f"{app.config.mailbox.username} can",
        'Give only that officer the right to write there, on your server; or write folders_prove = "nobody".',
    )


def look_at_signing_folders(app: App, mailbox: ImapMailbox) -> Iterator[Finding]:
    """Look at who may put messages into the folders that speak for an officer, where the server shows it."""
    if app.config.approval.folders_prove == "nobody":
        return
    addresses = {one.id: {one.id, one.email, *one.system_users} for one in app.config.officers}
    for officer in may_ever_approve(app.policy):
        folder = f"{app.config.folders.approved}/{officer.id}"
        try:
            mailbox.make_folder(folder)
            access = mailbox.access(folder)
        except FolderRefused:
            access = None
        known = {name.casefold() for name in addresses.get(officer.id, ())}
        yield _who_may_write(folder, officer.id, access, known | {app.config.mailbox.username.casefold()})


def _who_may_write(folder: str, officer: str, access: dict[str, str] | None, known: set[str]) -> Finding:
    if access is None:
        return Finding(
            "note",
            "approval.folders_prove",
            f"the server does not show who may put messages into {folder}",
            f"Ask whoever looks after it: nobody but {officer} should.",
        )
    able = [who for who, rights in access.items() if "i" in rights and not who.startswith("-")]
    others = [who for who in able if who.casefold() not in known and who != "owner"]
    if others:
        return Finding(
            "fault",
            "approval.folders_prove",
            f"{', '.join(others)} may put messages into {folder} too, and so approve in the name of {officer}",
            'Take the right "i" to that folder from them on the server, or write folders_prove = "nobody".',
        )
    return Finding("ok", "approval.folders_prove", f"nobody but {' and '.join(able)} may put messages into {folder}")


def _own_edits(app: App) -> Iterator[Finding]:
    if app.policy.edits_stand and app.policy.two_people:
        yield Finding(
            "note",
            "approval.edits",
            '"accept" has no effect while two_people = true: whoever edited a letter does not approve it',
            'Write two_people = false, if one person is to be enough, or edits = "return".',
        )


def _nobody_left(app: App) -> Iterator[Finding]:
    alone = [one.id for one in whose_drafts_wait_for_nobody(app.policy)]
    if alone:
        yield Finding(
            "note",
            "officers",
            f"what {' or '.join(alone)} drafts can be approved by nobody else, so that no answer of theirs ever leaves",
            'Name a second officer with the role "approver", or write two_people = false in [approval].',
        )


def _steps(app: App) -> Iterator[Finding]:
    said: dict[tuple[ApprovalStep, ...], list[str]] = {}
    for letter, section in _asked(app):
        steps = steps_for(app.policy, letter, (section,) if section else ())
        if steps != (ONE_APPROVAL,):
            said.setdefault(steps, []).append(f"{letter} relying on {section}" if section else letter)
    for steps, letters in said.items():
        words = ", then ".join(step.in_words for step in steps)
        if unsignable(app.policy, steps):
            yield Finding(
                "fault",
                KEY,
                f"{', '.join(letters)}: approved by {words}, and there are not that many different people",
                "Nobody gives two approvals of a letter: add officers, or take a step away.",
            )
        else:
            yield Finding("ok", KEY, f"{', '.join(letters)}: approved by {words}")


def _asked(app: App) -> Iterator[tuple[str, str]]:
    """Yield each letter that needs approval, alone and with each section for which a step of it is asked."""
    for name in (name for name, kind in LETTERS.items() if kind.needs_approver):
        yield name, ""
        steps = (step for step in app.policy.approval_steps if not step.letters or are_meant(step.letters, name))
        yield from ((name, section) for step in steps for section in step.sections)
