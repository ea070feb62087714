"""Every function through xlwings' own entry for custom functions, with what Office.js sends."""

from __future__ import annotations

import itertools
import json
import sys
import unicodedata
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_rules.bundled import folder
from cchc_rules.functions import (
    FUNCTIONS,
    Blank,
    CellIn,
    CellOut,
    ErrorCell,
    GridIn,
    HostError,
    Number,
    Text,
)
from tests.server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

officejs = pytest.importorskip(
    "cchc_rules.udf.officejs", reason="xlwings chưa cài", exc_type=ImportError
)
pytestmark = pytest.mark.skipif(bool(serving.missing()), reason=serving.missing())

CALLS = {one.name: one for one in FUNCTIONS}
LAW = folder("rules").joinpath("mau", "2026", "xa.cchc").read_text(encoding="utf-8").split("\n")
DAY = 46053.0
"""31/01/2026 as a cell stores it."""
NOT_THERE = {
    "type": "Error",
    "basicType": "Error",
    "basicValue": "#N/A",
    "errorType": "NotAvailable",
}
WRONG = {"type": "Error", "basicType": "Error", "basicValue": "#VALUE!", "errorType": "Value"}

KEYS = ["2.1", "hồ_sơ", "hồ_sơ_đúng_hạn", "1.1.1", "ngày_ban_hành", "có_kỷ_luật", "đã_khắc_phục"]
FIGURES: list[Any] = [None, 1000, 965, None, DAY, "không", False]
WITH_SLIPS: list[Any] = [None, "nghìn", 965, None, NOT_THERE, "không", False]


@pytest.fixture(scope="module")
def server() -> Iterator[ModuleType]:
    with serving.on_server() as calling:
        yield calling


def column(cells: list[Any]) -> list[list[Any]]:
    return [[cell] for cell in cells]


def form(figures: list[Any], law: list[str] | None = None) -> list[Any]:
    return [column(KEYS), column(figures), column(law or LAW), [["xã"]], None]


def call(server: ModuleType, name: str, *args: Any) -> Any:  # noqa: ANN401
    """Return what Excel receives for the body that its script posts."""
    return json.loads(server.answered(serving.posted(name, *args)))["result"]


def in_sheet(cell: Any) -> CellIn:  # noqa: ANN401
    return ErrorCell(cell["basicValue"]) if isinstance(cell, dict) else cell


def received(cell: CellOut) -> object:
    match cell:
        case Number(value):
            return float(value)
        case Text(value):
            return value
        case HostError():
            return NOT_THERE if cell.missing else WRONG
        case Blank():
            return ""


TABLE = [
    [["Tên đơn vị", *KEYS[1:3], *KEYS[4:]]],
    [["Xã A", 1000, 965, DAY, "không", False], ["Xã B", 1000, 985, DAY, "không", None]],
    column(LAW),
    [["xã"]],
]
FORM = ("CCHC_DIEM", "CCHC_GIAI_THICH", "CCHC_TONG", "CCHC_KIEM_TRA")
GIVEN: dict[str, list[Any]] = {
    **dict.fromkeys(FORM, form(WITH_SLIPS)),
    "CCHC_BANG": TABLE,
    "CCHC_XEP_HANG": [column([7, 9, 9, None]), [["1-2-2-3"]]],
    "CCHC_XEP_LOAI": [column([0.85, 0.3, None]), column(LAW), [["xã"]]],
    "CCHC_PHIEN_BAN": [column(LAW)],
}


@pytest.mark.parametrize("name", sorted(GIVEN))
def test_every_function_gives_what_the_registry_says(server: ModuleType, name: str) -> None:
    assert set(GIVEN) == set(CALLS)
    args = GIVEN[name]
    direct = [argument and [list(map(in_sheet, row)) for row in argument] for argument in args]
    wanted = [list(map(received, row)) for row in CALLS[name](*direct)]
    assert call(server, name, *args) == wanted
    assert any(row != [""] for row in wanted)


def test_figures_give_scores_and_a_missing_one_a_native_error(server: ModuleType) -> None:
    scores = call(server, "CCHC_DIEM", *form(FIGURES))
    assert scores == column([4.0, "", "", 1.0, "", "", ""])
    scores = call(server, "CCHC_DIEM", *form([None, 1000, None, *FIGURES[3:]]))
    assert scores == column([NOT_THERE, "", "", 1.0, "", "", ""])


def test_arguments_left_out_at_the_end_come_as_null_or_not_at_all(server: ModuleType) -> None:
    assert call(server, "CCHC_PHIEN_BAN") == call(server, "CCHC_PHIEN_BAN", None)
    short = [column(["a"]), column([1]), column(LAW)]
    assert call(server, "CCHC_KIEM_TRA", *short) == call(
        server, "CCHC_KIEM_TRA", *short, None, None
    )


