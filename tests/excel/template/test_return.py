"""A form that comes back: what the reader of forms finds in it, and what it must not find."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cchc_rules import cli
from cchc_rules.bundled import folder
from cchc_rules.facts import Unit
from cchc_rules.forms.layout import SHEET
from tests.excel.template.making import BLANK, COMMUNE, XA, book, form, layout_of

if TYPE_CHECKING:
    from pathlib import Path

Captured = pytest.CaptureFixture[str]


def found(path: Path, capsys: Captured) -> list[tuple[str, str]]:
    capsys.readouterr()
    cli.main(["validate", str(path), "--rules", str(folder("rules") / COMMUNE), "--json"])
    (one,) = json.loads(capsys.readouterr().out)["files"]
    return [(told["code"], told["cell"] or "") for told in one["diagnostics"]]


@pytest.mark.parametrize("unit", [XA, Unit("Đặc khu Lý Sơn", "đặc_khu")], ids=["xã", "đặc khu"])
def test_a_form_as_it_was_made_is_only_blank(unit: Unit, tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "phiếu.xlsx"
    path.write_bytes(form(COMMUNE, unit))
    assert [code for code, _ in found(path, capsys)] == ["W589"]


def test_what_asks_for_evidence_is_no_evidence(tmp_path: Path, capsys: Captured) -> None:
    path, layout = tmp_path / "phiếu.xlsx", layout_of(COMMUNE, "xã")
    workbook = book(form(COMMUNE, XA))
    leaf, figure = layout.by_key["1.1.1"].number, layout.by_key["ngày_ban_hành"].number
    workbook[SHEET][f"D{figure}"] = 46053
    workbook.save(path)
    codes = dict(found(path, capsys))
    assert codes["E597"].endswith(f"H{leaf}")
    workbook[SHEET][f"H{leaf}"] = "Kế hoạch 12/KH-UBND"
    workbook.save(path)
    assert "E597" not in dict(found(path, capsys))


def test_a_form_without_a_kind_says_so(tmp_path: Path, capsys: Captured) -> None:
    path = tmp_path / "phiếu.xlsx"
    path.write_bytes(form(COMMUNE, BLANK))
    assert found(path, capsys)
