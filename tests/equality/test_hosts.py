"""Every host answers the same formulas alike: scores, classes, ranks, sentences, errors.

Files that are not in the repository are asked too: CCHC_EQUALITY=LUAT.cchc:SO_LIEU.json (see
`python -m tests.equality --help`).
"""

from __future__ import annotations

import json
import os
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from cchc_rules.bundled import folder
from cchc_rules.functions import FUNCTIONS
from tests.equality.cases import Call, Cases, differences
from tests.equality.files import read_files
from tests.equality.hosts import MODULES, compare, host, there_is
from tests.equality.making import made_cases

if TYPE_CHECKING:
    from pathlib import Path

    from tests.equality.cases import Grid

OTHERS = os.environ.get("CCHC_EQUALITY", "")


def all_cases() -> Cases:
    """Return the generated cases and those of other files."""
    cases = Cases()
    cases.join(made_cases())
    if OTHERS:
        cases.join(read_files(OTHERS.split(os.pathsep)))
    return cases


@pytest.mark.parametrize("name", MODULES)
def test_it_answers_as_the_command_line_does(name: str) -> None:
    reason = host(name).missing() if there_is(name) else "máy chủ này không có trong bản mã"
    if reason:
        pytest.skip(reason)
    cases = all_cases()
    found = compare(name, cases)
    assert not found, "\n".join(map(str, found[:10]))


def test_the_cases_hold_what_they_promise() -> None:
    cases = made_cases()
    rows = Counter[str]()
    for call in cases.calls:
        rows[call.function] += len(call.wanted)
    assert set(rows) == {function.name for function in FUNCTIONS}
    assert min(rows[f"CCHC_{name}"] for name in ("DIEM", "GIAI_THICH", "KIEM_TRA")) >= 2000
    assert rows["CCHC_TONG"] >= 200
    assert rows["CCHC_BANG"] >= 300
    shown = Counter[str]()
    for call in cases.calls:
        for row in call.wanted:
            shown.update(_kind(cell) for cell in row)
    assert min(shown[one] for one in ("number", "text", "#N/A", "#VALUE!", "blank")) >= 300
    told = {cell[-5:-1] for call in cases.calls for row in call.wanted for cell in row
            if isinstance(cell, str) and cell.endswith(")")}  # fmt: skip
    assert told >= {"E511", "E512", "E520", "E521", "E525", "E527", "E530", "E554", "E590",
                    "N540", "N541", "N542", "N543", "W512"}  # fmt: skip


def test_the_cells_are_of_every_sort() -> None:
    cells = [cell for rows in made_cases().grids.values() for row in rows for cell in row]
    sorts = Counter(_kind(cell) for cell in cells)
    assert sorts["date"] >= 20
    assert min(sorts[one] for one in ("#N/A", "#REF!", "#DIV/0!", "#NAME?", "True", "False")) >= 10
    texts = [cell for cell in cells if isinstance(cell, str)]
    assert sum(not unicodedata.is_normalized("NFC", one) for one in texts) >= 200
    assert sum("\u00a0" in one for one in texts) >= 50


def _kind(cell: object) -> str:
    match cell:
        case bool():
            return str(cell)
        case None | "":
            return "blank"
        case {"error": str() as name}:
            return name
        case dict():
            return "date"
        case str():
            return "text"
        case _:
            return "number"


def test_a_difference_is_told() -> None:
    wanted: Grid = [[1.5], [{"error": "#N/A"}], ["x"], [""]]
    cases = Cases({"a": [[1.0]]}, [Call("c", "CCHC_DIEM", ("a",), wanted)])
    assert differences(cases, [wanted]) == []
    wrong: Grid = [[1.25], [{"error": "#VALUE!"}], ["x\u0301"], [0]]
    assert [one.row for one in differences(cases, [wrong])] == [1, 2, 3, 4]
    texts: Grid = [["1.5"], ["#N/A"], [None], [False]]
    assert [one.row for one in differences(cases, [texts])] == [1, 2, 4]
    assert len(differences(cases, [[[1.5]]])) == 1


def test_files_from_elsewhere_are_cases_too(tmp_path: Path) -> None:
    rules = folder("rules") / "mau" / "2026" / "xa.cchc"
    unit = {
        "name": "Xã Na Lay",
        "facts": {"hồ_sơ": 1000, "hồ_sơ_đúng_hạn": "965", "ngày_ban_hành": "2026-01-31",
                  "có_đất_công": True, "tỷ_lệ_đất": {"error": "#REF!"}, "phiếu_hài_lòng": [4, 5]},
        "previous": {"hồ_sơ": 900},
        "overrides": {"2.1": {"score": 3, "reason": "Biên bản"}},
    }  # fmt: skip
    facts = tmp_path / "so-lieu.json"
    facts.write_text(json.dumps({"round": "appraised", "units": [unit]}), encoding="utf-8")
    cases = read_files([str(rules), str(facts)])
    assert {call.function for call in cases.calls} >= {"CCHC_DIEM", "CCHC_TONG"}
    assert [3.0] in cases.calls[1].wanted
    assert differences(cases, host("plain").answers(cases)) == []
    written = tmp_path / "cases.json"
    written.write_text(cases.text(), encoding="utf-8")
    assert read_files([str(written)]) == cases
