"""A leaf plan in, Python code out that scores the leaf while its figures are plain values.

The code leaves the score in the leaf's variable. The numbers of leaves that are zeroed, excluded or
left to the closures are noted in `zeroed`, `absent` and `slow`; the latter two have 0 as score.
"""

from __future__ import annotations

import ast
from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_rules.evaluation.fast import nodes
from cchc_rules.evaluation.fast.methods import write_method
from cchc_rules.evaluation.fast.nodes import Unfit
from cchc_rules.model import ItemRef, Treatment, ValueType
from cchc_rules.numeric import ONE, ZERO
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_rules.evaluation.adjustments import BoundAdjustment
    from cchc_rules.evaluation.fast.expressions import Writer
    from cchc_rules.evaluation.leaves import LeafPlan
    from cchc_rules.model import Expression


@record()
class LeafWriter:
    """Writes leaf `number`, whose score goes into `target`."""

    plan: LeafPlan
    number: int
    writer: Writer

    @property
    def target(self) -> str:
        """The leaf's variable."""
        return f"s{self.number}"

    def write(self) -> list[ast.stmt]:
        """Write the whole leaf."""
        absent = [self._set(ZERO), self._note("absent")]
        if not self.plan.applies:
            return absent
        slow = [self._set(ZERO), self._note("slow")]
        try:
            body = self._applying(absent)
        except (Unfit, ArithmeticError):
            return slow
        needed = [nodes.slot(index) for index in sorted(self.plan.reads.slots)]
        return nodes.when(nodes.either(nodes.is_none(needed)), slow, nodes.attempt(body, slow))

    def give(self, points: Decimal | ast.expr, *, within_limits: bool = False) -> list[ast.stmt]:
        """Write that the method gives `points`; adjustments then still follow."""
        adjusted = bool(self.plan.adjustments)
        if isinstance(points, Decimal):
            return [self._set(points if adjusted else self.plan.limits.clamp(points))]
        given = nodes.assign(self.target, points)
        return [given] if adjusted else [given, *self._finish(within_limits=within_limits)]

    def _applying(self, absent: list[ast.stmt]) -> list[ast.stmt]:
        """Write step 1: what is excluded, or gets full points, goes no further."""
        full = self.plan.limits.clamp(self.plan.limits.maximum)
        complete = nodes.when(
            nodes.either(self._group_zeros()),
            [self._set(ZERO), self._note("zeroed")],
            [self._set(full)],
        )
        scored = nodes.when(self._exempt(excluded=False), complete, self._scored())
        return nodes.when(self._exempt(excluded=True), absent, scored)

    def _scored(self) -> list[ast.stmt]:
        """Write steps 2 to 4."""
        own = [self.writer.condition(bound.condition) for bound in self.plan.zero]
        zero = nodes.either([*own, *self._group_zeros()])
        nothing: list[ast.stmt] = [self._set(ZERO)]
        if self.plan.limits.floor is None or self.plan.adjustments:
            nothing = [nodes.assign(self.target, self._least(self._score, ZERO))]
        zeroed = [*nothing, *self._changes(self._penalties()), self._note("zeroed")]
        changed = nodes.when(zero, zeroed, self._changes(self.plan.adjustments))
        finish = self._finish() if self.plan.adjustments else []
        return [*write_method(self), *changed, *finish]

    def _changes(self, adjustments: Sequence[BoundAdjustment]) -> list[ast.stmt]:
        written: list[ast.stmt] = []
        for bound in adjustments:
            operator = ast.Add() if bound.adjustment.sign > 0 else ast.Sub()
            changed = ast.BinOp(self._score, operator, self._amount(bound))
            change: list[ast.stmt] = [nodes.assign(self.target, changed)]
            when = bound.adjustment.when
            written += (
                change if when is None else nodes.when(self.writer.condition(when), change, [])
            )
        return written

    def _amount(self, bound: BoundAdjustment) -> ast.expr:
        each, cap = bound.adjustment.each, bound.adjustment.cap
        if each is None:
            amount = bound.unit * max(ONE, ZERO)
            return self.constant(amount if cap is None else min(amount, cap))
        return self.times(bound.unit, each, cap)

    def times(self, unit: Decimal, each: Expression, cap: Decimal | None) -> ast.expr:
        """Write `unit` x `each`, which is not negative, up to `cap`."""
        number = self.writer.value(each)
        if not is_count(each):
            number = nodes.call("greatest", number, self.constant(ZERO))
        amount: ast.expr = ast.BinOp(self.constant(unit), ast.Mult(), number)
        return amount if cap is None else self._least(amount, cap)

    def constant(self, value: object) -> ast.expr:
        """Write a constant."""
        return self.writer.names.constant(value)

    def _penalties(self) -> list[BoundAdjustment]:
        return [bound for bound in self.plan.adjustments if bound.adjustment.sign < 0]

    def _group_zeros(self) -> list[ast.expr]:
        return [nodes.name(nodes.slot(slot.index)) for slot in self.plan.inherited]

    def _exempt(self, *, excluded: bool) -> ast.expr:
        tests = [
            self.writer.condition(bound.condition)
            for bound, treatment in self.plan.exempt
            if (treatment is Treatment.EXCLUDED) is excluded
        ]
        return nodes.either(tests)

    def _finish(self, *, within_limits: bool = False) -> list[ast.stmt]:
        """Write the clamp, and the rounding where each leaf is rounded."""
        limits = self.plan.limits
        written: list[ast.stmt] = []
        if limits.ceiling is not None and not within_limits:
            written += self._bounded(ast.Gt, limits.ceiling)
        if limits.floor is not None and not within_limits:
            written += self._bounded(ast.Lt, limits.floor)
        if limits.ceiling is None or limits.floor is None:
            written.append(nodes.assign(self.target, nodes.call("bounded", self._score)))
        if limits.digits is not None:
            rounded = nodes.call("publish", self._score, self.constant(limits.digits))
            written.append(nodes.assign(self.target, rounded))
        return written

    def _bounded(self, beyond: type[ast.cmpop], end: Decimal) -> list[ast.stmt]:
        test = nodes.compare(self._score, (beyond, self.constant(end)))
        return nodes.when(test, [self._set(end)], [])

    @property
    def _score(self) -> ast.expr:
        return nodes.name(self.target)

    def _set(self, points: Decimal) -> ast.stmt:
        return nodes.assign(self.target, self.constant(points))

    def _least(self, value: ast.expr, limit: Decimal) -> ast.expr:
        return nodes.call("least", value, self.constant(limit))

    def _note(self, where: str) -> ast.stmt:
        return nodes.do(nodes.call(where, ast.Constant(self.number)))


def is_count(expression: Expression) -> bool:
    """Say whether an expression is a declared count, which is whole and not negative."""
    return isinstance(expression, ItemRef) and expression.item.type is ValueType.COUNT
