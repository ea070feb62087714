"""Rows judged by intervals agree with trying every value."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cchc_rules.checks.bands import Band, Scale, flaws
from cchc_rules.checks.intervals import WHOLE, Domain, Grid, Interval
from cchc_rules.model import ValueType
from tests.checks.models import at

ENDS = st.none() | st.integers(0, 8).map(Decimal)
ROWS = st.lists(st.builds(Interval, ENDS, ENDS, st.booleans(), st.booleans()), max_size=5)
COUNTS = Domain(Interval(Decimal(0), Decimal(8)), WHOLE)


def scale_of(rows: list[Interval], domain: Domain = COUNTS, *, rest: bool = False) -> Scale:
    bands = [Band(row, f"dòng {index}", at()) for index, row in enumerate(rows)]
    if rest:
        bands.append(Band(None, "còn lại", at()))
    return Scale(tuple(bands), domain, ValueType.COUNT, "số_vụ")


@given(ROWS, st.booleans())
def test_every_value_belongs_to_just_one_row(rows: list[Interval], rest: bool) -> None:
    scale = scale_of(rows, rest=rest)
    codes = {flaw.code for flaw in flaws(scale)}
    hits = {n: [row for row in rows if row.holds(Decimal(n))] for n in range(9)}
    dead = [row for row in rows if not any(row in found for found in hits.values())]
    assert ("E310" in codes) is any(len(found) > 1 for found in hits.values())
    if dead:
        assert "E313" in codes
    elif rows:
        covered = all(hits.values())
        assert ("E313" in codes) is (rest and covered)
        assert ("E312" in codes) is (not rest and not covered)


@given(ROWS)
def test_a_flaw_stands_at_a_row(rows: list[Interval]) -> None:
    scale = scale_of(rows)
    places = {band.place for band in scale.bands}
    assert all(flaw.place in places for flaw in flaws(scale))


def test_a_row_that_swallows_others_is_one_mistake() -> None:
    rows = [Interval(Decimal(2)), Interval(Decimal(5), Decimal(6)), Interval(None, Decimal(3))]
    assert [flaw.code for flaw in flaws(scale_of(rows))] == ["E310"]


def test_rows_that_all_touch_are_a_mistake_each() -> None:
    ends = [(6, 8), (4, 6), (2, 4), (0, 2)]
    rows = [Interval(Decimal(low), Decimal(high)) for low, high in ends]
    assert [flaw.code for flaw in flaws(scale_of(rows))] == ["E310"] * 3


def test_published_percents_have_no_gap_between_their_last_digits() -> None:
    domain = Domain(Interval(Decimal(0), Decimal(1)), Grid(Decimal("0.0001")))
    rows = [Interval(Decimal("0.8")), Interval(None, Decimal("0.7999"))]
    assert not list(flaws(scale_of(rows, domain)))
    (gap,) = flaws(scale_of(rows, Domain(Interval(Decimal(0), Decimal(1)))))
    assert gap.code == "E312"
