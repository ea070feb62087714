import errno
import html
import os
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_rules.excel import writing
from cchc_rules.excel.texts import unescape
from cchc_rules.excel.writing import Column, Look, Page, Row, Tone, write_workbook
from cchc_rules.excel.writing.rows import escaped
from cchc_rules.facts.raw import BLANK, Number, Shown, Text
from tests.excel.making import opened

PAGE = Page(
    "Xếp hạng: 2026/[1]",
    (
        Column("Hạng", Look.WHOLE),
        Column("Đơn vị"),
        Column("Tổng điểm", Look.POINTS, group="Điểm", digits=2),
        Column("Tỷ lệ", Look.PERCENT, group="Điểm"),
        Column("Ngày", Look.DATE),
        Column("Xếp loại", Look.CENTERED),
    ),
    (
        Row((1, "Xã A & B", Decimal("84.58"), Decimal("0.8458"), date(2026, 1, 20), "Tốt")),
        Row((None, "=1+1", "16,18–16,76", None, None, "@x"), Tone.UNSURE),
        Row((None, "  <b>_x000D_\x07\n", Decimal(0), Decimal("1E+2"), None, ""), Tone.WRONG),
    ),
    titles=("BẢNG XẾP HẠNG", "Bộ chỉ số thử"),
    notes=("=Ghi chú", "hết"),
    fixed_columns=2,
)


def test_a_page_comes_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "xếp hạng.xlsx"
    assert write_workbook(path, [PAGE, PAGE], "cchc") == ()
    with opened(path) as workbook:
        assert [sheet.name for sheet in workbook.sheets] == ["Xếp hạng 2026 1", "Xếp hạng 2026 1 2"]
        grid = workbook.sheets[0].read()
    values = {(row, at): content.raw for row, at, content in grid.cells()}
    assert values[1, 1] == Text("BẢNG XẾP HẠNG")
    assert (values[4, 3], values[5, 3], values[5, 4]) == (
        Text("Điểm"), Text("Tổng điểm"), Text("Tỷ lệ"),
    )  # fmt: skip
    assert values[6, 2] == Text("Xã A & B")
    assert values[6, 3] == Number(Decimal("84.58"))
    assert values[6, 4] == Number(Decimal("0.8458"), Shown.PERCENT)
    assert values[6, 5] == Number(Decimal(46042), Shown.DATE)
    assert values[7, 2] == Text("=1+1")
    assert values[8, 2] == Text("  <b>_x000D_\n")
    assert (values[7, 1], values[8, 6]) == (BLANK, Text(""))
    assert values[10, 1] == Text("=Ghi chú")


def test_no_text_becomes_a_formula_and_other_readers_agree(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(path, [PAGE])
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    assert sheet.dimensions == "A1:F11"
    assert (sheet["B7"].value, sheet["B7"].data_type) == ("=1+1", "s")
    assert sheet["C6"].number_format == "#,##0.00"
    assert sheet["B7"].fill.fgColor.rgb == "FFFFF4CE"
    assert sheet["B6"].fill.fgColor.rgb != "FFFFF4CE"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$4:$5"
    assert sheet.freeze_panes == "C6"
    assert sheet.auto_filter.ref == "A5:F8"
    assert "A4:A5" in {str(area) for area in sheet.merged_cells.ranges}


def test_a_page_without_rows_or_titles(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    assert write_workbook(path, [Page("", (Column("Đơn vị"),), ())]) == ()
    with opened(path) as workbook:
        assert workbook.sheets[0].name == "Trang"
        assert len(list(workbook.sheets[0].read().cells())) == 1


def test_many_rows(tmp_path: Path) -> None:
    rows = [Row((at, f"Xã {at}")) for at in range(2000)]
    path = tmp_path / "a.xlsx"
    write_workbook(path, [Page("x", (Column("a", Look.WHOLE), Column("b")), rows)])
    with opened(path) as workbook:
        grid = workbook.sheets[0]._fast_grid(None)
    assert grid.at(2001, 2).raw == Text("Xã 1999")
    assert len(list(grid.cells())) == 4002


def failing(error: BaseException) -> Callable[..., object]:
    def fail(*_: object, **__: object) -> object:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (OSError(errno.ENOSPC, "No space left"), "hết chỗ"),
        (PermissionError(errno.EACCES, "denied"), "quyền ghi"),
        (OSError(errno.EIO, "lạ"), "lạ"),
    ],
)
@pytest.mark.parametrize("step", ["fsync", "replace", "_check"])
def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, says: str, step: str
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    where = {"fsync": os, "replace": Path, "_check": writing}[step]
    monkeypatch.setattr(where, step, failing(error))
    found = write_workbook(path, [PAGE])
    assert [one.code for one in found] == ["E600"]
    assert says in found[0].message
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_ctrl_c_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    monkeypatch.setattr(writing, "rows_xml", failing(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        write_workbook(path, [PAGE])
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_reads_back_wrong_is_not_moved_into_place(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a", b"x" * 100)
    path.write_bytes(path.read_bytes().replace(b"x" * 100, b"y" * 100))
    with pytest.raises(OSError, match="đọc lại"):
        writing._check(path)


@pytest.mark.parametrize("lock", ["~$a.xlsx", ".~lock.a.xlsx#"])
def test_a_file_that_is_open_elsewhere(tmp_path: Path, lock: str) -> None:
    (tmp_path / lock).write_bytes(b"")
    found = write_workbook(tmp_path / "a.xlsx", [PAGE])
    assert lock in found[0].message
    assert not (tmp_path / "a.xlsx").exists()


def test_a_folder_that_is_not_there_or_in_the_way(tmp_path: Path) -> None:
    assert "Thư mục" in write_workbook(tmp_path / "b" / "a.xlsx", [PAGE])[0].message
    (tmp_path / "a.xlsx").mkdir()
    assert "thư mục" in write_workbook(tmp_path / "a.xlsx", [PAGE])[0].message
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_workbook(path, [PAGE])
    assert path.stat().st_mode & 0o777 == 0o640


@given(
    st.lists(
        st.sampled_from(["_x", "_x000D_", "_", "<&>", "\n"])
        | st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=3)
    )
)
def test_text_is_escaped_so_that_reading_gives_it_back(parts: list[str]) -> None:
    text = "".join(parts)
    assert unescape(html.unescape(escaped(text))) == text


def test_letters_that_xml_cannot_hold_are_left_out() -> None:
    assert escaped("a\x00\x1b[31m\ufffe\ud800b") == "a[31mb"


def test_long_text_is_cut_at_what_a_cell_holds() -> None:
    assert len(escaped("a" * 40_000)) == 32_767


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("ngắn", 1),
        ("mười hai chữ ở đây", 2),
        ("một\nhai\nba", 3),
        ("dài" * 10, 3),
        ("chữ " * 1000, 26),
    ],
)
def test_rows_are_as_high_as_their_wrapped_texts(tmp_path: Path, text: str, lines: int) -> None:
    page = Page(
        "A", (Column("Nội dung", width=11), Column("Mã", Look.CENTERED)), [Row((text, text))]
    )
    assert write_workbook(tmp_path / "a.xlsx", [page]) == ()
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    height = book.active.row_dimensions[2].height  # type: ignore[union-attr]
    assert height == (None if lines == 1 else lines * 15.75)
