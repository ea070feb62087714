"""The rows of a table in, its columns of checked figures out.

A block of some hundred rows is turned into columns of raw pieces. Where the pieces of a column
differ in their values only, one join and one split take the values out; columns of mixed shapes
are read piece by piece, and rows that leave cells out cell by cell.
"""

from collections import Counter
from typing import TYPE_CHECKING

from cchc_rules.excel.cells import (
    FOLLOWING,
    INLINE,
    VALUE,
    column_letters,
    column_number,
    following,
    matched,
)
from cchc_rules.excel.guard import excessive
from cchc_rules.excel.lenses import MOST_LONG, SHORT, Values, between
from cchc_rules.excel.texts import UnfamiliarError
from cchc_rules.excel.tokens import Cutter
from cchc_rules.records import field, record

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Mapping, Sequence

    from cchc_rules.excel.cells import CellMaker
    from cchc_rules.excel.lenses import Lens, Seen
    from cchc_rules.excel.limits import Limits
    from cchc_rules.excel.sheetinfo import Area
    from cchc_rules.excel.strict import RowContents
    from cchc_rules.excel.tokens import RawRow, RowPieces

    Slots = dict[int, list[Seen]]


class Census:
    """Counts cells and the area that they span, and refuses what is beyond the limits."""

    def __init__(self, cells: int, area: int) -> None:
        self._most_cells = cells
        self._area = area
        self._cells = self._row = self._column = 0

    def count(self, row: int, cells: int) -> None:
        """Take a row."""
        self._cells += cells
        if self._cells > self._most_cells:
            raise excessive(f"trang tính có hơn {self._most_cells} ô")
        if cells:
            self._row = row
            self._check()

    def reach(self, column: int) -> None:
        """Take a column."""
        if column > self._column:
            self._column = column
            self._check()

    def _check(self) -> None:
        if self._row * self._column > self._area:
            reference = f"{column_letters(self._column)}{self._row}"
            what = f"ô dùng xa nhất là {reference}, vùng bảng quá rộng"
            raise excessive(what, reference)


@record(frozen=False)
class Columns:
    """A table: the numbers of its rows and, for each column, a value for each row."""

    rows: list[int] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    values: "Slots" = field(default_factory=dict)
    merges: "list[Area]" = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)


