"""E305: codes that do not stand where they belong, twice, or with a hole."""

import pytest

from tests.binding.loading import HEADER, codes, loaded, partial, said

DATA = '  SỐ LIỆU đạt: có/không "Đạt"\n'


def outline(*heads: str) -> str:
    """`L 1`, `C 1.1`, `T 1.1.1`, `P A`, `+ C`, `- D`: headings; a `!` has no method."""
    words = {
        "P": "PHẦN", "L": "LĨNH VỰC", "C": "TIÊU CHÍ", "T": "TIÊU CHÍ THÀNH PHẦN",
        "+": "ĐIỂM CỘNG", "-": "ĐIỂM TRỪ",
    }  # fmt: skip
    lines = []
    for index, head in enumerate(heads):
        level, code = head.split()
        lines.append(f'{words[level]} {code} "Mục": 1 điểm')
        deeper = index + 1 < len(heads) and "P+-LCT".index(heads[index + 1][0]) > "P+-LCT".index(
            level
        )
        if not deeper and level in "CLT":
            lines.append("  chấm điểm tối đa nếu đạt")
    return HEADER + DATA + "\n".join(lines) + "\n"


GOOD = [
    ["L 1", "C 1.1", "C 1.2", "L 2", "C 2.1"],
    ["L 1", "C 1.1", "T 1.1.1", "T 1.1.2", "C 1.2"],
    ["L I", "C 1.1", "L II", "C 2.1"],
    ["P A", "L 1", "C 1.1", "P B", "L 2", "C 2.1"],
    ["P A", "L 1", "C 1.1", "P B", "L 1", "C 1.1"],
    ["P A", "C A.1", "P B", "C B.1", "+ C", "C C.1", "- D", "C D.1"],
    ["L 1", "C 1.1", "+ Z", "C Z.1", "- M", "C M.1"],
    ["C 1", "C 2", "C 3"],
]


@pytest.mark.parametrize("heads", GOOD[:4] + GOOD[5:])
def test_a_proper_outline_is_not_told(heads: list[str]) -> None:
    result = loaded(outline(*heads))
    assert codes(result) == [], said(result)
    assert partial(result).incomplete == frozenset()


@pytest.mark.parametrize(
    ("heads", "words"),
    [
        (["L 1", "C 1.1", "L 2", "C 1.2"], "không thuộc LĨNH VỰC 2"),
        (["L 1", "C 1.1", "C 1.1"], "đã dùng ở trên"),
        (["P A", "L 1", "C 1.1", "P B", "L 1"], "đã dùng ở trên"),
        (["L 1", "C 1.1", "C 1.3"], "ở đây phải là 1.2"),
        (["L 1", "C 1.2"], "ở đây phải là 1.1"),
        (["L 1", "C 1.1", "L 3", "C 3.1"], "ở đây phải là 2"),
        (["L I", "C 1.1", "L III", "C 3.1"], "ở đây phải là II"),
        (["P A", "C A.1", "P C", "C C.1"], "ở đây phải là B"),
        (["P A", "L 1", "C 1.1", "P B", "L 3", "C 3.1"], "ở đây phải là 2"),
        (["L 1", "T 1.1"], "thiếu TIÊU CHÍ ở giữa"),
        (["+ A", "L 1", "C 1.1"], "không đứng dưới ĐIỂM CỘNG"),
        (["+ A", "C A.1", "+ C", "C C.1"], "ở đây phải là B"),
    ],
)
def test_a_wrong_outline_is_told_once(heads: list[str], words: str) -> None:
    result = loaded(outline(*heads))
    assert codes(result) == ["E305"], said(result)
    assert words in said(result)
    assert partial(result).incomplete


def test_a_lost_heading_makes_no_hole() -> None:
    text = outline("L 1", "C 1.1", "C 1.2", "C 1.3").replace('1.2 "Mục": 1 điểm', '1.2 "Mục": ???')
    result = loaded(text)
    assert "E305" not in codes(result)
    assert {"1", "1.2"} <= partial(result).incomplete
