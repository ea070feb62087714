"""Real forms with one slip each: it is found at its cell, under its code, and nothing else is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cchc_rules.diagnostics import Cell
from cchc_rules.engine.validating import Options, validate_one
from tests.excel.form.making import SAMPLE
from tests.validation.council_slips import COUNCIL_SLIPS
from tests.validation.sent import at, filled
from tests.validation.slips import SLIPS

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("appraised", [False, True])
def test_a_form_without_a_slip(tmp_path: Path, *, appraised: bool) -> None:
    path = filled(appraised=appraised).save(tmp_path / "phiếu.xlsx")
    assert validate_one(str(path), Options(str(SAMPLE))).found == ()


@pytest.mark.parametrize(
    ("name", "appraised"), [*((name, False) for name in SLIPS), *((n, True) for n in COUNCIL_SLIPS)]
)
def test_a_slip(tmp_path: Path, name: str, *, appraised: bool) -> None:
    slip, wanted = (COUNCIL_SLIPS if appraised else SLIPS)[name]
    form = filled(appraised=appraised)
    slip(form)
    one = validate_one(str(form.save(tmp_path / "phiếu.xlsx")), Options(str(SAMPLE)))
    places = [found.place for found in one.found]
    found = [(told.code, place.ref) for told, place in zip(one.found, places, strict=True)
             if isinstance(place, Cell)]  # fmt: skip
    assert sorted(found) == sorted(wanted), [told.message for told in one.found]
    assert all(told.remedy and told.message.endswith((".", "…")) for told in one.found)


@pytest.mark.parametrize(
    "options",
    [
        Options(str(SAMPLE)),
        Options(str(SAMPLE), close=True),
        Options(str(SAMPLE), accept_declared=True),
    ],
)
def test_formulas_that_know_no_options_are_not_stale(tmp_path: Path, options: Options) -> None:
    form = filled()
    form.put(at("hồ_sơ_đúng_hạn"), None)
    one = validate_one(str(form.save(tmp_path / "phiếu.xlsx")), options)
    assert "N599" in {told.code for told in one.found}
    assert "W594" not in {told.code for told in one.found}
