"""A page in, its frame out: titles, header, print set-up and a sample of each kind of row."""

import io
import re
from itertools import groupby
from typing import TYPE_CHECKING

from cchc_rules.excel.cells import column_letters
from cchc_rules.excel.writing.pages import Column, Look, Page, Tone
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_FONT = "Times New Roman"
_A4 = 9
_LONGEST_NAME = 31
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_SAMPLED = 400
_NARROWEST, _WIDEST, _NARROWEST_NUMBER, _WIDEST_NUMBER = 6, 48, 11, 14
_BESIDE_DECIMALS = 8
"""What a number needs besides its decimals: three digits, point, percent sign, air."""
_LINE_HEIGHT = 15.75
_MOST_LINES = 26
"""A row can be 409 points high."""
_TITLE_FITS = 0.75
"""Letters of a main title are so much larger."""
_COLOURS = {Tone.UNSURE: "#FFF4CE", Tone.WRONG: "#FBE0DD"}
_NUMBER_FORMATS = {Look.WHOLE: "#,##0", Look.DATE: "dd/mm/yyyy"}


@record()
class Frame:
    """Where the rows of a page go: the tones that have a sample row, and the first row.

    `heights` has the height of each row, by its number, whose texts take more than one line: a
    spreadsheet does not find it out by itself.
    """

    tones: tuple[Tone, ...]
    first_row: int
    heights: dict[int, float]


class Drawer:
    """Draws the frames of the pages of one workbook."""

    def __init__(self, workbook: "Workbook") -> None:
        self._workbook = workbook
        self._formats: dict[tuple[Look, int, Tone], Format] = {}
        self._names: set[str] = set()

    def draw(self, page: Page) -> Frame:
        """Draw everything of a page but its rows; below the header stands a row for each tone."""
        sheet = self._workbook.add_worksheet(self._name(page.name))
        widths = [_width(page, at) for at in range(len(page.columns))]
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        header = self._titles(sheet, page, sum(widths))
        first = header + self._header(sheet, page, header, widths)
        tones = tuple(dict.fromkeys([Tone.PLAIN, *(row.tone for row in page.rows)]))
        for at, tone in enumerate(tones):
            for place, column in enumerate(page.columns):
                sheet.write_blank(first + at, place, None, self._format(column, tone))
        note = {"font_name": _FONT, "font_size": 11, "italic": True}
        sheet.write_blank(first + len(tones), 0, None, self._workbook.add_format(note))
        self._set_up(sheet, page, header, first)
        return Frame(tones, first + 1, _heights(page, widths, first + 1))

    def _name(self, wanted: str) -> str:
        base = _FORBIDDEN_IN_NAMES.sub(" ", wanted).strip("' ")[:_LONGEST_NAME] or "Trang"
        name, count = base, 1
        while name.casefold() in self._names:
            count += 1
            name = f"{base[: _LONGEST_NAME - 4]} {count}"
        self._names.add(name.casefold())
        return name

    def _titles(self, sheet: "Worksheet", page: Page, width: float) -> int:
        last = len(page.columns) - 1
        for at, line in enumerate(page.titles):
            bold = self._workbook.add_format(
                {"font_name": _FONT, "font_size": 14 if at == 0 else 12, "bold": at == 0,
                 "align": "center", "valign": "vcenter", "text_wrap": True}
            )  # fmt: skip
            if last > 0:
                sheet.merge_range(at, 0, at, last, "", bold)
            sheet.write_string(at, 0, line, bold)
            lines = _lines(line, width * (_TITLE_FITS if at == 0 else 1))
            sheet.set_row(at, (22 if at == 0 else 18) * lines)
        return len(page.titles) + (1 if page.titles else 0)

    def _header(self, sheet: "Worksheet", page: Page, top: int, widths: "Sequence[float]") -> int:
        """Write the header; return how many rows it has."""
        style = self._workbook.add_format(
            {"font_name": _FONT, "font_size": 11, "bold": True, "align": "center",
             "valign": "vcenter", "text_wrap": True, "border": 1, "bg_color": "#D9E2F3"}
        )  # fmt: skip
        grouped = any(column.group for column in page.columns)
        bottom = top + 1 if grouped else top
        for at, column in enumerate(page.columns):
            if grouped and not column.group:
                sheet.merge_range(top, at, bottom, at, "", style)
                sheet.write_string(top, at, column.title, style)
            else:
                sheet.write_string(bottom, at, column.title, style)
        for group, members in groupby(enumerate(page.columns), key=lambda one: one[1].group):
            if group:
                places = [at for at, _ in members]
                if len(places) > 1:
                    sheet.merge_range(top, places[0], top, places[-1], "", style)
                sheet.write_string(top, places[0], group, style)
        lines = [
            _lines(column.title, width) for column, width in zip(page.columns, widths, strict=True)
        ]
        sheet.set_row(bottom, max(lines, default=1) * _LINE_HEIGHT + 4)
        return bottom - top + 1

    def _set_up(self, sheet: "Worksheet", page: Page, header: int, first: int) -> None:
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.repeat_rows(header, first - 1)
        sheet.set_footer("&R&9Trang &P/&N")
        sheet.freeze_panes(first, page.fixed_columns)
        if page.rows:
            sheet.autofilter(first - 1, 0, first - 1 + len(page.rows), len(page.columns) - 1)

    def _format(self, column: Column, tone: Tone) -> "Format":
        key = column.look, column.digits, tone
        if key not in self._formats:
            style: dict[str, object] = {"font_name": _FONT, "font_size": 11, "border": 1}
            style["valign"] = "vcenter"
            style["bold"] = tone is Tone.STRONG
            if tone in _COLOURS:
                style["bg_color"] = _COLOURS[tone]
            decimals = "." + "0" * column.digits if column.digits else ""
            match column.look:
                case Look.TEXT:
                    style |= {"text_wrap": True, "indent": 1}
                case Look.CENTERED:
                    style["align"] = "center"
                case Look.POINTS:
                    style["num_format"] = f"#,##0{decimals}"
                case Look.PERCENT:
                    style["num_format"] = f"0{decimals}%"
                case _:
                    style["num_format"] = _NUMBER_FORMATS[column.look]
            if column.look not in {Look.TEXT, Look.CENTERED}:
                style |= {"align": "right", "indent": 1}
            self._formats[key] = self._workbook.add_format(style)
        return self._formats[key]


