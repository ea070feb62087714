"""Figures of last year that a unit changed: told at their cells, and the council's count."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from cchc_rules import cli
from cchc_rules.engine.rules import load_rules
from cchc_rules.engine.validating import Options, validate_one
from cchc_rules.forms.layout import Column
from cchc_rules.text import fold_name
from tests.excel.form.making import Made, cell_of, write_form
from tests.validation.test_other_rules import ALL, TEXT, told

if TYPE_CHECKING:
    from pathlib import Path

    from cchc_rules.model import RuleSet


@pytest.fixture
def rules(tmp_path: Path) -> RuleSet:
    path = tmp_path / "luật.cchc"
    path.write_text(TEXT, encoding="utf-8")
    usable = load_rules(str(path), only_errors=True).usable
    assert usable is not None
    before = {"units": [{"name": "Xã Na Lay", "kind": "xã", "facts": {"thu": "100"}}]}
    (tmp_path / "2025.json").write_text(json.dumps(before), encoding="utf-8")
    return usable


def form(tmp_path: Path, rules: RuleSet, declared: object, appraised: object = None) -> str:
    made = Made(rules, declared={**ALL, "thu@2025": declared}, evidence={"1.1": "KH 5"})
    if appraised is not None:
        council = {key: value for key, value in ALL.items() if "@" not in key}
        made.appraised = {**council, "1.3!điểm": 3.5, "thu@2025": appraised}
    return str(write_form(tmp_path / "phiếu.xlsx", made))


def options(tmp_path: Path) -> Options:
    return Options(str(tmp_path / "luật.cchc"), previous=(str(tmp_path / "2025.json"),))


def test_the_locked_figure_is_as_it_was(tmp_path: Path, rules: RuleSet) -> None:
    one = validate_one(form(tmp_path, rules, 100), options(tmp_path))
    assert told(one) == []


@pytest.mark.parametrize("declared", [130, 90])
def test_a_locked_figure_was_changed(tmp_path: Path, rules: RuleSet, declared: int) -> None:
    one = validate_one(form(tmp_path, rules, declared), options(tmp_path))
    assert told(one) == [("E562", cell_of(rules, "thu@2025", Column.DECLARED))]
    assert "của hội đồng là 100" in one.found[0].message
    assert one.facts[0].previous[fold_name("thu")] == 100


@pytest.mark.parametrize(
    ("declared", "appraised", "columns"),
    [
        (100, 130, [Column.APPRAISED]),
        (130, 100, [Column.DECLARED]),
        (130, 130, [Column.DECLARED]),
        (130, 90, [Column.DECLARED, Column.APPRAISED]),
    ],
)
def test_both_columns_hold_it(
    tmp_path: Path, rules: RuleSet, declared: int, appraised: int, columns: list[Column]
) -> None:
    one = validate_one(form(tmp_path, rules, declared, appraised), options(tmp_path))
    assert told(one) == [("E562", cell_of(rules, "thu@2025", column)) for column in columns]
    assert one.facts[0].previous[fold_name("thu")] == 100


def test_a_figure_that_the_council_does_not_know_is_the_units(
    tmp_path: Path, rules: RuleSet
) -> None:
    before = {"units": [{"name": "Xã Na Lay", "kind": "xã", "facts": {}}]}
    (tmp_path / "2025.json").write_text(json.dumps(before), encoding="utf-8")
    one = validate_one(form(tmp_path, rules, 130), options(tmp_path))
    assert told(one) == []
    assert one.facts[0].previous[fold_name("thu")] == 130


def test_no_file_of_last_year(tmp_path: Path, rules: RuleSet) -> None:
    (tmp_path / "2025.json").unlink()
    one = validate_one(form(tmp_path, rules, 130), options(tmp_path))
    assert [found.code for found in one.found] == ["E550"]


def score(tmp_path: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    capsys.readouterr()
    rest = ["--rules", str(tmp_path / "luật.cchc"), "--previous", str(tmp_path / "2025.json")]
    cli.main([*arguments, *rest, "--json"])
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict)
    return found


def test_scoring_reads_it_the_same(
    tmp_path: Path, rules: RuleSet, capsys: pytest.CaptureFixture[str]
) -> None:
    path = form(tmp_path, rules, 130, 130)  # no growth by its own figure, growth by the council's
    where = cell_of(rules, "thu@2025", Column.APPRAISED)
    for command in ("score", "rank"):
        found = score(tmp_path, capsys, command, path)
        assert [(one["code"], one["cell"]) for one in found["diagnostics"]] == [("E562", where)]
        (unit,) = found["units"]
        assert {leaf["code"]: leaf["score"] for leaf in unit["leaves"]}["1.5"] == "5.00"


def test_a_table_says_it_too(tmp_path: Path, rules: RuleSet) -> None:
    del rules
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Đơn vị", "thu", "thu@2025"])
    sheet.append(["Xã Na Lay", 120, 130])
    book.save(tmp_path / "bảng.xlsx")
    one = validate_one(str(tmp_path / "bảng.xlsx"), options(tmp_path))
    assert ("E562", "C2") in told(one)


def test_what_is_written_back_is_the_councils_score(
    tmp_path: Path, rules: RuleSet, capsys: pytest.CaptureFixture[str]
) -> None:
    path = form(tmp_path, rules, 130, 130)
    found = score(tmp_path, capsys, "score", path, "--write")
    assert "E606" not in {one["code"] for one in found["diagnostics"]}
    cell = cell_of(rules, "1.5", Column.SCORE)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert sheet[cell].value == 5  # a value: the form's formula sees the changed figure
