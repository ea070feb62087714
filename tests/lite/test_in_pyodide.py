"""The functions answer under Pyodide what they answer in CPython: the wheel as Lite loads it."""

from __future__ import annotations

import json
import re
import unicodedata
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import pytest

from cchc_rules import __version__
from cchc_rules.bundled import folder
from cchc_rules.functions import FUNCTIONS
from tests.equality.cases import cell_of, cell_out
from tests.functions.units import column, lines_of
from tests.lite.pyodide import MAIN, NEEDED, LiteError, lite, missing
from tests.officejs import posted, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.equality.cases import Grid
    from tests.lite.pyodide import Lite

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "never")

CALLS = {one.name: one for one in FUNCTIONS}
XA = (folder("rules") / "mau/2026/xa.cchc").read_text(encoding="utf-8")
KEYS = ["2.1", "hồ_sơ", "hồ_sơ_đúng_hạn", "2.2", "có_đất_công", "tỷ_lệ_đất", "1.1.1",
        "ngày_ban_hành", "1.1.3", "nhiệm_vụ_giao", "9.9", None,
        unicodedata.normalize("NFD", "lần_chậm_báo_cáo")]  # fmt: skip
VALUES = [None, 1000.0, 965.0, "", True, 0.7, None, {"date": "2026-01-31"}, None,
          {"error": "#REF!"}, 1.0, None, "3"]  # fmt: skip
KIND: Grid = [["xã"]]
FORM: tuple[Grid, ...] = (column(KEYS), [[one] for one in VALUES], lines_of(XA), KIND)
HEAD: Grid = [["Tên đơn vị", "hồ_sơ", "hồ_sơ_đúng_hạn"]]
UNITS: Grid = [["Xã A", 10.0, 9.0], ["Xã B", 10.0, 10.0], ["Xã C", None, {"error": "#N/A"}]]
GIVEN: dict[str, tuple[Grid | None, ...]] = {
    "CCHC_DIEM": FORM,
    "CCHC_GIAI_THICH": (*FORM, None),
    "CCHC_TONG": (*FORM, [["tự chấm"]]),
    "CCHC_KIEM_TRA": FORM,
    "CCHC_BANG": (HEAD, UNITS, lines_of(XA), KIND),
    "CCHC_XEP_HANG": ([[7.5], [8.0], [""], [{"error": "#N/A"}], [8.0]], [["1-2-2-4"]]),
    "CCHC_XEP_LOAI": ([[0.95], ["85%"], ["?"]], [["CCHC-XA@2026"]], KIND),
    "CCHC_PHIEN_BAN": (lines_of(XA),),
}


@pytest.fixture(scope="module")
def pyodide() -> Iterator[Lite]:
    with lite() as own:
        own.install()
        yield own


@pytest.fixture(scope="module")
def registered(pyodide: Lite) -> dict[str, Any]:
    found: dict[str, Any] = pyodide.start(MAIN).value
    return found


@pytest.fixture
def cells(pyodide: Lite, registered: dict[str, Any]) -> Lite:
    assert registered["meta"]
    return pyodide


def typed(text: str) -> str:
    """A text of the help with the functions named as they are typed in Lite."""
    return re.sub(r"\bCCHC_(?!LUAT)", "CCHC.", text)


def plain(name: str, *given: Grid | None) -> Grid:
    """What the function gives in this Python."""
    grids = (None if one is None else [list(map(cell_of, row)) for row in one] for one in given)
    return [list(map(cell_out, row)) for row in CALLS[name](*grids)]


def asked(pyodide: Lite, name: str, *given: Grid | None) -> Any:  # noqa: ANN401 - as JSON has it
    """What a cell shows, or {"error": …, "details": …}."""
    answer = pyodide.call(name, *(None if one is None else posted(one) for one in given)).value
    return answer if isinstance(answer, dict) else shown(answer)


def test_it_is_the_wheel_with_all_that_it_asks_for(pyodide: Lite) -> None:
    installed = {name: version(name) for name in NEEDED} | {"cchc-rules": __version__}
    code = f"from importlib.metadata import version\n[version(name) for name in {[*installed]}]"
    assert pyodide.ask("run", code).value == [*installed.values()]


