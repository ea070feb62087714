"""Folders of forms: validated, scored and ranked as one set."""

import errno
import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cchc_rules import cli
from cchc_rules.engine import bulk, journal, spool
from cchc_rules.engine.gathering import Checked
from cchc_rules.engine.many import Examination
from cchc_rules.engine.scoring import Scored, Task, score
from cchc_rules.engine.validating import Options, Validated, validate_one
from cchc_rules.facts import Round
from tests.excel.form.making import COUNCIL, FULL, SAMPLE, Made, sample, write_form

RULES = str(SAMPLE)
READS = "cchc_rules.engine.many.validate_one"
ROSTER = "Mã;Tên;Loại\n01;Xã Na Lay;xã\n02;Phường Sông Đà;phường\n03;Xã Vắng;xã\n"


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CCHC_CACHE", str(tmp_path / "nhớ"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two appraised forms of different units, and a file that is no workbook."""
    where = tmp_path / "phiếu"
    where.mkdir()
    write_form(where / "a.xlsx", Made(sample(), appraised=COUNCIL, unit_id="01"))
    other = Made(
        sample(), kind="phường", unit="Phường Sông Đà", appraised={**COUNCIL, "hồ_sơ": 990}
    )
    write_form(where / "b.xlsx", other)
    (where / "hỏng.xlsx").write_bytes(b"PK\x03\x04 x")
    return where


def scored(folder: Path, units: str | None = None, *, accept_declared: bool = False) -> Scored:
    return score(Task(str(folder), RULES, units=units, accept_declared=accept_declared))


def codes(one: Scored | Checked) -> list[str]:
    return sorted({found.code for found in one.found if found.code[0] != "N"})


def names(one: Scored) -> list[str]:
    assert one.ranking is not None
    return [unit.assessment.facts.unit.name for unit in one.ranking.units]


def test_a_folder_is_one_ranking_and_a_bad_file_stops_nothing(folder: Path) -> None:
    found = scored(folder)
    assert found.ranking is not None
    assert found.ranking.round is Round.APPRAISED
    assert [unit.places and unit.places.best for unit in found.ranking.units] == [1, 2]
    assert sorted(names(found)) == ["Phường Sông Đà", "Xã Na Lay"]
    assert "E502" in codes(found)


def test_the_same_as_each_by_itself(folder: Path) -> None:
    together = scored(folder)
    assert together.ranking is not None
    for unit in together.ranking.units:
        file = "a.xlsx" if unit.assessment.facts.unit.kind == "xã" else "b.xlsx"
        alone = scored(folder / file)
        assert alone.ranking is not None
        assert unit.total == alone.ranking.units[0].total
        assert [leaf.score for leaf in unit.assessment.leaves] == [
            leaf.score for leaf in alone.ranking.units[0].assessment.leaves
        ]


def test_units_that_came_twice_or_not_at_all_are_named(folder: Path, tmp_path: Path) -> None:
    (folder / "b2.xlsx").write_bytes((folder / "b.xlsx").read_bytes())
    again = Made(sample(), unit="XA NA LAY", appraised={**COUNCIL, "hồ_sơ": 999})
    write_form(folder / "c.xlsx", again)
    roster = tmp_path / "ds.csv"
    roster.write_text(ROSTER, encoding="utf-8")
    found = scored(folder, units=str(roster))
    assert sorted(names(found)) == ["Phường Sông Đà", "Xã Na Lay"]
    told = {one.code: one for one in found.found}
    assert "Xã Vắng" in told["W561"].message
    assert str(told["E566"].place).endswith("c.xlsx")
    assert "a.xlsx" in told["E566"].message
    assert str(told["W566"].place).endswith("b2.xlsx")
    checked = Checked([str(folder)], Options(rules=RULES, units=str(roster)))
    assert len(list(checked.results())) == 5
    assert codes(checked) == ["E566", "W561", "W566"]


def test_a_form_that_is_not_appraised_waits_among_those_that_are(folder: Path) -> None:
    write_form(folder / "c.xlsx", Made(sample(), unit="Xã Chờ", declared=FULL))
    found = scored(folder)
    assert found.ranking is not None
    by_name = {unit.assessment.facts.unit.name: unit for unit in found.ranking.units}
    assert by_name["Xã Chờ"].assessment.status == "incomplete"
    assert by_name["Xã Na Lay"].assessment.status == "complete"
    (gap,) = {one.ref[0] for one in by_name["Xã Chờ"].assessment.facts.places.values()}  # type: ignore[union-attr]
    assert gap == "E"
    lent = scored(folder, accept_declared=True).ranking
    assert lent is not None
    (one,) = (unit for unit in lent.units if unit.assessment.facts.unit.name == "Xã Chờ")
    assert one.total is not None
    assert one.total.low > 0


