"""Other Message-IDs under which a letter of ours travels, because a relay gave it one.

Learned from what the relay answered and from the copy it files in Sent; replies and reports name them.
"""

from collections.abc import Iterable

from foibot.correspondence.relay_names import as_kept
from foibot.store.database import Database


def learn(db: Database, letter: int, message_ids: Iterable[str]) -> None:
    """Keep these Message-IDs as names of the letter with that row; its own, and another letter's, are passed over."""
    for message_id in message_ids:
        if message_id:
            db.execute(
                "INSERT OR IGNORE INTO aliases (message_id, outbox)"
                " SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE message_id = ?)",
                (as_kept(message_id), letter, message_id),
            )
