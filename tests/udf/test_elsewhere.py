"""Without Windows the decorators do nothing: plain functions on what COM would hand over."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cchc_rules.functions import BLANK, ErrorCell, HostError, Number, Text

udf = pytest.importorskip("cchc_rules.udf", reason="xlwings chưa cài", exc_type=ImportError)


@pytest.mark.parametrize(
    ("given", "rows"),
    [
        (None, ((None,),)),
        ("CCHC-XA@2026", (("CCHC-XA@2026",),)),
        ((1.0, "a"), ((1.0, "a"),)),
        (((1.0,), (None,)), ((1.0,), (None,))),
        ([[True], [Decimal("1.5")]], ((True,), (Decimal("1.5"),))),
        (((-2146826246,), (-2146826245,)), ((ErrorCell("#N/A"),), (ErrorCell("#GETTING_DATA"),))),
        (7, ((7,),)),
        (datetime(2026, 1, 31, tzinfo=UTC), ((datetime(2026, 1, 31),),)),  # noqa: DTZ001
        (date(2026, 1, 31), ((date(2026, 1, 31),),)),
        (b"?", ((ErrorCell("#VALUE!"),),)),
    ],
)
def test_what_com_hands_over(given: object, rows: object) -> None:
    assert udf.grid_in(given) == rows


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (Number(Decimal("0.85")), 0.85),
        (Text("x" * 40_000), "x" * 32_767),
        (BLANK, ""),
        (HostError("Thiếu.", missing=True), -2146826246),
        (HostError("Sai."), -2146826273),
    ],
)
def test_what_com_takes(cell: object, value: object) -> None:
    got = udf.cell_out(cell)
    assert got == value
    assert type(got) is type(value)


def test_whole_numbers_are_never_taken_for_errors() -> None:
    """An int is an error, so every number is a float: the rank 1 as well."""
    assert [[type(cell) for cell in row] for row in udf.CCHC_XEP_HANG(((7.0,), (9.0,)))] == [
        [float],
        [float],
    ]


def test_the_command_line_never_imports_xlwings() -> None:
    code = (
        "import sys; from cchc_rules import cli; cli.main(['doctor', '--json']); "
        "sys.exit('xlwings' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0
