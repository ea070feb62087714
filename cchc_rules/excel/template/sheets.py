"""A form in, its sheet of guidance out."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from cchc_rules.excel.template.measuring import height_of, lines_of
from cchc_rules.excel.template.styles import COUNCIL_INPUT, HEADER_FILL, UNIT_INPUT
from cchc_rules.forms.guidance import Tone

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from cchc_rules.excel.template.form import Form
    from cchc_rules.excel.template.styles import Look, Styles

_MARK, _TEXT = 84, 660
_SIZE = 12
_ABOVE_CHAPTER = 12
_A4 = 9
_LOOKS: dict[Tone, Look] = {
    Tone.TITLE: {"bold": True, "font_size": 14, "align": "center"},
    Tone.CHAPTER: {
        "bold": True, "font_size": 13, "valign": "bottom", "bottom": 1, "bottom_color": "#7F7F7F",
    },
    Tone.HEADING: {"bold": True, "bg_color": "#F4F6F8"},
    Tone.NESTED: {"indent": 1},
}  # fmt: skip
_MARKS: dict[Tone, Look] = {
    Tone.UNIT_COLOUR: {"bg_color": UNIT_INPUT, "border": 1, "border_color": "#7F7F7F"},
    Tone.COUNCIL_COLOUR: {"bg_color": COUNCIL_INPUT, "border": 1, "border_color": "#7F7F7F"},
    Tone.LOCKED_COLOUR: {"bg_color": HEADER_FILL, "border": 1, "border_color": "#7F7F7F"},
    Tone.HEADING: {"bold": True, "bg_color": "#F4F6F8", "num_format": "@"},
}


def write_guidance(form: Form, sheet: Worksheet, styles: Styles) -> None:
    """Write the sheet of guidance."""
    sheet.set_column_pixels(0, 0, _MARK)
    sheet.set_column_pixels(1, 1, _TEXT)
    for row, line in enumerate(form.guidance):
        look: Look = {"text_wrap": True, "valign": "top", **_LOOKS.get(line.tone, {})}
        mark: Look = {"valign": "top", "align": "right", "indent": 1, "italic": True}
        bold, size = bool(look.get("bold")), float(str(look.get("font_size", _SIZE)))
        if line.tone in {Tone.TITLE, Tone.CHAPTER}:
            sheet.merge_range(row, 0, row, 1, "", styles.get(look))
            sheet.write_string(row, 0, line.text, styles.get(look))
            lines = lines_of(line.text, _MARK + _TEXT, size=size, bold=bold)
        else:
            if line.tone in _MARKS:
                mark = {"valign": "top", "align": "left", **_MARKS[line.tone]}
            sheet.write_string(row, 0, line.mark, styles.get(mark))
            sheet.write_string(row, 1, line.text, styles.get(look))
            lines = lines_of(line.text, _TEXT - 12, size=size, bold=bold)
        extra = _ABOVE_CHAPTER if line.tone is Tone.CHAPTER else 0
        sheet.set_row(row, height_of(lines, size=size) + extra)
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.7, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&R&9Trang &P/&N")
    sheet.hide_gridlines(2)


def runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Return the stretches of numbers that follow one another: [3, 4, 7] is (3, 4), (7, 7)."""
    grouped = groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0])
    stretches = [[number for _, number in group] for _, group in grouped]
    return [(one[0], one[-1]) for one in stretches]
