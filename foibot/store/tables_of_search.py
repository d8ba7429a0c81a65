"""The tables of the full-text search, as one migration, and an index for the list of what is due.

`search_docs` says what each text of the index is: a message, words written down, a draft, or a file in one of them.
The index keeps its own copy of the texts, so that what it forgets can be told to it whatever was erased before.
"""

SEARCH = """
CREATE TABLE search_docs (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    row INTEGER NOT NULL,
    part INTEGER NOT NULL DEFAULT 0,
    reference TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    UNIQUE (source, row, part)
);
CREATE INDEX search_docs_of_cases ON search_docs (reference) WHERE reference != '';
CREATE VIRTUAL TABLE search_index USING fts5 (
    subject, message, letter, file, tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE search_terms USING fts5vocab (search_index, instance);
CREATE TABLE search_progress (source TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX cases_by_opening ON case_state (opening_message) WHERE opening_message IS NOT NULL;
CREATE INDEX cases_due_to_the_commissioner ON case_state (commissioner_due_on) WHERE commissioner_due_on IS NOT NULL;
"""
