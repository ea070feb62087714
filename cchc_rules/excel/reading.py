"""A path in, a workbook with its sheets out, or the findings that say why not."""

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Self

from cchc_rules.diagnostics import Cell, Diagnostic
from cchc_rules.excel.calls import is_addin
from cchc_rules.excel.cells import CellMaker
from cchc_rules.excel.guard import RefusalError, damaged, excessive, open_zip
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
_TYPES = "[Content_Types].xml"
OUR_SHEETS = "CCHC_"
"""How the names of the hidden sheets begin that a form of ours has."""


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
    if main is None or opened.member(main.target) is None:
        raise damaged("thiếu phần chính của bảng tính")
    book = _BookReader()
    parse_xml(read_part(opened, main.target), book.start, book.end, book.text)
    if len(book.sheets) > opened.limits.sheets:
        raise excessive(f"tệp có {len(book.sheets)} trang, nhiều nhất {opened.limits.sheets}")
    parse_xml(read_part(opened, _TYPES), lambda _tag, _attributes: None)
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
    told = [*_hidden(workbook), *_external(opened, linked)]
    return workbook, [*told, *([_from_1904(opened.file)] if book.from_1904 else [])]


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


def _from_1904(file: str) -> Diagnostic:
    message = "Tệp đếm ngày từ năm 1904 (Excel cho máy Mac); ngày đã được đọc theo cách đếm này."
    return Diagnostic("N548", Cell(file), message, "Nên tắt “1904 date system” rồi lưu lại.")


def _hidden(workbook: Workbook) -> "Iterator[Diagnostic]":
    for sheet in workbook.sheets:
        if sheet.hidden and not sheet.name.startswith(OUR_SHEETS):
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
        if is_addin(shown):
            message = f"Công thức gọi hàm CCHC của phần bổ trợ ({shown[:_LONGEST_TARGET]})."
            remedy = "Không cần làm gì: phần bổ trợ không được mở, điểm được tính lại từ số liệu."
            yield Diagnostic("N506", Cell(opened.file), message, remedy)
            continue
        yield Diagnostic(
            "W506",
            Cell(opened.file),
            f"Công thức trong tệp lấy số từ tệp khác ({shown[:_LONGEST_TARGET]}); "
            "tệp đó không được mở.",
            "Dán giá trị thay cho công thức liên kết (Paste Special > Values).",
        )
