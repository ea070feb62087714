"""The columns of a table in, what of its units is out of sight or below merged cells told."""

from bisect import bisect_left, bisect_right
from itertools import islice
from typing import TYPE_CHECKING

from cchc_rules.excel.cells import column_letters
from cchc_rules.excel.sheet import reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cchc_rules.excel.columns import Columns
    from cchc_rules.excel.sheetinfo import Area
    from cchc_rules.excel.table.findings import Findings
    from cchc_rules.excel.table.plan import Plan

_LISTED = 20
_MOST, _LOOKED_AT = 50, 20_000


def tell_surroundings(
    columns: "Columns", plan: "Plan", rows: "Sequence[int]", findings: "Findings"
) -> None:
    """Tell hidden rows and columns, and merged cells; `rows` are those of the units, rising."""
    figures = sorted({source.column for source in plan.figures()})
    own = set(rows)
    hidden = [row for row in columns.hidden if row in own]
    if hidden:
        place = reference(hidden[0], plan.name)
        message = f"Dòng đang ẩn vẫn được đọc: {_listed(hidden)}."
        findings.tell("N507", place, message, "Bỏ ẩn để kiểm tra, hoặc xóa dòng.")
    away = [at for at in figures if any(a <= at <= b for a, b in columns.hidden_columns)]
    if away and rows:
        message = f"Cột đang ẩn vẫn được đọc: {_listed(map(column_letters, away))}."
        findings.tell("N507", reference(rows[0], away[0]), message, "Bỏ ẩn để kiểm tra.")
    for area in islice(_merged(columns.merges[:_LOOKED_AT], figures, rows), _MOST):
        start = reference(area.top, area.left)
        message = (
            f"Các ô {start}:{reference(area.bottom, area.right)} đã bị gộp; "
            f"chỉ ô {start} có giá trị, các ô kia coi là thiếu."
        )
        findings.tell("E586", start, message, "Bỏ gộp ô rồi ghi số liệu vào từng ô.")


def _merged(
    merges: "Iterable[Area]", figures: "Sequence[int]", rows: "Sequence[int]"
) -> "Iterator[Area]":
    """Yield the areas that cover several figures."""
    for area in merges:
        down = bisect_right(rows, area.bottom) - bisect_left(rows, area.top)
        across = bisect_right(figures, area.right) - bisect_left(figures, area.left)
        if down * across > 1:
            yield area


def _listed(names: "Iterable[object]") -> str:
    every = [str(name) for name in names]
    return ", ".join(every[:_LISTED]) + (" …" if len(every) > _LISTED else "")
