"""Whose approval drafts wait for, added to what the register says of them."""

from collections.abc import Sequence
from typing import Any

from foibot.app import App
from foibot.casework.approval import standing, who_may
from foibot.casework.case import Case
from foibot.jobs.guarding import release_of
from foibot.store import cases
from foibot.store.database import Database


def with_standing(app: App, db: Database, drafts: Sequence[dict[str, Any]], of: str = "") -> list[dict[str, Any]]:
    """Return rows of drafts, each with who may approve it now, who has, and sentences that say so.

    `held` says what must be done first, because of its files; `findings_open` counts what nobody has accepted.

    `of` is the case they are all of, where the rows do not say it themselves.
    """
    named = {row.get("reference", of) for row in drafts}
    known = {reference: cases.load_case(db, reference) for reference in named}
    cases_of = [(row, known[row.get("reference", of)]) for row in drafts]
    return [{**row, **_standing(app, case, row), **_held(db, case, row)} for row, case in cases_of]


def _held(db: Database, case: Case | None, row: dict[str, Any]) -> dict[str, Any]:
    """Say whether the release guard holds a draft that waits, and the command that shows why."""
    if case is None or row["status"] != "waiting":
        return {"held": "", "findings_open": 0}
    release = release_of(db, row["id"])
    count = len(release.open(case.drafts[row["number"] - 1].accepted))
    if release.not_looked_into:
        return {"held": NOT_LOOKED.format(**row), "findings_open": count}
    things = f"{count} thing{'' if count == 1 else 's'}"
    return {"held": HELD.format(things=things, **row) if count else "", "findings_open": count}


HELD = (
    "is held first: the release guard found {things} in its files that nobody has accepted. "
    "'foibot draft {id}' shows where, and what to do"
)
NOT_LOOKED = (
    "is held first: the release guard has not looked into its files yet. 'foibot draft {id} --look' has it do so now"
)


def _standing(app: App, case: Case | None, row: dict[str, Any]) -> dict[str, Any]:
    if case is None or row["status"] == "superseded":
        return {"standing": "", "waits_for": [], "approved_by": []}
    return {
        "standing": standing(app.policy, case, row["number"]),
        "waits_for": [officer.id for officer in who_may(app.policy, case, row["number"])],
        "approved_by": list(case.drafts[row["number"] - 1].approvals),
    }
