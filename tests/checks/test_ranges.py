"""What an expression can be: never too narrow, and narrow where RÀNG BUỘC proves it."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_rules.checks.intervals import WHOLE, Grid, Interval
from cchc_rules.checks.ranges import Ranges
from cchc_rules.model import (
    All,
    Arithmetic,
    Call,
    ComputedRef,
    Equal,
    Expression,
    Function,
    ItemRef,
    Negative,
    Peers,
    Range,
    ValueType,
    Within,
)
from cchc_rules.numeric import EXACT, settle, whole_part
from tests.checks.models import computed, item, number, rule_set, span

DONE = item("xong")
GIVEN = item("giao")
OTHER = item("khác", ValueType.NUMBER, "-2", "3")
SHARE = item("tỷ_lệ", ValueType.PERCENT, "0", "1")
A, B, X, P = (ItemRef(found) for found in (DONE, GIVEN, OTHER, SHARE))
AT_MOST = Within(A, Range(high=B))


def over(left: Expression, right: Expression) -> Arithmetic:
    return Arithmetic("/", left, right)


def minus(left: Expression, right: Expression) -> Arithmetic:
    return Arithmetic("-", left, right)


def interval_of(expression: Expression, *constraints: Expression) -> Interval:
    rules = rule_set(items=(DONE, GIVEN, OTHER, SHARE), constraints=constraints)
    with localcontext(EXACT):
        return Ranges(rules, "xã").of(expression).interval


UNIT = Interval(Decimal(0), Decimal(1))


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (over(A, B), UNIT),
        (over(minus(B, A), B), UNIT),
        (minus(number(1), over(A, B)), UNIT),
        (over(Arithmetic("*", number(3), A), B), Interval(Decimal(0), Decimal(3))),
        (over(A, Arithmetic("*", number(2), B)), Interval(Decimal(0), Decimal("0.5"))),
        (over(minus(A, B), B), Interval(Decimal(-1), Decimal(0))),
        (over(A, Arithmetic("+", A, B)), UNIT),
        (over(B, A), Interval(Decimal(1))),
        (Negative(over(A, B)), Interval(Decimal(-1), Decimal(0))),
    ],
)
def test_quotients_of_a_part_and_its_whole(expression: Expression, expected: Interval) -> None:
    assert interval_of(expression, AT_MOST) == expected


def test_without_the_constraint_a_quotient_has_no_upper_bound() -> None:
    assert interval_of(over(A, B)) == Interval(Decimal(0))


def test_growth_never_falls_below_minus_100_percent() -> None:
    before = ItemRef(GIVEN, previous=True)
    assert interval_of(over(minus(B, before), before)) == Interval(Decimal(-1))


def test_a_strict_constraint_keeps_the_end_open() -> None:
    below = Within(A, Range(high=B, high_open=True))
    assert interval_of(over(A, B), below) == Interval(Decimal(0), Decimal(1), high_open=True)


def test_constraints_may_be_joined_chained_and_equal() -> None:
    chain = All((Within(A, Range(high=X)), Equal(X, B)))
    assert interval_of(over(A, B), chain) == UNIT


def test_a_constraint_with_a_fixed_value_narrows_the_figure() -> None:
    assert interval_of(B, Within(B, span(number(1), number(9)))) == Interval(Decimal(1), Decimal(9))


def test_a_formula_that_is_named_is_looked_into() -> None:
    ratio = computed("tỷ_lệ_xong", over(A, B))
    rules = rule_set(items=(DONE, GIVEN), formulas=(ratio,), constraints=(AT_MOST,))
    assert Ranges(rules, "xã").of(ComputedRef(ratio)).interval == UNIT
    last_year = Ranges(rules, "xã").of(ComputedRef(ratio, previous=True))
    assert last_year.interval == Interval(Decimal(0)), "RÀNG BUỘC is about this year"


def test_functions() -> None:
    growing = Call(Function.GREATEST, (number(0), X))
    assert interval_of(growing) == Interval(Decimal(0), Decimal(3))
    assert interval_of(Call(Function.LEAST, (number(1), A))) == UNIT
    assert interval_of(Call(Function.MEAN, (P, number(2)))) == Interval(Decimal(0), Decimal(2))
    assert interval_of(Peers(Function.MEAN, P)) == UNIT


def test_grids() -> None:
    rules = rule_set(items=(DONE, GIVEN, OTHER))
    ranges = Ranges(rules, "xã")
    half = Arithmetic("*", number("0.5"), A)
    assert ranges.of(Arithmetic("+", A, B)).grid == WHOLE
    assert ranges.of(Arithmetic("+", number(10), half)).grid == Grid(Decimal("0.5"))
    assert ranges.of(Call(Function.WHOLE, (X,))).grid == WHOLE
    assert ranges.of(Call(Function.ROUND, (X, number(1)))).grid == Grid(Decimal("0.1"))
    assert ranges.of(over(A, B)).grid.step is None


LEAVES = st.sampled_from([A, B, X, P]) | st.integers(-3, 3).map(number)
SUMS = st.recursive(
    LEAVES,
    lambda inner: (
        st.builds(Arithmetic, st.sampled_from("+-*/"), inner, inner)
        | st.builds(Negative, inner)
        | st.builds(lambda x: Call(Function.WHOLE, (x,)), inner)
        | st.builds(lambda x, y: Call(Function.LEAST, (x, y)), inner, inner)
        | st.builds(lambda x, y: Call(Function.GREATEST, (x, y)), inner, inner)
    ),
    max_leaves=5,
)


def value_of(expression: Expression, values: dict[str, Decimal]) -> Decimal:
    match expression:
        case ItemRef(figure):
            return values[figure.key]
        case Negative(operand):
            return -value_of(operand, values)
        case Arithmetic(operator, left, right):
            first, second = value_of(left, values), value_of(right, values)
            match operator:
                case "+":
                    return first + second
                case "-":
                    return first - second
                case "*":
                    return first * second
                case _:
                    return first / second
        case Call(Function.WHOLE, (only,)):
            return whole_part(value_of(only, values))
        case Call(function, arguments):
            pick = min if function is Function.LEAST else max
            return pick(value_of(argument, values) for argument in arguments)
    assert hasattr(expression, "value")
    value = expression.value
    assert isinstance(value, Decimal)
    return value


@given(SUMS, st.integers(0, 5), st.integers(0, 5), st.integers(-4, 6), st.integers(0, 10))
def test_no_value_lies_outside(expression: Expression, a: int, b: int, x: int, p: int) -> None:
    done, given_ = sorted((a, b))
    values = {
        "xong": Decimal(done),
        "giao": Decimal(given_),
        "khác": Decimal(x) / 2,
        "tỷ_lệ": Decimal(p) / 10,
    }
    with localcontext(EXACT):
        try:
            value = value_of(expression, values)
        except ArithmeticError:
            return
    interval = interval_of(expression, AT_MOST)
    assert interval.holds(value) or interval.holds(settle(value))
