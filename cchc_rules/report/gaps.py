"""An assessment in, what keeps it open out: figures that are missing or wrong, with their cells."""

from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Cell
from cchc_rules.evaluation.results import LeafStatus
from cchc_rules.facts import Fault
from cchc_rules.numeric import vietnamese
from cchc_rules.records import record
from cchc_rules.report.numbers import span_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cchc_rules.diagnostics import Place
    from cchc_rules.evaluation.results import Assessment
    from cchc_rules.model import Leaf

_MOST_CELLS = 6


@record()
class Gap:
    """A figure that is thiếu, or lỗi for a `reason`; `code` is the first leaf that needs it."""

    key: str
    name: str
    title: str
    code: str
    place: "Place | None"
    reason: str = ""

    @property
    def where(self) -> str:
        """Return the cell, or the name of what came without one."""
        if isinstance(self.place, Cell) and self.place.ref:
            return f"ô {self.place.ref}"
        return self.name


def gaps(unit: "Assessment") -> tuple[Gap, ...]:
    """Return every figure that keeps the unit's scores open, each once, in file order."""
    found: dict[str, Gap] = {}
    for gap in _all_gaps(unit):
        found.setdefault(gap.key, gap)
    return tuple(found.values())


def _all_gaps(unit: "Assessment") -> "Iterator[Gap]":
    for score in unit.leaves:
        if score.status is LeafStatus.ERROR:
            for figure in score.trace.faults:
                if isinstance(figure.value, Fault):
                    yield _gap(unit, figure.key, score.leaf, figure.value.reason)
        if score.open:
            for key in score.trace.missing:
                yield _gap(unit, key, score.leaf)
    for key in unit.awaited:
        yield _gap(unit, key, None)


def _gap(unit: "Assessment", key: str, leaf: "Leaf | None", reason: str = "") -> Gap:
    figure, mark, year = key.partition("@")
    item = unit.rules.items.get(figure)
    name = f"{item.name}{mark}{year}" if item else key
    title = item.title if item else leaf.title if leaf else key
    return Gap(key, name, title, leaf.code if leaf else "", unit.facts.places.get(key), reason)


def gap_text(unit: "Assessment", places: tuple[Gap, ...]) -> str:
    """Return `16,18–16,76 trên 20; thiếu ô H12, ô K12 và 3 số liệu khác`."""
    parts = [f"{span_text(unit.total, unit.rules.digits)} trên {vietnamese(unit.maximum)}"]
    for word, chosen in (
        ("thiếu", [gap for gap in places if not gap.reason]),
        ("lỗi", [gap for gap in places if gap.reason]),
    ):
        if chosen:
            cells = ", ".join(gap.where for gap in chosen[:_MOST_CELLS])
            more = len(chosen) - _MOST_CELLS
            parts.append(f"{word} {cells}" + (f" và {more} số liệu khác" if more > 0 else ""))
    return "; ".join(parts)
