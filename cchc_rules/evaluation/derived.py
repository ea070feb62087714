"""Slots that are computed from others: each TÍNH, and each zero condition of a group."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from cchc_rules.evaluation.outcomes import (
    DIVIDED_BY_ZERO,
    MISSING,
    NOT_APPLICABLE,
    Halt,
    Open,
)
from cchc_rules.model import Treatment
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cchc_rules.evaluation.compiler import BoundCondition
    from cchc_rules.evaluation.outcomes import Env, Result
    from cchc_rules.evaluation.scope import Part
    from cchc_rules.facts import Datum
    from cchc_rules.model import ComputedRef, Group

    Test = Callable[[Env], bool | None]
    """A compiled condition: true, false or (None) not known."""

_PERHAPS_ZERO = Open(frozenset({Halt.ZERO}))


@record()
class ComputedSlot:
    """A TÍNH: `index` as others see it, `index + 1` as the leaf that it scores sees it."""

    index: int
    key: str
    ref: ComputedRef
    formula: Callable[[Env], Result]
    reads: Part

    def derive(self, env: Env, fixed: Mapping[str, Datum]) -> None:
        """Compute it, or take the value that a test sets in its place."""
        if fixed and self.key in fixed:
            result: Result = fixed[self.key]
            if result is MISSING:
                result = _PERHAPS_ZERO
        else:
            result = self.formula(env)
        index = self.index
        if type(result) is Decimal:
            env[index] = env[index + 1] = result
        else:
            env[index], env[index + 1] = treated(result, self.ref.computed.on_zero)


@record()
class ConditionSlot:
    """A zero condition of a group, decided once for all leaves below."""

    index: int
    owner: Group
    bound: BoundCondition
    reads: Part

    def derive(self, env: Env, _: Mapping[str, Datum]) -> None:
        """Decide it; not known is thiếu."""
        holds = self.bound.holds(env)
        env[self.index] = MISSING if holds is None else holds


def treated(result: Result, on_zero: Treatment | None) -> tuple[Result, Result]:
    """Apply `nếu mẫu bằng 0`: the result as others see it, and as the leaf it scores sees it."""
    if result is Halt.ZERO:
        return (DIVIDED_BY_ZERO, DIVIDED_BY_ZERO) if on_zero is None else (NOT_APPLICABLE, on_zero)
    if isinstance(result, Open) and Halt.ZERO in result.exits:
        ways = result.exits - {Halt.ZERO}
        if on_zero is None:
            failing = Open(ways | {Halt.ERROR})
            return failing, failing
        return Open(ways | {Treatment.EXCLUDED}), Open(ways | {on_zero})
    return result, result
