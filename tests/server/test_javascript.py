"""The JavaScript that the server serves, on Microsoft's runtime of custom functions in Node.

What is asserted on is what that runtime sends to Excel.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from cchc_rules.bundled import folder
from cchc_rules.functions import FUNCTIONS
from tests.equality.cases import MISSING, WRONG, Cases, cell_of, cell_out, differences
from tests.equality.making import made_cases
from tests.officejs import posted, shown
from tests.server.js.driving import missing, told
from tests.server.serving import TOKEN, running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.equality.cases import Grid

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())

VALUE = 7
"""The number by which the runtime tells Excel of #VALUE! with a message."""
NEW, OLD = "1.4", "1.3"
"""The runtime of Microsoft 365, and that of Office 2021."""
RULES = [["CCHC-XA@2026"]]
FORM: dict[str, Grid] = {
    "khoa": [["2.1"], ["hồ_sơ"], ["hồ_sơ_đúng_hạn"], ["9.9"], ["1.2"]],
    "gia_tri": [[None], [1000], [965], [None], [None]],
    "luat": RULES,
    "loai": [["xã"]],
}
CALLS = {one.name: one for one in FUNCTIONS}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running(token=TOKEN) as server:
        yield server.address


def received(
    url: str, function: str, grids: dict[str, Grid], runtime: str = NEW, **other: str | bool
) -> dict[str, Any]:
    """Return what Excel receives for one formula with all these arguments."""
    question = {"url": url, "token": TOKEN, "runtime": runtime, "grids": grids} | other
    (answer,) = told("asking.js", question | {"calls": [[function, list(grids)]]})["answers"]
    assert isinstance(answer, dict)
    return answer


def refusal(answer: dict[str, Any]) -> str:
    """Return the message of a formula that shows #VALUE!."""
    assert answer["failed"]
    assert answer["errorCode"] == VALUE
    return str(answer["value"])


def direct(function: str, grids: dict[str, Grid]) -> Grid:
    """Return what the registry says, as JSON has it."""
    given = [[list(map(cell_of, row)) for row in rows] for rows in grids.values()]
    return [list(map(cell_out, row)) for row in CALLS[function](*given)]


def test_all_functions_are_registered(url: str) -> None:
    question = {"url": url, "token": TOKEN, "runtime": NEW, "grids": {}, "calls": []}
    assert told("asking.js", question)["registered"] == [one.name for one in FUNCTIONS]


def test_excel_receives_what_formulas_must_show(url: str) -> None:
    """All at once, as Excel asks when a workbook is opened."""
    cases: Cases = made_cases().every(6)
    question = {
        "url": url,
        "token": TOKEN,
        "runtime": NEW,
        "grids": {name: posted(grid) for name, grid in cases.grids.items()},
        "calls": [[call.function, call.arguments] for call in cases.calls],
    }
    answers = told("asking.js", question)["answers"]
    assert not [one for one in answers if "failed" in one]
    assert differences(cases, [shown(one["value"]) for one in answers]) == []


@pytest.mark.parametrize(("runtime", "kind"), [(NEW, None), (OLD, "CustomFunctionError")])
def test_errors_in_a_matrix_are_native_for_each_excel(
    url: str, runtime: str, kind: str | None
) -> None:
    """An older Excel takes only instances of CustomFunctions.Error, which the runtime writes so."""
    rows = received(url, "CCHC_DIEM", FORM, runtime)["value"]
    assert shown(rows) == [[4], [""], [""], [WRONG], [MISSING]] == direct("CCHC_DIEM", FORM)
    assert [row[0].get("valueType") for row in rows[3:]] == [kind, kind]


def test_rules_that_are_edited_in_the_sheet_change_the_score(url: str) -> None:
    law = folder("rules").joinpath("mau", "2026", "xa.cchc").read_text(encoding="utf-8")
    scores = []
    for text in (law, law.replace("nội suy từ 3 đến 5", "nội suy từ 1 đến 5")):
        grids = FORM | {"luat": [[line] for line in text.split("\n")]}
        scores.append(received(url, "CCHC_DIEM", grids)["value"][0])
    assert scores == [[4], [3]]


def test_broken_rules_are_told_in_the_cell(url: str) -> None:
    grids = FORM | {"luat": [['BỘ CHỈ SỐ X "Thử"'], ["  năm: 2026"], ["  hỏng"]]}
    (sentence,) = {row[0] for row in received(url, "CCHC_GIAI_THICH", grids)["value"]}
    assert "dòng 3" in sentence
    assert [[sentence]] * len(FORM["khoa"]) == direct("CCHC_GIAI_THICH", grids)
    assert shown(received(url, "CCHC_DIEM", grids)["value"]) == [[WRONG]] * len(FORM["khoa"])


@pytest.mark.parametrize("token", ["", "ma-truy-cap-cua-noi-khac"])
def test_a_call_without_the_token_is_refused_in_words(url: str, token: str) -> None:
    assert "mã truy cập" in refusal(received(url, "CCHC_DIEM", FORM, token=token))


def test_what_is_too_large_is_refused_in_words() -> None:
    with running("--max-mb", "1", token=TOKEN) as server:
        message = refusal(
            received(server.address, "CCHC_DIEM", FORM | {"luat": [["x" * 1_100_000]]})
        )
    assert "quá lớn" in message


def test_a_server_that_is_silent_is_told_once_and_in_words(url: str) -> None:
    assert "không trả lời" in refusal(received(url, "CCHC_DIEM", FORM, silent=True))
