"""An argument as a host of Excel hands it over in, rows of cells out; and cells back."""

from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from cchc_rules.functions import Blank, CellOut, HostError, Number, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_rules.functions import CellIn, GridIn

T = TypeVar("T")
_LONGEST = 32_767
"""Letters that a cell of Excel holds."""


def rows_of(
    given: object, cell_in: "Callable[[object], CellIn]", as_is: frozenset[type]
) -> "GridIn":
    """Return a value, one row or rows as rows of cells; the types `as_is` need no `cell_in`."""
    if not isinstance(given, tuple | list):
        return ((cell_in(given),),)
    if given and not isinstance(given[0], tuple | list):
        return (tuple(map(cell_in, given)),)
    if as_is.issuperset(map(type, chain.from_iterable(given))):
        return given
    return tuple(
        tuple(cell if type(cell) in as_is else cell_in(cell) for cell in row) for row in given
    )


def cells_out(native: "Callable[[str], T]") -> "Callable[[CellOut], float | str | T]":
    """Return what makes a cell of Excel of one of ours; `native` makes its error of the name."""

    def cell_out(given: CellOut) -> "float | str | T":
        match given:
            case Blank():  # two cells of three in a form
                return ""
            case Number(value):
                return float(value)
            case Text(value):
                return value[:_LONGEST]
            case HostError():
                return native(given.native)

    return cell_out
