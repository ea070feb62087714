"""`score`, `explain` and `rank` from JSON facts: documented shapes, words, exit codes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from cchc_rules import cli

if TYPE_CHECKING:
    from pathlib import Path

RULES = """BỘ CHỈ SỐ CCHC-XA "Bộ thử"
  năm: 2026
  đối tượng: xã; phường
  tổng điểm: 10
  làm tròn: 2 chữ số
  quy đổi: có
  xếp hạng: theo điểm chưa làm tròn; đồng hạng 1-2-2-4
  xếp loại
    "Tốt": từ 80%
    "Khá": từ 50% đến dưới 80%
    "Yếu": dưới 50%

LĨNH VỰC 1 "Hồ sơ": 7 điểm
TIÊU CHÍ 1.1 "Đúng hạn": 5 điểm
  SỐ LIỆU hồ_sơ: số đếm "Số hồ sơ"
  SỐ LIỆU đúng_hạn: số đếm "Số hồ sơ đúng hạn"
  TÍNH tỷ_lệ: phần trăm = đúng_hạn / hồ_sơ, nếu mẫu bằng 0: 0 điểm
  chấm theo tỷ lệ tỷ_lệ
TIÊU CHÍ 1.2 "Đất công": 2 điểm
  SỐ LIỆU có_đất: có/không "Có đất công"
  SỐ LIỆU đã_cập_nhật: có/không "Đã cập nhật"
  không áp dụng nếu không phải có_đất
  chấm điểm tối đa nếu đã_cập_nhật
LĨNH VỰC 2 "Sáng kiến": 3 điểm
TIÊU CHÍ 2.1 "Sáng kiến": 3 điểm
  SỐ LIỆU sáng_kiến: số đếm "Số sáng kiến"
  SỐ LIỆU vi_phạm: có/không "Có vi phạm"
  chấm 1 điểm mỗi sáng_kiến, không quá 3 điểm
  0 điểm nếu vi_phạm
