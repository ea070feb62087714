"""Pages of cells and modules of VBA in, the bytes of a workbook with macros or of an add-in out.

The same input gives the same bytes: no clock, no name of a machine, no random number goes in.
"""

import io
import tempfile
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

Value = str | float | int | date | None

_DATE = "dd/mm/yyyy"
_A4 = 9
_CELL = {"border": 1, "border_color": "#BFBFBF", "text_wrap": True, "valign": "top"}
_EPOCH = (1980, 1, 1, 0, 0, 0)
_CREATED = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_MOST_READ = 10_000_000
TYPES = "[Content_Types].xml"
_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_BOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_ADDIN = "application/vnd.ms-excel.addin.macroEnabled.main+xml"


@record()
class ArrayFormula:
    """A formula over a fixed area (rows and columns count from 0) and the values it gives now."""

    top: int
    left: int
    formula: str
    values: "tuple[tuple[Value, ...], ...]"
    formats: tuple[str, ...]
    """The number format of each column, "" for none."""


@record()
class Page:
    """A sheet: its cells by row, its formulas, the width of each column."""

    name: str
    rows: "Sequence[Sequence[Value]]"
    formulas: tuple[ArrayFormula, ...] = ()
    widths: tuple[int, ...] = ()
    heads: tuple[int, ...] = ()
    """Rows of titles of columns; the last of them and all above it stay in view."""
    entries: tuple[int, ...] = ()
    """Columns in which people change figures."""
    hidden: bool = False


@record()
class Contents:
    """What a file with macros holds: standard modules by name, a sheet of names and values."""

    modules: dict[str, str]
    settings: dict[str, str]


def contents_of(data: bytes, settings: str) -> Contents | None:
    """Read the macros of a file and its sheet `settings`; None where it cannot be read."""
    if len(data) > _MOST_READ:
        return None
    from pyopenvba import ExcelFile
    from pyopenvba.exceptions import PyOpenVBAError

    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "book.xlsm"
            path.write_bytes(data)
            with ExcelFile(path) as book:
                modules = dict(book.vba_modules())
        return Contents(modules, _settings_in(data, settings))
    except (PyOpenVBAError, KeyError, OSError, ValueError, zipfile.BadZipFile):
        return None


def _settings_in(data: bytes, name: str) -> dict[str, str]:
    from openpyxl import load_workbook

    parts = members(data)
    parts[TYPES] = parts[TYPES].replace(_ADDIN.encode(), _BOOK.encode())  # what it knows
    book = load_workbook(io.BytesIO(zipped(parts)), read_only=True)
    if name not in book.sheetnames:
        return {}
    rows = book[name].iter_rows(max_col=2, values_only=True)
    return {str(key): str(value or "") for key, value in rows if key}


def macro_book(
    pages: "Sequence[Page]",
    modules: "Mapping[str, str]",
    names: "Mapping[str, str]",
    *,
    addin: bool,
) -> bytes:
    """Return a `.xlsm`, or a `.xlam`, with these pages, standard modules and defined names."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsm"
        path.write_bytes(_written(pages, names))
        _add_modules(path, modules)
        parts = members(path.read_bytes())
    parts[TYPES] = parts[TYPES].replace(_MAIN.encode(), (_ADDIN if addin else _BOOK).encode())
    return zipped(parts)


def plain_book(pages: "Sequence[Page]", names: "Mapping[str, str]") -> bytes:
    """Return a `.xlsx` with these pages and defined names."""
    return zipped(members(_written(pages, names)))


def _written(pages: "Sequence[Page]", names: "Mapping[str, str]") -> bytes:
    from xlsxwriter import Workbook as NewWorkbook

    made = io.BytesIO()
    book = NewWorkbook(made, {"in_memory": True, "strings_to_formulas": False,
                              "strings_to_urls": False, "strings_to_numbers": False})  # fmt: skip
    book.set_properties({"author": "cchc-rules", "created": _CREATED})
    styles = _Styles(book)
    for page in pages:
        _write_page(book, page, styles)
    for name, area in names.items():
        book.define_name(name, area)
    book.close()
    return made.getvalue()


class _Styles:
    """The looks of cells in one workbook, each made once."""

    def __init__(self, book: "Workbook") -> None:
        self._book = book
        self._made: dict[str, Format] = {}
        self.title = book.add_format({"bold": True, "font_size": 13})
        self.head = book.add_format({**_CELL, "bold": True, "bg_color": "#DCE6F1"})
        entry = {**_CELL, "bg_color": "#FFF2CC", "text_wrap": False}
        self.entry = book.add_format(entry)
        self.day = book.add_format({**entry, "num_format": _DATE, "align": "left"})
        self.beside = book.add_format({"valign": "top"})

    def of(self, number_format: str = "") -> "Format":
        """Return the look of a cell of the table."""
        if number_format not in self._made:
            shown = {"num_format": number_format} if number_format else {}
            self._made[number_format] = self._book.add_format({**_CELL, **shown})
        return self._made[number_format]


def _write_page(book: "Workbook", page: Page, styles: _Styles) -> None:
    sheet = book.add_worksheet(page.name)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    for column, width in enumerate(page.widths):
        sheet.set_column(column, column, width)
    for number, row in enumerate(page.rows):
        for column, value in enumerate(row):
            style = _style(page, styles, (number, column), value)
            if value is not None:
                sheet.write(number, column, value, style)
            elif style is not styles.beside:
                sheet.write_blank(number, column, None, style)
    for one in page.formulas:
        _write_formula(sheet, one, styles)
    if page.heads:
        sheet.freeze_panes(page.heads[-1] + 1, 0)
        sheet.repeat_rows(page.heads[-1])
    if page.hidden:
        sheet.hide()


def _style(page: Page, styles: _Styles, at: tuple[int, int], value: "Value") -> "Format":
    number, column = at
    if not page.heads:
        return styles.of()
    if number < page.heads[-1] and (number not in page.heads or value is None):
        return styles.beside if number else styles.title
    if number in page.heads:
        return styles.head
    if column in page.entries and value is not None:
        return styles.day if isinstance(value, date) else styles.entry
    return styles.of()


def _write_formula(sheet: "Worksheet", one: ArrayFormula, styles: _Styles) -> None:
    looks = [styles.of(shown) for shown in one.formats]
    bottom, right = one.top + len(one.values) - 1, one.left + len(one.values[0]) - 1
    sheet.write_array_formula(
        one.top, one.left, bottom, right, one.formula, looks[0], one.values[0][0]
    )
    for number, row in enumerate(one.values, one.top):
        for column, (value, look) in enumerate(zip(row, looks, strict=True), one.left):
            if (number, column) != (one.top, one.left):
                sheet.write(number, column, value, look)


def _add_modules(path: Path, modules: "Mapping[str, str]") -> None:
    from pyopenvba import ExcelFile

    with ExcelFile(path) as book:
        project = book.add_vba_project()
        for name, source in modules.items():
            project.add_module(name, source)
        book.save()


def members(data: bytes) -> dict[str, bytes]:
    """Return the parts of a file that is a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: "Mapping[str, bytes]") -> bytes:
    """Return a file of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return made.getvalue()
