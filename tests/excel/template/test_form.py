"""What a form holds, as openpyxl and a plain XML parser read it."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

import pytest

from cchc_rules.excel.template.names import APPRAISED, DECLARED
from cchc_rules.facts import Unit
from cchc_rules.forms.layout import (
    FIRST_ROW,
    GUIDANCE_SHEET,
    INPUT,
    RULES_SHEET,
    SHEET,
    TOTAL,
    Column,
    RowKind,
)
from cchc_rules.formulas import HELPER_SHEET
from cchc_rules.model import ValueType
from cchc_rules.text import fold_name
from tests.excel.template.making import (
    BLANK,
    COMMUNE,
    DISTRICT,
    HUYEN,
    XA,
    book,
    form,
    layout_of,
    parts,
    press_of,
    rules_of,
)

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

FORMS = ((COMMUNE, XA), (DISTRICT, HUYEN), (COMMUNE, BLANK))
UNIT_CELLS = {"C7", "I7", "K7"}
OFFICE_CELLS = {"A1"}
both = pytest.mark.parametrize(("name", "unit"), FORMS, ids=["xã", "huyện", "trống"])


def sheet_of(name: str, unit: Unit) -> Worksheet:
    sheet: Worksheet = book(form(name, unit))[SHEET]
    return sheet


class Rule(NamedTuple):
    """A data validation, without None."""

    type: str
    formula1: str
    formula2: str
    prompt: str
    error: str
    titles: tuple[str, str]
    stops: bool


def rule_of(found: DataValidation) -> Rule:
    return Rule(
        found.type or "",
        found.formula1 or "",
        found.formula2 or "",
        found.prompt or "",
        found.error or "",
        (found.promptTitle or "", found.errorTitle or ""),
        bool(found.showErrorMessage and found.showInputMessage)
        and found.errorStyle in {None, "stop"}
        and found.operator in {None, "between", "lessThanOrEqual", "greaterThanOrEqual"},
    )


def validated(sheet: Worksheet) -> dict[str, Rule]:
    return {
        sheet.cell(row, column).coordinate: rule_of(rule)
        for rule in sheet.data_validations.dataValidation
        for cells in rule.sqref.ranges
        for row, column in cells.cells
    }


@both
def test_every_row_has_its_key_its_number_and_its_title(name: str, unit: Unit) -> None:
    sheet, layout = sheet_of(name, unit), layout_of(name, unit.kind)
    for row in layout.rows:
        assert sheet[f"M{row.number}"].value == row.key
        assert (sheet[f"A{row.number}"].value or "") == row.order
        assert sheet[f"B{row.number}"].value == row.label
        assert sheet[f"A{row.number}"].data_type in {"s", "n"}
    assert sheet.column_dimensions["M"].hidden
    assert sheet[f"M{layout.last_row + 1}"].value is None


def test_fields_have_roman_numbers_and_criteria_their_codes_as_text() -> None:
    sheet = sheet_of(DISTRICT, HUYEN)
    orders = [sheet.cell(row, 1).value for row in range(FIRST_ROW, 320)]
    codes = [order for order in orders if order]
    assert codes[:4] == ["I", "1.1", "1.1.1", "1.1.2"]
    assert {"II", "VIII", "IX", "X"} <= set(codes)


@both
def test_only_what_somebody_enters_is_unlocked(name: str, unit: Unit) -> None:
    workbook, layout = book(form(name, unit)), layout_of(name, unit.kind)
    wanted = set(OFFICE_CELLS) if unit.name else OFFICE_CELLS | UNIT_CELLS
    for row in layout.rows:
        if row.kind is RowKind.MANUAL:
            wanted.add(f"E{row.number}")
        elif row.is_input:
            wanted |= {f"D{row.number}", f"E{row.number}"}
        elif row.kind is RowKind.LEAF:
            wanted |= {f"{column}{row.number}" for column in "HIKL"}
    for sheet in workbook:
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        unlocked = {
            cell.coordinate
            for cells in sheet.iter_rows(max_row=layout.last_row)
            for cell in cells
            if not cell.protection.locked and type(cell).__name__ != "MergedCell"
        }
        assert unlocked == (wanted if sheet.title == SHEET else set())


@both
def test_every_input_says_what_it_takes(name: str, unit: Unit) -> None:
    sheet, layout = sheet_of(name, unit), layout_of(name, unit.kind)
    rules = validated(sheet)
    for row in layout.rows:
        columns = (
            (Column.APPRAISED,) if row.kind is RowKind.MANUAL
            else tuple(INPUT.values()) if row.is_input
            else (Column.EVIDENCE, Column.EXPLANATION, Column.OVERRIDE, Column.OVERRIDE_REASON)
            if row.kind is RowKind.LEAF else ()
        )  # fmt: skip
        for column in columns:
            rule = rules[f"{column.letter}{row.number}"]
            assert rule.prompt
            assert rule.error
            assert rule.stops
            assert max(map(len, rule.titles)) <= 32
            assert max(len(rule.prompt), len(rule.error)) <= 255


def test_the_validation_fits_the_type() -> None:
    sheet, layout = sheet_of(DISTRICT, HUYEN), layout_of(DISTRICT, "huyện")
    rules = validated(sheet)
    seen = set()
    for row in layout.rows:
        if row.kind is not RowKind.FIGURE or row.item is None:
            continue
        rule, cell = rules[f"D{row.number}"], sheet[f"D{row.number}"]
        seen.add(row.item.type)
        match row.item.type:
            case ValueType.COUNT:
                assert rule.type == "whole"
                assert Decimal(rule.formula1) == (row.item.low or 0)
                assert row.item.high is None or Decimal(rule.formula2) == row.item.high
                assert cell.number_format == "#,##0"
            case ValueType.PERCENT:
                assert (rule.type, cell.number_format) == ("decimal", "0.00%")
                assert Decimal(rule.formula1) == (row.item.low or 0)
            case ValueType.NUMBER:
                assert (rule.type, cell.number_format) == ("decimal", "#,##0.00")
            case ValueType.DATE:
                assert (rule.type, cell.number_format) == ("date", "dd/mm/yyyy")
                days = [date.fromordinal(date(1899, 12, 30).toordinal() + int(x)) for x in
                        (rule.formula1, rule.formula2)]  # fmt: skip
                assert days == [date(1990, 1, 1), date(2022, 12, 31)]
            case ValueType.BOOL:
                assert (rule.type, rule.formula1) == ("list", "CCHC_CO_KHONG")
                assert cell.number_format == "@"
            case ValueType.CHOICE:
                assert rule.type == "list"
                assert options(sheet, rule.formula1) == list(row.item.options)
            case ValueType.BALLOTS:
                assert (rule.type, cell.number_format) == ("textLength", "@")
    assert len(seen) == 7


def options(sheet: Worksheet, name: str) -> list[str]:
    workbook = sheet.parent
    assert workbook is not None
    ((title, ends),) = workbook.defined_names[name].destinations
    return [cell.value for (cell,) in workbook[title][ends.replace("$", "")]]


STEPPED = """BỘ CHỈ SỐ BƯỚC "Bước"
  năm: 2026
  đối tượng: xã
  tổng điểm: 3
