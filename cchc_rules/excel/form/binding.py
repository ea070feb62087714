"""The sheet of a form in, the number of each row of its layout out: by keys, else by titles."""

import re
from typing import TYPE_CHECKING

from cchc_rules.excel.form.matching import Matched, looks_like_code
from cchc_rules.excel.table.header import label
from cchc_rules.facts.raw import Blank, Number, Text
from cchc_rules.forms.layout import Column, RowKind
from cchc_rules.records import field, record
from cchc_rules.text import fold_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cchc_rules.excel.cells import Content
    from cchc_rules.excel.form.columns import Head
    from cchc_rules.excel.form.prepared import Prepared
    from cchc_rules.excel.sheet import Grid
    from cchc_rules.forms.layout import FormRow, Layout

_NUMBERED = re.compile(r"[0-9]+(?:\.[0-9]+)+")
MOST_ROWS = 5_000
"""No form is longer: what stands below is not read."""
_ENTERED = (
    Column.DECLARED,
    Column.APPRAISED,
    Column.SELF_SCORE,
    Column.SCORE,
    Column.OVERRIDE,
)


@record(frozen=False)
class Bound:
    """The row of each key, and what could not be bound."""

    rows: dict[str, int] = field(default_factory=dict)
    keyed: bool = False
    titled: int = 0
    """How many rows are known by their titles too, and not only by a code such as 1."""
    moved: bool = False
    """Whether rows stand elsewhere than the template put them."""
    repeated: list[tuple[int, str, int]] = field(default_factory=list)
    """A row, its key, and the row that has this key already."""
    extra: list[tuple[int, str]] = field(default_factory=list)
    """A row that is none of the layout's, and what it calls itself."""
    rivals: list[tuple[int, Matched]] = field(default_factory=list)
    """A row whose code and title name different rows."""
    recoded: "list[tuple[int, str, FormRow]]" = field(default_factory=list)
    """A row that its title names, and its code, which is none of the rules'."""
    rekeyed: "list[tuple[int, FormRow]]" = field(default_factory=list)
    """A row that only its title names, in a form whose other rows have their keys."""
    retitled: list[tuple[int, Matched]] = field(default_factory=list)
    """A row that only its code names."""


def bind(grid: "Grid", head: "Head", prepared: "Prepared", layout: "Layout") -> Bound:
    """Bind the rows of a form; `layout` is how the template laid it out."""
    column = head.columns.get(Column.KEY)
    if column is not None:
        bound = _at_once(grid, head, layout)
        if bound is not None:
            return bound
        keyed = _by_keys(grid, head, column, prepared)
        if keyed.rows:
            return keyed
    return _by_titles(grid, head, prepared)


def _at_once(grid: "Grid", head: "Head", layout: "Layout") -> Bound | None:
    """Bind a form whose rows all stand where the template put them."""
    column = head.columns[Column.KEY]
    rows = grid.rows
    for row in layout.rows:
        cells = rows.get(row.number)
        content = cells.get(column) if cells else None
        if content is None or not isinstance(content.raw, Text) or content.raw.value != row.key:
            return None
    last = layout.last_row
    below = [number for number in rows if number > last]
    if any(column in rows[number] for number in below):
        return None
    bound = Bound({row.key: row.number for row in layout.rows}, keyed=True)
    added = (number for number in below if _counts(grid, number, head))
    bound.extra = [(number, _name(rows[number], head)) for number in added]
    return bound


def _by_keys(grid: "Grid", head: "Head", column: int, prepared: "Prepared") -> Bound:
    bound = Bound(keyed=True, moved=True)
    strange: list[tuple[int, str]] = []
    repeated: list[tuple[int, str]] = []
    for number, cells in _data(grid, head):
        key = label(cells.get(column))
        row = prepared.keys.get(fold_title(key)) if key else None
        if row is None:
            if key or _is_entered(cells, head):
                strange.append((number, key or _name(cells, head)))
        elif row.key in bound.rows:
            repeated.append((number, row.key))
        else:
            bound.rows[row.key] = number
    if strange or repeated:
        known = set(_rekeyed(grid, head, prepared, bound, [*strange, *repeated]))
        strange = [one for one in strange if one[0] not in known]
        repeated = [one for one in repeated if one[0] not in known]
    bound.repeated = [(number, key, bound.rows[key]) for number, key in repeated]
    last = max(bound.rows.values(), default=0)
    bound.extra = [
        (number, name) for number, name in strange if number < last or _counts(grid, number, head)
    ]
    return bound


