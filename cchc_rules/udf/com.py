"""What Excel's COM hands over in, cells out; and back: Excel on a Windows desktop."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_rules.functions import CellIn, ErrorCell
from cchc_rules.udf.grids import cells_out, rows_of

if TYPE_CHECKING:
    from cchc_rules.functions import GridIn

_SCODE = -2146828288
"""What COM adds to the number of an error of Excel (2042 for #N/A)."""

_ERRORS = {
    2000: "#NULL!",
    2007: "#DIV/0!",
    2015: "#VALUE!",
    2023: "#REF!",
    2029: "#NAME?",
    2036: "#NUM!",
    2042: "#N/A",
    2043: "#GETTING_DATA",
    2045: "#SPILL!",
    2046: "#CONNECT!",
    2047: "#BLOCKED!",
    2048: "#UNKNOWN!",
    2049: "#FIELD!",
    2050: "#CALC!",
}
_NAMES = {_SCODE + number: name for number, name in _ERRORS.items()}
_CODES = {name: code for code, name in _NAMES.items()}
_LONGEST = 32_767
_AS_IS: frozenset[type] = frozenset({str, float, bool, type(None)})
"""Most cells by far, and the text of the rules: a call has thousands."""

ComCell = bool | int | float | str
"""What goes back to Excel. An `int` is an error: the wrapper in VBA makes it one by CVErr, because
pywin32 sends every VARIANT of the type VT_ERROR as a missing argument (oleargs.cpp)."""


def grid_in(given: object) -> "GridIn":
    """Return what COM handed over (a value, one row, rows) as rows of cells."""
    return rows_of(given, _cell_in, _AS_IS)


def _cell_in(given: object) -> CellIn:
    match given:
        case None | bool() | float() | Decimal() | str():
            return given
        case int():
            return ErrorCell(_NAMES[given]) if given in _NAMES else given
        case datetime():  # pywin32 says UTC, but the cell's time has no zone
            return given.replace(tzinfo=None)
        case date():
            return given
        case _:
            return ErrorCell("#VALUE!")


cell_out = cells_out(_CODES.__getitem__)
"""What makes a cell as Excel's COM takes it."""
