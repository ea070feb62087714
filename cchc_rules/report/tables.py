"""Columns and rows in, the lines of a table out, fitted to the screen."""

from itertools import repeat
from typing import TYPE_CHECKING

from cchc_rules.records import record
from cchc_rules.report.screen import Style, printable, width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cchc_rules.report.screen import Screen

_GAP = "  "
_NARROWEST = 14


@record()
class Column:
    """A column: numbers stand to the `right`; `flexible` may wrap, `optional` may be left out."""

    title: str
    right: bool = False
    flexible: bool = False
    optional: bool = False


@record()
class Cell:
    """A text with the style in which it is shown."""

    text: str
    style: Style = Style.PLAIN


def lay_out(
    columns: "Sequence[Column]", rows: "Iterable[Sequence[str | Cell]]", screen: "Screen"
) -> "Iterator[str]":
    """Yield the lines: titles, a rule, the rows; optional columns only where all have room."""
    widths = [width(column.title) for column in columns]
    kept = _Rows()
    for row in rows:
        cells = [_cell(cell) for cell in row]
        widths = [max(own, width(cell.text)) for own, cell in zip(widths, cells, strict=True)]
        kept.add(cells)
    shown = _fitting(columns, widths, screen.width)
    if screen.width is not None:
        _shrink(columns, widths, shown, screen.width)
    titles = [Cell(columns[index].title, Style.STRONG) for index in shown]
    picked = [columns[index] for index in shown]
    sizes = [widths[index] for index in shown]
    yield from _lines(picked, sizes, titles, screen)
    yield screen.paint(_GAP.join("─" * size for size in sizes), Style.FAINT)
    for cells in kept:
        yield from _lines(picked, sizes, [cells[index] for index in shown], screen)


class _Rows:
    """The rows of a table until all widths are known, each as one text: of thousands of units."""

    _BETWEEN = "\0"
    """No printable text has it."""

    def __init__(self) -> None:
        self._kept: list[tuple[str, tuple[Style, ...]]] = []
        self._styles: dict[tuple[Style, ...], tuple[Style, ...]] = {}

    def add(self, cells: "Sequence[Cell]") -> None:
        styles = tuple([cell.style for cell in cells])
        text = self._BETWEEN.join([cell.text for cell in cells])
        self._kept.append((text, self._styles.setdefault(styles, styles)))

    def __iter__(self) -> "Iterator[list[Cell]]":
        for text, styles in self._kept:
            yield list(map(Cell, text.split(self._BETWEEN), styles))


def _cell(cell: str | Cell) -> Cell:
    if isinstance(cell, str):
        return Cell(printable(cell))
    return Cell(printable(cell.text), cell.style)


def _fitting(columns: "Sequence[Column]", widths: list[int], room: int | None) -> list[int]:
    """Return the columns that are shown: without the optional ones where not all fit."""
    every = list(range(len(columns)))
    if room is None or _total(widths, every) <= room:
        return every
    return [index for index in every if not columns[index].optional]


def _total(widths: list[int], shown: list[int]) -> int:
    return sum(widths[index] for index in shown) + len(_GAP) * (len(shown) - 1)


def _shrink(columns: "Sequence[Column]", widths: list[int], shown: list[int], room: int) -> None:
    """Narrow the flexible columns, the widest first, until all fit."""
    flexible = [index for index in shown if columns[index].flexible]
    while flexible and _total(widths, shown) > room:
        widest = max(flexible, key=lambda index: widths[index])
        if widths[widest] <= _NARROWEST:
            return
        widths[widest] -= 1


def _lines(
    columns: "list[Column]", sizes: list[int], cells: list[Cell], screen: "Screen"
) -> "Iterator[str]":
    """Yield the lines of one row: one, unless a cell has to be wrapped."""
    taken = [width(cell.text) for cell in cells]
    if all(size >= own for size, own in zip(sizes, taken, strict=True)):
        parts = map(_part, columns, sizes, cells, taken, repeat(screen))
        yield _GAP.join(parts).rstrip()
        return
    wrapped = [
        [cell.text] if own <= size else wrap(cell.text, size)
        for cell, size, own in zip(cells, sizes, taken, strict=True)
    ]
    for number in range(max(map(len, wrapped))):
        pieces = [
            Cell(lines[number] if number < len(lines) else "", cell.style)
            for lines, cell in zip(wrapped, cells, strict=True)
        ]
        widths = [width(piece.text) for piece in pieces]
        yield _GAP.join(map(_part, columns, sizes, pieces, widths, repeat(screen))).rstrip()


def _part(column: Column, size: int, cell: Cell, taken: int, screen: "Screen") -> str:
    blank = " " * (size - taken)
    text = screen.paint(cell.text, cell.style)
    return blank + text if column.right else text + blank
