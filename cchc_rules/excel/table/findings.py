"""Remarks of cells in, findings with their places out; a column full of them is one finding."""

from collections import defaultdict
from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Cell, Diagnostic
from cchc_rules.excel.cells import column_letters
from cchc_rules.excel.sheet import reference
from cchc_rules.facts.admit import Remark
from cchc_rules.records import field, record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


EACH = 20
"""More remarks of one kind in one column are told together."""
EACH_UNIT = 200
"""More units of one kind of trouble are told together."""
_RANGES = 12


@record(frozen=False)
class Findings:
    """Collects what is to be said of one sheet."""

    file: str
    sheet: str
    told: list[Diagnostic] = field(default_factory=list)
    _remarks: "defaultdict[_Group, list[tuple[int, Remark]]]" = field(
        default_factory=lambda: defaultdict(list)
    )

    def tell(
        self, code: str, ref: str, message: str, remedy: str, heading: tuple[str, ...] = ()
    ) -> None:
        """Add a finding; `ref` is a cell, a row ("dòng 7") or empty."""
        place = Cell(self.file, self.sheet, ref)
        self.told.append(Diagnostic(code, place, message, remedy, heading))

    def remark(
        self, row: int, column: int, remark: "Remark", title: str, heading: tuple[str, ...] = ()
    ) -> None:
        """Add the remark of a cell; `title` is its column's."""
        self._remarks[_Group(remark.code, column, title, heading)].append((row, remark))

    def about(self, code: str, row: int, column: int, message: str, remedy: str) -> None:
        """Add what is to be said of the unit of a row."""
        self._remarks[_Group(code, column, "", ())].append((row, Remark(code, message, remedy)))

    def count(self, code: str, column: int) -> int:
        """Return how many units of a column have this said of them."""
        return len(self._remarks.get(_Group(code, column, "", ()), ()))

    def all(self) -> "Iterator[Diagnostic]":
        """Yield everything that was collected."""
        yield from self.told
        for group, found in self._remarks.items():
            if len(found) <= (EACH if group.title else EACH_UNIT):
                for row, remark in found:
                    yield self._one(group, row, remark, "")
            else:
                row, remark = found[0]
                others = _ranges(group.column, [number for number, _ in found[1:]])
                yield self._one(group, row, remark, f" Tương tự ở {len(found) - 1} ô: {others}.")

    def _one(self, group: "_Group", row: int, remark: "Remark", others: str) -> Diagnostic:
        return Diagnostic(
            remark.code,
            Cell(self.file, self.sheet, reference(row, group.column)),
            (f"“{group.title}”: {remark.message}." if group.title else remark.message) + others,
            remark.remedy,
            group.heading,
        )


@record()
class _Group:
    code: str
    column: int
    title: str
    heading: tuple[str, ...]


def _ranges(column: int, rows: "Sequence[int]") -> str:
    """Write rows of a column as "H3:H9, H12"."""
    letters = column_letters(column)
    spans: list[list[int]] = []
    for row in rows:
        if spans and spans[-1][1] == row - 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    written = [
        f"{letters}{first}" if first == last else f"{letters}{first}:{letters}{last}"
        for first, last in spans[:_RANGES]
    ]
    return ", ".join(written) + (" …" if len(spans) > _RANGES else "")
