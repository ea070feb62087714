from datetime import date
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_rules.excel.cells import Content, column_letters, exact_number
from cchc_rules.excel.columns import ColumnReader
from cchc_rules.excel.guard import RefusalError
from cchc_rules.excel.lenses import Lens
from cchc_rules.excel.sheet import Grid, Sheet
from cchc_rules.excel.sheetinfo import SheetInfo
from cchc_rules.excel.strict import StrictRows
from cchc_rules.excel.styles import shown_by
from cchc_rules.excel.texts import UnfamiliarError
from cchc_rules.facts import Datum
from cchc_rules.facts.admit import Spec, admit, straight
from cchc_rules.facts.raw import (
    BLANK,
    PENDING,
    Day,
    Failure,
    Number,
    Shown,
    Text,
    Truth,
)
from cchc_rules.model import Special, ValueType
from tests.excel.making import opened, parts, save, strings, styles, worksheet

STYLE = styles(
    formats={164: "0.0%", 165: "dd/mm/yyyy"},
    fonts=("Times New Roman", ".VnTime", ".VnTimeH"),
    xfs='<xf numFmtId="0" fontId="0"/><xf numFmtId="164" fontId="0"/><xf numFmtId="165"/>'
    '<xf numFmtId="9"/><xf numFmtId="14"/><xf numFmtId="0" fontId="1"/><xf fontId="2"/>',
)


def cells(tmp_path: Path, rows: str, **more: str) -> dict[str, Content]:
    """Read one sheet made of `rows`, by both readers, which must agree."""
    path = save(tmp_path / "a.xlsx", parts(worksheet(rows), style=STYLE, **more))
    with opened(path) as workbook:
        sheet = workbook.sheets[0]
        fast, strict = sheet._fast_grid(None), sheet._strict_grid(None)
        assert fast.rows == strict.rows
        return {f"{column_letters(at)}{row}": one for row, at, one in fast.cells()}


def test_every_type_of_cell(tmp_path: Path) -> None:
    found = cells(
        tmp_path,
        '<row r="1"><c r="A1"><v>12</v></c><c r="B1" s="1"><v>0.85000000000000009</v></c>'
        '<c r="C1" s="2"><v>46042</v></c><c r="D1" t="s"><v>1</v></c>'
        '<c r="E1" t="inlineStr"><is><t>Xã &lt;A&gt; &#7841;</t></is></c>'
        '<c r="F1" t="b"><v>1</v></c><c r="G1" t="e"><v>#N/A</v></c>'
        '<c r="H1" t="d"><v>2026-01-20</v></c>'
        '<c r="I1" t="str"><f>A1&amp;""</f><v>x_x000D_y</v></c>'
        '<c r="J1"><f>A1*2</f></c><c r="K1" s="1"/><c r="L1" t="s"><v>99</v></c>'
        '<c r="M1"><v>NaN</v></c><c r="N1"><v>1e400</v></c><c r="O1"><v>-.5E-3</v></c></row>',
        shared=strings(["một", "hai\r\nba"]),
    )
    raws = {reference: content.raw for reference, content in found.items()}
    assert raws == {
        "A1": Number(Decimal(12)),
        "B1": Number(Decimal("0.85"), Shown.PERCENT),
        "C1": Number(Decimal(46042), Shown.DATE),
        "D1": Text("hai\nba"),
        "E1": Text("Xã <A> ạ"),
        "F1": Truth(value=True),
        "G1": Failure("#N/A"),
        "H1": Day(date(2026, 1, 20)),
        "I1": Text("x\ry"),
        "J1": PENDING,
        "K1": BLANK,
        "L1": Failure("mất chuỗi chữ"),
        "M1": Failure("NaN"),
        "N1": Failure("1e400"),
        "O1": Number(Decimal("-0.0005")),
    }
    assert found["I1"].formula == 'A1&""'


def test_a_style_may_end_like_an_address(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{row}" spans="1:{row}"><c r="A{row}" s="{row}"><v>{row}</v></c>'
        f'<c r="C{row}" s="{row}" t="inlineStr"><is><t>cỡ {row}" A{row}"</t></is></c></row>'
        for row in range(1, 30)
    )
    found = cells(tmp_path, rows)
    assert found["C12"].raw == Text('cỡ 12" A12"')
    assert found["A28"].raw == Number(Decimal(28))


