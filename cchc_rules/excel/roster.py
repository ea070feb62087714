"""The file of the council's list of units (.xlsx, .csv or .json) in, the roster out."""

from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Cell, Diagnostic
from cchc_rules.excel.guard import RefusalError
from cchc_rules.excel.limits import DEFAULT, MEBIBYTE
from cchc_rules.excel.reading import open_workbook
from cchc_rules.excel.sheet import reference
from cchc_rules.facts.raw import BLANK
from cchc_rules.facts.roster import Row, lines_of, read_roster, roster_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cchc_rules.excel.limits import Limits
    from cchc_rules.excel.reading import Workbook
    from cchc_rules.excel.sheet import Sheet
    from cchc_rules.facts.roster import Line, Roster

_LARGEST_TEXT = 32 * MEBIBYTE
_WIDEST = 50
_ENCODINGS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def load_roster(
    path: "Path", kinds: "Sequence[str]", limits: "Limits" = DEFAULT
) -> "tuple[Roster | None, tuple[Diagnostic, ...]]":
    """Read a roster; the file's first bytes say what it is, not its name."""
    text = _text(path)
    if text is not None:
        roster, found = read_roster(text, str(path), kinds)
        return roster, tuple(found)
    workbook, told = open_workbook(path, limits=limits)
    if workbook is None:
        return None, told
    with workbook:
        try:
            lines, found = _lines(workbook)
        except RefusalError as refusal:
            return None, (*told, refusal.found(str(path)))
    if not lines:
        return None, (*told, *found)
    roster, more = roster_of(lines, kinds)
    return roster, (*told, *found, *more)


def _text(path: "Path") -> str | None:
    """Return the text of a file that is plain text; None leaves it to the workbook's guard."""
    try:
        if not path.is_file() or path.stat().st_size > _LARGEST_TEXT:
            return None
        data = path.read_bytes()
        encoding = next((name for mark, name in _ENCODINGS if data.startswith(mark)), "utf-8")
        text = data.decode(encoding)
    except (OSError, ValueError):
        return None
    is_text = bool(text.strip()) and "\0" not in text and not text.lstrip().startswith("<")
    return text if is_text and not data.startswith(b"PK") else None


def _lines(workbook: "Workbook") -> "tuple[list[Line], list[Diagnostic]]":
    """Return the units of the first sheet that holds such a list."""
    found: list[Diagnostic] = []
    for sheet in workbook.sheets:
        lines, found = lines_of(_rows(workbook.file, sheet), workbook.file)
        if lines:
            return lines, []
    return [], found or [
        Diagnostic("E560", Cell(workbook.file), "Danh sách không có đơn vị nào.", "Thêm đơn vị.")
    ]


def _rows(file: str, sheet: "Sheet") -> list[Row]:
    rows: list[Row] = []
    for number, cells in sheet.read().rows.items():
        last = min(max(cells), _WIDEST)
        rows.append(
            Row(
                [
                    (
                        Cell(file, sheet.name, reference(number, at)),
                        cells[at].raw if at in cells else BLANK,
                    )
                    for at in range(1, last + 1)
                ]
            )
        )
    return rows
