"""A form in, the rows of its hidden sheets out as XML: rule text, helper cells.

XlsxWriter takes a third of a second for four thousand formulas: it looks for the functions of
newer programs in each. Ours have none.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from cchc_rules import __version__
from cchc_rules.excel.template.cutting import Cut
from cchc_rules.excel.writing.rows import escaped_all, text_xml, texts_xml
from cchc_rules.formulas import HELPER_SHEET

if TYPE_CHECKING:
    from cchc_rules.excel.template.form import Form

UNIT_CELLS = {"id": "C5", "kind": "C6", "name": "C7"}
"""Where the sheet of rules has the unit that the council made the form for."""


def rules_rows(form: Form) -> str:
    """Return the rule text, one line a cell, and beside it what identifies it and the unit."""
    rules = form.layout.rules
    known = (
        ("SHA-256", text_xml(rules.sha256)),
        ("Mã bộ chỉ số", text_xml(rules.code)),
        ("Năm", f"><v>{rules.year}</v></c>"),
        ("Phiên bản cchc", text_xml(__version__)),
        ("Mã đơn vị", "/>"),
        ("Loại đơn vị", "/>"),
        ("Tên đơn vị", "/>"),
    )
    lines = [*form.text, *[""] * (len(known) - len(form.text))]
    beside = [
        f'<c r="B{number}"{text_xml(label)}<c r="C{number}"{value}'
        for number, (label, value) in enumerate(known, start=1)
    ]
    texts = zip_longest(texts_xml(lines), beside, fillvalue="")
    return "".join(
        f'<row r="{number}"><c r="A{number}"{line}{more}</row>'
        for number, (line, more) in enumerate(texts, start=1)
    )


def helper_cells(form: Form, before: str, behind: str) -> Cut:
    """Return the sheet of helper cells, each beside what it is; the first row says what they are.

    `before` and `behind` stand around its rows.
    """
    labels = form.formulas.labels
    own = [(at[1:], text) for (sheet, at), text in labels.items() if sheet == HELPER_SHEET]
    told = escaped_all(text for _, text in own)
    rows = [
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{label}</t></is></c>'
        for (row, _), label in zip(own, told, strict=True)
    ]
    around = [f"</row>{row}" for row in rows] + [f"</row>{behind}"]
    around[:2] = [before + rows[0] + "".join(around[1:2])]
    return Cut(around, [(f"B{row}", "") for row, _ in own[1:]])
