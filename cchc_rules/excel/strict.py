"""A sheet's XML in, its rows of cells out by a strict parser: for whatever the fast one leaves."""

from typing import TYPE_CHECKING, NamedTuple

from cchc_rules.excel.cells import Content, split_reference
from cchc_rules.excel.guard import damaged, excessive
from cchc_rules.excel.limits import LAST_COLUMN, LAST_ROW
from cchc_rules.excel.parts import Attributes, feed, new_parser
from cchc_rules.excel.styles import whole
from cchc_rules.excel.texts import RunReader, Runs, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cchc_rules.excel.cells import CellMaker
    from cchc_rules.excel.sheetinfo import SheetInfo
    from cchc_rules.excel.styles import Style


class RowContents(NamedTuple):
    """One row: its number, whether it is hidden, and its filled cells by column."""

    number: int
    hidden: bool
    cells: dict[int, Content]


class StrictRows:
    """Parses a sheet; rows are handed out as they are complete."""

    def __init__(self, maker: "CellMaker", info: "SheetInfo") -> None:
        self._maker = maker
        self._info = info
        self._done: list[RowContents] = []
        self._styles: dict[str, Style] = {}
        self._within_data = False
        self._row: RowContents | None = None
        self._last_row = 0
        self._column = 0
        self._cell: Attributes | None = None
        self._text: list[str] | None = None
        self._value: str | Runs | None = None
        self._formula: str | None = None
        self._area = ""
        self._inline: RunReader | None = None

    def rows(self, chunks: "Iterable[bytes]") -> "Iterator[RowContents]":
        """Yield the rows in the order of the file."""
        parser = new_parser(self._start, self._end, self._data)
        for chunk in chunks:
            feed(parser, chunk, last=False)
            yield from self._done
            self._done.clear()
        feed(parser, b"", last=True)
        yield from self._done

    def _start(self, tag: str, attributes: Attributes) -> None:
        if self._inline is not None:
            self._inline.start(tag, attributes)
        elif self._cell is not None:
            self._inside_cell(tag, attributes)
        elif self._row is not None:
            if tag == "c":
                self._begin_cell(attributes)
        elif self._within_data:
            if tag == "row":
                self._begin_row(attributes)
        elif tag == "sheetData":
            self._within_data = True
        else:
            self._info.start(tag, attributes)

    def _begin_row(self, attributes: Attributes) -> None:
        written = attributes.get("r")
        number = self._last_row + 1 if written is None else whole(written)
        if not 0 < number <= LAST_ROW:
            raise excessive(f"dòng {str(written)[:20]} nằm ngoài bảng tính")
        if number <= self._last_row:
            raise damaged(f"dòng {number} có hai lần hoặc sai thứ tự")
        self._last_row, self._column = number, 0
        self._row = RowContents(number, attributes.get("hidden") in {"1", "true"}, {})

    def _begin_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        row, column = self._last_row, self._column + 1
        if reference is not None:
            row, column = split_reference(reference)
        if row != self._last_row:
            raise damaged(f"ô {reference} nằm sai dòng")
        if self._row is not None and column in self._row.cells:
            raise damaged(f"ô {reference} có hai lần")
        if column > LAST_COLUMN:
            raise excessive(f"dòng {row} dài quá bảng tính")
        self._column, self._cell = column, attributes
        self._value = self._formula = None
        self._area = ""

    def _inside_cell(self, tag: str, attributes: Attributes) -> None:
        if tag in {"v", "f"}:
            self._text = []
            if attributes.get("t") == "array":
                self._area = attributes.get("ref", "")
        elif tag == "is":
            self._inline = RunReader("is")
            self._inline.start(tag, {})

    def _data(self, data: str) -> None:
        if self._inline is not None:
            self._inline.text(data)
        elif self._text is not None:
            self._text.append(data)

    def _end(self, tag: str) -> None:
        if self._inline is not None:
            self._inline.end(tag)
            if tag == "is":
                self._value = joined(self._inline.found[-1])
                self._inline = None
        elif self._text is not None:
            text, self._text = "".join(self._text), None
            if tag == "v":
                self._value = text
            else:
                self._formula = text
        elif tag == "c" and self._cell is not None:
            self._end_cell(self._cell)
        elif tag == "row" and self._row is not None:
            self._done.append(self._row)
            self._row = None
        elif tag == "sheetData":
            self._within_data = False

    def _end_cell(self, attributes: Attributes) -> None:
        assert self._row is not None  # noqa: S101 - cells are begun in rows only
        written = attributes.get("s", "0")
        style = self._styles.get(written)
        if style is None:
            style = self._styles[written] = self._maker.style(whole(written))
        kind = attributes.get("t", "")
        content = self._maker.make(kind, style, self._value, self._formula)
        if self._area:
            content = self._maker.filling(content, self._area)
        self._row.cells[self._column] = content
        self._cell = None
