"""The columns of one unit's form in, its scores, reasons, total and findings out."""

from functools import partial
from typing import TYPE_CHECKING

from cchc_rules.evaluation import assess_all, evaluate_condition
from cchc_rules.evaluation.constraints import ConstraintJudge
from cchc_rules.evaluation.explain import explain_group, explain_leaf, explain_total
from cchc_rules.evaluation.results import LeafScore, LeafStatus, UnitStatus
from cchc_rules.facts import Facts, Round, Unit
from cchc_rules.facts.keys import Figure
from cchc_rules.forms.layout import CLASS, PERCENT, TOTAL
from cchc_rules.functions.binding import bind_keys
from cchc_rules.functions.cells import BLANK, HostError, Number, Text, column, text_cell
from cchc_rules.functions.filling import fill
from cchc_rules.functions.keeping import Kept
from cchc_rules.functions.reading import Refusal, column_of, same_height, single
from cchc_rules.functions.rulebook import rulebook
from cchc_rules.functions.sentences import is_error, remarks_text, standing_note
from cchc_rules.numeric import HUNDRED, publish
from cchc_rules.ranking import rank
from cchc_rules.records import record
from cchc_rules.text import bare
from cchc_rules.validation.tables import REMEDY, sentence

if TYPE_CHECKING:
    from cchc_rules.evaluation.results import Assessment, GroupScore, Interval
    from cchc_rules.facts.admit import Remark
    from cchc_rules.functions.binding import Row
    from cchc_rules.functions.cells import CellIn, CellOut, GridIn, GridOut
    from cchc_rules.functions.rulebook import Rulebook
    from cchc_rules.ranking.results import RankedUnit

_ROUNDS = {
    "": Round.APPRAISED,
    "tham dinh": Round.APPRAISED,
    "appraised": Round.APPRAISED,
    "tu cham": Round.SELF,
    "self": Round.SELF,
}
_MOST_BOUND, _MOST_SCORED = 16, 32


@record(eq=False)
class Scored:
    """A form that was read and scored: each row, its remarks, and the scores by code."""

    book: "Rulebook"
    rows: "tuple[Row, ...]"
    remarks: "tuple[tuple[Remark, ...], ...]"
    unit: "RankedUnit"
    leaves: "dict[str, LeafScore]"
    groups: "dict[str, GroupScore]"

    @property
    def assessment(self) -> "Assessment":
        """Return the scores of the unit."""
        return self.unit.assessment


_bound: "Kept[tuple[Row, ...]]" = Kept(_MOST_BOUND)
_scored: "Kept[Scored]" = Kept(_MOST_SCORED)


def scores(*grids: "GridIn | None") -> "GridOut":
    """Return the score of each row (CCHC_DIEM)."""
    found = _read(grids)
    if isinstance(found, Refusal):
        return column([HostError(found.sentence)] * _height(grids[0]))
    return column([_points(found, place) for place in range(len(found.rows))])


def reasons(*grids: "GridIn | None") -> "GridOut":
    """Return why each row has its score (CCHC_GIAI_THICH)."""
    found = _read(grids)
    if isinstance(found, Refusal):
        return column([Text(found.sentence)] * _height(grids[0]))
    return column([text_cell(_reason(found, place)) for place in range(len(found.rows))])


def findings(*grids: "GridIn | None") -> "GridOut":
    """Return what is to be mended or known of each row (CCHC_KIEM_TRA)."""
    found = _read(grids)
    if isinstance(found, Refusal):
        return column([Text(found.sentence)] * _height(grids[0]))
    broken = _broken(found)
    return column(
        [
            text_cell("\n".join(filter(None, (remarks_text(remarks), broken.get(_figure(row))))))
            for row, remarks in zip(found.rows, found.remarks, strict=True)
        ]
    )


def total(*grids: "GridIn | None") -> "GridOut":
    """Return total, percent, class and a note, in one row (CCHC_TONG)."""
    found = _read(grids)
    if isinstance(found, Refusal):
        error = HostError(found.sentence)
        return ((error, error, BLANK, Text(found.sentence)),)
    errors = sum(any(map(is_error, remarks)) for remarks in found.remarks)
    return (standing(found.unit, errors),)


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


# --- reading and scoring --------------------------------------------------------------------------


def _read(grids: "tuple[GridIn | None, ...]") -> Scored | Refusal:
    """Read the arguments khoa, gia_tri, luat, loai, vong."""
    keys, values = column_of(grids[0], "khoa"), column_of(grids[1], "gia_tri")
    if isinstance(keys, Refusal):
        return keys
    if isinstance(values, Refusal):
        return values
    uneven = same_height(values, len(keys), "gia_tri", "khoa")
    if uneven is not None:
        return uneven
    book = rulebook(grids[2])
    if isinstance(book, Refusal):
        return book
    kind = book.kind(single(grids[3]))
    if isinstance(kind, Refusal):
        return kind
    round_ = _round(single(grids[4]))
    if isinstance(round_, Refusal):
        return round_
    parts = (tuple(keys), tuple(map(type, keys)), tuple(values), tuple(map(type, values)))
    return _scored.get(
        (book, kind, round_, *parts), partial(_score, book, keys, values, Unit("", kind), round_)
    )


