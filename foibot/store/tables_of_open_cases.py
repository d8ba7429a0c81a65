"""The index by which the cases that are not over are found among all: the script of one migration, never edited."""

OPEN_CASES = """
CREATE INDEX cases_not_over ON case_state (reference)
    WHERE status NOT IN ('withdrawn', 'lapsed', 'transferred', 'closed');
"""
