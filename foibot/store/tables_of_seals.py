"""The ledger of seals, as a migration of `schema` lays it.

A seal is a keyed code of what stands beside the log: a letter's bytes, a message, words, a person. The ledger is
only added to, and each row carries the hash of the one before it, as the log's do. Its first rows say up to which row
of each table there was no seal yet.
"""

SEALS = """
CREATE TABLE seals (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    row NOT NULL,
    seal BLOB NOT NULL,
    hash BLOB NOT NULL
);
CREATE INDEX seals_of_rows ON seals (source, row);
CREATE TRIGGER seals_are_not_updated BEFORE UPDATE ON seals
    BEGIN SELECT RAISE(ABORT, 'seals are never changed'); END;
CREATE TRIGGER seals_are_not_deleted BEFORE DELETE ON seals
    BEGIN SELECT RAISE(ABORT, 'seals are never deleted'); END;
INSERT INTO keys (name, key) VALUES ('seals', randomblob(32));
"""

TOKENS = """
CREATE TRIGGER reply_tokens_are_not_changed
    BEFORE UPDATE OF hash, draft, officer, notice, dead_after ON reply_tokens
    BEGIN SELECT RAISE(ABORT, 'for what an address for approval was given out is never changed'); END;
"""
"""Those that were given out before are sealed as they are: none of them counts for more than five working days."""
