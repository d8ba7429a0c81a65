"""What changed from one revision of a letter to the next, however its lines were wrapped."""

from hypothesis import given
from hypothesis import strategies as st

from foibot.casework.changes import Change, changes, marked

BEFORE = """\
Dear Ada Field,

We hold the information you asked for, and we will send all of it to you
by Friday.

- the minutes
- the map

Yours sincerely,
"""


def shown(before: str, after: str) -> list[str]:
    return [marked(pieces) for pieces in changes(before, after)]


def test_a_changed_word_is_shown_in_its_paragraph_and_paragraphs_that_stayed_are_left_out() -> None:
    after = BEFORE.replace("all of it to you\nby Friday", "most of it to\nyou by Monday")
    assert shown(BEFORE, after) == [
        "We hold the information you asked for, and we will send [-all-] {+most+} of it to you by [-Friday.-] "
        "{+Monday.+}"
    ]


def test_a_line_wrapped_otherwise_is_no_change() -> None:
    assert shown(BEFORE, BEFORE.replace("asked for, and", "asked for,\nand")) == []


def test_a_point_taken_off_a_list_and_a_new_paragraph_are_shown_whole() -> None:
    after = BEFORE.replace("- the map\n", "").replace("\nYours", "\nThe map is not held.\n\nYours")
    assert shown(BEFORE, after) == ["[-- the map-]", "{+The map is not held.+}"] or shown(BEFORE, after) == [
        "[-- the map-] {+The map is not held.+}"
    ]


texts = st.lists(
    st.lists(st.sampled_from(("we", "hold", "do", "not", "the", "map", "of", "it")), min_size=1, max_size=12).map(
        " ".join
    ),
    max_size=6,
).map("\n\n".join)


@given(before=texts, after=texts)
def test_what_is_shown_tells_every_word_that_went_and_every_word_that_came(before: str, after: str) -> None:
    pieces = [piece for paragraph in changes(before, after) for piece in paragraph]
    kept, gone, come = (
        sorted(word for piece in pieces if piece.change is change for word in piece.words.split()) for change in Change
    )
    lost, won = list(before.split()), list(after.split())
    for word in (*kept, *gone):
        lost.remove(word)
    for word in (*kept, *come):
        won.remove(word)
    assert sorted(lost) == sorted(won)  # what is not shown is the same in both
