"""The example of Excel, ported, calculates in a real LibreOffice, and finds the way back."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from cchc_rules.bundled import folder
from cchc_rules.classic.files import BOOK
from cchc_rules.porting import CALC, EXCEL, SERVER, port
from tests.calc.office import Office, missing, office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "never")
EXAMPLE = folder("workbook") / "addin" / BOOK
XLSX = "Calc MS Excel 2007 XML"
CELLS = ("B4", "D4", "D6", "D21", "E21")


@pytest.fixture(scope="module")
def calc() -> Iterator[Office]:
    with office() as started:
        yield started


def formulas(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        names = sorted(name for name in archive.namelist() if "worksheets/sheet" in name)
        text = "".join(archive.read(name).decode() for name in names)
    return re.findall(
        r"(?:_xldudf_)?CCHC[._][A-Z_]+(?=\()", "".join(re.findall(r"<f[ >].*?</f>", text))
    )


@pytest.mark.parametrize("by", [EXCEL, SERVER])
def test_the_example_calculates(calc: Office, tmp_path: Path, by: str) -> None:
    away, ported = tmp_path / "away.xlsm", tmp_path / "ported.xlsm"
    assert port(EXAMPLE, away, by)[1] == ()
    assert port(away, ported, CALC) == (5, ())
    shown = [["cell", "Phiếu", cell] for cell in CELLS]
    change = ["set", "Phiếu", "C23", 985]
    saved = tmp_path / "saved.xlsx"
    answers = calc.ask(
        [["open", str(ported)], *shown, change, *shown, ["save", str(saved), XLSX], ["close"]]
    )
    told = [one for one in answers if one is not None]
    before, after = told[: len(CELLS)], told[len(CELLS) :]
    assert before[:4] == ["14.25", "Khá", "5.45", "4.00"]
    assert "96,5% = 965 / 1.000" in before[4]
    assert after[:4] == ["15.25", "Khá", "5.45", "5.00"]
    assert "98,5% = 985 / 1.000" in after[4]
    back = tmp_path / "back.xlsx"
    count, found = port(saved, back, EXCEL)
    assert found == ()
    assert count == len(formulas(saved)) > 0
    assert set(formulas(back)) == set(formulas(EXAMPLE))
