"""What we work formulas out to is what programs count, in every cell: points, reasons, helpers."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_rules.forms.layout import SHEET, Column, lay_out
from cchc_rules.formulas import compile_form
from cchc_rules.formulas.working import CellError, Single, Workings
from cchc_rules.formulas.working.values import rounded
from tests.formulas.comparing import NEARLY, form_of
from tests.formulas.edges import edge_forms
from tests.formulas.engines import Formualizer, IronCalc, Worked
from tests.formulas.odd import FIGURE, ODD, scored_by
from tests.formulas.office import calculate_all, listening, missing
from tests.formulas.strategies import filled, scored_forms
from tests.formulas.test_agreement import EXAMPLES, LAW
from tests.formulas.test_office import drawn_forms

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from cchc_rules.facts import Facts
    from cchc_rules.model import RuleSet, ValueType
    from tests.formulas.comparing import Form
    from tests.formulas.engines import Engine, Place
    from tests.formulas.filling import Cell

    Drawn = tuple[RuleSet, Facts]

_MINUS_0 = re.compile(r"-0(?![.0-9])")
ANY = st.one_of(st.tuples(scored_forms(), filled()), edge_forms())


def alike(ours: object, theirs: object) -> bool:
    """Say whether two results are the same; another program may write 0.5 or -0 within a text."""
    if isinstance(ours, float) and isinstance(theirs, float | int):
        return abs(ours - theirs) <= NEARLY * max(1, abs(ours))
    if isinstance(ours, str):
        return ours.replace(",", ".") == _MINUS_0.sub("0", str(theirs or "").replace(",", "."))
    return ours == theirs


def differences(form: Form, theirs: Mapping[Place, Any]) -> list[str]:
    """Return where we work out something else."""
    worked = Worked(form.formulas)
    worked.calculate(form.cells, ())
    ours = worked.shown(form.formulas.cells)
    return [
        f"{place} {form.formulas.cells[place]}: {own!r}, not {theirs.get(place)!r}"
        for place, own in ours.items()
        if not alike(own, theirs.get(place))
    ]


@pytest.mark.parametrize("engine", [Formualizer, IronCalc])
def test_every_cell_of_any_form(engine: type[Engine]) -> None:
    @given(ANY)
    @LAW
    def agree(drawn: Drawn) -> None:
        form = form_of(*drawn)
        asked = engine(form.formulas)
        asked.calculate(form.cells, ())
        assert not differences(form, asked.shown(form.formulas.cells))

    agree()


@pytest.mark.skipif(bool(missing()), reason=missing() or "installed")
def test_every_cell_of_any_form_in_libreoffice(tmp_path: Path) -> None:
    forms = [form_of(*own) for own in drawn_forms(ANY)]
    with listening() as pipe:
        asked = calculate_all(pipe, [(form.formulas, form.cells) for form in forms], tmp_path)
    for form, theirs in zip(forms, asked, strict=True):
        assert not differences(form, theirs)


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
@given(scored_forms(), filled(), filled())
def test_what_is_typed_later_comes_to_the_same(rules: RuleSet, one: Facts, two: Facts) -> None:
    form = form_of(rules, one)
    other = form_of(rules, two, like=form)
    start: dict[Place, Single] = {(SHEET, ref): own for ref, own in form.cells.items()}
    later: dict[Place, Single] = {(SHEET, ref): own for ref, own in other.cells.items()}
    at_once = Workings(form.formulas.cells, start | later, {})
    first = Workings(form.formulas.cells, start, {})
    assert first.shown | first.after(later) == at_once.shown


@pytest.mark.parametrize(("kind", "typed", "wanted"), ODD)
def test_what_is_typed(kind: ValueType, typed: Cell, wanted: float | str) -> None:
    layout = lay_out(scored_by(kind), ("xã",))
    figure, score = (
        layout.cell(*own).replace("$", "")
        for own in ((FIGURE, Column.APPRAISED), ("1", Column.SCORE))
    )
    shown = Worked(compile_form(layout)).calculate({figure: typed}, [score])[score]
    assert shown == (pytest.approx(wanted) if isinstance(wanted, float | int) else wanted)


def worked(formula: str, typed: Mapping[str, Single]) -> Single:
    """Return what a formula in A1 shows."""
    inputs: dict[Place, Single] = {("T", ref): value for ref, value in typed.items()}
    return Workings({("T", "A1"): formula}, inputs, {}).shown["T", "A1"]


NA = CellError("#N/A")


@pytest.mark.parametrize(
    ("formula", "typed", "wanted"),
    [
        ('=IF($C$7="","TÊN",UPPER($C$7))', None, "TÊN"),
        ('=IF($C$7="","TÊN",UPPER($C$7))', "Xã Đất Mũi", "XÃ ĐẤT MŨI"),
        ('=IF(TRIM($C$7)="có",1,0)', "  CÓ ", 1.0),
        ("=IF($C$7=0,1,2)", None, 1.0),
        ("=IF($C$7>5,1,2)", "chữ", 1.0),
        ("=IF($C$7=TRIM($C$7),1,2)", 5.0, 2.0),
        ('="đạt "&ROUND($C$7*100,2)&"%"', 0.965, "đạt 96,5%"),
        ('="nói ""thế"" "&$C$7', True, 'nói "thế" TRUE'),
        ("=IF(ISERROR($C$7),4,0)", NA, 4.0),
        ("=IF(ISNUMBER($C$7),1,IF(ISLOGICAL($C$7),2,3))", NA, 3.0),
        ("=$C$7+1", NA, NA),
        ("=2-3-4*2/(1+1)", None, -5.0),
        ("=(-1E+20)+1E+20", None, 0.0),
        ("=CHOOSE(B2+1,10,20)", None, 10.0),
        ('=LEN(SUBSTITUTE(MID("a;b;c",2,3),";",""))', None, 1.0),
        ('=IF(EXACT($C$7,"Đạt"),1,0)', "đạt", 0.0),
        ("=INT($C$7)", -1.5, -2.0),
        ("=$C$7", None, 0.0),
        ("=SUMPRODUCT(($C$6:$C$8=1)*($D$6:$D$8=$C$9))", 1.0, 1.0),
    ],
)
def test_functions(formula: str, typed: Single, wanted: Single) -> None:
    assert worked(formula, {"C7": typed}) == wanted


def test_an_error_is_shown_as_such() -> None:
    shown = worked("=1/$C$7", {})
    assert isinstance(shown, CellError)
    assert str(shown) == "#DIV/0!"


def test_what_is_typed_over_a_formula_counts() -> None:
    formulas = {("T", "A1"): "=$C$7+1", ("T", "A2"): "=$A$1*2"}
    own = Workings(formulas, {("T", "C7"): 1.0}, {})
    assert own.shown == {("T", "A1"): 2.0, ("T", "A2"): 4.0}
    assert own.after({("T", "A1"): 9.0, ("T", "C7"): 5.0}) == {("T", "A2"): 18.0}


@given(st.integers(-(10**13), 10**13), st.integers(0, 6), st.integers(0, 6))
def test_rounding_is_half_away_from_zero(digits: int, scale: int, places: int) -> None:
    exact = Decimal(digits).scaleb(-scale)
    wanted = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert rounded(float(exact), places) == float(wanted)
