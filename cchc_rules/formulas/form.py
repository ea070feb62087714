"""A layout in, the formula of each cell of the form and of the helper sheet out."""

from __future__ import annotations

from decimal import localcontext
from typing import TYPE_CHECKING

from cchc_rules.evaluation import compile_rules
from cchc_rules.facts import Round
from cchc_rules.facts.admit import markable
from cchc_rules.forms.layout import POINTS, SHEET, Column
from cchc_rules.formulas import fragments as f
from cchc_rules.formulas.figures import Figures
from cchc_rules.formulas.helpers import Helpers
from cchc_rules.formulas.sheets import Place, Written, write_round
from cchc_rules.formulas.statuses import MISSING as AWAITED
from cchc_rules.formulas.words import COUNCIL, HELPER_SHEET, KIND_NAME, MISSING
from cchc_rules.numeric import EXACT
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cchc_rules.evaluation import Program
    from cchc_rules.forms.layout import Layout

    Cells = dict[Place, str]


@record()
class FormFormulas:
    """All formulas of a form, by (sheet, address), with their `=`, each behind those that it reads.

    On the form: in the columns of both scores a leaf's, a heading's and the total's points,
    published (a number), or one of the texts `thiếu`, `lỗi`, `không áp dụng`, `hội đồng tính`; in
    the rows PERCENT (a fraction: 0.8458 is 84,58 %) and CLASS (appraised round only) likewise; in
    column REASON of leaves and headings a short text. Rows of figures have no formula.
    `labels` are texts for column A of the helper sheet. `council` has, for each column of points,
    the keys of the rows that always show `hội đồng tính`.
    """

    cells: Mapping[tuple[str, str], str]
    labels: Mapping[tuple[str, str], str]
    council: Mapping[str, tuple[str, ...]]


def compile_form(layout: Layout, program: Program | None = None) -> FormFormulas:
    """Compile both rounds of the form.

    Figures are read from the column of the round (DECLARED, APPRAISED; LAST_YEAR rows too), points
    of the council (MANUAL) from APPRAISED, its decisions from OVERRIDE with OVERRIDE_REASON, marks
    (`x`) from the column of the round. A có/không cell holds `có` or `không` (or TRUE, FALSE), a
    percent its stored number (0.85), a date its serial day. With several kinds the kind is read
    from the defined name `CCHC_LOAI`. `program`: the rules of the layout, compiled already.
    """
    helpers = Helpers()
    marks = markable(layout.rules)
    program = program or compile_rules(layout.rules)
    council: dict[str, tuple[str, ...]] = {}
    with localcontext(EXACT):
        kind = _kind(layout, helpers)
        written = {
            round_: [
                write_round(layout, program.plan(own, round_), figures) for own in layout.kinds
            ]
            for round_ in Round
            for figures in [Figures(layout, round_, helpers, marks)]
        }
        pieces = _reasons(written, kind)
        for round_, by_kind in written.items():
            found = [own.cells for own in by_kind]
            pieces |= _merged(found, kind)
            council[POINTS[round_].letter] = _council(found, POINTS[round_])
    compacted = helpers.compacted(pieces.values())
    cells: dict[tuple[str, str], str] = {}
    labels = {(HELPER_SHEET, "A1"): "Ô phụ của các công thức; không sửa."}
    for own in compacted.cells:
        cells[HELPER_SHEET, own.address] = own.formula
        labels[HELPER_SHEET, own.address.replace("B", "A")] = own.label
    for (key, column), piece in pieces.items():
        address = f"{column.letter}{layout.by_key[key].number}"
        cells[SHEET, address] = f"={compacted.on_form(piece)}"
    return FormFormulas(cells, labels, council)


def _kind(layout: Layout, helpers: Helpers) -> str:
    """Write the number of the unit's kind, from 1; 0: none is chosen."""
    if len(layout.kinds) == 1:
        return "1"
    chosen = f'SUBSTITUTE(TRIM({KIND_NAME}),"_"," ")'
    tests = [
        (f"{chosen}={f.quoted(kind.replace('_', ' '))}", str(number))
        for number, kind in enumerate(layout.kinds, start=1)
    ]
    return helpers.cell(helpers.cascade(tests, "0", "loại đơn vị"), "loại đơn vị")


def _merged(by_kind: Sequence[Cells], kind: str) -> dict[Place, str]:
    """Return one piece a cell: by the chosen kind where kinds differ."""
    places = dict.fromkeys(place for cells in by_kind for place in cells)
    found = {}
    for place in places:
        pieces = [cells.get(place, f.quoted("")) for cells in by_kind]
        if len(by_kind) > 1:
            pieces = [f.quoted("" if place[1] is Column.REASON else MISSING), *pieces]
        found[place] = pieces[0] if len(by_kind) == 1 else f.pick(kind, pieces)
    return found


def _reasons(written: Mapping[Round, Sequence[Written]], kind: str) -> dict[Place, str]:
    """Return the reason of each row: of the appraised score, while it is thiếu of the other."""
    by_kind: list[Cells] = []
    for own, appraised in zip(written[Round.SELF], written[Round.APPRAISED], strict=True):
        found: Cells = {}
        for key, (status, text) in appraised.reasons.items():
            piece = text
            if key in own.reasons and own.reasons[key][1] != text:
                piece = f.iff(f.is_(status, str(AWAITED)), own.reasons[key][1], text)
            if piece != f.quoted(""):
                found[key, Column.REASON] = piece
        by_kind.append(found)
    return _merged(by_kind, kind)


def _council(by_kind: Sequence[Cells], column: Column) -> tuple[str, ...]:
    always = f.quoted(COUNCIL)
    keys = dict.fromkeys(key for cells in by_kind for key, own in cells if own is column)
    return tuple(
        key for key in keys if all(cells.get((key, column)) == always for cells in by_kind)
    )
