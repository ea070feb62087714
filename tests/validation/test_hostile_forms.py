"""Real forms that were made to mean harm: few findings, soon, and nothing is believed."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from cchc_rules.engine.validating import Options, validate_one
from cchc_rules.report.findings import texts_of
from cchc_rules.report.screen import Screen
from tests.excel.form.making import SAMPLE
from tests.validation.sent import BOOK, STYLES, Formula, filled
from tests.validation.slips import ALL, POINTS, ROW, RULES_PART, put, replaced, restamp

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.validation.sent import Sent

PATIENCE, MOST = 5.0, 100
LINKS = "xl/_rels/workbook.xml.rels"
FIRST_SHEET = 'Target="worksheets/sheet1.xml"'
DTD = '?><!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def cell(xml: str) -> Callable[[Sent], None]:
    """Write a cell of a figure as its XML."""
    return lambda form: form.replace(form.cell(ALL), f'<c r="{ALL}"{xml}')


def rows(number: int, made: Callable[[int], str]) -> Callable[[Sent], None]:
    """Add rows below the form."""
    xml = "".join(made(row) for row in range(60, 60 + number))
    return replaced("</sheetData>", xml + "</sheetData>")


def repeated(row: int) -> str:
    return (
        f'<row r="{row}"><c r="B{row}" t="inlineStr"><is><t>Số hồ sơ</t></is></c>'
        f'<c r="D{row}"><v>1</v></c><c r="M{row}" t="inlineStr"><is><t>hồ_sơ</t></is></c></row>'
    )


def reversed_cells(form: Sent) -> None:
    row = form.row(ROW)
    head, *cells = row.removesuffix("</row>").split("<c ")
    form.replace(row, "<c ".join([head, *reversed(cells)]) + "</row>")


def twice(form: Sent) -> None:
    form.replace(form.cell(ALL), form.cell(ALL) + form.cell(ALL).replace("1000", "2000"))


def many_names(form: Sent) -> None:
    names = "".join(
        f'<definedName name="N{at}">{"A1," * 200}A1</definedName>' for at in range(5000)
    )
    form.replace("<definedNames>", "<definedNames>" + names, BOOK)


CASES: dict[str, tuple[Callable[[Sent], None], set[str]]] = {
    "chuỗi chữ số 10^20": (cell(' t="s"><v>99999999999999999999</v></c>'), {"E525"}),
    "chuỗi chữ số âm": (cell(' t="s"><v>-1</v></c>'), {"E525"}),
    "kiểu ô không có": (cell(' s="4294967296"><v>1000</v></c>'), set()),
    "khai kích thước sai": (
        replaced('<dimension ref="A1:M', '<dimension ref="A1:XFD1048576" was="A1:M'), set()
    ),
    "một trăm nghìn dòng ẩn": (rows(100_000, lambda row: f'<row r="{row}" hidden="1"/>'), set()),
    "thực thể trong styles": (replaced("?>", DTD, STYLES), {"E504"}),
    "quan hệ quay vòng": (replaced(FIRST_SHEET, 'Target="workbook.xml"', LINKS), {"E510"}),
    "quan hệ ra ngoài": (replaced(FIRST_SHEET, 'Target="../../../etc/passwd"', LINKS), {"E502"}),
    "quan hệ tới máy khác": (
        replaced(FIRST_SHEET, 'Target="http://x.example/s.xml" TargetMode="External"', LINKS),
        {"E502"},
    ),
    "ô ngược thứ tự": (reversed_cells, set()),
    "ô hai lần": (twice, {"E502"}),
    "chữ lồng sâu": (
        cell(f' t="inlineStr"><is>{"<r>" * 20_000}<t>1000</t>{"</r>" * 20_000}</is></c>'),
        {"N540"},
    ),
    "mã điều khiển": (
        cell(' t="inlineStr"><is><t>_x001B_[2J_x0000__xD800_</t></is></c>'), {"E520"}
    ),
    "xuống dòng _x000D_": (cell(' t="inlineStr"><is><t>1000_x000D_</t></is></c>'), {"N540"}),
    "năm nghìn tên gọi": (many_names, set()),
    "tên gọi quay vòng": (
        replaced("'Phiếu chấm điểm'!$C$7", "CCHC_DON_VI", BOOK), set()
    ),
    "năm nghìn dòng trùng khóa": (rows(5000, repeated), {"E511"}),
    "một vạn ô gộp": (
        replaced("<mergeCell ", '<mergeCell ref="A1:XFD1048576"/>' * 10_000 + "<mergeCell "),
        {"E586"},
    ),
    "công thức tám nghìn ngoặc": (
        put(POINTS, Formula("(" * 8000 + "1" + ")" * 8000, 4)), {"W595"}
    ),
    "mã luật là đường dẫn": (restamp(">CCHC-XA<", ">../../etc/passwd<"), {"E582"}),
    "mã luật rất dài": (restamp(">CCHC-XA<", ">" + "A" * 30_000 + "<"), set()),
    "năm là chữ": (restamp("<v>2026</v>", "<v>NaN</v>"), set()),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_one_answer(tmp_path: Path, name: str) -> None:
    slip, codes = CASES[name]
    form = filled()
    slip(form)
    form.recalculates = False
    path = form.save(tmp_path / "phiếu.xlsx")
    start = time.process_time()
    found = validate_one(str(path), Options(str(SAMPLE))).found
    assert time.process_time() - start < PATIENCE
    told = {one.code for one in found} - {"W594"}  # what the form shows of it is not recalculated
    assert told == codes
    assert len(found) <= MOST
    shown = "".join(texts_of(found, {}, Screen()))
    assert all(letter >= " " or letter == "\n" for letter in shown)
    assert len(shown) < 60_000


def test_the_rules_of_a_form_are_never_used(tmp_path: Path) -> None:
    form = filled()
    text = form.text(RULES_PART)
    assert "tổng điểm: 20" in text
    form.parts[RULES_PART] = text.replace("tổng điểm: 20", "tổng điểm: 99")
    path = form.save(tmp_path / "phiếu.xlsx")
    assert validate_one(str(path), Options(str(SAMPLE))).found == ()
