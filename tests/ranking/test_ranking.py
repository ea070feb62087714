"""Totals in, ranking out: shapes R24 to R27, published ranks, and what stays open."""

from __future__ import annotations

import csv
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cchc_rules.bundled import folder
from cchc_rules.facts import Round
from cchc_rules.model import Lowering, RankingRule
from cchc_rules.ranking import rank
from cchc_rules.ranking.results import NextClass, Places, RankedUnit, Ranking
from tests.ranking.making import (
    PLACE,
    assess,
    band,
    classes,
    condition,
    field,
    interval,
    never,
    rule_set,
)

if TYPE_CHECKING:
    from cchc_rules.evaluation.results import Assessment
    from cchc_rules.model import Condition, RuleSet

FOUR = (
    band("Tốt", "80%"),
    band("Khá", "70%", "<80%"),
    band("Trung bình", "50%", "<70%"),
    band("Yếu", "", "<50%"),
)


def ranked(rules: RuleSet, *units: Assessment) -> Ranking:
    return rank(rules, Round.APPRAISED, units, never)


def only(rules: RuleSet, unit: Assessment, **decided: bool | None) -> RankedUnit:
    def decide(_: Assessment, asked: Condition) -> bool | None:
        return decided[asked.text]

    return rank(rules, Round.APPRAISED, [unit], decide).units[0]


def names(ranking: Ranking) -> list[str]:
    return [unit.assessment.facts.unit.name for unit in ranking.units]


def places(ranking: Ranking) -> list[Places | None]:
    return [unit.places for unit in ranking.units]


# --- classes ----------------------------------------------------------------------------------


def test_r24_bands_differ_by_kind() -> None:
    rules = rule_set(
        classes(band("I", "90%"), band("II", "80%", "<90%"), band("III"), kinds=["sở"]),
        classes(band("I", "80%"), band("II", "70%", "<80%"), band("III"), kinds=["huyện"]),
        kinds=["sở", "huyện"],
    )
    found = ranked(rules, assess(rules, "A", 85, kind="sở"), assess(rules, "B", 85, kind="huyện"))
    assert [unit.classes for unit in found.units] == [("II",), ("I",)]


def test_r25_quantile_groups_of_63_units() -> None:
    rules = rule_set(
        classes(
            band("1", "1", "16"),
            band("2", "17", "32"),
            band("3", "33", "47"),
            band("4"),
            by_rank=True,
        )
    )
    found = ranked(rules, *(assess(rules, f"Tỉnh {n}", 100 - n) for n in range(1, 64)))
    by_place = {place: found.units[place - 1].classes for place in (16, 17, 33, 47, 48)}
    assert by_place == {16: ("1",), 17: ("2",), 33: ("3",), 47: ("3",), 48: ("4",)}


def test_shares_are_rounded_half_up_cumulatively_and_ties_take_the_better_group() -> None:
    quarters = classes(
        band("Cao nhất", "", "25%"),
        band("Trung bình cao", ">25%", "50%"),
        band("Trung bình thấp", ">50%", "75%"),
        band("Thấp nhất", ">75%"),
        by_rank=True,
    )
    rules = rule_set(quarters, ranking=RankingRule(dense=True))
    totals = [90, 80, 70, 70, 60, 50]  # 6 units: places 1-2, 3, 4-5, 6
    found = ranked(rules, *(assess(rules, f"H{i}", total) for i, total in enumerate(totals)))
    assert [unit.classes[0] for unit in found.units] == [
        "Cao nhất",
        "Cao nhất",
        "Trung bình cao",
        "Trung bình cao",
        "Trung bình thấp",
        "Thấp nhất",
    ]
    assert [unit.places for unit in found.units][-1] == Places(5, 5)


def test_unranked_units_do_not_count_in_quantiles_and_take_no_group() -> None:
    rules = rule_set(classes(band("Trên", "", "50%"), band("Dưới"), by_rank=True))
    units = [assess(rules, f"H{i}", 90 - i) for i in range(4)]
    found = ranked(rules, *units, assess(rules, "Mới", 99, ranked=False))
    assert [unit.classes for unit in found.units] == [
        ("Trên",),
        ("Trên",),
        ("Dưới",),
        ("Dưới",),
        (),
    ]


