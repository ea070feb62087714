"""A form in, its sheet of guidance out."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from cchc_rules.excel.template.measuring import height_of, lines_of
from cchc_rules.excel.template.styles import COUNCIL_INPUT, HEADER_FILL, UNIT_INPUT
from cchc_rules.excel.writing.rows import texts_xml
from cchc_rules.forms.guidance import Tone

if TYPE_CHECKING:
    from collections.abc import Sequence

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
_WHOLE_ROW = frozenset({Tone.TITLE, Tone.CHAPTER})


def draw_guidance(sheet: Worksheet, styles: Styles) -> None:
    """Set the sheet of guidance up; in its first row stands a sample of each look of its cells."""
    sheet.set_column_pixels(0, 0, _MARK)
    sheet.set_column_pixels(1, 1, _TEXT)
    for place, look in enumerate(look for tone in Tone for look in (_mark(tone), _look(tone))):
        sheet.write_blank(0, place, None, styles.get(look))
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.7, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&R&9Trang &P/&N")
    sheet.hide_gridlines(2)


def guidance_rows(form: Form, samples: Sequence[str]) -> tuple[str, list[str]]:
    """Return the rows of guidance, and the cells that are merged; `samples`: the style ids."""
    styles = dict(zip(Tone, zip(samples[::2], samples[1::2], strict=True), strict=True))
    marks = texts_xml([line.mark for line in form.guidance])
    texts = texts_xml([line.text for line in form.guidance])
    rows, merges = [], []
    for number, (line, own, text) in enumerate(zip(form.guidance, marks, texts, strict=True), 1):
        mark, style = styles[line.tone]
        look, room = _LOOKS.get(line.tone, {}), _TEXT - 12
        bold, size = bool(look.get("bold")), float(str(look.get("font_size", _SIZE)))
        first, second = f'"{mark}"{own}', f'"{style}"{text}'
        if line.tone in _WHOLE_ROW:
            merges.append(f"A{number}:B{number}")
            first, second, room = second, f'"{style}"/>', _MARK + _TEXT
        height = height_of(lines_of(line.text, room, size=size, bold=bold), size=size)
        height += _ABOVE_CHAPTER if line.tone is Tone.CHAPTER else 0
        rows.append(
            f'<row r="{number}" ht="{height:g}" customHeight="1"><c r="A{number}" s={first}'
            f'<c r="B{number}" s={second}</row>'
        )
    return "".join(rows), merges


def _look(tone: Tone) -> Look:
    return {"text_wrap": True, "valign": "top", **_LOOKS.get(tone, {})}


def _mark(tone: Tone) -> Look:
    """Return the look of the narrow cell before a line."""
    if tone in _MARKS:
        return {"valign": "top", "align": "left", **_MARKS[tone]}
    return {"valign": "top", "align": "right", "indent": 1, "italic": True}


def runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Return the stretches of numbers that follow one another: [3, 4, 7] is (3, 4), (7, 7)."""
    grouped = groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0])
    stretches = [[number for _, number in group] for _, group in grouped]
    return [(one[0], one[-1]) for one in stretches]
