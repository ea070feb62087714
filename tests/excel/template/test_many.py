"""Forms of random rule sets: every program opens them, every row is there."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.parsers import expat

from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_rules.excel.template import Form, Prototype, values_of
from cchc_rules.facts import Unit
from cchc_rules.forms.layout import SHEET, lay_out
from cchc_rules.formulas import compile_form
from tests.excel.template.making import book, parts
from tests.formulas.strategies import scored_forms

if TYPE_CHECKING:
    from cchc_rules.model import RuleSet


@settings(max_examples=25)
@given(scored_forms(), st.booleans())
def test_any_rule_set_has_a_form(rules: RuleSet, known: bool) -> None:
    kind = rules.kinds[0] if known else ""
    layout = lay_out(rules, (kind,) if kind else ())
    form = Form(layout, compile_form(layout), ("một", "", "=hai"), for_unit=known)
    unit = Unit("Đơn vị" if known else "", kind)
    content = Prototype(form).filled(values_of(form, unit, {}))
    for data in parts(content).values():
        expat.ParserCreate().Parse(data, True)
    sheet = book(content)[SHEET]
    for row in layout.rows:
        assert sheet[f"M{row.number}"].value == row.key
    formulas = {at for sheet_name, at in form.formulas.cells if sheet_name == SHEET}
    assert all(str(sheet[at].value).startswith("=") for at in formulas)
