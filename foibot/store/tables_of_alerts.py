"""What the alert command was told, so that a restart does not tell it again."""

ALERTS = """
CREATE TABLE alerts (what TEXT PRIMARY KEY, told_at TEXT NOT NULL) WITHOUT ROWID;
"""
