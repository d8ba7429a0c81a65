"""The table of tags, as a migration of `schema` lays it."""

TAGS = """
CREATE TABLE tags (
    reference TEXT NOT NULL,
    tag TEXT NOT NULL,
    PRIMARY KEY (reference, tag)
) WITHOUT ROWID;
CREATE INDEX cases_by_tag ON tags (tag, reference);
"""
