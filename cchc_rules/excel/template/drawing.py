"""A form in, the workbook around its table out, as bytes: XlsxWriter draws what is rich."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from cchc_rules.excel.template import names
from cchc_rules.excel.template.columns import WIDTHS, at
from cchc_rules.excel.template.foot import write_foot
from cchc_rules.excel.template.head import HEADER_ROW, UNIT_ID, UNIT_KIND, UNIT_NAME, Head
from cchc_rules.excel.template.marking import mark, needed_rows
from cchc_rules.excel.template.measuring import SIZE
from cchc_rules.excel.template.sheets import draw_guidance
from cchc_rules.excel.template.styles import FONT, Styles
from cchc_rules.excel.template.validating import LISTS_SHEET, shortened
from cchc_rules.forms.layout import (
    FIRST_ROW,
    GUIDANCE_SHEET,
    RULES_NAME,
    RULES_SHEET,
    SHEET,
    Column,
)
from cchc_rules.formulas import HELPER_SHEET

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from cchc_rules.excel.template.body import Body
    from cchc_rules.excel.template.form import Form
    from cchc_rules.excel.template.validating import Lists

SHEETS = (SHEET, GUIDANCE_SHEET, RULES_SHEET, HELPER_SHEET, LISTS_SHEET)
"""The sheets in their order: the first is part `xl/worksheets/sheet1.xml`, and so on."""
_A4 = 9
_WIDE = 600
_LONGEST_CODE = 60
_OPTIONS = {
    "in_memory": True,
    "strings_to_urls": False,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": FONT, "font_size": SIZE},
    "default_column_width": 72,
    "default_row_height": 21,
}
"""Times New Roman 12 is the default font too: widths of columns are counted in its digits."""
_ALLOWED = {"format_rows": True, "format_columns": True}


def draw(form: Form, body: Body, lists: Lists) -> bytes:
    """Draw everything but the table: in its first row stands a sample of each of its looks.

    That of guidance has such samples, too; those of the rules and of helper cells are empty.
    """
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    workbook = Workbook(buffer, _OPTIONS)
    sheets = {name: workbook.add_worksheet(name) for name in SHEETS}
    styles, sheet = Styles(workbook), sheets[SHEET]
    for column, width in WIDTHS.items():
        sheet.set_column_pixels(at(column), at(column), width)
    sheet.set_column_pixels(at(Column.KEY), at(Column.KEY), 100, None, {"hidden": True})
    Head(form, sheet, styles).write()
    for place, look in enumerate(body.looks):
        sheet.write_blank(FIRST_ROW - 1, place, None, styles.get(look))
    last = write_foot(sheet, styles, form.layout.last_row)
    mark(form, workbook, sheet)
    _set_up(form, sheet, last)
    draw_guidance(sheets[GUIDANCE_SHEET], styles)
    sheets[RULES_SHEET].set_column_pixels(0, 0, _WIDE)
    sheets[HELPER_SHEET].set_column_pixels(0, 0, _WIDE)
    _list(form, workbook, sheets[LISTS_SHEET], lists)
    _name(form, workbook)
    for name, one in sheets.items():
        one.protect("", _ALLOWED)
        if name in {RULES_SHEET, HELPER_SHEET, LISTS_SHEET}:
            one.hide()
    sheet.activate()
    _describe(form, workbook)
    workbook.close()
    return buffer.getvalue()


def _list(form: Form, workbook: Workbook, sheet: Worksheet, lists: Lists) -> None:
    """Write 1 beside each row that the unit must fill, then the lists, a column each."""
    from xlsxwriter.utility import xl_col_to_name

    for number in needed_rows(form):
        sheet.write_number(number - 1, 0, 1)
    for column, (name, options) in enumerate(lists, start=1):
        for row, option in enumerate(options):
            sheet.write_string(row, column, option)
        letters = xl_col_to_name(column)
        ends = f"${letters}$1:${letters}${len(options)}"
        workbook.define_name(name, f"={LISTS_SHEET}!{ends}")


def _set_up(form: Form, sheet: Worksheet, last_row: int) -> None:
    """How the form is printed and scrolled."""
    rules = form.layout.rules
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.45, right=0.4, top=0.5, bottom=0.6)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW - 1, FIRST_ROW - 2)
    sheet.print_area(0, 0, last_row - 1, at(Column.OVERRIDE_REASON))
    code = shortened(rules.code, _LONGEST_CODE).replace("&", "&&")
    sheet.set_footer(f"&L&9{code} năm {rules.year}&R&9Trang &P/&N")
    sheet.freeze_panes(FIRST_ROW - 1, at(Column.MAXIMUM))
    sheet.hide_gridlines(2)
    sheet.set_zoom(90)


def _name(form: Form, workbook: Workbook) -> None:
    """Define the names of what a reader looks for; those of figures are written as XML."""
    of_unit = (
        (names.UNIT_NAME, UNIT_NAME),
        (names.UNIT_KIND, UNIT_KIND),
        (names.UNIT_ID, UNIT_ID),
    )
    for name, address in of_unit:
        workbook.define_name(name, f"='{SHEET}'!{address}")
    for name, row in ((names.SHA256, 1), (names.CODE, 2), (names.YEAR, 3)):
        workbook.define_name(name, f"={RULES_SHEET}!$C${row}")
    workbook.define_name(RULES_NAME, f"={RULES_SHEET}!$A$1:$A${max(len(form.text), 1)}")


def _describe(form: Form, workbook: Workbook) -> None:
    rules = form.layout.rules
    workbook.set_properties(
        {
            "title": f"Phiếu chấm điểm {rules.title} năm {rules.year}",
            "subject": "Chỉ số cải cách hành chính",
            "keywords": f"{rules.code}@{rules.year}",
            "comments": f"{rules.code} năm {rules.year}, SHA-256 {rules.sha256}",
        }
    )