def test_old_fonts_are_read_by_their_name(tmp_path: Path) -> None:
    runs = (
        '<si><r><t>Së </t></r><r><rPr><rFont val="Arial"/></rPr><t>Nội vụ</t></r></si>'
        "<si><t>trung \u00ad¬ng</t></si>"
        '<si><r><rPr><rFont val=".VnTimeH"/></rPr><t>huyÖn</t></r><r><t> một</t></r></si>'
    )
    shared = strings([]).replace("</sst>", runs + "</sst>")
    found = cells(
        tmp_path,
        '<row r="1"><c r="A1" s="5" t="s"><v>0</v></c><c r="B1" s="6" t="s"><v>1</v></c>'
        '<c r="C1" s="0" t="s"><v>1</v></c><c r="D1" s="5" t="inlineStr"><is><t>Đã gõ lại</t></is>'
        '</c><c r="E1" s="0" t="s"><v>2</v></c></row>',
        shared=shared,
    )
    assert found["A1"].raw == Text("Sở Nội vụ")
    assert found["B1"].raw == Text("TRUNG ƯƠNG")
    assert found["C1"].raw == Text("trung \u00ad¬ng")
    assert (found["A1"].converted, found["D1"].converted) == (True, False)
    assert (found["E1"].raw, found["E1"].converted) == (Text("HUYỆN một"), True)
    assert found["D1"].raw == Text("Đã gõ lại")


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from('\n\t&<>"'),
    max_size=12,
)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False).map(repr) | st.integers(-5, 120).map(str)


@st.composite
def cell(draw: st.DrawFn, address: str) -> str:
    style = draw(st.sampled_from(["", ' s="1"', ' s="2"', ' s="5"', ' s="12"']))
    formula = draw(st.sampled_from(["", "", "", "<f>A1+1</f>", '<f t="shared" si="0"/>']))
    kind = draw(st.sampled_from("nnnnsbeix"))
    start = f'<c r="{address}"{style}'
    match kind:
        case "n":
            return f"{start}>{formula}<v>{draw(NUMBERS)}</v></c>"
        case "s":
            return f'{start} t="s"><v>{draw(st.integers(0, 4))}</v></c>'
        case "b":
            return f'{start} t="b">{formula}<v>{draw(st.integers(0, 1))}</v></c>'
        case "e":
            return f'{start} t="e">{formula}<v>#REF!</v></c>'
        case "i":
            text = escape(draw(TEXTS))
            return f'{start} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
        case _:
            return f"{start}/>"


@st.composite
def sheet_rows(draw: st.DrawFn) -> str:
    numbers = sorted(draw(st.sets(st.integers(1, 40), max_size=14)))
    regular = draw(st.booleans())
    columns = sorted(draw(st.sets(st.integers(1, 30), min_size=1, max_size=6)))
    rows: list[str] = []
    for number in numbers:
        here = columns if regular else sorted(draw(st.sets(st.sampled_from(columns), max_size=6)))
        filled = "".join(draw(cell(f"{column_letters(at)}{number}")) for at in here)
        hidden = draw(st.sampled_from(["", "", ' hidden="1"']))
        rows.append(f'<row r="{number}"{hidden}>{filled}</row>')
    return "".join(rows)


def lens(spec: Spec) -> Lens:
    def see(content: Content) -> Datum:
        return admit(spec, content.raw).datum

    return Lens(see, Special.MISSING, lambda shown: straight(spec, shown))


