"""What a checked rule file never says, and what no clean workbook holds: still no crash."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cchc_rules.evaluation import compile_rules, summarise
from cchc_rules.evaluation.explain import explain
from cchc_rules.facts import Fault
from cchc_rules.model import (
    Call,
    Direct,
    Formula,
    FullIf,
    Function,
    Interpolated,
    ItemRef,
    Parameter,
    Peers,
    PerItem,
    Proportional,
    Range,
    ScoreRef,
    Special,
    Survey,
    Table,
)
from tests.evaluation.build import (
    APPRAISED,
    BALLOTS,
    BOOL,
    CHOICE,
    DATE,
    NUMBER,
    PERCENT,
    PLACE,
    TALLY,
    assess,
    cases,
    computed,
    d,
    ends,
    equal,
    facts,
    item,
    last_year,
    leaf,
    minus,
    op,
    points,
    ref,
    row,
    rules,
    same,
    status,
    table,
    when,
    within,
)

if TYPE_CHECKING:
    from cchc_rules.model import Expression, Method

YES, DAY, COUNTED = item("có", BOOL), item("ngày", DATE), item("số")
NUMBERED, SHARE = item("trị", NUMBER), item("phần", PERCENT)
NOTHING_YET = Parameter("hạn", "hạn", NUMBER, 2027, PLACE, None)


@pytest.mark.parametrize(
    "method",
    [
        Direct(Formula(op(DAY, "+", 1))),
        Direct(Formula(op(NOTHING_YET, "*", 2))),
        Direct(Proportional()),
        table(DAY, (">=80%", 5), ("<80%", 0)),
        table(DAY, (">=01/01/2026 <01/02/2026", Interpolated(d(0), d(5)))),
        table(DAY, (None, Proportional())),
        table(NUMBERED, (">=5 <5", 1), (None, Interpolated(d(0), d(5)))),
        Direct(Formula(Call(Function.WHOLE, (ref(DAY),)))),
        Direct(Formula(Call(Function.LEAST, (ref(DAY), ref(NUMBERED))))),
        Direct(Formula(Call(Function.MEAN, (ref(DAY), ref(NUMBERED))))),
        Direct(Formula(Call(Function.ROUND, (ref(DAY),)))),
    ],
)
def test_types_that_do_not_fit_are_errors(method: Method) -> None:
    given = facts(ngày="15/01/2026", trị=7)
    scored = assess(rules(leaf("1", 5, method), total=5), given)
    assert (points(scored), status(scored, "1")) == (ends(0, 5), "error")
    assert explain(scored)


def test_a_threshold_without_a_value_leaves_the_row_open() -> None:
    rows = (row(Range(low=ref(NOTHING_YET)), 5), row(None, 1))
    scored = assess(rules(leaf("1", 5, Table(ref(NUMBERED), rows)), total=5), facts(trị=7))
    assert points(scored) == ends(1, 5)


def test_numbers_that_are_none() -> None:
    program = compile_rules(rules(leaf("1", 5, PerItem(d(1), ref(COUNTED), None)), total=5))
    for number in (Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity")):
        given = facts(số=number)
        scored = program.assess(given, APPRAISED)
        assert status(scored, "1") == "error"
        same(scored, program.totals(given, APPRAISED))


@pytest.mark.parametrize(
    "formula",
    [
        op(op(NUMBERED, "*", 900000000000000), "/", "0,0000000001"),
        Call(Function.ROUND, (op(op(NUMBERED, "*", NUMBERED), "*", NUMBERED), ref(2))),
        op("0,1", "/", op(op(1, "/", op(NUMBERED, "*", NUMBERED)), "/", NUMBERED)),
    ],
)
def test_numbers_beyond_the_exact_are_errors_or_clamped(formula: Expression) -> None:
    only = leaf("1", 5, Direct(Formula(formula)))
    scored = assess(rules(only, total=5), facts(trị="900000000000000"))
    assert status(scored, "1") in {"scored", "error"}
    free = leaf("1", 5, Direct(Formula(formula)), allow_above=True, adjustments=minus(1, if_=YES))
    scored = assess(rules(free, total=5), facts(trị="900000000000000", có=True))
    assert status(scored, "1") == "error"
    bands = leaf("1", 5, table(formula, (">=0", 5), ("<0", 0)))
    scored = assess(rules(bands, total=5), facts(trị="900000000000000"))
    assert status(scored, "1") in {"scored", "error"}


def test_a_formula_of_yes_and_no() -> None:
    enough = computed("đủ", within(COUNTED, ">=3"), type_=BOOL)
    rule_set = rules(
        leaf("1", 5, FullIf(when(enough))),
        leaf("2", 5, table(enough, (True, 5), (False, 1))),
        leaf("3", 5, FullIf(when(equal(enough, YES)))),
        total=15,
    )
    assert points(assess(rule_set, facts(số=3, có=True))) == 15
    assert points(assess(rule_set, facts(số=2, có=True))) == 1
    assert points(assess(rule_set, facts(có=True))) == ends(1, 15)


def test_two_years_before_is_not_known() -> None:
    growth = computed("tăng", op(COUNTED, "-", last_year(COUNTED)))
    only = leaf("1", 5, Direct(Formula(ref(last_year(growth)))))
    assert points(assess(rules(only, total=5), facts(số=1, số__prev=1))) == ends(0, 5)


def test_points_for_each_may_be_negative_and_counts_below_zero_are_none() -> None:
    each = PerItem(d("-0,25"), ref(NUMBERED), d(1))
    rule_set = rules(leaf("1", 2, each, allow_negative=True), total=2)
    assert points(assess(rule_set, facts(trị=2))) == d("-0,5")
    assert points(assess(rule_set, facts(trị=9))) == -1
    assert points(assess(rule_set, facts(trị=-9))) == 0
    assert points(assess(rule_set)) == ends(-1, 0)
    reduced = leaf("1", 2, FullIf(when(YES)), adjustments=minus(1, NUMBERED))
    assert points(assess(rules(reduced, total=2), facts(có=True, trị=-3))) == 2


def test_a_score_is_not_known_inside_a_leaf() -> None:
    only = leaf("1", 5, FullIf(when(within(ScoreRef("1"), ">1"))))
    assert points(assess(rules(only, total=5))) == ends(0, 5)


def test_ballots_that_are_no_ballots() -> None:
    options = item("phiếu", BALLOTS, options=("1", "x"))
    by_number = Survey(ItemRef(options), (d(0), d(5)), {})
    by_option = Survey(ItemRef(options), None, {"Tốt": d(1)})
    for survey, ballots, expected in (
        (by_number, ("x",), "error"),
        (by_number, (True,), "error"),
        (by_number, ("5",), "scored"),
        (by_option, ("tốt",), "scored"),
        (by_option, (d(1),), "error"),
        (by_option, Fault("#N/A"), "error"),
        (by_option, Special.MISSING, "missing"),
    ):
        scored = assess(rules(leaf("1", 5, survey), total=5), facts(phiếu=ballots))
        assert status(scored, "1") == expected
    empty = item("đếm", TALLY, options=("A",))
    counted = Survey(ItemRef(empty), None, {"A": d(1)})
    nobody = assess(rules(leaf("1", 5, counted), total=5), facts(đếm=(d(0),)))
    assert status(nobody, "1") == "missing"


def test_a_survey_that_does_not_apply_takes_the_leaf_out() -> None:
    survey = Survey(ItemRef(item("phiếu", BALLOTS)), (None, d(5)), {})
    rule_set = rules(leaf("1", 5, survey), leaf("2", 5, FullIf(when(YES))))
    scored = assess(rule_set, facts(phiếu=Special.NOT_APPLICABLE, có=True))
    assert (status(scored, "1"), points(scored)) == ("not_applicable", 10)


def test_figures_of_the_group_in_compiled_code() -> None:
    mean = Peers(Function.MEAN, ItemRef(COUNTED))
    rule_set = rules(leaf("1", 5, table(op(COUNTED, "-", mean), (">=0", 5), ("<0", 1))), total=5)
    peers = {COUNTED.key: summarise([d(1), d(3)])}
    assert points(assess(rule_set, facts(số=2), peers=peers)) == 5
    assert points(assess(rule_set, facts(số=1), peers=peers)) == 1
    assert points(assess(rule_set, facts(số=1))) == ends(1, 5)


def test_texts_and_options_in_conditions() -> None:
    grade = item("h", CHOICE, options=("Tốt", "Khá"))
    method = cases((equal(grade, "Tốt"), "100%"), (None, 0))
    rule_set = rules(leaf("1", 5, method), total=5)
    assert points(assess(rule_set, facts(h="tốt"))) == 5
    assert points(assess(rule_set, facts(h="Khá"))) == 0
    assert status(assess(rule_set, facts(h="Kém")), "1") == "error"


def test_a_unit_of_an_unknown_kind_is_scored_by_the_common_maxima() -> None:
    only = leaf("1", {"": 5, "phường": 4}, FullIf(when(YES)))
    assert points(assess(rules(only, total=5), facts("thị trấn", có=True))) == 5
