"""An opened workbook and notes by cell in, the parts that a copy with comments changes out."""

import posixpath
import re
from typing import TYPE_CHECKING
from xml.parsers import expat

from cchc_rules.excel.cells import split_reference
from cchc_rules.excel.guard import RefusalError, damaged
from cchc_rules.excel.marking.drawing import (
    AUTHOR,
    FIRST_LAYOUT,
    SHAPES_OF_A_SHEET,
    comment_xml,
    comments_part,
    drawing_part,
    shapes_xml,
)
from cchc_rules.excel.parts import Attributes, parse_xml, read_part, relations
from cchc_rules.excel.patching.splicing import Edit, XmlPart, xml_part
from cchc_rules.records import field, record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cchc_rules.excel.guard import Opened
    from cchc_rules.excel.patching.package import Book, SheetPart

    Notes = Mapping[tuple[int, int], str]

_TYPES = "[Content_Types].xml"
_STRICT = "http://purl.oclc.org/ooxml/"
_RELATED = {
    False: "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    True: f"{_STRICT}officeDocument/relationships",
}
"""The namespace of relations, in a workbook by the letter of ISO 29500 (Strict) another one."""
_EMPTY_RELATIONS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships '
    b'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
)
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_BEHIND = frozenset(
    {
        "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
        "tableParts", "extLst", "AlternateContent",
    }
)  # fmt: skip
"""What stands behind the reference to the boxes, in a sheet's XML."""
_NAME = "cchc_ghi_chu"


@record(frozen=False)
class Marked:
    """The parts of the copy that differ: changed ones by member, new ones by name."""

    changed: dict[str, bytes] = field(default_factory=dict)
    added: dict[str, bytes] = field(default_factory=dict)
    sheets: set[str] = field(default_factory=set)


def marked_parts(opened: "Opened", book: "Book", notes: "Mapping[str, Notes]") -> Marked:
    """Return the parts of a copy with these notes, by the names of its sheets."""
    marked = Marked()
    types: list[str] = []
    for number, (name, own) in enumerate(notes.items()):
        sheet = book.sheets.get(name)
        if sheet is not None and own:
            _Marker(opened, sheet, FIRST_LAYOUT + number, marked, types).mark(own)
            marked.sheets.add(name)
    if types:
        member = opened.member(_TYPES) or _TYPES
        marked.changed[member] = _with_types(read_part(opened, _TYPES), types)
    return marked


class _Marker:
    """Adds comments to one sheet."""

    def __init__(
        self, opened: "Opened", sheet: "SheetPart", layout: int, marked: Marked, types: list[str]
    ) -> None:
        self._opened = opened
        self._sheet = sheet
        self._layout = layout
        self._marked = marked
        self._types = types
        folder, base = posixpath.split(sheet.part)
        self._links = f"{folder}/_rels/{base}.rels".removeprefix("/")
        known = relations(opened, sheet.part)
        self._ids = {one.id for one in known}
        self._comments = next((one.target for one in known if one.type == "comments"), "")
        self._drawings = {one.id: one.target for one in known if one.type == "vmlDrawing"}
        self._new_links: list[str] = []
        self._related = ""

    def mark(self, notes: "Notes") -> None:
        """Add the notes; where a cell has a comment already, beside it."""
        part = xml_part(read_part(self._opened, self._sheet.part))
        tail = _tail_of(part)
        self._related = _RELATED[tail.space.startswith(_STRICT)]
        if self._comments:
            notes = _beside(notes, self._taken())
        drawing = self._drawings.get(tail.drawing, "")
        if drawing:
            self._append_shapes(drawing, notes)
        elif not tail.drawing:
            link = self._add("vmlDrawing", "vml", drawing_part(notes, self._layout))
            name = f"{tail.prefix}legacyDrawing"
            text = f'<{name} xmlns:r="{self._related}" r:id="{link}"/>'
            self._marked.changed[self._sheet.member] = part.edited([Edit(tail.at, tail.at, text)])
        else:
            raise damaged("hình vẽ của ghi chú bị mất")
        if self._comments:
            self._append_comments(notes)
        else:
            self._add("comments", "xml", comments_part(notes, tail.space))
        self._write_links()

    def _taken(self) -> set[tuple[int, int]]:
        taken: set[tuple[int, int]] = set()

        def start(tag: str, attributes: Attributes) -> None:
            if tag == "comment":
                taken.add(split_reference(attributes.get("ref", "")))

        parse_xml(read_part(self._opened, self._comments), start)
        return taken

    def _add(self, kind: str, ending: str, data: bytes) -> str:
        """Add a part with its relation and content type; return the relation's id."""
        name = f"xl/{_NAME}_{self._layout}.{ending}"
        self._marked.added[name] = data
        link = next(f"rIdCchc{at}" for at in range(1000) if f"rIdCchc{at}" not in self._ids)
        self._ids.add(link)
        self._new_links.append(
            f'<Relationship Id="{link}" Type="{self._related}/{kind}" Target="/{name}"/>'
        )
        if kind == "comments":
            self._types.append(f'<Override PartName="/{name}" ContentType="{_COMMENTS_TYPE}"/>')
        else:
            self._types.append(f'<Override PartName="/{name}" ContentType="{_DRAWING_TYPE}"/>')
        return link

    def _write_links(self) -> None:
        if not self._new_links:
            return
        member = self._opened.member(self._links)
        data = read_part(self._opened, self._links) or _EMPTY_RELATIONS
        made = _before_end(data, "Relationships", "".join(self._new_links))
        if member is None:
            self._marked.added[self._links] = made
        else:
            self._marked.changed[member] = made

    def _append_shapes(self, drawing: str, notes: "Notes") -> None:
        data = read_part(self._opened, drawing)
        shapes = shapes_xml(notes, self._layout * SHAPES_OF_A_SHEET + 1)
        self._change(drawing, _before_end(data, "xml", shapes))

    def _append_comments(self, notes: "Notes") -> None:
        data = read_part(self._opened, self._comments)
        found = re.search(rb"<([A-Za-z0-9_.-]*:?)commentList\b", data)
        prefix = found[1].decode() if found else ""
        authors = len(re.findall(rb"<(?:[A-Za-z0-9_.-]*:)?author[\s>/]", data))
        author = f"<{prefix}author>{AUTHOR}</{prefix}author>"
        listed = "".join(comment_xml(at, notes[at], authors, prefix) for at in sorted(notes))
        data = _before_end(data, "authors", author)
        self._change(self._comments, _before_end(data, "commentList", listed))

    def _change(self, part: str, data: bytes) -> None:
        member = self._opened.member(part)
        if member is None:
            raise damaged(f"thiếu {posixpath.basename(part)}")
        self._marked.changed[member] = data