def _rekeyed(
    grid: "Grid",
    head: "Head",
    prepared: "Prepared",
    bound: Bound,
    rows: "list[tuple[int, str]]",
) -> "Iterator[int]":
    """Bind rows whose keys were lost by their titles; yield their numbers."""
    for number, _ in rows:
        cells = grid.rows[number]
        code, title = _order(cells, head), _text(cells, head, Column.TITLE)
        found = prepared.matcher.match(code, title, None, bound.rows)
        if found is not None and found.title and found.row.key not in bound.rows:
            bound.rows[found.row.key] = number
            bound.rekeyed.append((number, found.row))
            yield number


def _by_titles(grid: "Grid", head: "Head", prepared: "Prepared") -> Bound:
    """Bind the rows of an official's own form, or of one of ours that lost its keys."""
    bound = Bound(moved=True)
    above: FormRow | None = None
    strange: list[tuple[int, str]] = []
    for number, cells in _data(grid, head):
        order, title = _order(cells, head), _text(cells, head, Column.TITLE)
        if not (title or order):
            continue
        found = prepared.matcher.match(order, title, above, bound.rows)
        if found is None:
            if _is_strange(cells, head, order):
                strange.append((number, _name(cells, head)))
            continue
        row = found.row
        if row.kind in {RowKind.HEADING, RowKind.LEAF}:
            above = row
        if row.key in bound.rows:
            bound.repeated.append((number, row.key, bound.rows[row.key]))
            continue
        bound.rows[row.key] = number
        bound.titled += found.title
        _note(bound, number, found, cells, head)
    last = max(bound.rows.values(), default=0)
    bound.extra = [(number, name) for number, name in strange if number < last]
    return bound


def _note(
    bound: Bound, number: int, found: Matched, cells: "Mapping[int, Content]", head: "Head"
) -> None:
    order = _order(cells, head)
    if found.rival is not None and not _is_number(cells, head):
        bound.rivals.append((number, found))
    elif not (found.code or found.row.is_input or _is_number(cells, head)):
        if _NUMBERED.fullmatch(order):
            bound.recoded.append((number, order, found.row))
    elif found.code and not found.title and _text(cells, head, Column.TITLE):
        bound.retitled.append((number, found))


def _is_number(cells: "Mapping[int, Content]", head: "Head") -> bool:
    """Say whether the code is a number: 1.10 is stored as 1.1, which says nothing."""
    content = cells.get(head.columns.get(Column.ORDER, 0))
    return content is not None and isinstance(content.raw, Number)


def _data(grid: "Grid", head: "Head") -> "Iterator[tuple[int, Mapping[int, Content]]]":
    for number, cells in grid.rows.items():
        if number >= head.data_row:
            yield number, cells


def _text(cells: "Mapping[int, Content]", head: "Head", column: Column) -> str:
    return label(cells.get(head.columns.get(column, 0)))


def _order(cells: "Mapping[int, Content]", head: "Head") -> str:
    return _text(cells, head, Column.ORDER)


def _name(cells: "Mapping[int, Content]", head: "Head") -> str:
    return " ".join(
        text for column in (Column.ORDER, Column.TITLE) if (text := _text(cells, head, column))
    )


def _is_entered(cells: "Mapping[int, Content]", head: "Head") -> bool:
    """Say whether somebody entered a figure or a score in a row."""
    places = (head.columns.get(column, 0) for column in _ENTERED)
    contents = (cells.get(place) for place in places)
    return any(content is not None and not isinstance(content.raw, Blank) for content in contents)


def _counts(grid: "Grid", number: int, head: "Head") -> bool:
    """Say whether a row below the form holds a number that was entered, and not a signature."""
    cells = grid.rows[number]
    place = head.columns.get(Column.DECLARED, 0)
    content = cells.get(place)
    return bool(_name(cells, head)) and content is not None and isinstance(content.raw, Number)


def _is_strange(cells: "Mapping[int, Content]", head: "Head", order: str) -> bool:
    """Say whether a row that matches nothing looks like a criterion or a figure."""
    maximum = cells.get(head.columns.get(Column.MAXIMUM, 0))
    scored = maximum is not None and isinstance(maximum.raw, Number)
    return _is_entered(cells, head) or (scored and looks_like_code(order))
