"""The layout of a form in, native spreadsheet formulas that score it out; no workbook is touched.

formulas = compile_form(layout)                 once per rule set and kinds
formulas.cells["Phiếu chấm điểm", "F14"]        "=CCHC_TINH!$B$120": write it as a formula
formulas.labels["CCHC_TINH", "A120"]            what a helper cell is: write it as text
shown_values(layout, assessment, classes)       what the evaluator says that those cells show
working.Workings(formulas.cells, inputs, names) what every formula shows: cached values

The template must give the sheets of `layout` their names, hide `HELPER_SHEET`, and define
`KIND_NAME` for the header cell with the unit's kind if the form serves more than one kind.
"""

from cchc_rules.formulas.form import FormFormulas, compile_form
from cchc_rules.formulas.shown import shown_values
from cchc_rules.formulas.words import (
    COUNCIL,
    ERROR,
    EXCLUDED,
    HELPER_SHEET,
    KIND_NAME,
    MISSING,
)

__all__ = [
    "COUNCIL",
    "ERROR",
    "EXCLUDED",
    "HELPER_SHEET",
    "KIND_NAME",
    "MISSING",
    "FormFormulas",
    "compile_form",
    "shown_values",
]
