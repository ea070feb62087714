"""A path in, a workbook with its sheets out, or the findings that say why not."""

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Self

from cchc_rules.diagnostics import Cell, Diagnostic
from cchc_rules.excel.cells import CellMaker
from cchc_rules.excel.guard import RefusalError, damaged, open_zip
from cchc_rules.excel.limits import DEFAULT
from cchc_rules.excel.parts import Attributes, parse_xml, read_part, relations
from cchc_rules.excel.sheet import Sheet
from cchc_rules.excel.strings import SharedStrings
from cchc_rules.excel.styles import read_styles
from cchc_rules.records import field, record
from cchc_rules.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    from cchc_rules.excel.guard import Opened
    from cchc_rules.excel.limits import Limits
    from cchc_rules.excel.parts import Relation

_LONGEST_TARGET = 120


@record()
class Workbook:
    """An opened workbook: leave its `with` block to close the file."""

    opened: "Opened"
    sheets: tuple[Sheet, ...]
    names: dict[str, str] = field(default_factory=dict)
    """Defined names and what they refer to."""

    @property
    def file(self) -> str:
        """Return the name that findings show."""
        return self.opened.file

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: "TracebackType | None",
    ) -> None:
        self.opened.close()


def open_workbook(
    path: "Path", file: str = "", limits: "Limits" = DEFAULT
) -> tuple[Workbook | None, tuple[Diagnostic, ...]]:
    """Open a workbook; cells are read when a sheet is asked for them."""
    opened = open_zip(path, file, limits)
    if isinstance(opened, Diagnostic):
        return None, (opened,)
    try:
        workbook, found = _assembled(opened)
    except RefusalError as refusal:
        opened.close()
        return None, (*opened.diagnostics, refusal.found(opened.file))
    except BaseException:
        opened.close()
        raise
    return workbook, (*opened.diagnostics, *found)


def _assembled(opened: "Opened") -> tuple[Workbook, list[Diagnostic]]:
    main = next((one for one in relations(opened, "") if one.type == "officeDocument"), None)
    if main is None or main.target not in opened.names:
        raise damaged("thiếu phần chính của bảng tính")
    book = _BookReader()
    parse_xml(read_part(opened, main.target), book.start, book.end, book.text)
    linked = relations(opened, main.target)
    parts = {one.type: one.target for one in linked if not one.external}
    strings = SharedStrings(read_part(opened, parts.get("sharedStrings", "")))
    styles = read_styles(read_part(opened, parts.get("styles", "")))
    maker = CellMaker(strings, styles, from_1904=book.from_1904)
    targets = {one.id: one for one in linked if one.type == "worksheet"}
    sheets = tuple(
        Sheet(name, hidden, opened, targets[link].target, maker)
        for name, hidden, link in book.sheets
        if link in targets
    )
    if not sheets:
        raise damaged("không có trang tính nào")
    workbook = Workbook(opened, sheets, book.names)
    return workbook, [*_hidden(workbook), *_external(opened, linked)]


class _BookReader:
    """Gathers what xl/workbook.xml says."""

    def __init__(self) -> None:
        self.from_1904 = False
        self.sheets: list[tuple[str, bool, str]] = []
        self.names: dict[str, str] = {}
        self._name = ""
        self._text: list[str] = []

    def start(self, tag: str, attributes: Attributes) -> None:
        """Take an element."""
        match tag:
            case "workbookPr":
                self.from_1904 = attributes.get("date1904") in {"1", "true"}
            case "sheet":
                hidden = attributes.get("state", "visible") != "visible"
                name = clean(attributes.get("name", ""))
                link = next((attributes[key] for key in attributes if key.endswith(" id")), "")
                self.sheets.append((name, hidden, link))
            case "definedName":
                self._name = attributes.get("name", "")
                self._text = []
            case _:
                pass

    def end(self, tag: str) -> None:
        """Leave an element."""
        if tag == "definedName":
            self.names[self._name] = "".join(self._text)
            self._name = ""

    def text(self, data: str) -> None:
        """Take character data."""
        if self._name:
            self._text.append(data)


def _hidden(workbook: Workbook) -> "Iterator[Diagnostic]":
    for sheet in workbook.sheets:
        if sheet.hidden:
            yield Diagnostic(
                "N507",
                Cell(workbook.file, sheet.name),
                f"Trang “{sheet.name}” đang bị ẩn.",
                "Bỏ ẩn để kiểm tra nếu trang này có số liệu.",
            )


def _external(opened: "Opened", linked: "list[Relation]") -> "Iterator[Diagnostic]":
    for link in linked:
        if link.type != "externalLink":
            continue
        outside = [one.target for one in relations(opened, link.target) if one.external]
        shown = clean(outside[0] if outside else PurePosixPath(link.target).name)
        yield Diagnostic(
            "W506",
            Cell(opened.file),
            f"Công thức trong tệp lấy số từ tệp khác ({shown[:_LONGEST_TARGET]}); "
            "tệp đó không được mở.",
            "Dán giá trị thay cho công thức liên kết (Paste Special > Values).",
        )
