"""A patched copy and the workbook that it was made from in; whether only the right cells differ."""

import errno
from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_rules.excel.cells import EMPTY
from cchc_rules.excel.guard import RefusalError, damaged
from cchc_rules.excel.parts import stream_part
from cchc_rules.excel.patching.content import Cached, as_text
from cchc_rules.excel.patching.zips import read_archive, unplaced
from cchc_rules.excel.reading import open_workbook
from cchc_rules.excel.sheetinfo import SheetInfo
from cchc_rules.excel.strict import StrictRows
from cchc_rules.excel.texts import without_controls
from cchc_rules.facts.raw import BLANK, Number, Raw, Text, Truth
from cchc_rules.numeric import from_double
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from cchc_rules.excel.cells import Content
    from cchc_rules.excel.limits import Limits
    from cchc_rules.excel.patching.content import Value
    from cchc_rules.excel.patching.editing import Place
    from cchc_rules.excel.patching.zips import Archive
    from cchc_rules.excel.sheet import Grid, Sheet


Cells = dict[tuple[int, int], "Content"]


@record()
class Expected:
    """A sheet as it was, and the values that it must have now."""

    part: str
    before: "Grid"
    values: "Mapping[Place, Value]"


def _strictly(sheet: "Sheet") -> tuple[Cells, SheetInfo]:
    """Read a sheet by the strict parser; cells out of their order are refused."""
    info = SheetInfo(sheet.opened.limits.merges)
    cells: Cells = {}
    for row in StrictRows(sheet.maker, info).rows(stream_part(sheet.opened, sheet.part)):
        if list(row.cells) != sorted(row.cells):
            raise damaged(f"dòng {row.number} có ô sai thứ tự")
        cells |= {(row.number, at): content for at, content in row.cells.items()}
    return cells, info


def check_copy(
    copy: "Path",
    old: "Archive",
    parts: "Mapping[str, bytes | None]",
    sheets: "tuple[Expected, ...]",
    limits: "Limits",
) -> None:
    """Raise OSError unless the copy is whole and differs in the cells and the `parts` only."""
    try:
        same = same_members(copy, old, parts) and _same_sheets(copy, parts, sheets, limits)
    except RefusalError as refusal:
        raise _unequal() from refusal
    if not same:
        raise _unequal()


def _unequal() -> OSError:
    return OSError(errno.EIO, "bản vừa ghi đọc lại không đúng nên đã bỏ, tệp cũ còn nguyên")


def same_members(
    copy: "Path", old: "Archive", parts: "Mapping[str, bytes | None]", added: "Iterable[str]" = ()
) -> bool:
    """Say whether all members but the `parts` are the same to the byte, and the rest is new."""
    new = read_archive(copy.read_bytes())
    left = [member for member in old.members if parts.get(member.name, b"") is not None]
    return [member.name for member in new.members[len(left) :]] == list(added) and all(
        before.name == after.name
        and (
            before.name in parts
            or (
                old.raw(before) == new.raw(after)
                and unplaced(before.entry) == unplaced(after.entry)
            )
        )
        for before, after in zip(left, new.members, strict=False)
    )


def _same_sheets(
    copy: "Path",
    parts: "Mapping[str, bytes | None]",
    sheets: "tuple[Expected, ...]",
    limits: "Limits",
) -> bool:
    workbook, _ = open_workbook(copy, limits=limits)
    if workbook is None:
        return False
    with workbook:
        archive = workbook.opened.zip
        if archive.testzip() is not None:
            return False
        if any(data is not None and archive.read(name) != data for name, data in parts.items()):
            return False
        now = {sheet.part: sheet for sheet in workbook.sheets}
        return all(one.part in now and _has(now[one.part], one) for one in sheets)


def _has(sheet: "Sheet", expected: Expected) -> bool:
    before, values = expected.before, expected.values
    cells, info = _strictly(sheet)
    old = {(row, column): content for row, column, content in before.cells()}
    new = {place: content for place, content in cells.items() if place not in values}
    return (
        info.merges == before.merges
        and new == {place: content for place, content in old.items() if place not in values}
        and all(
            _is(cells.get(place, EMPTY), old.get(place, EMPTY), value)
            for place, value in values.items()
        )
        and all(cells[place].style == old[place].style for place in values if place in old)
    )


def _is(content: "Content", before: "Content", value: "Value") -> bool:
    raw, formula = content.raw, None
    if isinstance(value, Cached):
        value, formula = value.value, before.formula
    if content.formula != formula:
        return False
    if isinstance(value, Decimal):
        return isinstance(raw, Number) and raw.value == from_double(float(value))
    expected: Raw = BLANK
    if isinstance(value, bool):
        expected = Truth(value)
    elif isinstance(value, str):
        expected = Text(without_controls(as_text(value)))
    return raw == expected
