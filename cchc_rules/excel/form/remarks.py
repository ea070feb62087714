"""A form whose rows are bound in, what differs from how its rules lay it out told."""

from typing import TYPE_CHECKING

from cchc_rules import numeric
from cchc_rules.excel.cells import column_letters
from cchc_rules.excel.form.matching import listed, loosely
from cchc_rules.excel.form.strays import place_of, tell_strays
from cchc_rules.excel.sheet import reference
from cchc_rules.excel.table.header import label
from cchc_rules.facts.raw import Blank, Number, Text
from cchc_rules.forms.layout import Column, RowKind
from cchc_rules.model import Leaf
from cchc_rules.text import fold_title

if TYPE_CHECKING:
    from cchc_rules.excel.cells import Content
    from cchc_rules.excel.form import Form
    from cchc_rules.excel.form.prepared import Prepared
    from cchc_rules.forms.layout import FormRow

_MOST = 12
_MANY = 3
"""A third of the titles standing beside foreign keys: a column was sorted on its own."""
_SCORED = frozenset({RowKind.HEADING, RowKind.LEAF, RowKind.TOTAL})


def tell_all(form: "Form", prepared: "Prepared") -> None:
    """Tell everything that is to be said of the form's structure."""
    _rows(form, prepared)
    if form.bound.keyed:
        _texts(form, prepared)
    else:
        _found_by_titles(form, prepared)
    _maxima(form, prepared)
    _missing(form)
    tell_strays(form, prepared)


def _heading(prepared: "Prepared", row: "FormRow") -> tuple[str, ...]:
    return prepared.headings.get(row.node.code, ()) if row.node and row.node.code else ()


def _rows(form: "Form", prepared: "Prepared") -> None:
    """Tell rows that occur twice or that are none of the form's."""
    bound, tell = form.bound, form.findings.tell
    for number, key, first in bound.repeated[:_MOST]:
        title = prepared.whole.by_key[key].title
        tell(
            "E511",
            place_of(form, number, Column.TITLE),
            f"Dòng {number} trùng với dòng {first} (“{title}”, khóa {key}); "
            f"chỉ dòng {first} được đọc.",
            "Xóa dòng thừa, hoặc ghi đúng mã, tên, khóa của dòng.",
        )
    if len(bound.repeated) > _MOST:
        message = f"Còn {len(bound.repeated) - _MOST} dòng khác trùng khóa, mã hoặc tên."
        tell("E511", "", message, "Nhập lại số liệu vào phiếu mới.")
    for number, row in bound.rekeyed:
        message = f"Khóa của dòng {number} bị xóa hoặc sửa; dòng được đọc theo tên “{row.title}”."
        place = place_of(form, number, Column.KEY)
        tell("E511", place, message, f"Ghi lại khóa {row.key} ở cột khóa (đang ẩn).")
    for number, name in bound.extra[:_MOST]:
        tell(
            "W575",
            place_of(form, number, Column.TITLE),
            f"Dòng {number} “{name[:80]}” không có trong bộ chỉ số; không được đọc.",
            "Xóa dòng này, hoặc ghi số liệu vào đúng dòng của phiếu.",
        )
    if len(bound.extra) > _MOST:
        rest = ", ".join(str(number) for number, _ in bound.extra[_MOST : _MOST * 3])
        message = f"Còn {len(bound.extra) - _MOST} dòng không có trong bộ chỉ số: {rest} …."
        tell("W575", "", message, "Kiểm tra xem phiếu có đúng bộ chỉ số không.")


def _texts(form: "Form", prepared: "Prepared") -> None:
    """Compare codes and titles with the rules; they stand in locked cells."""
    columns = form.head.columns
    orders, titles = columns.get(Column.ORDER), columns.get(Column.TITLE)
    texts, rows = prepared.texts, form.grid.rows
    recoded: list[tuple[int, FormRow, str]] = []
    retitled: list[tuple[int, FormRow, str]] = []
    for key, number in form.bound.rows.items():
        (row, order, title), cells = texts[key], rows[number]
        if orders and not _same(cells.get(orders), order, row):
            recoded.append((number, row, label(cells.get(orders))))
        if titles and not _same(cells.get(titles), title, row):
            retitled.append((number, row, label(cells.get(titles))))
    if _is_sorted_alone(form, prepared, retitled):
        return
    for number, row, found in recoded:
        _recoded(form, prepared, (number, row, found))
    for number, row, found in retitled:
        _retitled(form, prepared, (number, row, found))


