"""Always and never agree with trying every value of every figure."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_rules.checks.ranges import Ranges
from cchc_rules.checks.worlds import Worlds
from cchc_rules.model import (
    All,
    AnyOf,
    Arithmetic,
    Constant,
    Equal,
    Expression,
    HasData,
    ItemRef,
    Not,
    Range,
    ValueType,
    Within,
)
from tests.checks.models import item, number, rule_set, span

COUNT = item("số_vụ", ValueType.COUNT, "0", "4")
FLAG = item("có_báo_cáo", ValueType.BOOL)
LEVEL = item("mức", ValueType.CHOICE, options=("Tốt", "Khá"))
VALUES: dict[str, tuple[Decimal | bool | str | None, ...]] = {
    "số_vụ": (*map(Decimal, range(5)), None),
    "có_báo_cáo": (True, False, None),
    "mức": ("Tốt", "Khá", None),
}
WHOLE_NUMBERS = st.integers(-1, 5).map(number)
TESTS = (
    st.builds(
        lambda low, high, ends: Within(ItemRef(COUNT), span(low, high, ends)),
        st.none() | WHOLE_NUMBERS,
        st.none() | WHOLE_NUMBERS,
        st.sampled_from(["[]", "[)", "(]", "()"]),
    )
    | st.builds(Equal, st.just(ItemRef(COUNT)), WHOLE_NUMBERS, st.booleans())
    | st.builds(
        lambda text, negated: Equal(ItemRef(LEVEL), Constant(text, ValueType.TEXT), negated),
        st.sampled_from(["Tốt", "Khá"]),
        st.booleans(),
    )
    | st.builds(
        lambda value, negated: Equal(ItemRef(FLAG), Constant(value, ValueType.BOOL), negated),
        st.booleans(),
        st.booleans(),
    )
    | st.just(ItemRef(FLAG))
)
CONDITIONS: st.SearchStrategy[Expression] = st.recursive(
    TESTS,
    lambda inner: (
        st.builds(Not, inner)
        | st.lists(inner, min_size=2, max_size=3).map(lambda found: All(tuple(found)))
        | st.lists(inner, min_size=2, max_size=3).map(lambda found: AnyOf(tuple(found)))
    ),
    max_leaves=5,
)


def truth(test: Expression, at: dict[str, object]) -> bool | None:
    match test:
        case ItemRef(figure):
            value = at[figure.key]
            return value if isinstance(value, bool) else None
        case Not(operand):
            inner = truth(operand, at)
            return None if inner is None else not inner
        case All(operands):
            values = [truth(operand, at) for operand in operands]
            return False if False in values else None if None in values else True
        case AnyOf(operands):
            values = [truth(operand, at) for operand in operands]
            return True if True in values else None if None in values else False
        case Equal(ItemRef(figure), Constant(constant), negated):
            value = at[figure.key]
            return None if value is None else (value == constant) is not negated
        case HasData(ItemRef(figure), negated):
            return (at[figure.key] is None) is negated
        case Within(ItemRef(figure), Range() as range_):
            value = at[figure.key]
            interval = Ranges(RULES, "xã").interval(range_)
            assert interval is not None
            return interval.holds(value) if isinstance(value, Decimal) else None
    raise AssertionError(test)


RULES = rule_set(items=(COUNT, FLAG, LEVEL))


def outcomes(test: Expression) -> set[bool | None]:
    worlds = Worlds(Ranges(RULES, "xã"))
    told = worlds.add(test)
    situations = worlds.each()
    assert situations is not None
    return {told(at) for at in situations}


@given(CONDITIONS)
def test_all_outcomes_with_data_are_found_and_no_other(test: Expression) -> None:
    known = {name: [v for v in values if v is not None] for name, values in VALUES.items()}
    expected = {
        truth(test, dict(zip(known, found, strict=True))) for found in product(*known.values())
    }
    assert outcomes(test) == expected


def test_a_figure_is_missing_only_where_it_is_asked() -> None:
    few = Within(ItemRef(COUNT), span(None, number(4)))
    assert outcomes(few) == {True}
    assert outcomes(HasData(ItemRef(COUNT))) == {True, False}
    assert outcomes(All((few, HasData(ItemRef(COUNT), negated=True)))) == {False, None}


def test_what_is_not_understood_may_be_either() -> None:
    other = item("khác")
    compared = Within(ItemRef(COUNT), Range(high=ItemRef(other)))
    assert outcomes(compared) == {True, False}
    assert outcomes(AnyOf((compared, Not(compared)))) == {True}


def test_the_same_sum_is_the_same_figure() -> None:
    twice = Arithmetic("*", number(2), ItemRef(COUNT))
    much, little = (Within(twice, span(*ends)) for ends in ((number(9), None), (None, number(8))))
    assert outcomes(much) == {False}
    assert outcomes(little) == {True}


@pytest.mark.parametrize("count", [12, 13])
def test_too_many_situations_are_not_tried(count: int) -> None:
    flags = [item(f"có_{n}", ValueType.BOOL) for n in range(count)]
    worlds = Worlds(Ranges(RULES, "xã"))
    worlds.add(All(tuple(ItemRef(flag) for flag in flags)))
    assert (worlds.each() is None) is (count > 12)
