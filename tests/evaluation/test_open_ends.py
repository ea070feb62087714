"""Leaves that may pass their maximum or fall below 0, with figures to come (DESIGN 3.5)."""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING, Any

import pytest

from cchc_rules.evaluation.explain import explain, explain_json
from cchc_rules.model import Call, Direct, Formula, Function, ItemRef, Proportional, Survey
from cchc_rules.numeric import INFINITY, ZERO
from tests.evaluation.build import (
    BALLOTS,
    NUMBER,
    PERCENT,
    TALLY,
    assess,
    bonus,
    cases,
    computed,
    constant,
    d,
    ends,
    facts,
    group,
    item,
    leaf,
    minus,
    op,
    plus,
    points,
    ref,
    rules,
    section,
    table,
    value,
    weights,
)

if TYPE_CHECKING:
    from decimal import Decimal

    from cchc_rules.evaluation.results import Assessment
    from cchc_rules.model import Expression, Method, RuleSet

X = item("x", low=d(0), high=d(3))
Y = item("y", low=d(0), high=d(2))
Z = item("z", NUMBER, low=d(-1), high=d(1))
FREE = item("tự_do")
SHARE = item("phần", PERCENT)
LATE = item("chậm")
SUM, WHOLE, LEAST, MEAN = (
    Call(Function.GREATEST, (ref(X), ref(Z))),
    Call(Function.WHOLE, (op(op(X, "+", Z), "/", 2),)),
    Call(Function.LEAST, (op(X, "*", Z), ref(Y))),
    Call(Function.MEAN, (ref(X), ref(Y), ref(Z))),
)
ROUND = Call(Function.ROUND, (op(op(X, "*", Z), "/", 3), constant(0)))
RATIO = computed("tỷ_lệ", op(X, "/", Y))
FORMULAS: tuple[Any, ...] = (
    op(X, "*", Z),
    op(op(X, "-", Y), "-", Z),
    op(op(X, "-", 1), "/", op(Y, "+", 1)),
    op(X, "/", Y),
    op(Z, "/", op(0, "-", op(X, "+", 2))),
    op(op(1, "-", RATIO), "*", Z),
    op(1, "/", Z),
    SUM,
    WHOLE,
    LEAST,
    MEAN,
    ROUND,
)
VALUES = {"x": (0, 1, 2, 3), "y": (0, 1, 2), "z": ("-1", "-0,5", 0, "0,5", 1)}
KEYS = tuple(VALUES)


def scored(method: Method, given: dict[str, Any], **more: Any) -> Assessment:  # noqa: ANN401
    own: dict[str, Any] = {"allow_above": True, "allow_negative": True} | more
    return assess(_rules(method, **own), facts(**given))


def _rules(method: Method, most: int = 3, **more: Any) -> RuleSet:  # noqa: ANN401
    return rules(group("1", most, leaf("1.1", most, method, **more)), total=most)


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("missing", [m for n in (1, 2, 3) for m in combinations(KEYS, n)])
def test_every_completion_lies_inside(formula: Expression, missing: tuple[str, ...]) -> None:
    for method in (Direct(Formula(ref(formula))), Direct(Proportional(ref(formula)))):
        known = {key: value(VALUES[key][-1]) for key in KEYS if key not in missing}
        around = scored(method, known).total
        assert around is not None
        for values in product(*(VALUES[key] for key in missing)):
            filled = known | {key: value(own) for key, own in zip(missing, values, strict=True)}
            inner = scored(method, filled)
            if inner.leaves[0].trace.faults or inner.leaves[0].trace.base.fault:
                continue
            assert inner.total is not None
            assert around.low <= inner.total.low <= inner.total.high <= around.high


@pytest.mark.parametrize(
    ("formula", "given", "low", "high"),
    [
        (op(X, "/", Y), {"y": 1}, 0, 9),
        (op(X, "/", Y), {"x": 2}, 0, 6),
        (op(X, "/", Y), {}, 0, 9),
        (op(Z, "/", op(X, "+", 1)), {"x": 1}, "-1,5", 3),
        (op(op(Z, "*", 4), "-", X), {"x": 1}, -15, 9),
    ],
)
def test_the_declared_range_bounds_what_is_to_come(
    formula: Expression, given: dict[str, Any], low: str, high: str
) -> None:
    assert points(scored(Direct(Proportional(formula)), given)) == ends(low, high)


