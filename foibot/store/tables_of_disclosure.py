"""What finds the cases of the disclosure log: the script of one migration, never edited."""

DISCLOSURE = """
CREATE INDEX events_of_releases ON events (reference) WHERE type = 'CaseReleased';
"""

COPIES = """
CREATE TABLE published_copies (
    reference TEXT NOT NULL,
    digest TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (reference, digest)
);
"""
