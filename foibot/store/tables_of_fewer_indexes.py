"""Fewer indexes, and smaller ones: the script of one migration, never edited.

Each index costs every commit a page of the write-ahead log, so none is kept that holds what nobody looks for by it.
`cases_not_over` finds by status what three others found; `outbox_by_status` by moment too what another did;
`outbox_left` is filled when a letter leaves, and `outbox_of_office` by letters to colleagues alone.
`seals_asked_for` holds the seals that are asked for one by one; an audit reads all of the others.
A message is added before it is known what it is (`state` is empty then): none of these takes it in before.
"""

FEWER_INDEXES = """
DROP INDEX cases_worked_on;
DROP INDEX cases_waiting;
DROP INDEX cases_in_review;
DROP INDEX cases_not_over;
CREATE INDEX cases_not_over ON case_state (status)
    WHERE status NOT IN ('withdrawn', 'lapsed', 'transferred', 'closed');
DROP INDEX messages_by_case;
CREATE INDEX messages_by_case ON messages (reference) WHERE reference IS NOT NULL;
DROP INDEX messages_in_doubt;
CREATE INDEX messages_in_doubt ON messages (reference)
    WHERE state = 'case' AND NOT opened AND kind IN ('review_request', 'clarification_reply', 'withdrawal')
    AND (kind = 'review_request' OR NOT (certain AND confirmed));
CREATE INDEX messages_on_no_case ON messages (received_at)
    WHERE reference IS NULL AND state IN ('machine', 'not_foi', 'junk', 'sent');
DROP INDEX messages_to_tell_of;
CREATE INDEX messages_to_tell_of ON messages (id)
    WHERE told = 0 AND NOT opened AND state IN ('triage', 'set_aside', 'case');
DROP INDEX outbox_to_send;
DROP INDEX outbox_by_status;
CREATE INDEX outbox_by_status ON outbox (status, not_before, attempts);
DROP INDEX outbox_sent;
DROP INDEX review_acknowledgements_sent;
CREATE INDEX outbox_left ON outbox (sent_at) WHERE sent_at IS NOT NULL;
DROP INDEX outbox_by_letter;
CREATE INDEX outbox_of_office ON outbox (letter, queued_at) WHERE reference = 'office';
DROP INDEX seals_of_rows;
CREATE INDEX seals_asked_for ON seals (source, row)
    WHERE source IN ('begun', 'findings', 'drafts.guarded', 'reply_tokens');
"""
