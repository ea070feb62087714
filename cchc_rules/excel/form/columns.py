"""The first rows of a sheet in, the header of a form out: which column is which, in any order."""

from functools import lru_cache
from typing import TYPE_CHECKING

from cchc_rules.excel.table.header import label
from cchc_rules.forms.layout import FIRST_ROW, Column
from cchc_rules.records import record
from cchc_rules.text import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cchc_rules.excel.sheet import Grid

    Titles = tuple[tuple[int, tuple[str, ...]], ...]
    """For each column its titles, from the outermost in."""

HEAD_ROWS = 40
_MOST_ROWS = 3
_LEAST_COLUMNS = 3
_LONGEST = 80
_LAST_COLUMN = 100
OUR_HEAD = FIRST_ROW - 3, FIRST_ROW - 2
"""The rows of the header in a form that we made."""

_SCORES = frozenset({Column.MAXIMUM, Column.SELF_SCORE, Column.SCORE})
_FIGURES = frozenset({Column.DECLARED, Column.APPRAISED})
_ORDERS = frozenset({"stt", "tt", "so tt", "so thu tu", "ma", "ma so", "ma tieu chi", "muc"})
_EXACT = {
    "khoa": Column.KEY,
    "ly do": Column.OVERRIDE_REASON,
    "diem": Column.MAXIMUM,
    "thang diem": Column.MAXIMUM,
    "bieu diem": Column.MAXIMUM,
    "ket qua tham dinh": Column.SCORE,
    "hoi dong tham dinh": Column.SCORE,
    "tham dinh": Column.SCORE,
}
_SPOKEN: tuple[tuple[Column, tuple[str, ...], tuple[str, ...]], ...] = (
    (Column.OVERRIDE_REASON, ("ly do",), ("hoi dong", "quyet dinh", "dieu chinh", "thay doi")),
    (Column.REASON, ("vi sao",), ()),
    (Column.OVERRIDE, ("diem",), ("quyet dinh", "dieu chinh")),
    (Column.MAXIMUM, ("diem",), ("toi da", "chuan", "quy dinh", "thang diem", "bieu diem")),
    (Column.SELF_SCORE, ("diem",), ("tu cham", "tu danh gia", "tu xac dinh")),
    (Column.EVIDENCE, (), ("tai lieu", "minh chung", "kiem chung", "van ban chung minh")),
    (Column.APPRAISED, ("tham dinh",), ("so lieu", "gia tri")),
    (Column.SCORE, ("diem",), ("tham dinh", "hoi dong", "dat", "cong nhan", "to tham dinh")),
    (Column.EXPLANATION, (), ("giai trinh", "ghi chu", "thuyet minh")),
    (Column.DECLARED, (), ("so lieu", "tu khai", "ket qua", "gia tri")),
    (Column.SELF_SCORE, (), ("tu cham", "tu danh gia")),
    (Column.TITLE, (), ("tieu chi", "linh vuc", "noi dung", "chi tieu", "danh muc")),
)
"""A column, the words that its title must have, and of these at least one; the first that fits."""


@record()
class Head:
    """The last row of the header, where the data begin, and the number of each column."""

    last_row: int
    data_row: int
    columns: "Mapping[Column, int]"
    retitled: tuple[Column, ...] = ()
    """The columns that are known by their place only: their titles were changed."""

    @property
    def weight(self) -> int:
        """Return how many columns it has."""
        return len(self.columns)


NO_HEAD = Head(FIRST_ROW - 2, FIRST_ROW, {})
"""The header of a form of ours whose titles are all gone."""


def find_head(grid: "Grid") -> Head | None:
    """Return the header of a form; None where there is none."""
    ours = _resolved(grid, *OUR_HEAD)
    if ours is not None and Column.KEY in ours.columns:
        return ours
    spread = _Spread(grid)
    best: Head | None = None
    last = min(HEAD_ROWS, max(grid.rows, default=0))
    for bottom in range(1, last + 1):
        if bottom not in grid.rows:
            continue
        for top in range(bottom, max(0, bottom - _MOST_ROWS), -1):
            head = _resolved(grid, top, bottom, spread)
            if head is not None and (best is None or head.weight > best.weight):
                best = head
    return best


