"""Excel's VBA calls our functions through xlwings' COM server, and gets what the registry says."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from cchc_rules import __version__
from cchc_rules.bundled import folder
from cchc_rules.classic.wrappers import NUMBERS, REST, wrapper_module
from cchc_rules.functions import FUNCTIONS, Function, HostError, Number, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.udf.excel import Excel

macros = pytest.importorskip("tests.udf.macros", reason="pyOpenVBA chưa cài", exc_type=ImportError)
pytest.importorskip("xlwings", reason="xlwings chưa cài")
desktop = pytest.importorskip("tests.udf.excel")

CALLS = {one.name: one for one in FUNCTIONS}
LAW = folder("rules").joinpath("mau", "2026", "xa.cchc").read_text(encoding="utf-8").split("\n")
KEYS = """
có_kỷ_luật đã_khắc_phục ngày_ban_hành có_phân_công có_kinh_phí nhiệm_vụ_giao nhiệm_vụ_xong
ngày_báo_cáo lần_chậm_báo_cáo hồ_sơ hồ_sơ_đúng_hạn có_đất_công tỷ_lệ_đất phiếu_hài_lòng
số_sáng_kiến 1 1.1 1.1.1 1.1.2 1.1.3 1.2 2 2.1 2.2 2.3
""".split()  # noqa: SIM905


@pytest.fixture(scope="module")
def excel() -> Iterator[Excel]:
    with desktop.excel() as started:
        yield started


def column(values: Sequence[object]) -> Any:  # noqa: ANN401
    return macros.Range([[value] for value in values])


def test_every_function_is_bound(excel: Excel) -> None:
    bound = [name for name, one in vars(excel.udf).items() if hasattr(one, "__xlfunc__")]
    assert sorted(bound) == sorted(CALLS)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda one: one.name)
def test_help_reaches_xlwings_whole(excel: Excel, function: Function) -> None:
    info = getattr(excel.udf, function.name).__xlfunc__
    assert info["category"] == "CCHC"
    assert not info["volatile"]
    assert info["ret"]["doc"] == function.summary
    assert [one["doc"] for one in info["args"]] == [one.help for one in function.arguments]
    optional = [one["name"] for one in info["args"] if "optional" in one]
    assert optional == [one.name for one in function.arguments if one.optional]


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda one: one.name)
def test_wrapper_calls_as_the_one_of_xlwings_does(excel: Excel, function: Function) -> None:
    """Ours differ from xlwings' in what surrounds the call, not in the call."""
    generated = io.StringIO()
    module = SimpleNamespace(**{function.name: getattr(excel.udf, function.name)})
    excel.udfs.generate_vba_wrapper(
        "cchc_rules.udf", module, generated, SimpleNamespace(Name="a.xlsm")
    )
    lines = [line.strip() for line in generated.getvalue().splitlines()]
    header = next(line for line in lines if line.startswith("Function "))
    call = next(line for line in lines if "XLPy.CallUDF" in line)
    ours = wrapper_module()
    assert f"Public {header}" in ours
    assert call.replace("= ", "= KetQua(", 1) in ours


def test_a_bad_row_is_an_error_of_excel_and_leaves_the_others(excel: Excel) -> None:
    keys = column(
        ["1.1.1", "ngày_ban_hành", "1.1.2", "có_phân_công", "có_kinh_phí", "1.2", "có_kỷ_luật"]
    )
    values = column([None, -2146826246, None, "có", "có", None, "không"])
    got = excel.cell("CCHC_DIEM", keys, values, column(LAW), "xã")
    assert got == [
        [macros.VBAErrorValue(2015)],
        [macros.VBAErrorValue(2015)],
        [1.0],
        [""],
        [""],
        [macros.VBAErrorValue(2042)],
        [""],
    ]
    why = excel.cell("CCHC_GIAI_THICH", keys, values, column(LAW), "xã")
    assert isinstance(why, list)
    assert all(isinstance(row[0], str) and row[0] for row in (why[0], why[5]))


def test_long_reasons_come_as_an_array_of_strings(excel: Excel) -> None:
    """Excel refuses a text above 255 letters in an array of Variants (xlwings issue 456)."""
    keys, values = (
        column(["1.1.1", "ngày_ban_hành"]),
        column([None, desktop.com(datetime(2026, 1, 31, tzinfo=UTC))]),
    )
    got: Any = excel.vba.run("CCHC_GIAI_THICH", [keys, values, column(LAW), "xã"])
    assert got.element_type == "String"
    assert len(got.get([0, 0])) > 255


def test_a_long_note_beside_numbers_ends_with_where_the_rest_is_read(excel: Excel) -> None:
    """Excel makes #VALUE! of a text above 255 letters in Variants, and numbers need Variants."""
    titles = ["Tên đơn vị", "Loại", *KEYS[:15]]
    table = macros.Range([["Xã A", "xã", *["sai kiểu"] * 15]])
    rows = excel.cell("CCHC_BANG", macros.Range([titles]), table, column(LAW))
    assert isinstance(rows, list)
    note = rows[0][4]
    law = [[line] for line in LAW]
    whole = CALLS["CCHC_BANG"]([titles], [["Xã A", "xã", *["sai kiểu"] * 15]], law)[0][4]
    assert isinstance(whole, Text)
    assert len(whole.value) > 255 >= len(note) > 200
    start = note.removesuffix(REST["CCHC_BANG"])
    assert whole.value.startswith(start)
    assert start.endswith(" ")
    assert all(name in REST["CCHC_BANG"] for name in ("CCHC_GIAI_THICH", "CCHC_KIEM_TRA"))
    assert "CCHC_GIAI_THICH" in REST["CCHC_TONG"]