def test_a_folder_of_declared_figures_is_the_self_round(tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    write_form(tmp_path / "p" / "a.xlsx", Made(sample()))
    write_form(tmp_path / "p" / "b.xlsx", Made(sample(), unit="Xã B"))
    found = scored(tmp_path / "p")
    assert found.ranking is not None
    assert found.ranking.round is Round.SELF


def test_forms_and_facts_together(folder: Path) -> None:
    units = [{"name": "Xã JSON", "kind": "xã", "facts": {"hồ_sơ": "10"}}]
    (folder / "c.json").write_text(json.dumps({"round": "self", "units": units}), encoding="utf-8")
    found = scored(folder)
    assert "Xã JSON" not in names(found)
    assert "E563" in codes(found)
    assert "Xã JSON" in names(scored(folder, accept_declared=True))
    (folder / "c.json").write_text(json.dumps({"units": units}), encoding="utf-8")
    assert "Xã JSON" in names(scored(folder))


def test_any_executor_gives_the_same(folder: Path) -> None:
    with ThreadPoolExecutor(2) as executor:
        found = score(Task(str(folder), RULES), executor=executor)
    assert names(found) == names(scored(folder))
    assert found.found == scored(folder).found


def test_a_fault_of_the_program_concerns_one_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = validate_one

    def faulty(path: str, options: Options) -> Validated:
        if path.endswith("a.xlsx"):
            raise KeyError(path)
        return real(path, options)

    monkeypatch.setattr(READS, faulty)
    found = scored(folder)
    assert names(found) == ["Phường Sông Đà"]
    (told,) = (one for one in found.found if one.code == "E568")
    assert "KeyError" in told.message
    assert str(folder / "a.xlsx") in str(told.place)


def many_forms(folder: Path, count: int) -> Path:
    folder.mkdir()
    source = write_form(folder / "00.xlsx", Made(sample(), appraised=COUNCIL))
    for number in range(1, count):
        (folder / f"{number:02}.xlsx").write_bytes(source.read_bytes())
    return folder


def test_a_stopped_run_is_taken_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = many_forms(tmp_path / "p", 60)
    monkeypatch.setattr(bulk, "cores", lambda: 1)
    options = Options(rules=RULES)
    whole = list(Examination([str(folder)], options).results())
    read: list[str] = []
    real = validate_one

    def stopping(path: str, options: Options) -> Validated:
        if len(read) == 20:
            raise KeyboardInterrupt
        read.append(path)
        return real(path, options)

    monkeypatch.setattr(READS, stopping)
    with pytest.raises(KeyboardInterrupt, match="Đã xong 20/60 tệp; chạy lại"):
        list(Examination([str(folder)], options).results())
    read[:] = ["x"] * 100
    os.utime(folder / "03.xlsx", (1, 1))
    again = Examination([str(folder)], options)
    assert list(again.results()) == whole
    assert [Path(path).name for path in read[100:]] == [
        "03.xlsx", *(f"{number}.xlsx" for number in range(20, 60)),
    ]  # fmt: skip
    assert [one.code for one in again.found] == ["N569"]
    assert list((tmp_path / "nhớ").iterdir()) == []


def test_other_rules_begin_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = many_forms(tmp_path / "p", 55)
    monkeypatch.setattr(bulk, "cores", lambda: 1)
    rules = tmp_path / "luật.cchc"
    rules.write_bytes(SAMPLE.read_bytes())
    results = Examination([str(folder)], Options(rules=str(rules))).results()
    for _ in range(10):
        next(results)
    results.close()  # type: ignore[attr-defined]
    rules.write_text(rules.read_text(encoding="utf-8") + "\n# sửa\n", encoding="utf-8")
    again = Examination([str(folder)], Options(rules=str(rules)))
    assert len(list(again.results())) == 55
    assert again.found == ()


@pytest.mark.skipif(not hasattr(signal, "SIGINT") or os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_says_how_far_it_came_and_leaves_no_process(tmp_path: Path) -> None:
    folder = many_forms(tmp_path / "p", 400)
    command = [sys.executable, "-m", "cchc_rules", "validate", str(folder), "--rules", RULES]
    with subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        kept = tmp_path / "nhớ"
        for _ in range(200):
            time.sleep(0.05)
            if kept.exists() and any(one.stat().st_size for one in kept.iterdir()):
                break
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "/400 tệp; chạy lại đúng lệnh này để làm tiếp." in said
    assert "Traceback" not in said
    for _ in range(100):
        if not is_there(process.pid):
            break
        time.sleep(0.05)
    assert not is_there(process.pid)


def is_there(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_validate_a_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["validate", str(folder), "--rules", RULES]) == 1
    shown = capsys.readouterr().out
    assert "Đã kiểm tra 3 tệp; 2 tệp không có gì phải sửa." in shown
    assert "hỏng.xlsx" in shown
    assert cli.main(["validate", str(folder), "--rules", RULES, "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert [Path(one["file"]).name for one in document["files"]] == [
        "a.xlsx", "b.xlsx", "hỏng.xlsx",
    ]  # fmt: skip
    assert document["diagnostics"] == []


def test_rules_with_mistakes_are_told_once(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = tmp_path / "luật.cchc"
    rules.write_text("BỘ CHỈ SỐ X\n  năm: hai", encoding="utf-8")
    assert cli.main(["validate", str(folder), "--rules", str(rules), "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["files"] == []
    assert {Path(one["file"]).name for one in document["diagnostics"]} == {"luật.cchc"}


def test_a_list_of_units_with_mistakes_is_told_once(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    roster = tmp_path / "ds.csv"
    roster.write_text("một;hai\n", encoding="utf-8")
    for rules in ([], ["--rules", RULES]):
        command = ["validate", str(folder), "--units", str(roster), *rules, "--json"]
        assert cli.main(command) == 1
        document = json.loads(capsys.readouterr().out)
        assert [Path(one["file"]).name for one in document["diagnostics"]] == ["ds.csv"]
        told = [found for one in document["files"] for found in one["diagnostics"]]
        assert "ds.csv" not in {Path(found["file"]).name for found in told}
    assert [one.code for one in scored(folder, units=str(roster)).found] == ["E560"]


def test_an_executor_that_is_handed_in_reads_the_forms_of_another_round_too(folder: Path) -> None:
    write_form(folder / "c.xlsx", Made(sample(), unit="Xã Chờ", declared=FULL))
    read: list[str] = []

    class Counting(ThreadPoolExecutor):
        def submit(self, *args: object, **more: object) -> object:  # type: ignore[override]
            read.extend(Path(path).name for path in args[2])  # type: ignore[attr-defined]
            return super().submit(*args, **more)  # type: ignore[arg-type]

    with Counting(2) as executor:
        found = score(Task(str(folder), RULES), executor=executor)
    assert "Xã Chờ" in names(found)
    assert sorted(read) == ["a.xlsx", "b.xlsx", "c.xlsx", "c.xlsx", "hỏng.xlsx"]


def test_a_full_disk_beside_the_figures_is_told_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = many_forms(tmp_path / "p", 55)
    monkeypatch.setattr(bulk, "cores", lambda: 1)
    monkeypatch.setattr(spool, "_IN_MEMORY", 10)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("tempfile.TemporaryFile", full)
        found = scored(folder)
        assert found.ranking is None
        (told,) = found.found
        assert told.code == "E600"
        assert "đĩa hết chỗ" in told.message
    again = scored(folder)
    assert again.ranking is not None
    assert "N569" in {one.code for one in again.found}


def test_a_run_whose_progress_cannot_be_kept_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = many_forms(tmp_path / "p", 55)
    monkeypatch.setattr(bulk, "cores", lambda: 1)
    monkeypatch.setattr(journal.Journal, "add", lambda *_: False)
    found = scored(folder)
    assert found.ranking is not None
    (told,) = (one for one in found.found if one.code == "N569")
    assert "Đĩa hết chỗ" in told.message


def test_many_files_tell_their_errors_and_how_much_else_there_is(tmp_path: Path) -> None:
    folder = many_forms(tmp_path / "p", 1)
    for number in range(20):
        made = Made(sample(), unit=f"Xã số {number}", declared={})
        write_form(folder / f"x{number}.xlsx", made)
    found = scored(folder)
    (told,) = (one for one in found.found if one.code == "N567")
    assert "trong 20 tệp" in told.message
    assert all(one.severity == "error" or one is told for one in found.found)


def test_an_empty_folder(tmp_path: Path) -> None:
    found = scored(tmp_path)
    assert codes(found) == ["E500"]
    assert found.ranking is None


def test_rank_a_folder_without_its_own_result(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["rank", str(folder), "--rules", RULES, "-o", str(folder / "xếp hạng.xlsx"), "--json"]
    assert cli.main(command) == 1
    first = json.loads(capsys.readouterr().out)
    assert cli.main(command) == 1
    assert json.loads(capsys.readouterr().out) == first
    assert len(first["units"]) == 2
