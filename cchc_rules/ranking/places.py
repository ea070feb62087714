"""Keys of units in (ends of intervals), places out: competition 1-2-2-4 or dense 1-2-2-3."""

from bisect import bisect_right
from typing import TYPE_CHECKING

from cchc_rules.ranking.results import Places
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

Key = tuple["Decimal", ...]


@record()
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
    if _all_known(standings):
        return _known_places(standings, dense=False)
    surely = sorted(standing.low for standing in standings if standing.sure)
    possibly = sorted(standing.high for standing in standings)

    def place(own: Standing) -> Places:
        above = len(surely) - bisect_right(surely, own.high)
        perhaps = len(possibly) - bisect_right(possibly, own.low) - own.open
        return Places(1 + above, 1 + perhaps)

    return [place(standing) for standing in standings]


def dense(standings: "Sequence[Standing]") -> list[Places]:
    """Return 1 + the least and 1 + the greatest number of distinct keys above, for each."""
    if _all_known(standings):
        return _known_places(standings, dense=True)
    lows, stabs = _stabbing(standings)
    distinct = sorted({standing.high for standing in standings if not standing.open})
    opens = sorted(standing.high for standing in standings if standing.open)

    def place(own: Standing) -> Places:
        above = stabs[len(lows) - bisect_right(lows, own.high)]
        perhaps = len(distinct) - bisect_right(distinct, own.low)
        perhaps += len(opens) - bisect_right(opens, own.low) - own.open
        return Places(1 + above, 1 + perhaps)

    return [place(standing) for standing in standings]


def _all_known(standings: "Sequence[Standing]") -> bool:
    return all(standing.sure and not standing.open for standing in standings)


def _known_places(standings: "Sequence[Standing]", *, dense: bool) -> list[Places]:
    """Return the places where every key is known and everyone ranked: one sort will do."""
    keys = [standing.low for standing in standings]
    # Keys of one number are nearly always all that there is, and compare twice as fast bare.
    bare = [key[0] for key in keys] if all(len(key) == 1 for key in keys) else keys
    order = sorted(range(len(bare)), key=bare.__getitem__, reverse=True)
    found: dict[int, Places] = {}
    place = Places(0, 0)
    before: object = None
    for above, index in enumerate(order):
        if not found or bare[index] != before:
            number = place.best + 1 if dense else above + 1
            place, before = Places(number, number), bare[index]
        found[index] = place
    return [found[index] for index in range(len(bare))]


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
