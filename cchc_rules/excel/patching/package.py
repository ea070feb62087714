"""Parts of an opened workbook in: which sheet is which, what surrounds it, what must go along."""

import posixpath
from typing import TYPE_CHECKING
from xml.parsers import expat

from cchc_rules.excel.guard import RefusalError, broken_as_refusal, damaged
from cchc_rules.excel.parts import Attributes, parse_xml, read_part, relations
from cchc_rules.excel.patching.splicing import Edit, XmlPart, xml_part
from cchc_rules.excel.sheetinfo import Area, area_of
from cchc_rules.excel.styles import whole
from cchc_rules.records import record
from cchc_rules.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.excel.guard import Opened

_TYPES = "[Content_Types].xml"
_TABLE = "ô này là dòng tiêu đề hoặc dòng tổng của một bảng (Table) của Excel"
_PIVOT = "ô này nằm trong bảng tổng hợp (PivotTable)"


@record()
class SheetPart:
    """A sheet as the workbook lists it, and the member of the zip that holds it."""

    id: str
    part: str
    member: str


@record()
class Book:
    """The main part of a workbook, its sheets by name, and its calculation chain ("": none)."""

    part: str
    sheets: dict[str, SheetPart]
    chain: str


def read_book(opened: "Opened") -> Book:
    """Find the sheets of a workbook that the reader could open."""
    main = next(one for one in relations(opened, "") if one.type == "officeDocument").target
    linked = {one.id: one for one in relations(opened, main) if not one.external}
    sheets: dict[str, SheetPart] = {}

    def start(tag: str, attributes: Attributes) -> None:
        if tag != "sheet":
            return
        link = next((attributes[key] for key in attributes if key.endswith(" id")), "")
        name = clean(attributes.get("name", ""))
        part = linked[link].target if link in linked else ""
        member = opened.member(part)
        if member is not None and linked[link].type == "worksheet":
            sheets.setdefault(name, SheetPart(attributes.get("sheetId", ""), part, member))

    parse_xml(read_part(opened, main), start)
    chains = (one.target for one in linked.values() if one.type == "calcChain")
    chain = next((target for target in chains if opened.member(target)), "")
    return Book(main, sheets, chain)


def refuse_broken(opened: "Opened") -> None:
    """Refuse a workbook of which a part cannot be unpacked."""
    with broken_as_refusal():
        broken = opened.zip.testzip()
    if broken is not None:
        raise damaged(posixpath.basename(broken))


def kept_areas(opened: "Opened", sheet: SheetPart) -> list[tuple[Area, str]]:
    """Return the areas of a sheet that other parts describe, with why they must stay."""
    found: list[tuple[Area, str]] = []

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "table" and "ref" in attributes:
            area = area_of(attributes.get("ref", ""))
            top = area.top + whole(attributes.get("headerRowCount", "1")) - 1
            bottom = area.bottom - whole(attributes.get("totalsRowCount", "0")) + 1
            found.append((Area(area.top, area.left, top, area.right), _TABLE))
            found.append((Area(bottom, area.left, area.bottom, area.right), _TABLE))
        elif tag == "location":
            found.append((area_of(attributes.get("ref", "")), _PIVOT))

    for link in relations(opened, sheet.part):
        if link.type in {"table", "pivotTable"} and not link.external:
            parse_xml(read_part(opened, link.target), start)
    return found


def without_formulas(
    opened: "Opened", book: Book, gone: "dict[str, set[str]]"
) -> "dict[str, bytes | None]":
    """Return the parts that change when cells (by id of their sheet) lose their formulas."""
    if not book.chain or not any(gone.values()):
        return {}
    chain = xml_part(read_part(opened, book.chain))
    edits, left = _chain_edits(chain, gone)
    if not edits:
        return {}
    if left:
        changed: dict[str, bytes | None] = {book.chain: chain.edited(edits)}
    else:
        folder, base = posixpath.split(book.part)
        links = f"{folder}/_rels/{base}.rels".removeprefix("/")
        changed = {
            book.chain: None,
            links: _without(opened, links, "Relationship", "Type", "/calcchain"),
            _TYPES: _without(opened, _TYPES, "Override", "PartName", f"/{book.chain}".casefold()),
        }
    return {opened.member(part) or part: data for part, data in changed.items()}


def _chain_edits(chain: XmlPart, gone: "dict[str, set[str]]") -> tuple[list[Edit], int]:
    """Return the edits of a calculation chain, and how many cells it still has.

    A cell without the id of its sheet (`i`) is on that of the one before.
    """
    edits: list[Edit] = []
    sheet, told, left = "", "", 0
    for start, end, tag, attributes in _elements(chain):
        if tag != "c":
            continue
        sheet = attributes.get("i", sheet)
        if attributes.get("r") in gone.get(sheet, ()):
            edits.append(Edit(start, end, ""))
            continue
        left += 1
        if "i" not in attributes and sheet != told:
            at = start + chain.content[start:end].index(b" ")
            edits.append(Edit(at, at, f' i="{sheet}"'))
        told = sheet
    return edits, left


def _without(opened: "Opened", name: str, wanted: str, attribute: str, ending: str) -> bytes:
    """Return a part without the elements one of whose attributes ends in this way."""
    part = xml_part(read_part(opened, name))
    return part.edited(
        Edit(start, end, "")
        for start, end, tag, attributes in _elements(part)
        if tag == wanted and attributes.get(attribute, "").casefold().endswith(ending)
    )


def _elements(part: XmlPart) -> "Iterator[tuple[int, int, str, Attributes]]":
    """Yield every element without children: first byte, byte behind it, local name, attributes."""
    found: list[tuple[int, int, str, Attributes]] = []
    last: list[tuple[int, str, Attributes]] = []
    parser = expat.ParserCreate(part.declared, namespace_separator=" ")

    def start(tag: str, attributes: Attributes) -> None:
        last[:] = [(parser.CurrentByteIndex, tag.rpartition(" ")[2], attributes)]

    def end(_: str) -> None:
        if last:
            at = last[0][0]
            close = parser.CurrentByteIndex
            if not part.content[at:close].endswith(b"/>"):
                close = part.content.index(b">", close) + 1
            found.append((at, close, *last[0][1:]))
            last.clear()

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(part.content, True)
    except expat.ExpatError as error:
        raise damaged(f"XML sai ở dòng {error.lineno}") from error
    yield from found


def unknown_sheet(name: str, book: Book) -> RefusalError:
    """Return the refusal to write into a sheet that is not there."""
    listed = ", ".join(f"“{one}”" for one in book.sheets)
    return RefusalError("E603", f"Tệp không có trang “{name}”.", f"Các trang hiện có: {listed}.")