def _round(text: str) -> Round | Refusal:
    found = _ROUNDS.get(bare(text).replace("-", " "))
    if found is None:
        return Refusal(f'Không có vòng “{text}”. Ghi "thẩm định" hoặc "tự chấm".')
    return found


def _height(grid: "GridIn | None") -> int:
    return max(1, len(grid or ()))


def _score(
    book: "Rulebook",
    keys: "list[CellIn]",
    values: "list[CellIn]",
    unit: Unit,
    round_: Round,
) -> Scored:
    names = (book, tuple(keys), tuple(map(type, keys)))
    rows = _bound.get(names, lambda: bind_keys(keys, book))
    filled = fill(rows, values, book, unit)
    ranked = assessed(book, [filled.facts], round_)[0]
    remarks = tuple(
        (*row.remarks, *filled.remarks.get(place, ())) for place, row in enumerate(rows)
    )
    own = ranked.assessment
    leaves = {score.leaf.code: score for score in own.leaves}
    groups = {score.group.code: score for score in own.groups}
    return Scored(book, rows, remarks, ranked, leaves, groups)


def assessed(book: "Rulebook", facts: "list[Facts]", round_: Round) -> "list[RankedUnit]":
    """Score and rank units, in the order in which they came."""
    with book.lock:
        assessments = assess_all(book.program, facts, round_)
        decide = partial(evaluate_condition, book.program)
        ranking = rank(book.rules, round_, assessments, decide)
    by_facts = {id(unit.assessment.facts): unit for unit in ranking.units}
    return [by_facts[id(own.facts)] for own in assessments]


# --- the cells of a row ---------------------------------------------------------------------------


def _points(found: Scored, place: int) -> "CellOut":
    row, remarks = found.rows[place], found.remarks[place]
    if any(map(is_error, remarks)):
        return HostError(remarks_text(remarks))
    if row.shows is None:
        return BLANK
    if row.shows in {TOTAL, PERCENT, CLASS}:
        return _whole(found.unit, row.shows)
    leaf = found.leaves.get(row.shows)
    if leaf is not None:
        applies = leaf.status is not LeafStatus.NOT_APPLICABLE or leaf.maximum
        missing = leaf.status is not LeafStatus.ERROR
        return _number(found, place, leaf.score, missing) if applies else BLANK
    group = found.groups.get(row.shows)
    if group is None or group.share is None:
        return BLANK
    return _number(found, place, group.score, not _has_errors(group, found))


def _whole(unit: "RankedUnit", what: str) -> "CellOut":
    """Return total, percent or class, for the rows of a form that ask for them."""
    if what == CLASS:
        return class_of(unit)
    return figures(unit, "Chưa rõ tổng điểm; xem CCHC_TONG")[what == PERCENT]


def _has_errors(group: "GroupScore", found: Scored) -> bool:
    inside = (found.leaves.get(leaf.code) for leaf in group.group.leaves())
    return any(leaf is not None and leaf.status is LeafStatus.ERROR for leaf in inside)


def _number(found: Scored, place: int, score: "Interval", missing: bool) -> "CellOut":
    if score.known:
        return Number(publish(score.low, found.book.rules.digits))
    why = "chưa đủ số liệu" if missing else "có số liệu lỗi"
    return HostError(f"{found.rows[place].shows}: {why}; xem CCHC_GIAI_THICH", missing)


def _reason(found: Scored, place: int) -> str:
    row, remarks = found.rows[place], found.remarks[place]
    if any(map(is_error, remarks)):
        return remarks_text(remarks)
    if row.shows is None:
        return ""
    if row.shows in {TOTAL, PERCENT, CLASS}:
        return explain_total(found.assessment)
    leaf = found.leaves.get(row.shows)
    if leaf is not None:
        return explain_leaf(leaf, found.assessment.facts.places, found.book.rules.digits)
    group = found.groups.get(row.shows)
    if group is not None:
        return explain_group(group, found.assessment)
    return f"{row.shows}: không chấm ở vòng tự chấm"


def _figure(row: "Row") -> str:
    """Return the key of the figure that a row gives, of this year."""
    entry = row.entry
    given = entry.to if entry else None
    return given.item.key if isinstance(given, Figure) and not given.previous else ""


def _broken(found: Scored) -> dict[str, str]:
    """Return why figures that were read well are lỗi all the same: they break a RÀNG BUỘC."""
    own = found.assessment
    if not own.rules.constraints:
        return {}
    with found.book.lock:
        plan = found.book.program.plan(own.facts.unit.kind, own.round)
        broken = ConstraintJudge(plan).broken(own.facts)
    told: dict[str, str] = {}
    for one in broken:
        text = sentence(one, own.facts)
        line = f"{text[0].upper()}{text[1:]} {REMEDY} (E590)"
        for item in one.items:
            told[item.key] = f"{told[item.key]}\n{line}" if item.key in told else line
    return told
