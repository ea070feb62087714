"""The bands that a unit meets in, its possible classes out: gates (nếu), then vetoes (hạ)."""

from typing import TYPE_CHECKING

from cchc_rules.numeric import HUNDRED, ZERO, publish
from cchc_rules.ranking.entries import conditions, vetoes
from cchc_rules.ranking.results import NextClass
from cchc_rules.text import fold_title

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from cchc_rules.model import RuleSet
    from cchc_rules.ranking.scales import Scale, Value

    Answers = Mapping[int, bool | None]
    """Whether each condition holds, by its id; None: not known."""


class Judge:
    """Turns bands of one scale into classes, as indexes of `scale.names`."""

    def __init__(self, rules: "RuleSet", scale: "Scale") -> None:
        self.scale = scale
        self._digits = rules.digits
        self._names = [fold_title(name) for name in scale.names]
        self._vetoes = tuple(vetoes(rules, scale.rule))
        self._asked = [id(one) for one in conditions(rules, scale.rule)]
        self._open: Answers = dict.fromkeys(self._asked)
        self._known: dict[tuple[str, ...], tuple[str, ...]] = {}

    def classes(
        self, bands: set[int], answers: "Sequence[bool | None] | None" = None
    ) -> tuple[str, ...]:
        """Return every class that is possible in one of `bands`, best first.

        `answers` are those to the `conditions`; without them none is known.
        """
        known = dict(zip(self._asked, answers, strict=True)) if answers is not None else self._open
        found: set[int] = set()
        for band in bands:
            found |= self._past_gates(band, known)
        names = tuple(self.scale.names[index] for index in sorted(self._lowered(found, known)))
        return self._known.setdefault(names, names)

    def _past_gates(self, first: int, answers: "Answers") -> set[int]:
        """Go down from the band `first` to one whose gate holds; none does: the lowest."""
        found: set[int] = set()
        for band, _ in self.scale.bands[first:]:
            holds = band.gate is None or answers[id(band.gate)]
            if holds is not False:
                found.add(self.scale.names.index(band.name))
            if holds:
                return found
        return found | {len(self.scale.names) - 1}

    def _lowered(self, found: set[int], answers: "Answers") -> set[int]:
        """Apply the `hạ` lines in file order; they never raise."""
        for veto in self._vetoes:
            holds = answers[id(veto.condition)]
            if holds is False:
                continue
            if veto.to is None:
                lower = {min(index + 1, len(self._names) - 1) for index in found}
            else:
                to = self._names.index(fold_title(veto.to))
                lower = {max(index, to) for index in found}
            found = lower if holds else found | lower
        return found

    def next_class(
        self, met: int, value: "Value", own: str, maximum: "Decimal"
    ) -> NextClass | None:
        """Return the class above `own` and the points up to its band, where points alone decide.

        `met` is the band that `value` lies in.
        """
        if self.scale.bands[met][0].name != own:
            return None
        for band, bounds in reversed(self.scale.bands[:met]):
            if band.name == own or bounds is None or bounds.low is None:
                continue
            missing = bounds.low - (value.total if band.in_points else value.percent)
            points = missing if band.in_points else missing * maximum / HUNDRED
            return NextClass(band.name, max(ZERO, publish(points, self._digits)))
        return None
