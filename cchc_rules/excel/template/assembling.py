"""A form in, the parts of its workbook out: what was drawn, with table and hidden rows in it."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from cchc_rules.excel.template import head
from cchc_rules.excel.template.body import Body
from cchc_rules.excel.template.cutting import Cut, cut
from cchc_rules.excel.template.drawing import SHEETS, draw
from cchc_rules.excel.template.hidden import helper_cells, rules_rows
from cchc_rules.excel.template.names import names_xml
from cchc_rules.excel.template.sheets import guidance_rows
from cchc_rules.excel.template.validating import Lists
from cchc_rules.forms.layout import FIRST_ROW, GUIDANCE_SHEET, RULES_SHEET, SHEET, Column
from cchc_rules.formulas import HELPER_SHEET
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cchc_rules.excel.template.form import Form

_NO_ROWS = "<sheetData/>"
_SAMPLE = re.compile(r' s="([0-9]+)"')
_WIDTH = re.compile(r'<dimension ref="A1:[A-Z]+')
_MERGES = '<mergeCells count="'
_BEHIND_VALIDATIONS, _BEHIND_MERGES = "<printOptions", "<pageMargins"
_DIMENSION = re.compile(r'(?<=<dimension )ref="[^"]*"')
_BOOK, _BEHIND_NAMES = "xl/workbook.xml", "</definedNames>"


@record()
class Parts:
    """The parts of a form without a unit: `content` by the name of their file.

    `sheets` are those in which units differ, by name, cut at their blank cells; `files` has the
    name of the file of each.
    """

    content: Mapping[str, str]
    sheets: Mapping[str, Cut]
    files: Mapping[str, str]


def assemble(form: Form) -> Parts:
    """Draw a form and put its rows in; cells with a formula are blank so far."""
    lists = Lists()
    above, body = head.validations(form, lists), Body(form, lists)
    files = {name: f"xl/worksheets/sheet{at}.xml" for at, name in enumerate(SHEETS, start=1)}
    with zipfile.ZipFile(io.BytesIO(draw(form, body, lists))) as drawn:
        content = {name: drawn.read(name).decode() for name in drawn.namelist()}
    content[_BOOK] = content[_BOOK].replace(_BEHIND_NAMES, names_xml(form.layout) + _BEHIND_NAMES)
    content[files[GUIDANCE_SHEET]] = _with_guidance(content[files[GUIDANCE_SHEET]], form)
    own, rules, helpers = (content.pop(files[at]) for at in (SHEET, RULES_SHEET, HELPER_SHEET))
    before, _, behind = helpers.partition(_NO_ROWS)
    sheets = {
        SHEET: cut(_with_table(own, body, above + body.validations)),
        RULES_SHEET: cut(rules.replace(_NO_ROWS, f"<sheetData>{rules_rows(form)}</sheetData>")),
        HELPER_SHEET: helper_cells(form, f"{before}<sheetData>", f"</sheetData>{behind}"),
    }
    return Parts(content, sheets, files)


def _with_table(xml: str, body: Body, validations: list[str]) -> str:
    """Put the table in the place of the samples of its looks."""
    start = xml.index(f'<row r="{FIRST_ROW}"')
    end = xml.index("</row>", start) + len("</row>")
    xml = xml[:start] + body.xml(_SAMPLE.findall(xml[start:end])) + xml[end:]
    rules = f'<dataValidations count="{len(validations)}">{"".join(validations)}</dataValidations>'
    xml = xml.replace(_BEHIND_VALIDATIONS, rules + _BEHIND_VALIDATIONS, 1)
    xml = _WIDTH.sub(f'<dimension ref="A1:{Column.KEY.letter}', xml, count=1)
    merges = "".join(f'<mergeCell ref="{cells}"/>' for cells in body.merges)
    before, _, behind = xml.partition(_MERGES)
    known, _, behind = behind.partition('"')
    others, _, behind = behind.partition("</mergeCells>")
    count = int(known) + len(body.merges)
    return f'{before}{_MERGES}{count}"{others}{merges}</mergeCells>{behind}'


def _with_guidance(xml: str, form: Form) -> str:
    """Put the guidance in the place of the samples of its looks."""
    before, _, behind = xml.partition("<sheetData>")
    samples, _, behind = behind.partition("</sheetData>")
    rows, merges = guidance_rows(form, _SAMPLE.findall(samples))
    protection, _, behind = behind.partition(_BEHIND_MERGES)
    merged = "".join(f'<mergeCell ref="{cells}"/>' for cells in merges)
    merged = f'<mergeCells count="{len(merges)}">{merged}</mergeCells>' if merges else ""
    before = _DIMENSION.sub(f'ref="A1:B{max(len(form.guidance), 1)}"', before, count=1)
    rest = f"{protection}{merged}{_BEHIND_MERGES}{behind}"
    return f"{before}<sheetData>{rows}</sheetData>{rest}"
