"""What the scoring method of a leaf gives, as formulas: as `evaluation.base`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.evaluation.base import Way
from cchc_rules.evaluation.outcomes import Halt
from cchc_rules.formulas import fragments as f
from cchc_rules.formulas.terms import ABSENT, FAULT, FULL, HALT, MISSING, NOTHING, VALUE
from cchc_rules.model import Treatment
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from cchc_rules.evaluation.base import Base as Worked
    from cchc_rules.formulas.helpers import Helpers
    from cchc_rules.formulas.terms import Term


@record()
class Base:
    """Points from `low` to `high`, if the leaf is scored at all; the others are flags (1 or 0).

    `scored`, `excluded` and `full` say what can become of the leaf, `fault` that it is lỗi.
    """

    low: str
    high: str
    scored: str = f.YES
    excluded: str = f.NO
    full: str = f.NO
    fault: str = f.NO

    @property
    def plain(self) -> bool:
        """Say whether the leaf is surely scored, without lỗi."""
        return (self.scored, self.excluded, self.full, self.fault) == (f.YES, f.NO, f.NO, f.NO)

    def in_cells(self, helpers: Helpers, label: str) -> Base:
        """Return the base with a cell for each piece that is not known beforehand."""
        return self._each(lambda name, piece: helpers.cell(piece, f"{label}: {_LABELS[name]}"))

    def short(self, helpers: Helpers, label: str) -> Base:
        """Return the base with a cell for each long piece."""
        return self._each(lambda name, piece: helpers.short(piece, f"{label}: {_LABELS[name]}"))

    def _each(self, change: Callable[[str, str], str]) -> Base:
        return Base(**{name: change(name, getattr(self, name)) for name in _LABELS})


_LABELS = {
    "low": "điểm gốc thấp nhất",
    "high": "điểm gốc cao nhất",
    "scored": "có thể được chấm",
    "excluded": "có thể không áp dụng",
    "full": "có thể được điểm tối đa",
    "fault": "lỗi",
}
EXCLUDED = Base("0", "0", scored=f.NO, excluded=f.YES)
FULL_POINTS = Base("0", "0", scored=f.NO, full=f.YES)
ZERO_POINTS = Base("0", "0")


def points(piece: str) -> Base:
    """Return a base of known points."""
    return Base(piece, piece)


def faulty(maximum: Decimal) -> Base:
    """Return the base of lỗi."""
    return Base("0", f.number(maximum), fault=f.YES)


def written(base: Worked) -> Base:
    """Return a base that the evaluator worked out beforehand."""
    return Base(
        f.number(base.low),
        f.number(base.high),
        f.YES if Way.SCORED in base.ways else f.NO,
        f.YES if Way.EXCLUDED in base.ways else f.NO,
        f.YES if Way.FULL in base.ways else f.NO,
        f.NO if base.fault is None else f.YES,
    )


def union(pairs: Sequence[tuple[str, Base]]) -> Base:
    """Return what may come to any of the bases whose flag (1 or 0) is 1; one of them is."""
    found = [pair for pair in dict.fromkeys(pairs) if pair[0] != f.NO]
    if len(found) == 1:
        return found[0][1]
    counted = [(f.every([flag, base.scored]), base) for flag, base in found]
    counted = [(flag, base) for flag, base in counted if flag != f.NO]
    scored = f.some(flag for flag, _ in counted)

    def of(name: str) -> str:
        return f.some(f.every([flag, getattr(base, name)]) for flag, base in found)

    return Base(
        _end(f.least, f.FAR, [(flag, base.low) for flag, base in counted], scored),
        _end(f.most, f"(-{f.FAR})", [(flag, base.high) for flag, base in counted], scored),
        scored,
        of("excluded"),
        of("full"),
        of("fault"),
    )


def _end(
    choose: Callable[[list[str]], str], far: str, pairs: list[tuple[str, str]], scored: str
) -> str:
    if not pairs:
        return "0"
    chosen = choose([f.iff(f.is_(flag, f.YES), piece, far) for flag, piece in pairs])
    return f.iff(f.is_(scored, f.NO), "0", chosen)


def picked(index: str, bases: Sequence[Base]) -> Base:
    """Return the base whose number, from 0, is `index`."""
    return Base(**{name: f.pick(index, [getattr(own, name) for own in bases]) for name in _LABELS})


def by_state(term: Term, known: Base, hull: Base, maximum: Decimal) -> Base:
    """Return the base of a leaf that is scored by `term`; `hull` is that of thiếu."""
    bases: dict[int, Base] = {
        VALUE: known,
        ABSENT: EXCLUDED,
        MISSING: _to_come(term, hull, maximum),
        HALT: faulty(maximum),
        FAULT: faulty(maximum),
        FULL: FULL_POINTS,
        NOTHING: ZERO_POINTS,
    }
    possible = {state: base for state, base in bases.items() if state in term.states}
    return Base(**{name: _choice(term.state, name, possible) for name in _LABELS})


def _choice(state: str, name: str, possible: Mapping[int, Base]) -> str:
    """Write one piece of the base by the state; states that give the same share a branch."""
    groups: dict[str, list[int]] = {}
    for own, base in possible.items():
        groups.setdefault(getattr(base, name), []).append(own)
    *tests, (found, _) = sorted(groups.items(), key=lambda group: len(group[1]))
    for piece, states in reversed(tests):
        condition = f.either(*(f"{state}={own}" for own in states))
        found = f.iff(condition, piece, found)
    return found


def _to_come(term: Term, hull: Base, maximum: Decimal) -> Base:
    """Return what may come where the term is thiếu: values, or what its denominator brings."""
    after = {
        Treatment.EXCLUDED: EXCLUDED,
        Treatment.FULL: FULL_POINTS,
        Treatment.NOTHING: ZERO_POINTS,
        Halt.ZERO: Base("0", f.number(maximum)),
        Halt.ERROR: Base("0", f.number(maximum)),
    }
    exits = [(flag, after[way]) for way, flag in term.exits.items()]
    return union([(f.YES, hull), *exits])
