"""The tables of information holders, as a migration of `schema` lays them: questions, what came back, absences."""

HOLDERS = """
CREATE TABLE questions (
    reference TEXT NOT NULL,
    number INTEGER NOT NULL,
    holder TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES people (id),
    state TEXT NOT NULL,
    asked_on TEXT NOT NULL,
    wanted_by TEXT NOT NULL,
    letter INTEGER NOT NULL,
    PRIMARY KEY (reference, number)
) WITHOUT ROWID;
CREATE INDEX questions_open ON questions (wanted_by) WHERE state = 'open';
CREATE TABLE question_replies (
    message INTEGER PRIMARY KEY,
    reference TEXT NOT NULL,
    number INTEGER NOT NULL
);
CREATE TABLE absences (officer TEXT PRIMARY KEY, until TEXT NOT NULL) WITHOUT ROWID;
"""
