"""A form in, what stands above its table out: the national heading, title, unit, two-row header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.excel.template.columns import WIDTHS, at, width_over
from cchc_rules.excel.template.measuring import height_of, lines_of
from cchc_rules.excel.template.styles import HEADER, NUMBERING, UNIT_INPUT
from cchc_rules.excel.template.validating import KINDS_NAME, LISTS_SHEET, Rule, free_text
from cchc_rules.forms.layout import CLASS, FIRST_ROW, TOTAL, Column

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from cchc_rules.excel.template.form import Form
    from cchc_rules.excel.template.styles import Look, Styles
    from cchc_rules.excel.template.validating import Lists

UNIT_NAME, UNIT_KIND, UNIT_ID = "$C$7", "$I$7", "$K$7"
"""The cells of the unit's name, kind and id; what they hold is only compared with the roster."""
NAME_IN_HEAD, SELF_TOTAL, TOTAL_POINTS, UNIT_CLASS, STILL_MISSING = "A2", "C8", "G8", "I8", "J8"
"""Cells above the table whose formulas repeat a name, a total, a class, and count blanks."""
NO_NAME = "TÊN ĐƠN VỊ"
HEADER_ROW = FIRST_ROW - 3
_LAST = Column.OVERRIDE_REASON
_BOX: Look = {"border": 1, "border_color": "#7F7F7F"}
_MOST_OF_NAME = 200


def formulas(form: Form) -> dict[str, str]:
    """Return the formulas above the table, by address."""
    cell, last = form.layout.cell, form.layout.last_row
    needed = f"({LISTS_SHEET}!$A${FIRST_ROW}:$A${last}=1)"
    letter = Column.DECLARED.letter
    blank = f'(${letter}${FIRST_ROW}:${letter}${last}="")'
    count = f"SUMPRODUCT({needed}*{blank})"
    some = f'"Còn "&{count}&" ô số liệu tự khai chưa nhập"'
    copies = (
        (SELF_TOTAL, cell(TOTAL, Column.SELF_SCORE)),
        (TOTAL_POINTS, cell(TOTAL, Column.SCORE)),
        (UNIT_CLASS, cell(CLASS, Column.SCORE)),
    )
    return {
        NAME_IN_HEAD: f'IF({UNIT_NAME}="","{NO_NAME}",UPPER({UNIT_NAME}))',
        STILL_MISSING: f'IF({count}=0,"Đã nhập đủ số liệu tự khai",{some})',
        **{address: f'IF({of}="","",{of})' for address, of in copies},
    }


def validations(form: Form, lists: Lists) -> list[str]:
    """Return what the cells of the unit take."""
    told = "Tên đơn vị, như trong danh sách của hội đồng thẩm định."
    rules = [free_text("Tên đơn vị", told, _MOST_OF_NAME).xml(UNIT_NAME.replace("$", ""))]
    if not form.kind:
        kinds = [kind.replace("_", " ") for kind in form.layout.kinds]
        names = lists.name_of(kinds, KINDS_NAME)
        wanted = "Chọn loại đơn vị trước khi nhập số liệu."
        rule = Rule("list", (names,), "Loại đơn vị", wanted, "Chọn một loại trong danh sách.")
        rules.append(rule.xml(UNIT_KIND.replace("$", "")))
    return rules


