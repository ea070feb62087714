"""Whatever the rules and the figures are, spreadsheets show what our evaluator says."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings

from tests.formulas.comparing import Tally, form_of
from tests.formulas.edges import edge_forms
from tests.formulas.engines import Formualizer, IronCalc
from tests.formulas.strategies import filled, scored_forms

if TYPE_CHECKING:
    from cchc_rules.facts import Facts
    from cchc_rules.model import RuleSet
    from tests.formulas.comparing import Form
    from tests.formulas.engines import Engine

# CCHC_FORMS=5000 compares so many forms, see also tests/bench/bench_formulas.py.
EXAMPLES = int(os.environ.get("CCHC_FORMS", "30"))
# The usual few are the same at every run: how many cells may be cautious is a share of them.
LAW = settings(
    max_examples=EXAMPLES,
    derandomize="CCHC_FORMS" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
ENGINES = pytest.mark.parametrize("engine", [Formualizer, IronCalc])


@ENGINES
def test_any_form(engine: type[Engine]) -> None:
    tally = Tally()

    @given(scored_forms(), filled())
    @LAW
    def agree(rules: RuleSet, facts: Facts) -> None:
        _agree(form_of(rules, facts), engine, tally)

    agree()
    assert tally.shown["number"] > tally.forms
    assert tally.cautious * 100 <= tally.cells


@ENGINES
def test_figures_at_the_ends_of_rows_and_sums_that_end_in_5(engine: type[Engine]) -> None:
    tally = Tally()

    @given(edge_forms())
    @LAW
    def agree(drawn: tuple[RuleSet, Facts]) -> None:
        _agree(form_of(*drawn), engine, tally)

    agree()
    assert tally.cautious == 0


def test_a_blank_form_for_several_kinds_scores_the_kind_that_is_chosen() -> None:
    tally = Tally()

    @given(scored_forms(), filled())
    @settings(parent=LAW, max_examples=max(EXAMPLES // 3, 1))
    def agree(rules: RuleSet, facts: Facts) -> None:
        form = form_of(rules, facts, rules.kinds)
        chosen = IronCalc(form.formulas, kind=facts.unit.kind.replace("_", " "))
        assert not tally.compare(form, chosen.calculate(form.cells, form.wanted))

    agree()


def _agree(form: Form, engine: type[Engine], tally: Tally) -> None:
    found = engine(form.formulas).calculate(form.cells, form.wanted)
    assert not tally.compare(form, found)
