"""Two slips in one line are two findings: the quote that is missing does not hide what follows."""

from __future__ import annotations

import pytest

from tests.golden import findings_text

REST = "\n  hội đồng chấm từ 0 đến 3\n"


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ('TIÊU CHÍ 1.1 "Báo cáo định kỳ: 3.5 điểm', ["E102", "E103"]),
        ('TIÊU CHÍ 1.1 "Báo cáo định kỳ: 3.5 diem', ["E102", "E103"]),
        ('TIÊU CHÍ 1.1 "Báo cáo định kỳ: 3', ["E102", "E105"]),
    ],
)
def test_both_are_told(line: str, codes: list[str]) -> None:
    told = findings_text(line + REST)
    assert [code for code in ("E102", "E103", "E105", "E119") if code in told] == codes
    assert '"Báo cáo định kỳ"' in told
