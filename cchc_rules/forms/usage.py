"""A rule set in, the figures of the year before that it uses out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Span
from cchc_rules.model import ComputedRef, DataItem, ItemRef, Scenario
from cchc_rules.records import field_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cchc_rules.model import RuleSet


def figures_of_last_year(rules: RuleSet) -> Mapping[str, DataItem]:
    """Return, by key, each figure that a line asks for as `năm trước`."""
    found: dict[str, DataItem] = {}
    for ref in references(rules):
        if not ref.previous:
            continue
        if isinstance(ref, ItemRef):
            found[ref.item.key] = ref.item
        else:
            formula = references(ref.computed.formula)
            found |= {one.item.key: one.item for one in formula if isinstance(one, ItemRef)}
    return found


def references(part: object) -> Iterator[ItemRef | ComputedRef]:
    """Yield every reference to a figure or a TÍNH below a part of the model."""
    match part:
        case ItemRef():
            yield part
        case ComputedRef(computed):
            yield part
            yield from references(computed.formula)
        case tuple():
            for inner in part:
                yield from references(inner)
        case dict():
            for inner in part.values():
                yield from references(inner)
        case Span() | Scenario() | DataItem() | type():
            return
        case _:
            for name in field_names(part):
                yield from references(getattr(part, name))
