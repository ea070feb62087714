"""Scored KIỂM THỬ in, the rows and conditions that none of them reaches out (for W330)."""

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from cchc_rules.model import Cases, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cchc_rules.diagnostics import Span
    from cchc_rules.evaluation.results import Assessment
    from cchc_rules.evaluation.trace import LeafTrace
    from cchc_rules.model import RuleSet


class Branch(Enum):
    """What a scenario can reach."""

    ROW = "dòng chấm"
    ZERO = "điều kiện 0 điểm"
    NOT_APPLICABLE = "trường hợp không áp dụng"


@dataclass(frozen=True, slots=True)
class Spot:
    """One row or condition, under the heading `code`."""

    branch: Branch
    code: str
    text: str
    place: "Span"


@dataclass(frozen=True, slots=True)
class Coverage:
    """Everything that a scenario can reach, and what none does, both in file order."""

    spots: tuple[Spot, ...]
    missed: tuple[Spot, ...]


def coverage(rules: "RuleSet", assessments: "Iterable[Assessment]") -> Coverage:
    """Return what `assessments` leave untried: rows not hit, conditions that never hold."""
    reached = {
        place for unit in assessments for leaf in unit.leaves for place in _reached(leaf.trace)
    }
    spots = tuple({spot.place: spot for spot in _spots(rules)}.values())
    return Coverage(spots, tuple(spot for spot in spots if spot.place not in reached))


def _spots(rules: "RuleSet") -> "Iterator[Spot]":
    for group in rules.root.groups():
        for condition in group.zero:
            yield Spot(Branch.ZERO, group.code, condition.text, condition.place)
    for leaf in rules.root.leaves():
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
