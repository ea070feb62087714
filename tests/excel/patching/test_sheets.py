"""What becomes of the XML of a sheet, byte by byte."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_rules.excel.cells import column_letters
from cchc_rules.excel.guard import RefusalError
from cchc_rules.excel.patching import Cached, Value, patch_cells
from cchc_rules.excel.patching.editing import edits_of, overwritten_formulas, refuse_untouchable
from cchc_rules.excel.patching.scanning import scan_sheet
from cchc_rules.excel.patching.splicing import xml_part
from cchc_rules.facts.raw import Number, Text
from tests.excel.making import MAIN, opened, parts, save, worksheet

STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"


def patched(data: bytes, values: dict[tuple[int, int], Value]) -> bytes:
    part = xml_part(data)
    scan = scan_sheet(part, {row for row, _ in values})
    refuse_untouchable(scan, values, ())
    return part.edited(edits_of(scan, part.content, values))


def rows_after(rows: str, values: dict[tuple[int, int], Value]) -> str:
    before, after = worksheet("|").split("|")
    made = patched(worksheet(rows).encode(), values).decode()
    assert made.startswith(before)
    assert made.endswith(after)
    return made[len(before) : -len(after)]


ONE = Decimal(1)


@pytest.mark.parametrize(
    ("rows", "values", "expected"),
    [
        ('<row r="1"><c r="A1" s="3"><v>9</v></c></row>', {(1, 1): ONE},
         '<row r="1"><c r="A1" s="3"><v>1</v></c></row>'),
        ('<row r="1"><c r="A1" s="3" t="s" cm="1"><f>B1*2</f><v>9</v></c>\r\n</row>', {(1, 1): ONE},
         '<row r="1"><c r="A1" s="3"><v>1</v></c>\r\n</row>'),
        ("<row r='1'><c s='3' r='A1' t='inlineStr'><is><r><t>a</t></r></is></c></row>",
         {(1, 1): "b"},
         "<row r='1'><c r=\"A1\" s=\"3\" t=\"inlineStr\"><is><t>b</t></is></c></row>"),
        ('<row r="1"><c r="A1"/><c r="C1"/></row>', {(1, 2): ONE, (1, 4): True, (1, 3): None},
         ('<row r="1"><c r="A1"/><c r="B1"><v>1</v></c><c r="C1"/>'
          '<c r="D1" t="b"><v>1</v></c></row>')),
        ('<row r="1"><c r="C1"/></row>', {(1, 2): ONE, (1, 1): ONE, (1, 3): ONE},
         '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>1</v></c><c r="C1"><v>1</v></c></row>'),
        ('<row r="1" spans="2:3" ht="9"/>', {(1, 1): ONE},
         '<row r="1" spans="2:3" ht="9"><c r="A1"><v>1</v></c></row>'),
        ('<row r="1" spans="2:3"><c r="B1"/></row>', {(1, 5): ONE},
         '<row r="1" spans="2:5"><c r="B1"/><c r="E1"><v>1</v></c></row>'),
        ('<row r="2" s="7" customFormat="1"></row>', {(1, 1): ONE, (2, 1): ONE, (3, 1): ONE},
         ('<row r="1"><c r="A1"><v>1</v></c></row>'
          '<row r="2" s="7" customFormat="1"><c r="A2" s="7"><v>1</v></c></row>'
          '<row r="3"><c r="A3"><v>1</v></c></row>')),
        ("<row><c/><c><v>2</v></c></row><row><c/></row>", {(1, 2): ONE, (2, 2): ONE},
         '<row><c/><c r="B1"><v>1</v></c></row><row><c/><c r="B2"><v>1</v></c></row>'),
        ('<row r="1"><c r="A1" s="3"><v>9</v></c></row>',
         {(1, 1): None, (1, 2): None, (5, 5): None},
         '<row r="1"><c r="A1" s="3"/></row>'),
        ('<row r="1"><c r="A1"><v>1</v></c></row>', {(1, 1): ONE},
         '<row r="1"><c r="A1"><v>1</v></c></row>'),
        ("<!-- <row> --><row r='1' x:d='>' xmlns:x='u'><c r='A1'/></row>", {(1, 1): ONE},
         "<!-- <row> --><row r='1' x:d='>' xmlns:x='u'><c r=\"A1\"><v>1</v></c></row>"),
    ],
)  # fmt: skip
def test_only_the_named_cells_change(
    rows: str, values: dict[tuple[int, int], Value], expected: str
) -> None:
    assert rows_after(rows, values) == expected


def test_a_sheet_without_rows_and_its_range() -> None:
    sheet = f'<worksheet xmlns="{MAIN}"><dimension ref="A1"/><sheetData/></worksheet>'
    made = patched(sheet.encode(), {(2, 3): ONE, (1, 2): ONE}).decode()
    assert made == (
        f'<worksheet xmlns="{MAIN}"><dimension ref="A1:C2"/><sheetData>'
        '<row r="1"><c r="B1"><v>1</v></c></row><row r="2"><c r="C2"><v>1</v></c></row>'
        "</sheetData></worksheet>"
    )


@pytest.mark.parametrize("space", [MAIN, STRICT])
def test_a_prefixed_namespace(space: str) -> None:
    sheet = (
        f'<x:worksheet xmlns:x="{space}" xmlns:y="{space}"><x:cols><x:col min="2" max="9" style="4"'
        '/></x:cols><x:sheetData><y:row r="1"><x:c r="A1"/></y:row></x:sheetData></x:worksheet>'
    )
    made = patched(sheet.encode(), {(1, 1): "a", (1, 2): ONE, (3, 1): ONE}).decode()
    assert (
        '<y:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c>'
        '<y:c r="B1" s="4"><y:v>1</y:v></y:c></y:row>'
        '<x:row r="3"><x:c r="A3"><x:v>1</x:v></x:c></x:row></x:sheetData>' in made
    )


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "latin-1"])
def test_other_encodings(tmp_path: Path, encoding: str) -> None:
    named = {"utf-8-sig": "UTF-8", "utf-16-be": "UTF-16", "latin-1": "ISO-8859-1"}.get(encoding)
    sheet = worksheet('<row r="1"><c r="A1" t="str"><v>é</v></c></row>')
    sheet = sheet.replace("UTF-8", named or "UTF-16")
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    data = mark + sheet.encode(encoding)
    path = save(tmp_path / "a.xlsx", parts("") | {"xl/worksheets/sheet1.xml": data})
    assert patch_cells(path, path, {("Trang1", "B1"): "Lễ"}) == ()
    with opened(path) as workbook:
        grid = workbook.sheets[0].read()
    assert (grid.at(1, 1).raw, grid.at(1, 2).raw) == (Text("é"), Text("Lễ"))


@pytest.mark.parametrize("data", [worksheet("").encode("utf-16-le"), b"\xff\xfe\x00\xd8\x00"])
def test_an_encoding_that_cannot_be_kept(data: bytes) -> None:
    with pytest.raises(RefusalError, match="bảng mã"):
        patched(data, {(1, 1): ONE})


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ('<row r="2"/><row r="1"/>', "thứ tự"),
        ('<row r="1"><c r="B1"/><c r="A1"/></row>', "sai chỗ"),
        ('<row r="1"><c r="A2"/></row>', "sai chỗ"),
        ("</sheetData><sheetData>", "hai vùng"),
        ("<row>", "XML sai"),
    ],
)
def test_a_sheet_out_of_order_is_not_edited(rows: str, says: str) -> None:
    with pytest.raises(RefusalError, match=says):
        patched(worksheet(rows).encode(), {(1, 1): ONE})


def test_a_part_without_cells_is_not_edited() -> None:
    with pytest.raises(RefusalError, match="vùng dữ liệu"):
        patched(f'<worksheet xmlns="{MAIN}"/>'.encode(), {(1, 1): ONE})


SHARED = (
    '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1</f><v>1</v></c></row>'
    '<row r="2"><c r="A2"><f t="shared" si="0"/><v>1</v></c></row>'
    '<row r="3"><c r="A3"><f t="shared" si="0"/><v>1</v></c></row>'
)


def test_the_first_cell_of_a_shared_formula_goes_only_with_all_others() -> None:
    with pytest.raises(RefusalError, match="dùng chung cho ô A3"):
        rows_after(SHARED, {(1, 1): ONE, (2, 1): ONE})
    assert rows_after(SHARED, {(2, 1): ONE}).count("shared") == 2
    assert "shared" not in rows_after(SHARED, {(1, 1): ONE, (2, 1): ONE, (3, 1): None})


@pytest.mark.parametrize(
    ("cell", "value", "expected"),
    [
        ('<c r="A1" s="3" t="str"><f>B1&gt;1</f><v>thiếu</v></c>', Decimal(2),
         '<c r="A1" s="3"><f>B1&gt;1</f><v>2</v></c>'),
        ('<c r="A1" cm="1"><f t="array" ref="A1:A9">B1</f></c>', "<lỗi>",
         '<c r="A1" cm="1" t="str"><f t="array" ref="A1:A9">B1</f><v>&lt;lỗi&gt;</v></c>'),
        ('<c r="A1" t="e"><f t="shared" si="4" /><v>#N/A</v></c>', True,
         '<c r="A1" t="b"><f t="shared" si="4" /><v>1</v></c>'),
        ('<c r="A1"><f>1</f><v>1</v></c>', Decimal(1), '<c r="A1"><f>1</f><v>1</v></c>'),
        ('<c r="A1"><v>7</v></c>', Decimal(1), '<c r="A1"><v>1</v></c>'),
    ],
)  # fmt: skip
def test_a_formula_stays_and_gets_its_result(
    cell: str, value: Decimal | str | bool, expected: str
) -> None:
    assert rows_after(f'<row r="1">{cell}</row>', {(1, 1): Cached(value)}) == (
        f'<row r="1">{expected}</row>'
    )


def test_a_shared_formula_may_get_its_result_but_not_lose_its_text() -> None:
    given = {(1, 1): Cached(ONE), (2, 1): Cached(ONE)}
    assert rows_after(SHARED, {**given, (3, 1): ONE}).count("shared") == 2
    with pytest.raises(RefusalError, match="dùng chung cho ô A2"):
        rows_after(SHARED, {(1, 1): ONE, (2, 1): Cached(ONE), (3, 1): ONE})


def test_which_formulas_are_overwritten() -> None:
    part = xml_part(worksheet(SHARED).encode())
    values: dict[tuple[int, int], Value] = {(1, 1): Cached(ONE), (2, 1): ONE, (3, 2): ONE}
    assert overwritten_formulas(scan_sheet(part, {1, 2, 3}), values) == {"A2"}


@pytest.mark.parametrize(
    ("formula", "ref", "refused"),
    [
        ('<f t="array" ref="A1:A2">B1:B2</f>', (1, 1), True),
        ('<f t="array" ref="A1:A2">B1:B2</f>', (2, 1), True),
        ('<f t="array" ref="A1">SUM(B1:B2)</f>', (1, 1), False),
        ('<f t="dataTable" ref="A1:B2" dt2D="1"/>', (2, 2), True),
        ('<f t="dataTable" ref="A1:B2" dt2D="1"/>', (3, 2), False),
    ],
)
def test_no_part_of_an_array_is_changed(formula: str, ref: tuple[int, int], refused: bool) -> None:
    rows = f'<row r="1"><c r="A1">{formula}<v>1</v></c></row>'
    if refused:
        with pytest.raises(RefusalError, match="công thức mảng"):
            rows_after(rows, {ref: ONE})
    else:
        assert "<v>1</v>" in rows_after(rows, {ref: ONE})


letters = st.characters(codec="utf-8")
texts = st.text(letters | st.sampled_from("<&>_x0\r\n\t ="), max_size=8)
numbers = st.decimals(-99999, 99999, places=4)
changes = st.dictionaries(
    st.tuples(st.integers(1, 6), st.integers(1, 6)),
    st.none() | st.booleans() | numbers | texts,
    min_size=1,
)


@given(changes, changes)
def test_cells_read_back_as_written(
    tmp_path_factory: pytest.TempPathFactory,
    first: dict[tuple[int, int], Value],
    second: dict[tuple[int, int], Value],
) -> None:
    """The check inside of `patch_cells` holds the rest: every other cell must be the same."""
    path = save(tmp_path_factory.mktemp("x") / "a.xlsx", parts(worksheet("")))
    copy = path.with_name("b.xlsx")
    for values in (first, second):
        named = {("Trang1", f"{column_letters(c)}{r}"): v for (r, c), v in values.items()}
        assert patch_cells(path, copy, named) == ()
        copy.replace(path)
    with opened(path) as workbook:
        grid = workbook.sheets[0].read()
    for (row, column), value in (first | second).items():
        raw = grid.at(row, column).raw
        if isinstance(value, Decimal):
            assert isinstance(raw, Number)
            assert raw.value == value