def test_single_cells_and_left_out_arguments(excel: Excel) -> None:
    assert excel.cell("CCHC_PHIEN_BAN") == f"cchc-rules {__version__}"
    rank = excel.cell("CCHC_XEP_HANG", column([7.0]))
    assert rank == 1.0
    assert excel.cell("CCHC_XEP_HANG", column([7.0, 9.0, -2146826246])) == [
        [2.0],
        [1.0],
        [macros.VBAErrorValue(2015)],
    ]


def test_broken_rules_tell_the_line_in_the_cell(excel: Excel) -> None:
    law = column(
        [line.replace("chấm theo ngày_ban_hành", "chấm teo ngày_ban_hành") for line in LAW]
    )
    got = excel.cell("CCHC_DIEM", column(["1.1.1"]), column([None]), law, "xã")
    assert isinstance(got, macros.VBAErrorValue)
    why = excel.cell("CCHC_GIAI_THICH", column(["1.1.1"]), column([None]), law, "xã")
    assert isinstance(why, str)
    assert "dòng 37" in why


def test_another_rule_text_is_another_result(excel: Excel) -> None:
    """What is kept is kept by the text: an edit in the sheet counts when Excel counts again."""
    keys, values = (
        column(["1.1.1", "ngày_ban_hành", "có_kỷ_luật"]),
        column([None, "31/01/2026", "không"]),
    )
    before = excel.cell("CCHC_DIEM", keys, values, column(LAW), "xã")
    edited = [line.replace("đến 31/01 năm nay: 1", "đến 31/01 năm nay: 1,5") for line in LAW]
    assert before == [[1.0], [""], [""]]
    assert excel.cell("CCHC_DIEM", keys, values, column(edited), "xã") == [[1.5], [""], [""]]
    assert excel.cell("CCHC_DIEM", keys, values, column(LAW), "xã") == before


def test_a_rule_text_of_100_kilobytes(excel: Excel) -> None:
    law = [*LAW, *["# " + "chú thích " * 10] * 1000]
    assert len("\n".join(law).encode()) > 100_000
    keys, values = (
        column(["1.1.1", "ngày_ban_hành", "có_kỷ_luật"]),
        column([None, "31/01/2026", "không"]),
    )
    assert excel.cell("CCHC_DIEM", keys, values, column(law), "xã") == [[1.0], [""], [""]]


def test_python_out_of_reach_is_told_where_text_is_and_an_error_where_numbers_are(
    excel: Excel,
) -> None:
    excel.broken = RuntimeError("Could not load xlwings64-0.0.0.dll")
    try:
        for function in FUNCTIONS:
            given = [column([1.0])] * len([one for one in function.arguments if not one.optional])
            got = excel.cell(function.name, *given)
            if function.name in NUMBERS:
                assert got == macros.VBAErrorValue(2015)
            else:
                assert isinstance(got, str)
                assert got.startswith("Không gọi được Python. Chạy lệnh cchc doctor")
                assert "Could not load xlwings64-0.0.0.dll" in got
    finally:
        excel.broken = None


def test_without_the_module_xlwings_a_cell_tells_of_it() -> None:
    """Error 424: Excel says "Object required", the interpreter here says it in its own words."""
    alone, host = macros.running(wrapper_module(), lambda *_: None)
    host.forget_xlwings()
    told = alone.run("CCHC_PHIEN_BAN", [])
    assert told.startswith("Không gọi được Python. Chạy lệnh cchc doctor để biết cách sửa.")
    assert told.endswith("CallUDF")
    assert alone.run("CCHC_XEP_HANG", [1.0]) == macros.VBAErrorValue(2015)


def test_excel_that_refuses_the_help_is_told(excel: Excel) -> None:
    told = dict(excel.host.application.told)
    excel.host.book.stubborn = True
    try:
        excel.vba.run("CCHC_TRO_GIUP", [])
    finally:
        excel.host.book.stubborn = False
    assert excel.host.application.told == told
    (_, text, *_) = excel.vba.dialogs.pop()
    assert text.startswith("Excel không nhận phần giải thích các hàm; các hàm vẫn dùng được.")
    assert "hidden workbook" in text


def test_functions_with_numbers_are_known() -> None:
    """Those that only write text may tell in words that Python is out of reach."""
    law = [[line] for line in LAW]
    columns: dict[str, list[list[Any]]] = {
        "khoa": [["1.1.1"], ["ngày_ban_hành"]],
        "gia_tri": [[None], ["31/01/2026"]],
        "luat": law,
        "loai": [["xã"]],
        "tieu_de": [["Tên đơn vị", "hồ_sơ"]],
        "bang": [["A", 1]],
        "diem": [[1], [2]],
        "ty_le": [[0.9], [0.1]],
    }
    for function in FUNCTIONS:
        got = function(*(columns.get(one.name) for one in function.arguments))
        numbers = any(isinstance(cell, Number | HostError) for row in got for cell in row)
        assert numbers == (function.name in NUMBERS), function.name


def test_python_never_looks_beside_the_workbook(excel: Excel) -> None:
    """`python -c` would take modules from the folder Excel is in: the one of the opened file."""
    excel.cell("CCHC_PHIEN_BAN")
    assert excel.host.shell.environment.values == {"PYTHONSAFEPATH": "1"}


def test_help_macro_fills_the_function_window(excel: Excel) -> None:
    excel.vba.run("CCHC_TRO_GIUP", [])
    assert excel.host.book.hidden
    told = excel.host.application.told
    assert {name: (one.text, one.arguments) for name, one in told.items()} == {
        f"'cchc.xlam'!{one.name}": (one.summary, [argument.help for argument in one.arguments])
        for one in FUNCTIONS
    }
