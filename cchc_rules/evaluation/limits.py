"""Points in, a leaf's score out: the end of step 4."""

from __future__ import annotations

from decimal import Overflow
from typing import TYPE_CHECKING

from cchc_rules.numeric import INFINITY, LARGEST, ZERO, publish, settle
from cchc_rules.records import record

if TYPE_CHECKING:
    from decimal import Decimal

    from cchc_rules.model import Leaf

    Ends = tuple[Decimal, Decimal]


@record()
class Limits:
    """What a leaf's score may be; `digits` only under `làm tròn từng mục`."""

    maximum: Decimal
    floor: Decimal | None
    ceiling: Decimal | None
    digits: int | None

    @classmethod
    def of(cls, leaf: Leaf, kind: str, digits: int | None) -> Limits:
        """Return the limits of `leaf` for units of `kind`."""
        maximum = leaf.maximum.of(kind)
        return cls(
            maximum,
            None if leaf.allow_negative else ZERO,
            None if leaf.allow_above else maximum,
            digits,
        )

    def clamp(self, points: Decimal) -> Decimal:
        """Return the score for `points`, exact unless each leaf is rounded.

        Raises ArithmeticError where a side that is not limited makes it larger than can be exact.
        """
        if self.ceiling is not None and points > self.ceiling:
            points = self.ceiling
        if self.floor is not None and points < self.floor:
            points = self.floor
        if not self.both and not -LARGEST <= points <= LARGEST:
            raise Overflow
        return points if self.digits is None else publish(points, self.digits)

    def clamp_ends(self, low: Decimal, high: Decimal) -> Ends:
        """Return all scores for points from `low` to `high`; infinite where nothing bounds them."""
        if low == high:
            return self.clamp(low), self.clamp(high)
        return (
            -INFINITY if self.floor is None and low < -LARGEST else self.clamp(low),
            INFINITY if self.ceiling is None and high > LARGEST else self.clamp(high),
        )

    @property
    def both(self) -> bool:
        """Say whether scores are limited on both sides."""
        return self.floor is not None and self.ceiling is not None

    def reach(self, low: Decimal, high: Decimal) -> Ends:
        """Return how far unknown points may lie before adjustments: the clamp comes after them.

        On a side that is not clamped they go as far as `low` or `high`, and at least to 0 or the
        maximum.
        """
        return (
            min(low, ZERO) if self.floor is None else -LARGEST,
            max(high, self.maximum) if self.ceiling is None else LARGEST,
        )

    def allow(self, points: Decimal) -> bool:
        """Say whether the council may set `points`."""
        settled = settle(points)
        return (self.floor is None or settled >= self.floor) and (
            self.ceiling is None or settled <= self.ceiling
        )
