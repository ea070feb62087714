"""A form with its formulas in, those that were deleted or typed over told."""

from typing import TYPE_CHECKING

from cchc_rules.excel.cells import EMPTY, column_letters
from cchc_rules.excel.sheet import reference
from cchc_rules.excel.table.header import label
from cchc_rules.facts.admit import Remark
from cchc_rules.facts.admit.spec import number as written
from cchc_rules.facts.raw import Blank, Number
from cchc_rules.forms.layout import POINTS, Column

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from cchc_rules.excel.cells import Content
    from cchc_rules.excel.form import Form, Prepared
    from cchc_rules.facts import Round
    from cchc_rules.forms.layout import FormRow

RETYPE = "Xóa số tự nhập và khôi phục công thức từ phiếu gốc."
DELETED = Remark("E593", "công thức tính điểm đã bị xóa", RETYPE)
_NO_REASON = Remark("W595", "công thức của cột này đã bị xóa", "Khôi phục từ phiếu gốc.")
_EXPLAIN = "Ghi giải trình ở cột “Giải trình”; khôi phục công thức từ phiếu gốc."
_EACH = 6
"""Where more formulas of one column are lost, it was pasted over or cleared as a whole."""
_LISTED = 12


def typed_over(content: "Content") -> Remark:
    """Return the remark on a formula of points that a value stands in the place of."""
    message = f"công thức tính điểm đã bị thay bằng “{found_in(content)}”"
    return Remark("E593", message, RETYPE)


def found_in(content: "Content") -> str:
    """Return what was typed into a cell, as people write it."""
    raw = content.raw
    return written(raw.value) if isinstance(raw, Number) else label(content) or "giá trị khác"


class Lost:
    """The formulas of one column that are no more."""

    def __init__(self, form: "Form", prepared: "Prepared", column: int) -> None:
        self._form = form
        self._prepared = prepared
        self._column = column
        self._found: list[tuple[FormRow, int, Remark]] = []

    def add(self, row: "FormRow", number: int, remark: Remark) -> None:
        """Take one."""
        self._found.append((row, number, remark))

    def tell(self) -> None:
        """Tell each, or all that were pasted over together."""
        findings = self._form.findings
        if len(self._found) <= _EACH:
            for row, number, remark in self._found:
                code = row.node.code if row.node is not None else ""
                heading = self._prepared.headings.get(code, ()) if code else ()
                findings.remark(number, self._column, remark, row.title, heading)
            return
        refs = [reference(number, self._column) for _, number, _ in self._found]
        message = (
            f"{len(refs)} công thức của cột này đã bị xóa hoặc thay bằng giá trị: "
            f"{', '.join(refs[:_LISTED])} …."
        )
        code = self._found[0][2].code
        remedy = "Khôi phục cột này từ phiếu gốc (chỉ dán vào các ô nhập, không dán cả bảng)."
        findings.tell(code, refs[0], message, remedy)


def tell_overwritten(
    form: "Form",
    prepared: "Prepared",
    formulas: "Mapping[str, str] | None",
    compared: "Container[Round]",
) -> None:
    """Tell what stands in the place of formulas whose values are not compared."""
    if formulas is None:
        return
    for round_, column in POINTS.items():
        if round_ not in compared:
            _tell(form, prepared, formulas, column)
    _tell(form, prepared, formulas, Column.REASON)


def _tell(
    form: "Form", prepared: "Prepared", formulas: "Mapping[str, str]", column: Column
) -> None:
    at = form.head.columns[column]
    letters, lost = column_letters(at), Lost(form, prepared, at)
    for key, row in prepared.results:
        number = form.bound.rows.get(key, 0)
        if f"{letters}{number}" not in formulas:
            continue
        content = form.grid.rows[number].get(at, EMPTY)
        if content.formula is None:
            lost.add(row, number, _remark(content, column))
    lost.tell()


def _remark(content: "Content", column: Column) -> Remark:
    blank = isinstance(content.raw, Blank)
    if column is not Column.REASON:
        return DELETED if blank else typed_over(content)
    if blank:
        return _NO_REASON
    message = f"công thức của cột này đã bị thay bằng “{found_in(content)[:60]}”, không được đọc"
    return Remark("W587", message, _EXPLAIN)
