"""A scanned sheet and the values of its cells in, the edits of its XML out."""

import re
from bisect import bisect_right
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from cchc_rules.excel.cells import column_letters
from cchc_rules.excel.guard import RefusalError
from cchc_rules.excel.patching.content import Cached, cached_xml, cell_xml
from cchc_rules.excel.patching.splicing import Edit
from cchc_rules.excel.sheetinfo import Area, area_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cchc_rules.excel.patching.content import Value
    from cchc_rules.excel.patching.scanning import CellSpan, RowSpan, SheetScan, Tag

Place = tuple[int, int]
"""The row and the column of a cell, both from 1."""

_SPANS = re.compile(rb"""\sspans=["'](\d+):(\d+)["']""")
_REF = re.compile(rb"""\sref=["']([^"']*)["']""")


def reference(place: Place) -> str:
    """Return "H12"."""
    return f"{column_letters(place[1])}{place[0]}"


def refuse_untouchable(
    scan: "SheetScan", values: "Mapping[Place, Value]", kept: "Iterable[tuple[Area, str]]"
) -> None:
    """Refuse cells that cannot be changed alone; `kept` are areas of other parts, with why."""
    kept_formulas = keeping(scan, values)
    for place in values:
        if place in kept_formulas:
            continue
        for area in scan.merges:
            if _inside(area, place) and place != (area.top, area.left):
                anchor = reference((area.top, area.left))
                raise refused(
                    place, f"ô này đã gộp vào ô {anchor}", f"Bỏ gộp ô, hoặc ghi {anchor}."
                )
        for area in scan.fixed:
            if _inside(area, place) and (area.top, area.left) != (area.bottom, area.right):
                why = "ô này thuộc một công thức mảng chung cho nhiều ô"
                raise refused(place, why, "Thay công thức mảng bằng công thức từng ô.")
        for area, why in kept:
            if _inside(area, place):
                raise refused(place, why, "Chuyển ô ghi điểm ra ngoài vùng này.")
        for cells in scan.shared.values():
            others = [one for one in cells[1:] if one not in values or one in kept_formulas]
            if cells[0] == place and others:
                why = f"công thức của ô này còn dùng chung cho ô {reference(others[0])}"
                raise refused(place, why, "Chép công thức xuống từng ô, hoặc ghi cả các ô ấy.")


def _inside(area: Area, place: Place) -> bool:
    row, column = place
    return area.top <= row <= area.bottom and area.left <= column <= area.right


def refused(place: Place, why: str, remedy: str) -> RefusalError:
    """Return the refusal to change a cell."""
    return RefusalError("E603", f"Không ghi được vào ô: {why}.", remedy, reference(place))


def overwritten_formulas(scan: "SheetScan", values: "Mapping[Place, Value]") -> set[str]:
    """Return the addresses of the cells that lose a formula."""
    cells = ((row.number, cell) for row in scan.rows.values() for cell in row.cells)
    kept = keeping(scan, values)
    return {
        reference((number, cell.column))
        for number, cell in cells
        if cell.formula is not None
        and (number, cell.column) in values
        and (number, cell.column) not in kept
    }


def keeping(scan: "SheetScan", values: "Mapping[Place, Value]") -> set[Place]:
    """Return the cells that only get another result of the formula that they keep."""
    return {
        (row.number, cell.column)
        for row in scan.rows.values()
        for cell in row.cells
        if cell.formula is not None and isinstance(values.get((row.number, cell.column)), Cached)
    }


def edits_of(scan: "SheetScan", data: bytes, values: "Mapping[Place, Value]") -> list[Edit]:
    """Return what changes in the XML of the sheet, nothing where it already says so."""
    assert scan.data is not None  # noqa: S101 - the scanner refuses a sheet without
    edits: list[Edit] = []
    new_rows: list[Edit] = []
    numbers = [number for number, _ in scan.starts]
    prefix = scan.data.prefix
    for number, group in groupby(sorted(values), key=itemgetter(0)):
        cells = {place[1]: values[place] for place in group}
        row = scan.rows.get(number)
        if row is not None:
            edits += _row_edits(row, data, cells, scan)
        elif filled := _cells_xml(number, cells, scan, "", prefix):
            at = bisect_right(numbers, number)
            where = scan.starts[at][1] if at < len(numbers) else scan.data_end
            text = f'<{prefix}row r="{number}">{filled}</{prefix}row>'
            new_rows.append(Edit(where, where, text))
    if scan.data.closed and new_rows:
        edits.append(_opened(scan.data, data, "sheetData", "".join(one.text for one in new_rows)))
    else:
        edits += new_rows
    filled_now = [place for place, value in values.items() if value is not None]
    return [*edits, *_dimension(scan, data, filled_now)]


