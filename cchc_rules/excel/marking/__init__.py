"""A workbook and findings in, a copy of it with a comment at each cell that was found fault with.

Only what belongs to the comments is added or changed: their parts, the relations of the sheets,
the list of content types and one element of each sheet. Every other part stays as it is, to the
byte of its compressed data.
"""

from collections import defaultdict
from pathlib import Path
from typing import IO, TYPE_CHECKING

from cchc_rules.diagnostics import Cell, Diagnostic
from cchc_rules.excel.cells import split_reference
from cchc_rules.excel.guard import RefusalError
from cchc_rules.excel.limits import DEFAULT
from cchc_rules.excel.marking.package import Marked, marked_parts
from cchc_rules.excel.patching.checking import same_members
from cchc_rules.excel.patching.package import read_book, refuse_broken
from cchc_rules.excel.patching.zips import Archive, exchanged, read_archive
from cchc_rules.excel.placing import put_in_place
from cchc_rules.excel.reading import open_workbook
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cchc_rules.excel.limits import Limits
    from cchc_rules.excel.reading import Workbook

SUFFIX = "-co-ghi-chu"
_LONGEST = 8_000
_MOST_TOGETHER = 40
_CORNER = (1, 1)

Notes = dict[tuple[int, int], str]
"""What is to be said at a cell (row, column)."""


def copy_name(path: Path) -> Path:
    """Return the name of the marked copy, beside the file."""
    return path.with_name(f"{path.stem}{SUFFIX}{path.suffix}")


def mark_copy(
    path: Path, target: Path, found: "Sequence[Diagnostic]", *, limits: "Limits" = DEFAULT
) -> tuple[Diagnostic, ...]:
    """Write the marked copy; what prevents it is a finding."""
    workbook, refused = open_workbook(path, limits=limits)
    if workbook is None:
        return refused
    with workbook:
        notes = _notes(workbook, found)
        opened = workbook.opened
        try:
            refuse_broken(opened)
            marked = marked_parts(opened, read_book(opened), notes)
            opened.source.seek(0)
            archive = read_archive(opened.source.read())
        except RefusalError as refusal:
            return (refusal.found(str(path)),)
        copy = _Copy(workbook, archive, marked, limits)
        return put_in_place(target, copy.write, copy.check)


def _notes(workbook: "Workbook", found: "Iterable[Diagnostic]") -> "Mapping[str, Notes]":
    """Gather what is to be said of each cell; what has no cell is said at A1."""
    texts: defaultdict[tuple[str, tuple[int, int]], list[str]] = defaultdict(list)
    names = {sheet.name for sheet in workbook.sheets}
    shown = next((sheet.name for sheet in workbook.sheets if not sheet.hidden), "")
    for one in found:
        if not isinstance(one.place, Cell):
            continue
        sheet = one.place.sheet if one.place.sheet in names else shown
        text = f"{one.code}: {one.message}\n→ {one.remedy}"
        texts[sheet, _cell(one.place.ref)].append(text)
    notes: defaultdict[str, Notes] = defaultdict(dict)
    for (sheet, cell), parts in texts.items():
        notes[sheet][cell] = "\n\n".join(parts[:_MOST_TOGETHER])[:_LONGEST]
    return notes


def _cell(ref: str) -> tuple[int, int]:
    try:
        return split_reference(ref)
    except RefusalError:
        return _CORNER


@record()
class _Copy:
    """A workbook with the parts that change; an added part has no member yet."""

    workbook: "Workbook"
    archive: Archive
    marked: Marked
    limits: "Limits"

    def write(self, opened: IO[bytes]) -> None:
        """Write the copy."""
        opened.writelines(exchanged(self.archive, self.marked.changed, self.marked.added))

    def check(self, copy: Path) -> None:
        """Raise OSError unless the copy opens, its sheets read as before and the rest is there."""
        if not same_members(copy, self.archive, self.marked.changed, self.marked.added):
            raise OSError("bản ghi chú đọc lại không giống tệp gốc")
        workbook, found = open_workbook(copy, limits=self.limits)
        if workbook is None:
            raise OSError(found[0].message)
        with workbook:
            before = [sheet.name for sheet in self.workbook.sheets]
            if [sheet.name for sheet in workbook.sheets] != before:
                raise OSError("bản ghi chú không đọc lại được")
            for old, new in zip(self.workbook.sheets, workbook.sheets, strict=True):
                if old.name in self.marked.sheets and old.read().rows != new.read().rows:
                    raise OSError("bản ghi chú đọc lại không giống tệp gốc")
