"""Compiled code holds no text of a rule file: names and structure are ours, the rest is values."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings

from cchc_rules.evaluation import assess_all, compile_rules, fast
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
    from collections.abc import Callable, Sequence
    from types import CodeType

    import pytest

    from cchc_rules.facts import Facts
    from cchc_rules.model import RuleSet

MADE_UP = re.compile(r"[vks]\d+|[at]")
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
    ours = {*fast._namespace().values, *fast._ARGUMENTS}
    for node in ast.walk(ast.Module(seen, [])):
        match node:
            case ast.Name(name):
                assert name in ours or MADE_UP.fullmatch(name)
            case ast.Constant(constant):
                assert constant is None or isinstance(constant, int)
            case ast.Attribute(attr=attribute):
                assert attribute == "quantize"
            case _:
                pass


def test_names_and_options_are_never_run() -> None:
    flag, choice = item(EVIL, BOOL), item("h", CHOICE, options=(EVIL, "Khá"))
    rule_set = rules(
        leaf(EVIL, 5, FullIf(when(flag))),
        leaf("2", 5, table(choice, (f"“{EVIL}”", 5), ("“Khá”", 0)), zero=equal(choice, "Khá")),
    )
    assert points(assess(rule_set, facts(**{EVIL: True, "h": EVIL}))) == 10


def test_a_program_compiles_once_it_has_seen_many_units(monkeypatch: pytest.MonkeyPatch) -> None:
    program = compile_rules(rules(leaf("1", 10, FullIf(when(item("có", BOOL))))))
    ways: list[str] = []

    def spied(name: str) -> Callable[..., object]:
        way = getattr(program, name)

        def score(*given: object, **more: object) -> object:
            ways.append(name)
            return way(*given, **more)

        return score

    for name in ("assess", "totals"):
        monkeypatch.setattr(program, name, spied(name))
    few = [facts(có=True)] * 100
    assess_all(program, few, APPRAISED)
    assess_all(program, few, APPRAISED)
    assert ways == ["assess"] * 100 + ["totals"] * 100
