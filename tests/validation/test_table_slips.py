"""Tables with one slip each: it is found at its cell, under its code, and nothing else is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.styles import Font

from cchc_rules.diagnostics import Cell
from cchc_rules.engine.validating import Options, validate_one
from tests.excel.form.making import SAMPLE
from tests.validation.test_results import FIGURES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from tests.validation.test_results import Entry

UNITS = ("Xã A", "Xã B", "Xã C", "Phường D", "Đặc khu E")
PLACES = {key: place for place, key in enumerate(FIGURES, start=3)}
CASES, SHARE, MONEY = PLACES["hồ_sơ"], PLACES["tỷ_lệ_đất"], PLACES["có_kinh_phí"]
ON_TIME = PLACES["hồ_sơ_đúng_hạn"]
SPARE = len(FIGURES) + 4


def typed(row: int, column: int, value: Entry, font: str = "") -> Callable[[Worksheet], None]:
    def slip(sheet: Worksheet) -> None:
        cell = sheet.cell(row, column)
        cell.value = value
        if font:
            cell.font = Font(name=font)

    return slip


def column_of(title: str, value: Entry) -> Callable[[Worksheet], None]:
    def slip(sheet: Worksheet) -> None:
        sheet.cell(1, SPARE).value = title
        sheet.cell(3, SPARE).value = value

    return slip


def merge(first: int, last: int, column: int) -> Callable[[Worksheet], None]:
    def slip(sheet: Worksheet) -> None:
        sheet.merge_cells(start_row=first, end_row=last, start_column=column, end_column=column)

    return slip


def added(*values: Entry) -> Callable[[Worksheet], None]:
    return lambda sheet: sheet.append(values)


def hide_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[3].hidden = True


def hide_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["L"].hidden = True


def other_year(sheet: Worksheet) -> None:
    sheet.insert_rows(1, 2)
    sheet["A1"] = "BẢNG TỔNG HỢP SỐ LIỆU NĂM 2025"


def copy(sheet: Worksheet) -> None:
    book = sheet.parent
    assert isinstance(book, openpyxl.Workbook)
    book.copy_worksheet(sheet)


def heading_between(sheet: Worksheet) -> None:
    sheet.insert_rows(4)
    sheet["B4"] = "Cụm thi đua số 2"


SLIPS: dict[str, tuple[Callable[[Worksheet], None], list[tuple[str, str]]]] = {
    "không có gì sai": (lambda _: None, []),
    "gộp ô của hai đơn vị": (merge(3, 4, CASES), [("E586", "L3")]),
    "gộp tên hai đơn vị": (merge(3, 4, 2), [("W518", "B4")]),
    "ẩn cột": (hide_column, [("N507", "L2")]),
    "ẩn dòng": (hide_row, [("N507", "B3")]),
    "dòng tổng cộng có #REF!": (added(None, "Tổng cộng", None, "#REF!"), [("N519", "")]),
    "dòng ghi chú": (added(None, "Ghi chú: số liệu đến 31/12"), [("N519", "")]),
    "một đơn vị hai dòng": (added(6, "Xã  a", *FIGURES.values()), [("E515", "B7")]),
    "mất tên đơn vị": (typed(3, 2, None), [("W518", "B3")]),
    "loại đơn vị lạ": (typed(3, 2, "Thị trấn B"), [("E516", "B3")]),
    "sai tiêu đề": (typed(1, CASES, "hồ_sợ"), [("N514", "L1")]),
    "cột lạ": (column_of("Số phản ánh", 5), [("W512", "S1")]),
    "hai cột một số liệu": (column_of("hồ_sơ", 5), [("E511", "S1")]),
    "cột năm khác": (column_of("hồ_sơ@2024", 5), [("N513", "")]),
    "điểm hội đồng không lý do": (column_of("2.1!điểm", 4), [("E554", "S3")]),
    "số kèm đơn vị": (typed(3, CASES, "1000 hồ sơ"), [("E520", "L3")]),
    "số dạng chữ": (typed(3, CASES, "1000"), [("N540", "L3")]),
    "dấu chấm nghìn": (typed(3, CASES, "1.000"), [("E524", "L3")]),
    "tử lớn hơn mẫu": (typed(3, ON_TIME, 2000), [("E590", "M3")]),
    "tỷ lệ không rõ": (typed(3, SHARE, 70), [("E521", "O3")]),
    "phông TCVN3": (typed(3, MONEY, "cã", ".VnTime"), [("N547", "G3")]),
    "công thức chưa tính": (typed(3, CASES, "=500+500"), [("E526", "L3")]),
    "tiêu đề năm khác": (other_year, [("W582", "")]),
    "chép thêm trang": (copy, [("W509", "")]),
    "dòng tên cụm": (heading_between, [("N519", "")]),
}  # fmt: skip


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip(tmp_path: Path, name: str) -> None:
    slip, wanted = SLIPS[name]
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["STT", "Đơn vị", *FIGURES])
    for number, unit in enumerate(UNITS, start=1):
        sheet.append([number, unit, *FIGURES.values()])
        share = sheet.cell(number + 1, SHARE)
        share.value, share.number_format = 0.7, "0%"
    slip(sheet)
    book.save(tmp_path / "bảng.xlsx")
    one = validate_one(str(tmp_path / "bảng.xlsx"), Options(str(SAMPLE)))
    found = [(told.code, told.place.ref) for told in one.found if isinstance(told.place, Cell)]
    assert sorted(found) == sorted(wanted), [told.message for told in one.found]
    assert all(told.remedy and not told.message.endswith("..") for told in one.found)
