"""The set operations agree with trying every value."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_rules.checks.intervals import ALL, DENSE, WHOLE, Domain, Grid, Interval, point

QUARTERS = Grid(Decimal("0.25"))
ENDS = st.none() | st.integers(-6, 6).map(lambda n: Decimal(n) / 2)
INTERVALS = st.builds(Interval, ENDS, ENDS, st.booleans(), st.booleans())
VALUES = [Decimal(n) / 4 for n in range(-32, 33)]


def holds(interval: Interval, value: Decimal) -> bool:
    if interval.low is not None and (
        value < interval.low or (value == interval.low and interval.low_open)
    ):
        return False
    return interval.high is None or (
        value < interval.high or (value == interval.high and not interval.high_open)
    )


@given(INTERVALS, INTERVALS)
def test_what_two_share_and_what_is_left(first: Interval, second: Interval) -> None:
    for value in VALUES:
        inside, other = holds(first, value), holds(second, value)
        assert first.holds(value) is inside
        assert holds(first.meet(second), value) is (inside and other)
        assert any(holds(piece, value) for piece in first.minus(second)) is (inside and not other)
        if inside or other:
            assert first.empty or second.empty or holds(first.join(second), value)


@given(INTERVALS)
def test_an_empty_interval_holds_nothing(interval: Interval) -> None:
    if interval.empty:
        assert not any(holds(interval, value) for value in VALUES)


@given(INTERVALS, st.sampled_from([DENSE, WHOLE, QUARTERS]))
def test_fitting_keeps_the_values_of_the_grid(interval: Interval, grid: Grid) -> None:
    fitted = grid.fit(interval)
    for value in VALUES:
        on_grid = grid.step is None or not value % grid.step
        if on_grid:
            assert (fitted is not None and holds(fitted, value)) is holds(interval, value)


@given(INTERVALS, st.lists(INTERVALS, max_size=4), st.sampled_from([DENSE, WHOLE, QUARTERS]))
def test_rows_and_gaps_make_up_the_domain(
    interval: Interval, rows: list[Interval], grid: Grid
) -> None:
    domain = Domain(interval, grid)
    gaps, regions = domain.without(rows), domain.split(rows)
    for value in VALUES:
        if grid.step is not None and value % grid.step:
            continue
        inside = holds(interval, value)
        covered = any(holds(row, value) for row in rows)
        assert sum(holds(gap, value) for gap in gaps) == (inside and not covered)
        assert sum(holds(region, value) for region in regions) == inside
    for region in regions:
        for row in rows:
            within = [grid.fit(piece) for piece in region.minus(row)]
            assert grid.fit(region.meet(row)) is None or within.count(None) == len(within)


def test_counts_have_no_gap_between_neighbours() -> None:
    counts = Domain(Interval(Decimal(0)), WHOLE)
    rows = [Interval(Decimal(0), Decimal(2)), Interval(Decimal(3))]
    assert counts.without(rows) == ()
    assert Domain(Interval(Decimal(0))).without(rows) == (
        Interval(Decimal(2), Decimal(3), low_open=True, high_open=True),
    )


@pytest.mark.parametrize("interval", [ALL, Interval(Decimal(1), Decimal(2)), Interval(Decimal(1))])
def test_a_point_is_one_value(interval: Interval) -> None:
    assert interval.point is None
    assert point(Decimal(1)).point == 1
