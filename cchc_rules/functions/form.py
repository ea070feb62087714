"""The columns of one unit's form in, its scores, reasons, total and findings out."""

from typing import TYPE_CHECKING

from cchc_rules.evaluation.results import LeafStatus, UnitStatus
from cchc_rules.forms.layout import CLASS, PERCENT
from cchc_rules.functions.cells import BLANK, HostError, Number, Text, column, text_cell
from cchc_rules.functions.reading import Refusal
from cchc_rules.functions.scoring import WHOLE, scored
from cchc_rules.functions.sentences import standing_note
from cchc_rules.numeric import HUNDRED, publish

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cchc_rules.evaluation.results import Interval, LeafScore
    from cchc_rules.functions.cells import CellOut, GridIn, GridOut
    from cchc_rules.functions.scoring import Scored
    from cchc_rules.ranking.results import RankedUnit


def scores(*grids: "GridIn | None") -> "GridOut":
    """Return the score of each row (CCHC_DIEM)."""
    found = scored(grids)
    if isinstance(found, Refusal):
        return column([HostError(found.sentence)] * _height(grids[0]))
    cells: list[CellOut] = [BLANK] * len(found.form.rows)
    for place, code in found.form.shows:
        cells[place] = _points(found, code)
    for place, text in found.wrong.items():
        cells[place] = HostError(text)
    return column(cells)


def reasons(*grids: "GridIn | None") -> "GridOut":
    """Return why each row has its score (CCHC_GIAI_THICH)."""
    found = scored(grids)
    if isinstance(found, Refusal):
        return column([Text(found.sentence)] * _height(grids[0]))
    cells: list[CellOut] = [BLANK] * len(found.form.rows)
    told = found.reasons()
    for place, code in found.form.shows:
        cells[place] = text_cell(told[code])
    for place, text in found.wrong.items():
        cells[place] = Text(text)
    return column(cells)


def findings(*grids: "GridIn | None") -> "GridOut":
    """Return what is to be mended or known of each row (CCHC_KIEM_TRA)."""
    found = scored(grids)
    if isinstance(found, Refusal):
        return column([Text(found.sentence)] * _height(grids[0]))
    cells: list[CellOut] = [BLANK] * len(found.form.rows)
    told, broken = found.told, found.broken()
    for place in told.keys() | broken.keys():
        cells[place] = Text("\n".join(filter(None, (told.get(place), broken.get(place)))))
    return column(cells)


def total(*grids: "GridIn | None") -> "GridOut":
    """Return total, percent, class and a note, in one row (CCHC_TONG)."""
    found = scored(grids)
    if isinstance(found, Refusal):
        error = HostError(found.sentence)
        return ((error, error, BLANK, Text(found.sentence)),)
    return (standing(found.unit, len(found.wrong)),)


def standing(unit: "RankedUnit", errors: int = 0, *, alone: bool = True) -> "tuple[CellOut, ...]":
    """Return the cells of a unit: total, percent, class, note; `alone`: its place says nothing."""
    note = standing_note(unit, errors, alone=alone and _by_place(unit))
    classes = class_of(unit) if alone else text_cell(" hoặc ".join(unit.classes))
    return (*figures(unit, note), classes, text_cell(note))


def class_of(unit: "RankedUnit") -> "CellOut":
    """Return the class of a unit alone, or all that are possible; none goes by its place."""
    return BLANK if _by_place(unit) else text_cell(" hoặc ".join(unit.classes))


def _by_place(unit: "RankedUnit") -> bool:
    rule = unit.assessment.rules.classification_for(unit.assessment.facts.unit.kind)
    return rule is not None and rule.by_rank


def figures(unit: "RankedUnit", why: str) -> "tuple[CellOut, CellOut]":
    """Return total and percent; `why` goes with the error where they are not known."""
    if unit.total is None or unit.percent is None:
        return BLANK, BLANK
    if unit.assessment.total is not None and unit.assessment.total.known:
        return Number(unit.total.low), Number(unit.percent.low / HUNDRED)
    error = HostError(why, missing=unit.assessment.status is not UnitStatus.ERROR)
    return error, error


def _height(grid: "GridIn | None") -> int:
    return max(1, len(grid or ()))


def _points(found: "Scored", code: str) -> "CellOut":
    """Return the score that goes by a code."""
    if code in WHOLE:
        return _whole(found.unit, code)
    leaf, group = found.leaves.get(code), found.groups.get(code)
    if leaf is not None:
        applies = leaf.status is not LeafStatus.NOT_APPLICABLE or leaf.maximum
        return _number(found, code, leaf.score, (leaf,)) if applies else BLANK
    if group is None or group.share is None:
        return BLANK
    inside = (found.leaves.get(leaf.code) for leaf in group.group.leaves())
    return _number(found, code, group.score, filter(None, inside))


def _whole(unit: "RankedUnit", what: str) -> "CellOut":
    """Return total, percent or class, for the rows of a form that ask for them."""
    if what == CLASS:
        return class_of(unit)
    return figures(unit, "Chưa rõ tổng điểm; xem CCHC_TONG")[what == PERCENT]


def _number(
    found: "Scored", code: str, score: "Interval", leaves: "Iterable[LeafScore]"
) -> "CellOut":
    """Return a score; of one that is not known, whether something is missing or wrong below."""
    if score.known:
        return Number(publish(score.low, found.form.book.rules.digits))
    missing = all(leaf.status is not LeafStatus.ERROR for leaf in leaves)
    why = "chưa đủ số liệu" if missing else "có số liệu lỗi"
    return HostError(f"{code}: {why}; xem CCHC_GIAI_THICH", missing)
