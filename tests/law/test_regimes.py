import re

import pytest

from foibot.errors import UsageError
from foibot.law.jurisdictions import Jurisdiction, calendar_name, get_jurisdiction, unfit_warning
from foibot.law.regime import EVENTS, Effect, Regime
from foibot.law.regimes import REGIMES, get_regime

NAMES = {
    *("FOIA", "FOIA_SCHOOL", "FOIA_ARCHIVE", "FOIA_REVIEW", "FOIA_REVIEW_WINDOW", "FEE_WINDOW"),
    *("FOIA_SCHOOL_NI", "FOIA_ACADEMY", "FOIA_ARMED_FORCES", "FOIA_OVERSEAS"),
    *("EIR", "EIR_REVIEW", "EIR_REVIEW_WINDOW", "EIR_FEE_WINDOW"),
    *("FOISA", "FOISA_ARCHIVE", "FOISA_REVIEW", "FOISA_REVIEW_WINDOW", "FOISA_APPEAL_WINDOW", "FOISA_FEE_WINDOW"),
    *("EISR", "EISR_REVIEW", "EISR_REVIEW_WINDOW", "EISR_APPEAL_WINDOW", "EISR_FEE_WINDOW", "SAR"),
}
SECTION = re.compile(r"\bs\.\d+|\bregs? \d+|\bart \d+|chapter \d")


def test_the_table_holds_each_clock_of_the_statutes() -> None:
    assert set(REGIMES) == NAMES


@pytest.mark.parametrize("regime", REGIMES.values(), ids=str)
def test_each_number_stands_beside_its_section(regime: Regime) -> None:
    numbers = [regime.time, regime.extended, regime.outer_limit, *(rule.lapse for rule in regime.events.values())]
    for number in filter(None, numbers):
        assert SECTION.search(number.source), number
    for name, rule in regime.events.items():
        assert name in EVENTS
        assert rule.source


@pytest.mark.parametrize("name", sorted(NAMES))
def test_no_clock_cites_the_sections_of_another_statute(name: str) -> None:
    regime = REGIMES[name]
    terms = [regime.time, regime.extended, regime.outer_limit, *(rule.lapse for rule in regime.events.values())]
    sources = [regime.calendar_source, *(term.source for term in terms if term)]
    sources += [rule.source for rule in regime.events.values()]
    others = {"FOIA": r"\b(EIR|FOISA|EISR)\b", "EIR": r"\b(FOISA|EISR)\b", "FOISA": r"\b(FOIA|EIR|EISR)\b"}
    others |= {"EISR": r"\b(FOIA|EIR) |FOISA s\.", "SAR": r"\b(FOIA|EIR|FOISA|EISR)\b", "FEE": r"\b(EIR|FOISA|EISR)\b"}
    assert [source for source in sources if re.search(others[name.partition("_")[0]], source)] == []


@pytest.mark.parametrize("regime", REGIMES.values(), ids=str)
def test_the_clocks_that_follow_are_in_the_table(regime: Regime) -> None:
    following = (regime.review, regime.review_window, regime.appeal_window, regime.fee_window)
    assert {name for name in following if name} <= set(REGIMES)


@pytest.mark.parametrize("regime", REGIMES.values(), ids=str)
def test_a_regime_extends_only_what_has_a_longer_time(regime: Regime) -> None:
    extends = any(rule.effect is Effect.EXTEND for rule in regime.events.values())
    assert extends == (regime.extension is not None)


@pytest.mark.parametrize(
    ("wrong", "meant"), [("FIOA", "FOIA"), ("foia review", "FOIA_REVIEW"), ("SARS", "SAR"), ("ERI", "EIR")]
)
def test_an_unknown_regime_is_answered_with_the_nearest(wrong: str, meant: str) -> None:
    with pytest.raises(UsageError, match=f"Did you mean .*{meant}"):
        get_regime(wrong)


def test_a_regime_may_be_written_small() -> None:
    assert get_regime("foia-review") is REGIMES["FOIA_REVIEW"]


def test_an_unknown_jurisdiction_is_answered_with_all_of_them() -> None:
    with pytest.raises(UsageError, match="england-wales, wales, scotland, northern-ireland, uk"):
        get_jurisdiction("france")


def test_foia_counts_by_the_union_wherever_the_body_sits_and_subject_access_by_the_place() -> None:
    assert {calendar_name(REGIMES["FOIA"], place) for place in Jurisdiction} == {"union"}
    assert calendar_name(REGIMES["SAR"], Jurisdiction.WALES) == "england-and-wales"


def test_a_scottish_statute_outside_scotland_is_warned_of() -> None:
    assert unfit_warning(REGIMES["FOISA"], Jurisdiction.WALES)
    assert unfit_warning(REGIMES["FOISA"], Jurisdiction.SCOTLAND) is None
    assert unfit_warning(REGIMES["FOIA"], Jurisdiction.SCOTLAND) is None