def _width(page: Page, at: int) -> float:
    """Choose a width by the longest of the first texts; numbers have room for a million."""
    column = page.columns[at]
    if column.width:
        return column.width
    longest = max(map(len, column.title.split()), default=0)
    for row in page.rows[:_SAMPLED]:
        value = row.values[at]
        if isinstance(value, str):
            longest = max(longest, len(value))
    wide = min(max(longest * 1.1 + 2, _NARROWEST), _WIDEST)
    if column.look in {Look.POINTS, Look.PERCENT, Look.DATE}:
        least = max(_NARROWEST_NUMBER, column.digits + _BESIDE_DECIMALS)
        return max(wide, least) if longest > _WIDEST_NUMBER else min(max(wide, least), least + 3)
    return wide


def _lines(title: str, width: float) -> int:
    """Return how many lines a title takes in a column of this width."""
    count, used, room = 1, 0, max(int(width) - 1, 1)
    for word in title.split():
        if used and used + 1 + len(word) > room:
            count, used = count + 1, len(word)
        else:
            used += len(word) + (1 if used else 0)
        if used > room:
            count, used = count + (used - 1) // room, (used - 1) % room + 1
    return count


def _heights(page: Page, widths: "Sequence[float]", first: int) -> dict[int, float]:
    """Return the heights of the rows whose wrapped texts take more than one line."""
    wrapped = [
        (at, width)
        for at, (column, width) in enumerate(zip(page.columns, widths, strict=True))
        if column.look is Look.TEXT
    ]
    found: dict[int, float] = {}
    for number, row in enumerate(page.rows, first):
        for at, width in wrapped:
            text = row.values[at]
            if isinstance(text, str) and (len(text) > width - 1 or "\n" in text):
                lines = sum(_lines(part, width) for part in text.split("\n"))
                if lines > 1:
                    height = min(lines, _MOST_LINES) * _LINE_HEIGHT
                    found[number] = max(found.get(number, 0), height)
    return found


_STYLES = re.compile(r'<c r="[A-Z]+\d+" s="(\d+)"/>')
_DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')


@record()
class Blank:
    """The XML of a sheet around its rows, and the style ids that its samples have."""

    before: str
    after: str
    styles: dict[Tone, list[str]]
    note: str


def cut_samples(xml: str, frame: Frame, last_row: int, columns: int) -> Blank:
    """Take the sample rows out of a drawn sheet and keep the ids of their styles."""
    at = xml.index(f'<row r="{frame.first_row}"')
    end = xml.index("</sheetData>", at)
    samples = [_STYLES.findall(row) for row in xml[at:end].split("</row>")]
    styles = dict(zip(frame.tones, samples, strict=False))
    reference = f'<dimension ref="A1:{column_letters(columns)}{last_row}"/>'
    before = _DIMENSION.sub(reference, xml[:at], count=1)
    return Blank(before, xml[end:], styles, samples[len(frame.tones)][0])


def drawn(pages: "Sequence[Page]", about: str) -> tuple[bytes, list[Frame]]:
    """Draw all pages; return the workbook as bytes, still without its rows."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    workbook = Workbook(buffer, options)
    workbook.set_properties(
        {"title": pages[0].titles[0] if pages[0].titles else "", "comments": about}
    )
    drawer = Drawer(workbook)
    frames = [drawer.draw(page) for page in pages]
    workbook.close()
    return buffer.getvalue(), frames
