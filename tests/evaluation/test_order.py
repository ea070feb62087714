"""The evaluation order of DESIGN 3.4, each rule worked by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cchc_rules.evaluation.results import Interval
from cchc_rules.facts import Override
from cchc_rules.model import (
    Call,
    Direct,
    Formula,
    FullIf,
    Function,
    Interpolated,
    Negative,
    PerItem,
    Proportional,
    Range,
    Special,
    Table,
    Treatment,
)
from tests.evaluation.build import (
    APPRAISED,
    BOOL,
    DATE,
    NUMBER,
    PERCENT,
    SELF,
    assess,
    bonus,
    cases,
    checklist,
    computed,
    d,
    ends,
    equal,
    exempt,
    facts,
    group,
    heading,
    item,
    lacks,
    leaf,
    minus,
    op,
    parameter,
    penalty,
    plus,
    points,
    ref,
    row,
    rules,
    section,
    status,
    table,
    weights,
    when,
    within,
)

if TYPE_CHECKING:
    from cchc_rules.model import Expression, Method

YES, NO = item("có", BOOL), item("không", BOOL)
POINTS = item("điểm", NUMBER)
FULL = FullIf(when(YES))
AS_GIVEN = Direct(Formula(ref(POINTS)))
GONE = leaf("A.2", 15, FULL, not_applicable=exempt(NO))
NA = Special.NOT_APPLICABLE


def overrides(**scores: int) -> dict[str, Override]:
    """Return overrides; codes are written with an underscore in front: _1_1=5."""
    return {
        code[1:].replace("_", "."): Override(d(points_), "biên bản")
        for code, points_ in scores.items()
    }


# --- 1: what does not apply ---------------------------------------------------------------------


def test_a_kind_leaves_the_maximum_and_the_rest_is_rebased() -> None:
    rule_set = rules(leaf("1", 17, AS_GIVEN), leaf("2", 3, FULL, only_for=("xã",)), total=20)
    other = assess(rule_set, facts("đặc_khu", điểm="12,5"))
    assert status(other, "2") == "not_applicable"
    # 12,5 × 20 ÷ 17 = 14,7058823529…
    assert points(other) == Decimal("14.7058823529")
    assert other.status.value == "complete"


def test_excluded_wins_over_full_points() -> None:
    both = (exempt(YES, Treatment.FULL), exempt(NO))
    rule_set = rules(leaf("1", 5, FULL, not_applicable=both), leaf("2", 5, FULL))
    assert status(assess(rule_set, facts(có=True, không=True)), "1") == "not_applicable"


def test_full_points_skip_zero_conditions_and_adjustments() -> None:
    free = leaf(
        "1",
        5,
        AS_GIVEN,
        not_applicable=exempt(YES, Treatment.FULL),
        zero=YES,
        adjustments=minus(1, if_=YES),
    )
    scored = assess(rules(free, total=5), facts(có=True, điểm=2))
    assert (points(scored, "1"), status(scored, "1")) == (5, "scored")
    assert scored.leaves[0].maximum == 5


@pytest.mark.parametrize(
    ("how", "expected", "told"),
    [
        (Treatment.EXCLUDED, 0, "not_applicable"),
        (Treatment.FULL, 5, "scored"),
        (Treatment.NOTHING, 0, "scored"),
        (None, ends(0, 5), "error"),
    ],
)
@pytest.mark.parametrize("kind", ["ratio", "bands", "formula", "count"])
def test_a_denominator_of_zero(
    how: Treatment | None, expected: object, told: str, kind: str
) -> None:
    ratio = computed("tỷ_lệ", op(POINTS, "/", item("mẫu")), how)
    methods: dict[str, Method] = {
        "ratio": Direct(Proportional(ref(ratio))),
        "bands": table(ratio, (">=50%", 5), ("<50%", 1)),
        "formula": Direct(Formula(ref(ratio))),
        "count": PerItem(d(1), ref(ratio), None),
    }
    rule_set = rules(leaf("1", 5, methods[kind]), leaf("2", 5, FULL))
    scored = assess(rule_set, facts(điểm=3, mẫu=0, có=True))
    assert (points(scored, "1"), status(scored, "1")) == (expected, told)


def test_nothing_for_zero_is_a_base_that_steps_follow() -> None:
    ratio = computed("tỷ_lệ", op(POINTS, "/", item("mẫu")), Treatment.NOTHING)
    more = leaf("1", 5, Direct(Proportional(ref(ratio))), adjustments=plus(1, if_=YES))
    assert points(assess(rules(more, total=5), facts(điểm=3, mẫu=0, có=True))) == 1


def test_a_mean_leaves_out_what_does_not_apply() -> None:
    first = computed("a", op(POINTS, "/", item("mẫu")), Treatment.FULL)
    share = item("tỷ_lệ", PERCENT)
    mean = Call(Function.MEAN, (ref(first), ref(share)))
    rule_set = rules(leaf("1", 5, Direct(Proportional(mean))), leaf("2", 5, FULL))
    scored = assess(rule_set, facts(điểm=1, mẫu=0, tỷ_lệ="60%", có=True))
    assert points(scored, "1") == 3
    alone = Call(Function.MEAN, (ref(first),))
    rule_set = rules(leaf("1", 5, Direct(Proportional(alone))), leaf("2", 5, FULL))
    assert status(assess(rule_set, facts(điểm=1, mẫu=0, có=True)), "1") == "not_applicable"


def test_used_elsewhere_a_zero_denominator_is_not_known() -> None:
    ratio = computed("tỷ_lệ", op(POINTS, "/", item("mẫu")), Treatment.FULL)
    twice = computed("đôi", op(2, "*", ratio))
    in_formula = leaf("1", 5, Direct(Proportional(ref(twice))))
    in_condition = leaf("2", 5, FullIf(when(within(ratio, ">50%"))))
    scored = assess(rules(in_formula, in_condition), facts(điểm=1, mẫu=0))
    assert points(scored, "1") == points(scored, "2") == ends(0, 5)
    assert status(scored, "1") == status(scored, "2") == "missing"


def test_what_only_settles_to_zero_is_a_zero_denominator() -> None:
    nothing = op(op(op(1, "/", 3), "*", 3), "-", 1)
    ratio = computed("tỷ_lệ", op(POINTS, "/", nothing), Treatment.EXCLUDED)
    rule_set = rules(leaf("1", 5, Direct(Proportional(ref(ratio)))), leaf("2", 5, FULL))
    assert status(assess(rule_set, facts(điểm=3, có=True)), "1") == "not_applicable"


def test_marks_count_where_the_leaf_allows_them() -> None:
    share = item("tỷ_lệ", PERCENT)
    ratio = Direct(Proportional(ref(share)))
    rule_set = rules(
        leaf("1", 5, ratio, unit_marks=True, items=share), leaf("2", 5, FULL, zero=YES)
    )
    by_code = assess(rule_set, facts(tỷ_lệ="50%", có=False, marks=frozenset({"1", "2"})))
    assert (status(by_code, "1"), status(by_code, "2")) == ("not_applicable", "scored")
    assert by_code.leaves[0].trace.marked
    by_figure = assess(rule_set, facts(tỷ_lệ=NA, có=False))
    assert status(by_figure, "1") == "not_applicable"


def test_an_argument_that_does_not_apply_takes_the_leaf_out() -> None:
    share = item("tỷ_lệ", PERCENT)
    rule_set = rules(leaf("1", 5, Direct(Proportional(ref(share)))), leaf("2", 5, FULL))
    scored = assess(rule_set, facts(tỷ_lệ=NA, có=True))
    assert (status(scored, "1"), points(scored)) == ("not_applicable", 10)


# --- 2: methods ---------------------------------------------------------------------------------


def test_interpolation() -> None:
    ratio = computed("tỷ_lệ", op(item("đúng_hạn"), "/", item("hồ_sơ")))
    bands = table(
        ratio,
        (">=98%", 5),
        (">=95% <98%", Interpolated(d(3), d(5))),
        (">=80% <95%", 1),
        ("<80%", 0),
    )
    rule_set = rules(leaf("2.1", 5, bands), total=5)
    # 3 + (5 − 3) × (96,5 − 95) ÷ (98 − 95) = 4
    assert points(assess(rule_set, facts(đúng_hạn=965, hồ_sơ=1000))) == 4
    assert points(assess(rule_set, facts(đúng_hạn=950, hồ_sơ=1000))) == 3
    assert points(assess(rule_set, facts(đúng_hạn=949, hồ_sơ=1000))) == 1


def test_a_third_times_three_reaches_the_whole() -> None:
    third = op(op(item("một"), "/", item("ba")), "*", 3)
    bands = table(third, (">=100%", 5), ("<100%", 0))
    assert points(assess(rules(leaf("1", 5, bands), total=5), facts(một=1, ba=3))) == 5


def test_rows_of_dates_are_tried_in_order_and_parameters_go_by_kind() -> None:
    due = parameter("hạn", "10/12/2026", xã="05/12/2026")
    day = item("ngày", DATE)
    in_time, late = row("<=31/12/2025", 3), row(Range(high=ref(due)), 2)
    method = Table(ref(day), (in_time, late, row(None, "1,5")))
    rule_set = rules(leaf("1", 3, method), total=3)
    for kind, given, expected in (
        ("xã", "31/12/2025", "3"),
        ("xã", "05/12/2026", "2"),
        ("xã", "06/12/2026", "1,5"),
        ("phường", "06/12/2026", "2"),
    ):
        assert points(assess(rule_set, facts(kind, ngày=given))) == d(expected)


def test_no_row_is_hit_or_no_case_holds() -> None:
    gap = leaf("1", 5, table(POINTS, (">=10", 5), ("<5", 1)))
    none = leaf("2", 5, cases((YES, 5)))
    scored = assess(rules(gap, none), facts(điểm=7, có=False))
    assert (points(scored, "1"), points(scored, "2")) == (0, 0)
    assert scored.leaves[0].trace.rows == ()


def test_a_checklist_adds_up() -> None:
    method = checklist(("0,5", YES), ("0,25", NO))
    rule_set = rules(leaf("1", 1, method), total=1)
    assert points(assess(rule_set, facts(có=True, không=True))) == d("0,75")
    assert points(assess(rule_set, facts(có=False, không=True))) == d("0,25")


def test_functions_and_arithmetic() -> None:
    x, y = item("x", NUMBER), item("y", NUMBER)
    formulas: list[tuple[Expression, str]] = [
        (Call(Function.WHOLE, (ref(x),)), "-3"),
        (Call(Function.ROUND, (ref(x), ref(1))), "-2,6"),
        (Call(Function.LEAST, (ref(x), ref(y))), "-2,55"),
        (Call(Function.GREATEST, (ref(x), ref(y))), "4"),
        (Call(Function.MEAN, (ref(x), ref(y))), "0,725"),
        (op(op(x, "+", y), "-", op(x, "*", y)), "11,65"),
        (Negative(op(x, "/", y)), "0,6375"),
    ]
    for formula, expected in formulas:
        only = leaf("1", 20, Direct(Formula(formula)), allow_negative=True)
        assert points(assess(rules(only, total=20), facts(x="-2,55", y=4))) == d(expected)


# --- 3 and 4: zero conditions, adjustments, clamp -----------------------------------------------


def test_a_zero_condition_with_its_exception() -> None:
    only = leaf("1", 5, AS_GIVEN, zero=when(YES, unless=NO), adjustments=plus(1, if_=YES))
    rule_set = rules(only, total=5)
    fired = assess(rule_set, facts(điểm=3, có=True, không=False))
    assert (points(fired), status(fired, "1")) == (0, "zeroed")
    saved = assess(rule_set, facts(điểm=3, có=True, không=True))
    assert (points(saved), status(saved, "1")) == (4, "scored")


def test_a_zero_condition_keeps_a_negative_base() -> None:
    only = leaf("1", 5, AS_GIVEN, zero=YES, allow_negative=True)
    scored = assess(rules(only, total=5), facts(điểm=-2, có=True))
    assert (points(scored), status(scored, "1")) == (-2, "zeroed")


def test_zero_and_a_deduction_below_zero() -> None:
    each = minus("0,25", item("lần"), cap=1)
    only = leaf("1", 5, AS_GIVEN, zero=YES, allow_negative=True, adjustments=each)
    assert points(assess(rules(only, total=5), facts(điểm=4, có=True, lần=1))) == d("-0,25")
    clamped = leaf("1", 5, AS_GIVEN, zero=YES, adjustments=each)
    assert points(assess(rules(clamped, total=5), facts(điểm=4, có=True, lần=1))) == 0


@pytest.mark.parametrize(
    ("above", "negative", "given", "expected"),
    [
        (False, False, 7, 5),
        (True, False, 7, 7),
        (False, False, -3, 0),
        (False, True, -3, -3),
    ],
)
def test_the_clamp(above: bool, negative: bool, given: int, expected: int) -> None:
    only = leaf("1", 5, AS_GIVEN, allow_above=above, allow_negative=negative)
    assert points(assess(rules(only, total=5), facts(điểm=given))) == expected


def test_the_base_is_not_clamped_before_adjustments() -> None:
    only = leaf("1", 5, AS_GIVEN, adjustments=minus(1, if_=YES))
    assert points(assess(rules(only, total=5), facts(điểm=7, có=True))) == 5


def test_adjustments_by_condition_and_count_with_caps() -> None:
    late = item("lần")
    changes = (minus("50%", if_=YES), minus("0,5", late, cap="0,75", if_=NO), plus(9, late, cap=1))
    only = leaf("1", 4, AS_GIVEN, adjustments=changes)
    rule_set = rules(only, total=4)
    # 4 − 2 − 0,75 + 1 = 2,25
    assert points(assess(rule_set, facts(điểm=4, có=True, không=True, lần=3))) == d("2,25")
    assert points(assess(rule_set, facts(điểm=2, có=False, không=False, lần=0))) == 2


# --- 5 and 6: groups ----------------------------------------------------------------------------


def test_groups_are_not_clamped() -> None:
    low = leaf("1.1", 5, AS_GIVEN, allow_negative=True)
    scored = assess(rules(group("1", 5, low), leaf("2", 5, FULL)), facts(điểm=-3, có=True))
    assert (points(scored, "1"), points(scored)) == (-3, 2)


def test_weights_of_a_group() -> None:
    share = item("tỷ_lệ", PERCENT)
    inner = group(
        "1",
        20,
        leaf("1.1", 4, AS_GIVEN),
        leaf("1.2", 10, Direct(Proportional(ref(share))), not_applicable=exempt(YES)),
        weights=weights(_1_1="5%", _1_2="95%"),
    )
    rule_set = rules(inner, total=20)
    # 20 × (5 × 3/4 + 95 × 0,6) ÷ 100 = 12,15
    scored = assess(rule_set, facts(điểm=3, tỷ_lệ="60%", có=False))
    assert (points(scored, "1"), points(scored)) == (d("12,15"), d("12,15"))
    # Only 1.1 applies: 20 × 3/4, and the group keeps its full maximum.
    alone = assess(rule_set, facts(điểm=3, tỷ_lệ="60%", có=True))
    assert points(alone, "1") == 15
    assert heading(alone, "1").maximum == Interval(d(20), d(20))


def test_another_weight_vector() -> None:
    share = item("tỷ_lệ", PERCENT)
    rule_set = rules(
        section("A", 60, leaf("A.1", 60, AS_GIVEN)),
        section("B", 40, leaf("B.1", 40, Direct(Proportional(ref(share))), zero=lacks(share))),
        total=100,
        root={
            "weights": [
                weights(_A="60%", _B="40%"),
                weights(lacks(share), _A="100%", _B=0),
            ]
        },
    )
    assert points(assess(rule_set, facts(điểm=30, tỷ_lệ="50%"))) == 50
    assert points(assess(rule_set, facts(điểm=30), close=True)) == 50
    waiting = assess(rule_set, facts(điểm=30))
    # 60 × 50% + 0…40, or 50 of A alone.
    assert points(waiting) == ends(30, 70)
    assert waiting.awaited == (share.key,)


def test_the_zero_condition_of_a_group_reaches_every_leaf() -> None:
    free = leaf("1.2", 3, FULL, not_applicable=exempt(NO, Treatment.FULL))
    gone = leaf("1.3", 2, FULL, not_applicable=exempt(NO))
    field = group("1", 10, leaf("1.1", 5, AS_GIVEN), free, gone, zero=YES)
    scored = assess(
        rules(field, leaf("2", 5, AS_GIVEN), total=15), facts(điểm=4, có=True, không=True)
    )
    assert [own.status.value for own in scored.leaves] == [
        "zeroed",
        "zeroed",
        "not_applicable",
        "scored",
    ]
    # 4 of 13 points that apply, re-based to 15.
    assert points(scored) == Decimal("4.6153846154")


# --- 7: re-basing -------------------------------------------------------------------------------


def test_each_section_is_rebased_by_itself() -> None:
    rule_set = rules(
        section(
            "A", 65, leaf("A.1", 50, AS_GIVEN), leaf("A.2", 15, FULL, not_applicable=exempt(NO))
        ),
        section("B", 35, leaf("B.1", 35, FULL)),
        total=100,
    )
    scored = assess(rule_set, facts(điểm=40, có=True, không=True))
    # 40 × 65 ÷ 50 = 52
    assert (points(scored, "A"), points(scored)) == (52, 87)
    assert heading(scored, "A").maximum == Interval(d(65), d(65))


def test_a_section_that_does_not_apply_rebases_the_total() -> None:
    rule_set = rules(
        section("A", 60, leaf("A.1", 60, AS_GIVEN)),
        section("B", 40, leaf("B.1", 40, FULL, not_applicable=exempt(YES))),
        total=100,
    )
    assert points(assess(rule_set, facts(điểm=30, có=True))) == 50


def test_nothing_applies() -> None:
    only = leaf("1.1", 10, AS_GIVEN, not_applicable=exempt(YES))
    scored = assess(rules(group("1", 10, only)), facts(có=True))
    assert scored.total is None
    assert scored.status.value == "not_scored"
    assert scored.groups[0].share is None


def test_without_rebasing_sums_are_plain() -> None:
    rule_set = rules(
        section(
            "A", 65, leaf("A.1", 50, AS_GIVEN), leaf("A.2", 15, FULL, not_applicable=exempt(NO))
        ),
        total=65,
        rebase=False,
    )
    scored = assess(rule_set, facts(điểm=40, có=True, không=True))
    assert (points(scored, "A"), points(scored), scored.maximum) == (40, 40, d(65))
    assert heading(scored, "A").maximum == Interval(d(50), d(50))


def test_a_section_out_of_another_sum() -> None:
    survey = section("B", 35, leaf("B.1", 60, AS_GIVEN), leaf("B.2", 40, FULL), rescale_from=100)
    scored = assess(rules(survey, leaf("1", 65, FULL), total=100), facts(điểm=50, có=True))
    # (50 + 40) × 35 ÷ 100 = 31,5
    assert (points(scored, "B"), points(scored)) == (d("31,5"), d("96,5"))


# --- 8 and 9: outside the total, rounding -------------------------------------------------------


def test_bonus_and_penalty_stay_outside_the_rebasing() -> None:
    rule_set = rules(
        leaf("1", 8, AS_GIVEN),
        leaf("2", 2, FULL, not_applicable=exempt(NO)),
        bonus("C", 1, leaf("C.1", 1, FULL), leaf("C.2", 1, FULL)),
        penalty("D", 2, leaf("D.1", 2, PerItem(d("0,25"), ref(item("lần")), None))),
    )
    scored = assess(rule_set, facts(điểm=4, có=True, không=True, lần=3))
    # 4 × 10 ÷ 8 + min(1 + 1; 1) − 0,75 = 5,25
    assert points(scored) == d("5,25")
    assert (points(scored, "C"), points(scored, "D")) == (1, d("0,75"))


def test_not_above_the_total_is_applied_after_penalties() -> None:
    for capped, expected in ((True, "9,5"), (False, "9,5")):
        rule_set = rules(
            leaf("1", 10, FULL),
            bonus("C", 1, leaf("C.1", 1, FULL), capped_total=capped),
            penalty("D", 2, leaf("D.1", 2, PerItem(d("0,5"), ref(item("lần")), None))),
        )
        assert points(assess(rule_set, facts(có=True, lần=3))) == d(expected)
        assert points(assess(rule_set, facts(có=True, lần=0))) == (10 if capped else 11)


def test_rounding_once_or_each() -> None:
    third = Direct(Formula(op(POINTS, "/", 3)))
    leaves = [leaf(str(number), 1, third) for number in (1, 2, 3)]
    given = facts(điểm="0,5")
    # 0,1666… × 3 = 0,5; each rounded by itself: 0,17 × 3
    assert points(assess(rules(*leaves, total=3), given)) == d("0,5")
    each = assess(rules(*leaves, total=3, round_each=True), given)
    assert (points(each, "1"), points(each)) == (d("0,17"), d("0,51"))


# --- the council and the rounds -----------------------------------------------------------------


def test_an_override_replaces_the_score_after_the_steps() -> None:
    only = leaf("1", 5, AS_GIVEN, zero=YES, adjustments=minus(1, if_=YES))
    scored = assess(rules(only, total=5), facts(có=True, overrides=overrides(_1=3)))
    assert (points(scored), status(scored, "1")) == (3, "overridden")
    assert scored.leaves[0].trace.override == Override(d(3), "biên bản")


def test_an_override_cannot_undo_not_applicable_nor_a_group() -> None:
    gone = leaf("1.1", 5, FULL, not_applicable=exempt(NO))
    rule_set = rules(group("1", 10, gone, leaf("1.2", 5, FULL), zero=YES))
    over = overrides(_1_1=5, _1_2=4)
    scored = assess(rule_set, facts(có=True, không=True, overrides=over))
    assert (status(scored, "1.1"), points(scored, "1.2")) == ("not_applicable", 0)
    waiting = assess(rule_set, facts(không=False, overrides=over))
    assert points(waiting, "1.2") == ends(0, 4)
    assert status(waiting, "1.2") == "missing"


def test_an_override_beyond_the_maximum_is_an_error() -> None:
    scored = assess(rules(leaf("1", 7, FULL), total=7), facts(có=True, overrides=overrides(_1=8)))
    assert (points(scored, "1"), status(scored, "1")) == (ends(0, 7), "error")
    assert scored.status.value == "error"


def test_the_self_round_has_its_own_maxima() -> None:
    rule_set = rules(
        section(
            "A",
            60,
            leaf("A.1", 30, AS_GIVEN),
            leaf("A.2", 10, FULL, not_applicable=exempt(NO)),
            leaf("A.3", 20, FULL, self_scored=False),
        ),
        section("B", 40, leaf("B.1", 100, FULL, self_scored=False), rescale_from=100),
        bonus("C", 5, leaf("C.1", 5, FULL)),
        total=100,
    )
    own = assess(rule_set, facts(điểm=15, có=True, không=True, overrides=overrides(_A_1=1)), SELF)
    assert own.maximum == 40
    assert [score.leaf.code for score in own.leaves] == ["A.1", "A.2", "C.1"]
    assert [score.group.code for score in own.groups] == ["A", "C"]
    # 15 × 40 ÷ 30 + 5
    assert points(own) == 25
    appraised = assess(rule_set, facts(điểm=15, có=True, không=True), APPRAISED)
    # A: (15 + 20) × 60 ÷ 50 = 42; B: 40; C: 5
    assert (points(appraised), appraised.maximum) == (87, d(100))


def test_one_leaf_scaled_in_the_self_round() -> None:
    survey = section(
        "B", 35, leaf("B.1", 60, FULL), leaf("B.2", 40, FULL, self_scored=False), rescale_from=100
    )
    own = assess(rules(survey, total=35), facts(có=True), SELF)
    assert (own.maximum, points(own)) == (d(21), 21)


def test_equal_compares_settled_values() -> None:
    third = op(op(POINTS, "/", 3), "*", 3)
    rule_set = rules(leaf("1", 5, FullIf(when(equal(third, 1)))), total=5)
    assert points(assess(rule_set, facts(điểm=1))) == 5
