"""Columns of keys and values in, the scored form out; what stayed the same is not done again."""

from functools import cached_property, partial
from typing import TYPE_CHECKING

from cchc_rules.evaluation import assess_all, evaluate_condition
from cchc_rules.evaluation.constraints import ConstraintJudge
from cchc_rules.evaluation.explain import explain_group, explain_leaf, explain_total
from cchc_rules.facts import Facts, Round, Unit
from cchc_rules.facts.keys import Figure
from cchc_rules.forms.layout import CLASS, PERCENT, TOTAL
from cchc_rules.functions.binding import bind_keys
from cchc_rules.functions.filling import fill
from cchc_rules.functions.keeping import Kept
from cchc_rules.functions.reach import Reach
from cchc_rules.functions.reading import Refusal, column_of, same_height, single
from cchc_rules.functions.rulebook import rulebook
from cchc_rules.functions.sentences import is_error, remarks_text
from cchc_rules.ranking import rank
from cchc_rules.text import bare
from cchc_rules.validation.tables import REMEDY, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cchc_rules.evaluation.plan import Plan
    from cchc_rules.evaluation.results import Assessment, GroupScore, LeafScore
    from cchc_rules.facts.admit import Remark
    from cchc_rules.functions.cells import CellIn, GridIn
    from cchc_rules.functions.filling import Read
    from cchc_rules.functions.rulebook import Rulebook
    from cchc_rules.ranking.results import RankedUnit

WHOLE = frozenset({TOTAL, PERCENT, CLASS})
"""The keys of rows that show something of the whole form."""
_ROUNDS = {
    "": Round.APPRAISED,
    "tham dinh": Round.APPRAISED,
    "appraised": Round.APPRAISED,
    "tu cham": Round.SELF,
    "self": Round.SELF,
}
_MOST_FORMS, _MOST_SCORED = 16, 32


class Form:
    """A column of keys, for one kind of unit in one round; `last` is how it was scored last."""

    def __init__(
        self, book: "Rulebook", kind: str, round_: Round, keys: "Sequence[CellIn]"
    ) -> None:
        self.book = book
        self.unit = Unit("", kind)
        self.round = round_
        self.rows = bind_keys(keys, book)
        self.shows = tuple(
            [(place, row.shows) for place, row in enumerate(self.rows) if row.shows is not None]
        )
        """The place and the code of each row that shows a score."""
        self.remarks = {place: row.remarks for place, row in enumerate(self.rows) if row.remarks}
        self.last: Scored | None = None

    @cached_property
    def plan(self) -> "Plan":
        """How units of this kind are scored in this round."""
        return self.book.program.plan(self.unit.kind, self.round)

    @cached_property
    def judge(self) -> ConstraintJudge:
        """What finds out the figures that break a RÀNG BUỘC."""
        return ConstraintJudge(self.plan)

    @cached_property
    def reach(self) -> Reach:
        """What tells how far the change of a figure reaches."""
        return Reach(self.plan)


