"""`cchc score --write`: points in the forms that the figures came from, and nothing else."""

import zipfile
from concurrent.futures import Executor, ProcessPoolExecutor
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from cchc_rules import cli
from cchc_rules.engine.rules import load_rules
from cchc_rules.engine.scoring import Scored, Task, score
from cchc_rules.engine.validating import Options, validate_one
from cchc_rules.engine.writeback import WrittenBack, write_back
from cchc_rules.forms.layout import CLASS, PERCENT, SHEET, TOTAL, Column
from tests.excel.form.making import (
    COUNCIL,
    FULL,
    SAMPLE,
    Made,
    Stale,
    cell_of,
    sample,
    write_form,
)
from tests.excel.patching.books import changed_members

RULES = str(SAMPLE)


def scored(path: Path) -> Scored:
    found = score(Task(str(path), RULES))
    assert found.ranking is not None
    return found


def back(found: Scored, executor: Executor | None = None) -> WrittenBack:
    assert found.ranking is not None
    return write_back(found.ranking, Options(rules=found.loaded.name), executor=executor)


def shown(path: Path, *keys: str, column: Column = Column.SCORE) -> list[object]:
    book = openpyxl.load_workbook(path, data_only=True)
    return [book[SHEET][cell_of(sample(), key, column)].value for key in keys]


def formulas(path: Path) -> dict[str, object]:
    sheet = openpyxl.load_workbook(path)[SHEET]
    cells = (cell for row in sheet.iter_rows() for cell in row)
    return {cell.coordinate: cell.value for cell in cells if cell.data_type == "f"}


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """A form that was filled and saved without being recalculated."""
    stale = {cell_of(sample(), key, Column.SCORE): Stale(0) for key in ("1.1.1", "1", TOTAL)}
    return write_form(tmp_path / "phiếu.xlsx", Made(sample(), appraised=COUNCIL, cells=stale))


def test_points_of_every_leaf_the_total_and_the_class_are_written(form: Path) -> None:
    found = scored(form)
    assert found.ranking is not None
    (unit,) = found.ranking.units
    done = back(found)
    assert (done.files, done.found) == ((str(form),), ())
    leaves = [leaf.leaf.code for leaf in unit.assessment.leaves]
    points = [float(leaf.score.low) for leaf in unit.assessment.leaves]
    assert shown(form, *leaves) == pytest.approx(points)
    assert unit.total is not None
    total, percent, class_ = shown(form, TOTAL, PERCENT, CLASS)
    assert total == float(unit.total.low)
    assert percent == float(unit.percent.low / 100) if unit.percent else False
    assert class_ == unit.classes[0]


def test_only_the_sheet_changes_and_formulas_stay(form: Path) -> None:
    before = formulas(form)
    back(scored(form))
    kept = form.with_name("phiếu.xlsx.bak")
    assert changed_members(kept, form) == {"xl/worksheets/sheet1.xml"}
    after = formulas(form)
    gone = before.keys() - after.keys()
    assert all(after[ref] == before[ref] for ref in after)
    assert gone == set()


def test_a_form_that_shows_its_points_is_not_touched(tmp_path: Path) -> None:
    form = write_form(tmp_path / "a.xlsx", Made(sample(), appraised=COUNCIL))
    assert back(scored(form)) == WrittenBack((str(form),), ())
    assert list(tmp_path.iterdir()) == [form]


def test_a_formula_that_somebody_changed_is_replaced(tmp_path: Path) -> None:
    ref = cell_of(sample(), "1.1.1", Column.SCORE)
    made = Made(sample(), appraised=COUNCIL, cells={ref: ("=1+0", 1)})
    form = write_form(tmp_path / "a.xlsx", made)
    back(scored(form))
    assert shown(form, "1.1.1") == [2]
    assert ref not in formulas(form)


