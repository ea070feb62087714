"""Whole workbooks: what changes, what stays, what is refused."""

import errno
import os
import shutil
import time
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import python_calamine

from cchc_rules.excel import placing
from cchc_rules.excel.patching import Stamp, Value, patch_cells
from tests.excel.making import RELATED, XML, opened, parts, relations, save, styles, worksheet
from tests.excel.patching.books import MEMBER, SHEET, changed_members, rich_book

CHANGES: dict[tuple[str, str], Value] = {
    (SHEET, "B3"): Decimal("3.5"),
    (SHEET, "C4"): Decimal(2),
    (SHEET, "D3"): "=1+1\n",
    (SHEET, "A30"): "mới",
    (SHEET, "AA5"): True,
    (SHEET, "B6"): None,
}


@pytest.fixture
def form(tmp_path: Path) -> Path:
    return rich_book(tmp_path / "Phiếu xã A.xlsm")


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def code(path: Path, ref: str = "B3", value: Value = Decimal(8), sheet: str = SHEET) -> str:
    return "".join(one.code for one in patch_cells(path, path, {(sheet, ref): value}))


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_every_other_part_is_the_same_byte_by_byte(form: Path) -> None:
    assert patch_cells(form, form, CHANGES) == ()
    old = form.with_name("Phiếu xã A.xlsm.bak")
    assert names(form.parent) == [form.name, old.name]
    assert changed_members(old, form) == {MEMBER}
    sheet = openpyxl.load_workbook(form)[SHEET]
    assert [sheet[ref].value for _, ref in CHANGES] == [3.5, 2, "=1+1\n", "mới", True, None]
    assert (sheet["D3"].data_type, sheet["B3"].number_format) == ("s", "0.00")
    assert sheet["C5"].value == "=B5*2"
    rows = python_calamine.load_workbook(str(form)).get_sheet_by_name(SHEET).to_python()
    assert (rows[2][1], rows[29][0]) == (3.5, "mới")


def test_a_stricter_reader_takes_the_result(form: Path) -> None:
    ironcalc = pytest.importorskip("ironcalc")
    assert patch_cells(form, form, CHANGES) == ()
    plain = form.with_suffix(".xlsx")
    shutil.copy(form, plain)
    model = ironcalc.load_from_xlsx(str(plain), "en", "UTC", "en")
    assert model.get_formatted_cell_value(0, 3, 2) == "3.50"
    assert model.get_formatted_cell_value(0, 30, 1) == "mới"


def test_a_copy_elsewhere_leaves_the_original(form: Path, tmp_path: Path) -> None:
    target = tmp_path / "kết quả.xlsm"
    before = form.read_bytes()
    assert patch_cells(form, target, CHANGES) == ()
    assert form.read_bytes() == before
    assert changed_members(form, target) == {MEMBER}
    assert names(tmp_path) == sorted([form.name, target.name])


def test_each_version_is_kept_and_nothing_is_written_twice(form: Path) -> None:
    first = form.read_bytes()
    assert code(form) == ""
    second = form.read_bytes()
    assert code(form) == ""
    assert names(form.parent) == [form.name, form.name + ".bak"]
    assert code(form, value=Decimal(9)) == ""
    assert (form.parent / f"{form.name}.bak").read_bytes() == first
    assert (form.parent / f"{form.name}.bak2").read_bytes() == second


def test_a_disk_where_a_file_has_one_name(form: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "không hỗ trợ")

    before = form.read_bytes()
    monkeypatch.setattr(Path, "hardlink_to", refuse)
    assert code(form) == ""
    assert code(form, value=Decimal(9)) == ""
    assert names(form.parent) == [form.name, form.name + ".bak", form.name + ".bak2"]
    assert (form.parent / f"{form.name}.bak").read_bytes() == before


def test_a_stopped_run_has_left_a_second_name(form: Path) -> None:
    kept = form.with_name(form.name + ".bak")
    kept.hardlink_to(form)
    before = form.read_bytes()
    assert code(form) == ""
    assert names(form.parent) == [form.name, kept.name]
    assert kept.read_bytes() == before != form.read_bytes()


@pytest.mark.parametrize(
    ("ref", "says"),
    [
        ("B1", "gộp vào ô A1"),
        ("F4", "mảng"),
        ("J3", "Table"),
        ("K6", "Table"),
        ("A0", "A0"),
        ("XFE1", "XFE"),
        ("x", "địa chỉ"),
    ],
)
def test_cells_that_cannot_be_changed_alone(form: Path, ref: str, says: str) -> None:
    before = form.read_bytes()
    found = patch_cells(form, form, {(SHEET, "B3"): Decimal(8), (SHEET, ref): Decimal(1)})
    assert len(found) == 1
    assert says in found[0].message
    assert SHEET in str(found[0].place)
    assert form.read_bytes() == before
    assert names(form.parent) == [form.name]


