"""What a cell of the form looks like: fonts, fills, borders, locks; each format is made once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.excel.template.measuring import SIZE
from cchc_rules.forms.inputs import POINTS
from cchc_rules.forms.layout import Column, FormRow, RowKind
from cchc_rules.model import Level

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

FONT = "Times New Roman"
UNIT_INPUT, COUNCIL_INPUT = "#FFF9DB", "#E3EEF9"
UNIT_MISSING = "#FFF1B3"
HEADER_FILL = "#DDE3EA"
_LINE, _FAINT = "#7F7F7F", "#BFBFBF"
_THIN, _HAIR = 1, 4
_FILLS = {
    Level.ROOT: "#D5DBE2",
    Level.SECTION: "#CFD6DE",
    Level.FIELD: "#E4E8ED",
    Level.BONUS: "#E4E8ED",
    Level.PENALTY: "#E4E8ED",
    Level.CRITERION: "#F4F6F8",
}
_TOTALS = frozenset({RowKind.TOTAL, RowKind.PERCENT, RowKind.CLASS})
_SCORES = frozenset({Column.SELF_SCORE, Column.SCORE})
_NUMBERS = frozenset({Column.MAXIMUM, *_SCORES, Column.OVERRIDE})
_OF_COUNCIL = frozenset({Column.APPRAISED, Column.OVERRIDE, Column.OVERRIDE_REASON})
_NOTES = frozenset({Column.EVIDENCE, Column.EXPLANATION, Column.OVERRIDE_REASON})

Look = dict[str, object]


class Styles:
    """The formats of one workbook, by what they look like."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def get(self, look: Look) -> Format:
        """Return the format that looks like this."""
        key = tuple(sorted(look.items()))
        if key not in self._made:
            base: Look = {"font_name": FONT, "font_size": SIZE, "valign": "vcenter"}
            self._made[key] = self._workbook.add_format({**base, **look})
        return self._made[key]


def boxed(**more: object) -> Look:
    """Return the look of a cell of a table."""
    return {"border": _THIN, "border_color": _LINE, "text_wrap": True, **more}


HEADER = boxed(bold=True, align="center", bg_color=HEADER_FILL, font_size=11)
NUMBERING = boxed(italic=True, align="center", bg_color=HEADER_FILL, font_size=9)


def is_strong(row: FormRow) -> bool:
    """Say whether a row is set in bold: all headings, and criteria that are scored themselves."""
    if row.kind is RowKind.LEAF and row.node is not None:
        return row.node.level is not Level.COMPONENT
    return row.kind is RowKind.HEADING or row.kind in _TOTALS


def look_of(row: FormRow, column: Column) -> Look:
    """Return the look of a cell that nobody fills."""
    if row.is_input:
        return _figure_look(column)
    look = boxed(bold=is_strong(row))
    if column in _NUMBERS:
        look |= {"align": "center", "shrink": True, "num_format": POINTS, "text_wrap": False}
    if column is Column.MAXIMUM:
        look["num_format"] = "General"
    if column is Column.ORDER:
        look |= {"align": "center", "num_format": "@", "shrink": True, "text_wrap": False}
    if column is Column.REASON or column in _NOTES:
        look |= {"bold": False, "font_size": 11, "valign": "top", "align": "left"}
    if row.node is not None and (row.kind is RowKind.HEADING or row.kind in _TOTALS):
        look["bg_color"] = _FILLS.get(row.node.level, "#FFFFFF")
    if row.kind in _TOTALS and column is Column.TITLE:
        look["align"] = "center"
    if row.kind is RowKind.PERCENT and column in _SCORES:
        look["num_format"] = "0.00%"
    return look


def _figure_look(column: Column) -> Look:
    """Return the look of a cell beside an input: hair lines hold the block of a leaf together."""
    look = boxed(top=_HAIR, bottom=_HAIR, top_color=_FAINT, bottom_color=_FAINT)
    del look["border"], look["border_color"]
    look |= {"left": _THIN, "right": _THIN, "left_color": _LINE, "right_color": _LINE}
    if column is Column.TITLE:
        look |= {"italic": True, "indent": 1}
    return look


def input_look(row: FormRow, column: Column, number_format: str) -> Look:
    """Return the look of a cell that the unit, or the council, fills."""
    council = column in _OF_COUNCIL
    look = _figure_look(column) if row.is_input else boxed()
    look |= {"locked": False, "bg_color": COUNCIL_INPUT if council else UNIT_INPUT}
    look["num_format"] = number_format
    if column in _NOTES:
        return look | {"font_size": 11, "valign": "top", "align": "left"}
    look["align"] = "center"
    return look | ({} if number_format == "@" else {"shrink": True, "text_wrap": False})
