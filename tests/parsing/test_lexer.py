"""One line in, its lexemes out: numbers, dates, texts, names, codes and the longest keyword."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_rules.parsing.lexer import Lexeme, lex


def kinds(line: str) -> str:
    return " ".join(lexeme.type for lexeme in lex(line, 1)[0])


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("0,5", "NUMBER"),
        ("12", "INT"),
        ("3.500", "NUMBER"),
        ("1.234.567,89", "NUMBER"),
        ("0.5", "CODE"),
        ("0.500", "CODE"),
        ("1234.567", "CODE"),
        ("3.5000", "CODE"),
        ("1.1", "CODE"),
        ("1.10.3", "CODE"),
        ("B.1", "CODE"),
        ("80%", "PERCENT"),
        ("80 %", "PERCENT"),
        ("99,5%", "PERCENT"),
        ("1.000%", "PERCENT"),
        ("99.5%", "CODE_PERCENT"),
        ("15/01/2026", "DATE"),
        ("5/1/2026", "DATE"),
        ("2026-01-15", "ISO_DATE"),
        ("31/12 năm trước", "DAY YEAR_BEFORE"),
        ("31/12 nam  sau", "DAY YEAR_AFTER"),
        ("31/12", "INT SLASH INT"),
        ("hồ_sơ / tổng", "NAME SLASH NAME"),
        ("a-b", "NAME MINUS NAME"),
        ("a – b − c — d", "NAME MINUS NAME MINUS NAME MINUS NAME"),
        ("a × b ÷ c", "NAME STAR NAME SLASH NAME"),
        ("- a", "BULLET NAME"),
        ("• a", "BULLET NAME"),
        ("-a", "MINUS NAME"),
        ('+ "a"', "BULLET TEXT"),
        ('"a # b"', "TEXT"),
        ("“a 'b' c”", "TEXT"),
        ('"a', "OPEN_TEXT"),
        ("'a'", "QUOTED"),
        ("«a»", "QUOTED"),
        ("≥ > ≤ < ≠", "FROM ABOVE UP_TO BELOW DIFFERENT"),
        (">= <= <>", "FROM UP_TO DIFFERENT"),
        ("a # b", "NAME"),
        ("có/không", "T_BOOL"),
        ("co / khong", "T_BOOL"),
        ("có", "YES"),
        ("không", "NO"),
        ("không phải không", "NOT NO"),
        ("không có số liệu a", "HAS_NO_DATA NAME"),
        ("có số liệu a", "HAS_DATA NAME"),
        ("không quá", "AT_MOST"),
        ("không quá tổng điểm", "CAPPED_TOTAL"),
        ("điểm A không quá tổng điểm", "POINTS NAME AT_MOST TOTAL"),
        ("không áp dụng khi đơn vị đánh dấu", "UNIT_MARKS"),
        ("không áp dụng nếu a", "NOT_APPLICABLE_IF NAME"),
        ("không xếp hạng: xã", "UNRANKED _COLON NAME"),
        ("điểm tối đa", "MAXIMUM"),
        ("tỷ lệ điểm A", "RATIO_OF NAME"),
        ("theo tỷ lệ", "BY_RATIO"),
        ("chấm theo tỉ lệ", "SCORE_BY_RATIO"),
        ("tiêu chí thành phần", "COMPONENT"),
        ("TIEU CHI", "CRITERION"),
        ("Đến Dưới", "UP_TO_BELOW"),
        ("năm_nay", "NAME"),
        ("điểm_cộng", "NAME"),
        ("có_kỷ_luật", "NAME"),
        ("a[b]", "NAME STRANGE NAME STRANGE"),
        ("", ""),
    ],
)
def test_what_a_line_is_made_of(line: str, expected: str) -> None:
    assert kinds(line) == expected


@pytest.mark.parametrize("code", ["CCHC-XA-2026", "SỐ-2026", "X.1/2", "từ"])
def test_a_rule_set_may_have_any_code(code: str) -> None:
    found, _ = lex(f'BỘ CHỈ SỐ {code} "tên"', 1)
    assert [(x.type, x.text) for x in found[1:]] == [("CODE", code), ("TEXT", '"tên"')]


def test_a_comment_is_kept_apart() -> None:
    assert lex("năm: 2026 # ghi # chú ", 1)[1] == "ghi # chú"
    assert lex("#", 1)[1] == ""
    assert lex("năm: 2026", 1)[1] is None


def test_tone_placement_does_not_matter_in_keywords() -> None:
    assert kinds("Lí do") == kinds("lý do") == "REASON"
    assert kinds("hoàn") == "NAME"


def test_columns_count_from_one_and_cover_the_whole_keyword() -> None:
    found, _ = lex("  TIÊU  CHÍ 1.1", 7, "luật.cchc")
    assert found[0] == Lexeme("CRITERION", "TIÊU CHÍ", "luật.cchc", 7, 3, 12)
    assert str(found[1].place) == "luật.cchc:7:13"


@given(st.text(max_size=60).filter(lambda line: not set(line) & set("\n\r")))
def test_any_line_has_lexemes_in_order_that_do_not_overlap(line: str) -> None:
    found, _ = lex(line, 1)
    ends = [1]
    for lexeme in found:
        assert ends[-1] <= lexeme.column < lexeme.end <= len(line) + 1
        ends.append(lexeme.end)
