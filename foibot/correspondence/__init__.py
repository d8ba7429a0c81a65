"""PURE. What a message is and what it means. No socket, file, database, clock or random."""
