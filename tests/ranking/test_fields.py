"""Shares of the main headings: added heading by heading for many units, or one unit at a time."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_rules.evaluation import compile_rules
from cchc_rules.evaluation.tree import GroupScores
from cchc_rules.facts import Round
from cchc_rules.model import PerItem
from cchc_rules.ranking.fields import heading_scores, main_headings, share_of, shares_of
from tests.evaluation.build import facts, group, item, leaf, ref, rules
from tests.evaluation.strategies import figures, rule_sets

if TYPE_CHECKING:
    from cchc_rules.facts import Facts
    from cchc_rules.model import DataItem, RuleSet


@given(rule_sets(), st.lists(figures(), min_size=1, max_size=4))
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_many_units_have_the_shares_that_each_has_alone(
    rule_set: RuleSet, units: list[Facts]
) -> None:
    program = compile_rules(rule_set)
    fast = [program.totals(unit, Round.APPRAISED) for unit in units]
    traced = [program.assess(unit, Round.APPRAISED) for unit in units]
    every = [node.code for group in rule_set.root.groups() for node in group.children]
    groups = [group.code for group in rule_set.root.groups() if group is not rule_set.root]
    for codes in ([heading.code for heading in main_headings(rule_set)], groups, every):
        alone = [tuple(share_of(score) for score in heading_scores(unit, codes)) for unit in traced]
        assert shares_of([*fast, *traced], codes) == alone * 2


def test_where_all_is_known_shares_are_those_of_the_traced_scores() -> None:
    done, late = item("xong"), item("chậm")
    rule_set = rules(
        group(
            "1",
            6,
            leaf("1.1", 4, PerItem(Decimal(1), ref(done), None)),
            leaf("1.2", 2, count(late)),
        ),
        leaf("2", 3, count(done)),
        group("3", 1, leaf("3.1", 1, count(late))),
        total=10,
    )
    program = compile_rules(rule_set)
    units = [facts(xong=number % 5, chậm=number % 3) for number in range(15)]
    fast = [program.totals(unit, Round.APPRAISED) for unit in units]
    assert all(unit.groups.plain for unit in fast if isinstance(unit.groups, GroupScores))
    assert isinstance(fast[0].groups, GroupScores)
    for codes in (["1", "3"], ["1", "2", "3"]):
        traced = [program.assess(unit, Round.APPRAISED) for unit in units]
        alone = [[share_of(score) for score in heading_scores(unit, codes)] for unit in traced]
        assert [list(row) for row in shares_of(fast, codes)] == alone


def count(of: DataItem) -> PerItem:
    return PerItem(Decimal("0.25"), ref(of), None)
