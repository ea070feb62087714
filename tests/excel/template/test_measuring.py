"""Texts and widths in, lines out: never fewer than a spreadsheet program needs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cchc_rules.excel.template.measuring import height_of, lines_of, width_of

WORDS = st.lists(st.sampled_from(["số", "liệu", "tổng", "được", "1.1.1", "QUYẾT"]), max_size=30)


def test_letters_with_marks_are_as_wide_as_without_but_horns_add() -> None:
    assert width_of("ấạẫ") == width_of("aaa")
    assert width_of("Đđ") == width_of("Dd")
    assert width_of("ươ") > width_of("uo")
    assert width_of("W") > width_of("i")
    assert width_of("a", bold=True) > width_of("a")
    assert width_of("10", size=12) == 16


def test_known_texts_take_the_lines_that_calc_shows() -> None:
    assert lines_of("Kế hoạch CCHC", 292) == 1
    assert lines_of("Kế hoạch phân công rõ cơ quan chủ trì, thời hạn, sản phẩm", 278) == 2
    assert lines_of("một\nhai\n\nbốn", 300) == 4
    assert lines_of("", 100) == 1
    assert lines_of("x" * 200, 100) > 10


@given(WORDS, st.integers(60, 700))
def test_a_narrower_column_never_takes_fewer_lines(words: list[str], pixels: int) -> None:
    text = " ".join(words)
    assert lines_of(text, pixels) >= lines_of(text, pixels + 50)
    assert lines_of(text, pixels, bold=True) >= lines_of(text, pixels)
    assert width_of(text) <= lines_of(text, pixels) * pixels


def test_more_lines_are_higher() -> None:
    assert height_of(2) > height_of(1) > 15
    assert height_of(2, size=10) < height_of(2)
