"""The cells of a form in, texts of fonts from before Unicode told, all of a kind together."""

from collections import defaultdict
from typing import TYPE_CHECKING

from cchc_rules.excel.sheet import reference
from cchc_rules.excel.table.lensing import font_remarks
from cchc_rules.forms.layout import INPUT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_rules.excel.form import Form
    from cchc_rules.excel.form.prepared import Prepared
    from cchc_rules.excel.styles import Style
    from cchc_rules.facts.admit import Remark

_MOST = 8


def tell_fonts(form: "Form", prepared: "Prepared", styles: "Sequence[Style]") -> None:
    """Tell the texts outside of the figures, which are told one by one."""
    if not any(style.legacy is not None for style in styles):
        return
    figures = _figures(form, prepared)
    found: defaultdict[str, list[tuple[str, Remark]]] = defaultdict(list)
    for row, column, content in form.grid.cells():
        if (row, column) not in figures:
            for remark in font_remarks(content):
                found[remark.code].append((reference(row, column), remark))
    for code, cells in found.items():
        first, remark = cells[0]
        listed = ", ".join(ref for ref, _ in cells[1 : _MOST + 1])
        more = f" Tương tự ở {len(cells) - 1} ô: {listed}" if listed else ""
        more += " …" if len(cells) > _MOST + 1 else "." if listed else ""
        message = f"{remark.message[0].upper()}{remark.message[1:]}.{more}"
        form.findings.tell(code, first, message, remark.remedy)


def _figures(form: "Form", prepared: "Prepared") -> set[tuple[int, int]]:
    columns = [
        form.head.columns[column] for column in INPUT.values() if column in form.head.columns
    ]
    rows = (form.bound.rows.get(key) for key in (*prepared.inputs, *form.beside))
    return {(row, column) for row in rows if row is not None for column in columns}
