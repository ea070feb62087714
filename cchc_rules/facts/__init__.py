"""The figures of one unit: what a workbook, a JSON file or a KIỂM THỬ says, each with its place."""

from enum import StrEnum
from typing import TYPE_CHECKING

from cchc_rules.model import Special, Value
from cchc_rules.records import field, record

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from cchc_rules.diagnostics import Place


class Round(StrEnum):
    """Tự chấm or thẩm định: the same rules on two columns of figures."""

    SELF = "self"
    APPRAISED = "appraised"


@record()
class Fault:
    """A figure that is lỗi, with its reason in Vietnamese."""

    reason: str


Datum = Value | Special | Fault | tuple["Value | None", ...]
"""A value, thiếu, không áp dụng, lỗi, or ballots (None: an empty ballot) or counts per option."""


@record()
class Override:
    """A score that the council sets in place of the computed one, with its reason."""

    score: "Decimal"
    reason: str


@record()
class Unit:
    """A unit that is scored; `ranked` None leaves it to the rule set."""

    name: str
    kind: str
    id: str = ""
    ranked: bool | None = None


@record()
class Facts:
    """All that is known of one unit in one round.

    `values` and `previous` (the year before) go by the folded name of the item; what is absent is
    thiếu. `manual` (hội đồng chấm), `overrides` and `marks` (không áp dụng, by the unit) go by
    code. `places` has the cell of a key: `hồ_sơ`, `hồ_sơ@2025`, `1.1.1!điểm`.
    """

    unit: Unit
    values: "Mapping[str, Datum]" = field(default_factory=dict)
    previous: "Mapping[str, Datum]" = field(default_factory=dict)
    manual: "Mapping[str, Decimal | Special | Fault]" = field(default_factory=dict)
    overrides: "Mapping[str, Override]" = field(default_factory=dict)
    marks: frozenset[str] = frozenset()
    places: "Mapping[str, Place]" = field(default_factory=dict)