LĨNH VỰC 1 "Một": 3 điểm
TIÊU CHÍ 1.1 "Theo bước": 1 điểm
  SỐ LIỆU mức: số "Mức" từ 0,5 đến 4, bước 0,25
  chấm theo công thức mức / 4
TIÊU CHÍ 1.2 "Hội đồng": 1 điểm
  hội đồng chấm từ 0 đến 1, bước 0,1
TIÊU CHÍ 1.3 "Phiếu": 1 điểm
  SỐ LIỆU ý_kiến: đếm phiếu ("Tốt"; "Kém") "Ý kiến"
  SỐ LIỆU lần: số đếm "Số lần", nếu trống: 0
  chấm theo khảo sát ý_kiến
    "Tốt": 100%
    "Kém": 0%
  trừ 0,1 điểm mỗi lần, không quá 1 điểm
"""


def test_a_step_is_a_formula_of_its_own_cell(tmp_path: Path) -> None:
    pressed = press_of(STEPPED, tmp_path)
    sheet = book(pressed.form_of(XA, {}))[SHEET]
    rules = validated(sheet)
    by_key = {sheet.cell(row, 13).value: row for row in range(FIRST_ROW, sheet.max_row)}
    level, manual = by_key["mức"], by_key["1.2!điểm"]
    assert rules[f"D{level}"].type == "custom"
    assert rules[f"D{level}"].formula1 == (
        f"AND(ISNUMBER(D{level}),D{level}>=0.5,D{level}<=4,"
        f"ROUND((D{level}-0.5)/0.25,10)=ROUND((D{level}-0.5)/0.25,0))"
    )
    assert rules[f"D{level}"].prompt == "Nhập một số từ 0,5 đến 4, theo bước 0,25."
    assert f"E{manual}-0)/0.1" in rules[f"E{manual}"].formula1
    assert f"D{manual}" not in rules
    assert rules[f"D{by_key['ý_kiến!Tốt']}"].type == "whole"
    assert rules[f"D{by_key['lần']}"].prompt.endswith("Để trống nghĩa là 0.")


@both
def test_names_lead_to_the_cells(name: str, unit: Unit) -> None:
    workbook, layout = book(form(name, unit)), layout_of(name, unit.kind)
    names = {known: list(found.destinations) for known, found in workbook.defined_names.items()}
    for row in layout.rows:
        if row.kind is RowKind.FIGURE:
            assert names[DECLARED + row.key] == [(SHEET, f"$D${row.number}")]
            assert names[APPRAISED + row.key] == [(SHEET, f"$E${row.number}")]
    assert names["CCHC_LOAI"] == [(SHEET, "$I$7")]
    assert names["CCHC_DON_VI"] == [(SHEET, "$C$7")]
    ((sheet, ends),) = names["CCHC_LUAT"]
    assert (sheet, ends.startswith("$A$1:$A$")) == (RULES_SHEET, True)
    assert all(re.fullmatch(r"[^\W\d][\w.]*", known) for known in names if known[0] != "_")
    assert len({known.casefold() for known in names}) == len(names)


@both
def test_the_rule_text_has_the_hash_that_stands_beside_it(name: str, unit: Unit) -> None:
    sheet = book(form(name, unit))[RULES_SHEET]
    text = [cell.value or "" for cell in sheet["A"]]
    digest = hashlib.sha256(("\n".join(text) + "\n").encode()).hexdigest()
    rules = rules_of(name)
    known = [sheet[f"C{row}"].value for row in range(1, 8)]
    assert known[0] == digest == rules.sha256
    assert known[1:3] == [rules.code, rules.year]
    assert known[4:] == [unit.id or None, unit.kind or None, unit.name or None]
    assert sheet.sheet_state == "hidden"


IMPORTED = 'nhập từ "chung.cchc"\n'


def test_what_is_imported_stands_in_the_rule_text(tmp_path: Path) -> None:
    (tmp_path / "chung.cchc").write_text("THAM SỐ ngưỡng: số\n  2026: 3  \n", encoding="utf-8")
    pressed = press_of(IMPORTED + STEPPED, tmp_path)
    text = [cell.value or "" for cell in book(pressed.form_of(XA, {}))[RULES_SHEET]["A"]]
    assert text[:3] == ["THAM SỐ ngưỡng: số", "  2026: 3", 'nhập từ "chung.cchc"']
    digest = hashlib.sha256(("\n".join(text) + "\n").encode()).hexdigest()
    assert digest == pressed.rules.sha256


@both
def test_every_part_is_plain_xml_without_extensions(name: str, unit: Unit) -> None:
    content = parts(form(name, unit))
    for part, data in content.items():
        expat.ParserCreate().Parse(data, True)
        assert b"x14" not in data, part
        assert b"extLst" not in data, part
    assert "xl/worksheets/sheet1.xml" in content
    assert len(content) == len({part.casefold() for part in content})


def test_it_prints_on_one_page_of_width_and_repeats_its_header() -> None:
    sheet = sheet_of(DISTRICT, HUYEN)
    setup = sheet.page_setup
    assert (setup.orientation, str(setup.paperSize)) == ("landscape", "9")
    assert (setup.fitToWidth or 1, setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$9:$11"
    assert sheet.freeze_panes == "C12"
    assert b"Trang &amp;P/&amp;N" in parts(form(DISTRICT, HUYEN))["xl/worksheets/sheet1.xml"]
    assert str(sheet.print_area).endswith("$L$320")
    for row in range(1, 312):
        assert sheet.row_dimensions[row].height, row


def test_the_header_has_two_rows_and_a_row_of_numbers() -> None:
    sheet = sheet_of(COMMUNE, XA)
    merged = {str(cells) for cells in sheet.merged_cells.ranges}
    assert {"A9:A10", "B9:B10", "C9:C10", "D9:E9", "F9:G9", "H9:H10", "K9:L9"} <= merged
    top = [sheet.cell(9, column).value for column in range(1, 13)]
    assert top[:7] == [
        "STT", "Lĩnh vực/Tiêu chí/Tiêu chí thành phần", "Điểm tối đa",
        "Số liệu", None, "Điểm", None,
    ]  # fmt: skip
    assert [sheet.cell(10, column).value for column in (4, 5, 6, 7)] == [
        "Tự khai", "Thẩm định", "Tự chấm", "Thẩm định",
    ]  # fmt: skip
    assert [sheet.cell(11, column).value for column in range(1, 13)] == [
        f"({number})" for number in range(1, 13)
    ]


def test_it_has_the_heading_of_the_state_and_room_for_signatures() -> None:
    sheet = sheet_of(COMMUNE, XA)
    texts = {cell.value for cells in sheet.iter_rows() for cell in cells if cell.value}
    assert {
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "PHIẾU CHẤM ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH CẤP XÃ", "NĂM 2026", "NGƯỜI LẬP BIỂU",
        "THỦ TRƯỞNG ĐƠN VỊ", "(Ký, ghi rõ họ tên, đóng dấu)", "Xã Mường Nhé", "xã", "07",
    } <= texts  # fmt: skip


@both
def test_what_formulas_show_is_in_the_file(name: str, unit: Unit) -> None:
    layout = layout_of(name, unit.kind)
    sheet, shown = sheet_of(name, unit), book(form(name, unit), values=True)[SHEET]
    for row, column in product(layout.rows, "FG"):
        cell = f"{column}{row.number}"
        if isinstance(sheet[cell].value, str) and sheet[cell].value.startswith("="):
            assert shown[cell].value in {"thiếu", "hội đồng tính", 0}, cell
    assert shown["C8"].value == "thiếu"
    assert shown[f"F{layout.by_key[TOTAL].number}"].value == "thiếu"
    assert shown["A2"].value == (unit.name.upper() or "TÊN ĐƠN VỊ")


_FORMULA = re.compile(rb"<f>[^<]*</f>(<v>)?")


@both
def test_every_formula_has_what_it_shows(name: str, unit: Unit) -> None:
    content = parts(form(name, unit))
    for sheet in ("sheet1", "sheet4"):
        found = _FORMULA.findall(content[f"xl/worksheets/{sheet}.xml"])
        assert len(found) > 30
        assert set(found) == {b"<v>"}
    assert book(form(name, unit))[HELPER_SHEET].sheet_state == "hidden"


def test_figures_of_the_year_before_are_entered_and_locked() -> None:
    before = {fold_name("đơn_vị_sự_nghiệp"): Decimal(46)}
    sheet, layout = book(form(DISTRICT, HUYEN, before))[SHEET], layout_of(DISTRICT, "huyện")
    number = layout.by_key["đơn_vị_sự_nghiệp@2019"].number
    for column in "DE":
        cell = sheet[f"{column}{number}"]
        assert (cell.value, cell.protection.locked) == (46, True)
    blank = sheet_of(DISTRICT, HUYEN)
    assert not blank[f"D{number}"].protection.locked
    assert blank[f"D{number}"].value is None


@pytest.mark.parametrize("text", ["=1+1", "<a>&\"'", "_x000D_\x07 b", "Xã " + "dài " * 100])
def test_a_name_is_text_whatever_it_holds(text: str) -> None:
    unit = Unit(text, "xã", text)
    content = form(COMMUNE, unit)
    for data in parts(content).values():
        expat.ParserCreate().Parse(data, True)
    sheet = book(content)[SHEET]
    assert sheet["C7"].data_type == "s"
    assert b"<f>1+1</f>" not in parts(content)["xl/worksheets/sheet1.xml"]


def test_a_form_does_not_depend_on_those_made_before(tmp_path: Path) -> None:
    used, fresh = press_of(STEPPED, tmp_path), press_of(STEPPED, tmp_path)
    used.form_of(Unit("Xã khác", "xã", "99"), {})
    used.form_of(BLANK, {})
    one, other = parts(used.form_of(XA, {})), parts(fresh.form_of(XA, {}))
    del one["docProps/core.xml"], other["docProps/core.xml"]  # has the time
    assert one == other


def test_kinds_differ_only_where_the_rules_do() -> None:
    commune = layout_of(COMMUNE, "xã")
    special = layout_of(COMMUNE, "đặc_khu")
    assert "2.2" in commune.by_key
    assert "2.2" not in special.by_key
    sheet = sheet_of(COMMUNE, Unit("Đặc khu Lý Sơn", "đặc_khu"))
    assert sheet["I7"].value == "đặc khu"
    assert all(row.key in special.by_key for row in special.rows)


def test_guidance_says_how_each_leaf_is_scored() -> None:
    sheet = book(form(COMMUNE, XA))[GUIDANCE_SHEET]
    texts = [cell.value for cell in sheet["B"] if cell.value]
    assert "từ 80% đến dưới ngưỡng đúng hạn (95%): 1" in texts
    assert "Chấm theo “Ngày ban hành kế hoạch CCHC”" in texts
    assert any("“Đã khắc phục xong trong năm” lý do “Điều 7 khoản 2”" in text for text in texts)
    codes = {cell.value for cell in sheet["A"]}
    assert {leaf.code for leaf in rules_of(COMMUNE).root.leaves()} <= codes


STRANGE = """BỘ CHỈ SỐ K&B "=1+1 &<b>"
  năm: 2026
  đối tượng: xã; đặc_khu
  tổng điểm: 3