def test_one_side_stays_limited() -> None:
    shares = Direct(Formula(op(op(X, "*", 3), "*", Z)))
    assert points(scored(shares, {})) == ends(-9, 9)
    assert points(scored(shares, {}, allow_above=False)) == ends(-9, 3)
    assert points(scored(shares, {}, allow_negative=False)) == ends(0, 9)


def test_what_nothing_bounds_has_no_end() -> None:
    more = scored(Direct(Formula(ref(FREE))), {})
    assert points(more) == (ZERO, INFINITY)
    assert points(scored(Direct(Proportional(ref(SHARE))), {})) == (ZERO, INFINITY)
    either = op(op(FREE, "-", LATE), "*", 2)
    assert points(scored(Direct(Formula(either)), {})) == (-INFINITY, INFINITY)
    assert points(scored(Direct(Formula(either)), {"chậm": 3})) == (d(-6), INFINITY)
    assert points(scored(Direct(Formula(op(1, "/", Z))), {})) == (-INFINITY, INFINITY)


def test_rows_that_score_by_the_figure_go_as_far_as_it_does() -> None:
    rows = table(SHARE, (">=100%", Proportional()), ("<100%", 0))
    assert points(scored(rows, {})) == (ZERO, INFINITY)
    rows = table(op(X, "/", 2), (">=1", Proportional()), ("<1", 0))
    assert points(scored(rows, {}, allow_negative=False)) == ends(0, "4,5")
    either = cases((op(Y, "-", 1), 1), (None, Formula(op(X, "*", 2))))
    assert points(scored(either, {"y": 0})) == ends(0, 6)


@pytest.mark.parametrize(
    ("adjustment", "low", "high"),
    [
        (plus("0,5", LATE), d(2), INFINITY),
        (plus("0,5", X), d(2), d("3,5")),
        (minus("0,5", LATE), -INFINITY, d(2)),
        (minus("0,5", X), d("0,5"), d(2)),
    ],
)
def test_an_amount_without_cap_goes_as_far_as_its_figure(
    adjustment: Any,  # noqa: ANN401
    low: Decimal,
    high: Decimal,
) -> None:
    assert points(scored(Direct(Formula(constant(2))), {}, adjustments=adjustment)) == (low, high)


def test_weights_of_options_may_pass_the_maximum() -> None:
    votes = item("phiếu", TALLY, options=("Tốt", "Kém"))
    survey = Survey(ItemRef(votes), None, {"Tốt": d("1,5"), "Kém": d("-0,5")}, 0)
    assert points(scored(survey, {})) == ends("-1,5", "4,5")
    ballots = Survey(ItemRef(item("lá_phiếu", BALLOTS)), (None, d(5)), {}, 0)
    assert points(scored(ballots, {})) == ends(0, 3)


def test_an_open_end_passes_through_headings() -> None:
    open_leaf = leaf("1.1", 2, Direct(Formula(ref(FREE))), allow_above=True)
    known = leaf("1.2", 2, Direct(Formula(ref(X))))
    own = rules(
        section("1", 4, open_leaf, known, weights=weights(_1_1=1, _1_2=3)),
        section("2", 6, leaf("2.1", 6, Direct(Formula(ref(X))))),
        bonus("C", 1, leaf("C.1", 1, Direct(Formula(ref(FREE))), allow_above=True)),
    )
    found = assess(own, facts(x=2))
    assert points(found, "1") == (d(3), INFINITY)
    assert points(found, "C") == ends(0, 1)
    assert points(found) == (d(5), INFINITY)


def test_an_open_end_is_told_as_such() -> None:
    found = scored(Direct(Formula(op(FREE, "+", 1))), {}, allow_negative=False)
    text = "\n".join(explain(found))
    assert "1.1 Tiêu chí 1.1: ≥ 0,00/3 điểm" in text
    assert "Tổng điểm: ≥ 0,00/3 điểm" in text
    assert "Infinity" not in text
    leaves = explain_json(found)["leaves"]
    assert isinstance(leaves, list)
    assert leaves[0]["score_range"] == ["0.00", None]
    assert leaves[0]["base"] == ["0", None]
