"""A rule set in, the figures of the year before that it uses out."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
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
    todo = [part]
    while todo:
        match todo.pop():
            case None | str() | Decimal() | Enum() | Span() | Scenario() | DataItem():
                continue
            case ItemRef() as ref:
                yield ref
            case ComputedRef(computed) as ref:
                yield ref
                todo.append(computed.formula)
            case tuple() as parts:
                todo += reversed(parts)
            case dict() as parts:
                todo += reversed(parts.values())
            case other:
                todo += [getattr(other, name) for name in reversed(field_names(other))]
