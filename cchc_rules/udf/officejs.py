"""What Office.js hands over in, cells out; and back: Excel on Windows, Mac and the web.

Values cross as JSON. Numbers, texts, TRUE and FALSE are what they are; a blank cell is null or "";
what is more than that (an error, a date of a data type, an entity) is an object.
"""

import re
from typing import TYPE_CHECKING, Any

from cchc_rules.functions import (
    FUNCTIONS,
    CellIn,
    ErrorCell,
)
from cchc_rules.udf.grids import cells_out, rows_of

if TYPE_CHECKING:
    from cchc_rules.functions import GridIn

_TYPES = {
    "Blocked": "#BLOCKED!",
    "Busy": "#BUSY!",
    "Calc": "#CALC!",
    "Connect": "#CONNECT!",
    "Div0": "#DIV/0!",
    "External": "#EXTERNAL!",
    "Field": "#FIELD!",
    "GettingData": "#GETTING_DATA",
    "Name": "#NAME?",
    "NotAvailable": "#N/A",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Python": "#PYTHON!",
    "Ref": "#REF!",
    "Spill": "#SPILL!",
    "Timeout": "#TIMEOUT!",
    "Value": "#VALUE!",
}
"""The errors as `Excel.ErrorCellValueType` calls them."""
_NAMES = {name: type_ for type_, name in _TYPES.items()}
_LONGEST = 32_767
_WITH_OBJECTS = 1.4
_AS_IS: frozenset[type] = frozenset({str, float, bool, type(None)})
"""Most cells by far, and the text of the rules: a call has thousands."""

JsonCell = float | str | dict[str, str]
"""What goes back to Excel; an object is an `Excel.ErrorCellValue`, the error itself."""


_NAMED = re.compile(rf"\bCCHC_({'|'.join(one.short for one in FUNCTIONS)})\b")


def typed(text: str) -> str:
    """Return a text of the help with our functions named as they are typed here: `CCHC.DIEM`."""
    return _NAMED.sub(r"CCHC.\1", text)


def grid_in(given: object) -> "GridIn":
    """Return what Office.js handed over (xlwings takes a single cell out of its rows) as rows."""
    return rows_of(given, _cell_in, _AS_IS)


def _cell_in(given: object) -> CellIn:
    match given:
        case None | bool() | float() | str():
            return given
        case int():  # Pyodide says 7 where JavaScript has the double 7
            return float(given)
        case dict():
            return _object_in(given)
        case _ if type(given).__name__ == "JsNull":  # Pyodide's null, a blank cell
            return None
        case _:
            return ErrorCell("#VALUE!")


def _object_in(given: dict[str, Any]) -> CellIn:
    """Read an `Excel.CellValue` (or a `CustomFunctions.Error`) by what older Excels would see."""
    match given:
        case {"type": "Error", "errorType": str(type_)} if type_ in _TYPES:
            return ErrorCell(_TYPES[type_])
        case (
            {"type": "Error", "basicValue": str(name)}
            | {"basicType": "Error", "basicValue": str(name)}
            | {"code": str(name)}
        ):
            return ErrorCell(name)
        case {"basicValue": None | bool() | int() | float() | str() as basic}:
            return _cell_in(basic)
        case _:
            return ErrorCell("#VALUE!")


def for_runtime(rows: list[list[JsonCell]], runtime: str) -> list[list[JsonCell]]:
    """Return rows for a version of Excel's custom functions: before 1.4 an object is no error.

    A text is not one either, but it spares the cells beside it. Where the client is ours, its
    script makes a native error of the object instead (server/pane/native.js).
    """
    if float(runtime) >= _WITH_OBJECTS:
        return rows
    return [
        [cell["basicValue"] if isinstance(cell, dict) else cell for cell in row] for row in rows
    ]


def _error(name: str) -> JsonCell:
    return {
        "type": "Error",
        "basicType": "Error",
        "basicValue": name,
        "errorType": _NAMES[name],
    }


cell_out = cells_out(_error)
"""What makes a cell as Office.js takes it."""
