"""KIỂM THỬ: what passes, what fails and how it is told, and what none of them reaches."""

from __future__ import annotations

from functools import partial

import pytest

from cchc_rules.binding import load
from cchc_rules.evaluation import compile_rules
from cchc_rules.scenarios.coverage import Branch, coverage
from cchc_rules.scenarios.running import Outcome, findings, run
from cchc_rules.scenarios.settings import traces
from cchc_rules.source import source_from_text

RULES = """BỘ CHỈ SỐ THỬ "Bộ thử"
  năm: 2026
  đối tượng: xã
  tổng điểm: 10
  làm tròn: 2 chữ số
  quy đổi: có
  xếp hạng: theo điểm chưa làm tròn; đồng hạng 1-2-2-4
  xếp loại
    "Tốt": từ 80%
    "Khá": dưới 80%
THAM SỐ ngưỡng: phần trăm
  2025: 80%
  2026: 90%

LĨNH VỰC 1 "Một": 10 điểm
TIÊU CHÍ 1.1 "Đúng hạn": 5 điểm
  SỐ LIỆU hồ_sơ: số đếm "Hồ sơ"
  SỐ LIỆU đúng_hạn: số đếm "Đúng hạn"
  SỐ LIỆU vi_phạm: có/không "Có vi phạm"
  TÍNH tỷ_lệ: phần trăm = đúng_hạn / hồ_sơ, nếu mẫu bằng 0: không áp dụng
  không áp dụng nếu hồ_sơ = 1
  chấm theo tỷ_lệ
    từ ngưỡng: theo tỷ lệ
    dưới ngưỡng: 0
  0 điểm nếu vi_phạm
TIÊU CHÍ 1.2 "So với nhóm": 3 điểm
  chấm theo hồ_sơ - trung bình toàn nhóm(hồ_sơ)
    từ 0: 3
    dưới 0: 1
TIÊU CHÍ 1.3 "Hội đồng": 2 điểm
  hội đồng chấm từ 0 đến 2, bước 0,5
"""


def outcomes(scenario: str, year: int = 2026) -> tuple[Outcome, ...]:
    source, _ = source_from_text(f"{RULES}\n{scenario}\n")
    assert source is not None
    loaded = load(source, year=year)
    assert loaded.rules is not None, loaded.diagnostics
    assert not loaded.diagnostics
    scenarios = [one for one in loaded.rules.scenarios if one.year == year]
    return run(compile_rules(loaded.rules), scenarios)


def one(lines: str, *, year: int = 2026) -> Outcome:
    body = "\n".join(f"  {line.strip()}" for line in lines.strip().splitlines())
    (outcome,) = outcomes(f'KIỂM THỬ "Thử" cho xã năm {year}\n{body}', year)
    return outcome


@pytest.mark.parametrize(
    "lines",
    [
        "hồ_sơ = 200\nđúng_hạn = 190\nvi_phạm = không\nkết quả 1.1 = 4,75",
        "hồ_sơ = 300\nđúng_hạn = 299\nvi_phạm = không\nkết quả 1.1 = 4,98\nkết quả 1.1 = 4,983",
        "tỷ_lệ = 95%\nhồ_sơ = 5\nvi_phạm = có\nkết quả 1.1 = 0",
        "hồ_sơ = 0\nđúng_hạn = 0\nvi_phạm = có\nkết quả 1.1 = không áp dụng",
        "hồ_sơ = 200\nvi_phạm = không\nkết quả 1.1 = thiếu số liệu\nkết quả 1.1 = từ 0 đến 5",
        "hồ_sơ = lỗi\nđúng_hạn = 1\nvi_phạm = không\nkết quả 1.1 = từ 0 đến 5",
        "hồ_sơ = lỗi\nđúng_hạn = 1\nkết quả 1.1 = lỗi\nkết quả 1 = lỗi\nkết quả tổng điểm = lỗi",
        "hồ_sơ = 200\nhồ_sơ toàn nhóm = 100; 200; 300\nkết quả 1.2 = 3",
        "hồ_sơ = 199\nhồ_sơ toàn nhóm = 100; 200; 300\nkết quả 1.2 = 1",
        "hội đồng chấm 1.3 = 1,5\nkết quả 1.3 = 1,5\nkết quả 1 = từ 2,5 đến 9,5",
        """hồ_sơ = 200
        đúng_hạn = 200
        vi_phạm = không
        hồ_sơ toàn nhóm = 200
        hội đồng chấm 1.3 = 2
        kết quả 1 = 10
        kết quả tổng điểm = 10
        kết quả tỷ lệ điểm = 100%
        kết quả xếp loại = "tốt"
        kết quả xếp hạng = 1""",
    ],
)
def test_an_expectation_that_is_met(lines: str) -> None:
    outcome = one(lines)
    assert outcome.passed, [(v.expected.text, v.actual) for v in outcome.verdicts]
    assert findings([outcome]) == ()


