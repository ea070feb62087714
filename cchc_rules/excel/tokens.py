"""A sheet's XML in pieces in, its rows cut into cells out, without parsing what needs none.

Only the shape that spreadsheet programs write is cut: every byte of a row is accounted for by the
expressions of its tag and of its cells, and what remains of the sheet is a whole document to a
strict parser. Anything else is unfamiliar, and the strict parser reads the sheet from its start.
"""

import re
from typing import TYPE_CHECKING, NamedTuple

from cchc_rules.excel.cells import are_distinct
from cchc_rules.excel.guard import excessive
from cchc_rules.excel.limits import LAST_ROW
from cchc_rules.excel.strings import is_plain_utf8
from cchc_rules.excel.texts import UnfamiliarError

if TYPE_CHECKING:
    from collections.abc import Iterator

_ATTRIBUTE = rb'(?: [A-Za-z][A-Za-z0-9:]*="[^"<>&\x00-\x1f\x7f-\xff]*")*'
_EMPTY_ROWS = rb"\s*(?:<row" + _ATTRIBUTE + rb" ?/>\s*)*"
_EMPTY = re.compile(_EMPTY_ROWS)
_ROW = re.compile(_EMPTY_ROWS + rb'<row r="([0-9]{1,7})"(' + _ATTRIBUTE + rb")>")
_END = re.compile(_EMPTY_ROWS + rb"</sheetData>")
_CELL = b'<c r="'
_ADDRESS = re.compile(rb'(<c r="[A-Z]{1,3})([0-9]+")')
_FIRST = re.compile(rb'\s*<c r="([A-Z]{1,3})')
_PREFIX = re.compile(rb" ([A-Za-z0-9]+):")
_HIDDEN = re.compile(rb' hidden="(?:1|true)"')
_LONGEST_ROW = 8 << 20
_LONGEST_HEAD = 4 << 20


class RawRow(NamedTuple):
    """One row: its number, whether it is hidden, and the XML of its cells."""

    number: int
    hidden: bool
    cells: bytes


class RowPieces(NamedTuple):
    """One row cut: its number, the letters of its first column, and its cells as raw pieces."""

    number: int
    hidden: bool
    first: bytes
    pieces: list[bytes]


class RowStream:
    """Cuts the rows of one sheet; what stands before and after them goes to `rest`."""

    def __init__(self, chunks: "Iterator[bytes]") -> None:
        self._chunks = chunks
        self._last = 0
        self._attributes = b""

    def head(self) -> bytes:
        """Return what stands before the rows."""
        data = b""
        for chunk in self._chunks:
            data += chunk
            at = data.find(b"<sheetData")
            close = data.find(b">", at) if at >= 0 else -1
            if close >= 0:
                return self._opened(data, at, close + 1)
            if len(data) > _LONGEST_HEAD:
                break
        raise UnfamiliarError

    def _opened(self, data: bytes, at: int, close: int) -> bytes:
        tag, before = data[at:close], data[:at]
        odd = b"<!" in before or before.count(b"<?") > 1
        if (
            odd
            or not is_plain_utf8(data)
            or tag not in {b"<sheetData>", b"<sheetData/>", b"<sheetData />"}
        ):
            raise UnfamiliarError
        self._tail = data[close:] if tag == b"<sheetData>" else b"</sheetData>" + data[close:]
        self._head = before + b"<sheetData>"
        return self._head

    def blocks(self, most: int = -1) -> "Iterator[list[RawRow]]":
        """Yield the rows, some hundred at a time, or (`most`) at most so many together."""
        while True:
            *rows, self._tail = self._tail.split(b"</row>", most)
            if rows:
                yield [self._row(row) for row in rows]
            if len(rows) == most:
                continue
            if b"</sheetData>" in self._tail:
                return
            if not rows:
                self._skip_empty()
            chunk = next(self._chunks, b"")
            if not chunk or len(self._tail) > _LONGEST_ROW:
                raise UnfamiliarError
            self._tail += chunk

    def _skip_empty(self) -> None:
        """Leave out rows without cells, of which some files have a million."""
        found = _EMPTY.match(self._tail)
        if found:
            self._tail = self._tail[found.end() :]

    def rest(self) -> "Iterator[bytes]":
        """Yield what stands after the rows, from the end tag of the sheet's data on."""
        end = _END.match(self._tail)
        if not end:
            raise UnfamiliarError
        yield b"</sheetData>" + self._tail[end.end() :]
        yield from self._chunks

    def _is_known(self, attributes: bytes) -> bool:
        """Say whether the attributes of a row are distinct; most rows have those of the last."""
        if attributes != self._attributes:
            prefixes = _PREFIX.findall(attributes)
            if b' r="' in attributes or not are_distinct(attributes):
                return False
            if any(b" xmlns:" + prefix + b"=" not in self._head for prefix in prefixes):
                return False
            self._attributes = attributes
        return True

    def _row(self, data: bytes) -> RawRow:
        found = _ROW.match(data)
        if not found or not self._is_known(found[2]):
            raise UnfamiliarError
        number = int(found[1])
        if number <= self._last:
            raise UnfamiliarError
        if number > LAST_ROW:
            raise excessive(f"dòng {number} nằm ngoài bảng tính")
        self._last = number
        return RawRow(number, _HIDDEN.search(found[2]) is not None, data[found.end() :])


class Cutter:
    """Cuts rows behind the address of each cell, which ends in the row's number and a quote.

    The pieces are equal wherever cells are equal, whatever row they stand in.
    """

    def __init__(self) -> None:
        self._usual = -1

    def cut(self, row: RawRow) -> RowPieces:
        """Cut a row; one of as many pieces as the row before is proved when it is read."""
        ending = b'%d"' % row.number
        first, *pieces = row.cells.split(ending)
        if len(pieces) != self._usual:
            first, pieces = _recut(first, pieces, row.cells, ending)
            self._usual = len(pieces)
        if not pieces:
            if first.strip():
                raise UnfamiliarError
            return RowPieces(row.number, row.hidden, b"", [])
        start = _FIRST.fullmatch(first)
        if not start:
            raise UnfamiliarError
        return RowPieces(row.number, row.hidden, start[1], pieces)


def _recut(
    first: bytes, pieces: list[bytes], cells: bytes, ending: bytes
) -> tuple[bytes, list[bytes]]:
    """Check a cut, and cut again if a style or a text has that ending too (`r="B12" s="12"`)."""
    if len(pieces) == cells.count(_CELL):
        return first, pieces
    first, *parts = _ADDRESS.split(cells)
    if not parts or any(number != ending for number in parts[1::3]):
        raise UnfamiliarError
    pieces = [rest + column for rest, column in zip(parts[2::3], [*parts[3::3], b""], strict=True)]
    return first + parts[0], pieces
