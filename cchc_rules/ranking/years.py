"""Places of one year's ranking in, where each unit stood in it (first, last, bottom three) out."""

from bisect import bisect_right
from typing import TYPE_CHECKING

from cchc_rules.facts.names import Match, NameIndex
from cchc_rules.records import record
from cchc_rules.text import fold_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_rules.evaluation.results import Interval
    from cchc_rules.ranking.results import Places, Ranking

BOTTOM = 3
"""So many places make the bottom of a table."""


@record()
class Standing:
    """A unit in one year's ranking; percent is 84.58 for 84,58 %. None: not published."""

    name: str
    kind: str
    total: "Interval | None" = None
    percent: "Interval | None" = None
    places: "Places | None" = None
    classes: tuple[str, ...] = ()


class Year:
    """One year's ranking: all units, or (`per_kind`) those of each kind, among one another."""

    def __init__(self, year: int, units: "Sequence[Standing]", *, per_kind: bool) -> None:
        self.year = year
        self.units = tuple(units)
        self._per_kind = per_kind
        self._names = NameIndex([unit.name for unit in units])
        self._by_kind: dict[str, tuple[NameIndex, list[int]]] = {}
        self._bests: dict[str, list[int]] = {}
        self._worsts: dict[str, list[int]] = {}
        for unit in units:
            if unit.places is not None:
                group = self._group(unit)
                self._bests.setdefault(group, []).append(unit.places.best)
                self._worsts.setdefault(group, []).append(unit.places.worst)
        for ends in (*self._bests.values(), *self._worsts.values()):
            ends.sort()

    def find(self, name: str, kind: str) -> Standing | None:
        """Return the unit called `name`, of this kind where several are; kinds may be unknown."""
        found = self._names.find(name)
        if isinstance(found, Match):
            return self.units[found.index]
        if kind not in self._by_kind:
            places = [at for at, unit in enumerate(self.units) if _same_kind(unit.kind, kind)]
            self._by_kind[kind] = NameIndex([self.units[at].name for at in places]), places
        index, places = self._by_kind[kind]
        found = index.find(name)
        return self.units[places[found.index]] if isinstance(found, Match) else None

    def size(self, unit: Standing) -> int:
        """Return how many units are ranked with this one."""
        return len(self._bests.get(self._group(unit), ()))

    def below(self, unit: Standing) -> tuple[int, int] | None:
        """Return how many ranked units surely, and possibly, stand below; None: not ranked."""
        if unit.places is None:
            return None
        group = self._group(unit)
        bests, worsts = self._bests[group], self._worsts[group]
        surely = len(bests) - bisect_right(bests, unit.places.worst)
        possibly = len(worsts) - bisect_right(worsts, unit.places.best)
        if not unit.places.known:
            possibly -= 1  # itself
        return surely, possibly

    def _group(self, unit: Standing) -> str:
        return fold_name(unit.kind) if self._per_kind else ""


def _same_kind(one: str, other: str) -> bool:
    return fold_name(one.replace(" ", "_")) == fold_name(other.replace(" ", "_"))


def year_of(ranking: "Ranking") -> Year:
    """Return this year's ranking in the shape of the earlier ones."""
    units = [
        Standing(
            unit.name,
            unit.kind,
            unit.total,
            unit.percent,
            unit.places,
            unit.classes,
        )
        for unit in ranking.units
    ]
    return Year(ranking.rules.year, units, per_kind=ranking.rules.ranking.per_kind)
