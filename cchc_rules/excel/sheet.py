"""One sheet of an opened workbook: all of its cells, its first rows, or the columns of a table."""

import contextlib
import gc
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cchc_rules.excel.cells import EMPTY, WHOLE_CELL, column_letters, column_number
from cchc_rules.excel.columns import Census, ColumnReader
from cchc_rules.excel.parts import feed, new_parser, stream_part
from cchc_rules.excel.sheetinfo import SheetInfo
from cchc_rules.excel.strict import StrictRows
from cchc_rules.excel.texts import UnfamiliarError
from cchc_rules.excel.tokens import RowStream
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cchc_rules.excel.cells import CellMaker, Content
    from cchc_rules.excel.columns import Columns
    from cchc_rules.excel.guard import Opened
    from cchc_rules.excel.lenses import Lens
    from cchc_rules.excel.sheetinfo import Area
    from cchc_rules.excel.strict import RowContents
    from cchc_rules.excel.tokens import RawRow

_STRIDE = 9


@dataclass(slots=True)
class Grid:
    """The filled cells of a sheet, by row and then by column, both from 1."""

    rows: "dict[int, dict[int, Content]]" = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merges: "list[Area]" = field(default_factory=list)
    protected: bool = False

    def at(self, row: int, column: int) -> "Content":
        """Return what a cell holds; a cell that is not there is empty."""
        return self.rows.get(row, {}).get(column, EMPTY)

    def cells(self) -> "Iterator[tuple[int, int, Content]]":
        """Yield every filled cell with its row and column."""
        for row, cells in self.rows.items():
            for column, content in cells.items():
                yield row, column, content


def reference(row: int, column: int) -> str:
    """Return "H12"."""
    return f"{column_letters(column)}{row}"


@record()
class Sheet:
    """A sheet that is read when it is asked for."""

    name: str
    hidden: bool
    opened: "Opened"
    part: str
    maker: "CellMaker"

    def read(self) -> Grid:
        """Return every cell with all that is known of it."""
        return self._grid(None)

    def head(self, rows: int) -> Grid:
        """Return the cells of the rows up to `rows`, without what the file says behind them."""
        return self._grid(rows)

    def columns(self, lenses: "Mapping[int, Lens]", first_row: int) -> "Columns":
        """Return the columns that have a lens, from `first_row` on."""
        limits = self.opened.limits
        with collector_at_rest():
            try:
                reader = ColumnReader(self.maker, limits, lenses, first_row)
                stream = RowStream(self._chunks())
                head = stream.head()
                for block in stream.blocks():
                    reader.add(block)
                self._surroundings(head, stream)
            except UnfamiliarError:
                reader = ColumnReader(self.maker, limits, lenses, first_row)
                strict = StrictRows(self.maker, SheetInfo(limits.merges))
                for row in strict.rows(self._chunks()):
                    reader.add_contents(row)
        return reader.columns

    def _chunks(self) -> "Iterator[bytes]":
        return stream_part(self.opened, self.part)

    def _grid(self, last_row: int | None) -> Grid:
        try:
            return self._fast_grid(last_row)
        except UnfamiliarError:
            return self._strict_grid(last_row)

    def _fast_grid(self, last_row: int | None) -> Grid:
        reader = _GridReader(self)
        stream = RowStream(self._chunks())
        head = stream.head()
        for block in stream.blocks():
            for row in block:
                if last_row is not None and row.number > last_row:
                    return reader.grid
                reader.add(row)
        info = self._surroundings(head, stream)
        return _with_info(reader.grid, info)

    def _strict_grid(self, last_row: int | None) -> Grid:
        info = SheetInfo(self.opened.limits.merges)
        reader = _GridReader(self)
        for row in StrictRows(self.maker, info).rows(self._chunks()):
            if last_row is not None and row.number > last_row:
                break
            reader.take(row)
        return _with_info(reader.grid, info)

    def _surroundings(self, head: bytes, stream: RowStream) -> SheetInfo:
        """Let the strict parser see the sheet without its rows: the rest must be whole."""
        info = SheetInfo(self.opened.limits.merges)
        parser = new_parser(info.start)
        feed(parser, head, last=False)
        for chunk in stream.rest():
            feed(parser, chunk, last=False)
        feed(parser, b"", last=True)
        return info


def _with_info(grid: Grid, info: SheetInfo) -> Grid:
    grid.merges, grid.hidden_columns = info.merges, info.hidden_columns
    grid.protected = info.protected
    return grid


class _GridReader:
    """Fills a grid."""

    def __init__(self, sheet: Sheet) -> None:
        self.grid = Grid()
        self._maker = sheet.maker
        limits = sheet.opened.limits
        self._census = Census(limits.grid_cells, limits.area)

    def add(self, row: "RawRow") -> None:
        """Take a row of the fast reader."""
        # What the cells leave of the row stands at every ninth place, before the eight groups.
        parts = WHOLE_CELL.split(row.cells)
        if b"".join(parts[::_STRIDE]).strip():
            raise UnfamiliarError
        columns, numbers = parts[1::_STRIDE], parts[2::_STRIDE]
        if numbers.count(b"%d" % row.number) != len(numbers):
            raise UnfamiliarError
        if row.hidden:
            self.grid.hidden_rows.add(row.number)
        self._census.count(row.number, len(columns))
        if not columns:
            return
        content = self._maker.content
        groups = zip(*(parts[at::_STRIDE] for at in range(3, _STRIDE)), strict=True)
        cells = {
            column_number(letters): content(*group)
            for letters, group in zip(columns, groups, strict=True)
        }
        places = list(cells)
        if len(places) != len(columns) or places != sorted(places):
            raise UnfamiliarError
        self._census.reach(places[-1])
        self.grid.rows[row.number] = cells

    def take(self, row: "RowContents") -> None:
        """Take a row of the strict parser."""
        self._census.count(row.number, len(row.cells))
        self._census.reach(max(row.cells, default=0))
        if row.hidden:
            self.grid.hidden_rows.add(row.number)
        if row.cells:
            self.grid.rows[row.number] = {at: row.cells[at] for at in sorted(row.cells)}


@contextlib.contextmanager
def collector_at_rest() -> "Iterator[None]":
    """Keep the cycle collector from walking over a million new values that hold no cycles."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
