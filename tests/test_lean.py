"""A lean class of values does what one of the standard library does, whatever it holds."""

import copy
import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foibot import lean

VALUES = st.one_of(st.none(), st.integers(0, 3), st.text("ab", max_size=2), st.tuples(st.integers(0, 1)))
LEAN = {"dataclass": lean.dataclass}
FULL = {"dataclass": dataclasses.dataclass}
OPTIONS = ({"frozen": True, "slots": True}, {"slots": True}, {"frozen": True}, {"frozen": True, "kw_only": True})


@lean.dataclass(frozen=True, slots=True)
class Kept:
    name: str
    number: int = 3
    aside: object = dataclasses.field(default=None, compare=False, repr=False)


@lean.dataclass(frozen=True, slots=True)
class More(Kept):
    within: "Kept | None" = None


@lean.dataclass(frozen=True, slots=True)
class One:
    name: str


@lean.dataclass(frozen=True, slots=True)
class Nothing:
    pass


@lean.dataclass(slots=True)
class Counted:
    numbers: list[Any]

    def __repr__(self) -> str:
        return "counted"


def two_of_a_kind(options: dict[str, bool], names: list[str]) -> tuple[Any, Any]:
    """The same class twice: lean, and as the standard library makes it."""
    made = list[Any]()
    for how in (LEAN, FULL):
        space = {"__annotations__": dict.fromkeys(names, object), "__module__": __name__, "__qualname__": "Same"}
        made.append(how["dataclass"](**options)(type("Same", (), space)))
    return made[0], made[1]


@pytest.mark.parametrize("options", OPTIONS)
@given(first=st.lists(VALUES, max_size=3), second=st.lists(VALUES, max_size=3))
def test_it_compares_hashes_and_shows_itself_as_the_standard_library_has_it(
    options: dict[str, bool], first: list[Any], second: list[Any]
) -> None:
    names = ["a", "b", "c"][: len(first)]
    second = (second + [None] * 3)[: len(first)]
    slim, full = two_of_a_kind(options, names)
    one, other = (slim(**dict(zip(names, values, strict=True))) for values in (first, second))
    fat, further = (full(**dict(zip(names, values, strict=True))) for values in (first, second))
    assert (one == other, one != other, repr(one)) == (fat == further, fat != further, repr(fat))
    assert (one == fat, one == tuple(first)) == (False, False)
    if options.get("frozen"):
        assert hash(one) == hash(fat)
    else:
        assert slim.__hash__ is full.__hash__ is None


def test_what_is_frozen_stays_as_it_was_made() -> None:
    kept = Kept("a")
    for name in ("name", "more"):
        with pytest.raises(dataclasses.FrozenInstanceError, match=f"cannot assign to field '{name}'"):
            setattr(kept, name, "b")
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'name'"):
        del kept.name
    assert kept == Kept("a", 3)
    assert {kept: 1}[Kept("a", 3, "set aside")] == 1


def test_it_is_a_dataclass_to_whatever_asks() -> None:
    kept = More("a", within=Kept("b"))
    assert dataclasses.asdict(kept) == {
        "name": "a",
        "number": 3,
        "aside": None,
        "within": {"name": "b", "number": 3, "aside": None},
    }
    assert dataclasses.replace(kept, number=4) == More("a", 4, within=Kept("b")) != kept
    assert copy.deepcopy(kept) == kept
    assert repr(kept) == "More(name='a', number=3, within=Kept(name='b', number=3))"
    assert kept != Kept("a")
    assert (One("a") == One("a"), One("a") == One("b"), Nothing() == Nothing()) == (True, False, True)
    match kept:
        case Kept(name, 3):
            assert name == "a"


def test_what_holds_itself_can_be_shown_and_methods_of_its_own_stay() -> None:
    counted = Counted([])
    counted.numbers.append(One("a"))
    assert (repr(counted), counted == Counted([One("a")])) == ("counted", True)
    kept = Kept("a")
    object.__setattr__(kept, "name", kept)
    assert repr(kept) == "Kept(name=..., number=3)"