@pytest.mark.parametrize(
    ("total", "on_time", "beyond", "disciplined", "expected"),
    [
        (92, True, True, False, ("Xuất sắc",)),
        (92, True, False, False, ("Tốt",)),
        (92, True, True, True, ("Không hoàn thành",)),
        (92, True, None, False, ("Xuất sắc", "Tốt")),
        (92, True, True, None, ("Xuất sắc", "Không hoàn thành")),
        (75, True, True, False, ("Tốt",)),
    ],
)
def test_r26_gates_and_vetoes(
    total: int,
    on_time: bool,
    beyond: bool | None,
    disciplined: bool | None,
    expected: tuple[str, ...],
) -> None:
    rules = rule_set(
        classes(
            band("Xuất sắc", "90%", gate="vượt mức"),
            band("Tốt", "70%", "<90%", gate="đúng hạn"),
            band("Không hoàn thành"),
        ),
        lowerings=[Lowering("Không hoàn thành", condition("kỷ luật"), PLACE)],
    )
    decided = {"vượt mức": beyond, "đúng hạn": on_time, "kỷ luật": disciplined}
    assert only(rules, assess(rules, "A", total), **decided).classes == expected


def test_where_no_gate_holds_the_class_is_the_lowest() -> None:
    rules = rule_set(classes(band("A", "90%", gate="một"), band("B", "50%", gate="hai")))
    assert only(rules, assess(rules, "A", 95), một=False, hai=False).classes == ("B",)


def test_one_step_down_stops_at_the_lowest_and_vetoes_never_raise() -> None:
    lowerings = [
        Lowering("Khá", condition("một"), PLACE),
        Lowering(None, condition("hai"), PLACE),
        Lowering("Hạng của loại khác", condition("ba"), PLACE),
    ]
    rules = rule_set(classes(*FOUR), lowerings=lowerings)
    assert only(rules, assess(rules, "A", 85), một=True, hai=True).classes == ("Trung bình",)
    assert only(rules, assess(rules, "A", 40), một=True, hai=True).classes == ("Yếu",)
    assert only(rules, assess(rules, "A", 60), một=True, hai=False).classes == ("Trung bình",)


def test_the_class_uses_the_published_percent_unless_the_rules_say_otherwise() -> None:
    rules = rule_set(classes(*FOUR))
    unrounded = rule_set(classes(*FOUR, unrounded=True))
    assert ranked(rules, assess(rules, "A", "79.995")).units[0].classes == ("Tốt",)
    assert ranked(unrounded, assess(unrounded, "A", "79.995")).units[0].classes == ("Khá",)


def test_bands_in_points_use_the_published_total() -> None:
    rules = rule_set(classes(band("Tốt", "15đ"), band("Khá", "12đ", "<15đ"), band("Yếu")), total=18)
    found = ranked(rules, assess(rules, "A", "14.995"), assess(rules, "B", "14.99"))
    assert [unit.classes for unit in found.units] == [("Tốt",), ("Khá",)]


def test_an_open_total_has_every_class_that_its_interval_meets() -> None:
    rules = rule_set(classes(*FOUR))
    found = ranked(rules, assess(rules, "A", (60, 85)), assess(rules, "B", ("79.99", "80")))
    assert found.units[0].classes == ("Tốt", "Khá", "Trung bình")
    assert found.units[1].classes == ("Tốt", "Khá")


def test_a_value_in_no_band_has_no_class() -> None:
    rules = rule_set(classes(band("Tốt", "80%"), band("Khá", "60%", "70%")))
    assert ranked(rules, assess(rules, "A", 75)).units[0].classes == ()


# --- places -----------------------------------------------------------------------------------


def test_r27_ties_and_units_outside_the_ranking() -> None:
    for dense, expected in ((False, [1, 2, 2, 4]), (True, [1, 2, 2, 3])):
        rules = rule_set(ranking=RankingRule(dense=dense))
        units = [assess(rules, f"H{i}", t) for i, t in enumerate([78, 79, 80, 79])]
        found = ranked(rules, *units, assess(rules, "Ngoài", 99, ranked=False))
        assert [p.best if p else None for p in places(found)] == [*expected, None]
        assert found.units[-1].total == interval(99)


def test_ranks_use_the_unrounded_total_unless_the_rules_say_otherwise() -> None:
    for rounded, expected in ((False, [1, 2]), (True, [1, 1])):
        rules = rule_set(ranking=RankingRule(rounded=rounded))
        found = ranked(rules, assess(rules, "A", "80.001"), assess(rules, "B", "80.004"))
        assert [p.best for p in places(found) if p] == expected