PEERS = """BỘ CHỈ SỐ NHÓM "So với nhóm"
  năm: 2026
  đối tượng: xã
  tổng điểm: 10
LĨNH VỰC 1 "Hồ sơ": 10 điểm
TIÊU CHÍ 1.1 "Nhiều nhất": 6 điểm
  SỐ LIỆU hồ_sơ: số đếm "Số hồ sơ"
  chấm theo công thức 6 * hồ_sơ / lớn nhất toàn nhóm(hồ_sơ)
TIÊU CHÍ 1.2 "Đúng hạn": 4 điểm
  SỐ LIỆU có_hạn: có/không "Đúng hạn"
  chấm điểm tối đa nếu có_hạn
"""


def test_what_is_left_to_the_council_gets_its_points(tmp_path: Path) -> None:
    rules = tmp_path / "nhóm.cchc"
    rules.write_text(PEERS, encoding="utf-8")
    loaded = load_rules(str(rules)).usable
    assert loaded is not None
    left = ("1.1", "1", TOTAL, PERCENT)
    refs = [cell_of(loaded, key, Column.SCORE) for key in left]
    cells = {ref: Stale("hội đồng tính") for ref in refs}
    folder = tmp_path / "p"
    folder.mkdir()
    for name, count in (("a", 50), ("b", 100)):
        figures = {"hồ_sơ": count, "có_hạn": "có"}
        made = Made(loaded, unit=f"Xã {name}", declared=figures, appraised=figures, cells=cells)
        write_form(folder / f"{name}.xlsx", made)
    found = score(Task(str(folder), str(rules)))
    assert back(found).found == ()
    book = openpyxl.load_workbook(folder / "a.xlsx", data_only=True)
    assert [book[SHEET][ref].value for ref in refs] == [3, 7, 7, 0.7]
    kept = formulas(folder / "a.xlsx")
    assert kept.keys().isdisjoint(refs)
    assert cell_of(loaded, "1.2", Column.SCORE) in kept
    told = validate_one(str(folder / "a.xlsx"), Options(rules=str(rules))).found
    assert [one for one in told if one.code == "E593"] == []


def test_a_second_time_changes_nothing(form: Path) -> None:
    back(scored(form))
    before = form.read_bytes(), sorted(form.parent.iterdir())
    back(scored(form))
    assert (form.read_bytes(), sorted(form.parent.iterdir())) == before


def test_the_form_is_still_in_order(form: Path) -> None:
    before = {one.code for one in validate_one(str(form), Options(rules=RULES)).found}
    back(scored(form))
    after = {one.code for one in validate_one(str(form), Options(rules=RULES)).found}
    assert after <= before


def test_scores_that_are_stale_or_typed_by_hand_are_put_right(tmp_path: Path) -> None:
    ref = cell_of(sample(), "1.1.1", Column.SCORE)
    made = Made(sample(), appraised=COUNCIL, cells={ref: 99})
    form = write_form(tmp_path / "a.xlsx", made)
    found = scored(form)
    assert shown(form, "1.1.1") == [99]
    back(found)
    assert shown(form, "1.1.1") == [2]


def test_what_is_missing_is_said_in_its_cell(tmp_path: Path) -> None:
    appraised = {key: value for key, value in COUNCIL.items() if key != "ngày_ban_hành"}
    form = write_form(tmp_path / "a.xlsx", Made(sample(), appraised=appraised))
    back(scored(form))
    assert shown(form, "1.1.1", TOTAL) == ["thiếu", "thiếu"]


def test_the_self_round_has_its_own_column(tmp_path: Path) -> None:
    form = write_form(tmp_path / "a.xlsx", Made(sample(), declared=FULL))
    before = shown(form, TOTAL)
    back(scored(form))
    (total,) = shown(form, TOTAL, column=Column.SELF_SCORE)
    assert isinstance(total, int | float)
    assert shown(form, TOTAL) == before


def test_a_form_that_changed_after_it_was_scored_is_left_alone(form: Path) -> None:
    found = scored(form)
    write_form(form, Made(sample(), appraised={**COUNCIL, "hồ_sơ": 999}))
    before = form.read_bytes()
    done = back(found)
    assert ([one.code for one in done.found], done.files) == (["E604"], ())
    assert form.read_bytes() == before
    form.unlink()
    assert [one.code for one in back(found).found] == ["E604"]


