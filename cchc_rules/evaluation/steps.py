"""Base, conditions and amounts of one leaf in, its possible scores out: steps 3 and 4."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.evaluation.base import Way
from cchc_rules.numeric import INFINITY, ZERO
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from cchc_rules.evaluation.adjustments import Span
    from cchc_rules.evaluation.base import Base
    from cchc_rules.evaluation.limits import Limits

    Kleene = bool | None
    Points = tuple[Decimal, Decimal]


def any_of(results: Iterable[Kleene]) -> Kleene:
    """Return hoặc over results."""
    found = tuple(results)
    if True in found:
        return True
    return None if None in found else False


@record()
class Steps:
    """The results of all steps of one leaf that is scored, not known ones as None.

    `full`: `không áp dụng nếu …: điểm tối đa` holds; `zeroed`: a zero condition of the leaf or of a
    group above does, `group_zeroed`: one of a group. `changes` are the signed adjustments.
    """

    limits: Limits
    base: Base
    full: Kleene
    zeroed: Kleene
    group_zeroed: Kleene
    changes: Sequence[tuple[int, Span]]

    def score(self) -> Points | None:
        """Return all scores that are possible; None: none is, the leaf does not apply."""
        spans = [*self._scored_spans(), *self._full_spans()]
        if not spans:
            return None
        low, high = min(span[0] for span in spans), max(span[1] for span in spans)
        return self.limits.clamp_ends(low, high)

    def before_clamp(self) -> Points | None:
        """Return the points before the clamp; None: full points, or none."""
        spans = list(self._scored_spans())
        if not spans or self.full is True:
            return None
        return min(span[0] for span in spans), max(span[1] for span in spans)

    def _scored_spans(self) -> Iterator[Points]:
        if self.full is True or Way.SCORED not in self.base.ways:
            return
        if self.zeroed is not True:
            yield self._changed(self.base.low, self.base.high, zeroed=False)
        if self.zeroed is not False:
            low, high = min(self.base.low, ZERO), min(self.base.high, ZERO)
            yield self._changed(low, high, zeroed=True)

    def _full_spans(self) -> Iterator[Points]:
        if self.full is False and Way.FULL not in self.base.ways:
            return
        maximum = self.limits.maximum
        if self.group_zeroed is not True:
            yield maximum, maximum
        if self.group_zeroed is not False:
            yield ZERO, ZERO

    def _changed(self, low: Decimal, high: Decimal, *, zeroed: bool) -> Points:
        """Take away and add; a leaf that scores 0 by condition earns no `thưởng`."""
        for sign, (least, most) in self.changes:
            if sign > 0 and zeroed:
                continue
            top = INFINITY if most is None else most
            low += least if sign > 0 else -top
            high += top if sign > 0 else -least
        return low, high
