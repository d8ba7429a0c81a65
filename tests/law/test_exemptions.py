import re

import pytest

from foibot.errors import UsageError
from foibot.law.exemption import Basis, Exemption
from foibot.law.exemptions import EXEMPTIONS, OTHER_GROUNDS, family_of, find_exemption, in_full
from foibot.law.regimes import REGIMES

ROWS = [row for table in EXEMPTIONS.values() for row in table]


def sections(regime: str, **columns: object) -> set[str]:
    """Give the sections of a statute, without their subsections, of the rows that have these columns."""
    rows = [row for row in EXEMPTIONS[regime] if all(getattr(row, name) == value for name, value in columns.items())]
    return {row.section.partition("(")[0] for row in rows}


def spellings(row: Exemption) -> list[str]:
    """Give every spelling in which an officer may write a row."""
    spaced = row.section.replace("(", " (", 1)
    wide = row.section.replace("(", " ( ").replace(")", " )")
    words = {"section": ("s.", "s", "s. ", "S ", "section ", "Section ", "sect. ", "§")}
    words["regulation"] = ("reg ", "reg. ", "reg", "r.", "r ", "Regulation ", "REG ", "regs ")
    written = [f"{word}{form}" for word in words[row.statute.provision] for form in (row.section, spaced, wide)]
    written += [row.section, row.section.upper(), row.section.lower(), f"  {row.section}\n", row.cited, row.cited_short]
    return [*written, in_full(row), f"{row.cited_short} {row.regime}", f"{row.section} of {row.regime.lower()}"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.regime} {row.section}")
def test_every_exemption_is_found_by_its_own_citation_in_every_spelling(row: Exemption) -> None:
    assert {written: find_exemption(row.regime, written) for written in spellings(row)} == dict.fromkeys(
        spellings(row), row
    )


@pytest.mark.parametrize("table", EXEMPTIONS.values(), ids=list(EXEMPTIONS))
def test_no_statute_has_a_row_twice_and_its_rows_stand_in_the_order_of_the_statute(
    table: tuple[Exemption, ...],
) -> None:
    written = [row.section for row in table]
    assert len(set(written)) == len(written)
    heads = [re.match(r"(\d+)([A-Z]?)", section) for section in written]
    order = [(int(head[1]), head[2]) for head in heads if head]
    assert order == sorted(order)
    assert len(order) == len(written)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.regime} {row.section}")
def test_every_row_names_its_own_section_as_its_source_and_what_was_not_read_is_marked(row: Exemption) -> None:
    assert row.source.startswith(f"{row.regime} {row.cited_short};")
    assert not re.search(r"to be checked(?!\)$)", row.source)
    assert row.title
    assert row.title[0].islower() or row.title.split()[0] == "Ministerial"


def test_the_absolute_exemptions_of_the_act_of_2000_are_those_of_section_2_3() -> None:
    assert sections("FOIA", absolute=True) == {"21", "23", "32", "34", "37", "40", "41", "44"}
    absolute = {row.section for row in EXEMPTIONS["FOIA"] if row.absolute and row.section.startswith("37")}
    assert absolute == {"37(1)(a)", "37(1)(aa)", "37(1)(ab)"}
    assert "Commons" in find_exemption("FOIA", "36(2)(c)").remark


def test_the_prejudice_based_exemptions_of_the_act_of_2000() -> None:
    prejudice = {"22A", "26", "27", "28", "29", "31", "33", "36", "43"}
    assert sections("FOIA", basis=Basis.PREJUDICE) == prejudice
    assert find_exemption("FOIA", "27(2)").basis is Basis.CLASS
    assert find_exemption("FOIA", "43(1)").basis is Basis.CLASS


def test_national_security_is_safeguarded_and_health_is_endangered_which_is_no_prejudice() -> None:
    for section in ("24(1)", "24(2)"):
        assert (find_exemption("FOIA", section).basis, find_exemption("FOIA", section).likelihoods) == (
            Basis.SAFEGUARDING,
            (),
        )
    assert find_exemption("FOIA", "38(1)(b)").basis is Basis.ENDANGERING
    assert find_exemption("FOIA", "38(1)(b)").likelihoods == ("would", "would-be-likely")
    assert find_exemption("FOISA", "39(1)").basis is Basis.ENDANGERING