def _beside(notes: "Notes", taken: set[tuple[int, int]]) -> "Notes":
    """Return the notes, those of cells with a comment in the next cell that has none."""
    moved: dict[tuple[int, int], str] = {}
    for (row, column), text in notes.items():
        at = column
        while (row, at) in taken or (row, at) in moved:
            at += 1
        moved[row, at] = text
    return moved


@record(frozen=False)
class _Tail:
    """Where the reference to the boxes belongs, and which one is there ("" for none)."""

    at: int = 0
    drawing: str = ""
    prefix: str = ""
    space: str = ""
    """The namespace of the sheet."""


def _tail_of(part: XmlPart) -> _Tail:
    """Look at what stands behind the rows of a sheet."""
    tail = _Tail()
    parser = expat.ParserCreate(part.declared, namespace_separator=" ")
    parser.namespace_prefixes = True
    depth, behind = 0, 0

    def start(name: str, attributes: Attributes) -> None:
        nonlocal depth, behind
        depth += 1
        space, local, *prefix = [*name.split(" "), ""]
        if depth == 1:
            tail.space = space
            tail.prefix = f"{prefix[0]}:" if prefix[0] else ""
        elif depth == 2:  # noqa: PLR2004 - the children of the sheet
            if local == "drawing":
                behind = 0
            elif local in _BEHIND and not behind:
                behind = parser.CurrentByteIndex
            elif local == "legacyDrawing":
                ids = (attributes[key] for key in attributes if key.split(" ")[1:2] == ["id"])
                tail.drawing = next(ids, "")

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1
        if not depth and not behind:
            tail.at = parser.CurrentByteIndex

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(part.content, True)
    except expat.ExpatError as error:
        raise damaged(f"XML sai ở dòng {error.lineno}") from error
    tail.at = behind or tail.at
    return tail


def _before_end(data: bytes, tag: str, text: str) -> bytes:
    """Put text before the end tag of an element that stands once."""
    part = xml_part(data)
    pattern = rb"</(?:[A-Za-z0-9_.-]*:)?" + tag.encode() + rb"\s*>"
    found = list(re.finditer(pattern, part.content))
    if found:
        at = found[-1].start()
        return part.edited([Edit(at, at, text)])
    closed = re.compile(rb"<((?:[A-Za-z0-9_.-]*:)?" + tag.encode() + rb")(\s[^<>]*)?/>")
    empty = closed.search(part.content)
    if empty is None:
        raise RefusalError(
            "E605", f"Không thêm được ghi chú: tệp thiếu phần “{tag}”.", "Lưu lại tệp rồi thử lại."
        )
    name = empty[1].decode()
    at = part.content.rindex(b"/", empty.start(), empty.end())
    return part.edited([Edit(at, empty.end(), f">{text}</{name}>")])


def _with_types(data: bytes, types: list[str]) -> bytes:
    return _before_end(data, "Types", "".join(types))