LĨNH VỰC 1 "Một": 3 điểm
  SỐ LIỆU mức_độ: lựa chọn ("=1+1"; "@x"; "-5") "+Mức"
TIÊU CHÍ 1.1 "=cmd|' /C calc'!A0": 2 điểm (xã: 1 điểm)
  tài liệu kiểm chứng: bắt buộc "=HYPERLINK(1)"
  cho phép điểm âm
  chấm theo mức_độ
    "=1+1": điểm tối đa
    "@x": 50% điểm tối đa
    "-5": 0
TIÊU CHÍ 1.2 "TÊN DÀI": 1 điểm (xã: 2 điểm)
  SỐ LIỆU có_đủ: có/không "TÊN RẤT DÀI"
  cho phép vượt điểm tối đa
  chấm điểm tối đa nếu có_đủ
"""


def test_texts_of_the_rules_are_never_formulas(tmp_path: Path) -> None:
    text = STRANGE.replace("TÊN DÀI", "dài " * 300).replace("TÊN RẤT DÀI", "rất dài " * 150)
    pressed = press_of(text, tmp_path)
    content = pressed.form_of(Unit("", ""), {})
    workbook = book(content)
    sheet = workbook[SHEET]
    formulas = {
        cell.coordinate
        for cells in sheet.iter_rows()
        for cell in cells
        if cell.data_type == "f" and cell.coordinate[0] not in "FGJ"
    }
    rows = {sheet.cell(row, 13).value: row for row in range(FIRST_ROW, 25)}
    maxima = {f"C{rows[code]}" for code in ("1.1", "1.2")}
    assert formulas == {"A2", "C8", "I8", *maxima}
    assert sheet[f"C{rows['1.1']}"].value == '=IF(CCHC_LOAI="xã",1,IF(CCHC_LOAI="đặc khu",2,""))'
    assert sheet[f"B{rows['1.1']}"].value.startswith("=cmd")
    assert options(sheet, "CCHC_DM_2") == ["=1+1", "@x", "-5"]
    assert options(sheet, "CCHC_DS_LOAI") == ["xã", "đặc khu"]
    assert b"&amp;LK&amp;&amp;B" in parts(content)["xl/worksheets/sheet1.xml"].replace(
        b"&amp;9", b""
    )
    heights = [sheet.row_dimensions[row].height or 0 for row in range(1, 25)]
    assert max(heights) == 409
    rules = validated(sheet)
    assert rules[f"K{rows['1.1']}"].formula1 == "-1000000"
    assert rules[f"K{rows['1.2']}"].formula2 == "1000000"
    assert "=HYPERLINK(1)" in rules[f"H{rows['1.1']}"].prompt
