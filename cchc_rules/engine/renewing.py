"""A form that gets its points in, what its other formulas show then out: reasons, helper cells.

A program that counts does this by itself; a viewer on a phone shows what is stored.
"""

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from cchc_rules.excel.cells import split_reference
from cchc_rules.excel.patching import Cached
from cchc_rules.excel.sheet import Grid, reference
from cchc_rules.excel.template import LISTS_SHEET, all_formulas, worked_out
from cchc_rules.excel.template import Form as BlankForm
from cchc_rules.facts.raw import PENDING, Failure, Number, Text, Truth
from cchc_rules.forms.layout import SHEET
from cchc_rules.formulas import HELPER_SHEET, compile_form
from cchc_rules.formulas.working import CellError
from cchc_rules.numeric import from_double
from cchc_rules.validation.formulas import FormulaBook

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cchc_rules.excel.cells import Content
    from cchc_rules.excel.form import Form, Prepared
    from cchc_rules.excel.patching import Value
    from cchc_rules.excel.reading import Workbook
    from cchc_rules.facts.raw import Raw
    from cchc_rules.formulas.working import Single, Workings

    Place = tuple[str, str]
    Grids = Mapping[str, Grid]

_NEARLY = 1e-9


def renewed(
    workbook: "Workbook", form: "Form", prepared: "Prepared", points: "Mapping[str, Value]"
) -> dict["Place", Cached]:
    """Return, by sheet and address, what our formulas show that shows something else so far.

    `points` are what its score cells are to show, by address. The rows stand as we laid them out.
    """
    kinds = (form.stamp.kind,) if form.stamp.kind in prepared.rules.kinds else ()
    formulas, workings = _made(prepared, kinds)
    beside = (HELPER_SHEET, LISTS_SHEET)
    grids = {sheet.name: sheet.read() for sheet in workbook.sheets if sheet.name in beside}
    grids[SHEET] = form.grid
    typed = dict(_typed(grids, formulas))
    typed |= {(SHEET, ref): _entered(value) for ref, value in points.items()}
    shown = workings.shown | workings.after(typed)
    found: dict[Place, Cached] = {}
    for (sheet, ref), value in shown.items():
        content = grids.get(sheet, Grid()).at(*split_reference(ref))
        stale = _is_stale(content, formulas[sheet, ref], value)
        if stale and (sheet, ref) not in typed and not isinstance(value, CellError | None):
            result = from_double(value) if isinstance(value, float) else value
            found[form.sheet if sheet == SHEET else sheet, ref] = Cached(result)
    return found


@lru_cache(maxsize=8)
def _made(prepared: "Prepared", kinds: tuple[str, ...]) -> tuple["Mapping[Place, str]", "Workings"]:
    layout = prepared.layout(kinds)
    blank = BlankForm(layout, compile_form(layout), ())
    formulas = all_formulas(blank)
    return formulas, worked_out(blank, formulas)


def _typed(grids: "Grids", formulas: "Mapping[Place, str]") -> "Iterator[tuple[Place, Single]]":
    """Yield what was entered, also over a formula, and the rows that count as inputs."""
    for number in grids[SHEET].rows:
        place = LISTS_SHEET, f"A{number}"
        yield place, _held(grids.get(LISTS_SHEET, Grid()).at(number, 1).raw)
    for row, column, content in grids[SHEET].cells():
        place = SHEET, reference(row, column)
        if content.formula is None or place not in formulas:
            yield place, _held(content.raw)


def _entered(value: "Value") -> "Single":
    value = value.value if isinstance(value, Cached) else value
    return float(value) if isinstance(value, Decimal) else value


def _held(raw: "Raw") -> "Single":
    match raw:
        case Number(value):
            return float(value)
        case Text(value) | Truth(value):
            return value
        case Failure(value):
            return CellError(value)
        case _:
            return None


def _is_stale(content: "Content", wanted: str, value: "Single") -> bool:
    """Say whether a formula of ours has another result, whichever sign its decimals have."""
    if content.formula is None:
        return False
    held = _held(content.raw)
    if isinstance(value, float) and isinstance(held, float):
        same = abs(value - held) <= _NEARLY * max(1, abs(value))
    elif isinstance(value, str):
        same = str(held or "").replace(".", ",") == value.replace(".", ",")
        same = same and content.raw != PENDING
    else:
        same = value is held
    return not same and FormulaBook.equal(content.formula, wanted.removeprefix("="))