def test_excel_is_told_of_every_function_with_its_help(registered: dict[str, Any]) -> None:
    told = {one["id"]: one for one in registered["meta"]["functions"]}
    assert set(told) == set(CALLS)
    for name, function in CALLS.items():
        assert told[name]["name"] == f"CCHC.{function.short}"
        assert told[name]["description"] == typed(function.summary)
        assert f'CustomFunctions.associate("{name}", {name});' in registered["code"]
        parameters = told[name]["parameters"]
        assert [one["name"] for one in parameters] == [one.name for one in function.arguments]
        for parameter, argument in zip(parameters, function.arguments, strict=True):
            assert parameter["description"] == typed(argument.help)
            assert parameter.get("optional", False) == argument.optional


@pytest.mark.parametrize("name", GIVEN)
def test_each_function_answers_as_the_plain_one(cells: Lite, name: str) -> None:
    assert set(GIVEN) == set(CALLS)
    assert asked(cells, name, *GIVEN[name]) == plain(name, *GIVEN[name])


def test_there_is_no_network(pyodide: Lite) -> None:
    with pytest.raises(LiteError, match="there is no network here"):
        pyodide.ask("run", "from pyodide.http import pyfetch\nawait pyfetch('https://a.invalid')")


def test_an_error_in_a_column_is_one_that_excel_takes_for_an_error(cells: Lite) -> None:
    given = ([["9.9"], ["2.1"]], [[1], [None]], [["CCHC-XA@2026"]], [["xã"]])
    (unknown,), (missing_,) = cells.call("CCHC_DIEM", *given).value
    assert [unknown["type"], unknown["errorType"]] == ["Error", "Value"]
    assert [missing_["type"], missing_["errorType"]] == ["Error", "NotAvailable"]
    older = cells.call("CCHC_DIEM", *given, runtime="1.3").value
    assert older == [["#VALUE!"], ["#N/A"]]  # there Excel knows no error in a matrix


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("từ 98%: 5", "từ 98: 5"), ("LĨNH VỰC 2", "LĨNH VỤC 2"), (XA, "")],
)
def test_a_broken_rule_text_is_told_in_the_cell(cells: Lite, right: str, wrong: str) -> None:
    assert right in XA
    luat = lines_of(XA.replace(right, wrong, 1))
    answer = asked(cells, "CCHC_GIAI_THICH", [["2.1"]], [[None]], luat, KIND)
    assert answer == plain("CCHC_GIAI_THICH", [["2.1"]], [[None]], luat, KIND)
    assert ("luat trống" if not wrong else "Bộ luật, dòng ") in answer[0][0]
    (points,), *_ = asked(cells, "CCHC_DIEM", [["2.1"]], [[None]], luat, KIND)
    assert points == {"error": "#VALUE!"}


def test_a_line_of_the_rules_that_changes_changes_the_score(cells: Lite) -> None:
    keys = column(["2.1", "hồ_sơ", "hồ_sơ_đúng_hạn"])
    values: Grid = [[None], [1000.0], [965.0]]
    before = asked(cells, "CCHC_DIEM", keys, values, lines_of(XA), KIND)
    edited = lines_of(XA.replace("nội suy từ 3 đến 5", "nội suy từ 1 đến 5"))
    after = asked(cells, "CCHC_DIEM", keys, values, edited, KIND)
    assert [before[0], after[0]] == [[4], [3]]


def test_a_rule_text_of_100_kb_works(cells: Lite) -> None:
    text = (folder("rules") / "dien_bien/2020/huyen.cchc").read_text(encoding="utf-8")
    assert len(text.encode()) > 100_000
    keys = column(["1.1.1", "ngày_ban_hành_kế_hoạch", "1"])
    given = (keys, column([None, "05/01/2020", None]), lines_of(text), [["huyện"]])
    assert asked(cells, "CCHC_DIEM", *given) == [[0.5], [""], [{"error": "#N/A"}]]
    assert asked(cells, "CCHC_GIAI_THICH", *given) == plain("CCHC_GIAI_THICH", *given)


def test_every_module_loads_there(cells: Lite) -> None:
    code = """
import importlib, json, pkgutil
import cchc_rules
failed = {}
for one in pkgutil.walk_packages(cchc_rules.__path__, "cchc_rules."):
    if not one.name.endswith("__main__"):
        try:
            importlib.import_module(one.name)
        except ImportError as error:
            failed[one.name] = error.name
json.dumps(failed)
"""
    failed = json.loads(cells.ask("run", code).value)
    own = {name: lacking for name, lacking in failed.items() if ".server" not in name}
    assert own == {"cchc_rules.calc.component": "unohelper"}  # LibreOffice's own Python has it
