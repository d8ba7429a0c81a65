"""The tables a register began with, as SQL. Released: what comes after is a migration in `schema.py`."""

LOG = """
CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    reference TEXT NOT NULL,
    version INTEGER NOT NULL,
    at TEXT NOT NULL,
    type TEXT NOT NULL,
    actor TEXT NOT NULL,
    payload TEXT NOT NULL,
    hash TEXT NOT NULL,
    UNIQUE (reference, version)
);
CREATE INDEX events_of_sending ON events (id) WHERE type IN ('SendingHeld', 'SendingResumed');
CREATE TRIGGER events_are_not_updated BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    postal_address TEXT NOT NULL,
    UNIQUE (email, name, postal_address)
);
CREATE INDEX people_by_address ON people (email COLLATE NOCASE);
CREATE TABLE words (
    reference TEXT NOT NULL,
    version INTEGER NOT NULL,
    field TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (reference, version, field)
) WITHOUT ROWID;
"""

INBOX = """
CREATE TABLE raw_mail (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,
    whole INTEGER NOT NULL,
    bytes BLOB NOT NULL
);
CREATE TABLE deliveries (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    folder TEXT NOT NULL,
    uidvalidity INTEGER NOT NULL,
    uid INTEGER NOT NULL,
    size INTEGER NOT NULL,
    arrived_at TEXT NOT NULL,
    fetched_at TEXT,
    status TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    fault TEXT,
    raw INTEGER REFERENCES raw_mail (id),
    message INTEGER REFERENCES messages (id),
    filed_to TEXT,
    filed TEXT,
    filed_uid INTEGER,
    UNIQUE (account, folder, uidvalidity, uid)
);
CREATE INDEX deliveries_to_do ON deliveries (id) WHERE status IN ('listed', 'kept');
CREATE INDEX deliveries_to_file ON deliveries (id) WHERE filed = 'wanted';
CREATE INDEX deliveries_by_message ON deliveries (message);
CREATE TABLE folders (
    account TEXT NOT NULL,
    folder TEXT NOT NULL,
    uidvalidity INTEGER NOT NULL,
    last_uid INTEGER NOT NULL,
    looked_at TEXT NOT NULL,
    compared_at TEXT,
    on_server INTEGER NOT NULL DEFAULT 0,
    history_through INTEGER NOT NULL DEFAULT 0,
    left_before TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (account, folder)
) WITHOUT ROWID;
CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    message_id TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    raw INTEGER REFERENCES raw_mail (id),
    state TEXT NOT NULL,
    kind TEXT NOT NULL,
    automatic INTEGER NOT NULL,
    certain INTEGER NOT NULL,
    confirmed INTEGER NOT NULL,
    parsed INTEGER NOT NULL,
    reference TEXT,
    opened INTEGER NOT NULL DEFAULT 0,
    from_name TEXT NOT NULL,
    from_email TEXT NOT NULL,
    subject TEXT NOT NULL,
    received_at TEXT NOT NULL,
    dated_by TEXT NOT NULL,
    folder TEXT NOT NULL,
    wanted_folder TEXT,
    told INTEGER NOT NULL DEFAULT 0,
    thread TEXT NOT NULL,
    text TEXT NOT NULL,
    new_text TEXT NOT NULL,
    passed_on TEXT NOT NULL,
    verdict TEXT NOT NULL,
    defects TEXT NOT NULL
);
CREATE INDEX messages_by_message_id ON messages (message_id);
CREATE INDEX messages_by_sender ON messages (from_email COLLATE NOCASE);
CREATE INDEX messages_by_case ON messages (reference);
CREATE INDEX messages_to_tell_of ON messages (id) WHERE told = 0;
CREATE INDEX messages_to_file_again ON messages (id) WHERE wanted_folder IS NOT NULL;
CREATE INDEX messages_for_people ON messages (state) WHERE state IN ('triage', 'set_aside', 'junk');
"""

