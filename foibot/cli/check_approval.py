"""What `foibot check` says of approval: whose approval each letter needs, and what the team trusts."""

from collections.abc import Iterator

from foibot.app import App
from foibot.casework.approval import are_meant, steps_for, unsignable
from foibot.casework.letters import LETTERS
from foibot.casework.policy import ONE_APPROVAL, ApprovalStep
from foibot.cli.findings import Finding

KEY = "approval.steps"


def look_at_approval(app: App) -> Iterator[Finding]:
    """Say of each letter for which something else than one approver is asked who approves it, and whether they can."""
    said: dict[tuple[ApprovalStep, ...], list[str]] = {}
    for letter, section in _asked(app):
        steps = steps_for(app.policy, letter, (section,) if section else ())
        if steps != (ONE_APPROVAL,):
            said.setdefault(steps, []).append(f"{letter} relying on {section}" if section else letter)
    if app.policy.edits_stand and app.policy.two_people:
        yield Finding(
            "note",
            "approval.edits",
            '"accept" has no effect while two_people = true: whoever edited a letter does not approve it',
            'Write two_people = false, if one person is to be enough, or edits = "return".',
        )
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
