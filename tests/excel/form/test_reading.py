"""Forms that were moved about, and forms that officials made themselves: the figures are found."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import xlsxwriter

from cchc_rules.diagnostics import Cell
from cchc_rules.engine.validating import Options, validate_one
from cchc_rules.excel.form import FormReader, Prepared, stamp_of
from cchc_rules.excel.reading import open_workbook
from cchc_rules.facts import Round
from cchc_rules.forms.layout import FIRST_ROW, SHEET, Column
from cchc_rules.text import fold_name
from tests.excel.form.making import FULL, SAMPLE, Made, cell_of, sample, write_form
from tests.facts.build import item, leaf, rule_set

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from cchc_rules.engine.validating import Validated
    from cchc_rules.facts import Facts

RULES = sample()
HEADER = ("STT", "Tiêu chí", "Điểm tối đa", "Số liệu", "Điểm tự chấm", "Ghi chú")


def validated(path: Path) -> Validated:
    return validate_one(str(path), Options(rules=str(SAMPLE)))


def codes(one: Validated) -> list[str]:
    return sorted({found.code for found in one.found})


def refs(one: Validated, code: str) -> list[str]:
    return [
        found.place.ref
        for found in one.found
        if found.code == code and isinstance(found.place, Cell)
    ]


def figure(facts: Facts, name: str) -> object:
    return facts.values.get(fold_name(name))


def edited(tmp_path: Path, edit: Callable[[Worksheet], None]) -> Validated:
    """Edit a form as a person would: openpyxl drops the stored values of its formulas."""
    path = write_form(tmp_path / "phiếu.xlsx", Made(RULES))
    book = openpyxl.load_workbook(path)
    edit(book[SHEET])
    book.save(path)
    return validated(path)


def own(tmp_path: Path, *rows: Sequence[object], merges: Sequence[str] = ()) -> Validated:
    path = tmp_path / "tự lập.xlsx"
    book = xlsxwriter.Workbook(str(path))
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Sheet1")
    for at, row in enumerate([("Đơn vị: Xã Na Lay",), *rows]):
        for place, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_number(at, place, (value - date(1899, 12, 30)).days, day)
            elif isinstance(value, (int, float)):
                sheet.write_number(at, place, value)
            elif value is not None:
                sheet.write_string(at, place, str(value))
    for area in merges:
        sheet.merge_range(area, None)
    book.close()
    return validated(path)


def test_the_key_column_was_deleted(tmp_path: Path) -> None:
    one = edited(tmp_path, lambda sheet: sheet.delete_cols(Column.KEY.number))
    assert "N580" in codes(one)
    assert not [code for code in codes(one) if code[0] in "EW"]
    assert set(one.facts[0].values) == {fold_name(name) for name in FULL}


def test_rows_were_inserted(tmp_path: Path) -> None:
    row = int(cell_of(RULES, "hồ_sơ", Column.DECLARED)[1:])

    def insert(sheet: Worksheet) -> None:
        sheet.insert_rows(row)
        sheet.cell(row, Column.TITLE.number, "Số hồ sơ tồn")
        sheet.cell(row, Column.DECLARED.number, 12)

    one = edited(tmp_path, insert)
    assert refs(one, "W575") == [f"B{row}"]
    assert figure(one.facts[0], "hồ_sơ_đúng_hạn") == Decimal(965)


def test_rows_were_sorted_with_their_keys(tmp_path: Path) -> None:
    def turn(sheet: Worksheet) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST_ROW)]
        for number, row in enumerate(reversed(rows), start=FIRST_ROW):
            for place, value in enumerate(row, start=1):
                is_formula = isinstance(value, str) and value.startswith("=")
                sheet.cell(number, place).value = None if is_formula else value

    one = edited(tmp_path, turn)
    assert set(one.facts[0].values) >= {fold_name("hồ_sơ"), fold_name("có_kinh_phí")}
    assert figure(one.facts[0], "hồ_sơ") == Decimal(1000)
    assert "E574" not in codes(one)
    assert "E579" not in codes(one)


def test_a_column_that_was_sorted_alone(tmp_path: Path) -> None:
    def turn(sheet: Worksheet) -> None:
        column = Column.TITLE.number
        numbers = range(FIRST_ROW, sheet.max_row + 1)
        titles = sorted(str(sheet.cell(number, column).value) for number in numbers)
        for number, title in zip(numbers, titles, strict=True):
            sheet.cell(number, column, title)

    one = edited(tmp_path, turn)
    assert "E579" in codes(one)
    assert "W577" not in codes(one)


def test_a_row_was_deleted(tmp_path: Path) -> None:
    row = int(cell_of(RULES, "hồ_sơ_đúng_hạn", Column.DECLARED)[1:])
    one = edited(tmp_path, lambda sheet: sheet.delete_rows(row))
    assert refs(one, "E574") == [f"B{row - 1}"]
    assert "hồ_sơ_đúng_hạn" in next(f.message for f in one.found if f.code == "E574")


def test_a_column_was_deleted(tmp_path: Path) -> None:
    one = edited(tmp_path, lambda sheet: sheet.delete_cols(Column.APPRAISED.number))
    assert "E587" in codes(one)
    assert figure(one.facts[0], "hồ_sơ") == Decimal(1000)


def test_titles_of_columns_that_were_changed(tmp_path: Path) -> None:
    def retitle(sheet: Worksheet) -> None:
        for row in (FIRST_ROW - 3, FIRST_ROW - 2):
            for column in (Column.DECLARED, Column.KEY):
                sheet.cell(row, column.number, "xong")

    one = edited(tmp_path, retitle)
    assert refs(one, "W577") == [f"D{FIRST_ROW - 2}", f"M{FIRST_ROW - 2}"]
    assert "N580" not in codes(one)
    assert figure(one.facts[0], "hồ_sơ") == Decimal(1000)


def test_a_header_that_was_deleted(tmp_path: Path) -> None:
    def clear(sheet: Worksheet) -> None:
        for row in range(FIRST_ROW - 3, FIRST_ROW):
            for column in Column:
                sheet.cell(row, column.number).value = None

    one = edited(tmp_path, clear)
    assert "E587" in codes(one)
    assert figure(one.facts[0], "hồ_sơ") == Decimal(1000)


def test_an_officials_own_form(tmp_path: Path) -> None:
    one = own(
        tmp_path,
        ("PHIẾU TỰ CHẤM ĐIỂM NĂM 2026",),
        HEADER,
        ("I", "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH", 8, None, None, None),
        (1.1, "Kế hoạch CCHC", 5, None, None, None),
        ("1.1.1", "Ban hành kế hoạch kịp thời", 2, date(2025, 12, 31), 2, "KH số 5"),
        ("1.1.3", "Mức độ hoàn thành kế hoạch", 2, None, 1.7, None),
        ("", "- Số nhiệm vụ được giao", None, 40, None, None),
        ("", "- Số nhiệm vụ hoàn thành", None, 34, None, None),
        ("II", "CẢI CÁCH THỦ TỤC HÀNH CHÍNH", 12, None, None, None),
        ("2.1", "Tỷ lệ hồ sơ đúng hạn", 5, None, 4.5, None),
        ("", "Số hồ sơ đã giải quyết", None, 1000, None, None),
        ("", "Số hồ sơ đúng hạn", None, 965, None, None),
        ("", "Tổng điểm", 20, None, 8.2, None),
        ("", "Người lập biểu", None, None, None, None),
    )
    facts = one.facts[0]
    assert facts.unit.name == "Xã Na Lay"
    assert figure(facts, "ngày_ban_hành") == date(2025, 12, 31)
    assert figure(facts, "nhiệm_vụ_xong") == Decimal(34)
    assert figure(facts, "hồ_sơ") == Decimal(1000)
    assert refs(one, "E592") == ["E11"]
    assert set(codes(one)) == {"E592", "N580", "N586", "N592", "W574"}
    assert one.round is Round.SELF


def test_columns_in_another_order_under_two_rows(tmp_path: Path) -> None:
    one = own(
        tmp_path,
        ("Nội dung tiêu chí", "Mã", "Điểm", "", "", "Kết quả thực hiện", "Minh chứng"),
        ("", "", "Tối đa", "Tự chấm", "Thẩm định", "", ""),
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"),
        ("Kế hoạch CCHC", "1.1", 5, None, None, None, None),
        ("Tỷ lệ hồ sơ đúng hạn", "2.1", 5, 6, None, None, None),
        ("Số hồ sơ đã giải quyết", "", None, None, None, "1.000 hồ sơ", None),
        ("Số hồ sơ đúng hạn", "", None, None, None, 965, None),
        merges=("C2:E2", "A2:A3", "B2:B3", "F2:F3", "G2:G3"),
    )
    assert refs(one, "E591") == ["D6"]
    assert refs(one, "E520") == ["F7"]
    assert figure(one.facts[0], "hồ_sơ_đúng_hạn") == Decimal(965)


def test_a_code_beside_the_title_of_another(tmp_path: Path) -> None:
    one = own(
        tmp_path,
        HEADER,
        ("1.1", "Kế hoạch CCHC", 5, None, None, None),
        ("1.1.1", "Ban hành kế hoạch kịp thời", 2, None, None, None),
        ("2.1", "Báo cáo định kỳ", 3, None, None, None),
        ("2.2", "Cập nhật đất", 3, None, None, None),
        ("9.9", "Tiêu chí lạ", 3, 5, None, None),
        ("2.3", "Mức độ hài lòng của người dân", 5, None, None, None),
    )
    assert refs(one, "E576") == ["A5"]
    assert refs(one, "W577") == ["B6"]
    assert refs(one, "W575") == ["B7"]
    assert refs(one, "E578") == ["C8"]


def test_a_table_of_units_is_no_form(tmp_path: Path) -> None:
    one = own(
        tmp_path,
        ("STT", "Đơn vị", "Số hồ sơ đã giải quyết", "Số hồ sơ đúng hạn", "Điểm tự chấm",
         "Điểm thẩm định", "Điểm tối đa", "Ghi chú"),
        (1, "Xã Na Lay", 1000, 965, 4, 4, 5, None),
        (2, "Xã Nà Hỳ", 1000, 990, 5, 5, 5, None),
        (3, "Phường Sông Đà", 900, 450, 0, 0, 5, None),
    )  # fmt: skip
    assert one.shape == "table"
    assert [facts.unit.name for facts in one.facts] == ["Xã Na Lay", "Xã Nà Hỳ", "Phường Sông Đà"]


def test_a_form_of_points_only(tmp_path: Path) -> None:
    one = own(
        tmp_path,
        ("STT", "Tiêu chí", "Điểm tối đa", "Điểm tự chấm", "Tài liệu kiểm chứng"),
        ("1.1.1", "Ban hành kế hoạch kịp thời", 2, 2, None),
        ("1.1.2", "Chất lượng kế hoạch", 1, 1.5, None),
        ("1.2", "Báo cáo định kỳ", 3, 3, "BC số 1"),
    )
    assert refs(one, "E591") == ["D4"]
    assert refs(one, "E597") == ["E3"]
    assert refs(one, "N592") == ["D3"]
    assert set(codes(one)) == {"E587", "E591", "E597", "N580", "N592", "W574"}


def test_a_form_with_numbers_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "tệp.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    lines = (
        ("PHỤ LỤC",),
        ("BẢNG TỰ CHẤM ĐIỂM CHỈ SỐ CCHC CỦA UBND XÃ NA LAY NĂM 2026",),
        HEADER,
        ("I", "CÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH", 8),
        ("1", "Kế hoạch CCHC (5 điểm)", 5),
        ("2", "Báo cáo định kỳ", 3),
        ("II", "CẢI CÁCH THỦ TỤC HÀNH CHÍNH", 12),
        ("1", "Tỷ lệ hồ sơ đúng hạn", 5),
        ("", "a) Số hồ sơ đã giải quyết", None, 1000),
        ("", "b) Số hồ sơ đúng hạn", None, 965),
        ("2", "Cập nhật đất công ích", 3),
        ("3", "Mức độ hài lòng của người dân", 4),
    )
    for row, line in enumerate(lines):
        sheet.write_row(row, 0, line)
    book.close()
    one = validated(path)
    assert refs(one, "N576") == ["A5"]
    assert not refs(one, "E576")
    assert one.facts[0].unit.name == "XÃ NA LAY"
    assert figure(one.facts[0], "hồ_sơ_đúng_hạn") == Decimal(965)


def test_a_code_that_became_a_number(tmp_path: Path) -> None:
    """1.10 is stored as 1.1: the title decides, and nothing is told."""
    made = [item("a", title="Số a", owner="1.1"), item("b", title="Số b", owner="1.10")]
    titles = (("1.1", "Mở đầu"), ("1.10", "Kết thúc"))
    leaves = [leaf(*named, items=(one,)) for named, one in zip(titles, made, strict=True)]
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for row, line in enumerate([HEADER[:4], (1.1, "Mở đầu", 10, 3), (1.1, "Kết thúc", 10, 4)]):
        sheet.write_row(row, 0, line)
    book.close()
    workbook, _ = open_workbook(path)
    assert workbook is not None
    reader = FormReader(Prepared(rule_set(*leaves)))
    with workbook:
        candidate = reader.find(workbook, stamp_of(workbook))
        assert candidate is not None
        form = reader.read(workbook, candidate, stamp_of(workbook))
    assert form.facts[Round.SELF].values == {"a": Decimal(3), "b": Decimal(4)}
    assert not form.bound.rivals


def test_figures_of_a_form_are_scored(tmp_path: Path) -> None:
    from cchc_rules.engine.scoring import Task, score

    path = write_form(tmp_path / "phiếu.xlsx", Made(RULES))
    scored = score(Task(str(path), str(SAMPLE)))
    assert scored.ranking is not None
    (unit,) = scored.ranking.units
    assert scored.ranking.round is Round.SELF
    assert str(unit.percent and unit.percent.low) == "77.81"
    refused = score(Task(str(path), str(SAMPLE), round=Round.APPRAISED))
    assert [found.code for found in refused.found] == ["E563"]
    lent = score(Task(str(path), str(SAMPLE), accept_declared=True))
    assert lent.ranking is not None
    assert lent.ranking.round is Round.APPRAISED
