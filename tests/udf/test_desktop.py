"""Excel's VBA calls our functions through xlwings' COM server, and gets what the registry says."""

import io
import random
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from cchc_rules.bundled import folder
from cchc_rules.classic.wrappers import NUMBERS, wrapper_module
from cchc_rules.functions import (
    FUNCTIONS,
    Blank,
    CellOut,
    ErrorCell,
    Function,
    HostError,
    Number,
    Text,
)
from tests.udf import desktop

macros = pytest.importorskip("tests.udf.macros", reason="pyOpenVBA chưa cài", exc_type=ImportError)
pytest.importorskip("xlwings", reason="xlwings chưa cài")

MODULES = ("cchc_rules.udf", "xlwings.udfs", "xlwings.com_server")
CALLS = {one.name: one for one in FUNCTIONS}
LAW = folder("rules").joinpath("mau", "2026", "xa.cchc").read_text(encoding="utf-8").split("\n")
NATIVE = {"#N/A": 2042, "#VALUE!": 2015}
KEYS = """
có_kỷ_luật đã_khắc_phục ngày_ban_hành có_phân_công có_kinh_phí nhiệm_vụ_giao nhiệm_vụ_xong
ngày_báo_cáo lần_chậm_báo_cáo hồ_sơ hồ_sơ_đúng_hạn có_đất_công tỷ_lệ_đất phiếu_hài_lòng
số_sáng_kiến 1 1.1 1.1.1 1.1.2 1.1.3 1.2 2 2.1 2.2 2.3
""".split()  # noqa: SIM905


class Excel:
    """What an official's Excel is made of here."""

    def __init__(self, udf: Any, udfs: Any, server: Any) -> None:  # noqa: ANN401
        self.udf, self.udfs, self.call = udf, udfs, server.XLPython().CallUDF
        self.vba, self.host = macros.running(wrapper_module(), self._called)
        self.broken: Exception | None = None

    def _called(self, *args: object) -> object:
        if self.broken is not None:
            raise macros.failure(str(self.broken))
        return self.call(*args)

    def cell(self, name: str, *given: object) -> object:
        """Return what a formula gives: rows, or the value of one cell."""
        return macros.from_vba(self.vba.run(name, list(given)))


@pytest.fixture(scope="module")
def excel() -> Iterator[Excel]:
    yield Excel(*desktop.load(*MODULES))
    desktop.unload(*MODULES)


def column(values: Sequence[object]) -> Any:  # noqa: ANN401
    return macros.Range([[value] for value in values])


def received(cell: CellOut, *, many: bool = False) -> object:
    """Return what Excel must receive for a cell of the registry."""
    match cell:
        case Number(value):
            return float(value)
        case Text(value):
            return value[:254] + "…" if many and len(value) > 255 else value
        case HostError():
            return macros.VBAErrorValue(NATIVE[cell.native])
        case Blank():
            return ""


def rows_of(given: tuple[tuple[CellOut, ...], ...]) -> list[list[object]]:
    texts = all(isinstance(cell, Text | Blank) for row in given for cell in row)
    return [[received(cell, many=not texts) for cell in row] for row in given]


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
    assert call.replace("= ", "= KetQua(", 1) + ")" in ours


@pytest.mark.parametrize("name", ["CCHC_DIEM", "CCHC_GIAI_THICH", "CCHC_TONG", "CCHC_KIEM_TRA"])
def test_form_equals_the_registry(excel: Excel, name: str) -> None:
    known: dict[str, Any] = {
        "có_kỷ_luật": "không",
        "đã_khắc_phục": "không",
        "ngày_ban_hành": datetime(2026, 1, 31, tzinfo=UTC),
        "có_phân_công": "có",
        "có_kinh_phí": "không",
        "nhiệm_vụ_giao": 40.0,
        "nhiệm_vụ_xong": 34.0,
        "ngày_báo_cáo": datetime(2026, 12, 9, tzinfo=UTC),
        "lần_chậm_báo_cáo": 3.0,
        "hồ_sơ": 1000.0,
        "hồ_sơ_đúng_hạn": 965.0,
        "có_đất_công": "có",
        "tỷ_lệ_đất": 0.7,
        "phiếu_hài_lòng": "; ".join(["4"] * 30),
        "số_sáng_kiến": 1.0,
    }
    values = [known.get(key) for key in KEYS]
    got = excel.cell(name, column(list(KEYS)), column(list(map(_com, values))), column(LAW), "xã")
    plain = [[one.replace(tzinfo=None) if isinstance(one, datetime) else one] for one in values]
    expected = CALLS[name]([[key] for key in KEYS], plain, [[line] for line in LAW], [["xã"]])
    assert got == rows_of(expected)
    assert not any(isinstance(cell, HostError) for row in expected for cell in row)


