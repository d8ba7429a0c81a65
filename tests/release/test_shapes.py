"""A text is held against a pattern only where it has the shape of what the pattern finds; so nothing is passed by."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foibot.release import look_into, patterns, shapes

PATTERNS: dict[str, tuple[re.Pattern[str], ...]] = {
    shapes.INSURANCE: (patterns.NATIONAL_INSURANCE, patterns.DIVIDED, patterns.WITHOUT_SUFFIX),
    shapes.IBAN: (patterns.IBAN,),
    shapes.ACCOUNT: (patterns.BANK, patterns.BANK_IN_WORDS),
    shapes.CARD: (patterns.CARD,),
    shapes.NHS: (patterns.NHS_PLAIN, patterns.NHS_SPACED),
    shapes.TELEPHONE: (patterns.TELEPHONE,),
    shapes.ADDRESS: (patterns.EMAIL,),
    shapes.HOUSEHOLD: (patterns.POSTCODE,),
}
AROUND = st.text("aZ09 .-/\t\n£é", max_size=12)


@pytest.mark.parametrize(("kind", "pattern"), [(kind, one) for kind, of in PATTERNS.items() for one in of])
def test_whatever_a_pattern_finds_has_the_shape_of_its_kind(kind: str, pattern: re.Pattern[str]) -> None:
    @given(st.from_regex(pattern), AROUND, AROUND)
    def holds(found: str, before: str, after: str) -> None:
        text = patterns.plain(f"{before}{found}{after}")
        if pattern.search(text):
            assert kind in {one.kind for one in shapes.forms_in(text)}

    holds()


@given(st.text("aZ09 .-/()@£é\t", max_size=80), st.text("aZ09 .-/()@£é\t", max_size=80))
def test_what_one_of_several_lines_may_hold_all_of_them_together_may(one: str, other: str) -> None:
    assert set(shapes.forms_in(one)) <= set(shapes.forms_in(f"{one}\n{other}"))


@pytest.mark.parametrize("text", ["Supplier 12 of 3", "INV-000123\t43831\t690.44\tWorks, phase 2", "£1,234.50 in all"])
def test_most_lines_of_a_table_have_no_shape_that_is_sought(text: str) -> None:
    assert not shapes.forms_in(text)


def test_an_account_is_found_whatever_stands_between_it_and_its_sort_code() -> None:
    findings = look_into("a.txt", b"Sort code: 123456, account number: 12345678\n")
    assert [one.rule for one in findings] == ["bank_account"]
