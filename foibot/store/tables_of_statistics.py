"""What the statistics need of the log's table, as a migration of `schema` lays it: its facts by when they came."""

STATISTICS = """
CREATE INDEX events_by_moment ON events (at);
"""
