"""What the release guard found in the files of drafts: the script of one migration, never edited.

`guarded` of a draft is the edition of the guard that has looked into every file of that revision; 0 where none has.
"""

FINDINGS = """
CREATE TABLE findings (
    draft INTEGER NOT NULL REFERENCES drafts (id),
    digest TEXT NOT NULL,
    name TEXT NOT NULL,
    edition INTEGER NOT NULL,
    looked_at TEXT NOT NULL,
    found TEXT NOT NULL,
    tables TEXT NOT NULL,
    PRIMARY KEY (draft, digest, name)
) WITHOUT ROWID;
CREATE INDEX findings_of_a_file ON findings (digest, name);
ALTER TABLE drafts ADD COLUMN guarded INTEGER NOT NULL DEFAULT 0;
CREATE INDEX drafts_to_guard ON drafts (guarded) WHERE status IN ('waiting', 'approved');
"""
