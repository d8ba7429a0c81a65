"""How a letter reaches the applicant: what fits in which mail, what goes by post, what is written on the envelope."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from registers import NOW

from foibot.casework.case import Case, Letter, LetterState
from foibot.casework.events import Person
from foibot.casework.letters import Attachment
from foibot.casework.reaching import address_lines, choose_way, coded_size, divided
from foibot.errors import NotPermitted
from foibot.mail.compose import Attachment as Enclosed
from foibot.mail.compose import Envelope, compose

ADA = Person("Ada Field", "ada.field@reader.example")
MOIRA = Person("Moira Teviot", "", "3 Mill Lane, Exampleton")
MEGABYTE = 1_000_000


def file(name: str, megabytes: float) -> Attachment:
    return Attachment(name, "application/octet-stream", b"x" * int(megabytes * MEGABYTE))


def case(applicant: Person, *letters: Letter) -> Case:
    return Case("FOI-2026-0001", applicant=applicant, letters=letters)


@given(sizes=st.lists(st.integers(1, 100), max_size=12), first_room=st.integers(0, 100))
def test_every_file_goes_in_one_mail_none_is_too_full_and_none_but_the_first_is_empty(
    sizes: list[int], first_room: int
) -> None:
    mails = divided(sizes, first_room, 100)
    assert sorted(thing for mail in mails for thing in mail) == list(range(len(sizes)))
    filled = [sum(sizes[thing] for thing in mail) for mail in mails]
    assert filled[0] <= first_room
    assert all(0 < size <= 100 for size in filled[1:])


@pytest.mark.parametrize("size", [0, 1, 56, 57, 58, 1000, 99_999])
def test_no_file_takes_more_of_a_mail_than_was_counted(size: int) -> None:
    data, ours = b"\xff" * size, Envelope("We", "us@council.example", "", "ada@reader.example", NOW)
    first, second = Enclosed("a.csv", "text/csv", b"1"), Enclosed("\U0001f5fa" * 150, "x/y", data)
    bare = compose(ours, "s", "words", "<1@council.example>", attachments=[first])
    whole = compose(ours, "s", "words", "<1@council.example>", attachments=[first, second])
    assert len(whole) - len(bare) <= coded_size(Attachment(second.name, second.type, data))


def test_files_that_one_mail_takes_go_in_one_and_others_in_several_numbered_ones() -> None:
    files = [file("a.csv", 1), file("b.pdf", 12), file("c.pdf", 12), file("d.txt", 2)]
    assert choose_way(case(ADA), files[:2], words=0, largest=20 * MEGABYTE, post=False).mails == ()
    way = choose_way(case(ADA), files, words=0, largest=20 * MEGABYTE, post=False)
    assert (way.by_post, way.mails) == (False, ((2, 3),))
    assert "It goes in 2, one after the other: 1 of 2: a.csv, b.pdf; 2 of 2: c.pdf, d.txt." in way.told


def test_a_file_that_no_mail_takes_goes_by_post_or_nowhere() -> None:
    film = file("film.mp4", 30)
    with pytest.raises(NotPermitted, match=r"film.mp4 \(30 MB\) is too large for any mail.*--address"):
        choose_way(case(ADA), [film], words=0, largest=20 * MEGABYTE, post=False)
    known = Person(ADA.name, ADA.email, "3 Mill Lane")
    way = choose_way(case(known), [film], words=0, largest=20 * MEGABYTE, post=False)
    assert (way.by_post, way.mails) == (True, ((0,),))
    assert "on paper or on a data carrier" in way.told


def test_of_a_file_that_seems_to_fit_and_does_not_it_is_said_that_it_grows_in_a_mail() -> None:
    said = r"big.csv \(15 MB\) is too large for any mail: it holds at most 20 MB, and a file grows by a third in it\."
    with pytest.raises(NotPermitted, match=said):
        choose_way(case(ADA), [file("big.csv", 15)], words=0, largest=20 * MEGABYTE, post=False)


def test_who_has_no_e_mail_address_is_written_to_by_post() -> None:
    way = choose_way(case(MOIRA), [], words=0, largest=20 * MEGABYTE, post=False)
    assert way.by_post
    with pytest.raises(NotPermitted, match="No address of the applicant"):
        choose_way(case(Person("Moira")), [], words=0, largest=20 * MEGABYTE, post=False)


def test_an_address_from_which_a_letter_came_back_is_told_with_the_way_by_post() -> None:
    back = Letter("acknowledgement", LetterState.REFUSED, came_back=True)
    told = choose_way(case(ADA, back), [], words=0, largest=20 * MEGABYTE, post=False).told
    assert "'acknowledgement' came back as undeliverable" in told
    assert "No postal address is known" in told
    known = case(Person(ADA.name, ADA.email, "3 Mill Lane"), back)
    assert "add --post" in choose_way(known, [], words=0, largest=20 * MEGABYTE, post=False).told
    assert choose_way(known, [], words=0, largest=20 * MEGABYTE, post=True).by_post


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        ("3 Mill Lane, Exampleton, EX1 9ZZ", ("Moira Teviot", "3 Mill Lane", "Exampleton", "EX1 9ZZ")),
        ("Flat 2, 3 Mill Lane\nExampleton,\n", ("Moira Teviot", "Flat 2, 3 Mill Lane", "Exampleton")),
    ],
)
def test_an_address_is_written_a_line_each(written: str, lines: tuple[str, ...]) -> None:
    assert address_lines("Moira Teviot", written) == lines
    assert address_lines("", "\n".join(lines)) == lines
