"""The last look before anything is published: names and places however they are written, and what only looks so."""

import pytest

from foibot.correspondence.traces import Identity
from foibot.reports.disclosure.personal import APPLICANT, OFFICER, Known, find_personal

LINES = ("4 Mill Rd", "Aberystwyth SY23", "1AB")
KNOWN = Known(Identity(("Siân O'Brien Hughes",), ("s.ob@applicant.example",), LINES), "", ("Jane Quill",))


@pytest.mark.parametrize(
    "said",
    [
        "of SY23 1AB",
        "of SY23\n1AB",
        "of SY23\n\n1AB",
        "sy231ab",
        "S i â n",
        "S.i.â.n",
        "s i a n h u g h e s",
        "O ' B r i e n",
        "OBrienHughes",
        "obrienhughes2",
        "HughesSiân",
        "MrHughes",
        "Si\\u00e2n",
        "SIANOBRIENHUGHES",
    ],
)
def test_who_asked_is_found_however_it_is_written(said: str) -> None:
    assert [one.kind for one in find_personal(f"There were 412 for {said} in all.", KNOWN)][:1] == [APPLICANT]


@pytest.mark.parametrize("said", ["J a n e Q u i l l", "JaneQuill", "quilljane", "Jane\nQuill"])
def test_a_colleague_is_found_however_it_is_written(said: str) -> None:
    assert [one.kind for one in find_personal(f"Counted by {said}.", KNOWN)][:1] == [OFFICER]


@pytest.mark.parametrize(
    "said", ["A B C D E F", "Y N Y N Y", "U.K. and B.B.C.", "YouTube and GitHub", "SY24 1AB", "e.g."]
)
def test_what_is_nobody_s_is_nothing(said: str) -> None:
    assert find_personal(f"There were 412 {said} in all.", KNOWN) == ()
