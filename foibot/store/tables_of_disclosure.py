"""What finds the cases of the disclosure log: the script of one migration, never edited."""

DISCLOSURE = """
CREATE INDEX events_of_releases ON events (reference) WHERE type = 'CaseReleased';
"""