def test_a_single_cell_is_a_matrix_too(server: ModuleType) -> None:
    assert call(server, "CCHC_XEP_HANG", [[7]], None) == [[1.0]]
    assert call(server, "CCHC_XEP_HANG", [[7, 9]], None)[0][0] == WRONG
    assert "CCHC-XA năm 2026" in call(server, "CCHC_PHIEN_BAN", [["CCHC-XA@2026"]])[0][0]


def test_a_broken_row_breaks_no_other_and_says_why(server: ModuleType) -> None:
    figures = [None, 1000, 965, None, NOT_THERE, "không", False]
    scores = call(server, "CCHC_DIEM", *form(figures))
    assert (scores[0], scores[3]) == ([4.0], [WRONG])
    reasons = call(server, "CCHC_GIAI_THICH", *form(figures))
    assert "#N/A" in reasons[3][0] + reasons[4][0]


def test_a_broken_rule_text_shows_the_finding_with_its_line_and_remedy(server: ModuleType) -> None:
    law = [line.replace("chấm theo tỷ_lệ_đúng_hạn", "chấm theo tỷ_lệ_đúng_hẹn") for line in LAW]
    line = next(at for at, one in enumerate(law, 1) if "đúng_hẹn" in one)
    told = call(server, "CCHC_GIAI_THICH", *form(FIGURES, law))
    assert [row[0][: row[0].index(":")] for row in told] == [f"Bộ luật, dòng {line}"] * len(KEYS)
    assert "tỷ_lệ_đúng_hạn" in told[0][0]
    assert "(E202)" in told[0][0]
    assert call(server, "CCHC_DIEM", *form(FIGURES, law)) == column([WRONG] * len(KEYS))


def test_a_rule_text_reads_no_file_of_the_server(server: ModuleType) -> None:
    law = ['nhập từ "mau/2026/xa.cchc"', f'nhập từ "{folder("rules")}/mau/2026/xa.cchc"', *LAW]
    told = call(server, "CCHC_GIAI_THICH", *form(FIGURES, law))[0][0]
    assert told.startswith("Bộ luật, dòng 1: ")
    assert "Bộ luật, dòng 2: " in told


def test_an_edited_rule_text_changes_the_result(server: ModuleType) -> None:
    law = [line.replace("nội suy từ 3 đến 5", "nội suy từ 1 đến 5") for line in LAW]
    assert law != LAW
    assert call(server, "CCHC_DIEM", *form(FIGURES))[0] == [4.0]
    assert call(server, "CCHC_DIEM", *form(FIGURES, law))[0] == [3.0]


def test_a_rule_text_of_100_kb(server: ModuleType) -> None:
    law = [*LAW, *["# " + "x" * 98] * 1000]
    assert sum(map(len, law)) > 100_000
    assert call(server, "CCHC_DIEM", *form(FIGURES, law))[0] == [4.0]


def test_decomposed_letters_are_the_same_letters(server: ModuleType) -> None:
    args = form(FIGURES)
    args[0] = column([unicodedata.normalize("NFD", key) for key in KEYS])
    assert call(server, "CCHC_DIEM", *args) == call(server, "CCHC_DIEM", *form(FIGURES))


FORMATTED = {"type": "FormattedNumber", "basicValue": DAY, "numberFormat": "dd/mm/yyyy"}


@pytest.mark.parametrize(
    ("sent", "cell"),
    [
        (None, None),
        ("", ""),
        ("12,5", "12,5"),
        (7, 7.0),
        (10**400, float("inf")),
        (True, True),
        (FORMATTED, DAY),
        ({"type": "Double", "basicValue": 3, "basicType": "Double"}, 3.0),
        ({"type": "Boolean", "basicValue": True}, True),
        ({"type": "String", "basicValue": "có"}, "có"),
        ({"type": "Empty", "basicType": "Empty", "basicValue": ""}, ""),
        (NOT_THERE, ErrorCell("#N/A")),
        ({"type": "Error", "errorType": "Div0"}, ErrorCell("#DIV/0!")),
        ({"type": "Error", "errorType": "New", "basicValue": "#NEW!"}, ErrorCell("#NEW!")),
        ({"code": "#REF!", "message": ""}, ErrorCell("#REF!")),
        (
            {"type": "Entity", "text": "MSFT", "basicType": "Error", "basicValue": "#VALUE!"},
            ErrorCell("#VALUE!"),
        ),
        ({"type": "Array", "elements": [[1]]}, ErrorCell("#VALUE!")),
    ],
)
def test_what_office_sends(server: ModuleType, sent: object, cell: object) -> None:
    read = server.read_call(serving.posted("CCHC_XEP_HANG", [[sent], [None]]))
    rows: GridIn = officejs.grid_in(read["args"][0])
    assert list(rows[0]) == [cell]
    assert type(rows[0][0]) is type(cell)


def test_what_only_pyodide_hands_over() -> None:
    null = type("JsNull", (), {})()
    rows = officejs.grid_in([[null], [7], [b""]])
    assert rows == ((None,), (7.0,), (ErrorCell("#VALUE!"),))
    assert type(rows[1][0]) is float


