"""This year against earlier years: changes, runs of years, and what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cchc_rules.facts import Round
from cchc_rules.model import RankingRule
from cchc_rules.ranking import rank
from cchc_rules.ranking.history import RunKind, with_history
from cchc_rules.ranking.results import Places
from cchc_rules.ranking.years import Standing, Year
from cchc_rules.report.history_text import change_text, history_lines, runs_text
from tests.ranking.making import assess, band, classes, interval, never, rule_set

if TYPE_CHECKING:
    from cchc_rules.model import RuleSet
    from cchc_rules.ranking.history import History
    from cchc_rules.ranking.results import Ranking
    from tests.ranking.making import Ends

FOUR = (
    band("Tốt", "80%"),
    band("Khá", "65%", "<80%"),
    band("Trung bình", "50%", "<65%"),
    band("Yếu", "", "<50%"),
)
RULES = rule_set(classes(*FOUR))


def ranking(rules: RuleSet, **totals: Ends) -> Ranking:
    assessments = [assess(rules, name, total) for name, total in totals.items()]
    return rank(rules, Round.APPRAISED, assessments, never)


def year(number: int, *names: str, kinds: tuple[str, ...] = (), per_kind: bool = False) -> Year:
    """Return a year in which the units were ranked in this order, 10 points apart from 90 on."""
    units = [
        Standing(
            name,
            kinds[at] if kinds else "huyện",
            interval(90 - 10 * at),
            interval(90 - 10 * at),
            Places(at + 1, at + 1),
            ("Khá" if at else "Tốt",),
        )
        for at, name in enumerate(names)
    ]
    return Year(number, units, per_kind=per_kind)


def history(found: Ranking, name: str) -> History:
    unit = next(one for one in found.units if one.assessment.facts.unit.name == name)
    assert unit.history is not None
    return unit.history


def test_the_change_is_published_now_minus_published_then() -> None:
    found = with_history(ranking(RULES, A="81.42", B="56.174", C=70), [year(2019, "C", "A", "B")])
    change = history(found, "A").change
    assert change is not None
    assert (change.year, change.rise) == (2019, (1, 1))
    assert change.percent == change.total == interval("1.42")
    told = change_text(change, 2)
    assert told == "So với năm 2019 (80,00%, hạng 2, Khá): +1,42 điểm %, tăng 1 bậc"
    lower = history(found, "B").change
    assert lower is not None
    assert lower.percent == interval("-13.83")
    assert change_text(lower, 2).endswith(": −13,83 điểm %, giữ hạng")


def test_points_of_another_scale_are_not_compared() -> None:
    rules = rule_set(classes(*FOUR), total=1000)
    found = with_history(ranking(rules, A=800, B=700), [year(2019, "A", "B")])
    change = history(found, "A").change
    assert change is not None
    assert (change.total, change.percent) == (None, interval(-10))


def test_what_is_open_stays_open() -> None:
    found = with_history(ranking(RULES, A=(60, 85), B=70, C=50), [year(2019, "A", "B", "C")])
    change = history(found, "A").change
    assert change is not None
    assert change.percent == interval((-30, -5))
    assert change.rise == (-1, 0)
    assert "từ −30,00 đến −5,00 điểm %, từ giảm 1 bậc đến giữ hạng" in change_text(change, 2)
    assert history(found, "A").runs == ()


SIX = {"A": 95, "B": 90, "C": 75, "D": 70, "E": 66, "F": 60}
ORDER = "ABCDEF"


@pytest.mark.parametrize(
    ("earlier", "unit", "told"),
    [
        ([ORDER, ORDER, ORDER], "F", "ít nhất 4 năm liền (2017–2020) xếp cuối"),
        ([ORDER, ORDER, "ABCDFE"], "F", "3 năm liền (2018–2020) xếp cuối"),
        (["ABCDFE", ORDER], "F", "ít nhất 3 năm liền (2018–2020) trong nhóm 3 cuối bảng"),
        ([ORDER, "BACDEF"], "A", "2 năm liền (2019–2020) đứng đầu; 2 năm liền"),
        ([ORDER, "ACDEBF"], "B", "2 năm liền (2019–2020) ngoài nhóm 3 cuối bảng"),
        ([ORDER, ORDER], "B", ""),
        ([ORDER], "C", "ít nhất 2 năm liền (2019–2020) xếp loại Khá"),
        (["BACDEF"], "A", ""),
        (["ABCDE"], "E", "ít nhất 2 năm liền (2019–2020) xếp loại Khá"),
    ],
)
def test_runs_of_years(earlier: list[str], unit: str, told: str) -> None:
    years = [year(2019 - at, *order) for at, order in enumerate(earlier)]
    found = with_history(ranking(RULES, **SIX), years)
    text = runs_text(history(found, unit))
    assert told in text
    assert bool(text) == bool(told)


def test_a_gap_in_the_years_ends_what_is_known() -> None:
    years = [year(2019, *ORDER), year(2017, *ORDER), year(2020, *ORDER)]
    runs = history(with_history(ranking(RULES, **SIX), years), "F").runs
    (last,) = [run for run in runs if run.kind is RunKind.LAST]
    assert (last.since, last.years, last.since_known) == (2019, 2, False)
    without = with_history(ranking(RULES, **SIX), [year(2018, *ORDER)])
    assert history(without, "F").change is None


def test_units_are_known_by_their_names_and_kinds() -> None:
    before = year(2019, "Huyện A", "Mường Nhé", "Mường Nhé", kinds=("huyện", "xã", "huyện"))
    rules = rule_set(classes(*FOUR))
    totals = {"A": 90, "Mường Nhé": 50, "Mới": 40}
    found = with_history(ranking(rules, **totals), [before])
    change = history(found, "Mường Nhé").change
    assert change is not None
    assert change.before.places == Places(3, 3)
    assert history(found, "A").change is not None
    assert history(found, "Mới").change is None


def test_each_kind_has_its_own_last() -> None:
    rules = rule_set(ranking=RankingRule(per_kind=True), kinds=("huyện", "sở"))
    kinds = ("huyện", "huyện", "sở", "sở")
    names = ("A", "B", "C", "D")
    places = (1, 2, 1, 2)
    units = [
        Standing(name, kind, None, None, Places(place, place))
        for name, kind, place in zip(names, kinds, places, strict=True)
    ]
    assessments = [assess(rules, name, 90 - at, kind=kinds[at]) for at, name in enumerate(names)]
    now = rank(rules, Round.APPRAISED, assessments, never)
    found = with_history(now, [Year(2019, units, per_kind=True)])
    assert "xếp cuối" in runs_text(history(found, "B"))
    assert "đứng đầu" in runs_text(history(found, "C"))


def test_a_cohort_tells_who_rose_and_who_is_last_again() -> None:
    found = with_history(
        ranking(RULES, A="95.5", B=81, C=69, D=60), [year(2019, "A", "B", "C", "D")]
    )
    lines = list(history_lines(found.units, 2))
    assert lines[0] == (
        "So với năm 2019: 2 đơn vị tăng điểm, 1 giảm, 1 giữ; "
        "tăng nhiều nhất A (+5,50 điểm %); giảm nhiều nhất C (−1,00 điểm %)"
    )
    assert "D: ít nhất 2 năm liền (2019–2020) xếp cuối" in lines
