"""What the register keeps of reviews and of the Commissioner's case: the script of one migration, never edited."""

REVIEWS = """
ALTER TABLE case_state ADD COLUMN review_asked_on TEXT;
ALTER TABLE case_state ADD COLUMN review_decided_on TEXT;
ALTER TABLE case_state ADD COLUMN review_outcome TEXT;
ALTER TABLE case_state ADD COLUMN review_late INTEGER NOT NULL DEFAULT 0;
ALTER TABLE case_state ADD COLUMN commissioner TEXT NOT NULL DEFAULT '';
ALTER TABLE case_state ADD COLUMN commissioner_due_on TEXT;
ALTER TABLE case_state ADD COLUMN retention_held INTEGER NOT NULL DEFAULT 0;
CREATE INDEX cases_in_review ON case_state (status) WHERE status = 'in_review';
CREATE INDEX cases_with_the_commissioner ON case_state (reference) WHERE retention_held = 1;
CREATE INDEX review_acknowledgements_sent ON outbox (sent_at) WHERE letter = 'review_acknowledgement';
DROP VIEW cases;
CREATE VIEW cases AS
    SELECT s.reference, s.regime, s.status,
           COALESCE((SELECT substr(w.text, 1, 80) FROM words w
                     WHERE w.reference = s.reference AND w.version = 1 AND w.field = 'text'), m.subject, '') AS subject,
           p.name AS applicant_name, p.email AS applicant_email, p.postal_address AS applicant_address,
           s.received_on, s.due_on, s.responded_on, s.closed_on, s.outcome, s.officer, s.channel, s.clock_from,
           s.certain, s.acknowledged, s.review_asked_on, s.review_decided_on, s.review_outcome, s.review_late,
           s.commissioner, s.commissioner_due_on, s.retention_held
    FROM case_state s JOIN people p ON p.id = s.person LEFT JOIN messages m ON m.id = s.opening_message;
"""