def test_tiebreaks_take_the_unrounded_scores_of_headings() -> None:
    rules = rule_set(ranking=RankingRule(tiebreaks=("2", "1")), fields=[field("1"), field("2")])
    found = ranked(
        rules,
        assess(rules, "A", 80, fields={"1": 9, "2": "7.001"}),
        assess(rules, "B", 80, fields={"1": 5, "2": "7.002"}),
        assess(rules, "C", 80),
    )
    assert names(found) == ["B", "A", "C"]
    assert [p.best for p in places(found) if p] == [1, 2, 3]


def test_each_kind_can_be_ranked_by_itself() -> None:
    rules = rule_set(ranking=RankingRule(per_kind=True), kinds=["sở", "huyện"])
    found = ranked(
        rules, assess(rules, "Huyện", 90, kind="huyện"), assess(rules, "Sở", 70, kind="sở")
    )
    assert names(found) == ["Sở", "Huyện"]
    assert places(found) == [Places(1, 1), Places(1, 1)]
    assert [cohort.kind for cohort in found.cohorts] == ["sở", "huyện"]


def test_order_is_by_place_then_by_vietnamese_name_and_the_rest_at_the_end() -> None:
    rules = rule_set()
    units = {"Đà Bắc": 80, "Cao Lộc": 80, "Ân Thi": 80, "An Phú": 80, "Xã 10": 70, "Xã 9": 70}
    found = ranked(
        rules,
        *(assess(rules, name, total) for name, total in units.items()),
        assess(rules, "Không chấm", None),
        assess(rules, "Ngoài", 99, ranked=False),
        assess(rules, "Mở", (0, 100)),
    )
    assert names(found) == [
        "An Phú",
        "Ân Thi",
        "Cao Lộc",
        "Đà Bắc",
        "Xã 9",
        "Xã 10",
        "Mở",
        "Ngoài",
        "Không chấm",
    ]


def test_an_open_total_leaves_ranges_and_no_distance() -> None:
    rules = rule_set(classes(*FOUR))
    found = ranked(
        rules, assess(rules, "A", 90), assess(rules, "B", (70, 95)), assess(rules, "C", 60)
    )
    assert places(found) == [Places(1, 2), Places(1, 2), Places(3, 3)]
    assert found.units[1].total == interval((70, 95))
    assert found.units[1].to_next_rank is None
    assert found.units[1].to_next_class is None


def test_the_self_round_has_neither_places_nor_classes() -> None:
    rules = rule_set(classes(*FOUR), ranking=RankingRule(dense=True))
    found = rank(rules, Round.SELF, [assess(rules, "A", 50), assess(rules, "B", 60)], never)
    assert names(found) == ["B", "A"]
    assert places(found) == [None, None]
    assert found.units[0].classes == ()
    assert found.cohorts[0].mean == interval(55)


def test_no_units_make_an_empty_ranking() -> None:
    found = ranked(rule_set())
    assert found.units == ()
    assert found.cohorts[0].mean is None


# --- published rankings -----------------------------------------------------------------------


