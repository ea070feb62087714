"""Points in, a leaf's score out: the end of step 4."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Overflow
from typing import TYPE_CHECKING

from cchc_rules.numeric import LARGEST, ZERO, publish, settle

if TYPE_CHECKING:
    from decimal import Decimal

    from cchc_rules.model import Leaf


@dataclass(frozen=True, slots=True)
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
        limited = self.ceiling is not None and self.floor is not None
        if not limited and not -LARGEST <= points <= LARGEST:
            raise Overflow
        return points if self.digits is None else publish(points, self.digits)

    def reach(self, *, from_zero: bool = False) -> tuple[Decimal, Decimal]:
        """Return how far unknown points may lie before adjustments: the clamp comes after them.

        `from_zero`: they cannot be negative. A side that is not clamped counts as 0 or the maximum.
        """
        low = ZERO if self.floor is None or from_zero else -LARGEST
        return low, self.maximum if self.ceiling is None else LARGEST

    def allow(self, points: Decimal) -> bool:
        """Say whether the council may set `points`."""
        settled = settle(points)
        return (self.floor is None or settled >= self.floor) and (
            self.ceiling is None or settled <= self.ceiling
        )
