"""The cells of one unit's figures, told only when somebody asks for one."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Cell

if TYPE_CHECKING:
    from cchc_rules.diagnostics import Place


class RowPlaces(Mapping[str, "Place"]):
    """The place of each key in one row; a million cells are not written out for a few asked."""

    __slots__ = ("_columns", "_file", "_row", "_sheet")

    def __init__(self, file: str, sheet: str, row: int, columns: Mapping[str, str]) -> None:
        self._file = file
        self._sheet = sheet
        self._row = row
        self._columns = columns

    def __getitem__(self, key: str) -> "Place":
        return Cell(self._file, self._sheet, f"{self._columns[key]}{self._row}")

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)