def test_section_36_of_the_act_of_2000_alone_wants_a_qualified_person() -> None:
    wanting = [row for row in ROWS if row.qualified_person]
    assert {(row.regime, row.section.partition("(")[0]) for row in wanting} == {("FOIA", "36")}
    assert all(row.qualified_person for row in EXEMPTIONS["FOIA"] if row.section.startswith("36"))


def test_every_exemption_of_the_act_of_2000_but_section_21_has_a_limb_to_neither_confirm_nor_deny() -> None:
    every = {row.section.partition("(")[0] for row in EXEMPTIONS["FOIA"]}
    assert every - sections("FOIA", neither_confirm_nor_deny=True) == {"21"}
    limbs = {row.section for row in ROWS if row.neither_confirm_nor_deny and row.regime == "FOIA"}
    assert {"23(5)", "24(2)", "31(3)", "36(3)", "40(5A)", "40(5B)", "43(3)"} <= limbs


def test_in_scotland_section_18_is_the_one_provision_to_neither_confirm_nor_deny() -> None:
    assert sections("FOISA", neither_confirm_nor_deny=True) == {"18"}
    assert find_exemption("FOISA", "18").qualified


def test_the_absolute_exemptions_of_the_scottish_act_are_those_of_section_2_2() -> None:
    absolute = {row.section.partition("(")[0] for row in EXEMPTIONS["FOISA"] if row.absolute}
    assert absolute == {"25", "26", "36", "37", "38"}
    assert not find_exemption("FOISA", "36(1)").absolute
    assert find_exemption("FOISA", "36(2)").absolute


def test_harm_must_be_substantial_in_scotland_and_certain_under_the_environmental_regulations() -> None:
    assert find_exemption("FOISA", "33(1)(b)").basis is Basis.SUBSTANTIAL_PREJUDICE
    assert find_exemption("EISR", "reg 10(5)(b)").basis is Basis.SUBSTANTIAL_PREJUDICE
    assert find_exemption("EIR", "reg 12(5)(b)").likelihoods == ("would",)
    assert not any(row.basis is Basis.PREJUDICE for row in ROWS if row.regime != "FOIA")


@pytest.mark.parametrize("regime", ["EIR", "EISR"])
def test_every_exception_on_environmental_information_has_the_public_interest_test_save_personal_data(
    regime: str,
) -> None:
    absolute = sections(regime, absolute=True)
    assert absolute == ({"5", "6", "13"} if regime == "EIR" else {"6", "11"})


@pytest.mark.parametrize(
    ("regime", "written", "cited"),
    [
        ("FOIA", "s.43(2)", "section 43(2) of the Freedom of Information Act 2000"),
        ("EIR", "reg 12(5)(b)", "regulation 12(5)(b) of the Environmental Information Regulations 2004"),
        ("FOISA", "38(1)(b)", "section 38(1)(b) of the Freedom of Information (Scotland) Act 2002"),
        ("EISR", "r.10(4)(a)", "regulation 10(4)(a) of the Environmental Information (Scotland) Regulations 2004"),
    ],
)
def test_a_letter_cites_the_provision_in_full(regime: str, written: str, cited: str) -> None:
    assert in_full(find_exemption(regime, written)) == cited


@pytest.mark.parametrize(
    ("written", "section"),
    [("21", "21(1)"), ("s.42", "42(1)"), ("23", "23(1)"), ("24", "24(1)"), ("22a", "22A(1)"), ("36(2)(b)", "36(2)(b)")],
)
def test_a_section_alone_is_enough_where_one_subsection_withholds(written: str, section: str) -> None:
    assert find_exemption("FOIA", written).section == section


