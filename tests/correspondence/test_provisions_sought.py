"""A provision is found however it is written, in the search and in the letter."""

import sqlite3

import pytest

from foibot.correspondence.sought import expression


def found(text: str, letter: str) -> bool:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE letters USING fts5 (words, tokenize = 'porter unicode61 remove_diacritics 2')")
    db.execute("INSERT INTO letters VALUES (?)", (letter,))
    [(count,)] = db.execute("SELECT count(*) FROM letters WHERE letters MATCH ?", (expression(text),)).fetchall()
    db.close()
    return bool(count)


@pytest.mark.parametrize("written", ["s.43(2)", "s43(2)", "section 43(2)"])
def test_a_section_is_found_in_a_letter_that_writes_it_out(written: str) -> None:
    sought = f'"{written}"' if " " in written else written
    assert found(sought, "We withhold it under section 43(2) of the Act.")
    assert not found(sought, "We withhold it under section 40(2) of the Act.")


def test_a_regulation_is_found_likewise_and_a_word_stays_a_word() -> None:
    assert found('"reg 12(5)(b)"', "This is regulation 12(5)(b) of the Regulations.")
    assert found("roads", "The roads of the county.")
