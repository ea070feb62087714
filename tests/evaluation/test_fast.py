"""Compiled code holds no text of a rule file: names and structure are ours, the rest is values."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings

from cchc_rules.evaluation import assess_all, compile_rules
from cchc_rules.evaluation.fast import nodes
from cchc_rules.model import FullIf
from tests.evaluation.build import (
    APPRAISED,
    BOOL,
    CHOICE,
    assess,
    equal,
    facts,
    item,
    leaf,
    points,
    rules,
    table,
    when,
)
from tests.evaluation.strategies import figures, rule_sets

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import CodeType

    import pytest

    from cchc_rules.facts import Facts
    from cchc_rules.model import RuleSet

OURS = re.compile(r"[vks]\d+|[at]")
EVIL = "__import__('os').system('true')"


@given(rule_sets(), figures())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_only_made_up_names_and_numbers_of_leaves_stand_in_the_code(
    rule_set: RuleSet, unit: Facts
) -> None:
    seen: list[ast.stmt] = []
    build = nodes.function

    def spy(identifier: str, arguments: Sequence[str], body: list[ast.stmt]) -> CodeType:
        seen.extend(body)
        return build(identifier, arguments, body)

    nodes.function = spy
    try:
        compile_rules(rule_set).totals(unit, APPRAISED)
    finally:
        nodes.function = build
    known = {"now", "before", "manual", "peers", "zeroed", "absent", "slow", "type", "Decimal"}
    for node in ast.walk(ast.Module(seen, [])):
        if isinstance(node, ast.Name) and not OURS.fullmatch(node.id):
            known.add(node.id)
        if isinstance(node, ast.Constant):
            assert node.value is None or isinstance(node.value, bool | int)
        if isinstance(node, ast.Attribute):
            assert node.attr == "quantize"
    assert all(re.fullmatch(r"[A-Za-z_]+", name) for name in known)


def test_names_and_options_are_never_run() -> None:
    flag, choice = item(EVIL, BOOL), item("h", CHOICE, options=(EVIL, "Khá"))
    rule_set = rules(
        leaf(EVIL, 5, FullIf(when(flag))),
        leaf("2", 5, table(choice, (f"“{EVIL}”", 5), ("“Khá”", 0)), zero=equal(choice, "Khá")),
    )
    assert points(assess(rule_set, facts(**{EVIL: True, "h": EVIL}))) == 10


def test_a_program_compiles_once_it_has_seen_many_units(monkeypatch: pytest.MonkeyPatch) -> None:
    program = compile_rules(rules(leaf("1", 10, FullIf(when(item("có", BOOL))))))
    ways = []
    for name in ("assess", "totals"):
        way = getattr(program, name)
        monkeypatch.setattr(
            program,
            name,
            lambda *given, name=name, way=way, **more: (ways.append(name), way(*given, **more))[1],
        )
    few = [facts(có=True)] * 100
    assess_all(program, few, APPRAISED)
    assess_all(program, few, APPRAISED)
    assert ways == ["assess"] * 100 + ["totals"] * 100
