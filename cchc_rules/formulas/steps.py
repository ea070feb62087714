"""Base, conditions and amounts of a leaf in, its possible scores as formulas out: steps 3 and 4."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.formulas import fragments as f
from cchc_rules.model import Treatment
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.formulas.adjustments import Change
    from cchc_rules.formulas.bases import Base


@record()
class Steps:
    """The results of all steps of a leaf, as `evaluation.steps`."""

    base: Base
    maximum: str
    zeros: tuple[str, ...]
    own_zeros: int
    exempted: tuple[tuple[str, Treatment], ...]
    changes: tuple[Change, ...]

    @property
    def full(self) -> str:
        """Write whether the leaf has full points because it does not apply."""
        return f.some(holds for holds, how in self.exempted if how is not Treatment.EXCLUDED)

    @property
    def excluded(self) -> str:
        """Write whether it is excluded because it does not apply."""
        return f.some(holds for holds, how in self.exempted if how is Treatment.EXCLUDED)

    @property
    def zeroed(self) -> str:
        """Write whether any zero condition holds."""
        return f.some(self.zeros)

    @property
    def group_zeroed(self) -> str:
        """Write whether a zero condition of a group above holds."""
        return f.some(self.zeros[self.own_zeros :])

    @property
    def away(self) -> str:
        """Write whether the leaf surely does not apply."""
        nothing_else = f.both(
            f.is_(self.full, f.NO),
            f.is_(self.base.excluded, f.YES),
            f.is_(self.base.scored, f.NO),
            f.is_(self.base.full, f.NO),
        )
        return f.either(f.is_(self.excluded, f.YES), nothing_else)

    @property
    def uncertain(self) -> str:
        """Write whether the leaf may yet turn out not applicable."""
        by_figures = f.both(f.is_(self.base.excluded, f.YES), f.below(self.full, f.YES))
        return f.either(f.is_(self.excluded, f.UNKNOWN), by_figures)

    @property
    def counts_as_zeroed(self) -> str:
        """Write whether its status is that of a zero condition."""
        full = f.either(f.is_(self.full, f.YES), f.is_(self.base.scored, f.NO))
        by_group, by_any = f.is_(self.group_zeroed, f.YES), f.is_(self.zeroed, f.YES)
        if full == "FALSE" or by_group == by_any:
            return by_any
        return f"IF({full},{f.truth(by_group)},{f.truth(by_any)})=1"

    def ends(self) -> tuple[str, str]:
        """Write the least and the greatest points before they are limited."""
        spans = list(self._spans())
        (_, low, high), *more = spans
        if not more:
            return low, high
        lows = [f.iff(condition, own, f.FAR) for condition, own, _ in spans]
        highs = [f.iff(condition, own, f"(-{f.FAR})") for condition, _, own in spans]
        return f.least(lows), f.most(highs)

    def _spans(self) -> Iterator[tuple[str, str, str]]:
        """Yield the condition and both ends of each way to score."""
        scored = f.both(f.below(self.full, f.YES), f.is_(self.base.scored, f.YES))
        base, maximum = self.base, self.maximum
        if self.zeroed != f.YES:
            ends = self._changed(base.low, base.high, zeroed=False)
            yield f.both(scored, f.below(self.zeroed, f.YES)), *ends
        if self.zeroed != f.NO:
            ends = self._changed(f.least([base.low, "0"]), f.least([base.high, "0"]), zeroed=True)
            yield f.both(scored, f.above(self.zeroed, "0")), *ends
        full = f.either(f.above(self.full, "0"), f.is_(base.full, f.YES))
        if full != "FALSE":
            yield f.both(full, f.below(self.group_zeroed, f.YES)), maximum, maximum
            if self.group_zeroed != f.NO:
                yield f.both(full, f.above(self.group_zeroed, "0")), "0", "0"

    def _changed(self, low: str, high: str, *, zeroed: bool) -> tuple[str, str]:
        """Take away and add; a leaf that scores 0 by condition earns no `thưởng`."""
        for change in self.changes:
            if change.sign > 0 and zeroed:
                continue
            least, top = change.least, change.most
            low = f.added([low, least]) if change.sign > 0 else f.minus(low, top)
            high = f.added([high, top]) if change.sign > 0 else f.minus(high, least)
        return low, high
