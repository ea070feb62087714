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
from cchc_rules.excel.template.showing import all_formulas, worked_out
from cchc_rules.excel.template.stamping import Prototype
from cchc_rules.excel.template.validating import LISTS_SHEET
from cchc_rules.forms.layout import INPUT, RULES_SHEET, SHEET

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cchc_rules.excel.template.stamping import Value, Values
    from cchc_rules.facts import Unit

__all__ = [
    "ENDING",
    "LISTS_SHEET",
    "FileNames",
    "Form",
    "Prototype",
    "all_formulas",
    "values_of",
    "worked_out",
]


def values_of(form: Form, unit: Unit, before: Mapping[str, Value]) -> Values:
    """Return what the cells of a unit's form hold.

    `before` has the figures of the year before by the key of their row.
    """
    texts = {
        (SHEET, _plain(head.UNIT_NAME)): unit.name,
        (SHEET, _plain(head.UNIT_KIND)): unit.kind.replace("_", " "),
        (SHEET, _plain(head.UNIT_ID)): unit.id,
        (RULES_SHEET, UNIT_CELLS["id"]): unit.id,
        (RULES_SHEET, UNIT_CELLS["kind"]): unit.kind,
        (RULES_SHEET, UNIT_CELLS["name"]): unit.name,
    }
    values: dict[tuple[str, str], Value] = {place: text for place, text in texts.items() if text}
    for key, value in before.items():
        for column in INPUT.values():
            values[SHEET, _plain(form.layout.cell(key, column))] = value
    return values


def _plain(address: str) -> str:
    return address.replace("$", "")