def _same(content: "Content | None", wanted: str, row: "FormRow") -> bool:
    raw = content.raw if content is not None else None
    if type(raw) is Text and raw.value == wanted:
        return True
    if not wanted and (raw is None or type(raw) is Blank):
        return True
    found = label(content)
    if found == wanted or fold_title(found) in {fold_title(wanted), fold_title(row.title)}:
        return True
    return not wanted and row.is_input and row.item is not None


def _is_sorted_alone(
    form: "Form", prepared: "Prepared", retitled: "list[tuple[int, FormRow, str]]"
) -> bool:
    """Tell a column that was sorted without the others: its titles belong to other rows."""
    if len(retitled) < _MANY or len(retitled) * _MANY < len(form.bound.rows):
        return False
    known = {loosely(row.label) for row in prepared.whole.rows}
    strangers = sum(loosely(found) not in known for _, _, found in retitled)
    if strangers * 2 > len(retitled):
        return False
    number, row, found = retitled[0]
    message = (
        f"{len(retitled)} dòng có tên không khớp với khóa (dòng {number}: “{found[:60]}” "
        f"mà khóa là của “{row.title[:60]}”): có cột đã bị sắp xếp riêng."
    )
    remedy = "Hoàn tác việc sắp xếp (Undo), hoặc nhập lại vào phiếu mới; số liệu có thể sai dòng."
    form.findings.tell("E579", place_of(form, number, Column.TITLE), message, remedy)
    return True


def _recoded(form: "Form", prepared: "Prepared", change: "tuple[int, FormRow, str]") -> None:
    number, row, found = change
    wanted = f"“{row.order}”" if row.order else "ô trống"
    message = f"Mã đã bị sửa: tìm thấy “{found}”, cần {wanted} (“{row.title}”)."
    remedy = f"Ghi lại mã dạng chữ: {row.order}." if row.order else "Xóa chữ trong ô này."
    place = place_of(form, number, Column.ORDER)
    form.findings.tell("E576", place, message, remedy, _heading(prepared, row))


def _retitled(form: "Form", prepared: "Prepared", change: "tuple[int, FormRow, str]") -> None:
    number, row, found = change
    message = f"Tên đã bị sửa: tìm thấy “{found[:120]}”, cần “{row.label[:120]}”."
    remedy = "Ghi lại đúng tên; số liệu vẫn được đọc theo khóa (mã) của dòng."
    place = place_of(form, number, Column.TITLE)
    form.findings.tell("W577", place, message, remedy, _heading(prepared, row))


def _found_by_titles(form: "Form", prepared: "Prepared") -> None:
    """Tell how the rows of a form without keys were recognised."""
    bound, tell = form.bound, form.findings.tell
    others = [number for number, _ in bound.rivals] + [number for number, *_ in bound.recoded]
    numbered = len(others) * _MANY > len(bound.rows)
    if numbered:
        message = f"Phiếu đánh mã riêng ({len(others)} dòng khác bộ chỉ số); đọc theo tên."
        remedy = "Nên ghi mã như trong bộ chỉ số."
        tell("N576", place_of(form, min(others), Column.ORDER), message, remedy)
    for number, code, row in () if numbered else bound.recoded:
        _recoded(form, prepared, (number, row, code))
    for number, found in () if numbered else bound.rivals:
        assert found.rival is not None  # noqa: S101 - that is why it is here
        message = (
            f"Mã “{found.rival.key}” không khớp với tên “{found.row.title}” "
            f"(mã đúng: {found.row.key}); dòng được đọc theo tên."
        )
        remedy = "Sửa mã hoặc tên cho khớp với bộ chỉ số."
        place = place_of(form, number, Column.ORDER)
        tell("E576", place, message, remedy, _heading(prepared, found.row))
    for number, found in bound.retitled:
        written = label(form.grid.at(number, form.head.columns.get(Column.TITLE, 1)))
        _retitled(form, prepared, (number, found.row, written))
    names = ", ".join(
        f"{column_letters(number)} là {column.value}"
        for column, number in sorted(form.head.columns.items(), key=lambda pair: pair[1])
    )
    if form.stamp.sha256:
        message = "Phiếu không còn cột khóa; các dòng được nhận ra theo mã và tên."
    else:
        message = f"Phiếu do đơn vị tự lập, đọc theo tiêu đề cột ({names}) và mã, tên từng dòng."
    tell("N580", "", message, "Nên dùng phiếu do hội đồng gửi (cchc template).")


