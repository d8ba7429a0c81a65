"""What the register keeps of sheets that were taken over, as a migration of `schema` lays it.

A row is known again by a keyed hash of its facts, which tells nobody anything without the register.
"""

IMPORTS = """
CREATE TABLE imported_rows (key TEXT PRIMARY KEY, reference TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX their_references ON words (text) WHERE field = 'their_reference';
INSERT INTO keys (name, key) VALUES ('imports', randomblob(32));
"""
