"""The indexes by which the board finds the open cases among all: the script of one migration, never edited."""

BOARD = """
CREATE INDEX cases_worked_on ON case_state (status) WHERE status IN ('open', 'on_extension');
CREATE INDEX messages_in_doubt ON messages (reference)
    WHERE state = 'case' AND NOT opened AND kind IN ('review_request', 'clarification_reply', 'withdrawal')
    AND (kind = 'review_request' OR NOT (certain AND confirmed));
"""
