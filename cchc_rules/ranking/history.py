"""This year's ranking and those of earlier years in, what changed and what went on out."""

from enum import StrEnum
from typing import TYPE_CHECKING

from cchc_rules.evaluation.results import Interval
from cchc_rules.numeric import HUNDRED, publish
from cchc_rules.ranking.years import BOTTOM, year_of
from cchc_rules.records import record, replace
from cchc_rules.text import fold_title

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from decimal import Decimal

    from cchc_rules.ranking.results import RankedUnit, Ranking
    from cchc_rules.ranking.years import Standing, Year

    Holds = Callable[[Year, Standing], bool | None]
    """Says whether something is so of a unit in a year; None: not known."""


class RunKind(StrEnum):
    """What may go on for years."""

    FIRST = "first"
    LAST = "last"
    BOTTOM = "bottom"
    OUT_OF_BOTTOM = "out_of_bottom"
    CLASS = "class"


@record()
class Run:
    """Something that has been so since a year, this year included.

    `since_known`: it was otherwise the year before; else it may be older.
    """

    kind: RunKind
    since: int
    years: int
    since_known: bool
    name: str = ""
    """The class."""


@record()
class Change:
    """The year before, and what changed since: published points, percents and places.

    `rise` is by how many places the unit rose, least and most; below 0 it fell.
    """

    year: int
    before: "Standing"
    total: Interval | None
    percent: Interval | None
    rise: tuple[int, int] | None


@record()
class History:
    """What can be said of a unit over the years."""

    change: Change | None
    runs: tuple[Run, ...]


def with_history(ranking: "Ranking", earlier: "Sequence[Year]") -> "Ranking":
    """Return the ranking with the history of each unit; years must follow one another."""
    now = year_of(ranking)
    by_year = {year.year: year for year in earlier if year.year < now.year}
    known = [now]
    while known[-1].year - 1 in by_year:
        known.append(by_year[known[-1].year - 1])
    units = [
        replace(unit, history=_history(unit, own, known))
        for unit, own in zip(ranking.units, now.units, strict=True)
    ]
    return replace(ranking, units=tuple(units))


def _history(unit: "RankedUnit", own: "Standing", known: "Sequence[Year]") -> History:
    """Compare with each year, back to the first in which the unit is not found."""
    stood: list[tuple[Year, Standing]] = [(known[0], own)]
    for year in known[1:]:
        found = year.find(own.name, own.kind)
        if found is None:
            break
        stood.append((year, found))
    change = None if len(stood) == 1 else _change(unit, own, *stood[1])
    return History(change, tuple(_runs(stood)))


def _change(unit: "RankedUnit", own: "Standing", year: "Year", before: "Standing") -> Change:
    places, then = own.places, before.places
    rise = None
    if places is not None and then is not None:
        rise = then.best - places.worst, then.worst - places.best
    comparable = _one_scale(before, unit.entry.maximum)
    return Change(
        year.year,
        before,
        _difference(own.total, before.total) if comparable else None,
        _difference(own.percent, before.percent),
        rise,
    )


def _one_scale(before: "Standing", maximum: "Decimal") -> bool:
    """Say whether the points of the year before are of the same tổng điểm, by its percents."""
    if before.total is None or before.percent is None:
        return before.percent is None
    points = before.percent.low * maximum / HUNDRED
    return publish(points - before.total.low, 1) == 0


def _difference(now: Interval | None, before: Interval | None) -> Interval | None:
    if now is None or before is None:
        return None
    return Interval(now.low - before.high, now.high - before.low)


def _runs(stood: "Sequence[tuple[Year, Standing]]") -> "Iterable[Run]":
    year, own = stood[0]
    tests: list[tuple[RunKind, Holds, str]] = [
        (RunKind.FIRST, _first, ""),
        (RunKind.LAST, _last, ""),
        (RunKind.BOTTOM, _in_bottom, ""),
        (RunKind.OUT_OF_BOTTOM, _out_of_bottom, ""),
    ]
    if len(own.classes) == 1:
        tests.append((RunKind.CLASS, _in_class(own.classes[0]), own.classes[0]))
    for kind, holds, name in tests:
        results = [holds(*one) for one in stood]
        years = next((at for at, result in enumerate(results) if not result), len(results))
        if years > 1:
            since_known = years < len(results) and results[years] is False
            yield Run(kind, year.year - years + 1, years, since_known, name)


def _first(_: "Year", unit: "Standing") -> bool | None:
    places = unit.places
    return None if places is None else places.worst == 1 or (None if places.best == 1 else False)


def _last(year: "Year", unit: "Standing") -> bool | None:
    return _fewer_below(year, unit, 1) if year.size(unit) > 1 else None


def _in_bottom(year: "Year", unit: "Standing") -> bool | None:
    return _fewer_below(year, unit, BOTTOM) if year.size(unit) >= 2 * BOTTOM else None


def _out_of_bottom(year: "Year", unit: "Standing") -> bool | None:
    inside = _in_bottom(year, unit)
    return None if inside is None else not inside


def _fewer_below(year: "Year", unit: "Standing", count: int) -> bool | None:
    """Say whether fewer than `count` ranked units stand below."""
    below = year.below(unit)
    if below is None:
        return None
    surely, possibly = below
    return True if possibly < count else None if surely < count else False


def _in_class(name: str) -> "Holds":
    folded = fold_title(name)

    def holds(_: "Year", unit: "Standing") -> bool | None:
        classes = {fold_title(one) for one in unit.classes}
        return (
            None
            if not classes or (len(classes) > 1 and folded in classes)
            else (classes == {folded})
        )

    return holds
