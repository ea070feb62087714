"""Limits can be raised for offices whose workbooks are really that large."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from cchc_rules.excel.limits import VARIABLE, Limits, raised
from cchc_rules.records import field_names

if TYPE_CHECKING:
    from pathlib import Path


def test_all_limits_are_raised_together() -> None:
    for name in field_names(Limits()):
        assert getattr(raised("4"), name) == 4 * getattr(Limits(), name)


@pytest.mark.parametrize("text", ["", "0", "-3", "1,5", "bốn", "99999", "٣", "1001"])
def test_anything_else_leaves_them(text: str) -> None:
    assert raised(text) == Limits()


def test_the_refusal_says_how_and_it_works(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "rộng.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Đơn vị", "hồ_sơ", "hồ_sơ_đúng_hạn"])
        sheet.write_row(1, 0, ["Xã A", 10, 9])
        sheet.write(15_000, 8_000, 1)  # an area of 120 million cells
    said = check(path)
    assert "E503" in said
    assert VARIABLE in said
    assert "E503" not in check(path, **{VARIABLE: "2"})


def check(path: Path, **more: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-m", "cchc_rules", "score", str(path), "--rules", "CCHC-XA@2026"],
        capture_output=True,
        encoding="utf-8",
        env={**{key: value for key, value in os.environ.items() if key != VARIABLE}, **more},
        check=False,
    )
    return ran.stdout + ran.stderr