def _com(value: object) -> object:
    """Return a value as pywin32 hands it over."""
    if isinstance(value, datetime):
        return desktop.TimeType(value.year, value.month, value.day, tzinfo=UTC)
    return value


def _values(chance: random.Random) -> Iterator[tuple[object, Any]]:
    """Yield cells as COM hands them over, each with what it is to the registry."""
    makers: list[Callable[[], tuple[object, Any]]] = [
        lambda: (None, None),
        lambda: (x := float(chance.randint(-3, 1200)), x),
        lambda: (x := chance.random() * 1.2, x),
        lambda: (x := chance.choice([True, False]), x),
        lambda: chance.choice([
            (-2146826246, ErrorCell("#N/A")),
            (-2146826281, ErrorCell("#DIV/0!")),
            (-2146826243, ErrorCell("#SPILL!")),
        ]),
        lambda: (x := chance.choice(["", "có", "không", "-", "85%", "12,5", "1.000", "x y", "#N/A",
                                     "31/01/2026", "4; 4; 5", "abc" * 100]), x),
        lambda: (x := unicodedata.normalize("NFD", chance.choice(["có", "không"])), x),
        lambda: _day(chance),
    ]  # fmt: skip
    while True:
        yield chance.choice(makers)()


def _day(chance: random.Random) -> tuple[object, object]:
    day = datetime(2026, chance.randint(1, 12), chance.randint(1, 28), tzinfo=UTC)
    return _com(day), day.replace(tzinfo=None)


@pytest.mark.parametrize("seed", range(40))
def test_rows_of_every_sort_equal_the_registry(excel: Excel, seed: int) -> None:
    """40 × 25 rows: missing, errors, text numbers, dates, NFD, unknown and repeated keys."""
    chance = random.Random(seed)
    cells = _values(chance)
    keys: list[str | None] = [
        chance.choice([key, key, key, unicodedata.normalize("NFD", key), "lạ", None])
        for key in chance.sample(KEYS, len(KEYS))
    ]
    values = [next(cells) for _ in keys]
    law = [[line] for line in LAW]
    for name in ("CCHC_DIEM", "CCHC_GIAI_THICH", "CCHC_TONG", "CCHC_KIEM_TRA"):
        given = column([com for com, _ in values])
        got = excel.cell(name, column(keys), given, column(LAW), "xã")
        plain = [[value] for _, value in values]
        expected = CALLS[name]([[key] for key in keys], plain, law, [["xã"]])
        assert got == rows_of(expected)


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
        column([None, _com(datetime(2026, 1, 31, tzinfo=UTC))]),
    )
    got = excel.vba.run("CCHC_GIAI_THICH", [keys, values, column(LAW), "xã"])
    assert got.element_type == "String"
    assert len(got.get([0, 0])) > 255


def test_a_long_note_beside_numbers_is_cut(excel: Excel) -> None:
    rows = excel.cell(
        "CCHC_TONG", column(list(KEYS)), column([None] * len(KEYS)), column(LAW), "xã"
    )
    assert isinstance(rows, list)
    assert all(len(cell) <= 255 for cell in rows[0] if isinstance(cell, str))


def test_single_cells_and_left_out_arguments(excel: Excel) -> None:
    assert excel.cell("CCHC_PHIEN_BAN") == received(CALLS["CCHC_PHIEN_BAN"]()[0][0])
    rank = excel.cell("CCHC_XEP_HANG", column([7.0]))
    assert rank == 1.0
    assert excel.cell("CCHC_XEP_HANG", column([7.0, 9.0, -2146826246])) == rows_of(
        CALLS["CCHC_XEP_HANG"]([[7.0], [9.0], [ErrorCell("#N/A")]])
    )


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
