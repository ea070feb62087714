"""A form whose rows are bound in, what stands where nothing is read, or out of sight, told."""

import re
from typing import TYPE_CHECKING

from cchc_rules.excel.calls import without_calls
from cchc_rules.excel.cells import column_letters
from cchc_rules.excel.form.columns import OUR_HEAD
from cchc_rules.excel.form.merges import tell_merged
from cchc_rules.excel.sheet import reference
from cchc_rules.excel.table.header import label
from cchc_rules.facts.admit import Remark
from cchc_rules.facts.raw import Blank, Number, Text
from cchc_rules.forms.layout import Column
from cchc_rules.text import clean, fold_title

if TYPE_CHECKING:
    from cchc_rules.excel.cells import Content
    from cchc_rules.excel.form import Form
    from cchc_rules.excel.form.prepared import Prepared

_MOST = 12
_INPUTS = (
    Column.DECLARED,
    Column.APPRAISED,
    Column.EVIDENCE,
    Column.EXPLANATION,
    Column.OVERRIDE,
    Column.OVERRIDE_REASON,
)
_FIGURES = (Column.DECLARED, Column.APPRAISED)
_POINTS = (Column.SELF_SCORE, Column.SCORE)
_BESIDE = (Column.ORDER, Column.MAXIMUM, *_POINTS)
"""Where nothing stands in the row of a figure."""
_OUTSIDE = re.compile(
    r"\|[^!|]*!|\[[^\[\]]*\][^\[\]!]*!|\b(?:WEBSERVICE|RTD|CALL|REGISTER)\(", re.IGNORECASE
)
"""DDE (`cmd|'/c calc'!A0`), other files (`[1]Trang!A1`, not `Bảng[Cột]`), functions that fetch."""
_QUOTED = re.compile(r'"[^"]*"')


_HARMLESS: set[str | None] = {None}
"""Formulas that were looked at: the forms of one rule set share theirs."""
_MOST_KNOWN = 20_000


def tell_strays(form: "Form", prepared: "Prepared") -> None:
    """Tell everything of this sort."""
    _columns(form)
    _strays(form, prepared)
    _hidden(form)
    tell_merged(form)
    _surroundings(form, outside=_outside(form))


def place_of(form: "Form", number: int, column: Column) -> str:
    """Return the address of a cell of a row; of another one where the form lacks the column."""
    at = form.head.columns.get(column) or min(form.head.columns.values())
    return reference(number, at)


def _columns(form: "Form") -> None:
    """Tell columns that the form must have."""
    for column in form.head.retitled:
        message = f"Tiêu đề của cột “{column.value}” đã bị sửa; cột vẫn được đọc theo vị trí."
        place = place_of(form, form.head.last_row, column)
        form.findings.tell("W577", place, message, "Ghi lại đúng tiêu đề cột.")
    needed = [Column.DECLARED]
    _titles(form)
    if form.ours:
        needed = [column for column in Column if column is not Column.KEY]
    missing = [column.value for column in needed if column not in form.head.columns]
    if not missing:
        if form.ours:
            _inserted(form)
        return
    listed = ", ".join(f"“{name}”" for name in missing)
    message = f"Phiếu không có cột {listed}; phần này coi là trống."
    remedy = "Khôi phục cột từ phiếu gốc, hoặc sửa tiêu đề cột cho đúng."
    form.findings.tell("E587", place_of(form, form.head.last_row, Column.TITLE), message, remedy)


def _inserted(form: "Form") -> None:
    """Tell columns that stand between ours and are none of them."""
    columns = form.head.columns
    own, row = set(columns.values()), form.head.last_row
    for at in range(min(own) + 1, max(own)):
        if at not in own:
            message = f"Cột {column_letters(at)} không có trong phiếu gốc; không được đọc."
            remedy = "Xóa cột này; ghi chú thêm thì dùng cột “Giải trình”."
            form.findings.tell("W575", reference(row, at), message, remedy)


def _titles(form: "Form") -> None:
    """Tell titles of our columns that read otherwise, though their meaning is still known."""
    head = form.head
    if not form.stamp.sha256 or head.last_row != OUR_HEAD[1]:
        return
    for column, at in head.columns.items():
        if column in head.retitled:
            continue
        rows = OUR_HEAD[::-1] if column.group else OUR_HEAD
        found = label(form.grid.at(rows[0], at)) or label(form.grid.at(rows[1], at))
        if fold_title(found) != fold_title(column.heading):
            message = f"Tiêu đề của cột “{column.value}” đã bị sửa thành “{found[:80]}”."
            form.findings.tell("W577", reference(rows[0], at), message, "Ghi lại đúng tiêu đề cột.")