def strictly(sheet: Sheet, lenses: dict[int, Lens], first_row: int) -> ColumnReader:
    reader = ColumnReader(sheet.maker, sheet.opened.limits, lenses, first_row)
    for row in StrictRows(sheet.maker, SheetInfo(10)).rows(sheet._chunks()):
        reader.add_contents(row)
    return reader


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=sheet_rows())
def test_the_fast_reader_sees_what_the_strict_one_sees(tmp_path: Path, rows: str) -> None:
    shared = strings(["không", "có", "12,5", " x ", "5; 4"])
    path = save(tmp_path / "a.xlsx", parts(worksheet(rows), style=STYLE, shared=shared))
    specs = [Spec(kind) for kind in (ValueType.NUMBER, ValueType.PERCENT, ValueType.TEXT)]
    lenses = {at: lens(specs[at % 3]) for at in range(1, 28, 2)}
    with opened(path) as workbook:
        sheet = workbook.sheets[0]
        assert sheet._fast_grid(None) == sheet._strict_grid(None)
        assert sheet.columns(lenses, 3) == strictly(sheet, lenses, 3).columns


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c><!-- x --><c r="B1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v><![CDATA[1]]></v></c><c r="B1"><v>2</v></c></row>',
        "<row r=\"1\"><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c></row>",
        "<row><c><v>1</v></c><c><v>2</v></c></row>",
        '<row r="1">\n <c r="A1">\n  <v>1</v>\n </c>\n <c r="B1"><v>2</v></c></row>',
        '<row spans="1:2" r="1"><c t="n" r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v><extLst/></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c> x <c r="B1"><v>2</v></c></row>',
        '<row r="1"><c r="B1"><v>2</v></c><c r="A1"><v>1</v></c></row>',
        '<row r="1" z="&lt;"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>',
    ],
)
def test_what_is_unfamiliar_is_read_strictly(tmp_path: Path, rows: str) -> None:
    path = save(tmp_path / "a.xlsx", parts(worksheet(rows)))
    with opened(path) as workbook:
        sheet = workbook.sheets[0]
        with pytest.raises(UnfamiliarError):
            sheet._fast_grid(None)
        assert _plain(sheet.read()) == {(1, 1): 1, (1, 2): 2}
        columns = sheet.columns({2: lens(Spec(ValueType.COUNT))}, 1)
        assert columns.values == {2: [Decimal(2)]}


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="B1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1" r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1" x:y="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" s="1" s="1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><f ca="1" ca="1">B1</f><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"<v>2</v></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&nbsp;</t></is></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&#0;</t></is></c></row>',
        '<row r="1"><c r="A1" t="inlineStr"><is><t>a]]>b</t></is></c></row>',
    ],
)
def test_what_is_not_well_formed_is_refused(tmp_path: Path, rows: str) -> None:
    path = save(tmp_path / "a.xlsx", parts(worksheet(rows)))
    with opened(path) as workbook:
        with pytest.raises(RefusalError):
            workbook.sheets[0].read()
        with pytest.raises(RefusalError):
            workbook.sheets[0].columns({1: lens(Spec(ValueType.TEXT))}, 1)


def test_a_row_tag_that_is_cut_between_two_chunks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = "".join(f'<row r="{at}" ht="3"/>' for at in range(2, 60))
    rows = (
        f'<row r="1"><c r="A1"><v>1</v></c></row>{empty}<row r="60"><c r="B60"><v>2</v></c></row>'
    )
    path = save(tmp_path / "a.xlsx", parts(worksheet(rows)))
    for size in (1, 7, 64, 300):
        monkeypatch.setattr("cchc_rules.excel.parts.CHUNK", size)
        with opened(path) as workbook:
            assert _plain(workbook.sheets[0]._fast_grid(None)) == {(1, 1): 1, (60, 2): 2}


def _plain(grid: Grid) -> dict[tuple[int, int], Decimal]:
    return {
        (row, column): content.raw.value
        for row, column, content in grid.cells()
        if isinstance(content.raw, Number)
    }


def test_a_prefix_and_another_encoding_are_read_strictly(tmp_path: Path) -> None:
    plain = worksheet('<row r="1"><c r="A1"><v>7</v></c></row>')
    prefixed = plain.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?")
    prefixed = prefixed.replace("xmlns=", "xmlns:x=")
    wide = plain.replace("UTF-8", "UTF-16").encode("utf-16")
    members = parts(plain, plain)
    members["xl/worksheets/sheet1.xml"] = prefixed
    members["xl/worksheets/sheet2.xml"] = wide
    with opened(save(tmp_path / "a.xlsx", members)) as workbook:
        for sheet in workbook.sheets:
            assert _plain(sheet.read()) == {(1, 1): 7}


def test_merges_hidden_rows_and_hidden_columns(tmp_path: Path) -> None:
    sheet = worksheet(
        '<row r="2" hidden="1"><c r="A2"><v>1</v></c></row>',
        before='<cols><col min="2" max="3" hidden="1"/></cols>',
        after='<mergeCells><mergeCell ref="A1:C2"/></mergeCells>',
    )
    with opened(save(tmp_path / "a.xlsx", parts(sheet))) as workbook:
        grid = workbook.sheets[0].read()
    assert [(area.top, area.left, area.bottom, area.right) for area in grid.merges] == [
        (1, 1, 2, 3)
    ]
    assert (grid.hidden_rows, grid.hidden_columns) == ({2}, [(2, 3)])