def as_made(head: Head, grid: "Grid") -> Head:
    """Return the header of a form of ours with the columns whose titles were changed.

    They are known by their places, where something stands and all other columns are in theirs.
    """
    if any(head.columns[column] != column.number for column in head.columns):
        return head
    below = [cells for row, cells in grid.rows.items() if row >= head.data_row]
    missing = tuple(
        column
        for column in Column
        if column not in head.columns
        and any(column.number in cells and label(cells[column.number]) for cells in below)
    )
    columns = {**head.columns, **{column: column.number for column in missing}}
    return Head(head.last_row, head.data_row, columns, missing)


def _resolved(grid: "Grid", top: int, bottom: int, spread: "_Spread | None" = None) -> Head | None:
    if bottom not in grid.rows:
        return None
    titles = tuple((spread or _Spread(grid)).titles(top, bottom))
    columns = _columns(titles)
    if columns is None:
        return None
    return Head(bottom, _data_row(grid, bottom, columns), columns)


@lru_cache(maxsize=256)
def _columns(titles: "Titles") -> "Mapping[Column, int] | None":
    found: dict[Column, int] = {}
    for number, texts in titles:
        column = _column(texts)
        if column is not None:
            found.setdefault(column, number)
    named = Column.TITLE in found or Column.ORDER in found
    useful = not _SCORES.isdisjoint(found) or not _FIGURES.isdisjoint(found)
    return found if named and useful and len(found) >= _LEAST_COLUMNS else None


def _column(texts: "Sequence[str]") -> Column | None:
    """Return what the titles of one column mean together, else the innermost alone."""
    spoken = [" ".join(words(text)) for text in texts]
    for plain in (" ".join(spoken), spoken[-1]):
        column = _of(plain)
        if column is not None:
            return column
    return None


@lru_cache(maxsize=4096)
def _of(plain: str) -> Column | None:
    if plain in _ORDERS:
        return Column.ORDER
    if plain in _EXACT:
        return _EXACT[plain]
    padded = f" {plain} "
    for column, needed, some in _SPOKEN:
        if all(f" {word} " in padded for word in needed) and (
            not some or any(f" {word} " in padded for word in some)
        ):
            return column
    return None


class _Spread:
    """The labels of the first rows, those of merged cells in every column that they cover."""

    def __init__(self, grid: "Grid") -> None:
        self._grid = grid
        self._over: dict[int, list[tuple[int, int, int]]] = {}
        for area in grid.merges:
            if area.top <= HEAD_ROWS and area.right > area.left:
                self._over.setdefault(area.top, []).append((area.left, area.right, area.bottom))

    def titles(self, top: int, bottom: int) -> "Iterator[tuple[int, tuple[str, ...]]]":
        """Yield the titles of each column in the rows `top` to `bottom`."""
        found: dict[int, list[str]] = {}
        for row in range(top, bottom + 1):
            for column, text in self._labels(row).items():
                if column <= _LAST_COLUMN:
                    found.setdefault(column, []).append(text)
        for column in sorted(found):
            texts = found[column]
            if all(len(text) <= _LONGEST for text in texts):
                yield column, tuple(texts)

    def _labels(self, row: int) -> dict[int, str]:
        cells = self._grid.rows.get(row, {})
        found = {at: text for at, content in cells.items() if (text := label(content))}
        for left, right, _ in self._over.get(row, ()):
            above = found.get(left)
            if above and right - left < len(Column):
                found |= {at: above for at in range(left + 1, right + 1) if at not in found}
        return found


def _data_row(grid: "Grid", last: int, columns: "Mapping[Column, int]") -> int:
    """Return the first row below the header, and below a row that numbers the columns."""
    below = grid.rows.get(last + 1, {})
    labels = [label(below[at]).strip("()[] ") for at in columns.values() if at in below]
    filled = [text for text in labels if text]
    numbers = [text for text in filled if text.isdigit() or (len(text) == 1 and text.isalpha())]
    rising = [text for text in filled if text.isdigit()]
    is_numbering = len(filled) > 1 and len(numbers) == len(filled) and len(set(rising)) > 1
    return last + (2 if is_numbering else 1)
