"""A form in, the parts of its workbook out: what was drawn, with table and hidden rows in it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from cchc_rules.excel.template import head
from cchc_rules.excel.template.body import Body
from cchc_rules.excel.template.drawing import SHEETS, draw
from cchc_rules.excel.template.hidden import helper_rows, rules_rows
from cchc_rules.excel.template.validating import Lists
from cchc_rules.forms.layout import FIRST_ROW, RULES_SHEET, SHEET, Column
from cchc_rules.formulas import HELPER_SHEET
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cchc_rules.excel.template.form import Form

_NO_ROWS = "<sheetData/>"
_SAMPLE = re.compile(r' s="([0-9]+)"')
_WIDTH = re.compile(r'<dimension ref="A1:[A-Z]+')
_MERGES = re.compile(r'<mergeCells count="[0-9]+">(.*?)</mergeCells>')
_BEHIND_VALIDATIONS = "<printOptions"


@record()
class Parts:
    """The parts of a form without a unit, by the name of their file.

    `sheets` has the file of each sheet; `formulas` those of the form's blank cells, by address.
    """

    content: Mapping[str, str]
    sheets: Mapping[str, str]
    formulas: Mapping[str, str]


def assemble(form: Form) -> Parts:
    """Draw a form and put its rows in."""
    lists = Lists()
    above, body = head.validations(form, lists), Body(form, lists)
    sheets = {name: f"xl/worksheets/sheet{at}.xml" for at, name in enumerate(SHEETS, start=1)}
    with zipfile.ZipFile(io.BytesIO(draw(form, body, lists))) as drawn:
        content = {name: drawn.read(name).decode() for name in drawn.namelist()}
    own = sheets[SHEET]
    content[own] = _with_table(content[own], body, above + body.validations)
    for sheet, rows in ((RULES_SHEET, rules_rows(form)), (HELPER_SHEET, helper_rows(form))):
        name = sheets[sheet]
        content[name] = content[name].replace(_NO_ROWS, f"<sheetData>{rows}</sheetData>")
    formulas = {at: text[1:] for (on, at), text in form.formulas.cells.items() if on == SHEET}
    return Parts(content, sheets, formulas | head.formulas(form) | body.formulas)


def _with_table(xml: str, body: Body, validations: list[str]) -> str:
    """Put the table in the place of the samples of its looks."""
    start = xml.index(f'<row r="{FIRST_ROW}"')
    end = xml.index("</row>", start) + len("</row>")
    xml = xml[:start] + body.xml(_SAMPLE.findall(xml[start:end])) + xml[end:]
    rules = f'<dataValidations count="{len(validations)}">{"".join(validations)}</dataValidations>'
    xml = xml.replace(_BEHIND_VALIDATIONS, rules + _BEHIND_VALIDATIONS, 1)
    xml = _WIDTH.sub(f'<dimension ref="A1:{Column.KEY.letter}', xml, count=1)
    merges = "".join(f'<mergeCell ref="{cells}"/>' for cells in body.merges)
    count = xml.count("<mergeCell ") + len(body.merges)
    return _MERGES.sub(rf'<mergeCells count="{count}">\1{merges}</mergeCells>', xml, count=1)
