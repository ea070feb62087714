"""A plan in, one Python function out that scores all leaves of a unit at once, without traces.

The function holds for plain values only: a leaf with a figure that is missing, lỗi or not
applicable, or whose computation fails, is named in `slow` and scored by its closures.
"""

from __future__ import annotations

import ast
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from cchc_rules.evaluation.arithmetic import is_zero, mean
from cchc_rules.evaluation.fast import figures, nodes
from cchc_rules.evaluation.fast.expressions import Writer
from cchc_rules.evaluation.fast.leaves import LeafWriter
from cchc_rules.evaluation.outcomes import NotPlainError
from cchc_rules.numeric import LARGEST, ONE, publish, whole_part

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cchc_rules.evaluation.compiler import Compiler
    from cchc_rules.evaluation.leaves import LeafPlan
    from cchc_rules.evaluation.reading import Reading

    Getter = Callable[[str], object]
    Note = Callable[[int], None]
    Figures = tuple[object, ...]
    ScoreLeaves = Callable[[Figures, Getter, Getter, object, Note, Note, Note], list[Decimal]]
    """Takes what `_ARGUMENTS` name, returns the scores of all leaves.

    `now` are the figures of `Reading.now`, in that order; None where there is none.
    """

_ARGUMENTS = ("now", "before", "manual", "peers", "zeroed", "absent", "slow")


def compile_leaves(leaves: Sequence[LeafPlan], reading: Reading, compiler: Compiler) -> ScoreLeaves:
    """Return the function that scores `leaves`."""
    names = _namespace()
    writer = Writer(compiler, names)
    body: list[ast.stmt] = figures.unpack(reading.given)
    for slot in reading.given:
        body += figures.load(slot, writer)
    for derived in reading.constrained:
        body += figures.derive(derived, compiler.scope, writer)
    for bound in reading.constraints:
        body += figures.constrain(bound, compiler.scope, writer)
    for derived in reading.derived:
        body += figures.derive(derived, compiler.scope, writer)
    written = [LeafWriter(plan, number, writer) for number, plan in enumerate(leaves)]
    for leaf in written:
        body += leaf.write()
    scores = [nodes.name(leaf.target) for leaf in written]
    body.append(ast.Return(ast.List(list(scores), ast.Load())))
    code = nodes.function("score", _ARGUMENTS, body)
    values: dict[str, Any] = names.values
    exec(code, values)  # noqa: S102 - built from nodes above, names and structure are ours
    score: ScoreLeaves = values["score"]
    return score


def _namespace() -> nodes.Namespace:
    """Return what the code may call: nothing else, not even Python's own functions."""
    return nodes.Namespace(
        __builtins__={},
        type=type,
        bool=bool,
        str=str,
        date=date,
        Decimal=Decimal,
        ONE=ONE,
        TENTH_DIGIT=Decimal("1E-10"),
        HALF_UP=ROUND_HALF_UP,
        FAILURES=(ArithmeticError, TypeError, AttributeError),
        least=min,
        greatest=max,
        mean=mean,
        publish=publish,
        whole_part=whole_part,
        nonzero=_nonzero,
        bounded=_bounded,
    )


def _bounded(points: Decimal) -> Decimal:
    if not -LARGEST <= points <= LARGEST:
        raise NotPlainError
    return points


def _nonzero(divisor: Decimal) -> Decimal:
    if is_zero(divisor):
        raise NotPlainError
    return divisor