def test_a_sheet_that_is_not_there(form: Path) -> None:
    found = patch_cells(form, form, {("Trang9", "A1"): Decimal(1)})
    assert (found[0].code, "Khác" in found[0].remedy) == ("E603", True)


def test_a_signed_file_is_left_alone(form: Path) -> None:
    with zipfile.ZipFile(form, "a") as archive:
        archive.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
    before = form.read_bytes()
    assert code(form) == "E602"
    assert form.read_bytes() == before


@pytest.mark.parametrize(
    ("data", "expected"),
    [(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 900, "E501"), (b"", "E501"), (b"PK", "E502")],
)
def test_what_is_no_workbook_is_named(tmp_path: Path, data: bytes, expected: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    assert code(path) == expected
    assert names(tmp_path) == ["a.xlsx"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert code(tmp_path / "a.xlsx") == "E500"
    assert code(tmp_path) == "E500"


@pytest.mark.parametrize("lock", ["~${}", ".~lock.{}#", ".~{}"])
def test_a_file_that_is_open_elsewhere(form: Path, lock: str) -> None:
    before = form.read_bytes()
    form.with_name(lock.format(form.name)).write_bytes(b"")
    assert code(form) == "E600"
    assert form.read_bytes() == before


def test_a_file_set_to_read_only(form: Path) -> None:
    form.chmod(0o444)
    assert code(form) == "E600"
    assert names(form.parent) == [form.name]


def test_permissions_stay(form: Path) -> None:
    form.chmod(0o640)
    assert code(form) == ""
    assert form.stat().st_mode & 0o777 == 0o640


@pytest.mark.usefixtures("bound_by_permissions")
def test_a_folder_that_nobody_may_write_into(form: Path) -> None:
    form.parent.chmod(0o555)
    try:
        assert code(form) == "E600"
    finally:
        form.parent.chmod(0o755)


def test_a_symbolic_link_stays_one(form: Path, tmp_path: Path) -> None:
    link = tmp_path / "x.xlsm"
    link.symlink_to(form)
    assert code(link) == ""
    assert link.is_symlink()
    assert names(tmp_path) == sorted([form.name, form.name + ".bak", link.name])


def test_a_file_that_changed_since_it_was_read(form: Path) -> None:
    seen = Stamp.of(form)
    os.utime(form, (1, 1))
    before = form.read_bytes()
    found = patch_cells(form, form, {(SHEET, "B3"): Decimal(8)}, read_as=seen)
    assert [one.code for one in found] == ["E604"]
    assert form.read_bytes() == before
    assert names(form.parent) == [form.name]


@pytest.mark.parametrize("vanishes", [False, True])
def test_a_file_that_changes_while_it_is_written(
    form: Path, monkeypatch: pytest.MonkeyPatch, vanishes: bool
) -> None:
    real = os.fsync

    def meddle(handle: int) -> None:
        real(handle)
        form.unlink()
        if not vanishes:
            form.write_bytes(b"another")

    monkeypatch.setattr(os, "fsync", meddle)
    assert code(form) in {"E604", "E600"}
    assert names(form.parent) == ([] if vanishes else [form.name])
    assert vanishes or form.read_bytes() == b"another"


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (OSError(errno.ENOSPC, "No space left"), "hết chỗ"),
        (PermissionError(errno.EACCES, "denied"), "quyền ghi"),
        (OSError(errno.EIO, "lạ"), "lạ"),
    ],
)
@pytest.mark.parametrize("step", ["fsync", "replace", "copymode"])
def test_a_failed_write_leaves_the_old_file(
    form: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, says: str, step: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    before = form.read_bytes()
    where = {"fsync": os, "replace": Path, "copymode": shutil}[step]
    monkeypatch.setattr(where, step, fail)
    found = patch_cells(form, form, {(SHEET, "B3"): Decimal(8)})
    assert says in found[0].message
    assert form.read_bytes() == before
    assert names(form.parent) == [form.name]


def corrupt_entry(data: bytearray) -> None:
    data[data.index(b"customXml/item1.xml", len(data) // 2) - 8] ^= 1


def corrupt_data(data: bytearray) -> None:
    data[data.index(b"customXml/item1.xml") + 40] ^= 1


def cut_off(data: bytearray) -> None:
    del data[-30:]


@pytest.mark.parametrize("damage", [corrupt_entry, corrupt_data, cut_off])
def test_a_copy_that_reads_back_wrong_is_not_moved_into_place(
    form: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[bytearray], None]
) -> None:
    real = os.fsync

    def spoil(handle: int) -> None:
        real(handle)
        copy = next(one for one in form.parent.iterdir() if one.suffix == ".tmp")
        data = bytearray(copy.read_bytes())
        damage(data)
        copy.write_bytes(data)

    before = form.read_bytes()
    monkeypatch.setattr(os, "fsync", spoil)
    found = patch_cells(form, form, {(SHEET, "B3"): Decimal(8)})
    assert "đọc lại không đúng" in found[0].message
    assert form.read_bytes() == before
    assert names(form.parent) == [form.name]


CHAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def chained(path: Path, cells: str) -> Path:
    rows = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>A1</f><v>2</v></c></row>'
    made = parts(worksheet(rows), worksheet(rows))
    made["xl/calcChain.xml"] = f'{XML}<calcChain xmlns="{CHAIN}">{cells}</calcChain>'
    made["xl/_rels/workbook.xml.rels"] = relations(
        ("rId1", "worksheet", "worksheets/sheet1.xml"),
        ("rId2", "worksheet", "/xl/worksheets/sheet2.xml"),
        ("rId3", "calcChain", "calcChain.xml"),
    )
    made["[Content_Types].xml"] = (
        f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Override PartName="/xl/workbook.xml" ContentType="x"/>'
        '<Override PartName="/xl/calcChain.xml" ContentType="y"></Override></Types>'
    )
    return save(path, made)


@pytest.mark.parametrize(
    ("cells", "left"),
    [
        ('<c r="A1" i="1"/><c r="B1"/><c r="A1" i="2"/>', '<c i="1" r="B1"/><c r="A1" i="2"/>'),
        ('<c r="B1" i="1" l="1"/><c r="A1" s="1"></c><c r="B1" i="2"/><c r="A1"/>',
         '<c r="B1" i="1" l="1"/><c r="B1" i="2"/><c r="A1"/>'),
        ('<c r="A1" i="2"/>', '<c r="A1" i="2"/>'),
    ],
)  # fmt: skip
def test_the_calculation_chain_forgets_overwritten_formulas(
    tmp_path: Path, cells: str, left: str
) -> None:
    path = chained(tmp_path / "a.xlsx", cells)
    assert code(path, "A1", sheet="Trang1") == ""
    with zipfile.ZipFile(path) as archive:
        text = archive.read("xl/calcChain.xml").decode()
    assert text == f'{XML}<calcChain xmlns="{CHAIN}">{left}</calcChain>'
    expected = {"xl/worksheets/sheet1.xml"} | ({"xl/calcChain.xml"} if left != cells else set())
    assert changed_members(path.with_name("a.xlsx.bak"), path) == expected


def test_an_empty_calculation_chain_goes(tmp_path: Path) -> None:
    path = chained(tmp_path / "a.xlsx", '<c r="A1" i="1"/>')
    assert code(path, "A1", sheet="Trang1") == ""
    with zipfile.ZipFile(path) as archive:
        assert "xl/calcChain.xml" not in archive.namelist()
        assert b"calcChain" not in archive.read("[Content_Types].xml")
        links = archive.read("xl/_rels/workbook.xml.rels").decode()
    assert links == relations(
        ("rId1", "worksheet", "worksheets/sheet1.xml"),
        ("rId2", "worksheet", "/xl/worksheets/sheet2.xml"),
    )
    assert RELATED in links
    with opened(path) as workbook:
        assert len(workbook.sheets) == 2


def test_a_file_that_is_broken_elsewhere(form: Path) -> None:
    data = bytearray(form.read_bytes())
    corrupt_data(data)
    form.write_bytes(data)
    assert code(form) == "E502"


def test_parts_named_with_backslashes(tmp_path: Path) -> None:
    made = parts(worksheet('<row r="1"><c r="A1"/></row>'))
    named = {name.replace("/", "\\"): data for name, data in made.items()}
    path = save(tmp_path / "a.xlsx", named)
    assert code(path, "A1", sheet="Trang1") == ""
    kept = path.with_name("a.xlsx.bak")
    assert changed_members(kept, path) == {"xl\\worksheets\\sheet1.xml"}


def test_text_in_a_font_of_another_alphabet(tmp_path: Path) -> None:
    style = styles(fonts=[".VnTime"], xfs='<xf fontId="0"/>')
    rows = '<row r="1"><c r="A1" s="0"><v>1</v></c></row>'
    path = save(tmp_path / "a.xlsx", parts(worksheet(rows), style=style))
    assert code(path, "A1", "Tốt", "Trang1") == "E603"
    assert code(path, "A1", Decimal(2), "Trang1") == ""


def test_temporary_files_of_killed_runs_are_swept(tmp_path: Path) -> None:
    old, new = tmp_path / ".a.xlsx.0123abcd.tmp", tmp_path / ".a.xlsx.0123abce.tmp"
    other = tmp_path / "a.tmp"
    for one in (old, new, other):
        one.write_bytes(b"")
        os.utime(one, (1, 1))
    os.utime(new, (time.time(), time.time()))
    placing.sweep(tmp_path)
    assert names(tmp_path) == sorted([new.name, other.name])
