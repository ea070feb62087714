"""How a column's cells are read: raw values in, checked figures out, repeats from memory."""

from decimal import Context, Decimal, InvalidOperation
from typing import TYPE_CHECKING

from cchc_rules.excel.cells import ATTRIBUTES, FORMULA, INLINE, SHARED, VALUE, formula_text
from cchc_rules.excel.texts import UnfamiliarError, decode
from cchc_rules.numeric import from_double
from cchc_rules.records import record

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Sequence

    from cchc_rules.excel.cells import CellMaker, Content
    from cchc_rules.facts import Datum
    from cchc_rules.facts.admit import Admitted
    from cchc_rules.facts.raw import Shown

    Seen = Datum | Admitted

SHORT = 24
MOST_LONG = 2_000
"""Longer values are kept up to this number: unit names and measured numbers seldom repeat."""
_NUMERALS = b"0123456789.-E "
_PLAIN = b"0123456789."
_LONG_NUMBER = 9
_TIE = 16
_FIFTEEN_DIGITS = Context(prec=15)


def _none(_shown: "Shown") -> None:
    return None


@record(eq=False)
class Lens:
    """How the cells of a column are read.

    `straight` says within which bounds stored numbers are good as they are.
    """

    see: "Callable[[Content], Seen]"
    blank: "Datum"
    straight: "Callable[[Shown], tuple[Decimal, Decimal] | None]" = _none


class Values(dict[bytes, "Seen"]):
    """What values of one shape (lens, type, style, formula) are, by their bytes."""

    __slots__ = ("_bounds", "_formula", "_kind", "_lens", "_long", "_maker", "_style")

    def __init__(self, lens: Lens, maker: "CellMaker", found: "re.Match[bytes]") -> None:
        super().__init__()
        self._lens = lens
        self._maker = maker
        self._kind, self._style = maker.attributes(found[ATTRIBUTES])
        self._formula = formula_text(found[SHARED], found[FORMULA])
        self._long = 0
        self._bounds = lens.straight(self._style.shown) if self._kind in {"", "n"} else None

    def __missing__(self, value: bytes) -> "Seen":
        """Read a value that was not met before."""
        if self._bounds is not None and len(value) < _TIE and not value.translate(None, _PLAIN):
            number = _number(value, *self._bounds)
            if number is not None:
                self[value] = number
                return number
        if b"<" in value:
            raise UnfamiliarError
        content = self._maker.make(self._kind, self._style, decode(value), self._formula)
        seen = self._lens.see(content)
        if len(value) > SHORT:
            self._long += 1
        if len(value) <= SHORT or self._long < MOST_LONG:
            self[value] = seen
        return seen

    def many(self, values: list[bytes]) -> "list[Seen]":
        """Read the values of a column; long numbers, which seldom repeat, all at once."""
        if self._bounds:
            joined = b" ".join(values)
            if len(joined) > len(values) * _LONG_NUMBER:
                numbers = _numbers(joined, len(values), *self._bounds)
                if numbers is not None:
                    return [*numbers]
        return list(map(self.__getitem__, values))


def _number(value: bytes, low: Decimal, high: Decimal) -> Decimal | None:
    """Read a short number without sign or exponent; None if it is odd or out of bounds."""
    try:
        number = Decimal(value.decode())
    except InvalidOperation:
        return None
    return number if low <= number <= high else None


def _numbers(joined: bytes, count: int, low: Decimal, high: Decimal) -> list[Decimal] | None:
    """Read numbers that stand between blanks; None if any of them is odd or out of bounds."""
    if joined.translate(None, _NUMERALS):
        return None
    texts = joined.decode().split(" ")
    rounded = _FIFTEEN_DIGITS.create_decimal
    is_scaled = b"E" in joined
    try:
        # A tie at the 16th digit ends in 5 (or 0) and is broken by the double itself.
        numbers = [
            rounded(text)
            if len(text) < _TIE or (text[-1] not in "05" and not (is_scaled and "E" in text))
            else from_double(float(text))
            for text in texts
        ]
        good = len(numbers) == count and low <= min(numbers) and max(numbers) <= high
    except (InvalidOperation, ValueError):
        return None
    return numbers if good else None


def between(pieces: "Sequence[bytes]", found: "re.Match[bytes]") -> list[bytes] | None:
    """Return what stands between the tags of pieces; `found` matches the first of them.

    The join is cut wherever one piece ends and the next begins exactly as `found` does. As many
    cuts as line ends and as pieces: each piece is those tags with one value between. Whether the
    value is free of tags, `Values` asks once for each value.
    """
    group = VALUE if found[VALUE] is not None else INLINE
    if found[group] is None:
        return None
    before, after = found.string[: found.start(group)], found.string[found.end(group) :]
    joined = b"\n".join(pieces)
    if not joined.endswith(after) or joined.count(b"\n") != len(pieces) - 1:
        return None
    values = joined[len(before) : len(joined) - len(after)].split(after + b"\n" + before)
    return values if len(values) == len(pieces) else None
