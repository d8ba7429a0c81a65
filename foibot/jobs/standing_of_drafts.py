"""Whose approval drafts wait for, added to what the register says of them."""

from collections.abc import Sequence
from typing import Any

from foibot.app import App
from foibot.casework.approval import standing, who_may
from foibot.casework.case import Case
from foibot.store import cases
from foibot.store.database import Database


def with_standing(app: App, db: Database, drafts: Sequence[dict[str, Any]], of: str = "") -> list[dict[str, Any]]:
    """Return rows of drafts, each with who may approve it now, who has, and a sentence that says so.

    `of` is the case they are all of, where the rows do not say it themselves.
    """
    named = {row.get("reference", of) for row in drafts}
    known = {reference: cases.load_case(db, reference) for reference in named}
    return [{**row, **_standing(app, known[row.get("reference", of)], row)} for row in drafts]


def _standing(app: App, case: Case | None, row: dict[str, Any]) -> dict[str, Any]:
    if case is None or row["status"] == "superseded":
        return {"standing": "", "waits_for": [], "approved_by": []}
    return {
        "standing": standing(app.policy, case, row["number"]),
        "waits_for": [officer.id for officer in who_may(app.policy, case, row["number"])],
        "approved_by": list(case.drafts[row["number"] - 1].approvals),
    }
