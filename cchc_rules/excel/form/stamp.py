"""The hidden sheet of a form that we made in, what the form says of itself out: never trusted."""

from typing import TYPE_CHECKING

from cchc_rules.excel.table.header import label
from cchc_rules.forms.layout import RULES_SHEET
from cchc_rules.records import record

if TYPE_CHECKING:
    from cchc_rules.excel.reading import Workbook

_ROWS = 7
_COLUMN = 3
_YEAR_DIGITS = 4


@record()
class Stamp:
    """What the template wrote of the rules and of the unit; all empty: not a form of ours."""

    sha256: str = ""
    code: str = ""
    year: int | None = None
    version: str = ""
    unit_id: str = ""
    kind: str = ""
    unit_name: str = ""

    @property
    def reference(self) -> str:
        """Return `MÃ@NĂM`, or nothing."""
        return f"{self.code}@{self.year}" if self.code and self.year else ""


NO_STAMP = Stamp()


def stamp_of(workbook: "Workbook") -> Stamp:
    """Read C1 to C7 of the sheet of rules."""
    sheet = next((one for one in workbook.sheets if one.name == RULES_SHEET), None)
    if sheet is None:
        return NO_STAMP
    grid = sheet.head(_ROWS)
    sha256, code, year, version, unit_id, kind, name = (
        label(grid.at(row, _COLUMN)) for row in range(1, _ROWS + 1)
    )
    is_year = year.isascii() and year.isdigit() and len(year) == _YEAR_DIGITS
    return Stamp(sha256, code, int(year) if is_year else None, version, unit_id, kind, name)