def _maxima(form: "Form", prepared: "Prepared") -> None:
    column = form.head.columns.get(Column.MAXIMUM)
    if column is None or form.unit is None:
        return
    kind, keys, rows = form.unit.kind, prepared.whole.by_key, form.grid.rows
    for key, number in form.bound.rows.items():
        row = keys[key]
        content = rows[number].get(column)
        if row.node is None or row.kind not in _SCORED:
            continue
        wanted = row.node.maximum.of(kind)
        if content is None or isinstance(content.raw, Blank):
            if form.ours and (content is None or content.formula is None):
                _maximum(form, prepared, (number, row), "ô trống", column)
            continue
        raw = content.raw
        if isinstance(raw, Number) and raw.value == wanted:
            continue
        if isinstance(raw, Text) and label(content) == numeric.vietnamese(wanted):
            continue
        if form.ours or isinstance(raw, Number):
            _maximum(form, prepared, (number, row), label(content) or "ô lỗi", column)


def _maximum(
    form: "Form", prepared: "Prepared", at: "tuple[int, FormRow]", found: str, column: int
) -> None:
    number, row = at
    assert form.unit is not None  # noqa: S101 - asked by the caller
    assert row.node is not None  # noqa: S101
    wanted = numeric.vietnamese(row.node.maximum.of(form.unit.kind))
    message = f"Điểm tối đa của “{row.title}” là {wanted}, phiếu ghi {found.replace('.', ',')}."
    remedy = f"Sửa lại thành {wanted}; điểm được tính theo bộ luật của hội đồng."
    form.findings.tell("E578", reference(number, column), message, remedy, _heading(prepared, row))


def _missing(form: "Form") -> None:
    """Tell the rows that the form of this unit must have."""
    present = form.bound.rows
    absent = [row for row in form.layout.rows if row.key not in present]
    if not absent:
        return
    inputs = [row for row in absent if row.is_input and row.kind is not RowKind.LAST_YEAR]
    others = [row for row in absent if not row.is_input]
    if not form.ours:
        _summed_up(form, inputs, others)
        return
    for row in absent[:_MOST]:
        effect = "; số liệu này coi là thiếu" if row.is_input else ""
        message = f"Thiếu dòng “{row.title}” (khóa {row.key}){effect}."
        remedy = "Chép lại dòng này từ phiếu gốc, cả cột khóa; hoặc nhập lại vào phiếu mới."
        form.findings.tell("E574", _before(form, row), message, remedy)
    if len(absent) > _MOST:
        names = listed(row.key for row in absent[_MOST:])
        message = f"Còn thiếu {len(absent) - _MOST} dòng: {names}."
        form.findings.tell("E574", "", message, "Nhập lại vào phiếu mới của hội đồng.")


def _summed_up(form: "Form", inputs: "list[FormRow]", others: "list[FormRow]") -> None:
    leaves = [row.key for row in others if row.kind is RowKind.LEAF]
    if leaves:
        message = f"Phiếu không có {len(leaves)} tiêu chí: {listed(leaves)}."
        form.findings.tell("W574", "", message, "Bổ sung các dòng này theo đúng mã và tên.")
    beside = {one.place for one in form.beside.values()}
    inputs = [row for row in inputs if row.kind in {RowKind.FIGURE, RowKind.OPTION}]
    inputs = [row for row in inputs if row.item is None or row.item.key not in beside]
    if not form.appraised:
        inputs = [row for row in inputs if not isinstance(row.node, Leaf) or row.node.self_scored]
    if beside:
        message = f"Số liệu ghi ngay ở dòng tiêu chí được đọc cho {len(beside)} tiêu chí: "
        remedy = "Nên ghi mỗi số liệu một dòng dưới tiêu chí, như phiếu của hội đồng."
        form.findings.tell("N586", "", f"{message}{listed(form.beside)}.", remedy)
    if inputs:
        message = f"Phiếu không có dòng cho {len(inputs)} số liệu: {listed(r.key for r in inputs)}."
        remedy = "Thêm dòng có tên của số liệu dưới tiêu chí; đến khi có, số liệu coi là thiếu."
        form.findings.tell("W574", "", message, remedy)


def _before(form: "Form", row: "FormRow") -> str:
    """Return the cell of the row that stands above the place of a missing one."""
    rows = form.layout.rows
    for known in reversed(rows[: row.number - rows[0].number]):
        if known.key in form.bound.rows:
            return place_of(form, form.bound.rows[known.key], Column.TITLE)
    return ""
