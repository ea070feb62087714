"""The functions and the command line agree on every score, class, rank and sentence."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from cchc_rules.engine.scoring import Task, score
from cchc_rules.evaluation.explain import explain
from cchc_rules.functions import BLANK, FUNCTIONS, HostError, Number, Text
from cchc_rules.functions.rulebook import Rulebook, rulebook
from cchc_rules.report.ranking_json import unit_json
from tests.functions.units import Made, codes, column, lines_of, made, rule_texts

if TYPE_CHECKING:
    from pathlib import Path

    from cchc_rules.functions import CellOut

CALLS = {function.short: function for function in FUNCTIONS}
EACH = 8
USABLE = [text for text in rule_texts() if isinstance(rulebook(lines_of(text)), Rulebook)]


@cache
def units_of(text: str) -> tuple[Made, ...]:
    book = rulebook(lines_of(text))
    assert isinstance(book, Rulebook)
    return tuple(made(book.rules, seed) for seed in range(EACH))


def test_there_are_enough_rows_to_compare() -> None:
    assert len(USABLE) * EACH >= 500
    assert sum(len(unit.keys) for text in USABLE for unit in units_of(text)) > 3000


@pytest.mark.parametrize("text", USABLE)
def test_scores_and_sentences_are_those_of_the_command_line(text: str, tmp_path: Path) -> None:
    units = units_of(text)
    together = [units] if "toàn nhóm" not in text else [(unit,) for unit in units]
    for members in together:
        wanted = scored_by_cli(text, members, tmp_path)
        for unit in members:
            _compare(text, unit, *wanted[unit.name])


def scored_by_cli(
    text: str, units: tuple[Made, ...], folder: Path
) -> dict[str, tuple[dict[str, Any], dict[str, str]]]:
    """Return the JSON of each unit, and the paragraph of each of its codes ("": the total)."""
    rules, facts = folder / "luat.cchc", folder / "facts.json"
    rules.write_text(text, encoding="utf-8")
    facts.write_text(json.dumps({"units": [unit.json for unit in units]}), encoding="utf-8")
    scored = score(Task(str(facts), str(rules)))
    assert scored.ranking is not None, scored
    found = {}
    for unit in scored.ranking.units:
        own = unit.assessment
        every = {code: explain(own, code)[0] for code in ["", *codes(own.rules)]}
        found[own.facts.unit.name] = unit_json(unit, places=True), every
    return found


def _compare(text: str, unit: Made, wanted: dict[str, Any], told: dict[str, str]) -> None:
    grids = (column(unit.keys), column(unit.values), lines_of(text), [[unit.kind]])
    points = dict(zip(unit.keys, (row[0] for row in CALLS["DIEM"](*grids)), strict=True))
    why = dict(zip(unit.keys, (row[0] for row in CALLS["GIAI_THICH"](*grids)), strict=True))
    scores = {own["code"]: own for own in [*wanted["groups"], *wanted["leaves"]]}
    for code, own in scores.items():
        if code in points:
            assert _same(points[code], own, "score"), (unit, code, points[code], own)
            assert why[code] == Text(told[code])
    ((total, percent, named, note),) = CALLS["TONG"](*grids)
    assert _same(total, wanted, "total")
    if wanted["percent"] is not None:
        assert isinstance(percent, Number)
        assert percent.value * 100 == Decimal(wanted["percent"])
    classes = [wanted["class"]] if wanted["class"] else wanted.get("classes", [])
    if "xếp loại theo thứ hạng" in text:
        assert isinstance(note, Text)
        assert "CCHC_BANG" in note.value
        classes = []
    assert named == (Text(" hoặc ".join(classes)) if classes else BLANK)
    assert isinstance(note, Text) or wanted["total"] is not None


def _same(cell: CellOut, wanted: dict[str, Any], name: str) -> bool:
    if wanted[name] is not None:
        return isinstance(cell, Number) and f"{cell.value:f}" == wanted[name]
    if f"{name}_range" in wanted:
        return isinstance(cell, HostError)
    return cell == BLANK
