"""Keys of units in (ends of intervals), places out: competition 1-2-2-4 or dense 1-2-2-3."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cchc_rules.ranking.results import Places

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

Key = tuple["Decimal", ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """The least and the greatest key that a unit can have; `sure`: it is certainly ranked."""

    low: Key
    high: Key
    sure: bool = True

    @property
    def open(self) -> bool:
        """Say whether the key is not known yet."""
        return self.low != self.high


def competition(standings: "Sequence[Standing]") -> list[Places]:
    """Return 1 + the units surely above, and 1 + the units possibly above, for each."""
    surely = sorted(standing.low for standing in standings if standing.sure)
    possibly = sorted(standing.high for standing in standings)

    def place(own: Standing) -> Places:
        above = len(surely) - bisect_right(surely, own.high)
        perhaps = len(possibly) - bisect_right(possibly, own.low) - own.open
        return Places(1 + above, 1 + perhaps)

    return [place(standing) for standing in standings]


def dense(standings: "Sequence[Standing]") -> list[Places]:
    """Return 1 + the least and 1 + the greatest number of distinct keys above, for each."""
    lows, stabs = _stabbing(standings)
    distinct = sorted({standing.high for standing in standings if not standing.open})
    opens = sorted(standing.high for standing in standings if standing.open)

    def place(own: Standing) -> Places:
        above = stabs[len(lows) - bisect_right(lows, own.high)]
        perhaps = len(distinct) - bisect_right(distinct, own.low)
        perhaps += len(opens) - bisect_right(opens, own.low) - own.open
        return Places(1 + above, 1 + perhaps)

    return [place(standing) for standing in standings]


def _stabbing(standings: "Sequence[Standing]") -> tuple[list[Key], list[int]]:
    """Return the sure lows in order, and the least number of keys that the n highest share.

    Greedy stabbing of intervals by descending low is optimal for every prefix.
    """
    ordered = sorted(
        ((standing.low, standing.high) for standing in standings if standing.sure), reverse=True
    )
    counts = [0]
    point: Key | None = None
    for low, high in ordered:
        if point is None or high < point:
            point = low
            counts.append(counts[-1] + 1)
        else:
            counts.append(counts[-1])
    return [low for low, _ in reversed(ordered)], counts
