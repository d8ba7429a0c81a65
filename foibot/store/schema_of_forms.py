"""The tables of forms, of replies to notices and of what else lay in the folders of approval, as one migration."""

FORMS = """
ALTER TABLE drafts ADD COLUMN told_after INTEGER NOT NULL DEFAULT -1;
UPDATE drafts SET told_after = 0 WHERE place != '';
ALTER TABLE drafts ADD COLUMN oddity TEXT NOT NULL DEFAULT '';
UPDATE drafts SET status = 'sent' WHERE status = 'approved'
    AND message_id IN (SELECT message_id FROM outbox WHERE status = 'sent');
CREATE TABLE form_folders (
    folder TEXT PRIMARY KEY,
    uidvalidity INTEGER NOT NULL,
    last_uid INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE reply_tokens (
    hash TEXT PRIMARY KEY,
    draft INTEGER NOT NULL,
    officer TEXT NOT NULL,
    notice TEXT NOT NULL,
    dead_after TEXT NOT NULL,
    used INTEGER NOT NULL DEFAULT 0,
    explained INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX reply_tokens_by_notice ON reply_tokens (notice);
CREATE TABLE mail_commands (message_id TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE strays (folder TEXT NOT NULL, fingerprint TEXT NOT NULL, PRIMARY KEY (folder, fingerprint)) WITHOUT ROWID;
"""
