"""What the register keeps of erasure: holds, what was erased when, and what is still to be done after it.

`to_erase` is written in the transaction that erases anything, so that a stop in between forgets nothing: a row says
that the file is to be written anew, the others name mail that is to be erased in the mailbox.
The indexes by `raw` let the bytes of a mail be let go without looking through all messages for another use of them.
"""

RETENTION = """
ALTER TABLE case_state ADD COLUMN retained INTEGER NOT NULL DEFAULT 0;
ALTER TABLE case_state ADD COLUMN retained_until TEXT;
ALTER TABLE case_state ADD COLUMN erased_on TEXT;
ALTER TABLE messages ADD COLUMN erased_at TEXT;
CREATE INDEX cases_erased ON case_state (reference) WHERE erased_on IS NOT NULL;
CREATE INDEX messages_by_raw ON messages (raw) WHERE raw IS NOT NULL;
CREATE INDEX deliveries_by_raw ON deliveries (raw) WHERE raw IS NOT NULL;
CREATE TABLE to_erase (
    id INTEGER PRIMARY KEY,
    what TEXT NOT NULL,
    folder TEXT NOT NULL DEFAULT '',
    uidvalidity INTEGER NOT NULL DEFAULT 0,
    uid INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL DEFAULT '',
    fingerprint TEXT NOT NULL DEFAULT '',
    UNIQUE (what, folder, name, uidvalidity, uid)
);
INSERT INTO keys (name, key) VALUES ('erased', randomblob(32));
"""
