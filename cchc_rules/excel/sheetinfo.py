"""What a sheet says outside of its cells: merged ranges and hidden columns."""

from dataclasses import dataclass, field

from cchc_rules.excel.cells import split_reference
from cchc_rules.excel.guard import excessive
from cchc_rules.excel.limits import LAST_COLUMN, LAST_ROW
from cchc_rules.excel.parts import Attributes
from cchc_rules.excel.styles import whole
from cchc_rules.records import record


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
    top, left = split_reference(start)
    bottom, right = split_reference(end or start)
    if not (0 < top <= bottom <= LAST_ROW and left <= right <= LAST_COLUMN):
        raise excessive(f"vùng ô {reference[:40]} nằm ngoài bảng tính")
    return Area(top, left, bottom, right)


@dataclass(slots=True)
class SheetInfo:
    """Gathers what elements outside of the rows say."""

    most_merges: int
    merges: list[Area] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    protected: bool = False

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
