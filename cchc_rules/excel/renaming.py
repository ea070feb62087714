"""A workbook and a finder of names in, the same workbook with other names in its formulas out.

Only the bytes of the names inside <f> change; every other byte of every part is copied.
"""

import html
import re
from collections.abc import Callable, Iterable
from typing import IO, TYPE_CHECKING, NamedTuple
from xml.parsers import expat

from cchc_rules.excel.guard import RefusalError, damaged
from cchc_rules.excel.limits import DEFAULT, Limits
from cchc_rules.excel.parts import read_part
from cchc_rules.excel.patching.checking import check_copy
from cchc_rules.excel.patching.package import read_book
from cchc_rules.excel.patching.splicing import Edit, XmlPart, xml_part
from cchc_rules.excel.patching.zips import exchanged, read_archive
from cchc_rules.excel.placing import put_in_place
from cchc_rules.excel.reading import open_workbook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cchc_rules.diagnostics import Diagnostic
    from cchc_rules.excel.reading import Workbook


class Renaming(NamedTuple):
    """What stands from `start` to `end` of a formula is replaced by `name`."""

    start: int
    end: int
    name: str


Finder = Callable[[str], Iterable[Renaming]]
"""Takes a formula without `=`; letters beyond ASCII may come as any other such letters."""

_LETTER = re.compile(r"<!\[CDATA\[(.*?)\]\]>|(&[^;]*;)|(.)", re.DOTALL)


def rename_in_formulas(
    path: "Path", target: "Path", find: Finder, *, limits: Limits = DEFAULT
) -> "tuple[int, tuple[Diagnostic, ...]]":
    """Write `target`, which is `path` with other names; return how many, and what prevents it."""
    workbook, found = open_workbook(path, limits=limits)
    if workbook is None:
        return 0, found
    with workbook:
        try:
            return _copied(workbook, target, find, limits)
        except RefusalError as refusal:
            return 0, (refusal.found(workbook.file),)


def _copied(
    workbook: "Workbook", target: "Path", find: Finder, limits: Limits
) -> "tuple[int, tuple[Diagnostic, ...]]":
    opened = workbook.opened
    if opened.signed:
        raise RefusalError(
            "E602",
            "Tệp có chữ ký số: đổi tên hàm sẽ làm hỏng chữ ký, nên tệp được giữ nguyên.",
            "Xin bản chưa ký.",
        )
    opened.source.seek(0)
    archive = read_archive(opened.source.read())
    parts: dict[str, bytes | None] = {}
    count = 0
    for sheet in read_book(opened).sheets.values():
        part = xml_part(read_part(opened, sheet.part))
        edits = list(_edits(part, find))
        count += len(edits)
        if edits:
            parts[sheet.member] = part.edited(edits)

    def write(copy: IO[bytes]) -> None:
        copy.writelines(exchanged(archive, parts))

    def check(copy: "Path") -> None:
        check_copy(copy, archive, parts, (), limits)

    return count, put_in_place(target, write, check)


def _edits(part: XmlPart, find: Finder) -> "Iterator[Edit]":
    for start, end in _formulas(part):
        letters, places = _letters(part.content[start:end].decode("latin-1"))
        places.append(end - start)
        for renaming in find(letters):
            at, behind = places[renaming.start], places[renaming.end]
            yield Edit(start + at, start + behind, renaming.name)


def _letters(raw: str) -> tuple[str, list[int]]:
    """Return the text that XML spells so, and where each of its letters begins."""
    letters: list[str] = []
    places: list[int] = []
    for found in _LETTER.finditer(raw):
        if found[1] is not None:
            letters.extend(found[1])
            places.extend(range(found.start(1), found.end(1)))
        else:
            letters.append(html.unescape(found[2])[:1] if found[2] else found[3])
            places.append(found.start())
    return "".join(letters), places


def _formulas(part: XmlPart) -> "Iterator[tuple[int, int]]":
    """Yield where the text of each formula begins and ends."""
    found: list[tuple[int, int]] = []
    begun: list[int] = []
    parser = expat.ParserCreate(part.declared, namespace_separator=" ")

    def start(tag: str, _: object) -> None:
        if tag.rpartition(" ")[2] == "f":
            begun.append(part.content.index(b">", parser.CurrentByteIndex) + 1)

    def end(tag: str) -> None:
        if tag.rpartition(" ")[2] == "f" and begun:
            at = begun.pop()
            if parser.CurrentByteIndex >= at:  # else it is <f/>
                found.append((at, parser.CurrentByteIndex))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(part.content, True)
    except expat.ExpatError as error:
        raise damaged(f"XML sai ở dòng {error.lineno}") from error
    yield from found