@pytest.mark.parametrize(
    ("lines", "code", "actual"),
    [
        ("hồ_sơ = 200\nđúng_hạn = 190\nvi_phạm = không\nkết quả 1.1 = 4,7", "E401", "4,75"),
        ("hồ_sơ = 200\nkết quả 1.1 = 5", "E401", "từ 0 đến 5 (thiếu số liệu)"),
        ("hồ_sơ = 200\nkết quả 1.1 = từ 0 đến 4", "E401", "từ 0 đến 5 (thiếu số liệu)"),
        ("hồ_sơ = 200\nkết quả tổng điểm = 5", "E401", "từ 1 đến 10 (thiếu số liệu)"),
        ("hồ_sơ = 200\nkết quả 1.1 = không áp dụng", "E402", "từ 0 đến 5 (thiếu số liệu)"),
        ("hồ_sơ = 1\nđúng_hạn = 1\nvi_phạm = có\nkết quả 1.1 = 0", "E401", "không áp dụng"),
        ('hồ_sơ = 2\nkết quả xếp loại = "Tốt"', "E403", "“Tốt” hoặc “Khá” (thiếu số liệu)"),
        ("hồ_sơ = 2\nkết quả 1.1 = lỗi", "E402", "từ 0 đến 5 (thiếu số liệu)"),
    ],
)
def test_an_expectation_that_fails_is_a_finding_at_its_line(
    lines: str, code: str, actual: str
) -> None:
    outcome = one(lines)
    (found,) = findings([outcome])
    assert not outcome.passed
    assert found.code == code
    assert f"chương trình tính được: {actual}." in found.message
    assert found.heading == ("KIỂM THỬ “Thử”",)
    assert found.place == outcome.scenario.expected[-1].place


def test_a_range_without_end_is_told() -> None:
    more = """TIÊU CHÍ 1.4 "Giải": 0 điểm
  SỐ LIỆU giải: số đếm "Giải"
  chấm theo công thức giải
  cho phép vượt điểm tối đa
KIỂM THỬ "Mở" cho xã
  kết quả 1.4 = thiếu số liệu
  kết quả 1.4 = từ 0 đến 3
"""
    (outcome,) = outcomes(more)
    assert [verdict.passed for verdict in outcome.verdicts] == [True, False]
    (found,) = findings([outcome])
    assert "chương trình tính được: ≥ 0,00 (thiếu số liệu)." in found.message


def test_a_scenario_runs_with_the_parameters_of_its_year() -> None:
    lines = "hồ_sơ = 100\nđúng_hạn = 85\nvi_phạm = không\nkết quả 1.1 = 4,25"
    assert one(lines, year=2025).passed
    assert not one(lines, year=2026).passed


def test_a_closed_round_makes_blanks_absent() -> None:
    lines = "hồ_sơ = 5\nđúng_hạn = 5\nkết quả 1.1 = từ 0 đến 5"
    assert one(lines).passed
    assert one(f"đã chốt số liệu\n{lines}").passed


def test_what_no_scenario_reaches() -> None:
    done = outcomes(
        'KIỂM THỬ "Một" cho xã năm 2026\n  hồ_sơ = 10\n  đúng_hạn = 10\n  vi_phạm = có\n'
        'KIỂM THỬ "Hai" cho xã năm 2026\n  hồ_sơ = 1\n  đúng_hạn = 1\n  vi_phạm = không\n'
    )
    rules = done[0].unit.assessment.rules
    program = compile_rules(rules)
    found = coverage(rules, [partial(traces, program, one.scenario) for one in done])
    assert len(found.spots) == 6
    assert [(spot.branch, spot.code) for spot in found.missed] == [
        (Branch.ROW, "1.1"),
        (Branch.ROW, "1.2"),
        (Branch.ROW, "1.2"),
    ]
