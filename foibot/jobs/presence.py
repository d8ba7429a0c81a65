"""The authority's practice as it is today: with who is away by the configuration and by command."""

from dataclasses import replace

from foibot.app import App
from foibot.casework.policy import Policy
from foibot.store import absences
from foibot.store.database import Database


def policy_now(app: App, db: Database) -> Policy:
    """Return the policy with every absence; what was told by command goes before the configuration."""
    return replace(app.policy, absences={**app.policy.absences, **absences.told(db)})