class ColumnReader:
    """Collects the columns that have a lens; proves the others but does not keep them."""

    def __init__(
        self, maker: "CellMaker", limits: "Limits", lenses: "Mapping[int, Lens]", first_row: int
    ) -> None:
        self.columns = Columns(values={column: [] for column in lenses})
        self._maker = maker
        self._lenses = lenses
        self._first_row = first_row
        self._values: dict[tuple[Lens, bytes], Values] = {}
        self._pieces: dict[Lens | None, dict[bytes, tuple[Seen | None, int]]] = {}
        self._census = Census(limits.cells, limits.area)
        self._strict_census = Census(limits.strict_cells, limits.area)
        self._cutter = Cutter()

    def add(self, block: "Sequence[RawRow]") -> None:
        """Take some rows of the fast reader."""
        rows: list[RowPieces] = []
        for raw in block:
            row = self._cutter.cut(raw)
            self._census.count(row.number, len(row.pieces))
            if row.number >= self._first_row:
                rows.append(row)
        if not rows:
            return
        slots: Slots = {column: [lens.blank] * len(rows) for column, lens in self._lenses.items()}
        shapes = [(row.first, len(row.pieces)) for row in rows]
        usual, _ = Counter(shapes).most_common(1)[0]
        alike = [place for place, shape in enumerate(shapes) if shape == usual]
        odd = {place for place, shape in enumerate(shapes) if shape != usual}
        odd.update(self._together(rows, alike, slots))
        for place in odd:
            self._alone(rows[place], place, slots)
        self.columns.rows.extend(row.number for row in rows)
        self.columns.hidden.extend(row.number for row in rows if row.hidden)
        for column, values in slots.items():
            self.columns.values[column].extend(values)

    def add_contents(self, row: "RowContents") -> None:
        """Take one row of the strict parser."""
        self._strict_census.count(row.number, len(row.cells))
        self._strict_census.reach(max(row.cells, default=0))
        if row.number < self._first_row:
            return
        self.columns.rows.append(row.number)
        if row.hidden:
            self.columns.hidden.append(row.number)
        for column, lens in self._lenses.items():
            content = row.cells.get(column)
            seen = lens.blank if content is None else lens.see(content)
            self.columns.values[column].append(seen)

    def _together(
        self, rows: "Sequence[RowPieces]", alike: list[int], slots: "Slots"
    ) -> "Iterator[int]":
        """Read rows of as many cells column by column; yield those whose columns differ."""
        pieces_of_rows = [rows[place].pieces for place in alike]
        left = len(pieces_of_rows[0])
        column = column_number(rows[alike[0]].first) if left else 0
        for pieces in zip(*pieces_of_rows, strict=True):
            left -= 1
            found = matched(pieces[0])
            after = following(found)
            if (after <= column) if left else after:
                raise UnfamiliarError
            self._census.reach(column)
            lens = self._lenses.get(column)
            values = between(pieces, found)
            if values is None:
                yield from self._mixed(pieces, alike, (column, after), slots)
            elif lens is not None:
                self._keep(slots, column, alike, self._shape(lens, found).many(values))
            elif any(b"<" in value for value in values):
                raise UnfamiliarError
            column = after

    def _keep(self, slots: "Slots", column: int, places: list[int], seen: "list[Seen]") -> None:
        if len(places) == len(slots[column]):
            slots[column] = seen
            return
        for place, value in zip(places, seen, strict=True):
            slots[column][place] = value

    def _shape(self, lens: "Lens", found: "re.Match[bytes]") -> Values:
        """Return the memory of values that stand in the same tags, in whatever column."""
        last = found.end(0) if not found[FOLLOWING] else found.start(FOLLOWING)
        value = found.span(VALUE if found[VALUE] is not None else INLINE)
        key = lens, found.string[: value[0]] + b"\0" + found.string[value[1] : last]
        values = self._values.get(key)
        if values is None:
            values = self._values[key] = Values(lens, self._maker, found)
        return values

    def _mixed(
        self, pieces: "Sequence[bytes]", places: list[int], columns: tuple[int, int], slots: "Slots"
    ) -> "Iterator[int]":
        """Read a column of cells of several shapes; yield rows whose next cell is elsewhere."""
        column, expected = columns
        lens = self._lenses.get(column)
        known = self._pieces.setdefault(lens, {})
        for place, piece in zip(places, pieces, strict=True):
            seen, after = known.get(piece) or self._read(lens, piece)
            if after != expected:
                yield place
            elif seen is not None:
                slots[column][place] = seen

    def _alone(self, row: "RowPieces", place: int, slots: "Slots") -> None:
        """Read one row cell by cell."""
        for at, wanted in self._lenses.items():
            slots[at][place] = wanted.blank
        column = column_number(row.first) if row.pieces else 0
        for piece in row.pieces:
            lens = self._lenses.get(column)
            known = self._pieces.setdefault(lens, {})
            seen, after = known.get(piece) or self._read(lens, piece)
            if seen is not None:
                slots[column][place] = seen
            self._census.reach(column)
            if after <= column and (after or piece is not row.pieces[-1]):
                raise UnfamiliarError
            column = after
        if column:
            raise UnfamiliarError

    def _read(self, lens: "Lens | None", piece: bytes) -> "tuple[Seen | None, int]":
        """Read one cell; None for a column that nobody wants."""
        content, after = self._maker.read(piece)
        read = lens.see(content) if lens else None, after
        known = self._pieces.setdefault(lens, {})
        if len(piece) < 3 * SHORT or len(known) < MOST_LONG:
            known[piece] = read
        return read
