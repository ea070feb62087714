"""What stands above a form in, the name, id and kind of its unit out, each with its cell."""

import re
from typing import TYPE_CHECKING

from cchc_rules.excel.cells import split_reference
from cchc_rules.excel.guard import RefusalError
from cchc_rules.excel.sheet import reference
from cchc_rules.excel.table.header import label, years_in
from cchc_rules.records import record
from cchc_rules.text import bare, clean, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_rules.excel.cells import Content
    from cchc_rules.excel.form.columns import Head
    from cchc_rules.excel.form.stamp import Stamp
    from cchc_rules.excel.reading import Workbook
    from cchc_rules.excel.sheet import Grid

UNIT_NAME, KIND_NAME, ID_NAME = "CCHC_DON_VI", "CCHC_LOAI", "CCHC_MA_DON_VI"
_REFERS = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_LABELS = {
    "name": ("don vi", "ten don vi", "ten co quan don vi", "co quan", "ten co quan"),
    "kind": ("loai don vi", "loai"),
    "id": ("ma don vi", "ma so don vi", "ma don vi neu co"),
}
_MEANT = {spelling: part for part, spellings in _LABELS.items() for spelling in spellings}
_LONGEST_TITLE = 200
_DOTS = re.compile(r"^[.…_\s]*$")


@record()
class Said:
    """A text of the heading and where it stands."""

    text: str = ""
    ref: str = ""


NOTHING = Said()


@record()
class Heading:
    """What a form says of its unit; `years` are those that the lines above it speak of."""

    name: Said = NOTHING
    kind: Said = NOTHING
    id: Said = NOTHING
    years: tuple[int, ...] = ()


def heading_of(
    workbook: "Workbook", sheet: str, grid: "Grid", head: "Head", kinds: "Sequence[str]"
) -> Heading:
    """Read the heading: by defined names, else by what is written before the names."""
    named = {
        part: _by_name(workbook.names.get(name, ""), sheet, grid)
        for part, name in (("name", UNIT_NAME), ("kind", KIND_NAME), ("id", ID_NAME))
    }
    above = _above(grid, head)
    spoken = _spoken(above, grid)
    if "name" not in spoken and not named["name"].ref:
        spoken |= _titled(above, kinds)
    # A cell of ours that is empty stays so: what stands beside it belongs to another.
    found = {part: said if said.ref else spoken.get(part, said) for part, said in named.items()}
    return Heading(found["name"], found["kind"], found["id"], years_in(text for *_, text in above))


def with_stamp(heading: Heading, stamp: "Stamp") -> Heading:
    """Return the heading with what the council wrote into the form where it says nothing."""
    kind, unit_id = heading.kind, heading.id
    return Heading(
        heading.name,
        kind if kind.text else Said(stamp.kind, kind.ref),
        unit_id if unit_id.text else Said(stamp.unit_id, unit_id.ref),
        heading.years,
    )


def _by_name(refers: str, sheet: str, grid: "Grid") -> Said:
    found = _REFERS.fullmatch(refers)
    if not found or clean(found[1] or found[2]).replace("''", "'") != sheet:
        return NOTHING
    try:
        row, column = split_reference(f"{found[3]}{found[4]}")
    except RefusalError:
        return NOTHING
    text = label(grid.at(row, column))
    return Said("" if _DOTS.match(text) else text, reference(row, column))


def _above(grid: "Grid", head: "Head") -> list[tuple[int, int, str]]:
    top = head.last_row
    return [
        (row, column, text)
        for row, cells in grid.rows.items()
        if row < top
        for column, content in cells.items()
        if (text := label(content))
    ]


def _spoken(above: list[tuple[int, int, str]], grid: "Grid") -> dict[str, Said]:
    """Return what stands behind “Đơn vị:”, in the same cell or in the next that is filled."""
    found: dict[str, Said] = {}
    for row, column, text in above:
        before, colon, after = text.partition(":")
        part = _MEANT.get(" ".join(words(before)))
        if part is None or part in found:
            continue
        if colon and after.strip() and not _DOTS.match(after):
            found[part] = Said(clean(after).strip(" .…"), reference(row, column))
            continue
        said = _next(grid.rows[row], row, column)
        if said is not None and (colon or part != "name"):
            found[part] = said
    return found


def _titled(above: list[tuple[int, int, str]], kinds: "Sequence[str]") -> dict[str, Said]:
    """Return the unit that a letterhead or a title names: “UBND XÃ NA LAY”, “SỞ NỘI VỤ”."""
    spoken = "|".join(re.escape(" ".join(words(kind))) for kind in kinds)
    named = re.compile(rf"(?:.*\b(?:ubnd|uy ban nhan dan|cua) )?((?:{spoken}) .+)")
    for row, column, text in above:
        whole = clean(text)
        found = named.fullmatch(bare(whole)) if len(whole) <= _LONGEST_TITLE else None
        if found:  # taking the marks off keeps every letter in its place
            name = whole[found.start(1) : found.end(1)].split(" NĂM ")[0].split(" năm ")[0]
            return {"name": Said(name.strip(" .…"), reference(row, column))}
    return {}


def _next(cells: "dict[int, Content]", row: int, column: int) -> Said | None:
    for at in sorted(cells):
        if at > column and (text := label(cells[at])):
            is_value = not _DOTS.match(text) and not text.endswith(":")
            return Said(text, reference(row, at)) if is_value else None
    return None
