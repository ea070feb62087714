"""What LibreOffice makes of a form: cached values, names, and the scores of a filled one."""

from __future__ import annotations

import json
import shutil
import subprocess
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from cchc_rules.excel.template.names import names_of
from cchc_rules.forms.layout import SHEET
from cchc_rules.text import fold_name
from tests.excel.template.making import BLANK, COMMUNE, DISTRICT, HUYEN, XA, form, layout_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cchc_rules.facts import Datum, Unit

_PYTHON = "/usr/bin/python3"
_SCRIPT = Path(__file__).with_name("calc.py")


@cache
def has_office() -> bool:
    if shutil.which("soffice") is None or not Path(_PYTHON).exists():
        return False
    tried = subprocess.run([_PYTHON, "-c", "import uno"], capture_output=True, check=False)
    return tried.returncode == 0


pytestmark = pytest.mark.skipif(not has_office(), reason="needs libreoffice-calc, python3-uno")


class Counted(NamedTuple):
    """Formulas by sheet and address, as the file was opened and counted again; names; low rows."""

    opened: dict[str, Any]
    counted: dict[str, Any]
    names: list[str]
    low: list[str]


def count(content: bytes, folder: Path, filled: dict[str, Any] | None = None) -> Counted:
    path = folder / "phieu.xlsx"
    path.write_bytes(content)
    command = [_PYTHON, str(_SCRIPT), str(path), json.dumps({SHEET: filled or {}})]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return Counted(**json.loads(ran.stdout))


LAST_YEAR = {fold_name("đơn_vị_sự_nghiệp"): Decimal(46)}
FORMS: tuple[tuple[str, Unit, Mapping[str, Datum]], ...] = (
    (COMMUNE, XA, {}),
    (DISTRICT, HUYEN, LAST_YEAR),
    (COMMUNE, BLANK, {}),
)


@pytest.mark.parametrize(("name", "unit", "before"), FORMS, ids=["xã", "huyện", "trống"])
def test_a_form_opens_with_the_values_that_counting_gives(
    name: str, unit: Unit, before: Mapping[str, Datum], tmp_path: Path
) -> None:
    found = count(form(name, unit, before), tmp_path)
    assert found.opened == found.counted
    assert len(found.counted) > 200
    assert found.low == []
    assert {known for known, _ in names_of(layout_of(name, unit.kind))} <= set(found.names)


FILLED = {
    "có_kỷ_luật": "không", "ngày_ban_hành": 46053, "có_phân_công": "có", "có_kinh_phí": "không",
    "nhiệm_vụ_giao": 40, "nhiệm_vụ_xong": 34, "ngày_báo_cáo": 46365, "lần_chậm_báo_cáo": 3,
    "hồ_sơ": 1000, "hồ_sơ_đúng_hạn": 965, "có_đất_công": "có", "tỷ_lệ_đất": 0.7,
}  # fmt: skip


def test_a_filled_form_scores_as_the_worked_example_of_its_rules(tmp_path: Path) -> None:
    layout = layout_of(COMMUNE, "xã")
    filled = {f"D{layout.by_key[key].number}": value for key, value in FILLED.items()}
    found = count(form(COMMUNE, XA), tmp_path, filled).counted
    scores = {
        code: found[f"{SHEET}!F{layout.by_key[code].number}"]
        for code in ("1.1.1", "1.1.2", "1.1.3", "1.2", "1", "2.1", "2.2")
    }
    assert scores == {
        "1.1.1": 1, "1.1.2": 0.5, "1.1.3": 1.7, "1.2": 2.25, "1": 5.45, "2.1": 4, "2.2": 1.5,
    }  # fmt: skip
    assert found[f"{SHEET}!J8"] == "Còn 3 ô số liệu tự khai chưa nhập"
    assert found[f"{SHEET}!C8"] == found[f"{SHEET}!F37"]
    assert found[f"{SHEET}!A2"] == "XÃ MƯỜNG NHÉ"
