"""Rows of a table that share their keys: they read like dicts, and are picked from like dicts."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from cchc_rules.facts.rows import pick, rows_of
from cchc_rules.model import Special

if TYPE_CHECKING:
    from cchc_rules.facts import Datum

COLUMNS: dict[str, list[Datum]] = {
    "hồ_sơ": [Decimal(1), Special.MISSING],
    "đúng_hạn": [True, Decimal(0)],
}


def test_a_row_reads_like_a_dict() -> None:
    first, second = rows_of(COLUMNS, 2)
    assert dict(first) == {"hồ_sơ": Decimal(1), "đúng_hạn": True}
    assert second["đúng_hạn"] == Decimal(0)
    assert len(first) == 2
    assert first == {"hồ_sơ": Decimal(1), "đúng_hạn": True}
    assert first.get("khác") is None
    assert "khác" not in first
    with pytest.raises(KeyError):
        first["khác"]


@pytest.mark.parametrize(
    "keys",
    [(), ("đúng_hạn",), ("khác",), ("đúng_hạn", "hồ_sơ"), ("khác", "hồ_sơ", "nữa")],
)
def test_picking_from_a_row_is_picking_from_its_dict(keys: tuple[str, ...]) -> None:
    for row in rows_of(COLUMNS, 2):
        assert pick(row, keys) == pick(dict(row), keys)
        assert pick(row, keys) == tuple(dict(row).get(key) for key in keys)


def test_columns_of_other_lengths_are_no_table() -> None:
    with pytest.raises(ValueError, match="zip"):
        rows_of({"a": [Decimal(1)], "b": [Decimal(1), Decimal(2)]}, 2)