def test_the_epoch_of_1904_and_defined_names(tmp_path: Path) -> None:
    book = '<workbookPr date1904="1"/>'
    members = parts(worksheet('<row r="1"><c r="A1" s="2"><v>44580</v></c></row>'), style=STYLE)
    main = str(members["xl/workbook.xml"]).replace("<sheets>", book + "<sheets>")
    names = "<definedNames><definedName name='CCHC_LUAT'>Trang1!$A$1</definedName></definedNames>"
    members["xl/workbook.xml"] = main.replace("</workbook>", names + "</workbook>")
    with opened(save(tmp_path / "a.xlsx", members)) as workbook:
        content = workbook.sheets[0].read().at(1, 1)
        assert workbook.names == {"CCHC_LUAT": "Trang1!$A$1"}
    assert admit(Spec(ValueType.DATE), content.raw).datum == date(2026, 1, 20)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("General", Shown.PLAIN),
        ("#,##0.00", Shown.PLAIN),
        ("0.0%", Shown.PERCENT),
        ('0.0"%"', Shown.PLAIN),
        ("[$-42A]dd/mm/yyyy", Shown.DATE),
        ("[h]:mm", Shown.DATE),
        ('#,##0 "đồng"', Shown.PLAIN),
        ("[Red]0;[Blue]-0", Shown.PLAIN),
        (r"0\d", Shown.PLAIN),
        ("0_);(0)", Shown.PLAIN),
        ("@", Shown.PLAIN),
    ],
)
def test_what_a_number_format_shows(code: str, shown: Shown) -> None:
    assert shown_by(code) is shown


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_double_is_the_shortest_decimal_of_fifteen_digits(value: float) -> None:
    for text in (repr(value), f"{value:.17g}", f"{value:.16G}"):
        expected = Decimal(f"{float(text):.15g}")
        assert exact_number(text) == (expected if expected.is_finite() else None)


def test_long_numbers_are_rounded_as_one_by_one(tmp_path: Path) -> None:
    """The bulk way rounds decimal text; ties at the 16th digit are where it could differ."""
    values = [f"0.{at:015d}5" for at in range(3, 900, 7)] + ["1.2345678901234565E-05", "0.5"]
    rows = "".join(
        f'<row r="{at}"><c r="A{at}"><v>{value}</v></c></row>' for at, value in enumerate(values, 1)
    )
    path = save(tmp_path / "a.xlsx", parts(worksheet(rows)))
    with opened(path) as workbook:
        columns = workbook.sheets[0].columns({1: lens(Spec(ValueType.NUMBER))}, 1)
    assert columns.values[1] == [exact_number(value) for value in values]


def test_files_of_openpyxl_and_xlsxwriter(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["A1"], page["B1"], page["C1"] = "Xã A", 0.5, date(2026, 1, 20)
    page["B1"].number_format = "0%"
    page["B2"] = "=B1*2"
    page.merge_cells("A2:A3")
    book.save(tmp_path / "o.xlsx")
    written = xlsxwriter.Workbook(str(tmp_path / "x.xlsx"))
    sheet = written.add_worksheet()
    sheet.write_string(0, 0, "Xã A")
    sheet.write_number(0, 1, 0.5, written.add_format({"num_format": "0%"}))
    day = written.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_number(0, 2, 46042, day)
    sheet.write_rich_string(3, 0, "a", written.add_format({"bold": True}), "b", "c")
    written.close()
    for name in ("o.xlsx", "x.xlsx"):
        with opened(tmp_path / name) as workbook:
            grid = workbook.sheets[0]._fast_grid(None)
        assert grid.at(1, 1).raw == Text("Xã A")
        assert grid.at(1, 2).raw == Number(Decimal("0.5"), Shown.PERCENT)
        admitted = admit(Spec(ValueType.DATE), grid.at(1, 3).raw)
        assert (admitted.datum, admitted.remarks) == (date(2026, 1, 20), ())
    with opened(tmp_path / "o.xlsx") as workbook:
        grid = workbook.sheets[0].read()
        assert grid.at(2, 2).raw == PENDING
        assert len(grid.merges) == 1
    with opened(tmp_path / "x.xlsx") as workbook:
        assert workbook.sheets[0].read().at(4, 1).raw == Text("abc")


def test_the_head_of_a_sheet_is_as_long_as_asked_for(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, 101))
    path = save(tmp_path / "a.xlsx", parts(worksheet(rows, after="<sheetProtection sheet='1'/>")))
    with opened(path) as workbook:
        (sheet,) = workbook.sheets
        for wanted in (0, 1, 15, 16, 17, 32, 60, 99, 100, 200):
            assert list(sheet.head(wanted).rows) == list(range(1, min(wanted, 100) + 1))
        some = sheet.read(60)
        assert list(some.rows) == list(range(1, 61))
        assert some.protected
