"""The units of a table or of a JSON file in, the RÀNG BUỘC that their figures break told."""

import re
from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Cell, Diagnostic
from cchc_rules.evaluation.constraints import ConstraintJudge
from cchc_rules.facts.admit import spec_of
from cchc_rules.headings import paths

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cchc_rules.evaluation import Program
    from cchc_rules.facts import Facts, Round
    from cchc_rules.model import Constraint, DataItem


def broken_in(
    units: "Sequence[Facts]", program: "Program", round_: "Round", file: str
) -> "Iterator[Diagnostic]":
    """Yield a finding for each RÀNG BUỘC that a unit breaks."""
    if not program.rules.constraints:
        return
    headings = paths(program.rules)
    judges: dict[str, ConstraintJudge] = {}
    for facts in units:
        kind = facts.unit.kind
        if kind not in judges:
            judges[kind] = ConstraintJudge(program.plan(kind, round_))
        for constraint in judges[kind].broken(facts):
            yield Diagnostic(
                "E590",
                place_of(constraint, facts) or Cell(file, facts.unit.name),
                f"{facts.unit.name}: {sentence(constraint, facts)}",
                REMEDY,
                headings.get(constraint.owner, ()),
            )


REMEDY = "Sửa lại các số liệu này; đến khi sửa, chúng là lỗi và không được chấm."


def sentence(constraint: "Constraint", facts: "Facts") -> str:
    """Say what is broken, by which figures, in which cells."""
    shown = "; ".join(_shown(item, facts) for item in _as_named(constraint))
    return f"không thỏa ràng buộc “{constraint.text}”: {shown}."


def place_of(constraint: "Constraint", facts: "Facts") -> Cell | None:
    """Return the cell of the first figure that was entered."""
    for item in _as_named(constraint):
        place = facts.places.get(item.key) if item.key in facts.values else None
        if isinstance(place, Cell):
            return place
    return None


def _as_named(constraint: "Constraint") -> "list[DataItem]":
    """Return the figures in the order in which the line names them."""

    def first(item: "DataItem") -> int:
        found = re.search(rf"(?<!\w){re.escape(item.name)}(?!\w)", constraint.text, re.IGNORECASE)
        return found.start() if found else len(constraint.text)

    return sorted(constraint.items, key=first)


def _shown(item: "DataItem", facts: "Facts") -> str:
    written = spec_of(item).say(facts.values.get(item.key))
    place = facts.places.get(item.key)
    where = f" (ô {place.ref})" if isinstance(place, Cell) else ""
    return f"{item.name} = {written}{where}"
