"""A leaf's steps as formulas in, a short text that says why it has its score out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.evaluation.reading import read_by
from cchc_rules.evaluation.scope import FigureSlot, ManualSlot
from cchc_rules.formulas import fragments as f
from cchc_rules.formulas.statuses import COUNCIL, ERROR, MISSING, NOT_APPLICABLE, OVERRIDDEN, ZEROED
from cchc_rules.formulas.told import shortened
from cchc_rules.model import Manual, Treatment
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cchc_rules.evaluation.leaves import LeafPlan
    from cchc_rules.formulas.expressions import Expressions
    from cchc_rules.formulas.steps import Steps
    from cchc_rules.model import Condition

_MARKED = "đơn vị đánh dấu không áp dụng"
_LONGEST_LIST = 200
_SHORT = 40


@record()
class Told:
    """What a reason is made of: the words of the method, the status, the steps, the unit's mark."""

    words: str
    status: str
    steps: Steps
    marked: str


def reason_of(plan: LeafPlan, expressions: Expressions, told: Told) -> str:
    """Write why the leaf has its score."""
    return _Writer(plan, expressions, told).write()


@record()
class _Writer:
    plan: LeafPlan
    expressions: Expressions
    told: Told

    def write(self) -> str:
        status, figures = self.told.status, list(self._figures())
        branches = [
            (ZEROED, self._zeroed()),
            (OVERRIDDEN, self._overridden()),
            (NOT_APPLICABLE, self._away()),
            (MISSING, self._list(figures, "còn thiếu: ", 2, "chưa đủ số liệu")),
            (ERROR, self._list(figures, "số liệu lỗi: ", 4, "có lỗi khi tính")),
            (COUNCIL, f.quoted("phiếu ghi theo cách công thức không đọc được; hội đồng tính")),
        ]
        scored = self._cell(self._scored())
        if f.is_number(status):
            return dict(branches).get(int(status), scored)
        found = [self._cell(piece) for _, piece in branches]
        return self._cell(f"CHOOSE({status}+1,{','.join([scored, *found])})")

    def _cell(self, piece: str) -> str:
        helpers = self.expressions.figures.helpers
        return (
            helpers.cell(piece, f"{self.plan.leaf.code}: vì sao") if len(piece) > _SHORT else piece
        )

    def _scored(self) -> str:
        """Write what gave the base, then what was added and taken away."""
        steps = self.told.steps
        words = self._cell(self.told.words)
        full = self._first(
            (holds, bound.condition)
            for (holds, how), (bound, _) in zip(steps.exempted, self.plan.exempt, strict=True)
            if how is not Treatment.EXCLUDED
        )
        if full:
            words = _cascade(full, "điểm tối đa vì ", words)
        pieces = [words]
        for change in steps.changes:
            sign = "trừ" if change.sign < 0 else "thưởng"
            pieces.append(f'IF({change.least}>0,"; {sign} "&ROUND({change.least},4)&" điểm","")')
        return "&".join(pieces)

    def _overridden(self) -> str:
        reason = self.expressions.figures.override_reason(self.plan.leaf)
        # No text ends in a blank: a program that opens the file may leave that of a result away.
        return f'TRIM("hội đồng quyết định: "&MID(TRIM({reason}),1,{_LONGEST_LIST}))'

    def _zeroed(self) -> str:
        conditions = [
            *(bound.condition for bound in self.plan.zero),
            *(slot.bound.condition for slot in self.plan.inherited),
        ]
        found = self._first(zip(self.told.steps.zeros, conditions, strict=True))
        return _cascade(found, "0 điểm vì ", f.quoted("0 điểm"))

    def _away(self) -> str:
        steps = self.told.steps
        found = self._first(
            (holds, bound.condition)
            for (holds, how), (bound, _) in zip(steps.exempted, self.plan.exempt, strict=True)
            if how is Treatment.EXCLUDED
        )
        words = _cascade(found, "không áp dụng vì ", f.quoted("không áp dụng vì mẫu bằng 0"))
        return f.iff(f.is_(self.told.marked, f.YES), f.quoted(_MARKED), words)

    @staticmethod
    def _first(pairs: object) -> list[tuple[str, str]]:
        found: list[tuple[str, Condition]] = list(pairs)  # type: ignore[call-overload]
        return [(holds, shortened(own.reason or own.text)) for holds, own in found if holds != f.NO]

    def _list(
        self, figures: Sequence[tuple[str, str]], start: str, state: int, otherwise: str
    ) -> str:
        """Write the titles of the figures in a state, else a sentence."""
        titles = [self._title(own, name, state) for own, name in figures]
        if not titles:
            return f.quoted(otherwise)
        joined = self._joined(titles)
        listed = f"TRIM(MID({joined},3,{_LONGEST_LIST}))"
        return f'IF({joined}="",{f.quoted(otherwise)},"{start}"&{listed})'

    def _joined(self, titles: Sequence[str]) -> str:
        """Return a cell with all titles, each behind a semicolon."""
        helpers, label = self.expressions.figures.helpers, f"{self.plan.leaf.code}: danh sách"
        found = list(dict.fromkeys(titles))
        return helpers.cell(helpers.gathered("&".join, found, label), label)

    def _title(self, state: str, name: str, wanted: int) -> str:
        helpers = self.expressions.figures.helpers
        piece = f'IF({state}={wanted},{f.quoted("; " + shortened(name))},"")'
        return helpers.cell(piece, f"{name}: nêu tên")

    def _figures(self) -> Iterator[tuple[str, str]]:
        """Yield the state and the title of each figure that the leaf reads."""
        for slot in read_by(self.plan.scope, self.plan.reads.slots):
            match slot:
                case FigureSlot(ref=ref):
                    last = f" (năm {self.plan.year - 1})" if ref.previous else ""
                    yield (
                        self.expressions.figure(ref).state,
                        (ref.item.title or ref.item.name) + last,
                    )
                case ManualSlot() if isinstance(self.plan.leaf.method, Manual):
                    figures = self.expressions.figures
                    term = figures.manual(self.plan.leaf, self.plan.leaf.method)
                    yield term.state, "điểm hội đồng chấm"
                case _:
                    pass


def _cascade(found: Sequence[tuple[str, str]], start: str, last: str) -> str:
    """Write the text of the first condition that holds."""
    for holds, text in reversed(found):
        last = f.iff(f.is_(holds, f.YES), f.quoted(start + text), last)
    return last
