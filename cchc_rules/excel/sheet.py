"""One sheet of an opened workbook: all of its cells, its first rows, or the columns of a table."""

import contextlib
import gc
from typing import TYPE_CHECKING

from cchc_rules.excel.cells import COLUMNS, EMPTY, WHOLE_CELL, column_letters
from cchc_rules.excel.columns import Census, ColumnReader
from cchc_rules.excel.parts import CHUNK, feed, new_parser, stream_part
from cchc_rules.excel.sheetinfo import SheetInfo
from cchc_rules.excel.strict import StrictRows
from cchc_rules.excel.texts import UnfamiliarError
from cchc_rules.excel.tokens import RowStream
from cchc_rules.records import field, record

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
_SMALL = 1 << 15
_FEW = 16
"""Rows that are cut off together where only the first ones are wanted."""


@record(frozen=False)
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

    def read(self, most_rows: int | None = None) -> Grid:
        """Return every cell with all that is known of it; `most_rows`: of so many rows only."""
        try:
            return self._fast_grid(most_rows, skips=True)
        except UnfamiliarError:
            return self._strict_grid(most_rows, skips=True)

    def head(self, rows: int) -> Grid:
        """Return the cells of the rows up to `rows`, without what the file says behind them."""
        try:
            return self._fast_grid(rows)
        except UnfamiliarError:
            return self._strict_grid(rows)

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
                info = self._surroundings(head, stream)
            except UnfamiliarError:
                reader = ColumnReader(self.maker, limits, lenses, first_row)
                info = SheetInfo(limits.merges)
                for row in StrictRows(self.maker, info).rows(self._chunks()):
                    reader.add_contents(row)
        columns = reader.columns
        columns.merges, columns.hidden_columns = info.merges, info.hidden_columns
        return columns

    def _chunks(self, size: int = CHUNK) -> "Iterator[bytes]":
        return stream_part(self.opened, self.part, size)

    def _fast_grid(self, last_row: int | None, *, skips: bool = False) -> Grid:
        """Read the rows up to `last_row`; what stands behind them is skipped, or not looked at."""
        reader = _GridReader(self)
        all_rows = skips or last_row is None
        stream = RowStream(self._chunks(CHUNK if all_rows else _SMALL))
        head = stream.head()
        for block in stream.blocks(-1 if all_rows else _FEW):
            for row in block:
                if last_row is None or row.number <= last_row:
                    reader.add(row)
                elif not skips:
                    return reader.grid
        info = self._surroundings(head, stream)
        return _with_info(reader.grid, info)

    def _strict_grid(self, last_row: int | None, *, skips: bool = False) -> Grid:
        info = SheetInfo(self.opened.limits.merges)
        reader = _GridReader(self)
        for row in StrictRows(self.maker, info).rows(self._chunks()):
            if last_row is None or row.number <= last_row:
                reader.take(row)
            elif not skips:
                break
        return _with_info(reader.grid, info)

    def _surroundings(self, head: bytes, stream: RowStream) -> SheetInfo:
        """Let the strict parser see the sheet without its rows: the rest must be whole."""
        info = SheetInfo(self.opened.limits.merges)
        parser = new_parser(info.start)
        feed(parser, head, last=False)
        handler, usual = parser.StartElementHandler, True
        for chunk in stream.rest():
            # What a sheet says behind its rows is long and mostly of no concern to us.
            usual = usual and info.takes(chunk)
            parser.StartElementHandler = None if usual else handler
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
        groups = zip(*(parts[at::_STRIDE] for at in range(3, _STRIDE)), strict=True)
        numbered = map(COLUMNS.__getitem__, columns)
        cells = dict(zip(numbered, map(self._maker.seen.__getitem__, groups), strict=True))
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