CASES = """
CREATE TABLE case_state (
    reference TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    regime TEXT NOT NULL,
    status TEXT NOT NULL,
    channel TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES people (id),
    opening_message INTEGER REFERENCES messages (id),
    received_on TEXT NOT NULL,
    clock_from TEXT,
    due_on TEXT,
    responded_on TEXT,
    closed_on TEXT,
    outcome TEXT,
    officer TEXT NOT NULL,
    certain INTEGER NOT NULL,
    acknowledged INTEGER NOT NULL,
    officers_told INTEGER NOT NULL,
    calendar TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX cases_due ON case_state (due_on) WHERE due_on IS NOT NULL;
CREATE INDEX cases_by_person ON case_state (person);
CREATE INDEX cases_to_tell ON case_state (reference) WHERE officers_told = 0;
CREATE TABLE links (
    reference TEXT NOT NULL,
    other TEXT NOT NULL,
    how TEXT NOT NULL,
    PRIMARY KEY (other, reference, how)
) WITHOUT ROWID;
CREATE TABLE sketches (reference TEXT PRIMARY KEY, sketch BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE sketch_marks (
    mark INTEGER NOT NULL,
    received_on TEXT NOT NULL,
    reference TEXT NOT NULL,
    PRIMARY KEY (mark, received_on, reference)
) WITHOUT ROWID;
CREATE TABLE numbers (year INTEGER PRIMARY KEY, last INTEGER NOT NULL);
CREATE VIEW cases AS
    SELECT s.reference, s.regime, s.status,
           COALESCE((SELECT substr(w.text, 1, 80) FROM words w
                     WHERE w.reference = s.reference AND w.version = 1 AND w.field = 'text'), m.subject, '') AS subject,
           p.name AS applicant_name, p.email AS applicant_email, p.postal_address AS applicant_address,
           s.received_on, s.due_on, s.responded_on, s.closed_on, s.outcome, s.officer, s.channel, s.clock_from,
           s.certain, s.acknowledged
    FROM case_state s JOIN people p ON p.id = s.person LEFT JOIN messages m ON m.id = s.opening_message;
"""

LETTERS = """
CREATE TABLE drafts (
    id INTEGER PRIMARY KEY,
    reference TEXT NOT NULL,
    number INTEGER NOT NULL,
    letter TEXT NOT NULL,
    revision INTEGER NOT NULL,
    status TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    message_id TEXT NOT NULL UNIQUE,
    raw BLOB NOT NULL,
    digest TEXT NOT NULL,
    rules TEXT NOT NULL,
    created_at TEXT NOT NULL,
    form TEXT NOT NULL DEFAULT 'none',
    place TEXT NOT NULL DEFAULT '',
    UNIQUE (reference, number, revision)
);
CREATE INDEX drafts_with_forms ON drafts (id) WHERE form IN ('wanted', 'placed');
CREATE TABLE keys (name TEXT PRIMARY KEY, key BLOB NOT NULL) WITHOUT ROWID;
INSERT INTO keys (name, key) VALUES ('drafts', randomblob(32));
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY,
    message_id TEXT NOT NULL UNIQUE,
    reference TEXT NOT NULL,
    number INTEGER NOT NULL,
    letter TEXT NOT NULL,
    recipient TEXT NOT NULL,
    status TEXT NOT NULL,
    subject TEXT NOT NULL,
    raw BLOB NOT NULL,
    queued_at TEXT NOT NULL,
    not_before TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    retried INTEGER NOT NULL DEFAULT 0,
    answer TEXT,
    sent_at TEXT,
    copy TEXT NOT NULL DEFAULT 'none',
    told INTEGER NOT NULL DEFAULT 0,
    unlimited INTEGER NOT NULL DEFAULT 0,
    awaits_form INTEGER NOT NULL DEFAULT 0,
    UNIQUE (reference, number)
);
CREATE UNIQUE INDEX one_acknowledgement_a_case ON outbox (reference)
    WHERE letter = 'acknowledgement' AND status != 'cancelled';
CREATE INDEX outbox_by_letter ON outbox (letter, queued_at);
CREATE INDEX outbox_to_send ON outbox (not_before) WHERE status IN ('queued', 'sending', 'unknown');
CREATE INDEX outbox_to_copy ON outbox (id) WHERE copy IN ('wanted', 'copying');
CREATE INDEX outbox_sent ON outbox (sent_at) WHERE letter = 'acknowledgement';
CREATE TABLE aliases (message_id TEXT PRIMARY KEY, outbox INTEGER NOT NULL REFERENCES outbox (id)) WITHOUT ROWID;
"""

OFFICE = """
CREATE TABLE job_runs (
    job TEXT PRIMARY KEY,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    succeeded_at TEXT,
    fault TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    done TEXT NOT NULL DEFAULT '{}'
) WITHOUT ROWID;
CREATE TABLE bank_holidays (
    day TEXT NOT NULL,
    name TEXT NOT NULL,
    divisions TEXT NOT NULL,
    source TEXT NOT NULL
);
CREATE TABLE calendar_edition (
    edition TEXT NOT NULL,
    known_through TEXT NOT NULL
);
"""
