"""A form in, all of its formulas out, and what they show before anything is entered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.excel.template import head
from cchc_rules.excel.template.marking import needed_rows
from cchc_rules.excel.template.names import UNIT_KIND
from cchc_rules.excel.template.validating import LISTS_SHEET
from cchc_rules.forms.layout import SHEET, Column, FormRow, RowKind
from cchc_rules.formulas.working import Workings
from cchc_rules.numeric import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cchc_rules.excel.template.form import Form

_WITH_MAXIMUM = frozenset({RowKind.HEADING, RowKind.LEAF, RowKind.TOTAL})


def all_formulas(form: Form) -> Mapping[tuple[str, str], str]:
    """Return the formulas by sheet and address, each behind those that it reads."""
    found = dict(form.formulas.cells)
    found.update(((SHEET, address), text) for address, text in head.formulas(form).items())
    found.update(((SHEET, address), text) for address, text in _maxima(form))
    return found


def worked_out(form: Form, formulas: Mapping[tuple[str, str], str]) -> Workings:
    """Return what all formulas of a blank form show."""
    counted = {(LISTS_SHEET, f"A{number}"): 1.0 for number in needed_rows(form)}
    kind = SHEET, head.UNIT_KIND.replace("$", "")
    return Workings(formulas, counted, {UNIT_KIND: kind})


def maxima_of(form: Form, row: FormRow) -> dict[str, str]:
    """Return the maximum that a row shows by the kind of the unit; none where it shows none."""
    if row.node is None or row.kind not in _WITH_MAXIMUM:
        return {}
    return {kind: plain(row.node.maximum.of(kind)) for kind in form.layout.kinds}


def _maxima(form: Form) -> Iterator[tuple[str, str]]:
    """Yield the formulas of the maxima that differ by the kind that is chosen."""
    for row in form.layout.rows:
        values = maxima_of(form, row)
        if len(set(values.values())) > 1:
            formula = '""'
            for kind, value in reversed(values.items()):
                shown = kind.replace("_", " ")
                formula = f'IF({UNIT_KIND}="{shown}",{value},{formula})'
            yield f"{Column.MAXIMUM.letter}{row.number}", formula
