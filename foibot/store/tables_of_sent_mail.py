"""What people send by hand, and from which folders it is read back."""

SENT = """
CREATE TABLE sent_folders (account TEXT NOT NULL, folder TEXT NOT NULL, PRIMARY KEY (account, folder)) WITHOUT ROWID;
CREATE TABLE sent_by_hand (
    message INTEGER PRIMARY KEY REFERENCES messages (id),
    reference TEXT NOT NULL,
    sent_on TEXT NOT NULL,
    what TEXT NOT NULL,
    outcome TEXT NOT NULL,
    sections TEXT NOT NULL
);
CREATE INDEX answers_by_hand ON sent_by_hand (reference) WHERE what = 'answer';
CREATE TABLE sent_names (
    name TEXT NOT NULL,
    message INTEGER NOT NULL REFERENCES messages (id),
    PRIMARY KEY (name, message)
) WITHOUT ROWID;
CREATE INDEX names_of_sent ON sent_names (message);
"""
