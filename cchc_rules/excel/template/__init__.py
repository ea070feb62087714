"""The layout of a rule set's form in, the workbooks that units fill out: drawn once, then stamped.

form = Form(layout, formulas, text, guidance)      everything that the form says
prototype = Prototype(form)                        once for each kind of unit
prototype.filled(values_of(form, unit, …))         the workbook of one unit, as bytes
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.excel.template import head
from cchc_rules.excel.template.filing import ENDING, FileNames
from cchc_rules.excel.template.form import Form
from cchc_rules.excel.template.hidden import UNIT_CELLS
from cchc_rules.excel.template.marking import needed_rows
from cchc_rules.excel.template.stamping import Prototype
from cchc_rules.forms.layout import CLASS, INPUT, RULES_SHEET, SHEET, TOTAL, Column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cchc_rules.excel.template.stamping import Value, Values
    from cchc_rules.facts import Unit

__all__ = ["ENDING", "FileNames", "Form", "Prototype", "values_of"]


def values_of(
    form: Form, unit: Unit, before: Mapping[str, Value], shown: Mapping[str, Value]
) -> Values:
    """Return what the cells of a unit's form hold.

    `before` has the figures of the year before by the key of their row; `shown` by address what the
    formulas show.
    """
    kind = unit.kind.replace("_", " ")
    texts = {
        (SHEET, _plain(head.UNIT_NAME)): unit.name,
        (SHEET, head.NAME_IN_HEAD): unit.name.upper() or head.NO_NAME,
        (SHEET, _plain(head.UNIT_KIND)): kind,
        (SHEET, _plain(head.UNIT_ID)): unit.id,
        (RULES_SHEET, UNIT_CELLS["id"]): unit.id,
        (RULES_SHEET, UNIT_CELLS["kind"]): unit.kind,
        (RULES_SHEET, UNIT_CELLS["name"]): unit.name,
    }
    values: dict[tuple[str, str], Value] = {place: text for place, text in texts.items() if text}
    values[SHEET, head.STILL_MISSING] = head.still_missing(len(needed_rows(form)))
    for key, value in before.items():
        for column in INPUT.values():
            values[SHEET, _plain(form.layout.cell(key, column))] = value
    for address, value in shown.items():
        values[SHEET, address] = value
    for address, of in _copies(form).items():
        if of in shown:
            values[SHEET, address] = shown[of]
    return values


def _copies(form: Form) -> dict[str, str]:
    """Return the cells above the table that repeat one below."""
    cell = form.layout.cell
    return {
        head.SELF_TOTAL: _plain(cell(TOTAL, Column.SELF_SCORE)),
        head.TOTAL_POINTS: _plain(cell(TOTAL, Column.SCORE)),
        head.UNIT_CLASS: _plain(cell(CLASS, Column.SCORE)),
    }


def _plain(address: str) -> str:
    return address.replace("$", "")