def _row_edits(
    row: "RowSpan", data: bytes, cells: "Mapping[int, Value]", scan: "SheetScan"
) -> "Iterator[Edit]":
    prefix = row.tag.prefix
    if row.tag.closed:
        if filled := _cells_xml(row.number, cells, scan, row.style, prefix):
            yield _opened(row.tag, data, "row", filled)
        return
    known = {cell.column: cell for cell in row.cells}
    places = list(known)
    for column, value in cells.items():
        cell = known.get(column)
        name = reference((row.number, column))
        if cell is not None:
            yield from _changed(cell, data, name, value)
        elif value is not None:
            at = bisect_right(places, column)
            where = row.cells[at].tag.start if at < len(places) else row.end
            style = row.style or _column_style(scan, column)
            yield Edit(where, where, cell_xml(name, value, style, prefix))
    yield from _spans(row, data, [at for at, value in cells.items() if value is not None])


def _changed(cell: "CellSpan", data: bytes, name: str, value: "Value") -> "Iterator[Edit]":
    """Yield the edits of a cell that is there; a formula whose result is given stays."""
    prefix, start, end = cell.tag.prefix, cell.tag.start, cell.end
    if isinstance(value, Cached) and cell.formula is not None:
        style = f' s="{cell.style}"' if cell.style else ""
        spilled = f' cm="{cell.spilled}"' if cell.spilled else ""
        before, behind = cached_xml(f' r="{name}"{style}{spilled}', value.value, prefix)
        edits = [
            Edit(start, cell.formula.start, before),
            Edit(cell.formula_end, end, behind),
        ]
    else:
        edits = [Edit(start, end, cell_xml(name, value, cell.style, prefix))]
    if any(edit.text.encode() != data[edit.start : edit.end] for edit in edits):
        yield from edits


def _spans(row: "RowSpan", data: bytes, columns: list[int]) -> "Iterator[Edit]":
    """Widen what a row says of its first and last column."""
    found = _SPANS.search(data, row.tag.start, row.tag.end)
    if found and columns:
        first, last = int(found[1]), int(found[2])
        if min(columns) < first or max(columns) > last:
            text = f"{min(first, *columns)}:{max(last, *columns)}"
            yield Edit(found.start(1), found.end(2), text)


def _cells_xml(
    number: int, cells: "Mapping[int, Value]", scan: "SheetScan", style: str, prefix: str
) -> str:
    return "".join(
        cell_xml(reference((number, at)), value, style or _column_style(scan, at), prefix)
        for at, value in cells.items()
        if value is not None
    )


def _column_style(scan: "SheetScan", column: int) -> str:
    for first, last, style in scan.columns:
        if first <= column <= last:
            return style
    return ""


def _opened(tag: "Tag", data: bytes, name: str, inside: str) -> Edit:
    """Turn `<row/>` into a pair of tags around new content."""
    at = data.rindex(b"/", tag.start, tag.end)
    return Edit(at, tag.end, f">{inside}</{tag.prefix}{name}>")


def _dimension(scan: "SheetScan", data: bytes, filled: list[Place]) -> "Iterator[Edit]":
    """Widen what the sheet says of its range of cells."""
    if scan.dimension is None or not filled:
        return
    tag, written = scan.dimension
    found = _REF.search(data, tag.start, tag.end)
    if found is None:
        return
    area = area_of(written)
    rows, columns = zip(*filled, strict=True)
    wider = Area(
        min(area.top, *rows), min(area.left, *columns),
        max(area.bottom, *rows), max(area.right, *columns),
    )  # fmt: skip
    if wider != area:
        ends = reference((wider.top, wider.left)), reference((wider.bottom, wider.right))
        yield Edit(found.start(1), found.end(1), ":".join(ends))