"""


def unit(name: str, kind: str = "xã", **facts: object) -> dict[str, object]:
    figures = {
        "hồ_sơ": "100",
        "đúng_hạn": "90",
        "có_đất": True,
        "đã_cập_nhật": True,
        "sáng_kiến": "2",
        "vi_phạm": False,
    }
    return {"name": name, "kind": kind, "facts": {**figures, **facts}}


UNITS = [
    unit("Ba", đúng_hạn="50", có_đất=False),
    unit("Hai", đúng_hạn="95", vi_phạm=True),
    unit("Một", "phường", đúng_hạn="100", sáng_kiến="3"),
    unit("Bốn", sáng_kiến=None),
]


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    rules, data = tmp_path / "xã.cchc", tmp_path / "số liệu.json"
    rules.write_text(RULES, encoding="utf-8")
    data.write_text(json.dumps({"units": UNITS}), encoding="utf-8")
    return str(data), str(rules)


def ranked(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str], *more: str, command: str = "rank"
) -> dict[str, Any]:
    data, rules = files
    assert cli.main([command, data, "--rules", rules, "--json", *more]) == 0
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict)
    return found


def test_rank_json_is_the_documented_shape(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    found = ranked(files, capsys)
    assert (found["rules"]["code"], found["rules"]["year"]) == ("CCHC-XA", 2026)
    assert len(found["rules"]["sha256"]) == 64
    assert found["round"] == "appraised"
    assert [one["name"] for one in found["units"]] == ["Một", "Bốn", "Hai", "Ba"]
    assert found["units"][0] == {
        "name": "Một",
        "kind": "phường",
        "total": "10.00",
        "percent": "100.00",
        "rank": 1,
        "class": "Tốt",
        "status": "complete",
        "ranked": True,
        "groups": [
            {"code": "1", "score": "7.00", "maximum": "7", "percent": "100.00"},
            {"code": "2", "score": "3.00", "maximum": "3", "percent": "100.00"},
        ],
        "leaves": [
            {"code": "1.1", "score": "5.00", "maximum": "5", "status": "scored"},
            {"code": "1.2", "score": "2.00", "maximum": "2", "status": "scored"},
            {"code": "2.1", "score": "3.00", "maximum": "3", "status": "scored"},
        ],
    }


def test_what_is_open_is_null_with_its_range_beside(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    found = ranked(files, capsys)["units"][1]
    assert found["name"] == "Bốn"
    assert (found["total"], found["total_range"]) == (None, ["6.50", "9.50"])
    assert (found["percent"], found["percent_range"]) == (None, ["65.00", "95.00"])
    assert (found["rank"], found["rank_range"]) == (None, [2, 3])
    assert (found["class"], found["classes"]) == (None, ["Tốt", "Khá"])
    assert found["status"] == "incomplete"
    assert found["groups"][1] == {
        "code": "2",
        "score": None,
        "score_range": ["0.00", "3.00"],
        "maximum": "3",
        "percent": None,
        "percent_range": ["0.00", "100.00"],
    }
    assert found["leaves"][2]["status"] == "missing"


def test_what_does_not_apply_has_no_score(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    found = ranked(files, capsys)["units"][3]
    assert found["leaves"][1] == {
        "code": "1.2",
        "score": None,
        "maximum": "0",
        "status": "not_applicable",
    }
    assert found["groups"][0]["maximum"] == "5"
    assert found["total"] == "5.63"


def test_the_summary_has_means_counts_and_distances(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    (cohort,) = ranked(files, capsys)["summary"]
    assert (cohort["units"], cohort["ranked"], cohort["not_scored"]) == (4, 4, 0)
    assert cohort["mean_percent_range"] == ["72.19", "79.69"]
    assert [one["code"] for one in cohort["fields"]] == ["1", "2"]
    assert cohort["classes"][0] == {"name": "Tốt", "sure": 1, "possible": 2}
    assert cohort["distances"][3]["to_next_class"] == {"name": "Tốt", "points": "2.38"}
    assert cohort["distances"][2]["lowest_in"] == ["2"]


def test_score_has_no_places(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    found = ranked(files, capsys, command="score")["units"][0]
    assert found.keys() == {"name", "kind", "total", "percent", "status", "groups", "leaves"}


def test_rank_shows_a_table_and_what_is_missing(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    data, rules = files
    assert cli.main(["rank", data, "--rules", rules]) == 0
    shown = capsys.readouterr()
    lines = shown.out.splitlines()
    assert lines[0].startswith("Luật: CCHC-XA năm 2026 · sha256 ")
    assert lines[2].split() == ["Hạng", "Đơn", "vị", "Loại", "Điểm", "Tỷ", "lệ", "%", "Xếp",
                                "loại", "Ghi", "chú", "1", "2"]  # fmt: skip
    assert lines[5].split()[:3] == ["2–3", "Bốn", "xã"]
    assert "  Bốn: 6,50–9,50 trên 10; thiếu sáng_kiến" in lines
    assert shown.err == ""


def test_score_of_one_unit_shows_every_criterion(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    data, rules = files
    assert cli.main(["score", data, "--rules", rules, "--unit", "xã ba"]) == 0
    shown = capsys.readouterr().out
    assert "Ba (xã): 5,63 điểm trên 10" in shown
    assert "1.2  Đất công      –       0         không áp dụng" in shown
    assert cli.main(["score", data, "--rules", rules, "--unit", "Không Có"]) == 2
    assert "Không có đơn vị “Không Có”" in capsys.readouterr().err


def test_faults_in_the_figures_are_findings(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    data = tmp_path / "lỗi.json"
    data.write_text(json.dumps({"units": [unit("Ba", hồ_sơ="chín")]}), encoding="utf-8")
    assert cli.main(["rank", str(data), "--rules", files[1]]) == 1
    shown = capsys.readouterr()
    assert "có số liệu lỗi" in shown.out
    assert "lỗi hồ_sơ" in shown.out
    assert "Tổng cộng: 1 lỗi." in shown.err


def test_unsound_rules_score_nobody(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rules = tmp_path / "hỏng.cchc"
    rules.write_text(RULES.replace("3 điểm\nTIÊU", "4 điểm\nTIÊU"), encoding="utf-8")
    assert cli.main(["rank", files[0], "--rules", str(rules)]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "E301" in shown.err
    assert cli.main(["rank", files[0], "--rules", str(rules), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["units"] == []
    assert {one["code"] for one in found["diagnostics"]} == {"E301"}


def test_declared_figures_are_not_taken_for_appraised_ones(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    data = tmp_path / "tự khai.json"
    data.write_text(json.dumps({"round": "self", "units": UNITS}), encoding="utf-8")
    declared = (str(data), files[1])
    assert ranked(declared, capsys)["round"] == "self"
    assert ranked(declared, capsys)["units"][0]["rank"] is None
    arguments = ["rank", str(data), "--rules", files[1], "--round", "thẩm định"]
    assert cli.main(arguments) == 1
    assert "E563" in capsys.readouterr().err
    assert cli.main([*arguments, "--accept-declared"]) == 0


def test_the_roster_names_who_has_no_figures(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    roster = tmp_path / "đơn vị.csv"
    roster.write_text(
        "Tên;Loại;Xếp hạng\nBa;xã;có\nHai;xã;không\nMột;phường;\nBốn;xã;\nNăm;xã;\n",
        encoding="utf-8",
    )
    data, rules = files
    assert cli.main(["rank", data, "--rules", rules, "--units", str(roster)]) == 0
    shown = capsys.readouterr()
    assert "Đơn vị “Năm” có trong danh sách nhưng chưa có số liệu." in shown.err
    assert "không xếp hạng" in shown.out
    arguments = ["rank", data, "--rules", rules, "--units", str(roster), "--strict"]
    assert cli.main(arguments) == 1


def test_figures_of_the_year_before_come_from_another_file(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    data, rules = tmp_path / "nay.json", tmp_path / "luật.cchc"
    text = RULES.replace("1 điểm mỗi sáng_kiến", "1 điểm mỗi sáng_kiến năm trước")
    rules.write_text(text, encoding="utf-8")
    data.write_text(json.dumps({"units": [unit("Ba")]}), encoding="utf-8")
    assert ranked((str(data), str(rules)), capsys)["units"][0]["total"] is None
    found = ranked((str(data), str(rules)), capsys, "--previous", files[0])
    assert found["units"][0]["total"] == "8.50"


def test_rules_must_be_named_unless_there_is_only_one(
    files: tuple[str, str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    assert cli.main(["rank", files[0]]) == 2
    assert "--rules" in capsys.readouterr().err
    monkeypatch.setenv("CCHC_RULES", str(tmp_path))
    assert cli.main(["rank", files[0]]) == 0


def test_explain_says_why_with_the_figures(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    data, rules = files
    assert cli.main(["explain", data, "ba", "--rules", rules, "--code", "1.1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[2].startswith("Ba (xã): 5,63 điểm trên 10")
    assert lines[4] == "1.1 Đúng hạn: 2,50/5 điểm"
    assert "50 / 100" in lines[5]
    assert cli.main(["explain", data, "ba", "--rules", rules, "--code", "1"]) == 0
    shown = capsys.readouterr().out
    assert "LĨNH VỰC 1 Hồ sơ" in shown
    assert "1.2 Đất công: không áp dụng" in shown
    assert "2.1" not in shown
    assert cli.main(["explain", data, "ba", "--rules", rules]) == 0
    assert "Tổng điểm: 5,63/10 điểm" in capsys.readouterr().out


def test_explain_json_and_unknown_codes(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    data, rules = files
    arguments = ["explain", data, "Ba", "--rules", rules, "--json"]
    assert cli.main([*arguments, "--code", "1.1"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["rules"]["code"] == "CCHC-XA"
    (explanation,) = found["explanations"]
    assert explanation["leaves"][0]["score"] == "2.50"
    assert cli.main([*arguments, "--code", "1.9"]) == 2
    assert "không có mục mang mã 1.9." in capsys.readouterr().err


def test_figures_that_cannot_be_read_rank_nobody_and_write_nothing(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    data, target = tmp_path / "hỏng.xlsx", tmp_path / "kết quả.xlsx"
    data.write_bytes(b"\x00\x01 not a workbook")
    arguments = [str(data), "--rules", files[1]]
    assert cli.main(["rank", *arguments, "-o", str(target)]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "lỗi E501" in shown.err
    assert not target.exists()
    assert cli.main(["explain", *arguments[:1], "Ba", *arguments[1:]]) == 1
    assert "lỗi E501" in capsys.readouterr().err


OPEN = """BỘ CHỈ SỐ MỞ "Điểm không có trần"
  năm: 2026
  đối tượng: xã
  tổng điểm: 10
  xếp loại
    "I": từ 80%
    "II": từ 50% đến dưới 80%
    "III": dưới 50%
