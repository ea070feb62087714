"""Figures of the whole group, who is ranked, and conditions outside the leaves."""

from __future__ import annotations

import pytest

from cchc_rules.evaluation import (
    assess_all,
    compile_rules,
    evaluate_condition,
    peer_values,
    summarise,
)
from cchc_rules.facts import Fault, Unit
from cchc_rules.model import (
    All,
    ComputedRef,
    Direct,
    Formula,
    FullIf,
    Function,
    ItemRef,
    Peers,
    RankingRule,
    ScoreRef,
    Special,
)
from tests.evaluation.build import (
    APPRAISED,
    BOOL,
    NUMBER,
    assess,
    computed,
    d,
    ends,
    equal,
    exempt,
    facts,
    group,
    item,
    lacks,
    last_year,
    leaf,
    op,
    points,
    ref,
    rules,
    same,
    status,
    table,
    when,
    within,
)

FILES = item("hồ_sơ")
NEW, YES = item("mới", BOOL), item("có", BOOL)
MISSING, NA = Special.MISSING, Special.NOT_APPLICABLE
LEAST = Peers(Function.LEAST, ItemRef(FILES))
MOST = Peers(Function.GREATEST, ItemRef(FILES))
# 3 × (x − nhỏ nhất) ÷ (lớn nhất − nhỏ nhất)
PLACE = Direct(Formula(op(op(3, "*", op(FILES, "-", LEAST)), "/", op(MOST, "-", LEAST))))


@pytest.mark.parametrize(
    ("certain", "possible", "expected"),
    [
        ((1, 2, 6), (), (1, 6, 3)),
        ((1, NA, 5), (), (1, 5, 3)),
        ((1, MISSING), (), (MISSING,) * 3),
        ((1, Fault("")), (), (MISSING,) * 3),
        ((NA,), (), (NA,) * 3),
        ((1, 5), (3,), (1, 5, 3)),
        ((1, 5), (7,), (1, MISSING, MISSING)),
        ((1, 5), (MISSING,), (MISSING,) * 3),
        ((1, 5), (NA,), (1, 5, 3)),
        ((), (5,), (MISSING,) * 3),
    ],
)
def test_the_figures_of_a_group(
    certain: tuple[object, ...], possible: tuple[object, ...], expected: tuple[object, ...]
) -> None:
    sure, maybe = (
        [d(x) if isinstance(x, int) else x for x in some] for some in (certain, possible)
    )
    found = summarise(sure, maybe)  # type: ignore[arg-type]
    assert (found.least, found.greatest, found.mean) == expected


def test_each_unit_is_compared_with_all_and_itself() -> None:
    program = compile_rules(rules(leaf("1", 3, PLACE), total=3))
    given = [facts(hồ_sơ=own) for own in (100, 200, 300)]
    assert [points(own) for own in assess_all(program, given, APPRAISED)] == [0, d("1,5"), 3]
    missing = [*given, facts()]
    opened = assess_all(program, missing, APPRAISED)
    assert [points(own) for own in opened] == [ends(0, 3)] * 4
    assert opened[0].missing == (f"{FILES.key} toàn nhóm",)


def test_groups_by_kind_under_a_ranking_by_kind() -> None:
    rule_set = rules(leaf("1", 3, PLACE), total=3, ranking=RankingRule(per_kind=True))
    given = [
        facts(kind, hồ_sơ=own)
        for kind, own in (("xã", 1), ("xã", 3), ("phường", 10), ("phường", 30))
    ]
    scored = assess_all(compile_rules(rule_set), given, APPRAISED)
    assert [points(own) for own in scored] == [0, 3, 0, 3]


def test_an_unranked_unit_is_compared_without_joining() -> None:
    rule_set = rules(
        leaf("1", 3, PLACE),
        total=3,
        unranked_kinds=frozenset({"đặc_khu"}),
        unranked_if=(when(NEW),),
    )
    program = compile_rules(rule_set)
    given = [
        facts(hồ_sơ=100, mới=False),
        facts(hồ_sơ=200, mới=False),
        facts(hồ_sơ=300, mới=True),
        facts("đặc_khu", hồ_sơ=0, mới=False),
        facts(unit=Unit("Ngoài danh sách", "xã", ranked=False), hồ_sơ=900),
    ]
    scored = assess_all(program, given, APPRAISED)
    assert [points(own) for own in scored] == [0, 3, 3, 0, 3]
    assert [own.ranked for own in scored] == [True, True, False, False, False]
    unknown = [*given[:2], facts(hồ_sơ=150)]
    # Whether the third joins changes neither the least nor the greatest.
    assert [points(own) for own in assess_all(program, unknown, APPRAISED)] == [0, 3, d("1,5")]
    outside = [*given[:2], facts(hồ_sơ=300)]
    assert points(assess_all(program, outside, APPRAISED)[0]) == ends(0, 3)


