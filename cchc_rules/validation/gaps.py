"""A form that was scored again in, one note on the cells that are still missing out."""

from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Cell
from cchc_rules.evaluation.results import UnitStatus
from cchc_rules.excel.cells import split_reference
from cchc_rules.excel.form.merges import covered
from cchc_rules.facts import Round
from cchc_rules.forms.layout import Column

if TYPE_CHECKING:
    from cchc_rules.evaluation.results import Assessment
    from cchc_rules.excel.form import Form

_MOST = 20
_COLUMNS = {Round.SELF: "tự khai", Round.APPRAISED: "thẩm định"}


def tell_missing(form: "Form", scored: "Assessment") -> None:
    """Say which cells keep the score open."""
    if scored.status is UnitStatus.COMPLETE:
        return
    if not (form.appraised or form.facts[Round.SELF].values or form.facts[Round.SELF].marks):
        if Column.DECLARED not in form.head.columns:  # which is told
            return
        message = "Phiếu chưa điền số liệu nào."
        form.findings.tell("W589", "", message, "Nhập số liệu vào cột tự khai rồi gửi lại.")
        return
    refs, titles = _places(form, scored)
    named = [*refs, *titles]
    if not named:
        return
    listed = ", ".join(named[:_MOST]) + (" …" if len(named) > _MOST else "")
    message = f"Còn thiếu {len(named)} số liệu ở cột {_COLUMNS[scored.round]}: {listed}."
    remedy = "Nhập số liệu vào các ô này; đến khi có, điểm của tiêu chí là một khoảng."
    form.findings.tell("N599", refs[0] if refs else "", message, remedy)


def _places(form: "Form", scored: "Assessment") -> tuple[list[str], list[str]]:
    """Return the cells that are missing, and the titles of figures for which a form has none.

    Rows that were deleted and cells that others cover have been told as such.
    """
    refs, titles, hidden = [], [], covered(form)
    asked = {row.item.key for row in form.layout.rows if row.item is not None}
    for key in scored.missing:
        place, name = scored.facts.places.get(key), key.partition("@")[0]
        if isinstance(place, Cell):
            refs += [] if place.ref in hidden else [place.ref]
        elif name in scored.rules.items and name not in asked:
            titles.append(f"“{scored.rules.items[name].title}”")
    return sorted(refs, key=split_reference), titles