def read(path: str) -> list[dict[str, str]]:
    with (folder("rules") / path).open(encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


def decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def test_binh_duong_2017_totals_and_ranks() -> None:
    """The nine districts as Quyết định 2071/QĐ-UBND of 27/7/2018 prints them."""
    rules = rule_set()
    units = [
        assess(rules, name, decimal(appraised) + decimal(surveyed))
        for name, appraised, surveyed in map(dict.values, read("binh_duong/2017/so_lieu.csv"))
    ]
    found = ranked(rules, *reversed(units))
    printed = ["84.58", "82.00", "80.27", "79.04", "78.06", "77.83", "76.22", "76.03", "71.46"]
    assert names(found) == [unit.facts.unit.name for unit in units]
    assert [f"{unit.total.low}" for unit in found.units if unit.total] == printed
    assert [place.best for place in places(found) if place] == list(range(1, 10))


# --- what can be said of all ------------------------------------------------------------------


def test_distances_to_the_next_place_and_class() -> None:
    rules = rule_set(classes(*FOUR), total=20)
    found = ranked(rules, assess(rules, "A", "15.8"), assess(rules, "B", "13"))
    first, second = found.units
    assert first.to_next_rank is None
    assert first.to_next_class == NextClass("Tốt", Decimal("0.20"))
    assert second.to_next_rank == Decimal("2.8")
    assert second.to_next_class == NextClass("Khá", Decimal("1.00"))


def test_no_distance_to_a_class_that_points_alone_do_not_give() -> None:
    rules = rule_set(classes(*FOUR), lowerings=[Lowering("Yếu", condition("kỷ luật"), PLACE)])
    assert only(rules, assess(rules, "A", 85), **{"kỷ luật": True}).to_next_class is None
    assert only(rules, assess(rules, "A", 85), **{"kỷ luật": False}).to_next_class is None


def test_the_mean_is_of_unrounded_percents_of_ranked_units() -> None:
    rules = rule_set(classes(*FOUR))
    found = ranked(
        rules,
        assess(rules, "A", "70.004"),
        assess(rules, "B", "70.004"),
        assess(rules, "C", "70.010"),
        assess(rules, "Ngoài", 10, ranked=False),
        assess(rules, "Không chấm", None),
    )
    (cohort,) = found.cohorts
    assert cohort.mean == interval("70.01")
    assert (cohort.units, cohort.ranked, cohort.not_scored) == (5, 4, 1)
    assert [(count.name, count.sure) for count in cohort.classes] == [
        ("Tốt", 0),
        ("Khá", 3),
        ("Trung bình", 0),
        ("Yếu", 1),
    ]


def test_fields_have_means_and_name_their_lowest_units() -> None:
    rules = rule_set(fields=[field("1"), field("2"), field("3")])
    found = ranked(
        rules,
        assess(rules, "A", 90, fields={"1": 9, "2": 8, "3": 5}),
        assess(rules, "B", 80, fields={"1": 5, "2": (7, 9), "3": 5}),
        assess(rules, "C", 70, fields={"1": 7, "2": 6, "3": 5}),
    )
    (cohort,) = found.cohorts
    assert [str(mean.mean.low) for mean in cohort.fields] == ["70.00", "70.00", "50.00"]
    assert cohort.fields[1].mean == interval((70, "76.67"))
    assert (cohort.highest, cohort.lowest) == (("2",), ("3",))
    assert [unit.lowest_in for unit in found.units] == [(), ("1",), ("2",)]


@pytest.mark.parametrize(
    ("means", "highest", "lowest"),
    [
        ((9, 5, 1), ("1",), ("3",)),
        ((9, 9, 1), ("1", "2"), ("3",)),
        ((5, 5, 5), (), ()),
        ((9, (4, 6), 5), ("1",), ()),
        ((9, (4, 9), 5), ("1",), ()),
        ((8, (4, 9), 3), (), ("3",)),
        ((9, 7, 5, 3, 1), ("1", "2"), ("5", "4")),
        ((9, 7, 7, 3, 1), ("1", "2", "3"), ("5", "4")),
        ((9, 8, 8, 8, 8), ("1",), ("2", "3", "4", "5")),
        ((9, (5, 7), (6, 8), 3, 1), ("1",), ("5", "4")),
    ],
)
def test_extreme_fields_are_told_where_they_are_certain(
    means: tuple[int | tuple[int, int], ...], highest: tuple[str, ...], lowest: tuple[str, ...]
) -> None:
    codes = [str(number) for number in range(1, len(means) + 1)]
    rules = rule_set(fields=[field(code) for code in codes])
    scores = dict(zip(codes, means, strict=True))
    (cohort,) = ranked(rules, assess(rules, "A", 50, fields=scores)).cohorts
    assert (cohort.highest, cohort.lowest) == (highest, lowest)


def test_eleven_thousand_units_take_no_quadratic_time() -> None:
    rules = rule_set(classes(*FOUR), fields=[field(str(n)) for n in range(1, 9)])
    shares = {str(n): 5 for n in range(1, 9)}
    units = [
        assess(rules, f"Xã {n}", (n % 90, n % 90 + n % 3), fields=shares) for n in range(11_000)
    ]
    assert len(ranked(rules, *units).units) == 11_000


def test_a_total_without_an_end_may_be_in_every_class_that_way() -> None:
    rules = rule_set(classes(*FOUR))
    below = assess(rules, "A", (Decimal("-Infinity"), 60))
    above = assess(rules, "B", (60, Decimal("Infinity")))
    found = {
        own.assessment.facts.unit.name: own.classes for own in ranked(rules, below, above).units
    }
    assert found == {"A": ("Trung bình", "Yếu"), "B": ("Tốt", "Khá", "Trung bình")}