def test_a_date_of_a_data_type_and_its_number_are_one(server: ModuleType) -> None:
    assert (date(2026, 1, 31) - date(1899, 12, 30)).days == DAY
    figures = [*FIGURES[:4], FORMATTED, *FIGURES[5:]]
    assert call(server, "CCHC_DIEM", *form(figures))[3] == [1.0]


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(),
    st.text(max_size=8),
    st.sampled_from([*KEYS, "xã", "CCHC-XA@2026", "1-2-2-3", "-", "85%", "31/01/2026"]),
    st.sampled_from([NOT_THERE, FORMATTED, {"type": "Entity", "text": "?"}, {}]),
)


@st.composite
def grids(draw: st.DrawFn) -> list[list[Any]]:
    width = draw(st.integers(1, 4))
    return draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=5))


@given(st.sampled_from(sorted(CALLS)), st.data())
@settings(max_examples=200)
def test_whatever_a_sheet_holds_every_cell_of_the_answer_is_one_of_excel(
    server: ModuleType, name: str, data: st.DataObject
) -> None:
    args = [
        data.draw(st.one_of(grids(), st.just(column(LAW)), st.none()))
        for _ in range(data.draw(st.integers(0, len(CALLS[name].arguments))))
    ]
    rows = call(server, name, *args)
    assert len({len(row) for row in rows}) == 1
    for cell in itertools.chain.from_iterable(rows):
        assert isinstance(cell, float | str) or cell in (NOT_THERE, WRONG)


def test_an_older_excel_gets_no_objects() -> None:
    rows: list[list[Any]] = [[1.0, NOT_THERE], ["", "#5"]]
    assert officejs.for_runtime(rows, "1.3") == [[1.0, "#N/A"], ["", "#5"]]
    assert officejs.for_runtime(rows, "1.5") is rows


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff",
        b"[" * 100_000,
        b"[]",
        b"7",
        b'{"func_name": "xw", "args": []}',
        b'{"func_name": ["CCHC_DIEM"], "args": []}',
        b'{"func_name": "CCHC_PHIEN_BAN"}',
        b'{"func_name": "CCHC_PHIEN_BAN", "args": {}}',
        b'{"func_name": "CCHC_PHIEN_BAN", "args": [null, null]}',
        b'{"func_name": "CCHC_XEP_HANG", "args": [[]]}',
        b'{"func_name": "CCHC_XEP_HANG", "args": [[[]]]}',
        b'{"func_name": "CCHC_XEP_HANG", "args": [[1, 2]]}',
        b'{"func_name": "CCHC_XEP_HANG", "args": [[[1], [2, 3]]]}',
        b'{"func_name": "CCHC_XEP_HANG", "args": [[[1], 2]]}',
        b'{"func_name": "CCHC_XEP_HANG", "args": [[[NaN]]]}',
        b'{"func_name": "CCHC_XEP_HANG", "args": [[[[1]], [2]]]}',
    ],
)
def test_what_office_never_sends_is_refused(server: ModuleType, body: bytes) -> None:
    with pytest.raises(server.MalformedError) as refused:
        server.answered(body)
    assert str(refused.value).endswith((".", "gửi."))


def test_whatever_goes_wrong_is_a_sentence(
    server: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise ZeroDivisionError("a secret")

    monkeypatch.setattr("cchc_rules.functions.registry.Function.__call__", breaks)
    with pytest.raises(sys.modules["xlwings"].XlwingsError) as told:
        call(server, "CCHC_PHIEN_BAN")
    assert str(told.value).startswith("Chương trình gặp lỗi của chính nó (ZeroDivisionError).")
    assert "secret" not in str(told.value)


def test_xlwings_describes_every_function_within_the_limits_of_office(server: ModuleType) -> None:
    meta = server.xlwings.server.custom_functions_meta(server.udf)
    told = {one["id"]: one for one in meta["functions"]}
    assert set(told) == set(CALLS)
    for name, function in CALLS.items():
        one = told[name]
        assert one["name"] == function.short
        assert one["description"] == officejs.typed(function.summary)
        assert len(one["description"]) <= 255
        assert "volatile" not in one["options"]
        assert [
            (each["name"], each["description"], each.get("optional", False), each["dimensionality"])
            for each in one["parameters"]
        ] == [
            (each.name, officejs.typed(each.help), each.optional, "matrix")
            for each in function.arguments
        ]
    assert "CCHC.GIAI_THICH" in told["CCHC_DIEM"]["description"]
    assert "CCHC_LUAT" in told["CCHC_DIEM"]["parameters"][2]["description"]


def test_under_pyodide_the_functions_bring_their_own_name_space(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "emscripten")
    with serving.on_server() as calling:
        meta = calling.xlwings.server.custom_functions_meta(calling.udf)
    assert {one["name"] for one in meta["functions"]} == {f"CCHC.{one.short}" for one in FUNCTIONS}
