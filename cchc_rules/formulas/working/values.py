"""What cells hold in, what spreadsheet programs make of it out: numbers, texts, comparisons.

A blank is 0 or no text, letter case does not count where texts are compared, and a number within a
text has a decimal comma, as every program in Vietnamese writes it.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from cchc_rules.numeric import from_double, plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class CellError(Exception):
    """`#N/A` and its like: it stands in a cell, and is raised by what cannot do with it."""


Single = float | str | bool | CellError | None
Value = Single | list[Single]
"""What a cell holds (None: it is blank), or what all cells of a range do."""

_SURE = 1e-4
"""A number so far from the middle between two is rounded to the same by every program."""
_COARSE = 1e15
"""A number so large has no decimals that count."""
_NUMBERS, _TEXTS, _TRUTHS = range(3)
"""The order of what a cell may hold, the least first."""


def number(value: Value) -> float:
    """Return the number that a value is."""
    if value is None:
        return 0.0
    if isinstance(value, float | bool):
        return float(value)
    raise value if isinstance(value, CellError) else CellError("#VALUE!")


def text(value: Value) -> str:
    """Return the text that a value is."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return plain(from_double(value)).replace(".", ",")
        case _:
            raise value if isinstance(value, CellError) else CellError("#VALUE!")


def truth(value: Value) -> bool:
    """Return whether a condition holds."""
    return value if isinstance(value, bool) else number(value) != 0


def rounded(value: float, digits: int) -> float:
    """Return a number rounded half away from zero, by its first 15 digits."""
    if abs(value) >= _COARSE:
        return value
    scaled = abs(value) * 10.0**digits
    if abs(scaled % 1 - 0.5) > max(_SURE, scaled * 1e-14):
        return round(value, digits) + 0.0
    return float(from_double(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)) + 0.0


def compared(test: Callable[[Any, Any], bool]) -> Callable[[Value, Value], Value]:
    """Return a comparison of cells by one of Python; a range is compared cell by cell."""

    def compare(one: Value, two: Value) -> Value:
        if type(one) is type(two) is float:
            return test(one, two)
        if isinstance(one, list):
            return [test(*_alike(own, two)) for own in one]
        return test(*_alike(one, two))

    return compare


def _alike(one: Value, two: Value) -> tuple[tuple[int, object], tuple[int, object]]:
    """Return two values as Python compares them: numbers before texts before truths."""
    return _placed(one, two), _placed(two, one)


def _placed(value: Value, other: Value) -> tuple[int, object]:
    match value:
        case bool():
            return _TRUTHS, value
        case float():
            return _NUMBERS, value
        case str():
            return _TEXTS, value.casefold()
        case None:
            if isinstance(other, str):
                return _TEXTS, ""
            return (_TRUTHS, False) if isinstance(other, bool) else (_NUMBERS, 0.0)
        case _:
            raise value if isinstance(value, CellError) else CellError("#VALUE!")
