"""References: written by the configured pattern, found in whatever people type."""

import pytest

from foibot.correspondence.reference import ReferencePattern
from foibot.errors import UsageError

USUAL = ReferencePattern("FOI-{year}-{number:04d}")


def test_a_reference_is_written_by_the_pattern() -> None:
    assert USUAL.format(2026, 7) == "FOI-2026-0007"
    assert ReferencePattern("OPCC/{number}/{year}").format(2026, 7) == "OPCC/7/2026"


@pytest.mark.parametrize(
    "typed",
    ["FOI-2026-0007", "foi-2026-0007", "Re: [FOI-2026-0007] bins", "FOI 2026 0007", "FOI20260007", "(FOI-2026-0007)."],
)
def test_a_reference_is_found_however_it_is_typed(typed: str) -> None:
    assert USUAL.find(typed) == "FOI-2026-0007"


@pytest.mark.parametrize("typed", ["FOI-2026-7", "XFOI-2026-0007", "FOI-2026-0007A", "FOI-1926-0007", "2026-0007", ""])
def test_what_only_resembles_a_reference_is_none(typed: str) -> None:
    assert USUAL.find(typed) is None


def test_a_number_beyond_the_width_is_found_whole() -> None:
    assert USUAL.find("FOI-2026-12345") == "FOI-2026-12345"


def test_every_reference_is_found_once_in_its_order() -> None:
    text = "FOI-2026-0009 follows foi-2026-0001 and FOI-2026-0009"
    assert USUAL.find_all(text) == ("FOI-2026-0009", "FOI-2026-0001")


def test_a_slashed_pattern_finds_its_own_and_no_other() -> None:
    pattern = ReferencePattern("IG/{year}/{number:03d}")
    assert pattern.find("about ig/2026/014 please") == "IG/2026/014"
    assert pattern.find("FOI-2026-0014") is None


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("FOI-{number}", "year"),
        ("FOI-{year}-{year}-{number}", "each once"),
        ("FOI-{year}-{number", "brace"),
        ("{year}-{number:04d}", "a word"),
        ("FOI {year} {number}", "letters, digits"),
        ("FOI-{year}-{number:x}", "plain width"),
        ("FOI-{year}-{number}-{name}", "needs"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused_with_a_remedy(pattern: str, fault: str) -> None:
    with pytest.raises(UsageError, match=fault) as refused:
        ReferencePattern(pattern)
    assert "FOI-{year}-{number:04d}" in str(refused.value)
