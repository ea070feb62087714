"""Pages of plain values in, a new .xlsx file out: whole, or not there at all."""

import contextlib
import errno
import io
import os
import secrets
import shutil
import zipfile
from typing import IO, TYPE_CHECKING

from cchc_rules.diagnostics import Cell, Diagnostic
from cchc_rules.excel.writing.layout import cut_samples, drawn
from cchc_rules.excel.writing.pages import Column, Look, Page, Row, Tone, Value
from cchc_rules.excel.writing.rows import note_xml, rows_xml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from cchc_rules.excel.writing.layout import Frame

__all__ = ["Column", "Look", "Page", "Row", "Tone", "Value", "write_workbook"]

_FAST = 2
"""Compression: a third larger than usual, four times as fast."""
_BATCH = 512
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
_NO_ACCESS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def write_workbook(
    path: "Path", pages: "Sequence[Page]", about: str = ""
) -> tuple[Diagnostic, ...]:
    """Write a new workbook in place of `path`; what prevents it is a finding (E600).

    It is written beside `path`, read back, and moved into place in one step; whatever happens
    before that, the file that was there stays.
    """
    target = path.resolve()
    lock = _lock_of(target)
    if lock is not None:
        message = f"Tệp này đang mở ở chương trình khác (có tệp khóa {lock.name})."
        remedy = f"Đóng tệp rồi chạy lại; nếu không ai mở, xóa {lock.name}."
        return (Diagnostic("E600", Cell(str(path)), message, remedy),)
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("xb") as opened:
            _write(opened, pages, about)
            opened.flush()
            os.fsync(opened.fileno())
        _check(temporary)
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
    except OSError as error:
        return (Diagnostic("E600", Cell(str(path)), *_reason(error)),)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return ()


def _lock_of(target: "Path") -> "Path | None":
    """Return the file by which Excel or LibreOffice say that they have the target open."""
    for name in (f"~${target.name}", f".~lock.{target.name}#"):
        lock = target.with_name(name)
        if lock.exists():
            return lock
    return None


def _reason(error: OSError) -> tuple[str, str]:
    if error.errno in _NO_ROOM:
        return "Đĩa hết chỗ trống; tệp cũ, nếu có, vẫn còn nguyên.", "Dọn bớt đĩa rồi chạy lại."
    if error.errno in _NO_ACCESS:
        return (
            "Không có quyền ghi tệp này, hoặc tệp đang mở ở chương trình khác.",
            "Đóng tệp, hoặc ghi vào thư mục khác.",
        )
    if error.errno == errno.ENOENT:
        return "Thư mục để ghi tệp không có.", "Tạo thư mục trước, hoặc chọn thư mục khác."
    if error.errno in {errno.EISDIR, errno.ENOTEMPTY}:
        return "Đã có một thư mục mang tên này.", "Chọn tên tệp khác."
    why = error.strerror or type(error).__name__
    return f"Không ghi được tệp này ({why}).", "Kiểm tra tên tệp, quyền ghi và chỗ trống trên đĩa."


def _write(opened: IO[bytes], pages: "Sequence[Page]", about: str) -> None:
    frame, frames = drawn(pages, about)
    sheets = {
        f"xl/worksheets/sheet{at}.xml": pair
        for at, pair in enumerate(zip(pages, frames, strict=True), start=1)
    }
    with (
        zipfile.ZipFile(io.BytesIO(frame)) as source,
        zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED, compresslevel=_FAST) as result,
    ):
        for member in source.infolist():
            copy = zipfile.ZipInfo(member.filename, member.date_time)
            copy.compress_type = zipfile.ZIP_DEFLATED
            with result.open(copy, "w") as part:
                data = source.read(member)
                page = sheets.get(member.filename)
                part.writelines([data] if page is None else _filled(data.decode(), *page))


def _filled(xml: str, page: Page, frame: "Frame") -> "Iterator[bytes]":
    """Yield the XML of a drawn sheet with the rows of its page."""
    notes_row = frame.first_row + len(page.rows) + 1
    last_row = notes_row + len(page.notes) - 1 if page.notes else notes_row - 2
    blank = cut_samples(xml, frame, max(last_row, 1), len(page.columns))
    yield blank.before.encode()
    batch: list[str] = []
    for row in rows_xml(page.rows, frame.first_row, blank.styles):
        batch.append(row)
        if len(batch) == _BATCH:
            yield "".join(batch).encode()
            batch.clear()
    notes = [note_xml(text, notes_row + at, blank.note) for at, text in enumerate(page.notes)]
    yield "".join([*batch, *notes]).encode()
    yield blank.after.encode()


def _check(path: "Path") -> None:
    """Read the new file back: what a full disk or a broken one has kept must be whole."""
    with zipfile.ZipFile(path) as archive:
        if archive.testzip() is not None:
            raise OSError(errno.EIO, "tệp vừa ghi đọc lại không đúng")
