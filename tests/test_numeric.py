"""Exact numbers: rounding half up, reading doubles, Vietnamese spelling."""

from decimal import Decimal, InvalidOperation

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_rules.numeric import (
    INFINITY,
    from_double,
    plain,
    publish,
    settle,
    spread,
    vietnamese,
    whole_part,
)

decimals = st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=12)


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [("0.005", 2, "0.01"), ("-0.005", 2, "-0.01"), ("2.5", 0, "3"), ("-2.5", 0, "-3"),
     ("0.0049999", 2, "0.00"), ("0.00499999999995", 2, "0.01"), ("84.575", 2, "84.58"),
     ("1", 2, "1.00"), ("-1.45", 1, "-1.5")],
)  # fmt: skip
def test_publish_rounds_half_away_from_zero(value: str, digits: int, expected: str) -> None:
    assert str(publish(Decimal(value), digits)) == expected


@given(decimals)
def test_settled_values_stay_and_are_symmetric(value: Decimal) -> None:
    settled = settle(value)
    assert settle(settled) == settled
    assert settle(-value) == -settled
    assert abs(settled - value) <= Decimal("5E-11")


def test_thirds_add_up_again_once_settled() -> None:
    third = Decimal(1) / Decimal(3)
    assert settle(third * 3) == 1


@pytest.mark.parametrize(
    ("value", "expected"), [("2.9", 2), ("-2.1", -3), ("2.99999999999", 3), ("5", 5)]
)
def test_whole_part(value: str, expected: int) -> None:
    assert whole_part(Decimal(value)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(0.1 + 0.2, "0.3"), (1.1 * 3, "3.3"), (0.7 + 0.1, "0.8"), (4.35 * 100, "435"),
     (1e15, "1E+15"), (0.1, "0.1"), (-0.1 - 0.2, "-0.3"), (123456789.12, "123456789.12")],
)  # fmt: skip
def test_a_double_is_read_as_it_is_shown(value: float, expected: str) -> None:
    assert from_double(value) == Decimal(expected)


@given(st.decimals(-(10**6), 10**6, allow_nan=False, allow_infinity=False, places=6))
def test_what_a_person_types_is_read_exactly(value: Decimal) -> None:
    assert from_double(float(value)) == value


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [("1234567.5", None, "1.234.567,5"), ("0.50", None, "0,5"), ("84.575", 2, "84,58"),
     ("-1234.5", 2, "-1.234,50"), ("1000", None, "1.000"), ("0", 2, "0,00"), ("999", 0, "999")],
)  # fmt: skip
def test_vietnamese(value: str, digits: int | None, expected: str) -> None:
    assert vietnamese(Decimal(value), digits) == expected


def test_ungrouped_and_plain() -> None:
    assert vietnamese(Decimal("1234.5"), grouped=False) == "1234,5"
    assert plain(Decimal("1E+3")) == "1000"
    assert plain(Decimal("0.9650")) == "0.965"
    assert plain(Decimal(100)) == "100"


def test_nothing_has_no_sign() -> None:
    assert plain(Decimal("-0")) == plain(Decimal("-0.00")) == "0"
    assert vietnamese(Decimal("-0.001"), 2) == "0,00"
    assert vietnamese(Decimal("-0")) == "0"
    assert vietnamese(Decimal("-0.5")) == "-0,5"


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        ("1.5", "1.5", "1,50"),
        ("1.5", "3", "1,50–3,00"),
        ("1.5", "Infinity", "≥ 1,50"),
        ("-Infinity", "3", "≤ 3,00"),
        ("-Infinity", "Infinity", "chưa rõ"),
    ],
)
def test_ranges_may_have_no_end(low: str, high: str, told: str) -> None:
    assert spread(Decimal(low), Decimal(high), 2) == told


def test_an_end_that_nothing_bounds_stays_so() -> None:
    assert settle(INFINITY) == publish(INFINITY, 2) == INFINITY
    assert (vietnamese(INFINITY, 2), vietnamese(-INFINITY)) == ("∞", "-∞")
    with pytest.raises(InvalidOperation):
        publish(Decimal(10) ** 40, 2)
