"""KIỂM THỬ in, the rows and conditions that none of them reaches out (for W330)."""

from enum import Enum
from typing import TYPE_CHECKING

from cchc_rules.model import Cases, Table
from cchc_rules.records import record

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

    from cchc_rules.diagnostics import Span
    from cchc_rules.evaluation.trace import LeafTrace
    from cchc_rules.model import Leaf, RuleSet

    Try = Callable[[Container[str]], Iterable[LeafTrace]]
    """A KIỂM THỬ: the traces of the leaves with these codes."""


class Branch(Enum):
    """What a scenario can reach."""

    ROW = "dòng chấm"
    ZERO = "điều kiện 0 điểm"
    NOT_APPLICABLE = "trường hợp không áp dụng"


@record()
class Spot:
    """One row or condition, under the heading `code`."""

    branch: Branch
    code: str
    text: str
    place: "Span"


@record()
class Coverage:
    """Everything that a scenario can reach, and what none does, both in file order."""

    spots: tuple[Spot, ...]
    missed: tuple[Spot, ...]


def coverage(rules: "RuleSet", tries: "Iterable[Try]") -> Coverage:
    """Return what `tries` leave untried: rows not hit, conditions that never hold."""
    spots = tuple({spot.place: spot for spot in _spots(rules)}.values())
    missed = {spot.place for spot in spots}
    below = _places_below(rules)
    for traced in tries:
        reached = {place for trace in traced(below) for place in _reached(trace)}
        missed -= reached
        # What a leaf can reach is all tried: it is not scored again.
        below = {code: left for code, places in below.items() if (left := places - reached)}
        if not below:
            break
    return Coverage(spots, tuple(spot for spot in spots if spot.place in missed))


def _places_below(rules: "RuleSet") -> "dict[str, set[Span]]":
    """Return, for the code of each leaf that has some, the places that scoring it can reach."""
    below: dict[str, set[Span]] = {}
    for leaf in rules.root.leaves():
        below.setdefault(leaf.code, set()).update(spot.place for spot in _spots_of(leaf))
    for group in rules.root.groups():
        for leaf in group.leaves():
            below[leaf.code].update(zero.place for zero in group.zero)
    return {code: places for code, places in below.items() if places}


def _spots(rules: "RuleSet") -> "Iterator[Spot]":
    for group in rules.root.groups():
        for condition in group.zero:
            yield Spot(Branch.ZERO, group.code, condition.text, condition.place)
    for leaf in rules.root.leaves():
        yield from _spots_of(leaf)


def _spots_of(leaf: "Leaf") -> "Iterator[Spot]":
    if isinstance(leaf.method, Table | Cases):
        for row in leaf.method.rows:
            yield Spot(Branch.ROW, leaf.code, row.text, row.place)
    for condition in leaf.zero:
        yield Spot(Branch.ZERO, leaf.code, condition.text, condition.place)
    for exemption in leaf.not_applicable:
        place = exemption.condition.place
        yield Spot(Branch.NOT_APPLICABLE, leaf.code, exemption.condition.text, place)


def _reached(trace: "LeafTrace") -> "Iterator[Span]":
    if len(trace.rows) == 1:
        yield trace.rows[0].place
    for told in (*trace.zero_conditions, *trace.exemptions):
        if told.result:
            yield told.condition.place
