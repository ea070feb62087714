"""The last row of the table in, what stands below it out: notes, date, signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.excel.template.columns import at
from cchc_rules.excel.template.styles import COUNCIL_INPUT, UNIT_INPUT
from cchc_rules.forms.layout import Column

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from cchc_rules.excel.template.styles import Look, Styles

_LEFT, _RIGHT = (Column.ORDER, Column.DECLARED), (Column.EVIDENCE, Column.OVERRIDE_REASON)
_ROOM_TO_SIGN = 66
_BLANK = "………………"


def write_foot(sheet: Worksheet, styles: Styles, last_row: int) -> int:
    """Write the notes and the block of signatures; return the last row that they use."""
    note: Look = {"italic": True, "font_size": 11}
    row = last_row
    sheet.set_row(row, 6)
    texts = (
        (UNIT_INPUT, "Ô nền vàng: đơn vị nhập; còn trống thì màu đậm hơn."),
        (COUNCIL_INPUT, "Ô nền xanh: hội đồng thẩm định nhập."),
    )
    for colour, text in texts:
        row += 1
        box: Look = {"bg_color": colour, "border": 1, "border_color": "#7F7F7F"}
        sheet.write_blank(row, 0, None, styles.get(box))
        _merged(sheet, styles, row, (Column.TITLE, Column.SCORE), text, note)
        sheet.set_row(row, 16)
    row += 1
    centred: Look = {"align": "center"}
    day = f"{_BLANK}, ngày …… tháng …… năm ………"
    _merged(sheet, styles, row, _RIGHT, day, centred | {"italic": True, "locked": False})
    sheet.set_row(row, 20)
    row += 1
    bold = centred | {"bold": True}
    _merged(sheet, styles, row, _LEFT, "NGƯỜI LẬP BIỂU", bold)
    _merged(sheet, styles, row, _RIGHT, "THỦ TRƯỞNG ĐƠN VỊ", bold)
    row += 1
    small = centred | {"italic": True}
    _merged(sheet, styles, row, _LEFT, "(Ký, ghi rõ họ tên)", small)
    _merged(sheet, styles, row, _RIGHT, "(Ký, ghi rõ họ tên, đóng dấu)", small)
    row += 1
    sheet.set_row(row, _ROOM_TO_SIGN)
    row += 1
    for ends in (_LEFT, _RIGHT):
        _merged(sheet, styles, row, ends, "", bold | {"locked": False})
    return row + 1


def _merged(  # noqa: PLR0913, PLR0917 - a place, its text and its look
    sheet: Worksheet,
    styles: Styles,
    row: int,
    ends: tuple[Column, Column],
    text: str,
    look: Look,
) -> None:
    style = styles.get(look)
    first, last = ends
    sheet.merge_range(row, at(first), row, at(last), "", style)
    if text:
        sheet.write_string(row, at(first), text, style)