@pytest.mark.parametrize(
    ("regime", "written", "named"),
    [
        ("FOIA", "43", ("43(1) (a trade secret)", "43(2) (commercial interests)", "43(3)")),
        ("FOIA", "s.31(1)", ("31(1)(a)", "31(1)(i)")),
        ("FOIA", "40", ("40(1)", "40(2)", "40(5B)")),
        ("EIR", "reg 12(5)", ("12(5)(a)", "12(5)(g)")),
        ("FOISA", "30(b)", ("30(b)(i)", "30(b)(ii)")),
    ],
)
def test_a_section_that_holds_several_must_be_told_which(regime: str, written: str, named: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="say which of") as fault:
        find_exemption(regime, written)
    assert [name for name in named if name not in str(fault.value)] == []


@pytest.mark.parametrize(
    ("regime", "written", "sentence"),
    [
        ("FOIA", "reg 12(5)(b)", "Regulation 12(5)(b) is in the Environmental Information Regulations 2004 (EIR)"),
        ("EISR", "12(4)(b)", "Environmental Information Regulations 2004 (EIR), and this request is under EISR"),
        ("FOISA", "s.43(2)", "Section 43(2) is in the Freedom of Information Act 2000 (FOIA)"),
        ("FOIA", "38(1)(d)", "Section 38(1)(d) is in the Freedom of Information (Scotland) Act 2002 (FOISA)"),
        ("EIR", "43", "Section 43 is in the Freedom of Information Act 2000 (FOIA)"),
    ],
)
def test_a_section_of_another_statute_is_answered_with_that_statute(regime: str, written: str, sentence: str) -> None:
    with pytest.raises(UsageError) as fault:
        find_exemption(regime, written)
    assert sentence in str(fault.value)


@pytest.mark.parametrize(
    ("regime", "written", "meant"),
    [
        ("FOIA", "43(9)", "Did you mean 43(1) (a trade secret), 43(2) (commercial interests)"),
        ("FOIA", "43(2)(a)", "43(2) (commercial interests)"),
        ("EIR", "12(5)(h)", "12(5)(g)"),
        ("FOIA", "31(2)(k)", "31(2)(j)"),
        ("EIR", "99", "Its exceptions are in regulations 5, 6, 12, 13."),
        ("FOIA", "12", "an outcome of its own: cost-limit"),
        ("FOIA", "s.14(1)", "Section 14 is no exemption"),
        ("FOISA", "17", "not-held"),
    ],
)
def test_an_unknown_section_is_answered_with_the_nearest_or_with_what_it_is(
    regime: str, written: str, meant: str
) -> None:
    with pytest.raises(UsageError) as fault:
        find_exemption(regime, written)
    assert meant in str(fault.value)


@pytest.mark.parametrize("written", ["", "forty-three", "43(2) and 41", "43(2", "43.2", "s", "(2)", "43(2))"])
def test_what_is_no_section_is_answered_with_how_to_write_one(written: str) -> None:
    with pytest.raises(UsageError, match=re.escape("as 43(2), s.43(2) or reg 12(5)(b)")):
        find_exemption("FOIA", written)


def test_a_citation_that_names_another_statute_is_refused_though_the_number_is_in_both() -> None:
    with pytest.raises(UsageError, match="is of FOISA, and this request is under FOIA"):
        find_exemption("FOIA", "s.38(1)(b) FOISA")
    with pytest.raises(UsageError, match="is of FOISA, and this request is under FOIA"):
        find_exemption("FOIA", "section 38(1)(b) of the Freedom of Information (Scotland) Act 2002")


@pytest.mark.parametrize("name", ["FOIA_SCHOOL", "FOIA_ARCHIVE", "FOIA_REVIEW", "foia-armed-forces"])
def test_a_clock_of_a_statute_uses_the_exemptions_of_that_statute(name: str) -> None:
    assert find_exemption(name, "43(2)") == find_exemption("FOIA", "43(2)")


def test_each_regime_of_the_statutes_finds_its_family_and_subject_access_has_none() -> None:
    assert {family_of(name) for name in REGIMES} - set(EXEMPTIONS) == {"SAR", "FEE"}
    with pytest.raises(UsageError, match="No exemptions are known for SAR"):
        find_exemption("SAR", "43(2)")


def test_no_other_ground_stands_in_the_way_of_an_exemption() -> None:
    heads = {(row.regime, row.section.partition("(")[0]) for row in ROWS}
    assert not heads & set(OTHER_GROUNDS)
