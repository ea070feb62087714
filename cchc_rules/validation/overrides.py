"""A form that was scored again in, decisions of the council on what does not apply told."""

from typing import TYPE_CHECKING

from cchc_rules.evaluation.results import LeafStatus
from cchc_rules.excel.sheet import reference
from cchc_rules.forms.layout import Column

if TYPE_CHECKING:
    from cchc_rules.evaluation.results import Assessment
    from cchc_rules.excel.form import Form, Prepared


def tell_overrides(form: "Form", prepared: "Prepared", scored: "Assessment") -> None:
    """Tell each score that the council set for a leaf that is not applicable."""
    overrides = scored.facts.overrides
    if not overrides:
        return
    known = {leaf.code for leaf in scored.rules.root.leaves()}
    away = known - {one.leaf.code for one in scored.leaves}
    away |= {one.leaf.code for one in scored.leaves if one.status is LeafStatus.NOT_APPLICABLE}
    for code in overrides:
        if code in away:
            message = f"Tiêu chí {code} không áp dụng; điểm hội đồng đặt không được dùng."
            place = reference(form.bound.rows[code], form.head.columns[Column.OVERRIDE])
            remedy = "Xóa điểm này; nếu tiêu chí có áp dụng, sửa số liệu thẩm định."
            form.findings.tell("E598", place, message, remedy, prepared.headings.get(code, ()))
