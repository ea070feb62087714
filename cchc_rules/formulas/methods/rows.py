"""The outcome of a row in, what it gives for a known argument, and for one to come, out."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cchc_rules.evaluation.methods.rows import Prizes, expected
from cchc_rules.evaluation.outcomes import MISSING
from cchc_rules.formulas import fragments as f
from cchc_rules.formulas.bases import Base, by_state, faulty, points, written
from cchc_rules.formulas.terms import Sort
from cchc_rules.model import Formula, Interpolated, Points, Proportional, ShareOfMaximum
from cchc_rules.numeric import ONE
from cchc_rules.records import field, record

if TYPE_CHECKING:
    from cchc_rules.evaluation.base import Base as Worked
    from cchc_rules.evaluation.compiler import Compiler
    from cchc_rules.evaluation.limits import Limits
    from cchc_rules.evaluation.logic import Bounds
    from cchc_rules.formulas.expressions import Expressions
    from cchc_rules.formulas.terms import Term
    from cchc_rules.model import Expression, Outcome


class _Nothing(list[Any]):
    """The figures of a unit of which none is known."""

    def __getitem__(self, _: object) -> Any:  # noqa: ANN401
        return MISSING


NOTHING_KNOWN = _Nothing()


@record()
class LeafContext:
    """What the methods of one leaf are written with; `label` is its code."""

    expressions: Expressions
    limits: Limits
    label: str
    argument: Expression | None = None
    """What its table is about."""
    beyond: list[str] = field(default_factory=list)
    """Flags that are 1 where no formula can tell."""

    @property
    def compiler(self) -> Compiler:
        """The evaluator's compiler, for all that is known beforehand."""
        return self.expressions.compiler

    @property
    def maximum(self) -> Decimal:
        """The leaf's maximum."""
        return self.limits.maximum

    def cell(self, piece: str, what: str) -> str:
        """Return a helper cell of the leaf."""
        return self.expressions.figures.helpers.cell(piece, f"{self.label}: {what}")

    def short(self, base: Base) -> Base:
        """Return a base without long pieces."""
        return base.short(self.expressions.figures.helpers, self.label)

    def scaled(self, term: Term, factor: Decimal, hull: Worked) -> Base:
        """Return the base that is a figure x `factor`; `hull` while it is thiếu."""
        known = points(f.times(term.value, f.number(factor)))
        return self.short(by_state(term, known, written(hull), self.maximum))

    def multiple(self, expression: Expression, factor: Decimal) -> Base:
        """Return the base that is an expression x `factor`."""
        return self.scaled(
            self.expressions.argument(expression), factor, self.expected(expression, factor)
        )

    def expected(self, expression: Expression, factor: Decimal) -> Worked:
        """Return the base of an expression x `factor` while it is thiếu, as far as it counts."""
        return expected(expression, factor, self.compiler, self.limits)(NOTHING_KNOWN)

    def prize(
        self, outcome: Outcome, own: Bounds, reach: Bounds, argument: Term | None
    ) -> tuple[Base, Base]:
        """Return what a row gives for a known argument, and for one to come.

        `own` are the row's bounds, `reach` what of them can be met.
        """
        match outcome:
            case Proportional(of=of) if of is not None:
                found = self.multiple(of, self.maximum)
                return found, found
            case Formula(formula):
                found = self.multiple(formula, ONE)
                return found, found
            case _:
                prizes = Prizes(self.compiler, self.limits, self.argument)
                prize = prizes.of(outcome, 0, own, reach)
                if prize.constant is not None:
                    return written(prize.constant), written(prize.constant)
                return self._award(outcome, own, argument), written(prize.expect(NOTHING_KNOWN))

    @property
    def _broken(self) -> Base:
        return faulty(self.maximum)

    def _award(self, outcome: Outcome, own: Bounds, argument: Term | None) -> Base:
        """Return what a row gives that depends on the argument itself."""
        if argument is None or argument.sort is not Sort.NUMBER:
            return self._broken
        match outcome:
            case Interpolated(first, last):
                start, end = own.low, own.high
                if not isinstance(start, Decimal) or not isinstance(end, Decimal):
                    return self._broken
                return points(
                    line((first, last), argument.value, f.number(start), f.number(end - start))
                )
            case Proportional():
                return points(f.times(argument.value, f.number(self.maximum)))
            case Points() | ShareOfMaximum() | Formula():
                return self._broken


def line(ends: tuple[Decimal, Decimal], value: str, start: str, run: str) -> str:
    """Write the points between two ends, linear from `start` on."""
    first, last = ends
    rise = f.number(last - first)
    return f"({f.number(first)}+{rise}*{f.minus(value, start)}/{run})"