def _strays(form: "Form", prepared: "Prepared") -> None:
    """Tell figures beside rows that take none, and points beside rows that get none."""
    columns, keys, rows = form.head.columns, prepared.whole.by_key, form.grid.rows
    figures = [columns[column] for column in _FIGURES if column in columns]
    beside = [columns[column] for column in _BESIDE if column in columns]
    order = columns.get(Column.ORDER)
    if not form.bound.keyed:
        return
    for key, number in form.bound.rows.items():
        row, cells = keys[key], rows[number]
        for at in beside if row.is_input else figures:
            content = cells.get(at)
            if content is None or content.formula is not None or not filled(content):
                continue
            if at != order or isinstance(content.raw, Number):
                remark = Remark(
                    "W587",
                    f"ô này không dùng để nhập; “{label(content)[:60]}” không được đọc",
                    "Xóa ô này; ghi số liệu ở dòng của số liệu, cột tự khai hoặc thẩm định.",
                )
                heading = prepared.headings.get(row.node.code, ()) if row.node else ()
                form.findings.remark(number, at, remark, row.title, heading)


def _hidden(form: "Form") -> None:
    """Tell hidden rows and columns in which somebody entered something."""
    grid, columns = form.grid, form.head.columns
    places = [columns[column] for column in _INPUTS if column in columns]
    numbers = set(form.bound.rows.values())
    hidden = [
        number
        for number in sorted(grid.hidden_rows & numbers)
        if any(filled(grid.rows[number].get(place)) for place in places)
    ]
    if hidden:
        written = ", ".join(map(str, hidden[:_MOST])) + (" …" if len(hidden) > _MOST else "")
        message = f"Dòng đang ẩn có số liệu, vẫn được đọc: {written}."
        first = place_of(form, hidden[0], Column.DECLARED)
        form.findings.tell("W583", first, message, "Bỏ ẩn các dòng rồi kiểm tra lại số liệu.")
    for place in places:
        if not any(first <= place <= last for first, last in grid.hidden_columns):
            continue
        first_row = next((n for n in sorted(numbers) if filled(grid.rows[n].get(place))), 0)
        if first_row:
            message = f"Cột {column_letters(place)} đang ẩn có số liệu, vẫn được đọc."
            remedy = "Bỏ ẩn cột rồi kiểm tra lại số liệu."
            form.findings.tell("W583", reference(first_row, place), message, remedy)


def filled(content: "Content | None") -> bool:
    """Say whether a cell holds anything but blanks."""
    return (
        content is not None
        and not isinstance(content.raw, Blank)
        and not (isinstance(content.raw, Text) and not clean(content.raw.value))
    )


def _surroundings(form: "Form", outside: set[str]) -> None:
    """Tell formulas in input cells and protection that was taken off."""
    formulas = [ref for ref in form.formulas if ref not in outside]
    if formulas:
        cells = ", ".join(formulas[:_MOST]) + (" …" if len(formulas) > _MOST else "")
        message = f"Ô nhập là công thức, giá trị đã lưu được đọc: {cells}."
        remedy = "Nên dán giá trị (Paste Special > Values) thay cho công thức."
        form.findings.tell("N585", formulas[0], message, remedy)
    if form.stamp.sha256 and not form.grid.protected:
        message = "Trang phiếu không còn được bảo vệ; công thức và tên dòng có thể đã bị sửa."
        form.findings.tell("N584", "", message, "Không cần làm gì nếu không có lỗi nào khác.")


def _outside(form: "Form") -> set[str]:
    """Tell formulas that would fetch something from elsewhere; nothing is ever fetched."""
    rows = form.grid.rows.values()
    formulas = {content.formula for cells in rows for content in cells.values()}
    odd = {
        formula
        for formula in formulas - _HARMLESS
        if formula and _OUTSIDE.search(without_calls(_QUOTED.sub("", formula)))
    }
    if not odd:
        if len(_HARMLESS) < _MOST_KNOWN:
            _HARMLESS.update(formulas)
        return set()
    found = [
        reference(row, column)
        for row, column, content in form.grid.cells()
        if content.formula in odd
    ]
    if found:
        listed = ", ".join(found[:_MOST]) + (" …" if len(found) > _MOST else "")
        message = f"Công thức lấy dữ liệu từ ngoài tệp ({listed}); không có gì được mở hay chạy."
        remedy = "Dán giá trị thay cho công thức (Paste Special > Values)."
        form.findings.tell("W506", found[0], message, remedy)
    return set(found)
