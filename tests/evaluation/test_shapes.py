"""The shapes of scoring rules met in practice (reference/rule_shapes.csv), each with its vector.

R25 (quantiles) and R27 (ties) belong to the ranking.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cchc_rules.evaluation import compile_rules, evaluate_condition
from cchc_rules.model import (
    All,
    Call,
    Direct,
    Formula,
    FullIf,
    Function,
    ItemRef,
    Manual,
    PerItem,
    Proportional,
    ScoreRef,
    Survey,
    Treatment,
)
from tests.evaluation.build import (
    APPRAISED,
    BALLOTS,
    BOOL,
    CHOICE,
    NUMBER,
    PERCENT,
    SELF,
    assess,
    bonus,
    cases,
    computed,
    d,
    ends,
    exempt,
    facts,
    group,
    item,
    leaf,
    minus,
    op,
    penalty,
    plus,
    points,
    ref,
    rules,
    section,
    status,
    table,
    weights,
    when,
    within,
)

if TYPE_CHECKING:
    from decimal import Decimal

    from cchc_rules.model import Adjustment, Method

    Score = Decimal | tuple[Decimal, Decimal] | None

DONE = item("xong", BOOL)
RATIO = item("tỷ_lệ", PERCENT)


def score(
    most: object, method: Method, *adjustments: Adjustment, negative: bool = False, **given: object
) -> Any:  # noqa: ANN401
    """Score a rule set of one leaf."""
    only = leaf("1", most, method, adjustments=adjustments, allow_negative=negative)
    return points(assess(rules(only, total=most), facts(**given)), "1")


@pytest.mark.parametrize(("done", "expected"), [(True, "1"), (False, "0")])
def test_r01_boolean(done: bool, expected: str) -> None:
    assert score(1, FullIf(when(DONE)), xong=done) == d(expected)


def test_r02_named_levels() -> None:
    level = item("mức", CHOICE, options=("Kịp thời", "Không kịp thời", "Không ban hành"))
    method = table(level, ("“Kịp thời”", 1), ("“Không kịp thời”", "0,5"), ("“Không ban hành”", 0))
    assert score(1, method, mức="Không kịp thời") == d("0,5")
    assert score(1, method, mức="không  KỊP thời") == d("0,5")


def test_r03_conjunction() -> None:
    both = FullIf(when(All((ref(DONE), ref(item("kinh_phí", BOOL))))))
    assert score(1, both, xong=True, kinh_phí=False) == 0
    assert score(1, both, xong=True, kinh_phí=True) == 1


@pytest.mark.parametrize(
    ("given", "expected"), [("90%", 1), ("90,01%", 2), ("70%", 1), ("69,99%", 0)]
)
def test_r04_threshold_bands(given: str, expected: int) -> None:
    bands = table(RATIO, (">90%", 2), (">=70% <=90%", 1), ("<70%", 0))
    assert score(2, bands, tỷ_lệ=given) == expected


def test_r05_linear_proportion() -> None:
    assert score(3, Direct(Proportional(ref(RATIO))), tỷ_lệ="85%") == d("2,55")


@pytest.mark.parametrize(("given", "expected"), [("79,99%", "0"), ("80%", "4")])
def test_r06_proportion_with_a_floor(given: str, expected: str) -> None:
    bands = table(RATIO, (">=80%", Proportional()), ("<80%", 0))
    assert score(5, bands, tỷ_lệ=given) == d(expected)


@pytest.mark.parametrize(("number", "expected"), [(3, "1,5"), (5, "2")])
def test_r07_count_with_a_cap(number: int, expected: str) -> None:
    method = PerItem(d("0,5"), ref(item("quy_chế")), d(2))
    assert score(2, method, quy_chế=number) == d(expected)


def test_r08_percent_of_the_maximum() -> None:
    level = item("mức", CHOICE, options=("Xuất sắc", "Tốt", "Hoàn thành", "Không"))
    method = table(level, ("“Xuất sắc”", "100%"), ("“Tốt”", "75%"), (None, 0))
    assert score(2, method, mức="Tốt") == d("1,5")
    minor = minus("50%", if_=item("vi_phạm", BOOL))
    assert score(2, method, minor, mức="Tốt", vi_phạm=True) == d("0,5")


def test_r09_negative_points() -> None:
    passed = table(DONE, (True, 2), (False, "-0,25"))
    assert score(2, passed, negative=True, xong=False) == d("-0,25")
    assert score(2, passed, xong=False) == 0
    each = minus("0,25", item("lần"), cap=1)
    zeroed = leaf(
        "1", 2, FullIf(when(DONE)), adjustments=each, allow_negative=True, zero=item("có_lỗi", BOOL)
    )
    scored = assess(rules(zeroed, total=2), facts(xong=True, có_lỗi=True, lần=1))
    assert points(scored, "1") == d("-0,25")
    assert status(scored, "1") == "zeroed"


@pytest.mark.parametrize(("people", "expected"), [(3500, "10"), (3600, "10,5"), (20000, "35")])
def test_r10_steps_with_a_cap(people: int, expected: str) -> None:
    steps = Call(Function.WHOLE, (op(op(item("dân_số", NUMBER), "-", 3500), "/", 100),))
    above = op("0,5", "*", Call(Function.GREATEST, (ref(0), steps)))
    formula = computed("điểm", Call(Function.LEAST, (ref(35), op(10, "+", above))), type_=NUMBER)
    hills = item("miền_núi", BOOL)
    method = cases((hills, Formula(op("75%", "*", formula))), (None, Formula(ref(formula))))
    assert score(35, method, dân_số=people, miền_núi=False) == d(expected)
    assert score(35, method, dân_số=people, miền_núi=True) == d(expected) * d("0,75")


def test_r11_survey_of_options() -> None:
    votes = item("ý_kiến", BALLOTS, options=("Rất tốt", "Tốt", "Khá", "Chưa tốt"))
    worth = {"Rất tốt": d(1), "Tốt": d("0,6"), "Khá": d("0,2"), "Chưa tốt": d(0)}
    survey = Survey(ItemRef(votes), None, worth)
    ballots = ("Rất tốt", "Rất tốt", "Tốt", "Chưa tốt")
    assert score(100, survey, ý_kiến=ballots) == 65


def test_r12_survey_percent_is_not_self_scored() -> None:
    sipas = leaf("1", 10, Direct(Proportional(ref(RATIO))), self_scored=False)
    other = leaf("2", 10, FullIf(when(DONE)))
    rule_set = rules(sipas, other, total=20)
    given = facts(tỷ_lệ="91,17%", xong=True)
    assert points(assess(rule_set, given), "1") == d("9,117")
    own = assess(rule_set, given, SELF)
    assert [score.leaf.code for score in own.leaves] == ["2"]
    assert (points(own), own.maximum) == (d(10), d(10))


def test_r13_not_applicable_is_full_points() -> None:
    number, solved = item("số_vụ"), item("số_vụ_xong")
    free = exempt(within(number, "<=0"), Treatment.FULL)
    ratio = Direct(Proportional(op(solved, "/", number)))
    rule_set = rules(leaf("1", 3, ratio, not_applicable=free), total=3)
    assert points(assess(rule_set, facts(số_vụ=0, số_vụ_xong=0))) == 3
    assert points(assess(rule_set, facts(số_vụ=2, số_vụ_xong=1))) == d("1,5")


def test_r14_not_applicable_leaves_the_maximum() -> None:
    scored = leaf("1", 70, Direct(Formula(ref(item("điểm", NUMBER)))))
    without = leaf("2", 30, FullIf(when(DONE)), not_applicable=exempt(item("không_có", BOOL)))
    result = assess(rules(scored, without, total=100), facts(điểm="61,46", không_có=True))
    assert points(result) == d("87,8")
    assert status(result, "2") == "not_applicable"


@pytest.mark.parametrize(("a", "b", "expected"), [(3, 2, 2), (1, 2, 1)])
def test_r15_first_true_condition(a: int, b: int, expected: int) -> None:
    first, second = item("a"), item("b")
    more = within(op(first, "-", second), ">0")
    method = cases((more, 2), (None, Formula(op(op(first, "/", second), "*", 2))))
    assert score(2, method, a=a, b=b) == expected


def test_r16_subtraction_in_the_numerator() -> None:
    every, bad = item("tổng_phiếu"), item("phiếu_xấu")
    method = Direct(Proportional(op(op(every, "-", bad), "/", every)))
    assert score(100, method, tổng_phiếu=200, phiếu_xấu=6) == 97


def test_r17_mean_of_ratios() -> None:
    mean = Call(Function.MEAN, (ref("100%"), ref("90%"), ref(RATIO), ref("70%")))
    assert score(15, Direct(Proportional(mean)), tỷ_lệ="80%") == d("12,75")


@pytest.mark.parametrize(
    ("given", "expected"), [("2,25", d("2,25")), ("2,3", ends(0, 3)), ("3,25", ends(0, 3))]
)
def test_r18_manual_score(given: str, expected: Score) -> None:
    only = leaf("1", 3, Manual(d(0), d(3), d("0,25")), self_scored=False)
    scored = assess(rules(only, total=3), facts(manual={"1": d(given)}))
    assert points(scored, "1") == expected
    assert status(scored, "1") == ("error" if isinstance(expected, tuple) else "scored")


@pytest.mark.parametrize(
    ("base", "capped", "expected"),
    [("92,5", False, "96,5"), ("98", True, "100"), ("98", False, "102")],
)
def test_r19_bonus_and_penalty(base: str, capped: bool, expected: str) -> None:
    rule_set = rules(
        leaf("1", 100, Direct(Formula(ref(item("điểm", NUMBER))))),
        bonus(
            "C",
            5,
            leaf("C.1", 5, PerItem(d(1), ref(item("cộng_a")), None)),
            leaf("C.2", 5, PerItem(d(1), ref(item("cộng_b")), None)),
            capped_total=capped,
        ),
        penalty("D", 3, leaf("D.1", 3, PerItem(d(1), ref(item("trừ")), None))),
        total=100,
    )
    assert points(assess(rule_set, facts(điểm=base, cộng_a=3, cộng_b=4, trừ=1))) == d(expected)


def test_r20_parts_are_never_added_after_rounding() -> None:
    third = Direct(Formula(op(op(item("x"), "/", 3), "*", 1)))
    rule_set = rules(*(leaf(str(number), 1, third) for number in range(3)), total=3)
    assert points(assess(rule_set, facts(x=1))) == 1


def test_r21_fixed_sections() -> None:
    own = section("A", 65, leaf("A.1", 65, Direct(Formula(ref(item("a", NUMBER))))))
    survey = section("B", 35, leaf("B.1", 35, Direct(Formula(ref(item("b", NUMBER))))))
    assert points(assess(rules(own, survey, total=100), facts(a="51,75", b="32,83"))) == d("84,58")


def test_r22_weighted_mean_of_indices() -> None:
    shares = (5, 5, 20, 5, 10, 5, 5, 20, 20, 5)
    leaves = [
        leaf(str(number), 10, Direct(Formula(ref(item(f"x{number}", NUMBER)))))
        for number in range(10)
    ]
    vector = weights(**{f"_{number}": f"{share}%" for number, share in enumerate(shares)})
    rule_set = rules(*leaves, total=100, root={"weights": vector})
    scored = assess(rule_set, facts(**{f"x{number}": number for number in range(10)}))
    assert points(scored) == sum(number * share for number, share in enumerate(shares)) / d(10)


def test_r23_sum_of_dimensions() -> None:
    values = ("5,805", "6,499", "4,793", "8,286", "7,611", "7,713", "4,964", "3,140")
    leaves = [
        leaf(str(number), 10, Direct(Formula(ref(item(f"x{number}", NUMBER)))))
        for number in range(len(values))
    ]
    given = {f"x{number}": own for number, own in enumerate(values)}
    assert points(assess(rules(*leaves, total=80), facts(**given))) == d("48,811")


def test_r24_percent_by_kind() -> None:
    only = leaf("1", {"": 90, "phường": 80}, FullIf(when(DONE)))
    rule_set = rules(group("1", {"": 90, "phường": 80}, only), total={"": 90, "phường": 80})
    assert points(assess(rule_set, facts("xã", xong=True))) == 90
    assert points(assess(rule_set, facts("phường", xong=True))) == 80


def test_r26_gates_of_classes() -> None:
    on_time, beyond = item("đúng_hạn", PERCENT), item("vượt", PERCENT)
    rule_set = rules(leaf("1", 100, Direct(Formula(ref(item("điểm", NUMBER))))), total=100)
    gate = when(All((within(on_time, ">=100%"), within(beyond, ">=30%"))))
    program = compile_rules(rule_set)
    for share, expected in (("31%", True), ("29%", False)):
        scored = program.assess(facts(điểm=92, đúng_hạn="100%", vượt=share), APPRAISED)
        assert evaluate_condition(program, scored, gate) is expected
    low = when(within(ScoreRef("1"), "<93"))
    assert evaluate_condition(program, scored, low) is True


def test_adjustments_add_up_and_are_clamped() -> None:
    method = PerItem(d(1), ref(item("số")), None)
    changes = (plus("0,5", item("thưởng"), cap=1), minus("0,25", item("lỗi"), cap="0,5"))
    assert score(5, method, *changes, số=3, thưởng=1, lỗi=1) == d("3,25")
    assert score(5, method, *changes, số=9, thưởng=9, lỗi=0) == 5
    assert score(5, method, *changes, số=0, thưởng=0, lỗi=9) == 0