class Head:
    """Writes the rows above the table of one form."""

    def __init__(self, form: Form, sheet: Worksheet, styles: Styles) -> None:
        self._form = form
        self._sheet = sheet
        self._styles = styles

    def write(self) -> None:
        """Write everything above the first row of the table."""
        self._national()
        self._title()
        self._unit()
        self._summary()
        self._header()

    def _national(self) -> None:
        """The state's name and motto, and the office that fills the form."""
        left, right = (Column.ORDER, Column.DECLARED), (Column.EVIDENCE, _LAST)
        centred: Look = {"align": "center"}
        self._merged(1, *left, "ỦY BAN NHÂN DÂN ……………………", centred | {"locked": False})
        bold = centred | {"bold": True}
        self._merged(1, *right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold)
        self._merged(2, *left, "", bold | {"underline": 1, "shrink": True})
        motto = "Độc lập - Tự do - Hạnh phúc"
        self._merged(2, *right, motto, bold | {"underline": 1, "font_size": 13})
        for row, height in ((1, 17), (2, 18), (3, 6)):
            self._sheet.set_row(row - 1, height)

    def _title(self) -> None:
        rules = self._form.layout.rules
        title = f"PHIẾU CHẤM ĐIỂM {rules.title.upper()}"
        whole = Column.ORDER, _LAST
        bold: Look = {"bold": True, "align": "center", "text_wrap": True}
        self._merged(4, *whole, title, bold | {"font_size": 14})
        lines = lines_of(title, width_over(*whole), size=14, bold=True)
        self._sheet.set_row(3, height_of(lines, size=14))
        year = f"NĂM {rules.year}"
        if rules.period is not None:
            first, last = rules.period
            year += f" (số liệu từ {first:%d/%m/%Y} đến {last:%d/%m/%Y})"
        self._merged(5, *whole, year, bold)
        self._sheet.set_row(4, 18)
        basis = f"Căn cứ: {rules.basis}" if rules.basis else ""
        self._merged(6, *whole, basis, {"italic": True, "align": "center", "text_wrap": True})
        self._sheet.set_row(5, height_of(lines_of(basis, width_over(*whole))))

    def _unit(self) -> None:
        """Who fills the form: known to the council, or chosen here."""
        label: Look = {"align": "right", "bold": True}
        value: Look = {"bold": True, "indent": 1, "shrink": True, **_BOX}
        self._merged(7, Column.ORDER, Column.TITLE, "Tên đơn vị:", label)
        open_ = value | {"locked": False, "bg_color": UNIT_INPUT}
        known = self._form.for_unit
        self._merged(7, Column.MAXIMUM, Column.SCORE, "", value if known else open_)
        self._write(7, Column.EVIDENCE, "Loại đơn vị:", label)
        self._write(7, Column.EXPLANATION, "", (value if self._form.kind else open_))
        self._write(7, Column.REASON, "Mã đơn vị (nếu có):", label)
        last = (value if known else open_) | {"num_format": "@"}
        self._merged(7, Column.OVERRIDE, _LAST, "", last)
        self._sheet.set_row(6, 19)

    def _summary(self) -> None:
        """The total so far, where it is in sight while figures are entered."""
        label: Look = {"align": "right"}
        value: Look = {"bold": True, "align": "center", "num_format": "0.00", "shrink": True}
        self._merged(8, Column.ORDER, Column.TITLE, "Tổng điểm tự chấm:", label)
        self._merged(8, Column.MAXIMUM, Column.DECLARED, "", value)
        self._merged(8, Column.APPRAISED, Column.SELF_SCORE, "Thẩm định:", label)
        self._write(8, Column.SCORE, "", value)
        self._write(8, Column.EVIDENCE, "Xếp loại:", label)
        self._write(8, Column.EXPLANATION, "", value)
        self._merged(8, Column.REASON, _LAST, "", {"italic": True, "align": "right"})
        self._sheet.set_row(7, 19)

    def _header(self) -> None:
        """Two rows of titles, merged, and a row that numbers the columns."""
        top = HEADER_ROW
        style = self._styles.get(HEADER)
        columns = list(WIDTHS)
        for column in columns:
            if column.group:
                self._write(top + 1, column, column.heading, HEADER)
                partner = [one for one in columns if one.group == column.group]
                if column is partner[0]:
                    ends = top - 1, at(partner[0]), top - 1, at(partner[-1])
                    self._sheet.merge_range(*ends, column.group, style)
            else:
                self._sheet.merge_range(top - 1, at(column), top, at(column), column.heading, style)
            self._write(top + 2, column, f"({column.number})", NUMBERING)
        lines = max(
            lines_of(column.heading, WIDTHS[column], size=11, bold=True) - (not column.group)
            for column in columns
        )
        self._sheet.set_row(top - 1, 18)
        self._sheet.set_row(top, height_of(max(lines, 2), size=11))
        self._sheet.set_row(top + 1, 16.5)
        self._sheet.write_string(top, at(Column.KEY), Column.KEY.value, style)

    def _merged(self, row: int, first: Column, last: Column, text: str, look: Look) -> None:
        self._sheet.merge_range(row - 1, at(first), row - 1, at(last), "", self._styles.get(look))
        if text:
            self._write(row, first, text, look)

    def _write(self, row: int, column: Column, text: str, look: Look) -> None:
        style = self._styles.get(look)
        if text:
            self._sheet.write_string(row - 1, at(column), text, style)
        else:
            self._sheet.write_blank(row - 1, at(column), None, style)
