"""The XML of a sheet in, where its rows and the cells to be changed stand in it out, by byte."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

from cchc_rules.excel.cells import split_reference
from cchc_rules.excel.guard import damaged
from cchc_rules.excel.limits import LAST_ROW
from cchc_rules.excel.parts import Attributes
from cchc_rules.excel.patching.splicing import XmlPart
from cchc_rules.excel.sheetinfo import Area, area_of
from cchc_rules.excel.styles import whole

_MAIN = frozenset(
    {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://purl.oclc.org/ooxml/spreadsheetml/main",
    }
)
_TAG = re.compile(rb"<[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*>")
_DATA, _ROW, _CELL, _FORMULA = 2, 3, 4, 5
"""How deep sheetData, row, c and f stand."""
_FIXED_FORMULAS = frozenset({"array", "dataTable"})


class Tag(NamedTuple):
    """A start tag: its first byte, the byte behind it, its namespace prefix ("x:")."""

    start: int
    end: int
    prefix: str
    closed: bool
    """Whether it is a whole element by itself."""


@dataclass(slots=True)
class CellSpan:
    """A cell that stands in the sheet; `end` is behind its last byte."""

    column: int
    tag: Tag
    style: str
    spilled: str = ""
    """What marks the formula of a cell as one that fills its neighbours (`cm`)."""
    end: int = 0
    formula: Tag | None = None
    formula_end: int = 0


@dataclass(slots=True)
class RowSpan:
    """A row; `end` is where its closing tag begins."""

    number: int
    tag: Tag
    style: str
    end: int = 0
    cells: list[CellSpan] = field(default_factory=list)


@dataclass(slots=True)
class SheetScan:
    """Where things stand in a sheet; cells are kept of the wanted rows only."""

    data: Tag | None = None
    data_end: int = 0
    dimension: tuple[Tag, str] | None = None
    rows: dict[int, RowSpan] = field(default_factory=dict)
    starts: list[tuple[int, int]] = field(default_factory=list)
    """The number and the first byte of each row."""
    columns: list[tuple[int, int, str]] = field(default_factory=list)
    """First and last column, and their style."""
    merges: list[Area] = field(default_factory=list)
    fixed: list[Area] = field(default_factory=list)
    """Ranges that have one formula together, of which no part may be changed."""
    shared: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    """The cells of each shared formula; the first holds its text."""


def scan_sheet(part: XmlPart, wanted: Collection[int]) -> SheetScan:
    """Scan a sheet that the strict reader could read; what cannot be edited safely is refused."""
    return _Scanner(part, wanted).scan


class _Scanner:
    """Follows the parser; bytes are counted by it."""

    def __init__(self, part: XmlPart, wanted: Collection[int]) -> None:
        self.scan = SheetScan()
        self._bytes = part.content
        self._wanted = wanted
        self._depth = 0
        self._last_row = 0
        self._column = 0
        self._row: RowSpan | None = None
        self._cell: CellSpan | None = None
        self._outside: dict[str, Callable[[Tag, Attributes], None]] = {
            "sheetData": self._begin_data,
            "dimension": self._dimension,
            "col": self._columns,
            "mergeCell": self._merge,
        }
        self._parser = expat.ParserCreate(part.declared, namespace_separator=" ")
        self._parser.namespace_prefixes = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        try:
            self._parser.Parse(part.content, True)
        except expat.ExpatError as error:
            raise damaged(f"XML sai ở dòng {error.lineno}") from error
        if self.scan.data is None:
            raise damaged("trang tính không có vùng dữ liệu")

    def _start(self, name: str, attributes: Attributes) -> None:
        self._depth += 1
        space, _, rest = name.partition(" ")
        if space not in _MAIN:
            return
        local, _, prefix = rest.partition(" ")
        prefix = f"{prefix}:" if prefix else ""
        if self._depth == _ROW and local == "row" and self._within_data():
            self._begin_row(self._tag(prefix), attributes)
        elif self._depth == _CELL and local == "c" and self._last_row:
            self._begin_cell(prefix, attributes)
        elif self._depth == _FORMULA and local == "f" and self._column:
            self._formula(attributes)
        elif local in self._outside and not self._within_data():
            self._outside[local](self._tag(prefix), attributes)

    def _within_data(self) -> bool:
        return self.scan.data is not None and not self.scan.data_end

    def _tag(self, prefix: str) -> Tag:
        start = self._parser.CurrentByteIndex
        found = _TAG.match(self._bytes, start)
        if found is None:
            raise damaged("thẻ XML lạ")
        return Tag(start, found.end(), prefix, found[0].endswith(b"/>"))

    def _begin_data(self, tag: Tag, _: Attributes) -> None:
        if self.scan.data is not None or self._depth != _DATA:
            raise damaged("trang tính có hai vùng dữ liệu")
        self.scan.data = tag

    def _dimension(self, tag: Tag, attributes: Attributes) -> None:
        self.scan.dimension = tag, attributes.get("ref", "")

    def _columns(self, _: Tag, attributes: Attributes) -> None:
        ends = whole(attributes.get("min")), whole(attributes.get("max"))
        self.scan.columns.append((*ends, attributes.get("style", "")))

    def _merge(self, _: Tag, attributes: Attributes) -> None:
        self.scan.merges.append(area_of(attributes.get("ref", "")))

    def _begin_row(self, tag: Tag, attributes: Attributes) -> None:
        written = attributes.get("r")
        number = self._last_row + 1 if written is None else whole(written)
        if not self._last_row < number <= LAST_ROW:
            raise damaged(f"dòng {number} có hai lần hoặc sai thứ tự")
        self._last_row, self._column = number, 0
        self.scan.starts.append((number, tag.start))
        if number in self._wanted:
            custom = attributes.get("customFormat") in {"1", "true"}
            self._row = RowSpan(number, tag, attributes.get("s", "") if custom else "")
            self.scan.rows[number] = self._row

    def _begin_cell(self, prefix: str, attributes: Attributes) -> None:
        written = attributes.get("r")
        row, column = self._last_row, self._column + 1
        if written is not None:
            row, column = split_reference(written)
        if row != self._last_row or column <= self._column:
            raise damaged(f"ô {written or row} nằm sai chỗ")
        self._column = column
        if self._row is not None:
            style, spilled = attributes.get("s", ""), attributes.get("cm", "")
            self._cell = CellSpan(column, self._tag(prefix), style, spilled)
            self._row.cells.append(self._cell)

    def _formula(self, attributes: Attributes) -> None:
        kind = attributes.get("t", "")
        if kind in _FIXED_FORMULAS and "ref" in attributes:
            self.scan.fixed.append(area_of(attributes["ref"]))
        elif kind == "shared":
            cells = self.scan.shared.setdefault(attributes.get("si", ""), [])
            cells.append((self._last_row, self._column))
        if self._cell is not None:
            self._cell.formula = self._tag("")

    def _end(self, _: str) -> None:
        here = self._parser.CurrentByteIndex
        cell = self._cell
        if self._depth == _FORMULA and cell and cell.formula and not cell.formula_end:
            closed = cell.formula.closed
            cell.formula_end = here if closed else self._bytes.index(b">", here) + 1
        elif self._depth == _CELL and self._cell is not None:
            closed = self._cell.tag.closed
            self._cell.end = here if closed else self._bytes.index(b">", here) + 1
            self._cell = None
        elif self._depth == _ROW and self._row is not None:
            self._row.end, self._row = here, None
        elif self._depth == _DATA and self._within_data():
            self.scan.data_end = here
            self._last_row = 0
        self._depth -= 1
