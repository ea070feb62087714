"""PCI 2016 (VCCI and USAID, CC0): every rank and class that the rule file quotes comes out."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

import pytest

from cchc_rules.bundled import folder
from cchc_rules.engine.rules import load_rules
from cchc_rules.evaluation import assess_all, compile_rules, evaluate_condition
from cchc_rules.facts import Facts, Round, Unit
from cchc_rules.ranking import rank

if TYPE_CHECKING:
    from cchc_rules.model import RuleSet
    from cchc_rules.ranking.results import RankedUnit

QUOTED = re.compile(
    r"(?P<name>.+) 2016: công bố (?P<total>[0-9,]+), hạng (?P<rank>\d+), (?P<class>.+)"
)


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    loaded = load_rules(str(folder("rules") / "pci" / "2016" / "tinh.cchc"))
    assert loaded.usable is not None
    return loaded.usable


@pytest.fixture(scope="module")
def ranked(rules: RuleSet) -> dict[str, RankedUnit]:
    by_title = {item.title: key for key, item in rules.items.items()}
    facts = []
    path = folder("rules") / "pci" / "2016" / "so_lieu.csv"
    with path.open(encoding="utf-8") as opened:
        for row in csv.DictReader(opened):
            figures = {
                by_title[title]: Decimal(text.replace(",", "."))
                for title, text in row.items()
                if title in by_title
            }
            facts.append(Facts(Unit(row["Tỉnh"], rules.kinds[0]), figures))
    program = compile_rules(rules)
    assessments = assess_all(program, facts, Round.APPRAISED)
    decide = partial(evaluate_condition, program)
    found = rank(rules, Round.APPRAISED, assessments, decide)
    return {unit.assessment.facts.unit.name: unit for unit in found.units}


def test_ranks_and_classes_are_those_published(
    rules: RuleSet, ranked: dict[str, RankedUnit]
) -> None:
    quoted = [found for one in rules.scenarios if (found := QUOTED.fullmatch(one.title))]
    assert len(quoted) == 6
    for published in quoted:
        unit = ranked[published["name"]]
        assert unit.places is not None
        assert unit.total is not None
        total = Decimal(published["total"].replace(",", "."))
        assert abs(unit.total.low - total) < Decimal("1e-5")
        assert (unit.places.best, unit.places.worst) == (int(published["rank"]),) * 2
        assert unit.classes == (published["class"],)


def test_every_province_has_one_rank_and_one_class(ranked: dict[str, RankedUnit]) -> None:
    ranks = [unit.places.best for unit in ranked.values() if unit.places]
    assert ranks == list(range(1, 64))
    sizes = [len(unit.classes) for unit in ranked.values()]
    assert sizes == [1] * 63
