"""The bands that a unit meets in, its possible classes out: gates (nếu), then vetoes (hạ)."""

from typing import TYPE_CHECKING

from cchc_rules.numeric import HUNDRED, ZERO, publish
from cchc_rules.ranking.results import NextClass
from cchc_rules.records import record
from cchc_rules.text import fold_title

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_rules.evaluation.results import Assessment
    from cchc_rules.model import Condition
    from cchc_rules.ranking.scales import Scale, Value

    Decide = Callable[[Assessment, Condition], bool | None]
    """Says whether a condition of a class holds for a unit; None: not known."""


@record()
class Judge:
    """Turns bands of one scale into classes, as indexes of `scale.names`."""

    scale: "Scale"
    decide: "Decide"

    def classes(self, bands: set[int], unit: "Assessment") -> tuple[str, ...]:
        """Return every class that is possible for `unit` in one of `bands`, best first."""
        found: set[int] = set()
        for band in bands:
            found |= self._past_gates(band, unit)
        return tuple(self.scale.names[index] for index in sorted(self._lowered(found, unit)))

    def _past_gates(self, first: int, unit: "Assessment") -> set[int]:
        """Go down from the band `first` to one whose gate holds; none does: the lowest."""
        found: set[int] = set()
        for band, _ in self.scale.bands[first:]:
            holds = band.gate is None or self.decide(unit, band.gate)
            if holds is not False:
                found.add(self.scale.names.index(band.name))
            if holds:
                return found
        return found | {len(self.scale.names) - 1}

    def _lowered(self, found: set[int], unit: "Assessment") -> set[int]:
        """Apply the `hạ` lines in file order; they never raise."""
        lowerings = unit.rules.lowerings
        names = [fold_title(name) for name in self.scale.names] if lowerings else []
        for lowering in lowerings:
            to = None if lowering.to is None else fold_title(lowering.to)
            if to is not None and to not in names:
                continue
            holds = self.decide(unit, lowering.condition)
            if holds is False:
                continue
            if to is None:
                lower = {min(index + 1, len(names) - 1) for index in found}
            else:
                lower = {max(index, names.index(to)) for index in found}
            found = lower if holds else found | lower
        return found


def next_class(
    scale: "Scale", met: int, value: "Value", own: str, unit: "Assessment"
) -> NextClass | None:
    """Return the class above `own` and the points up to its band, where points alone decide.

    `met` is the band that `value` lies in.
    """
    if scale.bands[met][0].name != own:
        return None
    for band, bounds in reversed(scale.bands[:met]):
        if band.name == own or bounds is None or bounds.low is None:
            continue
        missing = bounds.low - (value.total if band.in_points else value.percent)
        points = missing if band.in_points else missing * unit.maximum / HUNDRED
        return NextClass(band.name, max(ZERO, publish(points, unit.rules.digits)))
    return None
