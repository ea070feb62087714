"""The rule sets that we deliver: all compile, within what every program can hold, and agree."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cchc_rules.bundled import folder
from cchc_rules.engine.rules import load_rules
from cchc_rules.facts import Facts, Unit
from cchc_rules.facts.reading import read_facts
from cchc_rules.forms.layout import lay_out
from cchc_rules.formulas import compile_form
from cchc_rules.model import AnyOf, FullIf
from tests.evaluation.build import group, item, leaf, when, within
from tests.evaluation.build import rules as all_of
from tests.formulas.comparing import Tally, form_of
from tests.formulas.engines import Formualizer, IronCalc

if TYPE_CHECKING:
    from pathlib import Path

    from cchc_rules.formulas import FormFormulas
    from cchc_rules.model import RuleSet
    from tests.formulas.comparing import Form
    from tests.formulas.engines import Engine

RULES = sorted(folder("rules").glob("*/*/*.cchc"))
# Excel 2010, LibreOffice 7.4 and WPS all have these; none depends on the locale.
SHARED = {
    "ABS", "AND", "CHAR", "CHOOSE", "EXACT", "IF", "INT", "ISERROR", "ISLOGICAL", "ISNUMBER",
    "LEN", "MAX", "MID", "MIN", "OR", "ROUND", "SUBSTITUTE", "TRIM",
}  # fmt: skip
LONGEST, DEEPEST, LONGEST_TEXT = 8192, 64, 255
_TEXT = re.compile(r'"((?:[^"]|"")*)"')
_SHEET = re.compile(r"'[^']*'!")
_CALL = re.compile(r"([A-Z]+)\(")


def loaded(path: Path) -> RuleSet:
    rules = load_rules(str(path), only_errors=True).usable
    assert rules is not None
    return rules


@pytest.mark.parametrize("path", RULES, ids=lambda path: f"{path.parts[-3]} {path.parts[-2]}")
def test_formulas_are_within_what_every_program_can_hold(path: Path) -> None:
    rules = loaded(path)
    for kinds in ((rules.kinds[0],), rules.kinds):
        formulas = compile_form(lay_out(rules, kinds))
        for formula in formulas.cells.values():
            _check(formula)
        _check_order(formulas)


def _check(formula: str) -> None:
    assert formula.startswith("=")
    assert len(formula) <= LONGEST
    assert all(len(text) <= LONGEST_TEXT for text in _TEXT.findall(formula))
    bare = _SHEET.sub("", _TEXT.sub('""', formula))
    assert set(_CALL.findall(bare)) <= SHARED
    assert "E+" not in bare.replace("1E+20", "")
    depth = deepest = 0
    for letter in bare:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        deepest = max(deepest, depth)
    assert depth == 0
    assert deepest <= DEEPEST


def _check_order(formulas: FormFormulas) -> None:
    """A helper cell reads only helper cells above it, so that nothing turns in a circle."""
    for (sheet, address), formula in formulas.cells.items():
        if sheet == "CCHC_TINH":
            bare = _SHEET.sub("", _TEXT.sub('""', formula))
            read = [int(row) for row in re.findall(r"\bB(\d+)\b", bare)]
            assert all(row < int(address[1:]) for row in read)


@pytest.mark.parametrize(
    ("engine", "data"),
    [(Formualizer, "so_lieu_minh_hoa.json"), (IronCalc, "so_lieu_thieu.json")],
)
def test_a_full_size_rule_set_with_its_ten_districts(engine: type[Engine], data: str) -> None:
    folder_ = folder("rules") / "dien_bien" / "2020"
    rules = loaded(folder_ / "huyen.cchc")
    read = read_facts((folder_ / data).read_text(encoding="utf-8"), data, rules)
    tally = Tally()
    known: dict[str, tuple[Form, Engine]] = {}
    for facts in read.facts:
        like, asked = known.get(facts.unit.kind, (None, None))
        form = form_of(rules, facts, like=like)
        asked = asked or engine(form.formulas)
        known[facts.unit.kind] = form, asked
        assert not tally.compare(form, asked.calculate(form.cells, form.wanted))
    assert tally.forms == 10
    assert tally.cautious == 0


def test_more_leaves_and_conditions_than_a_function_takes_arguments() -> None:
    figures = [item(f"x{number}") for number in range(260)]
    leaves = [
        leaf(f"1.{number}", 1, FullIf(when(within(own, ">=1"))), items=own)
        for number, own in enumerate(figures)
    ]
    any_large = AnyOf(tuple(within(own, ">=5") for own in figures))
    rules = all_of(group("1", 260, *leaves, zero=when(any_large)), total=260)
    values = {own.key: Decimal(1) for own in figures}
    form = form_of(rules, Facts(Unit("Xã A", "xã"), values))
    for formula in form.formulas.cells.values():
        _check(formula)
    for engine in (Formualizer, IronCalc):
        shown = engine(form.formulas).calculate(form.cells, form.wanted)
        assert not Tally().compare(form, shown)


def test_nothing_in_our_rule_sets_is_left_to_the_council() -> None:
    for path in RULES:
        rules = loaded(path)
        formulas = compile_form(lay_out(rules, rules.kinds[:1]))
        assert not any(formulas.council.values()), path
