"""LibreOffice, told to calculate everything anew, shows what our evaluator says."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from cchc_rules.bundled import folder
from cchc_rules.cli import main
from cchc_rules.engine.rules import load_rules
from cchc_rules.facts import Unit
from cchc_rules.forms.layout import SHEET, Column, lay_out
from cchc_rules.formulas import KIND_NAME, compile_form
from tests.evaluation.build import d
from tests.evaluation.build import facts as build_facts
from tests.formulas.comparing import Tally, form_of
from tests.formulas.edges import edge_forms
from tests.formulas.odd import FIGURE, ODD, scored_by
from tests.formulas.office import calculate, listening, missing, recalculated
from tests.formulas.strategies import filled, scored_forms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cchc_rules.facts import Facts
    from cchc_rules.model import RuleSet

    Drawn = tuple[RuleSet, Facts]

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "installed")
FORMS = int(os.environ.get("CCHC_OFFICE_FORMS", "25"))
_AT_ONCE = 100
_FIGURES: dict[str, object] = {
    "có_kỷ_luật": False, "đã_khắc_phục": False, "ngày_ban_hành": "31/01/2026",
    "có_phân_công": True, "có_kinh_phí": False, "nhiệm_vụ_giao": 40, "nhiệm_vụ_xong": 34,
    "ngày_báo_cáo": "09/12/2026", "lần_chậm_báo_cáo": 3, "hồ_sơ": 1000, "hồ_sơ_đúng_hạn": 965,
    "có_đất_công": True, "tỷ_lệ_đất": "70%", "số_sáng_kiến": 1,
    "phiếu_hài_lòng": (d(4), d(3)) * 15,
}  # fmt: skip
EXAMPLE = build_facts(**_FIGURES)


@pytest.fixture(scope="module")
def pipe() -> Iterator[str]:
    with listening() as own:
        yield own


@pytest.mark.parametrize("forms", [st.tuples(scored_forms(), filled()), edge_forms()])
def test_any_form(pipe: str, tmp_path: Path, forms: st.SearchStrategy[Drawn]) -> None:
    drawn = drawn_forms(forms)
    tally = Tally()
    for first in range(0, len(drawn), _AT_ONCE):
        made = [form_of(*own) for own in drawn[first : first + _AT_ONCE]]
        found = calculate(pipe, [(form.formulas, form.cells) for form in made], tmp_path)
        for form, shown in zip(made, found, strict=True):
            assert not tally.compare(form, shown)
    assert tally.shown["number"] > tally.forms


def drawn_forms(forms: st.SearchStrategy[Drawn]) -> list[Drawn]:
    """Draw as many examples as are asked for."""
    found: list[Drawn] = []

    @given(forms)
    @settings(max_examples=FORMS, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    def draw(one: Drawn) -> None:
        found.append(one)

    draw()
    return found


@pytest.mark.parametrize("kind", ["xã", "đặc_khu"])
@pytest.mark.parametrize("blank", [True, False])
def test_the_template_itself(pipe: str, tmp_path: Path, kind: str, blank: bool) -> None:
    book = tmp_path / "phiếu.xlsx"
    path = str(folder("rules") / "mau" / "2026" / "xa.cchc")
    assert main(["template", path, "-o", str(book), *([] if blank else ["--kind", kind])]) == 0
    rules = load_rules(path, only_errors=True).usable
    assert rules is not None
    facts = replace(EXAMPLE, unit=Unit("Đơn vị A", kind))
    form = form_of(rules, facts, rules.kinds if blank else ())
    opened = load_workbook(book)
    if blank:
        name = opened.defined_names[KIND_NAME].attr_text or ""
        opened[SHEET][name.split("!")[1].replace("$", "")] = kind.replace("_", " ")
    for address, value in form.cells.items():
        opened[SHEET][address] = value
    opened.save(book)
    tally = Tally()
    assert not tally.compare(form, recalculated(pipe, book)[SHEET])
    assert tally.shown["number"] > 20


def test_what_is_typed(pipe: str, tmp_path: Path) -> None:
    forms = []
    for kind, typed, _ in ODD:
        layout = lay_out(scored_by(kind), ("xã",))
        address = layout.cell(FIGURE, Column.APPRAISED).replace("$", "")
        forms.append((compile_form(layout), {address: typed}))
    place = layout.cell("1", Column.SCORE).replace("$", "")
    found = calculate(pipe, forms, tmp_path)
    for (kind, typed, wanted), shown in zip(ODD, found, strict=True):
        close = pytest.approx(wanted) if isinstance(wanted, float | int) else wanted
        assert shown[place] == close, (kind, typed)
