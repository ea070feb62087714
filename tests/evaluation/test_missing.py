"""Missing is a value (DESIGN 3.5): three-valued conditions, hulls per leaf, what is awaited."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cchc_rules.evaluation.results import Interval
from cchc_rules.facts import Fault
from cchc_rules.model import (
    All,
    AnyOf,
    Direct,
    Formula,
    FullIf,
    Interpolated,
    ItemRef,
    Manual,
    Not,
    PerItem,
    Proportional,
    Range,
    Special,
    Survey,
    Table,
    Treatment,
)
from tests.evaluation.build import (
    BALLOTS,
    BOOL,
    CHOICE,
    COUNT,
    DATE,
    NUMBER,
    PERCENT,
    TALLY,
    assess,
    at_most,
    cases,
    checklist,
    computed,
    constrain,
    d,
    ends,
    exempt,
    facts,
    group,
    has,
    heading,
    item,
    lacks,
    last_year,
    leaf,
    minus,
    op,
    plus,
    points,
    ref,
    row,
    rules,
    status,
    table,
    when,
    within,
)

if TYPE_CHECKING:
    from cchc_rules.model import Expression, Method

YES, NO = item("có", BOOL), item("không", BOOL)
COUNTED, NUMBERED = item("số"), item("trị", NUMBER)
SHARE = item("tỷ_lệ", PERCENT, low=d(0), high=d(1))
DONE, GIVEN = item("xong"), item("giao")
DAY = item("ngày", DATE)
NA, ERROR = Special.NOT_APPLICABLE, Fault("#N/A")
FULL = FullIf(when(YES))


# --- conditions ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("test", "given", "expected"),
    [
        (All((ref(YES), ref(NO))), {"có": False}, 0),
        (All((ref(YES), ref(NO))), {"có": True}, ends(0, 5)),
        (AnyOf((ref(YES), ref(NO))), {"có": True}, 5),
        (AnyOf((ref(YES), ref(NO))), {"có": False}, ends(0, 5)),
        (Not(ref(YES)), {}, ends(0, 5)),
        (Not(ref(YES)), {"có": ERROR}, ends(0, 5)),
        (Not(ref(YES)), {"có": NA}, ends(0, 5)),
        (within(COUNTED, ">3"), {}, ends(0, 5)),
        (at_most(COUNTED, NUMBERED), {"số": 3}, ends(0, 5)),
        (at_most(COUNTED, NUMBERED), {"số": 3, "trị": 3}, 5),
        (has(COUNTED), {"số": 0}, 5),
        (has(COUNTED), {}, ends(0, 5)),
        (has(COUNTED), {"số": NA}, ends(0, 5)),
        (has(COUNTED), {"số": ERROR}, ends(0, 5)),
        (lacks(COUNTED), {"số": 0}, 0),
    ],
)
def test_conditions_are_three_valued(
    test: Expression, given: dict[str, object], expected: object
) -> None:
    rule_set = rules(leaf("1", 5, FullIf(when(test))), total=5)
    assert points(assess(rule_set, facts(**given)), "1") == expected


def test_an_exception_that_is_not_known() -> None:
    rule_set = rules(leaf("1", 5, FullIf(when(YES, unless=NO))), total=5)
    assert points(assess(rule_set, facts(có=True))) == ends(0, 5)
    assert points(assess(rule_set, facts(có=False))) == 0
    assert points(assess(rule_set, facts(không=True))) == 0


def test_no_data_is_true_once_the_round_is_closed_but_never_for_an_error() -> None:
    days = table(DAY, ("<=31/12/2025", 2), ("<=31/01/2026", 1), (None, 0))
    rule_set = rules(leaf("1", 2, days, zero=lacks(DAY)), total=2)
    waiting = assess(rule_set)
    assert (points(waiting), status(waiting, "1")) == (ends(0, 2), "missing")
    closed = assess(rule_set, close=True)
    assert (points(closed), status(closed, "1")) == (0, "zeroed")
    wrong = assess(rule_set, facts(ngày=ERROR), close=True)
    assert (points(wrong), status(wrong, "1")) == (ends(0, 2), "error")


# --- hulls --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        # A percent between 0 % and 100 %: the last row cannot be met.
        (table(SHARE, (">=80%", 5), (">=0% <80%", 2), ("<0%", 0)), ends(2, 5)),
        (table(SHARE, (">=80%", Proportional()), ("<80%", 1)), ends(1, 5)),
        (table(SHARE, (">100%", 5), ("<=100%", 2)), 2),
        (table(SHARE, (">=50% <=100%", Interpolated(d(3), d(5))), ("<50%", "20%")), ends(1, 5)),
        # A count is whole: none lies between 3 and 4.
        (table(COUNTED, (">3 <4", 5), (">=4", 2), ("<=3", 1)), ends(1, 2)),
        (table(COUNTED, ("<0", 0), (">=0", 3)), 3),
        (table(item("y", COUNT, high=d(2)), (">2", 5), ("<=2", 1)), 1),
        (table(op(COUNTED, "*", 1), ("<0", 0), (">=0", 3)), ends(0, 3)),
        (table(DAY, ("<=31/12/2025", 3), (None, 1)), ends(1, 3)),
        (table(YES, (True, 4), (False, 1)), ends(1, 4)),
        (table(item("h", CHOICE, options=("A", "B")), ("“A”", 3), (None, 2)), ends(2, 3)),
        (table(item("h", CHOICE, options=("A", "B")), ("“A”", 3)), ends(0, 3)),
        (table(SHARE, (">=80%", Proportional(op(YES, "+", 0))), ("<80%", 2)), ends(0, 5)),
        (cases((YES, 3), (NO, 1), (None, 2)), ends(1, 3)),
        (cases((YES, 3)), ends(0, 3)),
        (Direct(Proportional(ref(SHARE))), ends(0, 5)),
        (Direct(Formula(op(NUMBERED, "*", 2))), ends(0, 5)),
        (FULL, ends(0, 5)),
        (PerItem(d(1), ref(COUNTED), d(2)), ends(0, 2)),
        (PerItem(d(1), ref(COUNTED), None), ends(0, 5)),
        (checklist((2, YES), (1, NO), ("0,5", has(DAY))), ends(0, "3,5")),
        (Survey(ItemRef(item("p", BALLOTS)), (None, d(5)), {}), ends(0, 5)),
        (Manual(d(1), d(4), None), ends(1, 4)),
    ],
)
def test_the_hull_of_what_can_be_reached(method: Method, expected: object) -> None:
    scored = assess(rules(leaf("1", 5, method), total=5))
    assert points(scored, "1") == expected
    opened = isinstance(expected, tuple)
    assert status(scored, "1") == ("missing" if opened else "scored")
    assert scored.status.value == ("incomplete" if opened else "complete")


def test_cases_stop_at_the_first_true_one() -> None:
    method = cases((YES, 3), (NO, 1), (None, 5))
    rule_set = rules(leaf("1", 5, method), total=5)
    assert points(assess(rule_set, facts(không=True))) == ends(1, 3)
    assert points(assess(rule_set, facts(có=False))) == ends(1, 5)


def test_hulls_go_through_zero_conditions_adjustments_and_the_clamp() -> None:
    only = leaf(
        "1",
        5,
        table(SHARE, (">=80%", 4), ("<80%", 2)),
        zero=NO,
        adjustments=(minus("0,5", COUNTED, cap=1), plus(1, if_=YES)),
    )
    rule_set = rules(only, total=5)
    assert points(assess(rule_set, facts(không=False, số=1, có=False))) == ends("1,5", "3,5")
    assert points(assess(rule_set, facts(không=False, có=False))) == ends(1, 4)
    assert points(assess(rule_set, facts(không=False))) == ends(1, 5)
    assert points(assess(rule_set, facts(tỷ_lệ=1, số=0, có=True))) == ends(0, 5)
    assert points(assess(rule_set, facts(không=True))) == 0


def test_an_adjustment_without_a_cap_reaches_everything() -> None:
    only = leaf("1", 5, FULL, adjustments=minus(1, COUNTED))
    assert points(assess(rules(only, total=5), facts(có=True))) == ends(0, 5)


def test_an_adjustment_by_what_does_not_apply_changes_nothing() -> None:
    only = leaf("1", 5, FULL, adjustments=minus(1, COUNTED))
    assert points(assess(rules(only, total=5), facts(có=True, số=NA))) == 5


def test_ends_that_are_figures_themselves() -> None:
    target = item("chỉ_tiêu")
    at_least, below = Range(low=ref(target)), Range(high=ref(target), high_open=True)
    rows = (row(at_least, 2), row(below, 1))
    rule_set = rules(leaf("1", 2, Table(ref(COUNTED), rows)), total=2)
    assert points(assess(rule_set, facts(số=10, chỉ_tiêu=10))) == 2
    assert points(assess(rule_set, facts(số=9, chỉ_tiêu=10))) == 1
    missing = assess(rule_set, facts(số=10))
    assert (points(missing), missing.missing) == (ends(1, 2), (target.key,))
    assert points(assess(rule_set, facts(chỉ_tiêu=10))) == ends(1, 2)
    assert status(assess(rule_set, facts(số=ERROR, chỉ_tiêu=1)), "1") == "error"
    assert status(assess(rule_set, facts(số=1, chỉ_tiêu=ERROR)), "1") == "error"


def test_interpolation_between_figures() -> None:
    target = item("chỉ_tiêu")
    middle = Range(ref(target), ref(20), high_open=True)
    rows = (row(">=20", 5), row(middle, Interpolated(d(3), d(5))), row(None, 0))
    rule_set = rules(leaf("1", 5, Table(ref(COUNTED), rows)), total=5)
    assert points(assess(rule_set, facts(số=15, chỉ_tiêu=10))) == 4
    assert points(assess(rule_set, facts(số=25, chỉ_tiêu=10))) == 5
    assert points(assess(rule_set, facts(số=5, chỉ_tiêu=10))) == 0
    assert points(assess(rule_set, facts(số=15))) == ends(0, 5)
    assert points(assess(rule_set)) == ends(0, 5)


# --- missing denominators -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "expected", "uncertain"),
    [
        (Treatment.EXCLUDED, ends(1, 4), True),
        (Treatment.FULL, ends(1, 5), False),
        (Treatment.NOTHING, ends(0, 4), False),
        (None, ends(0, 5), False),
    ],
)
def test_a_missing_denominator_adds_its_outcome(
    how: Treatment | None, expected: object, uncertain: bool
) -> None:
    ratio = computed("tl", op(DONE, "/", GIVEN), how)
    only = leaf("1", 5, table(ratio, (">=80%", 4), ("<80%", 1)))
    rule_set = rules(only, leaf("2", 5, FULL))
    scored = assess(rule_set, facts(xong=3, có=True))
    assert points(scored, "1") == expected
    assert scored.leaves[0].uncertain is uncertain
    known = assess(rule_set, facts(giao=3, có=True))
    assert (points(known, "1"), known.leaves[0].uncertain) == (ends(1, 4), False)
    at_once = assess(rule_set, facts(giao=0, có=True))
    assert status(at_once, "1") == {
        Treatment.EXCLUDED: "not_applicable",
        None: "error",
    }.get(how, "scored")


def test_inside_another_formula_it_is_not_known() -> None:
    ratio = computed("tl", op(DONE, "/", GIVEN), Treatment.FULL)
    left = computed("còn", op(1, "-", ratio))
    rule_set = rules(leaf("1", 5, Direct(Proportional(ref(left)))), leaf("2", 5, FULL))
    for given in (facts(xong=3, có=True), facts(xong=0, giao=0, có=True)):
        scored = assess(rule_set, given)
        assert (points(scored, "1"), scored.leaves[0].uncertain) == (ends(0, 5), False)


def test_what_does_not_apply_is_not_known_inside_a_formula() -> None:
    total = op(NUMBERED, "+", SHARE)
    rule_set = rules(leaf("1", 5, Direct(Formula(total))), leaf("2", 5, FULL))
    for given, expected in (
        (facts(trị=NA, có=True), "missing"),
        (facts(trị=NA, tỷ_lệ=1, có=True), "missing"),
        (facts(trị=ERROR, tỷ_lệ=NA, có=True), "error"),
    ):
        scored = assess(rule_set, given)
        assert (status(scored, "1"), points(scored, "1")) == (expected, ends(0, 5))


def test_a_denominator_that_cannot_be_zero_adds_nothing() -> None:
    never = item("giao", COUNT, low=d(1))
    ratio = op(DONE, "/", never)
    rule_set = rules(leaf("1", 5, table(ratio, (">=80%", 5), ("<80%", 2))), total=5)
    assert points(assess(rule_set, facts(xong=3))) == ends(2, 5)


def test_a_base_to_come_may_pass_the_maximum_before_a_deduction() -> None:
    only = leaf("1", 5, Direct(Formula(ref(NUMBERED))), adjustments=minus(2, if_=YES))
    rule_set = rules(only, total=5)
    assert points(assess(rule_set, facts(có=True))) == ends(0, 5)
    assert points(assess(rule_set, facts(có=True, trị=8))) == 5
    bounded = leaf("1", 5, Direct(Proportional(ref(SHARE))), adjustments=minus(2, if_=YES))
    assert points(assess(rules(bounded, total=5), facts(có=True))) == ends(0, 3)


# --- not applicable or not, jointly -------------------------------------------------------------


def test_an_unknown_exemption_takes_score_and_maximum_together() -> None:
    rule_set = rules(
        leaf("1", 6, Direct(Formula(ref(NUMBERED)))),
        leaf("2", 4, FULL, not_applicable=exempt(NO)),
    )
    # 2 applies: 3 + 4 = 7 of 10; it does not: 3 × 10 ÷ 6 = 5.
    scored = assess(rule_set, facts(trị=3, có=True))
    assert points(scored) == ends(5, 7)
    assert scored.leaves[1].uncertain
    # 2 scores 0: 3 of 10, or 5.
    assert points(assess(rule_set, facts(trị=3, có=False))) == ends(3, 5)
    assert points(assess(rule_set, facts(trị=3))) == ends(3, 7)


def test_an_unknown_exemption_with_full_points() -> None:
    only = leaf("1", 4, FULL, not_applicable=exempt(NO, Treatment.FULL), zero=YES)
    rule_set = rules(only, total=4)
    assert points(assess(rule_set, facts(có=True))) == ends(0, 4)
    assert points(assess(rule_set, facts(có=True, không=True))) == 4


def test_two_uncertain_leaves_in_a_group() -> None:
    first = leaf("1.1", 5, Direct(Formula(ref(NUMBERED))), not_applicable=exempt(NO))
    second = leaf("1.2", 5, FULL, not_applicable=exempt(NO))
    scored = assess(rules(group("1", 10, first, second)), facts(trị=1, có=True))
    inner = heading(scored, "1")
    assert inner.score == Interval(d(0), d(6))
    assert points(scored) == ends(2, 10)


# --- lỗi ----------------------------------------------------------------------------------------


def test_an_error_is_anything_up_to_the_maximum() -> None:
    rule_set = rules(leaf("1", 5, table(SHARE, (">=80%", 4), ("<80%", 2))), total=5)
    scored = assess(rule_set, facts(tỷ_lệ=ERROR))
    assert (points(scored), scored.status.value) == (ends(0, 5), "error")
    assert [fault.value for fault in scored.leaves[0].trace.faults] == [ERROR]


def test_a_broken_constraint_makes_its_figures_errors() -> None:
    ratio = computed("tl", op(DONE, "/", GIVEN), Treatment.EXCLUDED)
    rule_set = rules(
        leaf("1", 5, Direct(Proportional(ref(ratio)))),
        leaf("2", 5, PerItem(d(1), ref(GIVEN), None)),
        leaf("3", 5, FULL),
        constraints=(constrain(at_most(DONE, GIVEN)), constrain(within(ratio, "<=90%"))),
        total=15,
    )
    broken = assess(rule_set, facts(xong=4, giao=3, có=True))
    assert [own.status.value for own in broken.leaves] == ["error", "error", "scored"]
    assert broken.leaves[1].trace.faults[0].value == Fault("không thỏa ràng buộc “ràng buộc”")
    by_formula = assess(rule_set, facts(xong=3, giao=3, có=True))
    assert status(by_formula, "2") == "error"
    fine = assess(rule_set, facts(xong=1, giao=2, có=True))
    assert fine.status.value == "complete"
    assert points(fine) == d("9,5")


def test_two_constraints_on_one_figure_are_judged_on_what_was_declared() -> None:
    rule_set = rules(
        leaf("1", 5, PerItem(d(1), ref(DONE), None)),
        leaf("2", 5, PerItem(d(1), ref(COUNTED), None)),
        constraints=(constrain(at_most(DONE, GIVEN)), constrain(at_most(DONE, COUNTED))),
    )
    both = assess(rule_set, facts(xong=4, giao=3, số=3))
    assert [own.status.value for own in both.leaves] == ["error", "error"]


def test_a_zero_condition_settles_an_error() -> None:
    only = leaf("1", 5, Direct(Formula(ref(NUMBERED))), zero=YES)
    scored = assess(rules(only, total=5), facts(trị=ERROR, có=True))
    assert (points(scored), status(scored, "1")) == (0, "zeroed")


def test_numbers_too_large_are_errors_not_crashes() -> None:
    power = ref(NUMBERED)
    for step in range(17):
        power = ref(computed(f"p{step}", op(power, "*", power), type_=NUMBER))
    only = leaf("1", 5, Direct(Formula(power)), allow_above=True)
    assert status(assess(rules(only, total=5), facts(trị="900000000000000")), "1") == "error"


# --- surveys ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scale", "ballots", "expected"),
    [
        ((None, d(5)), (5, 4, 3), 4),
        ((d(1), d(5)), (5, 4, 3), "3,75"),
        ((None, d(5)), (5, None, 3), 4),
        ((None, d(5)), (5, 6, 3), None),
        ((d(1), d(5)), (0, 4, 3), None),
        ((None, d(5)), (5, 4), ends(0, 5)),
    ],
)
def test_ballots(
    scale: tuple[None, object], ballots: tuple[int | None, ...], expected: object
) -> None:
    survey = Survey(ItemRef(item("phiếu", BALLOTS)), scale, {}, least=2 if None in ballots else 3)  # type: ignore[arg-type]
    given = tuple(None if own is None else d(own) for own in ballots)
    scored = assess(rules(leaf("1", 5, survey), total=5), facts(phiếu=given))
    if expected is None:
        assert (points(scored), status(scored, "1")) == (ends(0, 5), "error")
    elif isinstance(expected, tuple):
        assert (points(scored), status(scored, "1")) == (expected, "missing")
    else:
        assert points(scored) == d(expected)  # type: ignore[arg-type]


def test_counts_per_option() -> None:
    tally = item("đếm", TALLY, options=("Rất tốt", "Tốt", "Chưa tốt"))
    worth = {"Rất tốt": d(1), "Tốt": d("0,6"), "Chưa tốt": d(0)}
    rule_set = rules(leaf("1", 10, Survey(ItemRef(tally), None, worth, least=30)))
    # (20 + 0,6 × 10) ÷ 40
    assert points(assess(rule_set, facts(đếm=(d(20), d(10), d(10))))) == d("6,5")
    assert points(assess(rule_set, facts(đếm=(d(20), d(5), d(4))))) == ends(0, 10)
    numbers = item("đếm", TALLY, options=("1", "5"))
    rule_set = rules(leaf("1", 10, Survey(ItemRef(numbers), (d(1), d(5)), {})))
    assert points(assess(rule_set, facts(đếm=(d(1), d(3))))) == d("7,5")


# --- what is awaited ----------------------------------------------------------------------------


def test_the_keys_that_are_missing() -> None:
    growth = op(COUNTED, "-", last_year(COUNTED))
    rule_set = rules(
        leaf("1", 5, Direct(Formula(growth)), zero=NO),
        leaf("2", 5, Manual(d(0), d(5), None)),
        leaf("3", 5, FULL),
        total=15,
    )
    scored = assess(rule_set, facts(có=True, không=False))
    assert scored.missing == (COUNTED.key, f"{COUNTED.key}@2025", "2!điểm")
    partly = assess(rule_set, facts(có=True, số=3, số__prev=1, manual={"2": d(1)}))
    assert partly.missing == (NO.key,)
    assert points(partly, "1") == ends(0, 2)


def test_only_what_keeps_the_score_open_is_missing() -> None:
    only = leaf("1", 5, cases((YES, 5), (within(COUNTED, ">3"), 1)), zero=NO)
    rule_set = rules(only, total=5)
    assert assess(rule_set, facts(có=True)).missing == (NO.key,)
    assert assess(rule_set, facts(không=True)).missing == ()
    assert assess(rule_set, facts(không=False, có=NA, số=3)).missing == (YES.key,)