def test_formulas_and_figures_of_the_year_before_are_compared() -> None:
    growth = computed("tăng", op(op(FILES, "-", last_year(FILES)), "/", last_year(FILES)))
    mean = Peers(Function.MEAN, ComputedRef(growth))
    before = Peers(Function.MEAN, ItemRef(FILES, previous=True))
    rule_set = rules(
        leaf("1", 5, table(op(growth, "-", mean), (">=0%", 5), ("<0%", 1))),
        leaf("2", 5, table(op(FILES, "-", before), (">0", 5), ("<=0", 0))),
    )
    program = compile_rules(rule_set)
    given = [facts(hồ_sơ=110, hồ_sơ__prev=100), facts(hồ_sơ=90, hồ_sơ__prev=100)]
    assert [points(own) for own in assess_all(program, given, APPRAISED)] == [10, 1]
    figures = peer_values(program, given, APPRAISED)["xã"]
    assert figures[growth.key].mean == 0
    assert figures[f"{FILES.key}@prev"].mean == 100


def test_a_formula_of_the_year_before() -> None:
    ratio = computed("tl", op(FILES, "/", item("giao")))
    better = op(ratio, "-", last_year(ratio))
    rule_set = rules(leaf("1", 5, table(better, (">=0%", 5), ("<0%", 0))), total=5)
    given = facts(hồ_sơ=9, giao=10, hồ_sơ__prev=8, giao__prev=10)
    assert points(assess(rule_set, given)) == 5
    assert points(assess(rule_set, facts(hồ_sơ=9, giao=10, hồ_sơ__prev=8))) == ends(0, 5)


def test_a_test_sets_formulas_and_the_group() -> None:
    growth = computed("tăng", op(FILES, "-", last_year(FILES)))
    rule_set = rules(leaf("1", 3, PLACE), leaf("2", 5, FullIf(when(within(growth, ">5")))), total=8)
    scored = assess(
        rule_set,
        facts(hồ_sơ=200),
        peers={FILES.key: summarise([d(100), d(200), d(300)])},
        fixed={growth.key: d(6)},
    )
    assert points(scored) == d("6,5")
    absent = assess(rule_set, facts(hồ_sơ=200), fixed={growth.key: MISSING})
    assert points(absent, "2") == ends(0, 5)


# --- conditions outside the leaves --------------------------------------------------------------

AS_GIVEN = Direct(Formula(ref(item("điểm", NUMBER))))
TREE = rules(
    group("1", 10, leaf("1.1", 5, AS_GIVEN), leaf("1.2", 5, FullIf(when(YES)))),
    leaf("2", 10, FullIf(when(YES)), not_applicable=exempt(NEW)),
    total=20,
)


@pytest.mark.parametrize(
    ("test", "given", "expected"),
    [
        (within(ScoreRef("1"), "<9"), {"điểm": 3}, True),
        (within(ScoreRef("1"), ">=8"), {"điểm": 3}, True),
        (within(ScoreRef("1", share=True), "<80%"), {"điểm": 3}, False),
        (within(ScoreRef("1.1", share=True), ">=60%"), {"điểm": 3}, True),
        (within(ScoreRef(""), ">=18"), {"điểm": 3}, True),
        (within(ScoreRef("", share=True), ">90%"), {"điểm": 3}, False),
        (equal(ScoreRef("1.1"), 3), {"điểm": 3}, True),
        (equal(ScoreRef("1"), 11), {}, False),
        (equal(ScoreRef("1"), 9), {}, None),
        (within(ScoreRef("1"), "<3"), {}, False),
        (within(ScoreRef("1"), "<8"), {}, None),
        (within(ScoreRef("1"), ">=2 <=20"), {}, True),
        (within(ScoreRef("2"), ">0"), {"mới": True}, None),
        (within(ScoreRef("2"), ">0"), {"mới": MISSING}, None),
        (within(ScoreRef("9"), ">0"), {}, None),
        (All((ref(YES), within(ScoreRef("2"), ">=10"))), {}, True),
    ],
)
def test_conditions_on_scores(test: object, given: dict[str, object], expected: object) -> None:
    program = compile_rules(TREE)
    unit = facts(**({"có": True, "mới": False} | given))
    condition = when(test)
    for scored in (program.assess(unit, APPRAISED), program.totals(unit, APPRAISED)):
        assert evaluate_condition(program, scored, condition) is expected


def test_conditions_know_whether_the_round_is_closed() -> None:
    program = compile_rules(TREE)
    condition = when(lacks(NEW))
    unit = facts(điểm=1, có=True)
    assert evaluate_condition(program, program.assess(unit, APPRAISED), condition) is None
    closed = program.assess(unit, APPRAISED, close=True)
    assert evaluate_condition(program, closed, condition) is True


def test_who_is_ranked() -> None:
    low = when(within(ScoreRef(""), "<5"))
    rule_set = rules(leaf("1", 10, AS_GIVEN), unranked_if=(low,))
    assert assess(rule_set, facts(điểm=4)).ranked is False
    assert assess(rule_set, facts(điểm=5)).ranked is True
    assert assess(rule_set).ranked is None
    listed = Unit("Xã A", "xã", ranked=True)
    assert assess(rule_set, facts(unit=listed, điểm=4)).ranked is True


def test_many_units_are_scored_as_one() -> None:
    program = compile_rules(TREE)
    given = [facts(điểm=number % 6, có=number % 2 == 0, mới=False) for number in range(200)]
    given[7] = facts(có=True)
    for one, unit in zip(assess_all(program, given, APPRAISED), given, strict=True):
        same(one, program.assess(unit, APPRAISED))
    assert status(one, "1.1") == "scored"
