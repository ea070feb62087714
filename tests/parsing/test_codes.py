"""A code with three digits behind its dot looks like a thousand and is none."""

from __future__ import annotations

import pytest

from tests.golden import findings_text

RULES = 'TIÊU CHÍ 1.1 "Đầu": 9 điểm\n  hội đồng chấm từ 0 đến 9\n' + "".join(
    f'TIÊU CHÍ 1.{number} "Mục {number}": 0,01 điểm\n  hội đồng chấm từ 0 đến 0,01\n'
    for number in range(2, 102)
)
SCENARIO = """KIỂM THỬ "Mục một trăm" cho xã năm 2026
  hội đồng chấm 1.100 = 0,01
  kết quả 1.100 = 0,01
"""


def test_it_is_read_wherever_a_code_may_stand() -> None:
    assert findings_text(RULES + SCENARIO) == "không có"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ('1.100 "Mục 100": 0,01 điểm', "E101"),
        ('TIÊU CHÍ: 1.100 "Mục 100": 0,01 điểm', "E106"),
        ('TIÊU CHÍ 1.100. "Mục 100": 0,01 điểm', "E106"),
        ('TIÊU CHÍ 1.100 "Mục 100": 0,01', "E105"),
        ('TIÊU CHÍ 1.100 "Mục 100: 0,01 điểm', "E102"),
    ],
)
def test_a_slip_in_its_heading_is_told_once(wrong: str, code: str) -> None:
    sound = 'TIÊU CHÍ 1.100 "Mục 100": 0,01 điểm'
    told = findings_text((RULES + SCENARIO).replace(sound, wrong))
    lines = [line for line in told.split("\n") if not line.startswith("  →")]
    assert [line[:4] for line in lines] == [code], told