TIÊU CHÍ 1 "Giải": 4 điểm
  SỐ LIỆU giải: số đếm "Số giải"
  chấm theo công thức 0,5 * giải
  cho phép vượt điểm tối đa
TIÊU CHÍ 2 "Khác": 6 điểm
  hội đồng chấm từ 0 đến 6
ĐIỂM CỘNG C "Cộng": 1 điểm
TIÊU CHÍ C.1 "Mô hình": 1 điểm
  SỐ LIỆU mô_hình: có/không "Có mô hình"
  chấm điểm tối đa nếu mô_hình
"""


def test_an_open_end_is_told_and_ranked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    units = [
        {"name": "A", "kind": "xã", "facts": {"mô_hình": False}, "manual": {"2": "6"}},
        {
            "name": "B",
            "kind": "xã",
            "facts": {"giải": "30", "mô_hình": False},
            "manual": {"2": "0"},
        },
    ]
    rules, data = tmp_path / "mở.cchc", tmp_path / "a.json"
    rules.write_text(OPEN, encoding="utf-8")
    data.write_text(json.dumps({"units": units}), encoding="utf-8")
    found = ranked((str(data), str(rules)), capsys)
    first = next(one for one in found["units"] if one["name"] == "A")
    assert first["total_range"] == ["6.00", None]
    assert first["percent_range"] == ["60.00", None]
    assert (first["rank_range"], first["classes"]) == ([1, 2], ["I", "II"])
    assert found["summary"][0]["mean_percent_range"] == ["105.00", None]
    for command in ("rank", "score"):
        assert cli.main([command, str(data), "--rules", str(rules)]) == 0
        shown = capsys.readouterr().out
        assert "≥ 6,00" in shown
        assert "Infinity" not in shown
    target = tmp_path / "ra.xlsx"
    assert cli.main(["rank", str(data), "--rules", str(rules), "-o", str(target)]) == 0
    assert cli.main(["explain", str(data), "B", "--rules", str(rules)]) == 0
    told = capsys.readouterr().out
    assert "2. Khác 0,00%: 1 trên 1 tiêu chí 0 điểm (2)." in told
    assert "Mất nhiều điểm nhất: 2 Khác (mất 6,00)." in told
