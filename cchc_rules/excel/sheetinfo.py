"""What a sheet says outside of its cells: merged ranges and hidden columns."""

import re

from cchc_rules.excel.cells import split_reference
from cchc_rules.excel.guard import excessive
from cchc_rules.excel.limits import LAST_COLUMN, LAST_ROW
from cchc_rules.excel.parts import Attributes
from cchc_rules.excel.styles import whole
from cchc_rules.records import field, record

_MERGE = re.compile(rb'<mergeCell ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})" ?/>')
_PROTECTION = re.compile(rb'<sheetProtection((?: [A-Za-z0-9]+="[^"<>&]*")*) ?/>')


@record()
class Area:
    """A rectangle of cells; rows and columns count from 1, both ends belong to it."""

    top: int
    left: int
    bottom: int
    right: int


def area_of(reference: str) -> Area:
    """Read "A1:C2" or "A1"; an area outside of a sheet is refused."""
    start, _, end = reference.replace("$", "").partition(":")
    if not start or not end or start.isalpha() or start.isdigit():
        start, end = _whole(start, end)
    top, left = split_reference(start)
    bottom, right = split_reference(end)
    if not (0 < top <= bottom <= LAST_ROW and left <= right <= LAST_COLUMN):
        raise excessive(f"vùng ô {reference[:40]} nằm ngoài bảng tính")
    return Area(top, left, bottom, right)


def _ends_within(chunk: bytes) -> bool:
    """Say whether a piece ends within a tag, whose name the next piece may say."""
    return chunk.rfind(b"<") > chunk.rfind(b">")


def _whole(start: str, end: str) -> tuple[str, str]:
    """Return the corners of "A1", of whole columns ("A:C") and of whole rows ("2:3")."""
    end = end or start
    if start.isalpha() and end.isalpha():
        return f"{start}1", f"{end}{LAST_ROW}"
    if start.isdigit() and end.isdigit():
        return f"A{start}", f"XFD{end}"
    return start, end


@record(frozen=False)
class SheetInfo:
    """Gathers what elements outside of the rows say."""

    most_merges: int
    merges: list[Area] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    protected: bool = False

    def takes(self, chunk: bytes) -> bool:
        """Take a piece of XML whose elements are written as usual; say whether it was one."""
        merges = _MERGE.findall(chunk)
        protections = _PROTECTION.findall(chunk)
        told = chunk.count(b"mergeCell ") + chunk.count(b"sheetProtection")
        if b"<!" in chunk or told != len(merges) + len(protections) or _ends_within(chunk):
            return False
        for ref in merges:
            self.start("mergeCell", {"ref": ref.decode()})
        for attributes in protections:
            self.protected = b' sheet="1"' in attributes or b' sheet="true"' in attributes
        return True

    def start(self, tag: str, attributes: Attributes) -> None:
        """Take an element."""
        match tag:
            case "mergeCell":
                if len(self.merges) >= self.most_merges:
                    raise excessive(f"trang tính có hơn {self.most_merges} vùng ô gộp")
                self.merges.append(area_of(attributes.get("ref", "")))
            case "col" if attributes.get("hidden") in {"1", "true"}:
                ends = whole(attributes.get("min")), whole(attributes.get("max"))
                self.hidden_columns.append(ends)
            case "sheetProtection":
                self.protected = attributes.get("sheet") in {"1", "true"}
            case _:
                pass
