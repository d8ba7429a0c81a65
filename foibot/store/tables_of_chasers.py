"""What the register keeps so that a chase looks only at the cases whose day has come, and what the inbox lost."""

CHASERS = """
ALTER TABLE case_state ADD COLUMN next_on TEXT;
CREATE INDEX cases_next ON case_state (next_on) WHERE next_on IS NOT NULL;
UPDATE case_state SET next_on = received_on
    WHERE status IN ('open', 'on_extension', 'awaiting_clarification', 'awaiting_fee');
CREATE INDEX events_of_chasers ON events (at) WHERE type = 'ChaserSent';
ALTER TABLE deliveries ADD COLUMN gone_at TEXT;
CREATE INDEX deliveries_gone ON deliveries (gone_at) WHERE gone_at IS NOT NULL;
CREATE INDEX drafts_waiting ON drafts (created_at) WHERE status = 'waiting';
"""
