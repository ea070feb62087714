"""Formulas and what is typed into cells in, what every formula shows out: no program is asked.

workings = Workings(formulas, inputs, names)   all formulas of a workbook, and its other cells
workings.shown                                 what each of them shows
workings.after(typed)                          what some show instead once more is typed
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.formulas.working.reading import compile_shape, split
from cchc_rules.formulas.working.values import CellError, Single

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cchc_rules.formulas.working.functions import Work
    from cchc_rules.formulas.working.values import Value

    Place = tuple[str, str]
    """A sheet, and the address of a cell in it: C7."""
    Line = tuple[Place, str, Work, list[str]]
    """The place of a formula, its key, what works it out, the keys of its operands."""

__all__ = ["CellError", "Single", "Workings"]


class Workings:
    """The formulas of one workbook, worked out.

    `formulas` are by sheet and address, each behind those that it reads. `inputs` are the cells
    that hold something else; ranges have only such, of one column. `names` are the defined names
    that formulas use.
    """

    def __init__(
        self,
        formulas: Mapping[Place, str],
        inputs: Mapping[Place, Single],
        names: Mapping[str, Place],
    ) -> None:
        self._names = {name: _key(place) for name, place in names.items()}
        self._known: dict[str, Value] = dict.fromkeys(self._names.values())
        self._ranges: dict[str, list[str]] = {}
        self._lines = list(self._read(formulas))
        self._known |= {_key(place): value for place, value in inputs.items()}
        for key, cells in self._ranges.items():
            self._known[key] = _all_of(cells, self._known)
        self.shown: dict[Place, Single] = {}
        value_of = self._known.__getitem__
        for place, key, work, operands in self._lines:
            shown = _worked(work, list(map(value_of, operands)))
            self._known[key] = self.shown[place] = shown

    def after(self, typed: Mapping[Place, Single]) -> dict[Place, Single]:
        """Return what those formulas show that come to something else with these cells.

        What is typed over a formula counts in its place.
        """
        inputs = {_key(place): value for place, value in typed.items()}
        known = self._known | inputs
        changed = set(inputs)
        for key, cells in self._ranges.items():
            if not changed.isdisjoint(cells):
                known[key] = _all_of(cells, known)
                changed.add(key)
        found: dict[Place, Single] = {}
        for place, key, work, operands in self._lines:
            if changed.isdisjoint(operands) or key in inputs:
                continue
            shown, before = _worked(work, [known[own] for own in operands]), known[key]
            if shown != before or type(shown) is not type(before):
                known[key] = found[place] = shown
                changed.add(key)
        return found

    def _read(self, formulas: Mapping[Place, str]) -> Iterator[Line]:
        works: dict[str, Work] = {}
        keys: dict[str, _Keys] = {}
        for place, formula in formulas.items():
            shape, operands = split(formula.removeprefix("="))
            work = works.get(shape)
            if work is None:
                work = works[shape] = compile_shape(shape)
            own = keys.get(place[0])
            if own is None:
                # Most of what stands in formulas are formulas of the same sheet.
                found = {ref: _key((sheet, ref)) for sheet, ref in formulas if sheet == place[0]}
                known = self._names | found
                own = keys[place[0]] = _Keys(place[0], known, self._known, self._ranges)
            yield place, _key(place), work, list(map(own.__getitem__, operands))


class _Keys(dict[str, str]):
    """The keys of what stands in the formulas of one sheet; each becomes known as blank.

    Literals are keys themselves; of a range the cells are told, too.
    """

    def __init__(
        self,
        sheet: str,
        keys: Mapping[str, str],
        known: dict[str, Value],
        ranges: dict[str, list[str]],
    ) -> None:
        super().__init__(keys)
        self._sheet = sheet
        self._known = known
        self._ranges = ranges

    def __missing__(self, operand: str) -> str:
        key = self[operand] = self._key(operand)
        return key

    def _key(self, operand: str) -> str:
        if operand[0] == '"':
            self._known[operand] = operand[1:-1]
            return operand
        if operand[0].isdigit():
            self._known[operand] = float(operand)
            return operand
        sheet, _, address = operand.replace("$", "").rpartition("!")
        sheet = sheet.strip("'") or self._sheet
        key = _key((sheet, address))
        first, _, last = address.partition(":")
        if last:
            column = first.rstrip("0123456789")
            rows = range(int(first[len(column) :]), int(last[len(column) :]) + 1)
            self._ranges[key] = [_key((sheet, f"{column}{row}")) for row in rows]
        self._known.setdefault(key, None)
        return key


def _key(place: Place) -> str:
    return f"{place[0]}!{place[1]}"


def _all_of(cells: Sequence[str], known: Mapping[str, Value]) -> list[Single]:
    return [known.get(cell) for cell in cells]  # type: ignore[misc]  # of no range


def _worked(work: Work, operands: list[Value]) -> Single:
    """Return what a formula shows; one that comes to a blank cell shows 0."""
    try:
        found = work(operands)
    except CellError as error:
        return error
    return 0.0 if found is None else found  # type: ignore[return-value]  # no range
