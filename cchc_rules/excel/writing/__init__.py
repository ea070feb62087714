"""Pages of plain values in, a new .xlsx file out: whole, or not there at all."""

import errno
import io
import zipfile
from typing import IO, TYPE_CHECKING

from cchc_rules.excel.placing import put_in_place
from cchc_rules.excel.writing.pages import Column, Look, Page, Row, Tone, Value
from cchc_rules.excel.writing.rows import note_xml, rows_xml

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from cchc_rules.diagnostics import Diagnostic
    from cchc_rules.excel.writing.layout import Frame

__all__ = ["Column", "Look", "Page", "Row", "Tone", "Value", "write_workbook"]

_FAST = 2
"""Compression: a third larger than usual, four times as fast."""
_BATCH = 512


def write_workbook(
    path: "Path", pages: "Sequence[Page]", about: str = ""
) -> "tuple[Diagnostic, ...]":
    """Write a new workbook in place of `path`; what prevents it is a finding (E600).

    Whatever happens before it is whole, the file that was there stays.
    """
    return put_in_place(path, lambda opened: _write(opened, pages, about), _check)


def _write(opened: IO[bytes], pages: "Sequence[Page]", about: str) -> None:
    from cchc_rules.excel.writing.layout import drawn

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
    from cchc_rules.excel.writing.layout import cut_samples

    notes_row = frame.first_row + len(page.rows) + 1
    last_row = notes_row + len(page.notes) - 1 if page.notes else notes_row - 2
    blank = cut_samples(xml, frame, max(last_row, 1), len(page.columns))
    yield blank.before.encode()
    batch: list[str] = []
    for row in rows_xml(page.rows, frame.first_row, blank.styles, frame.heights):
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