class Scored:
    """A form whose figures were read and scored."""

    def __init__(self, form: Form, values: "Sequence[CellIn]") -> None:
        before = form.last
        filled = fill(form.rows, values, form.book, form.unit, before.read if before else {})
        self.form = form
        self.read: Mapping[int, Read] = filled.read
        self.remarks: dict[int, tuple[Remark, ...]] = {
            place: (*form.remarks.get(place, ()), *filled.remarks.get(place, ()))
            for place in sorted(form.remarks.keys() | filled.remarks.keys())
        }
        self.unit: RankedUnit = assessed(form.book, [filled.facts], form.round)[0]
        self._reasons = before.reasons_outside(filled.facts) if before else {}

    @property
    def assessment(self) -> "Assessment":
        """The scores of the unit."""
        return self.unit.assessment

    @cached_property
    def leaves(self) -> "dict[str, LeafScore]":
        """The scores of the criteria by code."""
        return {score.leaf.code: score for score in self.assessment.leaves}

    @cached_property
    def groups(self) -> "dict[str, GroupScore]":
        """The scores of the headings by code."""
        return {score.group.code: score for score in self.assessment.groups}

    @cached_property
    def told(self) -> dict[int, str]:
        """What there is to say of rows, by their place."""
        return {place: remarks_text(remarks) for place, remarks in self.remarks.items()}

    @cached_property
    def wrong(self) -> dict[int, str]:
        """The same of each row that must be mended."""
        remarks = self.remarks
        return {
            place: text for place, text in self.told.items() if any(map(is_error, remarks[place]))
        }

    def reasons(self) -> dict[str, str]:
        """Return why each row that shows a score shows it, by its code."""
        own = self.assessment
        with self.form.book.lock:
            for _, code in self.form.shows:
                if code in self._reasons:
                    continue
                if code in WHOLE:
                    self._reasons |= dict.fromkeys(WHOLE, explain_total(own))
                else:
                    self._reasons[code] = self._reason(code, own)
        return self._reasons

    def _reason(self, code: str, own: "Assessment") -> str:
        leaf = self.leaves.get(code)
        if leaf is not None:
            return explain_leaf(leaf, own.facts.places, own.rules.digits)
        group = self.groups.get(code)
        if group is not None:
            return explain_group(group, own)
        return f"{code}: không chấm ở vòng tự chấm"

    def reasons_outside(self, after: Facts) -> dict[str, str]:
        """Return the reasons that are known and that do not change with the facts."""
        if not self._reasons:
            return {}
        with self.form.book.lock:
            reached = self.form.reach.of(self.assessment.facts, after) | WHOLE
            return {code: text for code, text in self._reasons.items() if code not in reached}

    def broken(self) -> dict[int, str]:
        """Return why figures that were read well are lỗi all the same: they break a RÀNG BUỘC."""
        own = self.assessment
        if not own.rules.constraints:
            return {}
        with self.form.book.lock:
            broken = self.form.judge.broken(own.facts)
        told: dict[str, list[str]] = {}
        for one in broken:
            text = sentence(one, own.facts)
            line = f"{text[0].upper()}{text[1:]} {REMEDY} (E590)"
            for item in one.items:
                told.setdefault(item.key, []).append(line)
        return {
            place: "\n".join(told[row.entry.to.item.key])
            for place, row in enumerate(self.form.rows if told else ())
            if row.entry and isinstance(row.entry.to, Figure) and not row.entry.to.previous
            if row.entry.to.item.key in told
        }


_forms: Kept[Form] = Kept(_MOST_FORMS)
_scored: Kept[Scored] = Kept(_MOST_SCORED)


def scored(grids: "tuple[GridIn | None, ...]") -> Scored | Refusal:
    """Read the arguments khoa, gia_tri, luat, loai, vong; score the form once for each column."""
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
    names = (book, kind, round_, tuple(keys), tuple(map(type, keys)))
    form = _forms.get(names, lambda: Form(book, kind, round_, keys))
    figures = (form, tuple(values), tuple(map(type, values)))
    found = _scored.get(figures, lambda: Scored(form, values))
    form.last = found
    return found


def _round(text: str) -> Round | Refusal:
    found = _ROUNDS.get(bare(text).replace("-", " "))
    if found is None:
        return Refusal(f'Không có vòng “{text}”. Ghi "thẩm định" hoặc "tự chấm".')
    return found


def assessed(book: "Rulebook", facts: list[Facts], round_: Round) -> "list[RankedUnit]":
    """Score and rank units, in the order in which they came."""
    with book.lock:
        assessments = assess_all(book.program, facts, round_)
        decide = partial(evaluate_condition, book.program)
        ranking = rank(book.rules, round_, assessments, decide)
    by_facts = {id(unit.assessment.facts): unit for unit in ranking.units}
    return [by_facts[id(own.facts)] for own in assessments]
