"""What one unit is scored from: its facts, the figures of its group, and what a test sets."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from cchc_rules.model import Function, Special
from cchc_rules.records import field, record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from cchc_rules.facts import Datum, Facts


@record()
class PeerFigures:
    """Nhỏ nhất, lớn nhất and trung bình toàn nhóm of one figure."""

    least: Decimal | Special
    greatest: Decimal | Special
    mean: Decimal | Special

    def of(self, function: Function) -> Decimal | Special:
        """Return the figure that `function` asks for."""
        if function is Function.LEAST:
            return self.least
        return self.greatest if function is Function.GREATEST else self.mean


@record()
class Given:
    """The input of one evaluation.

    `closed`: the round is closed, so that a blank is no longer awaited. `peers` and `fixed` go by
    the folded name, with `@prev` for the year before; `fixed` sets a TÍNH instead of computing it.
    `alone`: a zero condition of a group that is not known does not hold.
    """

    facts: Facts
    closed: bool = False
    peers: Mapping[str, PeerFigures] = field(default_factory=lambda: MappingProxyType({}))
    fixed: Mapping[str, Datum] = field(default_factory=lambda: MappingProxyType({}))
    alone: bool = False
