"""Tables fit the screen, text from cells cannot act on it."""

from __future__ import annotations

import io

from cchc_rules.report.screen import PAPER, Screen, Style, printable, screen_of, width, wrap
from cchc_rules.report.tables import Cell, Column, lay_out

COLUMNS = [
    Column("Hạng", right=True),
    Column("Đơn vị", flexible=True),
    Column("Điểm", right=True, optional=True),
]
ROWS: list[list[str | Cell]] = [
    ["1", "Thủ Dầu Một", Cell("84,58", Style.GOOD)],
    ["12", "Tân Uyên", "82,00"],
]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_pipe_gets_plain_aligned_text() -> None:
    assert list(lay_out(COLUMNS, ROWS, PAPER)) == [
        "Hạng  Đơn vị        Điểm",
        "────  ───────────  ─────",
        "   1  Thủ Dầu Một  84,58",
        "  12  Tân Uyên     82,00",
    ]


def test_optional_columns_go_and_flexible_ones_wrap_on_a_narrow_screen() -> None:
    rows: list[list[str | Cell]] = [["1", "Thành phố Thủ Dầu Một", "84,58"]]
    assert list(lay_out(COLUMNS, rows, Screen(22))) == [
        "Hạng  Đơn vị",
        "────  ────────────────",
        "   1  Thành phố Thủ",
        "      Dầu Một",
    ]


def test_colour_does_not_move_the_columns() -> None:
    lines = list(lay_out(COLUMNS, ROWS, Screen(80, colour=True)))
    assert lines[2] == "   1  Thủ Dầu Một  \x1b[32m84,58\x1b[0m"


def test_text_of_a_cell_cannot_act_on_the_terminal() -> None:
    assert printable("a\x1b[31mb\nc\u202ed\tđ") == "a\ufffd[31mb c\ufffdd đ"
    assert "[red]đỏ[/red]" in "\n".join(lay_out([Column("x")], [["[red]đỏ[/red]"]], PAPER))


def test_width_counts_marks_as_nothing_and_wide_letters_as_two() -> None:
    assert width("Điện Biên") == 9
    assert width("Đie\u0323\u0302n") == 4
    assert width("河内") == 4


def test_wrap_breaks_a_word_only_when_it_must() -> None:
    assert wrap("một hai ba", 7) == ["một hai", "ba"]
    assert wrap("abcdefgh", 3) == ["abc", "def", "gh"]
    assert wrap("a bcdefgh", 3) == ["a", "bcd", "efg", "h"]


def test_colour_only_on_a_terminal_that_wants_it() -> None:
    assert screen_of(io.StringIO(), {"TERM": "xterm"}) == PAPER
    assert screen_of(Terminal(), {"TERM": "xterm"}).colour
    assert not screen_of(Terminal(), {"TERM": "xterm", "NO_COLOR": "1"}).colour
    assert not screen_of(Terminal(), {"TERM": "dumb"}).colour
    assert screen_of(Terminal(), {"TERM": "xterm"}).width
