"""The functions as xlwings calls them: what Excel hands over in, what Excel's COM takes out.

Each function of the registry is bound under its own name with the decorators of xlwings. In the
Excel of a Windows desktop they make it a function of cells; elsewhere they do nothing, and what
stands here are plain functions on the values that COM would hand over.
"""

from datetime import date, datetime
from decimal import Decimal
from inspect import Parameter, Signature
from typing import TYPE_CHECKING

import xlwings as xw

from cchc_rules.functions import (
    FUNCTIONS,
    Blank,
    CellIn,
    CellOut,
    ErrorCell,
    Function,
    HostError,
    Number,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_rules.functions import Argument, GridIn

CATEGORY = "CCHC"

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
_AS_IS = frozenset({str, float, bool, type(None)})
"""Most cells by far, and the text of the rules: a call has thousands."""

ComCell = bool | int | float | str
"""What goes back to Excel. An `int` is an error: the wrapper in VBA makes it one by CVErr, because
pywin32 sends every VARIANT of the type VT_ERROR as a missing argument (oleargs.cpp)."""


def grid_in(given: object) -> "GridIn":
    """Return what COM handed over (a value, one row, rows) as rows of cells."""
    if not isinstance(given, tuple | list):
        return ((_cell_in(given),),)
    if given and not isinstance(given[0], tuple | list):
        return (tuple(map(_cell_in, given)),)
    return tuple(
        tuple(cell if type(cell) in _AS_IS else _cell_in(cell) for cell in row) for row in given
    )


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


def cell_out(given: CellOut) -> ComCell:
    """Return a cell as Excel's COM takes it."""
    match given:
        case Number(value):
            return float(value)
        case Text(value):
            return value[:_LONGEST]
        case HostError():
            return _CODES[given.native]
        case Blank():
            return ""


def bound(function: Function) -> "Callable[..., list[list[ComCell]]]":
    """Return a function of the registry as xlwings takes one: named, described, positional."""

    def call(*given: object) -> list[list[ComCell]]:
        grids = (None if one is None else grid_in(one) for one in given)
        return [list(map(cell_out, row)) for row in function(*grids)]

    call.__name__ = call.__qualname__ = function.name
    call.__doc__ = function.summary
    call.__annotations__ = {}
    call.__signature__ = Signature(list(map(_parameter, function.arguments)))  # type: ignore[attr-defined]
    decorated = xw.ret("raw")(call)
    for argument in function.arguments:
        decorated = xw.arg(argument.name, "raw", doc=argument.help)(decorated)
    return xw.func(category=CATEGORY)(decorated)  # the last: each of the others forgets a category


def _parameter(argument: "Argument") -> Parameter:
    default = None if argument.optional else Parameter.empty
    return Parameter(argument.name, Parameter.POSITIONAL_OR_KEYWORD, default=default)


globals().update({function.name: bound(function) for function in FUNCTIONS})