def test_one_form_that_cannot_be_written_does_not_stop_the_others(tmp_path: Path) -> None:
    for name in "abc":
        made = Made(sample(), unit=f"Xã {name}", appraised=COUNCIL)
        write_form(tmp_path / f"{name}.xlsx", made)
    with zipfile.ZipFile(tmp_path / "a.xlsx", "a") as archive:
        archive.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
    (tmp_path / "~$b.xlsx").write_bytes(b"")
    done = back(scored(tmp_path))
    assert sorted(one.code for one in done.found) == ["E600", "E602"]
    assert done.files == (str(tmp_path / "c.xlsx"),)


def test_other_processes_write_the_same(tmp_path: Path) -> None:
    cells = {cell_of(sample(), TOTAL, Column.SCORE): Stale(0)}
    for name in "abc":
        made = Made(sample(), unit=f"Xã {name}", appraised=COUNCIL, cells=cells)
        write_form(tmp_path / f"{name}.xlsx", made)
    found = scored(tmp_path)
    with ProcessPoolExecutor(2) as executor:
        done = back(found, executor)
    assert done.found == ()
    assert sorted(done.files) == [str(tmp_path / f"{name}.xlsx") for name in "abc"]
    assert {shown(tmp_path / f"{name}.xlsx", TOTAL)[0] for name in "abc"} != {0}
    assert len(list(tmp_path.glob("*.bak"))) == 3


def test_figures_of_a_table_have_no_form(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text('{"units": [{"name": "Xã A", "kind": "xã", "facts": {}}]}', encoding="utf-8")
    assert [one.code for one in back(scored(path)).found] == ["E606"]


def test_an_officials_own_form(tmp_path: Path) -> None:
    path = tmp_path / "own.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Chấm điểm"
    sheet.append(["Đơn vị: Xã Na Lay"])
    sheet.append(["STT", "Tiêu chí", "Điểm tối đa", "Số liệu thẩm định", "Điểm thẩm định"])
    sheet.append(["1.2", "Báo cáo định kỳ", 3])
    sheet.append(["", "Số lần chậm báo cáo", None, 3])
    sheet.append(["2.1", "Tỷ lệ hồ sơ đúng hạn", 5, None, "=C5-1"])
    sheet.append(["", "Số hồ sơ đã giải quyết", None, 1000])
    sheet.append(["", "Số hồ sơ đúng hạn", None, 965])
    book.save(path)
    found = scored(path)
    done = back(found)
    assert done.found == ()
    book = openpyxl.load_workbook(path)
    assert book.worksheets[0]["E5"].value == 4
    assert book.worksheets[0]["E3"].value == "thiếu"
    assert Decimal(str(book.worksheets[0]["C5"].value)) == 5


def test_score_writes_beside_the_form(form: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = form.read_bytes()
    assert cli.main(["score", str(form), "--rules", RULES]) == 0
    assert form.read_bytes() == before
    result = form.with_name("phiếu-ket-qua.xlsx")
    assert f"Đã ghi {result}" in capsys.readouterr().err
    assert sorted(form.parent.iterdir()) == sorted([form, result])
    assert cli.main(["score", str(form.parent), "--rules", RULES, "--json"]) == 0
    assert form.parent.with_name(f"{form.parent.name}-ket-qua.xlsx").exists() is False


def test_score_writes_into_the_form_when_told_so(
    form: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["score", str(form), "--rules", RULES, "--write"]) == 0
    assert "Điểm đã nằm trong 1 phiếu" in capsys.readouterr().err
    assert sorted(form.parent.iterdir()) == [form, form.with_name("phiếu.xlsx.bak")]


def test_score_says_why_it_could_not_write(form: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (form.parent / "~$phiếu.xlsx").write_bytes(b"")
    assert cli.main(["score", str(form), "--rules", RULES, "--write"]) == 1
    assert "lỗi E600" in capsys.readouterr().err


def test_score_into_a_named_file(form: Path, tmp_path: Path) -> None:
    target = tmp_path / "x" / "kq.xlsx"
    target.parent.mkdir()
    assert cli.main(["score", str(form), "--rules", RULES, "-o", str(target)]) == 0
    assert target.exists()
    assert not form.with_name("phiếu-ket-qua.xlsx").exists()
