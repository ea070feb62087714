"""The rows of a form in, what changes its colours while it is filled out: conditional formats."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.excel.template.sheets import runs
from cchc_rules.excel.template.styles import UNIT_MISSING
from cchc_rules.forms.inputs import input_of
from cchc_rules.forms.layout import Column, RowKind, is_bonus
from cchc_rules.formulas import ERROR, EXCLUDED, MISSING
from cchc_rules.model import Leaf

if TYPE_CHECKING:
    from collections.abc import Mapping

    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from cchc_rules.excel.template.form import Form

_RED, _AMBER, _GREY = "#9C0006", "#9C5700", "#7F7F7F"


def needed_rows(form: Form) -> list[int]:
    """Return the numbers of the rows that the unit must fill."""
    return [
        row.number
        for row in form.layout.rows
        if row.is_input
        and row.kind is not RowKind.MANUAL
        and row.key not in form.locked
        and not input_of(row, form.layout.rules).optional
    ]


def mark(form: Form, workbook: Workbook, sheet: Worksheet) -> None:
    """Add the conditional formats."""
    rows, needed = form.layout.rows, needed_rows(form)
    missing = workbook.add_format({"bg_color": UNIT_MISSING})
    _on(sheet, Column.DECLARED, needed, {"type": "blanks", "format": missing})
    _mark_evidence(form, workbook, sheet)
    scored = [row.number for row in rows if not row.is_input]
    texts = (
        (ERROR, {"font_color": _RED, "bg_color": "#FBE0DD", "bold": True}),
        (MISSING, {"font_color": _AMBER, "italic": True}),
        (EXCLUDED, {"font_color": _GREY, "italic": True}),
    )
    first, last = scored[0], scored[-1]
    for column in (Column.SELF_SCORE, Column.SCORE):
        cell = f"{column.letter}{first}"
        ends = f"{cell}:{column.letter}{last}"
        for text, look in texts:
            rule = {"type": "formula", "criteria": f'={cell}="{text}"'}
            sheet.conditional_format(ends, rule | {"format": workbook.add_format(look)})
    extra = {
        leaf.code
        for group in form.layout.rules.root.groups()
        if is_bonus(group)
        for leaf in group.leaves()
    }
    leaves = [row.number for row in rows if row.kind is RowKind.LEAF and row.key not in extra]
    soft = workbook.add_format({"bg_color": "#FFF6E5"})
    for column in (Column.SELF_SCORE, Column.SCORE) if leaves else ():
        cell, top = f"{column.letter}{leaves[0]}", f"${Column.MAXIMUM.letter}{leaves[0]}"
        below = f"=AND(ISNUMBER({cell}),ROUND({cell},10)<ROUND({top},10))"
        _on(sheet, column, leaves, {"type": "formula", "criteria": below, "format": soft})


def _mark_evidence(form: Form, workbook: Workbook, sheet: Worksheet) -> None:
    """Colour the evidence that the rules ask for and that is still missing."""
    missing = workbook.add_format({"bg_color": UNIT_MISSING})
    wanted: dict[bool, list[int]] = {}
    for row in form.layout.rows:
        if row.kind is RowKind.LEAF and isinstance(row.node, Leaf) and row.node.evidence:
            evidence = row.node.evidence
            if evidence.required:
                wanted.setdefault(evidence.or_explained, []).append(row.number)
    for or_explained, numbers in wanted.items():
        columns = (Column.EVIDENCE, Column.EXPLANATION)[: 2 if or_explained else 1]
        blank = ",".join(f"LEN(TRIM(${one.letter}{numbers[0]}))=0" for one in columns)
        rule = {"type": "formula", "criteria": f"=AND({blank})", "format": missing}
        _on(sheet, Column.EVIDENCE, numbers, rule)


def _on(sheet: Worksheet, column: Column, numbers: list[int], rule: Mapping[str, object]) -> None:
    """Put one rule on many rows of a column."""
    ranges = [f"{column.letter}{a}:{column.letter}{b}" for a, b in runs(numbers)]
    if ranges:
        sheet.conditional_format(ranges[0], {**rule, "multi_range": " ".join(ranges)})
