"""A rule set in, the figures of the year before that it uses out."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from cchc_rules.diagnostics import Span
from cchc_rules.model import ComputedRef, DataItem, ItemRef, Scenario

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cchc_rules.model import RuleSet


def figures_of_last_year(rules: RuleSet) -> Mapping[str, DataItem]:
    """Return, by key, each figure that a line asks for as `năm trước`."""
    found: dict[str, DataItem] = {}
    for ref in _references(rules):
        if not ref.previous:
            continue
        if isinstance(ref, ItemRef):
            found[ref.item.key] = ref.item
        else:
            formula = _references(ref.computed.formula)
            found |= {one.item.key: one.item for one in formula if isinstance(one, ItemRef)}
    return found


def _references(part: object) -> Iterator[ItemRef | ComputedRef]:
    """Yield every reference to a figure or a TÍNH below a part of the model."""
    match part:
        case ItemRef():
            yield part
        case ComputedRef(computed):
            yield part
            yield from _references(computed.formula)
        case tuple():
            for inner in part:
                yield from _references(inner)
        case dict():
            for inner in part.values():
                yield from _references(inner)
        case Span() | Scenario() | DataItem() | type():
            return
        case _ if dataclasses.is_dataclass(part):
            for known in dataclasses.fields(part):
                yield from _references(getattr(part, known.name))
