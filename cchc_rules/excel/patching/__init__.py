"""A workbook and values of named cells in, the same workbook with these cells out.

Only the bytes of the cells change, in the XML of their sheets; every other part, with its
compressed data, is copied. Nobody's charts, comments, macros or validations pass through a library.
"""

from typing import IO, TYPE_CHECKING

from cchc_rules.diagnostics import Diagnostic
from cchc_rules.excel.cells import split_reference
from cchc_rules.excel.guard import RefusalError
from cchc_rules.excel.limits import DEFAULT, LAST_ROW, Limits
from cchc_rules.excel.parts import read_part
from cchc_rules.excel.patching.checking import Expected, check_copy
from cchc_rules.excel.patching.content import Cached, Value
from cchc_rules.excel.patching.editing import (
    edits_of,
    overwritten_formulas,
    refuse_untouchable,
    refused,
)
from cchc_rules.excel.patching.package import (
    kept_areas,
    read_book,
    refuse_broken,
    unknown_sheet,
    without_formulas,
)
from cchc_rules.excel.patching.scanning import scan_sheet
from cchc_rules.excel.patching.splicing import xml_part
from cchc_rules.excel.patching.zips import Archive, exchanged, read_archive
from cchc_rules.excel.placing import Stamp, lock_on, put_in_place
from cchc_rules.excel.reading import open_workbook
from cchc_rules.records import record
from cchc_rules.text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cchc_rules.excel.patching.editing import Place
    from cchc_rules.excel.patching.package import Book
    from cchc_rules.excel.reading import Workbook

__all__ = ["Cached", "Stamp", "Value", "patch_cells"]

_NOWHERE = Stamp(0, 0, 0, 0)


def patch_cells(
    path: "Path",
    target: "Path",
    changes: "Mapping[tuple[str, str], Value]",
    *,
    read_as: Stamp | None = None,
    limits: Limits = DEFAULT,
) -> tuple[Diagnostic, ...]:
    """Write `target`, which is `path` with `changes` by sheet and address ("H12"); return findings.

    A `Cached` value is the result of a formula that stays; any other value takes its place. In
    place (`target` is `path`) the old file is kept as `.bak`, and nothing is written where it
    already says so. `read_as`: the state in which `path` was when the values were computed.
    """
    locked = lock_on(target)
    if locked is not None:
        return (locked,)
    stamp = read_as or _stamp(path)
    workbook, found = open_workbook(path, limits=limits)
    if workbook is None:
        return found
    with workbook:
        patch = _Preparation(workbook).of(changes)
    if isinstance(patch, Diagnostic):
        return (patch,)
    in_place = target.resolve() == path.resolve()
    if in_place and not patch.parts:
        return ()
    return put_in_place(target, patch.write, patch.check, replacing=stamp if in_place else None)


def _stamp(path: "Path") -> Stamp:
    try:
        return Stamp.of(path)
    except (OSError, ValueError):  # opening it says why
        return _NOWHERE


@record()
class _Patch:
    """The parts of a workbook that get other data (None: they go), and what must be seen then."""

    archive: Archive
    parts: "dict[str, bytes | None]"
    expected: tuple[Expected, ...]
    limits: Limits

    def write(self, opened: IO[bytes]) -> None:
        """Write the patched workbook."""
        opened.writelines(exchanged(self.archive, self.parts))

    def check(self, copy: "Path") -> None:
        """Raise OSError unless the copy is what it should be."""
        check_copy(copy, self.archive, self.parts, self.expected, self.limits)


class _Preparation:
    """Makes the patch of an opened workbook."""

    def __init__(self, workbook: "Workbook") -> None:
        self._workbook = workbook
        self._opened = workbook.opened
        self._parts: dict[str, bytes | None] = {}
        self._gone: dict[str, set[str]] = {}

    def of(self, changes: "Mapping[tuple[str, str], Value]") -> _Patch | Diagnostic:
        """Return the patch, or the finding that says why there is none."""
        sheets: dict[str, dict[str, Value]] = {}
        for (sheet, ref), value in changes.items():
            sheets.setdefault(clean(sheet), {})[ref] = value
        expected, name = [], ""
        try:
            self._refuse_signed()
            refuse_broken(self._opened)
            self._opened.source.seek(0)
            archive = read_archive(self._opened.source.read())
            book = read_book(self._opened)
            for name, values in sheets.items():
                expected.append(self._sheet(book, name, values))
            name = ""
            self._parts |= without_formulas(self._opened, book, self._gone)
        except RefusalError as refusal:
            return refusal.found(self._workbook.file, name)
        return _Patch(archive, self._parts, tuple(expected), self._opened.limits)

    def _refuse_signed(self) -> None:
        if self._opened.signed:
            raise RefusalError(
                "E602",
                "Tệp có chữ ký số: ghi điểm vào sẽ làm hỏng chữ ký, nên tệp được giữ nguyên.",
                "Ghi kết quả ra tệp riêng, hoặc xin bản chưa ký.",
            )

    def _sheet(self, book: "Book", name: str, written: "Mapping[str, Value]") -> Expected:
        sheet = book.sheets.get(name)
        if sheet is None:
            raise unknown_sheet(name, book)
        values = {_place(ref): value for ref, value in written.items()}
        part = xml_part(read_part(self._opened, sheet.part))
        before = next(one for one in self._workbook.sheets if one.part == sheet.part).read()
        for place, value in values.items():
            legacy = before.at(*place).style.legacy
            if legacy is not None and isinstance(value, str):
                raise refused(place, "ô dùng phông chữ cũ (TCVN3, VNI), chữ sẽ hiện sai",
                              "Đổi phông của ô thành Times New Roman rồi chạy lại.")  # fmt: skip
        scan = scan_sheet(part, {row for row, _ in values})
        refuse_untouchable(scan, values, kept_areas(self._opened, sheet))
        edits = edits_of(scan, part.content, values)
        if edits:
            self._parts[sheet.member] = part.edited(edits)
            self._gone[sheet.id] = overwritten_formulas(scan, values)
        return Expected(sheet.part, before, values)


def _place(ref: str) -> "Place":
    row, column = split_reference(ref)
    if not 0 < row <= LAST_ROW:
        raise RefusalError("E603", f"Không có ô {ref} trong bảng tính.", "Ghi lại địa chỉ ô.", ref)
    return row, column
