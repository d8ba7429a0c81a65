"""The register: SQLite through sqlite-utils. Knows no mail server."""
