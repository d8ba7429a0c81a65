"""Requests that are alike: the same letter from several people, and the same person asking again."""

from foibot.correspondence.likeness import SAME_LETTER, SIMILAR, SKETCH_SIZE, likeness, sketch

LETTER = """Dear {who},

Under the Freedom of Information Act 2000 please tell me how many fixed penalty notices were issued for fly-tipping
in each ward in {year}, how many were paid, and how many led to a prosecution. Please also send me a copy of your
policy on fly-tipping on private land and the cost of clearing it, if you hold that.

Yours faithfully,

{name}
"""
BINS = LETTER.format(who="Sir", year="2024", name="Ada Field")


def alike(other: str) -> float:
    return likeness(sketch(BINS), sketch(other))


def test_the_same_letter_under_another_name_is_the_same_letter() -> None:
    assert alike(LETTER.format(who="FOI team", year="2024", name="Bo Marsh\n3 Quay Street\nNorthwick")) >= SAME_LETTER


def test_the_same_letter_wrapped_otherwise_is_the_same_letter() -> None:
    assert alike(BINS.replace("\nin each", " in\neach").replace("your\npolicy", "your policy")) >= SAME_LETTER


def test_the_same_matter_for_another_year_is_similar() -> None:
    other = BINS.replace("2024", "2025").replace("Please also send me", "I would also like")
    assert SIMILAR <= alike(other) < SAME_LETTER
    assert SIMILAR <= alike(BINS.replace("2024", "2025")) < SAME_LETTER


def test_another_matter_in_the_same_frame_is_not() -> None:
    other = """Dear Sir,

Under the Freedom of Information Act 2000 please tell me how many teachers left each school in 2024 and why. Please
also send me a copy of the exit interviews.

Yours faithfully,

Ada Field"""
    assert alike(other) < SIMILAR


def test_a_sketch_is_small_and_the_same_every_time() -> None:
    assert len(sketch("word " * 10 + " ".join(map(str, range(5_000))))) == SKETCH_SIZE
    assert sketch("How many bins?") == sketch("how many BINS")


def test_nothing_is_like_nothing() -> None:
    assert likeness(sketch(""), sketch("")) == 0
    assert alike("") == 0
