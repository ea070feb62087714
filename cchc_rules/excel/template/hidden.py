"""A form in, the rows of its hidden sheets out as XML: rule text, helper cells.

XlsxWriter takes a third of a second for four thousand formulas: it looks for the functions of
newer programs in each. Ours have none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules import __version__
from cchc_rules.excel.writing.rows import text_xml
from cchc_rules.formulas import HELPER_SHEET

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    rows = []
    for number in range(1, max(len(form.text), len(known)) + 1):
        line = form.text[number - 1] if number <= len(form.text) else ""
        row = f'<row r="{number}"><c r="A{number}"{text_xml(line)}'
        if number <= len(known):
            label, value = known[number - 1]
            row += f'<c r="B{number}"{text_xml(label)}<c r="C{number}"{value}'
        rows.append(row + "</row>")
    return "".join(rows)


def helper_rows(form: Form) -> str:
    """Return the helper cells of the formulas, each beside what it is."""
    labels = {at: text for (on, at), text in form.formulas.labels.items() if on == HELPER_SHEET}
    formulas = {at: text for (on, at), text in form.formulas.cells.items() if on == HELPER_SHEET}
    numbers = sorted({int(address[1:]) for address in (*labels, *formulas)})
    return "".join(_helpers(numbers, labels, formulas))


def _helpers(numbers: list[int], labels: dict[str, str], formulas: dict[str, str]) -> Iterator[str]:
    for number in numbers:
        label, formula = labels.get(f"A{number}"), formulas.get(f"B{number}")
        cells = ""
        if label is not None:
            cells = f'<c r="A{number}" t="inlineStr"><is><t>{_data(label)}</t></is></c>'
        if formula is not None:
            cells += f'<c r="B{number}"><f>{_data(formula.removeprefix("="))}</f></c>'
        yield f'<row r="{number}">{cells}</row>'


def _data(text: str) -> str:
    """Return text of ours, which has nothing that XML forbids, as character data."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
