"""`cchc score --write` into a form that nobody counted: all that it shows fits its figures then."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import ironcalc
import openpyxl
import pytest

from cchc_rules import cli
from cchc_rules.bundled import folder
from cchc_rules.excel.cells import split_reference
from cchc_rules.excel.patching import Value, patch_cells
from cchc_rules.forms.layout import SHEET, TOTAL, Column
from tests.excel.template.making import COMMUNE, XA, form, layout_of
from tests.excel.template.test_office import FILLED

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

RULES = str(folder("rules") / COMMUNE)
LAYOUT = layout_of(COMMUNE, "xã")
NEARLY = 1e-9


@pytest.fixture
def stale(tmp_path: Path) -> Path:
    """A form that was filled by something that does not count: it shows what the blank one did."""
    path = tmp_path / "phiếu.xlsx"
    path.write_bytes(form(COMMUNE, XA))
    put(path, {f"{column}{row(key)}": value for key, value in FILLED.items() for column in "DE"})
    return path


def row(key: str) -> int:
    return LAYOUT.by_key[key].number


def put(path: Path, cells: Mapping[str, object]) -> None:
    values: dict[tuple[str, str], Value] = {
        (SHEET, ref): value if isinstance(value, str) else Decimal(str(value))
        for ref, value in cells.items()
    }
    kept = set(path.parent.iterdir())
    assert patch_cells(path, path, values) == ()
    for copy in set(path.parent.iterdir()) - kept:
        copy.unlink()


def written(path: Path, *more: str) -> None:
    assert cli.main(["score", str(path), "--rules", RULES, "--write", *more]) == 0


def shown(path: Path) -> dict[tuple[str, str], Any]:
    """Return what the file says that its formulas show."""
    formulas, values = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    return {
        (sheet.title, cell.coordinate): values[sheet.title][cell.coordinate].value
        for sheet in formulas.worksheets
        for cells in sheet.iter_rows()
        for cell in cells
        if cell.data_type == "f"
    }


def counted(path: Path) -> dict[tuple[str, str], Any]:
    """Return what a program shows that counts everything again."""
    book = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    book.evaluate()
    sheets = openpyxl.load_workbook(path, read_only=True).sheetnames
    found = {}
    for sheet, ref in shown(path):
        at = split_reference(ref)
        found[sheet, ref] = book.get_cell_value(sheets.index(sheet), *at)
    return found


def differing(path: Path) -> list[tuple[tuple[str, str], object, object]]:
    now = shown(path)
    return [(at, now[at], own) for at, own in counted(path).items() if not _alike(now[at], own)]


def _alike(one: object, two: object) -> bool:
    if isinstance(one, float | int) and isinstance(two, float | int):
        return abs(one - two) < NEARLY
    return str(one or "").replace(",", ".") == str(two or "").replace(",", ".")


def test_every_formula_shows_what_counting_gives(stale: Path) -> None:
    assert len(differing(stale)) > 100
    written(stale)
    now = shown(stale)
    assert now[SHEET, f"J{row('2.1')}"].startswith("đạt 96,5%: “từ ngưỡng đúng hạn")
    assert now[SHEET, "J8"] == "Còn 3 ô số liệu tự khai chưa nhập"
    assert now[SHEET, f"F{row('1')}"] == now[SHEET, f"G{row('1')}"] == 5.45
    assert differing(stale) == []


def test_a_form_in_order_is_not_touched(stale: Path) -> None:
    written(stale)
    before = stale.read_bytes()
    written(stale)
    assert stale.read_bytes() == before


def test_points_that_no_formula_gives_are_repeated_above(stale: Path) -> None:
    put(stale, {f"E{row(key)}": "" for key in FILLED})
    written(stale, "--round", "appraised", "--accept-declared")
    now = shown(stale)
    assert now[SHEET, f"G{row('2.1')}"] == 4
    assert now[SHEET, "G8"] == now[SHEET, f"G{row(TOTAL)}"]


def test_a_formula_that_somebody_changed_is_left_alone(stale: Path) -> None:
    book = openpyxl.load_workbook(stale)
    place = f"{Column.REASON.letter}{row('2.1')}"
    book[SHEET][place] = '="của tôi"'
    book.save(stale)
    written(stale)
    now = shown(stale)
    assert now[SHEET, place] is None
    assert now[SHEET, f"{Column.REASON.letter}{row('2.2')}"].startswith("đạt 70%")
    assert openpyxl.load_workbook(stale)[SHEET][place].value == '="của tôi"'


def test_a_figure_that_is_an_error_is_told(stale: Path) -> None:
    book = openpyxl.load_workbook(stale)
    book[SHEET][f"E{row('hồ_sơ')}"] = "#N/A"
    book.save(stale)
    cli.main(["score", str(stale), "--rules", RULES, "--write"])
    assert shown(stale)[SHEET, f"J{row('2.1')}"] == "số liệu lỗi: Số hồ sơ đã giải quyết"
